# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Turns Debian's linux-source package into a compile database, without compiling the kernel.

usage: prepare.py --dest DIR [--version 6.12] [--all] ARCH...

Writes DIR/VERSION/compile_commands.json with every C file that mentions the interrupt registration
API, or with --all every C file that is built.  The sources are under DIR/VERSION/src, the build
directories beside it.  The tree is configured as allmodconfig without sanitizers; the commands are
those that `make -n` would run.  Steps that are done already are not done again.
"""
import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

LLVM = "19"
TOOLS = ["make", "flex", "bison", "bc", "tar", "xz", f"clang-{LLVM}", f"ld.lld-{LLVM}", f"llvm-ar-{LLVM}"]
FOLDERS = ["drivers/", "sound/", "net/", "kernel/", "lib/", "samples/"]
ARCH_FOLDER = {"x86_64": "x86", "i386": "x86"}
# What would shuffle structures, stop at warnings or need another compiler.
OPTIONS_OFF = ["WERROR", "DRM_WERROR", "KASAN", "KCSAN", "KMSAN", "KCOV", "UBSAN", "CFI_CLANG",
               "GCOV_KERNEL", "RUST"]
# The benchmark's drivers, of which one leaves the API to its bus glue.
ALWAYS = ["drivers/usb/host/xhci.c"]
API = re.compile(r"\b(?:devm_|pci_)?(?:request|free)_(?:threaded_|any_context_|percpu_)?(?:irq|nmi)\b"
                 r"|\b(?:platform_get_irq|of_irq_get|irq_of_parse_and_map)")
# make -n prints one shell line an object; what generates a source or header is run, as files
# include them.
OBJECT = re.compile(r"^set -e; +echo '  CC ")
COMPILE = re.compile(r"; *(clang\S* [^;]*? -c -o \S+\.o (\S+\.c)) *;")
GENERATE = re.compile(r"^set -e; +echo '  (?:GEN\w*|MKREG\w*|MKMAP|COPY|CONMK|WRAP|HOSTCC|HOSTLD) +"
                      r"(?:drivers|sound|net|lib)/")


def fail(text: str) -> None:
    sys.exit(f"prepare.py: error: {text}")


def say(text: str) -> None:
    print(f"prepare.py: {text}", file=sys.stderr, flush=True)


def make(source: Path, build: Path, arch: str, log: Path, *goals: str, output=None, environment=None) -> None:
    command = ["make", "-C", source, "--no-print-directory", f"O={build}", f"ARCH={arch}", f"LLVM=-{LLVM}", *goals]
    with log.open("a") as stream:
        done = subprocess.run(command, stdout=output or stream, stderr=stream,
                              env=os.environ | (environment or {}))
    # With -k, -n ends in an error wherever a file is still to be generated; what it printed counts.
    if done.returncode and "-n" not in goals:
        fail(f"make {' '.join(goals)} for {arch} ended with {done.returncode}; see {log}")


def unpack(version: str, place: Path) -> Path:
    source = place / "src"
    if source.exists():
        return source
    tarball = Path(f"/usr/src/linux-source-{version}.tar.xz")
    if not tarball.exists():
        fail(f"{tarball} is missing: install the package linux-source-{version}")
    partial = place / "src.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    say(f"unpacking {tarball}")
    if subprocess.run(["tar", "-xf", tarball, "-C", partial, "--strip-components=1"]).returncode:
        fail(f"{tarball} cannot be unpacked to {partial}")
    partial.rename(source)
    return source


def configure(source: Path, build: Path, arch: str, log: Path) -> None:
    done = build / ".irqlint-configured"
    if done.exists():
        return
    say(f"configuring for {arch}")
    build.mkdir(parents=True, exist_ok=True)
    fragment = build / "fragment.config"
    fragment.write_text("CONFIG_RANDSTRUCT_NONE=y\n"
                        + "".join(f"# CONFIG_{name} is not set\n" for name in OPTIONS_OFF))
    make(source, build, arch, log, "allmodconfig", environment={"KCONFIG_ALLCONFIG": str(fragment)})
    make(source, build, arch, log, f"-j{os.cpu_count()}", "prepare", "modules_prepare")
    done.touch()


def read_commands(source: Path, build: Path, arch: str, log: Path) -> list[dict]:
    stored = build / "commands.json"
    if stored.exists():
        return json.loads(stored.read_text())
    say(f"listing the commands for {arch}")
    listing = build / "make-n.log"
    # One job: longer lines than a pipe takes at once would run into each other.
    with listing.open("w") as output:
        make(source, build, arch, log, "-n", "-k", *FOLDERS, f"arch/{ARCH_FOLDER.get(arch, arch)}/", output=output)
    entries = []
    environment = os.environ | {"srctree": str(source), "objtree": "."}
    with listing.open(errors="replace") as lines, log.open("a") as stream:
        for line in lines:
            if GENERATE.match(line):
                subprocess.run(["sh", "-c", line], cwd=build, stdout=stream, stderr=stream, env=environment)
            found = COMPILE.search(line) if OBJECT.match(line) else None
            if found:
                words = [w for w in shlex.split(found[1]) if not w.startswith("-Wp,-M")]
                entries.append({"directory": str(build), "file": str(build / found[2]), "arguments": words})
    listing.unlink()
    if not entries:
        fail(f"make -n for {arch} printed no compile command; see {log}")
    stored.write_text(json.dumps(entries))
    return entries


def wanted(path: Path, source: Path, every: bool) -> bool:
    if not path.exists():
        return False
    if every or any(path == source / name for name in ALWAYS):
        return True
    return bool(API.search(path.read_text(errors="replace")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dest", type=Path, required=True)
    parser.add_argument("--version", default="6.12")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("arch", nargs="+")
    args = parser.parse_args()
    for tool in TOOLS:
        if not shutil.which(tool):
            fail(f"{tool} is missing: install the packages of test/kernel/packages.txt")
    place = (args.dest / args.version).resolve()
    source = unpack(args.version, place)
    database: dict[str, dict] = {}
    for arch in args.arch:
        build, log = place / arch, place / f"{arch}.log"
        configure(source, build, arch, log)
        entries = read_commands(source, build, arch, log)
        # The first architecture that builds a file decides its flags.
        for entry in entries:
            if entry["file"] not in database and wanted(Path(entry["file"]), source, args.all):
                database[entry["file"]] = entry
        say(f"{arch}: {len(entries)} files are built, {len(database)} are listed so far")
    target = place / "compile_commands.json"
    target.write_text(json.dumps([database[name] for name in sorted(database)], indent=1))
    say(f"wrote {target}")


if __name__ == "__main__":
    main()
