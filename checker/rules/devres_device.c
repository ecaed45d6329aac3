// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A managed request names a device other than the one that is bound to the driver.
 *
 * Why:    devres releases the line when that device is unbound or goes away.  With another device
 *         this is too late, or never: the handler outlives the driver's data.
 * Model:  the device argument of managed requests: a copy of a device, the parent of the device
 *         that is being bound, or a class device of an old kernel, which no driver is ever bound to.
 * Bias:   silent when the unit ends a managed registration itself with devm_free_irq(), and about
 *         class devices unless the kernel is known to keep their resources.
 * Page:   docs/rules/irq-devres-device.md
 */
#include "engine/origin.h"
#include "rules/rule.h"

#include <string.h>

/*
 * device_del() releases the resources of a device that no driver is bound to since 6.6, and in the
 * stable series from this one on.
 */
#define CLASS_DEVICES_RELEASE IL_KERNEL(5, 10)

static bool frees_managed(const struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t f = 1; f < unit->functions.count; f++) {
		const struct il_free_api *api = il_model_free(engine->model, il_text(unit, unit->functions.at[f].name));
		if (api && api->management == IL_MANAGED_BY_DEVICE && il_group_of(&engine->calls, f).count)
			return true;
	}
	return false;
}

static bool class_devices_keep(const struct il_model *model)
{
	return model->kernel && model->kernel < CLASS_DEVICES_RELEASE;
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t device = request->value[IL_ARGUMENT_DEVICE];

	if (!il_request_takes(request->api, IL_ARGUMENT_DEVICE))
		return true;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, device)];
	if (p->op == IL_PATH_VARIABLE && unit->variables.at[p->symbol].kind == IL_VARIABLE_PARAM)
		return false;
	uint32_t copy = il_device_copy(engine, device), place = il_request_place(engine, request);
	const struct il_device_record *record = il_device_of(unit, device), *child = il_device_child(unit, device);
	uint32_t function = il_request_function(engine, request);
	if (copy)
		il_report(context, IL_CONFIDENCE_CERTAIN, place, function,
			  "the line is managed by a copy of a device, which nothing ever unbinds");
	else if (child && child->bound)
		il_report(context, IL_CONFIDENCE_LIKELY, place, function,
			  "the line is managed by the parent of the struct %s: it stays requested after the driver is "
			  "unbound",
			  child->record);
	else if (record && !record->bound && class_devices_keep(engine->model))
		il_report(context, IL_CONFIDENCE_LIKELY, place, function,
			  "the line is managed by the device of a struct %s, to which no driver is bound: it stays "
			  "requested until the last reference is dropped",
			  record->record);
	else
		return true;
	if (copy)
		il_note(context, unit->events.at[copy].place, il_event_function(engine, copy), "it is copied here");
	il_note_wrappers(context, request);
	il_report_end(context);
	return true;
}

IL_RULE(devres_device, context)
{
	if (!frees_managed(context->engine))
		il_each_request(context->engine, check, context);
}
