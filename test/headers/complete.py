# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that the runtime implements what the kernel-API headers declare.

usage: complete.py --include DIR --clang CLANG --nm NM PROGRAM

Each function and variable that a header declares and does not define has to be a dynamic symbol of
PROGRAM, which is where a driver's object looks for it.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path


def declared(clang: str, include: Path) -> set[str]:
    """Names with external linkage that the headers promise."""
    headers = sorted(p.relative_to(include).as_posix() for p in include.rglob("*.h"))
    source = "".join(f"#include <{h}>\n" for h in headers)
    line = [clang, "-std=gnu11", "-fsyntax-only", f"-I{include}", "-DKBUILD_MODNAME=\"driver\"",
            "-Xclang", "-ast-dump=json", "-x", "c", "-"]
    done = subprocess.run(line, input=source, capture_output=True, text=True, check=True)
    promised, inline = set(), set()
    for node in json.loads(done.stdout)["inner"]:
        if node["kind"] not in ("FunctionDecl", "VarDecl") or node.get("isImplicit"):
            continue
        is_body = any(child["kind"] == "CompoundStmt" for child in node.get("inner", []))
        if node.get("storageClass") == "static" or is_body:
            inline.add(node["name"])
        elif node["kind"] == "FunctionDecl" or node.get("storageClass") == "extern":
            promised.add(node["name"])
    return promised - inline


def defined(nm: str, program: str) -> set[str]:
    done = subprocess.run([nm, "-D", "--defined-only", program], capture_output=True, text=True, check=True)
    return {line.split()[-1].split("@")[0] for line in done.stdout.splitlines()}


# Declared by the headers, and the C library's own: a driver's object finds them there.
LIBRARY = {"memcpy", "memset", "memmove", "memcmp", "memchr", "strlen", "strnlen", "strcmp", "strncmp",
           "strchr", "strrchr", "strstr", "strcpy", "strncpy", "strcat", "strcasecmp", "strncasecmp",
           "sprintf", "sscanf", "vsnprintf", "vsprintf", "strsep", "strspn", "strcspn", "strpbrk", "sort",
           "bsearch"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--include", type=Path, required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--nm", required=True)
    parser.add_argument("program")
    args = parser.parse_args()
    promised = declared(args.clang, args.include)
    missing = sorted(promised - defined(args.nm, args.program) - LIBRARY)
    for name in missing:
        print(f"{name}: declared in {args.include}, not defined by {args.program}")
    print(f"{len(promised)} declared, {len(missing)} missing")
    return 1 if missing or not promised else 0


if __name__ == "__main__":
    sys.exit(main())
