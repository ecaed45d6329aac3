# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The language server in a project: flags, headers, settings, files that change, everything at once, crashes.

usage: lsp_project.py --irqlint PROGRAM --include DIR
"""
import json
import os
import signal
import sys
import time
from pathlib import Path

from lsp_client import EVERYTHING, PULL, Client, Failed, at, check, uri_of
from lsp_context import CALL, FINE, SHARED, Context, codes, main

NULL_COOKIE = "irq-shared-null-cookie"


def finds(client: Client, path: Path, *expected: str) -> None:
    """Opens @path, and closes it again."""
    uri = client.open(path)
    found = client.published(uri, 1)
    check(codes(found) == list(expected), f"{path}: {found}, not {expected}")
    client.close(uri)


# How files are compiled.

def databases(c: Context) -> None:
    """A compile_commands.json is found above a file and in build/ there; the nearest that has the file is taken."""
    path = c.source("drivers/card/a.c")
    client = c.started()
    uri = client.open(path)
    told = client.published(uri, 1)
    check(codes(told) == ["not-analysed"] and told[0]["severity"] == 3 and told[0]["range"] == at(0, 0), f"{told}")
    check("compile_commands.json" in told[0]["message"] and "'database'" in told[0]["message"], f"{told}")
    c.database("drivers/card/b.c", where="drivers")
    c.database("drivers/card/a.c", where="build")
    client.notify("workspace/didChangeWatchedFiles",
                  {"changes": [{"uri": uri_of(c.root / "build/compile_commands.json"), "type": 1}]})
    found = client.published(uri, 1, lambda p: codes(p["diagnostics"]) != ["not-analysed"])
    check(codes(found) == [NULL_COOKIE], f"{found}")
    # Without a client that watches, a save is enough.
    (c.root / "build/compile_commands.json").unlink()
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    told = client.published(uri, 1, lambda p: codes(p["diagnostics"]) != [NULL_COOKIE])
    check("it is not in" in told[0]["message"] and "drivers/compile_commands.json" in told[0]["message"], f"{told}")
    (c.root / "compile_commands.json").write_text("[ broken")
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    client.close(uri)
    uri = client.open(path, version=2)
    check("is no JSON" in client.published(uri, 2)[0]["message"], "a broken database")
    client.end()


def named_database(c: Context) -> None:
    """The settings name a database, relative to the folder."""
    path = c.source("a.c")
    c.database("a.c", where="elsewhere")
    client = c.started(options={"database": "elsewhere"})
    finds(client, path, NULL_COOKIE)
    client.end()


def configured_flags(c: Context) -> None:
    """irqlint.yaml names a database, or the flags of files that are in none."""
    path = c.source("src/a.c")
    held = c.source("src/irqlint.yaml", "database: ../elsewhere\n")
    c.database("src/a.c", where="elsewhere")
    client = c.started()
    finds(client, path, NULL_COOKIE)
    check([f["rule"] for f in c.checked("src/a.c")] == [NULL_COOKIE], "the command")
    held.write_text(f"flags: [-std=gnu11, -I{c.include}, -Iown]\n")
    c.source("src/own/own.h", "#define FLAGS IRQF_SHARED\n")
    path.write_text(path.read_text().replace("\n\n", "\n#include <own.h>\n", 1).replace("IRQF_SHARED", "FLAGS"))
    finds(client, path, NULL_COOKIE)
    check([f["rule"] for f in c.checked("src/a.c")] == [NULL_COOKIE], "the command")
    client.end()


def kbuild(c: Context) -> None:
    """What Kbuild leaves beside an object tells how it was made: in the tree, in its build, in one that is named."""
    command = f"gcc -Wp,-MMD,drivers/card/.a.o.d -std=gnu11 -I{c.include} -fconserve-stack " \
              "-DKBUILD_MODNAME='\"card\"' '-DHASH=\\#' -c -o drivers/card/a.o"
    path = c.source("tree/drivers/card/a.c", SHARED.replace("7,", "sizeof(HASH_OF(HASH)),").replace(
        "static irq", "#define HASH_OF(x) #x\nstatic irq", 1))
    for where, source, key in [("tree", "drivers/card/a.c", "savedcmd_"), ("tree/build", "../drivers/card/a.c", "cmd_"),
                               ("named", "../tree/drivers/card/a.c", "savedcmd_")]:
        kept = c.source(f"{where}/drivers/card/.a.o.cmd",
                        f"{key}drivers/card/a.o := {command} {source} ; ./tools/objtool/objtool drivers/card/a.o\n\n"
                        f"source_drivers/card/a.o := {source}\n\ndeps_drivers/card/a.o := \\\n  x.h \\\n")
        c.source(f"{where}/drivers/card/.b.o.cmd", "nothing of the kind\n")
        client = c.started(options={"build": "named"})
        finds(client, path, NULL_COOKIE)
        client.end()
        kept.unlink()


def headers(c: Context) -> None:
    """A header is looked at through a file that includes it, an open one or one of the database."""
    text = SHARED.replace("int card_setup(void);\nint card_setup", "static inline int card_setup")
    header = c.source("card/setup.h", text)
    unit = c.source("card/main.c", '#include "setup.h"\nint card_main(void);\nint card_main(void)\n{\n'
                    "\treturn card_setup();\n}\n")
    c.source("other.c", "int other;\n")
    c.database("other.c", "card/main.c")
    client = c.started()
    finds(client, header, NULL_COOKIE)
    # The same through the file, which says so of its header.
    uri = client.open(unit)
    check(client.published(uri, 1) == [], "the file itself")
    found = client.published(uri_of(header), None, lambda p: p["diagnostics"])
    check(codes(found) == [NULL_COOKIE], f"{found}")
    opened = client.open(header)
    check(codes(client.published(opened, 1)) == [NULL_COOKIE], "once for both")
    client.close(opened)
    client.close(uri)
    check(client.published(uri_of(header), None, lambda p: not p["diagnostics"]) == [], "nobody knows of it any more")
    # What is not saved is what the file reads.
    opened = client.open(header)
    line = client.published(opened, 1)[0]["range"]["start"]["line"]
    client.change(opened, 2, {"range": at(0, 0), "text": "/* \u00e9 */\n"})
    check([d["range"]["start"]["line"] for d in client.published(opened, 2)] == [line + 1], "moved")
    client.change(opened, 3, {"range": at(line + 1, 0), "text": "/* */"})
    found = client.published(opened, 3)
    check([d["range"]["start"] for d in found] == [{"line": line + 1, "character": len("/* */\treturn ")}], f"{found}")
    client.change(opened, 4, {"text": FINE})
    check(client.published(opened, 4) == [], "not saved and fine")
    client.change(opened, 5, {"text": text})
    check(codes(client.published(opened, 5)) == [NULL_COOKIE], "and wrong again")
    lonely = client.open(c.source("lonely.h", "int x;\n"))
    check("includes it" in client.published(lonely, 1)[0]["message"], "nobody includes it")
    client.end()
    client = c.started(PULL)
    uri = client.open(unit)
    report = client.pull(uri)
    check(report["items"] == [] and codes(report["relatedDocuments"][uri_of(header)]["items"]) == [NULL_COOKIE],
          f"{report}")
    client.end()


def header_of_header(c: Context) -> None:
    """Which file has read a header that another header includes is known from when it was parsed."""
    cache = str(c.root / "cache")
    header = c.source("inner/setup.h", SHARED.replace("int card_setup(void);\nint card_setup", "static int card_setup"))
    c.source("inner/outer.h", '#include "setup.h"\n')
    c.source("a.c", '#include "inner/outer.h"\nint a(void);\nint a(void)\n{\n\treturn card_setup();\n}\n')
    c.database("a.c")
    time.sleep(0.05)
    client = c.started(PULL, cache=cache)
    client.request("workspace/executeCommand", {"command": "irqlint.rescan"})
    client.end()
    client = c.started(cache=cache, options={"workspace": False})
    finds(client, header, NULL_COOKIE)
    client.end()


def header_changes(c: Context) -> None:
    """A header that is saved is read again for the files that are open."""
    header = c.source("flags.h", "#define CARD_FLAGS IRQF_SHARED\n")
    path = c.source("a.c", SHARED.replace("IRQF_SHARED", "CARD_FLAGS").replace("\n\n", '\n#include "flags.h"\n', 1))
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    check(codes(client.published(uri, 1)) == [NULL_COOKIE], "at first")
    header.write_text("#define CARD_FLAGS 0 /* no more */\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(header), "type": 2}]})
    check(client.published(uri, 1) == [], "changed by somebody")
    opened = client.open(header)
    client.published(opened, 1)
    header.write_text("#define CARD_FLAGS IRQF_SHARED\n")
    client.change(opened, 2, {"text": header.read_text()})
    client.notify("textDocument/didSave", {"textDocument": {"uri": opened}})
    check(codes(client.published(uri, 1, lambda p: p["diagnostics"])) == [NULL_COOKIE], "saved here")
    client.end()


def unsaved_headers(c: Context) -> None:
    """What is written in a header and not saved is seen by the files that include it."""
    header = c.source("flags.h", "#define CARD_FLAGS 0\n")
    text = SHARED.replace("IRQF_SHARED", "CARD_FLAGS").replace("\n\n", '\n#include "flags.h"\n', 1)
    path = c.source("a.c", text)
    c.source("b.c", FINE)
    c.database("a.c", "b.c")
    client = c.started()
    opened = client.open(header)
    client.change(opened, 2, {"text": "#define CARD_FLAGS IRQF_SHARED\n"})
    client.published(opened, 2)
    uri = client.open(path)
    check(codes(client.published(uri, 1, lambda p: p["diagnostics"])) == [NULL_COOKIE], "edited before")
    client.change(opened, 3, {"range": at(0, 19, 0, 30), "text": "0"})
    check(client.published(uri, 1, lambda p: not p["diagnostics"]) == [], "edited")
    client.change(opened, 4, {"text": "#define CARD_FLAGS IRQF_SHARED\n"})
    check(codes(client.published(uri, 1, lambda p: p["diagnostics"])) == [NULL_COOKIE], "and again")
    # A finding in the header is where it is in what is written.
    other = client.open(c.root / "b.c")
    check(client.published(other, 1) == [], "who does not include it")
    client.change(uri, 2, {"text": '#include "flags.h"\nint a(void);\nint a(void)\n{\n\treturn card_setup();\n}\n'})
    client.change(opened, 5, {"text": "/* \u00e9 */\n" + SHARED.replace("int card", "static int card")})
    found = client.published(opened, 5, lambda p: codes(p["diagnostics"]) == [NULL_COOKIE])
    check([d["range"]["start"]["line"] for d in found] == [CALL + 1], f"{found}")
    # What is thrown away is not there any more.
    client.change(uri, 3, {"text": text})
    client.close(opened)
    check(client.published(uri, 3) == [], "closed without being saved")
    # Nor is what an editor has kept from its last run.
    client.open(header, "#define CARD_FLAGS IRQF_SHARED\n", 6)
    client.change(uri, 4, {"range": at(0, 0), "text": "\n"})
    check(codes(client.published(uri, 4, lambda p: p["diagnostics"])) == [NULL_COOKIE], "opened as it was not saved")
    client.end()


def other_documents(c: Context) -> None:
    """What is no C file, or on no disk of ours, is left alone."""
    client = c.started()
    for uri, language in [("untitled:Untitled-1", "c"), ("file:///nowhere/x.py", "python"), ("git:/a.c?x", "c"),
                          ("file://host/a.c", "c"), ("file:///%zz.c", "c")]:
        client.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language, "version": 1,
                                                                "text": SHARED}})
        client.change(uri, 2, {"text": ""})
        check(client.request("textDocument/hover", {"textDocument": {"uri": uri},
                                                    "position": {"line": 0, "character": 0}}) is None, uri)
        client.close(uri)
    client.notify("textDocument/didOpen", {})
    client.notify("textDocument/didOpen", {"textDocument": {"uri": uri_of(c.root / "a.c")}})
    client.notify("textDocument/didChange", {"textDocument": {"uri": "file:///not/open.c"}, "contentChanges": []})
    client.notify("textDocument/didClose", {"textDocument": {"uri": "file:///not/open.c"}})
    client.request("textDocument/hover", {})
    client.end()


# Settings.

def settings(c: Context) -> None:
    """Rules, preview, confidence and models are what the settings say, which may change at any time."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started(options={"rules": ["default", "-" + NULL_COOKIE]})
    uri = client.open(path)
    check(client.published(uri, 1) == [], "a rule less")
    client.notify("workspace/didChangeConfiguration", {"settings": {"irqlint": {"rules": "all"}}})
    check(codes(client.published(uri, 1, lambda p: p["diagnostics"])) == [NULL_COOKIE], "all rules")
    client.notify("workspace/didChangeConfiguration", {"settings": {"rules": NULL_COOKIE, "jobs": "many"}})
    check("'jobs'" in client.next("window/logMessage")["message"], "a malformed setting")
    client.notify("workspace/didChangeConfiguration", {"settings": {"irqlint": {"rules": "irq-nothing"}}})
    told = client.published(uri, 1, lambda p: "not-analysed" in codes(p["diagnostics"]))
    check("irqlint cannot look at this: unknown rule 'irq-nothing'" in told[-1]["message"], f"{told}")
    client.end()
    # A client that can be asked is.
    client = c.client()
    client.configuration = {"rules": "-" + NULL_COOKIE}
    asks = {**EVERYTHING, "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True},
                                        "didChangeWatchedFiles": {"dynamicRegistration": True}}}
    client.initialize([c.root], asks)
    registered = client.next("client/registerCapability")["registrations"]
    globs = [w["globPattern"] for r in registered for w in r["registerOptions"].get("watchers", [])]
    methods = {r["method"] for r in registered}
    check(methods == {"workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"} and
          {"**/compile_commands.json", "**/irqlint.yaml"} < set(globs), f"{registered}")
    check(client.next("workspace/configuration")["items"] == [{"section": "irqlint"}], "what it asks for")
    uri = client.open(path)
    check(client.published(uri, 1, lambda p: not p["diagnostics"]) == [], "a rule less")
    client.configuration = {}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    check(codes(client.published(uri, 1, lambda p: p["diagnostics"])) == [NULL_COOKIE], "asked again")
    client.end()


