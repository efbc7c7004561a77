#!/usr/bin/env python3
"""run.py BIN BUILD [SIZE...]: how fast the programs are, as ratios.

Every pair is measured in the same run, in turns, and the best of each side is
taken, so that a busy machine hurts both alike; the ratio of processor time is
what another user of the machine disturbs least.  Goals are those of the
design; when both ratios are above the bar the exit status is 1.  A book of
100,000 or more has a folder for each letter.  What is not installed is not
measured.
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
TABS_FROM = 100000
failed = False

for name in [n for n in os.environ if n.startswith(("GIT_", "REF_"))]:
    del os.environ[name]
os.environ.update(REF_NOW="2026-10-20", GIT_CONFIG_NOSYSTEM="1",
                  GIT_CONFIG_GLOBAL="/dev/null", TZ="UTC", LC_ALL="C.UTF-8",
                  GIT_AUTHOR_NAME="Bench", GIT_AUTHOR_EMAIL="b@example.com",
                  GIT_COMMITTER_NAME="Bench",
                  GIT_COMMITTER_EMAIL="b@example.com")


# --- one command ---

class Cost:
    """Milliseconds by the clock and of the processor, peak bytes."""

    def __init__(self, wall=0.0, cpu=0.0, peak=0):
        self.wall, self.cpu, self.peak = wall, cpu, peak

    def __add__(self, other):
        return Cost(self.wall + other.wall, self.cpu + other.cpu,
                    max(self.peak, other.peak))


def run(*command, ok=(0, 4), stdin=subprocess.DEVNULL):
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=stdin, stderr=said,
                                 stdout=subprocess.DEVNULL)
        status, used = os.wait4(child.pid, 0)[1:]
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in ok:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: exit {child.returncode}\n"
                     f"{said.read().decode()}")
    return Cost(wall * 1e3, (used.ru_utime + used.ru_stime) * 1e3,
                used.ru_maxrss * 1024)


def git(where, *args):
    return run("git", "-C", where, *args)


def ref(program, *args, **more):
    return run(os.path.join(BIN, program), *args, **more)


def have(*programs):
    return all(os.access(os.path.join(BIN, p), os.X_OK) for p in programs)


# --- one line ---

def show(what, ours, against, theirs, unit, ratio, cpu=None, goal=None,
         bar=None):
    global failed
    verdict = "" if goal is None else f"goal {goal:g}" + (
        "" if ratio <= goal else f", missed by {ratio / goal:.2f}")
    if bar is not None and min(ratio, cpu or ratio) > bar:
        verdict += f"  ABOVE THE BAR of {bar:g}"
        failed = True
    print(f"{what:32} {ours:9.1f} {unit}   {against:24} {theirs:9.1f} {unit}  "
          f"{ratio:6.2f}  {'' if cpu is None else f'{cpu:6.2f}':6}  {verdict}",
          flush=True)


def pair(what, ours, against, theirs, goal=None, bar=None, times=7):
    left, right = [], []
    for k in range(times):
        left.append(ours(k))
        right.append(theirs(k))
    a, b = min(c.wall for c in left), min(c.wall for c in right)
    cpu = min(c.cpu for c in left) / max(min(c.cpu for c in right), 0.1)
    show(what, a, against, b, "ms", a / b, cpu, goal, bar)


# --- reading ---

def cold(program):
    """Without the cache of decoded contacts."""
    os.environ["REF_CACHE"] = "no"
    try:
        return ref(program)
    finally:
        del os.environ["REF_CACHE"]


def size_of(book):
    return sum(os.path.getsize(os.path.join(folder, name))
               for folder, _, names in os.walk(os.path.join(book, "contacts"))
               for name in names)


def reading(size, book, times):
    for program in ("ref-list", "ref-due", "ref-stats"):
        if have(program):
            pair(f"{program}, {size}, no cache",
                 lambda k: cold(program),
                 "bare libyaml", lambda k: run(FLOOR, "parse", book), 1.25,
                 1.5 if program == "ref-due" else None, times)
    for program in ("ref-list", "ref-due", "ref-stats"):
        if have(program):
            ref(program)
            pair(f"{program}, {size}", lambda k: ref(program), "git status",
                 lambda k: git(book, "status", "-s"), 1.0, times=times)
    if have("ref-due") and size >= 10000:
        peak = max(ref("ref-due").peak for _ in range(2)) / 2**20
        files = size_of(book) / 2**20
        show(f"ref-due, {size}, peak memory", peak, "size of the files",
             files, "MB", peak / files, None,
             1.0 if size >= TABS_FROM else None)


def address_book(size, book, work):
    """khard with the same people, a file each."""
    cards = os.path.join(work, f"cards{size}")
    home = os.path.join(work, f"khard{size}")
    os.mkdir(cards)
    done = subprocess.run([os.path.join(BIN, "ref-export"), "-B", book,
                           "vcard"], check=True, stdout=subprocess.PIPE)
    for k, card in enumerate(done.stdout.split(b"BEGIN:VCARD\r\n")[1:]):
        with open(os.path.join(cards, f"{k}.vcf"), "wb") as out:
            out.write(b"BEGIN:VCARD\r\n" + card)
    os.mkdir(home)
    with open(os.path.join(home, "khard.conf"), "w", encoding="utf-8") as out:
        out.write(f"[addressbooks]\n[[all]]\npath = {cards}\n")
    pair(f"ref-list, {size}", lambda k: ref("ref-list"), "khard list",
         lambda k: run("khard", "-c", os.path.join(home, "khard.conf"),
                       "list"), 0.02, times=2)


# --- writing ---

def by_git(book, files, *options):
    def commit(k):
        with open(os.path.join(book, files[k]), "a", encoding="utf-8") as out:
            out.write(f"# {k}\n")
        return (git(book, *options, "add", files[k]) +
                git(book, *options, "commit", "-qm", f"touch {k}"))
    return commit


def writing(size, book, times):
    folder = os.path.join(book, "contacts")
    files = sorted(os.path.relpath(os.path.join(at, n), book)
                   for at, _, names in os.walk(folder) for n in names)
    ids = [os.path.basename(f)[:-5] for f in files]
    pair(f"ref-touch ID call, {size}",
         lambda k: ref("ref-touch", ids[k], "call", "hello"),
         "git add, commit", by_git(book, files[20:]), None,
         1.0 if size >= 10000 else None, times)
    pair(f"ref-touch ID call, {size}",
         lambda k: ref("ref-touch", ids[k], "text", "hello"),
         "the same, all synced",
         by_git(book, files[40:], "-c", "core.fsync=all"),
         0.3 if size >= TABS_FROM else 0.5, times=times)


def importing(size, book, work):
    table = os.path.join(work, f"{size}.vcf")
    turn = -1

    def made():
        return os.path.join(work, f"imported{turn}")

    with open(table, "wb") as out:
        subprocess.run([os.path.join(BIN, "ref-export"), "-B", book, "vcard"],
                       check=True, stdout=out)

    # Nothing is removed in between: ext4 does not give out the inodes of the
    # last seconds again, and looks at each of them for every new file.
    def ours(k):
        nonlocal turn
        turn = k
        ref("ref-init", made())
        return ref("ref-import", "-B", made(), table)

    def theirs(k):
        plain = os.path.join(work, f"plain{k}")
        shutil.copytree(os.path.join(made(), "contacts"),
                        os.path.join(plain, "contacts"))
        git(plain, "init", "-q")
        return git(plain, "add", ".") + git(plain, "commit", "-qm", "all")

    pair(f"ref-import, {size} new", ours, "git add, commit", theirs, 1.5,
         times=2)


def history(work, commits=10000, people=50):
    """A book whose every commit is a touch."""
    book = os.path.join(work, "history")
    os.mkdir(book)
    git(book, "init", "-q", "-b", "main")
    feed = os.path.join(work, "history.fi")
    texts = [f"name: Person {p}\nkind: client\ntouches:\n"
             for p in range(people)]
    with open(feed, "w", encoding="utf-8") as out:
        for k in range(commits):
            p = k % people
            texts[p] += f"  - {{at: 2026-01-01, how: call, note: n{k}}}\n"
            out.write("commit refs/heads/main\ncommitter B <b@example.com> "
                      f"{1700000000 + 60 * k} +0000\ndata 5\ntouch\n"
                      f"M 644 inline contacts/person-{p}.yaml\n"
                      f"data {len(texts[p])}\n{texts[p]}\n")
        out.write("M 644 inline ref.yaml\ndata 0\n\n")
    with open(feed, "rb") as stream:
        run("git", "-C", book, "fast-import", "--quiet", stdin=stream)
    git(book, "reset", "-q", "--hard")
    path = "contacts/person-7.yaml"
    pair(f"ref-log ID, {commits} commits",
         lambda k: ref("ref-log", "-B", book, "person-7"), "git log -- FILE",
         lambda k: git(book, "log", "--oneline", "--", path), 1.0, times=3)


def edit(book, files, old, new):
    for path in files:
        path = os.path.join(book, path)
        with open(path, encoding="utf-8") as src:
            text = src.read()
        with open(path, "w", encoding="utf-8") as out:
            out.write(text.replace(old, new, 1))
    git(book, "commit", "-qam", "all of them")


def merging(size, book, work, changed=1000):
    """Two clones that changed the same people, in places far apart."""
    names = sorted(os.listdir(os.path.join(book, "contacts")))[:changed]
    files = [os.path.join("contacts", n) for n in names]

    def clones(what):
        at = os.path.join(work, what)
        shutil.rmtree(at, ignore_errors=True)
        os.mkdir(at)
        hub, mine, other = (os.path.join(at, n) for n in ("hub", "a", "b"))
        git(at, "clone", "-q", "--bare", book, hub)
        for clone in (mine, other):
            git(at, "clone", "-q", hub, clone)
        edit(mine, files, "kind: ", "company: Kopi\nkind: ")
        edit(other, files, "touches:\n",
             "touches:\n  - {at: 2024-01-01, how: call}\n")
        git(other, "push", "-q")
        return mine

    def theirs(_):
        mine = clones("theirs")
        return (git(mine, "pull", "-q", "--no-rebase", "--no-edit") +
                git(mine, "push", "-q"))

    pair(f"ref-sync, {changed} on both sides",
         lambda k: ref("ref-sync", "-B", clones("ours")),
         "git pull, push", theirs, 2.0, times=2)


# --- all of it ---

def measure(size, work):
    book = os.path.join(work, str(size))
    tabs = ["--tabs"] if size >= TABS_FROM else []
    times = 3 if size >= TABS_FROM else 7
    subprocess.run([sys.executable, os.path.join(HERE, "make-book.py"),
                    str(size), book, *tabs], check=True)
    os.environ["REF_BOOK"] = book
    reading(size, book, times)
    if have("ref-touch"):
        writing(size, book, times)
    if size < TABS_FROM and have("ref-export") and shutil.which("khard"):
        address_book(size, book, work)
    if size == 10000 and have("ref-export", "ref-import", "ref-init"):
        importing(size, book, work)
    if size == 10000 and have("ref-sync"):
        merging(size, book, work)


print(f"{'':32} {'best':>12}   {'':24} {'best':>12}  {'ratio':>6}  "
      f"{'cpu':>6}")
if have("ref-list"):
    pair("start of a reader (ref-list -V)", lambda k: ref("ref-list", "-V"),
         "true", lambda k: run(shutil.which("true")), 2.0, times=40)
with tempfile.TemporaryDirectory(prefix="ref-bench.") as work:
    if have("ref-log"):
        history(work)
    for size in SIZES:
        measure(size, work)
sys.exit(failed)
