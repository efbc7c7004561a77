/*
 * The commit protocol and the states of a repository, by the library.  Each
 * test has a repository of its own; git itself is the judge.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#include "error.h"
#include "file.h"
#include "mem.h"
#include "repo.h"

#include "banned.h"

struct place {
	char dir[40], home[40];
	struct repo *repo;
	struct error e;
};

/* --- a place to work in --- */

/* Run git there; its output into *out when that is not NULL. */
static int
git(struct place *p, struct buf *out, const char *a, const char *b,
    const char *c, const char *d)
{
	const char *argv[] = { a, b, c, d, NULL };
	struct repo *r = p->repo;
	struct error e;
	int status = -1;

	if (!r && repo_open(&r, p->dir, &e))
		return -1;
	if (repo_git(r, argv, NULL, (struct slice){ 0 }, out, NULL, &status,
	        &e))
		status = -1;
	if (!p->repo)
		repo_close(r);
	return status;
}

#define GIT(p, ...) GIT_(p, NULL, __VA_ARGS__, NULL, NULL, NULL, NULL)
#define GIT_(p, out, a, b, c, d, ...)                                          \
	assert_int_equal(git(p, out, a, b, c, d), 0)

static void
says(struct place *p, const char *want, const char *a, const char *b,
    const char *c)
{
	struct buf out = { 0 };

	assert_int_equal(git(p, &out, a, b, c, NULL), 0);
	assert_string_equal(buf_cstr(&out), want);
	buf_release(&out);
}

static void
put(struct place *p, const char *name, const char *text)
{
	struct buf path = { 0 };
	struct error e;

	buf_printf(&path, "%s/%s", p->dir, name);
	assert_int_equal(file_write(AT_FDCWD, buf_cstr(&path), slice_of(text),
	                     0644, &e),
	    0);
	buf_release(&path);
}

static void
is_file(struct place *p, const char *name, const char *want)
{
	struct buf path = { 0 }, text = { 0 };
	struct error e;

	buf_printf(&path, "%s/%s", p->dir, name);
	assert_int_equal(file_read(&text, AT_FDCWD, buf_cstr(&path), 1 << 20,
	                     NULL, &e),
	    0);
	assert_string_equal(buf_cstr(&text), want);
	buf_release(&path);
	buf_release(&text);
}

static int
enter(void **state)
{
	struct place *p = calloc(1, sizeof *p);
	struct buf path = { 0 };

	memcpy(p->dir, "/tmp/ref-unit.XXXXXX", 21);
	memcpy(p->home, "/tmp/ref-home.XXXXXX", 21);
	assert_non_null(mkdtemp(p->dir));
	assert_non_null(mkdtemp(p->home));
	setenv("HOME", p->home, 1);
	buf_printf(&path, "%s/config", p->home);
	setenv("GIT_CONFIG_GLOBAL", buf_cstr(&path), 1);
	assert_int_equal(file_write(AT_FDCWD, path.p,
	                     S("[user]\n\tname = Test User\n"
	                       "\temail = test@example.com\n"
	                       "[init]\n\tdefaultBranch = main\n"),
	                     0600, &p->e),
	    0);
	buf_release(&path);
	assert_int_equal(repo_init(p->dir, &p->e), 0);
	put(p, "note", "n\n");
	buf_printf(&path, "%s/contacts", p->dir);
	mkdir(buf_cstr(&path), 0755);
	buf_release(&path);
	put(p, "contacts/a.yaml", "name: A\n");
	*state = p;
	return 0;
}

static int
born(void **state)
{
	enter(state);
	GIT((struct place *)*state, "add", ".");
	GIT((struct place *)*state, "commit", "-qm", "first");
	return 0;
}

static int
leave(void **state)
{
	struct place *p = *state;
	pid_t pid;

	repo_close(p->repo);
	pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", p->dir, p->home, (char *)NULL);
		_exit(127);
	}
	free(p);
	return pid < 0;
}

static void
begin(struct place *p)
{
	if (repo_open(&p->repo, p->dir, &p->e) || repo_begin(p->repo, &p->e)) {
		print_message("# %s\n", p->e.msg);
		assert_true(0);
	}
}

