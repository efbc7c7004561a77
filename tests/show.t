#!/bin/sh
# show.t: ref-show.
. "${0%/*}/lib.sh"
book

t 'a person on one page: card, due, score, timeline' <<'EOT'
	ref-show siti >out
	same out <<-'EOF'
	Siti Rahman  (siti-rahman)
	  call          Kak Siti
	  kind          client
	  segment       A
	  owner         aisyah
	  email         siti@example.com
	  phone         +60123456789
	  birthday      --06-14
	  tags          first-home, buyer

	Due
	  touch     2026-10-10  segment A, last 2026-09-10: refinance alert (10 days late)

	Score
	  satisfaction  5  1 deal
	  relationship  4  2 touches in a year; 1 answer in a year
	  network       4
	  total         13 of 15, a priority source

	Timeline
	  2026-09-10        touch     by aisyah, call, personal, out, reply yes: lunch
	  2026-06-16        touch     by aisyah, call, personal, step d1, out: keys, thanks
	  2026-06-15        deal      id d1, opened 2026-03-20, buyer, closed, value 480000, revenue 9600
	EOF
EOT

t 'who referred them, and whom they referred, generations deep' <<'EOT'
	person grand <<-'EOF'
	name: Grand Child
	kind: lead
	referral: {by: lim-wei, on: 2026-10-18, status: contacted}
	EOF
	ref-show daniel-tan >out
	sed -n '/^Referred to us/,/^$/p' out >tree
	same tree <<-'EOF'
	Referred to us
	  lim-wei  Lim Wei  2026-10-17  new
	    grand  Grand Child  2026-10-18  contacted

	EOF
	ref-show grand >out
	sed -n '/^Referred by/,/^$/p' out >tree
	same tree <<-'EOF'
	Referred by
	  lim-wei  Lim Wei  2026-10-18  contacted
	    daniel-tan  Daniel Tan  2026-10-17  new

	EOF
	sed -i 's/by: lim-wei/by: nobody/' "$REF_BOOK/contacts/grand.yaml"
	ref-show grand >out
	has out 'nobody  (not in the book)'
	rm "$REF_BOOK/contacts/grand.yaml"
EOT

t 'a circle made by hand ends' <<'EOT'
	printf 'name: A\nreferral: {by: loop-b}\n' | person loop-a
	printf 'name: B\nreferral: {by: loop-a}\n' | person loop-b
	timeout 10 ref-show loop-a >out
	has out 'Referred by' 'Referred to us'
	rm "$REF_BOOK/contacts/loop-a.yaml" "$REF_BOOK/contacts/loop-b.yaml"
EOT

t 'the timeline: steps and what was told, in the zone of the book' <<'EOT'
	person busy <<-'EOF'
	name: Busy
	kind: lead
	source: referral
	referral:
	  by: siti-rahman
	  on: 2026-09-02T20:00:00Z
	  status: contacted
	  steps: [{at: 2026-09-03T02:20:00Z, to: contacted}]
	  told: [{at: 2026-09-04, about: thanks}]
	events: [{on: 2026-09-05, what: baby, note: "a girl"}]
	asks: [{on: 2026-09-06, script: open, result: later}]
	nps: [{on: 2026-09-07, score: 9}]
	EOF
	ref-show busy >out
	sed -n '/^Timeline/,$p' out >timeline
	same timeline <<-'EOF'
	Timeline
	  2026-09-07        nps       score 9
	  2026-09-06        ask       open, later
	  2026-09-05        event     baby: a girl
	  2026-09-04        told      thanks
	  2026-09-03 10:20  step      contacted
	  2026-09-03 04:00  referral  by siti-rahman, contacted
	EOF
	ref-show -N 2 busy >out
	has out 'nps       score 9' 'ask       open' 'and 4 earlier: --max 0'
	hasnt out baby
	ref-show --max=0 busy >out
	hasnt out earlier
	exits 2 ref-show -N -1 busy 2>err
	exits 2 ref-show -N x busy 2>err
	rm "$REF_BOOK/contacts/busy.yaml"
EOT

t 'notes stand as lines, and are made safe' <<'EOT'
	ref-show farid >out
	sed -n '/^Notes/,$p' out >notes
	same notes <<-'EOF'
	Notes
	  Second house in Taman Canning.
	  Knows everybody at the golf club.
	EOF
	printf 'name: "E\\e[31m"\nnotes: "x\\e]0;t\\a"\n' | person evil
	ref-show evil >out
	exits 1 grep -q "$(printf '\033')" out
	has out 'E\x1b[31m' 'x\x1b]0;t\x07'
	rm "$REF_BOOK/contacts/evil.yaml"
EOT

t '-j: the whole contact and what is derived, one line each' <<'EOT'
	ref-show -j lim-wei daniel >out
	same out <<-'EOF'
	{"id":"lim-wei","path":"contacts/lim-wei.yaml","name":"Lim Wei","kind":"lead","owner":"aisyah","email":["lim.wei@example.com"],"source":"referral","referral":[{"by":"daniel-tan","on":"2026-10-17T10:00+08:00","type":"partner","mechanism":"direct","status":"new"}],"derived":{"last":null,"next":null,"score":null,"due":true,"late":2,"owed":["ack","contact"],"referrals":0,"won":0,"status":"new","revenue":null,"age":null}}
	{"id":"daniel-tan","path":"contacts/daniel-tan.yaml","name":"Daniel Tan","kind":"partner","profession":"lender","segment":"B","owner":"aisyah","email":["daniel.tan@example.com"],"phone":["+60125551234"],"touches":[{"at":"2026-10-02","how":"meeting","why":"personal"}],"given":[{"on":"2026-08-01","who":"Tan family","outcome":"won","value":3000}],"derived":{"last":"2026-10-02","next":"2026-12-31","score":null,"due":true,"late":3,"owed":["thank"],"referrals":1,"won":0,"status":null,"revenue":null,"age":null}}
	EOF
EOT

t 'somebody to show must be named, or chosen by -e' <<'EOT'
	exits 2 ref-show >out 2>err </dev/null
	has err 'no ID given'
	ref-show -j -e 'kind = client' >out
	rows out 2
	ref-list -e 'kind = lead' >in
	ref-show - <in >out
	like out '^Lim Wei  '
	ref-show - </dev/null >out
	empty out
EOT

t 'unknown, ambiguous and unreadable contacts' <<'EOT'
	exits 2 ref-show nobody lim-wei >out 2>err
	like out '^Lim Wei  '
	has err "no contact 'nobody'"
	printf 'name: Siti Omar\n' | person siti-omar
	exits 3 ref-show siti >out 2>err
	empty out
	has err siti-omar siti-rahman
	printf 'name: [\n' | person siti-omar
	exits 4 ref-show siti-omar siti-rahman >out 2>err
	like out '^Siti Rahman  '
	rows err 1
	rm "$REF_BOOK/contacts/siti-omar.yaml"
EOT

t 'the examples of the manual run' <<'EOT'
	needs jq
	sed -n 's/^\.Dl \(ref-show .*\|ref-list .*\)/\1/p' \
	    "$T_SRC/man/ref-show.1" >lines
	rows lines 3
	while read -r line; do
		exits 0 sh -c "$line" >out </dev/null
		[ -s out ]
	done <lines
EOT

finish
