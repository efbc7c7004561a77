#!/bin/sh
# list.t: ref-list.
. "${0%/*}/lib.sh"
book

t 'the columns of ref-list are a contract' <<'EOT'
	ref-list -H >out
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' \
	    id name kind segment owner last next score \
	    daniel-tan 'Daniel Tan' partner B aisyah 2026-10-02 2026-12-31 '' \
	    farid-hassan 'Farid Hassan' client C '' 2026-05-01 2026-07-30 '' \
	    lim-wei 'Lim Wei' lead '' aisyah '' '' '' \
	    mei-chen 'Mei Chen' friend SOI '' 2026-10-10 2027-01-08 '' \
	    siti-rahman 'Siti Rahman' client A aisyah 2026-09-10 2026-10-10 13 \
	    >want
	same out want
EOT

t 'JSON has the same columns, typed' <<'EOT'
	ref-list -j siti farid >out
	same out <<-'EOF'
	{"id":"siti-rahman","name":"Siti Rahman","kind":"client","segment":"A","owner":"aisyah","last":"2026-09-10","next":"2026-10-10","score":13}
	{"id":"farid-hassan","name":"Farid Hassan","kind":"client","segment":"C","owner":null,"last":"2026-05-01","next":"2026-07-30","score":null}
	EOF
EOT

t 'in JSON a record is an object, a list of them a list, a map an object' <<'EOT'
	person nested <<-'EOF'
	name: Nested
	kind: client
	links: {linkedin: "https://example.com/n?a=1,2", web: x}
	consent: {contact: yes, story: no}
	referral:
	  - {by: mei-chen, on: 2025-01-01, status: lost, reason: not-a-fit}
	  - by: siti-rahman
	    on: 2026-09-02T10:00+08:00
	    status: won
	    value: 9600
	    steps: [{at: 2026-09-03, to: contacted}, {at: 2026-09-09, to: won}]
	touches:
	  - {at: 2026-09-10, how: call, note: "a b, \"c\""}
	  - {at: 2026-09-11, how: text}
	EOF
	ref-list -j -o consent,touches,links,prefers,referral nested >out
	jq -c 'del(.referral)' out >got
	same got <<-'EOF'
	{"id":"nested","consent":{"contact":true,"story":false},"touches":[{"at":"2026-09-10","how":"call","note":"a b, \"c\""},{"at":"2026-09-11","how":"text"}],"links":{"linkedin":"https://example.com/n?a=1,2","web":"x"},"prefers":null}
	EOF
	jq -c '.referral[1]' out >got
	same got <<-'EOF'
	{"by":"siti-rahman","on":"2026-09-02T10:00+08:00","status":"won","value":9600,"steps":[{"at":"2026-09-03","to":"contacted"},{"at":"2026-09-09","to":"won"}]}
	EOF
	ref-list -j -o referral.steps,touches.note nested >out
	same out <<-'EOF'
	{"id":"nested","referral.steps":[{"at":"2026-09-03","to":"contacted"},{"at":"2026-09-09","to":"won"}],"touches.note":["a b, \"c\""]}
	EOF
	ref-list -o consent,touches nested >out
	printf 'nested\tyes no\t2026-09-10 call a b, "c",2026-09-11 text\n' >want
	same out want
	rm "$REF_BOOK/contacts/nested.yaml"
EOT

t 'next is the earlier of the next step and the next touch' <<'EOT'
	person stepper <<-'EOF'
	name: Stepper
	kind: client
	segment: A
	next: {do: call, by: 2026-10-05}
	touches: [{at: 2026-09-10, how: call, why: personal}]
	EOF
	ref-list -o next stepper >out
	printf 'stepper\t2026-10-05\n' >want
	same out want
	sed -i 's/2026-10-05/2026-12-05/' "$REF_BOOK/contacts/stepper.yaml"
	ref-list -o next stepper >out
	printf 'stepper\t2026-10-10\n' >want
	same out want
	rm "$REF_BOOK/contacts/stepper.yaml"
EOT

t 'what is derived: due late owed referrals won status revenue' <<'EOT'
	ref-list -o due,late,owed,referrals,won,status,revenue >out
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' \
	    daniel-tan yes 3 thank 1 0 '' '' \
	    farid-hassan yes 82 silent,touch 0 0 '' 7000 \
	    lim-wei yes 2 ack,contact 0 0 new '' \
	    mei-chen no '' '' 0 0 '' '' \
	    siti-rahman yes 10 touch 0 0 '' 9600 >want
	same out want
	sed -i 's/status: new/status: won/' "$REF_BOOK/contacts/lim-wei.yaml"
	ref-list -e 'won = referrals and referrals' -o status,won >out || :
	ref-list -e 'won > 0' -o won >out
	printf 'daniel-tan\t1\n' >want
	same out want
	git -C "$REF_BOOK" checkout -q .
EOT

t 'age is in whole years, by the birthday' <<'EOT'
	person elder <<-'EOF'
	name: Elder
	birthday: 1980-10-21
	EOF
	ref-list -o age elder >out
	printf 'elder\t45\n' >want
	same out want
	ref-list -t +1d -o age elder >out
	printf 'elder\t46\n' >want
	same out want
	rm "$REF_BOOK/contacts/elder.yaml"
EOT

t 'a contact counts as soon as its file is there, at any depth' <<'EOT'
	mkdir -p "$REF_BOOK/contacts/n"
	echo 'name: New One' >"$REF_BOOK/contacts/n/new-one.yaml"
	ref-list -o path new >out
	printf 'new-one\tcontacts/n/new-one.yaml\n' >want
	same out want
	rm -r "$REF_BOOK/contacts/n"
EOT

t 'an empty book lists nothing: exit 0' <<'EOT'
	mkdir bare
	: >bare/ref.yaml
	ref-list -B bare >out
	empty out
	mkdir bare/contacts
	ref-list -B bare -H >out
	rows out 1
EOT

t 'ref-list reads only: no git, no file changed' <<'EOT'
	mkdir plain
	cp -R "$REF_BOOK/ref.yaml" "$REF_BOOK/contacts" plain/
	find plain -newer out >before
	chmod -R a-w plain
	ref-list -B plain >out
	rows out 5
	chmod -R u+w plain
	find plain -type f -newer before >after
	empty after
EOT

t 'the examples of the manual run' <<'EOT'
	sed -n 's/^\.Dl \(ref-list .*\)/\1/p' "$T_SRC/man/ref-list.1" >lines
	rows lines 4
	while read -r line; do
		exits 0 sh -c "$line" >out </dev/null
	done <lines
EOT

finish
