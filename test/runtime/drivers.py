# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs many small drivers, each with one defect or none, and compares the rules they are trapped by.

usage: drivers.py --irqlint PROGRAM [NAME...]

All are one driver of which a few statements differ: what the handler does, what happens before and
after the request, and what remove() does.  Twins without the defect are beside most of them.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HEAD = """#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/rwlock.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct card {
	spinlock_t lock;
	rwlock_t shared;
	struct rw_semaphore semaphore;
	struct mutex mutex;
	struct work_struct work;
	struct delayed_work delayed;
	struct timer_list timer;
	struct hrtimer precise;
	struct tasklet_struct tasklet;
	struct completion completion;
	wait_queue_head_t queue;
	int irq, count;
	int *buffer;
	void __iomem *regs;
};
"""

BODY = """
static irqreturn_t card_isr(int irq, void *cookie)
{{
	struct card *card = cookie;

	card->count++;
	{handler}
	return IRQ_HANDLED;
}}

static int card_probe(struct platform_device *pdev)
{{
	struct card *card = {allocate};
	int ret = -ENOMEM;

	if (!card)
		return -ENOMEM;
	card->irq = platform_get_irq(pdev, 0);
	if (card->irq < 0) {{
		ret = card->irq;
		goto out;
	}}
	{before}
	ret = {request};
	if (ret)
		goto out;
	{after}
	platform_set_drvdata(pdev, card);
	return 0;
out:
	{undo}
	return ret;
}}

static void card_remove(struct platform_device *pdev)
{{
	struct card *card = platform_get_drvdata(pdev);

	{remove}
}}

static struct platform_driver card_driver = {{ .probe = card_probe, .remove = card_remove,
.driver = {{ .name = "card" }} }};
module_platform_driver(card_driver);
"""

MANAGED = "devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL)"
PLAIN = "request_irq(card->irq, card_isr, 0, \"card\", card)"
FREE = "free_irq(card->irq, card);"
WORK = "static void work(struct work_struct *w) { container_of(w, struct card, work)->count++; }\n"
DELAYED = ("static void work(struct work_struct *w)"
           " { container_of(to_delayed_work(w), struct card, delayed)->count++; }\n")
TASKLET = "static void soft(struct tasklet_struct *t) { container_of(t, struct card, tasklet)->count++; }\n"
TIMER = "static void tick(struct timer_list *t) { container_of(t, struct card, timer)->count++; }\n"
PRECISE = ("static enum hrtimer_restart tick(struct hrtimer *t)"
           " { container_of(t, struct card, precise)->count++; return HRTIMER_NORESTART; }\n")
LOCKING_WORK = ("static void work(struct work_struct *w) { struct card *card = container_of(w, struct card, work);"
                " mutex_lock(&card->mutex); card->count++; mutex_unlock(&card->mutex); }\n")
LOCKING_THREAD = ("static irqreturn_t thread(int irq, void *cookie) { struct card *card = cookie;"
                  " mutex_lock(&card->mutex); card->count++; mutex_unlock(&card->mutex); return IRQ_HANDLED; }\n")
THREADED = "request_threaded_irq(card->irq, NULL, thread, IRQF_ONESHOT, \"card\", card)"
BUFFER = "card->buffer = kzalloc(64, GFP_KERNEL); if (!card->buffer) goto out;"
BUFFER_LATE = ("card->buffer = kzalloc(64, GFP_KERNEL);"
               " if (!card->buffer) { free_irq(card->irq, card); ret = -ENOMEM; goto out; }")


@dataclass
class Driver:
    rules: tuple[str, ...] = ()
    handler: str = ""
    before: str = ""
    request: str = PLAIN
    after: str = ""
    remove: str = FREE
    functions: str = ""
    allocate: str = "kzalloc(sizeof(*card), GFP_KERNEL)"
    undo: str = ""  # on the way out of a probe that fails

    def text(self) -> str:
        by_hand = not self.allocate.startswith("devm")
        undo = self.undo + ("kfree(card);" if by_hand else "")
        remove = self.remove + (" kfree(card);" if by_hand and "kfree(card)" not in self.remove else "")
        return HEAD + self.functions + BODY.format(handler=self.handler, allocate=self.allocate, before=self.before,
                                                   request=self.request, after=self.after, undo=undo, remove=remove)


OUTLIVES, LATE, UNSAFE = ("irq-deferred-work-outlives",), ("irq-used-before-init",), ("irq-unsafe-lock",)
SLEEPS = ("irq-sleep-in-handler",)

