/* Who said no, in the words of other programs. */
#include "import_in.h"

#include "banned.h"

/*
 * The field is one for all ways of contact, and so is the refusal of any.  What
 * the book itself says of it stays, see fill.h.
 */
static void
refuse(struct making *m)
{
	struct node *consent = making_child(m, m->map, S("consent"));
	struct node *have = (struct node *)(uintptr_t)node_get(consent,
	    "contact");

	m->refused = true;
	if (have)
		have->text = S("no");
	else
		graft_add(m->arena, consent, S("contact"),
		    graft_text(m->arena, S("no"), m->line, m->col));
}

/* The cell of a column that says who opted out: a mark, a date, a reason; but
 * for what such programs write for the others. */
static bool
is_ticked(struct slice folded)
{
	static const char *const others[] = { "no", "n", "false", "f", "0",
		"off", "none", "never", "null", "n a", "unchecked", "allow",
		"allowed", "subscribed", "opted in", "opt in", "tidak", "tak",
		NULL };

	return folded.n && !slice_starts(folded, S("not ")) &&
	    !slice_starts(folded, S("0000")) && word_find(others, folded) < 0;
}

/* A word for how far somebody is that says it, too. */
static bool
is_word(struct slice folded)
{
	static const char *const words[] = { "unsubscribe", "unsubscribed",
		"opted out", "opt out", "do not contact", "do not call",
		"do not email", "do not e mail", "dnc", NULL };

	if (slice_starts(folded, S("not ")))
		return false;
	for (const char *const *w = words; *w; w++)
		if (header_has(folded, *w))
			return true;
	return false;
}

void
making_opt_out(struct making *m, struct slice name, struct slice text)
{
	if (is_ticked(header_fold(m->arena, text)))
		refuse(m);
	making_keep(m, name, text);
}

void
making_status(struct making *m, struct slice folded)
{
	if (is_word(folded))
		refuse(m);
}
