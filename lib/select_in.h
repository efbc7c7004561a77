/*
 * select_in: an expression as select_read.c makes it and select_eval.c judges
 * it; nobody else includes it.
 */
#ifndef REF_SELECT_IN_H
#define REF_SELECT_IN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "mem.h"
#include "select.h"

enum form { AND, OR, NOT, TRUTH, COMPARE, ANY_OF, ALL_OF, NONE_OF, COUNT };

enum op {
	OP_NONE,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_LIKE,
	OP_UNLIKE,
	OP_HAS,
	OP_IN,
	OP_NOT_IN,
};

/* What both sides of a comparison are read as. */
enum sort { TEXT, INTEGER, NUMBER, MONEY, YESNO, DATE, PERIOD, BIRTHDAY };

struct literal {
	struct slice text;
	union {
		int64_t num;
		double real;
		bool yes;
		struct when when;
		struct period period;
		struct birthday birthday;
	} u;
};

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	unsigned col;
	struct pattern *next;
};

struct expr {
	enum form kind;
	enum op op;
	enum sort sort;
	struct expr *left, *right; /* left also: the part in any( : ) */
	struct name name;
	struct literal *v; /* one, or those of in (...) */
	size_t nv;
	struct pattern *pattern;
};

struct run;

struct select {
	struct arena arena;
	struct expr *root;
	struct pattern *patterns;
	struct run *run;
};

/* Makes the tree in s; ERR_USAGE with e->col.  Patterns stay in s->patterns,
 * whatever it returns. */
int select_read(struct select *s, struct slice expr,
    const struct derived *derived, struct when now, struct error *e);
/* What a name stands for: a free map, a list, a word of a fixed set, the list
 * of records that any( : ) goes through. */
bool name_is_map(const struct name *);
bool name_is_list(const struct name *);
bool name_is_word(const struct name *);
bool name_is_records(const struct name *);

/* What matching changes, so that the expression itself stays const. */
struct run *run_new(void *arg);
bool run_match(struct run *, const struct expr *, const struct contact *);
const struct error *run_trouble(const struct run *);
void run_free(struct run *);

#endif
