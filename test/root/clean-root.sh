#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs the README's two commands in a clean root of Debian bookworm, made by debootstrap.
#
# usage: clean-root.sh DIRECTORY      (as root; DIRECTORY must not exist; it is removed afterwards)
set -eu

root=${1:?usage: clean-root.sh DIRECTORY}
source=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
[ ! -e "$root" ] || { echo "clean-root: error: $root exists" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "clean-root: error: debootstrap is missing" >&2; exit 2; }

mirror=$(sed -n 's/^deb .*\(https\{0,1\}:[^ ]*\) bookworm main.*/\1/p; s/^URIs: *//p' \
	/etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
cleanup() {
	umount "$root/proc" "$root/dev" 2>/dev/null || true
	rm -rf "$root"
}
trap cleanup EXIT
debootstrap --variant=minbase bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >/dev/null
# How this machine reaches its packages.
cp -a /etc/apt/. "$root/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
for file in /usr/local/share/ca-certificates /etc/ssl/certs; do
	[ ! -d "$file" ] || { mkdir -p "$root$file"; cp -aL "$file/." "$root$file/"; }
done
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/src"
(cd "$source" && git ls-files -co --exclude-standard -z | xargs -0 tar -cf -) | tar -xf - -C "$root/src"

run() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
	http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" sh -c "$1"; }
run 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq make git >/dev/null'
status=0
for target in demo test; do
	if run "cd /src && make $target"; then
		echo "clean-root: make $target: PASS"
	else
		echo "clean-root: make $target: FAIL"
		status=1
	fi
done
exit $status
