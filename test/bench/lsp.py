# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures the language server on files of a kernel, as an editor sees it.

usage: lsp.py --irqlint PROGRAM [--edits N] [--long N] [--check] KERNEL [FILE...]

Per file: from opening it to its first diagnostics, without anything kept of earlier runs, with compiled headers,
and with all that an earlier server kept; from an edit to its diagnostics over N edits (200) at places all over the
file; whether anything is said of an older text after a burst of edits; and the memory of all processes over N more
edits (1000).  --check: ends with 1 when a figure is worse than what the server is meant to reach.
"""
from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from lsp_client import EVERYTHING, Client, at  # noqa: E402

FILES = ["drivers/net/ethernet/realtek/r8169_main.c", "drivers/mmc/host/sdhci.c", "sound/pci/hda/hda_intel.c"]
FIRST, EDIT = 0.4, 0.120  # seconds; what is to be reached
BURST = 50


class Editor:
    """A document in a server, with edits as somebody makes them who writes code."""

    def __init__(self, client: Client, path: Path) -> None:
        self.client, self.path = client, path
        self.lines = path.read_text(errors="replace").split("\n")
        self.random = random.Random(1)
        self.version = 1
        self.inserted: list[list[str]] = []
        self.places = [i + 1 for i, line in enumerate(self.lines)
                       if line.startswith("\t") and line.endswith(";") and "\\" not in line and i > 100 and
                       self.lines[i - 1].endswith((";", "{", "}")) and not line.startswith("\t.")]

    def open(self) -> float:
        started = time.monotonic()
        self.uri = self.client.open(self.path, "\n".join(self.lines))
        self.found = self.client.published(self.uri, 1)
        return time.monotonic() - started

    def replace(self, line: int, count: int, new: list[str]) -> None:
        self.version += 1
        self.lines[line:line + count] = new
        self.client.change(self.uri, self.version, {"range": at(line, 0, line + count, 0),
                                                    "text": "".join(text + "\n" for text in new)})

    def edit(self) -> None:
        """Writes a few lines somewhere, or takes some away that were written before."""
        if len(self.inserted) > 8:
            block = self.inserted.pop(self.random.randrange(len(self.inserted)))
            line = next(i for i in range(len(self.lines)) if self.lines[i:i + len(block)] == block)
            self.replace(line, len(block), [])
            self.places = [p - len(block) if p > line else p for p in self.places]
            return
        line, number = self.random.choice(self.places), self.version
        kind = self.random.randrange(4)
        if kind == 0:
            block = [f"\t/* note {number}: " + " ".join(["somebody", "explains"] * self.random.randrange(1, 6)) + " */"]
        elif kind == 1:
            block = ["\tif (unlikely(jiffies == %d)) {" % number, "\t\tpr_debug(\"odd %d\\n\");" % number, "\t}"]
        elif kind == 2:
            block = [f"\t{{ int count_{number} = {number}; WARN_ON_ONCE(!count_{number}); }}"]
        else:
            block = ["\tdo {"] + [f"\t\tmight_sleep(); /* {number}.{i} */" for i in range(12)] + ["\t} while (0);"]
        self.inserted.append(block)
        self.places = [p + len(block) if p >= line else p for p in self.places]
        self.replace(line, 0, block)

    def timed_edit(self) -> float:
        started = time.monotonic()
        self.edit()
        self.found = self.client.published(self.uri, self.version)
        return time.monotonic() - started


def start(args: argparse.Namespace, scratch: Path, cache: Path) -> Client:
    client = Client([args.irqlint, "lsp"], scratch, {"IRQLINT_CACHE_DIR": str(cache)})
    client.initialize([args.kernel], EVERYTHING, {"workspace": False})
    return client


def descendants(process: int) -> list[int]:
    children = [int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [process] + [d for child in children for d in descendants(child)]


def memory(client: Client) -> float:
    """Returns MiB; what processes share is counted once."""
    total = 0
    for process in descendants(client.process.pid):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total / 1024


def burst(editor: Editor) -> bool:
    """Returns whether something is said of an older text after a newer one."""
    for _ in range(BURST):
        editor.edit()
    seen, stale = 0, False
    while seen != editor.version:
        params = editor.client.next("textDocument/publishDiagnostics", where=lambda p: p["uri"] == editor.uri)
        stale = stale or params is None or params["version"] < seen
        if params is None:
            break
        seen = params["version"]
    later = editor.client.next("textDocument/publishDiagnostics", 0.5, lambda p: p["uri"] == editor.uri)
    return stale or (later is not None and later["version"] < seen)


def measure(args: argparse.Namespace, name: str, scratch: Path) -> bool:
    source = next(p for p in (args.kernel / "src" / name, args.kernel / name) if p.exists())
    cache = scratch / name.replace("/", "-")
    firsts = []
    for _ in range(3):
        client = start(args, scratch, cache)
        editor = Editor(client, source)
        firsts.append(editor.open())
        # Headers may still be compiled; an editor's user does not wait for that either.
        client.next("textDocument/publishDiagnostics", args.settle, lambda p: False)
        if len(firsts) < 3:
            client.end()
    editor.timed_edit()
    times = sorted(editor.timed_edit() for _ in range(args.edits))
    p95 = times[len(times) * 95 // 100]
    stale = burst(editor)
    before, most = memory(client), 0.0
    for i in range(args.long):
        editor.timed_edit()
        if i % max(1, args.long // 20) == 0:
            most = max(most, memory(client))
    after = memory(client)
    print(f"{name:<44} {firsts[0]:>7.3f} {firsts[1]:>7.3f} {firsts[2]:>7.3f} {statistics.median(times) * 1e3:>7.0f} "
          f"{p95 * 1e3:>7.0f} {times[-1] * 1e3:>7.0f} {'STALE' if stale else 'none':>6} {before:>7.0f} {most:>7.0f} "
          f"{after:>7.0f}", flush=True)
    client.end()
    # What allocators keep is given some room.
    return firsts[2] <= FIRST and p95 <= EDIT and not stale and after <= before * 1.1 + 8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--long", type=int, default=1000)
    parser.add_argument("--settle", type=float, default=10, help="seconds between opening a file and going on")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("kernel", type=Path)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    args.irqlint = os.path.abspath(args.irqlint)
    args.kernel = args.kernel.resolve()
    print(f"seconds to the first diagnostics (nothing kept, headers kept, again); milliseconds from one of "
          f"{args.edits} edits to\nits diagnostics; old diagnostics after {BURST} edits at once; MiB before, at most and after "
          f"{args.long} edits\n")
    print(f"{'file':<44} {'cold':>7} {'warm':>7} {'again':>7} {'median':>7} {'p95':>7} {'most':>7} {'stale':>6} "
          f"{'MiB':>7} {'most':>7} {'after':>7}")
    good = True
    with tempfile.TemporaryDirectory() as directory:
        for name in args.files or FILES:
            good = measure(args, name, Path(directory)) and good
    return 1 if args.check and not good else 0


if __name__ == "__main__":
    sys.exit(main())
