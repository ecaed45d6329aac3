# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Short names for the commands of docs/ARCHITECTURE.md; CMake does the work.

KERNEL_DIR ?= $(HOME)/.cache/irqlint/kernel
KERNEL_VERSION ?= 6.12
KERNEL_ARCH ?= x86_64
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60

.PHONY: build test demo bench bench-lsp bench-peers bench-scale bench-witness kernel kernel-asan kernel-database \
	kernel-facts kernel-model kernel-kbuild kernel-witness vscode test-editors test-vscode new-rule sarif asan \
	fuzz tsan docs-api format clean

build:
	@sh test/setup.sh test/packages.txt
	@cmake --preset release -Wno-dev -Wno-deprecated --log-level=WARNING
	@cmake --build --preset release

test: build
	ctest --preset release

demo: build
	@sh test/demo/demo.sh build

# The sanitizers' build and tests.
asan:
	@sh test/setup.sh test/packages.txt
	cmake --preset asan -Wno-dev
	cmake --build --preset asan
	ctest --preset asan

# Bytes of any kind for what editors send to; what was interesting is kept in build/asan/fuzz.
fuzz:
	@sh test/setup.sh test/packages.txt
	cmake --preset asan -Wno-dev
	cmake --build --preset asan --target fuzz_lsp_frames fuzz_lsp_edits
	@for program in lsp_frames lsp_edits; do \
		mkdir -p build/asan/fuzz/$$program && \
		build/asan/test/fuzz_$$program -max_total_time=$(FUZZ_SECONDS) -len_control=0 -max_len=2000 \
			-dict=test/fuzz/lsp.dict -artifact_prefix=build/asan/fuzz/ \
			build/asan/fuzz/$$program || exit 1; \
	done

# Drivers on threads, for data races: more schedules than the tests draw.
tsan:
	@sh test/setup.sh test/packages.txt
	cmake --preset tsan -Wno-dev
	cmake --build --preset tsan
	ctest --preset tsan

# The API of include/irqrt/ as web pages; a warning is an error.
docs-api:
	@sh test/setup.sh docs/api/packages.txt
	@mkdir -p build
	doxygen docs/api/Doxyfile
	@echo "build/docs-api/html/index.html"

# Debian's kernel source as a compile database; minutes and some gigabytes.
kernel-database:
	@sh test/setup.sh test/kernel/packages.txt
	python3 test/kernel/prepare.py --dest $(KERNEL_DIR) --version $(KERNEL_VERSION) $(KERNEL_ARCH)

# What the model says of functions and records, against the trees that are there.
kernel-model:
	python3 test/kernel/model.py $(KERNEL_DIR)/*/src

# irqlint over every file of it that registers interrupts.
kernel: build kernel-database kernel-model
	python3 test/kernel/run.py --irqlint build/bin/irqlint --jobs $(JOBS) \
		$(KERNEL_DIR)/$(KERNEL_VERSION)

# Its small drivers, unmodified, on the simulated machine.
kernel-witness: build kernel-database
	python3 test/kernel/host.py --irqlint build/bin/irqlint --jobs $(JOBS) $(KERNEL_DIR)/$(KERNEL_VERSION)/src

# The checker in builds of it.
kernel-kbuild: build kernel-database
	python3 test/kernel/kbuild.py --irqlint build/bin/irqlint --source $(KERNEL_DIR)/$(KERNEL_VERSION)/src \
		--build $(KERNEL_DIR)/$(KERNEL_VERSION)/x86_64 --scratch $(KERNEL_DIR)/$(KERNEL_VERSION)/kbuild

# The kernel's files as facts, which the rules read without parsing.
kernel-facts: build
	@mkdir -p $(KERNEL_DIR)/facts
	build/bin/irqlint facts -j $(JOBS) -o $(KERNEL_DIR)/facts -p $(KERNEL_DIR)/$(KERNEL_VERSION)

# All rules with sanitizers on all these facts; findings are no failure, anything else is.
kernel-asan: kernel-facts
	cmake --preset asan -Wno-dev
	cmake --build --preset asan
	build/asan/bin/irqlint check -j $(JOBS) --rules all --preview --output json=build/asan/kernel.json \
		$(KERNEL_DIR)/facts/*.facts || test $$? -eq 1

# SARIF as Microsoft's validator sees it, with GitHub's rules; the validator comes from npm.
sarif: build
	@sh test/sarif.sh build/bin/irqlint $(HOME)/.cache/irqlint/npm

# Real editors against irqlint lsp; npm is taken as it is where it is there already.
test-editors: build
	@sh test/setup.sh test/editors/packages.txt
	@command -v npm >/dev/null || sh test/setup.sh test/editors/npm-packages.txt
	@npm install --silent --prefix $(HOME)/.cache/irqlint/npm-editors vscode-jsonrpc@10.0.0 \
		vscode-languageserver-protocol@3.18.5
	python3 test/editors/run.py --irqlint build/bin/irqlint \
		--modules $(HOME)/.cache/irqlint/npm-editors/node_modules

# The extension in VS Code's own user interface, in a browser without a screen; build/vscode-ui has pictures.
test-vscode: build vscode
	@sh test/setup.sh test/editors/vscode/packages.txt
	@sh test/editors/vscode/setup.sh $(HOME)/.cache/irqlint/vscode
	node test/editors/vscode/ui.js $(HOME)/.cache/irqlint/vscode build/irqlint.vsix build/bin/irqlint \
		build/vscode-ui

# The extension for VS Code, build/irqlint.vsix; its libraries come from npm, once.
vscode:
	@sh checker/editors/vscode/build.sh build

bench: build bench-witness
	python3 test/bench/bench.py --build build $(KERNEL_DIR)/$(KERNEL_VERSION)
	python3 test/bench/tree.py --build build --jobs $(JOBS) $(KERNEL_DIR)/$(KERNEL_VERSION)

# What other checkers cost for the same files; those that are installed.
bench-peers: build
	python3 test/bench/peers.py --build build $(KERNEL_DIR)/$(KERNEL_VERSION)

# Schedules a second of the simulated machine; needs no kernel tree.
bench-witness: build
	python3 test/bench/witness.py --irqlint build/bin/irqlint

# The language server on three of its files, as an editor sees it.
bench-lsp: build kernel-database
	python3 test/bench/lsp.py --build build $(KERNEL_DIR)/$(KERNEL_VERSION)

# Whether the rules' cost grows with the program or faster, on facts of a thousand files.
bench-scale: kernel-facts
	build/test/bench_scale $$(ls $(KERNEL_DIR)/facts/*.facts | head -n 1000)

new-rule:
	@test -n "$(NAME)" || { echo "usage: make new-rule NAME=irq-defect"; exit 2; }
	python3 checker/gen/new_rule.py $(NAME)

format:
	git ls-files '*.c' '*.h' '*.cpp' | grep -vE '^(include/kernel|test/lit|test/demo)/' | xargs clang-format-19 -i

clean:
	rm -rf build
