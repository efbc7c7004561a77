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

# The ids are those of ref-stats --list; a test below holds them together.
t '003.32 referrals_received' by_hand referrals_received
t '003.32 003.10 referrals_by_type' by_hand referrals_by_type
t '003.22 referrals_by_status' by_hand referrals_by_status
t '003.22 003.23 referrals_reached' by_hand referrals_reached
t '003.32 referrals_per_month' by_hand referrals_per_month
t '003.9 003.32 qualified_per_quarter' by_hand qualified_per_quarter
t '003.36 referral_growth' by_hand referral_growth
t '003.23 referrals_open' by_hand referrals_open
t '000.13 002.7 referrals_given' by_hand referrals_given
t '000.13 002.7 003.18 reciprocity' by_hand reciprocity
t '003.27 asks_per_month' by_hand asks_per_month
t '003.17 003.29 ask_yield' by_hand ask_yield
t '003.9 003.1 003.36 referral_conversion' by_hand referral_conversion
t '003.9 conversion_decided' by_hand conversion_decided
t '000.19 conversion_by_type' by_hand conversion_by_type
t '003.23 003.33 referral_to_opportunity' by_hand referral_to_opportunity
t '003.23 003.33 opportunity_to_client' by_hand opportunity_to_client
t '003.33 002.1 average_deal' by_hand average_deal
t '003.33 average_price' by_hand average_price
t '003.28 lost_share' by_hand lost_share
t '003.28 not_a_fit_share' by_hand not_a_fit_share
t '003.21 dark_share' by_hand dark_share
t '003.34 003.23 referred_revenue' by_hand referred_revenue
t '003.34 revenue' by_hand revenue
t '003.9 003.38 referral_share' by_hand referral_share
t '002.5 003.34 programme_cost' by_hand programme_cost
t '003.34 cost_per_referral' by_hand cost_per_referral
t '003.34 cost_per_acquisition' by_hand cost_per_acquisition
t '003.34 002.5 003.36 roi' by_hand roi
t '002.5 003.34 roi_percent' by_hand roi_percent
t '003.34 payback_month' by_hand payback_month
t '003.34 payback_months' by_hand payback_months
t '002.1 rv' by_hand rv
t '002.1 rv_contacts' by_hand rv_contacts
t '002.1 rv_conversion' by_hand rv_conversion
t '002.1 rv_average_value' by_hand rv_average_value
t '002.1 rv_acquisition_cost' by_hand rv_acquisition_cost
t '002.1 rv_tracking_cost' by_hand rv_tracking_cost
t '003.35 active_referrers' by_hand active_referrers
t '003.35 003.36 repeat_referrers' by_hand repeat_referrers
t '003.35 repeat_referrers_window' by_hand repeat_referrers_window
t '003.35 repeat_referrer_share' by_hand repeat_referrer_share
t '003.19 003.20 time_to_acknowledge' by_hand time_to_acknowledge
t '003.20 000.23 acknowledged_in_time' by_hand acknowledged_in_time
t '003.35 003.36 time_to_contact' by_hand time_to_contact
t '003.35 time_to_contact_median' by_hand time_to_contact_median
t '003.20 003.13 003.36 contacted_in_time' by_hand contacted_in_time
t '003.20 met_in_time' by_hand met_in_time
t '003.23 003.35 time_to_close' by_hand time_to_close
t '003.35 time_to_close_median' by_hand time_to_close_median
t '000.23 003.19 thanked_share' by_hand thanked_share
t '003.21 003.13 loop_closed' by_hand loop_closed
t '003.35 referrer_nps' by_hand referrer_nps
t '003.36 conversion_ratio' by_hand conversion_ratio
t '003.2 cycle_reduction' by_hand cycle_reduction
t '003.2 001.25 referred_refer_ratio' by_hand referred_refer_ratio
t '001.17 clients' by_hand clients
t '001.17 repeat_client_rate' by_hand repeat_client_rate
t '001.18 time_to_return' by_hand time_to_return
t '001.18 time_to_return_median' by_hand time_to_return_median
t '001.1 retained_share' by_hand retained_share
t '001.21 retention_cost' by_hand retention_cost
t '001.21 retention_roi' by_hand retention_roi
t '001.21 retention_roi_percent' by_hand retention_roi_percent
t '001.21 retention_cost_per_client' by_hand retention_cost_per_client
t '001.1 new_client_cost_ratio' by_hand new_client_cost_ratio
t '001.9 001.23 silent_clients' by_hand silent_clients
t '001.19 response_rate' by_hand response_rate
t '001.19 response_by_channel' by_hand response_by_channel
t '001.19 response_by_category' by_hand response_by_category
t '001.20 003.4 nps' by_hand nps
t '001.20 nps_answers' by_hand nps_answers
t '001.20 nps_promoters' by_hand nps_promoters
t '001.20 nps_passives' by_hand nps_passives
t '001.20 nps_detractors' by_hand nps_detractors
t '000.18 003.23 leads' by_hand leads
t '003.1 000.19 lead_conversion' by_hand lead_conversion
t '003.1 source_cost' by_hand source_cost
t '003.23 000.22 source_revenue' by_hand source_revenue
t '003.30 000.18 attribution' by_hand attribution
t '000.20 003.32 top_referrers' by_hand top_referrers
t '000.20 top_referrers_won' by_hand top_referrers_won
t '000.20 top_referrers_revenue' by_hand top_referrers_revenue
t '000.22 source_annual_value' by_hand source_annual_value
t '004.1 champion_traits' by_hand champion_traits
t '004.1 trait_yield' by_hand trait_yield
t '002.9 team_leads' by_hand team_leads
t '002.9 team_conversion' by_hand team_conversion
t '002.9 003.20 team_contacted_in_time' by_hand team_contacted_in_time
t '002.9 team_revenue' by_hand team_revenue
t '003.24 team_referrals_generated' by_hand team_referrals_generated
t '003.27 team_asks' by_hand team_asks
t '002.9 team_touches' by_hand team_touches
t '001.2 lifetime_value' by_hand lifetime_value
t '003.33 lifetime_value_by_source' by_hand lifetime_value_by_source
t '001.2 lifetime_own' by_hand lifetime_own
t '003.2 lifetime_value_ratio' by_hand lifetime_value_ratio
t '001.2 deals_per_client' by_hand deals_per_client
t '001.2 003.3 referrals_per_client' by_hand referrals_per_client
t '001.3 revenue_per_deal' by_hand revenue_per_deal
t '000.21 forecast' by_hand forecast
t '000.21 forecast_low' by_hand forecast_low
t '000.21 forecast_high' by_hand forecast_high
t '000.21 forecast_revenue' by_hand forecast_revenue
t '000.21 strong_sources' by_hand strong_sources
t '000.21 open_pipeline' by_hand open_pipeline
t '000.21 pipeline_crosscheck' by_hand pipeline_crosscheck
t '000.21 backtest_forecast' by_hand backtest_forecast
t '000.21 backtest_actual' by_hand backtest_actual
t '000.21 backtest_error' by_hand backtest_error
t '000.21 hindsight_forecast' by_hand hindsight_forecast
t '000.21 hindsight_actual' by_hand hindsight_actual
t '000.21 hindsight_error' by_hand hindsight_error
t '002.6 concentration_top1' by_hand concentration_top1
t '002.6 concentration_top5' by_hand concentration_top5
t '002.6 002.11 referral_dependence' by_hand referral_dependence
t '002.6 management_share' by_hand management_share
t '003.30 gap_revenue' by_hand gap_revenue
t '003.30 000.18 gap_source' by_hand gap_source
t '003.30 gap_undated' by_hand gap_undated
t '003.30 gap_times' by_hand gap_times
t '001.15 touches' by_hand touches
t '001.15 001.10 touches_per_client' by_hand touches_per_client
t '001.15 touch_mix' by_hand touch_mix
t '001.23 largest_category' by_hand largest_category
t '000.15 channel_mix' by_hand channel_mix
t '003.9 goal_referrals_per_quarter' by_hand goal_referrals_per_quarter
t '003.9 goal_conversion' by_hand goal_conversion
t '003.9 003.38 goal_revenue_share' by_hand goal_revenue_share
t '003.27 goal_asks_per_month' by_hand goal_asks_per_month
t '001.20 goal_nps' by_hand goal_nps
t '001.17 goal_repeat_rate' by_hand goal_repeat_rate
t '001.3 whatif_retention' by_hand whatif_retention
t '003.3 whatif_clients' by_hand whatif_clients
t '003.3 whatif_revenue' by_hand whatif_revenue
t '003.3 whatif_roi' by_hand whatif_roi
t '003.3 whatif_next' by_hand whatif_next

