# ref-add: new contacts.
. "${0%/*}/lib.sh"
book

t 'a name becomes an id, and the file its fields in canonical order' <<'EOT'
	ref-add "José Núñez" email=jose@example.com kind=client segment=A phone=0123456 >out
	printf 'jose-nunez\tcreated\tcontacts/jose-nunez.yaml\n' | same out
	same book/contacts/jose-nunez.yaml <<'EOF'
# yaml-language-server: $schema=../.ref/contact.schema.json
name: José Núñez
kind: client
segment: A
email: jose@example.com
phone: "0123456"
EOF
	git_clean
	ref-check >out
	empty out
EOT

t 'a name without a Latin letter gets a short hash' <<'EOT'
	ref-add "陳大文" kind=friend >out
	like out '^c-[0-9a-f]{8}	created'
EOT

t 'a clash takes -2' <<'EOT'
	ref-add "Jose Nunez" kind=friend --force >out
	printf 'jose-nunez-2\tcreated\tcontacts/jose-nunez-2.yaml\n' | same out
EOT

t 'likely duplicates are named and refused: name, e-mail, phone' <<'EOT'
	before=$(commits)
	exits 3 ref-add "SITI RAHMAN" 2>err
	has err siti-rahman name
	exits 3 ref-add "Kak Ti" email=SITI@example.com 2>err
	has err siti-rahman e-mail
	exits 3 ref-add "Someone Else" phone="012-345 6789" 2>err
	has err siti-rahman phone
	is "$(commits)" "$before"
	git_clean
EOT

t '003.30 a lead must say how they heard of us' <<'EOT'
	exits 2 ref-add "Tan Ah Kow" kind=lead 2>err
	has err 'source' '--from'
	absent book/contacts/tan-ah-kow.yaml
	ref-add "Tan Ah Kow" kind=lead source=website >out
	has book/contacts/tan-ah-kow.yaml 'source: website'
EOT

t '000.18 --from records the referral and starts its clocks' <<'EOT'
	ref-add "Wong Li" --from siti-rahman >out
	has book/contacts/wong-li.yaml 'kind: lead' 'source: referral' 'by: siti-rahman' 'status: new'
	ref-due -w 3d --why contact wong-li >out
	has out wong-li
EOT

t 'YAML and JSON come from standard input, all in one commit' <<'EOT'
	before=$(commits)
	cat >in <<'EOF'
- name: Ann Lee
  kind: friend
  tags: [golf]
  touches:
    - {at: 2026-10-01, how: call}
- name: Bob Ng
  id: bobby
  kind: colleague
  notes: |
    first line
    second: line
EOF
	ref-add - <in >out
	is "$(commits)" $((before + 1))
	has out 'ann-lee	created' 'bobby	created'
	printf '{"name":"Cy Ooi","kind":"peer","email":["cy@example.com"]}\n' >in
	ref-add - <in >out
	has out 'cy-ooi	created'
	ref-check >out
	empty out
	git_clean
EOT

t 'bad input is refused with a position, and nothing is written' <<'EOT'
	before=$(commits)
	exits 2 ref-add "X Y" kind=freind 2>err
	has err friend
	exits 2 ref-add "X Y" kidn=friend 2>err
	has err "did you mean 'kind'"
	exits 2 ref-add "X Y" birthday=2026-13-01 2>err
	exits 2 ref-add "" 2>err
	exits 2 ref-add "X Y" --id ../x 2>err
	exits 2 ref-add 2>err
	printf '%s\n' '- name: Fine Person' '  kind: friend' '- nam: Oops' >in
	exits 2 ref-add - <in 2>err
	has err ':3:'
	printf 'name: [x\n' >in
	exits 3 ref-add - <in 2>err
	is "$(commits)" "$before"
	git_clean
EOT

t 'tabs: the file goes into the folder of its first letter' <<'EOT'
	ref-init tabs --tabs >out
	ref-add -B tabs "Zed Zen" kind=friend >out
	printf 'zed-zen\tcreated\tcontacts/z/zed-zen.yaml\n' | same out
	head -n 1 tabs/contacts/z/zed-zen.yaml >out
	has out 'schema=../../.ref/contact.schema.json'
	git_clean tabs
EOT

finish
