#!/bin/sh
# dup.t: likely duplicates, and two contacts made one.
. "${0%/*}/lib.sh"

book
person rahman-siti <<'EOF'
# the other Siti
name: RAHMAN Siti
kind: client
phone: "012-345 6789"
tags: [golf]
touches:
  - {at: 2026-08-01, how: call, why: personal}
EOF
person wei-lim-2 <<'EOF'
name: Lim Wéi
kind: friend
email: other@example.com
referral: {by: rahman-siti, on: 2026-01-02, status: won}
rewards:
  - {on: 2026-01-03, for: lim-wei, what: note}
EOF
person mei-chan <<'EOF'
name: Mei Chan
kind: friend
birthday: 1980-02-03
links: {linkedin: "https://www.linkedin.com/in/mei/"}
EOF
person mei-tan <<'EOF'
name: Mei Tan
kind: friend
birthday: 1980-02-03
links: {web: "http://LINKEDIN.com/in/mei"}
EOF
save 'twins'

t 'pairs with their reasons, each once' <<'EOT'
	ref-dup >out
	same out <<-'EOF'
	lim-wei	wei-lim-2	name	Lim Wei	Lim Wéi
	mei-chan	mei-tan	URL, birthday	Mei Chan	Mei Tan
	rahman-siti	siti-rahman	phone, name	RAHMAN Siti	Siti Rahman
	EOF
	ref-dup siti >out
	rows out 1
	ref-dup -j >out
	has out '"other":"wei-lim-2"'
	exits 1 ref-dup -x daniel-tan
EOT

t 'e-mail in any case; a number of another country is another' <<'EOT'
	ref-add Copycat --force kind=friend email=SITI@example.com >out
	ref-dup copycat >out
	has out 'copycat	siti-rahman	e-mail'
	ref-rm copycat >out
	ref-dup >out
	hasnt out copycat
	ref-dup --all >out
	has out copycat
	ref-add Neighbour kind=friend phone=+65123456789 >out
	ref-dup neighbour >out
	hasnt out siti-rahman
EOT

t 'ref-add refuses a likely duplicate by the same rules' <<'EOT'
	exits 3 ref-add 'Wei Lim' kind=friend 2>err
	has err "'lim-wei' (same name)"
	exits 3 ref-add 'Somebody' kind=friend phone='+60 12 345 6789' 2>err
	has err "'siti-rahman' (same phone)"
EOT

t 'values that differ are listed and refused, until a side is preferred' <<'EOT'
	before=$(commits)
	exits 3 ref-dup --join siti-rahman rahman-siti 2>err
	has err "name: 'Siti Rahman' in siti-rahman, 'RAHMAN Siti' in rahman-siti"
	has err '--prefer'
	is "$(commits)" "$before"
	git_clean
EOT

t 'joined: lists and logs grow, references follow, one commit' <<'EOT'
	before=$(commits)
	ref-dup --join siti-rahman rahman-siti --prefer keep -n >change 2>err
	has change '-name: RAHMAN Siti' '+  - {at: 2026-08-01, how: call, why: personal}'
	is "$(commits)" "$before"
	ref-dup --join siti-rahman rahman-siti --prefer keep >out 2>err
	has out 'siti-rahman	updated' 'rahman-siti	deleted' 'wei-lim-2	updated'
	is "$(commits)" "$((before + 1))"
	absent "$REF_BOOK/contacts/rahman-siti.yaml"
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'name: Siti Rahman' golf \
	    '# never skip a month' 'at: 2026-08-01' 'phone: ["+60123456789"]'
	has "$REF_BOOK/contacts/wei-lim-2.yaml" 'by: siti-rahman'
	git -C "$REF_BOOK" log -1 --format=%B >msg
	has msg 'Ref-Op: join'
	git_clean
	ref-check
EOT

t 'no touch, deal or referral of either is lost; one ref-undo takes it back' <<'EOT'
	cp -R book two
	export REF_BOOK="$T/two"
	person nor-aini <<'EOF'
name: Nor Aini
kind: client
email: nor@example.com
referral: {by: daniel-tan, on: 2020-01-01, status: dark}
deals:
  - {id: d1, opened: 2020-02-01, closed: 2020-03-01, status: closed, value: 300000}
touches:
  - {at: 2026-01-01, how: call}
EOF
	person noraini <<'EOF'
name: Nor Aini
kind: client
email: nor@example.org
referral: {by: mei-chen, on: 2024-01-01, status: won}
deals:
  - {id: d1, opened: 2024-02-01, closed: 2024-03-01, status: closed, value: 500000}
touches:
  - {at: 2026-01-01, how: call, note: the second that day}
  - {at: 2026-02-01, how: text}
EOF
	person tan-lee <<'EOF'
name: Tan Lee
kind: lead
source: referral
referral: {by: noraini, on: 2025-01-01}
EOF
	save nor
	before=$(commits)
	ref-dup --join nor-aini noraini >out 2>err
	empty err
	ref-export jsonl nor-aini >j
	jq -c '[.referral[].by], [.deals[] | .id + " " + (.value | tostring)], (.touches | length), .email' j >out
	same out <<'EOF'
["daniel-tan","mei-chen"]
["d1 300000","d2 500000"]
3
["nor@example.com","nor@example.org"]
EOF
	has two/contacts/tan-lee.yaml 'by: nor-aini'
	is "$(commits)" $((before + 1))
	ref-check
	ref-undo >out
	git -C two diff --stat HEAD~2 >left
	empty left
EOT

t 'preferring the one that goes takes its values' <<'EOT'
	ref-dup --join mei-chan mei-tan --prefer drop >out 2>err
	has "$REF_BOOK/contacts/mei-chan.yaml" 'name: Mei Tan'
	has err 'the second is kept'
	absent "$REF_BOOK/contacts/mei-tan.yaml"
	ref-check
EOT

t 'who referred whom cannot be joined; nor one with itself' <<'EOT'
	exits 3 ref-dup --join lim-wei daniel-tan --prefer keep 2>err
	has err 'refer themselves'
	exits 3 ref-dup --join daniel-tan lim-wei --prefer keep 2>err
	exits 2 ref-dup --join siti siti-rahman 2>err
	exits 2 ref-dup --join siti 2>err
	exits 2 ref-dup --prefer keep 2>err
	exits 2 ref-dup -n 2>err
	git_clean
EOT

t 'a file that cannot be read may hold a reference: nothing is joined' <<'EOT'
	printf 'name: [\n' | person broken
	exits 3 ref-dup --join mei-chan neighbour --prefer keep >out 2>err
	has err 'nothing was changed'
	rm "$REF_BOOK/contacts/broken.yaml"
EOT

t 'who awaits a decision is not joined to another before it is taken' <<'EOT'
	person mei-c <<-'EOF'
	name: Mei Chen
	segment: B
	merge-conflicts:
	- {path: segment, base: A, ours: B, theirs: C}
	EOF
	exits 3 ref-dup --join mei-chen mei-c 2>err
	has err 'ref-sync --resolve mei-c'
	rm "$REF_BOOK/contacts/mei-c.yaml"
EOT

finish
