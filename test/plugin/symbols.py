# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every symbol that a plugin leaves open must be there in its host.

usage: symbols.py --llvm DIR TIDY_PLUGIN CLANG_PLUGIN

The plugins bind lazily and link nothing of LLVM, so a symbol that the host lacks would only show
when it is called.  Also loads each plugin with all symbols bound at once.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

NEEDED = re.compile(r"\(NEEDED\).*\[(.*)\]")
LIBRARY = re.compile(r"=> (/\S+)")


def symbols(path: Path, *options: str) -> set[str]:
    out = subprocess.run(["nm", "-D", *options, str(path)], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in out.splitlines() if line.strip()}


def libraries(path: Path) -> list[Path]:
    out = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=True).stdout
    return [Path(found[1]) for found in LIBRARY.finditer(out)]


def check(plugin: Path, host: Path, run: list[str]) -> list[str]:
    problems = []
    provided = symbols(host, "--defined-only")
    for library in {*libraries(host), *libraries(plugin)}:
        provided |= symbols(library, "--defined-only")
    for name in sorted(symbols(plugin, "--undefined-only") - provided):
        if not name.startswith(("_ITM_", "__gmon_start__")):
            problems.append(f"{plugin.name}: {name} is not defined by {host.name}")
    dynamic = subprocess.run(["readelf", "-d", str(plugin)], capture_output=True, text=True, check=True).stdout
    for library in NEEDED.findall(dynamic):
        if "LLVM" in library or "clang" in library:
            problems.append(f"{plugin.name}: linked to {library}, which its host brings itself")
    if "BIND_NOW" in dynamic:
        problems.append(f"{plugin.name}: binds at load, so a wrong host would go on without it")
    done = subprocess.run(run, env=os.environ | {"LD_BIND_NOW": "1"}, capture_output=True, text=True)
    if done.returncode or "Error" in done.stderr:
        problems.append(f"{plugin.name}: does not load with all symbols bound: {done.stderr}")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--llvm", type=Path, required=True)
    parser.add_argument("tidy", type=Path)
    parser.add_argument("clang", type=Path)
    args = parser.parse_args()
    tidy, clang = (args.llvm / "bin" / name for name in ("clang-tidy", "clang"))
    listing = [str(tidy), f"--load={args.tidy}", "--checks=-*,irq-*", "--list-checks"]
    compiling = [str(clang), "-fsyntax-only", f"-fplugin={args.clang}", "-x", "c", "/dev/null"]
    problems = check(args.tidy, tidy.resolve(), listing) + check(args.clang, clang.resolve(), compiling)
    print("\n".join(problems) if problems else "all symbols are there")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
