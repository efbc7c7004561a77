# --rev and --as-of: the book as it was.
. "${0%/*}/lib.sh"
export REF_NOW=2026-10-20
export TMPDIR="$T/tmp"
mkdir "$TMPDIR"

GIT_COMMITTER_DATE='2026-10-01T12:00:00+08:00' GIT_AUTHOR_DATE='2026-10-01T12:00:00+08:00' book
export GIT_COMMITTER_DATE='2026-10-10T23:59:59+08:00' GIT_AUTHOR_DATE='2026-10-10T23:59:59+08:00'
sed -i 's/^segment: SOI/segment: A/' "$REF_BOOK/contacts/mei-chen.yaml"
printf 'name: Late Comer\nkind: friend\n' | person late-comer
save late
export GIT_COMMITTER_DATE='2026-10-12T12:00:00+08:00' GIT_AUTHOR_DATE='2026-10-12T12:00:00+08:00'
rm "$REF_BOOK/contacts/late-comer.yaml"
sed -i 's/Karim, company/Karim B, company/; s/currency: MYR/currency: SGD/' "$REF_BOOK/ref.yaml"
save gone

t 'a revision: its contacts and its configuration, nothing else touched' <<'EOT'
	echo '# being edited' >>book/contacts/mei-chen.yaml
	git -C book status --porcelain >before
	ref-list --rev HEAD~1 -o segment >out
	has out 'late-comer	' 'mei-chen	A'
	ref-list --rev HEAD~2 -o segment >out
	hasnt out late-comer
	has out 'mei-chen	SOI'
	ref-list -o segment >out
	hasnt out late-comer
	git -C book status --porcelain >after
	same after before
	git -C book checkout -q .
	ls -A "$TMPDIR" >out
	empty out
EOT

t 'a day: as recorded by its end, in the zone of the book; it is now' <<'EOT'
	ref-list --as-of 2026-10-09 >out
	hasnt out late-comer
	ref-list --as-of 2026-10-10 >out
	has out late-comer
	ref-list --as-of 2026-10-11 >out
	has out late-comer
	ref-list --as-of 2026-10-12 >out
	hasnt out late-comer
	ref-list --as-of -9d >out
	has out late-comer
	# 82 days silent on the 20th are 72 on the 10th
	ref-due --as-of 2026-10-10 --why silent farid-hassan >out
	like out '^farid-hassan	2026-07-30	72	silent	'
	ref-due --as-of 2026-10-10 -t 2026-10-20 --why silent farid-hassan >out
	like out '	82	silent	'
EOT

t '001.22 a quarter as it was known then' <<'EOT'
	ref-stats --as-of 2026-10-09 volume >earlier
	ref-stats -t 2026-10-09 volume >hindsight
	like earlier '^referrals_received	0	'
	has hindsight referrals_received
	ref-tree --rev HEAD~1 >out
	ref-show --rev HEAD~1 late-comer >out
	has out 'Late Comer'
	exits 2 ref-show late-comer 2>err
EOT

t 'what is no commit, too early, or both: nothing is read, nothing left' <<'EOT'
	exits 2 ref-list --rev nonsense 2>err
	has err "'nonsense' is no commit"
	exits 2 ref-list --rev --upload-pack=x 2>err
	exits 2 ref-list --as-of 2020-01-01 2>err
	has err 'no commit so early'
	exits 2 ref-list --as-of tomorrowish 2>err
	exits 2 ref-list --as-of 2026-10-09 --rev HEAD 2>err
	rm -rf plain
	cp -R book plain
	rm -rf plain/.git
	exits 2 ref-list -B plain --rev HEAD 2>err
	ls -A "$TMPDIR" >out
	empty out
EOT

finish
