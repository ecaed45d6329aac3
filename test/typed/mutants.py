# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Takes the promises of the typed registrations away, one at a time, and requires that their tests fail.

usage: mutants.py --build DIR [--compiler CLANG] [-j N] [NAME...]

A mutant is a small change of include/irqrt/ or runtime/typed/ that breaks one promise.  It has to compile, and one
of the test programs has to fail with it; a mutant that survives is a promise that nothing tests.  Without a change
all of them pass, which is tried first.  include/irqrt/README.md says which promise each mutant is about.
"""
from __future__ import annotations

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "headers"))
import check  # noqa: E402

PROGRAMS = ("test_typed", "test_typed_line", "test_slot")
HANGS_AFTER = 30


@dataclass
class Mutant:
    name: str
    file: str
    edits: tuple[tuple[str, str], ...]
    types: bool = False  # it is the compiler that has to notice: test/headers/typed.c


def source(name: str, file: str, *edits: tuple[str, str]) -> Mutant:
    return Mutant(name, f"runtime/typed/{file}.c", edits)


def header(name: str, file: str, *edits: tuple[str, str], types: bool = False) -> Mutant:
    return Mutant(name, f"include/irqrt/{file}.h", edits, types)


INIT = """	if (!error && wish->init) {
		error = wish->init(wish->data, wish->argument);
		initialised = !error;
	}
"""
REQUEST_LINE = """	if (!error)
		error = request_line(request, wish, &slot);
"""
WAIT_FOR_LINE = """	synchronize_irq(line->irq);
	return 0;
"""
UNDO = """		if (initialised && wish->drop)
			wish->drop(wish->data);
"""
NODE_REFERENCE = """!devres_destroy(slot->dev, release_node, is_node, slot))
		kref_put(&slot->owners, free_slot);
