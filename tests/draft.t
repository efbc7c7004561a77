#!/bin/sh
# draft.t: messages from templates: for whom, in which language, and on which
# way.  What the shipped templates say is in templates.t.
. "${0%/*}/lib.sh"
book

# us KEY=VALUE...: what `me` of ref.yaml says besides.
sed -i.bak -e 's/^me: {\(.*\)}$/me: {\1, email: aisyah@example.com, booking: "https:\/\/ipoh.example\/coffee"}/' \
    "$REF_BOOK/ref.yaml"
rm "$REF_BOOK/ref.yaml.bak"
mkdir -p "$REF_BOOK/templates/en"
cat >"$REF_BOOK/templates/en/hello.txt" <<'EOF'
Subject: Hello, {{call}}
Kind: own
For: any
Set: place

{{call}}, see you{{#place}} at {{place}}{{/place}}.
EOF
save 'a template of our own'

t 'a template is filled for a person: subject, empty line, words' <<'EOT'
	ref-draft hello siti >out 2>err
	empty err
	same out <<-'EOF'
	Subject: Hello, Kak Siti

	Kak Siti, see you.
	EOF
EOT

t 'several people: a line between; ids on stdin; -e chooses' <<'EOT'
	ref-draft hello siti daniel >out
	same out <<-'EOF'
	Subject: Hello, Kak Siti

	Kak Siti, see you.

	---

	Subject: Hello, Daniel Tan

	Daniel Tan, see you.
	EOF
	ref-list -e 'kind = friend' >ids
	ref-draft hello - <ids >out
	has out 'Mei Chen, see you.'
	ref-draft hello -e 'kind = partner' >out
	has out 'Daniel Tan, see you.'
	rows out 3
EOT

t 'JSON Lines and columns instead of text' <<'EOT'
	needs jq
	ref-draft hello siti -j >out
	jq -r '.id, .template, .lang, .to, .subject, .text' out >fields
	same fields <<-'EOF'
	siti-rahman
	hello
	en
	siti@example.com
	Hello, Kak Siti
	Kak Siti, see you.

	EOF
	ref-draft hello siti daniel -o lang >out
	printf 'siti-rahman\ten\ndaniel-tan\ten\n' >wanted
	same out wanted
EOT

t '--set gives what the template asks for, and nothing else' <<'EOT'
	ref-draft hello siti --set place='the café' >out
	has out 'Kak Siti, see you at the café.'
	exits 2 ref-draft hello siti --set plaice=x >out 2>err
	has err '--set plaice=x: the template asks for no such field'
	empty out
	exits 2 ref-draft hello siti --set place 2>err
	has err 'KEY=VALUE is wanted'
EOT

t 'a field that is missing names template, line, column and person' <<'EOT'
	mkdir -p home/.config/ref/templates/en
	printf 'Kind: own\n\nDear {{call}},\nfrom {{company}}\n' \
	    >home/.config/ref/templates/en/firm.txt
	exits 3 ref-draft firm mei-chen >out 2>err
	has err "/ref/templates/en/firm.txt:4:6: 'company' has no value here"
	has err '(for mei-chen)'
	empty out
	printf 'Dear {{cal}},\n' >home/.config/ref/templates/en/firm.txt
	exits 3 ref-draft firm mei-chen >out 2>err
	has err "firm.txt:1:6: no such field 'cal'; did you mean 'call'?"
	has err '(for mei-chen)'
	exits 2 ref-draft frim mei-chen 2>err
	has err "no template 'frim'; did you mean 'firm'?"
	exits 2 ref-draft ../en/firm mei-chen 2>err
	has err 'is no name of a template'
	rm home/.config/ref/templates/en/firm.txt
	exits 2 ref-draft page.html siti >out 2>err
	empty out
	has err "'page.html' is a page, not a message; ref-card fills it"
EOT

t 'the book comes before the user, the user before what is shipped' <<'EOT'
	printf 'the user: {{call}}\n' >home/.config/ref/templates/en/birthday.txt
	ref-draft birthday siti >out
	is "$(cat out)" 'the user: Kak Siti'
	printf 'the book: {{call}}\n' >"$REF_BOOK/templates/en/birthday.txt"
	ref-draft birthday siti >out
	is "$(cat out)" 'the book: Kak Siti'
	ref-draft --list >out
	like out '^birthday	.*book$' '^review	.*shipped$'
	rm home/.config/ref/templates/en/birthday.txt \
	    "$REF_BOOK/templates/en/birthday.txt"
	mkdir -p xdg/ref/templates/en
	printf 'XDG {{call}}\n' >xdg/ref/templates/en/birthday.txt
	XDG_CONFIG_HOME=$T/xdg ref-draft birthday siti >out
	has out 'XDG Kak Siti'
EOT

t "the person's language, then the book's, then English with a note" <<'EOT'
	ref-set siti lang=ms >log
	ref-draft birthday siti >out 2>err
	has out 'Selamat hari lahir'
	empty err
	ref-draft birthday siti --lang id >out
	has out 'Selamat ulang tahun'
	ref-draft hello siti >out 2>err
	has out 'Hello, Kak Siti'
	has err "siti-rahman: no 'hello' in 'ms'; drafted in 'en'"
	mkdir "$REF_BOOK/templates/id"
	printf 'Halo, {{call}}\n' >"$REF_BOOK/templates/id/hello.txt"
	echo 'lang: id' >>"$REF_BOOK/ref.yaml"
	ref-draft hello siti >out 2>err
	has out 'Halo, Kak Siti'
	has err "drafted in 'id'"
	git -C "$REF_BOOK" checkout -q ref.yaml
	rm -r "$REF_BOOK/templates/id"
	ref-set siti lang-= >log
EOT

t 'what ref.yaml says in words never stands in another language' <<'EOT'
	echo 'ideal_client: young families' >>"$REF_BOOK/ref.yaml"
	ref-draft ask-specific siti >out
	has out 'young families'
	ref-draft ask-specific siti --lang ms >out
	hasnt out 'young families'
	git -C "$REF_BOOK" checkout -q ref.yaml
EOT

t 'a book that does not say who we are: no signature, said once' <<'EOT'
	mkdir -p bare/contacts
	: >bare/ref.yaml
	printf 'name: Ann\n' >bare/contacts/ann.yaml
	printf 'name: Bo\n' >bare/contacts/bo.yaml
	ref-draft -B bare birthday ann bo >out 2>err
	rows err 1
	has err 'no me.name in ref.yaml: nobody signs this'
	hasnt out 'Best wishes'
	ref-draft -B bare birthday ann >out 2>err
	exits 1 grep -n '^$' - <<-EOF
	$(tail -n 1 out)
	EOF
	ref-ask -B bare ann --script open >out 2>err
	has err 'nobody signs this'
EOT

t 'in Malay and Indonesian a bare name is told of, once for all' <<'EOT'
	ref-draft hello siti daniel --lang en >out 2>err
	empty err
	ref-draft birthday siti --lang ms >out 2>err
	empty err
	for lang in ms id; do
		ref-draft birthday siti daniel mei-chen --lang $lang \
		    >out 2>err
		rows err 1
		has err 'bare name, without a title: daniel-tan mei-chen; ref-set'
	done
EOT

t '003.14 an ask out of the blue is drafted, not without a word' <<'EOT'
	ref-draft ask-open siti daniel >out 2>err
	has out 'Kak Siti' 'Daniel Tan'
	rows err 2
	has err 'siti-rahman: no moment that makes an ask welcome is open'
	ref-event siti praise >log
	ref-draft ask-open siti >out 2>err
	empty err
	ref-undo >log
EOT

t 'nobody who must not be contacted is drafted for; the others are' <<'EOT'
	ref-set mei-chen consent.contact=no >log
	exits 3 ref-draft hello mei-chen >out 2>err
	empty out
	has err 'mei-chen must not be contacted (consent: {contact: no})'
	for way in --mail --wa -j; do
		exits 3 ref-draft hello mei-chen $way >out 2>err
		empty out
	done
	exits 3 ref-draft hello mei-chen siti >out 2>err
	has out 'Kak Siti, see you.'
	hasnt out Mei
	git -C "$REF_BOOK" revert --no-edit HEAD >log 2>&1
	ref-rm mei-chen >log
	exits 3 ref-draft hello mei-chen >out 2>err
	has err 'must not be contacted (archived)'
	git -C "$REF_BOOK" revert --no-edit HEAD >log 2>&1
EOT

t '001.4 a personal step is for one at a time, and never mailed' <<'EOT'
	ref-draft day1 siti >out 2>err
	has err 'day1 is to be said or handwritten'
	has out 'Kak Siti, congratulations.'
	exits 3 ref-draft day1 siti farid-hassan >out 2>err
	has err 'day1 is personal: one person at a time'
	empty out
	for way in --mail --wa; do
		exits 3 ref-draft day1 siti $way >out 2>err
		has err 'never mailed'
		empty out
	done
EOT

t 'a loss is left to the person' <<'EOT'
	exits 3 ref-draft condolence siti >out 2>err
	empty out
	has err 'in your own words'
EOT

t '000.16 a story is told only with consent' <<'EOT'
	exits 2 ref-draft story mei-chen --set problem=p --set outcome=o 2>err
	has err 'say about whom with --about'
	exits 3 ref-draft story mei-chen --about farid-hassan --set problem=p \
	    --set outcome=o >out 2>err
	empty out
	has err 'farid-hassan has not agreed to their story being told'
	ref-set farid-hassan consent.story=yes >log
	ref-draft story mei-chen --about farid-hassan --set problem='no buyer' \
	    --set outcome='sold in a week' >out
	has out 'Farid Hassan' 'no buyer' 'sold in a week' 'Mei Chen'
EOT

t 'about whom: the lead of thanks is the last one, or of --about' <<'EOT'
	ref-draft thanks daniel >out
	has out 'thank you for sending Lim Wei to me'
	ref-draft give-first daniel --about siti >out
	has out 'Somebody for you, Daniel Tan: Siti Rahman'
EOT

t '003.21 news are of the last lead of whom they are true' <<'EOT'
	for row in 'a-won|won' 'b-lost|lost' 'c-unfit|lost, reason: not-a-fit' \
	    'd-dark|dark' 'e-met|met' 'f-new|new'; do
		person "${row%%|*}" <<-EOF
		name: Lead ${row%%|*}
		kind: lead
		referral: {by: mei-chen, on: 2026-10-01, status: ${row#*|}}
		EOF
	done
	for row in 'won a-won' 'lost b-lost' 'not-a-fit c-unfit' 'dark d-dark' \
	    'contacted e-met'; do
		ref-draft "news-${row% *}" mei-chen >out 2>err
		has out "Lead ${row#* }"
		empty err
	done
	ref-draft news-qualified mei-chen >out 2>err
	has err "mei-chen: f-new is 'new'; is news-qualified true of them?"
	ref-draft news-won mei-chen --about f-new >out 2>err
	has out 'Lead f-new'
	has err "f-new is 'new'; is news-won true of them?"
	rm "$REF_BOOK"/contacts/?-*.yaml
EOT

# --- mail ---

cat >read.py <<'EOF'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'),
    policy=email.policy.default)
for name in sys.argv[2:]:
    print(name, m[name])
print(m.get_content(), end='')
print([str(d) for d in m.defects])
EOF

t 'a mail is what RFC 5322 asks for: python reads it back' <<'EOT'
	needs python3
	ref-set siti name='Siti Nurhaliza binti Abdul Rahman é' \
	    call='Kak Siti ✓' >log
	ref-draft hello siti --mail --set place='Kopi Küche — 3 pm' >out
	exits 1 grep -n '[^ -~]' out
	python3 read.py out From To Subject Date Content-Language >got
	same got <<-'EOF'
	From Aisyah Karim <aisyah@example.com>
	To Siti Nurhaliza binti Abdul Rahman é <siti@example.com>
	Subject Hello, Kak Siti ✓
	Date Tue, 20 Oct 2026 00:00:00 +0800
	Content-Language en
	Kak Siti ✓, see you at Kopi Küche — 3 pm.
	[]
	EOF
	ref-set siti name='Siti Rahman' call='Kak Siti' >log
EOT

t 'each mail has a name of its own, and the same mail the same' <<'EOT'
	ref-draft hello siti --mail >one
	ref-draft hello siti --mail >two
	same two one
	ref-draft hello siti --mail --set place=Ipoh >other
	ref-draft hello daniel --mail >daniel
	ref-draft hello siti --mail -t 2026-10-21 >later
	for file in one other daniel later; do
		like $file '^Message-ID: <[0-9]+\.[0-9a-f]{32}@example\.com>$'
		grep -h '^Message-ID' $file >>names
	done
	sort -u names >once
	rows once 4
EOT

t 'a line break in a name or subject never becomes a header' <<'EOT'
	person eve <<-'EOF'
	name: "Eve\nBcc: all@example.com"
	call: "Eve\r\nBcc: all@example.com"
	email: eve@example.com
	EOF
	person mal <<-'EOF'
	name: Mal
	email: "mal@example.com>, <all@example.com"
	EOF
	for who in eve mal; do
		for template in hello birthday; do
			exits 3 ref-draft $template $who --mail >out 2>err
			empty out
			[ -s err ]
		done
	done
	rm "$REF_BOOK/contacts/eve.yaml" "$REF_BOOK/contacts/mal.yaml"
EOT

t 'no address, no sender, no subject: each is named' <<'EOT'
	exits 3 ref-draft hello mei-chen --mail >out 2>err
	has err 'mei-chen: no e-mail address'
	empty out
	printf 'Only words\n' >"$REF_BOOK/templates/en/plain.txt"
	exits 3 ref-draft plain siti --mail >out 2>err
	has err "the template 'plain' has no Subject: line"
	sed -i.bak 's/, email: aisyah@example.com, b/, b/' "$REF_BOOK/ref.yaml"
	exits 3 ref-draft hello siti --mail >out 2>err
	has err 'me.email is missing'
	mv "$REF_BOOK/ref.yaml.bak" "$REF_BOOK/ref.yaml"
	rm "$REF_BOOK/templates/en/plain.txt"
EOT

t '--mail goes to the first address that is one' <<'EOT'
	person two <<-'EOF'
	name: Two
	email: [office, two@example.com, other@example.com]
	EOF
	ref-draft hello two --mail >out
	has out 'To: Two <two@example.com>'
	ref-draft hello two -o to >out
	is "$(cat out)" "two	two@example.com"
	printf 'name: Two\nemail: office\n' >"$REF_BOOK/contacts/two.yaml"
	exits 3 ref-draft hello two --mail >out 2>err
	has err "'office' is no e-mail address"
	rm "$REF_BOOK/contacts/two.yaml"
EOT

t 'several mails go into files of their own, never over others' <<'EOT'
	exits 2 ref-draft hello siti daniel --mail >out 2>err
	has err '2 messages: say where with --dir'
	empty out
	ref-draft hello siti daniel --mail --dir mails >out
	printf 'siti-rahman\tcreated\tmails/siti-rahman.eml\n' >wanted
	printf 'daniel-tan\tcreated\tmails/daniel-tan.eml\n' >>wanted
	same out wanted
	has mails/daniel-tan.eml 'To: Daniel Tan <daniel.tan@example.com>'
	find mails -perm 600 -name '*.eml' >private
	rows private 2
	echo mine >mails/siti-rahman.eml
	exits 3 ref-draft hello siti --mail --dir mails >out 2>err
	has err "'mails/siti-rahman.eml' is there already"
	is "$(cat mails/siti-rahman.eml)" mine
EOT

cat >sink.py <<'EOF'
# A mail server for one message, on a free port that it writes to `port`.
import socket
s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen(1)
s.settimeout(20)
open('port', 'w').write('%d\n' % s.getsockname()[1])
c, _ = s.accept()
f = c.makefile('rwb')
def say(text):
    f.write(text + b'\r\n')
    f.flush()
got, data = [], False
say(b'220 sink')
for line in f:
    line = line.rstrip(b'\r\n')
    if data and line == b'.':
        data = False
        say(b'250 taken')
        continue
    got.append(line)
    if data:
        continue
    if line.upper() == b'DATA':
        data = True
        say(b'354 go on')
    elif line.upper() == b'QUIT':
        say(b'221 bye')
        break
    else:
        say(b'250 fine')
open('sunk', 'wb').write(b'\n'.join(got) + b'\n')
EOF

t 'msmtp -t hands it to a server as it is' <<'EOT'
	needs msmtp python3
	python3 sink.py &
	sink=$!
	n=0
	until [ -s port ] || [ $n -ge 100 ]; do
		sleep 0.1
		n=$((n + 1))
	done
	printf 'account default\nhost 127.0.0.1\nport %s\nfrom %s\n' \
	    "$(cat port)" aisyah@example.com >msmtprc
	chmod 600 msmtprc
	ref-draft hello siti --mail --set place='Ünal' >out
	msmtp -C msmtprc -t <out
	wait $sink
	has sunk 'RCPT TO:<siti@example.com>' 'Subject: Hello, Kak Siti' \
	    'Kak Siti, see you at =C3=9Cnal.'
EOT

t 'mutt -H opens it as a draft' <<'EOT'
	needs mutt python3
	ref-draft hello siti --mail --set place='Ünal' >out
	# What mutt takes for the mail program keeps what it is given.
	printf '#!/bin/sh\ncat >"%s/mutt.sent"\n' "$T" >mta
	chmod +x mta
	printf 'set sendmail="%s/mta"\nset copy=no\nset charset=utf-8\n' "$T" \
	    >muttrc
	mutt -F muttrc -n -H out </dev/null >log 2>&1
	python3 read.py mutt.sent To Subject >got
	same got <<-'EOF'
	To Siti Rahman <siti@example.com>
	Subject Hello, Kak Siti
	Kak Siti, see you at Ünal.
	[]
	EOF
EOT

# --- WhatsApp ---

t 'a wa.me link has the words in it' <<'EOT'
	needs python3
	ref-draft hello siti --wa --set place='A & B ✓' >out
	cat >split.py <<-'EOF'
	import urllib.parse
	u = urllib.parse.urlsplit(open('out').read().strip())
	print(u.scheme, u.netloc, u.path)
	print(urllib.parse.parse_qs(u.query)['text'][0])
	EOF
	python3 split.py >got
	same got <<-'EOF'
	https wa.me /60123456789
	Kak Siti, see you at A & B ✓.
	EOF
	exits 3 ref-draft hello mei-chen --wa >out 2>err
	has err 'mei-chen: no phone with its country, like +60123456789'
	exits 2 ref-draft hello siti --wa --mail 2>err
EOT

t 'a long paragraph is one, in mail and WhatsApp; a terminal folds it' <<'EOT'
	needs python3
	ref-draft ask-day30 siti --wa >out
	python3 split.py >got
	awk 'length > 200 { n++ } END { exit n < 1 }' got
	exits 1 grep -nE '^ |[^.?!:,0-9A-Za-z]$' got
	ref-draft ask-day30 siti --mail >out
	python3 read.py out >got
	awk 'length > 200 { n++ } END { exit n < 1 }' got
	cat >terminal.py <<-'EOF'
	import os, pty, sys
	pid, fd = pty.fork()
	if pid == 0:
	    os.environ['COLUMNS'] = '50'
	    os.dup2(os.open('told', os.O_WRONLY | os.O_CREAT), 2)
	    os.execvp(sys.argv[1], sys.argv[1:])
	data = b''
	try:
	    while True:
	        more = os.read(fd, 4096)
	        if not more:
	            break
	        data += more
	except OSError:
	    pass
	os.waitpid(pid, 0)
	sys.stdout.write(data.decode().replace('\r\n', '\n'))
	EOF
	ref-draft ask-day30 siti >whole
	python3 terminal.py ref-draft ask-day30 siti >folded
	awk 'length > 80 { exit 1 }' folded
	tr -s ' \n' '  ' <whole >a
	tr -s ' \n' '  ' <folded >b
	same b a
EOT

# --- the templates ---

t '--eject copies into the book, ref-commit records it' <<'EOT'
	git_clean
	ref-draft --eject review --lang ms >out 2>err
	printf 'review\tcreated\ttemplates/ms/review.txt\n' >wanted
	same out wanted
	has err 'ref-commit records it'
	same "$REF_BOOK/templates/ms/review.txt" \
	    "$T_SRC/share/templates/ms/review.txt"
	exits 3 ref-draft --eject review --lang ms 2>err
	has err "'templates/ms/review.txt' is in the book already"
	exits 2 ref-draft --eject reviw 2>err
	has err "no template 'reviw'; did you mean 'review'?"
	ref-draft --eject page.html >out
	cut -f 3 out >paths
	same paths <<-'EOF'
	templates/en/page.html
	templates/ms/page.html
	templates/id/page.html
	EOF
	rm "$REF_BOOK"/templates/*/page.html
	ref-commit >out
	has out 'templates/ms/review.txt'
	git_clean
EOT

t 'a file that is no template is an error, an editor of Windows is none' <<'EOT'
	dir=$REF_BOOK/templates/en
	exits 0 ref-draft thanks daniel >wanted
	bad()
	{
		exits "$1" ref-draft thanks daniel >out 2>err
		empty out
		has err "$2"
		exits 1 ref-draft --check thanks >out
		has out "$2"
		rm -r "$dir/thanks.txt"
	}
	mkdir "$dir/thanks.txt"
	bad 2 'thanks.txt'\'': not a regular file'
	: >"$dir/thanks.txt"
	bad 3 'thanks.txt: '
	printf 'Kind: thank\n\n \n' >"$dir/thanks.txt"
	bad 3 'no words in this template'
	printf 'a\nb\0c\n' >"$dir/thanks.txt"
	bad 3 'thanks.txt:2:2: '
	printf 'a\n\377\n' >"$dir/thanks.txt"
	bad 3 'thanks.txt:2:1: '
	ln -s thanks.txt "$dir/thanks.txt"
	bad 2 'it is a symbolic link'
	mkfifo "$dir/thanks.txt"
	bad 2 'not a regular file'
	awk 'BEGIN { for (; i < 10485760 / 64; i++)
	    print "sixty-three bytes of a template that somebody pasted a book into" }' \
	    >"$dir/thanks.txt"
	bad 3 'larger than 262144 bytes'
	mv "$dir" kept.en
	: >"$dir"
	ref-draft thanks daniel >out
	same out wanted
	rm "$dir"
	mv kept.en "$dir"
	printf '\357\273\277Subject: Hi\r\nKind: own\r\n\r\n{{call}},\r\n{{#phone}}\r\nhello\r\n{{/phone}}\r\n' \
	    >"$dir/thanks.txt"
	ref-draft thanks siti >out
	printf 'Subject: Hi\n\nKak Siti,\nhello\n' >wanted
	same out wanted
	rm "$dir/thanks.txt"
EOT

t '--check finds what cannot be filled, and for how many' <<'EOT'
	ref-draft --check hello >out
	empty out
	printf 'Kind: own\nFor: client\n\n{{call}} of {{company}}\n{{oops}}\n' \
	    >"$REF_BOOK/templates/en/faulty.txt"
	printf 'Kind: oops\n\nx\n' >"$REF_BOOK/templates/en/broken.txt"
	exits 1 ref-draft --check >out
	like out "/templates/en/broken.txt:1:7: error: 'oops' is no kind" \
	    "/templates/en/faulty.txt:4:13: error: 'company' has no value"
	like out 'faulty.*\(for farid-hassan\), and for 1 others$'
	rows out 2
	exits 4 ref-draft --list >out 2>err
	has err 'broken.txt:1:7'
	has out faulty
	printf '<p>{{call}}</p>\n' >"$REF_BOOK/templates/en/card.html"
	printf '<p>{{#call}}</p>\n' >"$REF_BOOK/templates/en/page.html"
	exits 1 ref-draft --check card.html page.html >out
	like out "card.html:1:4: error: 'call' has no value here" \
	    "page.html:1:4: error: 'call' is opened but not closed"
	rm "$REF_BOOK"/templates/en/*.html
	exits 2 ref-draft --check nosuch 2>err
	rm "$REF_BOOK/templates/en/faulty.txt" \
	    "$REF_BOOK/templates/en/broken.txt"
EOT

t '--check in an empty book fills for somebody made up' <<'EOT'
	mkdir -p nobody/contacts nobody/templates/en
	: >nobody/ref.yaml
	ref-draft --check -B nobody >out
	empty out
	printf 'For: client\n\n{{call}}\n{{#lead.name}}\n{{oops}}\n{{/lead.name}}\n' \
	    >nobody/templates/en/faulty.txt
	exits 1 ref-draft --check -B nobody >out
	like out "faulty.txt:5:1: error: no such field 'oops' \(for somebody made up\)$"
	rows out 1
EOT

t 'no escape sequence of a name gets out' <<'EOT'
	person esc <<-'EOF'
	name: "E\x9b31msc"
	call: "E\x9b31m"
	EOF
	printf 'Hi {{call}}\n' >"$REF_BOOK/templates/en/hi.txt"
	ref-draft hi esc >out
	has out 'Hi E\u009b31m'
	rm "$REF_BOOK/contacts/esc.yaml" "$REF_BOOK/templates/en/hi.txt"
EOT

t 'drafting loads neither libgit2 nor libqrencode' <<'EOT'
	needs ldd
	ldd "$T_BIN/ref-draft" >libs
	hasnt libs libgit2 libqrencode
EOT

finish
