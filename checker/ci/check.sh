#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What the CI pieces beside this file run: the checker, with a report in each format that they want.
#
# IRQLINT           the command (default: irqlint)
# IRQLINT_OPTIONS   further options of check, such as --preview or -p DIR, with blanks between
# IRQLINT_BASE      revision whose findings are no news; empty: everything is reported
# IRQLINT_REPORTS   directory for the reports (default: irqlint-reports)
#
# usage: check.sh [FILE... -- FLAGS]
# Ends as irqlint does: 0 clean, 1 findings, 2 usage or nothing readable, 3 part not analysed.
set -eu
reports=${IRQLINT_REPORTS:-irqlint-reports}
mkdir -p "$reports"

# A forge checks out one commit; what the branch left has to be fetched.
base=${IRQLINT_BASE:-}
if [ -n "$base" ] && ! git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then
	git fetch --quiet --unshallow origin 2>/dev/null || git fetch --quiet origin
fi

set -- --output text --output "sarif=$reports/irqlint.sarif" --output "gitlab=$reports/irqlint.gitlab.json" \
	--output "junit=$reports/irqlint.junit.xml" --output "html=$reports/irqlint.html" \
	${base:+--new-from "$base"} "$@"
[ -z "${GITHUB_ACTIONS:-}" ] || set -- --output github "$@"
# shellcheck disable=SC2086 # options are words
exec "${IRQLINT:-irqlint}" check ${IRQLINT_OPTIONS:-} "$@"
