# ref-due: everything owed, most overdue first.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20T09:00+08:00
book

t 'id, due, late, why, what, owner, name; most overdue first' <<'EOT'
	ref-due >out
	same out <<'EOF'
farid-hassan	2026-07-30	82	silent	client left alone, last 2026-05-01		Farid Hassan
farid-hassan	2026-07-30	82	touch	segment C, last 2026-05-01: refinance alert		Farid Hassan
siti-rahman	2026-10-10	10	touch	segment A, last 2026-09-10: refinance alert	aisyah	Siti Rahman
daniel-tan	2026-10-17T10:00+08:00	2	thank	thank for referring Lim Wei	aisyah	Daniel Tan
lim-wei	2026-10-18T10:00+08:00	1	ack	acknowledge the referral to Daniel Tan	aisyah	Lim Wei
lim-wei	2026-10-19T10:00+08:00	0	contact	reach them, referred by Daniel Tan	aisyah	Lim Wei
EOF
EOT

t '003.20 reached within 48 hours, to the minute' <<'EOT'
	ref-due --why contact -t 2026-10-19T09:59+08:00 >out
	empty out
	ref-due --why contact -t 2026-10-19T10:00+08:00 >out
	rows out 1
	has out 'lim-wei	2026-10-19T10:00+08:00	0	contact'
	ref-due --why contact -t 2026-10-19T02:00Z >out
	rows out 1
	ref-due --why contact -t 2026-10-21T10:00+08:00 >out
	has out '	2	contact'
EOT

t '003.21 a referral from the first word to the last, by the programs' <<'EOT'
	ref-due --why ack,contact,meet,thank,told,reward lim-wei daniel-tan \
	    -t 2026-10-18T10:00+08:00 -o why >out
	printf 'daniel-tan\tthank\nlim-wei\tack\n' | same out

	ref-thank daniel-tan --sent >out
	ref-move lim-wei contacted >out
	ref-due --why ack,contact,thank,told -o why >out
	printf 'daniel-tan\ttold\n' | same out
	ref-thank daniel-tan --told >out
	ref-due --why ack,contact,thank,told >out
	empty out
	ref-due --why meet -t 2026-10-24T09:59+08:00 >out
	empty out
	ref-due --why meet -t 2026-10-24T10:00+08:00 -o why >out
	printf 'lim-wei\tmeet\n' | same out

	ref-touch lim-wei meeting >out
	ref-due --why meet -t 2026-11-24 >out
	empty out
	ref-move lim-wei won --value 9600 >out
	ref-due --why told,reward -o why >out
	printf 'daniel-tan\ttold\n' | same out
	ref-due --why told,reward -o why -t 2026-10-26 >out
	printf 'daniel-tan\ttold\n' | same out
	ref-due --why told,reward -o why,due -t 2026-10-27 >out
	printf 'daniel-tan\ttold\t2026-10-20\ndaniel-tan\treward\t2026-10-27\n' | same out

	ref-thank daniel-tan --told --gift donation --amount 40 >out
	ref-due daniel-tan lim-wei --why told,reward,thank -t 2027-10-27 >out
	empty out
	ref-check >out
	empty out
	git_clean
EOT

t 'a window ahead, an owner, a list of reasons' <<'EOT'
	ref-due -w 30d --why day -o due,late,why >out
	printf 'farid-hassan\t2026-10-25\t-5\tday\n' | same out
	ref-due --owner daniel >out
	empty out
	ref-due --owner test@example.com >out
	has out siti-rahman
	ref-due -e 'kind = client' --why silent >out
	rows out 1
	exits 2 ref-due --why silnt 2>err
	has err "did you mean 'silent'"
	exits 2 ref-due --owner nobody 2>err
	has err nobody
	exits 2 ref-due --max 0 2>err
	exits 2 ref-due -w soon 2>err
	exits 1 ref-due -x --why retry
EOT

t 'the most important first with --max, one row each with --group' <<'EOT'
	ref-event siti-rahman praise "told her sister" >out
	ref-due --max 1 -o why >out
	printf 'siti-rahman\task\n' | same out
	ref-due --group siti-rahman -o late,why >out
	printf 'siti-rahman\t10\ttouch,ask\n' | same out
	ref-due --group --max 1 -0 >out
	printf 'siti-rahman\0' >want
	cmp out want
EOT

t '001.4 001.8 the protocol begins with a closing; its first step is personal' <<'EOT'
	ref-deal siti-rahman open --side buyer --at 2026-10-01 >out
	ref-deal siti-rahman close --revenue 9000 --at 2026-10-19 >out
	ref-due siti-rahman --why step -j >out
	has out '"due":"2026-10-20"' '"how":"call"' '"personal":true' 'handwritten note'
	ref-due siti-rahman --why step -w 7d -o due,how >out
	printf 'siti-rahman\t2026-10-20\tcall\nsiti-rahman\t2026-10-26\temail\n' | same out
	ref-touch siti-rahman call --step d1 >out
	ref-due siti-rahman --why step >out
	empty out
EOT

t '000.26 retention, birthdays, past clients and referrals in one list' <<'EOT'
	person old-client <<-'EOF'
	name: Old Client
	kind: client
	segment: C
	birthday: 1980-10-20
	deals:
	  - {id: d1, closed: 2024-10-21, side: buyer, status: closed, revenue: 100}
	touches:
	  - {at: 2026-05-01, how: call}
	EOF
	ref-due -w 3d -j >out
	for why in silent day ask; do
		has out "\"why\":\"$why\""
	done
	ref-due -w 3d old-client >out
	has out 'birthday' 'anniversary of the closing' 'silent'
	rm book/contacts/old-client.yaml
EOT

t 'ids from another program; JSON has every column' <<'EOT'
	needs jq
	ref-list -e 'segment = C' >ids
	ref-due - -j --why silent <ids >out
	rows out 1
	jq -e '.id == "farid-hassan" and .why == "silent" and .late == 82 and
	    .category == "personal" and .contract == "001.9" and
	    .about == null' out
EOT

t 'somebody with consent.contact no, or archived, is never due' <<'EOT'
	ref-set siti-rahman 'consent={contact: no}' >out
	ref-due siti-rahman -w 1y >out
	empty out
	ref-rm farid-hassan >out
	ref-due -w 1y --all >out
	hasnt out siti-rahman
	hasnt out farid-hassan
EOT

t 'a file with a fault is left out with one warning, status 4' <<'EOT'
	printf 'name: [\n' >book/contacts/broken.yaml
	exits 4 ref-due 2>err >out
	is "$(grep -c broken.yaml: err)" 1
	rm book/contacts/broken.yaml
EOT

finish
