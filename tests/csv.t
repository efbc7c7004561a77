#!/bin/sh
# csv.t: tables as the programs read and write them: what is no table is told by
# line and column, nothing of it enters unasked, and other programs read ours.
. "${0%/*}/lib.sh"

fresh()
{
	rm -rf "$REF_BOOK"
	ref-init "$REF_BOOK" >fresh.out
}

# refused FILE WHERE TEXT: nothing enters, and where and why is told.
refused()
{
	before=$(commits)
	exits 3 ref-import "$1" >out 2>err
	has err "$1:$2 $3"
	empty out
	is "$(commits)" "$before"
	git_clean
}

# limited CMD...: with 400 MB; sanitizers reserve all there is.
limited()
{
	if [ "$T_BIN" = "$T_SRC/bin" ]; then
		prlimit --as=400000000 "$@"
	else
		"$@"
	fi
}

# partly FILE WHERE TEXT N: with --partial N enter, and the fault is told.
partly()
{
	fresh
	exits 4 ref-import --partial "$1" >out 2>err
	has err "$1:$2 $3"
	rows out "$4"
	ref-check
	git_clean
}

t 'a file that ends within a quote: where the quote opens' <<'EOT'
	fresh
	printf 'Name,Email\nAnn,a@example.com\nBob,"bob@exa\nCy,cy@example.com\n' >cut.csv
	refused cut.csv 3:5: 'this quote is never closed'
	partly cut.csv 3:5: 'this quote is never closed' 1
EOT

t 'text after a closing quote, a cell too many, a bare quote within a cell' <<'EOT'
	fresh
	printf 'Name,Email\n"Ann" Lee,a@example.com\n' >after.csv
	refused after.csv 2:6: 'text after a closing quote'
	printf 'Name,Email\nAnn,a@example.com,more\nBob,b@example.com\n' >more.csv
	refused more.csv 2:19: 'a cell beyond the 2 columns'
	partly more.csv 2:19: 'a cell beyond the 2 columns' 1
	fresh
	printf 'Name,Notes\nAnn,5" pipe\n' >inch.csv
	ref-import inch.csv >out
	ref-list ann -o notes >out
	has out '5" pipe'
EOT

t 'charsets: half a character, the wrong one, none at all' <<'EOT'
	fresh
	python3 - <<-'EOF'
	text = "Name,Email\nJosé,j@example.com\n"
	open("odd.csv", "wb").write(text.encode("utf-16") + b"x")
	open("latin.csv", "wb").write(text.encode("latin-1"))
	open("le.csv", "wb").write(text.encode("utf-16-le"))
	open("be.csv", "wb").write(text.encode("utf-16"))
	EOF
	refused odd.csv 3:1: 'the text is not UTF-16LE from here on, or is cut'
	refused latin.csv 2:4: 'not UTF-8; --charset'
	exits 3 ref-import --charset ascii latin.csv 2>err
	has err 'latin.csv:2:4: the text is not ascii'
	printf 'Name\nAn\0n\n' >nul.csv
	refused nul.csv 2:3: 'a NUL'
	ref-import le.csv >out
	ref-import be.csv >out
	like out '^jose	unchanged'
EOT

t 'what people take for a table is named' <<'EOT'
	fresh
	printf 'PK\003\004\024\0' >a.xlsx
	refused a.xlsx 1:1: 'this is a spreadsheet'
	printf '\320\317\021\340\241' >a.xls
	refused a.xls 1:1: 'this is a spreadsheet'
	printf '%%PDF-1.4\n' >a.pdf
	refused a.pdf 1:1: 'this is a PDF'
	printf '<!DOCTYPE html><html><body>Sign in' >a.html
	refused a.html 1:1: 'this is a web page'
	printf 'dn: cn=Ann\ncn: Ann\n' >a.ldif
	refused a.ldif 1:1: 'this is LDIF'
	printf 'Name,Email\nAnn,a@example.com\n' | gzip -n >a.csv.gz
	refused a.csv.gz 1:1: 'this is compressed'
	printf 'Ann Lee,ann@example.com\nBob Ng,bob@example.com\n' >bare.csv
	refused bare.csv 1:1: 'no header of contacts is known'
	head -c 100000 /dev/zero | tr '\0' '\377' >noise
	exits 3 ref-import noise 2>err
EOT

