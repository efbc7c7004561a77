#!/bin/sh
# undo.t: changes taken back.
. "${0%/*}/lib.sh"
book
file=$REF_BOOK/contacts/siti-rahman.yaml
export file

# before: remember the book, after: it is that again.
before()
{
	git -C "$REF_BOOK" rev-parse 'HEAD^{tree}' >tree
}
as_before()
{
	is "$(git -C "$REF_BOOK" rev-parse 'HEAD^{tree}')" "$(cat tree)"
	git_clean
}

t 'the last change, byte for byte' <<'EOT'
	before
	ref-touch siti-rahman call oops
	ref-undo >out
	same out <<-'EOF'
	siti-rahman	updated	contacts/siti-rahman.yaml
	EOF
	as_before
	is "$(git -C "$REF_BOOK" log -1 --format=%s)" 'undo: siti-rahman'
EOT

t 'again: the one before; the undo itself: back again' <<'EOT'
	before
	ref-set siti-rahman segment=B
	ref-set daniel-tan segment=C
	ref-undo
	ref-undo
	as_before
	ref-undo HEAD
	has "$file" 'segment: B'
	ref-undo HEAD
	as_before
EOT

t 'a named commit; what came later stays' <<'EOT'
	ref-touch siti-rahman call first --at 2026-10-01
	c=$(git -C "$REF_BOOK" rev-parse --short HEAD)
	ref-touch siti-rahman call second --at 2026-10-02
	ref-set siti-rahman tags+=later
	ref-undo "$c"
	hasnt "$file" 'note: first'
	has "$file" 'note: second' later
EOT

t 'the same value changed again: refused, with the reason' <<'EOT'
	ref-set siti-rahman company=One
	c=$(git -C "$REF_BOOK" rev-parse HEAD)
	ref-set siti-rahman company=Two
	before
	exits 3 ref-undo "$c" 2>err
	has err "'company' of siti-rahman was changed again" 'ref-log siti-rahman.company'
	as_before
EOT

t 'an entry that was edited since: refused' <<'EOT'
	ref-touch siti-rahman call remark --at 2026-10-05
	c=$(git -C "$REF_BOOK" rev-parse HEAD)
	sed -i 's/note: remark/note: remarkable/' "$file"
	ref-commit
	before
	exits 3 ref-undo "$c" 2>err
	has err touches 'changed again'
	as_before
EOT

t 'hand edits are recorded first, and stay' <<'EOT'
	ref-set siti-rahman owner=daniel
	echo '# by hand' >>"$file"
	ref-undo
	has "$file" '# by hand' 'owner: aisyah'
	git_clean
EOT

t 'a new contact goes, unless it was changed or is referred to' <<'EOT'
	ref-add 'New One' source=event
	before
	ref-touch new-one call hello
	exits 3 ref-undo HEAD~1 2>err
	has err 'changed since it was made'
	ref-undo
	as_before
	ref-add 'Her Friend' --from new-one
	exits 3 ref-undo "$(git -C "$REF_BOOK" log --format=%H -1 --diff-filter=A -- contacts/new-one.yaml)" 2>err
	has err 'refers to new-one'
	ref-undo
	ref-undo HEAD~4
	absent "$REF_BOOK/contacts/new-one.yaml"
EOT

t 'an erased contact comes back, with its references' <<'EOT'
	before
	ref-rm --erase daniel-tan 2>err
	absent "$REF_BOOK/contacts/daniel-tan.yaml"
	ref-undo
	as_before
EOT

t 'a rename goes back, references too' <<'EOT'
	before
	ref-mv daniel-tan dan
	ref-undo
	as_before
	ref-mv daniel-tan dan
	ref-touch dan call later
	ref-undo HEAD~1
	has "$REF_BOOK/contacts/daniel-tan.yaml" later
	has "$REF_BOOK/contacts/lim-wei.yaml" 'by: daniel-tan'
	absent "$REF_BOOK/contacts/dan.yaml"
EOT

