#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# usage: manual.sh IRQLINT DIRECTORY
# Writes manual pages and completions below DIRECTORY, where they belong below share/.
set -eu
irqlint=$1 share=$2
bash=$share/bash-completion/completions zsh=$share/zsh/site-functions fish=$share/fish/vendor_completions.d
mkdir -p "$share/man/man1" "$share/man/man7" "$bash" "$zsh" "$fish"
"$irqlint" man >"$share/man/man1/irqlint.1"
"$irqlint" man irqlint-rules >"$share/man/man7/irqlint-rules.7"
for command in $("$irqlint" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	"$irqlint" man "$command" >"$share/man/man1/irqlint-$command.1"
done
"$irqlint" completion bash >"$bash/irqlint"
"$irqlint" completion zsh >"$zsh/_irqlint"
"$irqlint" completion fish >"$fish/irqlint.fish"
