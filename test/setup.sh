#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs the Debian packages of a list that are missing; quick and silent when none is.
#
# usage: setup.sh LIST
set -eu

list=$1
wanted=$(sed -e 's/#.*//' "$list" | tr -s ' \n' ' ')
missing=
for package in $wanted; do
	state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "setup: installing$missing"
run=
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "setup: error: not root and no sudo; install these packages:$missing" >&2
		exit 1
	fi
	run="sudo -n"
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $run apt-get update && $run env DEBIAN_FRONTEND=noninteractive \
	apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "setup: error: apt-get could not install:$missing" >&2
	exit 1
fi
