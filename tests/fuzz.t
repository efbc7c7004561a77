#!/bin/sh
# fuzz.t: every fuzz target replays its corpus, tests/fuzz/corpus/NAME/.  What a
# fuzzer once found stays there.
. "${0%/*}/lib.sh"

replay()
{
	target=$T_BUILD/fuzz/$1 corpus=$T_SRC/tests/fuzz/corpus/$1
	"$target" "$corpus" >out
	like out '^[1-9][0-9]* inputs'
}

for source in "$T_SRC"/tests/fuzz/*.c; do
	name=${source##*/}
	name=${name%.c}
	[ "$name" = replay ] || t "$name: its corpus" replay "$name"
done

finish
