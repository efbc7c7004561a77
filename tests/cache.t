# The cache of decoded contacts: never needed, never wrong.
. "${0%/*}/lib.sh"
book

i=100
while [ $i -lt 400 ]; do
	cat >"$REF_BOOK/contacts/p-$i.yaml" <<-EOF
	name: Person $i
	kind: client
	segment: B
	email: [p$i@example.com, q$i@example.com]
	likes: {restaurant: "No. $i"}
	deals:
	  - {id: d1, closed: 2026-01-10, side: buyer, status: closed, revenue: $i}
	touches:
	  - {at: 2026-02-01, how: call, note: "n $i"}
	  - {at: 2026-09-01T10:00+08:00, how: text}
	x-club: club $i
	x-import: {Fax: "$i", Shoes: [a, b]}
	EOF
	i=$((i + 1))
done
find "$REF_BOOK/contacts" -name '*.yaml' -exec touch -d '2026-01-01' {} +
save
# The times of change are of now: let them grow old enough to be trusted.
sleep 0.3

# everything OUT: all that the programs know, without the cache.
everything()
{
	ref-show -j --all -e 'id' >"$1" 2>"$1.err"
	ref-due >>"$1" 2>>"$1.err"
	ref-list -j -o x-club,x-import >>"$1" 2>>"$1.err"
}

t 'cache on and off agree, cold and warm' <<'EOT'
	REF_CACHE=no everything off
	absent book/.git/ref-cache
	everything cold
	[ -s book/.git/ref-cache ]
	is "$(stat -c %a book/.git/ref-cache)" 600
	everything warm
	same cold off
	same warm off
	has off '"x-club":"club 250"'
	git_clean
EOT

t 'a warm start opens no contact' <<'EOT'
	needs strace
	export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0" # not under a tracer
	strace -f -o trace -e trace=openat ref-list >out
	hasnt trace p-100.yaml p-399.yaml
EOT

t 'a changed file counts at once: size, time or nothing but the text' <<'EOT'
	sed -i 's/^segment: B/segment: A/' book/contacts/p-100.yaml
	touch -d '2026-01-01' book/contacts/p-100.yaml
	ref-list -e 'segment = A' >out
	has out p-100
	printf 'name: New\n' >book/contacts/p-101.yaml
	rm book/contacts/p-102.yaml
	printf 'name: Added\n' >book/contacts/p-999.yaml
	ref-list -o name >out
	has out 'p-101	New' 'p-999	Added'
	hasnt out p-102
	everything warm
	REF_CACHE=no everything off
	same warm off
EOT

t 'a file that does not parse any more is told, warm as cold' <<'EOT'
	printf 'name: [\n' >book/contacts/p-103.yaml
	exits 4 ref-list >out 2>err
	has err 'contacts/p-103.yaml:2:1: '
	hasnt out p-103
	git -C book checkout -q .
	git -C book clean -fdq
EOT

t 'some changed and one broken, with no file more or less' <<'EOT'
	printf 'name: First\n' >book/contacts/p-105.yaml
	printf 'name: [\n' >book/contacts/p-250.yaml
	printf 'name: Last\n' >book/contacts/p-399.yaml
	exits 4 ref-list -o name >out 2>err
	has out 'p-105	First' 'p-251	Person 251' 'p-399	Last'
	hasnt out p-250
	REF_CACHE=no exits 4 ref-list -o name >off 2>err
	same out off
	git -C book checkout -q .
EOT

t 'another zone has its own instants' <<'EOT'
	ref-list >out
	sed -i 's/Kuala_Lumpur/Tokyo/' book/ref.yaml
	everything warm
	REF_CACHE=no everything off
	same warm off
	git -C book checkout -q ref.yaml
EOT

t 'damage anywhere is noticed' <<'EOT'
	find book/contacts -name '*.yaml' -exec touch -d '2026-01-01' {} +
	sleep 0.3
	rm book/.git/ref-cache
	everything off
	size=$(stat -c %s book/.git/ref-cache)
	cp book/.git/ref-cache good
	k=0
	while [ $k -lt 40 ]; do
		cp good book/.git/ref-cache
		printf '\377\000\252' | dd of=book/.git/ref-cache bs=1 conv=notrunc \
		    seek=$((k * size / 40)) 2>said
		everything hurt
		same hurt off
		k=$((k + 1))
	done
	head -c $((size / 2)) good >book/.git/ref-cache
	everything hurt
	same hurt off
	: >book/.git/ref-cache
	everything hurt
	same hurt off
	head -c "$size" /dev/zero >book/.git/ref-cache
	everything hurt
	same hurt off
EOT

t 'where none can be written there is none' <<'EOT'
	cp -R book there
	rm there/.git/ref-cache
	mkdir there/.git/ref-cache
	ref-list -B there >out
	rows out 305
	rm -rf there/.git
	ref-list -B there >out
	rows out 305
	absent there/.git
EOT

finish
