#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cli_in.h"
#include "known.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "banned.h"

/* --- the table of options --- */

enum {
	ANY = 0,
	CHOICE = CLI_QUERY | CLI_CHOOSE,
	ROWS = CLI_QUERY | CLI_ROWS,
	OUTPUT = ROWS | CLI_WRITE
};

static const struct {
	unsigned takes; /* any of these; 0: every program */
	struct opt opt;
} common[] = {
	{ CHOICE,
	    { 'e', "where", "EXPR",
	        "only contacts for which EXPR is true (ref-select(7)); several "
	        "must all be",
	        true } },
	{ CHOICE, { 0, "all", NULL, "archived contacts too", false } },
	{ ROWS,
	    { 'o', "columns", "COLS",
	        "these columns after the first, separated by commas; +COLS adds "
	        "to the usual ones",
	        false } },
	{ ROWS,
	    { 'H', "header", NULL, "name the columns in the first line",
	        false } },
	{ OUTPUT,
	    { 'j', "json", NULL, "JSON Lines, one object per row", false } },
	{ CLI_QUERY,
	    { '0', "null", NULL, "only ids, each ended by a NUL", false } },
	{ ROWS,
	    { 'x', "fail-empty", NULL, "exit 1 when nothing is listed",
	        false } },
	{ CLI_WRITE,
	    { 'n', "dry-run", NULL, "print the change as a diff, write nothing",
	        false } },
	{ CLI_WRITE,
	    { 'm', "message", "TEXT", "subject of the commit", false } },
	{ CLI_BOOK,
	    { 'B', "book", "DIR",
	        "the book; else $REF_BOOK, the folder above, ~/referrals",
	        false } },
	{ CLI_BOOK,
	    { 't', "today", "DATE", "stands for now; also $REF_NOW", false } },
	{ CLI_PAST, { 0, "rev", "REV", "the book as a commit has it", false } },
	{ CLI_PAST,
	    { 0, "as-of", "DATE",
	        "the book as it was recorded at the end of that day, which "
	        "stands for now",
	        false } },
	{ ANY, { 'h', "help", NULL, "this text", false } },
	{ ANY, { 'V', "version", NULL, "the version", false } },
};

#define NCOMMON (sizeof common / sizeof *common)

static bool
is_option(const struct opt *o)
{
	return o->name != NULL;
}

/* Own options first; a common one gives way to an own of its name, and gives
 * up its letter to an own of that letter. */
void
opts_merge(struct cli *c)
{
	const struct program *p = c->program;
	size_t own = 0, n;

	while (p->opts && is_option(&p->opts[own]))
		own++;
	c->table = arena_array(&c->arena, own + NCOMMON + 1, sizeof *c->table);
	if (own)
		memcpy(c->table, p->opts, own * sizeof *c->table);
	n = own;
	for (size_t i = 0; i < NCOMMON; i++) {
		struct opt o = common[i].opt;
		bool taken = common[i].takes && !(c->takes & common[i].takes);

		for (size_t k = 0; k < own; k++) {
			if (strcmp(p->opts[k].name, o.name) == 0)
				taken = true;
			if (p->opts[k].letter == o.letter)
				o.letter = 0;
		}
		if (!taken)
			c->table[n++] = o;
	}
	c->nvals = n;
	c->vals = arena_array(&c->arena, n, sizeof *c->vals);
	for (size_t i = 0; i < n; i++)
		c->vals[i].opt = &c->table[i];
}

struct optval *
opts_find(const struct cli *c, const char *name)
{
	for (size_t i = 0; i < c->nvals; i++)
		if (strcmp(c->vals[i].opt->name, name) == 0)
			return &c->vals[i];
	return NULL;
}

static struct optval *
by_letter(const struct cli *c, char letter)
{
	for (size_t i = 0; i < c->nvals; i++)
		if (c->vals[i].opt->letter == letter)
			return &c->vals[i];
	return NULL;
}

static int
usage_error(struct cli *c)
{
	struct buf b = { 0 };

	cli_fail(c, NULL);
	help_usage(&b, c->program);
	fputs(buf_cstr(&b), stderr);
	buf_release(&b);
	return -1;
}

static void
remember(struct optval *v, const char *arg)
{
	*VEC_PUSH(v->v, v->n, v->cap) = arg;
}

static int
unknown_long(struct cli *c, struct slice name)
{
	const char **words = arena_array(&c->arena, c->nvals + 1,
	    sizeof *words);
	const char *near;

	for (size_t i = 0; i < c->nvals; i++)
		words[i] = c->table[i].name;
	near = word_near(words, name);
	for (size_t i = 0; !near && name.n > 1 && i < c->nvals; i++)
		if (slice_starts(slice_of(words[i]), name))
			near = words[i];
	fail(&c->error, ERR_USAGE, "unknown option '--%.*s'%s%s%s", SL(name),
	    near ? "; did you mean '--" : "", near ? near : "",
	    near ? "'?" : "");
	return usage_error(c);
}

