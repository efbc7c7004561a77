#!/bin/sh
# shipped.t: the files beside the contacts: what a book of an older version gets
# from ref-check --fix, and what of its owner's stays.
. "${0%/*}/lib.sh"

files='.gitattributes .editorconfig .vscode/settings.json .vscode/extensions.json
	AGENTS.md'

# newer: programs of a later version, whose AGENTS.md and attributes say more.
newer()
{
	rm -rf newer
	cp -R "$T_SRC/share" newer
	echo 'One thing more.' >>newer/book/AGENTS.md
	printf 'letters/**\ttext\n' >>newer/book/gitattributes
	for name in AGENTS.md gitattributes; do
		echo "$name $(git hash-object "newer/book/$name")"
	done >>newer/book/versions
	export REF_SHARE="$T/newer"
}

t 'share/book/versions names each file as it is' <<'EOT'
	(cd "$T_SRC/share/book" && find . -type f ! -name versions) >names
	while read -r name; do
		hash=$(git hash-object "$T_SRC/share/book/$name")
		has "$T_SRC/share/book/versions" "${name#./} $hash"
	done <names
EOT

t 'what nobody has edited is renewed, in one commit; twice is once' <<'EOT'
	ref-init book >out
	newer
	before=$(commits)
	ref-check --fix -n >change 2>err
	has change '+One thing more.' '+letters/**'
	is "$(commits)" "$before"
	ref-check --fix >out 2>err
	empty err
	same book/AGENTS.md newer/book/AGENTS.md
	same book/.gitattributes newer/book/gitattributes
	is "$(commits)" $((before + 1))
	git_clean
	ref-check --fix >out 2>err
	empty err
	is "$(commits)" $((before + 1))
	ref-undo >out
	hasnt book/AGENTS.md 'One thing more.'
EOT

t 'what somebody has edited stays, committed or not, and what it lacks is told' <<'EOT'
	rm -rf book
	ref-init book >out
	echo 'letters/* text' >>book/.gitattributes
	echo 'Ours: never call on Fridays.' >>book/AGENTS.md
	save edits
	printf '\n[*.md]\nindent_size = 4\n' >>book/.editorconfig
	cp -R book kept
	newer
	ref-check --fix >out 2>err
	for file in $files; do
		same "book/$file" "kept/$file"
	done
	has err "'.gitattributes' was edited and stays; it lacks: letters/**" \
	    "'AGENTS.md' was edited and stays as it is; '$T/newer/book/AGENTS.md'"
	# It has all that we ship, and more.
	hasnt err .editorconfig
EOT

t 'what is missing is written; an empty file and a link are an answer' <<'EOT'
	rm -rf book
	ref-init book >out
	rm -r book/.vscode book/.editorconfig book/AGENTS.md
	: >book/.editorconfig
	echo 'for agents' >book/CLAUDE.md
	ln -s CLAUDE.md book/AGENTS.md
	save mine
	ref-check --fix >out 2>err
	empty err
	[ -f book/.vscode/settings.json ]
	empty book/.editorconfig
	is "$(readlink book/AGENTS.md)" CLAUDE.md
	git_clean
EOT

finish
