#!/bin/sh
# export.t: what other programs get, and what comes back of it.
. "${0%/*}/lib.sh"

# The system's Python is the one that the packages of setup.sh are for.
python3()
{
	if [ -x /usr/bin/python3 ]; then
		/usr/bin/python3 "$@"
	else
		command python3 "$@"
	fi
}

book
person lee-ann <<'EOF'
# somebody with everything that may go wrong
name: "Lee, Ann; \"the\" \\ one"
kind: friend
email: [ann@example.com, "ann.lee@example.com"]
phone: ["+60 12-111 2223", "03-2222 3333"]
company: "=HYPERLINK(\"http://evil\")"
address: |
  12 Jalan Mawar
  30000 Ipoh
birthday: 1980-02-29
dates:
  - {on: 2015-09-16, what: wedding}
tags: ["a,b", c]
links: {linkedin: "https://linkedin.com/in/ann", "own page": "https://example.com/ann/x"}
likes: {cause: SPCA}
cadence: quarterly
lang: ms
notes: |
  -2+3
  END:VCARD
  naïve € text that is long enough to be folded somewhere in the middle of it
x-own: [{deep: yes}, "12"]
EOF
save 'lee-ann'

# unchanged FORMAT FILE: reading it back changes nothing in the same book.
unchanged()
{
	before=$(commits)
	ref-import "$1" >back 2>back.err
	hasnt back created updated
	empty back.err
	is "$(commits)" "$before"
}

t 'each format comes back without a change' <<'EOT'
	ref-export csv >c.csv
	unchanged c.csv
	ref-export csv --excel >x.csv
	unchanged x.csv
	ref-export google >g.csv
	unchanged g.csv
	ref-export vcard >v3.vcf
	unchanged v3.vcf
	ref-export vcard4 >v4.vcf
	unchanged v4.vcf
	ref-export jsonl >j.jsonl
	unchanged j.jsonl
EOT

t 'JSON Lines into an empty book and out again: the same bytes' <<'EOT'
	ref-export jsonl >a.jsonl
	ref-init empty >out
	cp "$REF_BOOK/ref.yaml" empty/
	ref-import -B empty a.jsonl >out
	rows out 6
	ref-export -B empty jsonl >b.jsonl
	same b.jsonl a.jsonl
	ref-check -B empty
EOT

t 'the demo book, too' <<'EOT'
	sh "$T_SRC/share/demo/build.sh" demo >out 2>&1
	ref-export -B demo jsonl --all >a.jsonl
	ref-init copy >out
	cp demo/ref.yaml copy/
	ref-import -B copy a.jsonl >out
	ref-export -B copy jsonl --all >b.jsonl
	same b.jsonl a.jsonl
	for format in csv google vcard vcard4 jsonl; do
		ref-export -B demo "$format" --all >f
		ref-import -B demo f >out 2>err
		hasnt out created updated
		empty err
	done
EOT

t 'csv: as python reads it; --excel makes formulas text' <<'EOT'
	needs python3
	ref-export csv --excel >x.csv
	python3 - <<-'EOF'
	import csv
	rows = list(csv.DictReader(open("x.csv", encoding="utf-8-sig", newline="")))
	ann = [r for r in rows if r["id"] == "lee-ann"][0]
	assert ann["name"] == 'Lee, Ann; "the" \\ one', ann
	assert ann["company"].startswith("'="), ann
	assert ann["phone"] == "'+60 12-111 2223 ::: 03-2222 3333", ann
	cells = [v for r in rows for v in r.values() if v]
	assert not [v for v in cells if v[0] in "=@-\t\r"], cells
	assert not [v for v in cells if v[0] == "+" and not v[1:3].isdigit()], cells
	EOF
	ref-export csv >c.csv
	has c.csv '"=HYPERLINK(""http://evil"")"'
EOT

t 'jsonl: as jq reads it, typed' <<'EOT'
	needs jq
	ref-export jsonl >j
	jq -r 'select(.id == "siti-rahman") | .deals[0].value' j >out
	is "$(cat out)" 480000
	jq -r 'select(.id == "siti-rahman") | .touches[1].reply' j >out
	is "$(cat out)" true
	jq -r 'select(.id == "daniel-tan") | .email[0]' j >out
	is "$(cat out)" daniel.tan@example.com
	jq -r '.id' j >ids
	rows ids 6
