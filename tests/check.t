# ref-check: faults, with their places.
. "${0%/*}/lib.sh"
book

# fault TEXT...: ref-check fails, and says each.
fault()
{
	exits 1 ref-check >out
	has out "$@"
}

t 'a sound book: nothing said, exit 0' <<'EOT'
	ref-check >out 2>err
	empty out
	empty err
EOT

t 'file:line:col for what does not parse, and for each wrong value' <<'EOT'
	person odd <<-'EOF'
	name: Odd
	kind: freind
	birthday: 1984-02-30
	score: {satisfaction: 7}
	nps:
	  - {on: 2026-01-01, score: 11}
	touchs: []
	EOF
	fault 'contacts/odd.yaml:2:7: error: ' friend 'contacts/odd.yaml:3:11: error: ' \
	    'contacts/odd.yaml:4:23: error: ' 'contacts/odd.yaml:6:29: error: ' \
	    'contacts/odd.yaml:7:1: warning: ' "did you mean 'touches'"
	printf 'name: [\n' | person odd
	like out .
	exits 1 ref-check >out
	like out '^contacts/odd.yaml:[0-9]+:[0-9]+: error: '
	rm book/contacts/odd.yaml
EOT

t 'files that no program reads for their names' <<'EOT'
	mkdir book/contacts/sub
	cp book/contacts/mei-chen.yaml book/contacts/Mei.yaml
	cp book/contacts/mei-chen.yaml book/contacts/sub/mei-chen.yaml
	cp book/contacts/mei-chen.yaml book/contacts/mei.yml
	fault 'contacts/Mei.yaml: error: not read: the file' \
	    'contacts/mei.yml: error: not read: name it .yaml' \
	    'contacts/sub/mei-chen.yaml: error: not read: contacts/mei-chen.yaml has the same id'
	exits 1 sh -c 'cd book && ref-check contacts/mei.yml' >out
	like out '^contacts/mei.yml: error: '
	rows out 1
	rm -r book/contacts/Mei.yaml book/contacts/mei.yml book/contacts/sub
EOT

t '003.30 a lead that does not say how they heard of us' <<'EOT'
	printf 'name: Lead\nkind: lead\n' | person lead
	fault 'contacts/lead.yaml' source
	rm book/contacts/lead.yaml
EOT

t 'references to nobody, circles, self-referrals' <<'EOT'
	printf 'name: A\nsource: referral\nreferral: {by: b, on: 2026-01-01}\n' | person a
	printf 'name: B\nsource: referral\nreferral: {by: a, on: 2026-01-01}\n' | person b
	fault 'contacts/a.yaml:3:16: error: a circle' 'contacts/b.yaml:3:16: error: a circle'
	printf 'name: B\nreferral: {by: b, on: 2026-01-01}\n' | person b
	fault 'contacts/b.yaml:2:16: error: they cannot have referred themselves'
	printf 'name: B\nreferral: {by: nobody, on: 2026-01-01}\n' | person b
	fault "contacts/b.yaml:2:16: error: no contact 'nobody'"
	rm book/contacts/a.yaml book/contacts/b.yaml
EOT

t 'a ref.yaml that nothing can start with is a fault, too' <<'EOT'
	cp book/ref.yaml kept
	printf 'currency: [x\n' >book/ref.yaml
	exits 1 ref-check >out 2>err
	like out '^ref.yaml:2:1: error: '
	empty err
	printf 'priority_score: many\n' >book/ref.yaml
	exits 1 ref-check -j >out
	has out '"file":"ref.yaml","line":1,"col":17' "'many' is no priority_score"
	exits 3 ref-list 2>err
	cp kept book/ref.yaml
	ref-check >out
	empty out
EOT

t 'an address and a number that reach nobody are warned of' <<'EOT'
	person a <<-'EOF'
	name: A
	email: [a@example.com, a.example.com]
	phone: ask her
	EOF
	ref-check >out
	same out <<-'EOF'
	contacts/a.yaml:2:24: warning: 'a.example.com' is no e-mail address
	contacts/a.yaml:3:8: warning: 'ask her' is no telephone number
	EOF
	rm book/contacts/a.yaml
EOT

t 'unknown team members and segments; twins' <<'EOT'
	printf 'name: A\nowner: bob\nsegment: Z\nemail: siti@example.com\n' | person a
	fault "contacts/a.yaml:2:8: error: 'bob'" "contacts/a.yaml:3:10: error: unknown segment 'Z'" \
	    "warning: the same e-mail as"
	rm book/contacts/a.yaml
EOT

t 'ref.yaml and costs.yaml are checked, too' <<'EOT'
	cp book/ref.yaml keep
	echo 'priority_scor: 10' >>book/ref.yaml
	ref-check >out
	has out 'ref.yaml:8:1: warning: ' 'priority_score'
	cp keep book/ref.yaml
	printf 'costs:\n  - {on: 2026-01-01, kind: lunch, amount: 3}\n' >book/costs.yaml
	fault 'costs.yaml:2:'
	rm book/costs.yaml
EOT

