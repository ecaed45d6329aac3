# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Rules of the tree that no compiler checks."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {".c", ".h", ".cpp", ".def", ".py", ".sh", ".in"}
SPDX = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
COLUMNS, TAB, FILE_LINES, FUNCTION_LINES = 120, 8, 600, 80
BANNED = {"strcpy": "snprintf", "strcat": "snprintf", "sprintf": "snprintf", "gets": "fgets",
          "strtok": "strsep", "atoi": "strtol"}
# Spelled so that this file does not name them itself.
FOREIGN = re.compile(r"\.\./" + r"shared|/wo" + r"rk/|\.libr" + r"ary")
WORD = re.compile(r"\b(" + "|".join(BANNED) + r")\(")
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


def tracked() -> list[Path]:
    out = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True)
    if out.returncode == 0:
        names = out.stdout.splitlines()
    else:  # an unpacked archive
        names = [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*")
                 if p.is_file() and not p.relative_to(ROOT).parts[0] in ("build", ".git")]
    return [Path(name) for name in sorted(names) if (ROOT / name).is_file()]


def width(line: str) -> int:
    return len(line.expandtabs(TAB))


def check_lines(path: Path, lines: list[str], problems: list[str]) -> None:
    # Expected messages are as long as they are.
    code = (path.suffix in SOURCES or path.name in ("CMakeLists.txt", "Makefile")) and path.parts[1:2] != ("lit",)
    for number, line in enumerate(lines, start=1):
        where = f"{path}:{number}"
        if path.name != "LICENSE" and line != line.rstrip():
            problems.append(f"{where}: trailing space")
        if code and path.suffix != ".def" and width(line) > COLUMNS:
            problems.append(f"{where}: {width(line)} columns, more than {COLUMNS}")
        if path.suffix in (".c", ".h", ".cpp") and re.match(r" {8}", line):
            problems.append(f"{where}: indented by spaces")
        if FOREIGN.search(line):
            problems.append(f"{where}: names a place outside the project")
        if path.suffix == ".c" and path.parts[0] == "checker" and (found := WORD.search(line)):
            problems.append(f"{where}: {found[1]}: use {BANNED[found[1]]}")


def check_functions(path: Path, lines: list[str], problems: list[str]) -> None:
    start = 0
    for number, line in enumerate(lines, start=1):
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start > FUNCTION_LINES:
                problems.append(f"{path}:{start}: a function of {number - start} lines, more than {FUNCTION_LINES}")
            start = 0


def check_markdown(path: Path, text: str, problems: list[str]) -> None:
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    titles = len(re.findall(r"^# ", prose, flags=re.MULTILINE))
    if titles != 1:
        problems.append(f"{path}:1: {titles} titles, not one")
    for target in LINK.findall(prose):
        if not target.startswith(("http:", "https:")) and not (ROOT / path.parent / target).exists():
            problems.append(f"{path}:1: the link to {target} leads nowhere")


def main() -> int:
    problems: list[str] = []
    files = tracked()
    cmake = "".join((ROOT / p).read_text() for p in files if p.name == "CMakeLists.txt")
    for path in files:
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            problems.append(f"{path}:1: not UTF-8")
            continue
        lines = text.split("\n")
        check_lines(path, lines, problems)
        if path.suffix in SOURCES and path.parts[:2] != ("test", "lit"):
            if SPDX not in "\n".join(lines[:3]):
                problems.append(f"{path}:1: no SPDX line")
            if len(lines) > FILE_LINES:
                problems.append(f"{path}:{FILE_LINES}: {len(lines)} lines, more than {FILE_LINES}")
        if path.suffix in (".c", ".cpp"):
            check_functions(path, lines, problems)
        if path.suffix == ".cpp" and path.name not in cmake:
            problems.append(f"{path}:1: in no CMakeLists.txt")
        if path.suffix == ".md":
            check_markdown(path, text, problems)
    print("\n".join(problems))
    print(f"{len(files)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
