# ref-score: readiness to refer.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20T09:00+08:00
book

t '003.8 three parts, their total, and the priority from twelve on' <<'EOT'
	ref-score -H >out
	same out <<'EOF'
id	total	satisfaction	relationship	network	priority	nps	referrals	name
siti-rahman	13	5	4	4	yes		0	Siti Rahman
daniel-tan					no		1	Daniel Tan
farid-hassan					no		0	Farid Hassan
mei-chen					no		0	Mei Chen
EOF
	ref-score --top 1 -0 >out
	printf 'siti-rahman\0' >want
	cmp out want
	ref-score -e 'score >= 12' -o total >out
	printf 'siti-rahman\t13\n' | same out
EOT

t '003.4 003.5 003.6 evidence and proposals' <<'EOT'
	ref-nps farid-hassan 9 >out
	ref-score --evidence farid-hassan daniel-tan >out
	has out 'farid-hassan	satisfaction		5	NPS 9; 1 deal' \
	    'farid-hassan	relationship		1	1 touch in a year' \
	    'daniel-tan	network		3	partner; 1 referral made'
	ref-score daniel-tan -o proposed >out
	printf 'daniel-tan\t\n' | same out
EOT

t 'a judgement is recorded, with its day; the same again is unchanged' <<'EOT'
	ref-score mei-chen 4 5 3 >out
	printf 'mei-chen\tupdated\tcontacts/mei-chen.yaml\n' | same out
	ref-score mei-chen -o total >out
	printf 'mei-chen\t12\n' | same out
	before=$(commits)
	ref-score mei-chen 4 5 3 -t 2026-10-25 >out
	has out unchanged
	is "$(commits)" "$before"
	ref-score siti-rahman 4 4 4 >out
	has book/contacts/siti-rahman.yaml \
	    'score: {satisfaction: 4, relationship: 4, network: 4, on: 2026-10-20}' \
	    'never skip a month'
	git -C book log -1 --format=%s >out
	printf 'score: siti-rahman\n' | same out
	git_clean
EOT

t 'bad scores are refused, and change nothing' <<'EOT'
	before=$(commits)
	exits 2 ref-score mei-chen 4 5 6 2>err
	has err '1 to 5'
	exits 2 ref-score nobody 1 2 3 2>err
	exits 2 ref-score -n mei-chen 2>err
	exits 2 ref-score --top 0 2>err
	ref-score mei-chen 1 1 1 -n >out
	has out '+'
	is "$(commits)" "$before"
	git_clean
EOT

t '001.16 segments are proposed by rank' <<'EOT'
	ref-score --segments >out
	head -n 1 out >first
	has first '	A	'
	hasnt out lim-wei
EOT

t '004.1 004.2 what those who refer have in common' <<'EOT'
	for n in 1 2; do
		person "champ$n" <<-EOF
		name: Champ $n
		kind: client
		segment: B
		traits: [golf]
		EOF
		person "lead$n" <<-EOF
		name: Lead $n
		kind: lead
		source: referral
		referral: {by: champ$n, on: 2026-01-0$n}
		EOF
	done
	save champions
	ref-score --traits >out
	printf 'golf\t\t2\t3\t0\t3\n' | same out
EOT

t '000.13 003.18 given and received' <<'EOT'
	ref-score --partners >out
	printf 'daniel-tan\t1\t1\t0\t\t3000\t2026-08-01\tDaniel Tan\n' | same out
EOT

finish