def configuration(c: Context) -> None:
    """irqlint.yaml holds here as well, and is read again when it changes."""
    path = c.source("a.c")
    c.database("a.c")
    held = c.source("irqlint.yaml", f"suppressions:\n  - rule: {NULL_COOKIE}\n    reason: a test\n")
    client = c.started()
    uri = client.open(path)
    check(client.published(uri, 1) == [], "excused")
    held.write_text("rules: default\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(held), "type": 2}]})
    check(codes(client.published(uri, 1, lambda p: p["diagnostics"])) == [NULL_COOKIE], "not excused any more")
    held.write_text("rulez: default\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(held), "type": 2}]})
    told = client.published(uri, 1, lambda p: "not-analysed" in codes(p["diagnostics"]))
    check("irqlint.yaml" in told[-1]["message"] and "unknown key" in told[-1]["message"], f"{told}")
    client.end()


# Everything at once.

def workspace(c: Context) -> None:
    """Of files that are not open is known what earlier runs kept, or what a scan finds when it is asked for."""
    cache = str(c.root / "cache")
    for name in ("a", "b", "d"):
        c.source(f"{name}.c", (FINE if name == "d" else SHARED).replace("card", name))
    c.database("a.c", "b.c", "d.c")
    time.sleep(0.05)  # what changes while a run begins is not kept
    client = c.started(PULL, cache=cache)
    check(client.request("workspace/diagnostic", {"previousResultIds": []}) == {"items": []}, "nothing is known yet")
    client.end()
    os.environ["IRQLINT_CACHE_DIR"] = cache
    client = c.started(PULL, cache=cache)
    number = client.start("workspace/executeCommand", {"command": "irqlint.rescan", "workDoneToken": "mine"})
    check(client.wait(number)["result"] == {"findings": 2}, "all files")
    shown = [m["params"]["value"]["kind"] for m in client.messages if m["method"] == "$/progress"]
    check(shown[0] == "begin" and shown[-1] == "end", f"progress: {shown}")
    report = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    check(sorted(i["uri"] for i in report) == [uri_of(c.root / n) for n in ("a.c", "b.c")] and
          all(codes(i["items"]) == [NULL_COOKIE] and i["version"] is None for i in report), f"{report}")
    known = [{"uri": i["uri"], "value": i["resultId"]} for i in report]
    gone = [{"uri": uri_of(c.root / "gone.c"), "value": "1"}]
    again = client.request("workspace/diagnostic", {"previousResultIds": known + gone})["items"]
    check({Path(i["uri"]).name: (i["kind"], i.get("items")) for i in again} ==
          {"a.c": ("unchanged", None), "b.c": ("unchanged", None), "gone.c": ("full", [])}, f"{again}")
    # Who knows everything is answered when there is something else to know.
    number = client.start("workspace/diagnostic", {"previousResultIds": known})
    c.source("b.c", FINE.replace("card", "b"))
    time.sleep(0.05)
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(c.root / "b.c"), "type": 2}]})
    client.request("workspace/executeCommand", {"command": "irqlint.rescan"})
    again = client.wait(number)["result"]["items"]
    check({Path(i["uri"]).name: (i["kind"], i.get("items")) for i in again} ==
          {"a.c": ("unchanged", None), "b.c": ("full", [])}, f"{again}")
    client.end()
    # Another server knows it from there without parsing anything.
    client = c.started(PULL, cache=cache)
    report = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    check([i["uri"] for i in report] == [uri_of(c.root / "a.c")], f"known by another: {report}")
    client.end()
    client = c.started(cache=cache)
    found = client.published(uri_of(c.root / "a.c"))
    check(codes(found) == [NULL_COOKIE], f"sent: {found}")
    uri = client.open(c.root / "a.c")
    client.published(uri, 1)
    client.close(uri)
    check(codes(client.published(uri)) == [NULL_COOKIE], "it is known after the document is closed")
    client.end()
    client = c.started({**PULL, "window": {}}, {"workspace": False}, cache=cache)
    check(client.request("workspace/diagnostic", {"previousResultIds": []}) == {"items": []}, "switched off")
    client.end()


