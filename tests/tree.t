#!/bin/sh
# tree.t: who referred whom.
. "${0%/*}/lib.sh"

REF_BOOK=$T_SRC/tests/cases/stats/book
export REF_BOOK

t '001.2 generations with revenue and lifetime value per branch' <<'EOT'
	ref-tree >out
	same out <<-'EOF'
	ana	0			9000	19500	Ana
	fay	1	ana	won	2500	2500	Fay
	dan	1	ana	won	8000	8000	Dan
	ida	2	dan	new			Ida
	eve	1	ana	lost			Eve
	ben	0					Ben
	gus	1	ben	qualified			Gus
	hal	1	ben	won			Hal
	EOF
EOT

t 'one branch, so many generations, several trees' <<'EOT'
	ref-tree dan >out
	same out <<-'EOF'
	dan	0	ana	won	8000	8000	Dan
	ida	1	dan	new			Ida
	EOF
	ref-tree --depth 1 ana | cut -f 1,2 >out
	same out <<-'EOF'
	ana	0
	fay	1
	dan	1
	eve	1
	EOF
	ref-tree -e 'owner = bea and kind = partner' | cut -f 1 >out
	same out <<-'EOF'
	ben
	gus
	hal
	EOF
	printf 'lee\nida\n' | ref-tree - >out
	rows out 2
	exits 2 ref-tree nobody 2>err
	exits 2 ref-tree --depth -1 2>err
EOT

t 'a branch is worth the sum of what is in it' <<'EOT'
	ref-tree | awk -F '\t' '
	{ own[NR] = $5; branch[NR] = $6; depth[NR] = $2 }
	END {
		for (i = 1; i <= NR; i++) {
			sum = own[i]
			for (j = i + 1; j <= NR && depth[j] > depth[i]; j++)
				sum += own[j]
			if (sum + 0 != branch[i] + 0) { print i, sum, branch[i]; bad = 1 }
		}
		exit bad
	}'
EOT

t 'JSON Lines and other columns' <<'EOT'
	ref-tree -j >out
	jq -es 'length == 8 and .[2].depth == 1 and .[2].branch == 8000 and
	    .[0].by == null and .[3].revenue == null' out
	ref-tree -o depth,segment dan >out
	same out <<-'EOF'
	dan	0	B
	ida	1	
	EOF
	ref-tree -0 dan | tr '\0' '\n' >out
	same out <<-'EOF'
	dan
	ida
	EOF
EOT

t 'a drawing on a terminal' <<'EOT'
	needs script
	script -qec 'ref-tree ana ben' /dev/null | tr -d '\r' >out
	same out <<-'EOF'
	Ana (ana)  MYR 9000, branch MYR 19500, 4 below
	├─ Fay (fay)  won  MYR 2500
	├─ Dan (dan)  won  MYR 8000, branch MYR 8000, 1 below
	│  └─ Ida (ida)  new  -
	└─ Eve (eve)  lost  -
	Ben (ben)  -, branch -, 2 below
	├─ Gus (gus)  qualified  -
	└─ Hal (hal)  won  -
	EOF
EOT

# --- bad input ---

t 'circles are told and not followed' <<'EOT'
	mkdir -p circle/contacts
	: >circle/ref.yaml
	for pair in a:b b:c c:a d:c e:e; do
		printf 'name: %s\nreferral: {by: %s, on: 2026-01-01, status: won, value: 10}\n' \
		    "${pair%:*}" "${pair#*:}" >"circle/contacts/${pair%:*}.yaml"
	done
	ref-tree -B circle >out 2>err
	same out <<-'EOF'
	a	0	b	won	10	40	a
	c	1	a	won	10	30	c
	b	2	c	won	10	10	b
	d	2	c	won	10	10	d
	e	0	e	won	10	10	e
	EOF
	same err <<-'EOF'
	ref-tree: a, by b, by c, by a: referred in a circle; not followed above a
	ref-tree: e, by e: referred in a circle; not followed above e
	EOF
	ref-stats -B circle lifetime_value >out
	has out 'lifetime_value	20	money	100	5'
EOT

t 'an unknown referrer, a future referral, nobody at all' <<'EOT'
	mkdir -p odd/contacts none/contacts
	: >odd/ref.yaml
	: >none/ref.yaml
	printf 'name: A\nreferral: {by: ghost, on: 2026-01-01}\n' >odd/contacts/a.yaml
	printf 'name: B\nreferral: {by: a, on: 2027-01-01}\n' >odd/contacts/b.yaml
	ref-tree -B odd >out 2>err
	same out <<-'EOF'
	a	0	ghost	new			A
	EOF
	empty err
	ref-tree -B none >out
	empty out
	exits 1 ref-tree -B none -x >out
	ref-tree -B none --dot >out
	has out 'digraph referrals {'
EOT

t 'a chain of three thousand generations' <<'EOT'
	mkdir -p chain/contacts
	: >chain/ref.yaml
	awk 'BEGIN {
		for (i = 1; i <= 3000; i++) {
			f = sprintf("chain/contacts/p%04d.yaml", i)
			printf "name: P\nreferral: {by: p%04d, on: 2026-01-01, status: won, value: 1}\n", i - 1 >f
			close(f)
		}
	}'
	ref-tree -B chain >out
	rows out 3000
	has out 'p0001	0	p0000	won	1	3000	P' 'p3000	2999	p2999	won	1	1	P'
EOT

# --- Graphviz ---

t 'DOT that Graphviz draws, whatever the names' <<'EOT'
	needs dot
	cp -R "$REF_BOOK" names
	printf 'name: "quote\\" back\\\\ <b> \\u202e"\nreferral: {by: ana, on: 2026-01-01}\n' \
	    >names/contacts/zed.yaml
	ref-tree -B names --dot >out.dot
	dot -Tsvg out.dot >out.svg 2>err
	empty err
	# ana ben dan eve fay gus hal ida zed; all but two have an edge
	is "$(grep -c '<g id="node' out.svg)" 9
	is "$(grep -c '<g id="edge' out.svg)" 7
	has out.dot 'style=bold' 'style=dashed'
	exits 2 ref-tree --dot -j 2>err
EOT

finish
