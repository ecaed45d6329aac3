#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# usage: sarif.sh IRQLINT DIRECTORY
# Validates the SARIF of the bundled drivers' findings; the validator is kept in DIRECTORY.
set -eu
irqlint=$1 directory=$2
root=$(cd "$(dirname "$0")/.." && pwd)

command -v npm >/dev/null || { echo "sarif.sh: npm is needed (apt-get install npm)" >&2; exit 2; }
mkdir -p "$directory"
[ -d "$directory/node_modules/@microsoft/sarif-multitool" ] ||
	npm install --silent --prefix "$directory" @microsoft/sarif-multitool@5
validator=$(find "$directory/node_modules" -name Sarif.Multitool -type f | head -n 1)
chmod u+x "$validator"

"$irqlint" check --preview --output "sarif=$directory/demo.sarif" "$root"/test/demo/*.c -- \
	-std=gnu11 -w "-I$root/include/kernel" || [ $? -eq 1 ]
"$validator" validate "$directory/demo.sarif" --rule-kind 'Sarif;Ghas' --level 'Error;Warning' >"$directory/log"
# There is no public page of the project to name, which SARIF2005 asks for.
if grep -E ': (error|warning) ' "$directory/log" | grep -v 'SARIF2005.*informationUri'; then
	exit 1
fi
grep -q 'Analysis completed successfully' "$directory/log"
echo "sarif.sh: valid by SARIF's and GitHub's rules"
