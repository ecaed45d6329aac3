# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles every kernel-API header alone (twice included), all together, and the API assertions.

usage: check.py --include DIR COMPILER...
"""
import argparse
import shutil
import subprocess
import sys
from pathlib import Path

FLAGS = ["-fsyntax-only", "-std=gnu11", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror",
         "-Wno-unused-function", "-Wno-pointer-arith"]


def compiles(compiler: str, include: Path, source: str) -> str:
    """Returns the compiler's complaint, empty when there is none."""
    done = subprocess.run([compiler, *FLAGS, f"-I{include}", "-x", "c", "-"], input=source,
                          capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", type=Path, required=True)
    parser.add_argument("compilers", nargs="+")
    args = parser.parse_args()
    headers = sorted(p.relative_to(args.include).as_posix() for p in args.include.rglob("*.h"))
    sources = {h: f"#include <{h}>\n#include <{h}>\n" for h in headers}
    sources["all headers together"] = "".join(f"#include <{h}>\n" for h in headers)
    sources["api.c"] = (Path(__file__).parent / "api.c").read_text()
    passed = failed = 0
    for compiler in args.compilers:
        if not shutil.which(compiler):
            print(f"{compiler}: not installed, left out")
            continue
        for name, source in sources.items():
            complaint = compiles(compiler, args.include, source)
            passed, failed = passed + (not complaint), failed + bool(complaint)
            if complaint:
                print(f"{name} with {compiler}:\n{complaint}\n")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
