#!/usr/bin/env python3
"""editor.py CHANGE ROUNDS: an editor saves while transactions run.

Three kinds of editor (rename, in place, in place with truncation) save one
contact, each save with a new line, while `change touch` works on it all the
time.  Every saved line must be on disk or in history, in ref/lost at worst;
every touch that was acknowledged must be in a commit.  Prints TAP.
"""
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

change, rounds = sys.argv[1], int(sys.argv[2])
rnd = random.Random(1)
W = tempfile.mkdtemp(prefix="ref-editor.")
env = dict(os.environ, HOME=W, GIT_CONFIG_NOSYSTEM="1",
           GIT_CONFIG_GLOBAL=W + "/gitconfig")


def run(*a):
    return subprocess.run(a, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def save_rename(path, text):
    with open(path + "~", "w") as f:
        f.write(text)
    os.rename(path + "~", path)


def save_in_place(path, text):
    with open(path, "r+") as f:
        f.write(text)
        f.truncate()


def save_truncating(path, text):
    with open(path, "w") as f:
        f.write(text)


def editor(path, save, stop, saved, pause):
    n = 0
    while not stop.is_set():
        with open(path) as f:
            text = f.read()
        if not text.startswith("name:"):
            continue  # another writer is at it; a person would see that
        line = "x-%d: saved by hand\n" % n
        lines = text.splitlines(True)
        lines.insert(1, line)
        save(path, "".join(lines))
        saved.append(line)
        n += 1
        time.sleep(pause * (0.3 + 2 * rnd.random()))


def everything(book):
    """All that was ever committed of the contact, what is there, and lost."""
    p = run("git", "-C", book, "log", "-p", "--format=", "--", "contacts")
    text = p.stdout
    with open(book + "/contacts/ann.yaml") as f:
        text += f.read()
    lost = book + "/.git/ref/lost"
    for name in os.listdir(lost) if os.path.isdir(lost) else []:
        with open(lost + "/" + name) as f:
            text += f.read()
    return text


def one(name, save):
    book = "%s/%s" % (W, name)
    path = book + "/contacts/ann.yaml"
    os.makedirs(book + "/contacts")
    run("git", "-C", book, "init", "-q")
    for p, text in ((book + "/ref.yaml", "{}\n"), (path, "name: Ann\n" +
                    "".join("x-pad%d: %d\n" % (i, i) for i in range(9)))):
        with open(p, "w") as f:
            f.write(text)
    run("git", "-C", book, "add", ".")
    run("git", "-C", book, "commit", "-qm", "first")
    # As fast as this machine: some saves hit a transaction, some miss it.
    began = time.monotonic()
    run(change, book, "touch", "ann", "alone")
    pause = max(0.1, time.monotonic() - began)
    stop, saved, done, codes, said = threading.Event(), [], [], {}, set()
    t = threading.Thread(target=editor,
                         args=(path, save, stop, saved, pause))
    t.start()
    for i in range(rounds):
        p = run(change, book, "touch", "ann", "touch-%d-end" % i)
        codes[p.returncode] = codes.get(p.returncode, 0) + 1
        if p.returncode:
            said.add(p.stderr.strip().replace(W, ""))
        else:
            done.append("touch-%d-end" % i)
    stop.set()
    t.join()
    text = everything(book)
    lost = [s for s in saved if s not in text]
    gone = [s for s in done if s not in text]
    fsck = run("git", "-C", book, "fsck", "--strict", "--no-dangling")
    odd = [c for c in codes if c not in (0, 2, 3)]
    ok = done and saved and not lost and not gone and not odd and \
        fsck.returncode == 0
    print("# %s: %d saves, %d lost; %d touches done, %d gone; exits %s" % (
        name, len(saved), len(lost), len(done), len(gone), codes))
    for s in sorted(said):
        print("# said: " + s)
    for s in lost[:5] + gone[:5]:
        print("# " + s.strip())
    return ok


for k, v in (("user.name", "T"), ("user.email", "t@example.com"),
             ("gc.auto", "0")):
    run("git", "config", "--global", k, v)
bad = 0
kinds = [("rename", save_rename), ("in-place", save_in_place),
         ("truncating", save_truncating)]
for i, (name, save) in enumerate(kinds):
    ok = one(name, save)
    bad += not ok
    print("%s %d - an editor that saves by %s" % ("ok" if ok else "not ok",
                                                  i + 1, name), flush=True)
print("1..%d" % len(kinds))
subprocess.run(["rm", "-rf", W])
sys.exit(1 if bad else 0)
