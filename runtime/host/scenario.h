// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the host does with a driver: the lives it lets it lead, and how thoroughly each is searched. */
#ifndef IRQRT_HOST_SCENARIO_H
#define IRQRT_HOST_SCENARIO_H

#include "host/driver.h"

/* Schedules of a life that scenarios_walk() draws, unless the plan says how many. */
#define WALKS 1000u

/* What the user asked for. */
struct plan {
	struct bound bound;
	unsigned seeds;
	uint64_t seed;
	unsigned kernel;
	bool all_rules;
	bool every_access;
};

/* The life of @driver, as struct setting says; runs as the first task. */
void scenario_set(const struct driver *driver);

/* Searches all lives and adds what they showed to @verdict. */
void scenarios_search(struct search *search, const struct plan *plan, struct verdict *verdict);

/* Runs schedules of these lives that are drawn at random; where one takes long, all of them take too long. */
void scenarios_walk(struct search *search, const struct plan *plan, struct verdict *verdict);

/* A setting as text, and back; what a replay string begins with.  Returns: NULL, or what is wrong. */
void setting_format(const struct setting *setting, char *text, size_t size);
const char *setting_parse(const char *text, struct setting *ret_setting, const char **ret_rest);

#endif
