# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the front doors over a file and compares their findings with its expect markers.

usage: verify.py --build DIR [--front cli|tidy|clang|all] [--confidence LEVEL] FILE [-- FLAGS]

A line that is to be reported carries /* expect: irq-rule */.  Any other finding, a finding that is
missing, a front door that fails and front doors that differ are errors.
"""
import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

EXPECT = re.compile(r"/\*\s*expect:\s*([^*]*?)\s*\*/")
WARNING = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+):\d+: (?P<level>warning|error): .*?(?: \[(?P<rules>[^\]]*)\])?$")
CLANG_TIDY, CLANG = "clang-tidy-19", "clang-19"


class Failed(Exception):
    pass


def expected(path: Path) -> set[tuple[int, str]]:
    return {(number, name.strip()) for number, text in enumerate(path.read_text().split("\n"), start=1)
            for found in EXPECT.finditer(text) for name in found[1].split(",")}


def run(argv: list[str], allowed: tuple[int, ...]) -> subprocess.CompletedProcess:
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode not in allowed:
        raise Failed(f"{' '.join(argv)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def parse_text(output: str, path: Path) -> set[tuple[int, str]]:
    found = set()
    for text in output.split("\n"):
        match = WARNING.match(text)
        if not match:
            continue
        # clang-tidy joins two checks that say the same about one place.
        rules = [r for r in (match["rules"] or "").split(",") if r.startswith("irq-")]
        if match["level"] == "error" or not rules:
            raise Failed(f"not a finding: {text}")
        if Path(match["file"]).resolve() != path.resolve():
            raise Failed(f"a finding in another file: {text}")
        found |= {(int(match["line"]), rule) for rule in rules}
    return found


def cli(args, flags: list[str]) -> set[tuple[int, str]]:
    done = run([f"{args.build}/bin/irqlint", "check", "--rules", "all", "--confidence", args.confidence,
                "--output", "json", str(args.file), "--", *flags], (0, 1))
    found = [json.loads(line) for line in done.stdout.split("\n") if line]
    if (done.returncode == 1) != bool(found):
        raise Failed(f"irqlint ended with {done.returncode} and {len(found)} findings")
    return {(f["line"], f["rule"]) for f in found}


def tidy(args, flags: list[str]) -> set[tuple[int, str]]:
    config = "{CheckOptions: {irqlint.Confidence: %s}}" % args.confidence
    done = run([CLANG_TIDY, f"--load={args.build}/lib/irqlint-tidy.so", "--checks=-*,irq-*",
                f"--config={config}", "--header-filter=.*", str(args.file), "--", *flags], (0,))
    return parse_text(done.stdout, args.file)


def clang(args, flags: list[str]) -> set[tuple[int, str]]:
    plugin = "-fplugin-arg-irqlint-"
    done = run([CLANG, "-fsyntax-only", f"-fplugin={args.build}/lib/irqlint-clang.so", f"{plugin}rules=all",
                f"{plugin}confidence={args.confidence}", *flags, str(args.file)], (0,))
    return parse_text(done.stderr, args.file)


FRONTS = {"cli": cli, "tidy": tidy, "clang": clang}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--front", choices=[*FRONTS, "all"], default="all")
    parser.add_argument("--confidence", default="likely")
    own = sys.argv[1:]
    flags = []
    if "--" in own:
        own, flags = own[:own.index("--")], own[own.index("--") + 1:]
    parser.add_argument("file", type=Path)
    args = parser.parse_args(own)

    wanted = expected(args.file)
    lines = args.file.read_text().split("\n")
    wrong = 0
    for name, front in FRONTS.items():
        if args.front not in (name, "all"):
            continue
        try:
            found = front(args, flags)
        except Failed as failure:
            print(f"{name}: {failure}")
            wrong += 1
            continue
        for line, rule in sorted(wanted ^ found):
            kind = "missing" if (line, rule) in wanted else "not expected"
            print(f"{args.file}:{line}: {name}: {kind}: {rule}\n    {lines[line - 1].strip()}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
