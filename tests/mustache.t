#!/bin/sh
# mustache.t: the public specification of Mustache (its own files, which
# share/setup.sh --test fetches) against the template language: what it has in
# common passes, what it leaves out is refused, and where it is stricter is named.
. "${0%/*}/lib.sh"

needs python3
spec=$T_SRC/build/mustache
[ -f "$spec/sections.json" ] || {
	echo '1..0 # SKIP no specification: share/setup.sh --test'
	T_done=yes
	exit 0
}

# The cases of a file in the form of tests/unit/mustache.c.
cat >cases.py <<'EOF'
import json, sys

# Tags that the language leaves out: an error with its place.
out = ('{{{', '{{&', '{{>', '{{=')
# Where the specification has silence for a name that nobody knows.
strict = {
    'Basic Context Miss Interpolation', 'Context Misses',
    'Dotted Names - Broken Chains', 'Dotted Names - Broken Chain Resolution',
}

def flat(data, at=''):
    lines = []
    for key, v in data.items():
        name = at + key
        if isinstance(v, dict):
            lines += flat(v, name + '.')
        elif isinstance(v, list):
            if any(isinstance(i, (dict, list)) for i in v):
                raise ValueError    # lists of texts only
            lines += ['%s += %s' % (name, i) for i in v] or [name]
        elif v is None or v is False:
            lines.append(name)
        else:
            text = 'true' if v is True else str(v)
            lines.append('%s = %s' % (name, text.replace('\n', '\\n')))
    return lines

def block(word, text):
    whole = text.endswith('\n')
    print('%%', word, '' if whole else 'open')
    print(text, end='' if whole else '\n')

for t in json.load(open(sys.argv[1], encoding='utf-8'))['tests']:
    data = t['data'] if isinstance(t['data'], dict) else {'.': t['data']}
    try:
        lines = flat(data)
    except ValueError:
        print(t['name'], file=sys.stderr)
        continue
    print('%% case', t['name'])
    print('%% as html')
    if lines:
        print('%% data', *lines, sep='\n')
    block('template', t['template'])
    if any(tag in t['template'] for tag in out):
        print('%% error is not known here')
    elif t['name'] in strict:
        print('%% error no such field')
    else:
        block('expect', t['expected'])
EOF

# replay FILE PASSED LEFT-OUT...: how many pass; names that are no data of ours.
replay()
{
	file=$1 passed=$2
	shift 2
	python3 cases.py "$spec/$file.json" >cases 2>left
	printf '%s\n' "$@" >wanted
	[ $# -gt 0 ] || : >wanted
	same left wanted
	"$T_BUILD/unit/mustache" "$T/cases" >out 2>&1
	exits 1 grep '^not ok' out
	grep -c '^ok' out >n
	is "$(cat n)" "$passed"
}

t 'comments' replay comments 11
t 'interpolation, of which what is unescaped is refused' \
    replay interpolation 30
t 'sections' replay sections 24 List
t 'inverted sections' replay inverted 20 List
t 'other delimiters are refused, each with its place' replay delimiters 14
t 'partials are refused' replay partials 9 Recursion

finish
