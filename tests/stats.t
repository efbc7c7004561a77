#!/bin/sh
# stats.t: the numbers.  tests/cases/stats holds a book counted by hand, and a
# second count in another language for books made by chance.
. "${0%/*}/lib.sh"

cases=$T_SRC/tests/cases/stats
export cases
export REF_BOOK="$cases/book"

# --- every metric by hand ---

ref-stats --list >list 2>err || cat err
ref-stats >all 2>err || cat err
sed '/^#/d; s/ *| */	/g' "$cases/expected" | cut -f 1-8 >wanted

by_hand()
{
	awk -F '\t' -v m="$1" '$1 == m' all >got
	awk -F '\t' -v m="$1" '$1 == m' wanted >want
	[ -s want ]
	same got want
}

while IFS='	' read -r metric _ _ _ _ contract _; do
	t "$contract $metric is what it is by hand" by_hand "$metric"
done <<EOL
$(awk -F '\t' -v OFS='\t' '{ if ($5 == "") $5 = "-"; print }' list)
EOL

t 'every metric by hand, and nothing else' <<'EOT'
	same all wanted
EOT

# --- explanations ---

t 'the contacts behind a number add up to it' <<'EOT'
	ref-stats --explain >explained
	# money that nobody brought (costs) has no contact behind it; a median
	# has samples; a number made of numbers has the contacts of none
	awk -F '\t' '
	NR == FNR {
		if ($3 == "numerator" || $3 == "both") num[$2, $7] += $4
		if ($3 == "denominator") den[$2, $7] += $4
		if ($3 == "both") den[$2, $7] += $5 == "count" ? $4 : 1
		seen[$2] = 1
		next
	}
	seen[$1] && $1 !~ /median|cost|roi|rv_|management|ratio|cycle|backtest_error|traits|^nps$|_nps$/ {
		d = $4 - num[$1, $8]
		if (d > 0.06 || d < -0.06) { print $1, $8, $4, num[$1, $8]; bad = 1 }
		n++
	}
	END { print n > "counted"; exit bad }
	' explained all
	read -r n <counted
	[ "$n" -ge 100 ]
EOT

t 'explanations pipe: ids first' <<'EOT'
	ref-stats --explain nps_promoters | cut -f 1 >ids
	same ids <<-'EOF'
	ana
	dan
	EOF
	ref-list - <ids >out
	rows out 2
	ref-stats --explain referral_share >out
	same out <<-'EOF'
	dan	referral_share	both	8000	money	2026-03-11	-	Dan
	ana	referral_share	denominator	5000	money	2026-06-01	-	Ana
	cat	referral_share	denominator	3000	money	2026-02-01	-	Cat
	EOF
EOT

# --- groups ---

t '003.32 volume by month: a month without referrals is a zero' <<'EOT'
	ref-stats --by month --since 2026-01-01 referrals_received | cut -f 2,8 >out
	same out <<-'EOF'
	1	2026-01
	1	2026-02
	0	2026-03
	0	2026-04
	1	2026-05
	0	2026-06
	0	2026-07
	0	2026-08
	1	2026-09
	1	2026-10
	EOF
	ref-stats --by quarter --since 2026-01-01 referral_conversion | cut -f 2,4,5,8 >out
	same out <<-'EOF'
	50	1	2	2026-Q1
	0	0	1	2026-Q2
	100	1	1	2026-Q3
	0	0	1	2026-Q4
	EOF
	ref-stats --by year --since 2024-01-01 revenue | cut -f 2,8 >out
	same out <<-'EOF'
	6500	2025
	16000	2026
	EOF
EOT

t '003.32 volume by source, referrer, owner, type, mechanism, segment' <<'EOT'
	: >out
	for by in source referrer owner type mechanism segment; do
		ref-stats --by $by referrals_received |
		    awk -F '\t' -v by=$by '{ print by, $8, $2 }' >>out
	done
	same out <<-'EOF'
	source referral 5
	referrer ana 2
	referrer ben 2
	referrer dan 1
	owner bea 3
	owner ali 2
	type partner 2
	type past-client 2
	type client 1
	mechanism direct 3
	mechanism indirect 1
	mechanism program 1
	segment - 4
	segment B 1
	EOF
EOT

