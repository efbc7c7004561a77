# One transaction: its words, what it refuses, and what it leaves.
. "${0%/*}/lib.sh"
book
change=$T_BUILD/fault/change

t 'a commit names operation, contact and fields, never values' <<'EOT'
	"$change" book touch siti-rahman 'a secret word' >out
	git -C book log -1 --format=%B >got
	same got <<'EOF'
touch: siti-rahman

siti-rahman: touches

Ref-Op: touch
Ref-Contact: siti-rahman

EOF
	is "$(git -C book diff --name-only HEAD~1)" contacts/siti-rahman.yaml
	git_clean
EOT

t 'the same value again makes no commit' <<'EOT'
	"$change" book set mei-chen call Mei >out
	n=$(commits)
	"$change" book set mei-chen call Mei >out
	is "$(commits)" "$n"
	git_clean
EOT

t 'a hand edit is committed first, as itself, field by field' <<'EOT'
	n=$(commits)
	printf '%s\n' '# by hand' 'x-nick: M' >>book/contacts/mei-chen.yaml
	sed -i 's/segment: SOI/segment: B/' book/contacts/mei-chen.yaml
	"$change" book touch mei-chen hello >out
	is "$(commits)" $((n + 2))
	git -C book log -1 --format=%B HEAD~1 >got
	has got 'edit: mei-chen' 'mei-chen: segment, x-nick' 'Ref-Op: edit'
	git -C book show HEAD~1 >got
	hasnt got hello
	has book/contacts/mei-chen.yaml '# by hand' hello
	git_clean
EOT

t 'staged and unstaged work elsewhere stays what it is' <<'EOT'
	echo staged >book/todo
	git -C book add todo
	echo '# later' >>book/contacts/lim-wei.yaml
	"$change" book touch daniel-tan hello >out
	git -C book status --porcelain >got
	same got <<'EOF'
 M contacts/lim-wei.yaml
A  todo
EOF
	git -C book rm -q --cached todo
	rm book/todo
	git -C book checkout -q contacts/lim-wei.yaml
EOT

t 'an invalid hand edit is refused with its place' <<'EOT'
	n=$(commits)
	printf '%s\n' 'name: Odd' 'kind: nonsense' >book/contacts/odd.yaml
	exits 3 "$change" book touch odd x 2>err
	has err contacts/odd.yaml:2:
	echo 'name: [' >book/contacts/odd.yaml
	exits 3 "$change" book touch odd x 2>err
	has err contacts/odd.yaml:
	: >book/contacts/odd.yaml
	exits 3 "$change" book touch odd x 2>err
	is "$(commits)" "$n"
	rm book/contacts/odd.yaml
	git_clean
EOT

t 'deleted by hand: said so, not made anew' <<'EOT'
	rm book/contacts/farid-hassan.yaml
	exits 3 "$change" book touch farid-hassan x 2>err
	has err 'deleted by hand' 'git restore'
	git -C book checkout -q contacts
EOT

t 'hand edits are adopted, all but those that do not parse' <<'EOT'
	n=$(commits)
	echo 'name: New Person' >book/contacts/new-person.yaml
	rm book/contacts/farid-hassan.yaml
	echo '# a note' >>book/contacts/mei-chen.yaml
	echo 'name: [' >book/contacts/odd.yaml
	exits 3 "$change" book adopt >out 2>err
	has out 'adopted 3 refused 1'
	has err contacts/odd.yaml:
	is "$(commits)" $((n + 1))
	git -C book log -1 --format=%B >got
	has got 'farid-hassan: removed' 'mei-chen: layout or comments' \
	    'new-person: new'
	rm book/contacts/odd.yaml
	git_clean
EOT

t 'a rename keeps the history of the file' <<'EOT'
	"$change" book rename new-person newer >out
	absent book/contacts/new-person.yaml
	git -C book log --follow --format=%s -- contacts/newer.yaml >got
	rows got 2
	exits 3 "$change" book rename newer mei-chen 2>err
	has err already
	"$change" book remove newer >out
	git_clean
EOT

t 'many new contacts are one commit and one pack' <<'EOT'
	n=$(commits)
	"$change" book create 200 p >out
	is "$(commits)" $((n + 1))
	is "$(find book/.git/objects/pack -name '*.pack' | wc -l)" 1
	git -C book log -1 --format=%s >got
	like got '^create: p-0, .* and 195 more$'
	"$change" book every hello >out
	is "$(commits)" $((n + 2))
	git_clean
