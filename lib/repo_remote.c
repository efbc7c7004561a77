/*
 * Other repositories.  Git itself talks to them, so that the user's ssh,
 * credentials and proxies are those of git; we look at exit statuses and at
 * what is for programs to read, never at what is for people.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "repo_git.h"

#include "banned.h"

/* --- configuration --- */

static int
config_put(struct repo *r, const char *key, const char *value, struct error *e)
{
	struct buf now = { 0 };
	git_config *all = NULL, *own = NULL;
	int rc = 0;

	if (repo_config_text(r, key, &now) &&
	    slice_is(buf_slice(&now), value)) {
		buf_release(&now);
		return 0;
	}
	buf_release(&now);
	if (git_repository_config(&all, r->git) < 0 ||
	    git_config_open_level(&own, all, GIT_CONFIG_LEVEL_LOCAL) < 0 ||
	    git_config_set_string(own, key, value) < 0)
		rc = repo_fail(e, ERR_IO, "cannot set '%s' in '%s/config'", key,
		    r->commondir);
	git_config_free(own);
	git_config_free(all);
	return rc;
}

static void
quote(struct buf *b, const char *s)
{
	buf_putc(b, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			buf_puts(b, "'\\'");
		buf_putc(b, *s);
	}
	buf_putc(b, '\'');
}

/* Found beside us, ref-merge need not be on git's PATH. */
static void
driver(struct buf *b)
{
	char self[PATH_MAX];
	struct buf path = { 0 };
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (n > 0) {
		self[n] = '\0';
		slash = strrchr(self, '/');
		buf_add(&path, self, (size_t)(slash - self));
		buf_puts(&path, "/ref-merge");
	}
	if (path.p && access(path.p, X_OK) == 0)
		quote(b, path.p);
	else
		buf_puts(b, "ref-merge");
	buf_puts(b, " %O %A %B %L %P");
	buf_release(&path);
}

int
repo_register_drivers(struct repo *r, struct error *e)
{
	struct buf run = { 0 };
	int rc;

	driver(&run);
	rc = config_put(r, "merge.ref.name", "contacts, field by field", e);
	if (rc == 0)
		rc = config_put(r, "merge.ref.driver", buf_cstr(&run), e);
	/* A field of the contact, or the entry of a list by its day. */
	if (rc == 0)
		rc = config_put(r, "diff.ref.xfuncname",
		    "^([a-z][a-z0-9_-]*:.*|  - (at|on): .*)$", e);
	buf_release(&run);
	return rc;
}

int
repo_sign_as(struct repo *r, struct slice name, struct slice email,
    struct error *e)
{
	struct error unknown;
	struct buf text = { 0 };
	int rc;

	if (!name.n || !email.n)
		return 0;
	rc = repo_who(r, &unknown);
	repo_who_release(r); /* no transaction has begun */
	if (rc == 0 || unknown.code != ERR_CONFLICT)
		return 0;
	buf_put(&text, name);
	rc = config_put(r, "user.name", buf_cstr(&text), e);
	buf_clear(&text);
	buf_put(&text, email);
	if (rc == 0)
		rc = config_put(r, "user.email", buf_cstr(&text), e);
	buf_release(&text);
	return rc;
}

/* --- which remote --- */

static bool
name_ok(struct slice s)
{
	if (!s.n || s.p[0] == '-' || s.p[0] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		        (c >= '0' && c <= '9') || c == '.' || c == '_' ||
		        c == '-'))
			return false;
	}
	return true;
}

static int
url_ok(struct slice url, struct error *e)
{
	if (!url.n || url.p[0] == '-')
		return fail(e, ERR_USAGE,
		    "'%.*s' is no address of a repository", SL(url));
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] < ' ' || url.p[i] == 0x7f)
			return fail(e, ERR_USAGE,
			    "the address of the repository has control "
			    "characters in it");
	return 0;
}

static bool
setting(struct repo *r, struct buf *out, const char *section, const char *name,
    const char *key)
{
	struct buf full = { 0 };
	bool found;

	buf_printf(&full, "%s.%s.%s", section, name, key);
	found = repo_config_text(r, buf_cstr(&full), out);
	buf_release(&full);
	return found;
}