t 'groups of a number add up to the number' <<'EOT'
	# those without a grouping of their own
	awk -F '\t' '{ num[$1] = $4; if ($8 != "-") own[$1] }
	    END { for (m in num) if (!(m in own)) print m "\t" num[m] }' all >whole
	for by in source referrer owner type mechanism segment status month; do
		ref-stats --by $by | awk -F '\t' -v by=$by '
		NR == FNR { whole[$1] = $2; next }
		$3 == "count" || $3 == "percent" { sum[$1] += $4; has[$1] = 1 }
		END {
			for (m in has) if (m !~ /median|growth|backtest_error|team_|champion|touch_mix/ &&
			    (m in whole) && whole[m] != "-" && sum[m] != whole[m]) {
				print by, m, sum[m], whole[m]; bad = 1
			}
			exit bad
		}' whole -
	done
EOT

t '002.9 a member of the team who does nothing has a row' <<'EOT'
	mkdir -p team/contacts
	printf 'team: [{id: ali, name: Ali}, {id: bea, name: Bea}]\n' >team/ref.yaml
	printf 'name: A\nasks: [{on: 2026-10-01, by: ali, script: open, result: yes}]\n' \
	    >team/contacts/a.yaml
	ref-stats -B team team_asks >out
	same out <<-'EOF'
	team_asks	1	count	1	-	-	high	ali
	team_asks	0	count	0	-	-	low	bea
	EOF
EOT

t '000.20 the first N of a grouping' <<'EOT'
	ref-stats --top 1 top_referrers >out
	same out <<-'EOF'
	top_referrers	2	count	2	-	-	-	ana
	EOF
	exits 2 ref-stats --top 0 top_referrers 2>err
EOT

# --- windows ---

t 'the window ends with today, or with --until' <<'EOT'
	ref-stats --since 2025-03-01 --until 2025-03-01 referrals_received >out
	has out 'referrals_received	1	'
	ref-stats --until 2025-03-01 referrals_received >out
	has out 'referrals_received	1	'
	ref-stats --since 2025-03-02 --until 2026-01-10 referrals_received >out
	has out 'referrals_received	1	'
	# the future is not there, whatever one asks for
	ref-stats --until 2027-01-01 >out
	same out all
	ref-stats -t 2026-10-30 referrals_received >out
	has out 'referrals_received	6	'
	exits 2 ref-stats --since 2026-10-21 2>err
	has err '--since is after --until'
	exits 2 ref-stats --since soon 2>err
EOT

t '001.22 003.25 a quarter against the quarter before: what works, what does not' <<'EOT'
	ref-stats -H --compare --since 2026-04-01 --until 2026-06-30 volume >out
	like out '^metric.*	group	before	change$' \
	    '^referrals_received	1	count	1	-	-	-	-	2	-1$' \
	    '^referral_growth	-50	'
	ref-stats -j --compare --since 2026-04-01 --until 2026-06-30 referral_conversion >out
	jq -e '.value == 0 and .before == 50 and .change == -50' out
EOT

# --- what people are counted ---

t 'an expression chooses whose facts count' <<'EOT'
	ref-stats -e 'owner = ali' referrals_received revenue clients | cut -f 1,2 >out
	same out <<-'EOF'
	referrals_received	2
	revenue	13000
	clients	4
	EOF
	exits 2 ref-stats -e 'owner = ' 2>err
EOT

t 'archived contacts stay in the statistics' <<'EOT'
	cp -R "$cases/book" archived
	echo 'archived: 2026-10-01' >>archived/contacts/dan.yaml
	ref-stats -B archived economics >out
	ref-stats economics >want
	same out want
EOT

# --- bad input ---

t 'no data: counts are 0, everything else is a gap' <<'EOT'
	mkdir -p none/contacts
	: >none/ref.yaml
	ref-stats -B none >out
	awk -F '\t' '$2 != "-" && $2 != 0 && $1 != "forecast_high" { print; bad = 1 } END { exit bad }' out
	awk -F '\t' '($3 == "percent" || $3 == "money" || $3 == "hours" || $3 == "days") && $2 != "-" { print; bad = 1 } END { exit bad }' out
	ref-stats -B none --explain >out
	empty out
	ref-stats -B none --by month >out
EOT

t 'one contact, no costs' <<'EOT'
	mkdir -p one/contacts
	: >one/ref.yaml
	printf 'name: One\nkind: client\nreferral: {by: two, on: 2026-10-01, status: won}\n' \
	    >one/contacts/one.yaml
	ref-stats -B one programme_cost roi referred_revenue average_deal gap_revenue \
	    top_referrers top_referrers_won | cut -f 1,2 >out
	same out <<-'EOF'
	average_deal	-
	referred_revenue	-
	programme_cost	-
	roi	-
	top_referrers	1
	top_referrers_won	1
	gap_revenue	1
	EOF
