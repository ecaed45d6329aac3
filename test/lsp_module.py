# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The language server and the other files of a module: findings are in the end those of irqlint check.

usage: lsp_module.py --irqlint PROGRAM --include DIR
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lsp_client import EVERYTHING, Client, check, run_tests, uri_of

HEADER = """#include <linux/interrupt.h>
struct card { int irq; int ready; };
int card_request(struct card *card, irq_handler_t handler);
"""
# What is wrong shows only with both files: the cookie comes from the other one.
MAIN = """#include "card.h"
static irqreturn_t card_isr(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int card_setup(struct card *card);
int card_setup(struct card *card)
{
	return card_request(card, card_isr);
}
"""
OTHER = """#include "card.h"
int card_request(struct card *card, irq_handler_t handler)
{
	return request_irq(card->irq, handler, IRQF_SHARED, "card", NULL);
}
"""
THREAD = """#include "card.h"
static irqreturn_t card_thread(int irq, void *cookie)
{
	return IRQ_HANDLED;
}
"""
GOOD = OTHER.replace("NULL", "card")


class Context:
    program = include = ""

    def __init__(self, name: str) -> None:
        self.root = Path(tempfile.mkdtemp(prefix=f"lsp-module-{name}-")).resolve()
        self.clients: list[Client] = []
        self.source = self.root / "source"
        self.source.mkdir()
        for file, text in [("card.h", HEADER), ("main.c", MAIN), ("other.c", OTHER)]:
            (self.source / file).write_text(text)
        entries = [{"directory": str(self.source), "file": file,
                    "arguments": ["cc", "-std=gnu11", f"-I{self.include}", '-DKBUILD_MODNAME="card"', "-c", file]}
                   for file in ("main.c", "other.c")]
        (self.source / "compile_commands.json").write_text(json.dumps(entries))

    def start(self, cache: str) -> Client:
        client = Client([self.program, "lsp"], self.root, {"IRQLINT_CACHE_DIR": cache})
        self.clients.append(client)
        client.initialize([self.source], EVERYTHING)
        return client

    def expected(self, file: str) -> list[tuple]:
        out = self.root / "out.json"
        subprocess.run([self.program, "check", "--no-cache", "-p", str(self.source), str(self.source / file),
                        "--output", f"json={out}"], stderr=subprocess.DEVNULL, check=False)
        found = [json.loads(line) for line in out.read_text().splitlines()]
        return sorted((f["rule"], f["file"].rsplit("/", 1)[-1], f["line"]) for f in found)

    def fini(self) -> None:
        for client in self.clients:
            client.kill()
        shutil.rmtree(self.root, ignore_errors=True)


def settle(c: Context, client: Client, uri: str, file: str) -> list[tuple]:
    """Waits until the diagnostics of @uri are those of irqlint check for @file, in that file; returns them."""
    expected = [f for f in c.expected(file) if f[1] == file]
    until = time.monotonic() + 60
    found: object = None
    while time.monotonic() < until:
        params = client.next("textDocument/publishDiagnostics", 60, lambda p: p["uri"] == uri)
        if params is None:
            break
        found = sorted((d["code"], file, d["range"]["start"]["line"] + 1) for d in params["diagnostics"])
        if found == expected:
            return expected
    check(False, f"{file}: {found}, not {expected}")
    return []


def other_file(c: Context) -> None:
    """What only the other file shows is found, with a cache and without, cold and warm, and goes with it."""
    for cache in ("", str(c.root / "cache"), str(c.root / "cache")):
        client = c.start(cache)
        path = c.source / "other.c"
        path.write_text(OTHER)
        uri = client.open(path)
        check(settle(c, client, uri, "other.c") != [], "the example is not wrong")
        path.write_text(GOOD)
        client.change(uri, 2, {"text": GOOD})
        check(settle(c, client, uri, "other.c") == [], "it is right now")
        path.write_text(OTHER)
        client.change(uri, 3, {"text": OTHER})
        settle(c, client, uri, "other.c")
        client.end()


def sibling_changes(c: Context) -> None:
    """The other file is looked at as it is on disk, or in the editor when it is not saved."""
    handler = MAIN.replace("IRQ_HANDLED", "IRQ_WAKE_THREAD")
    client = c.start(str(c.root / "cache"))
    main, other = c.source / "main.c", c.source / "other.c"
    other.write_text(GOOD)
    main.write_text(handler)
    uri = client.open(main)
    found = settle(c, client, uri, "main.c")
    check([f[0] for f in found] == ["irq-wake-without-thread"], f"without a thread: {found}")
    threaded = THREAD + GOOD.replace("request_irq(card->irq, handler,",
                                     "request_threaded_irq(card->irq, handler, card_thread,")
    # Only in the editor.
    second = client.open(other, GOOD)
    client.published(second, 1)
    client.change(second, 2, {"text": threaded})
    client.published(second, 2)
    client.change(uri, 2, {"text": handler + "\n"})
    until = time.monotonic() + 60
    while client.published(uri, 2) != [] and time.monotonic() < until:
        pass
    # On the disk.
    other.write_text(GOOD)
    client.change(second, 3, {"text": GOOD})
    client.notify("textDocument/didSave", {"textDocument": {"uri": second}})
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(other), "type": 2}]})
    client.published(uri, 2, lambda p: p["diagnostics"])
    client.end()


def broken_sibling(c: Context) -> None:
    """A file of the module that does not parse, or is gone, costs what it would have shown, and nothing else."""
    other = c.source / "other.c"
    path = c.source / "main.c"
    wrong = MAIN.replace("return card_request(card, card_isr);",
                         'return request_irq(card->irq, card_isr, IRQF_SHARED, "card", NULL);')
    path.write_text(wrong)
    for text in ("int broken(\n", None):
        if text is None:
            other.unlink()
        else:
            other.write_text(text)
        client = c.start(str(c.root / "cache"))
        uri = client.open(path)
        check([f[0] for f in settle(c, client, uri, "main.c")] == ["irq-shared-null-cookie"], "by itself")
        client.change(uri, 2, {"text": wrong + "\n"})
        check(len(client.published(uri, 2)) == 1, "after an edit")
        client.end()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    arguments = parser.parse_args()
    Context.program, Context.include = os.path.abspath(arguments.irqlint), os.path.abspath(arguments.include)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    return run_tests([other_file, sibling_changes, broken_sibling], Context)


if __name__ == "__main__":
    sys.exit(main())