/* A begin is refused, with a word in the message. */
static void
refused(struct place *p, enum err code, const char *word)
{
	struct repo *r = NULL;
	int rc = repo_open(&r, p->dir, &p->e);

	if (rc == 0)
		rc = repo_begin(r, &p->e);
	repo_close(r);
	assert_int_equal(rc, -1);
	if (p->e.code != code || !strstr(p->e.msg, word))
		print_message("# %d %s\n", (int)p->e.code, p->e.msg);
	assert_int_equal(p->e.code, code);
	assert_non_null(strstr(p->e.msg, word));
}

static int
commit1(struct place *p, const char *path, const char *was, const char *now)
{
	struct repo_change c = { path, slice_of(was), slice_of(now) };
	struct repo_note note = { .message = S("test\n") };
	struct oid oid;

	return repo_commit(p->repo, &c, 1, &note, &oid, NULL, &p->e);
}

/* Look, expect no trouble, write. */
static void
change(struct place *p, const char *path, const char *now)
{
	struct repo_file f = { 0 };
	int rc;

	begin(p);
	rc = repo_look(p->repo, path, 1 << 20, &f, &p->e);
	if (rc == 0)
		rc = commit1(p, path, f.exists ? buf_cstr(&f.text) : NULL, now);
	if (rc)
		print_message("# %s\n", p->e.msg);
	assert_int_equal(rc, 0);
	repo_file_release(&f);
	repo_close(p->repo);
	p->repo = NULL;
}

static void
look_refused(struct place *p, const char *path, enum err code, const char *word)
{
	struct repo_file f = { 0 };
	int rc;

	begin(p);
	rc = repo_look(p->repo, path, 1 << 20, &f, &p->e);
	repo_close(p->repo);
	p->repo = NULL;
	assert_int_equal(rc, -1);
	if (p->e.code != code || !strstr(p->e.msg, word))
		print_message("# %d %s\n", (int)p->e.code, p->e.msg);
	assert_int_equal(p->e.code, code);
	assert_non_null(strstr(p->e.msg, word));
}

static void
sound(struct place *p)
{
	struct buf out = { 0 };

	assert_int_equal(git(p, &out, "fsck", "--strict", "--no-dangling",
	                     NULL),
	    0);
	buf_release(&out);
}

/* --- one commit --- */

static void
modify(void **state)
{
	struct place *p = *state;

	change(p, "contacts/a.yaml", "name: A\ncall: Ann\n");
	is_file(p, "contacts/a.yaml", "name: A\ncall: Ann\n");
	says(p, "name: A\ncall: Ann\n", "show", "HEAD:contacts/a.yaml", NULL);
	says(p, "", "status", "--porcelain", NULL);
	says(p, "2\n", "rev-list", "--count", "HEAD");
	says(p, "Test User <test@example.com>\n", "log", "-1",
	    "--format=%an <%ae>");
	sound(p);
}

static void
create_remove(void **state)
{
	struct place *p = *state;

	change(p, "contacts/s/siti.yaml", "name: Siti\n");
	change(p, "contacts/a.yaml", NULL);
	says(p, "contacts/s/siti.yaml\nnote\n", "ls-files", NULL, NULL);
	says(p, "contacts\nnote\n", "ls-tree", "--name-only", "HEAD");
	says(p, "", "status", "--porcelain", NULL);
	change(p, "contacts/s/siti.yaml", NULL);
	says(p, "", "status", "--porcelain", NULL);
	sound(p);
}

static void
unborn(void **state)
{
	struct place *p = *state;

	change(p, "contacts/b.yaml", "name: B\n");
	says(p, "?? contacts/a.yaml\n?? note\n", "status", "--porcelain",
	    "-uall");
	says(p, "1\n", "rev-list", "--count", "HEAD");
	sound(p);
}

static void
nothing_swept(void **state)
{
	struct place *p = *state;

	put(p, "staged", "S\n");
	GIT(p, "add", "staged");
	put(p, "note", "edited\n");
	change(p, "contacts/a.yaml", "name: Ann\n");
	says(p, " M note\nA  staged\n", "status", "--porcelain", NULL);
	says(p, "contacts/a.yaml\n", "show", "--format=", "--name-only");
}

/* Any index that git can make: ours stays readable to git, and clean. */
static void
index_kind(struct place *p, const char *key, const char *value, const char *how)
{
	GIT(p, "config", key, value);
	if (how)
		GIT(p, "update-index", how);
	put(p, "other", value);
	GIT(p, "add", "other");
	GIT(p, "commit", "-qm", "more");
	change(p, "contacts/a.yaml", value);
	change(p, "contacts/new.yaml", "name: N\n");
	says(p, "", "status", "--porcelain", NULL);
	sound(p);
}

