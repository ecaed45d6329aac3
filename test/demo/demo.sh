#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs clang-tidy and irqlint over the buggy drivers beside this script and shows what they find.
#
# usage: demo.sh BUILD
set -eu

build=$1
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
flags="-std=gnu11 -I$here/../../include/kernel"
status=0

show() { printf '\n$ %s\n' "$*"; "$@" 2>&1 || true; }

for rule in shared-null-cookie cookie-type bad-return; do
	driver=$here/$(echo "$rule" | tr - _).c
	printf '\n== %s: %s\n' "irq-$rule" "$("$build"/bin/irqlint explain "irq-$rule" | sed -n '1s/^[^:]*: //p')"
	out=$(show clang-tidy-19 --quiet "--load=$build/lib/irqlint-tidy.so" '--checks=-*,irq-*' "$driver" -- $flags)
	printf '%s\n' "$out"
	case $out in *"[irq-$rule]"*) ;; *) echo "demo: error: clang-tidy did not report irq-$rule" >&2; status=1 ;; esac
	out=$(show "$build/bin/irqlint" check "$driver" -- $flags)
	printf '%s\n' "$out"
	case $out in *"[irq-$rule]"*) ;; *) echo "demo: error: irqlint did not report irq-$rule" >&2; status=1 ;; esac
done
printf '\nMore about a rule: %s/bin/irqlint explain irq-cookie-type\n' "$build"
exit $status
