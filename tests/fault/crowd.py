#!/usr/bin/env python3
"""crowd.py PROGRAMS SECONDS: everybody at one book at once.

For so long, in two copies of a book that share a remote: writers, a person with
an editor (saving in place and by rename), a person with plain git commit and
gc, and ref-sync.  Then both copies are brought together.  Every touch that was
acknowledged is there once; every version that was saved in the editor is in the
file or in the history; both copies are equal, sound and clean.  Prints TAP.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

programs, seconds = sys.argv[1], float(sys.argv[2])
W = tempfile.mkdtemp(prefix="ref-crowd.")
COPIES = [W + "/one", W + "/two"]
env = dict(os.environ, HOME=W, GIT_CONFIG_NOSYSTEM="1", LC_ALL="C", TZ="UTC",
           GIT_CONFIG_GLOBAL=W + "/gitconfig", REF_NOW="2026-10-20")
env.pop("REF_BOOK", None)
stop = threading.Event()
acked, saved, odd, bad = [], [], [], []
ran = {}


def run(*a):
    return subprocess.run(a, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def must(*a):
    p = run(*a)
    if p.returncode:
        sys.exit("Bail out! %s: %d %s" % (" ".join(a), p.returncode, p.stderr))
    return p.stdout


def ref(verb, book, *a):
    return run(programs + "/ref-" + verb, "-B", book, *a)


def noted(p, what, fine):
    key = "%s %d" % (what, p.returncode)
    ran[key] = ran.get(key, 0) + 1
    if p.returncode not in fine:
        odd.append("%s: %d %s" % (what, p.returncode, p.stderr.strip()[-300:]))
    return p.returncode


def writer(book, name):
    n = 0
    while not stop.is_set():
        who = ("all", name, "edited")[n % 3]
        word = "%s-%d-end" % (name, n)
        if noted(ref("touch", book, who, "call", word), "touch", (0, 2, 3)) \
                == 0:
            acked.append((who, word))
        n += 1


def editor(book, name):
    """Reads, thinks, saves; what came in between is reverted by it, and is in
    the history."""
    path, n = book + "/contacts/edited.yaml", 0
    rnd = random.Random(name)
    while not stop.is_set():
        try:
            with open(path) as f:
                text = f.read()
        except FileNotFoundError:
            continue
        time.sleep(rnd.random() / 10)
        word = "%s-save-%d-end" % (name, n)
        text = re.sub("(?m)^x-seen: .*\n", "", text) + "x-seen: %s\n" % word
        if n % 2:
            with open(path + "~", "w") as f:
                f.write(text)
            os.rename(path + "~", path)
        else:
            with open(path, "w") as f:
                f.write(text)
        saved.append((book, word, text))
        # The next save would replace this one, as it would without ref.
        while not stop.is_set():
            p = ref("commit", book)
            if noted(p, "commit", (0, 2, 3)) == 0:
                break
        n += 1


def person(book, name):
    n = 0
    while not stop.is_set():
        with open(book + "/note-" + name, "w") as f:
            f.write("%d\n" % n)
        if run("git", "-C", book, "add", "note-" + name).returncode == 0:
            p = run("git", "-C", book, "commit", "-qm", "note", "--",
                    "note-" + name)
            noted(p, "git commit", (0, 1, 128))
        if n % 7 == 0:
            noted(run("git", "-C", book, "gc", "-q", "--prune=now"), "git gc",
                  (0, 1, 128, 255))
        time.sleep(0.1)
        n += 1


def syncer(book, name):
    while not stop.is_set():
        noted(ref("sync", book), "sync", (0, 2, 3))
        time.sleep(0.2)


def together():
    """A clash of two saves is data; once it is settled all is equal."""
    for _ in range(6):
        for book in COPIES:
            ref("commit", book)
            ref("sync", book)
            with open(book + "/contacts/edited.yaml") as f:
                clash = "merge-conflicts" in f.read()
            if clash:
                ref("sync", book, "--resolve", "edited", "x-seen=settled")
                ref("sync", book)
    heads = [must("git", "-C", b, "rev-parse", "HEAD^{tree}") for b in COPIES]
    if heads[0] != heads[1]:
        bad.append("the copies differ")


def check():
    texts, logs = {}, []
    for who in ("all", "edited", "one", "two"):
        with open(COPIES[0] + "/contacts/%s.yaml" % who) as f:
            texts[who] = f.read()
    for b in COPIES:
        logs.append(must("git", "-C", b, "log", "-p", "-m", "--format=%H"))
    for who, word in acked:
        n = texts[who].count(word)
        if who == "edited":
            if not any(word in log for log in logs):
                bad.append("touch %s is nowhere in the history" % word)
        elif n != 1:
            bad.append("touch %s of %s is there %d times" % (word, who, n))
    lost = ""
    for b in COPIES:
        folder = b + "/.git/ref/lost"
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            with open(folder + "/" + name) as f:
                lost += f.read()
    for book, word, _ in saved:
        if not any(word in log for log in logs) and word not in lost:
            bad.append("saved version %s of %s is lost" % (word, book))
    for b in COPIES:
        p = run("git", "-C", b, "fsck", "--strict", "--no-dangling")
        if p.returncode:
            bad.append("fsck: " + p.stderr)
        dirty = [l for l in must("git", "-C", b, "status",
                                 "--porcelain").splitlines()
                 if "note-" not in l]
        if dirty:
            bad.append("status: %r" % dirty)
        left = [n for n in os.listdir(b + "/.git/ref")
                if n == "journal"] + \
            [n for n in os.listdir(b + "/.git") if n.endswith(".lock")]
        if left:
            bad.append("left: %r" % left)


for k, v in (("user.name", "T"), ("user.email", "t@example.com"),
             ("init.defaultBranch", "main"), ("gc.auto", "0")):
    must("git", "config", "--global", k, v)
must(programs + "/ref-init", COPIES[0])
for who in ("All", "Edited", "One", "Two"):
    must(programs + "/ref-add", "-B", COPIES[0], who, "source=event")
must("git", "init", "-q", "--bare", W + "/hub.git")
must("git", "-C", COPIES[0], "remote", "add", "origin", W + "/hub.git")
must(programs + "/ref-sync", "-B", COPIES[0])
must(programs + "/ref-init", "--from", W + "/hub.git", COPIES[1])
threads = []
for book, name in zip(COPIES, ("one", "two")):
    threads += [threading.Thread(target=f, args=(book, name))
                for f in (writer, editor, person, syncer)]
for t in threads:
    t.start()
time.sleep(seconds)
stop.set()
for t in threads:
    t.join()
together()
check()
enough = len(acked) >= 5 and len(saved) >= 3
good = not bad and not odd and enough
print("%s 1 - a crowd for %d s: %d touches, %d saves" %
      ("ok" if good else "not ok", seconds, len(acked), len(saved)))
print("# " + ", ".join("%s: %d" % x for x in sorted(ran.items())))
for line in (bad + odd)[:20]:
    print("# " + line)
print("1..1")
if good:
    shutil.rmtree(W, ignore_errors=True)
else:
    print("# kept: " + W)
sys.exit(0 if good else 1)