EOT

t 'a division by zero is null in JSON and - in rows' <<'EOT'
	ref-stats -B none -j nps roi >out
	jq -es 'map(select(.metric == "roi"))[0] | .value == null and .verdict == null and .unit == "ratio"' out
	jq -es 'length == 6' out
	ref-stats -B none nps_answers roi >out
	has out 'roi	-	ratio	-	-	5-10x	-	-' 'nps_answers	0	count	0	-	-	-	-'
EOT

t 'JSON is typed' <<'EOT'
	ref-stats -j >out
	jq -es 'map(select(.metric == "roi"))[0] |
	    .value == 9 and .numerator == 8000 and .benchmark == "5-10x" and
	    .verdict == "pass" and .group == null' out
	jq -es 'map(select(.metric == "payback_month"))[0].value == "2026-03"' out
EOT

t 'an unreadable contact is one warning and status 4' <<'EOT'
	cp -R "$cases/book" broken
	printf 'name: [\n' >broken/contacts/bad.yaml
	exits 4 ref-stats -B broken >out 2>err
	rows err 1
	has err 'contacts/bad.yaml:'
	same out all
EOT

t 'costs that cannot be read stop the numbers' <<'EOT'
	cp -R "$cases/book" costly
	printf 'costs: [{on: 2026-01-01, kind: bribe, amount: 3}]\n' >costly/costs.yaml
	ref-stats -B costly >out 2>err && status=0 || status=$?
	[ "$status" -ge 3 ]
	has err costs.yaml
EOT

t 'what is no section and no metric is an error, with a suggestion' <<'EOT'
	exits 2 ref-stats volum 2>err
	has err "did you mean volume"
	exits 2 ref-stats referral_conversio 2>err
	has err "did you mean referral_conversion"
	exits 2 ref-stats --by moon 2>err
	exits 2 ref-stats --explain --compare 2>err
EOT

t '003.3 001.3 what if' <<'EOT'
	ref-stats --gain 20 --budget 10000 plan >planned
	grep '^whatif' planned >whatif
	cut -f 1,2,4,5 whatif >out
	same out <<-'EOF'
	whatif_retention	5333.33	1	5333.33
	whatif_clients	25	10000	400
	whatif_revenue	200000	25	8000
	whatif_roi	19	200000	10000
	whatif_next	20	25	0.8
	EOF
EOT

t 'benchmarks are keys of ref.yaml' <<'EOT'
	cp -R "$cases/book" marks
	printf 'benchmarks: {roi: 12, nps: 20, time_to_contact: <30h}\n' >>marks/ref.yaml
	ref-stats -B marks roi time_to_contact | cut -f 1,2,6,7 >out
	same out <<-'EOF'
	roi	9	12	short
	time_to_contact	34	<30h	short
	EOF
EOT

t 'a terminal gets bars and sparklines' <<'EOT'
	needs script
	COLUMNS=100 script -qec 'ref-stats volume' /dev/null >page
	has page 'volume  2025-10-21 to 2026-10-20' '▁' '█' 'past-client' '5 / 365 d'
	COLUMNS=100 script -qec 'ref-stats --compare nps' /dev/null >page
	has page 'was '
EOT

# --- the manual ---

t 'the manual lists every metric with its section' <<'EOT'
	sed -n -e 's/^\.Ss /# /p' -e 's/^\.It Ic \([a-z_0-9]*\) .*/\1/p' \
	    "$T_SRC/man/ref-stats.1" | sed -n '/^# volume/,$p' >manual
	awk -F '\t' '$2 != s { print "# " $2; s = $2 } { print $1 }' list >table
	same manual table
EOT

# --- counted twice ---

t 'fifty books made by chance are counted alike in another language' <<'EOT'
	needs python3
	for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 \
	    23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 \
	    45 46 47 48 49 50; do
		rm -rf chance
		python3 "$cases/random_book.py" $seed chance
		ref-stats -B chance >numbers
		ref-list -B chance --all >ids
		if [ -s ids ]; then ref-show -B chance -j - <ids >people; else : >people; fi
		python3 "$cases/recount.py" chance 2026-10-20 numbers <people 2>err ||
		    { note "seed $seed"; cat err; exit 1; }
	done
EOT

t 'so is the book by hand' <<'EOT'
	needs python3
	ref-list --all >ids
	ref-show -j - <ids >people
	python3 "$cases/recount.py" "$cases/book" 2026-10-20 all <people
EOT

finish
