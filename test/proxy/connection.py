# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One side of a connection of the language server protocol."""
import json
import queue
import subprocess
import threading
from pathlib import Path

TIMEOUT = 120  # a slow machine is no failure; an answer that never comes is


def read_message(stream) -> dict | None:
    size = None
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            size = int(value)
    if line == b"" or size is None:
        return None
    body = stream.read(size)
    return json.loads(body) if len(body) == size else None


def write_message(stream, message: dict) -> None:
    body = json.dumps({"jsonrpc": "2.0"} | message).encode()
    stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    stream.flush()


class Client:
    """A client of a server that it runs; requests of the server are answered by @answers, by method."""

    def __init__(self, words: list, answers: dict | None = None, env: dict | None = None):
        self.process = subprocess.Popen([str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=env)
        self.answers = answers or {}
        self.last_id = 0
        self.inbox: queue.Queue = queue.Queue()
        self.seen: list[dict] = []  # notifications and requests of the server that nobody has waited for
        self.results: dict = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while (message := read_message(self.process.stdout)) is not None:
            self.inbox.put(message)
        self.inbox.put(None)

    def _take(self) -> None:
        message = self.inbox.get(timeout=TIMEOUT)
        if message is None:
            raise EOFError("the server has closed its output")
        if "method" not in message:
            self.results[message["id"]] = message
            return
        self.seen.append(message)
        if "id" in message:
            answer = self.answers.get(message["method"])
            result = answer(message["params"]) if callable(answer) else answer
            write_message(self.process.stdin, {"id": message["id"], "result": result})

    def notify(self, method: str, params=None) -> None:
        write_message(self.process.stdin, {"method": method, "params": params or {}})

    def send(self, method: str, params=None) -> int:
        self.last_id += 1
        write_message(self.process.stdin, {"id": self.last_id, "method": method, "params": params})
        return self.last_id

    def answer(self, number: int) -> dict:
        """Waits for the whole answer to request @number."""
        while number not in self.results:
            self._take()
        return self.results.pop(number)

    def request(self, method: str, params=None):
        answer = self.answer(self.send(method, params))
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def wait(self, method: str, wanted=lambda params: True) -> dict:
        """Waits for a notification or request of the server that is @wanted; earlier ones count."""
        while True:
            for i, message in enumerate(self.seen):
                if message["method"] == method and wanted(message.get("params")):
                    return self.seen.pop(i)["params"]
            self._take()

    def initialize(self, folder: Path, capabilities: dict, **more) -> dict:
        result = self.request("initialize", {"processId": None, "rootUri": folder.as_uri(),
                                             "capabilities": capabilities} | more)
        self.notify("initialized")
        return result

    def open(self, file: Path, text: str | None = None, version: int = 1) -> str:
        uri = file.as_uri()
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "c", "version": version, "text": file.read_text() if text is None else text}})
        return uri

    def change(self, uri: str, version: int, *changes: dict) -> None:
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version},
                                               "contentChanges": list(changes)})

    def diagnostics(self, uri: str, wanted=lambda params: True) -> list:
        return self.wait("textDocument/publishDiagnostics",
                         lambda params: params["uri"] == uri and wanted(params))["diagnostics"]

    def end(self) -> int:
        """Shuts the server down.  Returns its exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(TIMEOUT)
