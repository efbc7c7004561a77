#!/bin/sh
# setup.t: share/setup.sh asks for what is missing and for nothing else.  The
# package managers are stand-ins, which log their calls.
. "${0%/*}/lib.sh"

# manager NAME [HAS...]: a PATH with only this package manager, on which only
# the packages HAS are installed, for a user with the uid in $uid.
manager()
{
	rm -rf bin installed log
	mkdir bin
	name=$1
	shift
	: >log
	: >installed
	for p; do
		echo "$p" >>installed
	done
	for tool in sh sed env cat grep; do
		ln -s "$(command -v "$tool")" bin/
	done
	stub "$name" 'echo "$0 $*" >>"$T/log"'
	stub id 'echo ${uid:-0}'
	stub query 'for last; do :; done; grep -qx "$last" "$T/installed"'
	stub dpkg-query 'for last; do :; done
	    grep -qx "$last" "$T/installed" && printf installed'
	ln -s query bin/rpm
	case $name in
	pacman | apk | brew)
		stub "$name" 'case $1 in
		-Q | info | list) exec "$T/bin/query" "$@" ;;
		esac
		echo "$0 $*" >>"$T/log"'
		;;
	esac
}

stub()
{
	printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
	chmod +x "bin/$1"
}

setup()
{
	PATH=$T/bin "$T/bin/sh" "$T_SRC/share/setup.sh" "$@"
}

# The packages that setup.sh wants on Debian to build and run.
built=$(tr '\n\t' '  ' <"$T_SRC/share/setup.sh" |
    sed "s/.*if have apt-get; then *want='\([^']*\)'.*/\1/" | tr -s ' ')
export built

t 'apt: update, then one install without recommends' <<'EOT'
	case $built in
	'gcc libc6-dev make pkgconf libgit2-dev libyaml-dev '*) ;;
	*) exit 1 ;;
	esac
	echo "$built" | sed -e 's/^gcc //' -e 's/ make / /' -e 's/ git / /' >rest
	manager apt-get gcc make git
	setup >out
	sed "s|$T/bin/||" log >calls
	same calls <<-EOF
	apt-get -q update
	apt-get -q -y --no-install-recommends install $(cat rest)
	EOF
EOT

t 'nothing missing: nothing is done, not even an update' <<'EOT'
	# shellcheck disable=SC2086 # a list of words
	manager apt-get $built
	setup >out
	has out 'nothing is missing'
	empty log
EOT

t '--test adds the tools of the tests' <<'EOT'
	# shellcheck disable=SC2086 # a list of words
	manager apt-get $built
	setup --test >out
	has log ' libcmocka-dev' ' perl' ' mandoc' ' shellcheck' ' jq' ' strace'
	hasnt log ' gcc'
EOT

t '--test: the language server by npm where there is one, once' <<'EOT'
	manager apt-get
	mkdir -p tree/share
	cp "$T_SRC/share/setup.sh" tree/share/
	ln -s "$(command -v mkdir)" bin/
	stub npm 'echo "npm $*" >>"$T/log"'
	PATH=$T/bin "$T/bin/sh" tree/share/setup.sh --test >out
	like log "^npm install --prefix $T/tree/build/node .*yaml-language-server@1"
	stub npm 'exit 1'
	PATH=$T/bin "$T/bin/sh" tree/share/setup.sh --test >out 2>err
	has err 'tests/editor.t is skipped'
	mkdir -p tree/build/node/node_modules/yaml-language-server
	PATH=$T/bin "$T/bin/sh" tree/share/setup.sh --test >out 2>err
	empty err
EOT

t '--print shows the commands and runs none' <<'EOT'
	manager apt-get
	setup --print >out
	has out 'apt-get -q update' 'install gcc libc6-dev'
	empty log
EOT

t 'sudo only when not root, and its absence is said' <<'EOT'
	manager apt-get
	export uid=1000
	exits 2 setup >out 2>err
	has err 'no sudo'
	empty log
	stub sudo 'echo "sudo $*" >>"$T/log"'
	setup >out
	like log '^sudo apt-get -q update$'
	: >log
	export uid=0
	setup >out
	hasnt log sudo
EOT

t 'the other package managers' <<'EOT'
	for name in dnf pacman apk zypper brew; do
		manager "$name"
		setup --test >out
		rows log 1
		like log 'git' 'cmocka' 'yaml' 'pcre2'
		manager "$name" git
		setup >out
		like log "$name"
		exits 1 grep -qE ' git( |$)' log
	done
EOT

t 'no manager, and a wrong argument' <<'EOT'
	manager none
	exits 2 setup >out 2>err
	has err 'no package manager' 'libgit2'
	manager apt-get
	exits 2 setup --tset 2>err
	has err "'--tset'"
	empty log
EOT

t 'README names the two set-up commands, CI calls the second' <<'EOT'
	has "$T_SRC/README.md" 'sh share/setup.sh && make demo'
	second='sh share/setup.sh --test && make check'
	has "$T_SRC/README.md" "$second"
	has "$T_SRC/.ci/run" "$second"
EOT

finish