/* By git: git_remote_list leaks in the libgit2 of Debian 12. */
static void
only_remote(struct repo *r, struct buf *out)
{
	const char *const argv[] = { "remote", NULL };
	struct buf names = { 0 };
	struct slice rest, name = { 0 };
	struct error none;
	size_t n = 0;
	int status;

	if (repo_git(r, argv, NULL, (struct slice){ 0 }, &names, NULL, &status,
	        &none))
		status = 1;
	rest = buf_slice(&names);
	while (!status && rest.p && rest.n && !slice_is(name, "origin")) {
		name = slice_cut(&rest, '\n');
		n++;
	}
	if (n == 1 || slice_is(name, "origin"))
		buf_put(out, name);
	buf_release(&names);
}

static int
choose_remote(struct repo *r, const char *named, struct buf *out,
    struct error *e)
{
	const char *branch = r->ref + strlen("refs/heads/");

	if (named)
		buf_puts(out, named);
	else if (!setting(r, out, "branch", branch, "remote") ||
	    slice_is(buf_slice(out), ".")) {
		buf_clear(out);
		only_remote(r, out);
	}
	if (!out->n)
		return fail(e, ERR_NOTFOUND,
		    "no remote repository is known; add one: git remote add "
		    "origin URL");
	if (!name_ok(buf_slice(out)))
		return fail(e, ERR_USAGE, "'%s' is no name of a remote",
		    buf_cstr(out));
	return 0;
}

int
repo_remote(struct repo *r, const char *named, struct buf *remote,
    struct buf *branch, struct error *e)
{
	const char *own = r->ref + strlen("refs/heads/");
	struct buf url = { 0 }, merge = { 0 }, tracked = { 0 };
	int rc = -1;

	if (choose_remote(r, named, remote, e))
		goto out;
	if (!setting(r, &url, "remote", buf_cstr(remote), "url")) {
		fail(e, ERR_NOTFOUND,
		    "there is no remote '%s'; git remote -v lists them, git "
		    "remote add %s URL makes it",
		    buf_cstr(remote), buf_cstr(remote));
		goto out;
	}
	if (url_ok(buf_slice(&url), e))
		goto out;
	buf_clear(branch);
	if (setting(r, &tracked, "branch", own, "remote") &&
	    slice_eq(buf_slice(&tracked), buf_slice(remote)) &&
	    setting(r, &merge, "branch", own, "merge") &&
	    slice_starts(buf_slice(&merge), S("refs/heads/")))
		buf_put(branch,
		    slice_from(buf_slice(&merge), strlen("refs/heads/")));
	else
		buf_puts(branch, own);
	rc = 0;
out:
	buf_release(&url);
	buf_release(&merge);
	buf_release(&tracked);
	return rc;
}

int
repo_track(struct repo *r, const char *remote, const char *branch,
    struct error *e)
{
	const char *own = r->ref + strlen("refs/heads/");
	struct buf key = { 0 }, now = { 0 }, full = { 0 };
	int rc = 0;

	if (!setting(r, &now, "branch", own, "remote")) {
		buf_printf(&key, "branch.%s.remote", own);
		rc = config_put(r, buf_cstr(&key), remote, e);
		buf_clear(&key);
		buf_printf(&key, "branch.%s.merge", own);
		buf_printf(&full, "refs/heads/%s", branch);
		if (rc == 0)
			rc = config_put(r, buf_cstr(&key), buf_cstr(&full), e);
	}
	buf_release(&key);
	buf_release(&now);
	buf_release(&full);
	return rc;
}

/* --- fetch and push --- */

static bool
has_branch(struct repo *r, const char *remote, const char *ref, bool ask,
    bool *known)
{
	const char *const argv[] = { "-c", "protocol.ext.allow=never",
		"ls-remote", "--exit-code", "--heads", "--end-of-options",
		remote, ref, NULL };
	struct error e;
	int status;

	*known = repo_git_user(r, argv, ask, NULL, &status, &e) == 0 &&
	    (status == 0 || status == 2);
	return *known && status == 0;
}

