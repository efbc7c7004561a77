#!/bin/sh
# morning.sh DIR: a morning with the demo book: whom to call, whom to thank, who
# is ready to refer, what referrals bring.
set -eu
source=$(cd "${0%/*}" && pwd)
book=${1:?usage: morning.sh DIR}
PATH=${REF_BIN:-${source%/share/demo}/bin}:$PATH
REF_BOOK=$(cd "$book" && pwd)
export PATH REF_BOOK REF_NOW=2026-10-20T09:00+08:00
export COLUMNS="${COLUMNS:-110}" GIT_PAGER=cat
[ -t 1 ] || export NO_COLOR=1 TERM=dumb
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null

# say TEXT, then show COMMAND: the command as one would type it, and its output.
say()
{
	printf '\n# %s\n' "$1"
}

show()
{
	printf '$ %s\n' "$1"
	if [ ! -t 1 ] && command -v script >/dev/null; then
		# Tables also where the output goes to a file.
		script -qec "$1" /dev/null </dev/null | tr -d '\r'
	else
		sh -c "$1"
	fi
}

echo "A morning at Ipoh Homes, Tuesday 20 October 2026.  The book is $book."

say 'What is owed today, to whom, most overdue first?'
show 'ref-due --max 12'
say 'Only promises to people who sent us somebody:'
show 'ref-due --why ack,thank,told,reward'
say 'What do we owe Daniel Tan?'
show 'ref-thank daniel-tan'
say 'Who is ready to be asked for a referral?'
show 'ref-score -e "score >= 12"'
say 'What do referrals bring?'
show 'ref-stats volume quality sources'
say 'Segment A, not spoken to for a month, as a list to call:'
show 'ref-list -e "segment = A and last < -30d" -o id,phone,last'
say 'Programs take each other'\''s ids: what is due for buyers of this year?'
show 'ref-list -e "any(deals: side = buyer and closed >= 2026-01-01)" | ref-due -'
say 'One person on a page:'
show 'ref-show siti-rahman'
say 'The history is git: what was done yesterday?'
show "git -C \"\$REF_BOOK\" log --format='%h %an: %s' -6"
