# lib.sh: TAP tests in POSIX sh.  A test file is
#
#	. "${0%/*}/lib.sh"
#	book
#	t '003.20 a lead not reached in 48 h is due' <<'EOT'
#		ref-due --why contact >out
#		has out lim-wei
#		exits 3 ref-touch nobody call 2>err
#	EOT
#	finish
#
# A body is text on stdin (or a function: t TITLE FUNCTION ARGS).  It runs in a
# subshell under set -e, started in $T, the file's own directory: what it writes
# stays for the next body, variables and cd do not.  It fails when any plain
# command in it fails, and no pipe hides one: write to a file, then check that.
# Note that set -e does not look at "! cmd" and "a && b": say `exits 1 cmd`,
# `hasnt` and `absent`.
#
# Pinned: HOME=$T/home, TZ=UTC, C.UTF-8, REF_NOW=2026-10-20, REF_BOOK=$T/book,
# git identity "Test User <test@example.com>" from GIT_CONFIG_GLOBAL; inherited
# GIT_* and REF_* are gone.  PATH starts with the programs under test.
#
# A test may also use T_SRC (the source tree), T_BIN (the programs), T_BUILD (the
# build folder).  T_LONG is set by make check-long.
#
# T_TRACE=1 traces the bodies, T_KEEP=1 keeps $T.
# shellcheck shell=sh

set +e -u
umask 022

T_SRC=$(cd "${0%/*}/.." && pwd) || exit 1
T_BIN=${REF_BIN:-$T_SRC/bin}
case ${B:-build} in
/*) T_BUILD=$B ;;
*) T_BUILD=$T_SRC/${B:-build} ;;
esac

for T_v in $(env | sed -n -e 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p' \
    -e 's/^\(REF_[A-Za-z0-9_]*\)=.*/\1/p' -e 's/^\(XDG_[A-Z_]*\)=.*/\1/p' \
    -e 's/^\(LC_[A-Z]*\)=.*/\1/p' -e 's/^\(ASAN_[A-Z]*\)=.*/\1/p'); do
	unset "$T_v"
done
unset CDPATH COLUMNS EDITOR EMAIL ENV LANG LANGUAGE LINES MAKEFLAGS MAKELEVEL \
    MFLAGS NO_COLOR PAGER VISUAL

T=$(mktemp -d "${TMPDIR:-/tmp}/ref.XXXXXX") || exit 1
T=$(cd "$T" && pwd -P) || exit 1
# Beside $T, so that no test trips over them.
T_log=$T.log T_skip=$T.skip T_body=$T.body
T_n=0 T_failed=0 T_in= T_done=

export T T_SRC T_BIN T_BUILD HOME="$T/home" TZ=UTC LC_ALL=C.UTF-8 TERM=dumb
export PATH="$T_BIN:$PATH" REF_NOW=2026-10-20 REF_BOOK="$T/book"
export GIT_CONFIG_GLOBAL="$T/home/gitconfig" GIT_CONFIG_NOSYSTEM=1
export GIT_TERMINAL_PROMPT=0
export ASAN_OPTIONS="exitcode=99:detect_stack_use_after_return=1:log_path=$T.asan"
export UBSAN_OPTIONS="exitcode=99:print_stacktrace=1"
mkdir "$HOME" || exit 1
printf '%s\n' '[user]' '	name = Test User' '	email = test@example.com' \
    '[init]' '	defaultBranch = main' '[gc]' '	auto = 0' \
    '[advice]' '	detachedHead = false' >"$GIT_CONFIG_GLOBAL"
cd "$T" || exit 1

