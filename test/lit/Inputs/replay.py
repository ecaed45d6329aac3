# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Replays each schedule that 'irqlint witness --json' printed: it ends as it did.

usage: replay.py IRQLINT DRIVER.c FINDINGS.json RULE
"""
import json
import subprocess
import sys
from pathlib import Path


def main() -> int:
    program, driver, findings, rule = sys.argv[1:]
    found = [json.loads(line) for line in Path(findings).read_text().splitlines()]
    replays = [finding["replay"] for finding in found if finding.get("rule") == rule]
    for replay in replays:
        done = subprocess.run([program, "witness", "--replay", replay, driver], capture_output=True, text=True)
        if done.returncode != 1 or f": {rule}: " not in done.stdout or done.stderr:
            print(f"{replay}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
            return 1
    return 0 if replays else 1


if __name__ == "__main__":
    sys.exit(main())
