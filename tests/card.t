#!/bin/sh
# card.t: cards, pages, codes and QR codes for referrers to hand on.
. "${0%/*}/lib.sh"
book

sed -i.bak -e 's/^me: {\(.*\)}$/me: {\1, email: aisyah@example.com, tagline: "houses, without the headache", url: "https:\/\/ipoh.example", booking: "https:\/\/ipoh.example\/coffee?from=card#top"}/' \
    "$REF_BOOK/ref.yaml"
rm "$REF_BOOK/ref.yaml.bak"
echo 'message: We sell houses without surprises.' >>"$REF_BOOK/ref.yaml"
save 'what we say of ourselves'

# A page as a browser would take it: every tag with its attributes, and the
# text; unclosed or crossed tags are an error.
cat >page.py <<'EOF'
import html.parser, sys
void = {'meta', 'img', 'br', 'link', 'input'}
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.style = False
    def handle_decl(self, decl):
        print('!', decl)
    def handle_starttag(self, tag, attrs):
        print(tag, *sorted('%s=%s' % a for a in attrs))
        if tag not in void:
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_data(self, data):
        if data.strip() and self.open[-1] != 'style':
            print('  "%s"' % ' '.join(data.split()))
p = Page()
p.feed(open(sys.argv[1], encoding='utf-8').read())
p.close()
assert p.open == [], p.open
EOF

t '000.6 our card: name, number, what we do in a sentence, booking' <<'EOT'
	needs python3
	ref-card >card.html
	python3 page.py card.html >out
	has out '! doctype html' 'html lang=en' 'h1' '"Aisyah Karim"' \
	    '"Ipoh Homes"' '"We sell houses without surprises."' \
	    'class=act href=https://ipoh.example/coffee?from=card#top' \
	    'href=tel:+60125550100' 'href=mailto:aisyah@example.com' \
	    'alt=QR code: our address on the web'
EOT

t '000.6 000.17 a page says by whom one comes, and leads to the booking' <<'EOT'
	needs python3
	ref-card siti >page.html
	python3 page.py page.html >out
	has out '"Your friend Siti Rahman thinks we are great"' \
	    'href=https://ipoh.example/coffee?from=card&ref=SITVF66#top' \
	    '"Book a consultation"' '"SITVF66"'
EOT

t 'a page is not indexed, loads nothing, runs nothing' <<'EOT'
	needs python3
	ref-card siti >page.html
	ref-card >card.html
	for file in page card; do
		python3 page.py $file.html >out
		has out "content=default-src 'none'; style-src 'unsafe-inline'; img-src data: http-equiv=Content-Security-Policy"
		exits 1 grep -iE '^(script|link|iframe|object|form)' out
		exits 1 grep -E ' on[a-z]+=' out
		exits 1 grep -E '^img .*src=[^d]' out
	done
	python3 page.py page.html >out
	has out 'meta content=noindex, nofollow name=robots' \
	    'meta content=no-referrer name=referrer'
	python3 page.py card.html >out
	hasnt out noindex
EOT

t 'HTML that a validator has nothing to say about, in each language' <<'EOT'
	needs tidy
	for lang in en ms id; do
		ref-card --lang $lang >card.html
		ref-card siti --lang $lang >page.html
		for file in card page; do
			tidy -q -e $file.html >said 2>&1
			empty said
		done
	done
EOT

t 'in the language of the referrer, or the one asked for' <<'EOT'
	ref-set siti lang=ms >log
	ref-card siti >out
	has out '<html lang="ms">' 'Kawan anda, Siti Rahman, mengesyorkan kami'
	hasnt out 'without surprises'
	ref-card siti --lang id >out
	has out '<html lang="id">' 'Teman Anda, Siti Rahman'
	ref-set siti lang-= >log
EOT

t 'nobody is quoted who does not want to be' <<'EOT'
	ref-set siti consent.testimonial=no >log
	ref-card siti >out
	has out 'You come to us through Siti Rahman'
	hasnt out 'thinks we are great'
	ref-set siti consent.testimonial=yes consent.contact=no >log
	for way in '' --qr --svg --vcard --list; do
		exits 3 ref-card siti $way >out 2>err
		empty out
		has err 'must not be contacted'
	done
	ref-card --list >out
	hasnt out siti-rahman
	ref-set siti consent.contact=yes >log
