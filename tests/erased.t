#!/bin/sh
# erased.t: a contact that asked to be forgotten stays forgotten, in every copy.
. "${0%/*}/lib.sh"

# pair: the small book pushed to hub.git, and a copy of it, "b".
pair()
{
	rm -rf "$REF_BOOK" hub.git b
	book
	cp "$T_SRC/share/book/gitattributes" "$REF_BOOK/.gitattributes"
	save attributes
	git init -q --bare hub.git
	git -C "$REF_BOOK" remote add origin "$T/hub.git"
	ref-sync >/dev/null
	ref-init --from "$T/hub.git" b
}

there()
{
	REF_BOOK=$T/b GIT_AUTHOR_NAME=Ben GIT_AUTHOR_EMAIL=ben@example.com \
	    GIT_COMMITTER_NAME=Ben GIT_COMMITTER_EMAIL=ben@example.com "$@"
}

# cleaned: mei-chen erased here, and taken out of the history of book and hub.
cleaned()
{
	[ ! -f "$REF_BOOK/contacts/mei-chen.yaml" ] ||
	    ref-rm --erase mei-chen >/dev/null 2>err
	ref-sync >/dev/null
	git -C "$REF_BOOK" filter-branch -f --index-filter \
	    'git rm -q --cached --ignore-unmatch contacts/mei-chen.yaml' \
	    >/dev/null 2>err
	git -C "$REF_BOOK" update-ref -d refs/original/refs/heads/main
	git -C "$REF_BOOK" push -q --force origin main
	git -C "$REF_BOOK" reflog expire --expire=now --all
	git -C "$REF_BOOK" gc -q --prune=now
}

t 'the versions of them are listed, and nothing that names them' <<'EOT'
	pair
	ref-touch mei-chen call 'one more' >/dev/null
	ref-mv mei-chen mei >/dev/null
	echo '# by hand' >>"$REF_BOOK/contacts/mei.yaml"
	git -C "$REF_BOOK" log --format= --raw --no-abbrev --no-renames -- \
	    contacts/mei-chen.yaml contacts/mei.yaml >raw
	cut -d' ' -f4 raw | sed '/^0*$/d' >versions
	git hash-object "$REF_BOOK/contacts/mei.yaml" >>versions
	sort -u versions >want
	ref-rm --erase mei >out 2>err
	like out '^mei	deleted'
	grep -v '^#' "$REF_BOOK/.ref/erased" >got
	same got want
	hasnt "$REF_BOOK/.ref/erased" mei Mei
	git_clean
EOT

t 'several at once, and one more later: one list, sorted' <<'EOT'
	pair
	ref-rm --erase farid-hassan lim-wei >/dev/null 2>err
	ref-rm --erase mei-chen >/dev/null 2>err
	sed '/^#/d' "$REF_BOOK/.ref/erased" >got
	rows got 3
	sort -u got >want
	same got want
	git_clean
EOT

t 'ref-check says that the history has them still, until it has not' <<'EOT'
	pair
	ref-check >out
	empty out
	ref-rm --erase mei-chen >/dev/null 2>err
	ref-check >out
	rows out 1
	has out '.ref/erased: warning: the history here still has 1 version'
	cleaned
	ref-check >out
	empty out
EOT

t 'the file back in its folder is an error' <<'EOT'
	pair
	cp "$REF_BOOK/contacts/mei-chen.yaml" kept
	ref-rm --erase mei-chen >/dev/null 2>err
	cp kept "$REF_BOOK/contacts/mei-chen.yaml"
	exits 1 ref-check >out
	has out 'contacts/mei-chen.yaml: error: this contact was erased'
EOT

t 'a dry run lists nothing, undo takes the list back' <<'EOT'
	pair
	ref-rm --erase -n mei-chen >out 2>&1
	git_clean
	absent "$REF_BOOK/.ref/erased"
	ref-rm --erase mei-chen >/dev/null 2>err
	ref-undo >/dev/null
	absent "$REF_BOOK/.ref/erased"
	[ -f "$REF_BOOK/contacts/mei-chen.yaml" ]
