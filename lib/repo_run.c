/* Running git itself. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

/* What `git rev-parse --local-env-vars` lists, without the GIT_CONFIG ones:
 * set when ref runs inside a hook, and wrong for another repository. */
static const char *const local_env[] = { "GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE",
	"GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
	"GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX",
	"GIT_SHALLOW_FILE", "GIT_COMMON_DIR", NULL };

_Noreturn static void
child(struct repo *r, const char *program, const char **argv,
    const char *const *env, int in, int out, int err)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGIO, SIG_DFL);
	for (size_t i = 0; local_env[i]; i++)
		unsetenv(local_env[i]);
	setenv("LC_ALL", "C", 1);
	for (; env && *env; env++)
		putenv((char *)(uintptr_t)*env);
	if (chdir(r->dir) || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(err, 2) < 0)
		_exit(127);
	execvp(program, (char *const *)(uintptr_t)argv);
	_exit(127);
}

static int
scratch(struct slice text)
{
	int fd = memfd_create("ref", MFD_CLOEXEC);

	if (fd >= 0 && text.p &&
	    (file_write_all(fd, text) || lseek(fd, 0, SEEK_SET) < 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static int
gather(struct buf *out, int fd, struct error *e)
{
	if (!out)
		return 0;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return fail_errno(e, "cannot read what git wrote");
	return file_read_fd(out, fd, "git", (size_t)1 << 30, e);
}

/* Run git with these descriptors as its 0, 1 and 2. */
static int
run(struct repo *r, const char *const *argv, const char *const *env,
    const int fd[3], int *status, struct error *e)
{
	struct buf program = { 0 };
	const char **args;
	size_t n = 0;
	pid_t pid;
	int code;

	while (argv[n])
		n++;
	args = mem_zero(n + 2, sizeof *args);
	args[0] = "git";
	for (size_t i = 0; i < n; i++)
		args[i + 1] = argv[i];
	if (!r->git || !repo_config_text(r, "ref.git", &program))
		buf_puts(&program, "git");
	pid = fork();
	if (pid == 0)
		child(r, buf_cstr(&program), args, env, fd[0], fd[1], fd[2]);
	free(args);
	buf_release(&program);
	if (pid < 0)
		return fail_errno(e, "cannot start git");
	while (waitpid(pid, &code, 0) < 0)
		if (errno != EINTR)
			return fail_errno(e, "cannot wait for git");
	if (WIFEXITED(code) && WEXITSTATUS(code) == 127)
		return fail(e, ERR_IO,
		    "cannot run git; is it installed (the setting ref.git of git "
		    "config names another one)");
	*status = WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
	return 0;
}

int
repo_git(struct repo *r, const char *const *argv, const char *const *env,
    struct slice input, struct buf *out, struct buf *err, int *status,
    struct error *e)
{
	int fd[3] = { -1, -1, -1 }, rc = -1;

	fd[0] = scratch(input);
	fd[1] = scratch((struct slice){ 0 });
	fd[2] = scratch((struct slice){ 0 });
	if (fd[0] < 0 || fd[1] < 0 || fd[2] < 0)
		fail_errno(e, "cannot make room for git's output");
	else if (run(r, argv, env, fd, status, e) == 0 &&
	    gather(out, fd[1], e) == 0 && gather(err, fd[2], e) == 0)
		rc = 0;
	for (int i = 0; i < 3; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return rc;
}

static bool
is_set(struct repo *r, const char *key)
{
	struct buf b = { 0 };
	bool set = r->git && repo_config_text(r, key, &b);

	buf_release(&b);
	return set;
}

/*
 * Programs that git runs must not wait for an answer that nobody will give, nor
 * for a host that went silent; what the user has set for ssh and http stays.
 */
static void
quiet(struct repo *r, const char **env, size_t n)
{
	env[n++] = "GIT_TERMINAL_PROMPT=0";
	env[n++] = "GIT_ASKPASS=/bin/false";
	env[n++] = "SSH_ASKPASS=/bin/false";
	if (!getenv("GIT_SSH_COMMAND") && !getenv("GIT_SSH") &&
	    !is_set(r, "core.sshcommand"))
		env[n++] = "GIT_SSH_COMMAND=ssh -oBatchMode=yes "
		           "-oConnectTimeout=30 -oServerAliveInterval=20";
	if (!getenv("GIT_HTTP_LOW_SPEED_LIMIT") &&
	    !getenv("GIT_HTTP_LOW_SPEED_TIME") &&
	    !is_set(r, "http.lowspeedlimit") &&
	    !is_set(r, "http.lowspeedtime")) {
		env[n++] = "GIT_HTTP_LOW_SPEED_LIMIT=1";
		env[n++] = "GIT_HTTP_LOW_SPEED_TIME=60";
	}
	env[n] = NULL;
}

int
repo_git_user(struct repo *r, const char *const *argv, bool ask,
    struct buf *out, int *status, struct error *e)
{
	const char *env[8] = { "GIT_ALLOW_PROTOCOL=https:ssh:git:file" };
	int fd[3] = { 0, -1, 2 }, rc = -1;

	if (!ask)
		quiet(r, env, 1);
	fd[1] = scratch((struct slice){ 0 });
	if (fd[1] < 0)
		return fail_errno(e, "cannot make room for git's output");
	if (run(r, argv, env, fd, status, e) == 0 && gather(out, fd[1], e) == 0)
		rc = 0;
	close(fd[1]);
	return rc;
}
