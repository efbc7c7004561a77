/*
 * ref-score: who is ready to refer.
 */
#include <stdio.h>

#include "record.h"
#include "score.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "total", CELL_INT, "readiness, 3 to 15" },
	{ "satisfaction", CELL_INT, "1 to 5, as recorded" },
	{ "relationship", CELL_INT, "1 to 5, as recorded" },
	{ "network", CELL_INT, "1 to 5, as recorded" },
	{ "priority", CELL_BOOL, "a total of priority_score or more" },
	{ "nps", CELL_INT, "the latest answer, 0 to 10" },
	{ "referrals", CELL_INT, "made by them, ever" },
	{ "name", CELL_TEXT, "of the contact" },
	{ "proposed", CELL_INT,
	    "total with proposals for what is not "
	    "recorded" },
};

static const struct column evidence_columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "part", CELL_TEXT, "satisfaction, relationship or network" },
	{ "recorded", CELL_INT, "1 to 5" },
	{ "proposed", CELL_INT, "1 to 5, from the evidence" },
	{ "evidence", CELL_TEXT, "what the proposal is made of" },
	{ "name", CELL_TEXT, "of the contact" },
};

static const struct column segment_columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "segment", CELL_TEXT, "as recorded" },
	{ "proposed", CELL_TEXT, "A, B or C" },
	{ "points", CELL_INT, "what the rank is made of" },
	{ "name", CELL_TEXT, "of the contact" },
};

static const struct column trait_columns[] = {
	{ "word", CELL_TEXT, "a trait or tag" },
	{ "lift", CELL_NUMBER, "so many times as frequent as among others" },
	{ "champions", CELL_INT, "of those who refer have it" },
	{ "of_champions", CELL_INT, "so many refer" },
	{ "others", CELL_INT, "of the others have it" },
	{ "of_others", CELL_INT, "so many others" },
};

static const struct column partner_columns[] = {
	{ "id", CELL_TEXT, "the partner" },
	{ "received", CELL_INT, "referrals from them" },
	{ "given", CELL_INT, "referrals to them" },
	{ "owed", CELL_INT, "received less given" },
	{ "received_value", CELL_MONEY, "revenue of those won" },
	{ "given_value", CELL_MONEY, "what ours brought them" },
	{ "last_given", CELL_DAY, "day of the last one given" },
	{ "name", CELL_TEXT, "of the partner" },
};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct opt opts[] = {
	{ 0, "evidence", NULL, "what speaks for each score, and a proposal",
	    false },
	{ 0, "segments", NULL, "propose A, B and C by rank", false },
	{ 0, "traits", NULL, "what those who refer have in common", false },
	{ 0, "partners", NULL,
	    "referrals given and received; whom to give "
	    "to first",
	    false },
	{ 0, "top", "N", "only the first N", false },
	{ 'n', "dry-run", NULL, "print the change as a diff, write nothing",
	    false },
	{ 'm', "message", "TEXT", "subject of the commit", false }, { 0 }
};

static struct cell
cell_score(int x)
{
	return x == INT_MIN ? cell_none() : cell_int(x);
}

/* --- reading --- */

/* Those chosen; of the whole book, without leads that became no clients. */
static int
chosen(struct cli *c, struct scored **out, size_t *n)
{
	const struct contact *const *who;
	struct view v;
	size_t i, all;

	if (cli_contacts(c, &who, &all))
		return -1;
	v = cli_view(c);
	*out = arena_array(cli_arena(c), all, sizeof **out);
	*n = 0;
	for (i = 0; i < all; i++)
		if (cli_nargs(c) > 0 || who[i]->kind != KIND_LEAD ||
		    contact_is_client(who[i]))
			score_of(&(*out)[(*n)++], who[i], &v, cli_arena(c));
	score_sort(*out, *n);
	return 0;
}

