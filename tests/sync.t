#!/bin/sh
# sync.t: one book in several places, and remotes that are none, or hostile.
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

# there CMD...: in the copy, as another person.
there()
{
	REF_BOOK=$T/b GIT_AUTHOR_NAME=Ben GIT_AUTHOR_EMAIL=ben@example.com \
	    GIT_COMMITTER_NAME=Ben GIT_COMMITTER_EMAIL=ben@example.com "$@"
}

same_books()
{
	is "$(git -C "$REF_BOOK" rev-parse 'HEAD^{tree}')" \
	    "$(git -C b rev-parse 'HEAD^{tree}')"
	git_clean
	git_clean b
}

t 'a first sync into an empty remote, and a copy of it' <<'EOT'
	pair
	same_books
	is "$(git -C "$REF_BOOK" config branch.main.remote)" origin
	like b/.git/config 'driver = .*ref-merge.* %O %A %B %L %P'
	is "$(stat -c %a b)" 700
	ref-sync >out
	empty out
EOT

t 'a copy of an empty remote gets its first commit' <<'EOT'
	rm -rf empty.git new
	git init -q --bare empty.git
	ref-init --from "$T/empty.git" new
	REF_BOOK=$T/new ref-sync
	is "$(git -C empty.git rev-list --count main)" 1
EOT

t 'what others did comes, what we did goes; additions never conflict' <<'EOT'
	pair
	there ref-touch siti-rahman call 'from there' --at 2026-10-01
	there ref-sync >/dev/null
	ref-touch siti-rahman visit 'from here' --at 2026-10-01
	ref-set siti-rahman tags+=here
	ref-sync >out
	same out <<-'EOF'
	siti-rahman	merged	contacts/siti-rahman.yaml
	EOF
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'from here' 'from there'
	there ref-sync >out
	like out '^siti-rahman	updated	'
	same_books
	is "$(git -C b log -1 --format=%s)" 'sync: siti-rahman'
EOT

t 'hand edits are recorded first, each as itself' <<'EOT'
	pair
	echo '# by hand' >>b/contacts/siti-rahman.yaml
	there ref-sync >/dev/null
	is "$(git -C b log -1 --format=%s)" 'edit: siti-rahman'
	ref-sync >out
	has "$REF_BOOK/contacts/siti-rahman.yaml" '# by hand'
	same_books
EOT

t 'a clash is kept as data, listed, and settled' <<'EOT'
	pair
	there ref-set siti-rahman segment=B
	there ref-sync >/dev/null
	ref-set siti-rahman segment=C
	exits 3 ref-sync >out 2>err
	has out 'siti-rahman	conflict'
	has err '--resolve'
	git_clean
	exits 1 ref-check >check
	has check 'unresolved merge conflict at segment'
	ref-touch siti-rahman call 'work goes on' >/dev/null
	exits 3 ref-sync --resolve siti-rahman >out
	like out '^siti-rahman	segment	.*	C	B$'
	exits 2 ref-sync --resolve siti-rahman company=X 2>err
	has err "no conflict at 'company'"
	ref-sync --resolve siti-rahman segment=B >out
	hasnt "$REF_BOOK/contacts/siti-rahman.yaml" merge-conflicts
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'segment: B'
	ref-sync --resolve siti-rahman >out
	empty out
	ref-sync
	there ref-sync >/dev/null
	same_books
EOT

t 'removed here, edited there: kept, until somebody decides' <<'EOT'
	pair
	there ref-touch lim-wei call 'still here' >/dev/null
	there ref-sync >/dev/null
	git -C "$REF_BOOK" rm -q contacts/lim-wei.yaml
	git -C "$REF_BOOK" commit -qm 'away with him'
	exits 3 ref-sync >out 2>err
	has out 'lim-wei	conflict'
	has "$REF_BOOK/contacts/lim-wei.yaml" 'still here' 'ours: removed'
	ref-sync --resolve lim-wei .=keep >/dev/null
	hasnt "$REF_BOOK/contacts/lim-wei.yaml" merge-conflicts
	ref-sync
	there ref-sync >/dev/null
	same_books
EOT

