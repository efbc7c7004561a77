#!/bin/sh
# import.t: contacts from other programs: what they write, who is who, and what
# becomes of bad files.
. "${0%/*}/lib.sh"

# An empty book whose owner has a Malaysian number.
fresh()
{
	rm -rf "$REF_BOOK"
	ref-init "$REF_BOOK" >fresh.out
	cat >"$REF_BOOK/ref.yaml" <<-'EOF'
	me: {name: Aisyah Karim, phone: "+60125550100", email: test@example.com}
	team:
	  - {id: aisyah, name: Aisyah Karim, email: test@example.com}
	EOF
	save config
}

# field ID PATH WANTED: one value of a contact.
field()
{
	ref-list "$1" -o "$2" --all >field.out
	is "$(cut -f 2 field.out)" "$3"
}

t 'Google, the headers since 2024' <<'EOT'
	fresh
	cat >g.csv <<-'EOF'
	First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,Relation 1 - Label,Relation 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value
	Siti,,Rahman,Kopi Rahman,Owner,1984-06-14,"two
	lines",https://example.com/p.jpg,buyer ::: * myContacts,* Work,siti@example.com ::: s2@example.com,Mobile,012-345 6789,Profile,https://www.linkedin.com/in/siti,Anniversary,2015-09-16,,,Shoe size,40
	Ann,B,Lee,,,--02-29,,,* myContacts,,ann@example.com,,,,,,,Referred by,Siti Rahman,,
	EOF
	ref-import g.csv >out 2>err
	rows out 2
	field siti-rahman email siti@example.com,s2@example.com
	field siti-rahman phone +60123456789
	field siti-rahman tags buyer
	field siti-rahman birthday 1984-06-14
	field siti-rahman links.linkedin https://www.linkedin.com/in/siti
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'on: 2015-09-16' 'shoe-size: "40"'
	field ann-b-lee birthday --02-29
	field ann-b-lee referral.by siti-rahman
	field ann-b-lee source referral
	ref-check
	git_clean
EOT

t 'people whom a file gives ids of their own are not one for a telephone' <<'EOT'
	fresh
	cat >couple.jsonl <<-'EOF'
	{"id":"ann","name":"Ann Lee","email":["home@example.com"],"phone":["+60123456789"]}
	{"id":"bob","name":"Bob Lee","email":["home@example.com"],"phone":["+60123456789"],"source":"referral","referral":[{"by":"ann","on":"2026-10-01"}]}
	EOF
	ref-import couple.jsonl >out 2>err
	rows out 2
	empty err
	field bob referral.by ann
	field ann name 'Ann Lee'
	ref-export jsonl >back.jsonl
	same back.jsonl couple.jsonl
	ref-import couple.jsonl >out
	hasnt out created updated
	# With one id only, it is whoever has that telephone.
	fresh
	sed 's/"id":"bob",//; s/,"source":.*/}/' couple.jsonl >one.jsonl
	ref-import one.jsonl >out 2>err
	ref-list --all >who
	rows who 1
EOT

t 'who opted out is left alone; who opted in has agreed to nothing' <<'EOT'
	fresh
	cat >o.csv <<-'EOF'
	Name,Email,Email Opt Out,Do Not Call,Fax Opt Out,Subscription Status
	Ann,ann@example.com,Yes,,,
	Bob,bob@example.com,No,FALSE,Yes,Subscribed
	Cho,cho@example.com,0,x,,
	Dee,dee@example.com,not opted out,,,not unsubscribed
	Eve,eve@example.com,,,,Unsubscribed 2024-02-01
	Fay,fay@example.com,No,2024-02-01,,
	EOF
	ref-import o.csv >out 2>err
	rows out 6
	has err '4 opted out: consent: {contact: no}' 'no field for: Fax Opt Out;'
	for id in ann cho eve fay; do
		field "$id" consent.contact no
	done
	for id in bob dee; do
		field "$id" consent.contact ''
	done
	# What was said stands beside it.
	has "$REF_BOOK/contacts/cho.yaml" 'do-not-call: x'
	exits 3 ref-draft birthday ann
	ref-check
	after=$(commits)
	ref-import o.csv >out 2>err
	hasnt out created updated
	is "$(commits)" "$after"