EOT

t 'HTML in a name is text' <<'EOT'
	needs python3
	person eve <<-'EOF'
	name: "\"></title><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'"
	EOF
	ref-card eve >page.html
	python3 page.py page.html >out
	exits 1 grep -E '^(script|b |img .*onerror)' out
	has out "\"></title><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'"
	rm "$REF_BOOK/contacts/eve.yaml"
EOT

t 'an address that is none is refused, not linked' <<'EOT'
	cp "$REF_BOOK/ref.yaml" kept
	sed -i.bak 's|https://ipoh.example/coffee[^"]*|javascript:alert(1)|' \
	    "$REF_BOOK/ref.yaml"
	exits 3 ref-card siti >out 2>err
	empty out
	has err 'is no http or https address'
	cp kept "$REF_BOOK/ref.yaml"
	rm "$REF_BOOK/ref.yaml.bak"
EOT

t 'a browser shows and prints it' <<'EOT'
	needs chromium pdftotext
	ref-card siti >page.html
	chromium --headless --no-sandbox --disable-gpu \
	    --user-data-dir="$T/chromium" --no-pdf-header-footer \
	    --print-to-pdf="$T/page.pdf" "file://$T/page.html" >log 2>&1
	pdftotext -layout page.pdf lines
	tr -s ' \n' ' ' <lines >out
	has out 'Siti Rahman thinks we are great' SITVF66
	pdfinfo page.pdf >info
	# 85 by 55 mm, on one page.
	like info '^Pages: +1$' '^Page size: +24[01].* x 15[56]'
EOT

t 'long names and messages leave the telephone on the printed card' <<'EOT'
	needs chromium pdftotext
	cp "$REF_BOOK/ref.yaml" kept
	sed -i.bak -e 's/phone: "+60125550100"/phone: "+60 12-555 0100"/' \
	    -e 's/^message: .*/message: We help families in Ipoh, Batu Gajah, Kampar and the whole of Kinta to buy and to sell a house without surprises and without running from one office to the next./' \
	    "$REF_BOOK/ref.yaml"
	rm "$REF_BOOK/ref.yaml.bak"
	ref-set siti name='Datuk Seri Dr Muhammad Faris Iskandar bin Tengku Abdul Rahman' >log
	ref-card siti >page.html
	ref-card >card.html
	for file in page card; do
		has $file.html 'href="tel:+60125550100">+60 12-555 0100</a>'
		chromium --headless --no-sandbox --disable-gpu \
		    --user-data-dir="$T/chromium" --no-pdf-header-footer \
		    --print-to-pdf="$T/$file.pdf" "file://$T/$file.html" \
		    >log 2>&1
		pdfinfo $file.pdf >info
		like info '^Pages: +1$'
		# Where each word stands, in points: the page has 156.
		pdftotext -bbox $file.pdf boxes
		sed -n 's/.*yMax="\([0-9]*\)[.0-9]*">.*/\1/p' boxes >bottoms
		grep -q '>555<\|>12-555<' boxes
		awk '$1 > 150 { exit 1 }' bottoms
	done
	ref-set siti name='Siti Rahman' >log
	cp kept "$REF_BOOK/ref.yaml"
EOT

# --- codes ---

t '003.30 each referrer has one code: of the id alone, and unique' <<'EOT'
	ref-card --list >out
	has out 'siti-rahman	SITVF66	https://ipoh.example/coffee?from=card&ref=SITVF66#top	Siti Rahman'
	cut -f 2 out >codes
	like codes '^SITVF66$' '^DANFJ9V$'
	sort codes >sorted
	sort -u codes >once
	same sorted once
	exits 1 grep -vE '^[A-Z0-9]{3}[2-9BCDFGHJKLMNPQRSTVWXZ]{4}$' codes
	hasnt "$REF_BOOK/contacts/siti-rahman.yaml" SITVF66
EOT