t 'every metric has its test above, under its rows of the contract' <<'EOT'
	sed -n "s/^t '\(.*\)' by_hand .*/\1/p" "$T_SRC/tests/stats.t" >titles
	awk -F '\t' '{ print $6, $1 }' list >listed
	same titles listed
EOT

t 'every metric row of the contract has its numbers, counted by hand, over something' <<'EOT'
	sed '/^#/d; s/ *| */	/' "$cases/contract" >rows_of_it
	rows rows_of_it 24
	# name, value, numerator, denominator, arithmetic; of each group
	sed '/^#/d; s/ *| */	/g' "$cases/expected" | cut -f 1,2,4,5,9 >counted
	awk -F '\t' '
	NR == FNR {
		n[$1]++
		if ($2 == "-" || $3 == "-") none[$1]++
		if ($4 != "-") over[$1] = 1
		if ($5 == "") bare[$1] = 1
		next
	}
	{
		elsewhere = $2 ~ /\.t$/
		m = split($2, name, " ")
		for (i = 1; i <= m; i++) {
			if (name[i] ~ /\.t$/)
				continue
			if (!n[name[i]] || bare[name[i]] ||
			    (!elsewhere && none[name[i]] == n[name[i]]))
				print "not counted: " name[i]
			if ($1 ~ / \/ / && !elsewhere && !over[name[i]] &&
			    name[i] !~ /^nps_|median/)
				print "no denominator: " name[i]
		}
	}' counted rows_of_it >out
	empty out
	like "$T_SRC/tests/thank.t" '000\.9 '
	# the back-test needs a history: its numbers are in this file
	like "$T_SRC/tests/stats.t" '^	backtest_forecast	1\.25	count	5	4	' \
	    '^	backtest_error	-37\.5	percent	-0\.75	2	'
