# SPDX-License-Identifier: GPL-2.0-or-later
"""Types each LINE into an interactive shell, presses Tab, and prints the words of the completed line, one per line, then an empty line.

Usage: complete_in_shell.py SHELL SCRIPT LINE... SHELL is bash, zsh or fish; SCRIPT is its completion script for nonmun.
"""
import os
import pty
import select
import sys
import tempfile
import time

# A shell is ready for keys when it has printed its prompt after the end marker of the previous line. Prompt and marker are typed in two
# parts, so that the echo of the typed text does not match them.
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='rea''dy> '; source {}"),
    "zsh": (["zsh", "-f", "-i"],
            "autoload -U compinit && compinit -u -D; bindkey -e; source {}; PROMPT='rea''dy> '"),
    "fish": (["fish", "--no-config", "-i"], "source {}; function fish_prompt; echo 'rea''dy> '; end"),
}
END, END_TYPED, PROMPT = b"finished", "echo fini''shed", b"ready> "
SECONDS = 60  # timeout for the prompt


def wait_for_prompt(terminal):
    end = time.monotonic() + SECONDS
    seen = b""
    while PROMPT not in seen.partition(END)[2]:
        if time.monotonic() > end:
            sys.exit(f"{sys.argv[1]} does not answer; it printed: {seen[-500:]!r}")
        if select.select([terminal], [], [], 0.05)[0]:
            seen += os.read(terminal, 65536)


def main():
    shell, script, *lines = sys.argv[1:]
    command, setup = SHELLS[shell]
    with tempfile.TemporaryDirectory() as home:
        words = os.path.join(home, "words")
        environment = {**os.environ, "HOME": home, "TERM": "dumb", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": home}
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(home)
            os.execvpe(command[0], command, environment)
        os.write(terminal, f"{setup.format(script)}; {END_TYPED}\n".encode())
        wait_for_prompt(terminal)
        for line in lines:
            # Control-A moves to the start of the completed line, Control-E to its end.
            os.write(terminal, f"{line}\t\x01printf '%s\\n' \x05 >{words}; {END_TYPED}\n".encode())
            wait_for_prompt(terminal)
            with open(words, encoding="utf-8") as file:
                print(file.read())
        os.write(terminal, b"exit\n")
        os.close(terminal)
        os.waitpid(child, 0)


main()
