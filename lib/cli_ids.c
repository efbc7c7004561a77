#include "cli_in.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

#include "banned.h"

enum { MAX_STDIN = 64 << 20, MAX_CANDIDATES = 20 };

/* --- reading the book --- */

/* Files that could not be read whole: one warning each.  A query that had to
 * do without them is only partly done. */
int
load_people(struct cli *c)
{
	const struct error *e;
	size_t n;

	if (c->loaded)
		return 0;
	if (book_load(c->book, &c->error))
		return cli_fail(c, NULL);
	c->loaded = true;
	e = book_problems(c->book, &n);
	for (size_t i = 0; i < n; i++) {
		char text[sizeof e->file + sizeof e->msg + 32];

		error_text(text, sizeof text, &e[i]);
		say(c, slice_of(text));
	}
	if (n && !(c->takes & CLI_WRITE))
		cli_status(c, 4);
	return 0;
}

const struct people *
cli_people(struct cli *c)
{
	static const struct people nobody;

	return load_people(c) ? &nobody : book_people(c->book);
}

/* --- ids typed, and from stdin --- */

/* Step over a JSON string that starts at s[i]; the index after it. */
static size_t
json_skip_text(struct slice s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.n ? i + 1 : s.n;
}

static size_t
skip_blanks(struct slice s, size_t i)
{
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i;
}

/* The text under "id" of one JSON object; absent when it has none.  An id
 * needs no escape, so the bytes between the quotes are the id. */
static struct slice
json_id(struct slice s)
{
	unsigned depth = 0;

	for (size_t i = 0; i < s.n;) {
		size_t start = i, end;

		if (s.p[i] == '{' || s.p[i] == '[')
			depth++;
		else if ((s.p[i] == '}' || s.p[i] == ']') && depth)
			depth--;
		if (s.p[i] != '"') {
			i++;
			continue;
		}
		i = json_skip_text(s, i);
		end = skip_blanks(s, i);
		if (depth != 1 || end >= s.n || s.p[end] != ':' ||
		    i - start != 4 || memcmp(s.p + start, "\"id\"", 4) != 0)
			continue;
		start = skip_blanks(s, end + 1);
		if (start >= s.n || s.p[start] != '"')
			break;
		i = json_skip_text(s, start);
		if (i < start + 2 || s.p[i - 1] != '"')
			break; /* not closed */
		return (struct slice){ s.p + start + 1, i - start - 2 };
	}
	return (struct slice){ 0 };
}

struct typed {
	struct slice *v;
	size_t n, cap;
};

static int
add_line(struct cli *c, struct typed *t, struct slice line, size_t number)
{
	struct slice rest = line, id;

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	rest = line;
	if (!slice_trim(line).n)
		return 0;
	if (slice_trim(line).p[0] == '{')
		id = json_id(line);
	else
		id = slice_trim(slice_cut(&rest, '\t'));
	if (!id.n)
		return cli_failf(c, ERR_USAGE, "stdin:%zu: no id in this line",
		    number);
	*VEC_PUSH(t->v, t->n, t->cap) = slice_copy(&c->arena, id);
	return 0;
}

static int
add_stdin(struct cli *c, struct typed *t)
{
	struct buf in = { 0 };
	struct slice rest;
	int rc = 0;

	if (c->drained)
		return 0;
	c->drained = true;
	if (file_read_fd(&in, STDIN_FILENO, "stdin", MAX_STDIN, &c->error)) {
		buf_release(&in);
		return cli_fail(c, NULL);
	}
	rest = buf_slice(&in);
	for (size_t n = 1; rest.p && rest.n; n++)
		if (add_line(c, t, slice_cut(&rest, '\n'), n))
			rc = -1;
	buf_release(&in);
	return rc;
}

int
cli_typed(struct cli *c, size_t first, const struct slice **out, size_t *n)
{
	struct typed t = { 0 };
	struct slice *kept;
	int rc = 0;

	for (size_t i = first; i < c->nargs; i++)
		if (strcmp(c->args[i], "-") == 0)
			rc |= add_stdin(c, &t);
		else
			*VEC_PUSH(t.v, t.n, t.cap) = slice_of(c->args[i]);
	kept = arena_array(&c->arena, t.n, sizeof *kept);
	if (t.n)
		memcpy(kept, t.v, t.n * sizeof *kept);
	free(t.v);
	*out = kept;
	*n = t.n;
	return rc;
}

/* --- from what is typed to contacts --- */

static const struct contact *
nearest(const struct people *p, struct slice typed)
{
	const struct contact *best = NULL;
	unsigned cap = (unsigned)(typed.n < 30 ? typed.n / 3 : 10);

	for (size_t i = 0; cap && i < p->n; i++) {
		unsigned d = edit_distance(p->v[i].id, typed, cap + 1);

		if (d <= cap) {
			best = &p->v[i];
			cap = d - 1;
		}
		if (d == 0)
			break;
	}
	return best;
}

static int
nobody_fits(struct cli *c, struct slice typed)
{
	const struct contact *near = nearest(cli_people(c), typed);

	if (near)
		return cli_failf(c, ERR_NOTFOUND,
		    "no contact '%.*s'; did you mean '%.*s'?", SL(typed),
		    SL(near->id));
	return cli_failf(c, ERR_NOTFOUND, "no contact '%.*s'", SL(typed));
}

