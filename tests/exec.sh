#!/bin/sh
# exec.sh TEST: how prove starts one: shell tests by sh, compiled ones with the
# surroundings that tests/lib.sh gives to the others.
case $1 in
*.t)
	exec sh "$1"
	;;
esac
for name in $(env | sed -n -e 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p' \
    -e 's/^\(REF_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done
export TZ=UTC LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=1
export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
exec "$1"
