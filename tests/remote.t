#!/bin/sh
# remote.t: remotes that ask for what we have not, say no, fall silent, or send
# what must not come in.  Whatever they do, what was typed is recorded here.
. "${0%/*}/lib.sh"

# pair: the small book pushed to hub.git, and a copy of it, "b".
pair()
{
	rm -rf "$REF_BOOK" hub.git b
	book
	git init -q --bare hub.git
	git -C "$REF_BOOK" remote add origin "$T/hub.git"
	ref-sync >/dev/null
	ref-init --from "$T/hub.git" b
}

# refused STATUS WORDS...: a sync with a hand edit pending ends so, with those
# words; the edit is recorded, the book is whole, and the next change works.
refused()
{
	echo "# edit $(commits)" >>"$REF_BOOK/contacts/siti-rahman.yaml"
	exits "$1" timeout 60 ref-sync 2>err
	shift
	has err "$@"
	is "$(git -C "$REF_BOOK" log -1 --format=%s)" 'edit: siti-rahman'
	git_clean
	ref-touch mei-chen call "and on $(commits)" >/dev/null
	git_clean
}

# --- ssh: a real server on the loopback ---

# Ours is started in the file's own folder and ended by its id.
T_pids=
end_servers()
{
	for pid in $T_pids; do
		kill "$pid"
	done
	T_pids=
}
trap 'end_servers; T_cleanup' EXIT

start_sshd()
{
	port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	ssh-keygen -q -t ed25519 -N '' -f host_key
	ssh-keygen -q -t ed25519 -N '' -f good_key
	ssh-keygen -q -t ed25519 -N '' -f other_key
	cp good_key.pub authorized
	chmod 600 authorized
	cat >sshd_config <<-EOF
	Port $port
	ListenAddress 127.0.0.1
	HostKey $T/host_key
	PidFile $T/sshd.pid
	AuthorizedKeysFile $T/authorized
	StrictModes no
	UsePAM no
	PermitRootLogin yes
	PasswordAuthentication no
	KbdInteractiveAuthentication no
	EOF
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	"$sshd" -D -f "$T/sshd_config" -E "$T/sshd.log" &
	T_pids="$T_pids $!"
	# As the user's own: their ssh finds its configuration in the home of
	# the password file, not in $HOME.
	mkdir tools
	cat >tools/ssh <<-EOF
	#!/bin/sh
	echo "\$*" >>"$T/ssh.args"
	exec /usr/bin/ssh -F "$T/ssh_config" "\$@"
	EOF
	chmod +x tools/ssh
	cat >ssh_config <<-EOF
	Host *
	    IdentityFile $T/key
	    IdentitiesOnly yes
	    UserKnownHostsFile $T/known
	    GlobalKnownHostsFile /dev/null
	EOF
	ssh_url="ssh://$(id -un)@127.0.0.1:$port$T/hub.git"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		ssh-keyscan -p "$port" 127.0.0.1 >known.good 2>keyscan.err &&
		    [ -s known.good ] && return
		sleep 0.3
	done
	return 1
}

sshd=$(command -v sshd || echo /usr/sbin/sshd)
no_ssh=
if [ ! -x "$sshd" ] || ! command -v ssh >/dev/null; then
	no_ssh='sshd is not installed'
elif ! start_sshd >start.out 2>&1; then
	no_ssh='sshd does not start here'
fi
export PATH="$T/tools:$PATH"

with_ssh()
{
	[ -z "$no_ssh" ] || skip "$no_ssh"
	pair
	git -C "$REF_BOOK" remote set-url origin "$ssh_url"
	cp known.good known
	cp good_key key
	: >ssh.args
}

t 'ssh: with the key, the sync goes through' <<'EOT'
	with_ssh
	ref-touch siti-rahman call 'by ssh' >/dev/null
	timeout 60 ref-sync
	is "$(git -C hub.git rev-parse main)" \
	    "$(git -C "$REF_BOOK" rev-parse HEAD)"
	has ssh.args BatchMode=yes ConnectTimeout
	rm -rf c
	timeout 60 ref-init --from "$ssh_url" c
	git_clean c
EOT

t 'ssh: a key that is not accepted: status 2, said, nothing lost' <<'EOT'
	with_ssh
	cp other_key key
	refused 2 'Permission denied' "cannot reach remote 'origin'"
	rm -rf c
	exits 2 timeout 60 ref-init --from "$ssh_url" c 2>err
	has err 'Permission denied' 'cannot clone'
	absent c
EOT

t 'ssh: an unknown host is not asked about, and not trusted' <<'EOT'
	with_ssh
	: >known
	refused 2 'Host key verification failed' "cannot reach remote 'origin'"
	empty known
EOT

t 'ssh: a host whose key has changed' <<'EOT'
	with_ssh
	{
		printf '[127.0.0.1]:%s ' "$(sed -n 's/^Port //p' sshd_config)"
		cat other_key.pub
	} >known
	refused 2 'Host key verification failed'
EOT

