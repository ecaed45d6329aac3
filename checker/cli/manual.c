// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/manual.h"

#include "cli/command.h"

#include <string.h>

#define CHECK_EXIT "0 clean, 1 findings, 2 usage or nothing readable, 3 part not analysed, 130 interrupted"

#define WITH_FILE(id, letter, name, argument, help) { id, letter, name, argument, IL_TAKES_FILE, help }
#define WITH_TEXT(id, letter, name, argument, help) { id, letter, name, argument, IL_TAKES_TEXT, help }
#define SWITCH(id, name, help) { id, 0, name, NULL, IL_TAKES_TEXT, help }
#define END { 0, 0, NULL, NULL, IL_TAKES_TEXT, NULL }

#define SHARED_OPTIONS                                                                                                 \
	WITH_TEXT(IL_OPTION_JOBS, 'j', NULL, "N", "files at a time (default: processors)"),                            \
		{ IL_OPTION_RULES, 0,                                                                                  \
		  "rules",	   "LIST",                                                                             \
		  IL_TAKES_RULES,  "default, all, or names: irq-a,irq-b or +irq-a,-irq-b" },                           \
		SWITCH(IL_OPTION_PREVIEW, "preview", "preview rules as well"),                                         \
		{ IL_OPTION_CONFIDENCE, 0,                                                                             \
		  "confidence",		"LEVEL",                                                                       \
		  IL_TAKES_LEVEL,	"lowest that is reported: possible, likely (default) or certain" },            \
		WITH_FILE(IL_OPTION_MODEL, 0, "model", "FILE",                                                         \
			  "what functions of your own mean (YAML); may be repeated"),                                  \
		WITH_TEXT(IL_OPTION_KERNEL, 0, "kernel", "X.Y",                                                        \
			  "version the code is for (default: that of the built tree, or the newest)"),                 \
		{ IL_OPTION_OUTPUT,                                                                                    \
		  0,                                                                                                   \
		  "output",                                                                                            \
		  "FORMAT[=FILE]",                                                                                     \
		  IL_TAKES_FORMAT,                                                                                     \
		  "may be repeated (default: text); for people: text, html; for scripts: json; for CI: "               \
		  "sarif, gitlab, github, checkstyle, junit, rdjson, smatch" },                                        \
		WITH_TEXT(IL_OPTION_NEW_FROM, 0, "new-from", "REV",                                                    \
			  "only what has to do with lines that changed since the branch left REV"),                    \
		WITH_FILE(IL_OPTION_PATCH, 0, "patch", "FILE",                                                         \
			  "only what has to do with lines of a unified diff that is applied; - is standard input"),    \
		WITH_FILE(IL_OPTION_BASELINE, 0, "baseline", "FILE",                                                   \
			  "only what is not in FILE, which 'irqlint baseline create' writes"),                         \
		WITH_FILE(IL_OPTION_CONFIG, 0, "config", "FILE", "instead of the nearest irqlint.yaml of each file"),  \
		SWITCH(IL_OPTION_NO_CONFIG, "no-config", "no irqlint.yaml"),                                           \
		{ IL_OPTION_ROOT,                                                                                      \
		  0,                                                                                                   \
		  "root",                                                                                              \
		  "DIR",                                                                                               \
		  IL_TAKES_DIRECTORY,                                                                                  \
		  "what names of files in formats for CI are relative to (default: the git repository around the "     \
		  "working directory)" },                                                                              \
		SWITCH(IL_OPTION_NO_CACHE, "no-cache", "neither takes nor keeps what earlier runs found out"),         \
		SWITCH(IL_OPTION_NO_PCH, "no-pch", "parses each file without headers that are compiled ahead"),        \
		SWITCH(IL_OPTION_NO_FILTER, "no-filter",                                                               \
		       "parses files, too, whose text has nothing to do with interrupts"),                             \
		SWITCH(IL_OPTION_STATS, "stats", "what was looked at and which limits were hit, on standard error")

static const struct il_option check_options[] = {
	WITH_FILE(IL_OPTION_DATABASE, 'p', NULL, "DIR", "compile_commands.json, or the directory that holds it"),
	SHARED_OPTIONS,
	SWITCH(IL_OPTION_FIX, "fix", "mends in the sources what can be mended with certainty"),
	WITH_FILE(IL_OPTION_EXPORT_FIXES, 0, "export-fixes", "FILE",
		  "writes those fixes for clang-apply-replacements instead"),
	END,
};

