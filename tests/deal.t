# ref-deal, ref-event, ref-nps, ref-cost: what happened, and what it cost.
. "${0%/*}/lib.sh"
book

t 'a deal is opened, contracted and closed' <<'EOT'
	ref-deal mei-chen open --side buyer --value 300000 --at 2026-09-01 >out
	has book/contacts/mei-chen.yaml '- {id: d1, opened: 2026-09-01, side: buyer, status: open, value: 300000}'
	ref-deal mei-chen contract --at 2026-09-20 >out
	has book/contacts/mei-chen.yaml 'status: contract' 'contract: 2026-09-20'
	ref-deal mei-chen close --revenue 6000 --at 2026-10-10 >out
	has book/contacts/mei-chen.yaml 'status: closed' 'closed: 2026-10-10' 'revenue: 6000'
	ref-deal mei-chen close --revenue 6000 --at 2026-10-10 >out
	has out unchanged
	ref-check >out
	empty out
	git_clean
EOT

t '001.8 closing starts the protocol' <<'EOT'
	ref-due --why step mei-chen >out
	like out '^mei-chen	2026-10-11	9	step	'
EOT

t 'a second deal gets its own id; several under way must be told apart' <<'EOT'
	ref-deal farid-hassan open >out
	has book/contacts/farid-hassan.yaml 'id: d2'
	ref-deal farid-hassan open --at yesterday >out
	exits 3 ref-deal farid-hassan close 2>err
	has err '--deal'
	ref-deal farid-hassan lose --deal d3 >out
	exits 2 ref-deal farid-hassan lose --deal d9 2>err
	ref-deal farid-hassan lose --deal d2 >out
	exits 2 ref-deal farid-hassan lose --at 2026-10-01 2>err
	has err "no deal under way"
	git_clean
EOT

t 'a closing of a referred lead points to ref-move' <<'EOT'
	ref-deal lim-wei close --revenue 5000 >out 2>err
	has err 'ref-move lim-wei won'
	has book/contacts/lim-wei.yaml 'kind: client'
	ref-move lim-wei won >out
	git_clean
EOT

t 'bad input' <<'EOT'
	exits 2 ref-deal mei-chen sell 2>err
	exits 2 ref-deal mei-chen 2>err
	exits 2 ref-deal mei-chen open --value 12,000 2>err
	exits 2 ref-deal mei-chen open --side middle 2>err
	exits 2 ref-deal mei-chen close --at tomorrow 2>err
	git_clean
EOT

t '003.7 an event is recorded; an own word is allowed' <<'EOT'
	ref-event siti-rahman praise "unsolicited thanks" >out
	has book/contacts/siti-rahman.yaml 'what: praise, by: aisyah, note: unsolicited thanks'
	ref-event siti-rahman marathon --on 2026-10-18 >out
	ref-event siti-rahman marathon --on 2026-10-18 >out
	has out unchanged
	exits 2 ref-event siti-rahman 2>err
	git_clean
EOT

t '001.20 an answer of 0 to 10' <<'EOT'
	ref-nps siti-rahman 9 --note 'so quick' >out
	has book/contacts/siti-rahman.yaml 'score: 9, note: so quick'
	exits 2 ref-nps siti-rahman 11 2>err
	exits 2 ref-nps siti-rahman nine 2>err
	git_clean
EOT

t '002.5 costs: amounts, and hours at a rate' <<'EOT'
	ref-cost incentive 80 --note 'gift card' >out
	printf '\tcreated\tcosts.yaml\n' | same out
	ref-cost management --hours 1.5 --rate 60 >out
	same book/costs.yaml <<'EOF'
costs:
  - {on: 2026-10-20, kind: incentive, amount: 80, by: aisyah, note: gift card}
  - {on: 2026-10-20, kind: management, amount: 90, hours: 1.5, rate: 60, by: aisyah}
EOF
	# the same call twice, and a second one of the day
	ref-cost incentive 80 --note 'gift card' >out
	printf '\tunchanged\tcosts.yaml\n' | same out
	ref-cost incentive 80 --note 'gift card, for Daniel' >out
	has out updated
	ref-cost acquisition 300 --source portal >out
	has book/costs.yaml 'kind: acquisition, amount: 300' 'source: portal'
	exits 2 ref-cost lunch 10 2>err
	exits 2 ref-cost incentive 2>err
	exits 2 ref-cost incentive x 2>err
	exits 2 ref-cost management 5 --hours 1 --rate 60 2>err
	exits 2 ref-cost management --hours 1 2>err
	ref-check >out
	empty out
	git_clean
EOT

finish
