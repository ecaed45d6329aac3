# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Loaded through lit.site.cfg.py of the build directory, which defines source, build and llvm.
import os
import shutil

import lit.formats

config.name = "irqlint"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".test"]  # suites beside the page tests
config.excludes = ["Inputs"]
config.environment["LC_ALL"] = "C"
config.environment["PATH"] = f"{config.llvm}/bin:" + os.environ["PATH"]
config.environment["IRQLINT_CACHE_DIR"] = ""  # what is tested here is not what an earlier run found
config.environment["ASAN_OPTIONS"] = "detect_leaks=0"

kernel_flags = f"-std=gnu11 -w -I{config.source}/include -I{config.source}/include/kernel"
substitutions = {
    "%irqlint": f"{config.build}/bin/irqlint",
    "%tidy": f"{config.llvm}/bin/clang-tidy --load={config.build}/lib/irqlint-tidy.so",
    "%clang_plugin": f"{config.llvm}/bin/clang -fplugin={config.build}/lib/irqlint-clang.so",
    "%clang": f"{config.llvm}/bin/clang",
    "%FileCheck": f"{config.llvm}/bin/FileCheck",
    "%not": f"{config.llvm}/bin/not",
    "%split": f"{config.llvm}/bin/split-file",
    "%witness": f"{config.python} {config.source}/test/witness.py --irqlint {config.build}/bin/irqlint",
    "%python": config.python,
    "%kflags": kernel_flags,
    "%source": config.source,
    "%build": config.build,
    "%lib": f"{config.build}/lib",
    "%llvm": f"{config.llvm}/bin",
}
# %verify FILE [options]: the flags go last.
verify = f"{config.python} {config.source}/test/verify.py --build {config.build} {config.fronts}"
config.substitutions = [(r"%verify (.*)$", rf"{verify} \1 -- {kernel_flags}")]
config.substitutions += sorted(substitutions.items(), key=lambda item: -len(item[0]))
if config.fronts == "":
    config.available_features.add("plugins")
for version in (14, 16, 22):
    if shutil.which(f"clang-tidy-{version}"):
        config.available_features.add("other-clang-tidy")
        config.substitutions.append(("%other_tidy", f"clang-tidy-{version}"))
        break