EOT

t 'an opt-out of somebody known: an empty field is filled, a yes is asked about' <<'EOT'
	fresh
	ref-add 'Ann Lee' email=ann@example.com >out
	ref-add 'Bob Ng' email=bob@example.com consent.contact=yes >out
	cat >o.csv <<-'EOF'
	Name,Email,Status
	Ann Lee,ann@example.com,Do not contact
	Bob Ng,bob@example.com,Unsubscribed
	EOF
	ref-import o.csv >out 2>err
	field ann-lee consent.contact no
	field bob-ng consent.contact yes
	has err "bob-ng: consent.contact stays 'yes'; the file has 'no'"
EOT

t 'a map names the columns of those who opted out' <<'EOT'
	fresh
	printf '%s\n' 'Name,Werbung,Post' 'Ann,aus,' 'Bob,,"abgemeldet, opted out"' >o.csv
	printf '%s\n' 'Werbung: opt-out' 'Post: subscription' >map.yaml
	ref-import --map map.yaml o.csv >out 2>err
	field ann consent.contact no
	field bob consent.contact no
EOT

t 'Google, the headers before, with a mark and in UTF-16' <<'EOT'
	fresh
	printf '%s\n' 'Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value' \
	    'José Núñez,José,Núñez,* myContacts ::: vip,* ,jose@example.com,Mobile,+34 600 111 222' >plain
	python3 -c 'import sys; t=open("plain").read(); open("u16","wb").write(t.encode("utf-16")); open("bom","wb").write(t.encode("utf-8-sig"))'
	ref-import bom >out
	has out jose-nunez
	ref-import u16 >out
	has out unchanged
	field jose-nunez name 'José Núñez'
	field jose-nunez tags vip
EOT

t 'Outlook: months first, none as 0/0/00, two addresses' <<'EOT'
	fresh
	cat >o.csv <<-'EOF'
	Title,First Name,Middle Name,Last Name,Suffix,Company,Job Title,Home Street,Home City,Home Postal Code,Business City,Mobile Phone,E-mail Address,E-mail 2 Address,Birthday,Anniversary,Referred By,Categories,Notes,Priority
	Dr,Ann,,Lee,,Acme,CFO,12 Jalan Mawar,Ipoh,30000,KL,012-1112223,ann@example.com,a2@example.com,12/25/1980,0/0/00,,vip;buyer,hello,Normal
	,Bob,,Ng,,,,,,,,,bob@example.com,,3/4/1981,6/7/2010,ann@example.com,,,
	EOF
	ref-import o.csv >out 2>err
	field dr-ann-lee birthday 1980-12-25
	field dr-ann-lee tags vip,buyer
	field dr-ann-lee profession CFO
	field dr-ann-lee address '12 Jalan Mawar, Ipoh, 30000'
	field bob-ng birthday 1981-03-04
	field bob-ng referral.by dr-ann-lee
	has err 'Priority'
	has "$REF_BOOK/contacts/dr-ann-lee.yaml" 'priority: Normal' 'business-address: KL'
	has "$REF_BOOK/contacts/bob-ng.yaml" 'on: 2010-06-07'
EOT

t 'LinkedIn: lines before the header, known again by the page' <<'EOT'
	fresh
	cat >l.csv <<-'EOF'
	Notes:
	"When exporting your connection data, you may notice that some of the email addresses are missing."

	First Name,Last Name,URL,Email Address,Company,Position,Connected On
	Ann,Lee,https://www.linkedin.com/in/ann-lee,,Acme,CFO,12 Mar 2024
	EOF
	ref-import l.csv >out
	field ann-lee links.linkedin https://www.linkedin.com/in/ann-lee
	field ann-lee profession CFO
	sed -e 's/Ann,Lee/Ann,Lee-Tan/' -e 's/,Acme,/,Beta,/' l.csv >l2.csv
	ref-import l2.csv >out 2>err
	like out 'ann-lee	unchanged'
	has err "company stays 'Acme'; the file has 'Beta'" "name stays 'Ann Lee'"
	rows err 2
