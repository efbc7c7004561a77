/*
 * cli: what every program does alike.
 *
 * Hides the option table, usage and help, ids from operands and stdin, the
 * book and its warnings, the clock, expressions, columns, output shape,
 * progress and exit statuses (design.md, "What every program does alike").
 * The only module that prints to stderr, reads the clock or exits.
 *
 * A program is one table and one run():
 *
 *	static const struct opt opts[] = {
 *		{ 'w', "within", "PERIOD", "look ahead" },
 *		{ 0 }
 *	};
 *	static const struct program program = {
 *		.name = "ref-due", .group = "daily",
 *		.brief = "everything owed, most overdue first",
 *		.synopsis = "[-w PERIOD] [ID...]",
 *		.takes = CLI_QUERY, .opts = opts, .columns = columns,
 *		.examples = { { "ref-due -w 7d", "the coming week" }, ... },
 *		.run = run,
 *	};
 *	int main(int argc, char *argv[]) { return cli_main(&program, argc, argv); }
 */
#ifndef REF_CLI_H
#define REF_CLI_H

#include "book.h"
#include "due.h"
#include "out.h"
#include "select.h"
#include "view.h"

struct opt {
	char letter;      /* 0: long only */
	const char *name; /* without dashes */
	const char *arg;  /* NULL: a flag */
	const char *text;
	bool many; /* may be repeated */
};

enum {
	CLI_BOOK = 1,      /* -B -t/--today; the book is opened before run */
	CLI_QUERY = 2,     /* + ids, -, -e -o -H -j -0 -x; the book is loaded */
	CLI_WRITE = 4,     /* + -n -m; see write.h */
	CLI_IDS = 8,       /* operands are ids (without CLI_QUERY: required) */
	CLI_OPERANDS = 16, /* operands are the program's own business */
	CLI_ROWS = 32,     /* -o -H -j -x for rows that are no query */
	CLI_PAST = 128,    /* --rev --as-of: for programs that never write */
	CLI_LAZY = 64,     /* with CLI_BOOK: run calls cli_open itself */
	CLI_CHOOSE = 256,  /* -e and --all for cli_contacts_from, no rows */
};

struct cli;

struct program {
	const char *name;     /* "ref-due" */
	const char *group;    /* as ref lists them: daily people referrals
	                         insight words book */
	const char *brief;    /* one line, as in the manual's NAME */
	const char *synopsis; /* after the common options */
	unsigned takes;
	const struct opt *opts; /* own; ended by a zero row; may be NULL */
	const struct column *columns; /* default columns of its rows */
	size_t ncolumns;
	size_t nusual; /* so many of them are shown unasked, the others with -o
	                  and -j; 0: all */
	const char *examples[3][2]; /* command, what it does */
	const char *exits; /* lines beyond the common statuses, or NULL: each
	                      "N  text\n"; one for 1 or 3 replaces ours */
	int trouble;       /* exit status of every failure; 0: by its code */
	int (*run)(struct cli *); /* returns 0 or -1 after cli_fail */
};

/* Everything from argv to the exit status. */
int cli_main(const struct program *, int argc, char *argv[]);

/* --- options and operands --- */

bool cli_has(const struct cli *, const char *option);
const char *cli_opt(const struct cli *, const char *option); /* last; NULL */
size_t cli_opts(const struct cli *, const char *option,
    const char *const **values); /* all, for `many` */
size_t cli_nargs(const struct cli *);
const char *cli_arg(const struct cli *, size_t i); /* NULL beyond the end */
/* Typed options: default when absent; a bad value is ERR_USAGE naming the
 * option, and -1. */
int cli_opt_int(struct cli *, const char *option, int64_t *out, int64_t none);
int cli_opt_when(struct cli *, const char *option, struct when *out,
    struct when none);
int cli_opt_period(struct cli *, const char *option, struct period *out,
    struct period none);
int cli_opt_money(struct cli *, const char *option, int64_t *out, int64_t none);
/* Index + 1 of the option's value in words, 0 when absent, -1 bad. */
int cli_opt_word(struct cli *, const char *option, const char *const *words,
    int *out);

/* --- what the program works on --- */

struct when cli_now(const struct cli *);
struct arena *cli_arena(struct cli *); /* lives as long as the program */
struct error *cli_error(struct cli *); /* scratch for calls */
struct book *cli_book(struct cli *);
const struct config *cli_config(struct cli *);
const struct people *cli_people(struct cli *); /* loads the book if needed */

