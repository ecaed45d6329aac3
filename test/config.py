# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Configuration files: which one holds where, what they say, and mistakes in them.

usage: config.py --irqlint PROGRAM --include DIR
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = """#include <linux/interrupt.h>

static irqreturn_t NAME_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int NAME_setup(void);
int NAME_setup(void)
{
	return request_irq(7, NAME_isr, IRQF_SHARED, "NAME", NULL);/*COMMENT*/
}
"""
WRAPPED = """#include <linux/interrupt.h>

int acme_request(int line, irq_handler_t handler, void *cookie);
static irqreturn_t wrapped_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int wrapped_setup(void);
int wrapped_setup(void)
{
	return acme_request(3, wrapped_isr, 0);
}
"""
MODEL = """requests:
  - name: acme_request
    line: 0
    handler: 1
    cookie: 2
    implied_flags: IRQF_SHARED
"""
MISTAKES = [
    ("rule: x\n", "irqlint.yaml:1: error: unknown key"),
    ("rules: [irq-nonsense]\n", "irqlint.yaml: error: "),
    ("confidence: high\n", "unknown confidence 'high'"),
    ("kernel: six\n", "a kernel is a version"),
    ("preview: maybe\n", "irqlint.yaml:1: error: 'preview' is true or false"),
    ("\nmodels: acme.yaml\n", "irqlint.yaml:2: error: 'models' is a list of files"),
    ("models: [nowhere.yaml]\n", "nowhere.yaml: error: cannot read"),
    ("suppressions:\n  - rule: irq-bad-flags\n", "irqlint.yaml:2: error: a suppression needs a reason"),
    ("suppressions:\n  - reason: because\n", "irqlint.yaml:2: error: a suppression names"),
    ("suppressions:\n  - line: 3\n    reason: because\n", "irqlint.yaml:2: error: a suppression has"),
    ("database: [a]\n", "irqlint.yaml:1: error: 'database' is a file or a directory"),
    ("flags: -Wall\n", "irqlint.yaml:1: error: 'flags' is a list of words"),
    ("rules: [\n", "irqlint.yaml:2: error: "),
    ("- rules\n", "irqlint.yaml:1: error: a configuration is a mapping"),
]


class Project:
    def __init__(self, directory: Path, irqlint: str, include: str) -> None:
        self.directory, self.irqlint = directory, irqlint
        self.flags = ["-std=gnu11", f"-I{include}"]
        for name in ("one", "old/two", "old/deep/three"):
            self.write(f"{name}.c", SOURCE.replace("NAME", name.split("/")[-1]))
        self.write("wrapped.c", WRAPPED)
        self.write("compile_commands.json", json.dumps(
            [{"directory": str(directory), "file": f"{name}.c",
              "arguments": ["cc", *self.flags, f'-DKBUILD_MODNAME="{name}"', "-c", f"{name}.c"]}
             for name in ("one", "old/two", "old/deep/three", "wrapped")]))

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, code: int, *words: str) -> subprocess.CompletedProcess:
        done = subprocess.run([self.irqlint, *words], cwd=self.directory, capture_output=True, text=True)
        if done.returncode != code:
            sys.exit(f"config.py: irqlint {' '.join(words)}: ended with {done.returncode}, not {code}:\n"
                     f"{done.stdout}{done.stderr}")
        return done

    def found(self, code: int, *words: str) -> dict[str, str]:
        done = self.run(code, "check", "--output=json", "-p", ".", *words)
        return {one["function"].split("_")[0]: one["fingerprint"] for one in map(json.loads, done.stdout.splitlines())}


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"config.py: failed: {text}")