EOT

t '002.8 HubSpot: ids, owners, stages and sources of leads' <<'EOT'
	fresh
	cat >h.csv <<-'EOF'
	Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Lifecycle Stage,Lead Source,Create Date
	301,Ann,Lee,ann@example.com,,Aisyah Karim,Open,Lead,Website,2024-03-12 09:14
	302,Bob,Ng,bob@example.com,,Somebody Else,,Customer,,2024-03-13 10:00
	303,Cy,Ho,cy@example.com,,,,Lead,,2024-03-14 10:00
	EOF
	ref-import h.csv >out 2>err
	field ann-lee owner aisyah
	field ann-lee kind lead
	field ann-lee source Website
	field bob-ng kind client
	field cy-ho source import
	field ann-lee uid hubspot:301
	has "$REF_BOOK/contacts/bob-ng.yaml" 'contact-owner: Somebody Else'
	sed -e 's/ann@example.com/ann.lee@example.com/' h.csv >h2.csv
	ref-import h2.csv >out
	like out 'ann-lee	updated'
	field ann-lee email ann@example.com,ann.lee@example.com
	rows out 3
EOT

t '003.30 Follow Up Boss: Referred By becomes a referral, or is listed' <<'EOT'
	fresh
	ref-add 'Daniel Tan' kind=partner email=daniel@example.com >out
	cat >f.csv <<-'EOF'
	ID,Date Added,First Name,Last Name,Stage,Lead Source,Assigned To,Tags,Email 1,Phone 1,Referred By,Deal Stage,Deal Price
	7,2026-03-01,Ann,Lee,Lead,Referral,Aisyah Karim,"buyer, hot",ann@example.com,0121112223,daniel@example.com,Offer,480000
	8,2026-03-02,Bob,Ng,Past Client,,,,bob@example.com,,Ann Lee,,
	9,2026-03-03,Cy,Ho,Lead,,,,cy@example.com,,Nobody Known,,
	10,2026-03-04,Di,Wu,Lead,,,,di@example.com,,Di Wu,,
	EOF
	ref-import f.csv >out 2>err
	field ann-lee referral.by daniel-tan
	field ann-lee referral.on 2026-03-01
	field ann-lee referral.status new
	field ann-lee tags buyer,hot
	field bob-ng referral.by ann-lee
	field bob-ng referral.status won
	has err "f.csv:4: referred by 'Nobody Known', who is not known"
	has err "f.csv:5: referred by 'Di Wu', which would make a circle"
	has "$REF_BOOK/contacts/cy-ho.yaml" 'referred-by: Nobody Known'
	has "$REF_BOOK/contacts/ann-lee.yaml" 'deal-price: "480000"'
	field cy-ho source referral
	ref-check
EOT

t '003.22 who is a client in the book was won, whatever the file says' <<'EOT'
	fresh
	ref-add 'Ann Lee' kind=client email=ann@example.com >out
	ref-add 'Daniel Tan' kind=partner >out
	printf 'Name,Email,Referred By\nAnn Lee,ann@example.com,Daniel Tan\n' >r.csv
	ref-import r.csv >out
	field ann-lee referral.by daniel-tan
	field ann-lee referral.status won
	field ann-lee kind client
	printf 'Name,Email,Referred By\nAnn Lee,ann@example.com,Somebody\n' >r.csv
	ref-import r.csv >out 2>err
	has err "referred by 'Somebody', who is not known"
	field ann-lee referral.by daniel-tan
EOT

t 'semicolons, duplicate headers, quotes, and our own headers' <<'EOT'
	fresh
	printf '%s\r\n' 'Name;Email;Email;"likes.cause";consent.contact' \
	    '"Lee; Ann";a@example.com;b@example.com;SPCA;yes' >s.csv
	ref-import s.csv >out
	field lee-ann email a@example.com,b@example.com
	field lee-ann likes.cause SPCA
	field lee-ann consent.contact yes
