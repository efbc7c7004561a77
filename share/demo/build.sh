#!/bin/sh
# build.sh DIR: make the demo book in DIR: people kept as files, then three days
# of work with the programs themselves.  Dates and identity are fixed here, so
# that every run gives the same book; the user's git configuration is not read.
set -eu
source=$(cd "${0%/*}" && pwd)
book=${1:?usage: build.sh DIR}
case $book in
/*) ;;
*) book=$PWD/$book ;;
esac
PATH=${REF_BIN:-${source%/share/demo}/bin}:$PATH
for name in $(env | sed -n -e 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p' \
    -e 's/^\(REF_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done
export PATH REF_BOOK="$book" LC_ALL=C.UTF-8 TZ=Asia/Kuala_Lumpur
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null

# as MEMBER DAY TIME: who is at the desk, and when.
as()
{
	case $1 in
	aisyah) GIT_AUTHOR_NAME='Aisyah Karim' ;;
	ravi) GIT_AUTHOR_NAME='Ravi Chandran' ;;
	mei) GIT_AUTHOR_NAME='Mei Lim' ;;
	esac
	GIT_AUTHOR_EMAIL=$1@example.com
	GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
	REF_NOW=$2T$3+08:00 GIT_AUTHOR_DATE=$2T$3:00+08:00
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME \
	    GIT_COMMITTER_EMAIL GIT_AUTHOR_DATE GIT_COMMITTER_DATE REF_NOW
}

# hand ID SED-SCRIPT: change a contact as an editor would.
hand()
{
	sed "$2" "$book/contacts/$1.yaml" >"$book.edit"
	cat "$book.edit" >"$book/contacts/$1.yaml"
	rm "$book.edit"
}

rm -rf "$book"
mkdir -p "${book%/*}"

as aisyah 2026-10-17 18:00
ref-init "$book"
mkdir -p "$book/contacts"
cp "$source/ref.yaml" "$source/costs.yaml" "$book/"
cp "$source"/contacts/*.yaml "$book/contacts/"
ref-commit -m 'everybody from the card box and the old spreadsheet'

# Sunday: Kak Siti names her cousin, and a portal lead comes in.
as aisyah 2026-10-18 11:20
ref-refer siti-rahman 'Rina Rahman' --type past-client
ref-set rina-rahman phone=+60125550111 lang=ms owner=aisyah tags+=buyer
ref-thank siti-rahman --for rina-rahman --sent
as ravi 2026-10-18 16:05
ref-add 'Nik Azlan' kind=lead source=portal owner=ravi \
    email=nik.azlan@example.com tags+=buyer
ref-touch nik-azlan call 'condo in Greentown, cash' --why personal

# Monday: deals move, a score comes back, a partner gets work from us.
as aisyah 2026-10-19 09:10
ref-move rina-rahman contacted
ref-touch anita-sharma call 'she sleeps on it' --why personal
ref-deal kavitha-raj contract --deal d2
ref-nps ng-siew-ling 9 --note 'no surprises at all'
as mei 2026-10-19 12:30
ref-cost marketing 240 --note 'postcards for the client evening'
ref-event balqis-aziz job 'starts in Johor in January'
as ravi 2026-10-19 15:45
ref-move sanjay-menon met
ref-refer --give wong-ah-seng 'Tan Li Wen'

# Monday evening, in an editor: comments stay where they are.
as aisyah 2026-10-19 21:30
hand siti-rahman 's/# -> cousin: ask her name!/# -> Rina, referred 18 October/'
hand lily-tham 's/^tags: .*/tags: [buyer, school, poi-lam]   # Poi Lam only/'
ref-commit siti-rahman lily-tham

# Tuesday, before nine: last night's message.
as aisyah 2026-10-20 08:40
ref-refer jenny-moo 'Zarina Yunus' --type past-client
