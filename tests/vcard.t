#!/bin/sh
# vcard.t: cards as the programs read and write them: what is no card is told by
# line, what is left out is told, too, and other programs read ours.
. "${0%/*}/lib.sh"

fresh()
{
	rm -rf "$REF_BOOK"
	ref-init "$REF_BOOK" >fresh.out
}

# cards FILE: a file of the lines on stdin, as cards have them.
cards()
{
	sed 's/$/\r/' >"$1"
}

# refused FILE WHERE TEXT: nothing enters, and where and why is told.
refused()
{
	before=$(commits)
	exits 3 ref-import "$1" >out 2>err
	has err "$1:$2 $3"
	empty out
	is "$(commits)" "$before"
	git_clean
}

t 'cut off, or begun in the middle' <<'EOT'
	fresh
	printf '%s\n' BEGIN:VCARD FN:Ann END:VCARD BEGIN:VCARD FN:Bob | cards cut.vcf
	refused cut.vcf 4:1: 'this card has no END:VCARD: the file is cut'
	exits 4 ref-import --partial cut.vcf >out 2>err
	rows out 1
	printf '%s\n' BEGIN:VCARD FN:Ann END:VCARD FN:Bob END:VCARD | cards mid.vcf
	refused mid.vcf 4:1: 'BEGIN:VCARD is wanted here'
	exits 4 ref-import --partial mid.vcf >out 2>err
	like out '^ann	unchanged'
EOT

t 'a lone fold, a line without a colon, parameters without an end' <<'EOT'
	fresh
	printf '%s\n' BEGIN:VCARD ' fold' FN:Ann END:VCARD | cards a.vcf
	refused a.vcf 1:1: 'BEGIN:VCARD is wanted here'
	printf '%s\n' BEGIN:VCARD FN:Ann 'no line' END:VCARD BEGIN:VCARD FN:Bob \
	    END:VCARD | cards b.vcf
	refused b.vcf 3:1: 'no content line'
	exits 4 ref-import --partial b.vcf >out 2>err
	like out '^bob	created'
	printf '%s\n' BEGIN:VCARD 'FN;X="a:Ann' END:VCARD | cards c.vcf
	refused c.vcf 2:12: 'the parameters of'
EOT

t 'encodings that are none' <<'EOT'
	fresh
	printf '%s\n' BEGIN:VCARD 'FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=28' \
	    END:VCARD | cards a.vcf
	refused a.vcf 2:1: 'the text is not in UTF-8'
	printf '%s\n' BEGIN:VCARD 'FN;ENCODING=QUOTED-PRINTABLE;CHARSET=KLINGON:A=20B' \
	    END:VCARD | cards b.vcf
	refused b.vcf 2:1: "charset 'KLINGON' is not known"
	printf '%s\n' BEGIN:VCARD 'FN;ENCODING=QUOTED-PRINTABLE:A=1B[31m' END:VCARD |
	    cards c.vcf
	refused c.vcf 2:1: 'a control character'
EOT

t 'pictures are left out and counted, whatever they hold; an address is kept' <<'EOT'
	fresh
	cards p.vcf <<-'EOF'
	BEGIN:VCARD
	VERSION:3.0
	FN:Ann
	PHOTO;ENCODING=b;TYPE=JPEG:!!!! no base64 ????
	 ####
	LOGO;ENCODING=b:AAAA
	END:VCARD
	BEGIN:VCARD
	VERSION:4.0
	FN:Bob
	PHOTO:https://example.com/bob.jpg
	END:VCARD
	EOF
	ref-import p.vcf >out 2>err
	has err '2 pictures within the file: left out'
	rows err 1
	has "$REF_BOOK/contacts/bob.yaml" 'photo: https://example.com/bob.jpg'
	hasnt "$REF_BOOK/contacts/ann.yaml" photo base64 AAAA
EOT

