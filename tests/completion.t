#!/bin/sh
# completion.t: what the shells offer at the tab key.
. "${0%/*}/lib.sh"

comp=$T_SRC/share/completions
book

# complete_bash WORD...: what bash is offered for the last word.
cat >complete.bash <<'EOF'
compopt() { :; }
. "$comp/ref.bash"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_ref
printf '%s\n' "${COMPREPLY[@]}"
EOF
complete_bash()
{
	needs bash
	comp=$comp bash complete.bash "$@" >out
}

# complete_fish LINE: what fish offers there, without descriptions.
complete_fish()
{
	needs fish
	printf '%s\n' "$1" >line
	fish --no-config -c "source $comp/ref.fish; complete -C (cat line)" >rows
	cut -f 1 rows >out
}

# complete_zsh LINE: what a zsh with only this completion offers there.
cat >complete.zsh <<'EOF'
zmodload zsh/zpty
inside() {
	PS1= PS2= RPS1=
	fpath=($comp $fpath)
	autoload -Uz compinit
	compinit -u -D
	bindkey '^I' complete-word
	zstyle ':completion:*' completer _complete
	zstyle ':completion:*' list-grouped false
	null-line() { print -r -- READY }
	compadd() {
		if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
			builtin compadd "$@"
			return
		fi
		typeset -a got
		builtin compadd -A got "$@"
		integer status_=$?
		print -rl -- "HIT "${^got}
		builtin compadd "$@"
	}
	finish() { compstate[insert]=; compstate[list]=; print DONE }
	comppostfuncs=(finish)
	print READY
}
zpty z zsh -f -i
zpty -w z "comp=${(q)comp}"
zpty -w z "$(functions inside); inside"
zpty -r -m z seen $'*\nREADY*' || exit 1
zpty -n -w z "$1"$'\t'
zpty -r -m z seen '*DONE*' || exit 1
zpty -d z
print -r -- "$seen"
EOF
complete_zsh()
{
	needs zsh
	comp=$comp timeout 60 zsh -f complete.zsh "$1" >seen
	tr -d '\r' <seen | sed -n 's/.*HIT \(.*\)/\1/p' >out
}

# offers LINE SHELLS WORD...: each of the shells offers just these words, for the
# end of the line; fish and bash with what stands before them in the argument.
offers()
{
	line=$1 shells=$2
	shift 2
	printf '%s\n' "$@" | sort >wanted
	for shell in $shells; do
		case $shell in
		bash)
			# As bash breaks it: words and "=".
			eval "complete_bash $(printf '%s' "$line" |
			    sed -e 's/=/ = /' -e "s/ \$/ ''/")"
			;;
		*)
			"complete_$shell" "$line"
			;;
		esac
		sort -u out >sorted
		note "$shell: $line"
		same sorted wanted
	done
}

every()
{
	needs "$1"
	offers 'ref to' "$1" touch
	offers 'ref help thank' "$1" thank
	offers 'ref-touch si' "$1" siti-rahman
	offers 'ref show daniel' "$1" daniel-tan
	offers 'ref-touch siti-rahman ' "$1" call text email letter visit meeting gift \
	    event review social video
	offers 'ref touch siti-rahman --why ' "$1" education personal value community \
	    recognition
	offers 'ref-touch --why value siti-rahman ca' "$1" call
	offers 'ref-move --reason price lim-wei qu' "$1" qualified
	offers 'ref-deal siti-rahman c' "$1" close contract
	offers 'ref-stats --by ref' "$1" referrer
	offers 'ref-cost ma' "$1" management marketing
	offers 'ref-draft ask-r' "$1" ask-reciprocal
	offers 'ref-draft ask-open lim' "$1" lim-wei
	offers 'ref-export vca' "$1" vcard vcard3 vcard4
}

for shell in bash zsh fish; do
	t "$shell: verbs, ids, choices, behind options and without" every $shell
done

t 'bash: options, keys and values, columns, expressions' <<'EOT'
	needs bash
	offers 'ref touch siti-rahman --w' bash --why=
	offers 'ref-due --why ack,c' bash ack,contact
	offers 'ref-set siti-rahman segment=S' bash SOI
	offers 'ref-set siti-rahman tag' bash tags=
	offers 'ref-init book layout=' bash flat tabs
	offers 'ref-list -o id,touches.h' bash id,touches.how
	offers 'ref-list -o +scores' bash ''
	complete_bash ref-list -e "'segment = S"
	same out <<-'EOF'
	segment = SOI
	EOF
	complete_bash ref-list -e "'(kind = lead or seg"
	same out <<-'EOF'
	(kind = lead or segment
	EOF
	touch paper.yaml
	offers 'ref-check pap' bash paper.yaml
EOT

t 'zsh: options, keys and values, columns, expressions' <<'EOT'
	needs zsh
	offers 'ref touch siti-rahman --w' zsh --why
	offers 'ref-due --why ack,c' zsh contact
	offers 'ref-set siti-rahman segment=S' zsh SOI
	offers 'ref-set siti-rahman tag' zsh tags
	offers 'ref-init book layout=' zsh flat tabs
	offers 'ref-list -o id,touches.h' zsh touches.how
	offers "ref-list -e 'segment = S" zsh SOI
	offers "ref-list -e '(kind = lead or seg" zsh segment
EOT

t 'fish: options, keys and values, columns, expressions' <<'EOT'
	needs fish
	offers 'ref touch siti-rahman --w' fish --why
	offers 'ref-due --why ack,c' fish ack,contact
	offers 'ref-set siti-rahman segment=S' fish segment=SOI
	offers 'ref-set siti-rahman tag' fish tags=
	offers 'ref-init book layout=' fish layout=flat layout=tabs
	offers 'ref-list -o id,touches.h' fish id,touches.how
	offers "ref-list -e 'segment = S" fish 'segment = SOI'
	offers "ref-list -e '(kind = lead or seg" fish '(kind = lead or segment'
EOT

t 'the book is the one on the line; without one nothing is offered or said' <<'EOT'
	cp -R book other
	mv other/contacts/siti-rahman.yaml other/contacts/sita-devi.yaml
	for shell in bash zsh fish; do
		command -v $shell >found || continue
		offers 'ref-show -B other si' $shell sita-devi
	done
	export REF_BOOK="$T/nowhere"
	complete_bash ref-show si >said 2>&1
	empty said
	same out <<-'EOF'

	EOF
EOT

t 'fish shows the name beside the id' <<'EOT'
	complete_fish 'ref-show si'
	like rows '^siti-rahman	Siti Rahman$'
EOT

t 'committed as the option tables are (make generate)' <<'EOT'
	"$T_BUILD/gen/words" >words
	sh "$T_SRC/tests/gen/completions.sh" "$T_BIN" made <words
	for file in ref.bash _ref ref.fish; do
		same "$comp/$file" "made/$file"
	done
EOT

t 'each program is known to each shell, with every option' <<'EOT'
	for source in "$T_SRC"/bin/ref-*.c; do
		name=${source##*/}
		name=${name%.c}
		has "$comp/_ref" " $name" "	${name#ref-})"
		has "$comp/ref.fish" "complete -c $name -f"
		has "$comp/ref.bash" " $name"
		"$name" --options >options
		cut -f 2 options >names
		while read -r option; do
			has "$comp/ref.fish" "complete -c $name "
			like "$comp/ref.fish" "^complete -c $name .*-l $option( |\$)"
		done <names
	done
EOT

finish