t 'renamed here, edited and referred to there' <<'EOT'
	pair
	there ref-touch daniel-tan call 'old name' >/dev/null
	there ref-add 'New Lead' --from daniel-tan >/dev/null
	there ref-sync >/dev/null
	ref-mv daniel-tan dan >/dev/null
	ref-sync >out
	has "$REF_BOOK/contacts/dan.yaml" 'old name'
	has "$REF_BOOK/contacts/new-lead.yaml" 'by: dan'
	absent "$REF_BOOK/contacts/daniel-tan.yaml"
	there ref-sync >/dev/null
	same_books
	ref-check
EOT

t 'renamed on both sides: the published name, references follow' <<'EOT'
	pair
	there ref-mv daniel-tan dan >/dev/null
	there ref-sync >/dev/null
	ref-mv daniel-tan daniel >/dev/null
	ref-sync >/dev/null
	[ -f "$REF_BOOK/contacts/dan.yaml" ]
	absent "$REF_BOOK/contacts/daniel.yaml"
	has "$REF_BOOK/contacts/lim-wei.yaml" 'by: dan'
	ref-check
	there ref-sync >/dev/null
	same_books
EOT

# rewrite FILE: nearly every line of it becomes another.
rewrite()
{
	sed -i -e 's/^kind: .*/kind: friend/; s/^segment: .*/segment: C/' \
	    -e 's/^owner: .*/owner: daniel/; /^email/d; /^phone/d; /^tags/d' "$1"
	rewritten=$((${rewritten:-0} + 1))
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "x-line-$rewritten$i: $i"
	done >>"$1"
}

t 'renamed there and rewritten after, edited here: still one person' <<'EOT'
	pair
	there ref-mv daniel-tan dan >/dev/null
	rewrite b/contacts/dan.yaml
	there ref-mv dan daniel >/dev/null
	rewrite b/contacts/daniel.yaml
	there ref-sync >/dev/null
	ref-touch daniel-tan call 'old name' --at 2026-10-05 >/dev/null
	rewrite "$REF_BOOK/contacts/daniel-tan.yaml"
	ref-sync >/dev/null 2>&1 || is "$?" 3
	absent "$REF_BOOK/contacts/daniel-tan.yaml" "$REF_BOOK/contacts/dan.yaml"
	has "$REF_BOOK/contacts/daniel.yaml" 'old name' x-line-19 x-line-29 x-line-39
	has "$REF_BOOK/contacts/lim-wei.yaml" 'by: daniel'
	there ref-sync >/dev/null
	same_books
EOT

t 'renamed by git mv, by an editor, by a commit taken back: the same' <<'EOT'
	pair
	git -C b mv contacts/daniel-tan.yaml contacts/dan.yaml
	git -C b commit -qm 'called Dan'
	rewrite b/contacts/dan.yaml
	there ref-mv mei-chen mei >/dev/null
	there ref-undo >/dev/null
	mv b/contacts/siti-rahman.yaml b/contacts/kak-siti.yaml
	there ref-commit >/dev/null
	rewrite b/contacts/kak-siti.yaml
	there ref-sync >/dev/null
	for id in daniel-tan mei-chen siti-rahman; do
		ref-touch "$id" call "for $id" --at 2026-10-05 >/dev/null
	done
	ref-sync >/dev/null
	has "$REF_BOOK/contacts/dan.yaml" 'for daniel-tan' x-line-19
	has "$REF_BOOK/contacts/kak-siti.yaml" 'for siti-rahman' x-line-29
	has "$REF_BOOK/contacts/mei-chen.yaml" 'for mei-chen'
	absent "$REF_BOOK/contacts/daniel-tan.yaml" "$REF_BOOK/contacts/mei.yaml" \
	    "$REF_BOOK/contacts/siti-rahman.yaml"
EOT

