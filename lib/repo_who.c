/*
 * Who commits, as git would choose: GIT_AUTHOR_* and GIT_COMMITTER_*, then
 * author.*, committer.* and user.*, then $EMAIL.  What libgit2 cannot read
 * (conditional includes by remote, dates in words) git is asked for.  Nothing
 * is ever made up from the host's name.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdlib.h>
#include <string.h>

#include "repo_git.h"

#include "banned.h"

struct role {
	const char *name_env, *email_env, *date_env, *ident;
	const char *name_key, *email_key;
};

static const struct role author_role = { "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL",
	"GIT_AUTHOR_DATE", "GIT_AUTHOR_IDENT", "author.name", "author.email" };
static const struct role committer_role = { "GIT_COMMITTER_NAME",
	"GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE", "GIT_COMMITTER_IDENT",
	"committer.name", "committer.email" };

/* --- dates --- */

static bool
digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* "[@]SECONDS +HHMM", the only form that needs no interpretation. */
static bool
raw_date(struct who *w, struct slice s)
{
	struct slice rest = slice_trim(s), secs = slice_cut(&rest, ' '), zone;
	int64_t at, z;

	if (slice_starts(secs, S("@")))
		secs = slice_from(secs, 1);
	if (!rest.p || !digits(secs) || secs.n < 9 || !slice_int(&at, secs))
		return false;
	rest = slice_trim(rest);
	zone = slice_from(rest, 1);
	if (rest.n != 5 || (rest.p[0] != '+' && rest.p[0] != '-') ||
	    !digits(zone) || !slice_int(&z, zone))
		return false;
	w->at = at;
	w->offset = (int)(z / 100 * 60 + z % 100);
	if (rest.p[0] == '-')
		w->offset = -w->offset;
	return true;
}

static int
now(struct who *w, struct error *e)
{
	git_signature *s;

	if (git_signature_now(&s, "x", "x") < 0)
		return repo_fail(e, ERR_IO, "cannot tell the time");
	w->at = s->when.time;
	w->offset = s->when.offset;
	git_signature_free(s);
	return 0;
}

/* --- names --- */

static bool
crud(char c)
{
	return (unsigned char)c <= 32 || strchr(".,:;<>\"\\'", c) != NULL;
}

/* As git cleans them, so that the commit stays readable. */
static void
tidy(struct buf *b)
{
	size_t from = 0, to = b->n, n = 0;

	while (from < to && crud(b->p[from]))
		from++;
	while (to > from && crud(b->p[to - 1]))
		to--;
	for (size_t i = from; i < to; i++)
		if (b->p[i] != '<' && b->p[i] != '>' && b->p[i] != '\n')
			b->p[n++] = b->p[i];
	b->n = n;
	if (b->p)
		b->p[n] = '\0';
}

static bool
from_env(struct buf *out, const char *name)
{
	const char *s = name ? getenv(name) : NULL;

	if (!s || !*s)
		return false;
	buf_puts(out, s);
	return true;
}

static int
no_identity(struct error *e)
{
	return fail(e, ERR_CONFLICT,
	    "git does not know who you are, and every change is recorded "
	    "with a name; run: git config --global user.name 'Your Name'; "
	    "git config --global user.email you@example.com");
}

/* "Name <mail> 1700000000 +0800" */
static bool
parse_ident(struct who *w, struct slice s)
{
	size_t lt = slice_find(s, S(" <")), gt = slice_find(s, S("> "));

	if (lt == SIZE_MAX || gt == SIZE_MAX || gt < lt)
		return false;
	buf_clear(&w->name);
	buf_clear(&w->email);
	buf_add(&w->name, s.p, lt);
	buf_add(&w->email, s.p + lt + 2, gt - lt - 2);
	return raw_date(w, slice_from(s, gt + 2));
}

static int
ask_git(struct repo *r, struct who *w, const struct role *role, struct error *e)
{
	const char *argv[] = { "-c", "user.useConfigOnly=true", "var",
		role->ident, NULL };
	struct buf out = { 0 }, said = { 0 };
	int status, rc = -1;

	if (repo_git(r, argv, NULL, (struct slice){ 0 }, &out, &said, &status,
	        e))
		goto out;
	if (status && slice_find(buf_slice(&said), S("date")) != SIZE_MAX)
		fail(e, ERR_USAGE, "git does not understand %s",
		    role->date_env);
	else if (status || !parse_ident(w, buf_slice(&out)))
		no_identity(e);
	else
		rc = 0;
out:
	buf_release(&out);
	buf_release(&said);
	return rc;
}

/* Configuration that git reads and libgit2 does not: what these variables
 * name, and [includeIf "hasconfig:..."]. */
static bool
has_unread(struct repo *r)
{
	static const char *const unread[] = { "GIT_CONFIG_SYSTEM",
		"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS" };
	git_config_iterator *it = NULL;
	git_config_entry *entry;
	git_config *cfg;
	bool yes = false;

	for (size_t i = 0; i < sizeof unread / sizeof *unread; i++)
		if (getenv(unread[i]))
			return true;
	if (git_repository_config(&cfg, r->git) < 0)
		return false;
	/* Not by git_config_foreach_match: its regular expressions leak. */
	if (git_config_iterator_new(&it, cfg) == 0)
		while (!yes && git_config_next(&entry, it) == 0)
			yes = slice_starts(slice_of(entry->name),
			    S("includeif.hasconfig:"));
	git_config_iterator_free(it);
	git_config_free(cfg);
	git_error_clear();
	return yes;
}