EOT

t 'a map says what other columns are; a wrong one is told by line' <<'EOT'
	fresh
	cat >map.yaml <<-'EOF'
	Kunde: name
	"Mail *": email
	"Telefon #": phone
	Geworben von: referred-by
	Schuhe: x-shoes
	Intern: skip
	EOF
	printf '%s\n' 'Kunde,Mail privat,Telefon 1,Schuhe,Intern,Rest' \
	    'Ann Lee,ann@example.com,012-3334445,40,x,kept' >k.csv
	ref-import --map map.yaml k.csv >out 2>err
	field ann-lee email ann@example.com
	field ann-lee phone +60123334445
	has "$REF_BOOK/contacts/ann-lee.yaml" 'x-shoes: "40"' 'rest: kept'
	hasnt "$REF_BOOK/contacts/ann-lee.yaml" intern
	has err 'no field for: Rest'
	printf 'Kunde: nam\n' >bad.yaml
	exits 3 ref-import --map bad.yaml k.csv 2>err
	has err 'bad.yaml:1:8'
EOT

t 'cards of Apple, of version 4, and of 2.1 with its encodings' <<'EOT'
	fresh
	cat >a.vcf <<-'EOF'
	BEGIN:VCARD
	VERSION:3.0
	N:Rahman;Siti;;Puan;
	FN:Siti Rahman
	EMAIL;type=INTERNET;type=WORK:siti@example.com
	TEL;type=CELL:012-345 6789
	item1.URL;type=pref:https://example.com/siti/page
	item1.X-ABLabel:_$!<HomePage>!$_
	item2.X-ABDATE;type=pref:2015-09-16
	item2.X-ABLabel:_$!<Anniversary>!$_
	item3.X-ABRELATEDNAMES:Daniel Tan
	item3.X-ABLabel:Referred by
	BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-14
	ADR;type=HOME:;;12 Jalan Mawar;Ipoh;;30000;Malaysia
	NOTE:first\nsecond\, with comma
	CATEGORIES:vip,buyer
	PHOTO;ENCODING=b;TYPE=JPEG:AAAA
	 BBBB
	UID:1234-abcd
	END:VCARD
	BEGIN:VCARD
	VERSION:4.0
	FN:Daniel Tan
	KIND:individual
	TEL;VALUE=uri;TYPE="voice,cell":tel:+60125551234
	BDAY:19700102
	LANG;PREF=1:ms
	X-SKYPE:dan
	END:VCARD
	BEGIN:VCARD
	VERSION:3.0
	N:Friends;;;;
	FN:Friends
	X-ADDRESSBOOKSERVER-KIND:group
	END:VCARD
	EOF
	printf 'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:N=FA=F1ez;Jos=\r\n=E9;;;\r\nTEL;CELL;PREF:+34 600 111 222\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab\r\nEND:VCARD\r\n' >>a.vcf
	ref-import a.vcf >out 2>err
	rows out 3
	field siti-rahman birthday --06-14
	field siti-rahman phone +60123456789
	field siti-rahman links.web https://example.com/siti/page
	field siti-rahman uid 1234-abcd
	field siti-rahman referral.by daniel-tan
	field siti-rahman address '12 Jalan Mawar, Ipoh, 30000, Malaysia'
	field daniel-tan lang ms
	field daniel-tan birthday 1970-01-02
	field jose-nunez name 'José Núñez'
	has "$REF_BOOK/contacts/siti-rahman.yaml" 'on: 2015-09-16' '  second, with comma'
	has "$REF_BOOK/contacts/daniel-tan.yaml" 'x-skype: dan'
	has err 'no field for: X-SKYPE'
	ref-import a.vcf >out
	hasnt out created updated
	ref-check
EOT

