// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The life of registrations: what happens to the things that a handler needs while its interrupt
 * can arrive.
 *
 * Functions in which an object's life begins (probe, open, attach ...) are walked with joint
 * states, entering what they call; where a registration is live and not masked, an abstract
 * interrupt may arrive after every event, so that what the handler needs is held against what is
 * ready by then.  From the states in which they succeed, the function that ends the life is
 * walked; then what is device-managed goes, newest first.
 *
 * What it does not model: masking in the device, and other callers at the same time.
 */
#ifndef IL_ENGINE_LIFE_H
#define IL_ENGINE_LIFE_H

#include "engine/need.h"
#include "engine/state.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
	IL_REGISTRATIONS_MAX = 32, /* of one unit; later ones are not followed */
	IL_PLACES_MAX = 256,	   /* things that happen to something; later ones are not told apart */
	IL_LIFE_CALLS_MAX = 12,	   /* calls inside each other that are entered */
	IL_HANDLERS_MAX = 10,	   /* functions that one request may register */
	IL_LIFE_STATES_MAX = 48,   /* at one block; what comes later is not followed */
	IL_FLAGS_MAX = 64,	   /* that are known at a time */
	IL_PLACE_WORDS = IL_PLACES_MAX / 64,
};

/* How a walk came to an event: calls, outermost first. */
struct il_route {
	uint32_t root; /* function */
	uint32_t calls[IL_LIFE_CALLS_MAX];
	uint32_t call_count;
};

struct il_registration {
	const struct il_request_api *api;
	uint32_t event, frame;
	struct il_route route;
	uint32_t device, line, cookie; /* terms */
	bool shared, managed, masked;
	bool wiring_known;
	uint32_t wired, source;		    /* set of il_wiring, and the event that looked the line up */
	bool in_loop;			    /* one of several, that a loop requests */
	bool of_device;			    /* by an operation that a core calls for each device */
	uint32_t handlers[IL_HANDLERS_MAX]; /* indexes of il_needs.handlers */
	uint32_t handler_count;
	uint32_t woken;			       /* set of the handlers that another wakes, if it sees fit */
	uint32_t first_bound[IL_HANDLERS_MAX]; /* their needs' places in terms of the request */
};

enum il_incident_kind {
	IL_INCIDENT_LATE,     /* made ready while the handler may run already */
	IL_INCIDENT_RELEASED, /* released while the handler may still run */
	IL_INCIDENT_HASTY,    /* cancelled while the handler can arm it again */
	IL_INCIDENT_LEFT,     /* armed by the handler and never cancelled */
	IL_INCIDENT_TAKEN,    /* the line is taken away while it is requested; no need */
	IL_INCIDENT_DARK,     /* the device is switched off while the handler asks its registers */
	IL_INCIDENT_SET,      /* what is told of affinity is set when the line is freed; no need */
};

struct il_incident {
	enum il_incident_kind kind;
	uint32_t registration;
	uint32_t need;	/* of il_needs.needs */
	uint32_t event; /* that makes ready, releases or cancels; 0: none */
	struct il_route route;
	uint32_t ending;  /* function that ends the life */
	uint32_t freed;	  /* event that frees the line later; 0: devres does */
	uint32_t setting; /* event that set what is left set */
	uint32_t popped;  /* event that gave devres what does it; 0: the driver does it */
	bool suspends;	  /* an operation does it that suspends the device */
	bool is_cookie;	  /* what is released is the memory that the cookie points to */
	bool exact;	  /* the two are the same by more than their types */
	bool quelled;	  /* the device seems to be told to be quiet before */
	bool elsewhere;	  /* a function whose body is not seen may free the line or cancel the work before */
	bool woken;	  /* in a thread that the handler wakes, if it sees fit */
	bool fleeting;	  /* there is hardly any time for it: the cure follows at once, or spares what runs already */
};

enum il_imbalance_kind {
	IL_IMBALANCE_LEFT,	      /* still requested at the end of a way */
	IL_IMBALANCE_NOT_HELD,	      /* freed where it is not requested */
	IL_IMBALANCE_TWICE,	      /* requested where it is requested already, with the same cookie */
	IL_IMBALANCE_OTHER_COOKIE,    /* freed with another cookie than requested */
	IL_IMBALANCE_OTHER_INTERFACE, /* freed by a function for other lines */
	IL_IMBALANCE_OTHER_FAMILY,    /* managed, and freed by hand, or the other way round */
};

/* Requests and frees of a line that do not go together on some way. */
struct il_imbalance {
	enum il_imbalance_kind kind;
	uint32_t registration;
	uint32_t event; /* that returns, or frees; 0: the end of @ending */
	uint32_t turn;	/* block whose test leads out; 0: not known */
	struct il_route route;
	uint32_t ending; /* function that ends the life; 0: the way out of the one that begins it */
	uint32_t freed;	 /* event that freed the line before; 0: none */
	bool elsewhere;	 /* a function whose body is not seen may free the line */
	bool named;	 /* no table says that the function begins a life, but its name */
};

struct il_life {
	struct il_engine *engine; /* borrowed */
	struct il_terms terms;
	struct il_graph graph;
	struct il_needs needs;
	IL_ARRAY(struct il_registration) registrations;
	IL_ARRAY(uint32_t) bound; /* places of needs in terms of a request */
	IL_ARRAY(struct il_incident) incidents;
	IL_ARRAY(struct il_imbalance) imbalances;
};

/*
 * Returns the life of the unit's registrations, walked once.  Borrowed from @engine.
 * Context: any.
 */
const struct il_life *il_life(struct il_engine *engine);
void il_life_destroy(struct il_life *life);

/* Returns the need of @incident. */
const struct il_need *il_incident_need(const struct il_life *life, const struct il_incident *incident);

/* Returns the handler function whose need @incident is about. */
uint32_t il_incident_handler(const struct il_life *life, const struct il_incident *incident);

#ifdef __cplusplus
}
#endif

#endif
