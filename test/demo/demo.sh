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
printf '\nMore about a rule: %s/bin/irqlint explain irq-cookie-type\n' "$build"
exit $status
