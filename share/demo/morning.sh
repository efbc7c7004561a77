#!/bin/sh
# morning.sh DIR: a morning with the demo book: whom to call, whom to thank, who
# is ready to refer, what referrals bring.
set -eu
source=$(cd "${0%/*}" && pwd)
book=${1:?usage: morning.sh DIR}
bin=${REF_BIN:-${source%/share/demo}/bin}
PATH=$bin:$PATH
REF_BOOK=$(cd "$book" && pwd)
export PATH REF_BOOK REF_NOW=2026-10-20T09:00+08:00
export COLUMNS="${COLUMNS:-110}" GIT_PAGER=cat
export GIT_AUTHOR_NAME='Aisyah Karim' GIT_AUTHOR_EMAIL=aisyah@example.com
export GIT_AUTHOR_DATE=2026-10-20T09:00:00+08:00
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" \
    GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL" GIT_COMMITTER_DATE="$GIT_AUTHOR_DATE"
[ -t 1 ] || export NO_COLOR=1 TERM=dumb
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null

# Tables also where the output goes to a file, if a terminal can be had for it.
tables=no
if [ ! -t 1 ] && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	tables=yes
fi

# say TEXT, then show COMMAND: the command as one would type it, and its output.
say()
{
	printf '\n# %s\n' "$1"
}

show()
{
	printf '$ %s\n' "$1"
	if [ "$tables" = yes ]; then
		shown=$(script -qec "$1" /dev/null </dev/null)
		[ -z "$shown" ] || printf '%s\n' "$shown" | tr -d '\r'
	else
		sh -c "$1"
	fi
}

echo "A morning at Ipoh Homes, Tuesday 20 October 2026.  The book is $book."

say 'What is owed today, to whom, the weightiest first?'
show 'ref-due --max 12'
say 'Only promises to people who sent us somebody:'
show 'ref-due --why ack,thank,told,reward'
say 'What do we owe Daniel Tan, and what could we write to him?'
show 'ref-thank -l daniel-tan'
show 'ref-thank daniel-tan --for tan-family'
say 'Who is ready to be asked for a referral?'
show 'ref-score -e "score >= 13"'
say 'What do referrals bring?'
show 'ref-stats volume quality sources'
say 'Clients who have not heard of us for three months, as a list to call:'
show 'ref-list -e "kind = client and last < -90d" -o name,phone,last'
say 'Programs take each other'\''s ids: what is due for buyers of this year?'
show 'ref-list -e "any(deals: side = buyer and closed >= 2026-01-01)" | ref-due -'
say 'One person on a page:'
show 'ref-show siti-rahman'
say 'A note by hand, in any editor; then a call is written down:'
show "printf '# cash, no loan needed\\n' >>\"\$REF_BOOK\"/contacts/nik-azlan.yaml"
show "ref-touch nik-azlan call 'viewing on Saturday' --why personal"
say 'Comments stay where they were, and the history is git, one commit a call:'
show 'cat "$REF_BOOK"/contacts/nik-azlan.yaml'
show 'git -C "$REF_BOOK" log --format="%h %an: %s" -8'
show 'git -C "$REF_BOOK" status --short'

cat <<EOF

That was the morning.  Look around yourself:
    export REF_BOOK='$REF_BOOK' REF_NOW=2026-10-20 PATH="$bin:\$PATH"
    ref; ref due; ref show jenny-moo; man -l man/ref.7
EOF
