# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs drivers on threads that the thread sanitizer watches.

usage: threads.py --irqlint PROGRAM [--pages DIR] [--seeds N] [-j N]

The examples of the rule pages in DIR: the good ones survive without a race, and each bad one is trapped, by a check or
as a race.  test/threads/*.c: what the comment in each expects of it with a macro defined, 'survives' or
'races: FUNCTIONS', of which the later access is in one; a race is shown again by its replay string.
"""
from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASE = re.compile(r"^ \* (\w+): (survives|races: ([\w, ]+))$", re.M)


def witness(args, path: Path, *flags: str, seeds: str = "", replay: str = "") -> tuple[int, list[dict], str]:
    line = [args.irqlint, "witness", "--threads", "--json"] + (["--seeds", seeds] if seeds else [])
    environment = dict(os.environ, IRQRT_REPLAY=replay) if replay else None
    done = subprocess.run([*line, str(path), "--", *flags], capture_output=True, text=True, env=environment)
    found = [] if replay else [one for one in map(json.loads, done.stdout.splitlines()) if "rule" in one]
    return done.returncode, found, done.stdout + done.stderr


def check_page(args, path: Path) -> str:
    """Returns: what is wrong."""
    code, _, output = witness(args, path, seeds=args.seeds)
    wanted = 0 if path.stem.endswith("-good") else 1
    return "" if code == wanted else f"{path}: exit code {code}, expected {wanted}\n{output}"


def check_case(args, path: Path, name: str, functions: str) -> str:
    code, found, output = witness(args, path, f"-D{name}", seeds=args.seeds)
    if not functions:
        return "" if code == 0 else f"{path} with {name}: exit code {code}\n{output}"
    if code != 1 or any(one["rule"] != "irq-data-race" or one["function"] not in functions.split(", ")
                        for one in found):
        return f"{path} with {name}: exit code {code}, expected races in {functions}\n{output}"
    for race in found:
        _, _, again = witness(args, path, f"-D{name}", replay=race["replay"])
        if "irq-data-race" not in again:
            return f"{path} with {name}: {race['replay']} does not show the race\n{again}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--seeds", default="100")
    parser.add_argument("-j", type=int, default=2)
    args = parser.parse_args()
    work = [(check_page, path) for path in sorted(args.pages.glob("*/witness-*.c"))] if args.pages else []
    for path in sorted(HERE.glob("*.c")):
        cases = CASE.findall(path.read_text())
        work += [(check_case, path, name, function) for name, _, function in cases]
        if not cases:
            raise SystemExit(f"{path}: no cases")
    with ThreadPoolExecutor(args.j) as pool:
        wrong = [text for text in pool.map(lambda one: one[0](args, *one[1:]), work) if text]
    print("\n".join(wrong + [f"{len(work)} run, {len(wrong)} wrong"]))
    return 1 if wrong or not work else 0


if __name__ == "__main__":
    sys.exit(main())
