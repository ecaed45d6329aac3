// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "check.h"

#include "model/model.h"
#include "model/words.h"

#include <string.h>

static void primitives_are_sorted_and_unique(void)
{
	uint32_t count;
	const struct il_primitive *all = il_model_primitives(&count);

	CHECK(count > 100);
	for (uint32_t i = 1; i < count; i++)
		CHECK(strcmp(all[i - 1].name, all[i].name) < 0);
}

static void tables_are_sorted_and_unique(void)
{
	struct il_model *model = il_model_create();
	uint32_t count;
	const struct il_device_record *devices = il_model_devices(&count);

#define SORTED(member, type, word)                                                                                     \
	for (uint32_t i = 1; i < model->member.count; i++)                                                             \
		CHECK(strcmp(model->member.at[i - 1].name, model->member.at[i].name) < 0);
	IL_MODEL_TABLES(SORTED)
	for (uint32_t i = 1; i < count; i++)
		CHECK(strcmp(devices[i - 1].record, devices[i].record) < 0);
	const struct il_helper *helpers = il_model_helpers(&count);
	for (uint32_t i = 1; i < count; i++)
		CHECK(strcmp(helpers[i - 1].name, helpers[i].name) < 0);
	const struct il_word *words = il_model_words(&count);
	for (uint32_t i = 1; i < count; i++)
		CHECK(strcmp(words[i - 1].name, words[i].name) < 0);
	il_model_destroy(model);
}

static void tables_of_lives_are_sorted(void)
{
	uint32_t count;
	const struct il_pair *pairs = il_model_pairs(&count);

	for (int table = 0; table < IL_LIFE_TABLES; table++) {
		CHECK(il_model_life_name((enum il_life_table)table, 0));
		for (uint32_t i = 1; il_model_life_name((enum il_life_table)table, i); i++) {
			const char *before = il_model_life_name((enum il_life_table)table, i - 1);
			int order = strcmp(before, il_model_life_name((enum il_life_table)table, i));
			/* A function may do several things, and run several. */
			bool several = table == IL_LIFE_EFFECTS || table == IL_LIFE_RUNS;
			CHECK(order < 0 || (order == 0 && several));
		}
	}
	for (uint32_t i = 1; i < count; i++) {
		int order = strcmp(pairs[i - 1].first, pairs[i].first);
		CHECK(order < 0 || (order == 0 && strcmp(pairs[i - 1].second, pairs[i].second) < 0));
	}
}

static void effects_of_one_function_are_found_together(void)
{
	const struct il_effect *effect = il_model_effects("queue_work");

	CHECK(effect && effect->object == IL_OBJECT_WORKQUEUE && effect->kind == IL_EFFECT_USE);
	CHECK(il_effect_is_of(effect + 1, "queue_work") && effect[1].kind == IL_EFFECT_ARM);
	CHECK(!il_effect_is_of(effect + 2, "queue_work"));
	CHECK(!il_model_effects("queue_wor"));
	CHECK(il_model_releases("kfree") && !il_model_releases("destroy_workqueue"));
	CHECK(il_model_record("struct device") == IL_RECORD_GENERIC && il_model_record("card") == IL_RECORD_OWN);
}

static void every_request_has_a_handler(void)
{
	struct il_model *model = il_model_create();

	CHECK(model->requests.count > 5);
	for (uint32_t i = 0; i < model->requests.count; i++) {
		const struct il_request_api *api = &model->requests.at[i];
		CHECK(api->handler != IL_NO_ARGUMENT);
		CHECK(api->device == IL_NO_ARGUMENT || api->management == IL_MANAGED_BY_DEVICE);
	}
	il_model_destroy(model);
}

static void names_are_found_whole(void)
{
	struct il_model *model = il_model_create();

	CHECK(il_model_request(model, "request_irq")->cookie == 4);
	CHECK(il_model_request(model, "devm_request_threaded_irq")->thread == 3);
	CHECK(!il_model_request(model, "request_ir"));
	CHECK(!il_model_request(model, "request_irqs"));
	CHECK(il_model_primitive("READ_ONCE")->kind == IL_PRIMITIVE_VALUE);
	CHECK(!il_model_primitive(""));
	CHECK(il_model_device("struct i2c_client") == il_model_device("i2c_client"));
	CHECK(!il_model_device("i2c"));
	il_model_destroy(model);
}

static void users_add_and_replace(void)
{
	const struct il_model_setting wrapper[] = {
		{ "name", "acme_request" }, { "line", "1" },
		{ "handler", "2" },	    { "cookie", "3" },
		{ "management", "device" }, { "implied_flags", "IRQF_SHARED | IRQF_ONESHOT" }
	};
	const struct il_model_setting wrong[] = { { "name", "x" }, { "handler", "one" } };
	const struct il_model_setting missing[] = { { "name", "x" }, { "line", "1" } };
	struct il_model *model = il_model_create();
	uint32_t before = model->requests.count;
	char problem[128];

	CHECK(il_model_add(model, "request", wrapper, 6, problem, sizeof(problem)));
	CHECK(model->requests.count == before + 1);
	CHECK(il_model_request(model, "acme_request")->cookie == 3);
	CHECK(il_model_request(model, "acme_request")->thread == IL_NO_ARGUMENT);
	CHECK(il_model_request(model, "acme_request")->management == IL_MANAGED_BY_DEVICE);
	CHECK(il_model_request(model, "acme_request")->implied_flags == (IL_IRQF_SHARED | IL_IRQF_ONESHOT));
	CHECK(il_model_add(model, "request", wrapper, 6, problem, sizeof(problem)));
	CHECK(model->requests.count == before + 1);
	CHECK(!il_model_add(model, "request", wrong, 2, problem, sizeof(problem)));
	CHECK(strcmp(problem, "'one' is no value for 'handler'") == 0);
	CHECK(!il_model_add(model, "request", missing, 2, problem, sizeof(problem)));
	CHECK(strcmp(problem, "a request needs 'handler'") == 0);
	CHECK(!il_model_add(model, "thing", missing, 2, problem, sizeof(problem)));
	il_model_destroy(model);
}

static void annotations_are_entries(void)
{
	struct il_model *model = il_model_create();
	struct il_model *copy = il_model_copy(model);
	char problem[256];

	CHECK(il_model_annotate(copy, "f", "irqlint::free(line=0, cookie=1)", problem, sizeof(problem)));
	CHECK(il_model_free(copy, "f")->cookie == 1);
	CHECK(!il_model_free(model, "f"));
	CHECK(il_model_annotate(copy, "g", "somebody::else", problem, sizeof(problem)));
	CHECK(!il_model_annotate(copy, "g", "irqlint::free(colour=1)", problem, sizeof(problem)));
	il_model_destroy(copy);
	il_model_destroy(model);
}

static void versions_compare(void)
{
	uint32_t version;

	CHECK(il_kernel_from_text("6.12", &version) && version == IL_KERNEL(6, 12));
	CHECK(il_kernel_from_text("5.4.3-rc1", &version) && version < IL_KERNEL(5, 13));
	CHECK(!il_kernel_from_text("six", &version));
}

int main(void)
{
	RUN(primitives_are_sorted_and_unique);
	RUN(tables_are_sorted_and_unique);
	RUN(tables_of_lives_are_sorted);
	RUN(effects_of_one_function_are_found_together);
	RUN(every_request_has_a_handler);
	RUN(names_are_found_whole);
	RUN(users_add_and_replace);
	RUN(annotations_are_entries);
	RUN(versions_compare);
	return 0;
}
