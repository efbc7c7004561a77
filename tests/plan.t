# ref-plan: the year's themes and the 90-day launch.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20T09:00+08:00
book

t '001.13 twelve months, each with a theme; what was done so far' <<'EOT'
	ref-plan >out
	rows out 12
	head -n 1 out >first
	printf '2026-10\tmarket update of the quarter\t2\t2\n' | same first
	tail -n 1 out >last
	has last '2027-09	home maintenance, winterization and heating'
	ref-plan --from 2026-03-01 >out
	has out '2026-03	home maintenance, gutters' '2026-09	home maintenance' '	1	1'
EOT

t '001.13 the book has its own themes' <<'EOT'
	echo 'themes: {oct: rain and roofs}' >>book/ref.yaml
	ref-plan >out
	has out '2026-10	rain and roofs'
EOT

t '003.37 the launch: done is what the book shows' <<'EOT'
	ref-plan --launch >out
	has out 'analyse	1-30		yes	1	1' 'top	1-30		no	1	20' \
	    'workflow	1-30		no	0	1' 'thank	61-90		no	0	1'
	ref-set lim-wei 'next={do: call, by: 2026-10-21}' >out
	ref-thank daniel-tan --sent >out
	ref-ask siti-rahman --script specific --result no >out
	ref-plan --start 2026-10-01 >out
	has out 'workflow	1-30	2026-10-30	yes	1	1' \
	    'thank	61-90	2026-12-29	yes	1	1' \
	    'conversations	31-60	2026-11-29	no	1	20'
	ref-plan --start 2026-10-21 >out
	has out 'conversations	31-60	2026-12-19	no	0	20'
EOT

t '003.37 an empty book has done nothing' <<'EOT'
	ref-init empty >out
	ref-plan -B empty --launch -H >out
	awk -F '\t' '$4 == "yes"' out >ticked
	empty ticked
	like out '^thank	61-90			0	0	'
EOT

t 'JSON Lines, and wrong calls' <<'EOT'
	needs jq
	ref-plan --start 2026-10-01 -j >out
	jq -se 'map(select(.task == "thank" and .done)) | length == 1' out
	exits 2 ref-plan --start never 2>err
	exits 2 ref-plan something 2>err
EOT

finish
