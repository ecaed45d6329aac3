# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a driver on the simulated machine and compares the verdict with what is expected.

usage: witness.py --irqlint PROGRAM FILE (--traps RULE | --survives) [--bound I,P] [--seeds N]
                  [--needs I,P] [--in FUNCTION] [--all-rules] [--define NAME=VALUE]

A driver that traps does so with that rule and no other within the bound, and with --needs in no
schedule of fewer preemptions or interrupts, and with --in in that function; one that survives does so
in all schedules of the bound and all seeds, and nothing is cut short.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("file")
    expected = parser.add_mutually_exclusive_group(required=True)
    expected.add_argument("--traps", metavar="RULE")
    expected.add_argument("--survives", action="store_true")
    parser.add_argument("--bound", default="2,1")
    parser.add_argument("--seeds", default="200")
    parser.add_argument("--needs")
    parser.add_argument("--in", dest="function")
    parser.add_argument("--all-rules", action="store_true")
    parser.add_argument("--define", action="append", default=[], metavar="NAME=VALUE")
    args = parser.parse_args()
    line = [args.irqlint, "witness", "--json", "--bound", args.bound, "--seeds", args.seeds, args.file]
    line += ["--all-rules"] if args.all_rules else []
    line += ["--", *(f"-D{define}" for define in args.define)]
    done = subprocess.run(line, capture_output=True, text=True)
    findings = [found for found in map(json.loads, done.stdout.splitlines()) if "rule" in found]
    rules = sorted({found["rule"] for found in findings})
    wanted, code = ([args.traps], 1) if args.traps else ([], 0)
    if rules == wanted and done.returncode == code:
        least = min(((found["preemptions"], found["interrupts"]) for found in findings), default=(0, 0))
        needs = f"{least[1]},{least[0]}"
        if args.function and any(found["function"] != args.function or not found["line"] for found in findings):
            print(f"{args.file}: traps in {findings[0]['function']}(), line {findings[0]['line']}; "
                  f"expected {args.function}()", file=sys.stderr)
            return 1
        if args.needs in (None, needs):
            return 0
        print(f"{args.file}: traps with {needs} interrupts and preemptions; expected {args.needs}", file=sys.stderr)
        return 1
    print(f"{args.file}: trapped by {rules or 'nothing'}, exit code {done.returncode}; "
          f"expected {wanted or 'nothing'} and {code}\n{done.stdout}{done.stderr}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
