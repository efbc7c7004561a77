/*
 * cli_in: what the parts of cli share; nobody else includes it.
 */
#ifndef REF_CLI_IN_H
#define REF_CLI_IN_H

#include "cli.h"
#include "mem.h"
#include "past.h"

struct optval {
	const struct opt *opt;
	const char **v; /* arguments; a flag has NULLs */
	size_t n, cap;
};

/* Where a shown column comes from. */
struct source {
	bool own; /* a cell that the program gives, at `at` */
	size_t at;
	bool named; /* a name that is known without the program, too */
	struct name name;
};

struct cli {
	const struct program *program;
	unsigned takes;     /* the program's, with what they imply */
	struct arena arena; /* the program's */
	struct arena row;   /* one row's cells */
	struct error error;
	struct opt *table;   /* common and own options, ended by a zero row */
	struct optval *vals; /* as table */
	size_t nvals;
	const char **args;
	size_t nargs, cargs;
	struct book *book;
	struct buf home; /* the folder of the book, whose history is there */
	struct buf past; /* the folder of a book as it was; empty: now */
	bool loaded;
	bool drained; /* stdin was read */
	struct when now;
	struct when then; /* --as-of */
	struct select **where;
	size_t nwhere;
	const struct column *columns; /* what the program gives */
	size_t ncolumns;
	enum { NOT_PLANNED, PLANNED, BAD_PLAN } plan;
	struct source *sources; /* what is shown; with shown[] */
	struct column *shown;
	size_t nshown;
	struct due_list dues; /* what is due of all, by person */
	bool scanned;
	struct out *out;
	bool printed;  /* text that is no row */
	int unwritten; /* errno of the first text that did not get out */
	bool lost;     /* output that could not be written was told */
	int status;
};

/* The common options that a program takes, filtered by its own. */
void opts_merge(struct cli *);
struct optval *opts_find(const struct cli *, const char *name);

/* cli_help.c: all to stdout. */
void help_put(struct buf *, const struct cli *);
void help_usage(struct buf *, const struct program *);
void help_options(struct buf *, const struct cli *); /* for machines */

/* cli_out.c */
bool columns_known(struct cli *);
void say(struct cli *, struct slice text); /* "name: text" on stderr */

/* cli_ids.c */
int load_people(struct cli *);

#endif
