#!/bin/sh
# full.t: a disk that is really full: a small file system is filled by changes,
# an import and a sync, until nothing fits.
. "${0%/*}/lib.sh"

mkdir disk
if ! mount -t tmpfs -o size=3m,mode=700 ref-full disk 2>mount.err; then
	echo '1..0 # SKIP a small file system cannot be mounted here'
	# shellcheck disable=SC2034 # lib.sh reads it
	T_done=yes
	exit 0
fi
trap 'umount "$T/disk"; T_cleanup' EXIT
export REF_BOOK="$T/disk/book"

# anew: a book on an empty disk, a copy of it elsewhere, and a hub there too.
anew()
{
	find disk -mindepth 1 -delete
	rm -rf hub.git copy
	book
	git init -q --bare hub.git
	git -C "$REF_BOOK" remote add origin "$T/hub.git"
	ref-sync
	ref-init --from "$T/hub.git" copy
}

# fill KB: leave so much free.
fill()
{
	free=$(df -k --output=avail disk | tail -n 1)
	[ "$free" -le "$1" ] || head -c $(((free - $1) * 1024)) /dev/zero \
	    >disk/ballast
}

# whole: sound, and after one more change with room again, as if nothing had
# been.
whole()
{
	git -C "$REF_BOOK" fsck --strict --no-dangling
	rm -f disk/ballast
	ref-touch mei-chen call 'there is room again' >/dev/null
	git_clean
	absent "$REF_BOOK/.git/ref/journal" "$REF_BOOK/.git/ref/lost"
	ref-check >out
	empty out
}

t 'changes until the disk is full: each said to be done is there' <<'EOT'
	for room in 40 60 90 130; do
		anew
		fill "$room"
		n=0 status=0
		while [ $n -lt 200 ]; do
			ref-touch siti-rahman call "note-$n-end" >out 2>err ||
			    status=$?
			[ $status -eq 0 ] || break
			n=$((n + 1))
		done
		is "$status" 2
		like err 'No space left|cannot write|Failed|failed'
		git -C "$REF_BOOK" show HEAD:contacts/siti-rahman.yaml >now
		i=0
		while [ $i -lt $n ]; do
			has now "note-$i-end"
			i=$((i + 1))
		done
		whole
		rm -f disk/ballast
	done
EOT

t 'an import that does not fit is none' <<'EOT'
	anew
	printf 'Name,E-mail\n' >people.csv
	i=0
	while [ $i -lt 300 ]; do
		printf 'Person Number %s,p%s@example.com\n' $i $i
		i=$((i + 1))
	done >>people.csv
	before=$(commits)
	for room in 60 200 500 900 1200; do
		fill "$room"
		exits 2 ref-import people.csv --source event >out 2>err
		is "$(commits)" "$before"
		absent "$REF_BOOK/contacts/person-number-7.yaml"
		git -C "$REF_BOOK" status --porcelain >status
		empty status
	done
	whole
	ref-import people.csv --source event >out
	git_clean
EOT

t 'a sync that does not fit leaves the book as it was' <<'EOT'
	anew
	i=0
	while [ $i -lt 60 ]; do
		printf 'name: Far %s\nsource: event\nnotes: |\n' $i
		head -c 3000 /dev/urandom | od -An -tx1 | sed 's/^/ /'
		i=$((i + 1))
	done | awk -v d="$T/copy/contacts" '/^name:/ { close(f)
	    f = d "/far-" n++ ".yaml" } { print >f }'
	ref-commit -B copy >/dev/null
	ref-sync -B copy >/dev/null
	ref-touch siti-rahman call ours >/dev/null
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	for room in 30 100 250 400 600; do
		fill "$room"
		exits 2 ref-sync >out 2>err
		is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
		absent "$REF_BOOK/contacts/far-7.yaml"
		git -C "$REF_BOOK" fsck --strict --no-dangling
		find disk/ballast -delete
	done
	ref-sync >out
	rows out 60
	whole
EOT

finish