t 'escape sequences of terminals enter in no form' <<'EOT'
	fresh
	printf 'Name,Email\nBob,b@example.com\n\033]0;x\007Ann,a@example.com\n' >esc.csv
	refused esc.csv 3:1: 'a control character'
	printf 'Name,Email\nAnn\302\23331m,a@example.com\n' >c1.csv
	refused c1.csv 2:1: 'a control character'
	partly esc.csv 3:1: 'a control character' 1
	printf 'Name\nAnn,a\033[31m@example.com\n' >esc.csv
	exits 3 ref-import esc.csv 2>err
	exits 1 grep -q "$(printf '\033')" err
EOT

t 'wide tables: 10,000 columns, 1,000 of them strange, 9,999 addresses' <<'EOT'
	fresh
	awk 'BEGIN { printf "Name"; for (i = 0; i < 10000; i++) printf ",c"; print "\nAnn" }' >w.csv
	refused w.csv 1:20004: 'more than 10000 columns'
	awk 'BEGIN { printf "Name"; for (i = 0; i < 9999; i++) printf ",c"; print "\nAnn" }' >w.csv
	refused w.csv 1:2006: 'more than 1000 columns without a field'
	awk 'BEGIN { printf "Name"; for (i = 1; i < 10000; i++) printf ",Email %d", i
		printf "\nAnn"; for (i = 1; i < 10000; i++) printf ",a%d@example.com", i; print "" }' >w.csv
	ref-import w.csv >out
	rows out 1
	ref-check
EOT

t 'millions of empty lines, cells and records take no memory of their own' <<'EOT'
	fresh
	awk 'BEGIN { print "Name,Email"; for (i = 0; i < 3000000; i++) print ""; print "Ann,a@example.com" }' >empty.csv
	awk 'BEGIN { for (i = 0; i < 3000000; i++) print "{}" }' >empty.jsonl
	limited ref-import empty.csv >out
	rows out 1
	exits 3 limited ref-import empty.jsonl 2>err
	has err 'more than 200000 records'
EOT

t 'formulas: as they are in, with a quote before them out, and back' <<'EOT'
	fresh
	cat >f.csv <<-'EOF'
	Name,Email,Company,Notes,Tags
	"=HYPERLINK(""http://x"")",a@example.com,+cmd|calc,@SUM(A1),"-1;'=x"
	"'=Guarded",b@example.com,-2+3,"	tab",
	'Quoted',c@example.com,,,
	EOF
	ref-import f.csv >out
	rows out 3
	ref-list -o name >names
	has names '=HYPERLINK("http://x")' '=Guarded' "'Quoted'"
	ref-export csv --excel >x.csv
	before=$(commits)
	ref-import x.csv >out 2>err
	hasnt out created updated
	empty err
	is "$(commits)" "$before"
	rm -rf copy
	ref-init copy >out
	ref-import -B copy x.csv >out 2>err
	ref-export jsonl >a
	ref-export -B copy jsonl >b
	same b a
EOT

t 'Python reads our tables, cell for cell' <<'EOT'
	fresh
	printf 'name: "Lee, \\"Ann\\""\nkind: friend\nemail: a@example.com\nnotes: |\n  one\n  two, three\n' |
	    person lee-ann
	save lee
	ref-export csv >p.csv
	python3 - <<-'EOF'
	import csv
	rows = list(csv.DictReader(open("p.csv", encoding="utf-8", newline="")))
	assert rows[0]["name"] == 'Lee, "Ann"', rows
	assert rows[0]["notes"].rstrip() == "one\ntwo, three", rows
	EOF
EOT

t 'csvkit, too: cleans nothing, counts and cuts' <<'EOT'
	needs csvclean csvcut csvstat
	for format in csv 'csv --excel' google; do
		# shellcheck disable=SC2086
		ref-export $format >k.csv
		csvclean -n k.csv >said 2>&1
		has said 'No errors.'
		csvstat --count k.csv >count 2>&1
		like count '1$'
	done
	ref-export csv | csvcut -c id,email >cut
	has cut 'lee-ann,a@example.com'
	# And what it writes is a table to us.
	ref-export csv | csvcut -c name,email >back.csv
	ref-import back.csv >out
	like out '^lee-ann	unchanged'
EOT

t 'sqlite takes a table and gives one' <<'EOT'
	needs sqlite3
	ref-export csv >s.csv
	sqlite3 -csv -header :memory: '.import s.csv people' \
	    'select name, email from people' >back.csv
	ref-import back.csv >out
	like out '^lee-ann	unchanged'
EOT

finish
