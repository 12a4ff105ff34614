"""Types each line into an interactive shell, presses Tab, and prints the words that it then has, one a line, and an empty line.

Usage: complete_in_shell.py SHELL SCRIPT LINE..., with SHELL one of bash, zsh and fish, and SCRIPT its completion of nonmun.
"""
import os
import pty
import select
import sys
import tempfile
import time

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {}"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit && compinit -u -D && bindkey -e && source {}"),
    "fish": (["fish", "--no-config", "-i"], "source {}"),
}
SECONDS = 60  # a shell that says nothing by then is stuck


def wait_for(path, terminal):
    """The content of a file that the shell writes; what the shell prints meanwhile is read away."""
    end = time.monotonic() + SECONDS
    seen = b""
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.05)[0]:
            seen += os.read(terminal, 65536)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if text.endswith("\n.\n"):
                return text[:-3]
    sys.exit(f"{sys.argv[1]} does not answer; it printed: {seen[-500:]!r}")


def main():
    shell, script, *lines = sys.argv[1:]
    command, setup = SHELLS[shell]
    with tempfile.TemporaryDirectory() as home:
        ready, words = os.path.join(home, "ready"), os.path.join(home, "words")
        environment = {**os.environ, "HOME": home, "TERM": "dumb", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": home}
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(home)
            os.execvpe(command[0], command, environment)
        os.write(terminal, f"{setup.format(script)}; printf '\\n.\\n' >{ready}\n".encode())
        wait_for(ready, terminal)
        for line in lines:
            # Control-A puts what follows before the completed line, Control-E behind it.
            os.write(terminal, f"{line}\t\x01printf '%s\\n' \x05 >{words}.part; printf '\\n.\\n' >>{words}.part; "
                     f"mv {words}.part {words}\n".encode())
            print(wait_for(words, terminal))
            os.remove(words)
        os.write(terminal, b"exit\n")
        os.close(terminal)
        os.waitpid(child, 0)


main()
