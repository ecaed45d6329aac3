# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What other checkers cost for the same files of a kernel, beside irqlint.

usage: peers.py --build DIR [--files N] [--seed N] KERNEL

KERNEL is the directory that `make kernel` fills.  CPU time of all processes together, one file after the
other, as a multiple of `clang -fsyntax-only`; each checker is called as the kernel's own targets call it
(`make C=1`, `coccicheck`, `clang-tidy`, `clang-analyzer`).  A checker that is not installed is left out,
and so is said.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kernel_files import CLANG, children, flags, run, sample, syntax

TIDY = "clang-tidy-19"
# What the kernel's Makefiles pass besides the flags of the file.
SPARSE = ["-D__linux__", "-Dlinux", "-D__STDC__", "-Dunix", "-D__unix__", "-Wbitwise", "-Wno-return-void",
          "-Wno-unknown-attribute", "-D__CHECKER__", "-D__x86_64__", "--arch=x86_64", "-mlittle-endian", "-m64"]
# The semantic patches of the kernel that are about interrupts.
SEMANTIC = ["misc/irqf_oneshot.cocci", "free/devm_free.cocci", "api/platform_get_irq.cocci"]


def sparse(entry, _):
    run(entry, "sparse", *SPARSE, *[word for word in flags(entry) if not word.startswith("-W")])


def coccinelle(entry, kernel: Path):
    scripts = kernel / "src" / "scripts" / "coccinelle"
    found = [word[2:] for word in flags(entry) if word.startswith("-I") and word != "-I"]
    includes = [part for directory in found for part in ("-I", directory)]
    for script in SEMANTIC:
        if (scripts / script).exists():
            run(entry, "spatch", "-D", "report", "--no-show-diff", "--very-quiet", "--cocci-file",
                str(scripts / script), *includes, entry["file"])


def tidy(checks: str):
    return lambda entry, kernel: run(entry, TIDY, "-p", str(kernel), "--quiet", f"-checks=-*,{checks}", entry["file"])


def analyzer(entry, _):
    run(entry, CLANG, "--analyze", "-Xclang", "-analyzer-output=text", *flags(entry))


PEERS = {
    "sparse": ("sparse", sparse),
    "clang-tidy, linuxkernel-*": (TIDY, tidy("linuxkernel-*")),
    "clang-tidy, bugprone-*": (TIDY, tidy("bugprone-*")),
    "clang --analyze": (CLANG, analyzer),
    "Coccinelle, three semantic patches": ("spatch", coccinelle),
}


def cost(work) -> float:
    """Returns the CPU seconds of the processes that WORK waits for."""
    before = children()
    work()
    return children() - before


def check(build: Path, place: Path):
    done = subprocess.run([f"{build}/bin/irqlint", "check", "-p", str(place), "-j1", "--output", "json=/dev/null"],
                          env={**os.environ, "IRQLINT_CACHE_DIR": str(place / "cache")}, stderr=subprocess.PIPE,
                          text=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"peers.py: error: irqlint ended with {done.returncode}: {done.stderr[-500:]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("kernel", type=Path)
    args = parser.parse_args()
    chosen = sample("peers.py", args.kernel, args.files, args.seed)
    base = syntax(chosen)
    print(f"{len(chosen)} files, clang -fsyntax-only: {base:.1f} s CPU\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        (place / "compile_commands.json").write_text(json.dumps(chosen))
        for run_name in ("irqlint, nothing kept yet", "irqlint, again"):
            print(f"{run_name:<36} {cost(lambda: check(args.build.resolve(), place)) / base:8.4f}", flush=True)
    for title, (program, work) in PEERS.items():
        if not shutil.which(program):
            print(f"{title:<36} {program} is not installed", flush=True)
            continue
        print(f"{title:<36} {cost(lambda: [work(entry, args.kernel) for entry in chosen]) / base:8.4f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
