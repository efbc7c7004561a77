#!/bin/sh
# editor.t: what an editor with yaml-language-server makes of a book: choices,
# explanations and faults come from the schema that ref-init puts there.
. "${0%/*}/lib.sh"

needs node
server=$T_SRC/build/node/node_modules/yaml-language-server/bin/yaml-language-server
if [ ! -f "$server" ]; then
	echo '1..0 # SKIP no yaml-language-server: sh share/setup.sh --test (npm)'
	T_done=yes
	exit 0
fi
schema='# yaml-language-server: $schema=../.ref/contact.schema.json'

# drive [SETTINGS]: the requests on stdin, see editor/drive.js.
drive()
{
	node "$T_SRC/tests/editor/drive.js" "$server" book "$@" >out 2>err || {
		T_show err
		return 1
	}
}

t 'a new book, and contacts in it' <<'EOT'
	ref-init book >out
	ref-add 'Siti Rahman' kind=client phone=+60123456789 segment=A >out
	printf '%s\n' "$schema" 'name: Ann' 'kind: freind' 'segmnt: A' 'touches:' \
	    '  - {at: 2026-01-01, how: cal}' 'phone: +60123456789' 'x-own: 1' \
	    'score: {satisfaction: 6}' >book/contacts/ann.yaml
EOT

t 'ref-add writes what editors take, with the line that names the schema' <<'EOT'
	sed -n 1p book/contacts/siti-rahman.yaml >first
	same first <<-EOF
	$schema
	EOF
	echo 'errors contacts/siti-rahman.yaml' | drive
	same out <<-'EOF'
	[]
	EOF
EOT

t 'faults stand where they are: wrong words, unknown keys, out of range' <<'EOT'
	echo 'errors contacts/ann.yaml' | drive
	like out '"3:7: Value is not accepted. Valid values: .*client' \
	    '"4:1: Property segmnt is not allowed' '"6:27: Value is not accepted.*call' \
	    '"9:23: Value is above the maximum of 5'
	# A phone that looks like a number and a key of one's own are fine.
	hasnt out '"7:' '"8:'
EOT

t 'the words of a field, the keys of a contact and of an entry are offered' <<'EOT'
	printf '%s\n' 'complete contacts/ann.yaml 3 7' 'complete contacts/ann.yaml 10 1' \
	    'complete contacts/ann.yaml 6 22' | drive
	sed -n 1p out >words
	has words '"client"' '"friend"' '"partner"'
	sed -n 2p out >keys
	has keys '"birthday"' '"referral"' '"deals"' '"next"'
	# What is there already is not offered again.
	hasnt keys '"touches"'
	sed -n 3p out >keys
	has keys '"why"' '"note"' '"reply"'
EOT

t 'resting on a key explains it' <<'EOT'
	printf '%s\n' 'hover contacts/ann.yaml 5 3' 'hover contacts/ann.yaml 6 25' | drive
	sed -n 1p out >touches
	has touches 'every contact that we had'
	sed -n 2p out >how
	has how 'the channel'
EOT

t 'settings for VS Code say it without that line, under tabs too' <<'EOT'
	mkdir -p book/contacts/b
	printf 'name: Bob\nkind: freind\n' >book/contacts/b/bob.yaml
	printf 'errors contacts/b/bob.yaml\n' | drive book/.vscode/settings.json
	like out '"2:7: Value is not accepted'
	rm -r book/contacts/b
EOT

t 'in a book of folders the line points two up' <<'EOT'
	ref-init tabs --tabs >out
	ref-add -B tabs 'Siti Rahman' kind=client >out
	printf 'kindd: x\n' >>tabs/contacts/s/siti-rahman.yaml
	rm -rf book
	mv tabs book
	echo 'errors contacts/s/siti-rahman.yaml' | drive
	has out 'Property kindd is not allowed'
EOT

t 'the demo book has no fault for an editor' <<'EOT'
	rm -rf book
	sh "$T_SRC/share/demo/build.sh" "$T/book" >log
	for file in book/contacts/*.yaml; do
		echo "errors ${file#book/}"
	done >requests
	drive <requests
	sort -u out >all
	same all <<-'EOF'
	[]
	EOF
EOT

finish
