# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the tests of the language server share: sources, a project in a directory of its own, and editors."""
import argparse
import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from lsp_client import EVERYTHING, Client, check, run_tests

SHARED = """#include <linux/interrupt.h>

static irqreturn_t card_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int card_setup(void);
int card_setup(void)
{
	return request_irq(7, card_isr, IRQF_SHARED, "card", NULL);
}
"""
CALL = 10  # line of the request
FINE = SHARED.replace("NULL", '"cookie"').replace('"cookie")', "(void *)card_setup)")


class Context:
    irqlint = include = ""

    def __init__(self, name: str) -> None:
        self.root = Path(tempfile.mkdtemp(prefix=f"lsp-{name}-")).resolve()
        self.clients: list[Client] = []

    def fini(self) -> None:
        for client in self.clients:
            client.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def source(self, name: str, text: str = SHARED) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def database(self, *names: str, where: str = "") -> None:
        path = self.root / where / "compile_commands.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([self.entry(name) for name in names]))

    def entry(self, name: str) -> dict:
        return {"directory": str(self.root), "file": name,
                "arguments": ["cc", "-std=gnu11", f"-I{self.include}", f"-I{self.include}/..", "-c", name]}

    def client(self, *words: str, cache: str = "") -> Client:
        # What a sanitizer keeps of freed memory is not for the test of memory.
        client = Client([self.irqlint, "lsp", *words], self.root, {
            "IRQLINT_CACHE_DIR": cache, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"})
        self.clients.append(client)
        return client

    def started(self, capabilities: dict = EVERYTHING, options: object = None, cache: str = "") -> Client:
        client = self.client(cache=cache)
        client.initialize([self.root], capabilities, options)
        return client

    def checked(self, *words: str) -> list[dict]:
        """Returns what `irqlint check` finds."""
        done = subprocess.run([self.irqlint, "check", "--output", "json", *words], cwd=self.root, text=True,
                              capture_output=True, env={**os.environ, "IRQLINT_CACHE_DIR": ""})
        check(done.returncode in (0, 1), f"check {words}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def codes(diagnostics: list[dict]) -> list[str]:
    return [d["code"] for d in diagnostics]


def with_encodings(*names: str) -> dict:
    return {**EVERYTHING, "general": {"positionEncodings": list(names)}}


def main(tests: list, **numbers: int) -> int:
    """Reads the command line, which may set @numbers, and runs @tests.  Returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--pages")
    parser.add_argument("--demo")
    for name, value in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    for name, value in vars(parser.parse_args()).items():
        setattr(Context, name, os.path.abspath(value) if isinstance(value, str) else value)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    return run_tests(tests, Context)
