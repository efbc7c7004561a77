/* Opening a repository, and which ones and which states are refused. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

int
repo_fail(struct error *e, enum err code, const char *fmt, ...)
{
	struct buf b = { 0 };
	char text[400];
	const git_error *g = git_error_last();
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_puts(&b, text);
	if (g && g->message)
		buf_printf(&b, ": %s", g->message);
	git_error_clear();
	fail(e, code, "%s", buf_cstr(&b));
	buf_release(&b);
	return -1;
}

bool
oid_set(const struct oid *o)
{
	return !oid_eq(o, &OID_NONE);
}

bool
oid_eq(const struct oid *a, const struct oid *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void
oid_put(struct buf *out, const struct oid *o)
{
	for (size_t i = 0; i < sizeof o->b; i++)
		buf_printf(out, "%02x", o->b[i]);
}

void
repo_nap(struct repo *r, unsigned ms)
{
	struct timespec t;
	unsigned jitter = ((unsigned)getpid() * 31 + r->serial++ * 17) % 8;

	t.tv_sec = (ms + jitter) / 1000;
	t.tv_nsec = (long)((ms + jitter) % 1000) * 1000000L;
	nanosleep(&t, NULL);
}

/* --- opening --- */

static char *
without_slash(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return mem_copy(path, n);
}

/*
 * When it starts, a libgit2 with mbed TLS parses every certificate that the
 * system trusts: a quarter of the time that a small change takes.  It is git
 * that talks to remotes here, so libgit2 finds this in place of the parser and
 * goes without.
 */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);

int
mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	(void)chain;
	(void)path;
	return -1;
}

/* libgit2 knows neither GIT_CONFIG_GLOBAL nor GIT_CONFIG_NOSYSTEM. */
static void
options(void)
{
	const char *known[] = { "worktreeconfig" };
	const char *nosystem = getenv("GIT_CONFIG_NOSYSTEM");

	if (nosystem && *nosystem && !slice_is(slice_of(nosystem), "0"))
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH,
		    GIT_CONFIG_LEVEL_SYSTEM, "");
	if (getenv("GIT_CONFIG_GLOBAL")) {
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH,
		    GIT_CONFIG_LEVEL_GLOBAL, "");
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG,
		    "");
	}

	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	/* Like git, which does not hash again what it reads; libgit2 looks for
	 * collisions, too, and takes most of the time of a log for that. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known, (size_t)1);
}

/* libgit2 has no '*' for safe.directory: git decides. */
static bool
git_trusts(const char *dir)
{
	struct repo at = { .dir = (char *)(uintptr_t)dir, .work = -1 };
	const char *const argv[] = { "rev-parse", "--git-dir", NULL };
	struct error e;
	int status;

	return repo_git(&at, argv, NULL, (struct slice){ 0 }, NULL, NULL,
	           &status, &e) == 0 &&
	    status == 0;
}

static int
open_git(git_repository **out, const char *dir, struct error *e)
{
	unsigned how = GIT_REPOSITORY_OPEN_NO_SEARCH;
	const git_error *g;
	const char *said;
	int rc = git_repository_open_ext(out, dir, how, NULL);

	g = rc < 0 ? git_error_last() : NULL;
	said = g && g->message ? g->message : "";
	if (rc == GIT_EOWNER || (rc < 0 && strstr(said, "safe.directory"))) {
		if (!git_trusts(dir))
			return fail(e, ERR_UNSUPPORTED,
			    "'%s' belongs to "
			    "another user; if you trust it: git config "
			    "--global --add safe.directory '%s'",
			    dir, dir);
		git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
		rc = git_repository_open_ext(out, dir, how, NULL);
		g = rc < 0 ? git_error_last() : NULL;
		said = g && g->message ? g->message : "";
	}
	if (rc == GIT_ENOTFOUND)
		return fail(e, ERR_UNSUPPORTED,
		    "'%s' is not a git repository; "
		    "make it one: ref-init '%s'",
		    dir, dir);
	if (rc < 0 && strstr(said, "unsupported extension"))
		return repo_fail(e, ERR_UNSUPPORTED,
		    "'%s' is in a format that "
		    "ref cannot write (it needs SHA-1 and plain refs: git init "
		    "--object-format=sha1)",
		    dir);
	if (rc < 0)
		return repo_fail(e, ERR_IO, "cannot open the repository '%s'",
		    dir);
	return 0;
}

