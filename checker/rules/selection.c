// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/rule.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 128 };

static bool by_default(const struct il_rule *rule, bool preview)
{
	return !rule->off_by_default &&
	       (rule->status == IL_STATUS_STABLE || (preview && rule->status == IL_STATUS_PREVIEW));
}

static void start_with(struct il_selection *selection, bool all, bool some, bool preview)
{
	for (size_t i = 0; i < il_rule_count; i++)
		selection->enabled[i] =
			il_rule_runs(&il_rules[i]) && (all || (some && by_default(&il_rules[i], preview)));
}

/* Returns how many rules @glob names. */
static size_t turn(struct il_selection *selection, const char *glob, bool on)
{
	size_t matched = 0;

	for (size_t i = 0; i < il_rule_count; i++) {
		if (!il_rule_runs(&il_rules[i]) || fnmatch(glob, il_rules[i].name, 0) != 0)
			continue;
		selection->enabled[i] = on;
		matched++;
	}
	return matched;
}

static bool take_word(struct il_selection *selection, const char *word, bool first, bool preview)
{
	bool minus = word[0] == '-', plus = word[0] == '+';

	if (strcmp(word, "default") == 0 || strcmp(word, "all") == 0) {
		start_with(selection, strcmp(word, "all") == 0, true, preview);
		return true;
	}
	/* A list that begins with a plain name is the whole selection. */
	if (first)
		start_with(selection, false, minus || plus, preview);
	return turn(selection, word + (minus || plus), !minus) > 0;
}

static void explain_unknown(const char *name, char *ret_problem, size_t size)
{
	const struct il_rule *rule = il_rule_find(name);

	if (rule)
		snprintf(ret_problem, size, "rule '%s' is %s: nothing runs for it", name,
			 rule->status == IL_STATUS_PLANNED ? "planned" : "removed");
	else
		snprintf(ret_problem, size, "unknown rule '%s'; 'irqlint rules' lists all", name);
}

bool il_select_rules(struct il_selection *selection, const char *list, bool preview, char *ret_problem, size_t size)
{
	bool first = true;

	while (*list) {
		char word[WORD_MAX];
		size_t length = strcspn(list, ",");
		if (length >= sizeof(word)) {
			snprintf(ret_problem, size, "rule name is too long: '%.40s...'", list);
			return false;
		}
		memcpy(word, list, length);
		word[length] = '\0';
		if (!take_word(selection, word, first, preview)) {
			explain_unknown(word + (word[0] == '-' || word[0] == '+'), ret_problem, size);
			return false;
		}
		first = false;
		list += length + (list[length] == ',');
	}
	if (first) {
		snprintf(ret_problem, size, "the list of rules is empty");
		return false;
	}
	return true;
}
