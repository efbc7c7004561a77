#!/bin/sh
# lint/run.sh: everything that reads the sources without running them.  Each
# check prints what it finds; the run fails when any of them does.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
CC=${CC:-cc}
failed=

# check NAME TOOL CMD ARGS...: run one check; its tool must be there.
check()
{
	name=$1 tool=$2
	shift 2
	printf 'lint: %s\n' "$name"
	if ! command -v "$tool" >/dev/null; then
		echo "lint: $name: no $tool: sh share/setup.sh --test" >&2
		failed="$failed $name"
	elif ! "$@"; then
		failed="$failed $name"
	fi
}

sources()
{
	git ls-files --cached --others --exclude-standard -- "$@"
}

format()
{
	sources '*.c' '*.h' | xargs clang-format --dry-run -Werror
}

shells()
{
	{
		sources '*.sh' '*.t' .ci/run bin/ref
		sources share/book 'share/*hook*' | xargs -r grep -lE '^#!.*sh$'
	} | sort -u | xargs shellcheck -e SC2119 # book takes no operand mostly
}

# Bodies of shell tests are text to shellcheck: look at each as a script.
bodies()
{
	dir=$(mktemp -d)
	sources 'tests/*.t' | while read -r file; do
		awk -v dir="$dir" -v stem="$(basename "$file" .t)" '
		inside && $0 == "EOT" { inside = 0; close(out); next }
		inside { print >out; next }
		/^t .*<<.EOT.$/ {
			inside = 1
			out = sprintf("%s/%s-%d.sh", dir, stem, NR)
			print "#!/bin/sh" >out
			for (i = 2; i < NR; i++) print "" >out
		}' "$file"
	done
	status=0
	# Unused or unset variables come from outside the body; files may be
	# named as commands are.
	find "$dir" -name '*.sh' | sort | (
		cd "$dir"
		xargs -r shellcheck -e SC1003,SC2016,SC2034,SC2094,SC2154 \
		    -e SC2164,SC2238,SC2317
	) || status=1
	rm -rf "$dir"
	return $status
}

# What hides a failure in a body under set -e: a negated command, a checked
# pipe, stderr thrown away.
hygiene()
{
	status=0
	for file in $(sources 'tests/*.t'); do
		if grep -nE '^[	 ]*! ' "$file" |
		    grep -vE ' \|\|( \\)?$| \|\| ' | sed "s|^|$file:|" | grep .; then
			echo "  a negated command never fails a body: exits 1, hasnt"
			status=1
		fi
		if grep -nE '\|[	 ]*(grep|has|hasnt|like|cmp|diff|test|is|rows)( |$)' \
		    "$file" | grep -vE '\|\|[	 ]*(grep|has|hasnt|like|cmp|diff|test|is|rows)' |
		    sed "s|^|$file:|" | grep .; then
			echo "  a pipe hides the status before it: write to a file"
			status=1
		fi
		if grep -nE '2>[	 ]*/dev/null' "$file" | sed "s|^|$file:|" |
		    grep .; then
			echo "  stderr is never thrown away"
			status=1
		fi
	done
	return $status
}

manuals()
{
	# A manual may name another one that is not there yet; -W warning
	# is what counts.
	sources 'man/*.[1-9]' | xargs -r mandoc -Tlint -W warning
}

cpp_check()
{
	cppcheck --quiet --std=c11 --language=c --error-exitcode=1 \
	    --enable=warning,performance,portability --inline-suppr \
	    --suppressions-list=tests/lint/cppcheck.txt \
	    -D_XOPEN_SOURCE=700 -I lib -j 2 lib bin
}

tidy()
{
	# shellcheck disable=SC2016 # for the inner shell
	sources 'lib/*.c' 'bin/*.c' | xargs -P 2 -n 4 sh -c '
		clang-tidy --quiet "$@" -- -std=c11 -D_XOPEN_SOURCE=700 \
		    -D_POSIX_C_SOURCE=200809L -iquote lib \
		    -DREF_VERSION=\"0\" -DREF_PREFIX=\"/usr/local\"
	' tidy >"$B/tidy.out" 2>"$B/tidy.err" || {
		cat "$B/tidy.out"
		return 1
	}
}

# Warnings of the other optimisation levels and of the analyser's cheap part.
warnings()
{
	sources 'lib/*.c' 'bin/*.c' 'tests/*.c' | grep -v '^tests/bench' |
	    xargs "$CC" -std=c11 -D_XOPEN_SOURCE=700 \
	    -D_POSIX_C_SOURCE=200809L -iquote lib -DREF_VERSION='"0"' \
	    -DREF_PREFIX='"/usr/local"' -O2 -Wall -Wextra -Wshadow -Wvla \
	    -Wmissing-prototypes -Wwrite-strings -Wconversion -Wundef \
	    -Wpointer-arith -Wformat=2 -Wnull-dereference \
	    -Wimplicit-fallthrough -Werror -fsyntax-only
}

mkdir -p "$B"
check format clang-format format
check warnings "$CC" warnings
check shell shellcheck shells
check bodies shellcheck bodies
check hygiene grep hygiene
check manuals mandoc manuals
check cppcheck cppcheck cpp_check
if command -v clang-tidy >/dev/null; then
	check tidy clang-tidy tidy
else
	echo "lint: tidy: SKIP, no clang-tidy"
fi

if [ -n "$failed" ]; then
	echo "lint: failed:$failed" >&2
	exit 1
fi
echo "lint: clean"
