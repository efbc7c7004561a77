# ref-edit and ref-commit: edits by hand.
. "${0%/*}/lib.sh"
book

t 'the editor changes, the program commits' <<'EOT'
	VISUAL="sed -i 's/^segment: SOI/segment: B  # by hand/'" ref-edit mei-chen >out
	printf 'mei-chen\tupdated\tcontacts/mei-chen.yaml\n' | same out
	has book/contacts/mei-chen.yaml 'segment: B  # by hand'
	git -C book log -1 --format=%s >out
	printf 'edit: mei-chen\n' | same out
	git_clean
EOT

t 'nobody at a terminal and no editor named: refused, not a vi that waits' <<'EOT'
	VISUAL='' EDITOR='' exits 2 ref-edit mei-chen 2>err
	has err 'no terminal' '$EDITOR'
EOT

t 'nothing changed: unchanged' <<'EOT'
	before=$(commits)
	EDITOR=true ref-edit mei-chen >out
	has out unchanged
	is "$(commits)" "$before"
EOT

t 'a text with faults is kept, named and not taken' <<'EOT'
	before=$(commits)
	EDITOR="sed -i 's/^kind: friend/kind: freind/'" exits 3 ref-edit mei-chen 2>err
	like err ':2:7: ' 'your text is kept in'
	kept=$(sed -n "s/.*kept in '\(.*\)'/\1/p" err)
	has "$kept" freind
	EDITOR="sh -c 'echo \"[\" >>\"\$1\"' --" exits 3 ref-edit mei-chen 2>err
	hasnt book/contacts/mei-chen.yaml freind
	is "$(commits)" "$before"
	git_clean
EOT

t 'an editor that fails changes nothing' <<'EOT'
	EDITOR=false exits 3 ref-edit mei-chen 2>err
	has err false
	EDITOR=/nonexistent exits 3 ref-edit mei-chen 2>err
	git_clean
EOT

t 'a change by somebody else meanwhile is merged by field' <<'EOT'
	cat >editor <<-'EOF'
	#!/bin/sh
	sed -i 's/^segment:.*/segment: C   # less now/' "$1"
	ref-touch mei-chen call >/dev/null
	EOF
	chmod +x editor
	EDITOR=$T/editor ref-edit mei-chen >out
	has book/contacts/mei-chen.yaml 'how: call' 'segment: C'
	git_clean
EOT

t 'a clash with somebody else is refused, and the text kept' <<'EOT'
	cat >editor <<-'EOF'
	#!/bin/sh
	sed -i 's/^segment:.*/segment: A/' "$1"
	ref-set mei-chen segment=B >/dev/null
	EOF
	chmod +x editor
	EDITOR=$T/editor exits 3 ref-edit mei-chen 2>err
	has err 'while it was being edited' 'segment' 'kept in'
	has book/contacts/mei-chen.yaml 'segment: B'
	git_clean
EOT

t 'ref-commit records hand edits, each described field by field' <<'EOT'
	before=$(commits)
	echo '# a remark' >>book/contacts/mei-chen.yaml
	sed -i 's/^segment: A/segment: B/' book/contacts/siti-rahman.yaml
	printf 'name: New One\nkind: friend\n' >book/contacts/new-one.yaml
	ref-commit >out
	has out 'mei-chen	updated' 'siti-rahman	updated' 'new-one	created'
	is "$(commits)" $((before + 1))
	git -C book log -1 --format=%B >out
	has out 'siti-rahman: segment' 'Ref-Contact: new-one'
	git_clean
	ref-commit >out
	empty out
	is "$(commits)" $((before + 1))
EOT

t 'ref-commit ID records only that one' <<'EOT'
	echo '# x' >>book/contacts/mei-chen.yaml
	echo '# y' >>book/contacts/siti-rahman.yaml
	ref-commit mei-chen >out
	rows out 1
	git -C book status --porcelain >out
	printf ' M contacts/siti-rahman.yaml\n' | same out
	ref-commit >out
EOT

t 'a file with faults is left alone and named; the others go in' <<'EOT'
	echo '# z' >>book/contacts/mei-chen.yaml
	printf 'name: [\n' >book/contacts/new-one.yaml
	exits 3 ref-commit >out 2>err
	has out mei-chen
	like err 'new-one.yaml:[0-9]+'
	git -C book status --porcelain >out
	printf ' M contacts/new-one.yaml\n' | same out
	git -C book checkout -q .
EOT

t 'a second file with an id that is taken is refused, naming both' <<'EOT'
	mkdir "$REF_BOOK/contacts/sub"
	sed 's/^name:.*/name: Another Siti/' "$REF_BOOK/contacts/siti-rahman.yaml" \
	    >"$REF_BOOK/contacts/sub/siti-rahman.yaml"
	before=$(commits)
	exits 3 ref-commit >out 2>err
	has err contacts/sub/siti-rahman.yaml "'contacts/siti-rahman.yaml'"
	empty out
	exits 3 ref-commit -n >out 2>err
	is "$(commits)" "$before"
	# What else was edited goes in; a move by hand is no second file.
	rm "$REF_BOOK/contacts/siti-rahman.yaml"
	ref-commit >out
	is "$(commits)" "$((before + 1))"
	rows out 2
	git -C "$REF_BOOK" reset -q --hard HEAD~1
	ref-check
EOT

t 'a deletion by hand is recorded as one' <<'EOT'
	rm book/contacts/new-one.yaml
	ref-commit >out
	has out 'new-one	deleted'
	git_clean
EOT

t 'at a terminal a text with faults may be edited again' <<'EOT'
	needs expect
	cat >again <<-'EOF'
	#!/bin/sh
	if [ -e tried ]; then
		sed -i -e 's/freind/friend/' -e 's/^segment:.*/segment: A/' "$1"
	else
		: >tried
		sed -i 's/^kind: friend/kind: freind/' "$1"
	fi
	EOF
	chmod +x again
	cat >script <<-'EOF'
	set timeout 20
	spawn ref-edit mei-chen
	expect {
		"edit again?" { send "$env(ANSWER)\r" }
		timeout { exit 98 }
	}
	expect eof
	exit [lindex [wait] 3]
	EOF
	ANSWER=n EDITOR=$T/again exits 3 expect script >out
	has out 'did you mean'
	hasnt book/contacts/mei-chen.yaml freind
	rm tried
	ANSWER='' EDITOR=$T/again expect script >out
	has book/contacts/mei-chen.yaml 'segment: A'
	git_clean
EOT

finish
