#!/bin/sh
# log.t: who changed what, field by field.
. "${0%/*}/lib.sh"
book

# cols FILE: id, who, op, key, old, new.
cols()
{
	cut -f 1,3-7 "$1"
}

t 'each field of each change, newest first' <<'EOT'
	ref-set siti-rahman segment=B tags+=vip tags-=buyer
	ref-touch siti-rahman call hello --at 2026-10-19
	ref-log siti-rahman --max 4 >out
	cols out >got
	same got <<-'EOF'
	siti-rahman	aisyah	touch	touches		{at: 2026-10-19, by: aisyah, how: call, dir: out, note: hello}
	siti-rahman	aisyah	set	segment	A	B
	siti-rahman	aisyah	set	tags	buyer	
	siti-rahman	aisyah	set	tags		vip
	EOF
EOT

t 'one field, and what is below it' <<'EOT'
	ref-set lim-wei referral.status=contacted
	ref-log lim-wei.referral --max 1 >out
	cols out >got
	same got <<-'EOF'
	lim-wei	aisyah	set	referral.status	new	contacted
	EOF
	ref-log lim-wei.referral.status >out
	rows out 2
	ref-log siti-rahman.company >out
	empty out
	exits 1 ref-log -x siti-rahman.company
	exits 2 ref-log siti-rahman.segmnt 2>err
	has err "did you mean 'segment'?"
EOT

t 'a hand edit is op edit, a commit by git too' <<'EOT'
	sed -i 's/segment: B/segment: C/' "$REF_BOOK/contacts/daniel-tan.yaml"
	save 'with git'
	sed -i 's/segment: C/segment: D/' "$REF_BOOK/contacts/daniel-tan.yaml"
	ref-commit >out
	ref-log daniel-tan.segment --max 2 >out
	cols out >got
	same got <<-'EOF'
	daniel-tan	aisyah	edit	segment	C	D
	daniel-tan	aisyah	edit	segment	B	C
	EOF
EOT

t 'an entry of a list that changed is told by its member' <<'EOT'
	sed -i 's/note: lunch/note: a long lunch/' "$REF_BOOK/contacts/siti-rahman.yaml"
	ref-commit >out
	ref-log siti-rahman.touches --max 1 >out
	cols out >got
	same got <<-'EOF'
	siti-rahman	aisyah	edit	touches.note	lunch	a long lunch
	EOF
EOT

t 'renames are followed, and so are other folders' <<'EOT'
	ref-mv mei-chen mei-lin >out
	ref-touch mei-lin call new-name >out
	mkdir "$REF_BOOK/contacts/m"
	git -C "$REF_BOOK" mv contacts/mei-lin.yaml contacts/m/mei-lin.yaml
	git -C "$REF_BOOK" commit -qm folder
	ref-log mei-lin >out
	like out '^mei-lin	.*	mv	id	mei-chen	mei-lin	' \
	    '^mei-lin	.*	touch	touches	.*new-name' \
	    '^mei-chen	.*	name		Mei Chen	'
	ref-log mei-chen >out
	like out '^mei-chen	.*	name		Mei Chen	'
EOT

t 'who is gone still has a history' <<'EOT'
	ref-rm --erase farid-hassan >out 2>&1
	ref-log farid-hassan.name >out
	cols out >got
	same got <<-'EOF'
	farid-hassan	aisyah	erase	name	Farid Hassan	
	farid-hassan	aisyah	edit	name		Farid Hassan
	EOF
	exits 2 ref-log nobody-at-all 2>err
	has err nobody-at-all
EOT

t 'merges: each change where it was made, once' <<'EOT'
	git -C "$REF_BOOK" switch -qc side
	ref-set siti-rahman company=Side >out
	git -C "$REF_BOOK" switch -q main
	ref-set siti-rahman owner=daniel >out
	git -C "$REF_BOOK" merge -q -m 'joined' side
	ref-log siti-rahman.company >out
	rows out 1
	like out '	set	company		Side	'
	ref-log siti-rahman.owner --max 1 >out
	like out '	set	owner	aisyah	daniel	'
	hasnt out merge
