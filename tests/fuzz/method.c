/*
 * Rules: whatever a contact's file says, each rule of the method answers, and
 * a row of ref-due is late exactly when it is due.
 */
#include <stdint.h>
#include <stdlib.h>

#include "ask.h"
#include "due.h"
#include "gap.h"
#include "mem.h"
#include "plan.h"
#include "score.h"
#include "thank.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char other[] =
    "name: Bob\nkind: partner\ntags: [x]\n"
    "referral: {by: ana, on: 2026-08-01, status: won, value: 100}\n"
    "deals: [{closed: 2026-09-01, status: closed, revenue: 100}]\n"
    "asks: [{on: 2026-09-01, script: open, result: yes}]\n";

static void
rules(const struct view *v, struct arena *a)
{
	struct due_list due = { .arena = a };
	struct debts debts = { .arena = a };
	struct gap_list gaps = { .arena = a };
	struct plan_month months[PLAN_MONTHS];
	const struct plan_task *t;
	struct ask_ready ready;
	size_t i, n;

	for (i = 0; i < v->people->n; i++) {
		due_scan(&due, &v->people->v[i], v);
		thank_debts(&debts, &v->people->v[i], v);
		ready = ask_ready(&v->people->v[i], v);
		(void)ask_evidence(&ready, a);
		(void)ask_script(&v->people->v[i], v);
	}
	for (i = 0; i < due.n; i++)
		if (due_by(&due.v[i], v->now) != (due.v[i].late >= 0) ||
		    due.v[i].who->archived != NO_DAY)
			abort();
	due_rank(&due);
	due_sort(&due);
	free(due.v);
	for (i = 0; i < debts.n; i++)
		(void)thank_suggest(&debts.v[i], v, a);
	gap_scan(&gaps, v);
	(void)score_segments(v, a, &n);
	(void)score_common(v, a, &n);
	(void)score_balance(v, a, &n);
	(void)ask_team(v, a, &n);
	plan_calendar(months, v->now.day, v);
	for (t = plan_launch; t->name != NULL; t++)
		if (t->count(v, NO_DAY).have > t->count(v, NO_DAY).want)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct arena a = { 0 };
	struct contact *v;
	struct people people;
	struct config config;
	struct view view = { &people, &config, when_instant(1792486800) };
	const struct node *root;
	struct error e = { 0 };

	if (zone_set(S("Europe/Berlin"), &e))
		abort();
	if (doc_read(&root, &a, text, "ana", &e) == 0) {
		v = arena_array(&a, 2, sizeof *v);
		config_decode(&config, NULL, &a, NULL, NULL);
		contact_decode(&v[0], S("ana"), S("ana"), root, &a, NULL, NULL);
		if (doc_read(&root, &a, slice_of(other), "bob", &e))
			abort();
		contact_decode(&v[1], S("bob"), S("bob"), root, &a, NULL, NULL);
		people_init(&people, v, 2, &a);
		rules(&view, &a);
	}
	arena_release(&a);
	return 0;
}