t 'a name given on to somebody else, two that changed names' <<'EOT'
	pair
	there ref-mv daniel-tan dan >/dev/null
	there ref-add 'Daniel Tan' source=event email=other@example.com --force >/dev/null
	there ref-mv mei-chen x >/dev/null
	there ref-mv siti-rahman mei-chen >/dev/null
	there ref-mv x siti-rahman >/dev/null
	there ref-sync >/dev/null
	for id in daniel-tan mei-chen siti-rahman; do
		ref-touch "$id" call "for $id" --at 2026-10-05 >/dev/null
		ref-add "Lead of $id" --from "$id" >/dev/null
	done
	ref-sync >/dev/null
	has "$REF_BOOK/contacts/lead-of-daniel-tan.yaml" 'by: dan'
	has "$REF_BOOK/contacts/lead-of-mei-chen.yaml" 'by: siti-rahman'
	has "$REF_BOOK/contacts/lead-of-siti-rahman.yaml" 'by: mei-chen'
	has "$REF_BOOK/contacts/dan.yaml" 'for daniel-tan' daniel.tan@example.com
	hasnt "$REF_BOOK/contacts/daniel-tan.yaml" 'for daniel-tan'
	has "$REF_BOOK/contacts/daniel-tan.yaml" other@example.com
	has "$REF_BOOK/contacts/mei-chen.yaml" 'for siti-rahman' 'name: Siti Rahman'
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'for mei-chen' 'name: Mei Chen'
	there ref-sync >/dev/null
	same_books
EOT

t 'two made one there, the one that went edited and referred to here' <<'EOT'
	pair
	ref-add 'Mei C' source=event email=mei@example.com >/dev/null
	ref-sync >/dev/null
	there ref-sync >/dev/null
	there ref-dup --join --prefer keep mei-chen mei-c >/dev/null
	there ref-mv mei-chen mei-chen-lin >/dev/null
	there ref-sync >/dev/null
	ref-touch mei-c call 'her second card' --at 2026-10-05 >/dev/null
	ref-set mei-c company=Here >/dev/null
	ref-add 'Her Friend' --from mei-c >/dev/null
	ref-sync >out
	absent "$REF_BOOK/contacts/mei-c.yaml"
	has "$REF_BOOK/contacts/mei-chen-lin.yaml" 'her second card' 'company: Here' \
	    mei@example.com
	hasnt "$REF_BOOK/contacts/mei-chen-lin.yaml" merge-conflicts
	has "$REF_BOOK/contacts/her-friend.yaml" 'by: mei-chen-lin'
	there ref-sync >/dev/null
	same_books
	ref-check
EOT

t 'two made one here, the one that went edited there' <<'EOT'
	pair
	ref-add 'Mei C' source=event email=mei@example.com >/dev/null
	ref-sync >/dev/null
	there ref-sync >/dev/null
	there ref-touch mei-c call 'her second card' --at 2026-10-05 >/dev/null
	there ref-set mei-c lang=ms >/dev/null
	there ref-add 'Her Friend' --from mei-c >/dev/null
	there ref-sync >/dev/null
	ref-set mei-c lang=en >/dev/null
	ref-dup --join --prefer keep mei-chen mei-c >/dev/null
	exits 3 ref-sync >out 2>err
	has out 'mei-chen	conflict'
	absent "$REF_BOOK/contacts/mei-c.yaml"
	has "$REF_BOOK/contacts/mei-chen.yaml" 'her second card' 'path: lang'
	has "$REF_BOOK/contacts/her-friend.yaml" 'by: mei-chen'
	exits 3 there ref-sync >/dev/null
	same_books
EOT

t 'two made one there, one referred by the other here: a conflict' <<'EOT'
	pair
	there ref-dup --join --prefer keep daniel-tan farid-hassan >/dev/null
	there ref-sync >/dev/null
	ref-refer daniel-tan farid-hassan >/dev/null
	exits 3 ref-sync >out 2>err
	has out 'daniel-tan	conflict'
	has "$REF_BOOK/contacts/daniel-tan.yaml" 'path: referral' 'by: daniel-tan'
	ref-sync --resolve daniel-tan referral-= >/dev/null
	hasnt "$REF_BOOK/contacts/daniel-tan.yaml" merge-conflicts 'referral:'
	ref-check
EOT

t 'one joined there to a contact that did not change by it, renamed here' <<'EOT'
	pair
	ref-add 'Mei Chen' segment=SOI source=event --force >/dev/null
	ref-sync >/dev/null
	there ref-sync >/dev/null
	there ref-dup --join mei-chen mei-chen-2 >/dev/null
	there ref-dup --join --prefer keep farid-hassan mei-chen >/dev/null
	there ref-undo >/dev/null
	there ref-sync >/dev/null
	ref-mv mei-chen-2 mei-2 >/dev/null
	ref-touch mei-2 call here --at 2026-10-06 >/dev/null
	ref-sync >/dev/null
	absent "$REF_BOOK/contacts/mei-2.yaml" "$REF_BOOK/contacts/mei-chen-2.yaml"
	has "$REF_BOOK/contacts/mei-chen.yaml" 'note: here'
	hasnt "$REF_BOOK/contacts/farid-hassan.yaml" 'note: here'