t 'ssh: what the user has set is used as it is' <<'EOT'
	with_ssh
	git -C "$REF_BOOK" config core.sshCommand "$T/tools/ssh -oTCPKeepAlive=no"
	timeout 60 ref-sync
	has ssh.args TCPKeepAlive=no
	hasnt ssh.args BatchMode ConnectTimeout
EOT

# --- https ---

no_web=
if ! command -v openssl >/dev/null; then
	no_web='openssl is not installed'
else
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
	    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
	    -keyout web.key -out web.crt >openssl.out 2>&1
	cat web.key web.crt >web.pem
	python3 "$T_SRC/tests/cases/https.py" web.pem port >web.out 2>&1 &
	T_pids="$T_pids $!"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ -f port ] && break
		sleep 0.3
	done
	[ -f port ] || no_web='no web server on the loopback'
fi

with_web()
{
	[ -z "$no_web" ] || skip "$no_web"
	pair
	git -C "$REF_BOOK" config http.sslCAInfo "$T/web.crt"
	git -C "$REF_BOOK" remote set-url origin \
	    "https://127.0.0.1:$(cat port)/$1/hub.git"
}

# interrupted CMD ARGS...: it is stopped by Ctrl-C once the remote hangs.  What
# a shell starts in the background ignores that, unless told otherwise.
interrupted()
{
	rm -f port.hanging pid
	# shellcheck disable=SC2016 # for the inner shell
	setsid env --default-signal=INT sh -c 'echo $$ >pid; exec "$@"' sh "$@" \
	    2>err &
	i=0
	while [ ! -f port.hanging ] && [ "$i" -lt 100 ]; do
		sleep 0.2
		i=$((i + 1))
	done
	[ -f port.hanging ]
	kill -INT "-$(cat pid)"
	status=0
	wait $! || status=$?
	is "$status" 130
}

t 'https: 401 asks nobody: status 2, nothing lost' <<'EOT'
	with_web 401
	refused 2 'could not read Username' "cannot reach remote 'origin'"
EOT

t 'https: 401 with a password that is not accepted' <<'EOT'
	with_web 401
	git -C "$REF_BOOK" config credential.helper \
	    '!f() { echo username=u; echo password=p; }; f'
	refused 2 'Authentication failed' "cannot reach remote 'origin'"
EOT

t 'https: 403 and 500' <<'EOT'
	with_web 403
	refused 2 403 "cannot reach remote 'origin'"
	with_web 500
	refused 2 500 "cannot reach remote 'origin'"
EOT

t 'https: a certificate that nobody vouches for' <<'EOT'
	with_web 403
	git -C "$REF_BOOK" config --unset http.sslCAInfo
	refused 2 certificate "cannot reach remote 'origin'"
EOT

t 'a remote that never answers: interrupted, and nothing is lost' <<'EOT'
	with_web hang
	echo '# before the silence' >>"$REF_BOOK/contacts/siti-rahman.yaml"
	interrupted ref-sync
	is "$(git -C "$REF_BOOK" log -1 --format=%s)" 'edit: siti-rahman'
	git_clean
	ref-touch mei-chen call 'goes on' >/dev/null
	git_clean
	# git takes its folder away after ref-init is gone.
	git config --global http.sslCAInfo "$T/web.crt"
	interrupted ref-init --from \
	    "https://127.0.0.1:$(cat port)/hang/hub.git" c
	git config --global --unset http.sslCAInfo
	i=0
	while [ -e c ] && [ $i -lt 50 ]; do
		sleep 0.2
		i=$((i + 1))
	done
	absent c
EOT

t 'a remote that never answers: it is given up by itself' <<'EOT'
	with_web hang
	export GIT_HTTP_LOW_SPEED_LIMIT=1 GIT_HTTP_LOW_SPEED_TIME=2
	refused 2 "cannot reach remote 'origin'"
EOT

t 'plain http, and helpers that run commands, are no way to a book' <<'EOT'
	pair
	for url in "http://127.0.0.1:1/hub.git" "ext::sh -c 'touch $T/pwned'" \
	    'fd::7' 'whatever::x'; do
		git -C "$REF_BOOK" remote set-url origin "$url"
		refused 2 'not allowed' "cannot reach remote 'origin'"
		exits 2 ref-init --from "$url" c 2>err
		absent pwned c
	done
	git -C "$REF_BOOK" remote set-url origin "$T/hub.git"
	git -C "$REF_BOOK" config remote.origin.pushurl \
	    "--receive-pack=touch $T/pwned"
	exits 2 ref-sync 2>err
	absent pwned
	git -C "$REF_BOOK" config --unset remote.origin.pushurl
	git -C "$REF_BOOK" config remote.origin.url "-oProxyCommand=touch $T/pwned"
	exits 2 ref-sync 2>err
	has err 'no address of a repository'
	git -C "$REF_BOOK" config remote.origin.url \
	    "ssh://-oProxyCommand=touch%20pwned/x"
	exits 2 ref-sync 2>err
	absent pwned "$REF_BOOK/pwned"
EOT

