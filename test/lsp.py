# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The language server, as an editor sees it: from beginning to end, edits, and what is found in the text.

usage: lsp.py --irqlint PROGRAM --include DIR --pages DIR --demo DIR [--every N]
"""
import random
import shutil
import subprocess
import sys
from pathlib import Path

from lsp_client import EVERYTHING, PULL, at, check, units, uri_of
from lsp_context import CALL, FINE, SHARED, Context, codes, main, with_encodings


# Lifecycle.

def lifecycle(c: Context) -> None:
    """A server is started, asked, shut down and ended, and says what the protocol wants of it at each stage."""
    client = c.client("--stdio")
    client.fails(-32002, "textDocument/hover", {})
    client.fails(-32002, "shutdown")
    client.notify("textDocument/didOpen", {"textDocument": {}})
    result = client.initialize([c.root], EVERYTHING)
    can = result["capabilities"]
    check(result["serverInfo"]["name"] == "irqlint", f"no name: {result}")
    check(can["textDocumentSync"]["change"] == 2 and can["hoverProvider"], f"what it can: {can}")
    check("diagnosticProvider" not in can and "codeLensProvider" not in can and can["inlayHintProvider"], f"{can}")
    client.fails(-32600, "initialize", {"capabilities": {}})
    client.fails(-32601, "textDocument/rename", {})
    client.fails(-32601, "$/nothing")
    client.fails(-32600, "initialized")
    client.notify("$/nothing", {})
    client.notify("textDocument/hover", {})
    check(client.request("shutdown") is None, "shutdown has a result")
    client.fails(-32600, "textDocument/hover", {})
    client.fails(-32600, "shutdown")
    client.notify("exit")
    client.ended(0)


def ends(c: Context) -> None:
    """The server ends with the editor, however that ends."""
    client = c.started()
    client.notify("exit")
    client.ended(1)
    client = c.started()
    client.process.stdin.close()
    check(client.process.wait(60) == 1, "the input ended")
    client = c.started()
    client.request("shutdown")
    client.process.stdin.close()
    check(client.process.wait(60) == 0, "the input ended after shutdown")
    client = c.client()
    client.notify("exit")
    client.ended(1)
    editor = subprocess.Popen(["sleep", "600"])
    client = c.client()
    client.initialize([c.root], EVERYTHING, processId=editor.pid)
    client.open(c.source("a.c"))
    client.request("textDocument/hover", {})
    editor.kill()
    editor.wait()
    check(client.process.wait(60) == 1, "the editor was killed")


def log(c: Context) -> None:
    """--log keeps all messages."""
    client = c.client("--log", str(c.root / "log"))
    client.initialize([c.root], EVERYTHING)
    client.end()
    text = (c.root / "log").read_text()
    check('<- {"jsonrpc"' in text and "serverInfo" in text, f"the log: {text}")
    done = subprocess.run([c.irqlint, "lsp", "--log", "/nonexistent/log"], capture_output=True, text=True)
    check(done.returncode == 2 and "/nonexistent/log" in done.stderr, f"a log that cannot be written: {done}")
    done = subprocess.run([c.irqlint, "lsp", "file.c"], capture_output=True, text=True)
    check(done.returncode == 2, f"a file is no argument: {done}")


# Positions and edits.

def encodings(c: Context) -> None:
    """Positions are counted as was agreed, also behind characters of several units."""
    text = SHARED.replace("\treturn request_irq", "\t/* \u00e9\U0001f600\u4e2d */ return request_irq")
    path = c.source("a.c", text)
    c.database("a.c")
    line = text.split("\n")[CALL]
    place, last = line.index("request_irq"), line.index(";")
    for offered, agreed in [([], "utf-16"), (["utf-16"], "utf-16"), (["utf-16", "utf-32"], "utf-32"),
                            (["utf-16", "utf-32", "utf-8"], "utf-8"), (["utf-7"], "utf-16")]:
        client = c.client()
        can = client.initialize([c.root], with_encodings(*offered))["capabilities"]
        check(can["positionEncoding"] == agreed, f"{offered}: {can['positionEncoding']}")
        found = client.published(client.open(path))
        expected = at(CALL, units(line[:place], agreed), CALL, units(line[:last], agreed))
        check([d["range"] for d in found] == [expected], f"{agreed}: {found}, not {expected}")
        client.end()
    client = c.client()
    older = {**EVERYTHING, "general": {}, "offsetEncoding": ["utf-8", "utf-16"]}
    check(client.initialize([c.root], older)["offsetEncoding"] == "utf-8", "the encoding of clangd's clients")
    client.end()


def edits(c: Context) -> None:
    """Edits of all kinds make the text that the editor has: what is found in it is found there."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started(with_encodings("utf-8"))
    uri = client.open(path)
    check(codes(client.published(uri, 1)) == ["irq-shared-null-cookie"], "at first")
    client.change(uri, 2, {"range": at(0, 0), "text": "/* \u00e9\r\n */\n"},
                  {"range": at(CALL + 2, 8, CALL + 2, 8), "text": "\n\t\t"})
    found = client.published(uri, 2)
    check([d["range"]["start"] for d in found] == [{"line": CALL + 3, "character": 2}], f"moved: {found}")
    client.change(uri, 3, {"text": FINE})
    check(client.published(uri, 3) == [], "a whole new text")
    # Positions that are not there are the nearest that are.
    client.change(uri, 4, {"range": at(0, 0, 4000000000, 7), "text": SHARED})
    check(codes(client.published(uri, 4)) == ["irq-shared-null-cookie"], "the end is far behind the end")
    client.change(uri, 5, {"range": at(99999, 99999, 99999, 0), "text": "/* end"},
                  {"range": at(-5, -5, -4, 3), "text": "/* begin */"}, {"range": at(0, 4000, 1, 0), "text": "\n"},
                  {"range": at(99999, 0, 0, 3000), "text": "\n" + SHARED.partition("\n")[2]})
    found = client.published(uri, 5)
    check([(d["code"], d["range"]["start"]["line"]) for d in found] == [("irq-shared-null-cookie", CALL)], f"{found}")
    client.end()