static int
list_scores(struct cli *c, size_t top)
{
	struct scored *v;
	size_t i, n;

	if (chosen(c, &v, &n))
		return -1;
	for (i = 0; i < n && i < top; i++) {
		const struct scored *s = &v[i];
		struct cell row[] = { cell_text(s->who->id),
			cell_score(s->total), cell_score(s->part[0].recorded),
			cell_score(s->part[1].recorded),
			cell_score(s->part[2].recorded), cell_bool(s->priority),
			cell_score(s->nps), cell_int((int64_t)s->referrals),
			cell_text(s->who->name), cell_score(s->proposed) };

		cli_row(c, s->who, row, s->priority ? TONE_GOOD : TONE_PLAIN);
	}
	return 0;
}

static int
list_evidence(struct cli *c, size_t top)
{
	struct scored *v;
	size_t i, n;
	int part;

	if (chosen(c, &v, &n))
		return -1;
	cli_columns(c, evidence_columns, LENGTH(evidence_columns));
	for (i = 0; i < n && i < top; i++)
		for (part = 0; part < SCORE_PARTS; part++) {
			const struct score_part *p = &v[i].part[part];
			struct cell row[] = { cell_text(v[i].who->id),
				cell_str(score_words[part]),
				cell_score(p->recorded),
				cell_score(p->proposed), cell_text(p->evidence),
				cell_text(v[i].who->name) };

			cli_row(c, v[i].who, row,
			    p->recorded == INT_MIN ? TONE_SOON : TONE_PLAIN);
		}
	return 0;
}

/* The contacts that operands and -e leave, as a set over the people. */
static int
chosen_set(struct cli *c, const bool **out)
{
	const struct contact *const *who;
	bool *set;
	size_t i, n;

	if (cli_contacts(c, &who, &n))
		return -1;
	set = arena_array(cli_arena(c), cli_people(c)->n, sizeof *set);
	for (i = 0; i < n; i++)
		set[who[i] - cli_people(c)->v] = true;
	*out = set;
	return 0;
}

static int
list_segments(struct cli *c, size_t top)
{
	struct segmented *v;
	struct view view;
	const bool *set;
	size_t i, n;

	if (chosen_set(c, &set))
		return -1;
	view = cli_view(c);
	cli_columns(c, segment_columns, LENGTH(segment_columns));
	v = score_segments(&view, cli_arena(c), &n);
	for (i = 0; i < n && i < top; i++) {
		struct cell row[] = { cell_text(v[i].who->id),
			cell_text(v[i].who->segment), cell_str(v[i].segment),
			cell_int(v[i].points), cell_text(v[i].who->name) };

		if (set[v[i].who - view.people->v])
			cli_row(c, v[i].who, row,
			    slice_is(v[i].who->segment, v[i].segment)
			        ? TONE_DIM
			        : TONE_PLAIN);
	}
	return 0;
}

static int
list_traits(struct cli *c, size_t top)
{
	struct common *v;
	struct view view;
	size_t i, n;

	view = cli_view(c);
	cli_columns(c, trait_columns, LENGTH(trait_columns));
	v = score_common(&view, cli_arena(c), &n);
	for (i = 0; i < n && i < top; i++) {
		struct cell row[] = { cell_text(v[i].word),
			v[i].others == 0 ? cell_none()
			                 : cell_number(v[i].lift, 1),
			cell_int((int64_t)v[i].champions),
			cell_int((int64_t)v[i].nchampions),
			cell_int((int64_t)v[i].others),
			cell_int((int64_t)v[i].nothers) };

		cli_row(c, NULL, row, TONE_PLAIN);
	}
	return 0;
}