t '003.30 the code stands for the referrer, and is written down' <<'EOT'
	ref-refer DANFJ9V 'Ann Chua' phone=+60125550133 >out
	has out ann-chua
	has "$REF_BOOK/contacts/ann-chua.yaml" 'by: daniel-tan' 'code: DANFJ9V'
	ref-refer daniel 'Bob Chua' --code DANFJ9V phone=+60125550134 >out
	has "$REF_BOOK/contacts/bob-chua.yaml" 'by: daniel-tan' 'code: DANFJ9V'
	exits 3 ref-refer siti 'Cat Chua' --code DANFJ9V \
	    phone=+60125550135 >out 2>err
	has err "the code DANFJ9V is daniel-tan's, not siti-rahman's"
	absent "$REF_BOOK/contacts/cat-chua.yaml"
EOT

t '003.30 a code of their own, once written down, stands for them too' <<'EOT'
	ref-refer siti 'Dee Chua' --code KOPI phone=+60125550136 >log
	ref-refer KOPI 'Eli Chua' phone=+60125550137 >log
	has "$REF_BOOK/contacts/eli-chua.yaml" 'by: siti-rahman' 'code: KOPI'
	ref-refer mei-chen 'Fay Chua' --code TEA phone=+60125550138 >log
	sed -i.bak 's/code: TEA/code: KOPI/' "$REF_BOOK/contacts/fay-chua.yaml"
	rm "$REF_BOOK/contacts/fay-chua.yaml.bak"
	exits 3 ref-refer KOPI 'Gus Chua' phone=+60125550139 >out 2>err
	has err "several people have used the code 'KOPI'"
	exits 2 ref-refer NOBODY1 'Gus Chua' 2>err
	has err "no contact 'NOBODY1'"
EOT

t 'the link is the published page where there is one' <<'EOT'
	cp "$REF_BOOK/ref.yaml" kept
	sed -i.bak 's|me: {|me: {pages: "https://ipoh.example/r", |' \
	    "$REF_BOOK/ref.yaml"
	rm "$REF_BOOK/ref.yaml.bak"
	ref-card siti --list >out
	has out '	https://ipoh.example/r/sitvf66.html	'
	ref-card siti >out
	has out 'href="https://ipoh.example/coffee?from=card&amp;ref=SITVF66#top"'
	cp kept "$REF_BOOK/ref.yaml"
EOT

# --- QR codes ---

t 'the QR code says the link: zbarimg reads it, from SVG' <<'EOT'
	needs zbarimg rsvg-convert
	ref-card siti --svg >code.svg
	rsvg-convert -w 400 code.svg -o code.png
	zbarimg -q --raw code.png >out
	is "$(cat out)" 'https://ipoh.example/coffee?from=card&ref=SITVF66#top'
EOT

t 'the QR code in blocks is the same code' <<'EOT'
	needs zbarimg python3
	ref-card siti --qr >blocks
	has blocks https://ipoh.example/coffee
	cat >draw.py <<-'EOF'
	rows = []
	for line in open('blocks', encoding='utf-8'):
	    line = line.rstrip('\n')
	    if line.startswith('https'):
	        break
	    rows.append([c in '▀█' for c in line])
	    rows.append([c in '▄█' for c in line])
	k = 8
	with open('code.pgm', 'w') as f:
	    f.write('P2\n%d %d\n1\n' % (len(rows[0]) * k, len(rows) * k))
	    for r in rows:
	        line = ' '.join(' '.join(['0' if x else '1'] * k) for x in r)
	        f.write((line + '\n') * k)
	EOF
	python3 draw.py
	zbarimg -q --raw code.pgm >out
	is "$(cat out)" 'https://ipoh.example/coffee?from=card&ref=SITVF66#top'
EOT

t 'the QR code of a page is an image in it' <<'EOT'
	needs zbarimg rsvg-convert python3
	ref-card siti >page.html
	cat >image.py <<-'EOF'
	import html.parser, urllib.parse
	class P(html.parser.HTMLParser):
	    def handle_starttag(self, tag, attrs):
	        if tag == 'img':
	            kind, data = dict(attrs)['src'].split(',', 1)
	            assert kind == 'data:image/svg+xml'
	            open('image.svg', 'w').write(urllib.parse.unquote(data))
	P().feed(open('page.html').read())
	EOF
	python3 image.py
	rsvg-convert -w 400 image.svg -o image.png
	zbarimg -q --raw image.png >out
	has out 'ref=SITVF66'
