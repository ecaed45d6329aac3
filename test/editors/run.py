# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Real editors, without a screen, against irqlint lsp.  Each opens a driver with a finding, and tells in a file
what its user would see; what that has to be is said here, once for all of them.

Every client is run once more against a server that finds nothing, which it has to notice."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EDITORS = ROOT / "checker" / "editors"
RULE = "irq-missing-oneshot"
PATIENCE, NO_PATIENCE = 60, 3  # seconds
CLANGD = ["--proxy", "clangd-19", "--", "--background-index=0", "--log=error"]
# Something to say for clangd: an unused variable.
UNUSED = "\tint nobody_reads_this;\n\n"


class Client:
    def __init__(self, name: str, words: list, needs: str, tells: set, other: bool = False):
        self.name, self.words, self.needs, self.tells, self.other = name, words, needs, tells, other


def clients() -> list[Client]:
    neovim = ["nvim", "--headless", "-u", "NONE", "--cmd", f"set rtp^={EDITORS}/neovim", "-c",
              f"luafile {HERE}/neovim.lua"]
    # Not -Q, which hides what Debian's packages bring.
    emacs = ["emacs", "-q", "--batch", "-L", str(EDITORS / "emacs"), "-l"]
    vim = ["vim", "-es", "-N", "-u", "NONE", "--cmd", f"set rtp^={EDITORS}/vim", "--cmd", "filetype plugin on", "-S",
           str(HERE / "ale.vim")]
    everything = {"found", "hover", "suppressed", "fixed"}
    return [
        Client("neovim", neovim, "nvim", everything),
        Client("neovim with clangd", neovim, "nvim", everything | {"others"}, other=True),
        Client("eglot", [*emacs, str(HERE / "eglot.el")], "emacs", everything),
        Client("eglot with clangd", [*emacs, str(HERE / "eglot.el")], "emacs", everything | {"others"}, other=True),
        Client("flymake", [*emacs, str(HERE / "flymake.el")], "emacs", {"found"}),
        Client("ale", vim, "vim", {"found", "hover"}),
        Client("node", ["node", str(HERE / "node.js")], "node", {"found"}),
        Client("node with clangd", ["node", str(HERE / "node.js")], "node", {"found"}, other=True),
    ]


class Run:
    def __init__(self, client: Client, options: argparse.Namespace, deaf: bool):
        self.client = client
        self.folder = Path(tempfile.mkdtemp(prefix="irqlint-editor-"))
        self.file = self.folder / "driver.c"
        self.text = (HERE / "driver.c").read_text()
        if client.other and "others" in client.tells:
            self.text = self.text.replace("\t/* \u00e4", UNUSED + "\t/* \u00e4")
        self.file.write_text(self.text)
        arguments = ["cc", "-std=gnu11", "-Wunused-variable", f"-I{ROOT}/include/kernel", "-c", "driver.c"]
        (self.folder / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.folder), "file": "driver.c", "arguments": arguments}]))
        if deaf:
            (self.folder / "irqlint.yaml").write_text(f"rules: [default, -{RULE}]\n")
        self.result = self.folder / "result.json"
        command = [str(options.irqlint), "lsp", *(CLANGD if client.other else [])]
        self.env = os.environ | {
            "IRQLINT_TEST_FILE": str(self.file), "IRQLINT_TEST_RESULT": str(self.result),
            "IRQLINT_TEST_COMMAND": " ".join(command),
            "IRQLINT_TEST_PATIENCE": str(NO_PATIENCE if deaf else PATIENCE), "IRQLINT_CACHE_DIR": "",
            "NODE_PATH": str(options.modules), "HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        self.env.pop("IRQLINT_TEST_OTHER", None)
        if "others" in client.tells or client.other:
            self.env["IRQLINT_TEST_OTHER"] = "clangd"

    def start(self) -> tuple[int, str]:
        done = subprocess.run(self.client.words, env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=5 * PATIENCE)
        return done.returncode, done.stdout.decode(errors="replace")

    def expected(self, irqlint: Path) -> dict[str, str]:
        fixed = self.folder / "fixed.c"
        fixed.write_text(self.text)
        done = subprocess.run([irqlint, "check", "--fix", fixed, "--", "-std=gnu11", "-w", f"-I{ROOT}/include/kernel"],
                              env=self.env, capture_output=True)
        assert done.returncode == 1 and fixed.read_text() != self.text, done
        line = next(line for line in self.text.splitlines(True) if "NULL, touch_thread" in line)
        comment = f"\t/* NOLINTNEXTLINE({RULE}): TODO: say why */\n"
        return {"fixed": fixed.read_text(), "suppressed": self.text.replace(line, comment + line)}

    def problems(self, irqlint: Path) -> list[str]:
        result = json.loads(self.result.read_text())
        expected = self.expected(irqlint)
        line = 1 + next(i for i, text in enumerate(self.text.splitlines()) if "NULL, touch_thread" in text)
        said: list[str] = []
        if missing := self.client.tells - result.keys():
            said.append(f"did not tell {', '.join(sorted(missing))}")
        for found in result["found"]:
            if found["line"] != line:
                said.append(f"line {found['line']}, not {line}")
            if "no primary handler" not in found["message"]:
                said.append(f"message: {found['message']}")
            if "text" in found and not found["text"].startswith("devm_request_threaded_irq("):
                said.append(f"the finding is at {found['text']!r}")
            if found.get("code", RULE) != RULE:
                said.append(f"code {found['code']}")
        if not result["found"]:
            said.append("found nothing")
        if "hover" in self.client.tells and RULE not in result["hover"] and "IRQF_ONESHOT" not in result["hover"]:
            said.append(f"hover: {result['hover']!r}")
        if "others" in self.client.tells:
            if not any("nobody_reads_this" in text for text in result["others"]):
                said.append(f"of clangd: {result['others']}")
            # Its hover begins with the declaration.
            if "devm_request_threaded_irq" not in result["hover"]:
                said.append(f"hover: {result['hover']!r}")
        for key in ("fixed", "suppressed"):
            if key in self.client.tells and result.get(key) != expected[key]:
                said.append(f"{key}: {result.get(key)!r}, not {expected[key]!r}")
        return said


def run(client: Client, options: argparse.Namespace) -> list[str]:
    run = Run(client, options, deaf=False)
    try:
        code, output = run.start()
        if code != 0 or not run.result.exists():
            return [f"exit code {code}", output.strip()]
        if options.verbose:
            print(json.dumps(json.loads(run.result.read_text()), indent=1, ensure_ascii=False))
        if problems := run.problems(options.irqlint):
            return problems
    except subprocess.TimeoutExpired:
        return ["did not end"]
    finally:
        shutil.rmtree(run.folder)
    run = Run(client, options, deaf=True)
    try:
        code, _ = run.start()
        return [] if code != 0 else ["did not notice that the server finds nothing"]
    except subprocess.TimeoutExpired:
        return ["did not end when the server found nothing"]
    finally:
        shutil.rmtree(run.folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--irqlint", required=True, type=lambda name: Path(name).resolve())
    parser.add_argument("--modules", required=True, type=Path, help="node_modules with the protocol's libraries")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("names", nargs="*", help="clients; all without")
    options = parser.parse_args()
    failed = passed = 0
    for client in clients():
        if options.names and client.name not in options.names:
            continue
        if not shutil.which(client.needs):
            problems = [f"{client.needs} is not there"]
        else:
            problems = run(client, options)
        print(f"{client.name}: {'failed' if problems else 'passed'}", flush=True)
        for problem in problems:
            print("    " + problem.replace("\n", "\n    "))
        failed += bool(problems)
        passed += not problems
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