t '003.30 the same file twice changes nothing, and a whole import is one commit' <<'EOT'
	fresh
	before=$(commits)
	cat >i.csv <<-'EOF'
	Name,Email,Phone,Kind
	Ann Lee,ann@example.com,012-1112223,client
	Bob Ng,,,client
	Cy Ho,cy@example.com,,lead
	EOF
	ref-import i.csv >out
	is "$(commits)" "$((before + 1))"
	git -C "$REF_BOOK" log -1 --format=%B >msg
	has msg 'Ref-Op: import' 'import: ann-lee, bob-ng, cy-ho'
	hasnt msg example.com
	ref-import i.csv >out
	hasnt out created updated
	is "$(commits)" "$((before + 1))"
	git_clean
EOT

t 'one of the book is filled, never changed; by number, never by name' <<'EOT'
	fresh
	ref-add 'Ann Lee' kind=client phone=+60121112223 company=Acme tags=vip >out
	ref-add 'Bob Ng' kind=friend >out
	cat >i.csv <<-'EOF'
	Name,Email,Phone,Company,Tags,Profession
	Ann Lee,ann@example.com,012-111 2223,Beta,buyer,CFO
	Bob Ng,bob@example.com,,,,
	EOF
	ref-import -n i.csv >change 2>err
	has change '+tags: [vip, buyer]' '+profession: CFO' '+email: [ann@example.com]'
	ref-import i.csv >out 2>err
	field ann-lee company Acme
	field ann-lee tags vip,buyer
	field ann-lee email ann@example.com
	has err "i.csv:2: ann-lee: company stays 'Acme'; the file has 'Beta'"
	has err "'Bob Ng' is new, but 'bob-ng' has the same name"
	field bob-ng-2 email bob@example.com
	field bob-ng email ''
	printf 'Name\nBob Ng\n' >n.csv
	exits 3 ref-import n.csv 2>err
	has err 'n.csv:2:1:' "nothing but the name of 'bob-ng'"
	ref-import --force n.csv >out 2>err
	has out bob-ng-3
EOT

t 'the country of numbers: of one'\''s own phone, or as told' <<'EOT'
	fresh
	printf 'Name,Phone\nAnn Lee,(415) 555-2671\n' >p.csv
	ref-import --country US p.csv >out
	field ann-lee phone +14155552671
	exits 2 ref-import --country Nowhere p.csv 2>err
	has err '--country'
EOT

t 'JSON Lines, an array of objects, and what is none' <<'EOT'
	fresh
	printf '%s\n' '{"id":"ann","name":"Ann Lee","kind":"client","email":"ann@example.com","score":{"satisfaction":4},"x-own":["a","b"]}' \
	    '{"name":"\ud83d\ude00 Smile","deals":[{"id":"d1","value":9600.5}]}' >j.jsonl
	ref-import j.jsonl >out
	field ann score.satisfaction 4
	has "$REF_BOOK/contacts/ann.yaml" 'x-own'
	ref-import j.jsonl >out
	hasnt out created updated
	printf '[{"name":"Cy Ho","phone":"0121234567"}]' | ref-import - >out
	field cy-ho phone 0121234567
	printf '{"name":"A"}\n{"name":\n' >bad
	exits 3 ref-import bad 2>err
	has err 'bad:2:'
	printf '{"name":"A","kind":"enemy"}\n' >bad
	exits 3 ref-import bad 2>err
	has err 'bad:1:1:' enemy
	printf '{"name":"A","colour":"red"}\n' >bad
	exits 3 ref-import bad 2>err
	has err "unknown field 'colour'"
EOT

