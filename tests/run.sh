#!/bin/sh
# run.sh [TEST...]: the tests under prove, by default all: the unit tests of
# the build folder $B and every tests/*.t.
set -eu
cd "$(dirname "$0")/.."
B=${B:-build}
export B

if [ $# -eq 0 ]; then
	for source in tests/unit/*.c; do
		[ -f "$source" ] || continue
		name=${source##*/}
		# Without its file prove fails, as it should.
		set -- "$@" "$B/unit/${name%.c}"
	done
	set -- "$@" tests/*.t
fi
exec "${PROVE:-prove}" -j "${JOBS:-2}" --timer --directives \
    --exec 'sh tests/exec.sh' "$@"
