# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a driver on the simulated machine and compares the verdict with what is expected.

usage: witness.py --irqlint PROGRAM FILE (--traps RULE | --survives) [--bound I,P] [--seeds N]

A driver that traps does so with that rule and no other within the bound; one that survives does so
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
    args = parser.parse_args()
    line = [args.irqlint, "witness", "--json", "--bound", args.bound, "--seeds", args.seeds, args.file]
    done = subprocess.run(line, capture_output=True, text=True)
    rules = sorted({json.loads(text).get("rule", "") for text in done.stdout.splitlines()} - {""})
    wanted, code = ([args.traps], 1) if args.traps else ([], 0)
    if rules == wanted and done.returncode == code:
        return 0
    print(f"{args.file}: trapped by {rules or 'nothing'}, exit code {done.returncode}; "
          f"expected {wanted or 'nothing'} and {code}\n{done.stdout}{done.stderr}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
