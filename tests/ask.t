# ref-ask: whom to ask, the words, and what came of it.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20T09:00+08:00
book

t '003.14 nobody is asked out of the blue' <<'EOT'
	ref-ask >out
	empty out
	exits 1 ref-ask -x
EOT

t '003.7 praise opens a window; the evidence is printed' <<'EOT'
	ref-event siti-rahman praise "told her sister" --on 2026-10-19 >out
	ref-ask >out
	printf 'siti-rahman\tpraise\t2026-10-19\t2026-11-18\t13\tscore 13, praise on 2026-10-19: told her sister\tSiti Rahman\n' | same out
	ref-ask -t 2026-11-18 >out
	rows out 1
	ref-ask -t 2026-11-19 >out
	empty out
EOT

t '000.4 thirty days after a closing, and not on the day' <<'EOT'
	ref-deal mei-chen open --side buyer --at 2026-09-01 >out
	ref-deal mei-chen close --revenue 9000 --at 2026-09-25 >out
	ref-ask mei-chen >out
	empty out
	ref-ask mei-chen -w 5d -o window,opened,closes >out
	printf 'mei-chen\tday30\t2026-10-25\t2026-11-24\n' | same out
EOT

t 'those who are not ready are shown on demand' <<'EOT'
	ref-event farid-hassan review >out
	ref-ask farid-hassan >out
	empty out
	ref-ask farid-hassan --any -o window,ready >out
	printf 'farid-hassan\treview\tno\n' | same out
	ref-nps farid-hassan 9 >out
	ref-ask farid-hassan -o why >out
	printf 'farid-hassan\tNPS 9\n' | same out
	ref-nps farid-hassan 3 >out
	ref-ask farid-hassan >out
	empty out
EOT

t '000.5 003.15 drafts: specific, open, reciprocal, day 30' <<'EOT'
	ref-ask siti-rahman --script specific >out
	has out 'Kak Siti' 'in the next' 'Aisyah Karim' '+60125550100'
	hasnt out '{{'
	ref-ask siti-rahman --script open >out
	has out 'Who else'
	ref-ask daniel-tan --script reciprocal >out
	has out 'Who would you most like to meet'
	ref-ask mei-chen --script specific -t 2026-10-25 >out
	has out 'A month in'
	ref-ask siti-rahman mei-chen --script open >out
	is "$(grep -c '^---$' out)" 1
EOT

t '003.14 an ask out of the blue is drafted, with a word of warning' <<'EOT'
	ref-ask >out
	who=$(head -n 1 out | cut -f 1)
	ref-ask "$who" --script open >out 2>err
	empty err
	person blue <<-'EOF'
	name: Blue
	kind: client
	EOF
	person sworn <<-'EOF'
	name: Sworn
	kind: client
	asks: [{on: 2026-09-01, result: promised}]
	EOF
	person cross <<-'EOF'
	name: Cross
	kind: client
	nps: [{on: 2026-10-01, score: 2}]
	events: [{on: 2026-10-12, what: praise}]
	EOF
	ref-ask blue sworn cross --script open >out 2>err
	has out Blue Sworn Cross
	has err 'blue: no moment that makes an ask welcome is open' \
	    'sworn has promised one already' 'cross is not ready to refer'
	rm book/contacts/blue.yaml book/contacts/sworn.yaml \
	    book/contacts/cross.yaml
EOT

t '000.4 a week after a closing nobody is told that it was a month' <<'EOT'
	person fresh <<-'EOF'
	name: Fresh
	kind: client
	deals: [{id: d1, closed: 2026-10-13, side: buyer, status: closed}]
	EOF
	ref-ask fresh --script specific >out 2>err
	has out 'A quick question'
	has err 'fresh: no moment that makes an ask welcome is open'
	ref-ask fresh --script specific -t 2026-11-13 >out
	has out 'it has been a month'
	rm book/contacts/fresh.yaml
EOT

t '000.2 003.28 the specific ask names whom we look for' <<'EOT'
	echo 'ideal_client: young families from Penang' >>book/ref.yaml
	save 'whom we look for'
	ref-ask siti-rahman --script specific >out
	has out 'young families from Penang'
	ref-ask siti-rahman -o script >out
	printf 'siti-rahman\tspecific\n' | same out
EOT

t 'a template of the book comes first; its faults have a line' <<'EOT'
	mkdir -p book/templates/en
	echo 'Dear {{call}}, {{! ours }}ours' >book/templates/en/ask-open.txt
	ref-ask siti-rahman --script open >out
	printf 'Dear Kak Siti, ours\n' | same out
	printf 'Dear {{call}},\n{{phon}}\n' >book/templates/en/ask-open.txt
	exits 3 ref-ask siti-rahman --script open 2>err >out
	has err "ask-open.txt:2:1: no such field 'phon'"
	empty out
	rm -r book/templates
EOT

t '003.17 what came of it is recorded, once' <<'EOT'
	before=$(commits)
	ref-ask siti-rahman --script specific --result promised --note "her sister" >out
	printf 'siti-rahman\tupdated\tcontacts/siti-rahman.yaml\n' | same out
	has book/contacts/siti-rahman.yaml \
	    '{on: 2026-10-20, by: aisyah, script: specific, result: promised, note: her sister}'
	ref-ask siti-rahman --script specific --result promised --note "her sister" >out
	has out unchanged
	is "$(commits)" $((before + 1))
	ref-ask siti-rahman >out
	empty out
	git_clean
EOT

t '003.29 promises, and the reminder after thirty days' <<'EOT'
	ref-ask --promises >out
	printf 'siti-rahman\t2026-10-20\t2026-11-19\taisyah\tSiti Rahman\n' | same out
	ref-due --why promise -t 2026-11-18 >out
	empty out
	ref-due --why promise -t 2026-11-19 >out
	rows out 1
	ref-refer siti-rahman "Her Sister" >out
	ref-ask --promises >out
	empty out
EOT

t '003.24 003.27 who asks, and who never does' <<'EOT'
	ref-ask --team >out
	printf 'aisyah\t1\t\t-\t1\t2026-10-20\ndaniel\t0\t\tnever asked\t0\t\n' | same out
	echo 'goals: {asks_per_month: 2}' >>book/ref.yaml
	save goals
	ref-ask --team >out
	has out 'aisyah	1	2	short'
EOT

t 'several at once are one commit' <<'EOT'
	before=$(commits)
	ref-ask mei-chen daniel-tan --script open --result later --by daniel >out
	rows out 2
	is "$(commits)" $((before + 1))
	git_clean
EOT

t 'no consent: nothing is drafted or recorded' <<'EOT'
	ref-set mei-chen 'consent={contact: no}' >out
	before=$(commits)
	exits 3 ref-ask mei-chen --script open 2>err
	has err 'must not be contacted'
	exits 3 ref-ask siti-rahman mei-chen --result no --script open 2>err
	is "$(commits)" "$before"
	git_clean
EOT

t 'wrong calls are refused' <<'EOT'
	exits 2 ref-ask --script open 2>err
	exits 2 ref-ask --result no 2>err
	exits 2 ref-ask siti-rahman --result maybe 2>err
	exits 2 ref-ask siti-rahman --script generic 2>err
	exits 2 ref-ask siti-rahman --note x 2>err
	exits 2 ref-ask siti-rahman --result no --at +1d 2>err
	exits 2 ref-ask siti-rahman --result no --by nobody 2>err
	exits 2 ref-ask nobody --result no 2>err
	git_clean
EOT

finish
