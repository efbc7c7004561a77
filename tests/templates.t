#!/bin/sh
# templates.t: what the shipped templates say, in each language, and that each
# can be filled for everybody whom it fits.
. "${0%/*}/lib.sh"
book

cat >>"$REF_BOOK/ref.yaml" <<'EOF'
ideal_client: CFOs of family firms
message: We sell houses without surprises.
listen_for: ["we need another room", "the stairs"]
follow_up: a call the same day
review_links: {google: "https://reviews.example/g", zillow: "https://reviews.example/z"}
EOF
sed -i.bak -e 's/^me: {\(.*\)}$/me: {\1, booking: "https:\/\/ipoh.example\/coffee"}/' \
    "$REF_BOOK/ref.yaml"
rm "$REF_BOOK/ref.yaml.bak"
save 'what we say of ourselves'

t 'the demo book: every template, for everybody, in every language' <<'EOT'
	sh "$T_SRC/share/demo/build.sh" demo >log 2>&1
	ref-draft --check -B demo >out
	empty out
EOT

t 'a book with next to nothing in it: the same' <<'EOT'
	mkdir bare bare/contacts
	: >bare/ref.yaml
	echo 'me: {name: A}' >bare/ref.yaml
	for kind in lead client partner friend; do
		printf 'name: The %s\nkind: %s\nbirthday: --06-14\n' $kind \
		    $kind >bare/contacts/$kind.yaml
	done
	printf 'deals:\n  - {id: d1, closed: 2026-10-01, status: closed}\n' \
	    >>bare/contacts/client.yaml
	printf 'source: referral\nreferral: {by: friend, on: 2026-10-01}\n' \
	    >>bare/contacts/lead.yaml
	ref-draft --check -B bare >out
	empty out
EOT

t 'each stands in English, Malay and Indonesian, with the same front' <<'EOT'
	ref-draft --list -o langs >out
	cut -f 2 out >langs
	sort -u langs >once
	is "$(cat once)" 'en ms id'
	for file in "$T_SRC"/share/templates/en/*.txt; do
		name=${file##*/}
		for lang in ms id; do
			for from in en $lang; do
				sed -e '/^$/q' -e '/^Subject/d' \
				    "$T_SRC/share/templates/$from/$name" \
				    >"front.$from"
			done
			same front.$lang front.en
		done
	done
EOT

t 'no draft has a gap, a tag or a line of blanks' <<'EOT'
	ref-set mei-chen consent.story=yes >log
	ref-draft --list -o how,set >out
	while IFS= read -r line; do
		name=$(printf '%s\n' "$line" | cut -f 1)
		case $line in
		*'	refused	'*) continue ;;
		esac
		set --
		for key in $(printf '%s\n' "$line" | cut -f 3); do
			set -- "$@" --set "$key=VALUE"
		done
		for lang in en ms id; do
			: >text
			for who in siti-rahman farid-hassan daniel-tan lim-wei; do
				ref-draft "$name" $who --lang $lang "$@" \
				    >text 2>err && break
				ref-draft "$name" $who --lang $lang "$@" \
				    --about mei-chen >text 2>err && break
			done
			[ -s text ]
			hasnt text '{{' '}}' ' ,' ' .'
			exits 1 grep -n ' $' text
			awk 'NR > 1 && $0 == "" && last == "" { exit 1 }
			    { last = $0 }' text
		done
	done <out
EOT