EOT

t 'vcard: as python-vobject reads it; one card a contact' <<'EOT'
	needs python3
	python3 -c 'import vobject' || { echo 'no python3-vobject' >"$T_skip"; exit 0; }
	ref-export vcard >v.vcf
	python3 - <<-'EOF'
	import vobject
	cards = list(vobject.readComponents(open("v.vcf", encoding="utf-8", newline="")))
	assert len(cards) == 6, len(cards)
	ann = [c for c in cards if c.fn.value.startswith("Lee")][0]
	assert ann.fn.value == 'Lee, Ann; "the" \\ one', ann.fn.value
	assert "END:VCARD" in ann.note.value
	assert len(ann.contents["tel"]) == 2
	assert ann.categories.value == ["a,b", "c"], ann.categories.value
	assert ann.bday.value == "1980-02-29"
	EOF
	awk 'length($0) > 76' v.vcf >long
	empty long
EOT

t 'vcard: khard lists and shows the cards' <<'EOT'
	needs khard
	mkdir -p abook
	for id in siti-rahman daniel-tan lee-ann; do
		ref-export vcard "$id" -o "abook/$id.vcf" --force
	done
	mkdir -p "$HOME/.config/khard"
	printf '%s\n' '[addressbooks]' '[[b]]' "path = $T/abook" '[general]' \
	    'default_action = list' >"$HOME/.config/khard/khard.conf"
	khard list --parsable >out
	has out 'Siti Rahman'
	khard show Siti >out
	has out +60123456789 siti@example.com
	khard birthdays >out
	has out 'Siti Rahman'
EOT

