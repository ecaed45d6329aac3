# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""An editor for tests: speaks the language server protocol over pipes and is strict about every message."""
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

TIMEOUT = 60  # seconds; only for a server that hangs
EVERYTHING = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True, "dataSupport": True,
                               "tagSupport": {"valueSet": [1, 2]}, "versionSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                       "isPreferredSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "inlayHint": {},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "workspaceFolders": True},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}
PULL = {**EVERYTHING,
        "textDocument": {**EVERYTHING["textDocument"], "diagnostic": {"relatedDocumentSupport": True}},
        "workspace": {**EVERYTHING["workspace"], "diagnostics": {"refreshSupport": True}}}
# What a server may send by itself.
NOTIFICATIONS = {"textDocument/publishDiagnostics", "window/logMessage", "$/progress"}
REQUESTS = {"client/registerCapability", "workspace/configuration", "workspace/diagnostic/refresh",
            "workspace/inlayHint/refresh", "workspace/codeLens/refresh", "workspace/applyEdit",
            "window/workDoneProgress/create", "window/showDocument"}


class Failed(Exception):
    pass


def check(condition: object, text: str) -> None:
    if not condition:
        raise Failed(text)


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def uri_of(path: object) -> str:
    return Path(path).absolute().as_uri()


class Client:
    def __init__(self, argv: list[str], directory: Path, environment: dict | None = None) -> None:
        self.errors = open(directory / f"stderr-{time.monotonic_ns()}", "w+b")
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
                                        cwd=directory, env={**os.environ, **(environment or {})})
        self.buffer = b""
        self.last_id = 0
        self.expected: set[object] = set()
        self.messages: list[dict] = []  # that came and were not asked for yet
        self.configuration: object = None
        self.capabilities: dict = {}

    # Bytes and messages.

    def send_bytes(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: dict) -> None:
        self.send_bytes(frame(json.dumps({"jsonrpc": "2.0", **message}).encode()))

    def read(self, timeout: float = TIMEOUT) -> dict | None:
        """Returns the next message, or None at the end of the output or when there is none in time."""
        until = time.monotonic() + timeout
        while True:
            head, separator, rest = self.buffer.partition(b"\r\n\r\n")
            if separator:
                check(head.startswith(b"Content-Length: ") and b"\n" not in head, f"a strange header: {head!r}")
                length = int(head.split(b" ")[1])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return self.verify(json.loads(rest[:length].decode("utf-8")))
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return None
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                return None
            self.buffer += data

    def verify(self, message: dict) -> dict:
        check(message.get("jsonrpc") == "2.0", f"no JSON-RPC 2.0: {message}")
        method = message.get("method")
        if method and "id" in message:
            check(method in REQUESTS, f"a request that no client knows: {message}")
            self.answer(message)
        elif method:
            check(method in NOTIFICATIONS, f"a notification that no client knows: {message}")
        else:
            check(("result" in message) != ("error" in message), f"neither result nor error, or both: {message}")
            if message["id"] is not None:
                check(message["id"] in self.expected, f"an answer that nobody waits for: {message}")
                self.expected.remove(message["id"])
            if "error" in message:
                check(isinstance(message["error"]["code"], int) and message["error"]["message"],
                      f"a malformed error: {message}")
        return message

    def answer(self, message: dict) -> None:
        result = None
        if message["method"] == "workspace/configuration":
            result = [self.configuration for _ in message["params"]["items"]]
        elif message["method"] == "workspace/applyEdit":
            result = {"applied": True}
        elif message["method"] == "window/showDocument":
            result = {"success": True}
        self.send({"id": message["id"], "result": result})

    # What tests say.

    def start(self, method: str, params: object = None, identifier: object = None) -> object:
        self.last_id += 1
        number = self.last_id if identifier is None else identifier
        self.expected.add(number)
        message = {"id": number, "method": method}
        self.send(message if params is None else {**message, "params": params})
        return number

    def wait(self, number: object) -> dict:
        """Returns the whole answer to request @number; what comes meanwhile is kept."""
        for i, message in enumerate(self.messages):
            if "method" not in message and message["id"] == number:
                return self.messages.pop(i)
        while (message := self.read()) is not None:
            if "method" not in message and message["id"] == number:
                return message
            self.messages.append(message)
        raise Failed(f"no answer to request {number}: {self.said()}")

    def request(self, method: str, params: object = None) -> object:
        answer = self.wait(self.start(method, params))
        check("result" in answer, f"{method} failed: {answer}")
        return answer["result"]

    def fails(self, code: int, method: str, params: object = None) -> dict:
        answer = self.wait(self.start(method, params))
        check(answer.get("error", {}).get("code") == code, f"{method}: not the error {code}: {answer}")
        return answer["error"]

    def notify(self, method: str, params: object = None) -> None:
        self.send({"method": method} if params is None else {"method": method, "params": params})

    def next(self, method: str, timeout: float = TIMEOUT, where=lambda params: True) -> dict | None:
        """Returns the params of the next message of @method for which @where holds."""
        for i, message in enumerate(self.messages):
            if message.get("method") == method and where(message.get("params")):
                del self.messages[i]
                return message.get("params")
        until = time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0 and (message := self.read(left)) is not None:
            if message.get("method") == method and where(message.get("params")):
                return message.get("params")
            self.messages.append(message)
        return None

    # Shorthands.

    def initialize(self, folders: list[Path], capabilities: dict, options: object = None, **more: object) -> dict:
        self.capabilities = capabilities
        params = {"processId": os.getpid(), "rootUri": uri_of(folders[0]) if folders else None,
                  "capabilities": capabilities, **more}
        if len(folders) > 1:
            params["workspaceFolders"] = [{"uri": uri_of(f), "name": f.name} for f in folders]
        if options is not None:
            params["initializationOptions"] = options
        result = self.request("initialize", params)
        self.notify("initialized", {})
        return result

    def open(self, path: Path, text: str | None = None, version: int = 1) -> str:
        uri = uri_of(path)
        text = path.read_bytes().decode("utf-8") if text is None else text
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "c", "version": version,
                                                              "text": text}})
        return uri

    def change(self, uri: str, version: int, *changes: dict) -> None:
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version},
                                               "contentChanges": list(changes)})

    def close(self, uri: str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def published(self, uri: str, version: int | None = None, where=lambda params: True) -> list[dict]:
        """Returns the next diagnostics that are sent of @uri, of @version if it is given."""
        params = self.next("textDocument/publishDiagnostics",
                           where=lambda p: p["uri"] == uri and where(p) and
                           (version is None or p.get("version") == version))
        check(params is not None, f"no diagnostics of {uri}, version {version}: {self.said()}")
        return params["diagnostics"]

    def pull(self, uri: str, previous: str | None = None) -> dict:
        params = {"textDocument": {"uri": uri}, "identifier": "irqlint"}
        return self.request("textDocument/diagnostic", params | ({"previousResultId": previous} if previous else {}))

    def end(self, code: int = 0) -> None:
        check(self.request("shutdown") is None, "shutdown has a result")
        self.notify("exit")
        self.ended(code)

    def ended(self, code: int) -> None:
        while self.read() is not None:
            pass
        self.process.stdin.close()
        got = self.process.wait(TIMEOUT)
        check(got == code, f"ended with {got}, not {code}: {self.said()}")
        self.errors.close()

    def said(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def at(line: int, character: int, end_line: int | None = None, end_character: int | None = None) -> dict:
    """Returns a range."""
    last = line if end_line is None else end_line
    return {"start": {"line": line, "character": character},
            "end": {"line": last, "character": character if end_character is None else end_character}}


def units(text: str, encoding: str) -> int:
    """Returns how long @text is."""
    if encoding == "utf-8":
        return len(text.encode())
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text)


def offset_of(text: str, position: dict, encoding: str) -> int:
    """Returns the index in @text, whose lines end in \\n."""
    lines = text.split("\n")
    before, line = lines[:position["line"]], lines[position["line"]]
    index = 0
    while units(line[:index], encoding) < position["character"]:
        index += 1
    check(units(line[:index], encoding) == position["character"], f"within a character: {position}")
    return sum(len(other) + 1 for other in before) + index


def apply(text: str, edits: list[dict], encoding: str = "utf-16") -> str:
    """Returns @text with @edits, none of which overlap."""
    places = sorted(((offset_of(text, e["range"]["start"], encoding), offset_of(text, e["range"]["end"], encoding),
                      e["newText"]) for e in edits), reverse=True)
    for start, end, new in places:
        text = text[:start] + new + text[end:]
    return text


def run_tests(tests: list, make_context) -> int:
    """Runs each test with what @make_context returns for it, says which failed, and returns the exit code."""
    failed = 0
    only = os.environ.get("LSP_TEST")
    for test in tests:
        name = test.__name__
        if only and only not in name:
            continue
        context = make_context(name)
        try:
            test(context)
        except Failed as problem:
            failed += 1
            print(f"FAILED {name}: {test.__doc__}\n  {problem}", file=sys.stderr)
        finally:
            context.fini()
    print(f"{len(tests)} tests, {failed} failed")
    return 1 if failed else 0
