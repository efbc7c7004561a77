#!/bin/sh
# ref.t: the program that runs the others.
. "${0%/*}/lib.sh"
book

mkdir own
cat >own/ref-mine <<'EOF'
#!/bin/sh
echo ran >>"$T/ran"
echo "mine: $*"
exit 7
EOF
chmod +x own/ref-mine
cp own/ref-mine own/ref-list
echo text >own/ref-text
PATH=$PATH:$T/own

t 'ref lists the programs in groups, a line each' <<'EOT'
	ref >out
	like out '^usage: ref VERB' '^people$' '^  list  +choose contacts$'
	ref --help >help
	same help out
EOT

t 'a full disk and a closed stdout are exit 2' <<'EOT'
	exits 2 ref >/dev/full 2>err
	printf 'ref: cannot write the output\n' | same err
	exits 2 ref --version >/dev/full 2>err
	exits 2 ref >&- 2>err
EOT

t 'every program beside ref is listed once' <<'EOT'
	ref >out
	for program in "$T_BIN"/ref-*; do
		name=${program##*/ref-}
		case $name in
		*.*) continue ;;
		esac
		like out "^  $name +[^ ]"
		grep -c "^  $name " out >n
		is "$(cat n)" 1
	done
EOT

t 'own additions on PATH are named, but not run to be listed' <<'EOT'
	ref >out
	like out '^own additions$' '^  mine$'
	hasnt out '  text'
	grep -c '^  list' out >n
	is "$(cat n)" 1
	absent ran
EOT

t 'ref VERB runs the program with its operands and status' <<'EOT'
	ref list -o name lim-wei >out
	printf 'lim-wei\tLim Wei\n' >want
	same out want
	exits 7 ref mine 'a  b' '*' >out
	echo 'mine: a  b *' >want
	same out want
	exits 2 ref list nobody 2>err
EOT

t 'an unknown verb names the nearest: exit 2' <<'EOT'
	exits 2 ref lits 2>err >out
	empty out
	has err "ref: no program 'ref-lits'; did you mean 'list'"
	exits 2 ref mien 2>err
	has err "'mine'"
	exits 2 ref xyzzyxyzzy 2>err
	has err "'ref' lists what there is"
	exits 2 ref ../bin/ref-list 2>err
	has err "no program 'ref-../bin/ref-list'"
	exits 2 ref --frob 2>err
	has err "unknown option '--frob'"
	rows err 2
EOT

t 'ref works through a symbolic link' <<'EOT'
	mkdir -p link/deeper
	ln -s "$T_BIN/ref" link/ref
	ln -s ../ref link/deeper/r
	PATH=/usr/bin:/bin link/deeper/r list -0 lim-wei >out
	printf 'lim-wei\0' >want
	cmp out want
EOT

t 'ref help VERB: the manual, else -h' <<'EOT'
	mkdir -p tools
	for tool in awk cat cut dirname grep readlink sed sh sort; do
		ln -sf "$(command -v $tool)" tools/
	done
	PATH=$T/tools "$T_BIN/ref" help list >out
	ref-list -h >want
	same out want
	exits 2 ref help lits 2>err
	has err "'list'"
	ref help >out
	ref >want
	same out want
EOT

t 'ref -V prints the version' <<'EOT'
	ref -V >out
	like out '^ref [0-9]'
EOT

finish
