#!/bin/sh
# cli.t: what every program does alike: options, ids, output, exit statuses.
. "${0%/*}/lib.sh"
book

ids()
{
	cut -f 1 "$1" >"$1.ids"
	same "$1.ids"
}

# --- options ---

t 'options and operands mix, flags cluster, values attach' <<'EOT'
	ref-list siti-rahman -jx --columns=name lim-wei >out
	same out <<-'EOF'
	{"id":"siti-rahman","name":"Siti Rahman"}
	{"id":"lim-wei","name":"Lim Wei"}
	EOF
	ref-list -xoname -e'kind = lead' >out
	printf 'lim-wei\tLim Wei\n' >want
	same out want
	ref-list -o name -o kind --where 'kind = lead' --where 'name ~ /Wei/' >out
	printf 'lim-wei\tlead\n' >want
	same out want
EOT

t '-- ends the options' <<'EOT'
	exits 2 ref-list -o name -- lim-wei -j >out 2>err
	printf 'lim-wei\tLim Wei\n' >want
	same out want
	has err "no contact '-j'"
EOT

t 'an unknown option names the nearest, and the usage' <<'EOT'
	exits 2 ref-list --colums name >out 2>err
	empty out
	has err "unknown option '--colums'; did you mean '--columns'?" \
	    'usage: ref-list [option ...] [ID ...]'
	exits 2 ref-list -q 2>err
	has err "unknown option '-q'"
EOT

t 'long names are not abbreviated' <<'EOT'
	exits 2 ref-list --col name 2>err
	has err "unknown option '--col'; did you mean '--columns'?"
EOT

t 'a missing value and a value too many are errors' <<'EOT'
	exits 2 ref-list -o 2>err
	has err "option '-o' needs COLS"
	exits 2 ref-list --columns 2>err
	has err "option '--columns' needs COLS"
	exits 2 ref-list --json=yes 2>err
	has err "option '--json' takes no value"
	exits 2 ref-list -0j 2>err
	has err '-0 prints ids alone'
EOT

# help PROGRAM: what -h of each must have.
help()
{
	"$T_BIN/$1" -h >out 2>err </dev/null
	empty err
	like out "^usage: $1( |\$)" '^Options:$' '^Exit status:$' \
	    '^  0  ' '^  (2|129)  ' '  -h, --help '
	sed -n '/^Examples:/,/^Exit status:/p' out >examples
	like examples "^  (.* )?$1( |\$)"
	grep -c '^  [^ ]' examples >n
	[ "$(cat n)" -ge 2 ]
	"$T_BIN/$1" --help >long
	same long out
	"$T_BIN/$1" -V >out
	like out "^$1 [0-9]"
	"$T_BIN/$1" --brief >out
	rows out 1
	like out '^[a-z]+	[a-z0-9].*([^.]|\.\.\.)$'
	# Lines of at most 80 columns.
	exits 1 grep -E '^.{81}' long
	# Every option is named by the help with its long name.
	"$T_BIN/$1" --options >options
	while IFS='	' read -r letter name rest; do
		case $letter in
		?) has long "-$letter, --$name" ;;
		*) has long "--$letter" ;; # an empty field was skipped
		esac
	done <options
}
for program in "$T_BIN"/ref-*; do
	name=${program##*/}
	case $name in
	*.*) ;;
	*) t "$name: help, version, brief" help "$name" ;;
	esac
done

# --- the book and the clock ---

t 'without a book the way to one is named' <<'EOT'
	unset REF_BOOK
	exits 2 ref-list >out 2>err
	empty out
	has err ref-init
	exits 2 ref-list -B "$T/nowhere" 2>err
	has err nowhere
EOT

t 'a book is found by -B, by REF_BOOK and from below' <<'EOT'
	ref-list -o name siti >want
	dir=$REF_BOOK
	export REF_BOOK=/nowhere
	ref-list -B "$dir" -o name siti >out
	same out want
	cd "$dir/contacts"
	unset REF_BOOK
	ref-list -o name siti >"$T/out"
	same "$T/out" "$T/want"
EOT

