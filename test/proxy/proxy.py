# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""irqlint lsp --proxy beside a server that does what it is told: what is merged, what is passed on, and what
happens when one of the two is gone."""
import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import unittest
from pathlib import Path

from connection import TIMEOUT, Client

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OPTIONS = argparse.ArgumentParser()
OPTIONS.add_argument("--irqlint", required=True, type=Path)

CAPABILITIES = {"hoverProvider": True, "codeActionProvider": True, "textDocumentSync": 2, "renameProvider": True,
                "executeCommandProvider": {"commands": ["fake.do"]}}
DRIVER = """#include <linux/interrupt.h>

irqreturn_t isr(int irq, void *cookie);
int probe(int irq);

int probe(int irq)
{
	return /* \u00e4\U0001f600 */ request_irq(irq, isr, IRQF_SHARED, "x", NULL);
}
"""
LINE = 7
FAKE = {"range": {"start": {"line": LINE, "character": 1}, "end": {"line": LINE, "character": 7}}, "message": "fake",
        "source": "fake", "severity": 2}


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def command_of(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().decode().replace("\0", " ")


def is_gone(process: int) -> bool:
    for _ in range(TIMEOUT * 20):
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def sources(diagnostics: list) -> list[str]:
    return sorted(item["source"] for item in diagnostics)


class Proxy(unittest.TestCase):
    irqlint: Path

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="irqlint-proxy-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "driver.c"
        self.file.write_text(DRIVER)
        (self.folder / "compile_commands.json").write_text(json.dumps([{
            "directory": str(self.folder), "file": "driver.c",
            "arguments": ["cc", "-std=gnu11", f"-I{ROOT}/include/kernel", "-c", "driver.c"]}]))

    def start(self, said: dict | None = None, encodings: list | None = None, server: list | None = None) -> Client:
        fake = [sys.executable, HERE / "fake_server.py", json.dumps({"capabilities": CAPABILITIES} | (said or {}))]
        words = [str(word) for word in server or fake]
        env = os.environ | {"IRQLINT_CACHE_DIR": ""}
        client = Client([self.irqlint, "lsp", "--proxy", words[0], "--", *words[1:]],
                        {"workspace/configuration": lambda params: [None] * len(params["items"]),
                         "fake/question": lambda params: {"heard": params}}, env)
        self.addCleanup(client.process.stdin.close)
        self.addCleanup(client.process.stdout.close)
        self.addCleanup(client.process.wait)
        self.addCleanup(client.process.kill)
        capabilities = {"textDocument": {"hover": {"contentFormat": ["markdown"]}, "diagnostic": {},
                                         "publishDiagnostics": {"relatedInformation": True, "dataSupport": True},
                                         "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {}}}},
                        "workspace": {"configuration": True}}
        if encodings:
            capabilities["general"] = {"positionEncodings": encodings}
        self.greeting = client.initialize(self.folder, capabilities)
        return client

    def ours(self, client: Client, uri: str, wanted=lambda params: True) -> list:
        return client.diagnostics(uri, lambda params: wanted(params) and "irqlint" in sources(params["diagnostics"]))

    def column(self, client: Client) -> int:
        found = self.ours(client, client.open(self.file))
        return found[0]["range"]["start"]["character"]

    def test_capabilities_are_what_either_can(self) -> None:
        client = self.start()
        can = self.greeting["capabilities"]
        self.assertTrue(can["renameProvider"])
        self.assertTrue(can["hoverProvider"])
        self.assertEqual(can["textDocumentSync"]["change"], 2)
        self.assertIn("fake.do", can["executeCommandProvider"]["commands"])
        self.assertIn("irqlint.rescan", can["executeCommandProvider"]["commands"])
        self.assertNotIn("diagnosticProvider", can)
        self.assertEqual(self.greeting["serverInfo"]["version"], "7")
        said = client.wait("fake/initialized")
        self.assertEqual(said["processId"], children(client.process.pid)[0] and client.process.pid)
        self.assertEqual(client.end(), 0)

    def test_both_count_as_the_other_server_says(self) -> None:
        client = self.start({"offsetEncoding": "utf-8"}, ["utf-16", "utf-8"])
        self.assertEqual(self.greeting["capabilities"]["positionEncoding"], "utf-8")
        self.assertEqual(client.wait("fake/initialized")["capabilities"]["offsetEncoding"], ["utf-16", "utf-8"])
        in_bytes = self.column(client)
        # A server that says nothing counts in UTF-16, whatever the client would like.
        client = self.start({}, ["utf-8", "utf-16"])
        self.assertEqual(self.greeting["capabilities"]["positionEncoding"], "utf-16")
        in_utf16 = self.column(client)
        line = DRIVER.split("\n")[LINE]
        self.assertEqual(line.encode()[in_bytes:].decode(), line.encode("utf-16-le")[2 * in_utf16:].decode("utf-16-le"))
        self.assertNotEqual(in_bytes, in_utf16)

    def test_diagnostics_of_both_are_one_list_and_move_with_edits(self) -> None:
        client = self.start()
        uri = client.open(self.file)
        self.ours(client, uri)
        # As another server would spell it.
        client.notify("fake/publish", {"uri": uri.replace("driver", "%64river"), "version": 1, "diagnostics": [FAKE]})
        both = self.ours(client, uri, lambda params: len(params["diagnostics"]) == 2)
        self.assertEqual(sources(both), ["fake", "irqlint"])
        client.change(uri, 2, {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}},
                               "text": "\n\n"})
        both = self.ours(client, uri, lambda params: params.get("version") == 2)
        self.assertEqual([item["range"]["start"]["line"] for item in both], [LINE + 2, LINE + 2])
        # What was said of an older version is true of what has not changed since.
        client.notify("fake/publish", {"uri": uri, "version": 1, "diagnostics": [FAKE | {"message": "late"}]})
        both = self.ours(client, uri, lambda params: params["diagnostics"][0]["message"] == "late")
        self.assertEqual(both[0]["range"]["start"], {"line": LINE + 2, "character": 1})
        client.change(uri, 3, {"range": {"start": {"line": LINE + 2, "character": 3},
                                         "end": {"line": LINE + 2, "character": 4}}, "text": "t"})
        self.assertEqual(sources(self.ours(client, uri, lambda params: params.get("version") == 3)), ["irqlint"])
        client.notify("fake/publish", {"uri": uri, "version": 3, "diagnostics": [FAKE]})
        self.ours(client, uri, lambda params: len(params["diagnostics"]) == 2)
        client.notify("fake/publish", {"uri": uri, "version": 2, "diagnostics": [FAKE | {"message": "too late"}]})
        client.notify("fake/publish", {"uri": uri, "version": 3, "diagnostics": []})
        found = client.diagnostics(uri)
        self.assertEqual(sources(found), ["irqlint"])
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        client.notify("fake/publish", {"uri": uri, "diagnostics": [FAKE | {"message": "closed"}]})
        params = client.wait("textDocument/publishDiagnostics", lambda params: any(
            item["message"] == "closed" for item in params["diagnostics"]))
        self.assertNotIn("version", params)
        self.assertEqual(client.end(), 0)

    def test_of_files_that_are_not_open(self) -> None:
        client = self.start()
        for items in ([FAKE], []):
            client.notify("fake/publish", {"uri": "file:///elsewhere.c", "diagnostics": items})
            self.assertEqual(client.diagnostics("file:///elsewhere.c"), items)

    def test_hovers_and_actions_are_of_both(self) -> None:
        client = self.start()
        uri = client.open(self.file)
        finding = self.ours(client, uri)[0]
        text = client.request("textDocument/hover", {"textDocument": {"uri": uri},
                                                     "position": finding["range"]["start"]})["contents"]["value"]
        self.assertTrue(text.startswith("FAKE HOVER\n\n---\n\n"), text)
        self.assertIn("irq-shared-null-cookie", text)
        actions = client.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": finding["range"], "context": {"diagnostics": [finding]}})
        self.assertEqual(actions[0]["title"], "fake fix")
        self.assertTrue(any("NOLINT" in action["title"] or "uppress" in action["title"] for action in actions[1:]))
        # Where one of them has nothing to say, the other's answer is left.
        text = client.request("textDocument/hover", {"textDocument": {"uri": uri},
                                                     "position": {"line": 1, "character": 0}})["contents"]["value"]
        self.assertEqual(text, "FAKE HOVER")

    def test_the_rest_is_passed_on(self) -> None:
        client = self.start()
        self.assertEqual(client.request("textDocument/rename", {"a": [1, 2.5, "\u00e4", None]}),
                         {"method": "textDocument/rename", "echo": {"a": [1, 2.5, "\u00e4", None]}})
        self.assertEqual(client.request("workspace/executeCommand", {"command": "fake.do"})["echo"]["command"],
                         "fake.do")
        self.assertIn("findings", client.request("workspace/executeCommand", {"command": "irqlint.rescan"}))
        client.open(self.file)
        received = client.request("fake/received", {})
        self.assertEqual(received[:2], ["initialize", "initialized"])
        self.assertIn("textDocument/didOpen", received)

    def test_ids_are_of_each_connection(self) -> None:
        client = self.start()
        slow = client.send("fake/wait", {})
        # The server's own request has an id that irqlint's has too.
        client.notify("fake/ask", {"method": "fake/question", "params": {"x": 5}})
        self.assertEqual(client.wait("fake/got")["result"], {"heard": {"x": 5}})
        client.notify("$/cancelRequest", {"id": slow})
        self.assertEqual(client.answer(slow)["error"], {"code": -32800, "message": "cancelled"})
        client.notify("$/cancelRequest", {"id": 4711})
        self.assertEqual(client.end(), 0)

    def test_the_other_server_dies(self) -> None:
        client = self.start()
        uri = client.open(self.file)
        self.ours(client, uri)
        client.notify("fake/publish", {"uri": uri, "version": 1, "diagnostics": [FAKE]})
        self.ours(client, uri, lambda params: len(params["diagnostics"]) == 2)
        slow = client.send("fake/wait", {})
        client.notify("fake/die")
        self.assertIn("has ended", client.answer(slow)["error"]["message"])
        self.assertIn("irqlint goes on alone", client.wait("window/showMessage")["message"])
        found = self.ours(client, uri)
        self.assertEqual(sources(found), ["irqlint"])
        client.change(uri, 2, {"text": DRIVER.replace("NULL", "&irq")})
        found = client.diagnostics(uri, lambda params: params.get("version") == 2)
        self.assertNotIn("irq-shared-null-cookie", [item["code"] for item in found])
        self.assertEqual(client.answer(client.send("textDocument/rename", {}))["error"]["code"], -32601)
        self.assertEqual(client.end(), 0)

    def test_the_other_server_is_not_there(self) -> None:
        client = self.start(server=[self.folder / "no-such-server"])
        self.assertIn("no-such-server cannot be run", client.wait("window/showMessage")["message"])
        self.ours(client, client.open(self.file))
        self.assertEqual(client.end(), 0)

    def test_the_other_server_is_none(self) -> None:
        # One that ends at once, and one that says what it hears.
        for server in (["true"], ["cat"]):
            client = self.start(server=server)
            self.ours(client, client.open(self.file))
            self.assertEqual(client.end(), 0)

    def test_the_client_goes_while_a_server_keeps_silent(self) -> None:
        client = Client([self.irqlint, "lsp", "--proxy", "tail", "--", "-f", "/dev/null"])
        self.addCleanup(client.process.stdout.close)
        self.addCleanup(client.process.kill)
        client.send("initialize", {"capabilities": {}})
        client.process.stdin.close()
        self.assertEqual(client.process.wait(TIMEOUT), 1)

    def test_our_server_dies(self) -> None:
        client = self.start()
        uri = client.open(self.file)
        self.ours(client, uri)
        own = [child for child in children(client.process.pid) if "fake_server" not in command_of(child)]
        self.assertEqual(len(own), 1)
        os.kill(own[0], signal.SIGKILL)
        self.assertRegex(client.wait("window/showMessage")["message"], "irqlint has ended; .* goes on alone")
        self.assertEqual(client.diagnostics(uri, lambda params: not params["diagnostics"]), [])
        self.assertEqual(client.request("textDocument/rename", {"b": 1})["echo"], {"b": 1})
        self.assertEqual(client.end(), 0)

    def test_nothing_is_left_when_the_client_goes(self) -> None:
        client = self.start()
        processes = children(client.process.pid)
        self.assertEqual(len(processes), 2)
        client.process.stdin.close()
        self.assertEqual(client.process.wait(TIMEOUT), 1)
        for process in processes:
            self.assertTrue(is_gone(process), process)


if __name__ == "__main__":
    options, rest = OPTIONS.parse_known_args()
    Proxy.irqlint = options.irqlint
    unittest.main(argv=[sys.argv[0], *rest])
