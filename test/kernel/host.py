# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs small drivers of a kernel tree, unmodified, on the simulated machine.

usage: host.py --irqlint PROGRAM [--jobs N] [--only TEXT] [--nearest N] [--out FILE] SOURCE

A small driver is a file of drivers/ with 60 to 300 lines of code that requests a line.  What the tree
says of hardware (numbers of registers, platform data) is taken from the tree, the kernel's API from
our headers.  Prints a line for each driver that compiles: its verdict, its time and what trapped; then
for the others how many of them each missing name stands in the way of, which of them lack least, and
totals.
"""
from __future__ import annotations

import argparse
import collections
import concurrent.futures
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REQUESTS = re.compile(r"\b((devm_)?request_(threaded_irq|irq|any_context_irq|nmi|percpu_irq)|pci_request_irq)\s*\(")
INCLUDE = re.compile(r"^\s*#\s*include\s*<([^>]+)>", re.M)
NO_CODE = re.compile(r"^\s*($|//|/?\*)")
LEAST, MOST = 60, 300
SECONDS = 60
HEADER = re.compile(r"fatal error: '([^']+)' file not found")
NAME = re.compile(r"error: (?:call to undeclared function|use of undeclared identifier|unknown type name|"
                  r"no member named|field designator|variable has incomplete type|incomplete definition of type|"
                  r"field has incomplete type) '([^']+)'(?:[^\n]*?(?:in|type) '([^']+)')?")
MISSING = re.compile(r"the runtime does not implement (.*)")


# Folders and files of the tree's include/ that describe hardware and not the API.
HARDWARE = ["dt-bindings", "linux/mfd", "linux/platform_data", "linux/soc", "linux/pci_ids.h", "soc",
            "uapi/linux/input-event-codes.h"]


def link_hardware(source: Path, to: Path) -> None:
    for name in HARDWARE:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).symlink_to(source / "include" / name)


def fill_stubs(drivers: list[Path], ours: Path, hardware: Path, to: Path) -> None:
    """Empty files for all headers that there are not, to see beyond the first of them."""
    for path in drivers:
        for header in INCLUDE.findall(path.read_text(errors="replace")):
            if not (ours / header).exists() and not (hardware / header).exists():
                (to / header).parent.mkdir(parents=True, exist_ok=True)
                (to / header).touch()


def small_drivers(source: Path) -> list[Path]:
    found = []
    for path in sorted((source / "drivers").rglob("*.c")):
        text = path.read_text(errors="replace")
        if REQUESTS.search(text):
            lines = sum(not NO_CODE.match(line) for line in text.splitlines())
            if LEAST <= lines <= MOST:
                found.append(path)
    return found


def look(clang: str, path: Path, folders: list[Path]) -> str:
    """Returns: all complaints of the compiler when no header is missing."""
    line = [clang, "-std=gnu11", "-fsyntax-only", "-ferror-limit=0", "-w", "-DKBUILD_MODNAME=\"driver\"",
            "-include", "linux/kconfig.h", *(f"-I{folder}" for folder in folders), f"-I{path.parent}", str(path)]
    return subprocess.run(line, capture_output=True, text=True).stderr


def obstacles(text: str) -> list[str]:
    """What the compiler, or the host, says is not there."""
    found = [f"<{header}>" for header in HEADER.findall(text)]
    found += [name if not record else f"{record}.{name}" for name, record in NAME.findall(text)]
    for names in MISSING.findall(text):
        found += names.split(", ")
    if not found:
        found = re.findall(r"error: (.*)", text)[:1]
    return list(dict.fromkeys(found))


def run(args: argparse.Namespace, path: Path, hardware: Path, stubs: Path) -> dict:
    """Returns: verdict, seconds, and the traps or obstacles."""
    line = [args.irqlint, "witness", "--json", "--bound", "1,0", "--seeds", "0", str(path), "--",
            "-w", f"-I{path.parent}", f"-I{hardware}"]
    began = time.monotonic()
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return {"verdict": "timeout", "seconds": SECONDS, "notes": []}
    seconds = time.monotonic() - began
    if done.returncode == 2:
        if "nothing starts it" in done.stderr:
            return {"verdict": "no module", "seconds": seconds, "notes": []}
        text = done.stderr + look(args.clang, path, [args.headers, hardware, stubs])
        return {"verdict": "does not compile", "seconds": seconds, "notes": obstacles(text)}
    records = [json.loads(text) for text in done.stdout.splitlines() if text.startswith("{")]
    notes = [f"{r['rule']}: {r['line']}: {r['function']}(): {r['message']} [{r['replay']}]"
             for r in records if "rule" in r]
    verdict = {0: "survived", 1: "trapped", 3: "bound"}.get(done.returncode, f"exit {done.returncode}")
    summary = next((r for r in records if "schedules" in r), {})
    return {"verdict": verdict, "seconds": seconds, "notes": notes, "schedules": summary.get("schedules", 0)}


def report(results: dict[str, dict], args: argparse.Namespace) -> None:
    blocked = collections.Counter()
    alone = collections.Counter()
    for name, result in results.items():
        if result["verdict"] == "does not compile":
            blocked.update(result["notes"])
            if len(result["notes"]) == 1:
                alone.update(result["notes"])
            continue
        print(f"{name}: {result['verdict']}, {result.get('schedules', 0)} schedules, {result['seconds']:.1f} s")
        for note in result["notes"]:
            print(f"    {note}")
    print("\nin the way of drivers (alone / at all):")
    for name, count in sorted(blocked.items(), key=lambda item: (-alone[item[0]], -item[1]))[:100]:
        print(f"  {alone[name]:4} {count:4}  {name}")
    print("\nlacking least:")
    nearest = sorted((len(result["notes"]), name) for name, result in results.items()
                     if result["verdict"] == "does not compile")
    for _, name in nearest[:args.nearest]:
        print(f"  {name}: {', '.join(results[name]['notes'])}")
    totals = collections.Counter(result["verdict"] for result in results.values())
    print("\n" + ", ".join(f"{verdict}: {count}" for verdict, count in totals.most_common()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--headers", type=Path, default=Path("include/kernel"))
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--nearest", type=int, default=20, help="how many of those that lack least to show")
    parser.add_argument("--only", default="", help="drivers whose path contains this")
    parser.add_argument("--out", type=Path, help="all results as JSON")
    parser.add_argument("source", type=Path)
    args = parser.parse_args()
    drivers = [path for path in small_drivers(args.source) if args.only in str(path)]
    if not drivers:
        print(f"{args.source}: no drivers", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        hardware, stubs = Path(scratch, "hardware"), Path(scratch, "stubs")
        link_hardware(args.source, hardware)
        fill_stubs(drivers, args.headers, hardware, stubs)
        results = dict(zip((path.relative_to(args.source).as_posix() for path in drivers),
                           pool.map(lambda path: run(args, path, hardware, stubs), drivers)))
    report(results, args)
    if args.out:
        args.out.write_text(json.dumps(results, indent=1))
    return 1 if any(result["verdict"].startswith("exit") for result in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
