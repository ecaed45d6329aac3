# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares what irqlint costs for many files of a kernel with `clang -fsyntax-only` of the same files.

usage: tree.py --build DIR [--files N] [--seed N] [--jobs N] KERNEL

KERNEL is the directory that `make kernel` fills.  CPU time, all processes together, with a cache of its
own: nothing there yet, everything there, and everything but one file that was edited, in a copy of the
database whose sources lie elsewhere.  Memory is what each process holds of its own at most.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from kernel_files import children, sample, syntax


class Memory(threading.Thread):
    """Watches what the processes below PID hold, in MiB: the most of one, and of all together."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.one, self.all = pid, 0.0, 0.0

    def run(self):
        while True:
            sizes = []
            try:
                listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            except OSError:
                return
            for pid in [str(self.pid), *listed]:
                try:
                    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                    sizes.append(int(re.search(r"^Pss: +(\d+)", rollup, re.MULTILINE)[1]) / 1024)
                except (OSError, TypeError):
                    continue  # it has just ended
            self.one, self.all = max([self.one, *sizes]), max(self.all, sum(sizes))
            time.sleep(0.02)


def check(args, place: Path) -> tuple[float, float, dict, Memory]:
    """Returns CPU and wall seconds of a run over the database in PLACE, its numbers and its memory."""
    start, before = time.monotonic(), children()
    run = subprocess.Popen([f"{args.build}/bin/irqlint", "check", "-p", str(place), "-j", str(args.jobs), "--stats",
                            "--output", f"json={place}/out.json"], stderr=subprocess.PIPE, text=True,
                           env={**os.environ, "IRQLINT_CACHE_DIR": str(place / "cache")})
    memory = Memory(run.pid)
    memory.start()
    errors = run.communicate()[1]
    if run.returncode not in (0, 1, 3):
        sys.exit(f"tree.py: error: irqlint ended with {run.returncode}: {errors[-500:]}")
    stats = re.search(r"^stats: (.*)$", errors, re.MULTILINE)[1]
    return children() - before, time.monotonic() - start, dict(pair.split("=") for pair in stats.split()), memory


def edited(entry, place: Path) -> dict:
    """Returns the entry with its file replaced by one that can be edited: a copy beside the database."""
    copy = place / Path(entry["file"]).name
    shutil.copyfile(entry["file"], copy)
    words = [str(copy) if word == entry["file"] else word for word in entry["arguments"]]
    own = f"-I{Path(entry['file']).parent}"
    return {**entry, "file": str(copy), "arguments": [*words[:1], *words[1:], own]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("kernel", type=Path)
    args = parser.parse_args()
    chosen = sample("tree.py", args.kernel, args.files, args.seed)
    args.build = args.build.resolve()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        target = edited(chosen[0], place)
        (place / "compile_commands.json").write_text(json.dumps([target, *chosen[1:]]))
        rows = {"cold": check(args, place)}
        time.sleep(2.5)  # until files are old enough for their times to be trusted
        check(args, place)
        rows["warm"] = check(args, place)
        with open(target["file"], "a") as source:
            source.write("/* edited */\n")
        rows["one file edited"] = check(args, place)
        rows["warm again"] = check(args, place)
        base = syntax(chosen)
    print(f"{len(chosen)} files, clang -fsyntax-only: {base:.1f} s CPU\n")
    print(f"{'':<16} {'ratio':>8} {'CPU s':>8} {'wall s':>8} {'parsed':>7} {'ahead':>6} {'again':>6} {'MiB':>6} "
          f"{'all':>6}")
    for row, (cpu, wall, numbers, memory) in rows.items():
        parsed = [numbers.get(key, "0") for key in ("parsed", "parsed_ahead", "parsed_again")]
        print(f"{row:<16} {cpu / base:>8.4f} {cpu:>8.2f} {wall:>8.2f} {parsed[0]:>7} {parsed[1]:>6} {parsed[2]:>6} "
              f"{memory.one:>6.0f} {memory.all:>6.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
