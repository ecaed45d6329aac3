# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reports only what is new: by revision, by patch, by baseline, by comparing two runs.

usage: news.py --irqlint PROGRAM --include DIR

Works in a git repository of its own, with a compile database of two drivers that each have a known bug.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

DRIVER = """#include <linux/interrupt.h>
#include "board.h"

static irqreturn_t NAME_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int NAME_old(void);
int NAME_old(void)
{
	return request_irq(BOARD_LINE, NAME_isr, IRQF_SHARED, "NAME", NULL);
}
"""
MORE = """
int NAME_new(void);
int NAME_new(void)
{
	return request_irq(8, NAME_isr, IRQF_SHARED, "NAME", NULL);
}
"""


class Repository:
    def __init__(self, directory: Path, irqlint: str, include: str) -> None:
        self.directory, self.irqlint = directory, irqlint
        (directory / "board.h").write_text("#define BOARD_LINE 7\n")
        for name in ("one", "two"):
            (directory / f"{name}.c").write_text(DRIVER.replace("NAME", name))
        flags = ["cc", "-std=gnu11", f"-I{include}", "-c"]
        (directory / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(directory), "file": f"{name}.c",
              "arguments": [*flags, f'-DKBUILD_MODNAME="{name}"', f"{name}.c"]}
             for name in ("one", "two", "three")]))
        (directory / "three.c").write_text("int three;\n")
        self.git("init", "-q", "-b", "main")
        self.commit("first")

    def git(self, *words: str) -> str:
        argv = ["git", "-C", self.directory, "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

    def commit(self, text: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", text)

    def run(self, code: int, *words: str, text: str = "") -> subprocess.CompletedProcess:
        done = subprocess.run([self.irqlint, *words], cwd=self.directory, input=text, capture_output=True, text=True)
        if done.returncode != code:
            sys.exit(f"news.py: irqlint {' '.join(words)}: ended with {done.returncode}, not {code}:\n"
                     f"{done.stdout}{done.stderr}")
        return done

    def functions(self, code: int, *words: str, text: str = "") -> list[str]:
        done = self.run(code, "check", "--output=json", "-p", ".", *words, text=text)
        return [json.loads(line)["function"] for line in done.stdout.splitlines()]

    def append(self, name: str) -> None:
        path = self.directory / f"{name}.c"
        path.write_text(path.read_text() + MORE.replace("NAME", name))


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"news.py: failed: {text}")


def by_revision(repository: Repository) -> None:
    check(repository.functions(1) == ["one_old", "two_old"], "everything without --new-from")
    check(repository.functions(0, "--new-from", "HEAD") == [], "nothing has changed")
    repository.append("one")
    check(repository.functions(1, "--new-from", "HEAD") == ["one_new"], "what is not committed yet is new")
    repository.commit("second")
    check(repository.functions(1, "--new-from", "HEAD~1") == ["one_new"], "what is committed since is new")
    done = repository.run(1, "check", "-p", ".", "--stats", "--new-from", "HEAD~1")
    check("files=1 " in done.stderr, f"files that did not change are not read: {done.stderr}")
    (repository.directory / "board.h").write_text("/* moved */\n#define BOARD_LINE 7\n")
    done = repository.run(0, "check", "-p", ".", "--stats", "--new-from", "HEAD")
    check("files=3 " in done.stderr, "a header's change is everybody's")
    repository.git("checkout", "-q", "board.h")
    (repository.directory / "three.c").write_text(DRIVER.replace("NAME", "three"))
    repository.git("rm", "-q", "--cached", "three.c")
    check("three_old" in repository.functions(1, "--new-from", "HEAD"), "a file that git does not know is new")
    (repository.directory / "three.c").write_text("int three;\n")
    repository.git("reset", "-q", "--hard")
    done = repository.run(2, "check", "-p", ".", "--new-from", "no-such-revision")
    check("no-such-revision" in done.stderr, "an unknown revision is named")
    repository.run(2, "check", "-p", ".", "--new-from", "--output=/etc/passwd")
    # The other branch went on: what it did is not this one's news.
    repository.git("checkout", "-q", "-b", "topic", "HEAD~1")
    repository.append("two")
    repository.commit("third")
    check(repository.functions(1, "--new-from", "main") == ["two_new"], "a branch's news are counted from its fork")
    repository.git("checkout", "-q", "main")


def by_patch(repository: Repository) -> None:
    patch = repository.git("diff", "HEAD~1", "HEAD")
    check(repository.functions(1, "--patch", "-", text=patch) == ["one_new"], "a patch on standard input")
    plain = repository.git("diff", "--no-prefix", "HEAD~1", "HEAD")
    (repository.directory / "plain.patch").write_text(plain.replace("\n+", "\r\n+"))
    check(repository.functions(1, "--patch", "plain.patch") == ["one_new"], "a patch without prefixes")
    # Text that looks like the head of a file is text within a hunk.
    trap = "--- a/one.c\n+++ b/one.c\n@@ -1 +1,3 @@\n+++ b/two.c\n+@@ -1 +12 @@\n #include\n"
    check(repository.functions(0, "--patch", "-", text=trap) == [], "lines of a hunk are not its head")
    gone = "--- a/two.c\n+++ b/two.c\n@@ -12,1 +11,0 @@\n-\tfree_irq(BOARD_LINE, NULL);\n"
    check(repository.functions(1, "--patch", "-", text=gone) == ["two_old"], "a line that is gone touches its place")
    cut = patch[:patch.index("+int one_new")]
    for text, reason in (("hello\n", "no hunk"), ("", "no hunk"), (cut, "within a hunk"),
                         ("+++ b/one.c\n@@ -x +1 @@\n", "line 2"), ("+++ b/nowhere.c\n@@ -1 +1 @@\n-a\n+b\n", "below")):
        done = repository.run(2, "check", "-p", ".", "--patch", "-", text=text)
        check(reason in done.stderr, f"{reason}: {done.stderr}")
    repository.run(2, "check", "-p", ".", "--patch", "nowhere.patch")
    repository.run(2, "check", "-p", ".", "--patch", "plain.patch", "--new-from", "HEAD")
    (repository.directory / "plain.patch").unlink()


def by_baseline(repository: Repository) -> None:
    known = repository.directory / "irqlint.baseline"
    repository.run(0, "baseline", "create", "-p", ".")
    lines = known.read_text().splitlines()
    check(lines[0].startswith("#") and len(lines) == 4, f"a heading and three entries: {lines}")
    check([line.split("\t")[2:4] for line in lines[1:]] ==
          [["one.c", "one_new"], ["one.c", "one_old"], ["two.c", "two_old"]], "entries are sorted by file")
    check("update" in repository.run(2, "baseline", "create", "-p", ".").stderr, "a baseline is not overwritten")
    words = ("--baseline", "irqlint.baseline")
    check(repository.functions(0, *words) == [], "what is known is not reported")
    text = (repository.directory / "one.c").read_text()
    (repository.directory / "one.c").write_text("/* moved */\n\n\n" + text)
    check(repository.functions(0, *words) == [], "lines do not matter")
    repository.append("two")
    check(repository.functions(1, *words) == ["two_new"], "what is new is reported")
    known.write_text("\n".join(f"{line}\tnot ours" if "one_old" in line else line for line in lines) + "\n")
    (repository.directory / "one.c").write_text(text.replace("IRQF_SHARED", "0"))
    done = repository.run(1, "check", "-p", ".", *words)
    check("2 entries are not found any more" in done.stderr, f"stale entries are told: {done.stderr}")
    done = repository.run(1, "check", "-p", ".", *words, "two.c")
    check("not found any more" not in done.stderr, "a file that was not looked at has no stale entries")
    (repository.directory / "one.c").write_text(text)
    repository.run(0, "baseline", "update", "-p", ".", "two.c")
    lines = known.read_text().splitlines()
    check(len(lines) == 5 and [line for line in lines if line.endswith("\tnot ours")], "an update keeps comments")
    (repository.directory / "one.c").write_text(text.replace("IRQF_SHARED", "0"))
    repository.run(0, "baseline", "prune", "-p", ".")
    check([line.split("\t")[3] for line in known.read_text().splitlines()[1:]] == ["two_new", "two_old"], "pruned")
    known.write_text("one two three\n")
    check("irqlint.baseline:1:" in repository.run(2, "check", "-p", ".", *words).stderr, "a broken line is named")
    repository.run(2, "check", "-p", ".", "--baseline", "nowhere")
    known.unlink()
    repository.git("reset", "-q", "--hard")


def by_comparing(repository: Repository) -> None:
    repository.run(1, "check", "-p", ".", "--output=json=old.json")
    text = (repository.directory / "one.c").read_text()
    (repository.directory / "one.c").write_text("\n\n" + text.replace('"one", NULL', '"one", &one_old', 1))
    repository.append("two")
    repository.run(1, "check", "-p", ".", "--output=json=new.json")
    done = repository.run(1, "compare", "old.json", "new.json", "--output=text", "--output=sarif=both.sarif",
                          "--output=gitlab=new.gitlab")
    check("1 new, 1 gone, 2 unchanged" in done.stderr, done.stderr)
    check(len(done.stdout.splitlines()) == 2 and "gone: " in done.stdout and "warning: " in done.stdout, done.stdout)
    results = json.loads((repository.directory / "both.sarif").read_text())["runs"][0]["results"]
    check(sorted(one["baselineState"] for one in results) == ["absent", "new", "unchanged", "unchanged"], "SARIF")
    check(len(json.loads((repository.directory / "new.gitlab").read_text())) == 1, "GitLab has what is new")
    check("0 new, 0 gone, 3 unchanged" in repository.run(0, "compare", "old.json", "old.json").stderr, "the same")
    (repository.directory / "bad.json").write_text('{"rule":"irq-x"}\n')
    check("bad.json:1:" in repository.run(2, "compare", "bad.json", "old.json").stderr, "a broken line is named")
    repository.run(2, "compare", "old.json", "nowhere.json")
    repository.run(2, "compare", "old.json")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        repository = Repository(Path(name).resolve(), str(Path(options.irqlint).resolve()),
                                str(Path(options.include).resolve()))
        for test in (by_revision, by_patch, by_baseline, by_comparing):
            test(repository)
            print(f"ok {test.__name__}")


if __name__ == "__main__":
    main()
