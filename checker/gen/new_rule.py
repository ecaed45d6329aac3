# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the two files of a new rule: its page and its C file.

usage: new_rule.py irq-defect

The page's bad example carries a marker and the C file reports nothing yet, so the rule's own page
test fails until the rule is written.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"^irq(-[a-z][a-z0-9]*)+$")
DRIVER = """#include <linux/interrupt.h>

irqreturn_t isr(int irq, void *cookie);

int setup(unsigned int irq, void *card)
{
	return request_irq(irq, isr, 0, "card", card);%s
}
"""
PAGE = """---
name: {name}
summary: TODO what goes wrong, in lower case and without a period
family: request
severity: warning
status: preview
executable: yes
since: 0.1
origin: TODO the kernel file or commit that states the contract
---

# {name}

## What it does

TODO

## Why it is a bug

TODO

## Example

```c test=bad
{bad}```

TODO how to mend it:

```c test=good
{good}```

## How to silence it

TODO

## What it does not see

- TODO

## More tests

```c test=good title="TODO a sentence"
{good}```
"""
SOURCE = """// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * TODO the contract, in the affirmative.
 *
 * Why:    TODO
 * Model:  TODO what the rule looks at.
 * Bias:   TODO when it stays silent.
 * Page:   docs/rules/{name}.md
 */
#include "rules/rule.h"

IL_RULE({symbol}, context)
{{
	(void)context;
}}
"""


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    name = sys.argv[1]
    if not NAME.match(name):
        sys.exit(f"new_rule.py: error: '{name}' is no rule name: irq- and words in lower case, joined by -")
    symbol = name.removeprefix("irq-").replace("-", "_")
    page, source = ROOT / f"docs/rules/{name}.md", ROOT / f"checker/rules/{symbol}.c"
    for path in (page, source):
        if path.exists():
            sys.exit(f"new_rule.py: error: {path.relative_to(ROOT)} exists")
    page.write_text(PAGE.format(name=name, bad=DRIVER % f" /* expect: {name} */", good=DRIVER % ""))
    source.write_text(SOURCE.format(name=name, symbol=symbol))
    print(f"wrote {page.relative_to(ROOT)} and {source.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
