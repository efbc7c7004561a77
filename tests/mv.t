# ref-mv and ref-rm: other ids, other layouts, no longer there.
. "${0%/*}/lib.sh"
book

t 'a rename rewrites every reference, in one commit' <<'EOT'
	before=$(commits)
	printf 'rewards:\n  - {on: 2026-10-18, for: lim-wei, what: note}\n' >>book/contacts/daniel-tan.yaml
	save
	ref-mv lim-wei lim-wei-jie >out
	has out 'lim-wei-jie	renamed	contacts/lim-wei-jie.yaml' 'daniel-tan	updated'
	absent book/contacts/lim-wei.yaml
	has book/contacts/daniel-tan.yaml 'for: lim-wei-jie'
	ref-mv daniel-tan dan >out
	has book/contacts/lim-wei-jie.yaml '  by: dan'
	is "$(commits)" $((before + 3))
	ref-check >out
	empty out
	git_clean
	git -C book log --follow --format=%s -- contacts/dan.yaml >out
	rows out 4
EOT

t 'a taken or impossible id is refused' <<'EOT'
	before=$(commits)
	exits 3 ref-mv dan siti-rahman 2>err
	has err taken
	exits 2 ref-mv dan ../x 2>err
	exits 2 ref-mv dan Dan 2>err
	exits 2 ref-mv nobody x 2>err
	exits 2 ref-mv dan 2>err
	is "$(commits)" "$before"
	git_clean
EOT

t 'the layout changes by pure renames, and back' <<'EOT'
	cat book/contacts/*.yaml >all
	ref-mv --layout tabs >out
	has book/ref.yaml 'layout: tabs'
	[ -f book/contacts/s/siti-rahman.yaml ]
	[ -f book/contacts/d/dan.yaml ]
	git -C book show -M100% --name-status --format= HEAD >out
	like out '^R100	contacts/siti-rahman.yaml	contacts/s/siti-rahman.yaml'
	hasnt out 'A	' 'D	'
	ref-list >out
	rows out 5
	ref-touch siti-rahman call >out
	has out contacts/s/siti-rahman.yaml
	git_clean
	ref-mv --layout flat >out
	[ -f book/contacts/dan.yaml ]
	absent book/contacts/s
	git_clean
	ref-check >out
	empty out
	exits 2 ref-mv --layout deep 2>err
	exits 2 ref-mv --layout tabs dan 2>err
EOT

t 'archived: kept, hidden, never due; and back' <<'EOT'
	ref-rm farid-hassan >out
	has book/contacts/farid-hassan.yaml 'archived: 2026-10-20'
	ref-list >out
	hasnt out farid-hassan
	ref-list --all >out
	has out farid-hassan
	ref-due >out
	hasnt out farid-hassan
	ref-rm farid-hassan >out
	has out unchanged
	ref-rm --undo farid-hassan >out
	hasnt book/contacts/farid-hassan.yaml archived
	git_clean
EOT

t 'erased: the file is gone, references are pseudonyms, the rest is said' <<'EOT'
	ref-rm --erase dan >out 2>err
	has out 'dan	deleted'
	has err 'filter-repo' 'gc --prune=now' '--force'
	absent book/contacts/dan.yaml
	like book/contacts/lim-wei-jie.yaml 'by: erased-[0-9a-f]{8}'
	ref-check >out
	rows out 1
	has out '.ref/erased: warning: the history here still has'
	git_clean
	exits 2 ref-rm --erase dan 2>err
EOT

t 'while a contact cannot be read nothing is renamed or erased' <<'EOT'
	printf 'name: [\n' >book/contacts/broken.yaml
	exits 3 ref-mv siti-rahman siti 2>err
	has err broken.yaml
	exits 3 ref-rm --erase siti-rahman 2>err
	[ -f book/contacts/siti-rahman.yaml ]
	rm book/contacts/broken.yaml
EOT

finish
