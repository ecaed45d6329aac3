# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the command says of each rule page, by its status.

usage: pages.py IRQLINT DIRECTORY_OF_PAGES
"""
import re
import subprocess
import sys
from pathlib import Path


def irqlint(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.argv[1], *words], capture_output=True, text=True)


def main() -> int:
    listed = {line.split()[0] for line in irqlint("rules").stdout.splitlines()}
    wrong = []
    pages = sorted(Path(sys.argv[2]).glob("irq-*.md"))
    for page in pages:
        name, status = page.stem, re.search(r"^status: (\w+)$", page.read_text(), re.MULTILINE)[1]
        runs = status in ("preview", "stable")
        explained = irqlint("explain", name)
        chosen = irqlint("check", "--rules", name, "nothing.c", "--")
        if explained.returncode or f", {status}, " not in explained.stdout:
            wrong.append(f"explain {name}: {explained.stdout}{explained.stderr}")
        if ("Nothing is reported by this rule yet" in explained.stdout) != (status == "planned"):
            wrong.append(f"explain {name} says something else than that it is {status}")
        if (name in listed) != runs:
            wrong.append(f"{name} is {status}, and 'irqlint rules' {'lists' if name in listed else 'lacks'} it")
        if (f"rule '{name}' is {status}" in chosen.stderr) == runs or chosen.returncode != 2:
            wrong.append(f"--rules {name}: exit code {chosen.returncode}, {chosen.stderr}")
    print("\n".join(wrong) or f"{len(listed)} of {len(pages)} rules run")
    return 1 if wrong or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