EOT

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
	seen[$1] && $1 !~ /median|cost|roi|rv_|management|ratio|cycle|backtest_error|hindsight_error|traits|^nps$|_nps$/ {
		d = $4 - num[$1, $8]
		if (d > 0.06 || d < -0.06) { print $1, $8, $4, num[$1, $8]; bad = 1 }
		n++
	}
	END { print n > "counted"; exit bad }
	' explained all
	read -r n <counted
	[ "$n" -ge 100 ]
EOT

t 'every number has the contacts behind it, and they pipe' <<'EOT'
	cut -f 1 list >names
	while read -r name; do
		ref-stats --explain "$name" | cut -f 1 >ids
		ref-stats "$name" >row
		if [ ! -s ids ]; then
			# nothing was counted, or only what no contact brought
			awk -F '\t' '$2 != "-" && $2 != 0 { bad = 1 } END { exit bad }' row ||
			    like row '^(retention_cost|rv_tracking_cost)	'
			continue
		fi
		ref-list - <ids >out
		sort -u ids >who
		rows out "$(wc -l <who)"
	done <names
	ref-stats --explain rv | cut -f 2 | sort -u >out
	same out <<-'EOF'
	programme_cost
	rv_average_value
	rv_contacts
	rv_conversion
	EOF
	ref-stats --explain whatif_revenue | cut -f 1-3 >out
	same out <<-'EOF'
	ana	programme_cost	numerator
	ana	cost_per_acquisition	numerator
	dan	cost_per_acquisition	denominator
	hal	cost_per_acquisition	denominator
	dan	average_deal	both
	EOF
	ref-stats --explain payback_month >out
	same out <<-'EOF'
	fay	payback_month	numerator	2500	money	2025-05-10	-	Fay
	dan	payback_month	numerator	8000	money	2026-03-11	-	Dan
	EOF
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
			for (m in has) if (m !~ /median|growth|backtest|hindsight_error|team_|champion|touch_mix/ &&
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

t '002.9 who is equal stands out alike, and what is nobody'"'"'s does not' <<'EOT'
	mkdir -p equal/contacts
	printf 'team: [{id: ali, name: A}, {id: bea, name: B}, {id: cal, name: C}, {id: dee, name: D}]\n' \
	    >equal/ref.yaml
	n=0
	for owner in ali ali bea bea cal '""' '""' '""'; do
		n=$((n + 1))
		printf 'name: A\nowner: %s\nreferral: {by: x, on: 2026-10-01}\n' "$owner" \
		    >equal/contacts/a$n.yaml
	done
	ref-stats -B equal team_leads | cut -f 2,7,8 >out
	same out <<-'EOF'
	3	-	-
	2	high	ali
	2	high	bea
	1	-	cal
	0	low	dee
	EOF
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

t 'a window in the past does not know what came later' <<'EOT'
	mkdir -p again/contacts
	: >again/ref.yaml
	# lost, and referred again a year later; silent since, and not yet then
	printf '%s\n' 'name: A' 'kind: client' 'source: referral' 'referral:' \
	    '  - {by: x, on: 2025-05-05, status: lost}' \
	    '  - {by: y, on: 2026-05-05, status: won, value: 100}' \
	    'touches: [{at: 2025-05-06, how: call}]' >again/contacts/a.yaml
	printf 'name: X\n' >again/contacts/x.yaml
	printf 'name: Y\n' >again/contacts/y.yaml
	ref-stats -B again --until 2025-06-30 leads silent_clients \
	    referred_revenue | cut -f 1,2 >out
	same out <<-'EOF'
	referred_revenue	-
	silent_clients	0
	leads	1
	EOF
	ref-stats -B again leads silent_clients referred_revenue | cut -f 1,2 >out
	same out <<-'EOF'
	referred_revenue	100
	silent_clients	100
	leads	1
	EOF
	ref-tree -B again -t 2025-06-30 | cut -f 1-4 >out
	same out <<-'EOF'
	x	0		
	a	1	x	lost
	EOF
	ref-tree -B again | cut -f 1-4 >out
	same out <<-'EOF'
	y	0		
	a	1	y	won
	EOF
EOT

t '001.22 003.25 a quarter against the quarter before: what works, what does not' <<'EOT'
	ref-stats -H --compare --since 2026-04-01 --until 2026-06-30 volume >out
	like out '^metric.*	group	before	change$' \
	    '^referrals_received	1	count	1	-	-	-	-	2	-1$' \
	    '^referral_growth	-50	'
	ref-stats -j --compare --since 2026-04-01 --until 2026-06-30 referral_conversion >out
	jq -e '.value == 0 and .before == 50 and .change == -50' out
	ref-stats --compare --by referrer \
	    referrals_received | cut -f 2,8- >out
	same out <<-'EOF'
	2	ana	1	1
	2	ben	-	-
	1	dan	-	-
	EOF
	exits 2 ref-stats --compare --by month 2>err
	has err 'periods already'
EOT

# --- the forecast against what came, from the history ---

# kept DAY: what stands in the work tree, committed on that day at noon.
kept()
{
	git -C told add -A
	GIT_AUTHOR_DATE="$1T12:00:00Z" GIT_COMMITTER_DATE="$1T12:00:00Z" \
	    git -C told commit -qm "$1"
}

# came NAME BY DAY: a referral.
came()
{
	printf 'name: %s\nowner: ali\nreferral: {by: %s, on: %s}\n' "$1" "$2" "$3" \
	    >"told/contacts/$1.yaml"
}

# Today is 2026-10-20: the forecast is that of the end of 2026-07-20, for the
# quarter from the 21st on.  What the book knew then: a b c d e of the year
# before, and f, who came too early for it.
mkdir -p told/contacts
printf 'timezone: Asia/Kuala_Lumpur\n' >told/ref.yaml
printf 'name: X\nkind: friend\n' >told/contacts/x.yaml
git init -q told
kept 2026-01-05
for lead in a:2025-08-01 b:2025-11-11 c:2026-02-02 d:2026-05-05 e:2026-07-20 \
    f:2025-07-20; do
	came "${lead%:*}" x "${lead#*:}"
done
# the last instant that counts, where the book is
git -C told add -A
GIT_AUTHOR_DATE=2026-07-20T23:59:59+08:00 GIT_COMMITTER_DATE=2026-07-20T23:59:59+08:00 \
    git -C told commit -qm 'known then'
# an hour later is too late, whatever it says; so is what was written after
came g x 2026-03-03
git -C told add -A
GIT_AUTHOR_DATE=2026-07-21T00:00:00+08:00 GIT_COMMITTER_DATE=2026-07-21T00:00:00+08:00 \
    git -C told commit -qm late
came h x 2026-08-08
kept 2026-08-09
# a hand at the dates: b is moved out of the year, f into it; c is gone; and
# nobody has committed i yet
came b x 2025-07-01
came f y 2025-07-21
rm told/contacts/c.yaml
kept 2026-10-01
came i x 2026-10-10

t '000.21 the forecast of a quarter ago is what the book knew then' <<'EOT'
	ref-stats -B told forecast >out
	# known then: a b c d e = 5 / 4; came: h i.  P(0) to P(3) as for forecast
	# of the book by hand, 5 in a year: 0 to 3.  By today's dates: a d e f g.
	sed -n '/^\(back\|hind\)/p' out >got
	same got <<-'EOF'
	backtest_forecast	1.25	count	5	4	-	-	-
	backtest_actual	2	count	2	-	0-3	pass	-
	backtest_error	-37.5	percent	-0.75	2	-	-	-
	hindsight_forecast	1.25	count	5	4	-	-	-
	hindsight_actual	2	count	2	-	0-3	pass	-
	hindsight_error	-37.5	percent	-0.75	2	-	-	-
	EOF
	# as many, but not the same people
	ref-stats -B told --explain backtest_forecast | cut -f 1,6 >out
	same out <<-'EOF'
	a	2025-08-01
	b	2025-11-11
	c	2026-02-02
	d	2026-05-05
	e	2026-07-20
	EOF
	ref-stats -B told --explain hindsight_forecast | cut -f 1,6 >out
	same out <<-'EOF'
	a	2025-08-01
	d	2026-05-05
	e	2026-07-20
	f	2025-07-21
	g	2026-03-03
	EOF
	ref-stats -B told --explain backtest_actual | cut -f 1 >out
	same out <<-'EOF'
	h
	i
	EOF
EOT

t '000.21 known then and dated now differ, and each says so' <<'EOT'
	cp -R told more
	# three more of that year, written down since: 8 / 4 in hindsight
	for lead in j:2026-01-01 k:2026-01-02 l:2026-01-03; do
		printf 'name: L\nreferral: {by: x, on: %s}\n' "${lead#*:}" \
		    >"more/contacts/${lead%:*}.yaml"
	done
	# 8 in a year: 0.8^9 = 0.134, + 0.242 + 0.242 + 0.177 = 0.795, + 0.106
	ref-stats -B more backtest_forecast backtest_actual backtest_error \
	    hindsight_forecast hindsight_actual hindsight_error |
	    cut -f 1,2,4-7 >out
	same out <<-'EOF'
	backtest_forecast	1.25	5	4	-	-
	backtest_actual	2	2	-	0-3	pass
	backtest_error	-37.5	-0.75	2	-	-
	hindsight_forecast	2	8	4	-	-
	hindsight_actual	2	2	-	0-4	pass
	hindsight_error	0	0	2	-	-
	EOF
	# nothing comes up to it: short of the interval
	for n in 1 2 3 4; do
		printf 'name: M\nreferral: {by: x, on: 2026-09-0%d}\n' $n \
		    >more/contacts/m$n.yaml
	done
	ref-stats -B more backtest_actual backtest_error | cut -f 1,2,6,7 >out
	same out <<-'EOF'
	backtest_actual	6	0-3	short
	backtest_error	-79.2	-	-
	EOF
EOT

t '000.21 groups, a choice and the period before go by the history as well' <<'EOT'
	ref-stats -B told --by referrer backtest_forecast | cut -f 2,4,8 >out
	same out <<-'EOF'
	1.25	5	x
	EOF
	ref-stats -B told --by referrer hindsight_forecast | cut -f 2,4,8 >out
	same out <<-'EOF'
	1	4	x
	0.25	1	y
	EOF
	# chosen as they are today: c is no more, nor is b referred early enough
	ref-stats -B told -e 'id <= "c"' backtest_forecast backtest_actual | cut -f 1,2 >out
	same out <<-'EOF'
	backtest_forecast	0.5
	backtest_actual	0
	EOF
	# a quarter earlier the book knew nobody: 2026-04-20 is after the first
	# commit, and before the second
	ref-stats -B told --since 2026-07-21 --compare backtest_forecast | cut -f 1,2,9 >out
	same out <<-'EOF'
	backtest_forecast	1.25	0
	EOF
	# of the book as it was, the history is that below it
	ref-stats -B told --rev HEAD~1 backtest_forecast backtest_actual | cut -f 1,2 >out
	same out <<-'EOF'
	backtest_forecast	1.25
	backtest_actual	1
	EOF
	ref-stats -B told --as-of 2026-09-01 --explain backtest_forecast >out
	empty out
EOT

t '000.21 no history so early, none at all: a gap, and the dates have their name' <<'EOT'
	ref-stats -B told -t 2026-04-01 backtest_forecast hindsight_forecast | cut -f 1,2 >out 2>err
	same out <<-'EOF'
	backtest_forecast	-
	hindsight_forecast	0.75
	EOF
	rm -rf bare
	cp -R told bare
	rm -rf bare/.git
	ref-stats -B bare forecast >out 2>err
	empty err
	has out 'backtest_forecast	-	count' 'hindsight_forecast	1.25	'
	ref-stats -B bare --by owner backtest_forecast >out
	empty out
	# a repository without a commit
	git init -q bare
	ref-stats -B bare backtest_forecast >out 2>err
	empty err
	has out 'backtest_forecast	-	'
EOT

t '000.21 what was no contact then is not known then' <<'EOT'
	cp -R told torn
	printf 'name: [\nreferral: {by: x, on: 2026-07-01}\n' >torn/contacts/q.yaml
	printf 'name: Q\nreferral: {by: x, on: 2026-07-01}\n' >torn/notes.yaml
	ln -s a.yaml torn/contacts/s.yaml
	mkdir torn/contacts/z
	printf 'name: Z\nreferral:\n  - {by: x, on: 2026-07-02, status: lost}\n  - {by: x, on: 2026-07-03}\n' \
	    >torn/contacts/z/z.yaml
	git -C torn checkout -q HEAD~3 2>err
	git -C torn add -A
	GIT_COMMITTER_DATE=2026-07-20T23:59:59+08:00 git -C torn commit -qm torn
	rm torn/contacts/q.yaml torn/contacts/s.yaml
	ref-stats -B torn --explain backtest_forecast | cut -f 1 | sort | tr '\n' ' ' >out
	is "$(cat out)" 'a b c d e z z '
EOT

t '000.21 the history is read only for a number that rests on it' <<'EOT'
	needs strace
	# the leak checker cannot work under strace
	export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
	strace -f -o trace -e trace=execve ref-stats -B told volume hindsight_forecast >out
	hasnt trace '"git"'
	strace -f -o trace -e trace=execve ref-stats -B told --by month >out
	hasnt trace '"git"'
	strace -f -o trace -e trace=execve ref-stats -B told backtest_error >out
	has trace '"git"'
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

t 'amounts in another currency are gaps with a warning, in costs they stop the numbers' <<'EOT'
	mkdir -p mixed/contacts
	echo 'currency: MYR' >mixed/ref.yaml
	printf '%s\n' 'name: A' 'kind: client' 'referral: {by: b, on: 2026-01-01, status: won}' \
	    'deals:' '  - {id: d1, closed: 2026-02-02, status: closed, revenue: USD 9600}' \
	    '  - {id: d2, closed: 2026-03-03, status: closed, revenue: 400}' >mixed/contacts/a.yaml
	printf 'name: B\n' >mixed/contacts/b.yaml
	exits 4 ref-stats -B mixed referred_revenue average_deal gap_revenue >out 2>err
	has err "'USD 9600' is not an amount: write 9600 or 9600.50, without currency"
	cut -f 1,2,5 out >got
	same got <<-'EOF'
	average_deal	400	1
	referred_revenue	400	-
	gap_revenue	1	-
	EOF
	exits 4 ref-report -B mixed >page 2>err
	has page '<b>MYR 400</b>'
	exits 4 ref-tree -B mixed >out 2>err
	has out 'a	1	b	won	400	400	A'
	printf 'costs: [{on: 2026-01-01, kind: marketing, amount: RM 40}]\n' >mixed/costs.yaml
	exits 3 ref-stats -B mixed roi 2>err
	has err "costs.yaml:1:51: 'RM 40' is not an amount"
	printf 'costs: [{on: 2026-01-01, kind: management, hours: 4}]\n' >mixed/costs.yaml
	exits 3 ref-stats -B mixed roi 2>err
	has err "a cost needs 'amount', or 'hours' and 'rate'"
EOT

t 'sums beyond all money end there' <<'EOT'
	mkdir -p rich/contacts
	: >rich/ref.yaml
	{
		printf 'name: A\nkind: client\ndeals:\n'
		n=0
		while [ $n -lt 100 ]; do
			n=$((n + 1))
			echo "  - {id: d$n, closed: 2026-02-02, status: closed, revenue: 999999999999999}"
		done
	} >rich/contacts/a.yaml
	printf 'costs: [{on: 2026-01-01, kind: management, hours: 900000, rate: 999999999999999}]\n' \
	    >rich/costs.yaml
	ref-stats -B rich revenue programme_cost whatif_retention >out
	rows out 3
	hasnt out '	-9' nan
	ref-report -B rich >page
	like page '</html>'
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

t 'a benchmark that is just reached is passed' <<'EOT'
	# 29 of 50 are 58 per cent, though 0.58 x 100 is less in binary
	mkdir -p just/contacts
	printf 'goals: {conversion: 58}\n' >just/ref.yaml
	n=0
	while [ $n -lt 50 ]; do
		n=$((n + 1))
		printf 'name: A\nreferral: {by: x, on: 2026-10-01, status: %s}\n' \
		    "$([ $n -le 29 ] && echo won || echo new)" >just/contacts/a$n.yaml
	done
	ref-stats -B just goal_conversion | cut -f 2,6,7 >out
	same out <<-'EOF'
	58	58	pass
	EOF
	# nor do cents fall short
	printf 'goals: {revenue_share: 58}\n' >just/ref.yaml
	rm just/contacts/*
	printf '%s\n' 'name: A' 'referral: {by: x, on: 2026-01-01, status: won, value: 0.29}' >just/contacts/a.yaml
	printf '%s\n' 'name: B' 'deals: [{id: d1, closed: 2026-01-02, status: closed, revenue: 0.21}]' >just/contacts/b.yaml
	ref-stats -B just goal_revenue_share | cut -f 2,4-7 >out
	same out <<-'EOF'
	58	0.29	0.50	58	pass
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

t 'every number of fifty books made by chance is counted alike in another language' <<'EOT'
	needs python3
	n=0
	while [ $n -lt 50 ]; do
		n=$((n + 1))
		python3 "$cases/random_book.py" $n chance/$n
	done
	python3 "$cases/recount.py" 2026-10-20 chance/* >recounted || {
		sed 20q recounted
		exit 1
	}
	# which it compared: all that there are
	sed -n 's/^compared: //p' recounted | tr ' ' '\n' >compared
	cut -f 1 list | sort >listed
	same compared listed
	# the histories among them do tell known then from dated now
	for book in chance/*; do
		ref-stats -B "$book" backtest_forecast hindsight_forecast |
		    cut -f 2 | tr '\n' ' '
		echo
	done | awk '$1 == "-" { none++; next } $1 != $2 { differ++ }
	    END { exit !(none > 5 && differ > 10) }'
EOT

t 'so are the book by hand and the people of the demo' <<'EOT'
	needs python3
	python3 "$cases/recount.py" 2026-10-20 "$cases/book" "$T_SRC/share/demo" >out
	rows out 1
EOT

t 'a count that is off by one, or nobody knows, does not pass' <<'EOT'
	needs python3
	mkdir -p wrong
	cat >wrong/ref-stats <<-'EOF'
	#!/bin/sh
	"$T_BIN/ref-stats" "$@" | awk -F '\t' -v OFS='\t' -f "$WRONG"
	EOF
	chmod +x wrong/ref-stats
	export WRONG="$T/wrong.awk"
	same_but()
	{
		echo "$1" >wrong.awk
		PATH=$T/wrong:$PATH exits 1 python3 "$cases/recount.py" \
		    2026-10-20 "$cases/book" >out
		has out "$2"
	}
	same_but '$1 == "nps_answers" && $3 == "count" { $2++ } 1' nps_answers
	same_but '$1 == "rv" { $5 = "-" } 1' rv
	same_but '$1 == "roi" && $7 == "pass" { $7 = "short" } 1' roi
	same_but '$8 == "bea" && $1 == "clients" { next } 1' clients
	same_but '1; $1 == "roi" { $1 = "luck"; print }' luck
EOT

finish