t 'a card within a card is told, and left out' <<'EOT'
	fresh
	cards n.vcf <<-'EOF'
	BEGIN:VCARD
	FN:Ann
	AGENT:
	BEGIN:VCARD
	FN:Assistant
	EMAIL:assistant@example.com
	END:VCARD
	EMAIL:ann@example.com
	END:VCARD
	EOF
	ref-import n.vcf >out 2>err
	rows out 1
	has err 'n.vcf:4:1: a card within a card is left out'
	ref-list ann -o email >out
	is "$(cut -f 2 out)" ann@example.com
	awk 'BEGIN { for (i = 0; i < 1000000; i++) print "BEGIN:VCARD" }' >deep.vcf
	refused deep.vcf 1:1: 'this card has no END:VCARD'
EOT

t 'header injection: a line break in a value makes no property' <<'EOT'
	fresh
	printf 'name: "Ann\\nEMAIL:evil@example.com\\r\\nEND:VCARD"\nkind: friend\n' |
	    person ann
	exits 3 ref-export vcard >v.vcf 2>err
	empty v.vcf
	printf 'name: "Ann\\nEMAIL:evil@example.com\\nEND:VCARD"\nkind: friend\n' |
	    person ann
	ref-export vcard >v.vcf
	exits 1 grep -q '^EMAIL' v.vcf
	rm "$REF_BOOK/contacts/ann.yaml"
EOT

t 'names of their own for numbers, events and pages of telephones' <<'EOT'
	fresh
	cards t.vcf <<-'EOF'
	BEGIN:VCARD
	VERSION:2.1
	N:Lee;Ann
	TEL;X-Her(shop):+60125550101
	TEL;X-Custom(shop):+60125550102
	TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=6B=65=64=61=69):+60125550103
	TEL;WORK;FAX:+60525550104
	X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Annie;1;;
	X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2015-09-16;1;;
	X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1984-06-14;3;;
	X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2019-03-02;0;new house;
	END:VCARD
	EOF
	ref-import t.vcf >out 2>err
	ref-export jsonl >j
	jq -r '.phone | length' j >out
	is "$(cat out)" 3
	jq -r '.call, .birthday, (.dates[] | .on + " " + .what), ."x-import".shop, ."x-import".kedai, ."x-import".fax' j >out
	same out <<-'EOF'
	Annie
	1984-06-14
	2015-09-16 anniversary
	2019-03-02 new house
	+60125550102
	+60125550103
	+60525550104
	EOF
EOT

t 'khard and vdirsyncer take the cards of every stranger' <<'EOT'
	needs khard vdirsyncer
	fresh
	for file in "$T_SRC"/tests/cases/import/*.csv "$T_SRC"/tests/cases/import/*.vcf; do
		ref-import --force "$file" >out 2>err
	done
	ref-list -o id >ids
	mkdir -p abook to "$HOME/.config/khard"
	while read -r id; do
		ref-export vcard "$id" -o "abook/$id.vcf" --force
	done <ids
	printf '%s\n' '[addressbooks]' '[[b]]' "path = $T/abook" \
	    >"$HOME/.config/khard/khard.conf"
	khard list --parsable >people 2>said
	empty said
	is "$(($(wc -l <people)))" "$(($(wc -l <ids)))"
	printf '%s\n' '[general]' "status_path = \"$T/status\"" \
	    '[pair p]' 'a = "x"' 'b = "y"' 'collections = null' \
	    '[storage x]' 'type = "filesystem"' "path = \"$T/abook\"" \
	    'fileext = ".vcf"' '[storage y]' 'type = "filesystem"' \
	    "path = \"$T/to\"" 'fileext = ".vcf"' >vdir
	vdirsyncer -c vdir discover >said 2>&1
	vdirsyncer -c vdir sync >said 2>&1
	ls to >there
	is "$(($(wc -l <there)))" "$(($(wc -l <ids)))"
	cat to/*.vcf >back.vcf
	ref-import back.vcf >out 2>err
	hasnt out created updated
EOT

finish