t 'REF_NOW and -t stand for now; -t wins and may be relative' <<'EOT'
	REF_NOW=2026-09-10 ref-list -e 'last = today' >out
	like out '^siti-rahman	'
	rows out 1
	ref-list -t 2026-10-02 -e 'last = today' >out
	like out '^daniel-tan	'
	ref-list --today=-10d -e 'last = today' >out
	like out '^mei-chen	'
	exits 2 ref-list -t someday 2>err
	has err '--today:' someday
	REF_NOW=someday exits 2 ref-list 2>err
	has err "REF_NOW 'someday'"
EOT

t 'today is a day in the zone of the book' <<'EOT'
	person night-owl <<-'EOF'
	name: Night Owl
	kind: friend
	touches: [{at: 2026-10-20T00:30+08:00, how: text, why: personal}]
	EOF
	REF_NOW=2026-10-19T17:00:00Z ref-list -e 'last = today' >out
	like out '^night-owl	'
	rm "$REF_BOOK/contacts/night-owl.yaml"
EOT

# --- ids ---

t 'ids are typed in full, by prefix, name, e-mail or phone' <<'EOT'
	for who in siti-rahman siti 'siti rahman' SITI@example.com \
	    '+60 12-345 6789'; do
		ref-list -o name "$who" >out
		printf 'siti-rahman\tSiti Rahman\n' >want
		same out want
	done
EOT

t 'ids come in the order given, each once' <<'EOT'
	ref-list mei-chen lim-wei mei >out
	ids out <<-'EOF'
	mei-chen
	lim-wei
	EOF
EOT

t 'an unknown id is told with the nearest, and the rest goes on' <<'EOT'
	exits 2 ref-list lim-wie siti-rahman zzz -o name >out 2>err
	printf 'siti-rahman\tSiti Rahman\n' >want
	same out want
	has err "ref-list: no contact 'lim-wie'; did you mean 'lim-wei'?" \
	    "ref-list: no contact 'zzz'"
	rows err 2
EOT

t 'an ambiguous one lists the candidates: exit 3' <<'EOT'
	person siti-omar <<-'EOF'
	name: "Siti Omar\e[31m"
	kind: friend
	EOF
	exits 3 ref-list siti mei-chen >out 2>err
	ids out <<-'EOF'
	mei-chen
	EOF
	has err "'siti' fits 2 contacts:" 'siti-rahman	Siti Rahman' \
	    'siti-omar	Siti Omar\x1b[31m'
	exits 3 ref-list siti nobody 2>err
	rm "$REF_BOOK/contacts/siti-omar.yaml"
EOT

t '- takes ids from lines, rows and JSON' <<'EOT'
	printf 'lim-wei\tLim Wei\tlead\r\n\nsiti\n' >in
	ref-list - <in >out
	ids out <<-'EOF'
	lim-wei
	siti-rahman
	EOF
	cat >in <<-'EOF'
	{"name":"a \"id\": \"mei-chen\"","x":{"id":"mei-chen"}, "id" : "lim-wei"}
	{"id":"siti-rahman","list":[{"id":"x"}]}
	EOF
	ref-list farid-hassan - <in >out
	ids out <<-'EOF'
	farid-hassan
	lim-wei
	siti-rahman
	EOF
	ref-list -j >rows
	ref-list - <rows >out
	rows out 5
	ref-list - </dev/null >out
	empty out
EOT

