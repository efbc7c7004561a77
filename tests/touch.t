# ref-touch: contacts that we had.
. "${0%/*}/lib.sh"
book

t '001.10 a touch is recorded in the style of its siblings' <<'EOT'
	cp book/contacts/siti-rahman.yaml before
	ref-touch siti-rahman call "settling in well" --why personal --step d90 >out
	printf 'siti-rahman\tupdated\tcontacts/siti-rahman.yaml\n' | same out
	diff before book/contacts/siti-rahman.yaml >changes || true
	same changes <<'EOF'
16a17
>   - {at: 2026-10-20, by: aisyah, how: call, why: personal, step: d90, dir: out, note: settling in well}
EOF
	git_clean
EOT

t 'a block-style list gets a block-style item, at its own indent' <<'EOT'
	ref-touch daniel-tan text --at 2026-10-19 >out
	has book/contacts/daniel-tan.yaml '- at: 2026-10-19' '  how: text'
	ref-check >out
	empty out
	git_clean
EOT

t 'one call is one commit, by the committer, with its trailers' <<'EOT'
	is "$(commits)" 3
	git -C book log -1 --format=%an:%ae:%s >out
	printf 'Test User:test@example.com:touch: daniel-tan\n' | same out
	git -C book log -1 --format=%b >out
	has out 'Ref-Op: touch' 'Ref-Contact: daniel-tan' touches
	git -C book show --stat --format= HEAD >out
	like out '1 file changed'
EOT

t 'the same call twice is unchanged and makes no commit' <<'EOT'
	ref-touch daniel-tan text --at 2026-10-19 >out
	printf 'daniel-tan\tunchanged\tcontacts/daniel-tan.yaml\n' | same out
	is "$(commits)" 3
EOT

t 'many from standard input are one commit' <<'EOT'
	ref-list -e 'kind = client' >clients
	rows clients 2
	ref-touch - email "market update" --why education <clients >out
	rows out 2
	is "$(commits)" 4
	git -C book log -1 --format=%B >out
	has out 'Ref-Contact: farid-hassan' 'Ref-Contact: siti-rahman'
	git_clean
EOT

t 'an incoming call and a reply are said' <<'EOT'
	ref-touch mei-chen call --in --by daniel >out
	has book/contacts/mei-chen.yaml 'by: daniel, how: call, dir: in'
	ref-touch mei-chen text --reply >out
	has book/contacts/mei-chen.yaml 'reply: yes'
EOT

t 'bad input is refused, and changes nothing' <<'EOT'
	head=$(git -C book rev-parse HEAD)
	exits 2 ref-touch mei-chen cal 2>err
	has err "call"
	exits 2 ref-touch mei-chen call --at +3d 2>err
	has err 'still to come'
	exits 2 ref-touch mei-chen call --at 2026-02-30 2>err
	exits 2 ref-touch nobody call 2>err
	has err "no contact 'nobody'"
	exits 2 ref-touch mei-chen 2>err
	exits 2 ref-touch mei-chen call note more 2>err
	exits 2 ref-touch mei-chen call --by nobody 2>err
	exits 2 ref-touch mei-chen call --step d2 2>err
	has err "no 'd2' in the protocol; one of d1 d7 d14 d30 d90"
	is "$(git -C book rev-parse HEAD)" "$head"
	git_clean
EOT

t 'an ambiguous name lists the candidates: exit 3' <<'EOT'
	ref-add "Mei Ling" kind=friend >out
	exits 3 ref-touch mei call 2>err
	has err mei-chen mei-ling
EOT

t 'a dry run shows the diff and writes nothing' <<'EOT'
	head=$(git -C book rev-parse HEAD)
	ref-touch -n mei-chen letter "a card" >out
	has out '+++ b/contacts/mei-chen.yaml' '+  - {at: 2026-10-20, by: aisyah, how: letter'
	is "$(git -C book rev-parse HEAD)" "$head"
	git_clean
EOT

t 'a hand edit is committed first, as itself' <<'EOT'
	before=$(commits)
	sed -i 's/^segment: SOI/segment: B   # closer than I thought/' book/contacts/mei-chen.yaml
	ref-touch mei-chen visit >out
	is "$(commits)" $((before + 2))
	git -C book log -2 --format=%s >out
	same out <<'EOF'
touch: mei-chen
edit: mei-chen
EOF
	git -C book show --format=%b HEAD~1 >out
	has out segment '+segment: B   # closer than I thought'
	hasnt out visit
	has book/contacts/mei-chen.yaml '# closer than I thought'
	git_clean
EOT

t "somebody's staged and unstaged work elsewhere is not swept in" <<'EOT'
	echo 'staged' >book/staged.txt
	git -C book add staged.txt
	echo '# later' >>book/contacts/siti-rahman.yaml
	ref-touch mei-chen gift >out
	git -C book show --name-only --format= HEAD >out
	printf 'contacts/mei-chen.yaml\n' | same out
	git -C book status --porcelain >out
	same out <<'EOF'
 M contacts/siti-rahman.yaml
A  staged.txt
EOF
	git -C book rm -q --cached staged.txt
	rm book/staged.txt
	git -C book checkout -q contacts/siti-rahman.yaml
EOT

t 'a file that does not parse is named with its line and left alone' <<'EOT'
	printf 'name: [broken\nkind: friend\n' >book/contacts/mei-chen.yaml
	exits 3 ref-touch mei-chen call 2>err
	like err 'mei-chen.yaml:[0-9]+:[0-9]+: '
	printf 'name: [broken\nkind: friend\n' | same book/contacts/mei-chen.yaml
	git -C book checkout -q contacts/mei-chen.yaml
EOT

finish
