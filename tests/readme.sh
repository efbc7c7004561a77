#!/bin/sh
# readme.sh BOOK <README.md: print the page with the outputs of its console
# blocks made anew: each "$ command" runs in a terminal of 100 columns on the
# demo book, one after the other.
set -eu
REF_BOOK=$1
export REF_BOOK REF_NOW=2026-10-20T09:00+08:00 NO_COLOR=1 COLUMNS=100 TERM=dumb
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_PAGER=cat
export GIT_AUTHOR_NAME='Aisyah Karim' GIT_AUTHOR_EMAIL=aisyah@example.com
export GIT_COMMITTER_NAME='Aisyah Karim' \
    GIT_COMMITTER_EMAIL=aisyah@example.com

console=
while IFS= read -r line; do
	case $console$line in
	'```console')
		console=in:
		;;
	'in:```')
		console=
		;;
	'in:$ '*)
		printf '%s\n' "$line"
		script -qec "${line#??}" /dev/null </dev/null | tr -d '\r'
		continue
		;;
	in:*)
		continue
		;;
	esac
	printf '%s\n' "$line"
done
