# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a run meets in the wild: huge databases, odd names, full disks, files that go away, ^C.

usage: hostile.py --irqlint PROGRAM --include DIR [--megabytes N]
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = """#include <linux/interrupt.h>

static irqreturn_t NAME_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int NAME_setup(void);
int NAME_setup(void)
{
	return request_irq(7, NAME_isr, IRQF_SHARED, "NAME", NULL);
}
"""


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"hostile.py: failed: {text}")


class Tree:
    def __init__(self, directory: Path, irqlint: str, include: str) -> None:
        self.directory, self.irqlint, self.include = directory, irqlint, include

    def source(self, name: str, text: str = SOURCE) -> Path:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("NAME", path.stem))
        return path

    def entry(self, name: str, **more: object) -> dict:
        words = ["cc", "-std=gnu11", f"-I{self.include}", f'-DKBUILD_MODNAME="{name}"', "-c", name]
        return {"directory": str(self.directory), "file": name, "arguments": words} | more

    def database(self, entries: list[dict], name: str = "compile_commands.json") -> None:
        (self.directory / name).write_text(json.dumps(entries))

    def run(self, code: int, *words: str) -> subprocess.CompletedProcess:
        done = subprocess.run([self.irqlint, *words], cwd=self.directory, capture_output=True, text=True,
                              env={**os.environ, "TMPDIR": str(self.directory)})
        said = done.stdout + done.stderr
        check(done.returncode == code, f"{words}: ended with {done.returncode}, not {code}:\n{said}")
        check(not list(self.directory.glob("irqlint-*")), f"{words}: something is left behind")
        return done

    def found(self, code: int, *words: str) -> list[str]:
        done = self.run(code, "check", "--output=json", *words)
        return [json.loads(line)["function"] for line in done.stdout.splitlines()]


def huge_database(tree: Tree, megabytes: int) -> None:
    tree.source("one.c")
    filler = tree.entry("drivers/filler.c", output="x" * 200)
    count = megabytes * 1_000_000 // len(json.dumps(filler))
    entries = [{**filler, "file": f"drivers/filler{number}.c"} for number in range(count)]
    tree.database([*entries, tree.entry("one.c")])
    size = (tree.directory / "compile_commands.json").stat().st_size
    start = time.monotonic()
    check(tree.found(1, "-p", ".", "one.c") == ["one_setup"], "the file is found among many")
    print(f"ok a database of {size / 1e6:.0f} MB: {time.monotonic() - start:.1f} s")


def odd_entries(tree: Tree) -> None:
    tree.source("one.c")
    tree.source("sub/two.c")
    (tree.directory / "link.c").symlink_to("one.c")
    (tree.directory / "linked").symlink_to("sub")
    twice = [tree.entry("one.c"), tree.entry("one.c"), tree.entry("./sub/../one.c")]
    tree.database([*twice, tree.entry("sub/two.c")])
    check(tree.found(1, "-p", ".") == ["one_setup", "two_setup"], "a file that is built several times is told once")
    check(tree.found(1, "-p", ".", "./sub/../one.c") == ["one_setup"], "a name with dots")
    check(tree.found(1, "-p", ".", str(tree.directory / "one.c")) == ["one_setup"], "an absolute name")
    check(tree.found(1, "-p", ".", "linked/two.c") == ["two_setup"], "a name through a link")
    tree.database([tree.entry("link.c")])
    check(tree.found(1, "-p", ".", "link.c") == ["one_setup"], "a source that is a link")
    tree.database([{"directory": ".", "file": "one.c", "command": f"cc -I'{tree.include}' -c one.c"}])
    check(tree.found(1, "-p", ".") == ["one_setup"], "a relative directory")
    print("ok odd entries")


def missing_things(tree: Tree) -> None:
    tree.source("one.c")
    gone = tree.source("gone.c")
    tree.database([tree.entry("one.c"), tree.entry("gone.c"), tree.entry("bare.c", arguments=["cc", "-c", "bare.c"])])
    tree.source("bare.c")
    done = tree.run(3, "check", "-p", ".")
    check("bare.c: error: does not parse" in done.stderr and done.stdout.count("warning:") == 2, "flags are missing")
    gone.unlink()
    done = tree.run(3, "check", "-p", ".")
    check("gone.c: error: cannot read" in done.stderr and done.stdout.count("warning:") == 1, "a source has gone")
    for form in ("text", "json", "sarif", "html", "junit"):
        done = tree.run(2, "check", "-p", ".", f"--output={form}=/dev/full", "one.c")
        check("/dev/full: cannot write: No space left" in done.stderr, f"{form} on a full disk")
    with open("/dev/full", "w") as full:
        done = subprocess.run([tree.irqlint, "check", "-p", ".", "one.c"], cwd=tree.directory, stdout=full,
                              stderr=subprocess.PIPE, text=True)
    check(done.returncode == 2 and "standard output: cannot write" in done.stderr, "standard output on a full disk")
    print("ok missing things")


def interrupted(tree: Tree) -> None:
    """A module of several files needs a directory for facts; it is gone after ^C, and so are the workers."""
    names = [f"part{number}.c" for number in range(40)]
    for name in names:
        tree.source(name, "#include <linux/interrupt.h>\n#include <linux/slab.h>\n#include <linux/pci.h>\n" + SOURCE)
    flags = ["cc", f"-I{tree.include}", '-DKBUILD_MODNAME="parts"', "-c"]
    tree.database([tree.entry(name, arguments=[*flags, name]) for name in names])
    process = subprocess.Popen([tree.irqlint, "check", "-j2", "-p", "."], cwd=tree.directory, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tree.directory)})
    deadline = time.monotonic() + 60
    while not list(tree.directory.glob("irqlint-*/*")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    check(process.poll() is None, "the run is long enough to be interrupted")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    check(process.returncode == 130, f"^C ends with 130, not {process.returncode}")
    check(not list(tree.directory.glob("irqlint-*")), "facts are gone after ^C")
    print("ok ^C")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--megabytes", type=int, default=8)
    options = parser.parse_args()
    tests = [lambda tree: huge_database(tree, options.megabytes), odd_entries, missing_things, interrupted]
    for test in tests:
        with tempfile.TemporaryDirectory() as name:
            test(Tree(Path(name).resolve(), str(Path(options.irqlint).resolve()), str(Path(options.include).resolve())))


if __name__ == "__main__":
    main()