def random_edits(c: Context) -> None:
    """After many edits at random the server has the text that an editor has."""
    path = c.source("a.c")
    c.database("a.c")
    for encoding in ("utf-8", "utf-16", "utf-32"):
        generator = random.Random(7)
        client = c.started(with_encodings(encoding))
        text = SHARED
        uri = client.open(path, text)
        pieces = ["\n", "x", "\u00e9", "\U0001f600", "/* */", "\t", "a\nb\u4e2d\n", ""]
        for version in range(2, 200):
            lines = text.split("\n")
            places = sorted((line := generator.randrange(len(lines)), generator.randint(0, len(lines[line])))
                            for _ in range(2))
            offsets = [sum(len(other) + 1 for other in lines[:row]) + column for row, column in places]
            ends = [{"line": row, "character": units(lines[row][:column], encoding)} for row, column in places]
            if offsets[1] - offsets[0] > 20:
                ends[1], offsets[1] = ends[0], offsets[0]
            new = generator.choice(pieces)
            text = text[:offsets[0]] + new + text[offsets[1]:]
            client.change(uri, version, {"range": {"start": ends[0], "end": ends[1]}, "text": new})
        # What is there is a comment, in front of something to find, on a line that counts all that is before.
        client.change(uri, 200, {"range": at(0, 0), "text": "#if 0\n"})
        client.change(uri, 201, {"range": at(100000, 0, 100000, 0), "text": "\n#endif\n" + SHARED})
        found = client.published(uri, 201)
        line = text.count("\n") + 3 + CALL
        check([d["range"]["start"]["line"] for d in found] == [line], f"{encoding}: {found}, not line {line}")
        client.end()


