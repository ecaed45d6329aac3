# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Installs what was built, moves it, and builds and runs a program of somebody else's with it.

usage: install.py --build DIR --cmake CMAKE --generator NAME --compiler CLANG --pkg-config PROGRAM
"""
from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Failed(Exception):
    """A command ended as it should not."""


def run(line: list, code: int = 0, **environment: str) -> str:
    done = subprocess.run([str(word) for word in line], capture_output=True, text=True,
                          env=dict(os.environ, **environment))
    if done.returncode != code:
        raise Failed(f"{' '.join(map(str, line))}: exit code {done.returncode}, expected {code}\n"
                     f"{done.stdout}{done.stderr}")
    return done.stdout


def install(args, place: Path) -> Path:
    """Returns: where it is now."""
    first, moved = place / "first", place / "moved"
    run([args.cmake, "--install", args.build, "--prefix", first])
    shutil.move(first, moved)
    for name in ("lib/pkgconfig/irqrt.pc", "lib/cmake/irqrt/irqrtConfig.cmake"):
        text = (moved / name).read_text()
        if str(first) in text or str(HERE.parents[1]) in text:
            raise Failed(f"{name} names where it was built or installed")
    return moved


def by_pkg_config(args, prefix: Path, place: Path) -> None:
    def ask(*words: str) -> list[str]:
        return run([args.pkg_config, *words, "irqrt"], PKG_CONFIG_PATH=str(prefix / "lib/pkgconfig")).split()

    flags = [*ask("--cflags"), *ask("--variable=driver_cflags")]
    for name, code in (("GOOD", 0), ("BAD", 1)):
        made, program = place / f"{name}.o", place / name
        run([args.compiler, *flags, f"-D{name}", "-Wall", "-Wextra", "-Werror", "-c", HERE / "consumer.c", "-o", made])
        run([args.compiler, made, *ask("--libs"), "-o", program])
        said = run([program], code)
        if ("irq-freed-while-live" in said) != (name == "BAD"):
            raise Failed(f"{name}: {said}")
        print(f"pkg-config, {name}: {said}", end="")


def by_cmake(args, prefix: Path, place: Path) -> None:
    run([args.cmake, "-S", HERE, "-B", place / "cmake", "-G", args.generator, f"-DCMAKE_PREFIX_PATH={prefix}",
         f"-DCMAKE_C_COMPILER={args.compiler}"])
    run([args.cmake, "--build", place / "cmake"])
    print(f"find_package: {run([place / 'cmake' / 'consumer'])}", end="")


def by_command(prefix: Path) -> None:
    """The command finds its hosts and headers where it is."""
    driver = HERE.parent / "threads" / "count.c"
    for option in ("--json", "--threads"):
        run([prefix / "bin" / "irqlint", "witness", option, driver, "--", "-DATOMIC"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("build", "cmake", "generator", "compiler", "pkg-config"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        try:
            prefix = install(args, place)
            by_pkg_config(args, prefix, place)
            by_cmake(args, prefix, place)
            by_command(prefix)
        except Failed as failure:
            print(failure)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