EOT

t 'two made one on both sides, each the other way' <<'EOT'
	pair
	ref-add 'Mei C' source=event email=mei@example.com >/dev/null
	ref-touch mei-c call first --at 2026-10-04 >/dev/null
	ref-sync >/dev/null
	there ref-sync >/dev/null
	there ref-touch mei-c call there --at 2026-10-05 >/dev/null
	there ref-dup --join --prefer keep mei-chen mei-c >/dev/null
	there ref-sync >/dev/null
	ref-touch mei-chen call here --at 2026-10-06 >/dev/null
	ref-dup --join --prefer drop mei-c mei-chen >/dev/null
	ref-sync >/dev/null
	absent "$REF_BOOK/contacts/mei-c.yaml"
	for note in first there here; do
		is "$(grep -c "note: $note" "$REF_BOOK/contacts/mei-chen.yaml")" 1
	done
	there ref-sync >/dev/null
	same_books
EOT

t "what git's own merge takes for two: ref-check says how to make it one" <<'EOT'
	pair
	there ref-mv siti-rahman siti >/dev/null
	for _ in 1 2 3 4 5; do
		rewrite b/contacts/siti.yaml
	done
	there ref-commit >/dev/null
	rewrite "$REF_BOOK/contacts/siti-rahman.yaml"
	ref-commit >/dev/null
	git -C "$REF_BOOK" fetch -q "$T/b" main
	exits 1 git -C "$REF_BOOK" merge -q -m m FETCH_HEAD >merge 2>&1
	git -C "$REF_BOOK" add -A
	git -C "$REF_BOOK" commit -qm 'taken as it is'
	ref-check >out
	has out "the same name and touches as 'siti'" 'ref-dup --join siti siti-rahman'
	ref-dup --join --prefer drop siti siti-rahman >/dev/null
	is "$(grep -c 'note: lunch' "$REF_BOOK/contacts/siti.yaml")" 1
	absent "$REF_BOOK/contacts/siti-rahman.yaml"
	ref-sync >/dev/null
EOT

t 'the same person added on both sides is one' <<'EOT'
	pair
	there ref-add 'Maya Tan' source=event phone=+60121111111 tags=there >/dev/null
	there ref-sync >/dev/null
	ref-add 'Maya Tan' source=event phone=012-1111111 tags=here >/dev/null
	exits 0 ref-sync >out
	has out 'maya-tan	merged'
	has "$REF_BOOK/contacts/maya-tan.yaml" here there
	there ref-sync >/dev/null
	same_books
EOT

t 'two people of one name: ours gets the next id, references follow' <<'EOT'
	pair
	there ref-add 'Maya Tan' source=event email=maya@one.example >/dev/null
	there ref-sync >/dev/null
	ref-add 'Maya Tan' source=event email=maya@two.example >/dev/null
	ref-add 'Her Friend' --from maya-tan >/dev/null
	ref-sync >out
	has "$REF_BOOK/contacts/maya-tan.yaml" one.example
	has "$REF_BOOK/contacts/maya-tan-2.yaml" two.example
	has "$REF_BOOK/contacts/her-friend.yaml" 'by: maya-tan-2'
	there ref-sync >/dev/null
	same_books
	ref-check
EOT

t 'git merge and ref-sync come to the same' <<'EOT'
	pair
	there ref-touch siti-rahman call there --at 2026-09-01 >/dev/null
	there ref-set siti-rahman tags+=there company=X >/dev/null
	there ref-set daniel-tan company=There >/dev/null
	there ref-sync >/dev/null
	ref-touch siti-rahman call here --at 2026-09-01 >/dev/null
	ref-set siti-rahman tags+=here >/dev/null
	ref-set daniel-tan tags+=here >/dev/null
	cp -R "$REF_BOOK" by-git
	git -C by-git fetch -q
	git -C by-git merge -q -m merged origin/main
	ref-sync >/dev/null
	is "$(git -C by-git rev-parse 'HEAD^{tree}')" \
	    "$(git -C "$REF_BOOK" rev-parse 'HEAD^{tree}')"
	rm -rf by-git
