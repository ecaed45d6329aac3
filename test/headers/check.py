# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles every kernel-API header alone (twice included), all together, and the API assertions; and the headers
of the typed registrations, in C and in C++, with mistakes that have to be refused.

usage: check.py --include DIR COMPILER...
"""
import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

WARNINGS = ["-fsyntax-only", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-Wno-unused-function",
            "-Wno-pointer-arith"]
KERNEL = ["-std=gnu11", "-x", "c"]
# The typed registrations use the kernel's API and nothing of GNU C but what is marked as such.
TYPED = {"C11": ["-std=c11", "-x", "c"], "C++17": ["-std=c++17", "-x", "c++"]}
MISTAKE = re.compile(r"defined\((MISTAKE_\w+)\)\s+/\* (?:(\w+): )?(.*?) \*/")


def compiles(compiler: str, include: Path, source: str, flags: list[str]) -> str:
    """Returns the compiler's complaint, empty when there is none."""
    roots = [f"-I{include}", f"-I{include.parent}"]
    done = subprocess.run([compiler, *WARNINGS, *roots, *flags, "-"], input=source, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def typed_cases(include: Path) -> list[tuple[str, str, list[str]]]:
    headers = [f"irqrt/{path.name}" for path in sorted((include.parent / "irqrt").glob("*.h"))]
    cases = [(f"{header} in {language}", f"#include <{header}>\n#include <{header}>\n", flags)
             for header in headers for language, flags in TYPED.items()]
    return cases + [("typed.c", (Path(__file__).parent / "typed.c").read_text(), ["-std=gnu11", "-x", "c"])]


def check_mistakes(compiler: str, include: Path) -> list[str]:
    """Returns what is wrong."""
    source = (Path(__file__).parent / "typed.c").read_text()
    wrong = []
    for name, only, text in MISTAKE.findall(source):
        complaint = compiles(compiler, include, f"#define {name}\n{source}", KERNEL)
        if only in ("", compiler.split("-")[0]) and text not in complaint:
            wrong.append(f"typed.c with {name} and {compiler}: no complaint '{text}':\n{complaint}\n")
    return wrong or ([] if MISTAKE.search(source) else ["typed.c: no mistakes in it"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", type=Path, required=True)
    parser.add_argument("compilers", nargs="+")
    args = parser.parse_args()
    headers = sorted(p.relative_to(args.include).as_posix() for p in args.include.rglob("*.h"))
    sources = {h: f"#include <{h}>\n#include <{h}>\n" for h in headers}
    sources["all headers together"] = "".join(f"#include <{h}>\n" for h in headers)
    sources["api.c"] = (Path(__file__).parent / "api.c").read_text()
    cases = [(name, source, KERNEL) for name, source in sources.items()] + typed_cases(args.include)
    passed = failed = 0
    for compiler in args.compilers:
        if not shutil.which(compiler):
            print(f"{compiler}: not installed, left out")
            continue
        for name, source, flags in cases:
            complaint = compiles(compiler, args.include, source, flags)
            passed, failed = passed + (not complaint), failed + bool(complaint)
            if complaint:
                print(f"{name} with {compiler}:\n{complaint}\n")
        mistakes = check_mistakes(compiler, args.include)
        failed += len(mistakes)
        print("\n".join(mistakes), end="")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
