#!/bin/sh
# readme.t: what the README and the demo show is what the programs print.
. "${0%/*}/lib.sh"

t 'the demo book is made, without any git identity or configuration' <<'EOT'
	: >"$GIT_CONFIG_GLOBAL"
	sh "$T_SRC/share/demo/build.sh" "$T/demo" >built
	git_clean demo
	ls demo/contacts >people
	[ "$(wc -l <people)" -ge 80 ]
EOT

t 'it is clean to ref-check, and everybody is read' <<'EOT'
	exits 0 ref-check -B demo >out 2>err
	empty err
EOT

t 'every status, silent clients, birthdays, partners given to' <<'EOT'
	export REF_BOOK="$T/demo" REF_NOW=2026-10-20T09:00+08:00
	for status in new contacted met qualified proposal won lost dark; do
		ref-list -x -e "referral.status = $status" >out
	done
	ref-list -x -e 'any(given: outcome = won)' >out
	for why in ack contact meet retry thank told reward step weekly ask touch \
	    silent day next; do
		ref-due -x --why "$why" >out || { note "no $why"; false; }
	done
EOT

t 'comments and styles of the people survived three days of work' <<'EOT'
	has demo/contacts/siti-rahman.yaml '# never skip a month' \
	    '# She bought first (2025)' '# -> Rina, referred 18 October' \
	    'x-table: by the window'
	has demo/contacts/kavitha-raj.yaml 'tags:'
	cmp demo/contacts/osman-tahir.yaml \
	    "$T_SRC/share/demo/contacts/osman-tahir.yaml"
EOT

t 'each call made one commit, with trailers and without values' <<'EOT'
	git -C demo log --format='%s%n%b' >log
	has log 'Ref-Op: touch' 'Ref-Op: refer' 'Ref-Op: move' 'Ref-Op: deal' \
	    'Ref-Op: nps' 'Ref-Op: cost' 'Ref-Op: event' 'Ref-Contact: rina-rahman'
	hasnt log '+60125550111' 'nik.azlan@example.com' 'Greentown'
	git -C demo log --format=%an >authors
	has authors 'Aisyah Karim' 'Ravi Chandran' 'Mei Lim'
EOT

t 'building twice gives the same book' <<'EOT'
	sh "$T_SRC/share/demo/build.sh" "$T/again" >built
	is "$(git -C demo rev-parse HEAD)" "$(git -C again rev-parse HEAD)"
EOT

t 'the morning runs, and shows what it should' <<'EOT'
	sh "$T_SRC/share/demo/morning.sh" demo >out
	has out 'ref-due' 'daniel-tan' 'siti-rahman'
	hasnt out 'usage:' 'not found'
EOT

t 'outputs in the README are those of the programs (make readme)' <<'EOT'
	needs script
	script -qec true /dev/null >said 2>&1 || skip 'no pseudo-terminal here'
	cp -R demo shown
	sh "$T_SRC/tests/readme.sh" "$T/shown" <"$T_SRC/README.md" >renewed
	same renewed "$T_SRC/README.md"
EOT

finish
