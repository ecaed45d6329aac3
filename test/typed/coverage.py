# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the table of include/irqrt/README.md with the tests and the mutants that there are.

usage: coverage.py NAME...

NAME: the tests of ctest.  Each line of the table names a test at least; what it names exists, and each mutant is in
some line.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import mutants  # noqa: E402

PAGE = mutants.ROOT / "include" / "irqrt" / "README.md"
QUOTED = re.compile(r"`([^`]+)`")


def known_tests(ctest: list[str]) -> set[str]:
    known = {name for name in ctest if name.startswith("runtime-")}
    for program in mutants.PROGRAMS:
        text = (mutants.ROOT / "test" / "runtime" / f"{program}.c").read_text()
        for name in re.findall(r"^static void (\w+)\(void\)", text, re.M):
            # Its definition alone runs nothing.
            if len(re.findall(rf"\b{name}\b", text)) > 1:
                known.add(name)
    types = (mutants.ROOT / "test" / "headers" / "typed.c").read_text()
    known |= {found[0] for found in mutants.check.MISTAKE.findall(types)}
    return known | {path.stem for path in (mutants.ROOT / "docs" / "rules").glob("irq-*.md")}


def main() -> int:
    tests = known_tests(sys.argv[1:])
    missing = {mutant.name for mutant in mutants.MUTANTS}
    known_mutants, problems, rows = set(missing), [], 0
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 4 or cells[0] in ("Rust", "---"):
            continue
        rows += 1
        named = QUOTED.findall(cells[2])
        problems += [f"{cells[0]}: no test"] * (not named)
        problems += [f"{cells[0]}: there is no test {name}" for name in named if name not in tests]
        problems += [f"{cells[0]}: there is no mutant {name}" for name in QUOTED.findall(cells[3])
                     if name not in known_mutants]
        missing -= set(QUOTED.findall(cells[3]))
    problems += [f"mutant {name}: in no line" for name in sorted(missing)]
    print("\n".join(problems + [f"{rows} promises, {len(known_mutants)} mutants"]))
    return 1 if problems or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
