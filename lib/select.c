/*
 * select: an expression, read once and held against contacts.
 */
#include "select_in.h"

#include <stdlib.h>

#include "banned.h"

int
select_compile(struct select **out, struct slice expr,
    const struct derived *derived, void *arg, struct when now, struct error *e)
{
	struct select *s = mem_zero(1, sizeof *s);

	s->run = run_new(arg);
	if (select_read(s, expr, derived, now, e)) {
		select_free(s);
		return -1;
	}
	*out = s;
	return 0;
}

bool
select_match(const struct select *s, const struct contact *who)
{
	return run_match(s->run, s->root, who);
}

const struct error *
select_trouble(const struct select *s)
{
	return run_trouble(s->run);
}

void
select_free(struct select *s)
{
	if (!s)
		return;
	for (struct pattern *p = s->patterns; p; p = p->next) {
		pcre2_match_data_free(p->data);
		pcre2_code_free(p->code);
	}
	run_free(s->run);
	arena_release(&s->arena);
	free(s);
}
