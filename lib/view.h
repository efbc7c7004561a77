/*
 * view: what a rule of the method reads, and all that it reads.
 *
 * Rules are pure functions of the people, the configuration and now; they
 * never see a file or a clock.
 */
#ifndef REF_VIEW_H
#define REF_VIEW_H

#include "config.h"
#include "people.h"

struct view {
	const struct people *people;
	const struct config *config;
	struct when now;
};

#endif