T_cleanup()
{
	T_status=$?
	trap - EXIT
	cd /
	if [ -n "${T_KEEP:-}" ]; then
		echo "# kept: $T"
	else
		chmod -R u+rwX "$T" 2>&1 && rm -rf "$T"
	fi
	rm -rf "$T".*
	if [ -z "$T_done" ]; then
		echo "# ended before finish"
		[ "$T_status" -ne 0 ] || T_status=1
	fi
	exit "$T_status"
}
trap T_cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# t TITLE [FUNCTION ARGS...]: one test; without a function the body is stdin.
t()
{
	T_title=$1
	shift
	T_n=$((T_n + 1))
	[ $# -gt 0 ] || cat >"$T_body"
	: >"$T_log"
	rm -f "$T_skip"
	# Plain commands, their status read afterwards: set -e is ignored
	# inside conditions.
	(
		trap - EXIT HUP INT TERM
		T_in=1
		cd "$T" || exit 1
		set -e
		[ -z "${T_TRACE:-}" ] || set -x
		if [ $# -eq 0 ]; then
			. "$T_body"
		else
			"$@"
		fi
	) >>"$T_log" 2>&1 </dev/null
	T_got=$?
	T_reports=
	for T_v in "$T".asan*; do
		[ -f "$T_v" ] || continue
		cat "$T_v" >>"$T_log"
		rm -f "$T_v"
		T_reports=yes
	done
	if [ -f "$T_skip" ] && [ "$T_got" -eq 0 ]; then
		echo "ok $T_n - $T_title # SKIP $(cat "$T_skip")"
	elif [ "$T_got" -eq 0 ] && [ -z "$T_reports" ]; then
		echo "ok $T_n - $T_title"
	else
		T_failed=$((T_failed + 1))
		echo "not ok $T_n - $T_title"
		echo "# exit status $T_got"
		awk '{ print "# " $0 }' "$T_log"
	fi
}

# finish: the plan, last.  A file without it fails.
finish()
{
	T_done=yes
	echo "1..$T_n"
	[ "$T_failed" -eq 0 ]
	exit
}

# note TEXT: into the comment of a failing test.
note()
{
	printf '%s\n' "$*" >>"$T_log"
}

# needs TOOL...: SKIP this test (outside a body: the file) without the tool.
needs()
{
	for T_v; do
		if ! command -v "$T_v" >/dev/null; then
			if [ -n "$T_in" ]; then
				skip "$T_v is not installed"
			fi
			echo "1..0 # SKIP $T_v is not installed"
			T_done=yes
			exit 0
		fi
	done
}

# skip WHY: SKIP this test, from inside its body.
skip()
{
	echo "$*" >"$T_skip"
	exit 0
}

# exits N CMD ARGS...: the command ends with exactly this status.  A crash, a
# sanitizer's report (99) and a missing command are never what was asked for.
exits()
{
	T_want=$1
	shift
	set +e
	(
		set -e
		"$@"
	)
	T_got=$?
	set -e
	case $T_got in
	99 | 126 | 127 | 132 | 134 | 135 | 136 | 139)
		note "crashed or not found, status $T_got: $*"
		return 1
		;;
	esac
	if [ "$T_got" -ne "$T_want" ]; then
		note "exit status $T_got, not $T_want: $*"
		return 1
	fi
}

# same FILE [WANTED]: the file holds exactly the text of WANTED, else of stdin.
same()
{
	if [ $# -gt 1 ]; then
		diff -u --label wanted --label "$1" "$2" "$1" >>"$T_log" 2>&1
	else
		diff -u --label wanted --label "$1" - "$1" >>"$T_log" 2>&1
	fi || return 1
}

# is GOT WANTED: two short texts are equal.
is()
{
	[ "$1" = "$2" ] && return
	note "got    '$1'"
	note "wanted '$2'"
	return 1
}

# has FILE TEXT...: every text stands in the file (within one line).
has()
{
	T_file=$1
	shift
	for T_v; do
		grep -qF -e "$T_v" -- "$T_file" && continue
		note "no '$T_v' in $T_file, which holds:"
		T_show "$T_file"
		return 1
	done
}

# hasnt FILE TEXT...: none of the texts stands in the file.
hasnt()
{
	T_file=$1
	shift
	[ -f "$T_file" ] || { note "no file $T_file"; return 1; }
	for T_v; do
		grep -qF -e "$T_v" -- "$T_file" || continue
		note "'$T_v' in $T_file, which holds:"
		T_show "$T_file"
		return 1
	done
}

# like FILE ERE...: every expression matches a line of the file.
like()
{
	T_file=$1
	shift
	for T_v; do
		grep -qE -e "$T_v" -- "$T_file" && continue
		note "no line like /$T_v/ in $T_file, which holds:"
		T_show "$T_file"
		return 1
	done
}

# rows FILE N: the file has so many lines.
rows()
{
	T_v=$(wc -l <"$1") || return 1
	[ "$((T_v))" -eq "$2" ] && return
	note "$((T_v)) lines, not $2, in $1:"
	T_show "$1"
	return 1
}

# empty FILE: it is there and has no bytes.
empty()
{
	[ -f "$1" ] || { note "no file $1"; return 1; }
	[ -s "$1" ] || return 0
	note "not empty: $1:"
	T_show "$1"
	return 1
}

# absent PATH...: nothing is there.
absent()
{
	for T_v; do
		[ -e "$T_v" ] || [ -L "$T_v" ] || continue
		note "there is a $T_v"
		return 1
	done
}

T_show()
{
	head -n 40 "$1" >>"$T_log" 2>&1
}

# git_clean [DIR]: nothing staged, changed or untracked, and a sound store.
git_clean()
{
	git -C "${1:-$REF_BOOK}" status --porcelain >"$T.status" || return 1
	if [ -s "$T.status" ]; then
		note "git status of ${1:-$REF_BOOK}:"
		T_show "$T.status"
		rm -f "$T.status"
		return 1
	fi
	rm -f "$T.status"
	git -C "${1:-$REF_BOOK}" fsck --strict --no-dangling >>"$T_log" 2>&1
}

# commits [DIR]: print how many commits HEAD has.
commits()
{
	git -C "${1:-$REF_BOOK}" rev-list --count HEAD
}

# save [MESSAGE]: commit everything in the book by git, as a person would.
save()
{
	git -C "$REF_BOOK" add -A &&
	    git -C "$REF_BOOK" commit -q -m "${1:-by hand}"
}

# person ID: write contacts/ID.yaml from stdin; not committed (see save).
person()
{
	mkdir -p "$REF_BOOK/contacts" && cat >"$REF_BOOK/contacts/$1.yaml"
}

# book [DIR]: a small book, one commit, at $REF_BOOK: a client with comments, a
# partner who refers, a lead whom he referred, a friend, a silent client.
book()
{
	T_book "${1:-$REF_BOOK}" && return
	[ -z "$T_in" ] || return 1
	echo "Bail out! cannot make a book"
	exit 1
}

T_book()
(
	set -e
	REF_BOOK=$1
	git init -q "$1" >>"$T_log"
	chmod 700 "$1"
	cat >"$1/ref.yaml" <<-'EOF'
	me: {name: Aisyah Karim, company: Ipoh Homes, phone: "+60125550100"}
	profession: real-estate
	currency: MYR
	timezone: Asia/Kuala_Lumpur
	team:
	  - {id: aisyah, name: Aisyah Karim, email: test@example.com, role: agent}
	  - {id: daniel, name: Daniel Foo, email: daniel@example.com}
	EOF
	person siti-rahman <<-'EOF'
	# the cafe in Jalan Mawar
	name: Siti Rahman
	call: Kak Siti
	kind: client
	segment: A   # never skip a month
	owner: aisyah
	email: [siti@example.com]
	phone: ["+60123456789"]
	birthday: --06-14
	tags: [first-home, buyer]
	score: {satisfaction: 5, relationship: 4, network: 4, on: 2026-10-01}
	deals:
	  - {id: d1, opened: 2026-03-20, closed: 2026-06-15, side: buyer, status: closed, value: 480000, revenue: 9600}
	touches:
	  - {at: 2026-06-16, by: aisyah, how: call, why: personal, step: d1, dir: out, note: "keys, thanks"}
	  - {at: 2026-09-10, by: aisyah, how: call, why: personal, dir: out, reply: yes, note: lunch}
	EOF
	person daniel-tan <<-'EOF'
	name: Daniel Tan
	kind: partner
	profession: lender
	segment: B
	owner: aisyah
	email: daniel.tan@example.com
	phone: "+60125551234"
	touches:
	- at: 2026-10-02
	  how: meeting
	  why: personal
	given:
	- {on: 2026-08-01, who: Tan family, outcome: won, value: 3000}
	EOF
	person lim-wei <<-'EOF'
	name: Lim Wei
	kind: lead
	owner: aisyah
	source: referral
	email: lim.wei@example.com
	referral:
	  by: daniel-tan
	  on: 2026-10-17T10:00+08:00
	  type: partner
	  mechanism: direct
	  status: new
	EOF
	person mei-chen <<-'EOF'
	name: Mei Chen
	kind: friend
	segment: SOI
	touches:
	  - {at: 2026-10-10, how: text, why: value}
	EOF
	person farid-hassan <<-'EOF'
	---
	name: "Farid Hassan"
	kind: client
	segment: C
	deals:
	  - id: d1
	    closed: 2025-10-25   # the corner lot
	    side: seller
	    status: closed
	    value: 350000
	    revenue: 7000
	touches:
	  - {at: 2026-05-01, how: call, why: personal}
	notes: |
	  Second house in Taman Canning.
	  Knows everybody at the golf club.
	EOF
	save 'a book'
)
