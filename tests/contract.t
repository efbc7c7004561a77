# contract.t: every row of the contract has a test whose title begins with its
# id.  Those that later work brings stand in cases/contract-pending, one id in a
# line with a word on what is missing; that file only ever shrinks.
. "${0%/*}/lib.sh"

# The ids at the beginning of titles: t 'ID ID title' and CASE("ID ID title".
titles()
{
	sed -nE "s/^t ['\"]([0-9]{3}\.[0-9]+.*)/\1/p" "$T_SRC"/tests/*.t
	tr '\n\t' '  ' <"$1" | sed 's/CASE(/\
CASE(/g' | sed -nE 's/^CASE\( *"([0-9]{3}\.[0-9]+.*)/\1/p'
}

# stats.t has a test for each metric, titled with the rows that it proves.
book
ref-stats --list >metrics 2>err || cat err
{
	for source in "$T_SRC"/tests/unit/*.c; do
		titles "$source"
	done
	cut -f 6 metrics
} | awk '{
	gsub(/" *"/, "")
	for (i = 1; i <= NF && $i ~ /^[0-9][0-9][0-9]\.[0-9]+$/; i++)
		print $i
}' | sort -u >tested
sed -e '/^#/d' -e 's/	.*//' "$T_SRC/tests/cases/contract" | sort -u >rows
: >pending
if [ -f "$T_SRC/tests/cases/contract-pending" ]; then
	sed -e '/^#/d' -e 's/	.*//' "$T_SRC/tests/cases/contract-pending" |
	    sort >pending
fi

t 'every row of the contract has a test, or is known to be pending' <<'EOT'
	[ "$(wc -l <rows)" -gt 100 ]
	sort -u tested pending >known
	comm -23 rows known >missing
	empty missing
EOT

t 'no pending row has a test by now: take it out of the list' <<'EOT'
	comm -12 pending tested >overtaken
	empty overtaken
EOT

t 'titles and the list name only rows that there are' <<'EOT'
	sort -u tested pending >named
	grep -vxE '000\.1|001\.25' named >asked || :
	comm -23 asked rows >unknown
	empty unknown
EOT

finish
