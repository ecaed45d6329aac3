# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The language server under hostile input: it answers with the protocol's errors, or not at all, and stays alive.

usage: lsp_hostile.py --irqlint PROGRAM --include DIR [--rounds N] [--seed N]
"""
import json
import os
import random
import sys
import threading

from lsp_client import EVERYTHING, PULL, Client, check, frame, uri_of
from lsp_context import CALL, FINE, SHARED, Context, codes, main

METHODS = ["textDocument/hover", "textDocument/codeAction", "textDocument/diagnostic", "textDocument/inlayHint",
           "textDocument/codeLens", "workspace/diagnostic", "workspace/executeCommand", "$/nothing", "", "a\u0000b"]
NOTIFICATIONS = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose",
                 "$/cancelRequest", "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration",
                 "workspace/didChangeWorkspaceFolders", "window/workDoneProgress/cancel", "$/x", "initialized"]


def lives(client: Client) -> None:
    check(client.request("textDocument/hover", {"textDocument": {"uri": "file:///none.c"},
                                                "position": {"line": 0, "character": 0}}) is None, "it does not live")


def error_of(client: Client) -> int:
    """Returns the code of the next error that is not for a request."""
    while (message := client.read()) is not None:
        if "method" not in message and message["id"] is None:
            return message["error"]["code"]
        client.messages.append(message)
    check(False, "no error")
    return 0


def framing(c: Context) -> None:
    """Headers and bodies that are none are answered once, and what comes after them is read."""
    client = c.started()
    for sent in [b"Content-Length: 3\r\n\r\n{\"}", frame(b"{"), frame(b""), frame(b"[1,"), frame(b"\xff\xfe"),
                 frame(b'"\x00"'), frame(b"[" * 100000), frame(b'{"a":' * 100000), frame(b"1e999999"),
                 frame(b"9" * 4000), b"Content-Type: x\r\n\r\n{}", b"Content-Length: 9999999999999999999\r\n\r\n",
                 b"Content-Length: -7\r\n\r\n", b"\r\n\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n", b"\x00\r\n\r\n",
                 b"X: " + b"y" * 100000 + b"\r\n\r\n"]:
        client.send_bytes(sent)
        code = error_of(client)
        check(code in (-32700, -32600), f"{sent[:60]!r}: {code}")
        lives(client)
    client.end()


def messages(c: Context) -> None:
    """What is JSON and no message is an invalid request."""
    client = c.started()
    for sent in [7, None, True, "x", [], [{"jsonrpc": "2.0", "method": "exit"}], {}, {"id": 1}, {"method": 7, "id": 2},
                 {"method": "shutdown", "id": {}}, {"method": "shutdown", "id": 1.5}, {"method": "shutdown", "id": []}]:
        client.expected |= {1, 2}
        client.send_bytes(frame(json.dumps(sent).encode()))
        while "error" not in (message := client.read()):
            client.messages.append(message)
        check(message["error"]["code"] == -32600, f"{sent}: {message}")
    client.expected -= {1, 2}
    client.fails(-32600, "textDocument/hover", 7)
    client.fails(-32601, "no/such\u0000method")
    for sent in [{"id": 12345, "result": None}, {"id": "x", "error": {"code": 1, "message": "x"}},
                 {"id": None, "result": 1}, {"id": 1, "result": 1, "error": None}]:
        client.send(sent)
    lives(client)
    client.end()


def slowly(c: Context) -> None:
    """Messages may come byte by byte, and many at once."""
    client = c.client()
    client.expected |= {1, 2}
    sent = frame(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize",
                             "params": {"capabilities": EVERYTHING}}).encode())
    for i in range(len(sent)):
        client.send_bytes(sent[i:i + 1])
    check("result" in client.wait(1), "byte by byte")
    client.expected |= set(range(1000, 3000))
    many = b"".join(frame(b'{"jsonrpc":"2.0","id":%d,"method":"textDocument/hover","params":{}}' % i)
                    for i in range(1000, 3000))
    client.send_bytes(many)
    for i in range(1000, 3000):
        client.wait(i)
    client.end()


def unread(c: Context) -> None:
    """A client that does not read for a while is waited for: neither side stops the other."""
    client = c.started()
    text = "/* " + "x" * 200000 + " */\n" + SHARED
    c.database("a.c")
    uri = client.open(c.source("a.c", text))
    def send() -> None:
        for version in range(2, 40):
            client.change(uri, version, {"text": text + "\n" * version})
        for i in range(5000):
            client.send({"id": f"x{i}", "method": "no/method/" + "y" * 200})
    client.expected |= {f"x{i}" for i in range(5000)}
    writer = threading.Thread(target=send)
    writer.start()
    for i in range(5000):
        client.wait(f"x{i}")
    writer.join()
    client.published(uri, 39)
    client.end()


def value_of(generator: random.Random, uri: str, depth: int = 0) -> object:
    kind = generator.randrange(12 if depth < 4 else 8)
    if kind == 0:
        return generator.choice([0, 1, -1, 2**31, 2**63 - 1, -2**63, 1.5, 100000])
    if kind == 1:
        return generator.choice(["", "x", "\u00e9\U0001f600", "\ud800", "a\u0000b", "quickfix", "irqlint.apply",
                                 "irqlint"])
    if kind == 2:
        return generator.choice([None, True, False])
    if kind <= 4:
        return uri
    if kind <= 6:
        return {"line": generator.choice([0, 1, CALL, 10**6, -1]), "character": generator.choice([0, 5, 10**6, -1])}
    if kind == 7:
        return {"start": value_of(generator, uri, 9), "end": value_of(generator, uri, 9)}
    if kind == 8:
        return [value_of(generator, uri, depth + 1) for _ in range(generator.randrange(4))]
    keys = ["textDocument", "uri", "range", "position", "contentChanges", "text", "version", "context", "diagnostics",
            "only", "data", "id", "command", "arguments", "settings", "irqlint", "rules", "event", "added", "removed",
            "changes", "token", "previousResultIds", "value", "languageId", "models", "jobs"]
    return {generator.choice(keys): value_of(generator, uri, depth + 1) for _ in range(generator.randrange(6))}


def params_of(generator: random.Random, uri: str) -> object:
    """Returns parameters that are nearly right, so that they get far."""
    params = {"textDocument": {"uri": uri, "version": 3, "languageId": "c", "text": SHARED},
              "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}},
              "position": {"line": CALL, "character": 12}, "context": {"diagnostics": []},
              "contentChanges": [{"text": SHARED}], "command": "irqlint.apply", "arguments": [], "id": 1,
              "event": {"added": [], "removed": []}, "changes": [], "settings": {}, "previousResultIds": []}
    for _ in range(generator.randrange(4)):
        place = params
        while True:
            key = generator.choice(list(place))
            if isinstance(place[key], dict) and place[key] and generator.randrange(3):
                place = place[key]
                continue
            break
        if generator.randrange(4):
            place[key] = value_of(generator, uri)
        else:
            del place[key]
            if not place:
                break
    return params if generator.randrange(20) else value_of(generator, uri)


def settle(client: Client, uris: list[str], waiting: list[object]) -> None:
    """Requests that wait for a document are answered when it is closed, those that wait for news when cancelled."""
    for uri in uris:
        client.close(uri)
    for number in waiting:
        client.notify("$/cancelRequest", {"id": number})
    for number in waiting:
        client.wait(number)


def nonsense(c: Context) -> None:
    """Parameters of any shape: each request is answered, and the server finds afterwards what it found before."""
    generator = random.Random(c.seed)
    c.database("a.c", "b.c")
    path, other = c.source("a.c"), c.source("b.c", FINE)
    for capabilities in (EVERYTHING, PULL):
        client = c.started(capabilities)
        uris = [uri_of(path), uri_of(other), "file:///tmp/none.c", "untitled:x", "file://%"]
        client.open(path)
        waiting = []
        for _ in range(c.rounds):
            uri = generator.choice(uris)
            if generator.randrange(2):
                client.notify(generator.choice(NOTIFICATIONS), params_of(generator, uri))
            else:
                waiting.append(client.start(generator.choice(METHODS), params_of(generator, uri)))
            if len(waiting) > 20:
                settle(client, uris, waiting)
                waiting = []
                client.messages = [m for m in client.messages if "method" not in m]
        settle(client, uris, waiting)
        client.notify("workspace/didChangeConfiguration", {"settings": {"irqlint": {}}})
        uri = client.open(path, SHARED, 1000000)
        found = client.pull(uri)["items"] if capabilities is PULL else client.published(uri, 1000000)
        check(codes(found) == ["irq-shared-null-cookie"], f"{found}")
        client.end()


def noise(c: Context) -> None:
    """Bytes at random between messages, and messages with bytes that are not theirs."""
    generator = random.Random(c.seed)
    c.database("a.c")
    path = c.source("a.c")
    for _ in range(max(2, c.rounds // 40)):
        client = c.started()
        uri = client.open(path)
        for _ in range(40):
            if generator.randrange(2):
                client.send_bytes(bytes(generator.randrange(256) for _ in range(generator.randrange(200))))
            else:
                body = bytearray(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                    "textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": FINE}]}}).encode())
                for _ in range(generator.randrange(4)):
                    body[generator.randrange(len(body))] = generator.randrange(256)
                client.send_bytes(frame(bytes(body)))
        # What is begun and not ended takes at most so many bytes with it.
        client.send_bytes(b"\r\n\r\n" + b" " * 300 + frame(b'{"jsonrpc":"2.0","method":"$/x"}') * 20)
        client.change(uri, 77, {"text": SHARED})
        found = client.published(uri, 77)
        check(codes(found) == ["irq-shared-null-cookie"], f"{found}")
        client.end()


if __name__ == "__main__":
    sys.exit(main([framing, messages, slowly, unread, nonsense, noise], rounds=1000, seed=1))
