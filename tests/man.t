#!/bin/sh
# man.t: every program against its manual page and its own help.
. "${0%/*}/lib.sh"

backspace=$(printf '\b')

# page NAME: the manual page as plain text, in NAME.txt.
page()
{
	file=$T_SRC/man/$1.1
	mandoc -T utf8 -O width=400 "$file" >page.raw
	# Bold and underline are overstrikes.
	sed -e "s/.$backspace//g" page.raw >"$1.txt"
}

# section NAME TITLE: the lines below a title of the page.
section()
{
	awk -v title="$2" '/^[^ ]/ { on = $0 == title; next } on' "$1.txt"
}

# options FILE: the long options that a help text defines.
options()
{
	sed -nE '/^Options:/,/^$/s/^  (-., |    )--([a-z0-9-]+).*/\2/p' "$1"
}

has_page()
{
	needs mandoc
	[ -f "$T_SRC/man/$1.1" ]
	page "$1"
	for title in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES; do
		grep -qx "$title" "$1.txt" || { note "no $title"; return 1; }
	done
	"$1" --brief >brief
	section "$1" NAME >name
	has name "$(cut -f 2 brief)"
	ref >list
	like list "^  ${1#ref-} .*"
	has list "$(cut -f 2 brief)"
}

# What -h says is in the manual, here or among the options common to all.
same_options()
{
	needs mandoc
	page "$1"
	page ref
	"$1" -h >help
	options help >defined
	[ -s defined ]
	while read -r name; do
		grep -qE -e "(^|[^-a-z])--$name([^-a-z0-9]|\$)" "$1.txt" ref.txt ||
		    { note "--$name is not in $1(1)"; return 1; }
	done <defined
	sed -nE 's/^  -(.), --.*/\1/p' help >letters
	while read -r letter; do
		grep -qE -e "(^|[^-a-z])-$letter([^-a-z0-9]|\$)" "$1.txt" ref.txt ||
		    { note "-$letter is not in $1(1)"; return 1; }
	done <letters
	# The other way round; options of other programs stand after their name
	# or are quoted.
	awk '/^EXAMPLES/ { exit } 1' "$1.txt" |
	    sed -E -e "s/(git|ref-[a-z]+) (-[a-zA-Z-]+ )*--[a-z-]+//g" \
	    -e 's/‘[^’]*’//g' >body
	grep -oE -e '(^|[^-a-zA-Z0-9])--[a-z][a-z0-9-]+' body >found || :
	sed -e 's/.*--//' found | sort -u >mentioned
	while read -r name; do
		grep -qx -e "$name" defined ||
		    { note "--$name is not in $1 -h"; return 1; }
	done <mentioned
}

# words FILE: the words of usage texts, however they are bracketed.
words()
{
	# shellcheck disable=SC2020 # sets are what is meant
	tr ' |\n\240A-Z' '\n\n\n\na-z' <"$1" | sed -e 's/[][]//g' -e 's/\.\.\.//g' |
	    grep -vxE '|options?' | sort -u
}

same_synopsis()
{
	needs mandoc
	page "$1"
	"$1" -h >help
	sed -n '1s/^usage: //p' help >usage
	section "$1" SYNOPSIS >synopsis
	words usage >mine
	words synopsis >theirs
	same theirs mine
}

same_statuses()
{
	needs mandoc
	page "$1"
	"$1" -h >help
	sed -nE '/^Exit status:/,$s/^  ([0-9]+)  .*/\1/p' help >mine
	section "$1" 'EXIT STATUS' >statuses
	sed -nE 's/^ +([0-9]+) +.*/\1/p' statuses >theirs
	# The manual may add to the common ones, never leave one out that
	# the help names beyond them.
	while read -r status; do
		case $status in
		[0-4]) continue ;;
		esac
		grep -qx "$status" theirs
	done <mine
	[ -s theirs ]
}

# The examples of the help and of the manual run: none is a wrong call.  Each
# gets its own copy of the demo book.
examples_run()
{
	needs mandoc
	"$1" -h >help
	sed -nE '/^Examples:/,/^$/s/^  (ref.*|[a-z]+ .*)$/\1/p' help >commands
	sed -nE '/^\.Sh EXAMPLES/,/^\.Sh [^E]/s/^\.Dl (.*)/\1/p' \
	    "$T_SRC/man/$1.1" >quoted
	sed -e 's/\\(dq/"/g' -e 's/\\e/\\/g' -e 's/\\&//g' -e 's/\\-/-/g' quoted >>commands
	[ -s commands ]
	while read -r command; do
		rm -rf "$REF_BOOK"
		cp -R demo "$REF_BOOK"
		rm -rf here
		mkdir here
		printf '{"name": "%s"}\n' 'Ann Example' >here/people.json
		printf 'Name,Email\nAnn Example,ann@example.com\n' >here/contacts.csv
		status=0
		(
			cd here
			sh -c "$command"
		) >out 2>err </dev/null || status=$?
		case $status in
		0 | 1 | 3 | 4) ;;
		*)
			note "exit $status: $command"
			T_show err
			return 1
			;;
		esac
	done <commands
}

# Stand-ins for what examples hand their output to.
mkdir stubs
for tool in less msmtp mutt dot xdg-open qrencode; do
	printf '#!/bin/sh\nexec cat >%s.got\n' "$tool" >"stubs/$tool"
	chmod +x "stubs/$tool"
done
printf '#!/bin/sh\n:\n' >stubs/editor
chmod +x stubs/editor

t 'the demo book, for the examples' <<'EOT'
	sh "$T_SRC/share/demo/build.sh" demo
EOT
export EDITOR="$T/stubs/editor" PATH="$T/stubs:$PATH"

for source in "$T_SRC"/bin/ref-*.c; do
	name=${source##*/}
	name=${name%.c}
	t "$name: has a page and stands in the list" has_page "$name"
	[ -f "$T_SRC/man/$name.1" ] || continue
	t "$name: options of help and manual" same_options "$name"
	t "$name: usage and synopsis" same_synopsis "$name"
	t "$name: exit statuses" same_statuses "$name"
	t "$name: examples run" examples_run "$name"
done

t 'the tour of ref(7) can be typed as it stands' <<'EOT'
	mkdir tour
	cd tour
	unset REF_BOOK
	sed -n 's/^\.Dl //p' "$T_SRC/man/ref.7" >commands
	printf 'set -e\n' | cat - commands >all
	sh -x ./all >out 2>err || { T_show err; tail -n 3 err; false; }
	git_clean tour
	ref-check -B tour
	is "$(commits tour)" 14
EOT

t 'each manual that is named is there, and ref(7) names them all' <<'EOT'
	for file in "$T_SRC"/man/*.[1-9]; do
		grep -hoE '^\.Xr ref[a-z-]* [0-9]' "$file" >named || :
		sort -u named >names
		while read -r _ name section; do
			[ -f "$T_SRC/man/$name.$section" ] || {
				note "${file##*/} names $name($section)"
				false
			}
		done <names
		page=${file##*/}
		[ "$page" = ref.7 ] ||
		    has "$T_SRC/man/ref.7" ".Xr ${page%.*} ${page##*.}"
	done
EOT

t 'manuals are free of warnings and name only what exists' <<'EOT'
	needs mandoc
	for file in "$T_SRC"/man/*.[1-9]; do
		mandoc -T lint -W warning "$file" >lint 2>&1 || :
		empty lint
	done
EOT

finish
