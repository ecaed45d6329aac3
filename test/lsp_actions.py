# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the language server offers at a place: fixes, suppressions, pages of rules, and what is known of requests.

usage: lsp_actions.py --irqlint PROGRAM --include DIR
"""
import sys

from lsp_client import EVERYTHING, Client, apply, at, check
from lsp_context import CALL, FINE, SHARED, Context, codes, main

# A finding with a fix.
THREADED = """#include <linux/i2c.h>
#include <linux/interrupt.h>

static irqreturn_t card_thread(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

int card_setup(struct i2c_client *card);
int card_setup(struct i2c_client *card)
{
	return request_threaded_irq(card->irq, NULL, card_thread, 0, "card", card);
}

void card_drop(struct i2c_client *card);
void card_drop(struct i2c_client *card)
{
	free_irq(card->irq, card);
}
"""
THREADED_CALL = 11


def actions_of(client: Client, uri: str, place: dict, diagnostics: list[dict], **context: object) -> list[dict]:
    return client.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": place,
                                                      "context": {"diagnostics": diagnostics, **context}})


def fixes(c: Context) -> None:
    """A fix mends what is reported, wherever in the lines the cursor is and whatever ranges the client sends."""
    text = THREADED.replace("\treturn request_threaded", "\t/* \u00e9\U0001f600 */ return request_threaded")
    path = c.source("a.c", text)
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    found = client.published(uri, 1)
    check(codes(found) == ["irq-missing-oneshot"], f"{found}")
    # Neovim 0.7 sends columns in bytes back.
    echoed = {**found[0], "range": at(THREADED_CALL, 70, THREADED_CALL, 90)}
    offered = actions_of(client, uri, at(THREADED_CALL, 2), [echoed])
    check([a["kind"] for a in offered] == ["quickfix"] * 2 and offered[0]["isPreferred"], f"{offered}")
    check("isPreferred" not in offered[1] and offered[0]["diagnostics"][0]["range"] == found[0]["range"], f"{offered}")
    check(offered == actions_of(client, uri, at(THREADED_CALL, 5), []), "without diagnostics")
    check(offered == actions_of(client, uri, at(0, 0), [echoed]), "by its id alone")
    check(offered == actions_of(client, uri, at(0, 0, 99, 0), [], only=["quickfix"]), "of everything")
    check(actions_of(client, uri, at(THREADED_CALL, 5), [echoed], only=["source.organizeImports"]) == [],
          "of another kind")
    check(actions_of(client, uri, at(2, 0), []) == [], "elsewhere")
    change = offered[0]["edit"]["documentChanges"][0]
    check(change["textDocument"] == {"uri": uri, "version": 1}, f"{change}")
    mended = apply(text, change["edits"])
    check(mended == text.replace(" 0, ", " IRQF_ONESHOT, "), mended)
    client.change(uri, 2, {"text": mended})
    check(client.published(uri, 2) == [], "mended")
    check(actions_of(client, uri, at(THREADED_CALL, 2), [echoed]) == [], "of what is mended")
    client.fails(-32602, "textDocument/codeAction", {"textDocument": {"uri": uri}})
    client.end()


def fixes_after_edits(c: Context) -> None:
    """Between an edit and the next look a fix is where the text is now, or is not offered."""
    path = c.source("a.c", THREADED)
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    client.published(uri, 1)
    client.change(uri, 2, {"range": at(0, 0), "text": "/* one more line */\n"},
                  {"range": at(2, 0), "text": "int broken(\n"})
    offered = actions_of(client, uri, at(THREADED_CALL + 2, 0), [])
    check(len(offered) == 2, f"{offered}")
    lines = THREADED.splitlines(keepends=True)
    mended = apply("".join(["/* one more line */\n", lines[0], "int broken(\n", *lines[1:]]),
                   offered[0]["edit"]["documentChanges"][0]["edits"])
    check("card_thread, IRQF_ONESHOT, \"card\"" in mended, mended)
    client.change(uri, 3, {"range": at(THREADED_CALL + 2, 1), "text": "(void)card; "})
    check(actions_of(client, uri, at(THREADED_CALL + 2, 0), []) == [], "of an edited line")
    client.end()


def suppression(c: Context) -> None:
    """What is not to be reported gets a comment with room for the reason, in all forms of edits."""
    for text in (SHARED, SHARED.replace("\n", "\r\n")):
        path = c.source("a.c", text)
        c.database("a.c")
        client = c.started({**EVERYTHING, "workspace": {}})
        uri = client.open(path, text)
        found = client.published(uri, 1)
        offered = actions_of(client, uri, found[0]["range"], found)
        check(len(offered) == 1 and "Suppress" in offered[0]["title"], f"{offered}")
        edit = offered[0]["edit"]["changes"][uri][0]
        check(edit["range"] == at(CALL, 0) and "reason" not in edit["newText"], f"{edit}")
        check(edit["newText"].startswith("\t/* NOLINTNEXTLINE(irq-shared-null-cookie): TODO"), f"{edit}")
        check(edit["newText"].endswith("\r\n" if "\r" in text else "\n"), f"{edit}")
        client.change(uri, 2, {"range": edit["range"], "text": edit["newText"]})
        check(client.published(uri, 2) == [], "suppressed")
        client.change(uri, 3, {"text": edit["newText"] + FINE})
        unused = client.published(uri, 3)
        check(codes(unused) in ([], ["unused-suppression"]), f"{unused}")
        client.end()


def commands(c: Context) -> None:
    """A client without literal actions gets commands, which send the edit."""
    path = c.source("a.c", THREADED)
    c.database("a.c")
    client = c.started({})
    uri = client.open(path)
    found = client.published(uri, 1)
    offered = actions_of(client, uri, found[0]["range"], found)
    check([o["command"] for o in offered] == ["irqlint.apply"] * 2, f"{offered}")
    check(client.request("workspace/executeCommand", {"command": offered[0]["command"],
                                                      "arguments": offered[0]["arguments"]}) is None, "a result")
    sent = client.next("workspace/applyEdit")
    check("IRQF_ONESHOT" in apply(THREADED, sent["edit"]["changes"][uri]), f"{sent}")
    client.fails(-32602, "workspace/executeCommand", {"command": "irqlint.apply", "arguments": [{"id": "999"}]})
    client.fails(-32602, "workspace/executeCommand", {"command": "irqlint.apply"})
    client.fails(-32602, "workspace/executeCommand", {"command": "irqlint.nothing"})
    client.fails(-32602, "workspace/executeCommand", {})
    client.fails(-32602, "workspace/executeCommand", {"command": "irqlint.openRule", "arguments": ["irq-none"]})
    client.end()
    client = c.started()
    page = client.request("workspace/executeCommand", {"command": "irqlint.openRule", "arguments": ["irq-bad-flags"]})
    check(client.next("window/showDocument")["uri"] == page and page.endswith("/irq-bad-flags.md"), f"{page}")
    client.end()


def hover(c: Context) -> None:
    """Hover tells the rule of a diagnostic, and of a request who runs, from where on, and who frees the line."""
    path = c.source("a.c", THREADED)
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    found = client.published(uri, 1)[0]
    ask = {"textDocument": {"uri": uri}, "position": {"line": THREADED_CALL, "character": 12}}
    told = client.request("textDocument/hover", ask)
    text = told["contents"]["value"]
    check(told["contents"]["kind"] == "markdown" and told["range"]["start"]["line"] == THREADED_CALL, f"{told}")
    for part in (found["code"], "Why it is a bug", "`card_thread()`", "from here on",
                 "free_irq in card_drop() (a.c:18)"):
        check(part in text, f"nothing of {part}: {text}")
    check(client.request("textDocument/hover", {**ask, "position": {"line": 1, "character": 0}}) is None, "elsewhere")
    check(client.request("textDocument/hover", {}) is None, "nowhere")
    client.change(uri, 2, {"range": at(0, 0), "text": "\n"})
    ask["position"]["line"] += 1
    check(client.request("textDocument/hover", ask)["range"]["start"]["line"] == THREADED_CALL + 1, "moved")
    # The name of a rule in a comment, such as that of a suppression.
    client.change(uri, 3, {"range": at(0, 0), "text": "/* NOLINT(irq-bad-flags) */"})
    ask["position"] = {"line": 0, "character": 12}
    told = client.request("textDocument/hover", ask)
    check("irq-bad-flags" in told["contents"]["value"] and told["range"] == at(0, 10, 0, 23), f"{told}")
    client.end()
    client = c.started({})
    uri = client.open(path)
    client.published(uri, 1)
    ask["position"] = {"line": THREADED_CALL, "character": 12}
    told = client.request("textDocument/hover", ask)["contents"]
    check(told["kind"] == "plaintext" and "`" not in told["value"] and "**" not in told["value"], f"{told}")
    client.end()


MASKED = """#include <linux/interrupt.h>
#include <linux/spinlock.h>

struct card {
	int irq;
	spinlock_t lock;
};

static irqreturn_t card_isr(int irq, void *cookie)
{
	struct card *card = cookie;

	spin_lock(&card->lock);
	spin_unlock(&card->lock);
	return IRQ_HANDLED;
}

int card_setup(struct device *dev, struct card *card);
int card_setup(struct device *dev, struct card *card)
{
	int ret = devm_request_irq(dev, card->irq, card_isr, IRQF_NO_AUTOEN, "card", card);

	if (ret)
		return ret;
	spin_lock_init(&card->lock);
	enable_irq(card->irq);
	return 0;
}
"""


def requests(c: Context) -> None:
    """A line that stays disabled is live from where it is enabled; hints and lenses say so."""
    path = c.source("a.c", MASKED)
    c.database("a.c")
    client = c.started()
    uri = client.open(path)
    found = client.published(uri, 1)
    check(found == [], f"nothing is wrong: {found}")
    line = next(i for i, text in enumerate(MASKED.split("\n")) if "devm_request_irq" in text)
    told = client.request("textDocument/hover", {"textDocument": {"uri": uri},
                                                 "position": {"line": line, "character": 14}})["contents"]["value"]
    for part in ("once the line is enabled", "enable_irq in card_setup() (a.c:26)", "takes `card->lock`",
                 "by devres when the device is unbound"):
        check(part in told, f"nothing of {part}: {told}")
    ask = {"textDocument": {"uri": uri}, "range": at(0, 0, 100, 0)}
    hints = client.request("textDocument/inlayHint", ask)
    check([(h["position"]["line"], h["label"]) for h in hints] == [(line, "card_isr may run from line 26 on")],
          f"{hints}")
    check(client.request("textDocument/inlayHint", {**ask, "range": at(0, 0, 3, 0)}) == [], "of other lines")
    check(client.next("workspace/inlayHint/refresh", 0.01) is None, "the client cannot refresh")
    client.end()
    lenses = {**EVERYTHING, "textDocument": {"codeLens": {}}}
    client = c.client()
    can = client.initialize([c.root], lenses)["capabilities"]
    check("inlayHintProvider" not in can and "codeLensProvider" in can, f"{can}")
    uri = client.open(path)
    client.published(uri, 1)
    shown = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    check([s["command"]["title"] for s in shown] == ["card_isr may run from line 26 on"], f"{shown}")
    client.end()
    refreshing = {**EVERYTHING, "workspace": {"inlayHint": {"refreshSupport": True}}}
    client = c.started(refreshing)
    uri = client.open(path)
    client.published(uri, 1)
    check("id" not in (client.next("workspace/inlayHint/refresh") or {}), "there are hints now")
    client.change(uri, 2, {"range": at(1, 0), "text": "\n"})
    client.published(uri, 2)
    client.change(uri, 3, {"range": at(line + 1, 0, line + 2, 0), "text": "\tint ret = 0;\n"})
    client.published(uri, 3)
    client.request("textDocument/inlayHint", ask)
    asked = [m for m in client.messages if m.get("method") == "workspace/inlayHint/refresh"]
    check(len(asked) == 1, f"once, as another line is told: {len(asked)}")
    client.end()
    client = c.started(options={"hints": False})
    uri = client.open(path)
    client.published(uri, 1)
    check(client.request("textDocument/inlayHint", {**ask, "textDocument": {"uri": uri}}) == [], "switched off")
    client.end()


if __name__ == "__main__":
    sys.exit(main([fixes, fixes_after_edits, suppression, commands, hover, requests]))
