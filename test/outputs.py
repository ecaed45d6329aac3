# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes findings in every format and reads them back as the tools that take them do.

usage: outputs.py --irqlint PROGRAM --include DIR

The source is an awkward one: blanks and '&' in its name, umlauts before the call, bytes that are no
UTF-8, a mend, and a trace through three functions.  A second file does not parse.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from html.parser import HTMLParser
from pathlib import Path

SOURCE = """// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* not UTF-8: \xff\xfe, and <this> & "that" */
#include <linux/interrupt.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

struct card {
\tint *ring;
};

static irqreturn_t card_isr(int irq, void *cookie)
{
\tstruct card *card = cookie;

\tcard->ring[0]++;
\treturn IRQ_HANDLED;
}

static int card_probe(struct platform_device *pdev)
{
\tstruct card *card = devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL);

\tcard->ring = kzalloc(64, GFP_KERNEL);
\tplatform_set_drvdata(pdev, card);
\t/* äöü€𝄞 */ return devm_request_irq(&pdev->dev, 5, card_isr, 0, "card", card);
}

static void card_remove(struct platform_device *pdev)
{
\tstruct card *card = platform_get_drvdata(pdev);

\tkfree(card->ring);
}

static struct platform_driver driver = { .probe = card_probe, .remove = card_remove };
module_platform_driver(driver);

int card_shared(void);
int card_shared(void)
{
\t/* äöü€𝄞 */ return request_irq(7, card_isr, IRQF_SHARED, "card", NULL);
}

void card_manual(struct platform_device *pdev, struct card *card);
void card_manual(struct platform_device *pdev, struct card *card)
{
\tif (devm_request_irq(&pdev->dev, 9, card_isr, 0, "card", card))
\t\treturn;
\tfree_irq(9, card);
}
"""
FORMATS = ["text", "json", "sarif", "gitlab", "github", "checkstyle", "junit", "rdjson", "smatch", "html"]


def check(condition: object, text: str) -> None:
    if not condition:
        sys.exit(f"outputs.py: failed: {text}")


