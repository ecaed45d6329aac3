# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The rule page compiler: docs/rules/irq-*.md to registry, tests and tables.

usage: pages.py [--root DIR] check
       pages.py [--root DIR] registry --out FILE.c
       pages.py [--root DIR] tests --out DIR
       pages.py [--root DIR] table
       pages.py [--root DIR] readme --check | --write

A page is the only place where a rule's name, texts, status and examples live.
"""
from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

KEYS = ["name", "summary", "family", "severity", "status", "executable", "since", "origin"]
OPTIONAL = ["default", "bound"]
CHOICES = {
    "family": ["cookie", "lifetime", "devres", "request", "context", "return", "typed"],
    "severity": ["error", "warning"],
    "status": ["planned", "preview", "stable", "removed"],
    "default": ["on", "off"],
}
SECTIONS = ["What it does", "Why it is a bug", "Example", "How to silence it",
            "What it does not see", "More tests"]
SUMMARY_MAX = 72
# How thoroughly the simulated machine runs examples: interrupts and preemptions of a schedule, and random ones.
INTERRUPTS, PREEMPTIONS, SEEDS = 2, 1, 200
# Editors and web pages read the front matter as YAML.
NOT_YAML = re.compile(r"^[\"'&*!|>%@`\[{#-]|: | #|:$")
BOUND = re.compile(r"^(\d+),(\d+)$")
FENCE = re.compile(r"^```(.*)$")
OPTION = re.compile(r'(\w+)=("[^"]*"|\S+)')
EXPECT = re.compile(r"/\*\s*expect:\s*([^*]*?)\s*\*/")
BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"


@dataclass
class Block:
    line: int
    kind: str
    confidence: str
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def expected(self) -> list[tuple[int, str]]:
        return [(self.line + 1 + i, name.strip()) for i, text in enumerate(self.lines)
                for found in EXPECT.finditer(text) for name in found[1].split(",")]


@dataclass
class Page:
    path: Path
    errors: list[tuple[int, str]] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    head_lines: dict[str, int] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)
    section_lines: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, list[Block]] = field(default_factory=dict)

    def error(self, line: int, text: str) -> None:
        self.errors.append((line, text))

    @property
    def name(self) -> str:
        return self.head.get("name", self.path.stem)

    @property
    def symbol(self) -> str:
        return self.path.stem.removeprefix("irq-").replace("-", "_")

    @property
    def executable(self) -> bool:
        return self.head.get("executable") == "yes" and self.head.get("status") != "removed"

    @property
    def bound(self) -> tuple[int, int] | None:
        """The interrupts and preemptions that the bad example needs to trap, as far as the page says so."""
        found = BOUND.match(self.head.get("bound", ""))
        return (int(found[1]), int(found[2])) if found else None

    @property
    def runs(self) -> bool:
        return self.head.get("status") in ("preview", "stable")

    def prose(self, section: str) -> str:
        return "\n".join(self.sections.get(section, [])).strip()


def read_head(page: Page, lines: list[str]) -> int:
    """Returns the index of the first line behind the front matter."""
    if not lines or lines[0] != "---":
        page.error(1, "the page does not begin with front matter between --- lines")
        return 0
    for index, line in enumerate(lines[1:], start=2):
        if line == "---":
            return index
        key, colon, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if value.startswith("'") and value.endswith("'") and len(value) > 2:
            value = value[1:-1].replace("''", "'")
        elif NOT_YAML.search(value):
            page.error(index, f"to YAML the value of '{key}' is no text; put it between single quotes")
        if not colon or key not in KEYS + OPTIONAL:
            page.error(index, f"unknown key '{key}' in the front matter")
        elif key in page.head:
            page.error(index, f"key '{key}' is given twice")
        elif not value:
            page.error(index, f"key '{key}' has no value")
        else:
            page.head[key] = value
            page.head_lines[key] = index
    page.error(1, "the front matter is not closed by ---")
    return len(lines)


def open_block(page: Page, line: int, info: str) -> Block:
    options = {key: value.strip('"') for key, value in OPTION.findall(info)}
    for key in options:
        if key not in ("test", "confidence", "title"):
            page.error(line, f"unknown option '{key}' of a code block")
    if options.get("test", "bad") not in ("bad", "good"):
        page.error(line, f"test={options['test']}: a code block is bad or good")
    if options.get("confidence", "likely") not in ("possible", "likely", "certain"):
        page.error(line, f"confidence={options['confidence']}: one of possible, likely, certain")
    return Block(line, options.get("test", ""), options.get("confidence", "likely"), options.get("title", ""))


def read_body(page: Page, lines: list[str], start: int) -> None:
    section, block = "", None
    titles = 0
    for index, line in enumerate(lines[start:], start=start + 1):
        fence = FENCE.match(line)
        if block is not None and not (fence and not fence[1]):
            block.lines.append(line)
        elif block is not None:
            if block.kind:
                page.blocks.setdefault(section, []).append(block)
            block = None
        elif fence:
            block = open_block(page, index, fence[1])
        elif line.startswith("# "):
            titles += 1
            if line[2:].strip() != page.path.stem:
                page.error(index, f"the title is not '{page.path.stem}'")
        elif line.startswith("## "):
            section = line[3:].strip()
            if section in page.sections:
                page.error(index, f"section '{section}' is there twice")
            page.sections.setdefault(section, [])
            page.section_lines.setdefault(section, index)
        elif section:
            page.sections[section].append(line)
    if block is not None:
        page.error(block.line, "the code block is not closed")
    if titles != 1:
        page.error(1, "a page has exactly one title")


def check_head(page: Page) -> None:
    for key in KEYS:
        if key not in page.head:
            page.error(1, f"key '{key}' is missing in the front matter")
    for key, allowed in CHOICES.items():
        if key in page.head and page.head[key] not in allowed:
            page.error(page.head_lines[key], f"{key} '{page.head[key]}': one of {', '.join(allowed)}")
    if page.head.get("name", page.path.stem) != page.path.stem:
        page.error(page.head_lines["name"], f"the name differs from the file's, '{page.path.stem}'")
    summary, line = page.head.get("summary", ""), page.head_lines.get("summary", 1)
    if len(summary) > SUMMARY_MAX:
        page.error(line, f"the summary has {len(summary)} characters, more than {SUMMARY_MAX}")
    if summary.endswith("."):
        page.error(line, "the summary ends in a period")
    if summary[:1].isupper() and not summary.split()[0].isupper() and "_" not in summary.split()[0]:
        page.error(line, "the summary begins in upper case")
    executable = page.head.get("executable", "yes")
    if executable != "yes" and not executable.startswith("no, because "):
        page.error(page.head_lines["executable"], "executable is 'yes' or 'no, because ...'")
    if "bound" in page.head:
        check_bound(page, page.head_lines["bound"])


def check_bound(page: Page, line: int) -> None:
    if not page.executable:
        page.error(line, "a bound is for pages whose examples are executed")
    elif page.bound is None or page.bound[0] > INTERRUPTS or page.bound[1] > PREEMPTIONS:
        page.error(line, f"the bound is interrupts and preemptions, at most {INTERRUPTS},{PREEMPTIONS}")


def check_sections(page: Page) -> None:
    found = list(page.sections)
    for name in found:
        if name not in SECTIONS:
            page.error(page.section_lines[name], f"unknown section '{name}'")
    known = [name for name in found if name in SECTIONS]
    for name in SECTIONS:
        if name not in known:
            page.error(1, f"section '{name}' is missing")
        elif not page.prose(name) and not page.blocks.get(name):
            page.error(page.section_lines[name], f"section '{name}' is empty")
    if known != [name for name in SECTIONS if name in known]:
        page.error(page.section_lines[known[0]], "the sections are not in the order " + ", ".join(SECTIONS))
    for name in page.blocks:
        if name not in ("Example", "More tests"):
            page.error(page.blocks[name][0].line, "tests belong to 'Example' and 'More tests'")
    if [b.kind for b in page.blocks.get("Example", [])] != ["bad", "good"]:
        page.error(page.section_lines.get("Example", 1), "'Example' is one bad block and its good twin")


def check_blocks(page: Page, names: set[str]) -> None:
    for block in (b for blocks in page.blocks.values() for b in blocks):
        expected = block.expected()
        for line, name in expected:
            if name not in names:
                page.error(line, f"marker names the unknown rule '{name}'")
        if block.kind == "bad" and not expected:
            page.error(block.line, "a bad block marks no line with /* expect: ... */")
        if block.kind == "good" and expected:
            page.error(expected[0][0], "a good block expects nothing")


def load(root: Path) -> tuple[list[Page], list[str]]:
    """Returns all pages, sorted by name, and the errors as printable lines."""
    pages = []
    for path in sorted((root / "docs/rules").glob("irq-*.md")):
        page = Page(path)
        lines = path.read_text(encoding="utf-8").split("\n")
        read_body(page, lines, read_head(page, lines))
        check_head(page)
        check_sections(page)
        pages.append(page)
    names = {page.path.stem for page in pages}
    sources = {path.stem for path in (root / "checker/rules").glob("*.c")} - {"incident", "rule", "selection"}
    for page in pages:
        check_blocks(page, names)
        if page.symbol not in sources and page.head.get("status") not in ("planned", "removed"):
            page.error(1, f"checker/rules/{page.symbol}.c does not exist")
    errors = [f"{page.path.relative_to(root)}:{line}: error: {text}"
              for page in pages for line, text in sorted(page.errors)]
    for orphan in sorted(sources - {page.symbol for page in pages}):
        errors.append(f"checker/rules/{orphan}.c:1: error: no page docs/rules/irq-{orphan.replace('_', '-')}.md")
    return pages, errors


def literal(text: str) -> str:
    """A C string literal, one piece a line, that no compiler warns about."""
    def escaped(piece: str) -> str:
        out = piece.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("?", "\\?")
        return "".join(c if " " <= c <= "~" else "".join(f"\\{b:03o}" for b in c.encode()) for c in out)
    lines = text.split("\n")
    pieces = [escaped(line) + ("\\n" if i + 1 < len(lines) else "") for i, line in enumerate(lines)]
    return "\n\t\t\t".join(f'"{piece}"' for piece in pieces if piece or len(lines) == 1)


def registry(pages: list[Page]) -> str:
    out = ["// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception",
           "/* Generated by checker/gen/pages.py from docs/rules; do not edit. */",
           '#include "rules/rule.h"', ""]
    out += [f"extern void il_rule_{p.symbol}(struct il_context *context);" for p in pages if p.runs]
    out += ["", "const struct il_rule il_rules[] = {"]
    for page in pages:
        bad, good = page.blocks["Example"]
        texts = {"name": page.name, "summary": page.head["summary"], "family": page.head["family"],
                 "since": page.head["since"], "origin": page.head["origin"],
                 "executable": page.head["executable"], "what": page.prose("What it does"),
                 "why": page.prose("Why it is a bug"), "silence": page.prose("How to silence it"),
                 "blind": page.prose("What it does not see"), "example_bad": bad.text.rstrip("\n"),
                 "example_good": good.text.rstrip("\n")}
        out.append("\t{")
        out += [f"\t\t.{key} = {literal(value)}," for key, value in texts.items()]
        out += [f"\t\t.severity = IL_SEVERITY_{page.head['severity'].upper()},",
                f"\t\t.status = IL_STATUS_{page.head['status'].upper()},",
                f"\t\t.off_by_default = {str(page.head.get('default') == 'off').lower()},",
                f"\t\t.run = {f'il_rule_{page.symbol}' if page.runs else 'NULL'},", "\t},"]
    out += ["};", "", f"const size_t il_rule_count = {len(pages)};", ""]
    return "\n".join(out)


def write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_test(path: Path, page: Page, block: Block, run: str, written: set[Path]) -> None:
    title = f" {block.title}" if block.title else ""
    note = f"docs/rules/{page.path.name}, line {block.line}:{title}"
    # Behind the text, so that line numbers are those of the block.
    write_if_changed(path, f"{block.text}\n// {note}\n// RUN: {run}\n")
    written.add(path)


def write_tests(pages: list[Page], out: Path) -> None:
    written: set[Path] = set()
    for page in (p for p in pages if p.executable):
        for block in page.blocks["Example"]:
            run = f"%witness %s --bound {INTERRUPTS},{PREEMPTIONS} --seeds {SEEDS} "
            run += f"--traps {page.name}" if block.kind == "bad" else "--survives"
            if page.head.get("default") == "off":
                run += " --all-rules"
            if block.kind == "bad" and page.bound:
                run += f" --needs {page.head['bound']}"
            write_test(out / page.name / f"witness-{block.kind}.c", page, block, run, written)
    for page in (p for p in pages if p.runs):
        blocks = page.blocks["Example"] + page.blocks.get("More tests", [])
        for number, block in enumerate(blocks, start=1):
            run = "%verify %s" + ("" if block.confidence == "likely" else f" --confidence {block.confidence}")
            write_test(out / page.name / f"{number:02}-{block.kind}.c", page, block, run, written)
    for stale in set(out.glob("*/*.c")) - written:
        stale.unlink()


def table(pages: list[Page]) -> str:
    rows = ["| rule | reports | severity | status |", "|---|---|---|---|"]
    for page in pages:
        if page.runs:
            rows.append(f"| [{page.name}](docs/rules/{page.path.name}) | {page.head['summary']} "
                        f"| {page.head['severity']} | {page.head['status']} |")
    return "\n".join(rows)


def plural(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def executed(page: Page) -> str:
    if not page.executable:
        return page.head["executable"]
    if page.bound:
        return f"yes: traps with {plural(page.bound[0], 'interrupt')}, {plural(page.bound[1], 'preemption')}"
    return f"yes: traps within {plural(INTERRUPTS, 'interrupt')}, {plural(PREEMPTIONS, 'preemption')}"


def examples(pages: list[Page]) -> str:
    rows = [f"Bound of all searches: {plural(INTERRUPTS, 'interrupt')}, {plural(PREEMPTIONS, 'preemption')}, and "
            f"{SEEDS} schedules drawn at random.", "", "| page | status | examples are executed |", "|---|---|---|"]
    rows += [f"| [{page.name}]({page.path.name}) | {page.head['status']} | {executed(page)} |"
             for page in pages if page.head["status"] != "removed"]
    return "\n".join(rows)


def update_table(root: Path, name: str, fresh: str, write: bool) -> str | None:
    """Puts @fresh between the markers of a file, or compares.  Returns what is wrong, or None."""
    path = root / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if BEGIN not in text or END not in text:
        return f"{name}:1: error: the markers {BEGIN} and {END} are missing"
    before, rest = text.split(BEGIN, 1)
    whole = f"{before}{BEGIN}\n{fresh}\n{END}{rest.split(END, 1)[1]}"
    if write:
        write_if_changed(path, whole)
    elif whole != text:
        return f"{name}:1: error: the table is not what the pages say; run pages.py readme --write"
    return None


def update_readme(root: Path, pages: list[Page], write: bool) -> list[str]:
    """Returns what is wrong."""
    found = [update_table(root, "README.md", table(pages), write),
             update_table(root, "docs/rules/README.md", examples(pages), write)]
    return [error for error in found if error]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check")
    commands.add_parser("registry").add_argument("--out", type=Path, required=True)
    commands.add_parser("tests").add_argument("--out", type=Path, required=True)
    commands.add_parser("table")
    readme = commands.add_parser("readme").add_mutually_exclusive_group(required=True)
    readme.add_argument("--check", action="store_true")
    readme.add_argument("--write", action="store_true")
    args = parser.parse_args()

    pages, errors = load(args.root)
    if args.command == "readme" and not errors:
        errors = update_readme(args.root, pages, args.write)
    if errors:
        print("\n".join(errors), file=sys.stderr)
        return 1
    if args.command == "registry":
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(registry(pages), encoding="utf-8")
    elif args.command == "tests":
        write_tests(pages, args.out)
    elif args.command == "table":
        print(table(pages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