t '- tells the line that has no id' <<'EOT'
	printf 'lim-wei\n{"name":"x"}\n\tempty\n' >in
	exits 2 ref-list - <in >out 2>err
	ids out <<-'EOF'
	lim-wei
	EOF
	has err 'stdin:2: no id' 'stdin:3: no id'
	for line in '{"id":"' '{"id":"lim' '{"id":' '{"id' '{"' '{"id":3}' \
	    '{"\' '{"id":"\'; do
		printf '%s' "$line" >in
		exits 2 ref-list - <in >out 2>err
		empty out
		has err 'stdin:1: no id'
	done
EOT

t 'stdin is never read unasked' <<'EOT'
	echo lim-wei >in
	{ ref-list >out; cat >rest; } <in
	rows out 5
	same rest in
EOT

t 'archived contacts hide unless named or with --all' <<'EOT'
	person old-friend <<-'EOF'
	name: Old Friend
	kind: friend
	archived: 2026-01-01
	EOF
	ref-list >out
	hasnt out old-friend
	ref-list -e archived >out
	empty out
	ref-list --all -e archived >out
	has out old-friend
	ref-list old-friend >out
	has out old-friend
	rm "$REF_BOOK/contacts/old-friend.yaml"
EOT

# --- trouble ---

t 'an unreadable contact is one warning and exit 4' <<'EOT'
	person broken <<-'EOF'
	name: Broken
	tags: [a, b
	kind: client
	EOF
	exits 4 ref-list >out 2>err
	rows out 5
	rows err 1
	like err '^ref-list: .*contacts/broken.yaml:[0-9]+:[0-9]+: '
	exits 4 ref-list broken siti >out 2>err
	rows out 1
	rows err 1
	# Trouble outweighs it.
	exits 2 ref-list nobody >out 2>err
	rm "$REF_BOOK/contacts/broken.yaml"
EOT

t 'a value that its field refuses is ignored: one warning, exit 4' <<'EOT'
	person odd <<-'EOF'
	name: Odd
	kind: cleint
	EOF
	exits 4 ref-list -o name,kind odd >out 2>err
	printf 'odd\tOdd\t\n' >want
	same out want
	rows err 1
	like err '^ref-list: .*contacts/odd.yaml:2:7: .*client'
	rm "$REF_BOOK/contacts/odd.yaml"
EOT

t 'control characters of a file never reach the terminal' <<'EOT'
	person evil <<-'EOF'
	name: "Evil"
	"x\e]0;pwned\a": 1
	kind: "\e[2Jclient"
	EOF
	exits 4 ref-list evil >out 2>err
	exits 1 grep -q "$(printf '\033')" out
	exits 1 grep -q "$(printf '\033')" err
	rm "$REF_BOOK/contacts/evil.yaml"
EOT

t 'ids from standard input everywhere; no id is nobody, not everybody' <<'EOT'
	before=$(commits)
	printf '# by hand\n' >>"$REF_BOOK/contacts/mei-chen.yaml"
	for call in 'ref-list -' 'ref-log -' 'ref-check -' 'ref-commit -' \
	    'ref-deal - open' 'ref-score - 4 4 4' 'ref-due -' 'ref-tree -' \
	    'ref-touch - call' 'ref-set - segment=A' 'ref-rm -'; do
		$call </dev/null >out 2>err
		empty out
		empty err
	done
	is "$(commits)" "$before"
	echo mei-chen >ids
	for call in 'ref-log -' 'ref-commit -' 'ref-deal - open' \
	    'ref-score - 4 4 4'; do
		$call <ids >out
		like out '^mei-chen	'
	done
	ref-check - <ids >out
	empty out
	echo nobody >ids
	for call in 'ref-log -' 'ref-check -' 'ref-commit -' \
	    'ref-deal - open' 'ref-score - 4 4 4'; do
		exits 2 sh -c "$call" <ids 2>err
		has err "'nobody'"
	done
	git -C "$REF_BOOK" reset -q --hard "HEAD~$(($(commits) - before))"
EOT

t 'a full disk and a closed stdout are exit 2 with a message' <<'EOT'
	exits 2 ref-list >/dev/full 2>err
	has err 'cannot write the output' 'No space left'
	rows err 1
	exits 2 ref-list -h >/dev/full 2>err
	has err 'No space left'
	exits 2 ref-list >&- 2>err
	has err 'cannot write the output'
	# longer than what stdio holds back: the reason is not forgotten
	exits 2 ref-report >/dev/full 2>err
	has err 'cannot write the output: No space left'
	exits 2 ref-export csv >/dev/full 2>err
	has err 'cannot write the output'
	rows err 1
EOT

t 'a closed pipe is a silent death, also when SIGPIPE was ignored' <<'EOT'
	{ printf 'name: Long\nnotes: |\n'; yes '  a long line of notes' |
	    head -n 20000; } >"$REF_BOOK/contacts/long.yaml"
	{ status=0; ref-list -o notes 2>err || status=$?
	    echo $status >status; } | head -c 1 >out
	is "$(cat status)" 141
	empty err
	{ trap '' PIPE; status=0; ref-list -o notes 2>err || status=$?
	    echo $status >status; } | head -c 1 >out
	is "$(cat status)" 141
	empty err
	rm "$REF_BOOK/contacts/long.yaml"
EOT

t 'standard error that is closed does no harm' <<'EOT'
	exits 2 ref-list nobody 2>&-
	ref-list 2>&- >out
	rows out 5
EOT

# --- shapes ---

t '-x: exit 1 when nothing is listed' <<'EOT'
	exits 1 ref-list -x -e 'kind = family' >out
	empty out
	ref-list -x -e 'kind = lead' >out
	ref-list -e 'kind = family' >out
EOT

t '-0 ends ids by a NUL' <<'EOT'
	ref-list -0 -e 'kind = client' >out
	printf 'farid-hassan\0siti-rahman\0' >want
	cmp out want
EOT

t '-H names the columns, -o chooses them, +adds' <<'EOT'
	ref-list -H siti >out
	head -n 1 out >first
	printf 'id\tname\tkind\tsegment\towner\tlast\tnext\tscore\n' >want
	same first want
	ref-list -H -o email,referral.status,path lim-wei >out
	printf 'id\temail\treferral.status\tpath\n' >want
	printf 'lim-wei\tlim.wei@example.com\tnew\tcontacts/lim-wei.yaml\n' >>want
	same out want
	ref-list -H -o +birthday siti >out
	like out 'score	birthday$' '	13	--06-14$'
	exits 2 ref-list -o nmae 2>err
	has err "-o: no column 'nmae'; did you mean 'name'?"
	exits 2 ref-list -o tagss 2>err
	has err "-o: no field 'tagss'; did you mean 'tags'?"
	exits 2 ref-list -e 'kind = family' -o nmae 2>err
	rows err 1
	exits 2 ref-list -o name,,kind 2>err
	has err "a column's name is missing"
EOT

t 'rows escape tabs, breaks and backslashes; JSON is typed' <<'EOT'
	person esc <<-'EOF'
	name: "a\tb\nc\\d"
	kind: friend
	tags: [x, y]
	score: {satisfaction: 1, relationship: 1, network: 1}
	EOF
	ref-list -o name,tags esc >out
	printf 'esc\ta\\tb\\nc\\\\d\tx,y\n' >want
	same out want
	ref-list -j -o name,tags,score,due,last,deals.value esc >out
	cat >want <<-'EOF'
	{"id":"esc","name":"a\tb\nc\\d","tags":["x","y"],"score":3,"due":false,"last":null,"deals.value":null}
	EOF
	same out want
	rm "$REF_BOOK/contacts/esc.yaml"
EOT

# --- terminals ---

# term COMMAND: its output on a terminal, with line ends of files.
term()
{
	TERM=xterm script -qec "$1" /dev/null >raw </dev/null
	tr -d '\r' <raw >"$2"
}

t 'on a terminal: aligned, with a header, in colour' <<'EOT'
	needs script
	term 'COLUMNS=200 ref-list siti lim' out
	grep -q "$(printf '\033\[')" out
	sed "s/$(printf '\033')\[[0-9;]*m//g" out >plain
	like plain '^id  +name  +kind  +segment' \
	    '^siti-rahman  Siti Rahman  client  A  '
	hasnt plain '	'
EOT

t 'NO_COLOR and TERM=dumb: no escape at all; -j is the same everywhere' <<'EOT'
	needs script
	term 'NO_COLOR=1 ref-list' out
	exits 1 grep -q "$(printf '\033')" out
	term 'TERM=dumb ref-list' out
	exits 1 grep -q "$(printf '\033')" out
	term 'ref-list -j' out
	ref-list -j >want
	same out want
EOT

t 'a table is cut to the width of the terminal, a pipe never' <<'EOT'
	needs script
	person wide <<-'EOF'
	name: Wide
	kind: friend
	notes: "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"
	EOF
	term 'NO_COLOR=1 COLUMNS=40 ref-list -o notes wide' out
	exits 1 grep -E '^.{41}' out
	term 'stty cols 50; NO_COLOR=1 ref-list -o notes wide' out
	exits 1 grep -E '^.{51}' out
	like out '^.{41}'
	ref-list -o notes wide >out
	like out '^.{60}'
	rm "$REF_BOOK/contacts/wide.yaml"
EOT

finish
