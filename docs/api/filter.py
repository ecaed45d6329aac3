# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Shows a header's comments to doxygen, which wants them marked.

usage: filter.py HEADER

The first comment is the file's; one that stands before several declarations without a blank line is that of each; and
that of a struct is that of the members it names.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

WORDS = {"Context": "@par Context", "Owns": "@par Owns", "Borrows": "@par Borrows", "Accepts": "@par Accepts",
         "Consumes": "@par Consumes", "Source": "@par Source", "Returns": "@return"}
WORD = re.compile(r"\b(" + "|".join(WORDS) + r"): ")
COMMENT = re.compile(r"/\*(?!\*)(.*?)\*/", re.S)
DECLARATION = re.compile(r"^(?!typedef|struct \w+;|[#}\s/])[^\n]*?(\w+)\(", re.M)
MACRO = re.compile(r"^#define (\w+)", re.M)
STRUCT = re.compile(r"^/\*(?P<comment>(?:[^*]|\*(?!/))*)\*/\n(?:typedef )?struct [\w ]*\{\n(?P<body>.*?)^\}",
                    re.M | re.S)
ANNOTATION = re.compile(r"\s+IRQLINT_[A-Z_]+(?:\([^()]*\))?(?=[\s;,)]*[;,)])")
MEMBER = re.compile(r"^\t[^\n/]*?(\w+)(?:\[\w+\]|\)\([^\n]*\))?;$", re.M)


def marked(text: str, opening: str) -> str:
    """A comment's text in doxygen's words."""
    has_code = any(line.startswith(" *     ") for line in text.split("\n"))
    text = re.sub(r"@(\w+)", r"\\p \1", text)
    text = re.sub(r"INVARIANT (\w+): ", r"\n * @invariant \\b \1: ", text)
    text = re.sub(r"<(irqrt|linux)/", r"\\<\1/", text)
    if not has_code:
        text = WORD.sub(lambda found: f"\n *\n * {WORDS[found[1]]}" + (" " if found[1] == "Returns" else "\n * "), text)
    return f"/**{opening}{text}*/"


def for_each(block: str) -> str:
    """@block begins with a comment; each declaration behind the first gets that one's."""
    code = COMMENT.sub("", block)
    names = DECLARATION.findall(code) or MACRO.findall(code)
    lines, first = [], True
    for line in block.split("\n"):
        found = DECLARATION.match(line) or MACRO.match(line)
        if found and found[1] in names:
            if not first and found[1] != names[0]:
                lines.append(f"/** @copydoc {names[0]} */")
            first = False
        lines.append(line)
    return "\n".join(lines)


def members(found: re.Match) -> str:
    """The struct, with a comment behind each member that its comment names."""
    def mark(member: re.Match) -> str:
        return member[0] + (" /**< As above. */" if f"@{member[1]}" in found["comment"] else "")

    return found[0].replace(found["body"], MEMBER.sub(mark, found["body"]))


def main() -> int:
    path = Path(sys.argv[1])
    source = path.read_text().split("\n", 1)[1]
    if path.name != "annotate.h":  # which explains them
        source = ANNOTATION.sub("", source)
    source = "\n\n".join(for_each(block) if block.lstrip().startswith("/*") else block
                         for block in source.split("\n\n"))
    source = STRUCT.sub(members, source)
    source = re.sub(r"([;,][ \t]*)/\* (.*?) \*/$", r"\1/**< \2 */", source, flags=re.M)
    seen = []

    def mark(found: re.Match) -> str:
        seen.append(found)
        return marked(found[1], " @file\n" if len(seen) == 1 else "")

    print("\n" + COMMENT.sub(mark, source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