static int
several_fit(struct cli *c, struct slice typed, const struct contact **fit,
    size_t n)
{
	struct buf b = { 0 };

	cli_failf(c, ERR_AMBIGUOUS, "'%.*s' fits %zu contacts:", SL(typed), n);
	for (size_t i = 0; i < n && i < MAX_CANDIDATES; i++) {
		buf_puts(&b, "\t");
		text_safe(&b, fit[i]->id);
		buf_puts(&b, "\t");
		text_safe(&b, fit[i]->name);
		buf_puts(&b, "\n");
	}
	if (n > MAX_CANDIDATES)
		buf_printf(&b, "\tand %zu more\n", n - MAX_CANDIDATES);
	fwrite(b.p, 1, b.n, stderr);
	buf_release(&b);
	return -1;
}

/* By its exact id, for the price of one file; 1: nobody has that id. */
static int
read_one(struct cli *c, struct slice typed, const struct contact **out)
{
	bool warned = c->loaded && !(c->takes & CLI_WRITE);

	if (!id_valid(typed))
		return 1;
	if (book_read(c->book, typed, out, &c->error) == 0)
		return 0;
	if (c->error.code == ERR_NOTFOUND) {
		c->error.code = ERR_OK;
		return 1;
	}
	if (warned) /* a query has named the file, and goes on without it */
		c->error.code = ERR_OK;
	return cli_fail(c, NULL);
}

static int
resolve(struct cli *c, struct slice typed, const struct contact **out)
{
	const struct people *p;
	const struct contact **fit;
	size_t n;
	int rc;

	if (!typed.n)
		return cli_failf(c, ERR_USAGE, "an empty id");
	if (!c->loaded && (rc = read_one(c, typed, out)) <= 0)
		return rc;
	if (load_people(c))
		return -1;
	p = cli_people(c);
	if ((*out = people_find(p, typed)))
		return 0;
	fit = people_match(p, typed, &c->arena, &n);
	if (n > 1)
		return several_fit(c, typed, fit, n);
	if (n == 1) {
		*out = fit[0];
		return 0;
	}
	if ((rc = read_one(c, typed, out)) <= 0)
		return rc;
	return nobody_fits(c, typed);
}

int
cli_contact(struct cli *c, const char *typed, const struct contact **out)
{
	return resolve(c, slice_of(typed), out);
}

int
cli_pick(struct cli *c, const char *typed, const struct contact *const **out,
    size_t *n)
{
	const struct contact **v;
	struct typed t = { 0 };
	int rc = 0;

	if (strcmp(typed, "-") != 0)
		*VEC_PUSH(t.v, t.n, t.cap) = slice_of(typed);
	else
		rc = add_stdin(c, &t);
	v = arena_array(&c->arena, t.n, sizeof *v);
	for (size_t i = 0; i < t.n; i++)
		rc |= resolve(c, t.v[i], &v[i]);
	*out = v;
	*n = t.n;
	free(t.v);
	return rc;
}

bool
cli_wanted(const struct cli *c, const struct contact *who)
{
	for (size_t i = 0; i < c->nwhere; i++)
		if (!select_match(c->where[i], who))
			return false;
	return true;
}

struct chosen {
	const struct contact **v;
	size_t n;
	bool *seen; /* by position in people */
};

static void
choose(struct cli *c, struct chosen *to, const struct contact *who)
{
	size_t at = (size_t)(who - cli_people(c)->v);

	if (to->seen[at] || !cli_wanted(c, who))
		return;
	to->seen[at] = true;
	to->v[to->n++] = who;
}

static int
choose_named(struct cli *c, size_t first, struct chosen *to)
{
	const struct contact *who;
	const struct slice *typed;
	size_t n;
	int rc = cli_typed(c, first, &typed, &n);

	for (size_t i = 0; i < n; i++)
		if (resolve(c, typed[i], &who))
			rc = -1;
		else
			choose(c, to, who);
	return rc;
}

int
cli_contacts(struct cli *c, const struct contact *const **out, size_t *n)
{
	return cli_contacts_from(c, 0, out, n);
}

int
cli_contacts_from(struct cli *c, size_t first,
    const struct contact *const **out, size_t *n)
{
	struct chosen to = { 0 };
	const struct people *p;
	bool writes = c->takes & CLI_WRITE, all = cli_has(c, "all");

	if (writes && c->nargs <= first && !c->nwhere)
		return cli_failf(c, ERR_USAGE, "no contact named and no -e");
	if (load_people(c))
		return -1;
	p = cli_people(c);
	to.v = arena_array(&c->arena, p->n, sizeof *to.v);
	to.seen = arena_array(&c->arena, p->n, sizeof *to.seen);
	if (c->nargs > first) {
		if (choose_named(c, first, &to) && writes)
			return -1;
	} else {
		for (size_t i = 0; i < p->n; i++)
			if (all || p->v[i].archived == NO_DAY)
				choose(c, &to, &p->v[i]);
	}
	*out = to.v;
	*n = to.n;
	return 0;
}
