#!/usr/bin/env python3
"""writers.py CHANGE WRITERS TOUCHES [--git]: many writers on one book.

Each writer touches a contact that all share and one of its own, turn by turn.
Every acknowledged touch must be there once, in one commit each; the repository
is sound and git status clean.  With --git, a person commits other files, reads
status and runs gc meanwhile.  Prints TAP.
"""
import os
import subprocess
import sys
import tempfile
import threading

change, writers, touches = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
noise = "--git" in sys.argv
W = tempfile.mkdtemp(prefix="ref-writers.")
B = W + "/b"
env = dict(os.environ, HOME=W, GIT_CONFIG_NOSYSTEM="1",
           GIT_CONFIG_GLOBAL=W + "/gitconfig")


def run(*a):
    return subprocess.run(a, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def git(*a):
    return run("git", "-C", B, *a)


for k, v in (("user.name", "T"), ("user.email", "t@example.com"),
             ("gc.auto", "0")):
    run("git", "config", "--global", k, v)
os.makedirs(B + "/contacts")
git("init", "-q")
with open(B + "/ref.yaml", "w") as f:
    f.write("{}\n")
for i in ["all"] + ["w%d" % i for i in range(writers)]:
    with open(B + "/contacts/%s.yaml" % i, "w") as f:
        f.write("name: %s\n" % i)
git("add", ".")
git("commit", "-qm", "first")
done, failed, mine, stop = [], [], [], threading.Event()


def writer(n):
    for i in range(touches):
        who = "all" if i % 2 else "w%d" % n
        what = "touch-%d-%d-end" % (n, i)
        p = run(change, B, "touch", who, what)
        if p.returncode == 0:
            done.append((who, what, p.stdout.strip()))
        else:
            failed.append((p.returncode, p.stderr.strip()))


def person():
    n = 0
    while not stop.is_set():
        with open(B + "/note", "w") as f:
            f.write("%d\n" % n)
        if git("add", "note").returncode == 0 and \
                git("commit", "-qm", "note %d" % n).returncode == 0:
            mine.append(n)
        git("status")
        if n % 5 == 0:
            git("gc", "-q", "--prune=now")
        n += 1


threads = [threading.Thread(target=writer, args=(n,)) for n in range(writers)]
if noise:
    threads.append(threading.Thread(target=person))
for t in threads:
    t.start()
for t in threads[:writers]:
    t.join()
stop.set()
for t in threads:
    t.join()
git("add", "note")
git("commit", "-qm", "rest")
missing = []
for who, what, oid in done:
    with open(B + "/contacts/%s.yaml" % who) as f:
        if f.read().count(what) != 1:
            missing.append(what)
commits = int(git("rev-list", "--count", "HEAD", "--grep=^Ref-Op: touch")
              .stdout)
reached = git("rev-list", "HEAD").stdout.split()
unreached = [o for _, _, o in done if o not in reached]
fsck = git("fsck", "--strict", "--no-dangling")
status = git("status", "--porcelain").stdout
print("# %d of %d done, %d refused, %d missing, %d commits, %d of git's own"
      % (len(done), writers * touches, len(failed), len(missing), commits,
         len(mine)))
for code, text in failed[:3]:
    print("# %d %s" % (code, text))
bad = 0
for i, (ok, title) in enumerate([
        (not missing, "every acknowledged touch is there once"),
        (commits == len(done) and not unreached, "each is one commit"),
        (not failed, "none was refused"),
        (fsck.returncode == 0, "fsck is clean"),
        (not status, "git status is clean")]):
    bad += not ok
    print("%s %d - %s" % ("ok" if ok else "not ok", i + 1, title))
if fsck.returncode:
    print("# " + fsck.stdout + fsck.stderr)
print("1..5")
subprocess.run(["rm", "-rf", W])
sys.exit(1 if bad else 0)
