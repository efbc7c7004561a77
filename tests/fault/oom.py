#!/usr/bin/env python3
"""oom.py PROGRAMS PRELOAD [--points N] [--seed S] [--verbose]

Run a change, and a sync with something to merge, under a malloc of which the
n-th call fails, once or from there on.  The program ends with status 2, or
does its work after all; it never crashes; the book is old or new; and the next
command works.  Without --points every allocation is tried; with it so many,
picked at random.  Prints TAP.
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

ap = argparse.ArgumentParser()
ap.add_argument("programs")
ap.add_argument("preload")
ap.add_argument("--points", type=int, default=0)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--verbose", action="store_true")
args = ap.parse_args()
rnd = random.Random(args.seed)

W = tempfile.mkdtemp(prefix="ref-oom.")
LIVE, BASE = W + "/live", W + "/base"
BOOK = LIVE + "/book"
FILE = "contacts/ann.yaml"
env = dict(os.environ, HOME=W, REF_BOOK=BOOK, REF_NOW="2026-10-20",
           TZ="UTC", LC_ALL="C", GIT_CONFIG_NOSYSTEM="1",
           GIT_CONFIG_GLOBAL=W + "/gitconfig")


def run(*a, **more):
    return subprocess.run(a, env=dict(env, **more), capture_output=True,
                          stdin=subprocess.DEVNULL, text=True)


def must(*a):
    p = run(*a)
    if p.returncode:
        sys.exit("Bail out! %s: %s" % (" ".join(a), p.stderr))
    return p.stdout


def ref(verb, *a, **more):
    return run(args.programs + "/ref-" + verb, *a, **more)


def git(*a):
    return run("git", "-C", BOOK, *a)


def reset():
    shutil.rmtree(LIVE, ignore_errors=True)
    shutil.copytree(BASE, LIVE, symlinks=True)
    git("update-index", "-q", "--refresh")


def make():
    for k, v in (("user.name", "T"), ("user.email", "t@example.com"),
                 ("init.defaultBranch", "main"), ("gc.auto", "0")):
        must("git", "config", "--global", k, v)
    os.mkdir(LIVE)
    must(args.programs + "/ref-init", BOOK)
    for name in ("Ann", "Ben"):
        must(args.programs + "/ref-add", name, "source=event")
    must("git", "init", "-q", "--bare", LIVE + "/hub.git")
    must("git", "-C", BOOK, "remote", "add", "origin", "../hub.git")
    must(args.programs + "/ref-sync")
    # Something to merge: ours and theirs on one contact.
    must("git", "clone", "-q", LIVE + "/hub.git", LIVE + "/b")
    must(args.programs + "/ref-touch", "-B", LIVE + "/b", "ann", "call",
         "theirs")
    must("git", "-C", LIVE + "/b", "push", "-q")
    must(args.programs + "/ref-touch", "ann", "call", "ours")
    shutil.copytree(LIVE, BASE, symlinks=True)


def text(where):
    if where == "work":
        with open(BOOK + "/" + FILE) as f:
            return f.read()
    return git("show", "HEAD:" + FILE).stdout


def check(argv, word, old, p):
    bad = []
    if p.returncode not in (0, 2):
        bad.append("exit status %d" % p.returncode)
    work, head = text("work"), text("head")
    for where, now in (("work tree", work), ("HEAD", head)):
        if now != old and word not in now:
            bad.append("%s is neither old nor new" % where)
    if p.returncode == 0 and word not in head:
        bad.append("exit 0, and not done")
    nxt = ref("touch", "ben", "call", "later")
    if nxt.returncode:
        bad.append("next: %d %s" % (nxt.returncode, nxt.stderr.strip()))
    dirty = git("status", "--porcelain").stdout
    if dirty:
        bad.append("status: " + dirty.strip())
    fsck = git("fsck", "--strict", "--no-dangling")
    if fsck.returncode:
        bad.append("fsck: " + fsck.stderr.strip())
    again = ref(*argv)
    if again.returncode or word not in text("head"):
        bad.append("again: %d %s" % (again.returncode, again.stderr.strip()))
    return bad


def main():
    make()
    n = wrong = 0
    for title, argv, word in (("change", ["touch", "ann", "call", "new"],
                               "note: new"),
                              ("sync", ["sync"], "note: theirs")):
        reset()
        old = text("head")
        ref(*argv, LD_PRELOAD=args.preload, FAIL_COUNT=W + "/count")
        with open(W + "/count") as f:
            total = int(f.read())
        points = [(i, on) for i in range(1, total + 1) for on in (0, 1)]
        if args.points:
            points = rnd.sample(points, min(args.points, len(points)))
        failed, ended = [], 0
        for at, on in points:
            reset()
            more = {"LD_PRELOAD": args.preload, "FAIL_AT": str(at)}
            if on:
                more["FAIL_ON"] = "1"
            p = ref(*argv, **more)
            ended += p.returncode != 0
            bad = check(argv, word, old, p)
            if bad:
                failed.append("%d%s: %s | %s" % (at, "+" if on else "",
                              "; ".join(bad), p.stderr.strip()[-200:]))
        n += 1
        wrong += len(failed)
        ok = not failed and ended * 2 > len(points)
        print("%s %d - %s: %d of %d allocations failed, %d runs ended by it"
              % ("ok" if ok else "not ok", n, title, len(points), 2 * total,
                 ended), flush=True)
        for f in failed if args.verbose else failed[:20]:
            print("# " + f, flush=True)
        wrong += not ok
    print("# %d violations, seed %d" % (wrong, args.seed))
    print("1..%d" % n)
    shutil.rmtree(W, ignore_errors=True)
    return 1 if wrong else 0


sys.exit(main())
