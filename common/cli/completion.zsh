#compdef nonmun nonmun-index
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion for zsh. nonmun and nonmun-index compute the candidates themselves.
_nonmun() {
    local line typed=${(Q)PREFIX}
    local -a before=("${(@Q)words[2,CURRENT-1]}") texts shown stems shown_stems
    for line in "${(@f)$(${(Q)~words[1]} --complete "${before[@]}" "$typed" 2>/dev/null </dev/null)}"; do
        case $line in
            '') ;;
            $'\tfolders')
                [[ $typed == --*=* ]] && compset -P '*='
                _path_files -/
                ;;
            $'\tfiles')
                [[ $typed == --*=* ]] && compset -P '*='
                _files
                ;;
            *[./=]$'\t'*) stems+=("${line%%$'\t'*}") shown_stems+=("${${line/$'\t'/  -- }%  -- }") ;;
            *) texts+=("${line%%$'\t'*}") shown+=("${${line/$'\t'/  -- }%  -- }") ;;
        esac
    done
    # Candidates may begin with other letters than typed (Soljacic, Soljačić), so zsh must not filter them.
    compadd -U -V nonmun -l -d shown -a texts
    compadd -U -V nonmun-stems -l -d shown_stems -S '' -a stems
}
if [[ $funcstack[1] == _nonmun ]]; then
    _nonmun "$@"
else
    compdef _nonmun nonmun nonmun-index
fi
