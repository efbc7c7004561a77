/*
 * ref-refer: record a referral received (contract 003.13, 003.19), or with
 * --give one that we gave (000.13, 003.18).  The referral is kept on the
 * referred, and nowhere else; what we gave is kept on whom we gave it to.
 */
#include "code.h"
#include "person.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "give", NULL, "we referred WHO to PARTNER", 0 },
	{ 0, "type", "TYPE",
	    "client partner network ... (default: by what "
	    "the referrer is)",
	    0 },
	{ 0, "mechanism", "WORD",
	    "direct indirect program social content (default: direct)", 0 },
	{ 0, "code", "CODE",
	    "the referrer's code that was used (ref-card --list); REFERRER "
	    "may be the code itself",
	    0 },
	{ 0, "value", "AMOUNT", "revenue expected, or with --give its worth",
	    0 },
	{ 0, "outcome", "TEXT", "with --give: what became of it", 0 },
	{ 0, "owner", "WHO", "who looks after the lead (default: --by)", 0 },
	{ 0, "by", "WHO", "who of the team (default: the committer)", 0 },
	{ 0, "at", "WHEN", "when it came (default: now)", 0 },
	{ 0, "id", "ID", "the id of a new person (default: from the name)", 0 },
	{ 0, "force", NULL,
	    "add a new person although a likely duplicate is "
	    "there",
	    0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* What a referral from this person is called (contract 003.10). */
static const char *
type_for(const struct contact *referrer)
{
	if (contact_is_client(referrer))
		return "client";
	if (referrer->kind == KIND_NONE || referrer->kind == KIND_LEAD)
		return "network";
	return word_of(kind_words, referrer->kind);
}

static int
give(struct cli *c)
{
	const struct contact *partner;
	struct txn *t;
	struct doc *doc;
	const char *on;

	if (record_past(c, "at", false, &on) ||
	    cli_contact(c, cli_arg(c, 0), &partner) || write_begin(c, &t))
		return -1;

	const struct record_pair given[] = {
		{ "on", on },
		{ "who", cli_arg(c, 1) },
		{ "outcome", cli_opt(c, "outcome") },
		{ "value", cli_opt(c, "value") },
	};

	if (txn_edit(t, partner->id, &doc, cli_error(c)) ||
	    record_append(c, doc, "given", given, sizeof given / sizeof *given))
		return write_fail(c, t);
	return write_end(c, t, "give");
}

/* A second referral of the same person: a list, newest last, is made of it
 * once the one before has ended without a win (design.md, "A contact"). */
static int
again(struct cli *c, const struct contact *lead, const struct contact *by,
    bool *same)
{
	const struct referral *r = contact_referral(lead);
	enum status st = r ? referral_status(r) : STATUS_NONE;

	*same = false;
	if (!r || st == STATUS_LOST || st == STATUS_DARK)
		return 0;
	if (st != STATUS_WON && slice_eq(r->by, by->id)) {
		*same = true;
		return 0;
	}
	return cli_failf(c, ERR_CONFLICT,
	    "'%.*s' was referred by '%.*s' and is %s; a new referral can be "
	    "recorded once that one is lost or dark (ref-move), a new deal "
	    "with ref-deal",
	    SL(lead->id), SL(r->by), word_of(status_words, (int)st));
}

/*
 * REFERRER may be typed as the code that the lead brought (contract 003.30);
 * then it is written down as well.  A code given with --code must not be
 * somebody else's.
 */
static int
find_referrer(struct cli *c, const struct contact **by, const char **code)
{
	const struct contact *owner;
	struct slice typed = slice_of(cli_arg(c, 0));
	size_t n = code_find(by, typed, cli_people(c));

	*code = cli_opt(c, "code");
	if (n > 1)
		return cli_failf(c, ERR_AMBIGUOUS,
		    "several people have used the code '%.*s'; name the "
		    "referrer",
		    SL(typed));
	if (n == 1 && !*code)
		*code = cli_arg(c, 0);
	if (n == 0 && cli_contact(c, cli_arg(c, 0), by))
		return -1;
	if (*code && code_find(&owner, slice_of(*code), cli_people(c)) == 1 &&
	    owner != *by)
		return cli_failf(c, ERR_CONFLICT,
		    "the code %s is %.*s's, not %.*s's", *code, SL(owner->id),
		    SL((*by)->id));
	return 0;
}

/* Write the referral into the lead's document, and what follows from it. */
static int
record(struct cli *c, struct doc *doc, const struct contact *by,
    const char *code, const char *on, struct slice who)
{
	const struct record_pair referral[] = {
		{ "by", by->id.p },
		{ "on", on },
		{ "type",
		    cli_has(c, "type") ? cli_opt(c, "type") : type_for(by) },
		{ "mechanism",
		    cli_has(c, "mechanism") ? cli_opt(c, "mechanism")
		                            : "direct" },
		{ "code", code },
		{ "status", "new" },
		{ "value", cli_opt(c, "value") },
	};
	size_t n = sizeof referral / sizeof *referral;
	const struct node *root = doc_root(doc);
	const struct node *old = node_get(root, "referral");
	struct value *item;

	if (record_item(c, contact_fields, "referral", referral, n, &item))
		return -1;
	if (old && old->kind == NODE_MAP &&
	    doc_wrap(doc, "referral", cli_error(c)))
		return -1;
	if (old ? doc_append(doc, "referral", item, cli_error(c))
	        : doc_set(doc, "referral", item, cli_error(c)))
		return -1;
	if (!node_get(root, "source") &&
	    record_set(c, doc, "source", "referral"))
		return -1;
	if (!node_get(root, "kind") && record_set(c, doc, "kind", "lead"))
		return -1;
	if (!node_get(root, "owner") && who.p &&
	    record_set(c, doc, "owner", who.p))
		return -1;
	return 0;
}

/* Somebody who was not in the book: the other operands are their fields. */
static int
record_new(struct cli *c, struct txn *t, const struct contact *by,
    const char *code, const char *on, struct slice who)
{
	struct slice made;
	struct doc *doc;
	int rc;

	if (person_new(c, slice_of(cli_arg(c, 1)), &doc))
		return -1;
	rc = record(c, doc, by, code, on, who);
	if (!rc)
		rc = record_assign_from(c, doc, contact_fields, 2);
	if (!rc)
		rc = person_add(c, t, doc, slice_of(cli_opt(c, "id")),
		    cli_has(c, "force"), &made);
	doc_free(doc);
	return rc;
}

static int
record_known(struct cli *c, struct txn *t, const struct contact *by,
    const char *code, const struct contact *lead, const char *on,
    struct slice who)
{
	struct contact now;
	struct doc *doc;
	bool same = false;

	if (record_open(c, t, lead->id, &doc, &now) ||
	    again(c, &now, by, &same))
		return -1;
	if (!same && record(c, doc, by, code, on, who))
		return -1;
	return record_assign_from(c, doc, contact_fields, 2);
}

static int
receive(struct cli *c)
{
	const struct contact *by, *lead;
	struct slice who;
	struct txn *t;
	const char *on, *code;

	if (record_past(c, "at", true, &on) || find_referrer(c, &by, &code) ||
	    person_find(c, cli_arg(c, 1), &lead))
		return -1;
	if (lead && slice_eq(lead->id, by->id))
		return cli_failf(c, ERR_FORBIDDEN,
		    "'%.*s' cannot refer themselves; name who sent them, or "
		    "set 'source' with ref-set",
		    SL(by->id));
	if (lead && people_circle(cli_people(c), by->id, lead->id))
		return cli_failf(c, ERR_FORBIDDEN,
		    "'%.*s' was referred, in the end, by '%.*s': that would be "
		    "a circle; see ref-tree",
		    SL(by->id), SL(lead->id));
	if (write_begin(c, &t))
		return -1;
	if (write_by(c, t, &who))
		return write_fail(c, t);
	if (cli_has(c, "owner"))
		who = slice_of(cli_opt(c, "owner"));
	if (lead ? record_known(c, t, by, code, lead, on, who)
	         : record_new(c, t, by, code, on, who))
		return write_fail(c, t);
	return write_end(c, t, "refer");
}

static int
run(struct cli *c)
{
	if (cli_nargs(c) < 2)
		return cli_failf(c, ERR_USAGE,
		    "two people are wanted: ref-refer REFERRER LEAD");
	return cli_has(c, "give") ? give(c) : receive(c);
}

static const struct program program = {
	.name = "ref-refer",
	.group = "referrals",
	.brief = "record a referral that we received, or one that we gave",
	.synopsis = "REFERRER LEAD [key=value ...] | --give PARTNER WHO",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-refer daniel-tan 'Lim Wei' phone=+60125550199",
		    "a new lead; the clocks start" },
		{ "ref-refer --give daniel-tan 'the Tan family' --value 3000",
		    "we sent them somebody" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