int
repo_fetch(struct repo *r, const char *remote, const char *branch, bool ask,
    struct oid *tip, struct error *e)
{
	struct buf spec = { 0 }, ref = { 0 }, theirs = { 0 };
	const char *argv[] = { "-c", "protocol.ext.allow=never", "-c",
		"fetch.fsckObjects=true", "-c", "gc.auto=0",
		"--no-optional-locks", "fetch", "--quiet", "--no-tags",
		"--no-recurse-submodules", "--no-write-fetch-head",
		"--no-auto-maintenance", "--end-of-options", remote, NULL,
		NULL };
	struct oid seen;
	bool known, tried;
	int status, rc = -1;

	buf_printf(&theirs, "refs/heads/%s", branch);
	buf_printf(&ref, "refs/remotes/%s/%s", remote, branch);
	buf_printf(&spec, "+%s:%s", buf_cstr(&theirs), buf_cstr(&ref));
	argv[15] = buf_cstr(&spec);
	*tip = OID_NONE;
	/* A fetch of a branch that is not there fails like any other: the first
	 * time we look before. */
	status = 1;
	tried = repo_resolve(r, &seen, buf_cstr(&ref), e) == 0;
	if (tried && repo_git_user(r, argv, ask, NULL, &status, e))
		goto out;
	if (status && !has_branch(r, remote, buf_cstr(&theirs), ask, &known)) {
		rc = known
		    ? 0
		    : fail(e, ERR_IO, "cannot reach remote '%s'", remote);
		goto out;
	}
	if (!tried && repo_git_user(r, argv, ask, NULL, &status, e))
		goto out;
	if (status) {
		fail(e, ERR_IO,
		    "cannot fetch from remote '%s'; nothing of it was taken",
		    remote);
		goto out;
	}
	git_odb_refresh(r->odb);
	rc = repo_resolve(r, tip, buf_cstr(&ref), e);
out:
	buf_release(&spec);
	buf_release(&ref);
	buf_release(&theirs);
	return rc;
}

/* The porcelain line of our ref: "!\tFROM:TO\tWHY". */
static bool
refused(struct slice out, struct buf *why)
{
	while (out.p && out.n) {
		struct slice line = slice_cut(&out, '\n');

		if (slice_starts(line, S("!\t"))) {
			slice_cut(&line, '\t');
			slice_cut(&line, '\t');
			if (why && line.p)
				buf_put(why, line);
			return true;
		}
	}
	return false;
}

int
repo_push(struct repo *r, const char *remote, const char *branch,
    const struct oid *commit, bool ask, bool *rejected, struct buf *why,
    struct error *e)
{
	struct buf spec = { 0 }, out = { 0 };
	const char *argv[] = { "-c", "protocol.ext.allow=never", "-c",
		"gc.auto=0", "push", "--quiet", "--porcelain",
		"--no-follow-tags", "--end-of-options", remote, NULL, NULL };
	int status, rc;

	oid_put(&spec, commit);
	buf_printf(&spec, ":refs/heads/%s", branch);
	argv[10] = buf_cstr(&spec);
	*rejected = false;
	rc = repo_git_user(r, argv, ask, &out, &status, e);
	if (rc == 0 && status) {
		*rejected = refused(buf_slice(&out), why);
		if (!*rejected)
			rc = fail(e, ERR_IO, "cannot push to remote '%s'",
			    remote);
	}
	buf_release(&spec);
	buf_release(&out);
	return rc;
}

void
repo_wait(struct repo *r, unsigned ms)
{
	repo_nap(r,
	    ms + (ms * (((unsigned)getpid() * 31 + r->serial) % 97)) / 97);
}

/* --- a whole copy --- */

int
repo_clone(const char *url, const char *dir, bool ask, struct error *e)
{
	const char *const argv[] = { "-c", "protocol.ext.allow=never", "-c",
		"fetch.fsckObjects=true", "clone", "--quiet", "--no-checkout",
		"--no-recurse-submodules", "--end-of-options", url, dir, NULL };
	char here[] = ".";
	struct repo at = { .dir = here, .work = -1 };
	struct slice s = slice_of(url);
	int status;

	if (url_ok(s, e))
		return -1;
	if (repo_git_user(&at, argv, ask, NULL, &status, e))
		return -1;
	return status ? fail(e, ERR_IO, "cannot clone '%s'", url) : 0;
}

