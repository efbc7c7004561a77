/*
 * repo: the git repository under a book; the only user of <git2.h>.
 *
 * Hides libgit2 and its defects (reliability.md 1): every write is verified,
 * objects and refs are fsynced, features that libgit2 cannot handle are
 * refused by name or handed to git itself.  Used by txn, sync, log and init.
 * (The module's own header grows with its users; see txn.h for what programs
 * use.)
 */
#ifndef REF_REPO_H
#define REF_REPO_H

#include "error.h"
#include "str.h"

/* Make a repository at dir (must exist), branch main, or git's configured
 * init.defaultBranch; an existing one is left as it is. */
int repo_init(const char *dir, struct error *e);

#endif
