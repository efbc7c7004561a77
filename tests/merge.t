#!/bin/sh
# merge.t: ref-merge as git's driver, and by hand.
. "${0%/*}/lib.sh"

# three: base, ours, theirs, in which both sides did something.
three()
{
	printf 'name: A\nsegment: A\ntags: [x]\n' >base
	printf 'name: A\nsegment: A\ntags: [x, here]\n' >ours
	printf 'name: A\nsegment: B\ntags: [x, there]\n' >theirs
}

t 'the result goes into ours; status 0' <<'EOT'
	three
	ref-merge base ours theirs 7 contacts/a.yaml >out
	empty out
	printf 'name: A\nsegment: B\ntags: [x, here, there]\n' >want
	same ours want
EOT

t '-p prints it and leaves ours alone' <<'EOT'
	three
	cp ours before
	ref-merge -p base ours theirs >out
	same ours before
	same out want
EOT

t 'a clash: status 1, ours in force, the file can be read' <<'EOT'
	three
	printf 'name: A\nsegment: C\ntags: [x]\n' >ours
	exits 1 ref-merge base ours theirs 7 contacts/a.yaml 2>err
	has err 'contacts/a.yaml: segment was changed on both sides'
	has ours 'segment: C' 'path: segment' 'theirs: B'
EOT

t 'it needs no book and no repository' <<'EOT'
	three
	mkdir -p nowhere
	cd nowhere
	REF_BOOK=$T/none HOME=$T/nowhere ref-merge -p ../base ../ours ../theirs >out
	same out ../want
EOT

t 'costs and ref.yaml have fields of their own' <<'EOT'
	printf 'costs:\n- {on: 2026-01-01, kind: marketing, amount: 1}\n' >base
	cp base ours
	cp base theirs
	echo '- {on: 2026-01-03, kind: marketing, amount: 3}' >>ours
	echo '- {on: 2026-01-02, kind: marketing, amount: 2}' >>theirs
	ref-merge base ours theirs 7 costs.yaml
	sed 's/.*amount: //; s/}//' ours >amounts
	printf 'costs:\n1\n2\n3\n' >want
	same amounts want
	printf 'goals: {nps: 1}\n' >base
	printf 'goals: {nps: 1, conversion: 9}\n' >ours
	printf 'goals: {nps: 5}\n' >theirs
	ref-merge base ours theirs 7 ref.yaml
	printf 'goals: {nps: 5, conversion: 9}\n' >want
	same ours want
EOT

t 'what does not parse is merged by lines, with markers of that size' <<'EOT'
	printf 'a: [\nb\nc\n' >base
	printf 'a: [\nB\nc\n' >ours
	printf 'a: [\nx\nc\n' >theirs
	exits 1 ref-merge base ours theirs 9 contacts/a.yaml 2>err
	has err 'merging lines'
	like ours '^<{9} ' '^={9}$' '^>{9} '
	printf 'a: [\nB\nc\n' >ours
	printf 'a: [\nb\nc\nd\n' >theirs
	exits 0 ref-merge base ours theirs 9 contacts/a.yaml 2>err
EOT

t 'another file is merged by lines' <<'EOT'
	printf 'a\nb\nc\n' >base
	printf 'A\nb\nc\n' >ours
	printf 'a\nb\nC\n' >theirs
	ref-merge base ours theirs 7 templates/x
	printf 'A\nb\nC\n' >want
	same ours want
EOT

t 'two people under one id are not made one in silence' <<'EOT'
	: >base
	printf 'name: A\nemail: a@x\n' >ours
	printf 'name: A\nemail: b@x\n' >theirs
	exits 1 ref-merge base ours theirs 7 contacts/a.yaml 2>err
	has err 'two people'
	has ours a@x b@x
EOT

t 'trouble is 129, and ours is as it was' <<'EOT'
	three
	cp ours before
	exits 129 ref-merge base ours nobody 2>err
	exits 129 ref-merge base ours 2>err
	exits 129 ref-merge --wrong 2>err
	same ours before
EOT

t 'comments of both sides survive where lines allow it' <<'EOT'
	printf '# head\nname: A\n\nkind: client\n\nowner: o\n' >base
	printf '# head\nname: A\n\nkind: client\n\nowner: p # ours\n' >ours
	printf '# theirs\nname: A\n\nkind: client\n\nowner: o\n' >theirs
	printf 'tags: [x]\n' >>theirs
	printf 'tags: [y]\n' >>ours
	ref-merge base ours theirs
	printf '# theirs\nname: A\n\nkind: client\n\nowner: p # ours\ntags: [y, x]\n' >want
	same ours want
EOT

t 'a comment of theirs that finds no place is told' <<'EOT'
	printf 'name: A\n# old\n' >base
	printf 'name: A\n# old\ntags: [x]\n' >ours
	printf 'name: A\n# old\n# new\n' >theirs
	ref-merge -p base ours theirs 7 contacts/a.yaml >out 2>err
	same out ours
	like err 'contacts/a.yaml: a comment of theirs is left out: # new$'
	ref-merge -p base theirs ours >out 2>err
	empty err
EOT

t 'ref-check --fix sets the driver up again' <<'EOT'
	book
	exits 1 git -C "$REF_BOOK" config merge.ref.driver
	ref-check --fix >out
	git -C "$REF_BOOK" config merge.ref.driver >out
	like out 'ref-merge.* %O %A %B %L %P'
EOT

finish