"""

MUTANTS = (
    # The slot.
    source("loser-does-not-wait", "devres_slot", ("\t\twait_for_completion(&slot->dropped);\n", "")),
    source("winner-does-not-say", "devres_slot", ("\tcomplete_all(&slot->dropped);\n", "")),
    source("users-are-not-waited-for", "devres_slot", ("\t\twait_for_completion(&slot->unused);\n", "\t\t;\n")),
    source("users-are-let-in-late", "devres_slot", ("!atomic_read(&slot->available) || ", "")),
    source("users-are-not-counted", "devres_slot", ("!refcount_inc_not_zero(&slot->users)", "false")),
    source("own-use-is-kept", "devres_slot", ("\tdevres_slot_release(slot);\n\t/* Mostly", "\t/* Mostly")),
    source("dropped-twice", "devres_slot", ("!atomic_xchg(&slot->available, 0)", "!atomic_xchg(&slot->available, 1)")),
    source("data-is-not-dropped", "devres_slot", ("\tslot->drop(slot->data);\n", "")),
    source("devres-has-no-reference", "devres_slot", ("\tkref_get(&slot->owners);\n", "")),
    source("devres-keeps-its-reference", "devres_slot",
           (NODE_REFERENCE, NODE_REFERENCE.splitlines()[0] + "\n\t\t;\n")),
    source("owner-keeps-its-reference", "devres_slot", ("\tkref_put(&slot->owners, free_slot);\n}\n\nstatic int",
                                                        "}\n\nstatic int")),
    source("node-stays-in-devres", "devres_slot", ("!devres_destroy(slot->dev, release_node, is_node, slot)",
                                                   "slot->node")),
    source("node-of-anybody", "devres_slot", ("return *(struct devres_slot **)resource == slot;",
                                              "return resource != slot;")),
    source("node-is-leaked", "devres_slot", ("\tdevres_free(slot->node);\n", "")),
    source("slot-is-leaked", "devres_slot", ("\tif (!slot->node) {\n\t\tkfree(slot);\n", "\tif (!slot->node) {\n")),
    source("slot-is-not-discarded", "devres_slot", ("\tdevres_free(slot->node);\n\tkfree(slot);\n",
                                                    "\tdevres_free(slot->node);\n")),
    source("failed-slot-keeps-data", "devres_slot", ("\t\tdrop(data);\n", "\t\t;\n")),
    source("slot-of-any-device", "devres_slot", ("slot->dev != dev", "!slot->dev")),
    source("slot-of-unbound-device", "devres_slot", ("\tint error = device_assert_bound(dev);\n\n\tif (!error && slot",
                                                     "\tint error = 0;\n\n\tif (!error && slot")),
    source("slot-for-unbound-device", "devres_slot", ("\tint error = device_assert_bound(dev);\n\n\tif (!error)\n",
                                                      "\tint error = 0;\n\n\tif (!error)\n")),
    # The line.
    source("line-is-not-freed", "pinned_line", ("\tfree_irq(line->irq, line);\n", "")),
    source("data-is-not-let-go", "pinned_line", ("\tirqrt_data_let_go(line->data);\n", "")),
    source("data-is-not-held", "pinned_line", ("\tirqrt_data_held(line->data);\n", "")),
    source("line-is-leaked", "pinned_line", ("\tirqrt_data_let_go(line->data);\n\tkfree(line);\n",
                                             "\tirqrt_data_let_go(line->data);\n")),
    source("failed-line-is-leaked", "pinned_line", ("free_line:\n\tkfree(line);\n", "free_line:\n")),
    source("failed-slot-stays", "pinned_line", ("\tdevres_slot_discard(*ret_slot);\n", "\t;\n")),
    source("request-is-not-consumed", "pinned_line", ("\trequest->consumed = true;\n", "")),
    source("consumed-request-is-granted", "pinned_line",
           ("if (irqrt_request_used(request->number) || request->consumed)", "if (!wish)")),
    source("copied-request-is-granted", "pinned_line", ("irqrt_request_used(request->number) || ", "")),
    source("storm-is-granted", "pinned_line", ("!wish->handler && !(wish->flags", "!wish && !(wish->flags")),
    source("bad-flags-are-granted", "pinned_line", ("!irq_flags_are_allowed(wish->flags)", "!wish")),
    source("unbound-device-is-granted", "pinned_line", ("return device_assert_bound(request->dev);", "return 0;")),
    source("handler-is-initialised-last", "pinned_line", (INIT, ""), (REQUEST_LINE, REQUEST_LINE + INIT)),
    source("handler-is-not-initialised", "pinned_line", (INIT, "")),
    source("error-of-init-is-lost", "pinned_line", (INIT, INIT.replace("error =", "initialised =").replace(
        "\t\tinitialised = !error;\n", ""))),
    source("failed-init-is-dropped", "pinned_line", ("initialised = !error;", "initialised = true;")),
    source("failure-keeps-data", "pinned_line", (UNDO, "\t\t(void)initialised;\n")),
    source("devres-comes-before-the-request", "pinned_line",
           ("\terror = request_threaded_irq(", "\tdevres_slot_publish(*ret_slot);\n\terror = request_threaded_irq("),
           ("\tirqrt_data_held(line->data);\n\tdevres_slot_publish(*ret_slot);\n",
            "\tirqrt_data_held(line->data);\n")),
    source("devres-is-not-told", "pinned_line", ("\tdevres_slot_publish(*ret_slot);\n", "")),
    source("error-of-request-is-lost", "pinned_line", ("\tif (error)\n\t\tgoto discard_slot;\n",
                                                       "\tif (error > 0)\n\t\tgoto discard_slot;\n")),
    source("line-has-no-data", "pinned_line", ("\t\tline->data = wish->data;\n", "\t\tline->data = NULL;\n")),
    source("line-has-no-device", "pinned_line", ("\t\tline->dev = request->dev;\n", "\t\tline->dev = NULL;\n")),
    source("line-is-completed-late", "pinned_line", ("\t\tline->ops = wish->ops;\n", ""),
           ("\tirqrt_data_held(line->data);\n", "\tline->ops = wish->ops;\n\tirqrt_data_held(line->data);\n")),
    source("cookie-is-shared", "pinned_line", ("wish->flags.bits, wish->name, line);",
                                               "wish->flags.bits, wish->name, line->dev);")),
    source("flags-are-lost", "pinned_line", ("wish->flags.bits, wish->name", "0, wish->name")),
    source("name-is-lost", "pinned_line", ("wish->flags.bits, wish->name", "wish->flags.bits, \"irq\"")),
    source("failed-registration-is-left-over", "pinned_line",
           ("\t*ret_registration = (struct irq_registration) { .self = NULL };\n", "\tslot = NULL;\n")),
    source("self-is-not-set", "pinned_line", ("\tret_registration->self = ret_registration;\n", "")),
    # The registrations.
    source("line-outlives-data", "registration",
           ("\tdevres_slot_drop(registration->slot);\n\tregistration->slot = NULL;\n", ""),
           ("\tregistration->self = NULL;\n",
            "\tdevres_slot_drop(registration->slot);\n\tregistration->self = NULL;\n")),
    source("registration-keeps-the-line", "registration", ("\tdevres_slot_drop(registration->slot);\n", "")),
    source("registration-keeps-data", "registration", ("\t\tregistration->drop(registration->data);\n", "\t\t;\n")),
    source("dropped-registration-is-there", "registration", ("\tregistration->self = NULL;\n", "")),
    source("copies-are-taken", "registration", ("registration->self != registration", "!registration->self")),
    source("absence-is-not-seen", "registration", ("\tif (!registration->self)\n\t\treturn -ENODEV;\n", "")),
    source("no-registration-is-dropped", "registration", ("!registration || check_pinned", "check_pinned")),
    source("synchronize-does-not-wait", "registration",
           ("\t\treturn (int)PTR_ERR(line);\n\tsynchronize_irq(line->irq);\n", "\t\treturn (int)PTR_ERR(line);\n")),
    source("synchronize-loses-the-error", "registration", ("\t\treturn (int)PTR_ERR(line);\n", "\t\treturn 0;\n")),
    source("try-synchronize-does-not-wait", "registration",
           ("\t\treturn -ENODEV;\n\tsynchronize_irq(line->irq);\n", "\t\treturn -ENODEV;\n")),
    source("try-synchronize-of-the-dropped", "registration",
           ("\tif (!line)\n\t\treturn -ENODEV;\n", "\tif (!line)\n\t\treturn 0;\n")),
    source("try-synchronize-keeps-its-use", "registration", ("\tdevres_slot_release(registration->slot);\n", "")),
    source("handler-is-another", "registration", ("NULL : registration->data;", "NULL : registration->slot;")),
    source("result-is-lost", "registration", ("return (irqreturn_t)ops->handle(line->data, line->dev);",
                                              "ops->handle(line->data, line->dev);\n\treturn IRQ_HANDLED;")),
    source("oneshot-lines-are-not-joined", "registration", ("\twish.flags.bits |= IRQF_COND_ONESHOT;\n", "")),
    source("default-handler-is-ours", "threaded_registration", ("ops->handle ? call_handler : NULL", "call_handler")),
    source("handler-is-never-asked", "threaded_registration", ("ops->handle ? call_handler : NULL", "NULL")),
    source("thread-calls-the-handler", "threaded_registration",
           ("(irqreturn_t)ops->handle_threaded(", "(irqreturn_t)(ops->handle ? (int)ops->handle(line->data, line->dev)"
                                                  " : 1) + 0 * (irqreturn_t)ops->handle_threaded(")),
    source("threaded-data-is-kept", "threaded_registration", ("\t\t.drop = ops->drop,\n", "")),
    source("data-is-kept", "registration", ("\t\t.drop = ops->drop,\n", "")),
    # Requests and devices.
    source("no-line-is-a-line", "request", ("if (irq <= 0)", "if (irq < 0)")),
    source("errno-is-a-line", "request", ("if (irq <= 0)", "if (irq == 0)")),
    source("errno-is-lost", "request", ("irq ? irq : -EINVAL", "-EINVAL")),
    source("request-has-no-device", "request", (".dev = dev, ", "")),
    source("always-the-first-line", "request", ("platform_get_irq(pdev, index)", "platform_get_irq(pdev, 0 * index)")),
    source("always-the-first-optional-line", "request", ("platform_get_irq_optional(pdev, index)",
                                                         "platform_get_irq_optional(pdev, 0 * index)")),
    source("always-the-same-name", "request", ("platform_get_irq_byname(pdev, name)",
                                               "platform_get_irq_byname(pdev, name ? \"\" : name)")),
    source("always-the-same-optional-name", "request", ("platform_get_irq_byname_optional(pdev, name)",
                                                        "platform_get_irq_byname_optional(pdev, name ? \"\" : name)")),
    source("every-device-is-bound", "bound", ("if (dev->driver)", "if (dev)")),
    # The headers.
    header("none-is-handled", "registration", ("IRQ_RET_NONE = IRQ_NONE", "IRQ_RET_NONE = IRQ_HANDLED")),
    header("handled-is-none", "registration", ("IRQ_RET_HANDLED = IRQ_HANDLED", "IRQ_RET_HANDLED = IRQ_NONE")),
    header("threaded-none-is-handled", "threaded_registration", ("_NONE = IRQ_NONE", "_NONE = IRQ_HANDLED")),
    header("threaded-handled-wakes", "threaded_registration", ("_HANDLED = IRQ_HANDLED", "_HANDLED = IRQ_WAKE_THREAD")),
    header("wake-is-handled", "threaded_registration",
           ("_WAKE_THREAD = IRQ_WAKE_THREAD", "_WAKE_THREAD = IRQ_HANDLED")),
    header("request-has-no-number", "request", ("return request->irq;", "return request->consumed;")),
    header("no-threaded-registration-is-dropped", "threaded_registration",
           ("registration ? &registration->base : (struct irq_registration *)0",
            "registration ? &registration->base : (struct irq_registration *)8")),
    header("threaded-handler-is-another", "threaded_registration",
           ("return irq_registration_handler(&registration->base);", "return registration->base.slot;")),
    header("threaded-synchronize-is-another", "threaded_registration",
           ("return irq_registration_synchronize(&registration->base, dev);", "return (int)(dev == (void *)0);")),
    header("threaded-try-synchronize-is-another", "threaded_registration",
           ("return irq_registration_try_synchronize(&registration->base);", "return registration == (void *)0;")),
    header("arc-takes-nothing", "arc", ("\t\tkref_get(&((type *)data)->kref);", "\t\t(void)data;")),
    header("arc-puts-nothing", "arc", ("\t\tkref_put(&((type *)data)->kref, release);",
                                       "\t\t(void)&((type *)data)->kref;")),
    header("box-is-not-dropped", "box", ("\t\tdrop((type *)data);", "\t\t(void)data;")),
    header("object-is-not-dropped", "define", ("\t\tdrop((type *)data);", "\t\t(void)data;")),
    header("object-is-not-initialised", "define", ("\t\treturn init((type *)data, argument);",
                                                   "\t\treturn (void)data, (void)argument, 0;")),
    header("object-is-another", "define", ("ops, &ret_object->handler, ", "ops, &ret_object->registration, ")),
    header("any-type-goes", "define",
           ("IRQRT_ASSERT(IRQRT_SAME_TYPE(__typeof__(&(function)), result (*)(__VA_ARGS__)), ",
            "IRQRT_ASSERT(1, "), types=True),
    header("any-flags-go-together", "flags", ("IRQ_FLAGS_REFUSED((a).bits | (b).bits))", "0)"), types=True),
    header("flags-are-numbers", "flags", ("typedef struct {\n\tunsigned long bits;\n} irq_flags_t;",
                                          "typedef unsigned long irq_flags_t;"), types=True),
    header("shared-comes-disabled", "flags", ("IRQ_FLAGS_HAS(bits, IRQF_SHARED | IRQF_NO_AUTOEN)", "0")),
    header("suspend-is-contradictory", "flags", ("IRQ_FLAGS_HAS(bits, IRQF_NO_SUSPEND | IRQF_COND_SUSPEND)", "0")),
    header("level-is-contradictory", "flags", ("IRQ_FLAGS_HAS(bits, IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW)", "0")),
    header("edge-and-level", "flags", ("((bits) & (IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING))", "0")),
    header("suspend-needs-nobody", "flags", ("(!(flags.bits & IRQF_COND_SUSPEND) || (flags.bits & IRQF_SHARED))", "1")),
    header("flags-are-not-joined", "flags", ("{ a.bits | b.bits }", "{ a.bits | (b.bits & 0) }")),
)


class Build:
    """Compiles and runs the test programs as the build directory does, but for what a mutant changes."""

    def __init__(self, directory: Path, compiler: str, work: Path):
        self.work, self.compiler = work, compiler
        self.archive = directory / "runtime" / "libirqrt.a"
        self.commands = {}
        for entry in json.loads((directory / "compile_commands.json").read_text()):
            words = shlex.split(entry["command"])
            self.commands[entry["file"]] = words[2 if words[0].endswith("ccache") else 1:]
        self.typed = sorted((ROOT / "runtime" / "typed").glob("*.c"))
        self.tests = [ROOT / "test" / "runtime" / f"{name}.c" for name in PROGRAMS]

    def compile(self, path: Path, text_of: Path, tree: Path, out: Path) -> str:
        """@text_of: the file in place of @path.  Returns: the compiler's complaint."""
        line = self.commands[str(path)]
        flags = [word for word in line[:line.index("-o")] if not word.startswith("-O") or path in self.typed]
        roots = [f"-I{tree / 'include'}", f"-I{tree / 'runtime'}", f"-I{path.parent}"]
        done = subprocess.run([self.compiler, *roots, *flags, "-g0", "-w", "-o", out, "-c", text_of],
                              capture_output=True, text=True)
        return done.stderr if done.returncode else ""

    def prepare(self) -> None:
        """The objects that a mutant of a source file does not change."""
        for path in (*self.typed, *self.tests):
            complaint = self.compile(path, path, ROOT, self.work / f"{path.stem}.o")
            if complaint:
                raise SystemExit(complaint)

    def fails(self, tree: Path, objects: dict[str, Path]) -> str:
        """Returns: the first test program that fails, and how; empty when none does."""
        typed = [objects[path.stem] for path in self.typed]
        for test in self.tests:
            program = tree / test.stem
            subprocess.run([self.compiler, *typed, objects[test.stem], self.archive, "-o", program], check=True)
            try:
                done = subprocess.run([program], capture_output=True, text=True, timeout=HANGS_AFTER)
            except subprocess.TimeoutExpired:
                return f"{test.stem} does not end"
            if done.returncode:
                return f"{test.stem}: {(done.stderr.strip().splitlines() or [done.returncode])[-1]}"
        return ""


