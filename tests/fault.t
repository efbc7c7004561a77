# Crashes, failing calls and races: after each the book is old or new, and
# nothing that was reported as done is missing.  Short by default; make
# check-long tries every system call.
. "${0%/*}/lib.sh"
needs python3 strace
# A sanitizer's allocator does not survive the faults, nor its leak check a
# tracer: other tests run under them, this one does not.
case $T_BUILD in
*asan*)
	echo '1..0 # SKIP faults are injected into plain builds'
	# shellcheck disable=SC2034 # lib.sh reads it
	T_done=yes
	exit 0
	;;
esac

change=$T_BUILD/fault/change
tools=$T_SRC/tests/fault
if [ -n "${T_LONG:-}" ]; then
	points=0 cuts=0 rounds=150 touches=250 crowd=180
else
	points=66 cuts=40 rounds=8 touches=8 crowd=6
fi

# judged CMD ARGS...: a program that speaks TAP itself; its words if it fails.
judged()
{
	if "$@" >out 2>&1; then
		cat out
		return 0
	fi
	cat out
	return 1
}

t 'killed at any system call, the next run heals' \
    judged python3 "$tools/faults.py" "$change" --mode kill --points "$points"
t 'a system call that fails once loses nothing' \
    judged python3 "$tools/faults.py" "$change" --mode error --points "$points"
t 'a system call that fails for good loses nothing' \
    judged python3 "$tools/faults.py" "$change" --mode error-on \
    --points "$points"
t 'a power cut loses nothing that was acknowledged' \
    judged python3 "$tools/powercut.py" "$change" --points "$cuts"
t 'eight writers at once, every touch is there' \
    judged python3 "$tools/writers.py" "$change" 8 50
t 'writers, a person with git, and gc at once' \
    judged python3 "$tools/writers.py" "$change" 4 "$touches" --git
t 'an editor that saves meanwhile loses nothing' \
    judged python3 "$tools/editor.py" "$change" "$rounds"
t 'writers, editors, people with git, gc and syncs in two copies at once' \
    judged python3 "$tools/crowd.py" "$T_BIN" "$crowd"
finish