def versions(c: Context) -> None:
    """After a burst of edits only what is of the last text is said, and nothing of an older one after it."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    for version in range(2, 60):
        client.change(uri, version, {"text": FINE if version % 2 else SHARED})
    client.change(uri, 60, {"text": SHARED.replace("card", "disk")})
    seen = 0
    while True:
        params = client.next("textDocument/publishDiagnostics")
        check(params["version"] >= seen, f"version {params['version']} after {seen}")
        seen = params["version"]
        if seen == 60:
            break
    check(len(params["diagnostics"]) == 1, f"{params}")
    check(client.next("textDocument/publishDiagnostics", 1) is None, "more is said of the same text")
    client.end()


def broken(c: Context) -> None:
    """While a text cannot be compiled what was found stays, moves with the edits, and goes with its lines."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    before = client.published(uri, 1)
    client.change(uri, 2, {"range": at(1, 0), "text": "\n\nint broken(\n"})
    found = client.published(uri, 2)
    check(sorted(codes(found)) == ["irq-shared-null-cookie", "not-analysed"], f"{found}")
    stays = next(d for d in found if d["code"] == "irq-shared-null-cookie")
    check(stays["range"]["start"]["line"] == before[0]["range"]["start"]["line"] + 3, f"not moved: {stays}")
    told = next(d for d in found if d["code"] == "not-analysed")
    check(told["severity"] == 3 and told["range"]["start"]["line"] in range(2, 7), f"{told}")
    client.change(uri, 3, {"range": at(CALL + 3, 20), "text": "0 + "})
    check(codes(client.published(uri, 3)) == ["not-analysed"], "its line was edited")
    client.change(uri, 4, {"range": at(1, 0, 4, 0), "text": ""})
    check(client.published(uri, 4, lambda p: True) is not None, "mended")
    client.end()


# Diagnostics.

def push(c: Context) -> None:
    """Diagnostics say all that is known, in the form that the client takes."""
    text = (Path(c.demo) / "cookie_type.c").read_text()
    path = c.source("a.c", text)
    c.database("a.c")
    expected = c.checked("-p", ".", "a.c")[0]
    client = c.started()
    uri = client.open(path)
    found = client.published(uri, 1)[0]
    check(found["source"] == "irqlint" and found["code"] == expected["rule"], f"{found}")
    check(found["severity"] == {"error": 1, "warning": 2}[expected["severity"]], f"{found}")
    check(found["message"] == expected["message"], f"{found}")
    check(found["codeDescription"]["href"].endswith(f"/{expected['rule']}.md"), f"{found}")
    check([r["message"] for r in found["relatedInformation"]] == [s["message"] for s in expected["trace"]], f"{found}")
    check([r["location"]["range"]["start"]["line"] + 1 for r in found["relatedInformation"]] ==
          [s["line"] for s in expected["trace"]] and
          all(r["location"]["uri"] == uri for r in found["relatedInformation"]), f"{found}")
    check(found["data"]["id"], f"{found}")
    client.close(uri)
    check(client.published(uri) == [], "closed")
    client.end()
    client = c.started({})
    uri = client.open(path)
    found = client.published(uri, 1)[0]
    check(set(found) == {"range", "severity", "source", "message", "code", "data"}, f"{found}")
    lines = found["message"].split("\n")
    check(lines == [expected["message"], *(f"a.c:{s['line']}: {s['message']}" for s in expected["trace"])], f"{lines}")
    client.end()


