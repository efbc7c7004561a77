# _ref_run PROGRAM ARG...: its rows, of the book that was named on the line.
_ref_run()
{
	local program=$1 book=${opt_args[-B]:-${opt_args[--book]}}
	shift
	[[ $_ref_command != */* ]] || program=${_ref_command:h}/$program
	book=${~book}
	$program ${book:+-B} $book "$@" 2>/dev/null
}

_ref_ids()
{
	local -a people
	people=(${(f)"$(_ref_run ref-list -o id,name | sed -e 's/:/\\:/g' -e 's/	/:/')"})
	_describe -t contacts contact people
}

_ref_who()
{
	local -a team
	team=(${(fu)"$(_ref_run ref-list -o owner | cut -f 2)"})
	compadd -a team
}

_ref_templates()
{
	local -a names
	names=(${(f)"$(_ref_run ref-draft --list | cut -f 1)"})
	compadd -a names
}

_ref_list()
{
	_sequence compadd - "$@"
}

_ref_columns()
{
	compset -P '+'
	_sequence compadd - ${=_ref_own_columns[$1]} ${=_ref_words[derived]} \
	    ${=_ref_words[field]}
}

# Names, and behind a name and an operator its choices.
_ref_expr()
{
	compset -q
	local key=
	if ((CURRENT > 2)) && [[ $words[CURRENT-1] == (=|!=|has) ]]; then
		key=${words[CURRENT-2]#\(}
	fi
	compset -P '\('
	if [[ -n $key && -n ${_ref_words[$key]} ]]; then
		compadd - ${=_ref_words[$key]}
	else
		compadd - id ${=_ref_words[derived]} ${=_ref_words[field]} and or not has
	fi
}

# _ref_pair PREFIX NAMES: key=value.
_ref_pair()
{
	local key=${PREFIX%%=*}
	if compset -P '*='; then
		compadd - ${=_ref_words[$1${key%[+-]}]}
	else
		compadd -S = -q - ${=_ref_words[$2]}
	fi
}

_ref_set()
{
	_ref_pair '' field
}

_ref_config()
{
	_ref_pair ref.yaml: setting
}

# _ref_either VERB SOURCES: any of several.
_ref_either()
{
	local source
	for source in ${(s:|:)2}; do
		case $source in
		\=*) compadd - ${=source[2,-1]} ;;
		file) _files ;;
		none) ;;
		*) _ref_$source ;;
		esac
	done
}

_ref()
{
	local curcontext=$curcontext context state line _ref_command=$words[1]
	typeset -A opt_args
	if [[ $service != ref ]]; then
		_ref_program ${service#ref-}
	elif ((CURRENT == 2)) || [[ $words[2] == help ]]; then
		_describe -t verbs verb _ref_verbs
	else
		local verb=$words[2]
		shift words
		((CURRENT--))
		if ((${+functions[_ref_own_$verb]})); then
			_ref_own_$verb
		else
			_ref_program $verb
		fi
	fi
}

_ref "$@"
