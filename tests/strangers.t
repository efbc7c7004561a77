#!/bin/sh
# strangers.t: files as other programs export them, into a new book, by two
# commands and no map.  cases/import/NAME.csv (or .vcf) is such a file, with the
# headers or properties of its program and people who do not exist; NAME.jsonl
# is the book that it makes, NAME.err what a person is told.
. "${0%/*}/lib.sh"

cases=$T_SRC/tests/cases/import

# A new book; its owner's number and team are all that is known.
fresh()
{
	rm -rf "$REF_BOOK"
	ref-init "$REF_BOOK" >fresh.out
	cat >"$REF_BOOK/ref.yaml" <<-'EOF'
	me: {name: Aisyah Karim, phone: "+60125550100", email: test@example.com}
	team: [{id: aisyah, name: Aisyah Karim, email: aisyah@example.com}]
	EOF
	save settings
}

# becomes FILE: the book and the remarks that stand beside it.
becomes()
{
	name=${1##*/}
	cp "$1" "$name"
	fresh
	before=$(commits)
	ref-import -n "$name" >change 2>told
	is "$(commits)" "$before"
	ref-import "$name" >out 2>err
	same told err
	same err "${1%.*}.err"
	is "$(commits)" "$((before + 1))"
	# What was shown is what was done.
	git -C "$REF_BOOK" diff HEAD~1 HEAD -- contacts >did
	for file in change did; do
		sed -n '/^[-+][-+][-+] /d; /^[-+]/p' "$file" >lines
		sort lines >"$file.lines"
	done
	same change.lines did.lines
	ref-export jsonl --all >book.jsonl
	same book.jsonl "${1%.*}.jsonl"
	ref-check >found
	empty found
	git_clean
}

# The same file again, and each form in which the book goes out.
again()
{
	after=$(commits)
	ref-import "$name" >out 2>err
	hasnt out created updated
	for format in csv google vcard vcard4 jsonl; do
		ref-export "$format" >"back.$format"
		ref-import "back.$format" >out 2>err
		hasnt out created updated
		empty err
	done
	ref-export csv --excel >back.excel
	ref-import back.excel >out 2>err
	hasnt out created updated
	is "$(commits)" "$after"
	# And none of it was ever there.
	ref-undo >out
	ref-list --all >left
	empty left
	ref-check >found
	empty found
}

stranger()
{
	becomes "$1"
	again
}

for file in "$cases"/*.csv "$cases"/*.vcf; do
	t "${file##*/}" stranger "$file"
done

t 'every book has its file' <<'EOT'
	for file in "$cases"/*.jsonl "$cases"/*.err; do
		[ -f "${file%.*}.csv" ] || [ -f "${file%.*}.vcf" ]
	done
EOT

finish
