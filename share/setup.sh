#!/bin/sh
# setup.sh [--test] [--print]: install what building ref needs.
#
#	--test   also what its tests and checks need
#	--print  show the command, install nothing
#
# Asks the system's package manager what is missing and installs only that;
# when nothing is missing it does nothing.  Uses sudo when not root.
set -eu

test=no print=no
for arg; do
	case $arg in
	--test) test=yes ;;
	--print) print=yes ;;
	-h | --help)
		sed -n '2,8s/^# \{0,1\}//p' "$0"
		exit 0
		;;
	*)
		echo "setup.sh: unknown argument '$arg' (--test, --print)" >&2
		exit 2
		;;
	esac
done

have()
{
	command -v "$1" >/dev/null 2>&1
}

# as_root CMD ARGS: run it, or with --print show it.
as_root()
{
	if [ "$(id -u)" -ne 0 ]; then
		if ! have sudo; then
			echo "setup.sh: not root and no sudo; run as root:" >&2
			echo "    $*" >&2
			exit 2
		fi
		set -- sudo "$@"
	fi
	if [ $print = yes ]; then
		echo "$*"
	else
		"$@"
	fi
}

# missing TEST-COMMAND PACKAGE...: print those for which the command fails.
missing()
{
	ask=$1
	shift
	for package; do
		$ask "$package" >/dev/null 2>&1 || printf '%s ' "$package"
	done
}

dpkg_has()
{
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = \
	    installed ]
}

# The language server of tests/editor.t, in the build folder; where npm or its
# registry is not there, that test is skipped.
editor_server()
{
	build=$(cd "${0%/*}/.." && pwd)/build/node
	[ ! -d "$build/node_modules/yaml-language-server" ] || return 0
	set -- npm install --prefix "$build" --no-audit --no-fund \
	    --ignore-scripts --loglevel=error yaml-language-server@1.19.2
	if [ $print = yes ]; then
		echo "$*"
	elif ! { mkdir -p "$build" && "$@"; }; then
		echo "setup.sh: no yaml-language-server; tests/editor.t is skipped" >&2
	fi
}

# The Mustache specification of tests/mustache.t, in the build folder: Debian has
# its files in the package of a renderer, of which nothing else is wanted.
mustache_spec()
{
	build=$(cd "${0%/*}/.." && pwd)/build
	package=r-cran-whisker
	[ ! -f "$build/mustache/sections.json" ] || return 0
	if [ $print = yes ]; then
		echo "apt-get download $package && dpkg-deb -x $package*.deb $build/mustache"
		return 0
	fi
	into=$build/mustache.new
	rm -rf "$into"
	if mkdir -p "$into" && (cd "$into" && apt-get -q download $package) &&
	    dpkg-deb -x "$into"/$package*.deb "$into" &&
	    mkdir -p "$build/mustache"; then
		mv "$into"/usr/lib/R/site-library/whisker/specs/*.json \
		    "$build/mustache"
	else
		echo "setup.sh: no Mustache specification; tests/mustache.t is skipped" >&2
	fi
	rm -rf "$into"
}

nothing()
{
	echo "setup.sh: nothing is missing"
	exit 0
}

if [ $test = yes ] && have npm; then
	editor_server
fi
if [ $test = yes ] && have apt-get && have dpkg-deb; then
	mustache_spec
fi

# One list per manager: what builds and runs, then what tests.
if have apt-get; then
	want='gcc libc6-dev make pkgconf libgit2-dev libyaml-dev libpcre2-dev
	    libjansson-dev libqrencode-dev nettle-dev git tzdata'
	apt_test='libcmocka-dev perl mandoc shellcheck clang-format cppcheck
	    jq strace expect python3 python3-yaml khard graphviz tidy less
	    chromium fonts-dejavu-core bash zsh fish msmtp mutt zbar-tools
	    dpkg-dev lintian khal vdirsyncer python3-vobject python3-icalendar
	    librsvg2-bin poppler-utils openssh-client openssh-server openssl
	    csvkit sqlite3'
	[ $test = no ] || want="$want $apt_test"
	# shellcheck disable=SC2086 # a list of words
	want=$(missing dpkg_has $want)
	[ -n "$want" ] || nothing
	as_root apt-get -q update
	# shellcheck disable=SC2086
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
	    --no-install-recommends install $want
elif have dnf; then
	want='gcc make pkgconf-pkg-config libgit2-devel libyaml-devel
	    pcre2-devel jansson-devel qrencode-devel nettle-devel git tzdata'
	[ $test = no ] || want="$want libcmocka-devel perl-Test-Harness mandoc
	    ShellCheck clang-tools-extra cppcheck jq strace expect graphviz zsh fish
	    python3-pyyaml openssh-clients openssh-server openssl"
	# shellcheck disable=SC2086
	want=$(missing 'rpm -q' $want)
	[ -n "$want" ] || nothing
	# shellcheck disable=SC2086
	as_root dnf -y --setopt=install_weak_deps=False install $want
elif have pacman; then
	want='gcc make pkgconf libgit2 libyaml pcre2 jansson qrencode nettle git tzdata'
	[ $test = no ] || want="$want cmocka perl mandoc shellcheck clang
	    cppcheck jq strace expect python python-yaml graphviz openssh
	    zsh fish"
	# shellcheck disable=SC2086
	want=$(missing 'pacman -Q' $want)
	[ -n "$want" ] || nothing
	# shellcheck disable=SC2086
	as_root pacman -Sy --noconfirm --needed $want
elif have apk; then
	want='gcc musl-dev make pkgconf libgit2-dev yaml-dev pcre2-dev
	    jansson-dev libqrencode-dev nettle-dev git tzdata'
	[ $test = no ] || want="$want cmocka-dev perl-utils mandoc shellcheck
	    clang-extra-tools cppcheck jq strace expect python3 py3-yaml graphviz
	    bash zsh fish"
	# shellcheck disable=SC2086
	want=$(missing 'apk info -e' $want)
	[ -n "$want" ] || nothing
	# shellcheck disable=SC2086
	as_root apk add $want
elif have zypper; then
	want='gcc make pkgconf libgit2-devel libyaml-devel pcre2-devel
	    libjansson-devel qrencode-devel libnettle-devel git timezone'
	[ $test = no ] || want="$want libcmocka-devel perl mandoc ShellCheck
	    clang cppcheck jq strace expect python3-PyYAML graphviz
	    zsh fish"
	# shellcheck disable=SC2086
	want=$(missing 'rpm -q' $want)
	[ -n "$want" ] || nothing
	# shellcheck disable=SC2086
	as_root zypper --non-interactive install --no-recommends $want
elif have brew; then
	want='pkgconf libgit2 libyaml pcre2 jansson qrencode nettle git'
	[ $test = no ] || want="$want cmocka perl mandoc shellcheck
	    clang-format cppcheck jq expect graphviz bash zsh fish"
	# shellcheck disable=SC2086
	want=$(missing 'brew list --versions' $want)
	[ -n "$want" ] || nothing
	# brew refuses to run as root.
	# shellcheck disable=SC2086
	if [ $print = yes ]; then
		echo brew install $want
	else
		brew install $want
	fi
else
	cat >&2 <<-'END'
	setup.sh: no package manager known here (apt dnf pacman apk zypper brew).
	Needed: a C11 compiler, make, pkg-config, git, tzdata, and the
	development files of libgit2 (1.5 or later), libyaml, pcre2, jansson,
	libqrencode and nettle; for
	the tests also cmocka, prove (perl), mandoc, shellcheck, clang-format,
	cppcheck, jq, strace, expect, python3 with yaml.
	END
	exit 2
fi
