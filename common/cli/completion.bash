# SPDX-License-Identifier: GPL-2.0-or-later
# Completion for bash. nonmun and nonmun-index compute the candidates themselves.
_nonmun() {
    local program=${COMP_WORDS[0]/#\~\//$HOME/} word before= line candidate i
    local -a words=()
    COMPREPLY=()
    # Bash also splits words at = and :, so join them again and remove quotes. `before` is the part of the last word that readline
    # keeps.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
            \"*) word=${word:1} word=${word%\"} ;;
            \'*) word=${word:1} word=${word%\'} ;;
            *) word=${word//\\/} ;;
        esac
        if ((${#words[@]} > 0)) && [[ $word == [=:]* || $before ]]; then
            before=${words[-1]}
            words[-1]+=$word
            [[ $word == [=:]* ]] && before+=$word
        else
            words+=("$word")
        fi
        [[ $word == [=:]* ]] || ((i == COMP_CWORD)) || before=
    done
    while IFS= read -r line; do
        candidate=${line%%$'\t'*}
        case $line in
            $'\tfolders') compopt -o dirnames ;;
            $'\tfiles') compopt -o default ;;
            *) COMPREPLY+=("${candidate#"$before"}") ;;
        esac
        # Readline quotes blanks and special characters only in file names.
        [[ $candidate == *[[:space:]\'\"\\\$\&\;\(\)\<\>\|\`\*\?\[\]\{\}\!\#]* ]] && compopt -o filenames
    done < <("$program" --complete "${words[@]}" 2>/dev/null </dev/null)
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[./=] ]] && compopt -o nospace
}
complete -F _nonmun nonmun nonmun-index
