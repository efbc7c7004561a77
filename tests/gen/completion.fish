# PROGRAM ARG...: its rows, of the book that was named on the line.
function __ref_run
    set -l words (commandline -opc)
    set -l book
    for i in (seq (count $words))
        switch $words[$i]
            case -B --book
                set -q words[(math $i + 1)]
                and set book -B (string replace -r '^~/' "$HOME/" -- $words[(math $i + 1)])
            case '--book=*'
                set book -B (string replace -- --book= '' $words[$i])
        end
    end
    set -l program $argv[1]
    string match -q '*/*' -- $words[1]
    and set program (string replace -r '[^/]*$' $program -- $words[1])
    $program $book $argv[2..-1] 2>/dev/null
end

function __ref_ids
    __ref_run ref-list -o id,name
end

function __ref_templates
    __ref_run ref-draft --list | cut -f 1,2
end

function __ref_who
    __ref_run ref-list -o owner | cut -f 2 | sort -u
end

# What stands before the part that is being typed: behind the last comma.
function __ref_head
    string match -r '.*,' -- (commandline -ct)
end

function __ref_list
    printf '%s\n' (__ref_head)$argv
    or printf '%s\n' $argv
end

function __ref_columns
    set -l head (__ref_head)
    or set head (string match -r '^\+' -- (commandline -ct))
    or set head ''
    printf '%s\n' $head(__ref_own_columns $argv[1]) $head(__ref_words derived) $head(__ref_words field)
end

# Names, and behind a name and an operator its choices.
function __ref_expr
    set -l typed (string replace -r '^.*=(?=[\'"])' '' -- (commandline -ct))
    set -l typed (string trim -l -c '\'"' -- $typed)
    set -l head (string match -r '^.*[ (]' -- $typed)
    or set head ''
    set -l key (string match -r '([a-z_.]+) *(?:=|!=|has) *$' -- $head)
    and set -l choices (__ref_words $key[2])
    if set -q choices[1]
        printf '%s\n' $head$choices
    else
        printf '%s\n' $head(__ref_words derived) $head(__ref_words field)
    end
end

# __ref_pair PREFIX NAMES: key=value.
function __ref_pair
    set -l typed (string match -r '^([^=]*?)([+-]?=)' -- (commandline -ct))
    if set -q typed[1]
        printf '%s\n' $typed[1](__ref_words $argv[1]$typed[2])
    else
        printf '%s=\n' (__ref_words $argv[2])
    end
end

function __ref_set
    __ref_pair '' field
end

function __ref_config
    __ref_pair ref.yaml: setting
end

# __ref_at VERB N [more]: operand N (or a later one) is being typed.
function __ref_at
    set -l takes (string split ' ' -- (__ref_takes $argv[1]))
    set -l words (commandline -opc)
    set -l place 1
    set -l skip no
    for word in $words[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $word $takes
            set skip yes
        else if not string match -q -- '-?*' $word
            set place (math $place + 1)
        end
    end
    test $skip = no
    or return 1
    if set -q argv[3]
        test $place -ge $argv[2]
    else
        test $place -eq $argv[2]
    end
end

function __ref_no_verb
    set -l words (commandline -opc)
    test (count $words) -eq 1
    or test (count $words) -eq 2 -a "$words[2]" = help
end

# The completions of "ref VERB" are those of ref-VERB.
function __ref_delegate
    set -l words (commandline -opc)
    set -l dir (string replace -r '[^/]*$' '' -- $words[1])
    complete -C "$dir""ref-$words[2] $(string escape -- $words[3..-1] | string join ' ') $(commandline -ct)"
end

complete -c ref -f
complete -c ref -n 'not __ref_no_verb' -a '(__ref_delegate)'
complete -c ref -n __ref_no_verb -f -a help -d 'the manual page of a program'