# --- races ---

# overtaken N: the next N pushes find that somebody was faster.
overtaken()
{
	echo "$1" >left
	cat >hub.git/hooks/update <<-EOF
	#!/bin/sh
	left=\$(cat "$T/left")
	[ "\$left" -gt 0 ] || exit 0
	echo \$((left - 1)) >"$T/left"
	unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY \\
	    GIT_ALTERNATE_OBJECT_DIRECTORIES
	tip=\$(git rev-parse refs/heads/main)
	new=\$(echo faster | git commit-tree -p "\$tip" "\$tip^{tree}")
	git update-ref refs/heads/main "\$new"
	echo 'somebody was faster' >&2
	exit 1
	EOF
	chmod +x hub.git/hooks/update
}

t 'overtaken five times in a row: the sixth push goes through' <<'EOT'
	pair
	overtaken 5
	ref-touch siti-rahman call 'in the end' >/dev/null
	ref-sync
	is "$(git -C hub.git rev-parse main)" \
	    "$(git -C "$REF_BOOK" rev-parse HEAD)"
	is "$(cat left)" 0
	git -C hub.git log --format=%s main >log
	is "$(grep -c faster log)" 5
EOT

# It waits for minutes.
[ -z "${T_LONG:-}" ] || t 'overtaken for ever: given up after ten, status 2, nothing lost' <<'EOT'
	pair
	overtaken 1000
	ref-touch siti-rahman call 'kept here' >/dev/null
	exits 2 ref-sync 2>err
	has err 'does not take our commits' 'they are safe here'
	is "$(cat left)" 990
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'kept here'
	git_clean
EOT

# --- histories that are not whole ---

t 'a shallow copy: reads and writes; a merge names the way out' <<'EOT'
	pair
	there=$T/shallow
	rm -rf shallow
	ref-touch siti-rahman call one >/dev/null
	ref-sync >/dev/null
	git clone -q --depth 1 "file://$T/hub.git" shallow
	REF_BOOK=$there ref-touch mei-chen call 'in the shallow one' >/dev/null
	REF_BOOK=$there ref-log mei-chen >log
	has log 'in the shallow one'
	ref-touch siti-rahman call two >/dev/null
	ref-sync >/dev/null
	REF_BOOK=$there exits 3 ref-sync 2>err
	has err 'git fetch --unshallow'
	git_clean "$there"
	git -C "$there" fetch -q --unshallow
	REF_BOOK=$there ref-sync >out
	like out '^siti-rahman	updated'
EOT

# --- trees that no git would make ---

# forged MODE NAME SYNC INIT: the hub's tree with one more entry of that name;
# what git itself does not take is status 2, what ref refuses is 3.
forged()
{
	pair
	blob=$(echo evil | git -C hub.git hash-object -w --stdin)
	[ "$1" != 40000 ] ||
	    blob=$(printf '100644 blob %s\tx\n' "$blob" | git -C hub.git mktree)
	tree=$(python3 - "$T/hub.git" "$1" "$2" "$blob" <<-'EOF'
	import subprocess, sys
	hub, mode, name, oid = sys.argv[1:]
	git = ["git", "-C", hub]
	tree = subprocess.run(git + ["cat-file", "tree", "main^{tree}"],
	                      capture_output=True, check=True).stdout
	entry = mode.encode() + b" " + name.encode() + b"\0" + bytes.fromhex(oid)
	made = subprocess.run(git + ["hash-object", "-t", "tree", "-w", "--stdin",
	                             "--literally"], input=entry + tree,
	                      capture_output=True, check=True).stdout
	print(made.decode().strip())
	EOF
	)
	commit=$(echo forged | git -C hub.git commit-tree -p main "$tree")
	git -C hub.git update-ref refs/heads/main "$commit"
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	find . -name evil -o -name pwned >found
	exits "$3" ref-sync 2>err
	like err 'refused to take over|nothing of it was taken'
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
	git_clean
	rm -rf c
	exits "$4" ref-init --from "$T/hub.git" c 2>err
	absent c evil pwned x
}
while read -r mode name sync init; do
	t "forged: an entry '$name' of mode $mode" \
	    forged "$mode" "$name" "$sync" "$init"
done <<'EOF'
100644 ../evil 2 3
100644 .. 2 3
100644 .git 2 3
40000 .git 2 3
40000 .GIT 2 3
40000 git~1 2 3
100644 a/b 2 3
120000 .gitattributes 3 3
160000 Sub 3 3
40000 CONTACTS 3 3
EOF

t 'hostile: folders of contacts that differ in case only' <<'EOT'
	pair
	mkdir b/contacts/x b/contacts/X
	printf 'name: A\nsource: event\n' >b/contacts/x/aa.yaml
	printf 'name: B\nsource: event\n' >b/contacts/X/bb.yaml
	git -C b add -A
	git -C b commit -qm hostile
	git -C b push -q origin HEAD:main
	exits 3 ref-sync 2>err
	has err 'refused to take over' 'differ in case only'
	git_clean
EOT

finish
