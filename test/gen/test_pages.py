# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The page compiler refuses broken pages, and what it writes is what the pages say."""
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "checker/gen/pages.py"
NAME = "irq-shared-null-cookie"


class PageTest(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "docs/rules").mkdir(parents=True)
        (self.root / "checker/rules").mkdir(parents=True)
        self.page = self.root / f"docs/rules/{NAME}.md"
        shutil.copy(ROOT / f"docs/rules/{NAME}.md", self.page)
        self.source = self.root / "checker/rules/shared_null_cookie.c"
        self.source.touch()

    def run_pages(self, *words):
        return subprocess.run([sys.executable, PAGES, "--root", self.root, *words], capture_output=True, text=True)

    def edit(self, old, new):
        text = self.page.read_text()
        self.assertIn(old, text)
        self.page.write_text(text.replace(old, new, 1))

    def refused(self, *messages):
        done = self.run_pages("check")
        self.assertEqual(done.returncode, 1, done.stderr)
        for message in messages:
            self.assertIn(message, done.stderr)

    def test_good_page_is_taken(self):
        self.assertEqual(self.run_pages("check").returncode, 0)

    def test_missing_key(self):
        self.edit("family: cookie\n", "")
        self.refused(f"docs/rules/{NAME}.md:1: error: key 'family' is missing")

    def test_unknown_key(self):
        self.edit("family: cookie\n", "family: cookie\ncolour: red\n")
        self.refused(f"{NAME}.md:5: error: unknown key 'colour'")

    def test_repeated_key(self):
        self.edit("family: cookie\n", "family: cookie\nfamily: devres\n")
        self.refused("5: error: key 'family' is given twice")

    def test_bad_value(self):
        self.edit("severity: error", "severity: fatal")
        self.refused("severity 'fatal': one of error, warning")

    def test_value_that_yaml_reads_otherwise(self):
        self.edit("family: cookie", "family: cookie: jar")
        self.refused("to YAML the value of 'family' is no text; put it between single quotes")
        self.edit("family: cookie: jar", "family: 'cookie'")
        self.assertEqual(self.run_pages("check").returncode, 0)

    def test_name_differs_from_file(self):
        self.edit(f"name: {NAME}", "name: irq-other")
        self.refused("2: error: the name differs")

    def test_summary(self):
        self.edit("summary: a shared line is requested with a NULL cookie", "summary: A" + "x" * 80 + ".")
        self.refused("more than 72", "ends in a period", "begins in upper case")

    def test_executable(self):
        self.edit("executable: yes", "executable: maybe")
        self.refused("executable is 'yes' or 'no, because ...'")

    def test_front_matter_not_closed(self):
        self.page.write_text(self.page.read_text().replace("\n---\n", "\n", 1))
        self.refused("the front matter is not closed")

    def test_missing_section(self):
        self.edit("## How to silence it", "### How to silence it")
        self.refused("section 'How to silence it' is missing")

    def test_unknown_section(self):
        self.edit("## More tests", "## Many tests")
        self.refused("unknown section 'Many tests'")

    def test_sections_out_of_order(self):
        self.edit("## What it does\n", "## Swapped\n")
        self.edit("## Why it is a bug\n", "## What it does\n")
        self.edit("## Swapped\n", "## Why it is a bug\n")
        self.refused("the sections are not in the order")

    def test_empty_section(self):
        text = self.page.read_text()
        start, end = text.index("## What it does not see\n"), text.index("## More tests")
        self.page.write_text(text[:start] + "## What it does not see\n\n" + text[end:])
        self.refused("section 'What it does not see' is empty")

    def test_example_without_good_twin(self):
        self.edit("```c test=good", "```c")
        self.refused("'Example' is one bad block and its good twin")

    def test_bad_block_without_marker(self):
        self.edit(" /* expect: irq-shared-null-cookie */", "")
        self.refused("a bad block marks no line")

    def test_good_block_with_marker(self):
        self.edit("```c test=good", "```c test=bad")
        self.refused("'Example' is one bad block", "a bad block marks no line")

    def test_marker_of_unknown_rule(self):
        self.edit("expect: irq-shared-null-cookie", "expect: irq-nonsense")
        self.refused("marker names the unknown rule 'irq-nonsense'")

    def test_block_not_closed(self):
        self.page.write_text(self.page.read_text().rstrip().removesuffix("```"))
        self.refused("the code block is not closed")

    def test_page_without_source(self):
        self.source.unlink()
        self.refused("checker/rules/shared_null_cookie.c does not exist")

    def test_planned_page_needs_no_source(self):
        self.source.unlink()
        self.edit("status: stable", "status: planned")
        self.assertEqual(self.run_pages("check").returncode, 0)
        self.assertNotIn(NAME, self.run_pages("table").stdout)

    def test_source_without_page(self):
        (self.root / "checker/rules/lost.c").touch()
        self.refused("checker/rules/lost.c:1: error: no page docs/rules/irq-lost.md")

    def test_all_errors_in_one_run(self):
        self.edit("severity: error", "severity: fatal")
        self.edit("family: cookie", "family: none")
        self.refused("severity 'fatal'", "family 'none'")

    def test_registry_is_the_same_each_time(self):
        for name in ("a.c", "b.c"):
            self.assertEqual(self.run_pages("registry", "--out", self.root / name).returncode, 0)
        self.assertEqual((self.root / "a.c").read_bytes(), (self.root / "b.c").read_bytes())
        self.assertIn("do not edit", (self.root / "a.c").read_text())

    def test_tests_keep_the_lines_and_stale_ones_go(self):
        out = self.root / "out"
        (out / "irq-gone").mkdir(parents=True)
        (out / "irq-gone/01-bad.c").touch()
        self.run_pages("tests", "--out", out)
        self.assertFalse((out / "irq-gone/01-bad.c").exists())
        first = (out / NAME / "01-bad.c").read_text()
        self.assertTrue(first.startswith("#include <linux/interrupt.h>\n"))
        self.assertIn("// RUN: %verify %s\n", first)

    def test_readme_table(self):
        readme = self.root / "README.md"
        examples = self.root / "docs/rules/README.md"
        for path in (readme, examples):
            self.assertIn("the markers", self.run_pages("readme", "--check").stderr)
            path.write_text("# x\n<!-- rules:begin -->\n<!-- rules:end -->\nrest\n")
        self.assertEqual(self.run_pages("readme", "--check").returncode, 1)
        self.assertEqual(self.run_pages("readme", "--write").returncode, 0)
        self.assertEqual(self.run_pages("readme", "--check").returncode, 0)
        self.assertIn(f"[{NAME}](docs/rules/{NAME}.md)", readme.read_text())
        self.assertIn(f"[{NAME}]({NAME}.md) | stable | yes: traps with", examples.read_text())
        self.edit("executable: yes", "executable: no, because of the weather")
        self.edit("bound: 0,0\n", "")
        self.assertIn("docs/rules/README.md:1: error: the table", self.run_pages("readme", "--check").stderr)
        self.run_pages("readme", "--write")
        self.assertIn("| no, because of the weather |", examples.read_text())

    def test_bound(self):
        self.edit("bound: 0,0", "bound: 3,0")
        self.refused("the bound is interrupts and preemptions, at most 2,1")
        self.edit("bound: 3,0", "bound: much")
        self.refused("the bound is interrupts and preemptions, at most 2,1")
        self.edit("executable: yes", "executable: no, because of the weather")
        self.refused("a bound is for pages whose examples are executed")

    def test_examples_run_whatever_the_status(self):
        out = self.root / "out"
        self.run_pages("tests", "--out", out)
        self.assertIn(f"--traps {NAME} --needs 0,0\n", (out / NAME / "witness-bad.c").read_text())
        self.assertTrue((out / NAME / "01-bad.c").exists())
        self.edit("severity: error", "severity: error\ndefault: off")
        self.run_pages("tests", "--out", out)
        self.assertIn(f"--traps {NAME} --all-rules", (out / NAME / "witness-bad.c").read_text())
        self.edit("status: stable", "status: planned")
        self.run_pages("tests", "--out", out)
        self.assertIn("--survives --all-rules\n", (out / NAME / "witness-good.c").read_text())
        self.assertFalse((out / NAME / "01-bad.c").exists())

    def test_new_rule_writes_two_files_that_the_compiler_takes(self):
        (self.root / "checker/gen").mkdir()
        script = shutil.copy(ROOT / "checker/gen/new_rule.py", self.root / "checker/gen")
        done = subprocess.run([sys.executable, script, "irq-new-thing"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.root / "checker/rules/new_thing.c").exists())
        check = self.run_pages("check")
        self.assertEqual(check.returncode, 0, check.stderr)
        again = subprocess.run([sys.executable, script, "irq-new-thing"], capture_output=True, text=True)
        self.assertIn("exists", again.stderr)
        ill = subprocess.run([sys.executable, script, "new_thing"], capture_output=True, text=True)
        self.assertIn("is no rule name", ill.stderr)


if __name__ == "__main__":
    unittest.main()
