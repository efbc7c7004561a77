#!/bin/sh
# write.t: what every program that writes does alike, shown with ref-touch.
. "${0%/*}/lib.sh"
book

t 'a row for each file: id, result, path; and one commit' <<'EOT'
	before=$(commits)
	ref-touch siti-rahman call hello >out
	printf 'siti-rahman\tupdated\tcontacts/siti-rahman.yaml\n' >want
	same out want
	is "$(commits)" $((before + 1))
	git_clean
EOT

t 'the same call twice is unchanged, and makes no commit' <<'EOT'
	before=$(commits)
	ref-touch siti-rahman call hello >out
	printf 'siti-rahman\tunchanged\tcontacts/siti-rahman.yaml\n' >want
	same out want
	is "$(commits)" "$before"
	git_clean
EOT

t '-n prints the diff and writes nothing' <<'EOT'
	before=$(commits)
	ref-touch -n lim-wei text 'first word' >out
	git_clean
	is "$(commits)" "$before"
	like out '^--- a/contacts/lim-wei.yaml$' \
	    '^\+.*how: text.*note: first word'
	git -C "$REF_BOOK" apply --check "$T/out"
	ref-touch -n siti-rahman call hello >out
	empty out
EOT

t '-n -j tells what would happen' <<'EOT'
	ref-touch -nj lim-wei text 'first word' >out
	same out <<-'EOF'
	{"id":"lim-wei","result":"updated","path":"contacts/lim-wei.yaml"}
	EOF
	git_clean
EOT

t '-m is the subject, trailers stay' <<'EOT'
	ref-touch --message 'met at the market' lim-wei meeting >out
	git -C "$REF_BOOK" log -1 --format=%B >message
	head -n 1 message >subject
	echo 'met at the market' >want
	same subject want
	has message 'Ref-Op: touch' 'Ref-Contact: lim-wei'
	git_clean
EOT

t '--by names somebody of the team' <<'EOT'
	exits 2 ref-touch --by aisya lim-wei call >out 2>err
	empty out
	has err "nobody in the team of ref.yaml is 'aisya'; did you mean 'aisyah'?"
	git_clean
	ref-touch --by daniel@example.com lim-wei call 'by mail' >out
	git -C "$REF_BOOK" show >shown
	has shown 'by: daniel,'
EOT

t 'several contacts are one commit; one unknown among them is none' <<'EOT'
	before=$(commits)
	printf 'mei-chen\nnobody\nlim-wei\n' >in
	exits 2 ref-touch - email news <in >out 2>err
	empty out
	has err "no contact 'nobody'"
	is "$(commits)" "$before"
	git_clean
	printf 'mei-chen\nlim-wei\n' >in
	ref-touch - email news <in >out
	rows out 2
	is "$(commits)" $((before + 1))
	git_clean
EOT

t 'an unreadable contact does not stop a change of another' <<'EOT'
	printf 'name: [\n' | person broken
	ref-touch mei-chen call 'exact id' >out 2>err
	empty err
	ref-touch mei call 'by a prefix' >out 2>err
	like err '^ref-touch: .*contacts/broken.yaml:[0-9]+:[0-9]+: '
	like out '^mei-chen	updated'
	exits 3 ref-touch broken call x >out 2>err
	empty out
	like err '^ref-touch: .*contacts/broken.yaml:[0-9]+:[0-9]+: '
	rm "$REF_BOOK/contacts/broken.yaml"
	git_clean
EOT

t 'on a terminal the diff is coloured, and controls are made visible' <<'EOT'
	needs script
	TERM=xterm script -qec \
	    'ref-touch -n mei-chen call "$(printf "x\\033]0;t\\007")"' \
	    /dev/null >raw </dev/null
	exits 1 grep -q "$(printf '\033')\\]" raw
	grep -q "$(printf '\033\\[32m')" raw
	git_clean
EOT

t 'a full disk for the rows is exit 2, though the change was made' <<'EOT'
	before=$(commits)
	exits 2 ref-touch mei-chen call 'to nowhere' >/dev/full 2>err
	has err 'cannot write the output'
	is "$(commits)" $((before + 1))
	git_clean
EOT

finish
