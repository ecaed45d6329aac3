# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that the typed registrations' headers say of each function what its callers have to know.

usage: documented.py DIR

Context; what becomes of what a pointer points to, unless only the function's result is written there: Owns, Borrows,
Consumes or Accepts; and what it Returns, unless that is nothing.  "As NAME()" stands for all that NAME says.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.S)
FUNCTION = re.compile(r"^(?!typedef|#)(?:static inline )?([\w \t\n]*?[ \t\n*]+)(\w+)\(([^;{}]*?)\)[^;{}()]*[;{]", re.M)
REFERENCE = re.compile(r"\b[Aa]s (\w+)\(\)")
ANNOTATIONS = re.compile(r"\b(__must_check|__irq_\w+|IRQLINT_\w+)\b")


def wanted(result: str, parameters: str) -> dict[str, str]:
    """What a comment has to have: a word for the reader, and a pattern."""
    words = {"Context": r"\bContext\b"}
    if [word for word in result.split() if word not in ("static", "inline")] != ["void"]:
        words["Returns"] = r"\bReturns\b"
    if any("*" in one and not re.search(r"\*+\s*ret_\w+$", one.strip()) for one in parameters.split(",")):
        words["Owns or Borrows"] = r"\b(Owns|Borrows|Consumes|Accepts)\b"
    return words


def functions(text: str):
    """Yields each function's name, its comment, its result and its parameters."""
    comment = ""
    for block in text.split("\n\n"):
        found = COMMENT.match(block.lstrip())
        comment = found[0] if found else ""
        code = ANNOTATIONS.sub("", COMMENT.sub("", block))
        for result, name, parameters in FUNCTION.findall(code):
            if not result.strip().endswith(("return", "else")) and result.strip():
                yield name, comment, result, parameters


def said_of(name: str, comments: dict[str, str], seen: frozenset = frozenset()) -> str:
    """What the comment of @name says, and those it refers to."""
    comment = comments.get(name, "")
    others = set(REFERENCE.findall(comment)) - seen - {name}
    return comment + "".join(said_of(other, comments, seen | {name}) for other in sorted(others))


def main() -> int:
    comments, problems, count = {}, [], 0
    found = [(path, one) for path in sorted(Path(sys.argv[1]).glob("*.h"))
             for one in functions(re.sub(r"#define(?:.*\\\n)*.*", "", path.read_text()))]
    for _, (name, comment, _, _) in found:
        comments[name] = comment
    for path, (name, _, result, parameters) in found:
        said = said_of(name, comments)
        missing = [word for word, pattern in wanted(result, parameters).items() if not re.search(pattern, said)]
        count += 1
        problems += [f"{path}: {name}(): no {word}" for word in missing]
    print("\n".join(problems + [f"{count} functions, {len(problems)} problems"]))
    return 1 if problems or count < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
