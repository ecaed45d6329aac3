# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls the checker as Kbuild does with C=1 and C=2, and looks at what is left behind.

usage: kbuild.py --irqlint PROGRAM --include DIR

A tree of its own stands in for the kernel's: one module of two files, of which only both together are
wrong, and one file that is wrong alone.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKFLAGS = ("-D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise -Wno-return-void -Wno-unknown-attribute  "
              "-D__x86_64__ --arch=x86_64 -mlittle-endian -m64")
ALONE = """#include <linux/interrupt.h>

static irqreturn_t alone_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int alone(void);
int alone(void)
{
	return request_irq(7, alone_isr, IRQF_SHARED, "alone", NULL);
}
"""
HEADER = "#include <linux/interrupt.h>\n\nirqreturn_t pair_isr(int irq, void *cookie);\n"
HANDLER = """#include "pair.h"

irqreturn_t pair_isr(int irq, void *cookie)
{
	return IRQ_WAKE_THREAD;
}
"""
REQUEST = """#include "pair.h"

int pair;
int pair_setup(void);
int pair_setup(void)
{
	return request_irq(7, pair_isr, 0, "pair", &pair);
}
"""


class Tree:
    def __init__(self, directory: Path, irqlint: str, include: str) -> None:
        self.directory, self.irqlint, self.include = directory, irqlint, include
        (directory / "drivers/x").mkdir(parents=True)

    def write(self, name: str, text: str) -> None:
        (self.directory / f"drivers/x/{name}").write_text(text)

    def call(self, code: int, name: str, module: str, *own: str, flags: str = CHECKFLAGS,
             environment: str | None = CHECKFLAGS) -> subprocess.CompletedProcess:
        words = [self.irqlint, "kbuild", *own, *flags.split(), f"-Wp,-MMD,drivers/x/.{name}.o.d",
                 f"-I{self.include}", "-D__KERNEL__", "--target=x86_64-linux-gnu", "-std=gnu11", "-fconserve-stack",
                 "-mrecord-mcount", "-Werror", "-DMODULE", f'-DKBUILD_BASENAME="{name}"',
                 f'-DKBUILD_MODNAME="{module}"',
                 str(self.directory / f"drivers/x/{name}.c")]
        variables = {key: value for key, value in os.environ.items() if key != "CHECKFLAGS"}
        if environment is not None:
            variables["CHECKFLAGS"] = environment
        return self.run(code, words, variables)

    def run(self, code: int, words: list[str], variables: dict[str, str] | None = None) -> subprocess.CompletedProcess:
        done = subprocess.run(words, cwd=self.directory, env=variables, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True)
        if done.returncode != code:
            sys.exit(f"kbuild.py: {' '.join(words[1:4])} ...: ended with {done.returncode}, not {code}:\n"
                     f"{done.stdout}{done.stderr}")
        return done

    def files(self) -> list[str]:
        found = (self.directory / "drivers/x").iterdir()
        return sorted(path.name for path in found if path.suffix not in (".c", ".h"))


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"kbuild.py: failed: {text}")


def one_source(tree: Tree) -> None:
    tree.write("alone.c", ALONE)
    done = tree.call(0, "alone", "alone")
    check("drivers/x/alone.c:11:9: warning: " in done.stderr and not done.stdout, f"reported: {done.stderr}")
    check(tree.files() == [".tmp_alone.irqlint"], f"nothing but facts is left: {tree.files()}")
    more = CHECKFLAGS + " -Wsparse-all"
    for flags, environment in ((CHECKFLAGS, None), ("", None), (more, more), (CHECKFLAGS, "-Dother")):
        check("warning: " in tree.call(0, "alone", "alone", flags=flags, environment=environment).stderr,
              f"with sparse's flags as {environment!r}")
    tree.call(1, "alone", "alone", "--werror")
    check("warning: " not in tree.call(0, "alone", "alone", "--rules", "irq-bad-return", "--werror").stderr, "options")
    check(tree.call(0, "alone", "alone", "--output=smatch").stderr.count(" alone() error: ") == 1, "formats")
    tree.call(0, "alone", "alone", "--output", "json=alone.json")
    check("irq-shared-null-cookie" in (tree.directory / "alone.json").read_text(), "into a file")
    tree.write("alone.c", "int broken(\n")
    check("does not parse" in tree.call(0, "alone", "alone").stderr, "a source that does not parse breaks no build")
    tree.call(3, "alone", "alone", "--werror")
    check("irqlint kbuild" in tree.run(0, [tree.irqlint, "kbuild", "--help"]).stdout, "help")
    tree.run(2, [tree.irqlint, "kbuild"])
    tree.write("alone.c", ALONE)
    tree.call(0, "alone", "alone")


def a_module(tree: Tree) -> None:
    tree.write("pair.h", HEADER)
    tree.write("handler.c", HANDLER)
    tree.write("request.c", REQUEST)
    for name in ("handler", "request"):
        check("warning: " not in tree.call(0, name, "pair").stderr, f"{name} alone is not wrong")
    done = tree.run(1, [tree.irqlint, "link"])
    both = "irq-wake-without-thread" in done.stdout and "irq-shared-null-cookie" in done.stdout
    check(both, f"linked: {done.stdout}")
    for name in ("handler", "request"):
        check(f"drivers/x/{name}.c" in done.stdout, f"with a place in {name}.c")
    done = tree.run(1, [tree.irqlint, "link", "--output=sarif", "drivers"])
    check("irq-wake-without-thread" in done.stdout, "a directory")
    tree.run(2, [tree.irqlint, "link", "nowhere"])
    (tree.directory / "empty").mkdir()
    check("C=1" in tree.run(2, [tree.irqlint, "link", "empty"]).stderr, "what is missing is told")
    (tree.directory / "drivers/x/.tmp_handler.irqlint").write_bytes(b"ILFACTS")
    check(".tmp_handler.irqlint" in tree.run(3, [tree.irqlint, "link"]).stderr, "broken facts are named")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tree = Tree(Path(name).resolve(), str(Path(options.irqlint).resolve()), str(Path(options.include).resolve()))
        for test in (one_source, a_module):
            test(tree)
            print(f"ok {test.__name__}")


if __name__ == "__main__":
    main()