static const struct il_option link_options[] = { SHARED_OPTIONS, END };

static const struct il_option kbuild_options[] = {
	SWITCH(IL_OPTION_WERROR, "werror", "findings stop the build"),
	SHARED_OPTIONS,
	END,
};

static const struct il_option compare_options[] = {
	{ IL_OPTION_OUTPUT, 0, "output", "FORMAT[=FILE]", IL_TAKES_FORMAT,
	  "as of 'irqlint check'; text, json and sarif have what is gone as well" },
	{ IL_OPTION_ROOT, 0, "root", "DIR", IL_TAKES_DIRECTORY,
	  "what names of files in formats for CI are relative to" },
	END,
};

static const struct il_option facts_options[] = {
	SWITCH(IL_FACTS_DUMP, "dump", "shows them, which is the default without -o"),
	WITH_FILE(IL_FACTS_OUTPUT, 'o', NULL, "FILE", "stores them in a file, or in a directory those of many files"),
	WITH_FILE(IL_FACTS_DATABASE, 'p', NULL, "DIR", "compile_commands.json, or the directory that holds it"),
	WITH_TEXT(IL_FACTS_JOBS, 'j', NULL, "N", "files at a time (default: processors)"),
	SWITCH(IL_FACTS_NO_PCH, "no-pch", "parses each file without headers that are compiled ahead"),
	END,
};

static const struct il_option lsp_options[] = {
	SWITCH(IL_LSP_STDIO, "stdio", "on standard input and output, which is the only way and need not be said"),
	WITH_FILE(IL_LSP_LOG, 0, "log", "FILE", "appends all messages to FILE"),
	WITH_TEXT(IL_LSP_PROXY, 0, "proxy", "SERVER",
	     "for editors that have one server a file: runs SERVER, such as clangd, with the ARGUMENTS, too, and makes "
	     "one of the two"),
	END,
};

static const struct il_option witness_options[] = {
	WITH_TEXT(0, 0, "bound", "I,P", "at most I interrupts and P preemptions in a schedule (default 2,1)"),
	WITH_TEXT(0, 0, "seeds", "N", "also N schedules drawn at random, with the same bound"),
	WITH_TEXT(0, 0, "seed", "S", "the first of them (default 0)"),
	WITH_TEXT(0, 0, "kernel", "X.Y", "semantics of this version (default 6.12)"),
	SWITCH(0, "every-access", "every access to memory is a point, also where nobody else can interfere"),
	SWITCH(0, "all-rules", "also what rules are about that are off by default"),
	WITH_FILE(0, 0, "device", "FILE", "what the device's registers answer, and how its interrupts are let through"),
	WITH_TEXT(0, 0, "replay", "TEXT", "only the schedule that TEXT tells; IRQRT_REPLAY does the same"),
	SWITCH(0, "threads",
	       "on threads that the thread sanitizer watches, for data races: N schedules drawn at random (default "
	       "1000) "
	       "of each life instead of all of them"),
	SWITCH(0, "json", "one JSON object a line"),
	SWITCH(0, "hash", "what the run looks like as a number, for comparing runs"),
	END,
};

static const struct il_option rules_options[] = { SWITCH(0, "json", "one JSON object a line"), END };

static const struct il_option explain_options[] = {
	WITH_TEXT(0, 0, "commit-msg", "FINGERPRINT",
		  "instead: the skeleton of a commit message for a finding of a file that --output json wrote"),
	END,
};

