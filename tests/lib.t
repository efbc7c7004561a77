#!/bin/sh
# lib.t: the test library itself; above all that it reports what fails.
. "${0%/*}/lib.sh"

# inner: run a test file of its own, whose text is stdin, with the library.
# Its output is in out, its status is inner's.
inner()
{
	mkdir -p inner/tests
	cp "$T_SRC/tests/lib.sh" inner/tests/
	{
		printf '%s\n' '. "${0%/*}/lib.sh"'
		cat
	} >inner/tests/x.t
	REF_BIN=$T_BIN sh inner/tests/x.t >out 2>&1
}

t 'a body that passes is ok, and the plan is last' <<'EOT'
	inner <<-'EOF'
	t 'fine' true
	finish
	EOF
	same out <<-'EOF'
	ok 1 - fine
	1..1
	EOF
EOT

t 'a failing command in the middle of a body fails it' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'broken' <<'B'
		echo before
		false
		echo after
	B
	finish
	EOF
	same out <<-'EOF'
	not ok 1 - broken
	# exit status 1
	# before
	1..1
	EOF
EOT

t 'a failing command in a function of a body fails it' <<'EOT'
	exits 1 inner <<-'EOF'
	f() { false; echo after; }
	t 'broken' <<'B'
		f
	B
	t 'broken too' f
	finish
	EOF
	has out 'not ok 1' 'not ok 2' '1..2'
	hasnt out after
EOT

t 'one failure among many fails the file' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'one' true
	t 'two' false
	t 'three' true
	finish
	EOF
	has out 'ok 1 - one' 'not ok 2 - two' 'ok 3 - three' '1..3'
EOT

t 'without finish there is no plan and the file fails' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'one' true
	EOF
	has out '# ended before finish'
	hasnt out 1..
EOT

t 'an undefined variable and a syntax error fail a body' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'undefined' <<'B'
		echo "$undefined_name"
	B
	t 'syntax' <<'B'
		if then
	B
	finish
	EOF
	has out 'not ok 1' 'not ok 2'
EOT

t 'exits wants exactly the status' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'right' exits 3 sh -c 'exit 3'
	t 'other' exits 3 sh -c 'exit 2'
	t 'none' exits 3 true
	t 'zero' exits 0 false
	finish
	EOF
	has out 'ok 1 - right' 'not ok 2 - other' 'not ok 3 - none' \
	    'not ok 4 - zero' '# exit status 2, not 3: sh -c exit 2'
EOT

t 'a crash, a sanitizer report and a missing command are no status' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'abort' exits 134 sh -c 'kill -ABRT $$'
	t 'segv' exits 139 sh -c 'kill -SEGV $$'
	t 'sanitizer' exits 99 sh -c 'exit 99'
	t 'missing' exits 127 ref-no-such-program
	t 'conflict driver' exits 129 sh -c 'exit 129'
	finish
	EOF
	has out 'not ok 1' 'not ok 2' 'not ok 3' 'not ok 4' 'ok 5 - conflict'
EOT

t 'a sanitizer report left behind fails the test that made it' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'one' sh -c 'echo ERROR: leak >"$T.asan.1"'
	t 'two' true
	finish
	EOF
	has out 'not ok 1 - one' '# ERROR: leak' 'ok 2 - two'
EOT

t 'same shows a diff of what differs' <<'EOT'
	exits 1 inner <<-'EOF'
	echo a >f
	t 'equal' <<'B'
		echo a | same f
		cp f g
		same f g
	B
	t 'different' <<'B'
		echo b | same f
		echo never
	B
	t 'no such file' <<'B'
		echo b | same none
	B
	finish
	EOF
	has out 'ok 1 - equal' 'not ok 2' '# -b' '# +a' 'not ok 3'
	hasnt out never
EOT

t 'has, hasnt, like, rows, is, empty, absent tell yes from no' <<'EOT'
	printf 'one two\nthree\n' >f
	: >nothing
	has f one 'two' three
	exits 1 has f four
	exits 1 has none one
	hasnt f four
	exits 1 hasnt f four two
	exits 1 hasnt none one
	like f '^t.*e$'
	exits 1 like f '^two'
	rows f 2
	exits 1 rows f 3
	is a a
	exits 1 is a b
	empty nothing
	exits 1 empty f
	exits 1 empty none
	absent none
	exits 1 absent none f
EOT

t 'needs skips visibly, in a body and for a file' <<'EOT'
	inner <<-'EOF'
	t 'one' <<'B'
		needs no-such-tool
		false
	B
	finish
	EOF
	has out 'ok 1 - one # SKIP no-such-tool is not installed' '1..1'
	inner <<-'EOF'
	needs no-such-tool
	t 'one' false
	finish
	EOF
	same out <<-'EOF'
	1..0 # SKIP no-such-tool is not installed
	EOF
	needs sh
EOT

t 'the environment is pinned and nothing inherited is left' <<'EOT'
	export GIT_DIR=/nowhere GIT_AUTHOR_NAME=Other REF_NOW=1999-01-01 \
	    REF_BOOK=/nowhere LC_TIME=C XDG_CONFIG_HOME=/nowhere EDITOR=ed
	inner <<-'EOF'
	t 'pinned' <<'B'
		is "${GIT_DIR-none}${GIT_AUTHOR_NAME-none}" nonenone
		is "${XDG_CONFIG_HOME-none}${EDITOR-none}" nonenone
		is "$REF_NOW $TZ $LC_ALL" '2026-10-20 UTC C.UTF-8'
		is "$HOME $REF_BOOK" "$T/home $T/book"
		is "$(git config user.email)" test@example.com
		is "$PWD" "$T"
	B
	finish
	EOF
EOT

t 'files stay for the next body, variables and directories do not' <<'EOT'
	inner <<-'EOF'
	t 'one' <<'B'
		x=1
		mkdir d
		cd d
		echo kept >f
	B
	t 'two' <<'B'
		is "${x-none}" none
		is "$PWD" "$T"
		is "$(cat d/f)" kept
	B
	finish
	EOF
EOT

t 'stdin of a body is empty, its stderr is reported' <<'EOT'
	exits 1 inner <<-'EOF'
	t 'one' <<'B'
		is "$(cat)" ''
		echo complaint >&2
		false
	B
	finish
	EOF
	has out '# complaint'
EOT

t 'the directory of a test is gone afterwards' <<'EOT'
	export OLDT="$T"
	inner <<-'EOF'
	t 'one' <<'B'
		mkdir -p a/b
		chmod 500 a
		echo "$T" >"$OLDT/where"
	B
	finish
	EOF
	absent "$(cat where)" "$(cat where).log"
EOT

t 'book makes a clean book of one commit' <<'EOT'
	book
	is "$(commits)" 1
	git_clean
	ls "$REF_BOOK/contacts" >out
	rows out 5
EOT

t 'git_clean sees changed, staged and untracked files' <<'EOT'
	book other
	echo >>other/contacts/lim-wei.yaml
	exits 1 git_clean other
	git -C other checkout -q .
	git_clean other
	: >other/untracked
	exits 1 git_clean other
	rm other/untracked
	rm other/.git/objects/??/*
	exits 1 git_clean other
EOT

finish
