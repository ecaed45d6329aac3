# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""All rules, preview ones too, over the project's own code that uses the kernel's API.

usage: check.py --irqlint PROGRAM --build DIRECTORY

Nothing is found, at the lowest confidence, in the runtime, the headers of include/ and the drivers of the tests
that are right; and in the good examples of the pages, at the confidence that they are written for.  So that
silence means something, each of MISTAKES is made in a copy of such a file, and has to be found by its rule.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test/runtime"))
from drivers import DRIVERS  # noqa: E402

FLAGS = ["-std=gnu11", "-w", f"-I{ROOT}/include", f"-I{ROOT}/include/kernel", "-DFLAGS=IRQ_FLAGS_ONESHOT"]
TYPED = "test/typed/completion.c"
# File, what is changed in it to what, and the rule that has to say so.
MISTAKES = [
    (TYPED, "\tmy_irq_drop(irq);\n\tkfree(irq);\n", "\tkfree(irq);\n\tmy_irq_drop(irq);\n", "irq-drop-order"),
    (TYPED, "\tmy_irq_drop(irq);\n", "\tstruct my_irq copy = *irq;\n\tmy_irq_drop(&copy);\n", "irq-moved-registration"),
    (TYPED, "\twait_for_completion(&my", "\terror = my_irq_new(irq, &request, FLAGS, \"again\", NULL);\n"
     "\twait_for_completion(&my", "irq-request-reused"),
    (TYPED, "\tmy_irq_drop(irq);\n", "\tif (!irq_registration_synchronize(&irq->registration, pdev->dev.parent))\n"
     "\t\tmy_irq_drop(irq);\n", "irq-wrong-device"),
    (TYPED, "module_platform_driver(my_driver);", "static struct device *kept;\nstatic struct my_irq *mine;\n"
     "void my_keep(struct platform_device *pdev) { kept = &pdev->dev; mine = platform_get_drvdata(pdev); }\n"
     "int my_exit(void)\n{\n\tplatform_driver_unregister(&my_driver);\n"
     "\treturn irq_registration_synchronize(&mine->registration, kept);\n}\n", "irq-bound-escape"),
    (TYPED, "\twait_for_completion(&my", "\tinit_completion(&irq->handler.completion);\n\twait_for_completion(&my",
     "irq-used-before-init"),
    ("runtime/typed/pinned_line.c", "\terror = request_threaded_irq(", "\terror = 0;\n\trequest_threaded_irq(",
     "irq-unchecked-request"),
]


def check(irqlint: str, files: list[Path], flags: list[str], confidence: str = "possible") -> tuple[list[dict], str]:
    """Returns the findings, and what is wrong with the run."""
    line = [irqlint, "check", "--rules", "all", "--preview", "--confidence", confidence, "--output", "json"]
    done = subprocess.run(line + [str(file) for file in files] + flags, capture_output=True, text=True)
    findings = [found for found in map(json.loads, done.stdout.splitlines()) if "rule" in found]
    return findings, "" if done.returncode in (0, 1) else done.stderr or f"exit code {done.returncode}"


def built(build: Path) -> list[Path]:
    """The runtime's sources that are built here: under the address sanitizer there are no threads."""
    commands = json.loads((build / "compile_commands.json").read_text())
    files = {Path(one["directory"], one["file"]).resolve() for one in commands}
    return sorted(files & set((ROOT / "runtime").rglob("*.c")))


def right_code(args: argparse.Namespace, directory: Path) -> list[tuple[str, list[Path], list[str]]]:
    """Returns groups of files: name, files and flags."""
    headers = directory / "headers.c"
    names = [path.relative_to(ROOT / "include") for path in sorted((ROOT / "include").rglob("*.h"))]
    includes = [str(name).removeprefix("kernel/") for name in names]
    headers.write_text("".join(f"#include <{name}>\n" for name in includes), encoding="utf-8")
    drivers = []
    for name, driver in DRIVERS.items():
        if not driver.rules:
            drivers.append(directory / f"{name}.c")
            drivers[-1].write_text(driver.text(), encoding="utf-8")
    examples = sorted(args.build.glob("doctest/*/witness-good.c"))
    typed = sorted((ROOT / "test/typed").glob("*.c")) + [ROOT / "test/headers/typed.c"]
    return [
        ("runtime", built(args.build), ["-p", str(args.build)]),
        ("headers", [headers], ["--", *FLAGS]),
        ("drivers", drivers, ["--", *FLAGS]),
        ("examples", examples, ["--", *FLAGS]),
        ("typed", typed, ["--", *FLAGS]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--build", type=Path, required=True)
    args = parser.parse_args()
    problems = []
    with tempfile.TemporaryDirectory() as directory:
        for name, files, flags in right_code(args, Path(directory)):
            findings, error = check(args.irqlint, files, flags, "likely" if name == "examples" else "possible")
            problems += [f"{name}: nothing to check"] if not files else []
            problems += [f"{name}: {error}"] if error else []
            problems += [f"{f['file']}:{f['line']}: {f['message']} [{f['rule']}]" for f in findings]
        for number, (file, old, new, rule) in enumerate(MISTAKES):
            text = (ROOT / file).read_text(encoding="utf-8")
            mistake = Path(directory) / f"mistake{number}.c"
            mistake.write_text(text.replace(old, new, 1), encoding="utf-8")
            findings, error = check(args.irqlint, [mistake], ["--", *FLAGS, f"-I{ROOT}/runtime"])
            rules = {f["rule"] for f in findings}
            if old not in text or error or rule not in rules:
                problems.append(f"{file}, mistake {number}: expected {rule}, found {sorted(rules)} {error}")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