t 'nobody of the demo book gets a gap, whatever the language' <<'EOT'
	needs python3
	cat >gaps.py <<-'EOF'
	import json, re, sys
	bad = re.compile(r'\S  +\S|[ \t]\n|\n\n\n| [,.;:?!]|[,;:(]\s*[,.;)]|\.\.'
	    r'|\{\{|\}\}|[.?!] [a-z]|\b1 (?:days|hours)\b|\\[xu]|\A[a-z]')
	for line in open(sys.argv[1], encoding='utf-8'):
	    d = json.loads(line)
	    text = (d['subject'] or '') + '\n\n' + d['text']
	    for m in bad.finditer(text):
	        print(d['id'], d['template'], d['lang'], repr(
	            text[max(0, m.start() - 20):m.end() + 20]))
	EOF
	[ -d demo ] || sh "$T_SRC/share/demo/build.sh" demo >log 2>&1
	everybody='not archived and consent.contact != no'
	ref-draft -B demo --list -o how,set >list
	while IFS= read -r line; do
		name=$(printf "%s\n" "$line" | cut -f 1)
		how=$(printf "%s\n" "$line" | cut -f 2)
		set=$(printf "%s\n" "$line" | cut -f 3)
		[ "$how" != refused ] || continue
		one=
		[ "$how" != personal ] || one=siti-rahman
		set --
		case $name in
		give-first | story) set -- --about chong-wei-ling ;;
		esac
		for key in $set; do
			set -- "$@" --set "$key=Word"
		done
		for lang in en ms id; do
			# Whom it does not fit is an error told, and left out.
			set +e
			if [ -n "$one" ]; then
				ref-draft -B demo "$name" $one --lang $lang \
				    "$@" -j >drafts 2>err
			else
				ref-draft -B demo "$name" -e "$everybody" \
				    --lang $lang "$@" -j >drafts 2>err
			fi
			set -e
			[ -s drafts ]
			cat drafts >>everything
		done
	done <list
	python3 gaps.py everything >found
	empty found
EOT

t 'no sentence of a draft names its reader twice' <<'EOT'
	exits 1 grep -nE '\{\{call\}\}[^.?!]*\{\{call\}\}' \
	    "$T_SRC"/share/templates/*/*.txt
EOT

t 'a paragraph is one line: nothing is broken in the middle' <<'EOT'
	exits 1 grep -nE '^[a-z]' "$T_SRC"/share/templates/*/*.txt
EOT