def held(c: Context) -> None:
    """A request for everything waits until something is new for it, is cancelled, or the server ends."""
    cache = str(c.root / "cache")
    path = c.source("a.c")
    c.source("b.c", FINE.replace("card", "b"))
    c.database("a.c", "b.c")
    time.sleep(0.05)
    client = c.started(PULL, cache=cache)
    client.request("workspace/executeCommand", {"command": "irqlint.rescan"})

    def ask(items: list[dict]) -> object:
        known = [{"uri": i["uri"], "value": i["resultId"]} for i in items]
        return client.start("workspace/diagnostic", {"previousResultIds": known})

    def waits(number: object, why: str, open_here: bool = False) -> None:
        uri = client.open(c.root / "b.c")
        check(client.pull(uri)["items"] == [], "b.c is fine")
        client.close(uri)
        until = time.monotonic() + 60
        while not open_here and children_of(client.process.pid):
            check(time.monotonic() < until, "something is looked at for ever")
            time.sleep(0.01)
        client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})
        check(number in client.expected, f"{why}: answered without anything new: {client.messages}")

    def told(number: object, *expected: str) -> list[dict]:
        items = client.wait(number)["result"]["items"]
        check([codes(i["items"]) for i in items if i["uri"] == uri_of(path)] == [list(expected)], f"{items}")
        return [i for i in items if i["uri"] == uri_of(path)]

    known = told(ask([]), NULL_COOKIE)
    number = ask(known)
    waits(number, "nothing has happened")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(c.root / "b.c"), "type": 2}]})
    waits(number, "a file that is the same")
    client.notify("$/cancelRequest", {"id": number})
    check(client.wait(number).get("error", {}).get("code") == -32800, "cancelled")
    # A document that is edited, one that is closed again without being saved, and other settings.
    number = ask(known)
    uri = client.open(path)
    client.pull(uri)
    client.change(uri, 2, {"text": FINE})
    known = told(number)
    number = ask(known)
    waits(number, "told already", True)
    client.close(uri)
    known = told(number, NULL_COOKIE)
    number = ask(known)
    client.notify("workspace/didChangeConfiguration", {"settings": {"irqlint": {"rules": "-" + NULL_COOKIE}}})
    known = told(number)
    number, other = ask(known), ask(known)
    waits(other, "two that wait")
    client.request("shutdown")
    for one in (number, other):
        error = client.wait(one).get("error", {})
        check(error.get("code") == -32802 and error["data"] == {"retriggerRequest": False}, f"{error}")
    client.notify("exit")
    client.ended(0)
    # Of a server that has nothing to tell the first answer comes at once, and only that.
    client = c.started(PULL, {"workspace": False})
    check(client.request("workspace/diagnostic", {"previousResultIds": []}) == {"items": []}, "nothing")
    waits(ask([]), "nothing again")
    client.end()