static const struct il_verb commands[] = {
	{ "baseline", "write down what is known, so that only the rest is reported",
	  "create|update|prune [options] [-p DIR] [FILE...]",
	  "Writes the findings of a run to a file (default: irqlint.baseline) that 'irqlint check --baseline' takes. "
	  "create makes it, update adds what is new and takes out what is gone, prune only takes out.",
	  check_options, "0, 2 usage or nothing readable, 3 part not analysed", il_command_baseline, IL_TAKES_FILE,
	  "create update prune" },
	{ "check", "check C files that register interrupt handlers",
	  "[options] FILE... -- FLAGS...\n[options] [-p DIR] [FILE...]",
	  "Checks C files that register interrupt handlers.  Flags come from behind '--' or from a "
	  "compile_commands.json; without FILEs every file in it is checked.",
	  check_options, CHECK_EXIT, il_command_check, IL_TAKES_FILE, NULL },
	{ "compare", "tell what is new and what is gone between two runs", "[options] OLD.json NEW.json",
	  "Compares the findings of two runs, written with --output json, by their fingerprints.", compare_options,
	  "0 nothing is new, 1 something is, 2 usage or nothing readable", il_command_compare, IL_TAKES_FILE, NULL },
	{ "completion", "write what a shell needs to complete commands and options", "bash|zsh|fish",
	  "Writes a script that the shell reads: source <(irqlint completion bash), or into the place where the shell "
	  "looks for such scripts.",
	  NULL, NULL, il_command_completion, IL_TAKES_TEXT, "bash zsh fish" },
	{ "config", "verify a configuration, or show which one a file has", "verify [FILE]\nshow SOURCE",
	  "Looks for mistakes in a configuration (default: irqlint.yaml), or tells which one holds for a source: the "
	  "nearest irqlint.yaml in its directory or above.",
	  NULL, NULL, il_command_config, IL_TAKES_FILE, "verify show" },
	{ "doctor", "tell whether what is installed works", "",
	  "Finds a known bug through each front door, runs a driver, and looks at the compile database and the "
	  "configuration of the working directory.",
	  NULL, "0, 1 something is broken, 2 usage", il_command_doctor, IL_TAKES_TEXT, NULL },
	{ "explain", "show the page of a rule", "RULE\n--commit-msg FINGERPRINT FINDINGS.json",
	  "Shows the page of a rule: what it reports and why, examples, how to silence it, what it does not see.",
	  explain_options, NULL, il_command_explain, IL_TAKES_RULES, NULL },
	{ "facts", "show what the checker sees of a file",
	  "[--dump] [-o FACTS] [-p DIR] FILE [-- FLAGS...]\n-o DIRECTORY [-j N] [-p DIR] [FILE...] [-- FLAGS...]\n"
	  "--dump FACTS",
	  "Shows or stores the facts of a C file, or shows stored ones.  'irqlint check' takes stored facts in place "
	  "of sources.",
	  facts_options, "0, 2 usage or nothing readable, 3 part not stored, 130 interrupted", il_command_facts,
	  IL_TAKES_FILE, NULL },
	{ "kbuild", "the CHECK command of a kernel build", "[options] FLAGS... FILE",
	  "make C=1 CHECK=\"irqlint kbuild [options]\" checks each source that is compiled (C=2: each source of what "
	  "is "
	  "made) on standard error, and leaves its facts beside the object; 'irqlint link' then looks at the files of "
	  "each module together.  The build goes on whatever is found.",
	  kbuild_options, "0; with --werror as of 'irqlint check'", il_command_kbuild, IL_TAKES_FILE, NULL },
	{ "link", "check what a kernel build has left, module by module", "[options] [DIRECTORY]",
	  "Checks the facts that 'irqlint kbuild' has left below a directory (default: the working directory), the "
	  "files of each module together.",
	  link_options, CHECK_EXIT, il_command_link, IL_TAKES_DIRECTORY, NULL },
	{ "lsp", "serve an editor", "[options]\n--proxy SERVER [options] [-- ARGUMENTS...]",
	  "Serves an editor that speaks the language server protocol on standard input and output: findings while "
	  "the code is written, quick fixes, and who can run when at each request of a line.  Editors start it.",
	  lsp_options, "0 after shutdown and exit, 1 when the editor is gone without, 2 usage", il_command_lsp,
	  IL_TAKES_TEXT, NULL },
	{ "man", "write a manual page", "[COMMAND|irqlint-rules]",
	  "Writes the manual page of irqlint, of one of its commands, or of all rules, for man -l and for packages.",
	  NULL, NULL, il_command_man, IL_TAKES_TEXT, "irqlint-rules" },
	{ "rules", "list the rules", "[--json]", "Lists the rules with severity, status and what they report.",
	  rules_options, NULL, il_command_rules, IL_TAKES_TEXT, NULL },
	{ "witness", "run a driver with its interrupts at every possible moment", "[options] FILE... [-- FLAGS]",
	  "Runs a driver on a simulated machine and lets its interrupts arrive at every possible moment: binds it to "
	  "a device, raises its lines, unbinds and rebinds it, lets each allocation, lookup and request fail.  FLAGS "
	  "are for the compiler.",
	  witness_options,
	  "0 survived, 1 trapped, 2 does not compile or usage, 3 a bound was hit before the end, 130 interrupted",
	  il_command_witness, IL_TAKES_FILE, NULL },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const struct il_verb *il_manual_at(size_t index)
{
	return index < COMMANDS ? &commands[index] : NULL;
}

const struct il_verb *il_manual_find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}