# only LANG WORDS: none of the words stands in the templates of the language,
# nor in what they say for a book without words of its own.
only()
{
	: >all
	for file in "$T_SRC"/share/templates/"$1"/*; do
		sed -e 's/{{[^}]*}}//g' -e '/^[A-Z][a-z]*: [a-z ]*$/d' \
		    -e '/^Refuse: /d' -e 's/<[^>]*>//g' "$file" >>all
	done
	mkdir -p plain/contacts
	printf 'name: A\n' >plain/contacts/a.yaml
	for profession in real-estate legal accounting consulting technology \
	    marketing advisory; do
		printf 'me: {name: M}\nprofession: %s\n' "$profession" \
		    >plain/ref.yaml
		ref-draft -B plain kit a --lang "$1" >>all
		ref-draft -B plain ask-specific a --lang "$1" >>all
	done
	exits 1 grep -nwiE "$2" all
}

t 'Malay is Malay: no word that only Indonesian has' <<'EOT'
	only ms 'bisa|kantor|karena|uang|silakan|ponsel|ledeng|kabar|kabari|telepon|menelepon|obrolan|mengobrol|ngobrol|beres|pindahan|tetangga|merekomendasikan|rekomendasi|tautan|gratis|pengacara|properti|butuh|dibutuhkan|membutuhkan|bilang|cek|kamar|kontrakan|somasi|pensiun|jadwal|coba|mencoba|mengetik|traktir|dikhawatirkan|khawatir|sudah mulai|mau|saja|dulu|kode|kartu|klien|agen|daerah|cicilan|KPR|suku bunga|nomor|nomornya|situs|lewat|tidak apa-apa|ulang tahun|akuntan|konsultan|kampanye|bahwa ini lewat|kalimat|detik|menit|Maret|Juni|Agustus|Desember'
EOT

t 'Indonesian is Indonesian: no word that only Malay has' <<'EOT'
	only id 'kerana|wang|pejabat|sahaja|mahu|khabar|telefon|menelefon|khidmat|perkhidmatan|peguam|hartanah|pautan|e-mel|baharu|ialah|beritahu|memberitahu|jiran|percuma|tandatangan|panjangkan|dipanjangkan|minit|mesej|tahniah|hari lahir|sebilik|bekerjasama|syarikat|paip|bercakap|tengok|yuran|pinjaman|ejen|kawasan|pasaran|ayat|soalan|nombor|nombornya|beliau berdua|kad|kod|akauntan|perunding|kempen|penasihat kewangan|dimaklumkan|maklumkan|mengesyorkan|menyeronokkan|rupanya tidak|semasa|apabila|daripada kami|tukang cuci|tempah|temu janji|Mac|Jun|Julai|Ogos|Disember'
EOT

t 'how soon is said in the language: hours, one day, two weeks' <<'EOT'
	cp "$REF_BOOK/ref.yaml" kept
	for want in '1h|1 hour|1 jam|1 jam' '1d|1 day|1 hari|1 hari' \
	    '2w|2 weeks|2 minggu|2 minggu'; do
		{
			cat kept
			printf 'sla: {contact: %s}\n' "${want%%|*}"
		} >"$REF_BOOK/ref.yaml"
		ref-draft welcome lim-wei >out
		has out "within $(echo "$want" | cut -d '|' -f 2)."
		ref-draft welcome lim-wei --lang ms >out
		has out "dalam masa $(echo "$want" | cut -d '|' -f 3)."
		ref-draft welcome lim-wei --lang id >out
		has out "dalam $(echo "$want" | cut -d '|' -f 4)."
	done
	cp kept "$REF_BOOK/ref.yaml"
EOT

t 'a third person is named in full, not by what we call them' <<'EOT'
	ref-set lim-wei 'call=Ah Wei' >log
	ref-set daniel-tan 'call=Uncle Dan' >log
	for name in thanks news-contacted news-won news-lost news-dark \
	    news-qualified news-not-a-fit reward; do
		for lang in en ms id; do
			ref-draft $name daniel --lang $lang >out
			has out 'Lim Wei' 'Uncle Dan'
			hasnt out 'Ah Wei'
		done
	done
	ref-draft welcome lim-wei >out
	has out 'Ah Wei, Daniel Tan brought us together'
	ref-set lim-wei call-= >log
	ref-set daniel-tan call-= >log
EOT

t 'a book of another language with no words of its own has no English' <<'EOT'
	mkdir -p quiet/contacts
	printf 'name: A\ndeals: [{closed: 2026-10-01, status: closed}]\n' \
	    >quiet/contacts/a.yaml
	printf 'name: B\nreferral: {by: a, on: 2026-10-01}\n' \
	    >quiet/contacts/b.yaml
	for lang in ms id; do
		printf 'me: {name: M}\nlang: %s\n' $lang >quiet/ref.yaml
		for name in thanks kit programme ask-specific; do
			ref-draft -B quiet $name a >out 2>err
			hasnt out ' within ' ' the ' ' and '
		done
	done
EOT

t '004.3 each field has its cues, where the book names none' <<'EOT'
	mkdir -p law/contacts
	printf 'name: A\n' >law/contacts/a.yaml
	printf 'me: {name: M}\nprofession: legal\n' >law/ref.yaml
	ref-draft -B law kit a >out
	has out "we really should make a will" 'likely to need a lawyer'
	hasnt out home room keys
	ref-draft -B law kit a --lang ms >out
	has out 'patutnya kami buat wasiat'
	ref-draft -B law kit a --lang id >out
	has out 'surat wasiat'
EOT

# --- what the method wants of each ---

# draft NAME ID ARGS...: in out, and out.ms, out.id.
draft()
{
	name=$1
	shift
	ref-draft "$name" "$@" >out 2>err
	ref-draft "$name" "$@" --lang ms >out.ms 2>err
	ref-draft "$name" "$@" --lang id >out.id 2>err
}

t '000.5 the ask is specific: buying or selling in the next year' <<'EOT'
	for name in ask-specific ask-day30; do
		draft $name siti
		tr '\n' ' ' <out >one
		has one 'buying or selling in the next year'
		tr '\n' ' ' <out.ms >one
		has one 'membeli atau menjual rumah dalam masa setahun'
		tr '\n' ' ' <out.id >one
		has one 'membeli atau menjual rumah dalam setahun'
	done
	exits 1 grep -il 'tell your friends' "$T_SRC"/share/templates/en/*.txt
EOT

t '003.15 three scripts: specific, open, reciprocal' <<'EOT'
	draft ask-specific siti
	has out 'CFOs of family firms'
	draft ask-open siti
	has out 'Who else do you know who would benefit'
	has out.ms 'Siapa lagi kenalan'
	has out.id 'Siapa lagi di antara kenalan'
	draft ask-reciprocal daniel
	has out 'is there any introduction that I can make for you?'
EOT

t '003.16 the one-liner, the forwardable message, a warm introduction' <<'EOT'
	draft one-liner siti --set solved='sold our house in a week'
	has out 'You should talk to Aisyah Karim at Ipoh Homes' \
	    'sold our house in a week' '?ref=SITVF66'
	draft intro siti
	has out 'We sell houses without surprises.' 'CFOs of family firms' \
	    'please put both of us in it'
	has out.ms 'masukkan kami berdua'
	has out.id 'sertakan kami berdua'
EOT

t '000.24 referrers get words of their own to say' <<'EOT'
	draft one-liner siti
	has out 'You should talk to'
	has out.ms 'Cuba hubungi Aisyah Karim'
	has out.id 'Coba hubungi Aisyah Karim'
EOT

t '004.3 the kit: ideal client, message, what to listen for, follow-up' <<'EOT'
	draft kit daniel
	has out 'CFOs of family firms' '"We sell houses without surprises."' \
	    '- "we need another room"' '- "the stairs"' \
	    'a call the same day' 'within 48 hours'
	for file in out.ms out.id; do
		for n in 1 2 3 4; do
			like $file "^$n\. "
		done
		has $file '48 jam' 'DANFJ9V'
	done
EOT

t '004.4 and the same four about theirs' <<'EOT'
	ref-set daniel ideal_client='young couples' >log
	draft kit-ask daniel
	for file in out out.ms out.id; do
		for n in 1 2 3 4; do
			like $file "^$n\. "
		done
		has $file 'young couples'
	done
EOT

t '000.17 a review is asked for with the direct links' <<'EOT'
	for name in review day14; do
		draft $name siti
		for file in out out.ms out.id; do
			has $file https://reviews.example/g \
			    https://reviews.example/z
		done
	done
EOT

t '000.17 a video of thirty seconds' <<'EOT'
	draft video siti
	has out 'a video of 30 seconds'
	has out.ms 'video 30 saat'
	has out.id 'video 30 detik'
EOT

t '001.5 week one: vendors for buyers, movers for sellers' <<'EOT'
	draft day7-buyer siti
	has out contractor plumber gardener cleaner
	has out.ms 'tukang paip'
	has out.id 'tukang ledeng'
	draft day7-buyer siti --set vendors='Ah Meng, 05-555 0101'
	has out 'Ah Meng'
	hasnt out plumber
	draft day7-seller farid-hassan
	has out movers
EOT

t '001.7 the review is asked for so that others are helped' <<'EOT'
	draft day14 siti
	has out 'that help the next family' 'May I also quote you'
	ref-set siti consent.testimonial=yes >log
	draft day14 siti
	hasnt out 'May I also quote you'
EOT

t '001.14 the market in three lines: value, homes for sale, what it means' <<'EOT'
	set -- --set area=Ipoh --set change=+8% --set stock='a fifth fewer' \
	    --set meaning='a good year to sell'
	for name in market-update day90; do
		draft $name siti "$@"
		has out 'Ipoh: values +8% against last year' \
		    'homes for sale: a fifth fewer' \
		    'what it means for you: a good year to sell'
		has out.ms 'Ipoh: nilai +8% berbanding tahun lepas'
		has out.id 'Ipoh: nilai +8% dibanding tahun lalu'
	done
	exits 3 ref-draft market-update siti --set area=Ipoh 2>err
	has err "'change' has no value; give it: --set change=..."
EOT

t '001.12 content by segment: market, refinance, community' <<'EOT'
	ref-draft --list -o kind,for >out
	like out '^market-update	content	client$' \
	    '^refinance	content	buyer$' '^community	content	any$'
EOT

t '000.11 birthdays and life events, with nothing asked for' <<'EOT'
	for name in birthday check-in; do
		draft $name siti
		hasnt out refer introduc review
	done
	draft congratulations siti --set what='a new shop'
	has out 'a new shop'
EOT

t '001.11 an anniversary names its day, in the language' <<'EOT'
	draft anniversary siti
	has out 'on 15 June 2026'
	has out.ms 'pada 15 Jun 2026'
	has out.id 'pada 15 Juni 2026'
EOT

t '000.10 recognition instead of gifts: the programme lets them choose' <<'EOT'
	draft programme siti
	has out 'in the way that you like best' 'no gift at all'
	has out.ms 'tanpa hadiah pun boleh'
	has out.id 'tanpa hadiah pun boleh'
EOT

t '000.16 the evening of thanks' <<'EOT'
	draft invite siti --set what=Dinner --set when='12 December, 7 pm' \
	    --set where='Kopi Rahman'
	for file in out out.ms out.id; do
		has $file Dinner '12 December, 7 pm' 'Kopi Rahman'
	done
EOT

t '003.12 the programme is introduced once, and says what happens' <<'EOT'
	draft programme siti
	has out 'within 48 hours' 'at every step' 'SITVF66' \
	    'not write about this every week'
EOT

t '003.19 a lead learns when to expect the call, and what comes next' <<'EOT'
	draft welcome lim-wei
	has out 'within 48 hours' 'the next step' https://ipoh.example/coffee
	has out.ms '48 jam'
	has out.id '48 jam'
	sed -i.bak '$a\
sla: {contact: 4h}' "$REF_BOOK/ref.yaml"
	ref-draft welcome lim-wei >out
	has out 'within 4 hours'
	git -C "$REF_BOOK" checkout -q ref.yaml
	rm "$REF_BOOK/ref.yaml.bak"
EOT

t '004.6 a referred lead is told that they are no stranger' <<'EOT'
	draft welcome lim-wei
	has out 'Daniel Tan brought us together'
	hasnt out 'getting in touch'
	has out.ms 'Daniel Tan'
	has out.id 'Daniel Tan'
EOT

t '003.21 news of every end: won, not a fit, lost, dark' <<'EOT'
	draft news-won daniel
	has out 'best of news' 'May I tell the story'
	draft news-not-a-fit daniel
	has out 'not the right one' 'CFOs of family firms'
	draft news-lost daniel
	has out 'decided otherwise'
	ref-move lim-wei dark >log
	draft news-dark daniel
	has out 'I will try again around'
	ref-draft news-dark daniel -t 2028-01-01 >out
	hasnt out 'try again'
EOT

t '003.18 give first: somebody for them before anything is asked' <<'EOT'
	draft partner-intro daniel
	has out 'Before I'
	draft give-first daniel --about siti --set need='a loan'
	has out 'Siti Rahman' 'a loan'
EOT

t 'what is not so of the reader is not said' <<'EOT'
	draft ask-day30 farid-hassan
	hasnt out 'settled in' plumber
	hasnt out.ms 'tukang paip'
	hasnt out.id 'tukang ledeng'
	draft day90 farid-hassan --set area=A --set change=B --set stock=C \
	    --set meaning=D
	hasnt out 'like home' 'yours is worth'
	draft anniversary siti
	has out 'you got your keys'
	draft anniversary farid-hassan
	hasnt out keys 'do you like it there'
	draft ask-open daniel
	hasnt out 'work together'
	draft ask-specific daniel
	hasnt out 'like you' 'working with you'
	draft one-liner daniel
	hasnt out 'looked after us'
	draft one-liner siti
	has out 'looked after us'
EOT

t 'the message of the firm is quoted in the mouth of another' <<'EOT'
	draft intro siti
	has out 'In their own words: "We sell houses without surprises."'
EOT

t 'consent is asked for once: a no is not asked again' <<'EOT'
	ref-set siti daniel consent.testimonial=no consent.story=no >log
	draft day14 siti
	hasnt out quote
	hasnt out.ms petik
	hasnt out.id kutip
	draft news-won daniel
	hasnt out 'tell the story'
	ref-undo >log
	draft news-won daniel
	has out 'tell the story'
EOT

t '000.4 day 30 settles in first, and asks second' <<'EOT'
	draft ask-day30 siti
	grep -n 'settled in' out >settled
	grep -n 'One more thing' out >ask
	[ "$(cut -d : -f 1 settled)" -lt "$(cut -d : -f 1 ask)" ]
EOT

t '001.4 only who bought or sold is asked about the move' <<'EOT'
	ref-init firm me.name=Ann profession=legal >out
	ref-add -B firm 'Bo Lim' kind=client >out
	ref-deal -B firm bo-lim open --value 900 --revenue 900 >out
	ref-deal -B firm bo-lim close >out
	ref-draft -B firm day1 bo-lim >draft
	hasnt draft ' move'
	ref-set -B firm bo-lim 'deals[0].side=buyer' >out
	ref-draft -B firm day1 bo-lim >draft
	has draft 'How is the move going?'
EOT

finish