def mutate(mutant: Mutant, tree: Path) -> Path:
    """Writes the mutant's tree.  Returns: the file that differs."""
    shutil.copytree(ROOT / "include" / "irqrt", tree / "include" / "irqrt")
    shutil.copytree(ROOT / "runtime" / "typed", tree / "runtime" / "typed")
    (tree / "include" / "kernel").symlink_to(ROOT / "include" / "kernel")
    changed = tree / mutant.file
    text = changed.read_text()
    for old, new in mutant.edits:
        if text.count(old) != 1:
            raise SystemExit(f"{mutant.name}: {mutant.file} has {text.count(old)} times: {old}")
        text = text.replace(old, new)
    changed.write_text(text)
    return changed


def run_one(build: Build, mutant: Mutant) -> tuple[Mutant, str]:
    """Returns: how it was noticed, or nothing."""
    with tempfile.TemporaryDirectory(dir=build.work) as directory:
        tree = Path(directory)
        changed = mutate(mutant, tree)
        if mutant.types:
            complaints = check.check_mistakes("clang-19", tree / "include" / "kernel")
            return mutant, complaints[0].splitlines()[0] if complaints else ""
        objects = {path.stem: build.work / f"{path.stem}.o" for path in (*build.typed, *build.tests)}
        affected = [path for path in (*build.typed, *build.tests)
                    if changed.suffix == ".h" or path.name == changed.name]
        for path in affected:
            text_of = tree / "runtime" / "typed" / path.name if path in build.typed else path
            objects[path.stem] = tree / f"{path.stem}.o"
            complaint = build.compile(path, text_of, tree, objects[path.stem])
            if complaint:
                raise SystemExit(f"{mutant.name} does not compile:\n{complaint}")
        return mutant, build.fails(tree, objects)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--compiler", default="clang-19")
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    wanted = [mutant for mutant in MUTANTS if not args.names or mutant.name in args.names]
    if len({mutant.name for mutant in MUTANTS}) != len(MUTANTS) or not wanted:
        raise SystemExit("mutants have no names, or the same")
    survivors = 0
    with tempfile.TemporaryDirectory() as directory:
        build = Build(args.build, args.compiler, Path(directory))
        build.prepare()
        plain = build.fails(Path(directory), {path.stem: build.work / f"{path.stem}.o"
                                              for path in (*build.typed, *build.tests)})
        if plain:
            raise SystemExit(f"without any mutant: {plain}")
        with ThreadPoolExecutor(args.j) as pool:
            for mutant, how in pool.map(lambda one: run_one(build, one), wanted):
                survivors += not how
                if args.names or not how:
                    print(f"{mutant.name}: {how or 'SURVIVES'}")
    print(f"{len(wanted)} mutants, {len(wanted) - survivors} killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