EOT

t 'git pull --rebase merges by field as well' <<'EOT'
	pair
	there ref-touch siti-rahman call there --at 2026-09-01 >/dev/null
	there ref-sync >/dev/null
	ref-touch siti-rahman call here --at 2026-09-01 >/dev/null
	git -C "$REF_BOOK" pull -q --rebase
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'note: here' 'note: there'
	git_clean
EOT

t 'histories that crossed' <<'EOT'
	pair
	there ref-touch siti-rahman call tea --at 2026-09-01 >/dev/null
	ref-touch siti-rahman call oak --at 2026-09-02 >/dev/null
	git -C b fetch -q "$REF_BOOK" main:refs/x/o
	git -C "$REF_BOOK" fetch -q "$T/b" main:refs/x/t
	git -C b merge -q -m x refs/x/o
	git -C "$REF_BOOK" merge -q -m y refs/x/t
	there ref-touch siti-rahman call toe --at 2026-09-03 >/dev/null
	ref-touch siti-rahman call owl --at 2026-09-04 >/dev/null
	there ref-sync >/dev/null
	ref-sync >/dev/null
	there ref-sync >/dev/null
	same_books
	for note in tea oak toe owl; do
		is "$(grep -c "note: $note" b/contacts/siti-rahman.yaml)" 1
	done
EOT

t 'a push that somebody overtakes is tried again' <<'EOT'
	pair
	# The first push finds that the remote has moved: a hook moves it.
	cat >hub.git/hooks/pre-receive <<-EOF
	#!/bin/sh
	[ -f "$T/raced" ] && exit 0
	touch "$T/raced"
	exit 1
	EOF
	chmod +x hub.git/hooks/pre-receive
	ref-set siti-rahman company=Again >/dev/null
	ref-sync
	is "$(git -C hub.git rev-parse main)" "$(git -C "$REF_BOOK" rev-parse HEAD)"
	rm -f raced
EOT

t 'a remote that takes nothing: status 3, the change is safe here' <<'EOT'
	pair
	printf '#!/bin/sh\necho "closed on Sundays" >&2\nexit 1\n' >hub.git/hooks/pre-receive
	chmod +x hub.git/hooks/pre-receive
	ref-set siti-rahman company=Again >/dev/null
	exits 3 ref-sync 2>err
	has err 'does not take our commits' 'closed on Sundays'
	has "$REF_BOOK/contacts/siti-rahman.yaml" Again
	git_clean
EOT

t 'offline: status 2, and everything is recorded' <<'EOT'
	pair
	mv hub.git away.git
	echo '# offline' >>"$REF_BOOK/contacts/siti-rahman.yaml"
	exits 2 ref-sync 2>err
	has err "cannot reach remote 'origin'"
	is "$(git -C "$REF_BOOK" log -1 --format=%s)" 'edit: siti-rahman'
	git_clean
	mv away.git hub.git
	ref-sync
	there ref-sync >/dev/null
	same_books
EOT

t 'no remote, a wrong one, one that begins with a dash' <<'EOT'
	rm -rf "$REF_BOOK"
	book
	exits 2 ref-sync 2>err
	has err 'git remote add'
	exits 2 ref-sync nowhere 2>err
	has err "no remote 'nowhere'"
	exits 2 ref-sync -- '--upload-pack=touch pwned' 2>err
	has err 'no name of a remote'
	absent pwned "$REF_BOOK/pwned"
	git -C "$REF_BOOK" config remote.origin.url '--upload-pack=touch pwned'
	exits 2 ref-sync 2>err
	git -C "$REF_BOOK" config remote.origin.url 'ext::touch pwned'
	exits 2 ref-sync 2>err
	absent pwned "$REF_BOOK/pwned"
	exits 2 ref-init --from '--upload-pack=touch pwned' c 2>err
	absent pwned c
EOT

t 'another book: refused, with the way to work with it' <<'EOT'
	pair
	rm -rf other
	book "$T/other"
	git -C other commit -q --amend -m other
	git -C other push -q -f "$T/hub.git" main
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	exits 3 ref-sync 2>err
	has err 'another book' 'ref-init --from'
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
	git_clean
EOT