static int
parse_long(struct cli *c, char *argv[], int *i)
{
	struct slice rest = slice_of(argv[*i] + 2);
	struct slice name = slice_cut(&rest, '=');
	struct optval *v = NULL;

	for (size_t k = 0; k < c->nvals; k++)
		if (slice_is(name, c->table[k].name))
			v = &c->vals[k];
	if (!v)
		return unknown_long(c, name);
	if (!v->opt->arg && rest.p) {
		fail(&c->error, ERR_USAGE, "option '--%s' takes no value",
		    v->opt->name);
		return usage_error(c);
	}
	if (v->opt->arg && !rest.p && !argv[*i + 1]) {
		fail(&c->error, ERR_USAGE, "option '--%s' needs %s",
		    v->opt->name, v->opt->arg);
		return usage_error(c);
	}
	if (!v->opt->arg)
		remember(v, NULL);
	else
		remember(v, rest.p ? rest.p : argv[++*i]);
	return 0;
}

static int
parse_short(struct cli *c, char *argv[], int *i)
{
	for (char *p = argv[*i] + 1; *p; p++) {
		struct optval *v = by_letter(c, *p);

		if (!v) {
			fail(&c->error, ERR_USAGE, "unknown option '-%c'", *p);
			return usage_error(c);
		}
		if (!v->opt->arg) {
			remember(v, NULL);
			continue;
		}
		if (!p[1] && !argv[*i + 1]) {
			fail(&c->error, ERR_USAGE, "option '-%c' needs %s", *p,
			    v->opt->arg);
			return usage_error(c);
		}
		remember(v, p[1] ? p + 1 : argv[++*i]);
		return 0;
	}
	return 0;
}

static int
parse(struct cli *c, char *argv[])
{
	bool rest = false;

	for (int i = 1; argv[i]; i++) {
		const char *a = argv[i];
		int rc = 0;

		if (rest || a[0] != '-' || !a[1])
			*VEC_PUSH(c->args, c->nargs, c->cargs) = a;
		else if (strcmp(a, "--") == 0)
			rest = true;
		else if (a[1] == '-')
			rc = parse_long(c, argv, &i);
		else
			rc = parse_short(c, argv, &i);
		if (rc)
			return -1;
		if (cli_has(c, "help") || cli_has(c, "version"))
			return 0;
	}
	return 0;
}

/* What the program table promises and the options contradict. */
static int
check_call(struct cli *c)
{
	unsigned takes = c->takes;

	if (cli_has(c, "null") &&
	    (cli_has(c, "json") || cli_has(c, "header") ||
	        cli_has(c, "columns"))) {
		fail(&c->error, ERR_USAGE,
		    "-0 prints ids alone: leave out -j, -H and -o");
		return usage_error(c);
	}
	if ((takes & CLI_IDS) && !(takes & CLI_QUERY) && !c->nargs) {
		fail(&c->error, ERR_USAGE, "no ID given");
		return usage_error(c);
	}
	if (!(takes & (CLI_IDS | CLI_QUERY | CLI_OPERANDS)) && c->nargs) {
		fail(&c->error, ERR_USAGE, "too many operands: '%.200s'",
		    c->args[0]);
		return usage_error(c);
	}
	return 0;
}

/* --- options for programs --- */

bool
cli_has(const struct cli *c, const char *option)
{
	const struct optval *v = opts_find(c, option);

	return v && v->n;
}

const char *
cli_opt(const struct cli *c, const char *option)
{
	const struct optval *v = opts_find(c, option);

	return v && v->n ? v->v[v->n - 1] : NULL;
}

size_t
cli_opts(const struct cli *c, const char *option, const char *const **values)
{
	const struct optval *v = opts_find(c, option);

	*values = v ? v->v : NULL;
	return v ? v->n : 0;
}

size_t
cli_nargs(const struct cli *c)
{
	return c->nargs;
}

const char *
cli_arg(const struct cli *c, size_t i)
{
	return i < c->nargs ? c->args[i] : NULL;
}

int
cli_opt_int(struct cli *c, const char *option, int64_t *out, int64_t none)
{
	const char *s = cli_opt(c, option);
	int64_t n = none;

	if (s && !slice_int(&n, slice_of(s)))
		return cli_failf(c, ERR_USAGE,
		    "--%s: '%s' is not a whole number", option, s);
	*out = n;
	return 0;
}

int
cli_opt_when(struct cli *c, const char *option, struct when *out,
    struct when none)
{
	const char *s = cli_opt(c, option);
	struct when w = none;
	struct error e = { 0 };