def nearest_holds(project: Project) -> None:
    check(set(project.found(1)) == {"one", "two", "three"}, "all without a configuration")
    project.write("old/irqlint.yaml", "rules: [default, -irq-shared-null-cookie]\n")
    check(set(project.found(1)) == {"one"}, "a configuration holds for its directory and below")
    project.write("old/deep/irqlint.yaml", "")
    check(set(project.found(1)) == {"one", "three"}, "the nearest one holds, even when it says nothing")
    check(set(project.found(1, "--no-config")) == {"one", "two", "three"}, "--no-config")
    check(set(project.found(0, "--config", "old/irqlint.yaml")) == set(), "--config")
    check(set(project.found(1, "--rules", "all")) >= {"one", "two", "three"}, "the command line goes before")
    junit = project.run(1, "check", "--output=junit", "-p", ".").stdout
    check('name="irq-shared-null-cookie"' in junit, "rules of any configuration are told")
    shown = project.run(0, "config", "show", "old/two.c").stdout
    check("old/irqlint.yaml: 0 suppressions" in shown, shown)
    check("no irqlint.yaml" in project.run(0, "config", "show", "one.c").stdout, "no configuration")


def models_are_beside(project: Project) -> None:
    project.write("old/acme.yaml", MODEL)
    project.write("irqlint.yaml", "models: [old/acme.yaml]\n")
    check(set(project.found(1)) == {"wrapped", "one", "three"}, "a model is found from the configuration's directory")
    (project.directory / "irqlint.yaml").unlink()


def suppressions_have_reasons(project: Project) -> None:
    (project.directory / "old/irqlint.yaml").unlink()
    (project.directory / "old/deep/irqlint.yaml").unlink()
    prints = project.found(1)
    project.write("irqlint.yaml", f"""suppressions:
  - fingerprint: {prints['one']}
    reason: known
  - rule: irq-shared-*
    file: old/t*.c
    reason: legacy
  - rule: irq-bad-flags
    reason: long gone
""")
    done = project.run(1, "check", "--output=json", "-p", ".")
    check([json.loads(one)["function"] for one in done.stdout.splitlines()] == ["three_setup"], "two are excused")
    check("irqlint.yaml:7: this suppression is of no use any more" in done.stderr and done.stderr.count("use") == 1,
          f"the third is of no use: {done.stderr}")
    check("no use" not in project.run(0, "check", "-p", ".", "one.c").stderr, "a run of one file cannot tell")
    check("3 suppressions" in project.run(0, "config", "verify").stdout, "verify counts")
    (project.directory / "irqlint.yaml").unlink()


def comments_of_no_use(project: Project) -> None:
    text = SOURCE.replace("NAME", "one")
    project.write("one.c", text.replace("/*COMMENT*/", " /* NOLINT(irq-shared-null-cookie) */"))
    check(set(project.found(1)) == {"two", "three"}, "a comment suppresses")
    check("no use" not in project.run(0, "check", "-p", ".", "one.c").stderr, "and is of use")
    project.write("one.c", text.replace("/*COMMENT*/", " /* NOLINT(irq-bad-flags) */"))
    done = project.run(1, "check", "-p", ".", "one.c")
    check("one.c:11: NOLINT(irq-bad-flags) is of no use any more" in done.stderr, done.stderr)
    for other in ("NOLINT", "NOLINT(cert-err33-c)", "NOLINT(irq-trigger-override)"):
        project.write("one.c", text.replace("/*COMMENT*/", f" /* {other} */"))
        done = project.run(0 if other == "NOLINT" else 1, "check", "-p", ".", "one.c")
        check("no use" not in done.stderr, f"{other} may be of use to somebody else: {done.stderr}")
    project.write("one.c", text)


def mistakes_are_told(project: Project) -> None:
    for text, reason in MISTAKES:
        project.write("irqlint.yaml", text)
        for words in (("config", "verify"), ("check", "-p", ".")):
            done = project.run(2, *words)
            check(reason in done.stderr and not done.stdout, f"{text!r}: {done.stderr}")
    (project.directory / "irqlint.yaml").unlink()
    for words in (("config", "verify"), ("check", "-p", ".", "--config", "nowhere.yaml"), ("config", "show", "no.c"),
                  ("config",)):
        project.run(2, *words)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = Project(Path(name).resolve(), str(Path(options.irqlint).resolve()),
                          str(Path(options.include).resolve()))
        for test in (nearest_holds, models_are_beside, suppressions_have_reasons, comments_of_no_use,
                     mistakes_are_told):
            test(project)
            print(f"ok {test.__name__}")


if __name__ == "__main__":
    main()
