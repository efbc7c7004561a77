# What is typed, as words: bash breaks them at "=", which belongs to them here.
_ref_split()
{
	local i glue=
	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} == '=' || ${COMP_WORDS[i]} == '+=' ]] &&
		    ((${#words[@]} > 1)); then
			words[${#words[@]} - 1]+=${COMP_WORDS[i]}
			glue=yes
		elif [[ $glue ]]; then
			words[${#words[@]} - 1]+=${COMP_WORDS[i]}
			glue=
		else
			words+=("${COMP_WORDS[i]}")
		fi
	done
	cur=${words[${#words[@]} - 1]}
	cur=${cur#[\"\']}
}

# _ref_run PROGRAM ARG...: its rows, of the book on the line; nothing without.
_ref_run()
{
	local program=$1
	shift
	[[ ${words[0]} != */* ]] || program=${words[0]%/*}/$program
	"$program" ${book:+-B "$book"} "$@" 2>/dev/null
}

# _ref_head SOURCE: what is typed already and stays, in front of a word.
_ref_head()
{
	head=
	case $1 in
	,* | columns)
		[[ $cur != *,* ]] || head=${cur%,*},
		[[ $1$cur != columns+* || $head ]] || head=+
		;;
	set | config)
		[[ $cur != *=* ]] || head=${cur%%=*}=
		;;
	expr)
		head=${cur%"${cur##*[ (]}"}
		;;
	esac
}

# _ref_some SOURCE: what may be typed behind the head, a line each.
_ref_some()
{
	local key=${head%=}
	key=${key%[+-]}
	case $1 in
	=* | ,*)
		printf '%s\n' ${1#?}
		;;
	ids)
		_ref_run ref-list -o id | cut -f 1
		;;
	who)
		_ref_run ref-list -o owner | cut -f 2 | sort -u
		;;
	templates)
		_ref_run ref-draft --list | cut -f 1
		;;
	columns)
		printf '%s\n' $(_ref_columns "$verb") $(_ref_words derived) \
		    $(_ref_words field) | sort -u
		;;
	set)
		if [[ $head ]]; then
			printf '%s\n' $(_ref_words "$key")
		else
			printf '%s=\n' $(_ref_words field)
		fi
		;;
	config)
		if [[ $head ]]; then
			printf '%s\n' $(_ref_words "ref.yaml:$key")
		else
			printf '%s=\n' $(_ref_words setting)
		fi
		;;
	expr)
		# Behind a name and an operator its choices, else names.
		key=
		[[ ! $head =~ ([a-z_.]+)\ *(=|!=|has)\ *$ ]] ||
		    key=$(_ref_words "${BASH_REMATCH[1]}")
		printf '%s\n' ${key:-id $(_ref_words derived) \
		    $(_ref_words field) and or not has}
		;;
	esac
}

# _ref_reply SOURCES: fill COMPREPLY.
_ref_reply()
{
	local head source line behind IFS='|'
	local sources=($1)
	IFS=$' \t\n'
	for source in "${sources[@]}"; do
		case $source in
		file | dir)
			compopt -o filenames 2>/dev/null
			while read -r line; do
				COMPREPLY+=("$line")
			done < <(compgen "-${source:0:1}" -- "${cur#>}")
			;;
		*)
			_ref_head "$source"
			while read -r line; do
				[[ ! $line || $head$line != "$cur"* ]] ||
				    COMPREPLY+=("$head$line")
			done < <(_ref_some "$source")
			;;
		esac
	done
	# readline replaces only what stands behind the last "=".
	if [[ $cur == *=* && $COMP_WORDBREAKS == *=* && $1 != expr ]]; then
		behind=${cur##*=}
		COMPREPLY=("${COMPREPLY[@]#"${cur%"$behind"}"}")
	fi
	if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
}

_ref()
{
	local words cur verb book= i word source place=0 first=1 IFS=$' \t\n'
	_ref_split
	COMPREPLY=()
	verb=${words[0]##*/}
	if [[ $verb == ref ]]; then
		first=2
		if ((${#words[@]} <= 2)) ||
		    [[ ${words[1]} == help && ${#words[@]} -eq 3 ]]; then
			COMPREPLY=($(compgen -W "$_ref_verbs $(compgen -c ref- |
			    sed 's/^ref-//')" -- "$cur" | sort -u))
			return
		fi
		verb=${words[1]}
	fi
	verb=${verb#ref-}
	# Operands so far, and what the last option waits for.
	source=
	for ((i = first; i < ${#words[@]} - 1; i++)); do
		word=${words[i]}
		if [[ $source ]]; then
			case ${words[i - 1]} in
			-B | --book) book=${word/#\~\//$HOME/} ;;
			esac
			source=
		elif [[ $word == --book=* ]]; then
			book=${word#*=}
		elif [[ $word == -?* && $word != *=* ]]; then
			source=$(_ref_source "$verb:$word")
		elif [[ $word != -?* ]]; then
			((place += 1))
		fi
	done
	if [[ -z $source && $cur == --*=* ]]; then
		source=$(_ref_source "$verb:${cur%%=*}")
		cur=${cur#*=}
		_ref_reply "${source:-none}"
	elif [[ -z $source && $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$(_ref_options "$verb")" -- "$cur"))
		[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
	else
		_ref_reply "${source:-$(_ref_source "$verb:$((place + 1))")}"
	fi
}

