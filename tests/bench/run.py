#!/usr/bin/env python3
"""run.py BIN BUILD [SIZE...]: how fast the programs are, as ratios.

Every pair is measured in the same run, in turns, and the best of each side is
taken, so that a busy machine hurts both alike.  Only what exists is measured.
A ratio above its bar is marked; the exit status is then 1.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

BIN, BUILD = sys.argv[1], sys.argv[2]
SIZES = [int(a) for a in sys.argv[3:]] or [1000, 10000]
HERE = os.path.dirname(os.path.abspath(__file__))
FLOOR = os.path.join(BUILD, "bench", "floor")
failed = False

for name in [n for n in os.environ if n.startswith(("GIT_", "REF_"))]:
    del os.environ[name]
os.environ.update(REF_NOW="2026-10-20", GIT_CONFIG_NOSYSTEM="1",
                  GIT_CONFIG_GLOBAL="/dev/null", TZ="UTC", LC_ALL="C.UTF-8",
                  GIT_AUTHOR_NAME="Bench", GIT_AUTHOR_EMAIL="b@example.com",
                  GIT_COMMITTER_NAME="Bench",
                  GIT_COMMITTER_EMAIL="b@example.com")


def program(name):
    return os.path.join(BIN, name)


def have(*names):
    return all(os.access(program(n), os.X_OK) for n in names)


def run(*command, ok=(0, 4)):
    start = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          check=False)
    spent = (time.perf_counter() - start) * 1e3
    if done.returncode not in ok:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n"
                 f"{done.stderr.decode()}")
    return spent


def floor(mode, book):
    done = subprocess.run([FLOOR, mode, book], check=True, text=True,
                          stdout=subprocess.PIPE)
    return float(done.stdout.split()[0])


def pair(what, ours, against, theirs, bar=None, times=7):
    global failed
    left, right = [], []
    for k in range(times):
        left.append(ours(k))
        right.append(theirs(k))
    a, b = min(left), min(right)
    verdict = ""
    if bar is not None:
        verdict = f"bar {bar:g}" + ("" if a / b <= bar else "  ABOVE")
        failed = failed or a / b > bar
    print(f"{what:34} {a:9.1f} ms   {against:22} {b:9.1f} ms   "
          f"{a / b:6.2f} x  {verdict}", flush=True)


def cold(name):
    """Without the cache of decoded contacts."""
    os.environ["REF_CACHE"] = "no"
    try:
        return run(program(name))
    finally:
        del os.environ["REF_CACHE"]


def by_git(book, files, *options):
    def commit(k):
        path = files[k]
        with open(os.path.join(book, path), "a", encoding="utf-8") as out:
            out.write(f"# {k}\n")
        return (run("git", "-C", book, *options, "add", path) +
                run("git", "-C", book, *options, "commit", "-qm",
                    f"touch {k}"))
    return commit


def measure(size, work):
    book = os.path.join(work, str(size))
    subprocess.run([sys.executable, os.path.join(HERE, "make-book.py"),
                    str(size), book], check=True)
    os.environ["REF_BOOK"] = book
    for name in ("ref-list", "ref-due", "ref-score", "ref-thank", "ref-stats"):
        if have(name):
            pair(f"{name}, {size}, no cache", lambda k: cold(name),
                 "bare libyaml", lambda k: floor("parse", book),
                 1.5 if name == "ref-due" else None)
    for name in ("ref-list", "ref-due", "ref-stats"):
        if have(name):
            pair(f"{name}, {size}", lambda k: run(program(name)),
                 "git status",
                 lambda k: run("git", "-C", book, "status", "-s"))
    ids = sorted(n[:-5] for n in os.listdir(os.path.join(book, "contacts")))
    if have("ref-show"):
        pair(f"ref-show ID, {size}",
             lambda k: run(program("ref-show"), ids[k]), "stat of every file",
             lambda k: floor("stat", book))
    if have("ref-touch"):
        files = [f"contacts/{i}.yaml" for i in ids[20:]]
        pair(f"ref-touch ID call, {size}",
             lambda k: run(program("ref-touch"), ids[k], "call", "hello"),
             "git add + git commit", by_git(book, files),
             1.0 if size >= 10000 else None)
        pair(f"ref-touch ID call, {size}",
             lambda k: run(program("ref-touch"), ids[k], "text", "hello"),
             "the same, core.fsync=all",
             by_git(book, files[20:], "-c", "core.fsync=all"))


print(f"{'':34} {'best':>12}   {'':22} {'best':>12}   {'ratio':>6}")
if have("ref-list"):
    pair("start of a reader (ref-list -V)",
         lambda k: run(program("ref-list"), "-V"), "true",
         lambda k: run(shutil.which("true")), times=40)
with tempfile.TemporaryDirectory(prefix="ref-bench.") as work:
    for size in SIZES:
        measure(size, work)
sys.exit(failed)