static int
list_partners(struct cli *c, size_t top)
{
	struct balance *v;
	struct view view;
	const bool *set;
	size_t i, n;

	if (chosen_set(c, &set))
		return -1;
	view = cli_view(c);
	cli_columns(c, partner_columns, LENGTH(partner_columns));
	v = score_balance(&view, cli_arena(c), &n);
	for (i = 0; i < n && i < top; i++) {
		struct cell row[] = { cell_text(v[i].who->id),
			cell_int((int64_t)v[i].received),
			cell_int((int64_t)v[i].given), cell_int(v[i].owed),
			cell_money(v[i].received_value),
			cell_money(v[i].given_value), cell_day(v[i].last),
			cell_text(v[i].who->name) };

		if (set[v[i].who - view.people->v])
			cli_row(c, v[i].who, row,
			    v[i].owed > 0 ? TONE_LATE : TONE_PLAIN);
	}
	return 0;
}

/* --- recording --- */

/* ID and three numbers. */
static bool
is_record(const struct cli *c)
{
	int64_t x;
	size_t i;

	for (i = 1; i < 4; i++)
		if (cli_arg(c, i) == NULL ||
		    !slice_int(&x, slice_of(cli_arg(c, i))))
			return false;
	return cli_nargs(c) == 4;
}

static int
set_scores(struct cli *c, struct doc *doc)
{
	struct slice text;
	char path[32];
	struct buf day = { 0 };
	bool had = node_get(doc_root(doc), "score") != NULL;
	int i, rc = 0;

	day_put(&day, cli_now(c).day);
	if (!had) {
		text = slice_printf(cli_arena(c),
		    "{satisfaction: %s, "
		    "relationship: %s, network: %s, on: %s}",
		    cli_arg(c, 1), cli_arg(c, 2), cli_arg(c, 3),
		    buf_cstr(&day));
		rc = record_set(c, doc, "score", text.p);
	}
	for (i = 0; had && rc == 0 && i < SCORE_PARTS; i++) {
		snprintf(path, sizeof path, "score.%s", score_words[i]);
		rc = record_set(c, doc, path, cli_arg(c, (size_t)i + 1));
	}
	/* The day is of the judgement: the same one again keeps its day. */
	if (had && rc == 0 && doc_changed(doc))
		rc = record_set(c, doc, "score.on", buf_cstr(&day));
	buf_release(&day);
	return rc;
}

static int
record_scores(struct cli *c)
{
	const struct contact *const *who;
	struct txn *t;
	struct doc *doc;
	size_t i, n;

	if (record_pick(c, cli_arg(c, 0), &who, &n) || write_begin(c, &t))
		return -1;
	for (i = 0; i < n; i++)
		if (txn_edit(t, who[i]->id, &doc, cli_error(c)) ||
		    set_scores(c, doc))
			return write_fail(c, t);
	return write_end(c, t, "score");
}

static int
run(struct cli *c)
{
	int64_t top;

	if (is_record(c))
		return record_scores(c);
	if (cli_has(c, "dry-run") || cli_has(c, "message"))
		return cli_failf(c, ERR_USAGE,
		    "-n and -m go with ID and "
		    "three scores");
	if (cli_opt_int(c, "top", &top, INT64_MAX))
		return -1;
	if (top < 1)
		return cli_failf(c, ERR_USAGE, "--top: at least 1");
	if (cli_has(c, "evidence"))
		return list_evidence(c, (size_t)top);
	if (cli_has(c, "segments"))
		return list_segments(c, (size_t)top);
	if (cli_has(c, "traits"))
		return list_traits(c, (size_t)top);
	if (cli_has(c, "partners"))
		return list_partners(c, (size_t)top);
	return list_scores(c, (size_t)top);
}

static const struct program program = {
	.name = "ref-score",
	.group = "daily",
	.brief = "readiness to refer, with the evidence",
	.synopsis = "[ID ... | ID SATISFACTION RELATIONSHIP NETWORK]",
	.takes = CLI_QUERY,
	.opts = opts,
	.columns = columns,
	.ncolumns = LENGTH(columns),
	.nusual = 9,
	.examples = {
		{ "ref-score --top 20", "the sources to work first" },
		{ "ref-score --evidence siti-rahman",
		    "what speaks for each score" },
		{ "ref-score siti-rahman 5 4 4", "record what you think" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