/* The full name of the remote's only branch; SIZE_MAX: git could not say. */
static size_t
remote_branches(struct repo *r, struct buf *only)
{
	const char *const argv[] = { "for-each-ref", "--format=%(refname)",
		"refs/remotes", NULL };
	struct buf refs = { 0 };
	struct slice rest, name;
	struct error none;
	size_t n = 0;
	int status;

	if (repo_git(r, argv, NULL, (struct slice){ 0 }, &refs, NULL, &status,
	        &none) ||
	    status)
		n = SIZE_MAX;
	rest = buf_slice(&refs);
	while (n != SIZE_MAX && rest.p && rest.n) {
		name = slice_cut(&rest, '\n');
		if (n++ == 0)
			buf_put(only, name);
	}
	buf_release(&refs);
	return n;
}

/* "refs/remotes/origin/a/b": "a/b" */
static const char *
branch_in(const char *ref)
{
	for (int i = 0; ref && i < 3; i++)
		if ((ref = strchr(ref, '/')))
			ref++;
	return ref;
}

int
repo_settle_head(struct repo *r, struct error *e)
{
	struct buf ref = { 0 }, head = { 0 };
	const char *track[] = { "branch", "--quiet", "--track", "--", NULL,
		NULL, NULL };
	const char *go[] = { "symbolic-ref", "HEAD", NULL, NULL };
	size_t n = 0;
	int status = 0, rc = 0;

	if (git_repository_head_unborn(r->git) == 1)
		n = remote_branches(r, &ref);
	if (n == 1 && (track[4] = branch_in(ref.p))) {
		buf_printf(&head, "refs/heads/%s", track[4]);
		track[5] = ref.p;
		go[2] = head.p;
		rc = repo_git(r, track, NULL, (struct slice){ 0 }, NULL, NULL,
		    &status, e);
		if (rc == 0 && status == 0)
			rc = repo_git(r, go, NULL, (struct slice){ 0 }, NULL,
			    NULL, &status, e);
	}
	if (rc == 0 && (status || n > 1))
		rc = fail(e, ERR_UNSUPPORTED,
		    "the remote does not say which branch is the book's; say "
		    "it there: git symbolic-ref HEAD refs/heads/main");
	buf_release(&ref);
	buf_release(&head);
	return rc;
}

int
repo_checkout(struct repo *r, struct error *e)
{
	const char *const argv[] = { "-c", "core.hooksPath=/dev/null", "-c",
		"submodule.recurse=false", "reset", "--quiet", "--hard", "HEAD",
		NULL };
	struct buf err = { 0 };
	int status, rc;

	rc = repo_git(r, argv, NULL, (struct slice){ 0 }, NULL, &err, &status,
	    e);
	if (rc == 0 && status)
		rc = fail(e, ERR_IO, "cannot make the files: %.*s",
		    SL(slice_trim(buf_slice(&err))));
	buf_release(&err);
	return rc;
}

/* --- histories --- */

int
repo_merge_bases(struct repo *r, const struct oid *a, const struct oid *b,
    struct arena *arena, const struct oid **out, size_t *n, struct error *e)
{
	git_oidarray all = { 0 };
	struct oid *v;
	int rc;

	if (git_repository_is_shallow(r->git) == 1)
		return fail(e, ERR_UNSUPPORTED,
		    "the history of this clone was cut off; get the rest: git "
		    "fetch --unshallow");
	rc = git_merge_bases(&all, r->git, GID(a), GID(b));
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_fail(e, ERR_IO, "cannot compare two histories");
	git_error_clear();
	v = arena_array(arena, all.count + 1, sizeof *v);
	for (size_t i = 0; i < all.count; i++)
		memcpy(v[i].b, all.ids[i].id, sizeof v[i].b);
	*out = v;
	*n = all.count;
	git_oidarray_dispose(&all);
	return 0;
}
