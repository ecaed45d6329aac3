// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint rules and irqlint explain: the rule pages, offline. */
#include "cli/command.h"
#include "cli/manual.h"
#include "rules/rule.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *const statuses[] = { "planned", "preview", "stable", "removed" };

static void write_json(const struct il_rule *rule)
{
	json_t *object =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s}", "name", rule->name, "summary", rule->summary,
			  "family", rule->family, "severity", il_severity_name(rule->severity), "status",
			  statuses[rule->status], "default", rule->status == IL_STATUS_STABLE && !rule->off_by_default,
			  "since", rule->since, "origin", rule->origin);

	json_dumpf(object, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(object);
}

int il_command_rules(int count, char **words)
{
	bool json = count == 2 && strcmp(words[1], "--json") == 0;

	if (count > 2 || (count == 2 && !json))
		return il_usage(il_manual_find("rules"), count, words);
	for (size_t i = 0; i < il_rule_count; i++) {
		const struct il_rule *rule = &il_rules[i];
		if (!il_rule_runs(rule))
			continue;
		if (json)
			write_json(rule);
		else
			printf("%-28s %-8s %-8s %s\n", rule->name, il_severity_name(rule->severity),
			       statuses[rule->status], rule->summary);
	}
	return IL_EXIT_CLEAN;
}

int il_command_explain(int count, char **words)
{
	if (count == 4 && strcmp(words[1], "--commit-msg") == 0)
		return il_commit_message(words[2], words[3]);
	if (count != 2 || words[1][0] == '-')
		return il_usage(il_manual_find("explain"), count, words);
	const struct il_rule *rule = il_rule_find(words[1]);
	if (!rule)
		return il_usage_error("unknown rule '%s'; 'irqlint rules' lists all", words[1]);
	printf("%s: %s\n", rule->name, rule->summary);
	printf("%s, %s, family %s, since %s\nstated in %s\n", il_severity_name(rule->severity), statuses[rule->status],
	       rule->family, rule->since, rule->origin);
	if (rule->status == IL_STATUS_PLANNED)
		printf("\nNothing is reported by this rule yet; 'irqlint witness' traps what it is about.\n");
	printf("\nWhat it does\n\n%s\n", rule->what);
	printf("\nWhy it is a bug\n\n%s\n", rule->why);
	printf("\nReported\n\n%s\n\nNot reported\n\n%s\n", rule->example_bad, rule->example_good);
	printf("\nHow to silence it\n\n%s\n", rule->silence);
	printf("\nWhat it does not see\n\n%s\n", rule->blind);
	return IL_EXIT_CLEAN;
}