/* Open the book that -B and the environment name, and set now in its zone.
 * Done before run unless CLI_LAZY.  -1 after cli_fail. */
int cli_open(struct cli *);
/* The same for a book that the program itself has found or made. */
int cli_open_at(struct cli *, const char *dir);

/*
 * Who had been referred by whom as the history knew it at the end of a day;
 * NULL in *out when it is not so early.  Costs several times what the book
 * does, so ask only for what is shown.  -1 after cli_fail.
 */
int cli_known(struct cli *, int day, const struct people **out);

/* people, config and now, as the rules of the method want them. */
struct view cli_view(struct cli *);

/*
 * The contacts chosen by operands, stdin (-) and -e, in the order given, each
 * once (the whole book sorted by id when none is named; archived ones only
 * when named or with --all).  An operand that fits nobody, or several, is told
 * on stderr and remembered in the status: readers go on with the others (0),
 * programs that write get -1 and must change nothing.  They also get -1 when
 * nothing is named and there is no -e.
 */
int cli_contacts(struct cli *, const struct contact *const **out, size_t *n);
/* The same from operand `first` on: those before are something else. */
int cli_contacts_from(struct cli *, size_t first,
    const struct contact *const **out, size_t *n);

/* The ids or names themselves, with - replaced by the lines of stdin; from
 * operand `first` on. */
int cli_typed(struct cli *, size_t first, const struct slice **out, size_t *n);

/* What one operand names: a contact, or with "-" those on stdin; one that fits
 * nobody or several is told, and -1. */
int cli_pick(struct cli *, const char *typed, const struct contact *const **out,
    size_t *n);

/* Every -e is true of the contact (true when there is none). */
bool cli_wanted(const struct cli *, const struct contact *);

/* One contact from what a person typed: id, unique prefix, name, e-mail,
 * phone.  Ambiguous: the candidates are listed on stderr, -1 (exit 3). */
int cli_contact(struct cli *, const char *typed, const struct contact **out);

/* What is due of a person today, or was earlier, the oldest first; from every
 * file that says so. */
const struct due *cli_due(struct cli *, const struct contact *, size_t *n);

/* --- output --- */

/* Other columns than the program's; before the first row. */
void cli_columns(struct cli *, const struct column *, size_t ncolumns);

/* Rows of the program's columns (or of -o), shaped by -j -0 -H and the
 * terminal.  Closed and checked by cli_main. */
struct out *cli_out(struct cli *);
/*
 * A row: cells for the program's own columns; with -o, the others are computed
 * from the contact (schema fields and derived names).  cells may be NULL: then
 * every column is computed from the contact by its name.  contact may be NULL
 * in a row that is about nobody.
 */
void cli_row(struct cli *, const struct contact *, const struct cell *cells,
    enum out_tone);
/* Text that is no row; written to stdout, checked at the end. */
void cli_print(struct cli *, struct slice);
void cli_printf(struct cli *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, for words to read: a terminal gets lines no longer than its own. */
void cli_words(struct cli *, struct slice);
bool cli_tty(const struct cli *); /* stdout is a terminal and no -j -0 */
bool cli_json(const struct cli *);
bool cli_colour(const struct cli *);
unsigned cli_width(const struct cli *); /* terminal columns, 80 unknown */

/* Whether a person may be asked: stdin and stderr are terminals.  confirm asks
 * there; an empty line is `otherwise`; nobody to ask, or the end, is no. */
bool cli_interactive(const struct cli *);
bool cli_confirm(struct cli *, bool otherwise, const char *question);

/* --- trouble --- */

/* Print *cli_error (or e) as "ref-due: file:1:2: text" and set the exit status
 * by its code; returns -1 so that run can `return cli_fail(c, NULL)`.  An
 * error is told once: *cli_error is clear afterwards, and a clear one prints
 * nothing. */
int cli_fail(struct cli *, const struct error *e);
/* The same without the status: the person is about to mend it. */
void cli_tell(struct cli *, const struct error *e);
int cli_failf(struct cli *, enum err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void cli_warn(struct cli *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Remember a status; the weightiest wins: 0 < 1 < 4 < 2 < 3 < others. */
void cli_status(struct cli *, int status);

/* The derived names (last next score due ...), computed with layer 4; for
 * select and -o.  column.c. */
extern const struct derived cli_derived[];

#endif