static void
index_v4(void **state)
{
	index_kind(*state, "index.version", "4", "--index-version=4");
}

static void
index_split(void **state)
{
	index_kind(*state, "core.splitIndex", "true", "--split-index");
}

static void
index_untracked(void **state)
{
	index_kind(*state, "core.untrackedCache", "true", "--untracked-cache");
}

static void
index_flags(void **state)
{
	struct place *p = *state;

	GIT(p, "update-index", "--skip-worktree", "note");
	change(p, "contacts/a.yaml", "name: Ann\n");
	says(p, "S note\n", "ls-files", "-v", "note");
	says(p, "", "status", "--porcelain", NULL);
}

/* A file edited within the second in which the index was written stays
 * visible as edited. */
static void
index_racy(void **state)
{
	struct place *p = *state;

	for (int i = 0; i < 5; i++) {
		put(p, "note", i % 2 ? "a\n" : "b\n");
		GIT(p, "add", "note");
		GIT(p, "commit", "-qm", "x");
		put(p, "note", i % 2 ? "c\n" : "d\n");
		change(p, "contacts/a.yaml", i % 2 ? "name: X\n" : "name: Y\n");
		says(p, " M note\n", "status", "--porcelain", NULL);
	}
}

static void
crlf(void **state)
{
	struct place *p = *state;
	struct repo_file f = { 0 };

	GIT(p, "config", "core.autocrlf", "true");
	put(p, "contacts/a.yaml", "name: A\r\n");
	begin(p);
	assert_int_equal(repo_look(p->repo, "contacts/a.yaml", 1 << 20, &f,
	                     &p->e),
	    0);
	assert_false(f.edited);
	repo_file_release(&f);
	repo_close(p->repo);
	p->repo = NULL;
	change(p, "contacts/a.yaml", "name: A\r\ncall: B\r\n");
	says(p, "name: A\ncall: B\n", "show", "HEAD:contacts/a.yaml", NULL);
	is_file(p, "contacts/a.yaml", "name: A\r\ncall: B\r\n");
	says(p, "", "status", "--porcelain", NULL);
}

static void
race(void **state)
{
	struct place *p = *state;
	struct repo_change c = { "contacts/a.yaml", S("name: A\n"),
		S("name: Ours\n") };
	struct repo_note note = { .message = S("test\n") };
	struct oid oid;
	size_t at = 7;

	begin(p);
	put(p, "contacts/a.yaml", "name: Theirs\n");
	assert_int_equal(repo_commit(p->repo, &c, 1, &note, &oid, &at, &p->e),
	    -1);
	assert_int_equal(p->e.code, ERR_BUSY);
	assert_int_equal(at, 0);
	repo_close(p->repo);
	p->repo = NULL;
	is_file(p, "contacts/a.yaml", "name: Theirs\n");
	says(p, "1\n", "rev-list", "--count", "HEAD");
	says(p, " M contacts/a.yaml\n", "status", "--porcelain", NULL);
}

/* One of several cannot be done: none is. */
static void
all_or_none(void **state)
{
	struct place *p = *state;
	struct slice none = { 0 };
	struct repo_change c[] = {
		{ "contacts/a.yaml", S("name: A\n"), S("name: Ours\n") },
		{ "contacts/b.yaml", none, S("name: B\n") },
		{ "contacts/c.yaml", none, S("name: C\n") },
	};
	struct repo_note note = { .message = S("test\n") };
	struct oid oid;

	begin(p);
	put(p, "contacts/c.yaml", "name: Theirs\n");
	assert_int_equal(repo_commit(p->repo, c, 3, &note, &oid, NULL, &p->e),
	    -1);
	repo_close(p->repo);
	p->repo = NULL;
	is_file(p, "contacts/a.yaml", "name: A\n");
	says(p, "?? contacts/c.yaml\n", "status", "--porcelain", NULL);
	says(p, "1\n", "rev-list", "--count", "HEAD");
}

/* --- states --- */

static void
not_a_repository(void **state)
{
	struct place *p = *state;
	struct place q = *p;

	memcpy(q.dir, p->home, sizeof q.dir);
	refused(&q, ERR_UNSUPPORTED, "ref-init");
}

static void
bare(void **state)
{
	struct place *p = *state;

	GIT(p, "config", "core.bare", "true");
	refused(p, ERR_UNSUPPORTED, "bare");
}

