# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How long an editor waits for irqlint lsp: for the first diagnostics of a file, and after each edit.

usage: lsp.py --build DIR [--edits N] [--seed N] [--keep CACHE] [--check] KERNEL [FILE...]

KERNEL is the directory that `make kernel` fills.  The server runs and has read the database, and headers
that files have in common are compiled; of the files themselves nothing is known.  Wall time in
milliseconds, of 95 in 100 edits at most what is called p95; most edits are keys that are pressed one after
the other, some put lines in or take them out.
Memory is what all processes of the server hold of their own.  After a burst of edits nothing may be said of an
older text once something was said of a newer one.  --check: ends with 1 when a figure is worse than what the
server is meant to reach, or memory grows.
"""
import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from lsp_client import EVERYTHING, Client, at, check  # noqa: E402

FILES = ["drivers/net/ethernet/realtek/r8169_main.c", "drivers/mmc/host/sdhci.c", "sound/pci/hda/hda_intel.c"]
OTHER = "drivers/net/ethernet/realtek/8139too.c"
HEADERS_TIMEOUT = 120  # seconds
FIRST, P95 = 400, 120  # milliseconds, to be reached
BURST = 60
TYPED = "\n\tif (!pdev_of)\n\t\treturn;"


def server(arguments, cache: Path, where: Path) -> Client:
    program = Path(arguments.build).absolute() / "bin/irqlint"
    client = Client([str(program), "lsp"], where, {"IRQLINT_CACHE_DIR": str(cache)})
    database = Path(arguments.kernel)
    client.initialize([database / "src"], EVERYTHING, {"database": str(database)})
    return client


def descendants(pid: int) -> list[int]:
    found, open_ones = [], [pid]
    while open_ones:
        one = open_ones.pop()
        found.append(one)
        try:
            open_ones += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return found


def memory(pid: int) -> float:
    """Returns MiB."""
    total = 0.0
    for one in descendants(pid):
        try:
            found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
        except OSError:
            continue
        total += int(found[1]) / 1024 if found else 0
    return total


def compile_headers(arguments, cache: Path, where: Path) -> None:
    client = server(arguments, cache, where)
    path = Path(arguments.kernel) / "src" / OTHER
    uri = client.open(path)
    client.published(uri, 1)
    until = time.monotonic() + HEADERS_TIMEOUT
    while not list(cache.glob("**/*.notes")) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1)
    client.end()


class Editor:
    """Somebody who types."""

    def __init__(self, text: str, seed: int) -> None:
        self.lines, self.random, self.left = text.split("\n"), random.Random(seed), ""
        self.line = self.column = 0

    def body(self) -> int:
        """Returns a line within a function."""
        choices = [i for i, line in enumerate(self.lines) if re.match(r"\t+\w.*;$", line) and i > 60]
        return self.random.choice(choices)

    def next(self) -> dict:
        if self.left:
            return self.type()
        self.line = self.body()
        kind = self.random.random()
        if kind < 0.7:
            self.column = len(self.lines[self.line])
            self.left = TYPED.replace("pdev_of", f"irqs_{self.random.randrange(100)}")
            return self.type()
        if kind < 0.85:
            text = self.lines[self.line]
            self.lines.insert(self.line, text)
            return {"range": at(self.line, 0), "text": text + "\n"}
        del self.lines[self.line]
        return {"range": at(self.line, 0, self.line + 1, 0), "text": ""}

    def type(self) -> dict:
        key, self.left = self.left[0], self.left[1:]
        line = self.lines[self.line]
        change = {"range": at(self.line, self.column), "text": key}
        if key == "\n":
            self.lines[self.line:self.line + 1] = [line[:self.column], line[self.column:]]
            self.line, self.column = self.line + 1, 0
        else:
            self.lines[self.line] = line[:self.column] + key + line[self.column:]
            self.column += 1
        return change


def is_stale(client: Client, uri: str, version: int, edits: list[dict]) -> bool:
    """Returns whether something is said of an older text after something of a newer one, or not of the last."""
    for i, edit in enumerate(edits):
        client.change(uri, version + i, edit)
    last, seen = version + len(edits) - 1, 0
    while True:
        params = client.next("textDocument/publishDiagnostics", 0.5 if seen == last else 60, lambda p: p["uri"] == uri)
        if params is None:
            return seen != last
        if params["version"] < seen:
            return True
        seen = params["version"]


def measure(arguments, cache: Path, where: Path, name: str) -> bool:
    """Returns whether the figures are as they are meant to be."""
    client = server(arguments, cache, where)
    # The database is read when the first file is opened.
    other = client.open(Path(arguments.kernel) / "src" / OTHER)
    client.published(other, 1)
    client.close(other)
    client.published(other)
    path = Path(arguments.kernel) / "src" / name
    text = path.read_text()
    start = time.monotonic()
    uri = client.open(path, text)
    client.published(uri, 1)
    first = time.monotonic() - start
    # The other files of the module are looked at meanwhile.
    while client.next("textDocument/publishDiagnostics", 3):
        pass
    editor = Editor(text, arguments.seed)
    times, before = [], 0.0
    for i in range(arguments.edits):
        change = editor.next()
        start = time.monotonic()
        client.change(uri, i + 2, change)
        client.published(uri, i + 2)
        times.append((time.monotonic() - start) * 1e3)
        if i == arguments.edits // 10:
            before = memory(client.process.pid)
    after = memory(client.process.pid)
    stale = is_stale(client, uri, arguments.edits + 2, [editor.next() for _ in range(BURST)])
    client.change(uri, arguments.edits + BURST + 2, {"text": text})
    last = client.published(uri, arguments.edits + BURST + 2)
    check(not any("does not parse" in d["message"] for d in last), f"{name} does not parse")
    client.end()
    times.sort()
    print(f"{name:44} first {first * 1e3:5.0f}  p50 {times[len(times) // 2]:4.0f}  "
          f"p95 {times[len(times) * 95 // 100]:4.0f}  most {times[-1]:5.0f} ms  "
          f"memory {before:.0f} then {after:.0f} MiB{'  STALE' if stale else ''}", flush=True)
    # What allocators keep is given some room.
    return first * 1e3 <= FIRST and times[len(times) * 95 // 100] <= P95 and not stale and after <= before * 1.1 + 8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a cache that is there, and stays")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("kernel")
    parser.add_argument("files", nargs="*", default=FILES)
    arguments = parser.parse_args()
    where = Path(tempfile.mkdtemp(prefix="irqlint-bench-lsp-"))
    cache = Path(arguments.keep).absolute() if arguments.keep else where / "cache"
    try:
        if not arguments.keep:
            compile_headers(arguments, cache, where)
        good = [measure(arguments, cache, where, name) for name in arguments.files]
    finally:
        shutil.rmtree(where, ignore_errors=True)
    return 1 if arguments.check and not all(good) else 0


if __name__ == "__main__":
    sys.exit(main())
