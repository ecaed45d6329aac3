#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs a command that must end with $CODE.
"$@"
code=$?
[ "$code" = "$CODE" ] || { echo "ended with $code, not $CODE: $*" >&2; exit 99; }