static void
detached(void **state)
{
	struct place *p = *state;

	GIT(p, "checkout", "-q", "--detach");
	refused(p, ERR_CONFLICT, "detached");
}

static void
merging(void **state)
{
	struct place *p = *state;

	GIT(p, "checkout", "-qb", "side");
	put(p, "note", "side\n");
	GIT(p, "commit", "-qam", "side");
	GIT(p, "checkout", "-q", "main");
	put(p, "note", "main\n");
	GIT(p, "commit", "-qam", "main");
	assert_int_equal(git(p, NULL, "merge", "-q", "side", NULL), 1);
	refused(p, ERR_CONFLICT, "git merge --abort");
	GIT(p, "merge", "--abort");
	assert_int_not_equal(git(p, NULL, "rebase", "-q", "side", NULL), 0);
	refused(p, ERR_CONFLICT, "git rebase --continue");
}

static void
two_trees(void **state)
{
	struct place *p = *state;
	struct buf path = { 0 };
	struct place q = *p;

	buf_printf(&path, "%s/w", p->home);
	GIT(p, "worktree", "add", "-q", buf_cstr(&path));
	memcpy(q.dir, path.p, path.n + 1);
	change(&q, "contacts/w.yaml", "name: W\n"); /* its own branch: fine */
	says(&q, "", "status", "--porcelain", NULL);
	assert_int_equal(git(&q, NULL, "symbolic-ref", "HEAD",
	                     "refs/heads/main", NULL),
	    0);
	refused(p, ERR_CONFLICT, "worktree list");
	buf_release(&path);
}

static void
nobody(void **state)
{
	struct place *p = *state;

	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	refused(p, ERR_CONFLICT, "git config --global user.email");
	setenv("GIT_AUTHOR_NAME", "Ann", 1);
	setenv("GIT_AUTHOR_EMAIL", "ann@example.com", 1);
	setenv("GIT_AUTHOR_DATE", "1700000000 +0800", 1);
	setenv("GIT_COMMITTER_NAME", "Ben", 1);
	setenv("GIT_COMMITTER_EMAIL", "ben@example.com", 1);
	setenv("GIT_COMMITTER_DATE", "2026-03-04T05:06:07+08:00", 1);
	change(p, "contacts/a.yaml", "name: Ann\n");
	says(p,
	    "Ann ann@example.com 1700000000 Ben ben@example.com "
	    "2026-03-04T05:06:07+08:00\n",
	    "log", "-1", "--format=%an %ae %at %cn %ce %cI");
	for (size_t i = 0; i < 6; i++) {
		static const char *const names[] = { "GIT_AUTHOR_NAME",
			"GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE",
			"GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
			"GIT_COMMITTER_DATE" };

		unsetenv(names[i]);
	}
}

static void
staged_third(void **state)
{
	struct place *p = *state;

	put(p, "contacts/a.yaml", "name: Staged\n");
	GIT(p, "add", ".");
	put(p, "contacts/a.yaml", "name: Edited\n");
	look_refused(p, "contacts/a.yaml", ERR_CONFLICT, "staged changes");
}

static void
filters(void **state)
{
	struct place *p = *state;

	put(p, ".gitattributes", "contacts/** filter=git-crypt\n");
	look_refused(p, "contacts/a.yaml", ERR_UNSUPPORTED, "filter");
}

static void
links(void **state)
{
	struct place *p = *state;
	struct buf a = { 0 }, b = { 0 };

	buf_printf(&a, "%s/contacts/a.yaml", p->dir);
	buf_printf(&b, "%s/contacts/l.yaml", p->dir);
	assert_int_equal(symlink("a.yaml", buf_cstr(&b)), 0);
	look_refused(p, "contacts/l.yaml", ERR_UNSUPPORTED, "regular");
	unlink(b.p);
	assert_int_equal(link(buf_cstr(&a), b.p), 0);
	look_refused(p, "contacts/a.yaml", ERR_UNSUPPORTED, "hard link");
	unlink(b.p);
	assert_int_equal(mkfifo(b.p, 0600), 0);
	look_refused(p, "contacts/l.yaml", ERR_UNSUPPORTED, "regular");
	buf_clear(&a);
	buf_printf(&a, "%s/contacts/s", p->dir);
	assert_int_equal(symlink("/tmp", buf_cstr(&a)), 0);
	look_refused(p, "contacts/s/x.yaml", ERR_UNSUPPORTED, "symbolic");
	look_refused(p, "contacts/../x", ERR_INVALID, "no path");
	look_refused(p, ".git/config", ERR_INVALID, "no path");
	buf_release(&a);
	buf_release(&b);
}

