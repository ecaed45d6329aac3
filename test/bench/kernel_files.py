# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Files of a kernel's database, and what checkers of them cost."""
import json
import random
import resource
import subprocess
import sys
from pathlib import Path

CLANG = "clang-19"


def sample(script: str, kernel: Path, count: int, seed: int) -> list[dict]:
    """Returns COUNT entries of the database that `make kernel` wrote, the same for each SEED."""
    database = kernel / "compile_commands.json"
    if not database.exists():
        print(f"{script}: error: {database} is missing; run 'make kernel' first", file=sys.stderr)
        sys.exit(2)
    entries = json.loads(database.read_text())
    random.seed(seed)
    return random.sample(entries, min(count, len(entries)))


def flags(entry: dict) -> list[str]:
    """Returns the words of the command but for the compiler, -c and -o."""
    words = [word for word in entry["arguments"][1:] if word != "-c"]
    if "-o" in words:
        at = words.index("-o")
        del words[at:at + 2]
    return words


def run(entry: dict, *command: str) -> None:
    subprocess.run(command, cwd=entry["directory"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children() -> float:
    """Returns the CPU seconds of the processes that were waited for so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def syntax(entries: list[dict]) -> float:
    """Returns the CPU seconds of `clang -fsyntax-only` for all ENTRIES."""
    before = children()
    for entry in entries:
        run(entry, CLANG, "-fsyntax-only", *flags(entry))
    return children() - before
