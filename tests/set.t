# ref-set: fields in place.
. "${0%/*}/lib.sh"
book

t 'a field changes and every comment stays' <<'EOT'
	cp book/contacts/siti-rahman.yaml before
	ref-set siti-rahman segment=B >out
	printf 'siti-rahman\tupdated\tcontacts/siti-rahman.yaml\n' | same out
	diff before book/contacts/siti-rahman.yaml >changes || true
	same changes <<'EOF'
5c5
< segment: A   # never skip a month
---
> segment: B   # never skip a month
EOF
	git_clean
EOT

t 'a new field goes to its canonical place' <<'EOT'
	ref-set mei-chen company="Chen & Daughters" lang=en >out
	same book/contacts/mei-chen.yaml <<'EOF'
name: Mei Chen
kind: friend
company: Chen & Daughters
segment: SOI
lang: en
touches:
  - {at: 2026-10-10, how: text, why: value}
EOF
EOT

t 'lists: add, add again, take away, remove' <<'EOT'
	ref-set mei-chen tags+=golf tags+=choir >out
	has book/contacts/mei-chen.yaml 'tags: [golf, choir]'
	ref-set mei-chen tags+=golf >out
	has out unchanged
	ref-set mei-chen tags-=golf >out
	has book/contacts/mei-chen.yaml 'tags: [choir]'
	ref-set mei-chen tags-=choir >out
	hasnt book/contacts/mei-chen.yaml tags
	ref-set mei-chen tags='[a, b]' >out
	has book/contacts/mei-chen.yaml 'tags: [a, b]'
	ref-set mei-chen tags-= >out
	hasnt book/contacts/mei-chen.yaml tags
	git_clean
EOT

t 'a lone e-mail becomes a list of two' <<'EOT'
	ref-set daniel-tan email+=dan@example.com >out
	has book/contacts/daniel-tan.yaml 'email: [daniel.tan@example.com, dan@example.com]'
EOT

t 'paths into maps and lists; dates as people type them' <<'EOT'
	ref-set siti-rahman next.do="send contract" next.by=+3d likes.restaurant="Nasi Kandar Ali" >out
	has book/contacts/siti-rahman.yaml 'do: send contract' 'by: 2026-10-23' 'restaurant: Nasi Kandar Ali'
	ref-set siti-rahman 'touches[-1].note=a long lunch' >out
	has book/contacts/siti-rahman.yaml 'note: a long lunch}'
	ref-set siti-rahman prefers='{channel: call, reward: donation}' >out
	has book/contacts/siti-rahman.yaml 'channel: call' 'reward: donation'
	ref-check >out
	empty out
	git_clean
EOT

t 'own keys begin with x-' <<'EOT'
	ref-set mei-chen x-shoe=38 x-list='[a, b]' >out
	has book/contacts/mei-chen.yaml 'x-shoe: "38"' 'x-list: [a, b]'
EOT

t 'several contacts, and those on standard input, in one commit' <<'EOT'
	before=$(commits)
	ref-set mei-chen farid-hassan owner=aisyah >out
	rows out 2
	is "$(commits)" $((before + 1))
	ref-list -e 'kind = client' >ids
	ref-set - tags+=past <ids >out
	rows out 2
	is "$(commits)" $((before + 2))
EOT

t 'what a field refuses is refused, and nothing is written' <<'EOT'
	before=$(commits)
	exits 2 ref-set mei-chen kind=frend 2>err
	has err 'friend'
	exits 2 ref-set mei-chen sgment=A 2>err
	has err "did you mean 'segment'"
	exits 2 ref-set mei-chen birthday=31-12-1980 2>err
	exits 2 ref-set mei-chen cadence=sometimes 2>err
	exits 2 ref-set mei-chen kind+=friend 2>err
	exits 2 ref-set mei-chen kind= 2>err
	has err 'kind-='
	exits 2 ref-set mei-chen 2>err
	exits 2 ref-set kind=friend 2>err
	exits 2 ref-set mei-chen name.first=x 2>err
	exits 2 ref-set mei-chen farid-hassan nobody owner=aisyah 2>err
	is "$(commits)" "$before"
	git_clean
EOT

t 'nothing that ref-check would complain of is recorded' <<'EOT'
	before=$(commits)
	exits 2 ref-set mei-chen segment=Z 2>err
	has err "unknown segment 'Z': one of A B C SOI annual is wanted"
	exits 2 ref-set mei-chen owner=bob 2>err
	has err "'bob' is nobody of the team"
	exits 2 ref-set mei-chen next='{do: call, owner: bob}' 2>err
	exits 2 ref-set lim-wei referral.by=nobody 2>err
	has err "no contact 'nobody'"
	exits 2 ref-set mei-chen rewards+='{on: 2026-01-01, for: nobody, what: gift}' 2>err
	exits 3 ref-set daniel-tan referral='{by: lim-wei, on: 2026-01-01}' 2>err
	has err circle
	exits 2 ref-add 'New One' kind=client segment=Z 2>err
	printf 'name: New Two\nkind: client\nowner: bob\n' >new
	exits 2 ref-add - <new 2>err
	has err "'bob'"
	exits 2 ref-deal siti-rahman open --value -5 2>err
	has err 'less than nothing'
	exits 2 ref-cost incentive -- -4 2>err
	exits 2 ref-move lim-wei won --value=-5 2>err
	exits 2 ref-thank daniel-tan --gift gift --amount=-3 2>err
	ref-check >out
	empty out
	is "$(commits)" "$before"
	git_clean
EOT

t 'a required field is not taken away' <<'EOT'
	exits 3 ref-set mei-chen name-= 2>err
	has err name
	git_clean
EOT

t 'text that other readers would retype is quoted' <<'EOT'
	ref-set mei-chen call=No address="12:30" notes="- not a list" >out
	has book/contacts/mei-chen.yaml 'call: "No"' 'address: "12:30"' 'notes: "- not a list"'
	ref-check >out
	empty out
EOT

finish