EOT

t 'somebody edited them meanwhile: erased all the same' <<'EOT'
	pair
	ref-rm --erase mei-chen >/dev/null 2>err
	ref-sync >/dev/null
	there ref-touch mei-chen call 'did not know' >/dev/null
	there ref-sync >out
	like out '^mei-chen	deleted'
	absent b/contacts/mei-chen.yaml
	git_clean b
	ref-sync
	absent "$REF_BOOK/contacts/mei-chen.yaml"
EOT

t 'and the other way round: edited first, erased elsewhere' <<'EOT'
	pair
	there ref-touch mei-chen call 'did not know' >/dev/null
	there ref-sync >/dev/null
	ref-rm --erase mei-chen >/dev/null 2>err
	ref-sync >/dev/null
	absent "$REF_BOOK/contacts/mei-chen.yaml"
	there ref-sync >/dev/null
	absent b/contacts/mei-chen.yaml
EOT

t 'two people erased in two copies: both lists hold' <<'EOT'
	pair
	there ref-rm --erase mei-chen >/dev/null 2>err
	there ref-sync >/dev/null
	ref-rm --erase farid-hassan >/dev/null 2>err
	ref-sync >/dev/null
	grep -vc '^#' "$REF_BOOK/.ref/erased" >n
	is "$(cat n)" 2
	there ref-sync >/dev/null
	same b/.ref/erased "$REF_BOOK/.ref/erased"
	git_clean
	git_clean b
EOT

t 'git merge joins the two lists as well' <<'EOT'
	pair
	there ref-rm --erase mei-chen >/dev/null 2>err
	there ref-sync >/dev/null
	ref-rm --erase farid-hassan >/dev/null 2>err
	git -C "$REF_BOOK" pull -q --no-rebase --no-edit
	ref-check >out
	has out 'still has 2 versions'
EOT

t 'a copy from before the cleaning is told so, and pushes nothing' <<'EOT'
	pair
	cleaned
	there ref-touch siti-rahman call 'only here' >/dev/null
	hub=$(git -C hub.git rev-parse main)
	exits 3 there ref-sync 2>err
	has err 'this copy still has a contact that was erased' 'ref-init --from'
	is "$(git -C hub.git rev-parse main)" "$hub"
	has b/contacts/siti-rahman.yaml 'only here'
	git_clean b
	rm -rf c
	ref-init --from "$T/hub.git" c
	REF_BOOK=$T/c ref-touch lim-wei call 'goes on' >/dev/null
	REF_BOOK=$T/c ref-sync
	ref-sync >out
	like out '^lim-wei	updated'
EOT

t 'a history merged from such a copy is refused, by commit and author' <<'EOT'
	pair
	cleaned
	there git -C b fetch -q
	there git -C b merge -q --allow-unrelated-histories -s ours \
	    -m 'back again' origin/main
	there git -C b push -q origin HEAD:main
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	exits 3 ref-sync 2>err
	has err 'refused to take over commit' 'it brings back a contact' \
	    'nothing was changed here'
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
	git_clean
	# The way out that ref-rm(1) names.
	git -C "$REF_BOOK" push -q --force origin main
	ref-sync >out
	empty out
EOT

t 'cleaned after a common beginning: the same' <<'EOT'
	pair
	ref-add 'Zed Late' source=event >/dev/null
	ref-sync >/dev/null
	there ref-sync >/dev/null
	there ref-touch zed-late call 'late' >/dev/null
	ref-rm --erase zed-late >/dev/null 2>err
	ref-sync >/dev/null
	git -C "$REF_BOOK" filter-branch -f --index-filter \
	    'git rm -q --cached --ignore-unmatch contacts/zed-late.yaml' \
	    >/dev/null 2>err
	git -C "$REF_BOOK" push -q --force origin main
	exits 3 there ref-sync 2>err
	has err 'this copy still has a contact that was erased'
EOT

finish