t 'JSON Lines: what ref-check would call an error is refused' <<'EOT'
	fresh
	put()
	{
		printf '%s\n' "$@" >j.jsonl
	}
	wrong()
	{
		before=$(commits)
		exits 3 ref-import j.jsonl >out 2>err
		has err "$@"
		is "$(commits)" "$before"
	}
	put '{"id":"ann","name":"Ann"}' '{"id":"bob","name":"Bob","segment":"ZZ"}'
	wrong j.jsonl:2: "unknown segment 'ZZ'"
	put '{"id":"ann","name":"Ann","owner":"nobody"}'
	wrong j.jsonl:1: 'nobody of the team'
	put '{"id":"ann","name":"Ann","deals":[{"id":"d1","value":-5}]}'
	wrong j.jsonl:1: 'less than nothing'
	put '{"id":"ann","name":"Ann","referral":{"by":"gone","on":"2026-01-01"}}'
	wrong j.jsonl:1: "referral.by: 'gone' is nobody"
	put '{"id":"ann","name":"Ann","rewards":[{"on":"2026-01-01","for":"gone","what":"note"}]}'
	wrong j.jsonl:1: "rewards[0].for: 'gone' is nobody"
	put '{"id":"ann","name":"Ann","referral":{"by":"ann","on":"2026-01-01"}}'
	wrong j.jsonl:1: 'below themselves'
	put '{"id":"ann","name":"Ann","referral":{"by":"bob","on":"2026-01-01"}}' \
	    '{"id":"bob","name":"Bob","referral":{"by":"ann","on":"2026-01-01"}}'
	wrong j.jsonl:2: 'below themselves'
	ref-add 'Zoe Tan' kind=client --id zoe
	# Of the file, of the book, and of somebody erased.
	put '{"id":"ann","name":"Ann","segment":"A","owner":"aisyah","referral":{"by":"bob","on":"2026-01-01"}}' \
	    '{"id":"bob","name":"Bob","referral":{"by":"zoe","on":"2026-01-01"}}' \
	    '{"id":"cy","name":"Cy","referral":{"by":"erased-1","on":"2026-01-01"}}'
	ref-import j.jsonl >out
	rows out 3
	ref-check
	# Who goes takes along those that name them.
	put '{"id":"dee","name":"Dee","referral":{"by":"eve","on":"2026-01-01"}}' \
	    '{"id":"eve","name":"Eve","referral":{"by":"gone","on":"2026-01-01"}}' \
	    '{"id":"fay","name":"Fay"}'
	exits 4 ref-import --partial j.jsonl >out 2>err
	has err "j.jsonl:1:1: referral.by: 'eve'" "j.jsonl:2:1: referral.by: 'gone'" \
	    '2 of 3 records were left out'
	rows out 1
	has out fay
	ref-check
EOT

# refused TITLE-LESS: FILE is refused with WHERE, and nothing is changed.
refused()
{
	before=$(commits)
	exits 3 ref-import "$1" >out 2>err
	has err "$1:$2"
	empty out
	is "$(commits)" "$before"
	git_clean
}

t 'bad files: an error with line and column, and nothing imported' <<'EOT'
	fresh
	printf 'Name,Email\nAnn,ann@example.com\n"Bob,bob@example.com\n' >a.csv
	refused a.csv 3:1:
	printf 'Name,Email\nAnn,"ann"@example.com\n' >b.csv
	refused b.csv 2:10:
	printf 'Name,Birthday\nAnn,1980-13-40\n' >c.csv
	refused c.csv 2:5:
	printf 'Name,Birthday\nAnn,3/4/1980\n' >d.csv
	refused d.csv 2:5:
	has err '--dates'
	printf 'Name\nAnn\0\n' >e.csv
	refused e.csv 2:4:
	printf 'Name\nJos\351\n' >f.csv
	refused f.csv 2:4:
	has err '--charset'
	printf 'Name\nA\033[31m\n' >g.csv
	refused g.csv 2:1:
	printf 'a,b\n1,2\n' >h.csv
	refused h.csv 1:1:
	printf 'Name,Email\nAnn,a@example.com,extra\n' >i.csv
	refused i.csv 2:19:
	: >j.csv
	refused j.csv 1:1:
	printf 'BEGIN:VCARD\nFN:Ann\n' >k.vcf
	refused k.vcf 1:1:
	printf 'BEGIN:VCARD\nFN:Ann\nno line\nEND:VCARD\n' >l.vcf
	refused l.vcf 3:1:
	awk 'BEGIN { printf "Name"; for (i = 0; i < 10001; i++) printf ",c%d", i; print ""; print "Ann" }' >m.csv
	refused m.csv 1:
	has err '10000 columns'
	awk 'BEGIN { printf "Name"; for (i = 0; i < 9999; i++) printf ",c"; print ""; print "Ann" }' >n.csv
	refused n.csv 1:
	has err 'without a field'