static int
choose(struct repo *r, struct who *w, const struct role *role, struct error *e)
{
	const char *date = getenv(role->date_env);
	bool name = from_env(&w->name, role->name_env);
	bool mail = from_env(&w->email, role->email_env);

	if ((!name || !mail) && has_unread(r))
		return ask_git(r, w, role, e);
	name = name || repo_config_text(r, role->name_key, &w->name) ||
	    repo_config_text(r, "user.name", &w->name);
	mail = mail || repo_config_text(r, role->email_key, &w->email) ||
	    repo_config_text(r, "user.email", &w->email) ||
	    from_env(&w->email, "EMAIL");
	if (date && *date && !raw_date(w, slice_of(date)))
		return ask_git(r, w, role, e);
	if ((!date || !*date) && now(w, e))
		return -1;
	tidy(&w->name);
	tidy(&w->email);
	return name && mail && w->name.n && w->email.n ? 0 : no_identity(e);
}

int
repo_who(struct repo *r, struct error *e)
{
	if (choose(r, &r->author, &author_role, e) ||
	    choose(r, &r->committer, &committer_role, e))
		return -1;
	r->sign = repo_config_bool(r, "commit.gpgsign", false);
	/* for the reflog */
	git_repository_set_ident(r->git, buf_cstr(&r->committer.name),
	    buf_cstr(&r->committer.email));
	return 0;
}

void
repo_who_release(struct repo *r)
{
	buf_release(&r->author.name);
	buf_release(&r->author.email);
	buf_release(&r->committer.name);
	buf_release(&r->committer.email);
}

/* --- the commit object --- */

static void
put_date(struct buf *b, const struct who *w)
{
	int z = w->offset < 0 ? -w->offset : w->offset;

	buf_printf(b, "%lld %c%02d%02d", (long long)w->at,
	    w->offset < 0 ? '-' : '+', z / 60, z % 60);
}

static void
put_who(struct buf *b, const char *role, const struct who *w)
{
	buf_printf(b, "%s %s <%s> ", role, w->name.p, w->email.p);
	put_date(b, w);
	buf_putc(b, '\n');
}

static char *
env_of(const char *name, const char *suffix, const struct buf *text,
    const struct who *when)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s%s=", name, suffix);
	if (text)
		buf_put(&b, buf_slice(text));
	else
		put_date(&b, when);
	return b.p;
}

/* A signature is git's business: git commit-tree -S. */
static int
signed_commit(struct repo *r, struct oid *out, const struct oid *tree,
    const struct oid *parents, size_t nparents, struct slice message,
    struct error *e)
{
	const char *argv[16];
	struct buf hex[4] = { { 0 } }, text = { 0 }, said = { 0 };
	char *env[7] = { env_of("GIT_AUTHOR", "_NAME", &r->author.name, NULL),
		env_of("GIT_AUTHOR", "_EMAIL", &r->author.email, NULL),
		env_of("GIT_AUTHOR", "_DATE", NULL, &r->author),
		env_of("GIT_COMMITTER", "_NAME", &r->committer.name, NULL),
		env_of("GIT_COMMITTER", "_EMAIL", &r->committer.email, NULL),
		env_of("GIT_COMMITTER", "_DATE", NULL, &r->committer), NULL };
	size_t n = 0;
	int status, rc = -1;
	git_oid id;

	argv[n++] = "commit-tree";
	argv[n++] = "-S";
	oid_put(&hex[0], tree);
	argv[n++] = hex[0].p;
	for (size_t i = 0; i < nparents && i < 3; i++) {
		oid_put(&hex[i + 1], &parents[i]);
		argv[n++] = "-p";
		argv[n++] = hex[i + 1].p;
	}
	argv[n] = NULL;
	if (repo_git(r, argv, (const char *const *)env, message, &text, &said,
	        &status, e))
		goto out;
	if (status || text.n < 40 || git_oid_fromstrn(&id, text.p, 40) < 0) {
		fail(e, ERR_CONFLICT,
		    "cannot sign the commit (commit.gpgsign "
		    "is set): %.*s",
		    SL(slice_trim(buf_slice(&said))));
		goto out;
	}
	git_odb_refresh(r->odb);
	*out = OID(&id);
	rc = 0;
out:
	for (size_t i = 0; i < 6; i++)
		free(env[i]);
	for (size_t i = 0; i < 4; i++)
		buf_release(&hex[i]);
	buf_release(&text);
	buf_release(&said);
	return rc;
}

/* Not by git_commit_create: before libgit2 1.9 it reports success when the
 * object could not be written. */
int
repo_write_commit(struct repo *r, struct oid *out, const struct oid *tree,
    const struct oid *parents, size_t nparents, struct slice message,
    struct error *e)
{
	struct buf b = { 0 };
	int rc;

	if (r->sign)
		return signed_commit(r, out, tree, parents, nparents, message,
		    e);
	buf_puts(&b, "tree ");
	oid_put(&b, tree);
	for (size_t i = 0; i < nparents; i++) {
		buf_puts(&b, "\nparent ");
		oid_put(&b, &parents[i]);
	}
	buf_putc(&b, '\n');
	put_who(&b, "author", &r->author);
	put_who(&b, "committer", &r->committer);
	buf_putc(&b, '\n');
	buf_put(&b, message);
	rc = repo_write(r, out, buf_slice(&b), GIT_OBJECT_COMMIT, e);
	buf_release(&b);
	return rc;
}