/* The file that GIT_CONFIG_GLOBAL names, in place of ~/.gitconfig. */
static void
add_global(git_repository *git)
{
	const char *path = getenv("GIT_CONFIG_GLOBAL");
	git_config *cfg;
	struct stat st;

	if (!path || stat(path, &st) || !S_ISREG(st.st_mode) ||
	    git_repository_config(&cfg, git) < 0)
		return;
	git_config_add_file_ondisk(cfg, path, GIT_CONFIG_LEVEL_GLOBAL, git, 1);
	git_config_free(cfg);
	git_error_clear();
}

static int
open_folders(struct repo *r, struct error *e)
{
	int how = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

	r->work = open(r->dir, how);
	r->gitfd = open(r->gitdir, how);
	r->commonfd = open(r->commondir, how);
	if (r->work < 0 || r->gitfd < 0 || r->commonfd < 0)
		return fail_errno(e, "cannot open '%s'", r->gitdir);
	return 0;
}

int
repo_open(struct repo **out, const char *dir, struct error *e)
{
	struct repo *r = mem_zero(1, sizeof *r);

	r->work = r->gitfd = r->commonfd = r->own = r->lock = r->slots = -1;
	repo_library();
	options();
	if (open_git(&r->git, dir, e))
		goto out;
	add_global(r->git);
	if (git_repository_is_bare(r->git)) {
		fail(e, ERR_UNSUPPORTED,
		    "'%s' is a bare repository; clone it "
		    "and work in the clone",
		    dir);
		goto out;
	}
	r->dir = without_slash(git_repository_workdir(r->git));
	r->gitdir = without_slash(git_repository_path(r->git));
	r->commondir = without_slash(git_repository_commondir(r->git));
	if (open_folders(r, e))
		goto out;
	if (git_repository_odb(&r->odb, r->git) < 0) {
		repo_fail(e, ERR_IO, "cannot open the objects of '%s'", dir);
		goto out;
	}
	*out = r;
	return 0;
out:
	repo_close(r);
	return -1;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
repo_close(struct repo *r)
{
	if (!r)
		return;
	repo_end(r);
	repo_trees_forget(r);
	git_odb_free(r->odb);
	git_repository_free(r->git);
	git_libgit2_shutdown();
	close_fd(r->work);
	close_fd(r->gitfd);
	close_fd(r->commonfd);
	free(r->dir);
	free(r->gitdir);
	free(r->commondir);
	free(r);
}

const char *
repo_dir(const struct repo *r)
{
	return r->dir;
}

const char *
repo_git_dir(const struct repo *r)
{
	return r->gitdir;
}

int
repo_init(const char *dir, struct error *e)
{
	git_repository_init_options o;
	git_repository *git = NULL;
	git_config *cfg = NULL;
	git_buf head = { 0 };
	int rc;

	repo_library();
	options();
	rc = git_repository_open_ext(&git, dir, GIT_REPOSITORY_OPEN_NO_SEARCH,
	    NULL);
	if (rc != GIT_ENOTFOUND)
		goto out; /* there is one, fit or not: repo_open will say */
	git_repository_init_options_init(&o,
	    GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	o.flags = GIT_REPOSITORY_INIT_NO_REINIT;
	o.mode = GIT_REPOSITORY_INIT_SHARED_UMASK;
	if (git_config_open_default(&cfg) == 0 &&
	    git_config_get_string_buf(&head, cfg, "init.defaultbranch") == 0)
		o.initial_head = head.ptr;
	if (!o.initial_head || !*o.initial_head)
		o.initial_head = "main";
	rc = git_repository_init_ext(&git, dir, &o);
	if (rc < 0)
		repo_fail(e, ERR_IO, "cannot make a repository in '%s'", dir);
	else
		rc = 0;
out:
	if (rc > 0 || rc == GIT_EOWNER)
		rc = 0;
	if (rc < 0 && git) /* opened fine */
		rc = 0;
	git_buf_dispose(&head);
	git_config_free(cfg);
	git_repository_free(git);
	git_libgit2_shutdown();
	return rc < 0 ? -1 : 0;
}

/* --- configuration --- */

bool
repo_config_bool(struct repo *r, const char *key, bool none)
{
	git_config *cfg;
	int value = none;

	if (git_repository_config_snapshot(&cfg, r->git) < 0)
		return none;
	if (git_config_get_bool(&value, cfg, key) < 0)
		value = none;
	git_config_free(cfg);
	git_error_clear();
	return value;
}

bool
repo_config_text(struct repo *r, const char *key, struct buf *out)
{
	git_config *cfg;
	git_buf b = { 0 };
	bool found = false;

	if (git_repository_config_snapshot(&cfg, r->git) < 0)
		return false;
	if (git_config_get_string_buf(&b, cfg, key) == 0) {
		buf_add(out, b.ptr, b.size);
		found = true;
	}
	git_buf_dispose(&b);
	git_config_free(cfg);
	git_error_clear();
	return found;
}

/* --- HEAD and what git is in the middle of --- */

static const struct {
	int state;
	const char *what, *next;
} states[] = {
	{ GIT_REPOSITORY_STATE_MERGE, "merge",
	    "git commit, or git merge --abort" },
	{ GIT_REPOSITORY_STATE_REVERT, "revert",
	    "git revert --continue or --abort" },
	{ GIT_REPOSITORY_STATE_REVERT_SEQUENCE, "revert",
	    "git revert --continue or --abort" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK, "cherry-pick",
	    "git cherry-pick --continue or --abort" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE, "cherry-pick",
	    "git cherry-pick --continue or --abort" },
	{ GIT_REPOSITORY_STATE_BISECT, "bisection", "git bisect reset" },
	{ GIT_REPOSITORY_STATE_REBASE, "rebase",
	    "git rebase --continue or --abort" },
	{ GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, "rebase",
	    "git rebase --continue or --abort" },
	{ GIT_REPOSITORY_STATE_REBASE_MERGE, "rebase",
	    "git rebase --continue or --abort" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX, "git am",
	    "git am --continue or --abort" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE, "git am or rebase",
	    "git am or git rebase with --continue or --abort" },
};

int
repo_state(struct repo *r, struct error *e)
{
	int state = git_repository_state(r->git);

	if (state == GIT_REPOSITORY_STATE_NONE)
		return 0;
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (states[i].state == state)
			return fail(e, ERR_CONFLICT,
			    "a %s is in progress in "
			    "'%s'; finish it first: %s",
			    states[i].what, r->dir, states[i].next);
	return fail(e, ERR_CONFLICT,
	    "git is in the middle of something in "
	    "'%s'; see git status",
	    r->dir);
}

/* Whether dir/HEAD says that our branch is checked out there. */
static bool
head_is(int dirfd, const char *path, const char *ref)
{
	struct buf b = { 0 };
	struct error e;
	struct slice s;
	bool same = false;

	if (file_read(&b, dirfd, path, 4096, NULL, &e) == 0) {
		s = slice_trim(buf_slice(&b));
		if (slice_starts(s, S("ref: ")))
			same = slice_is(slice_from(s, 5), ref);
	}
	buf_release(&b);
	return same;
}

/* git keeps a branch to one work tree; libgit2 does not. */
static int
only_here(struct repo *r, struct error *e)
{
	struct buf path = { 0 };
	bool main_tree = strcmp(r->gitdir, r->commondir) == 0, twice = false;
	int fd = openat(r->commonfd, "worktrees",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *own = strrchr(r->gitdir, '/') + 1;
	struct dirent *d;
	DIR *dir;

	if (fd < 0)
		return 0;
	dir = fdopendir(fd);
	while (dir && !twice && (d = readdir(dir))) {
		if (d->d_name[0] == '.' ||
		    (!main_tree && strcmp(d->d_name, own) == 0))
			continue;
		buf_clear(&path);
		buf_printf(&path, "worktrees/%s/HEAD", d->d_name);
		twice = head_is(r->commonfd, buf_cstr(&path), r->ref);
	}
	if (dir)
		closedir(dir);
	else
		close(fd);
	if (!main_tree && !twice && !repo_config_bool(r, "core.bare", false))
		twice = head_is(r->commonfd, "HEAD", r->ref);
	buf_release(&path);
	if (twice)
		return fail(e, ERR_CONFLICT,
		    "branch '%s' is checked out in "
		    "another work tree too; leave it there (git worktree "
		    "list)",
		    r->ref + strlen("refs/heads/"));
	return 0;
}

int
repo_head(struct repo *r, struct error *e)
{
	git_reference *head = NULL;
	git_oid tip;
	const char *target;
	int rc = -1, found;

	if (git_reference_lookup(&head, r->git, "HEAD") < 0)
		return repo_fail(e, ERR_IO, "cannot read HEAD of '%s'", r->dir);
	target = git_reference_symbolic_target(head);
	if (!target) {
		fail(e, ERR_CONFLICT,
		    "HEAD is detached in '%s'; go back to a "
		    "branch first: git switch main",
		    r->dir);
		goto out;
	}
	if (strncmp(target, "refs/heads/", 11) != 0) {
		fail(e, ERR_UNSUPPORTED, "HEAD of '%s' is no branch ('%s')",
		    r->dir, target);
		goto out;
	}
	free(r->ref);
	r->ref = mem_copy(target, strlen(target));
	r->tip = OID_NONE;
	found = git_reference_name_to_id(&tip, r->git, target);
	if (found < 0 && found != GIT_ENOTFOUND) {
		repo_fail(e, ERR_IO, "cannot read '%s'", target);
		goto out;
	}
	if (found == 0)
		r->tip = OID(&tip);
	git_error_clear();
	rc = 0;
out:
	git_reference_free(head);
	return rc;
}

/* --- a time of writing --- */

static void
hold_signals(struct repo *r)
{
	struct sigaction ignore;
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, SIGINT);
	sigaddset(&s, SIGTERM);
	sigaddset(&s, SIGHUP);
	sigprocmask(SIG_BLOCK, &s, &r->mask);
	memset(&ignore, 0, sizeof ignore);
	sigemptyset(&ignore.sa_mask);
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &ignore, &r->pipe);
	sigaction(SIGIO, &ignore, &r->io); /* a broken lease sends it */
}

static void
let_signals(struct repo *r)
{
	sigaction(SIGIO, &r->io, NULL);
	sigaction(SIGPIPE, &r->pipe, NULL);
	sigprocmask(SIG_SETMASK, &r->mask, NULL);
}

/* Private, unless the repository is shared on purpose. */
static mode_t
wanted_umask(struct repo *r)
{
	struct buf b = { 0 };
	struct slice s;
	mode_t m = 077;

	if (repo_config_text(r, "core.sharedrepository", &b)) {
		s = buf_slice(&b);
		if (slice_is(s, "group") || slice_is(s, "true") ||
		    slice_is(s, "1"))
			m = 007;
		else if (slice_is(s, "all") || slice_is(s, "world") ||
		    slice_is(s, "everybody") || slice_is(s, "2"))
			m = 002;
	}
	buf_release(&b);
	return m;
}

bool
repo_shared(struct repo *r)
{
	static const char *const closed[] = { "umask", "false", "no", "off",
		"0", "0600", "" };
	struct buf b = { 0 };
	bool shared = repo_config_text(r, "core.sharedrepository", &b);

	for (size_t i = 0; shared && i < sizeof closed / sizeof *closed; i++)
		shared = !slice_is(buf_slice(&b), closed[i]);
	buf_release(&b);
	return shared;
}

int
repo_begin(struct repo *r, struct error *e)
{
	hold_signals(r);
	r->umask = umask(wanted_umask(r));
	r->begun = true;
	if (repo_lock(r, e))
		goto out;
	if (repo_state(r, e) || repo_head(r, e) || only_here(r, e) ||
	    repo_who(r, e))
		goto out;
	if (repo_gc_hold(r, e) || repo_heal(r, e) || repo_head(r, e))
		goto out;
	return 0;
out:
	repo_end(r);
	return -1;
}

void
repo_end(struct repo *r)
{
	if (!r->begun)
		return;
	r->begun = false;
	repo_index_unlock(r);
	repo_gc_release(r);
	repo_unlock(r);
	if (r->committed)
		repo_maintain(r);
	r->committed = false;
	repo_index_forget(r);
	repo_who_release(r);
	buf_release(&r->asked);
	free(r->ref);
	r->ref = NULL;
	umask(r->umask);
	let_signals(r);
}

struct slice
repo_branch(const struct repo *r)
{
	return slice_of(r->ref ? r->ref + strlen("refs/heads/") : NULL);
}

struct oid
repo_tip(const struct repo *r)
{
	return r->tip;
}

struct slice
repo_email(const struct repo *r)
{
	return buf_slice(&r->committer.email);
}

struct slice
repo_author_name(const struct repo *r)
{
	return buf_slice(&r->author.name);
}
