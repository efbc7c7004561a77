# ref-refer and ref-move: a referral from first word to the end.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20T09:00+08:00
book

t '003.13 a new name becomes a lead, kept on the referred' <<'EOT'
	ref-refer siti-rahman "Wong Li" phone=+60125550199 >out
	printf 'wong-li\tcreated\tcontacts/wong-li.yaml\n' | same out
	same book/contacts/wong-li.yaml <<'EOF'
# yaml-language-server: $schema=../.ref/contact.schema.json
name: Wong Li
kind: lead
owner: aisyah
phone: "+60125550199"
source: referral
referral:
  by: siti-rahman
  on: 2026-10-20T09:00+08:00
  type: client
  mechanism: direct
  status: new
EOF
	hasnt book/contacts/siti-rahman.yaml wong-li
	git_clean
EOT

t 'a lead in the book is typed as everywhere: no second one for a prefix' <<'EOT'
	before=$(commits)
	exits 3 ref-refer daniel-tan daniel 2>err
	has err 'cannot refer themselves'
	exits 3 ref-refer siti-rahman lim 2>err
	has err "'lim-wei' was referred by"
	printf 'name: Lim Hardware\n' | person lim-hardware
	exits 3 ref-refer siti-rahman lim 2>err
	has err 'fits 2 contacts' lim-hardware lim-wei
	rm book/contacts/lim-hardware.yaml
	is "$(commits)" "$before"
	exits 2 ref-refer siti-rahman - 2>err
	# a name is no prefix
	ref-refer siti-rahman Lim >out
	printf 'lim\tcreated\tcontacts/lim.yaml\n' | same out
	ref-undo >out
EOT

t '003.10 002.3 the type follows from what the referrer is' <<'EOT'
	ref-refer daniel-tan "Partner Lead" >out
	has book/contacts/partner-lead.yaml 'type: partner'
	ref-refer mei-chen "Friend Lead" --type network --mechanism social --code MEI7 >out
	has book/contacts/friend-lead.yaml 'type: network' 'mechanism: social' 'code: MEI7'
EOT

t '002.3 five mechanisms, and no other; numbers by mechanism' <<'EOT'
	for word in direct indirect program social content; do
		ref-refer siti-rahman "By $word" --mechanism $word >out
		has book/contacts/by-$word.yaml "mechanism: $word"
	done
	exits 2 ref-refer siti-rahman "By magic" --mechanism magic 2>err
	has err direct
	absent book/contacts/by-magic.yaml
	ref-stats referrals_received --by mechanism >out
	like out '	indirect$' '	content$'
EOT

t '002.10 002.8 a new lead is handled alike by all: recorded, owned, clocks set' <<'EOT'
	GIT_COMMITTER_EMAIL=daniel@example.com GIT_AUTHOR_EMAIL=daniel@example.com \
	    ref-refer siti-rahman "Daniels Lead" >out
	has book/contacts/daniels-lead.yaml 'owner: daniel'
	ref-refer siti-rahman "Given Lead" --owner daniel >out
	has book/contacts/given-lead.yaml 'owner: daniel'
	ref-due -w 7d --owner daniel --why ack,contact,meet -j >out
	for why in ack contact meet; do
		has out "\"why\":\"$why\""
	done
	hasnt out '"owner":"aisyah"'
EOT

t 'the same call twice is unchanged' <<'EOT'
	before=$(commits)
	ref-refer siti-rahman wong-li >out
	has out unchanged
	is "$(commits)" "$before"
EOT

t 'somebody of the book can be referred; their kind stays' <<'EOT'
	ref-refer siti-rahman mei-chen >out
	has book/contacts/mei-chen.yaml 'kind: friend' 'by: siti-rahman'
EOT

t 'a self-referral, a circle and a second referrer are refused' <<'EOT'
	before=$(commits)
	exits 3 ref-refer wong-li wong-li 2>err
	has err 'cannot refer themselves'
	exits 3 ref-refer wong-li siti-rahman 2>err
	has err circle
	exits 3 ref-refer farid-hassan wong-li 2>err
	has err siti-rahman
	exits 2 ref-refer nobody "New Name" 2>err
	exits 2 ref-refer siti-rahman 2>err
	exits 2 ref-refer siti-rahman "New Name" --at +1d 2>err
	absent book/contacts/new-name.yaml
	is "$(commits)" "$before"
	git_clean
EOT

t '000.13 a referral given is kept with the partner' <<'EOT'
	ref-refer --give daniel-tan "Ong family" --value 2500 >out
	has book/contacts/daniel-tan.yaml 'who: Ong family, value: 2500'
	ref-refer --give daniel-tan "Ong family" --value 2500 >out
	has out unchanged
EOT

t '003.22 each status is a step with its time' <<'EOT'
	export REF_NOW=2026-10-20T16:20+08:00
	ref-move wong-li contacted >out
	has book/contacts/wong-li.yaml 'status: contacted' '- {at: 2026-10-20T16:20+08:00, to: contacted}'
	ref-move wong-li contacted >out
	has out unchanged
	export REF_NOW=2026-10-25T10:00+08:00
	ref-move wong-li qualified >out
	has book/contacts/wong-li.yaml 'status: qualified' 'to: qualified'
	git_clean
EOT

t 'a status does not go backwards, unless a mistake is mended' <<'EOT'
	export REF_NOW=2026-10-25T10:00+08:00
	exits 3 ref-move wong-li contacted 2>err
	has err 'does not go back'
	exits 3 ref-move wong-li new 2>err
	ref-move lim-wei met >out
	ref-move lim-wei contacted --force >out
	has book/contacts/lim-wei.yaml 'status: contacted'
	git_clean
EOT

t 'won wants a value, lost a reason' <<'EOT'
	export REF_NOW=2026-10-26T10:00+08:00
	before=$(commits)
	exits 2 ref-move wong-li won 2>err
	has err '--value'
	exits 2 ref-move wong-li lost 2>err
	has err '--reason'
	exits 2 ref-move wong-li wom 2>err
	has err "did you mean 'won'"
	exits 2 ref-move mei-chen 2>err
	exits 3 ref-move siti-rahman contacted 2>err
	has err 'not a referral'
	exits 2 ref-move wong-li met --at 2026-10-01 --force 2>err
	has err 'referred later'
	is "$(commits)" "$before"
	ref-move wong-li won --value 9600 >out
	has book/contacts/wong-li.yaml 'status: won' 'value: 9600' 'kind: client'
	exits 3 ref-move wong-li dark 2>err
	git_clean
EOT

t '003.21 dark comes back; lost and referred again is a list' <<'EOT'
	export REF_NOW=2026-10-27T10:00+08:00
	ref-move lim-wei dark >out
	ref-move lim-wei contacted >out
	ref-move lim-wei lost --reason not-a-fit >out
	has book/contacts/lim-wei.yaml 'reason: not-a-fit'
	export REF_NOW=2026-12-01T10:00+08:00
	ref-refer siti-rahman lim-wei >out
	has book/contacts/lim-wei.yaml '- by: daniel-tan' 'by: siti-rahman' 'reason: not-a-fit'
	ref-check >out
	empty out
	ref-move lim-wei contacted >out
	ref-list lim-wei -o referral.by,referral.status >out
	printf 'lim-wei\tsiti-rahman\tcontacted\n' | same out
	git_clean
EOT

finish
