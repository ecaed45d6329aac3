// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "check.h"

#include "model/model.h"

#include <string.h>

static void primitives_are_sorted_and_unique(void)
{
	uint32_t count;
	const struct il_primitive *all = il_model_primitives(&count);

	CHECK(count > 100);
	for (uint32_t i = 1; i < count; i++)
		CHECK(strcmp(all[i - 1].name, all[i].name) < 0);
}

static void requests_are_sorted_and_unique(void)
{
	uint32_t count;
	const struct il_request_api *all = il_model_requests(&count);

	CHECK(count > 5);
	for (uint32_t i = 1; i < count; i++)
		CHECK(strcmp(all[i - 1].name, all[i].name) < 0);
}

static void every_request_has_a_line_a_handler_and_a_cookie(void)
{
	uint32_t count;
	const struct il_request_api *all = il_model_requests(&count);

	for (uint32_t i = 0; i < count; i++) {
		CHECK(all[i].line != IL_NO_ARGUMENT);
		CHECK(all[i].handler != IL_NO_ARGUMENT);
		CHECK(all[i].cookie != IL_NO_ARGUMENT);
		CHECK(all[i].device != IL_NO_ARGUMENT || all[i].management == IL_MANAGED_BY_DRIVER);
	}
}

static void names_are_found_whole(void)
{
	CHECK(il_model_request("request_irq")->cookie == 4);
	CHECK(il_model_request("devm_request_threaded_irq")->thread == 3);
	CHECK(!il_model_request("request_ir"));
	CHECK(!il_model_request("request_irqs"));
	CHECK(il_model_primitive("READ_ONCE")->kind == IL_PRIMITIVE_VALUE);
	CHECK(!il_model_primitive(""));
}

int main(void)
{
	RUN(primitives_are_sorted_and_unique);
	RUN(requests_are_sorted_and_unique);
	RUN(every_request_has_a_line_a_handler_and_a_cookie);
	RUN(names_are_found_whole);
	return 0;
}