def scan_cancelled(c: Context) -> None:
    """A scan can be cancelled, by its request or where its progress is shown."""
    for i in range(60):
        c.source(f"s{i}.c", SHARED.replace("card", f"s{i}"))
    c.database(*(f"s{i}.c" for i in range(60)))
    client = c.started(options={"jobs": 1})
    number = client.start("workspace/executeCommand", {"command": "irqlint.rescan"})
    created = client.next("window/workDoneProgress/create")
    client.notify("$/cancelRequest", {"id": number})
    answer = client.wait(number)
    check(answer.get("error", {}).get("code") == -32800, f"{answer}")
    number = client.start("workspace/executeCommand", {"command": "irqlint.rescan"})
    again = client.next("window/workDoneProgress/create")
    check(again["token"] != created["token"], "one token twice")
    client.notify("window/workDoneProgress/cancel", {"token": again["token"]})
    check("result" in client.wait(number), "cancelled where it is shown")
    client.end()
    client = c.client()
    client.initialize([], EVERYTHING)
    client.fails(-32600, "workspace/executeCommand", {"command": "irqlint.rescan"})
    client.end()


def folders(c: Context) -> None:
    """Several folders, each with its database, which come and go."""
    paths = []
    for name in ("one", "two", "three"):
        paths.append(c.source(f"{name}/a.c", SHARED.replace("card", name)))
        (c.root / name / "compile_commands.json").write_text(
            json.dumps([{**c.entry("a.c"), "directory": str(c.root / name)}]))
    client = c.client()
    client.initialize([c.root / "one", c.root / "two"], PULL)
    for path in paths:
        uri = client.open(path)
        check(codes(client.pull(uri)["items"]) == [NULL_COOKIE], f"{path}")
        client.close(uri)
    check(client.request("workspace/executeCommand", {"command": "irqlint.rescan"}) == {"findings": 2}, "two folders")
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {
        "added": [{"uri": uri_of(c.root / "three"), "name": "three"}],
        "removed": [{"uri": uri_of(c.root / "one"), "name": "one"}, {"uri": uri_of(c.root / "two"), "name": "two"}]}})
    check(client.request("workspace/executeCommand", {"command": "irqlint.rescan"}) == {"findings": 1}, "the third")
    report = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    check([i["uri"] for i in report] == [uri_of(paths[2])], f"{report}")
    client.end()


