# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Help, manual pages and completions of every command: they come out of one table and are well formed.

usage: manual.py --irqlint PROGRAM

zsh, fish and groff are asked when they are there; bash always is.
"""
import argparse
import re
import shutil
import subprocess
import sys

IRQLINT = ""


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"manual.py: failed: {text}")


def run(*words: str, text: str | None = None, code: int = 0) -> str:
    done = subprocess.run(words, input=text, capture_output=True, text=True)
    check(done.returncode == code, f"{' '.join(words[:3])}: ended with {done.returncode}: {done.stderr}")
    check(code or not done.stderr, f"{' '.join(words[:3])}: {done.stderr}")
    return done.stdout


def complete(script: str, *words: str) -> set[str]:
    line = " ".join(f"'{word}'" for word in words)
    return set(run("bash", "-c", f"{script}\nCOMP_WORDS=(irqlint {line}); COMP_CWORD={len(words)}; _irqlint\n"
                                 'printf "%s\\n" "${COMPREPLY[@]}"').split())


def main() -> None:
    global IRQLINT
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    IRQLINT = parser.parse_args().irqlint
    commands = re.findall(r"^  (\w+)", run(IRQLINT, "--help"), re.MULTILINE)
    check(commands == sorted(commands) and "check" in commands, f"commands are sorted: {commands}")
    bash = run(IRQLINT, "completion", "bash")
    check(complete(bash, "") >= set(commands), "bash completes commands")
    rules = {line.split()[0] for line in run(IRQLINT, "rules").splitlines()}
    for command in commands:
        shown = run(IRQLINT, command, "--help")
        check(shown.startswith(f"usage: irqlint {command}") and "\nexit: " in shown, f"help of {command}")
        check(all(len(line) <= 100 for line in shown.splitlines()), f"the help of {command} fits a terminal")
        options = set(re.findall(r"^  (?:-\w, )?(--[\w-]+)", shown, re.MULTILINE))
        page = run(IRQLINT, "man", command)
        check(page.startswith(f".TH irqlint-{command} 1 "), f"page of {command}")
        told = {option.replace("\\", "") for option in re.findall(r"^\.B .*?((?:\\-){2}[\w\\-]+)", page, re.MULTILINE)}
        check(told == options, f"the page of {command} has its options: {told ^ options}")
        if options:
            check(complete(bash, command, "--") == options | {"--help"}, f"bash completes options of {command}")
    check(complete(bash, "check", "--confidence", "l") == {"likely"}, "bash completes levels")
    check(complete(bash, "check", "--output", "s") == {"sarif", "smatch"}, "bash completes formats")
    check(complete(bash, "explain", "irq-bad") == {"irq-bad-flags", "irq-bad-return"}, "bash completes rules")
    check(complete(bash, "baseline", "cr") == {"create"}, "bash completes what a command does")
    pages = [run(IRQLINT, "man"), run(IRQLINT, "man", "irqlint-rules")]
    check(all(f".SS {rule}".replace("-", "\\-") in pages[1] for rule in rules), "all rules have a section")
    if shutil.which("groff"):
        for page in [*pages, *(run(IRQLINT, "man", command) for command in commands)]:
            run("groff", "-man", "-Tutf8", "-ww", text=page)
    for shell in ("zsh", "fish"):
        script = run(IRQLINT, "completion", shell)
        if shutil.which(shell):
            run(shell, "-n", text=script)
    run(IRQLINT, "completion", "tcsh", code=2)
    run(IRQLINT, "man", "nonsense", code=2)
    print(f"ok {len(commands)} commands")


if __name__ == "__main__":
    main()
