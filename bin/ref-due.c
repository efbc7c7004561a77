/*
 * ref-due: everything owed, by anyone to anyone.
 */
#include <stdlib.h>

#include "cli.h"
#include "plan.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the person to act on" },
	{ "due", CELL_WHEN, "by when: a day, or to the minute" },
	{ "late", CELL_INT, "whole days; negative: still to come" },
	{ "why", CELL_TEXT, "the reason, see REASONS" },
	{ "what", CELL_TEXT, "what to do" },
	{ "owner", CELL_TEXT, "who on the team acts" },
	{ "name", CELL_TEXT, "of the person" },
	{ "how", CELL_TEXT, "the channel: as preferred, else as fits" },
	{ "category", CELL_TEXT,
	    "education, personal, value, community or "
	    "recognition" },
	{ "personal", CELL_BOOL, "never by an automated message" },
	{ "about", CELL_TEXT, "the lead or referrer concerned" },
	{ "contract", CELL_TEXT, "the rule of the method" },
};

static const struct opt opts[] = {
	{ 'w', "within", "PERIOD", "also what comes due within PERIOD", false },
	{ 0, "why", "LIST", "only these reasons, separated by commas", false },
	{ 0, "owner", "WHO", "only what WHO of the team has to do", false },
	{ 0, "max", "N", "only the N most important, in that order", false },
	{ 0, "group", NULL, "one row for each person", false }, { 0 }
};

/* What the options leave of everything that is owed. */
struct wanted {
	struct when limit;
	struct slice owner; /* absent: anybody */
	int64_t max;        /* INT64_MAX: all */
	const bool *chosen; /* by position in the people */
	const struct people *people;
	bool rules[64]; /* by position in due_rules */
};

static int
read_rules(struct cli *c, struct wanted *w)
{
	struct slice rest = slice_of(cli_opt(c, "why"));
	const char *names[64] = { NULL };
	size_t i;

	for (i = 0; due_rules[i].name != NULL; i++) {
		w->rules[i] = rest.p == NULL;
		names[i] = due_rules[i].name;
	}
	while (rest.p != NULL) {
		struct slice name = slice_trim(slice_cut(&rest, ','));
		const struct due_rule *r = due_rule_find(name);
		const char *near = word_near(names, name);

		if (r == NULL)
			return cli_failf(c, ERR_USAGE,
			    "--why: no reason "
			    "'%.*s'%s%s%s",
			    SL(name), near != NULL ? "; did you mean '" : "",
			    near != NULL ? near : "", near != NULL ? "'?" : "");
		w->rules[r - due_rules] = true;
	}
	return 0;
}

static int
read_owner(struct cli *c, struct wanted *w)
{
	struct slice who = slice_of(cli_opt(c, "owner"));
	const struct config *f = cli_config(c);
	const struct member *m;

	w->owner = who;
	if (who.p == NULL || f->team.n == 0)
		return 0;
	if ((m = config_member(f, who)) == NULL)
		return cli_failf(c, ERR_USAGE,
		    "--owner: nobody in the team "
		    "of ref.yaml is '%.*s'",
		    SL(who));
	w->owner = m->id;
	return 0;
}

static int
read_wanted(struct cli *c, struct wanted *w)
{
	const struct contact *const *who;
	struct period ahead;
	bool *chosen;
	size_t i, n;

	if (read_rules(c, w) || read_owner(c, w) ||
	    cli_opt_int(c, "max", &w->max, INT64_MAX) ||
	    cli_opt_period(c, "within", &ahead, (struct period){ 0 }))
		return -1;
	if (w->max < 1)
		return cli_failf(c, ERR_USAGE, "--max: at least 1");
	w->limit = cli_now(c);
	if (cli_has(c, "within") && ahead.unit != 'n')
		w->limit = when_add(w->limit, ahead);
	if (cli_contacts(c, &who, &n))
		return -1;
	w->people = cli_people(c);
	chosen = arena_array(cli_arena(c), w->people->n, sizeof *chosen);
	for (i = 0; i < n; i++)
		chosen[who[i] - w->people->v] = true;
	w->chosen = chosen;
	return 0;
}

static bool
is_wanted(const struct due *d, const struct wanted *w)
{
	return w->chosen[d->who - w->people->v] &&
	    (w->owner.p == NULL || slice_eq(d->owner, w->owner));
}