def configured_databases(c: Context) -> None:
    """Everything is what irqlint.yaml at a folder, or above it, says is the database there."""
    c.source("one/a.c", SHARED.replace("card", "one"))
    c.source("two/deep/b.c", SHARED.replace("card", "two"))
    c.source("two/other.c", SHARED.replace("card", "other"))
    c.database("one/a.c", where="elsewhere")
    c.database("two/deep/b.c", where="named")
    c.database("two/other.c", where="two")
    c.source("one/irqlint.yaml", "database: ../elsewhere\n")
    held = c.source("two/irqlint.yaml", "database: ../named/compile_commands.json\n")
    client = c.client()
    client.initialize([c.root / "one", c.root / "two/deep"], PULL)

    def found() -> list[str]:
        client.request("workspace/executeCommand", {"command": "irqlint.rescan"})
        number = client.start("workspace/diagnostic", {"previousResultIds": [{"uri": "file:///x.c", "value": "1"}]})
        return sorted(Path(i["uri"]).name for i in client.wait(number)["result"]["items"] if i["items"])

    check(found() == ["a.c", "b.c"], "both named")
    held.write_text("rules: default\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(held), "type": 2}]})
    check(found() == ["a.c", "other.c"], "named no more")
    # What cannot be looked at is told.
    held.write_text("database: ../nowhere\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(held), "type": 2}]})
    check(found() == ["a.c"], "a database that is not there")
    told = client.next("window/logMessage", where=lambda p: "not everything" in p["message"])
    check(told and "nowhere" in told["message"], f"{told}")
    (c.root / "one/a.c").write_text(SHARED + "int x = ;\n")
    check(found() == [], "a file that does not parse")
    told = client.next("window/logMessage", where=lambda p: "one/a.c" in p["message"])
    check(told and "does not parse" in told["message"], f"{told}")
    client.end()


# Processes.

def children_of(process: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def crash(c: Context, client: Client) -> None:
    until = time.monotonic() + 60
    while not (children := children_of(client.process.pid)):
        check(time.monotonic() < until, "no process looks at the document")
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass


def crashes(c: Context) -> None:
    """A process that crashes is replaced; the server and other documents do not notice."""
    path = c.source("a.c")
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    client.published(uri, 1)
    crash(c, client)
    client.change(uri, 2, {"range": at(0, 0), "text": "\n"})
    found = client.published(uri, 2)
    check([d["range"]["start"]["line"] for d in found] == [CALL + 1], f"{found}")
    # Again and again on one text: then the server says so, and goes on when the text is edited.
    for version in range(3, 200):
        client.change(uri, version, {"range": at(0, 0), "text": "\n" * 2000})
        until = time.monotonic() + 20
        told = None
        while told is None and time.monotonic() < until:
            for child in children_of(client.process.pid):
                try:
                    os.kill(child, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            told = client.next("textDocument/publishDiagnostics", 0.01)
        check(told is not None, "nothing is said of crashes")
        if "not-analysed" in codes(told["diagnostics"]):
            break
    else:
        raise Failed("it cannot be killed")
    check("crashed with signal 9" in told["diagnostics"][-1]["message"], f"{told}")
    client.change(uri, 200, {"text": SHARED})
    check(codes(client.published(uri, 200)) == [NULL_COOKIE], "after it was edited")
    client.end()


def many_documents(c: Context) -> None:
    """However many documents are open, processes are few, and none is left when the server ends."""
    names = [f"m{i}.c" for i in range(24)]
    paths = [c.source(name, SHARED.replace("card", f"m{i}")) for i, name in enumerate(names)]
    c.database(*names)
    client = c.started(options={"jobs": 2})
    for path in paths:
        client.open(path)
    for path in paths:
        check(codes(client.published(uri_of(path), 1)) == [NULL_COOKIE], f"{path}")
    children = children_of(client.process.pid)
    check(0 < len(children) <= 8, f"{len(children)} processes")
    client.process.kill()
    client.process.wait()
    until = time.monotonic() + 60
    while any(Path(f"/proc/{child}/cmdline").exists() for child in children):
        check(time.monotonic() < until, f"of {children} some are left")
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main([databases, named_database, configured_flags, kbuild, headers, header_of_header, header_changes,
                   unsaved_headers, other_documents, settings, configuration, workspace, held, scan_cancelled, folders,
                   configured_databases, crashes, many_documents]))
