#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# usage: build.sh BUILD
# Makes BUILD/irqlint.vsix.  npm's packages are fetched once, into BUILD; after that it works offline.
set -eu
mkdir -p "$1"
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$build/vscode

command -v npm >/dev/null || { echo "build.sh: npm is needed (apt-get install npm)" >&2; exit 2; }
mkdir -p "$work/src"
cp "$here"/src/*.js "$work/src/"
cp "$here/bundle.js" "$here/package.json" "$here/README.md" "$here/.vscodeignore" "$work/"
cd "$work"
if ! cmp -s "$here/package-lock.json" package-lock.json || ! [ -d node_modules ]; then
	rm -rf node_modules
	cp "$here/package-lock.json" .
	npm ci --silent --ignore-scripts || { rm -rf node_modules; exit 1; }
fi
node bundle.js
node_modules/.bin/vsce package --no-dependencies --skip-license --allow-missing-repository -o "$build/irqlint.vsix" \
	>vsce.log 2>&1 || { cat vsce.log >&2; exit 1; }
echo "$build/irqlint.vsix"