def pull(c: Context) -> None:
    """A client that asks for diagnostics is not sent any, and is told when nothing has changed."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.client()
    can = client.initialize([c.root], PULL)["capabilities"]
    check(can["diagnosticProvider"]["interFileDependencies"] and can["diagnosticProvider"]["workspaceDiagnostics"],
          f"{can}")
    uri = client.open(path)
    first = client.pull(uri)
    check(first["kind"] == "full" and codes(first["items"]) == ["irq-shared-null-cookie"], f"{first}")
    check(client.pull(uri, first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}, "the same again")
    client.change(uri, 2, {"range": at(1, 0), "text": "/* */"})
    again = client.pull(uri, first["resultId"])
    check(again == {"kind": "unchanged", "resultId": first["resultId"]}, f"nothing that is said has changed: {again}")
    client.change(uri, 3, {"range": at(1, 0), "text": "\n"})
    moved = client.pull(uri, first["resultId"])
    check(moved["kind"] == "full" and moved["items"][0]["range"]["start"]["line"] == CALL + 1, f"{moved}")
    client.change(uri, 4, {"text": FINE})
    check(client.pull(uri, moved["resultId"])["items"] == [], "mended")
    check(client.pull(uri_of(c.root / "other.c")) == {"kind": "full", "items": []}, "not open")
    client.fails(-32602, "textDocument/diagnostic", {})
    check(not any(m.get("method") == "textDocument/publishDiagnostics" for m in client.messages), "sent as well")
    client.end()


def cancel(c: Context) -> None:
    """A request that waits can be cancelled; one that does not exist is none."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started(PULL)
    uri = client.open(path)
    number = client.start("textDocument/diagnostic", {"textDocument": {"uri": uri}}, "a text as id")
    client.notify("$/cancelRequest", {"id": "a text as id"})
    client.notify("$/cancelRequest", {"id": "a text as id"})
    client.notify("$/cancelRequest", {"id": 77})
    client.notify("$/cancelRequest", {})
    answer = client.wait(number)
    check(answer.get("error", {}).get("code") == -32800 or "result" in answer, f"{answer}")
    number = client.start("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    client.change(uri, 2, {"text": FINE})
    number = client.start("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    client.close(uri)
    check(client.wait(number)["error"]["code"] == -32802, "closed meanwhile")
    client.messages.clear()
    client.end()


def memory(c: Context) -> None:
    """However much is edited, the server and the process that looks keep to their memory."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    client.published(uri, 1)

    def kilobytes() -> int:
        processes = [client.process.pid, *map(int, Path(
            f"/proc/{client.process.pid}/task/{client.process.pid}/children").read_text().split())]
        return sum(int(line.split()[1]) for p in processes
                   for line in Path(f"/proc/{p}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))

    for version in range(2, 502):
        line = version % 5
        client.change(uri, version, {"range": at(1, 0, 1, 0), "text": f"int v{version};\n"} if line else
                      {"range": at(1, 0, 5, 0), "text": ""})
        client.published(uri, version)
        client.messages.clear()
        if version == 100:
            before = kilobytes()
    after = kilobytes()
    check(after < before * 1.25 + 2048, f"{before} KiB, and {after} after 400 more edits")
    client.end()


def same_as_check(c: Context) -> None:
    """The server finds in each bundled example what `irqlint check` finds in it."""
    names = []
    for source in sorted([*Path(c.demo).glob("*.c"), *Path(c.pages).glob("*/*.c")])[::c.every]:
        # Each in a directory of its own: files beside each other would be one module.
        names.append(f"{source.parent.name}-{source.stem}/{source.name}")
        (c.root / names[-1]).parent.mkdir()
        shutil.copy(source, c.root / names[-1])
    c.database(*names)
    client = c.started(with_encodings("utf-8"), {"rules": "all", "preview": True, "confidence": "possible"})
    total = 0
    for name in names:
        expected = c.checked("-p", ".", "--rules", "all", "--preview", "--confidence", "possible", name)
        uri = client.open(c.root / name)
        found = [d for d in client.published(uri, 1) if d["code"] != "unused-suppression"]
        client.close(uri)
        places = sorted((d["code"], d["range"]["start"]["line"] + 1, d["range"]["start"]["character"] + 1, d["message"],
                         [(r["location"]["range"]["start"]["line"] + 1, r["message"])
                          for r in d.get("relatedInformation", [])]) for d in found)
        wanted = sorted((e["rule"], e["line"], e["column"], e["message"],
                         [(s["line"], s["message"]) for s in e["trace"]]) for e in expected)
        check(places == wanted, f"{name}: {places}\n  not {wanted}")
        total += len(places)
    check(total > len(names) // 4, f"only {total} findings in {len(names)} files")
    client.end()


if __name__ == "__main__":
    # Of the pages' examples each Nth is compared.
    sys.exit(main([lifecycle, ends, log, encodings, edits, random_edits, versions, broken, push, pull, cancel, memory,
                   same_as_check], every=4))