t 'merge conflicts and conflict markers' <<'EOT'
	printf 'name: A\nmerge-conflicts:\n  - {path: /phone, base: "1", ours: "2", theirs: "3"}\n' | person a
	fault 'contacts/a.yaml' conflict /phone
	printf '<<<<<<< HEAD\nname: A\n=======\nname: B\n>>>>>>> x\n' | person a
	fault 'contacts/a.yaml:1:1: error: '
	rm book/contacts/a.yaml
EOT

t 'warnings alone are exit 0; -j gives fields' <<'EOT'
	printf 'name: A\nx-own: kept\naddress: 0123\ncolour: red\n' | person a
	ref-check >out
	rows out 2
	has out 'a.yaml:3:10: warning' 'a.yaml:4:1: warning'
	ref-check -j >out
	has out '"file":"contacts/a.yaml"' '"line":3' '"severity":"warning"' '"id":"a"'
EOT

t 'only the files named, by path or id, from anywhere' <<'EOT'
	ref-check siti-rahman >out
	empty out
	ref-check a >out
	rows out 2
	(cd book/contacts && ref-check a.yaml >../../out)
	rows out 2
	exits 2 ref-check nothing-there 2>err
EOT

t '004.7 --method names the gaps in the use of the method' <<'EOT'
	ref-check --method >out
	has out 'ref.yaml: warning: ideal-client: ' 'contacts/lim-wei.yaml: warning: '
	ref-check --method lim-wei >out
	hasnt out ref.yaml
	ref-check --method -j >out
	has out '"id":"lim-wei"'
EOT

t '002.2 each step of the design that is missing is named' <<'EOT'
	ref-init bare >out
	ref-add -B bare "Lone Client" kind=client >out
	ref-add -B bare "Lone Lead" kind=lead source=web >out
	ref-check -B bare --method >out
	# audience, network, something of value, asking, tracking
	like out '^ref.yaml: warning: ideal-client: no ideal_client' \
	    '^contacts/lone-client.yaml: warning: segment: no segment' \
	    '^ref.yaml: warning: kit: no message' \
	    '^ref.yaml: warning: kit: no listen_for' \
	    '^ref.yaml: warning: kit: no follow_up' \
	    '^ref.yaml: warning: setup: no goals.asks_per_month' \
	    '^contacts/lone-lead.yaml: warning: next: '
	# and one that was made is named no longer
	printf '%s\n' 'ideal_client: CFOs' 'message: homes' \
	    'listen_for: [moving]' 'follow_up: a call the same day' \
	    'goals: {asks_per_month: 4}' >>bare/ref.yaml
	ref-set -B bare lone-client segment=A >out
	ref-set -B bare lone-lead next='{do: call, by: 2026-10-30}' >out
	ref-check -B bare --method >out
	hasnt out ideal-client 'kit:' segment asks_per_month 'next:'
EOT

t '--fix mends what needs no judgement, in one commit' <<'EOT'
	printf 'name: A\nkind: Friend   # old school\naddress: 0123\nphone: +60125550000\n' | person a
	save
	before=$(commits)
	ref-check --fix >out
	same book/contacts/a.yaml <<'EOF'
name: A
kind: friend   # old school
address: "0123"
phone: "+60125550000"
EOF
	has out 'a	updated	contacts/a.yaml'
	hasnt out siti-rahman
	[ -f book/.ref/contact.schema.json ]
	is "$(commits)" $((before + 1))
	git_clean
	ref-check --fix >out
	is "$(commits)" $((before + 1))
EOT

t 'a book that others can read, until it is closed' <<'EOT'
	chmod 755 book
	ref-check >out
	has out '.: warning: other users' '.git, contacts, ref.yaml' \
	    "chmod go-rwx '$T/book'"
	rows out 1
	chmod 700 book
	ref-check >out
	empty out
	ref-init closed >made
	chmod 755 closed
	chmod 755 closed/contacts
	ref-check -B closed >out
	has out 'can read contacts: chmod'
	chmod 700 closed/contacts
	ref-check -B closed >out
	empty out
	git -C book config core.sharedRepository group
	ref-check >out
	has out '.: warning: core.sharedRepository'
	rows out 1
	git -C book config core.sharedRepository umask
	ref-check >out
	empty out
	git -C book config --unset core.sharedRepository
EOT

t 'a yes among words is no true, for the schema as for the programs' <<'EOT'
	schema=$T_SRC/share/contact.schema.json
	jq -c '[.. | .enum? | select(. and index("promised")) | index(true)]' \
	    "$schema" >out
	is "$(cat out)" '[null]'
	# Where yes and no are all there is, both are said in either way.
	jq -c '.properties.consent.properties.contact.enum' "$schema" >out
	is "$(cat out)" '["yes","no",true,false,null]'
	ref-init truth >out
	echo '{name: Ann, asks: [{on: 2026-10-01, result: true}]}' \
	    >truth/contacts/ann.yaml
	exits 1 ref-check -B truth >out
	has out "contacts/ann.yaml:1:45: error"
	echo '{name: Ann, consent: {contact: false}, asks: [{on: 2026-10-01, result: yes}]}' \
	    >truth/contacts/ann.yaml
	ref-check -B truth >out
	empty out
EOT

finish
