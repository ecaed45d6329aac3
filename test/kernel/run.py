# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs irqlint over every file of a kernel's compile database and accounts for each of them.

usage: run.py --irqlint BIN [--jobs N] [--confidence LEVEL] DIR

Writes the findings to DIR/findings.json and prints a table by rule.  Ends with 1 when irqlint
crashed on a file or lost one; files that clang cannot parse are named and counted.
"""
import argparse
import collections
import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

REFUSED = re.compile(r"^irqlint: (?P<file>/.+?\.c): error: (?P<reason>.*)$", re.MULTILINE)
STATS = re.compile(r"^stats: (?P<numbers>.*)$", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--confidence", default="likely")
    parser.add_argument("place", type=Path)
    args = parser.parse_args()
    database = args.place / "compile_commands.json"
    if not database.exists():
        sys.exit(f"run.py: error: {database} is missing; 'make kernel' makes it")
    listed = {entry["file"] for entry in json.loads(database.read_text())}
    findings = args.place / "findings.json"

    start = time.monotonic()
    done = subprocess.run([args.irqlint, "check", "-p", str(args.place), "--rules", "all", "--confidence",
                           args.confidence, "--stats", "-j", args.jobs, "--output", f"json={findings}"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wall = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"run.py: error: irqlint ended with {done.returncode}:\n{done.stderr[-2000:]}")

    refused = {match["file"]: match["reason"] for match in REFUSED.finditer(done.stderr)}
    numbers = dict(pair.split("=") for pair in STATS.search(done.stderr)["numbers"].split())
    rules, files = collections.Counter(), collections.defaultdict(set)
    for line in findings.read_text().splitlines():
        finding = json.loads(line)
        rules[finding["rule"]] += 1
        files[finding["rule"]].add(finding["file"])

    for name, reason in sorted(refused.items()):
        print(f"not analysed: {name}: {reason}")
    crashed = [name for name, reason in refused.items() if "internal error" in reason]
    lost = len(listed) - len(refused) - int(numbers["files"])
    print(f"\n{'rule':<28} {'reports':>8} {'files':>6}")
    for rule, count in sorted(rules.items()):
        print(f"{rule:<28} {count:>8} {len(files[rule]):>6}")
    print(f"\n{len(listed)} files listed, {numbers['files']} analysed, {len(refused)} not analysed, "
          f"{len(crashed)} crashed, {lost} lost")
    print("limits hit: " + ", ".join(f"{key.removeprefix('limit_')} {value}" for key, value in numbers.items()
                                     if key.startswith("limit_")))
    cpu = used.ru_utime + used.ru_stime
    print(f"{numbers['requests']} requests; {cpu:.0f} s CPU, {wall:.0f} s with {args.jobs} jobs")
    return 1 if crashed or lost else 0


if __name__ == "__main__":
    sys.exit(main())