static void
collect(struct cli *c, struct due_list *l, const struct wanted *w)
{
	struct view v = cli_view(c);
	size_t i, kept = 0;

	l->arena = cli_arena(c);
	l->until = &w->limit;
	l->only = w->rules;
	for (i = 0; i < v.people->n; i++)
		due_scan(l, &v.people->v[i], &v);
	for (i = 0; i < l->n; i++)
		if (is_wanted(&l->v[i], w))
			l->v[kept++] = l->v[i];
	l->n = kept;
	if (w->max == INT64_MAX)
		due_sort(l);
	else
		due_rank(l);
}

/* --- one row for each person --- */

static struct slice
joined(struct arena *a, struct slice list, const char *sep, struct slice more)
{
	return slice_printf(a, "%.*s%s%.*s", SL(list), sep, SL(more));
}

/* Fold row b into a of the same person: the earlier day, all that is to do. */
static void
fold(struct cell *a, const struct due *first, const struct due *d,
    struct arena *arena)
{
	if (!slice_is(a[3].u.text, d->rule->name) &&
	    slice_find(a[3].u.text, slice_of(d->rule->name)) == SIZE_MAX)
		a[3] = cell_text(
		    joined(arena, a[3].u.text, ",", slice_of(d->rule->name)));
	a[4] = cell_text(joined(arena, a[4].u.text, "; ", d->what));
	if (d->late > a[2].u.num) {
		a[1] = cell_when(d->due);
		a[2] = cell_int(d->late);
	}
	a[9].u.yes |= d->personal;
	if (d->about != first->about)
		a[10] = cell_none();
}

static void
cells_of(struct cell *out, const struct due *d)
{
	out[0] = cell_text(d->who->id);
	out[1] = cell_when(d->due);
	out[2] = cell_int(d->late);
	out[3] = cell_str(d->rule->name);
	out[4] = cell_text(d->what);
	out[5] = cell_text(d->owner);
	out[6] = cell_text(d->who->name);
	out[7] = d->how != 0 ? cell_str(word_of(how_words, d->how))
	                     : cell_none();
	out[8] = d->why != 0 ? cell_str(word_of(why_words, d->why))
	                     : cell_none();
	out[9] = cell_bool(d->personal);
	out[10] = d->about != NULL ? cell_text(d->about->id) : cell_none();
	out[11] = cell_str(d->rule->contract);
}

static enum out_tone
tone_of(int64_t late)
{
	return late > 0 ? TONE_LATE : late == 0 ? TONE_SOON : TONE_DIM;
}

static void
print_groups(struct cli *c, const struct due_list *l, int64_t max)
{
	bool *done = arena_array(cli_arena(c), l->n, sizeof *done);
	struct cell row[sizeof columns / sizeof *columns];
	size_t i, k;

	for (i = 0; i < l->n && max > 0; i++) {
		const struct due *d = &l->v[i];

		if (done[i])
			continue;
		cells_of(row, d);
		for (k = i + 1; k < l->n; k++)
			if (l->v[k].who == d->who) {
				fold(row, d, &l->v[k], cli_arena(c));
				done[k] = true;
			}
		cli_row(c, d->who, row, tone_of(row[2].u.num));
		max--;
	}
}

static void
print_rows(struct cli *c, const struct due_list *l, int64_t max)
{
	struct cell row[sizeof columns / sizeof *columns];
	size_t i;

	for (i = 0; i < l->n && (int64_t)i < max; i++) {
		cells_of(row, &l->v[i]);
		cli_row(c, l->v[i].who, row, tone_of(l->v[i].late));
	}
}

/* The month's theme above the morning's list, for people (contract 001.13). */
static void
print_theme(struct cli *c)
{
	struct slice theme;
	int y, m, d;

	if (!cli_tty(c))
		return;
	day_split(cli_now(c).day, &y, &m, &d);
	theme = plan_theme(cli_config(c), m);
	if (theme.n > 0)
		cli_printf(c, "This month: %.*s\n\n", SL(theme));
}

static int
run(struct cli *c)
{
	struct due_list l = { 0 };
	struct wanted w = { 0 };

	if (read_wanted(c, &w))
		return -1;
	collect(c, &l, &w);
	print_theme(c);
	if (cli_has(c, "group"))
		print_groups(c, &l, w.max);
	else
		print_rows(c, &l, w.max);
	free(l.v);
	return 0;
}

static const struct program program = {
	.name = "ref-due",
	.group = "daily",
	.brief = "everything owed, most overdue first",
	.synopsis = "[ID ...]",
	.takes = CLI_QUERY | CLI_PAST,
	.opts = opts,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.nusual = 7,
	.examples = {
		{ "ref-due --max 10", "the ten most important things now" },
		{ "ref-due -w 7d --why step,day",
		    "protocol steps and birthdays of the coming week" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