t 'many contacts at once: an import is one change' <<'EOT'
	before
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		printf 'name: Import %s\nsource: event\n' $i | person "import-$i"
	done
	ref-commit >out
	rows out 12
	ref-undo >out
	rows out 12
	as_before
EOT

t 'costs' <<'EOT'
	ref-cost marketing 10
	before
	ref-cost marketing 20
	ref-undo
	as_before
EOT

t 'the commit that made a file: it goes, unless others wrote in it' <<'EOT'
	git -C "$REF_BOOK" rm -q costs.yaml
	save 'no costs'
	before
	ref-cost marketing 10
	ref-undo >out
	absent "$REF_BOOK/costs.yaml"
	as_before
	ref-undo HEAD # redo
	has "$REF_BOOK/costs.yaml" 'amount: 10'
	ref-undo HEAD
	absent "$REF_BOOK/costs.yaml"
	ref-cost marketing 10
	c=$(git -C "$REF_BOOK" rev-parse HEAD)
	ref-cost marketing 30
	ref-undo "$c"
	has "$REF_BOOK/costs.yaml" 'amount: 30'
	hasnt "$REF_BOOK/costs.yaml" 'amount: 10'
	mkdir -p "$REF_BOOK/templates"
	printf 'hello\n' >"$REF_BOOK/templates/mine"
	save template
	printf 'bye\n' >"$REF_BOOK/templates/mine"
	save template
	exits 3 ref-undo HEAD~1 2>err
	has err templates/mine 'changed again'
	ref-undo HEAD
	has "$REF_BOOK/templates/mine" hello
	ref-undo HEAD~2
	absent "$REF_BOOK/templates/mine"
	git_clean
EOT

t 'a file that was removed comes back' <<'EOT'
	before
	git -C "$REF_BOOK" rm -q costs.yaml
	save 'no costs'
	ref-undo
	as_before
EOT

t 'an import, of which some were changed since: refused, and all of them named' <<'EOT'
	printf 'name,email\nOne Import,one@x.example\nTwo Import,two@x.example\nThree Import,three@x.example\n' >in.csv
	sed 's/^/event,/; 1s/event/source/' in.csv | ref-import - >/dev/null
	c=$(git -C "$REF_BOOK" rev-parse HEAD)
	ref-touch one-import call hello >/dev/null
	ref-set three-import segment=A >/dev/null
	before
	exits 3 ref-undo "$c" 2>err
	has err one-import three-import
	hasnt err two-import
	as_before
	ref-undo
	ref-undo
	ref-undo "$c" >out
	rows out 3
EOT

t 'archived: back in use' <<'EOT'
	before
	ref-rm mei-chen >/dev/null
	ref-undo
	as_before
EOT

t '-n shows and writes nothing; -m words the commit' <<'EOT'
	ref-set siti-rahman lang=ms
	before
	ref-undo -n >out
	like out '^-lang: ms'
	as_before
	ref-undo -m 'not Malay after all'
	is "$(git -C "$REF_BOOK" log -1 --format=%s)" 'not Malay after all'
	git -C "$REF_BOOK" log -1 >log
	has log 'Ref-Undo: ' 'Ref-Op: undo'
EOT

t 'what is no change of this book' <<'EOT'
	exits 2 ref-undo nothing 2>err
	has err nothing
	exits 2 ref-undo "$(git -C "$REF_BOOK" rev-list --max-parents=0 HEAD)" 2>err
	has err 'first commit'
	git -C "$REF_BOOK" switch -qc side
	ref-set siti-rahman lang=en
	git -C "$REF_BOOK" switch -q main
	exits 2 ref-undo side 2>err
	has err "not part of this book's history"
	ref-set daniel-tan lang=en
	git -C "$REF_BOOK" merge -q -m m side
	exits 2 ref-undo HEAD 2>err
	has err merge
EOT

t 'only your own changes go unasked' <<'EOT'
	ref-set siti-rahman company=Mine
	GIT_AUTHOR_EMAIL=ben@example.com ref-set siti-rahman x-ben=1
	ref-undo
	hasnt "$file" 'company: Mine'
	has "$file" x-ben
EOT

finish
