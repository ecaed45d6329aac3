# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A language server that does what its client asks it to, for tests of the proxy.

Its argument is JSON: "capabilities", and "offsetEncoding" that it tells in clangd's way.
"""
import json
import os
import sys

from connection import read_message, write_message

SAID = json.loads(sys.argv[1])
HOVER = {"contents": {"kind": "markdown", "value": "FAKE HOVER"}}
ACTION = {"title": "fake fix", "kind": "quickfix"}


def send(message: dict) -> None:
    write_message(sys.stdout.buffer, message)


def main() -> int:
    waiting: list = []
    shut = False
    received: list[str] = []
    while (message := read_message(sys.stdin.buffer)) is not None:
        method, params, number = message.get("method"), message.get("params"), message.get("id")
        received.append(method)
        if method is None:
            send({"method": "fake/got", "params": message})
        elif method == "initialize":
            result = {"capabilities": SAID["capabilities"], "serverInfo": {"name": "fake", "version": "7"}}
            if "offsetEncoding" in SAID:
                result["offsetEncoding"] = SAID["offsetEncoding"]
            send({"id": number, "result": result})
            send({"method": "fake/initialized", "params": params})
        elif method == "shutdown":
            shut = True
            send({"id": number, "result": None})
        elif method == "exit":
            return 0 if shut else 1
        elif method == "textDocument/hover":
            send({"id": number, "result": HOVER})
        elif method == "textDocument/codeAction":
            send({"id": number, "result": [ACTION]})
        elif method == "fake/publish":
            send({"method": "textDocument/publishDiagnostics", "params": params})
        elif method == "fake/ask":
            send({"id": 1, "method": params["method"], "params": params["params"]})
        elif method == "fake/wait":
            waiting.append(number)
        elif method == "$/cancelRequest":
            known = params["id"] in waiting
            send({"id": params["id"], "error": {"code": -32800, "message": "cancelled" if known else "what?"}})
        elif method == "fake/die":
            os._exit(3)
        elif method == "fake/received":
            send({"id": number, "result": received})
        elif number is not None:
            send({"id": number, "result": {"echo": params, "method": method}})
    return 1


if __name__ == "__main__":
    sys.exit(main())