/* index.lock of somebody else is waited for, ours from a crash removed. */
static void
stale_lock(void **state)
{
	struct place *p = *state;
	struct buf own = { 0 }, lock = { 0 };

	change(p, "contacts/a.yaml", "name: One\n");
	buf_printf(&own, "%s/.git/ref/index.lock.own", p->dir);
	buf_printf(&lock, "%s/.git/index.lock", p->dir);
	assert_int_equal(link(buf_cstr(&own), buf_cstr(&lock)), 0);
	change(p, "contacts/a.yaml", "name: Two\n");
	assert_int_equal(access(lock.p, F_OK), -1);
	buf_release(&own);
	buf_release(&lock);
}

/* --- history --- */

static int
count(void *arg, const struct repo_entry *x, struct error *e)
{
	(void)e;
	assert_true(slice_is(x->email, "test@example.com"));
	++*(int *)arg;
	return 0;
}

static int
one_path(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e)
{
	(void)e;
	assert_true(slice_is(path, "contacts/a.yaml"));
	assert_true(oid_set(old) && oid_set(new));
	++*(int *)arg;
	return 0;
}

static void
history(void **state)
{
	struct place *p = *state;
	struct oid tip, old;
	struct buf text = { 0 };
	int n = 0;

	change(p, "contacts/a.yaml", "name: One\n");
	assert_int_equal(repo_open(&p->repo, p->dir, &p->e), 0);
	assert_int_equal(repo_resolve(p->repo, &tip, "HEAD", &p->e), 0);
	assert_int_equal(repo_resolve(p->repo, &old, "HEAD~1", &p->e), 0);
	assert_int_equal(repo_resolve(p->repo, &old, "nope", &p->e), -1);
	assert_int_equal(p->e.code, ERR_NOTFOUND);
	assert_int_equal(repo_show(p->repo, &text, &old, "contacts/a.yaml",
	                     &p->e),
	    0);
	assert_buf(&text, "name: A\n");
	assert_int_equal(repo_log(p->repo, &tip, count, &n, &p->e), 0);
	assert_int_equal(n, 2);
	n = 0;
	assert_int_equal(repo_diff(p->repo, &old, &tip, "contacts", one_path,
	                     &n, &p->e),
	    0);
	assert_int_equal(n, 1);
	assert_int_equal(repo_patch(&text, "x", S("a\n"), "x", S("b\n"), &p->e),
	    0);
	assert_buf(&text,
	    "diff --git a/x b/x\n--- a/x\n+++ b/x\n"
	    "@@ -1 +1 @@\n-a\n+b\n");
	assert_true(repo_merge_text(&text, S("a\nb\nc\nd\ne\n"),
	    S("A\nb\nc\nd\ne\n"), S("a\nb\nc\nd\nE\n")));
	assert_buf(&text, "A\nb\nc\nd\nE\n");
	assert_false(repo_merge_text(&text, S("a\n"), S("b\n"), S("c\n")));
	buf_release(&text);
}

#define BORN(title, fn)                                                        \
	{                                                                      \
		title, fn, born, leave, NULL                                   \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BORN("a changed file is one clean commit", modify),
		BORN("files are made and removed, folders with them",
		    create_remove),
		{ "an unborn branch is born", unborn, enter, leave, NULL },
		BORN("staged and unstaged work is not swept in", nothing_swept),
		BORN("an index of version 4", index_v4),
		BORN("a split index", index_split),
		BORN("an untracked cache", index_untracked),
		BORN("flags of other entries are kept", index_flags),
		BORN("a racy edit stays visible", index_racy),
		BORN("autocrlf: CRLF on disk, LF in git", crlf),
		BORN("a save in between wins, and is told", race),
		BORN("of several files all or none", all_or_none),
		BORN("no repository: refused", not_a_repository),
		BORN("a bare repository: refused", bare),
		BORN("a detached HEAD: refused", detached),
		BORN("a merge or rebase in progress: refused", merging),
		BORN("a branch in two work trees: refused", two_trees),
		BORN("identity: none, and from the environment", nobody),
		BORN("a third version in the index: refused", staged_third),
		BORN("a filter on contacts: refused", filters),
		BORN("links, fifos and odd paths: refused", links),
		BORN("our own stale index.lock is removed", stale_lock),
		BORN("history is read, texts compared and merged", history),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
