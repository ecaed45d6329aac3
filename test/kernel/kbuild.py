# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The checker in real kernel builds: C=1, C=2, an external module, and make clang-tidy.

usage: kbuild.py --irqlint PROGRAM --source TREE --build DIR --scratch DIR

TREE and DIR are of prepare.py; what is built goes into a copy of DIR in the scratch directory.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OBJECTS = ["drivers/mmc/host/mmci.o", "drivers/mmc/host/wmt-sdmmc.o", "drivers/input/keyboard/lm8333.o",
           "drivers/i2c/busses/i2c-designware-core.o", "drivers/mmc/host/sdhci.o"]
MODULE = """#include <linux/interrupt.h>
#include <linux/module.h>

static irqreturn_t ext_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

static int __init ext_init(void)
{
	return request_irq(7, ext_isr, IRQF_SHARED, "ext", NULL);
}
module_init(ext_init);
MODULE_LICENSE("GPL");
"""


class Build:
    def __init__(self, options: argparse.Namespace) -> None:
        self.irqlint, self.source = options.irqlint.resolve(), options.source.resolve()
        self.directory = options.scratch.resolve() / "build"
        if not self.directory.exists():
            shutil.copytree(options.build, self.directory, symlinks=True)

    def make(self, *goals: str, environment: dict[str, str] | None = None, code: int = 0) -> str:
        command = ["make", "-C", str(self.source), "--no-print-directory", f"O={self.directory}", "ARCH=x86_64",
                   "LLVM=-19", f"-j{os.cpu_count()}", *goals]
        done = subprocess.run(command, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if (done.returncode != 0) != (code != 0):
            sys.exit(f"kbuild.py: make {' '.join(goals)}: ended with {done.returncode}:\n{done.stdout[-4000:]}")
        return done.stdout

    def script(self, name: str, *words: str, environment: dict[str, str] | None = None) -> str:
        """What the goals compile_commands.json and clang-tidy run, once the whole kernel is built."""
        command = [sys.executable, str(self.source / "scripts/clang-tools" / name), *words]
        done = subprocess.run(command, cwd=self.directory, env={**os.environ, **(environment or {})},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(f"kbuild.py: {name}: ended with {done.returncode}:\n{done.stdout[-4000:]}")
        return done.stdout

    def database(self) -> None:
        self.script("gen_compile_commands.py", "-d", str(self.directory), "-o", "compile_commands.json", "drivers")

    def run(self, *words: str) -> list[tuple[str, int, str]]:
        argv = [self.irqlint, *words, "--output=json"]
        done = subprocess.run(argv, cwd=self.directory, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"kbuild.py: irqlint {' '.join(words)}: ended with {done.returncode}:\n{done.stderr}")
        found = map(json.loads, done.stdout.splitlines())
        return sorted((one["file"], one["line"], one["rule"]) for one in found)


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"kbuild.py: failed: {text}")
    print(f"ok {text}", flush=True)


def objects(build: Build) -> None:
    for name in build.directory.rglob(".tmp_*.irqlint"):
        name.unlink()
    for name in OBJECTS:
        (build.directory / name).unlink(missing_ok=True)
    log = build.make("C=1", f"CHECK={build.irqlint} kbuild --preview", *OBJECTS)
    check("warning: " in log and all((build.directory / name).exists() for name in OBJECTS), "C=1 reports and builds")
    check(not list(build.directory.rglob("drivers/**/.*.o.d")), "no file of dependencies is left")
    check("CHECK" not in build.make("C=1", f"CHECK={build.irqlint} kbuild", *OBJECTS), "C=1 checks what is built")
    check(build.make("C=2", f"CHECK={build.irqlint} kbuild", *OBJECTS).count("  CHECK ") >= len(OBJECTS), "C=2 all")
    build.make("C=2", f"CHECK={build.irqlint} kbuild --werror --preview", *OBJECTS, code=2)
    build.make(f"-j{os.cpu_count()}", *OBJECTS)
    check(True, "--werror breaks the build")
    linked = build.run("link", "--preview", "drivers")
    sources = {name for name, _, _ in linked}
    build.database()
    # Modules whose other files are not built are looked at without them in both.
    plain = [one for one in build.run("check", "--preview", "-p", str(build.directory), *sources) if one[0] in sources]
    check(linked and [one for one in linked if one[0] in sources] == plain, f"link and check agree: {len(linked)}")


def external(build: Build) -> None:
    module = build.directory.parent / "ext"
    shutil.rmtree(module, ignore_errors=True)
    module.mkdir()
    (module / "ext.c").write_text(MODULE)
    (module / "Kbuild").write_text("obj-m := ext.o\n")
    log = build.make("C=1", f"CHECK={build.irqlint} kbuild", f"M={module}", "ext.o")
    check("irq-shared-null-cookie" in log and (module / ".tmp_ext.irqlint").exists(), "an external module")


def clang_tidy(build: Build) -> None:
    wrapper = Path(__file__).resolve().parents[2] / "checker/ci"
    plugin = build.irqlint.parents[1] / "lib/irqlint-tidy.so"
    environment = {"PATH": f"{wrapper}:{os.environ['PATH']}", "IRQLINT_PLUGIN": str(plugin)}
    log = build.script("run-clang-tools.py", "clang-tidy", "compile_commands.json", environment=environment)
    check("[irq-" in log, "what make clang-tidy runs, through the wrapper")


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("irqlint", "source", "build", "scratch"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    options = parser.parse_args()
    options.scratch.mkdir(parents=True, exist_ok=True)
    build = Build(options)
    objects(build)
    external(build)
    clang_tidy(build)


if __name__ == "__main__":
    main()