	if (s && when_typed(&w, slice_of(s), c->now, &e))
		return cli_failf(c, ERR_USAGE, "--%s: %s", option, e.msg);
	*out = w;
	return 0;
}

int
cli_opt_period(struct cli *c, const char *option, struct period *out,
    struct period none)
{
	const char *s = cli_opt(c, option);
	struct period p = none;

	if (s && !period_parse(&p, slice_of(s)))
		return cli_failf(c, ERR_USAGE,
		    "--%s: '%s' is not a period such as 7d, 6w or 3m", option,
		    s);
	*out = p;
	return 0;
}

int
cli_opt_money(struct cli *c, const char *option, int64_t *out, int64_t none)
{
	const char *s = cli_opt(c, option);
	int64_t m = none;

	if (s && !money_parse(&m, slice_of(s)))
		return cli_failf(c, ERR_USAGE,
		    "--%s: '%s' is not an amount such as 40 or 99.50", option,
		    s);
	*out = m;
	return 0;
}

int
cli_opt_word(struct cli *c, const char *option, const char *const *words,
    int *out)
{
	const char *s = cli_opt(c, option);
	const char *near;
	struct buf all = { 0 };
	int at;

	*out = 0;
	if (!s)
		return 0;
	if ((at = word_find(words, slice_of(s))) >= 0) {
		*out = at + 1;
		return 0;
	}
	*out = -1;
	near = word_near(words, slice_of(s));
	if (near)
		buf_printf(&all, "did you mean '%s'?", near);
	else
		buf_puts(&all, "one of");
	for (size_t i = 0; !near && words[i]; i++)
		buf_printf(&all, " %s", words[i]);
	cli_failf(c, ERR_USAGE, "--%s: unknown '%s'; %s", option, s,
	    buf_cstr(&all));
	buf_release(&all);
	return -1;
}

/* --- what the program works on --- */

struct when
cli_now(const struct cli *c)
{
	return c->now;
}

struct arena *
cli_arena(struct cli *c)
{
	return &c->arena;
}

struct error *
cli_error(struct cli *c)
{
	return &c->error;
}

struct book *
cli_book(struct cli *c)
{
	return c->book;
}

const struct config *
cli_config(struct cli *c)
{
	return book_config(c->book);
}

struct view
cli_view(struct cli *c)
{
	return (struct view){ cli_people(c), cli_config(c), c->now };
}

/* The zone must be set before: now is split into a day by it. */
static int
set_now(struct cli *c)
{
	const char *env = getenv("REF_NOW"), *typed = cli_opt(c, "today");
	struct when now = when_instant((int64_t)time(NULL));
	struct error e = { 0 };

	if (env && *env && !when_parse(&now, slice_of(env)))
		return cli_failf(c, ERR_USAGE,
		    "REF_NOW '%s' is neither a "
		    "date nor an instant as 2026-09-02T10:00+08:00",
		    env);
	if (typed && when_typed(&now, slice_of(typed), now, &e))
		return cli_failf(c, ERR_USAGE, "--today: %s", e.msg);
	c->now = now; /* what a distance counts from */
	if (cli_opt_when(c, "as-of", &c->then, now))
		return -1;
	if (!typed && cli_has(c, "as-of"))
		now = c->then;
	c->now = now;
	return 0;
}

static int
compile_where(struct cli *c)
{
	const char *const *exprs;
	size_t n = cli_opts(c, "where", &exprs);

	c->where = arena_array(&c->arena, n + 1, sizeof(*c->where));
	for (; c->nwhere < n; c->nwhere++) {
		if (select_compile(&c->where[c->nwhere],
		        slice_of(exprs[c->nwhere]), cli_derived, c, c->now,
		        &c->error) == 0)
			continue;
		snprintf(c->error.file, sizeof c->error.file, "-e");
		return cli_fail(c, NULL);
	}
	return 0;
}

int
cli_known(struct cli *c, int day, const struct people **out)
{
	struct people *p = arena_alloc(&c->arena, sizeof *p);

	*out = NULL;
	if (known_people(p, buf_cstr(&c->home), cli_opt(c, "rev"),
	        zone_midnight(day + 1), &c->arena, &c->error) == 0)
		*out = p;
	else if (c->error.code != ERR_NOTFOUND)
		return cli_fail(c, NULL);
	c->error = (struct error){ 0 };
	return 0;
}

int
cli_open_at(struct cli *c, const char *dir)
{
	if (book_open(&c->book, dir, &c->error))
		return cli_fail(c, NULL);
	return set_now(c) || compile_where(c) ? -1 : 0;
}