EOT

t 'more than 100 MB is refused before it is read' <<'EOT'
	fresh
	truncate -s 105000000 big.csv
	exits 3 ref-import big.csv 2>err
	has err big.csv
	git_clean
EOT

t 'formulas, HTML and line breaks are text like any other' <<'EOT'
	fresh
	printf '%s\n' 'Name,Notes' '"=cmd()","<script>alert(1)</script>"' \
	    "'=guarded,plain" >x.csv
	printf '"Ann\nBcc: x@example.com",y\n' >>x.csv
	ref-import x.csv >out
	rows out 3
	ref-list -o name >names
	has names '=cmd()' '=guarded' 'Ann Bcc: x@example.com'
	ref-check
EOT

t '--partial: the good ones enter, the others are listed, status 4' <<'EOT'
	fresh
	cat >p.csv <<-'EOF'
	Name,Email,Birthday
	Ann Lee,ann@example.com,1980-01-02
	Bob Ng,bob@example.com,1980-99-99
	Cy Ho,cy@example.com,
	EOF
	exits 4 ref-import --partial p.csv >out 2>err
	rows out 2
	has err 'p.csv:3:24:' '1 of 3 records were left out'
	git_clean
EOT

t 'other charsets, as told' <<'EOT'
	fresh
	printf 'Name\nJos\351\n' >c.csv
	ref-import --charset cp1252 c.csv >out
	field jose name 'José'
	exits 2 ref-import --charset klingon c.csv 2>err
	has err klingon
EOT

t 'a label that is a kind says who somebody new is' <<'EOT'
	fresh
	printf '%s\n' 'Name,Email,Labels' 'Ann,ann@example.com,Past Clients;VIP' \
	    'Ben,ben@example.com,clients from Ipoh' \
	    'Cai,cai@example.com,Vendors' >labels.csv
	ref-import labels.csv >out
	field ann kind client
	field ben kind ''
	field cai kind partner
	# Whom we know is what we say.
	ref-set ann kind=friend >out
	ref-import labels.csv >out 2>err
	hasnt out updated
	empty err
	fresh
	ref-import labels.csv --kind lead >out
	field cai kind lead
EOT

t 'a number of no country is kept as written, and that is said' <<'EOT'
	fresh
	printf 'me: {name: Aisyah}\n' >"$REF_BOOK/ref.yaml"
	save settings
	printf '%s\n' 'Name,Phone' 'Ann,012-345 6789' 'Ben,+60 12 345 6780' >n.csv
	ref-import n.csv >out 2>err
	has err '1 telephone number without a country kept as written'
	field ann phone '012-345 6789'
	ref-import --country MY n.csv >out 2>err
	empty err
EOT

t 'an import of many is one commit, and read back unchanged' <<'EOT'
	many=500
	[ -z "${T_LONG:-}" ] || many=10000
	fresh
	awk -v many="$many" 'BEGIN { print "Name,Email,Phone"; for (i = 0; i < many; i++)
		printf "Person %d,p%d@example.com,+6012%07d\n", i, i, i }' >big.csv
	ref-import big.csv >out
	rows out "$many"
	ref-import big.csv >out
	hasnt out created updated
EOT

t 'a stranger'\''s export becomes a working book in two commands' <<'EOT'
	printf '%s\n' 'First Name,Last Name,Email,Phone' \
	    'Ann,Lee,ann@example.com,+60121112223' >s.csv
	ref-init new >out
	ref-import -B new s.csv --kind client >out
	ref-due -B new -w 90d >due
	like due '^ann-lee	.*silent'
	ref-check -B new
EOT

finish
