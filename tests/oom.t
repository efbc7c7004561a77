#!/bin/sh
# oom.t: an allocation that fails, anywhere in a change or a sync.  Short by
# default; make check-long fails each of them.
. "${0%/*}/lib.sh"
needs python3
case $T_BUILD in
*asan*)
	echo '1..0 # SKIP a sanitizer has its own allocator'
	# shellcheck disable=SC2034 # lib.sh reads it
	T_done=yes
	exit 0
	;;
esac

points=25
[ -z "${T_LONG:-}" ] || points=0

t 'out of memory: status 2, the book old or new, never a crash' <<'EOT'
	"${CC:-cc}" -shared -fPIC -o fail.so \
	    "$T_SRC/tests/fault/preload/failmalloc.c"
	python3 "$T_SRC/tests/fault/oom.py" "$T_BIN" "$T/fail.so" \
	    --points "$points" >out || { cat out; exit 1; }
	cat out
EOT

t 'out of memory by ulimit: said, status 2, and nothing changed' <<'EOT'
	book
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	for limit in 14000 18000 22000; do
		status=0
		(ulimit -v $limit && ref-touch siti-rahman call "at $limit") \
		    >out 2>err || status=$?
		case $status in
		0) before=$(git -C "$REF_BOOK" rev-parse HEAD) ;;
		2 | 127) [ -s err ] ;;
		*) note "status $status at $limit"; exit 1 ;;
		esac
		is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
		git_clean
	done
EOT

finish
