# ref-init: a new book.
. "${0%/*}/lib.sh"
export REF_BOOK=

t 'a book is a private repository with one clean commit' <<'EOT'
	ref-init b me.name="Aisyah Omar" currency=MYR >out
	has out 'ref.yaml' '.ref/contact.schema.json' 'AGENTS.md' '.gitattributes'
	is "$(commits b)" 1
	git_clean b
	is "$(stat -c %a b)" 700
	is "$(stat -c %a b/ref.yaml)" 600
	git -C b log -1 --format=%s%n%b >out
	has out 'init' 'Ref-Op: init'
	ref-check -B b >out
	empty out
	ref-list -B b >out
	empty out
EOT

t 'ref.yaml holds every default as a comment, and what was said as keys' <<'EOT'
	like b/ref.yaml '^#priority_score: 12' '^#sla:' '^currency: MYR'
	has b/ref.yaml 'name: Aisyah Omar'
	sed -n 's/^#\([^ #].*\)/\1/p' b/ref.yaml >live
	mkdir c
	cp live c/ref.yaml
	ref-list -B c >out 2>err
	empty err
EOT

t 'here, when no folder is named; an existing repository is kept' <<'EOT'
	mkdir here
	git init -q here
	echo mine >here/mine.txt
	git -C here add mine.txt
	git -C here commit -q -m mine
	(cd here && ref-init >../out)
	is "$(commits here)" 2
	git -C here show --name-only --format= HEAD >out
	hasnt out mine.txt
	git_clean here
EOT

t 'a book is not made twice: exit 3' <<'EOT'
	exits 3 ref-init b 2>err
	has err 'a book already'
	is "$(commits b)" 1
EOT

t 'a wrong key or value makes nothing' <<'EOT'
	exits 2 ref-init d curency=MYR 2>err
	has err "did you mean 'currency'"
	absent d/ref.yaml
	exits 2 ref-init d profession=baker 2>err
	absent d/ref.yaml
	ref-init d profession=legal >out
	has d/ref.yaml 'profession: legal'
EOT

t 'without an identity: exit 3, the two commands to give, and no book' <<'EOT'
	export GIT_CONFIG_GLOBAL=/dev/null
	exits 3 ref-init e 2>err
	has err user.name user.email
	absent e
	mkdir f
	echo mine >f/mine
	exits 3 ref-init f 2>err
	absent f/.git f/ref.yaml
	[ -f f/mine ]
EOT

t 'a home folder does not become a book by itself' <<'EOT'
	cd "$HOME"
	exits 2 ref-init 2>err
	has err 'ref-init ~/referrals'
	absent .git ref.yaml
EOT

t 'the hook refuses a commit with errors' <<'EOT'
	ref-init h --hooks >out
	mkdir -p h/contacts
	printf 'name: A\nkind: freind\n' >h/contacts/a.yaml
	git -C h add contacts/a.yaml
	exits 1 git -C h commit -q -m bad
	printf 'name: A\nkind: friend\n' >h/contacts/a.yaml
	git -C h add contacts/a.yaml
	git -C h commit -q -m good
EOT

t '--tabs sets the layout' <<'EOT'
	ref-init t --tabs >out
	has t/ref.yaml 'layout: tabs'
	git_clean t
EOT

t 'all that ref-init makes is closed to others, .git too' <<'EOT'
	ref-init --hooks closed >out
	find closed -perm /077 >open
	empty open
	ref-add -B closed 'Lim Wei' kind=friend >out
	find closed -perm /077 >open
	empty open
EOT

t 'git diff heads a hunk by the field or the day it stands in' <<'EOT'
	ref-init hunks >out
	mkdir -p hunks/contacts
	{
		printf 'name: A\nkind: friend\nnotes: |\n'
		printf '  line %s\n' 1 2 3 4 5 6 7 8 9
		printf 'touches:\n  - at: 2026-01-01\n    how: call\n'
		printf '    note: n\n    why: value\n    by: b\n    step: d1\n'
	} >hunks/contacts/a.yaml
	git -C hunks add contacts
	git -C hunks commit -q -m a
	sed -i -e 's/line 8/line eight/' -e 's/d1/d7/' hunks/contacts/a.yaml
	git -C hunks diff -U1 >out
	like out '^@@ .* @@ +- at: 2026-01-01'
	git -C hunks config --unset diff.ref.xfuncname
	ref-check -B hunks --fix >out
	like hunks/.git/config 'xfuncname'
EOT

t '--from: the only branch there is, whatever the remote says of itself' <<'EOT'
	git init -q --bare --initial-branch=master hub.git
	git -C b remote add origin "$T/hub.git"
	ref-sync -B b
	ref-init --from "$T/hub.git" copied
	is "$(git -C copied rev-parse main)" "$(git -C b rev-parse main)"
	git_clean copied
	ref-sync -B copied
	is "$(commits copied)" "$(commits b)"
	git -C hub.git branch other main
	exits 3 ref-init --from "$T/hub.git" several 2>err
	has err 'which branch is the book' 'git symbolic-ref HEAD'
	absent several
	git -C hub.git branch -D -q other
EOT

t '--from a remote that is none, or no book: nothing is left of it' <<'EOT'
	exits 2 ref-init --from "$T/nowhere" made/on/the/way 2>err
	has err 'cannot clone'
	absent made
	mkdir kept
	exits 2 ref-init --from "$T/nowhere" kept 2>err
	is "$(ls -A kept)" ''
	git init -q code
	git -C code commit -q --allow-empty -m code
	exits 3 ref-init --from "$T/code" kept 2>err
	has err 'holds no book'
	is "$(ls -A kept)" ''
	ln -s kept by-link
	exits 3 ref-init --from "$T/code" by-link 2>err
	is "$(ls -A kept)" ''
	(cd kept && exits 3 ref-init --from "$T/code") 2>err
	is "$(ls -A kept)" ''
	exits 3 ref-init --from "$T/code" made/too 2>err
	absent made
	exits 2 ref-init --from "$T/hub.git" made currency=EUR 2>err
	has err 'has its settings'
	absent made
EOT

t '--from into a folder with something in it: that stays' <<'EOT'
	mkdir full
	echo mine >full/mine
	exits 2 ref-init --from "$T/hub.git" full 2>err
	has err 'not an empty directory'
	is "$(ls -A full)" mine
EOT

t 'me.name and me.email are identity enough, where git has none' <<'EOT'
	# Git's own word counts for more.
	ref-init known me.name='Aisyah Omar' me.email=aisyah@example.com >out
	is "$(git -C known log -1 --format=%an)" 'Test User'
	exits 1 git -C known config --local user.name
	export GIT_CONFIG_GLOBAL=/dev/null
	ref-init signed me.name='Aisyah Omar' me.email=aisyah@example.com >out
	is "$(git -C signed log -1 --format='%an <%ae>')" \
	    'Aisyah Omar <aisyah@example.com>'
	ref-add -B signed 'Ann Lee' kind=client
	# One of the two is not.
	exits 3 ref-init half me.name='Aisyah Omar' 2>err
	absent half
EOT

t '--from an empty remote, without an identity: nothing is left' <<'EOT'
	git init -q --bare void.git
	GIT_CONFIG_GLOBAL=/dev/null exits 3 ref-init --from "$T/void.git" x 2>err
	has err user.name
	absent x
	ref-init --from "$T/void.git" x currency=EUR >out
	has x/ref.yaml 'currency: EUR'
EOT

finish
