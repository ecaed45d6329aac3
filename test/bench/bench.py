# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares what irqlint costs with `clang -fsyntax-only` on the same files, in one run.

usage: bench.py --build DIR [--runs N] KERNEL

KERNEL is the directory that `make kernel` fills.  CPU time of whole processes, the least of N runs
that take turns; only the ratios mean something on another machine.
"""
import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

DRIVERS = ["drivers/net/ethernet/realtek/r8169_main.c", "drivers/mmc/host/sdhci.c",
           "drivers/usb/host/xhci.c", "sound/pci/hda/hda_intel.c"]
CLANG, CLANG_TIDY = "clang-19", "clang-tidy-19"
LOWERING = re.compile(r"lower_ms=([\d.]+)")


def cpu(argv: list[str], directory: str) -> tuple[float, str]:
    """Returns the CPU milliseconds of the command, and its standard error."""
    before = os.times()
    done = subprocess.run(argv, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    after = os.times()
    if done.returncode not in (0, 1):
        sys.exit(f"bench.py: error: {argv[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used * 1000, done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("kernel", type=Path)
    args = parser.parse_args()
    database = args.kernel / "compile_commands.json"
    if not database.exists():
        print(f"bench.py: error: {database} is missing; run 'make kernel' first", file=sys.stderr)
        return 2
    build = args.build.resolve()
    entries = {e["file"]: e for e in json.loads(database.read_text())}
    rows, totals = ["irqlint", "clang-tidy", "clang -fplugin", "lowering"], {}
    print("CPU, as ratio to clang -fsyntax-only\n")
    print(f"{'file':<44} {'ms':>6} " + " ".join(f"{row:>14}" for row in rows))
    for name in DRIVERS:
        entry = entries.get(str(args.kernel.resolve() / "src" / name))
        if not entry:
            print(f"{name}: not in the database")
            continue
        flags = [w for w in entry["arguments"][1:] if w != "-c"]
        if "-o" in flags:
            at = flags.index("-o")
            del flags[at:at + 2]
        bare = [w for w in flags if w != entry["file"]]
        commands = {
            "fsyntax": [CLANG, "-fsyntax-only", *flags],
            "irqlint": [f"{build}/bin/irqlint", "check", "--no-cache", "--stats", entry["file"], "--", *bare],
            "clang-tidy": [CLANG_TIDY, f"--load={build}/lib/irqlint-tidy.so", "--checks=-*,irq-*", "--quiet",
                           entry["file"], "--", *bare],
            "clang -fplugin": [CLANG, "-fsyntax-only", f"-fplugin={build}/lib/irqlint-clang.so", *flags],
        }
        best = dict.fromkeys([*commands, "lowering"], float("inf"))
        for _ in range(args.runs):
            for row, argv in commands.items():
                used, errors = cpu(argv, entry["directory"])
                best[row] = min(best[row], used)
                found = LOWERING.search(errors)
                if row == "irqlint" and found:
                    best["lowering"] = min(best["lowering"], float(found[1]))
        for row, value in best.items():
            totals[row] = totals.get(row, 0) + value
        print(f"{name:<44} {best['fsyntax']:>6.0f} " + " ".join(f"{best[r] / best['fsyntax']:>14.3f}" for r in rows))
    if totals:
        print(f"{'all':<44} {totals['fsyntax']:>6.0f} "
              + " ".join(f"{totals[r] / totals['fsyntax']:>14.3f}" for r in rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
