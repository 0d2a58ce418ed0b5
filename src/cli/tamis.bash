# Completion of tamis in bash. The words are those of the help of the program that is installed:
# there is no list here that could fall behind it. Where no word fits, bash offers file names.
# SPDX-License-Identifier: MIT

# The subcommands, or the actions, that a help text lists; none when its usage takes neither.
_tamis_members() {
    case ${1%%$'\n'*} in
    *SUBCOMMAND* | *ACTION*) sed -nE 's/^  ([a-z]+)  .*/\1/p' <<<"$1" ;;
    esac
}

# Its long options: of lines that begin with an option, what stands before the words about it.
_tamis_options() {
    sed -nE 's/^ +((-[^ ,]+( [A-Z/|]+)?(, )?)+).*/\1/p' <<<"$1" | grep -oE -e '--[a-z-]+'
}

_tamis() {
    local tamis=${1/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} names=() text options= members
    while :; do
        text=$("$tamis" "${names[@]}" --help 2>/dev/null </dev/null) || return
        options+=" $(_tamis_options "$text")"
        members=$(_tamis_members "$text")
        [ -n "$members" ] && [ ${#names[@]} -lt $((COMP_CWORD - 1)) ] || break
        names+=("${COMP_WORDS[${#names[@]} + 1]}")
    done
    [ $((${#names[@]} + 1)) -eq "$COMP_CWORD" ] || members=
    case $current in
    -*) members=$options ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$members" -- "$current")
}

complete -o default -F _tamis tamis
