# SPDX-License-Identifier: GPL-2.0-or-later
# Completion for fish. nonmun and nonmun-index compute the candidates themselves.
function __nonmun_complete
    set -l words (commandline -opc)
    set -l typed (string replace -r '^["\']' '' -- "$(commandline -ct)" | string replace -a '\\' '')
    set -l head (string match -r -- '^--[^=]*=' $typed)
    set -l path (string replace -- "$head" '' $typed)
    for line in ($words[1] --complete $words[2..-1] "$typed" 2>/dev/null </dev/null)
        switch $line
            case \tfolders
                printf "$head%s\n" (__fish_complete_directories $path)
            case \tfiles
                printf "$head%s\n" (__fish_complete_path $path)
            case '*'
                echo $line
        end
    end
end
complete -c nonmun -f -a '(__nonmun_complete)'
complete -c nonmun-index -f -a '(__nonmun_complete)'
