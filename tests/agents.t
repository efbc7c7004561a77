#!/bin/sh
# agents.t: share/book/AGENTS.md: every example in it runs, and what it promises
# of rules and exit statuses is so.
. "${0%/*}/lib.sh"

page=$T_SRC/share/book/AGENTS.md

# The indented lines, their explanations taken off, and the calls within text.
{
	sed -n 's/^    \(ref.*\)/\1/p' "$page" | sed 's/   *.*//'
	grep -o '`ref-[^`]*`' "$page" | tr -d '`'
} | sed -e 's/\<ID\>/siti-rahman/g' -e 's/\<REFERRER\>/daniel-tan/g' \
    -e 's/\<LEAD\>/lim-wei/g' -e "s/'EXPR'/'kind = client'/g" | sort -u >examples

runs()
{
	rm -rf "$REF_BOOK"
	cp -R kept "$REF_BOOK"
	before=$(commits)
	sh -c "$1" >out 2>err </dev/null || {
		note "exit $?: $1"
		T_show err
		return 1
	}
	# What is tried, or only asked for, changes nothing.
	case $1 in
	*' -n'* | ref-due* | ref-list* | ref-show* | ref-stats* | ref-draft* | ref-log*)
		is "$(commits)" "$before"
		git_clean
		;;
	ref-add* | ref-touch* | ref-set* | ref-refer* | ref-move* | ref-undo*)
		is "$(commits)" $((before + 1))
		;;
	esac
	case $1 in
	*' -j'*) jq -c . out >parsed ;;
	esac
}

t 'a book with a new lead, and a table to import' <<'EOT'
	n=$(wc -l <examples)
	[ "$n" -ge 20 ]
	book
	# A change of ours, for ref-undo; and something for ref-set to do.
	ref-set siti-rahman segment=B >out
	mv book kept
	printf 'Name,Phone\nTan Ah Kow,+60121112222\n' >people.csv
EOT

while read -r line <&3; do
	t "it runs: $line" runs "$line"
done 3<examples

t 'exit statuses are those of the table' <<'EOT'
	rm -rf book
	cp -R kept book
	ref-list -e 'kind = family' >out
	exits 1 ref-list -x -e 'kind = family'
	exits 2 ref-list --colums name 2>err
	printf 'name: Siti Aminah\nkind: friend\n' | person siti-aminah
	exits 3 ref-touch siti call 2>err
	has err siti-rahman siti-aminah
	printf 'name: B\nkind: freind\n' | person b
	exits 1 ref-check >out
	exits 4 ref-list >out 2>err
	has err contacts/b.yaml
EOT

t 'the rules hold: -n writes nothing, no consent means no draft, twice is once' <<'EOT'
	rm -rf book
	cp -R kept book
	before=$(commits)
	ref-touch -n siti-rahman call >out
	has out '+'
	is "$(commits)" "$before"
	ref-set siti-rahman consent.contact=no >out
	exits 3 ref-draft ask-open siti-rahman >out 2>err
	empty out
	ref-due siti-rahman >out
	empty out
	ref-set siti-rahman consent.contact=no >out
	has out unchanged
	is "$(commits)" $((before + 1))
EOT

t 'the page that a new book gets is this one' <<'EOT'
	ref-init fresh >out
	same fresh/AGENTS.md "$page"
EOT

finish