t 'ics: as python-icalendar reads it; ids are stable and single' <<'EOT'
	needs python3
	python3 -c 'import icalendar' || { echo 'no python3-icalendar' >"$T_skip"; exit 0; }
	ref-export ics >c.ics
	ref-export ics >d.ics
	same d.ics c.ics
	python3 - <<-'EOF'
	import icalendar
	cal = icalendar.Calendar.from_ical(open("c.ics", "rb").read())
	events = [e for e in cal.walk("VEVENT")]
	uids = [str(e["uid"]) for e in events]
	assert len(uids) == len(set(uids)), uids
	assert "siti-rahman-birthday@book" in uids, uids
	assert "lim-wei-ack-daniel-tan@book" in uids or "lim-wei-ack@book" in uids, uids
	b = [e for e in events if e["uid"] == "lee-ann-birthday@book"][0]
	assert b["rrule"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2", b["rrule"].to_ical()
	assert all("dtstamp" in e and "summary" in e and "dtstart" in e for e in events)
	EOF
	awk 'length($0) > 76' c.ics >long
	empty long
	ref-export ics --stamp 2026-01-01T00:00Z >s.ics
	has s.ics DTSTAMP:20260101T000000Z
	hasnt s.ics DTSTAMP:202610
EOT

t '000.26 ics: khal takes the calendar and knows the days' <<'EOT'
	needs khal
	mkdir -p "$HOME/.config/khal" cal
	printf '%s\n' '[calendars]' '[[ref]]' "path = $T/cal" 'type = calendar' \
	    '[locale]' 'timeformat = %H:%M' 'dateformat = %Y-%m-%d' \
	    'longdateformat = %Y-%m-%d' 'datetimeformat = %Y-%m-%d %H:%M' \
	    'longdatetimeformat = %Y-%m-%d %H:%M' >"$HOME/.config/khal/config"
	ref-export ics -o due.ics
	khal import --batch -a ref due.ics >out 2>&1
	khal list 2027-06-14 1d >out
	has out 'Siti Rahman: birthday'
	khal list 2027-02-28 1d >out
	has out 'birthday'
	khal list 2028-02-29 1d >out
	has out 'birthday'
	khal list 2027-06-15 1d >out
	has out 'anniversary of the closing'
EOT

t 'vdirsyncer carries cards and entries from one place to another' <<'EOT'
	needs vdirsyncer
	mkdir -p vd/from vd/to "$HOME/.config/vdirsyncer"
	for id in siti-rahman lee-ann; do
		ref-export vcard "$id" -o "vd/from/$id.vcf"
	done
	printf '%s\n' '[general]' "status_path = \"$T/vd/status\"" \
	    '[pair p]' 'a = "x"' 'b = "y"' 'collections = null' \
	    '[storage x]' 'type = "filesystem"' "path = \"$T/vd/from\"" \
	    'fileext = ".vcf"' '[storage y]' 'type = "filesystem"' \
	    "path = \"$T/vd/to\"" 'fileext = ".vcf"' >vd/config
	vdirsyncer -c vd/config discover >out 2>&1
	vdirsyncer -c vd/config sync >out 2>&1
	ls vd/to >names
	rows names 2
	cat vd/to/*.vcf >back.vcf
	unchanged back.vcf
EOT

t 'mutt: lines of address, name and firm; nobody is status 1' <<'EOT'
	ref-export mutt siti >out
	printf '1 found\nsiti@example.com\tSiti Rahman\t\n' >want
	same out want
	exits 1 ref-export mutt zzz >out
	rows out 1
	ref-export mutt >out
	rows out 6
EOT

t 'mutt itself asks and gets the address' <<'EOT'
	needs mutt expect
	: >mbox
	printf '%s\n' "set query_command=\"ref-export mutt '%s'\"" \
	    "set folder=$T spoolfile=$T/mbox" >muttrc
	cat >mutt.exp <<-'EOF'
	set timeout 20
	spawn mutt -F muttrc -n -f mbox
	expect "Quit"
	send "Q"
	expect "Query"
	send "siti\r"
	expect {
		"siti@example.com" { send "xq"; exit 0 }
		timeout { exit 1 }
		eof { exit 1 }
	}
	EOF
	TERM=vt100 expect mutt.exp >out 2>&1
EOT

t 'a file is for its owner alone, and not replaced unasked' <<'EOT'
	rm -f o.csv
	ref-export csv -o o.csv
	is "$(stat -c %a o.csv)" 600
	exits 3 ref-export csv -o o.csv 2>err
	has err '--force'
	chmod 644 o.csv
	ref-export csv siti -o o.csv --force
	is "$(stat -c %a o.csv)" 600
	rows o.csv 2
	ln -s elsewhere link
	exits 2 ref-export csv -o link 2>err
	absent elsewhere
	exits 2 ref-export csv -o missing/o.csv 2>err
	has err missing
EOT

t 'calls that make no sense are told' <<'EOT'
	exits 2 ref-export 2>err
	exits 2 ref-export cvs 2>err
	has err "did you mean 'csv'?"
	exits 2 ref-export google --excel 2>err
	exits 2 ref-export csv --stamp today 2>err
	exits 2 ref-export csv --force 2>err
	exits 2 ref-export mutt a b 2>err
	exits 2 ref-export csv nobody-here >out 2>err
	has err 'nobody-here'
EOT

t 'chosen by id, from standard input and by -e; archived ones only with --all' <<'EOT'
	ref-export csv siti lim-wei >out
	rows out 3
	echo siti-rahman | ref-export csv - >out
	rows out 2
	ref-export jsonl -e 'kind = client' >out
	rows out 2
	ref-rm mei-chen >out
	ref-export jsonl >out
	rows out 5
	ref-export jsonl --all >out
	rows out 6
EOT

t 'consent: who must not be contacted is in no calendar' <<'EOT'
	ref-set siti consent.contact=no >out
	ref-export ics >c.ics
	hasnt c.ics siti-rahman
EOT

t 'control characters are no part of a card' <<'EOT'
	printf 'name: "A\\eB"\nkind: friend\n' | person bad-one
	exits 3 ref-export vcard bad-one >out 2>err
	has err bad-one
	empty out
	rm "$REF_BOOK/contacts/bad-one.yaml"
EOT

finish
