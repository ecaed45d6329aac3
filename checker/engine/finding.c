// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/finding.h"

#include "rules/rule.h"

#include <stdio.h>
#include <string.h>

static const char *const confidences[] = { "possible", "likely", "certain" };

const char *il_severity_name(enum il_severity severity)
{
	return severity == IL_SEVERITY_ERROR ? "error" : "warning";
}

const char *il_confidence_name(enum il_confidence confidence)
{
	return confidences[confidence];
}

bool il_confidence_from_name(const char *name, enum il_confidence *ret_confidence)
{
	for (int i = IL_CONFIDENCE_POSSIBLE; i <= IL_CONFIDENCE_CERTAIN; i++) {
		if (strcmp(name, confidences[i]) == 0) {
			*ret_confidence = (enum il_confidence)i;
			return true;
		}
	}
	return false;
}

uint64_t il_finding_fingerprint(const struct il_unit *unit, const struct il_finding *finding)
{
	const struct il_place *place = &unit->places.at[finding->main.place];
	const struct il_function *function = &unit->functions.at[finding->main.function];
	char text[2 * IL_MESSAGE_MAX];

	int length = snprintf(text, sizeof(text), "%s\n%s\n%s\n%s", finding->rule->name,
			      il_text(unit, unit->files.at[place->file].name), il_text(unit, function->name),
			      finding->main.message);
	size_t used = length < 0 ? 0 : (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1;
	return il_hash(text, used);
}
