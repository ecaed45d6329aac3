# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the commands of the CI pieces in a repository of their own, as the services would.

usage: ci.py --irqlint PROGRAM --include DIR

Where pre-commit is installed, it runs our hook itself.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CI = ROOT / "checker/ci"
SOURCE = """#include <linux/interrupt.h>

static irqreturn_t NAME_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int NAME_setup(void);
int NAME_setup(void)
{
	return request_irq(7, NAME_isr, FLAGS, "NAME", NULL);
}
"""


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"ci.py: failed: {text}")


class Repository:
    def __init__(self, directory: Path, irqlint: str, include: str) -> None:
        self.directory, self.irqlint = directory, irqlint
        self.write("one", "IRQF_SHARED")
        self.write("two", "0")
        (directory / "loose.c").write_text("int loose;\n")
        (directory / ".gitignore").write_text("irqlint-reports\n")
        (directory / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(directory), "file": f"{name}.c",
              "arguments": ["cc", "-std=gnu11", f"-I{include}", f'-DKBUILD_MODNAME="{name}"', "-c", f"{name}.c"]}
             for name in ("one", "two")]))
        self.git("init", "-q", "-b", "main")
        self.commit("first")

    def write(self, name: str, flags: str) -> None:
        text = SOURCE.replace("NAME", name).replace("FLAGS", flags)
        (self.directory / f"{name}.c").write_text(text)

    def git(self, *words: str) -> str:
        argv = ["git", "-C", self.directory, "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()

    def commit(self, text: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", text)

    def run(self, code: int, *words: object, **variables: str) -> subprocess.CompletedProcess:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("IRQLINT", "GITHUB"))}
        environment |= {"IRQLINT": self.irqlint, **variables}
        done = subprocess.run([str(word) for word in words], cwd=self.directory, env=environment, capture_output=True,
                              text=True)
        said = done.stdout + done.stderr
        check(done.returncode == code, f"{words}: ended with {done.returncode}, not {code}:\n{said}")
        return done

    def reports(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in (self.directory / "irqlint-reports").iterdir()}


def block(text: str, key: str) -> dict[str, str]:
    """The keys and values below the first `key:` of a YAML text that has one of words."""
    match = re.search(rf"^( *){key}:\n((?:\1 +.*\n)+)", text, re.MULTILINE)
    check(match, f"{key} is there")
    return {name: value.strip('"') for name, value in re.findall(r"^ +(\w+): (.*)$", match[2], re.MULTILINE)}


def github(repository: Repository) -> None:
    text = (CI / "action.yml").read_text()
    defaults = {name: value.strip('"') for name, value in
                re.findall(r"^  (\w+):\n    description: .*\n    default: (.*)$", text, re.MULTILINE)}
    check(set(re.findall(r"inputs\.(\w+)", text)) == set(defaults), "inputs are declared and used")
    inputs = {**defaults, "irqlint": repository.irqlint, "base": "HEAD"}
    variables = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: inputs[match[1]], value)
                 for name, value in block(text, "env").items()}
    script = re.search(r"run: \|\n +(.*)\n", text)[1]
    variables |= {"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(CI)}
    done = repository.run(0, "sh", "-c", script, **variables)
    check("::" not in done.stdout, "nothing has changed")
    repository.write("two", "IRQF_SHARED")
    done = repository.run(1, "sh", "-c", script, **variables)
    check("::error file=two.c,line=11," in done.stdout and "one.c" not in done.stdout, f"annotated: {done.stdout}")
    check(json.loads(repository.reports()["irqlint.sarif"])["runs"][0]["results"], "there is something to upload")
    done = repository.run(1, "sh", "-c", script, **{**variables, "IRQLINT_BASE": ""})
    check("one.c" in done.stdout, "without a base everything is reported")
    repository.git("checkout", "-q", "two.c")


def gitlab(repository: Repository) -> None:
    text = (CI / "gitlab.yml").read_text()
    variables = {**block(text, "variables"), "IRQLINT_CI": str(CI), "IRQLINT_BASE": ""}
    script = re.search(r"script:\n    - (.*)\n", text)[1]
    done = repository.run(1, "sh", "-c", script, **variables)
    check("one.c:11:9: warning: " in done.stdout and "::" not in done.stdout, done.stdout)
    reports = repository.reports()
    for name in re.findall(r"irqlint-reports/(\S+)", text):
        check(reports[name], f"{name} is written")
    check(len(json.loads(reports["irqlint.gitlab.json"])) == 1, "one finding for GitLab")


def pre_commit(repository: Repository) -> None:
    entry = ROOT / re.search(r"entry: (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text())[1]
    repository.run(0, entry, "one.c")
    repository.write("two", "IRQF_SHARED")
    repository.run(1, entry, "one.c", "two.c")
    repository.run(0, entry, "loose.c")
    (repository.directory / "compile_commands.json").rename(repository.directory / "hidden.json")
    check("nothing is checked" in repository.run(0, entry, "two.c").stderr, "without a database it says so")
    (repository.directory / "hidden.json").rename(repository.directory / "compile_commands.json")
    if shutil.which("pre-commit"):
        repository.git("add", "-A")
        variables = {"PRE_COMMIT_HOME": str(repository.directory.parent / "pre-commit")}
        done = repository.run(1, "pre-commit", "try-repo", ROOT, "irqlint", **variables)
        check("two.c:11:9: warning: " in done.stdout, f"pre-commit: {done.stdout}")
    repository.git("reset", "-q", "--hard")


def nipa(repository: Repository) -> None:
    def run(code: int) -> str:
        script = f'exec 3>"{repository.directory.parent}/description"; "{CI}/nipa/irqlint.sh"'
        repository.run(code, "sh", "-c", script, DESC_FD="3")
        check(repository.git("symbolic-ref", "--short", "HEAD") == "main", "the branch is as it was")
        return (repository.directory.parent / "description").read_text().strip()

    check(json.loads((CI / "nipa/info.json").read_text())["run"] == ["irqlint.sh"], "the script is named")
    (repository.directory / "loose.c").write_text("int loose = 1;\n")
    repository.commit("second")
    check(run(0) == "no source that is compiled is touched", "nothing to do")
    repository.write("one", "0")
    repository.commit("third")
    check(run(0) == "0 new, 1 gone, 0 unchanged", "mended")
    repository.write("one", "IRQF_SHARED")
    repository.commit("fourth")
    check(run(1) == "1 new, 0 gone, 0 unchanged", "broken")
    (repository.directory / "one.c").write_text("int broken(\n")
    repository.commit("fifth")
    check(run(250).startswith("irqlint ended with"), "not to be told")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name).resolve() / "repository"
        directory.mkdir()
        repository = Repository(directory, str(Path(options.irqlint).resolve()), str(Path(options.include).resolve()))
        for test in (github, gitlab, pre_commit, nipa):
            test(repository)
            print(f"ok {test.__name__}")


if __name__ == "__main__":
    main()