EOT

t 'a signed commit is signed by git' <<'EOT'
	cat >gpg <<'EOF'
#!/bin/sh
cat >/dev/null
printf '\n[GNUPG:] SIG_CREATED D 1 8 00 1 F\n' >&2
echo '-----BEGIN PGP SIGNATURE-----'
echo '-----END PGP SIGNATURE-----'
EOF
	chmod +x gpg
	git -C book config commit.gpgsign true
	git -C book config gpg.program "$T/gpg"
	"$change" book touch mei-chen signed >out
	git -C book cat-file commit HEAD >got
	has got 'gpgsig -----BEGIN PGP SIGNATURE-----'
	git -C book config gpg.program false
	exits 3 "$change" book touch mei-chen unsigned 2>err
	has err 'cannot sign'
	git -C book config --unset commit.gpgsign
	git_clean
EOT

# libgit2 leaks a little when it opens a repository with extensions.
no_leaks="${ASAN_OPTIONS-}:detect_leaks=0"

t 'other formats are refused by name' <<'EOT'
	export ASAN_OPTIONS="$no_leaks"
	git init -q --object-format=sha256 other
	cp -r book/ref.yaml book/contacts other
	exits 3 "$change" other touch mei-chen x 2>err
	has err objectformat SHA-1
	git init -q new
	git -C new config core.repositoryformatversion 1
	git -C new config extensions.refstorage reftable
	cp -r book/ref.yaml book/contacts new
	exits 3 "$change" new touch mei-chen x 2>err
	has err refstorage
EOT

t 'a partial and sparse clone fetches what it needs' <<'EOT'
	export ASAN_OPTIONS="$no_leaks"
	git -C book config uploadpack.allowFilter true
	git clone -q --filter=blob:none --no-checkout "file://$T/book" part
	git -C part sparse-checkout set --no-cone /ref.yaml \
	    /contacts/mei-chen.yaml
	git -C part checkout -q
	"$change" part touch mei-chen hello >out
	exits 3 "$change" part touch daniel-tan hello 2>err
	has err 'sparse checkout'
	"$change" part create 1 q >out
	git -C part status --porcelain >got
	empty got
EOT

t 'another git command at work is waited for' <<'EOT'
	: >book/.git/index.lock
	(sleep 1; rm book/.git/index.lock) &
	"$change" book touch mei-chen patient >out
	wait
	git_clean
EOT

t 'a journal that makes no sense is put aside' <<'EOT'
	echo nonsense >book/.git/ref/journal
	"$change" book touch mei-chen again >out
	absent book/.git/ref/journal
	has book/.git/ref/lost/journal nonsense
	git_clean
EOT

t 'nothing is built on an object that is not what its name says' <<'EOT'
	cp -R book hurt
	"$change" hurt touch mei-chen 'once more' >out
	loose=hurt/.git/objects/$(git -C hurt rev-parse HEAD:contacts |
	    sed 's,^..,&/,')
	changed=$(git -C hurt ls-tree HEAD contacts/ |
	    sed 's/siti-rahman/siti-rohman/' | sed 's,contacts/,,' |
	    git -C hurt mktree)
	[ -f "$loose" ]
	cp -f "hurt/.git/objects/$(echo "$changed" | sed 's,^..,&/,')" "$loose"
	tip=$(git -C hurt rev-parse HEAD)
	exits 2 "$change" hurt touch mei-chen 'and again' >out 2>err
	has err 'the repository is damaged: cannot read '
	is "$(git -C hurt rev-parse HEAD)" "$tip"
EOT

t 'maintenance runs when git would run it' <<'EOT'
	git -C book config gc.auto 20
	git -C book config gc.autoDetach false
	n=0
	mkdir -p book/.git/objects/17
	while [ "$(find book/.git/objects/17 -type f | wc -l)" -lt 2 ]; do
		n=$((n + 1))
		echo "seed $n" | git -C book hash-object --stdin >id
		case $(cat id) in
		17*) echo "seed $n" | git -C book hash-object -w --stdin >id ;;
		esac
	done
	git -C book count-objects >before
	"$change" book touch mei-chen tidy >out
	git -C book count-objects >after
	[ "$(cut -d' ' -f1 after)" -lt "$(cut -d' ' -f1 before)" ]
	git_clean
EOT
finish