EOT

t 'an address beyond ASCII is percent-encoded in the code' <<'EOT'
	needs zbarimg rsvg-convert
	cp "$REF_BOOK/ref.yaml" kept
	sed -i.bak 's|ipoh.example/coffee|ipoh.example/küche|' \
	    "$REF_BOOK/ref.yaml"
	rm "$REF_BOOK/ref.yaml.bak"
	ref-card siti --svg >code.svg
	rsvg-convert -w 400 code.svg -o code.png
	zbarimg -q --raw code.png >out
	has out 'https://ipoh.example/k%C3%BCche'
	cp kept "$REF_BOOK/ref.yaml"
EOT

# --- vCard and files ---

t 'a vCard of ours, with their link' <<'EOT'
	needs python3
	ref-card siti --vcard >out
	tr -d '\r' <out >lines
	same lines <<-'EOF'
	BEGIN:VCARD
	VERSION:3.0
	FN:Aisyah Karim
	N:;Aisyah Karim;;;
	ORG:Ipoh Homes
	TEL;TYPE=CELL:+60125550100
	EMAIL:aisyah@example.com
	URL:https://ipoh.example/coffee?from=card&ref=SITVF66#top
	NOTE:houses\, without the headache
	END:VCARD
	EOF
	cat >name.py <<-'EOF'
	text = open('out', newline='').read()
	assert text.count('\r\n') == text.count('\n') == 10
	EOF
	python3 name.py
EOT

t '--dir writes pages, codes and cards for a static host, again without harm' <<'EOT'
	ref-card siti daniel --dir public >out
	same out <<-'EOF'
	siti-rahman	created	public/sitvf66.html
	siti-rahman	created	public/sitvf66.vcf
	siti-rahman	created	public/sitvf66.svg
	daniel-tan	created	public/danfj9v.html
	daniel-tan	created	public/danfj9v.vcf
	daniel-tan	created	public/danfj9v.svg
	EOF
	ref-card --dir public >out
	cut -f 2- out >files
	same files <<-'EOF'
	created	public/index.html
	created	public/card.vcf
	created	public/card.svg
	EOF
	ref-card siti --dir public >out
	exits 1 grep -v unchanged out
	ref-set siti name=Siti >log
	ref-card siti --dir public >out
	has out 'updated	public/sitvf66.html' 'unchanged	public/sitvf66.svg'
	ref-set siti 'name=Siti Rahman' >log
	exits 2 ref-card siti daniel 2>err
	has err '2 cards: say where with --dir'
EOT

t 'without a name there is no card, without an address no code' <<'EOT'
	mkdir -p bare/contacts
	: >bare/ref.yaml
	printf 'name: Ann\n' >bare/contacts/ann.yaml
	exits 3 ref-card -B bare >out 2>err
	has err 'me.name is missing'
	echo 'me: {name: Bo}' >bare/ref.yaml
	ref-card -B bare >out
	has out '<h1>Bo</h1>'
	hasnt out '<img' 'tel:'
	ref-card -B bare ann >out
	has out 'Your friend Ann'
	for way in --qr --svg; do
		exits 3 ref-card -B bare ann $way >out 2>err
		has err 'no address to put into a QR code'
		empty out
	done
	ref-card -B bare ann --dir bare.pages >out
	rows out 2
EOT

t 'a card of the book comes before the shipped one' <<'EOT'
	mkdir -p "$REF_BOOK/templates/en"
	printf '<p title="{{call}}">{{code}}</p>\n' \
	    >"$REF_BOOK/templates/en/page.html"
	ref-set siti call='"S" & <T>' >log
	ref-card siti >out
	same out <<-'EOF'
	<p title="&quot;S&quot; &amp; &lt;T&gt;">SITVF66</p>
	EOF
	ref-set siti call='Kak Siti' >log
	rm -r "$REF_BOOK/templates"
EOT

t 'cards load libqrencode, and not libgit2' <<'EOT'
	needs ldd
	ldd "$T_BIN/ref-card" >libs
	has libs libqrencode
	hasnt libs libgit2
	for name in ref-list ref-due ref-draft; do
		ldd "$T_BIN/$name" >libs
		hasnt libs libqrencode
	done
EOT

finish
