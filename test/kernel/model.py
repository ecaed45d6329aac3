# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the model of the kernel's functions with the prototypes of real trees.

usage: model.py [--root DIR] TREE...

Every function of checker/model/{requests,frees,controls,lines,effects,fills,runs}.def must be declared in one
of the trees, and wherever it is declared its parameters must be what the model says of their positions.
Every record of devices.def must be defined with the fields named there.
"""
import argparse
import re
import sys
from pathlib import Path

ENTRY = re.compile(r"^(REQUEST|FREE|CONTROL|LINE|DEVICE|EFFECT|FILL|RUN)\(([^)]*)\)", re.MULTILINE)
HEADERS = ["asm-generic", "linux", "media", "net", "pcmcia", "scsi", "sound", "xen"]
BEFORE = 200  # characters that tell a declaration from a call
# What a parameter of each role is declared as.
TYPES = {
    "device": re.compile(r"\bstruct device \*"),
    "line": re.compile(r"\b(unsigned int|int|unsigned)\b"),
    "handler": re.compile(r"\birq_handler_t\b"),
    "thread": re.compile(r"\birq_handler_t\b"),
    "flags": re.compile(r"\bunsigned long\b"),
    "label": re.compile(r"\bconst char \*"),
    "cookie": re.compile(r"\b(void (__percpu )?\*|struct ata_host \*)"),
    "status": re.compile(r"\bunsigned long\b"),
    "object": re.compile(r"\*|^\.\.\.$|^\w+$|\bunsigned long addr\b"),  # a pointer, or the name in a macro
}
ROLES = {
    "REQUEST": ["device", "line", "handler", "thread", "flags", "label", "cookie"],
    "FREE": ["device", "line", "cookie"],
    "CONTROL": ["line", "status"],
    "LINE": [],
    "EFFECT": ["object"],
    "FILL": ["object"],
    "RUN": [],
}


def entries(root: Path) -> list[tuple[str, list[str]]]:
    found = []
    for name in ["requests", "frees", "controls", "lines", "devices", "effects", "fills", "runs"]:
        text = (root / f"checker/model/{name}.def").read_text()
        found += [(kind, [part.strip() for part in body.split(",")])
                  for kind, body in ENTRY.findall(text) if not body.startswith(("name", "record"))]
    return found


def headers(tree: Path) -> str:
    """All headers that declare the model's functions, comments taken out, white space made single."""
    texts = [path.read_text(errors="replace") for folder in HEADERS
             for path in sorted((tree / "include" / folder).rglob("*.h"))]
    text = re.sub(r"/\*.*?\*/|//[^\n]*", " ", "\n".join(texts), flags=re.DOTALL)
    text = re.sub(r"^\s*#\s*define", "#define", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*#\s*(?!define).*$", " ", text, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text)


def prototypes(text: str, name: str) -> list[list[str]]:
    """The parameter lists with which @name is declared or defined, types and names."""
    found = []
    for match in re.finditer(rf"\b{name} ?\(", text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        parameters = [part.strip() for part in text[match.end():at - 1].split(",")]
        before = re.sub(r" ?__printf ?\([^)]*\)$", "", text[max(0, match.start() - BEFORE):match.start()].rstrip())
        # A declaration begins with a type; a call follows an operator, an opening or a keyword.
        if re.search(r"[\w*]$", before) and not re.search(r"\b(return|else|do)$", before):
            found.append(parameters)
    return found


def check_function(kind: str, parts: list[str], text: str) -> tuple[bool, list[str]]:
    declared = prototypes(text, parts[0])
    wrong = []
    for parameters in declared:
        for role, position in zip(ROLES[kind], parts[1:]):
            if position == "NONE":
                continue
            index = int(position)
            given = parameters[index] if index < len(parameters) else "nothing"
            if not TYPES[role].search(given) and not (role == "line" and given == "unsigned"):
                wrong.append(f"{parts[0]}: parameter {index} is '{given}', not the {role}")
    return bool(declared) or f"#define {parts[0]}" in text, wrong


def check_record(parts: list[str], text: str) -> tuple[bool, list[str]]:
    match = re.search(rf"\bstruct {parts[0]} \{{", text)
    if not match:
        return False, []
    body = text[match.end():match.end() + 20000]
    fields = [f for f in (parts[1], parts[3]) if f]
    return True, [f"struct {parts[0]}: no field '{f}'" for f in fields
                  if not re.search(rf"\b{f}\b ?[;\[]", body)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("tree", type=Path, nargs="+")
    args = parser.parse_args()
    missing: dict[str, int] = {}
    problems = []
    all_entries = entries(args.root)
    for tree in args.tree:
        text = headers(tree)
        for kind, parts in all_entries:
            there, wrong = check_record(parts, text) if kind == "DEVICE" else check_function(kind, parts, text)
            problems += [f"{tree}: {line}" for line in wrong]
            missing[parts[0]] = missing.get(parts[0], 0) + (not there)
    problems += [f"{name}: in none of the trees" for name, count in missing.items() if count == len(args.tree)]
    print("\n".join(problems))
    print(f"{len(all_entries)} entries, {len(args.tree)} trees, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