# hostile COMMANDS: they change the copy, which is pushed by git; the sync must
# end with 3 and leave everything as it was.
hostile()
{
	pair
	(
		cd b || exit
		eval "$1"
		git add -A
		git commit -qm hostile
		git push -q origin HEAD:main
	)
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	exits 3 ref-sync 2>err
	has err 'refused to take over' "$2"
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
	git_clean
	rm -rf c
	exits 3 ref-init --from "$T/hub.git" c 2>err
	has err 'refused to take over' "$2"
	absent c
}
while IFS='	' read -r title commands words; do
	t "hostile: $title" hostile "$commands" "$words"
done <<'EOF'
a symbolic link for a contact	ln -sf /etc/passwd contacts/x.yaml	symbolic link
a symbolic link elsewhere	ln -s /etc templates	symbolic link
a symbolic link for the folder	mv contacts c2; ln -s c2 contacts	contacts
a submodule	git init -q contacts/sub; git -C contacts/sub commit -q --allow-empty -m x	submodule
a file that is no contact	echo x >contacts/run.sh	is no contact
a name that is no id	echo 'name: X' >'contacts/A b.yaml'	no name for a contact
an escape in a name	printf x >"contacts/$(printf 'a\033[31m').yaml"	contacts/a\x1b
two files of one id	mkdir contacts/s; cp contacts/siti-rahman.yaml contacts/s	id of two contacts
a folder in other letters	mkdir Contacts; echo x >Contacts/a.yaml	where the folder of contacts belongs
a contact of 5 MB	head -c 5000000 /dev/zero | tr '\0' x >contacts/big.yaml	too large
EOF

t 'a contact of others with faults is taken, and told' <<'EOT'
	pair
	echo 'birthday: soon' >>b/contacts/mei-chen.yaml
	git -C b commit -qam faulty
	git -C b push -q origin HEAD:main
	exits 4 ref-sync >out 2>err
	has err 'contacts/mei-chen.yaml:' birthday 'with faults'
	like out '^mei-chen	updated'
	git_clean
EOT

t 'a hand edit with faults holds up only its own file' <<'EOT'
	pair
	there ref-set daniel-tan company=There >/dev/null
	there ref-sync >/dev/null
	echo 'birthday: soon' >>"$REF_BOOK/contacts/mei-chen.yaml"
	exits 3 ref-sync >out 2>err
	has err 'mei-chen.yaml:' 'not recorded'
	like out '^daniel-tan	updated'
	there ref-set mei-chen company=There >/dev/null
	there ref-sync >/dev/null
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	exits 3 ref-sync >out 2>err
	has err 'mei-chen.yaml' 'not recorded: mend it'
	has "$REF_BOOK/contacts/mei-chen.yaml" 'birthday: soon'
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
EOT

t 'a file that is no contact: lines, or a person' <<'EOT'
	pair
	mkdir -p b/templates
	printf 'a\nb\nc\n' >b/templates/x
	git -C b add -A
	git -C b commit -qm x
	there ref-sync >/dev/null
	ref-sync >/dev/null
	printf 'A\nb\nc\n' >b/templates/x
	git -C b commit -qam there
	there ref-sync >/dev/null
	printf 'a\nb\nC\n' >"$REF_BOOK/templates/x"
	save here
	ref-sync >/dev/null
	printf 'A\nb\nC\n' >want
	same "$REF_BOOK/templates/x" want
	there ref-sync >/dev/null
	printf 'there\n' >b/templates/x
	git -C b commit -qam there
	there ref-sync >/dev/null
	printf 'here\n' >"$REF_BOOK/templates/x"
	save here
	exits 3 ref-sync 2>err
	has err 'templates/x' 'git merge'
	git_clean
EOT

t 'costs of two people add up' <<'EOT'
	pair
	there ref-cost marketing 10 >/dev/null
	there ref-sync >/dev/null
	ref-cost incentive 20 >/dev/null
	ref-sync >out
	has "$REF_BOOK/costs.yaml" 'amount: 10' 'amount: 20'
EOT

t 'messages hold no values' <<'EOT'
	pair
	there ref-set siti-rahman company=Secret1 >/dev/null
	there ref-sync >/dev/null
	ref-set siti-rahman company=Secret2 >/dev/null
	exits 3 ref-sync >/dev/null
	git -C "$REF_BOOK" log >log
	hasnt log Secret
EOT

finish
