#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A test of netdev's NIPA: findings before the patch, which is HEAD, and with it.  The line for patchwork
# goes to file descriptor $DESC_FD.
#
# IRQLINT       the command (default: irqlint)
# DATABASE      compile_commands.json of the tree (default: compile_commands.json)
# Ends with 0: nothing new, 1: something is, 250: could not be told.
set -eu
irqlint=${IRQLINT:-irqlint} database=${DATABASE:-compile_commands.json}
work=$(mktemp -d)
head=$(git rev-parse HEAD)
branch=$(git symbolic-ref --quiet --short HEAD || echo "$head")
trap 'git checkout -q "$branch"; rm -rf "$work"' EXIT

describe() {
	echo "$1" >&"${DESC_FD:-2}"
}

# Only files that are compiled and are there before and after can be compared.
files=
for file in $(git diff --name-only --diff-filter=AM "$head~" "$head" -- '*.c'); do
	! grep -q "$file" "$database" || files="$files $file"
done
if [ -z "$files" ]; then
	describe "no source that is compiled is touched"
	exit 0
fi

run() {
	present=
	for file in $files; do
		[ ! -f "$file" ] || present="$present $file"
	done
	: >"$1"
	code=0
	# shellcheck disable=SC2086 # files are words
	[ -z "$present" ] || "$irqlint" check -p "$database" --output "json=$1" --output text $present >&2 || code=$?
	[ "$code" -le 1 ] || { describe "irqlint ended with $code"; exit 250; }
}
git checkout -q "$head~"
run "$work/before.json"
git checkout -q "$head"
run "$work/after.json"

code=0
"$irqlint" compare "$work/before.json" "$work/after.json" >&2 2>"$work/counts" || code=$?
[ "$code" -le 1 ] || { describe "irqlint compare ended with $code"; exit 250; }
describe "$(sed -n 's/^irqlint: //p' "$work/counts")"
exit "$code"
