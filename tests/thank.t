# ref-thank: what referrers are owed.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20T09:00+08:00
book

t '000.23 003.19 thanks are owed at once' <<'EOT'
	ref-thank >out
	printf 'daniel-tan\tthanks\tlim-wei\t2026-10-17T10:00+08:00\tnote card of thanks\tDaniel Tan\n' | same out
	ref-thank mei-chen --list >out
	empty out
EOT

t 'a draft says thanks for the lead, in our name' <<'EOT'
	ref-thank daniel-tan >out 2>err
	empty err
	has out 'Subject: Thank you, Daniel Tan' 'sending Lim Wei' 'Aisyah Karim'
	hasnt out '{{'
EOT

t '004.6 sent is recorded with the lead and as a touch, in one commit' <<'EOT'
	before=$(commits)
	ref-thank daniel-tan --sent --note "card with a kingfisher" >out
	printf 'lim-wei\tupdated\tcontacts/lim-wei.yaml\ndaniel-tan\tupdated\tcontacts/daniel-tan.yaml\n' | same out
	is "$(commits)" $((before + 1))
	has book/contacts/lim-wei.yaml 'about: thanks'
	has book/contacts/daniel-tan.yaml 'why: recognition' 'note: card with a kingfisher'
	git -C book log -1 --format=%B >out
	has out 'thank: ' 'Ref-Op: thank' 'Ref-Contact: lim-wei' 'Ref-Contact: daniel-tan'
	hasnt out kingfisher
	git_clean
	ref-thank daniel-tan --sent >out
	printf 'lim-wei\tunchanged\tcontacts/lim-wei.yaml\n' | same out
	is "$(commits)" $((before + 1))
	ref-thank >out
	empty out
	exits 1 ref-thank daniel-tan 2>err
	has err 'nothing'
EOT

t '003.21 the news of each end have their own words' <<'EOT'
	ref-move lim-wei contacted >out
	ref-thank daniel-tan >out
	has out 'are in touch'
	ref-move lim-wei lost --reason not-a-fit >out
	ref-thank daniel-tan >out
	has out 'not the right one'
	ref-thank daniel-tan --list -o suggestion >out
	has out 'not a fit: thank, say why'
	ref-thank daniel-tan --told >out
	has book/contacts/lim-wei.yaml 'about: lost'
	ref-thank >out
	empty out
	git_clean
EOT

t '003.21 dark: the retry date is told' <<'EOT'
	ref-refer siti-rahman "Wong Li" --at 2026-10-01 >out
	ref-move wong-li dark --at 2026-10-10 >out
	ref-thank siti-rahman >out
	has out 'around 8 January 2027' 'Kak Siti'
	ref-thank siti-rahman --told --sent --how call >out
	has book/contacts/wong-li.yaml 'about: dark' 'about: thanks'
	has book/contacts/siti-rahman.yaml 'how: call, why: recognition'
	git_clean
EOT

t '000.9 tiers: a second referral won is worth more' <<'EOT'
	for who in "Ann Lee" "Bob Lee"; do
		ref-refer daniel-tan "$who" --at 2026-09-01 >out
	done
	ref-move ann-lee won --value 5000 --at 2026-09-20 >out
	ref-move bob-lee won --value 5000 --at 2026-09-10 >out
	ref-thank daniel-tan --list -e 'id = daniel-tan' >out
	grep reward out >rewards
	has rewards 'ann-lee	2026-09-20	gift 75-100' 'bob-lee	2026-09-10	gift 25-50'
EOT

t 'several are owed: the leads are named, and --for chooses' <<'EOT'
	before=$(commits)
	exits 3 ref-thank daniel-tan 2>err
	has err ann-lee bob-lee --for
	exits 3 ref-thank daniel-tan --sent 2>err
	is "$(commits)" "$before"
	ref-thank daniel-tan --for ann-lee >out 2>err
	has out 'done and signed for Ann Lee'
	has err 'gift 75-100' 'allowed: note, gift, event, donation, credit, fee, cash'
	ref-thank daniel-tan --for ann-lee --sent --told --gift event --amount 80 >out
	is "$(commits)" $((before + 1))
	has book/contacts/daniel-tan.yaml 'for: ann-lee'
	exits 2 ref-thank daniel-tan --for mei-chen --sent 2>err
	has err 'did not refer'
EOT

t 'more than the tier gives is said' <<'EOT'
	ref-thank daniel-tan --for bob-lee --gift gift --amount 90 >out 2>err
	has err 'more than the 50'
	hasnt book/contacts/bob-lee.yaml thanks
EOT

t '003.11 003.31 a forbidden reward is refused, with those that are allowed' <<'EOT'
	sed 's/real-estate/legal/' book/ref.yaml >new
	cp new book/ref.yaml
	save 'a law firm'
	before=$(commits)
	exits 3 ref-thank daniel-tan --for bob-lee --gift cash --amount 50 2>err
	has err 'forbidden' 'legal' 'donation' 'recognition'
	hasnt err credit
	is "$(commits)" "$before"
	ref-refer daniel-tan "Cat Lee" --at 2026-09-02 >out
	ref-move cat-lee won --value 5000 --at 2026-10-01 >out
	ref-thank daniel-tan --for cat-lee >out 2>err
	has err 'no rewards.approval' 'recognition'
	ref-thank daniel-tan --for lim-wei --gift recognition >out
	has book/contacts/daniel-tan.yaml 'what: recognition'
	git_clean
EOT

t '000.10 who wants nothing gets words' <<'EOT'
	ref-set siti-rahman 'prefers={reward: none}' >out
	ref-move wong-li won --value 3000 >out
	ref-thank siti-rahman --list -o debt >out
	printf 'siti-rahman\tnews\n' | same out
	exits 3 ref-thank siti-rahman --for wong-li --gift gift --amount 30 2>err
	has err 'wants no reward'
EOT

t 'no consent: nothing is drafted or recorded' <<'EOT'
	ref-set siti-rahman 'consent={contact: no}' >out
	before=$(commits)
	exits 3 ref-thank siti-rahman 2>err
	has err 'must not be contacted'
	exits 3 ref-thank siti-rahman --told 2>err
	is "$(commits)" "$before"
EOT

t 'a referral in a list of them' <<'EOT'
	person twice <<-'EOF'
	name: Twice
	kind: lead
	source: referral
	referral:
	  - {by: mei-chen, on: 2026-10-15, status: contacted}
	  - {by: mei-chen, on: 2026-01-15, status: lost, reason: timing}  # first
	EOF
	save twice
	ref-thank mei-chen --list -o debt,since >out
	has out 'thanks	2026-10-15' 'thanks	2026-01-15'
	ref-thank mei-chen --for twice --sent >out
	has book/contacts/twice.yaml '2026-10-15, status: contacted, told: [{' 'reason: timing}  # first'
	git_clean
EOT

t '-n shows the change and writes nothing; wrong calls are refused' <<'EOT'
	before=$(commits)
	ref-thank mei-chen --for twice --told -n >out
	has out '+  - {by: mei-chen, on: 2026-10-15'
	is "$(commits)" "$before"
	git_clean
	exits 2 ref-thank mei-chen --amount 5 2>err
	exits 2 ref-thank mei-chen --note x 2>err
	exits 2 ref-thank --sent 2>err
	exits 2 ref-thank mei-chen --gift yacht 2>err
	exits 2 ref-thank mei-chen --for twice --sent --at tomorrow 2>err
	exits 2 ref-thank nobody 2>err
EOT

finish
