#!/bin/sh
# select.t: ref-select(7) as programs show it; tests/unit/select.c has the rows.
. "${0%/*}/lib.sh"
book

# chooses EXPR ID...: exactly these.
chooses()
{
	ref-list -e "$1" >out
	shift
	: >want
	for id; do
		echo "$id" >>want
	done
	cut -f 1 out >got
	same got want
}

t 'the examples of the design' <<'EOT'
	chooses 'segment = A and last < -30d' siti-rahman
	chooses 'tags has buyer' siti-rahman
	chooses 'name ~ /rahman$/i' siti-rahman
	chooses 'any(touches: how = call and at >= -60d)' siti-rahman
	chooses 'score >= 12' siti-rahman
	chooses due daniel-tan farid-hassan lim-wei siti-rahman
EOT

t 'the examples of the manual run, and choose without an error' <<'EOT'
	sed -n 's/^\.Dl \(ref-list .*\)/\1/p' "$T_SRC/man/ref-select.7" >lines
	rows lines 6
	while read -r line; do
		sh -c "$line" >out 2>err </dev/null
		empty err
	done <lines
EOT

t 'every name that the manual computes exists, and the reverse' <<'EOT'
	sed -n '/^And these/,/^\.El/s/^\.It Ic //p' "$T_SRC/man/ref-select.7" \
	    >documented
	ref-show -j lim-wei >json
	sed -e 's/.*"derived":{//' -e 's/,"/\n"/g' json >lines
	sed -n 's/^"\([a-z]*\)":.*/\1/p' lines >derived
	same documented derived
EOT

t 'own keys are texts, in -o and in -e' <<'EOT'
	person own <<-'EOF'
	name: Own
	kind: client
	x-club: gold
	x-shoes: [42, 43]
	x-import: {Fax: "0512", "Custom Field 1": blue, a: {b: deep}, gone: ~}
	x-logs: [{at: 1}]
	EOF
	ref-list -o x-club,x-shoes,x-import.Fax,'x-import.Custom Field 1' own >out
	printf 'own\tgold\t42,43\t0512\tblue\n' >want
	same out want
	ref-list -j -o x-club,x-shoes,x-import,x-logs,x-none own >out
	same out <<-'EOF'
	{"id":"own","x-club":"gold","x-shoes":["42","43"],"x-import":{"Fax":"0512","Custom Field 1":"blue","a.b":"deep"},"x-logs":null,"x-none":null}
	EOF
	for expr in 'x-club = gold' 'x-club has OLD' 'x-shoes = 43' x-import \
	    'x-import."Custom Field 1" = blue' 'x-import.a.b ~ /^d/' \
	    'x-import has Fax' 'x-club in (silver, gold)' \
	    'not x-logs and kind = client and x-club'; do
		ref-list -0 -e "$expr" | tr '\0' '\n' >out
		note "$expr"
		same out <<-'EOF'
		own
		EOF
	done
	exits 2 ref-list -e 'x- = gold' 2>err
	has err "no field 'x-'"
	exits 2 ref-list -e 'any(touches: x-club = gold)' 2>err
	ref-list -e 'x-club = silver or x-clu or x-import.F' >out
	empty out
	rm "$REF_BOOK/contacts/own.yaml"
EOT

t 'several -e must all be true' <<'EOT'
	ref-list -e 'kind = client' -e 'segment = A' >out
	rows out 1
	has out siti-rahman
EOT

t 'errors point at the column' <<'EOT'
	exits 2 ref-list -e 'kind = client and segmnt = A' >out 2>err
	empty out
	echo "ref-list: -e:19: no field 'segmnt'; did you mean 'segment'?" >want
	same err want
	exits 2 ref-list -e 'referral.status = wno' 2>err
	echo "ref-list: -e:19: 'referral.status' is never 'wno'; did you mean 'won'?" >want
	same err want
	exits 2 ref-list -e 'name ~ /(/' 2>err
	has err 'ref-list: -e:10: in the pattern: missing closing parenthesis'
	exits 2 ref-list -e kind -e 'last < soon' 2>err
	has err 'ref-list: -e:8: ' soon
EOT

t 'a pattern that runs away is stopped: exit 2' <<'EOT'
	person runaway <<-'EOF'
	name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
	EOF
	exits 2 timeout 20 ref-list -e 'name ~ /^(a+)+$/' >out 2>err
	has err "ref-list: -e:9: the pattern takes too long on 'runaway'"
	rows err 1
	rm "$REF_BOOK/contacts/runaway.yaml"
EOT

t 'expressions follow -t' <<'EOT'
	REF_NOW=2027-01-01 chooses 'last < -90d' daniel-tan farid-hassan siti-rahman
	ref-list -t 2026-09-11 -e 'last = yesterday' >out
	like out '^siti-rahman'
EOT

finish
