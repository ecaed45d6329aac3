# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What runs keep for later ones, and headers compiled ahead: the same findings and facts as without,
nothing stale, and no harm from a cache that is damaged, unwritable, shared or left by a killed run.

usage: cache.py --irqlint PROGRAM --include DIR
"""
import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DRIVER = """LEADING#include <linux/interrupt.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include "board.h"

struct THIS { spinlock_t lock; int line; };

static irqreturn_t THIS_isr(int irq, void *cookie)
{
	struct THIS *own = cookie;

	spin_lock(&own->lock);
	spin_unlock(&own->lock);
	return IRQ_HANDLED;
}

static int THIS_probe(struct platform_device *pdev)
{
	struct THIS *own = devm_kzalloc(&pdev->dev, sizeof(*own), GFP_KERNEL);
	int ret;

	if (!own)
		return -ENOMEM;
	ret = devm_request_irq(&pdev->dev, 7, THIS_isr, BOARD_FLAGS, KBUILD_MODNAME, BOARD_COOKIE);
	if (ret)
		return ret;
	spin_lock_init(&own->lock);
	return 0;
}

static struct platform_driver THIS_driver = { .probe = THIS_probe };
module_platform_driver(THIS_driver);
"""
BOARD = "#define BOARD_FLAGS IRQF_SHARED\n#define BOARD_COOKIE NULL\n"
WRAPPED = """#include <linux/interrupt.h>

int acme_request(int line, irq_handler_t handler, void *cookie);
static irqreturn_t wrapped_isr(int irq, void *cookie)
{
	return IRQ_WAKE_THREAD;
}

