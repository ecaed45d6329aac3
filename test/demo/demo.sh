#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs clang-tidy and irqlint over the buggy drivers beside this script and shows what they find, and
# runs one of them on the simulated machine.
#
# usage: demo.sh BUILD
set -eu

build=$1
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
flags="-std=gnu11 -I$here/../../include/kernel"
status=0

show() { printf '\n$ %s\n' "$*"; "$@" 2>&1 || true; }

reported() {
	case $3 in
	*"[irq-$2]"*) ;;
	*) echo "demo: error: $1 did not report irq-$2" >&2; status=1 ;;
	esac
}

for rule in shared-null-cookie cookie-type bad-return; do
	driver=$here/$(echo "$rule" | tr - _).c
	summary=$("$build/bin/irqlint" explain "irq-$rule" | sed -n '1s/^[^:]*: //p')
	printf '\n== irq-%s: %s\n' "$rule" "$summary"
	plugin=$build/lib/irqlint-tidy.so
	out=$(show clang-tidy-19 --quiet "--load=$plugin" '--checks=-*,irq-*' "$driver" -- $flags)
	printf '%s\n' "$out"
	reported clang-tidy "$rule" "$out"
	out=$(show "$build/bin/irqlint" check "$driver" -- $flags)
	printf '%s\n' "$out"
	reported irqlint "$rule" "$out"
done
driver=$here/devres_outlives.c
printf '\n== irq-devres-outlives, read and run: %s\n' \
	"$("$build/bin/irqlint" explain irq-devres-outlives | sed -n '1s/^[^:]*: //p')"
out=$(show "$build/bin/irqlint" check --preview "$driver" -- $flags)
printf '%s\n' "$out"
reported irqlint devres-outlives "$out"
out=$(show "$build/bin/irqlint" witness "$driver")
printf '%s\n' "$out"
case $out in
*": irq-devres-outlives: "*) ;;
*) echo "demo: error: irqlint witness was not trapped by irq-devres-outlives" >&2; status=1 ;;
esac
printf '\nMore about a rule: %s/bin/irqlint explain irq-cookie-type\n' "$build"
exit $status
