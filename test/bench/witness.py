# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures the search of schedules on a driver of growing length, in one run.

usage: witness.py --irqlint PROGRAM

Per length: most points of one life of the device, schedules with at most two interrupts and one preemption,
CPU seconds of the whole command, schedules per second, and resident memory,
which must not depend on how many schedules there are.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

DRIVER = Path(__file__).parent / "drivers/ring.c"
ROUNDS = [1, 4, 10, 25]


def search(irqlint: str, rounds: int, bound: str) -> tuple[dict, float]:
    """Returns the summary and the CPU seconds of the whole command."""
    line = [irqlint, "witness", "--json", "--bound", bound, str(DRIVER), "--", f"-DROUNDS={rounds}"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"witness.py: error: {' '.join(line)} ended with {os.waitstatus_to_exitcode(status)}")
    return json.loads(out.splitlines()[-1]), used.ru_utime + used.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    args = parser.parse_args()
    _, compiling = search(args.irqlint, 1, "0,0")
    print(f"the search of schedules, bound 2,1 (compiling, {compiling:.2f} s, is not counted)\n")
    print(f"{'points':>6} {'schedules':>10} {'s':>6} {'1/s':>10} {'KiB':>8}")
    for rounds in ROUNDS:
        summary, seconds = search(args.irqlint, rounds, "2,1")
        seconds = max(seconds - compiling, 0.001)
        executed = summary["executed"]
        print(f"{summary['points']:>6} {executed:>10} {seconds:>6.2f} {executed / seconds:>10.0f} "
              f"{summary['resident_kib']:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