DRIVERS = {
    "plain": Driver(),
    "work-early": Driver(OUTLIVES, "schedule_work(&card->work);", "INIT_WORK(&card->work, work);", functions=WORK,
                         remove="cancel_work_sync(&card->work);" + FREE),
    "work": Driver((), "schedule_work(&card->work);", "INIT_WORK(&card->work, work);", functions=WORK,
                   remove=FREE + "cancel_work_sync(&card->work);"),
    "work-late": Driver(LATE, "schedule_work(&card->work);", after="INIT_WORK(&card->work, work);", functions=WORK,
                        remove=FREE + "cancel_work_sync(&card->work);"),
    "delayed-early": Driver(OUTLIVES, "schedule_delayed_work(&card->delayed, 5);",
                            "INIT_DELAYED_WORK(&card->delayed, work);", functions=DELAYED,
                            remove="cancel_delayed_work_sync(&card->delayed);" + FREE),
    "delayed": Driver((), "schedule_delayed_work(&card->delayed, 5);", "INIT_DELAYED_WORK(&card->delayed, work);",
                      functions=DELAYED, remove=FREE + "cancel_delayed_work_sync(&card->delayed);"),
    "tasklet-early": Driver(OUTLIVES, "tasklet_schedule(&card->tasklet);", "tasklet_setup(&card->tasklet, soft);",
                            functions=TASKLET.replace("->count", "->buffer[0]"),
                            after="card->buffer = kzalloc(64, GFP_KERNEL);"
                                  " if (!card->buffer) { free_irq(card->irq, card); tasklet_kill(&card->tasklet);"
                                  " ret = -ENOMEM; goto out; } enable_irq(card->irq);",
                            request=PLAIN.replace(", 0,", ", IRQF_NO_AUTOEN,"),
                            remove="kfree(card->buffer); tasklet_kill(&card->tasklet);" + FREE),
    "tasklet": Driver((), "tasklet_schedule(&card->tasklet);", "tasklet_setup(&card->tasklet, soft);",
                      functions=TASKLET, remove=FREE + "tasklet_kill(&card->tasklet);"),
    "timer-early": Driver(OUTLIVES, "mod_timer(&card->timer, jiffies + 10);", "timer_setup(&card->timer, tick, 0);",
                          functions=TIMER, remove="del_timer_sync(&card->timer);" + FREE),
    "timer": Driver((), "mod_timer(&card->timer, jiffies + 10);", "timer_setup(&card->timer, tick, 0);",
                    functions=TIMER, remove=FREE + "del_timer_sync(&card->timer);"),
    "timer-shut-early": Driver((), "mod_timer(&card->timer, jiffies + 10);", "timer_setup(&card->timer, tick, 0);",
                               functions=TIMER, remove="timer_shutdown_sync(&card->timer);" + FREE),
    "precise-early": Driver(OUTLIVES, "hrtimer_start(&card->precise, 1000, HRTIMER_MODE_REL);",
                            "hrtimer_init(&card->precise, 0, HRTIMER_MODE_REL); card->precise.function = tick;",
                            functions=PRECISE, remove="hrtimer_cancel(&card->precise);" + FREE),
    "precise": Driver((), "hrtimer_start(&card->precise, 1000, HRTIMER_MODE_REL);",
                      "hrtimer_init(&card->precise, 0, HRTIMER_MODE_REL); card->precise.function = tick;",
                      functions=PRECISE, remove=FREE + "hrtimer_cancel(&card->precise);"),
    "thread-lock": Driver(("irq-wait-under-lock",), before="mutex_init(&card->mutex); (void)card_isr;",
                          request=THREADED, functions=LOCKING_THREAD,
                          remove="mutex_lock(&card->mutex);" + FREE + "mutex_unlock(&card->mutex);"),
    "thread": Driver((), before="mutex_init(&card->mutex); (void)card_isr;", request=THREADED,
                     functions=LOCKING_THREAD, remove=FREE),
    "work-lock": Driver(("irq-wait-under-lock",), "schedule_work(&card->work);",
                        "INIT_WORK(&card->work, work); mutex_init(&card->mutex);", functions=LOCKING_WORK,
                        remove=FREE + "mutex_lock(&card->mutex); cancel_work_sync(&card->work);"
                                      " mutex_unlock(&card->mutex);"),
    "lock-bh": Driver(UNSAFE, "spin_lock(&card->lock); spin_unlock(&card->lock);", "spin_lock_init(&card->lock);",
                      after="spin_lock_bh(&card->lock); card->count = 0; spin_unlock_bh(&card->lock);"),
    "lock-irq": Driver((), "spin_lock(&card->lock); spin_unlock(&card->lock);", "spin_lock_init(&card->lock);",
                       after="spin_lock_irq(&card->lock); card->count = 0; spin_unlock_irq(&card->lock);"),
    "writer-interrupted": Driver(UNSAFE, "read_lock(&card->shared); read_unlock(&card->shared);",
                                 "rwlock_init(&card->shared);",
                                 after="write_lock(&card->shared); card->count = 0; write_unlock(&card->shared);"),
    "reader-interrupted": Driver(UNSAFE, "write_lock(&card->shared); write_unlock(&card->shared);",
                                 "rwlock_init(&card->shared);",
                                 after="read_lock(&card->shared); read_unlock(&card->shared);"),
    "readers-share": Driver((), "read_lock(&card->shared); read_unlock(&card->shared);",
                            "rwlock_init(&card->shared);",
                            after="read_lock(&card->shared); read_unlock(&card->shared);"
                                  " write_lock_irq(&card->shared); write_unlock_irq(&card->shared);"),
    "shared-late": Driver(LATE, "read_lock(&card->shared); read_unlock(&card->shared);",
                          after="rwlock_init(&card->shared);"),
    "semaphore": Driver(SLEEPS, "down_read(&card->semaphore); up_read(&card->semaphore);",
                        "init_rwsem(&card->semaphore);"),
    "semaphore-waits": Driver(("irq-wait-under-lock",), "schedule_work(&card->work);",
                              "INIT_WORK(&card->work, work); init_rwsem(&card->semaphore);",
                              functions="static void work(struct work_struct *w) { struct card *card ="
                                        " container_of(w, struct card, work); down_read(&card->semaphore);"
                                        " up_read(&card->semaphore); }\n",
                              remove=FREE + "down_write(&card->semaphore); cancel_work_sync(&card->work);"
                                            " up_write(&card->semaphore);"),
    "lock-late": Driver(LATE, "spin_lock(&card->lock); spin_unlock(&card->lock);",
                        after="spin_lock_init(&card->lock);"),
    "sleeps": Driver(SLEEPS, "msleep(1);"),
    "allocates": Driver(SLEEPS, "kfree(kmalloc(4, GFP_KERNEL));"),
    "allocates-atomic": Driver((), "kfree(kmalloc(4, GFP_ATOMIC));"),
    "mutex": Driver(SLEEPS, "mutex_lock(&card->mutex); mutex_unlock(&card->mutex);", "mutex_init(&card->mutex);"),
    "free-locked": Driver(("irq-sleeping-call-in-atomic",), before="spin_lock_init(&card->lock);",
                          remove="spin_lock(&card->lock);" + FREE + "spin_unlock(&card->lock);"),
    "free-twice": Driver(("irq-free-not-requested",), remove=FREE + FREE),
    "no-free": Driver(("irq-registration-leak",), allocate=MANAGED, remove="(void)card;"),
    "no-free-on-error": Driver(("irq-registration-leak",), allocate=MANAGED,
                               after="if (!devm_kzalloc(&pdev->dev, 64, GFP_KERNEL)) return -ENOMEM;"),
    "enabled-twice": Driver(("irq-enable-balance",), after="enable_irq(card->irq);"),
    "disabled-after": Driver(("irq-missing-no-autoen",), after="disable_irq(card->irq);"),
    "disabled-by-helper": Driver(("irq-missing-no-autoen",), after="stop(card);",
                                 functions="static void stop(struct card *card) { disable_irq(card->irq); }\n"),
    "comes-disabled": Driver((), request=PLAIN.replace(", 0,", ", IRQF_NO_AUTOEN,")),
    "requested-twice": Driver(("irq-duplicate-cookie",),
                              request="request_irq(card->irq, none, IRQF_SHARED, \"a\", card)",
                              functions="static irqreturn_t none(int irq, void *cookie) { return IRQ_NONE; }\n",
                              before="(void)card_isr;", remove=FREE + FREE,
                              after="ret = request_irq(card->irq, none, IRQF_SHARED, \"b\", card);"
                                    " if (ret) { free_irq(card->irq, card); goto out; }"),
    "name": Driver(("irq-unstable-name",), request="request_irq(card->irq, card_isr, 0, name, card)",
                   before="char *name = kasprintf(GFP_KERNEL, \"card%d\", 1); if (!name) goto out;"
                          " card->buffer = (int *)name;",
                   after="kfree(name);", undo="kfree(card->buffer);"),
    "unwritten": Driver(LATE, allocate="kmalloc(sizeof(*card), GFP_KERNEL)", after="card->count = 1;"),
    "driver-data": Driver(LATE, request="request_irq(card->irq, of_device, 0, \"card\", pdev)",
                          before="(void)card_isr;", remove="free_irq(card->irq, pdev);",
                          functions="static irqreturn_t of_device(int irq, void *cookie) { struct card *card ="
                                    " platform_get_drvdata(cookie); card->count++; return IRQ_HANDLED; }\n"),
    "completion": Driver(LATE, "complete(&card->completion);", after="init_completion(&card->completion);"),
    "wait-queue": Driver(LATE, "wake_up(&card->queue);", after="init_waitqueue_head(&card->queue);"),
    "buffer-late": Driver(LATE, "card->buffer[0]++;", after=BUFFER_LATE, remove=FREE + "kfree(card->buffer);"),
    "enabled-late": Driver((), "card->buffer[0]++;", after=BUFFER_LATE + "enable_irq(card->irq);",
                           request=PLAIN.replace(", 0,", ", IRQF_NO_AUTOEN,"), remove=FREE + "kfree(card->buffer);"),
    "buffer-early": Driver(("irq-freed-while-live",), "card->buffer[0]++;", BUFFER, undo="kfree(card->buffer);",
                           remove="kfree(card->buffer);" + FREE),
    "buffer": Driver((), "card->buffer[0]++;", BUFFER, undo="kfree(card->buffer);",
                     remove=FREE + "kfree(card->buffer);"),
    "mapping-early": Driver(("irq-freed-while-live",), "readl(card->regs);",
                            "card->regs = ioremap(0x1000, 0x100); if (!card->regs) goto out;",
                            undo="iounmap(card->regs);", remove="iounmap(card->regs);" + FREE),
    "cookie-early": Driver(("irq-freed-while-live",), remove="int irq = card->irq; kfree(card); free_irq(irq, card);"),
    "managed-early": Driver(("irq-devres-outlives",), "card->buffer[0]++;", BUFFER, undo="kfree(card->buffer);",
                            allocate=MANAGED,
                            request="devm_" + PLAIN.replace("(", "(&pdev->dev, ", 1), remove="kfree(card->buffer);"),
    "managed-late": Driver(("irq-devres-order",), "if (card->buffer) card->buffer[0]++;", allocate=MANAGED,
                           request="devm_" + PLAIN.replace("(", "(&pdev->dev, ", 1), remove="(void)card;",
                           after="card->buffer = devm_kzalloc(&pdev->dev, 64, GFP_KERNEL);"
                                 " if (!card->buffer) return -ENOMEM;"),
    "managed": Driver((), "card->buffer[0]++;", allocate=MANAGED, remove="(void)card;",
                      before="int *buffer = devm_kzalloc(&pdev->dev, 64, GFP_KERNEL); if (!buffer) goto out;"
                             " card->buffer = buffer;",
                      request="devm_" + PLAIN.replace("(", "(&pdev->dev, ", 1)),
    "not-waited": Driver(("irq-missing-synchronize",), "if (card->buffer) card->buffer[0]++;", BUFFER,
                         undo="kfree(card->buffer);",
                         remove="int *buffer = card->buffer; disable_irq_nosync(card->irq); card->buffer = NULL;"
                                " kfree(buffer);" + FREE),
    "waited": Driver((), "if (card->buffer) card->buffer[0]++;", BUFFER, undo="kfree(card->buffer);",
                     remove="int *buffer = card->buffer; disable_irq(card->irq); card->buffer = NULL;"
                            " kfree(buffer);" + FREE),
    "thread-waits": Driver(("irq-self-wait",), before="(void)card_isr;", request=THREADED,
                           functions="static irqreturn_t thread(int irq, void *cookie)"
                                     " { disable_irq(irq); return IRQ_HANDLED; }\n"),
}


def trapped_by(irqlint: str, driver: Driver, directory: Path, name: str) -> tuple[list[str], str]:
    path = directory / f"{name}.c"
    path.write_text(driver.text(), encoding="utf-8")
    done = subprocess.run([irqlint, "witness", "--json", str(path)], capture_output=True, text=True)
    rules = {json.loads(line).get("rule", "") for line in done.stdout.splitlines()} - {""}
    return sorted(rules), done.stderr if done.returncode not in (0, 1) else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--irqlint", required=True)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as directory:
        for name, driver in DRIVERS.items():
            if args.names and name not in args.names:
                continue
            rules, error = trapped_by(args.irqlint, driver, Path(directory), name)
            if rules == sorted(driver.rules) and not error:
                passed += 1
                continue
            failed += 1
            print(f"{name}: trapped by {rules or 'nothing'}, expected {sorted(driver.rules) or 'nothing'}\n{error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