/* The book as it was: laid out elsewhere, and opened there. */
static int
open_past(struct cli *c, const char *dir)
{
	if (cli_has(c, "as-of") && cli_has(c, "rev"))
		return cli_failf(c, ERR_USAGE,
		    "--rev and --as-of both name a commit: one or the other");
	/* A date is one in the book's zone. */
	if (book_open(&c->book, dir, &c->error))
		return cli_fail(c, NULL);
	if (set_now(c))
		return -1;
	book_close(c->book);
	c->book = NULL;
	if (past_open(&c->past, dir, cli_opt(c, "rev"),
	        cli_has(c, "rev")   ? PAST_ITSELF
	            : c->then.timed ? c->then.at + 1
	                            : zone_midnight(c->then.day + 1),
	        &c->error))
		return cli_fail(c, NULL);
	return cli_open_at(c, c->past.p);
}

int
cli_open(struct cli *c)
{
	if (book_discover(&c->home, cli_opt(c, "book"), &c->error))
		return cli_fail(c, NULL);
	if (cli_has(c, "rev") || cli_has(c, "as-of"))
		return open_past(c, buf_cstr(&c->home));
	return cli_open_at(c, buf_cstr(&c->home));
}

static int
prepare(struct cli *c)
{
	if ((c->takes & CLI_BOOK) && !(c->takes & CLI_LAZY))
		return cli_open(c);
	if (zone_set((struct slice){ 0 }, &c->error))
		return cli_fail(c, NULL);
	return set_now(c);
}

/* --- the whole --- */

/*
 * The first files that a library opens must not land on a closed 0, 1 or 2.
 * A closed stdout stays unwritable, so that writing to it is an error.
 */
static void
guard_descriptors(void)
{
	static const int mode[] = { O_WRONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", mode[fd]) != fd)
			_exit(2);
}

static void
be_quiet_on_sigpipe(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static bool
answered(struct cli *c, int argc, char *argv[])
{
	struct buf b = { 0 };

	if (argc == 2 && strcmp(argv[1], "--brief") == 0)
		buf_printf(&b, "%s\t%s\n", c->program->group,
		    c->program->brief);
	else if (argc == 2 && strcmp(argv[1], "--options") == 0)
		help_options(&b, c);
	else if (cli_has(c, "help"))
		help_put(&b, c);
	else if (cli_has(c, "version"))
		buf_printf(&b, "%s %s\n", c->program->name, REF_VERSION);
	else
		return false;
	cli_print(c, buf_slice(&b));
	buf_release(&b);
	return true;
}

static void
work(struct cli *c, int argc, char *argv[])
{
	size_t listed = 0;
	bool rows = false;

	if (answered(c, argc, argv) || parse(c, argv) ||
	    answered(c, argc, argv) || check_call(c) || prepare(c))
		return;
	if (c->program->run(c) && !c->status)
		cli_status(c, c->program->trouble ? c->program->trouble : 2);
	if (cli_has(c, "columns"))
		columns_known(c); /* a wrong name is told, rows or none */
	if (cli_has(c, "header") && !c->out && !c->printed && !c->status)
		cli_out(c); /* the header of an empty list */
	for (size_t i = 0; i < c->nwhere; i++)
		if (select_trouble(c->where[i]))
			cli_fail(c, select_trouble(c->where[i]));
	if (c->out) {
		rows = true;
		listed = out_count(c->out);
		c->lost = out_close(c->out, &c->error) != 0;
		if (c->lost)
			cli_fail(c, NULL);
		c->out = NULL;
	}
	if (cli_has(c, "fail-empty") && (!rows || !listed))
		cli_status(c, 1);
}

static void
finish(struct cli *c)
{
	int err = c->unwritten;

	if (!err && ferror(stdout))
		err = EIO;
	errno = 0;
	if ((fflush(stdout) || fclose(stdout)) && !err)
		err = errno ? errno : EIO;
	if (err && !c->lost)
		cli_failf(c, ERR_IO, "cannot write the output: %s",
		    strerror(err));
	for (size_t i = 0; i < c->nwhere; i++)
		select_free(c->where[i]);
	for (size_t i = 0; i < c->nvals; i++)
		free(c->vals[i].v);
	free(c->dues.v);
	free(c->args);
	book_close(c->book);
	past_close(&c->past);
	buf_release(&c->home);
	arena_release(&c->row);
	arena_release(&c->arena);
}

int
cli_main(const struct program *program, int argc, char *argv[])
{
	struct cli c = { .program = program,
		.takes = program->takes,
		.columns = program->columns,
		.ncolumns = program->ncolumns };

	guard_descriptors();
	be_quiet_on_sigpipe();
	if (c.takes & (CLI_QUERY | CLI_CHOOSE | CLI_WRITE | CLI_IDS | CLI_LAZY))
		c.takes |= CLI_BOOK;
	opts_merge(&c);
	work(&c, argc, argv);
	finish(&c);
	return c.status;
}
