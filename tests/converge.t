#!/bin/sh
# converge.t: five clones, random edits, random order of syncs (converge.py).
. "${0%/*}/lib.sh"

# A book of eight people, and its bare repository.
start()
{
	mkdir "$1"
	git init -q --bare "$1/hub.git"
	ref-init "$1/anna" currency=MYR >"$1/log"
	for name in 'Siti Rahman' 'Daniel Tan' 'Lim Wei' 'Aminah Yusof' \
	    'Kumar Raj' 'Chong Mei' 'Farid Hassan' 'Grace Ooi'; do
		REF_BOOK=$1/anna ref-add "$name" source=event segment=A >>"$1/log"
	done
	git -C "$1/anna" remote add origin "$1/hub.git"
	REF_BOOK=$1/anna ref-sync
}

converge()
{
	needs python3
	if ! python3 -c 'import yaml' 2>err; then
		needs python3-yaml
	fi
	start "$T/$1"
	python3 "$T_SRC/tests/converge.py" "$2" "$1" "$T/$1" >&3
}

seeds=${SEEDS:-7} rounds=${ROUNDS:-25}
[ -z "${T_LONG:-}" ] || seeds=${SEEDS:-'1 2 3'} rounds=${ROUNDS:-200}
exec 3>&1
for seed in $seeds; do
	t "five clones come to one book: $rounds rounds, seed $seed" \
	    converge "$seed" "$rounds"
done
finish