int wrapped_setup(void);
int wrapped_setup(void)
{
	return acme_request(3, wrapped_isr, 0);
}
"""
MODEL = "requests:\n  - name: acme_request\n    line: 0\n    handler: 1\n    cookie: 2\n"
FILES = 10


class Tree:
    """Drivers with a database and a cache of their own."""

    def __init__(self, args, place: Path):
        self.program, self.place, self.cache = args.irqlint, place, place / "cache"
        self.flags = ["-std=gnu11", "-w", f"-I{args.include}"]
        self.names = [f"d{i}" for i in range(FILES)]
        (place / "board.h").write_text(BOARD)
        for name in self.names:
            self.write(name)
        self.list([(name, f"{name}.c") for name in self.names])

    def write(self, name: str, leading: str = "", change=lambda text: text):
        text = DRIVER.replace("LEADING", leading).replace("THIS", name)
        (self.place / f"{name}.c").write_text(change(text))

    def shared(self, name: str, text: str) -> str:
        """Writes a header that is not beside the files.  Returns the flag to find it."""
        place = self.place.parent / "shared"
        place.mkdir(exist_ok=True)
        (place / name).write_text(text)
        return f"-I{place}"

    def list(self, files, flags=()):
        entries = [{"directory": str(self.place), "file": file,
                    "arguments": ["clang", *self.flags, *flags, f'-DKBUILD_MODNAME="{name}"', "-c", file]}
                   for name, file in files]
        (self.place / "compile_commands.json").write_text(json.dumps(entries))

    def settle(self):
        """Waits until a change is older than what a run that begins now may call unsettled."""
        time.sleep(0.05)

    def run(self, *options, files=(), env=None, before=None, passed=()):
        """Returns findings, numbers of --stats, and standard error."""
        self.settle()
        environment = {**os.environ, "IRQLINT_CACHE_DIR": str(self.cache), **(env or {})}
        done = subprocess.run([self.program, "check", "-p", str(self.place), "-j2", "--rules", "all", "--preview",
                               "--stats", "--output", "json", *options, *files], env=environment,
                              cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              preexec_fn=before, pass_fds=passed)
        if done.returncode not in (0, 1):
            raise AssertionError(f"exit {done.returncode}: {done.stderr}")
        stats = re.search(r"^stats: (.*)$", done.stderr, re.MULTILINE)[1]
        numbers = {key: float(value) for key, value in (pair.split("=") for pair in stats.split())}
        return done.stdout, numbers, done.stderr

    def plain(self, *options, files=()):
        return self.run("--no-cache", "--no-pch", *options, files=files)[0]


def expect(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what}: {got!r} instead of {wanted!r}")


def ahead(tree: Tree):
    """Headers compiled ahead change nothing, and whoever may not have them does without."""
    tree.write("d1", leading="#define IRQF_SHARED 0\n")  # another meaning of what headers say
    tree.write("d2", leading='#define pr_fmt(text) "d2: " text\n')
    tree.write("d3", change=lambda text: text.replace("#include <linux/slab.h>\n", ""))
    plain = tree.plain()
    assert plain.count("\n") >= FILES, plain
    found, numbers, _ = tree.run("--no-cache")
    expect("findings with headers ahead", found, plain)
    expect("groups", numbers["headers_built"], 1)
    expect("files", numbers["parsed"], FILES)
    assert 0 < numbers["parsed_again"] < numbers["parsed_ahead"], numbers
    found, numbers, _ = tree.run("--no-cache", "--no-pch")
    expect("parsed ahead with --no-pch", numbers["parsed_ahead"], 0)
    found, numbers, _ = tree.run("--no-cache", files=[f"{name}.c" for name in tree.names[:3]])
    expect("groups of few files", numbers["headers_built"], 0)


def faulty(tree: Tree):
    """Headers that do not compile by themselves, or are beside the files only, keep nobody from the others."""
    shared = tree.shared("late.h", "static inline int late(void) { return LATE; }\n")
    tree.shared("more.h", "#include <not-here.h>\n")
    for number, name in enumerate(tree.names):
        (tree.place / f"beside{number // 2}.h").write_text("/* nothing */\n")
        tree.write(name, leading=f'#define LATE 1\n#include "late.h"\n#include "beside{number // 2}.h"\n'
                                 '#if 0\n#include <more.h>\n#endif\n')
    # The build runs where none of these headers is.
    entries = [{"directory": str(tree.place.parent), "file": f"{tree.place.name}/{name}.c",
                "arguments": ["clang", *tree.flags, shared, "-c", f"{tree.place.name}/{name}.c"]}
               for name in tree.names]
    (tree.place / "compile_commands.json").write_text(json.dumps(entries))
    plain = tree.plain()
    assert plain.count("\n") >= FILES, plain
    found, numbers, _ = tree.run("--no-cache")
    expect("findings", found, plain)
    expect("groups, files with headers, files without",
           [numbers[key] for key in ("headers_built", "parsed_ahead", "parsed_again")], [1, FILES, 0])


def again(tree: Tree):
    """A header that is read each time it is included is seen with what is defined then."""
    shared = tree.shared("entry.h", "#ifdef ENTRY\nENTRY(7)\n#endif\n")
    tree.shared("common.h", "#ifndef COMMON\n#define COMMON\n#include <entry.h>\n#endif\n")
    table = "#define ENTRY(line) int THIS_line = line;\n#include <entry.h>\n"
    for number, name in enumerate(tree.names):
        tree.write(name, leading=table.replace("THIS", name) if number % 2 else "#include <common.h>\n")
    tree.list([(name, f"{name}.c") for name in tree.names], flags=[shared])
    plain = tree.plain()
    found, numbers, _ = tree.run("--no-cache")
    expect("findings", found, plain)
    expect("files with headers, files without", [numbers["parsed_ahead"], numbers["parsed_again"]], [FILES, 0])


def directories(tree: Tree):
    """Directories at the end of the search that few commands have part no group, however they are written."""
    entries = []
    builtin = subprocess.run(["clang-19", "-print-resource-dir"], stdout=subprocess.PIPE, text=True, check=True)
    flags = ["-nostdinc", *tree.flags, f"-I{builtin.stdout.strip()}/include"]
    for number, name in enumerate(tree.names):
        own = tree.place / f"own{number}"
        own.mkdir()
        entries.append({"directory": str(tree.place), "file": f"{name}.c",
                        "arguments": ["clang", *flags, *(["-I", str(own)] if number % 2 else [f"-I{own}"]),
                                      "-c", f"{name}.c"]})
    (tree.place / "compile_commands.json").write_text(json.dumps(entries))
    plain = tree.plain()
    assert plain.count("\n") >= FILES, plain
    found, numbers, _ = tree.run("--no-cache")
    expect("findings", found, plain)
    expect("groups, files", [numbers["headers_built"], numbers["parsed_ahead"]], [1, FILES])


def facts(tree: Tree):
    """The facts themselves are equal, byte for byte."""
    tree.write("d2", leading='#define pr_fmt(text) "d2: " text\n')
    stored = []
    for options in ([], ["--no-pch"]):
        place = tree.place / f"facts{len(options)}"
        place.mkdir()
        subprocess.run([tree.program, "facts", *options, "-o", str(place), "-p", str(tree.place), "-j2"], check=True)
        stored.append({file.name: file.read_bytes() for file in place.iterdir()})
    expect("files of facts", len(stored[0]), FILES)
    expect("facts", stored[0] == stored[1], True)


def recall(tree: Tree):
    """A warm run parses nothing, and each kind of change is seen."""
    first, numbers, _ = tree.run()
    expect("cold", numbers["modules_recalled"], 0)
    again, numbers, _ = tree.run()
    expect("warm", (again, numbers["modules_recalled"], "parsed" in numbers), (first, FILES, False))

    tree.write("d4", change=lambda text: text.replace("BOARD_FLAGS", "0"))
    found, numbers, _ = tree.run()
    expect("one file changed", (numbers["modules_recalled"], numbers["parsed"]), (FILES - 1, 1))
    expect("one file changed", found, tree.plain())
    assert found != first
    tree.write("d4")
    found, numbers, _ = tree.run()
    expect("changed back", (found, "parsed" in numbers), (first, False))

    (tree.place / "board.h").write_text(BOARD.replace("NULL", "own"))
    found, numbers, _ = tree.run()
    expect("header changed", (found, numbers["parsed"]), (tree.plain(), FILES))
    (tree.place / "board.h").write_text(BOARD)

    tree.list([(name, f"{name}.c") for name in tree.names], ["-DBOARD"])
    expect("flags changed", tree.run()[1]["parsed"], FILES)
    tree.list([(name, f"{name}.c") for name in tree.names])

    tree.write("d5", change=lambda text: text.replace("BOARD_COOKIE);", "BOARD_COOKIE); /* NOLINT */"))
    found, numbers, _ = tree.run()
    expect("comment", (found, numbers["parsed"]), (tree.plain(), 1))

    (tree.place / "irqlint.yaml").write_text("rules: [irq-bad-return]\n")
    found, numbers, _ = tree.run("--confidence", "certain")
    expect("configuration", (found, "parsed" in numbers), (tree.plain("--confidence", "certain"), False))
    (tree.place / "irqlint.yaml").unlink()


def model(tree: Tree):
    (tree.place / "d0.c").write_text(WRAPPED)
    (tree.place / "acme.yaml").write_text(MODEL)
    with_model = ["--model", str(tree.place / "acme.yaml")]
    without = tree.run()[0]
    found, numbers, _ = tree.run(*with_model)
    expect("model", (found, "parsed" in numbers), (tree.plain(*with_model), False))
    assert found != without
    (tree.place / "acme.yaml").write_text(MODEL.replace("acme_request", "acme_other"))
    expect("another model", tree.run(*with_model)[0], without)


def damage(tree: Tree):
    """An entry that is not whole is made again."""
    first = tree.run()[0]
    entries = [file for file in tree.cache.rglob("*") if file.is_file()]
    assert {".facts", ".result", ".inputs", ".pch"} <= {file.suffix for file in entries}
    for harm in (lambda data: data[:-1], lambda data: data[:40] + b"X" + data[41:], lambda data: b""):
        for kind in (".result", ".facts", ".inputs", ".pch", ".notes", ".headers", ".contents"):
            for file in tree.cache.rglob("*" + kind):
                file.write_bytes(harm(file.read_bytes()))
            for file in tree.cache.rglob("*.result"):
                file.unlink()
            expect(f"damaged {kind}", tree.run()[0], first)
    expect("mended", tree.run()[1]["modules_recalled"], FILES)


def unwritable(tree: Tree):
    """Without a cache that can be written all is well, and the reader is told once."""
    plain = tree.plain()
    for place in ("/dev/null/cache", "/proc/irqlint"):
        found, _, errors = tree.run(env={"IRQLINT_CACHE_DIR": place})
        expect(place, (found, errors.count("cannot be written")), (plain, 1))
    # As on a full disk: no file may become longer than this.
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
    found, _, errors = tree.run("--no-pch", before=limit)
    expect("full disk", (found, errors.count("cannot be written")), (plain, 1))
    assert not list(tree.cache.rglob("*.partial")), "half an entry is left"
    expect("afterwards", tree.run()[0], plain)
    found, numbers, _ = tree.run(env={"IRQLINT_CACHE_DIR": ""})
    expect("no cache", (found, numbers["facts_recalled"]), (plain, 0))


def together(tree: Tree):
    """Two runs at once, and one that is killed whenever, leave nothing broken."""
    plain = tree.plain()
    environment = {**os.environ, "IRQLINT_CACHE_DIR": str(tree.cache)}
    command = [tree.program, "check", "-p", str(tree.place), "-j2", "--rules", "all", "--preview", "--output"]
    runs = [subprocess.Popen([*command, f"json={tree.place}/{i}.json"], env=environment, cwd=tree.place,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for i in range(2)]
    for i, run in enumerate(runs):
        errors = run.communicate()[1]
        expect("two runs", (run.returncode, errors, (tree.place / f"{i}.json").read_text()), (1, b"", plain))
    for delay in (0.02, 0.1, 0.3, 0.8):
        tree.list([(name, f"{name}.c") for name in tree.names], [f"-DDELAY={delay}"])
        run = subprocess.Popen([*command, "json=/dev/null"], env=environment, cwd=tree.place,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(delay)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        expect(f"killed after {delay}", tree.run()[0], plain)


def names(tree: Tree):
    """The same file by several names, and twice."""
    (tree.place / "link.c").symlink_to("d0.c")
    plain_entries = [(name, f"{name}.c") for name in tree.names]
    tree.list([*plain_entries, ("d0", "d0.c"), ("d1", f"../{tree.place.name}/d1.c"), ("link", "./link.c")])
    expect("odd names", tree.run()[0], tree.plain())
    expect("odd names, warm", tree.run()[0], tree.plain())


def filtering(tree: Tree):
    """Only files that cannot have to do with interrupts are not parsed, and only in a run over everything."""
    plain = tree.plain("--no-filter")
    texts = {"none": "int none(int n) { return n; }\n",
             "comment": "/* request_irq() and irqreturn_t are for others */\nint comment(void) { return 0; }\n",
             "local": '#include "wrapper.h"\nint local(void) { return wrapper(); }\n',
             "annotated": "#include <shared/wrapper.h>\nint annotated(void) { return shared_wrapper(0); }\n",
             "silenced": "int silenced(void) { return 0; } /* NOLINT(irq-bad-return) */\n"}
    shared = tree.place / "include" / "shared"
    shared.mkdir(parents=True)
    (tree.place / "wrapper.h").write_text('#pragma once\n#include "inner.h"\n')
    (tree.place / "inner.h").write_text('#pragma once\n#include "wrapper.h"\nvoid free_irq(int, void *);\n'
                                        "static inline int wrapper(void) { free_irq(1, 0); return 0; }\n")
    (shared / "wrapper.h").write_text(
        '__attribute__((annotate("irqlint::line(failure=negative)"))) int shared_wrapper(int);\n')
    for name, text in texts.items():
        (tree.place / f"{name}.c").write_text(text)
    listed = [(name, f"{name}.c") for name in [*tree.names, *texts]]
    tree.list([*listed, ("gone", "gone.c")], ["-Iinclude"])
    done = subprocess.run([tree.program, "check", "-p", str(tree.place)], cwd=tree.place, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3 and "gone.c: error: cannot read" in done.stderr, done.stderr
    tree.list(listed, ["-Iinclude"])
    found, numbers, errors = tree.run("--no-cache", "--no-pch")
    expect("findings", found, plain)
    expect("skipped", (numbers["skipped"], numbers["parsed"]), (2, FILES + 3))
    assert "silenced.c:1: NOLINT(irq-bad-return) is of no use" in errors, errors
    expect("--no-filter", tree.run("--no-cache", "--no-pch", "--no-filter")[1]["parsed"], FILES + 5)
    expect("named", tree.run("--no-cache", "--no-pch", files=["none.c"])[1]["parsed"], 1)


def jobserver(tree: Tree):
    """Below make no more processes run than it has tokens for, and all tokens come back."""
    plain = tree.plain()
    fifo = tree.place / "fifo"
    os.mkfifo(fifo)
    ours = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    ends = os.pipe()
    for flags, out, into, passed in ((f" -j3 --jobserver-auth=fifo:{fifo}", ours, ours, ()),
                                     (f" -j3 --jobserver-auth={ends[0]},{ends[1]}", ends[0], ends[1], ends)):
        os.write(into, b"ab")
        found = tree.run("--no-cache", env={"MAKEFLAGS": flags}, passed=passed)[0]
        expect("findings below make", found, plain)
        expect("tokens", sorted(os.read(out, 10)), sorted(b"ab"))
    # Nothing to be had: one file after the other.
    expect("without tokens", tree.run("--no-cache", env={"MAKEFLAGS": f" --jobserver-auth=fifo:{fifo}"})[0], plain)
    for flags in (" --jobserver-auth=fifo:/nowhere", " --jobserver-auth=200,201", " --jobserver-auth=x"):
        expect(flags, tree.run("--no-cache", env={"MAKEFLAGS": flags})[0], plain)


def prune(tree: Tree):
    first = tree.run()[0]
    found, numbers, _ = tree.run(env={"IRQLINT_CACHE_SIZE": "0"})
    expect("pruned", (found, numbers["modules_recalled"]), (first, FILES))
    left = [file for file in tree.cache.rglob("*") if file.is_file() and file.name != "pruned"]
    expect("left after pruning", left, [])
    expect("after pruning", tree.run()[0], first)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("tests", nargs="*")
    args = parser.parse_args()
    tests = [ahead, faulty, again, directories, facts, recall, model, damage, unwritable, together, names, filtering,
             jobserver, prune]
    failed = 0
    for test in tests:
        if args.tests and test.__name__ not in args.tests:
            continue
        with tempfile.TemporaryDirectory() as place:
            try:
                files = Path(place).resolve() / "files"
                files.mkdir()
                test(Tree(args, files))
            except AssertionError as problem:
                print(f"{test.__name__}: {problem}", file=sys.stderr)
                failed += 1
    print(f"{failed} of {len(tests)} failed" if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