EOT

# tangle SEED: a history as fast-import takes it, in which merges abound, most
# commits share their second with others and some clocks are years off.  Each
# commit changes the contact to what none of its parents has.
tangle()
{
	awk -v seed="$1" 'BEGIN {
		srand(seed)
		for (i = 1; i <= 60; i++) {
			at = 1700000000 + int(i / 8)
			if (rand() < .1)
				at -= int(rand() * 1e9)
			text = "name: X\nsegment: \"" i "\"\n"
			print "commit refs/heads/tangle\nmark :" i
			print "author A <a@example.com> " at " +0000"
			print "committer A <a@example.com> " at " +0000"
			print "data 1\nx"
			one = i - 1 - int(rand() * rand() * 6)
			two = i - 1 - int(rand() * 9)
			if (i == 60 && one < 59) { two = one; one = 59 }
			if (i > 1)
				print "from :" (one < 1 ? 1 : one)
			if (i > 1 && two >= 1 && two != one && (i == 60 || rand() < .4))
				print "merge :" two
			print "M 644 inline contacts/x.yaml\ndata " length(text)
			print text
		}
	}'
}

# in_order LOG: no commit comes before one that descends from it.
in_order()
{
	git -C tangled rev-list --parents HEAD >parents
	awk 'NR == FNR { at[$1] = NR; next }
	    { me = at[substr($1, 1, 10)]
	      if (!me) { print $1 " is not told"; bad = 1 }
	      for (i = 2; i <= NF; i++)
		if (at[substr($i, 1, 10)] < me) { print $i " before " $1; bad = 1 } }
	    END { exit bad }' "$1" parents
}

t 'no change is told before one that was made on top of it' <<'EOT'
	for seed in 1 2 3 4 5 6 7 8; do
		rm -rf tangled
		git init -q tangled
		tangle "$seed" >stream
		git -C tangled fast-import --quiet <stream
		git -C tangled reset -q --hard tangle
		echo 'currency: MYR' >tangled/ref.yaml
		ref-log -B tangled -o commit x.segment | cut -f 2 >out
		in_order out
		ref-log -B tangled -o commit | cut -f 2 | uniq >out
		in_order out
	done
EOT

t 'the whole book' <<'EOT'
	ref-log >out
	like out '^siti-rahman	' '^lim-wei	' '^ref.yaml	.*	me.name		Aisyah Karim'
	# What one contact says is what the book says of it.
	ref-log lim-wei >one
	grep '^lim-wei	' out >all
	same all one
EOT

t 'JSON, columns, since' <<'EOT'
	ref-log -j siti-rahman.company >out
	has out '"op":"set"' '"old":null' '"new":"Side"'
	ref-log -o key,new siti-rahman.company >out
	same out <<-'EOF'
	siti-rahman	company	Side
	EOF
	ref-log -s 2999-01-01 >out
	empty out
EOT

t 'names, prefixes, e-mails; several; from stdin' <<'EOT'
	ref-log 'Siti Rahman' >a
	ref-log siti-rahman >b
	same a b
	ref-log siti@example.com >a
	same a b
	printf 'siti-rahman\tx\nlim-wei\ty\n' | ref-log - >a
	ref-log siti-rahman lim-wei >b
	same a b
EOT

t 'no commit yet, and a file that does not parse' <<'EOT'
	git init -q young
	echo 'currency: MYR' >young/ref.yaml
	ref-log -B young >out
	empty out
	printf 'name: [\n' >"$REF_BOOK/contacts/siti-rahman.yaml"
	git -C "$REF_BOOK" commit -qam broken
	ref-log siti-rahman --max 1 >out
	like out '	edit	text	'
EOT

finish
