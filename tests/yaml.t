#!/bin/sh
# yaml.t: an independent reader, PyYAML, reads what doc edits and writes as doc
# itself does.
. "${0%/*}/lib.sh"

cat >"$T/trees.py" <<'EOT'
import sys
import yaml


def null(x):
    if isinstance(x, dict):
        return {k: null(v) for k, v in x.items()}
    if isinstance(x, list):
        return [null(v) for v in x]
    return None if x in ('', '~', 'null') else x


parts = sys.stdin.buffer.read().decode().split('\0')
end = parts.index('strings')
read = 0
for text, flow in zip(parts[0:end:2], parts[1:end:2]):
    ours = null(yaml.load(flow, yaml.BaseLoader) or {})
    theirs = null(yaml.load(text, yaml.BaseLoader) or {})
    if ours != theirs:
        sys.exit(f'{text}\n{ours}\n{theirs}')
    read += 1
print(read, 'trees')
read = 0
for text, document in zip(parts[end + 1::2], parts[end + 2::2]):
    d = yaml.load(document, yaml.SafeLoader)
    for got in d['block'], d['list'][0], d['list'][1]['flow']:
        if got != text:
            sys.exit(f'{text!r} was read as {got!r}\n{document}')
    read += 1
print(read, 'strings')
EOT

t 'edited and written YAML reads the same elsewhere' <<'EOT'
	needs python3
	if ! /usr/bin/python3 -c 'import yaml' 2>err; then
		needs python3-yaml
	fi
	"$T_BUILD/unit/doc" --pairs >pairs
	/usr/bin/python3 trees.py <pairs >out
	has out '5000 strings'
	has out '300 trees'
EOT

finish