class Balanced(HTMLParser):
    """Whether each element is closed in the order of its opening, but for those that HTML closes."""

    VOID = {"meta", "br"}
    OPTIONAL = {"td", "th", "tr"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID | self.OPTIONAL:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag not in self.OPTIONAL:
            check(self.open and self.open.pop() == tag, f"HTML: </{tag}> closes nothing")

    def handle_data(self, data):
        self.text += data


def units(text: str) -> list[int]:
    data = text.encode("utf-16-le")
    return [data[i] | data[i + 1] << 8 for i in range(0, len(data), 2)]


def line_hash(text: str, line: int) -> str:
    """GitHub's hash, said another way: all lines from this one on, without blanks, a hundred units."""
    rest = "".join(re.sub(r"[ \t]", "", one) + "\n" for one in text.split("\n")[line - 1:])[:-1]
    window = (units(rest) + [65535] + [0] * 100)[:100]
    value = 0
    for unit in window:
        value = (value * 37 + unit) % 2**64
    return f"{value:x}"


def check_sarif(report: dict, findings: list[dict], text: str, name: str) -> None:
    run = report["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    lines = text.split("\n")
    check(report["version"] == "2.1.0" and run["columnKind"] == "unicodeCodePoints", "SARIF: version and columns")
    check(len(run["results"]) == len(findings), "SARIF: number of results")
    check(not run["invocations"][0]["executionSuccessful"], "SARIF: a file that does not parse is a failure")
    check("broken.c" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
          "SARIF: the file that does not parse is named")
    for rule in rules:
        check(rule["shortDescription"]["text"] and rule["help"]["text"], f"SARIF: texts of {rule['id']}")
        check(len(rule["fullDescription"]["text"]) <= 1024, f"SARIF: length of {rule['id']}")
    for result, finding in zip(run["results"], findings):
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        check(rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"], "SARIF: rule and index")
        check(place["artifactLocation"]["uri"] == name, f"SARIF: URI {place['artifactLocation']['uri']}")
        spelled = lines[region["startLine"] - 1][region["startColumn"] - 1:region["endColumn"] - 1]
        called = re.match(r"\w+", spelled)
        check(called and called[0] in ("kfree", "request_irq", "free_irq"), f"SARIF: region is '{spelled}'")
        hashed = result["partialFingerprints"]["primaryLocationLineHash"]
        check(hashed == line_hash(text, region["startLine"]) + ":1", f"SARIF: hash {hashed}")
        check(result["partialFingerprints"]["irqlint/v1"] == finding["fingerprint"], "SARIF: fingerprint")
    flows = {one["ruleId"]: one["codeFlows"][0]["threadFlows"][0]["locations"] for one in run["results"]
             if "codeFlows" in one}
    told = [step["location"]["logicalLocations"][0]["name"] for step in flows["irq-devres-outlives"]]
    check(told == ["card_probe", "card_remove", "card_isr", "card_remove"], f"SARIF: order of the flow {told}")
    fixes = [one for one in run["results"] if one["ruleId"] == "irq-devres-manual-free"][0]["fixes"]
    for change in fixes[0]["artifactChanges"]:
        for replacement in change["replacements"]:
            gone = replacement["deletedRegion"]
            check(gone["startLine"] == gone["endLine"] and
                  lines[gone["startLine"] - 1][gone["startColumn"] - 1:gone["endColumn"] - 1] in ("free_irq", "",),
                  f"SARIF: fix deletes {gone}")


def check_lists(read, findings: list[dict]) -> None:
    gitlab = json.loads(read("gitlab"))
    check(len({one["fingerprint"] for one in gitlab}) == len(findings), "GitLab: one fingerprint a finding")
    check({one["location"]["path"] for one in gitlab} == {"a & ü.c"}, "GitLab: paths below the root")
    rdjson = json.loads(read("rdjson"))["diagnostics"]
    check([one["code"]["value"] for one in rdjson] == [one["rule"] for one in findings], "rdjson: rules")
    check(any("suggestions" in one for one in rdjson), "rdjson: suggestions")
    shared = [one for one in rdjson if one["code"]["value"] == "irq-shared-null-cookie"][0]
    line = SOURCE.encode().split(b"\n")[shared["location"]["range"]["start"]["line"] - 1]
    check(line[shared["location"]["range"]["start"]["column"] - 1:].startswith(b"request_irq"), "rdjson: bytes")
    github = read("github").strip().split("\n")
    check(len(github) == len(findings) and all(re.match(r"::(error|warning) file=a & ü.c,line=\d+,col=\d+,title=irq-",
                                                        one) for one in github), "GitHub: commands")
    smatch = read("smatch").strip().split("\n")
    check(all(re.match(r"a & ü\.c:\d+ \w+\(\) (warn|error): ", one) for one in smatch), "smatch: lines")
    text = read("text").strip().split("\n")
    check(len([one for one in text if "warning:" in one]) == len(findings), "text: one line a finding")
    check(not [one for one in text if "note:" in one and re.search("warn|error", one)], "text: words of notes")


def check_markup(read, findings: list[dict]) -> None:
    checkstyle = xml.fromstring(read("checkstyle").encode())
    check(len(checkstyle.findall("file/error")) == len(findings), "Checkstyle: errors")
    check(checkstyle.find("file").get("name") == "a & ü.c", "Checkstyle: name of the file")
    junit = xml.fromstring(read("junit").encode())
    check(len(junit.findall("testsuite/testcase/failure")) == len(findings), "JUnit: failures")
    check(len(junit.findall("testsuite/testcase/error")) == 1, "JUnit: what was not analysed is an error")
    for suite in junit.findall("testsuite"):
        check(int(suite.get("tests")) == len(suite.findall("testcase")) > 0, "JUnit: counts")
    page = Balanced()
    page.feed(read("html"))
    check(not page.open, f"HTML: {page.open} stay open")
    for finding in findings:
        check(finding["message"] in page.text, "HTML: message")
    check('kfree(card->ring);' in page.text and "äöü€𝄞" in page.text, "HTML: sources")
    check(not re.search(r"(src|href)=", read("html")), "HTML: everything is in the file")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        source = SOURCE.encode().replace("ÿþ".encode(), b"\xff\xfe")
        (directory / "a & ü.c").write_bytes(source)
        (directory / "broken.c").write_text("int broken(\n")
        irqlint = str(Path(options.irqlint).resolve())
        argv = [irqlint, "check", "--preview", "--root", ".", *[f"--output={one}=out.{one}" for one in FORMATS],
                "a & ü.c", "broken.c", "--", "-std=gnu11", f"-I{Path(options.include).resolve()}"]
        done = subprocess.run(argv, cwd=directory, capture_output=True, text=True)
        check(done.returncode == 3 and not done.stdout, f"exit code {done.returncode}: {done.stderr}")

        def read(form: str) -> str:
            return (directory / f"out.{form}").read_text(encoding="utf-8")

        findings = [json.loads(line) for line in read("json").strip().split("\n")]
        check(sorted(one["rule"] for one in findings) ==
              ["irq-devres-manual-free", "irq-devres-outlives", "irq-shared-null-cookie"], f"findings {findings}")
        text = source.decode("utf-8", errors="replace").replace("\ufffd", "?")
        check_sarif(json.loads(read("sarif")), findings, text, "a%20%26%20%C3%BC.c")
        check_lists(read, findings)
        check_markup(read, findings)

        (directory / "clean.c").write_text("int clean;\n")
        argv = [irqlint, "check", "--output=gitlab", "clean.c", "--"]
        done = subprocess.run(argv, cwd=directory, capture_output=True, text=True)
        check(done.returncode == 0 and json.loads(done.stdout) == [], "GitLab: a clean run is an empty array")
    print(f"ok {len(FORMATS)} formats")


if __name__ == "__main__":
    main()
