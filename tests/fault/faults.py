#!/usr/bin/env python3
"""faults.py CHANGE [--mode kill|error|error-on] [--points N] [--seed S]
             [--scenario NAME]... [--call NAME]...

Run one transaction under strace, and kill it at, or fail, one mutating system
call after another.  After each, and again after the next transaction, the book
must be old or new, never torn; nothing said to be done may be missing; nothing
that the user has staged or edited may be swept in; the repository is sound and
no lock is left.

  kill      SIGKILL at the call
  error     the call fails once (EIO or ENOSPC, turn by turn)
  error-on  it and all later ones of its kind fail

Without --points all are tried; with it, so many are picked at random, spread
over scenarios.  Prints TAP: one test per scenario, and the figures.
"""
import argparse
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = ("openat openat2 write link linkat rename renameat renameat2 unlink "
         "unlinkat mkdir mkdirat fsync syncfs close pwrite64 ftruncate fchmod "
         "chmod fcntl read mmap utimensat").split()
FAILING = [c for c in CALLS if c not in ("fcntl", "utimensat")]
OLD_A = "# hi\nname: Ann\n"
OLD_B = "name: Ben\n"
TOUCH = "touches:\n  - {at: 2026-10-20, how: call, note: x}\n"
NEXT = "y-later"

ap = argparse.ArgumentParser()
ap.add_argument("change")
ap.add_argument("--mode", default="kill",
                choices=["kill", "error", "error-on"])
ap.add_argument("--points", type=int, default=0)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--scenario", action="append")
ap.add_argument("--call", action="append")
ap.add_argument("--verbose", action="store_true")
args = ap.parse_args()
rnd = random.Random(args.seed)

W = tempfile.mkdtemp(prefix="ref-fault.")
BOOK, BASE, TRACE = W + "/b", W + "/base", W + "/trace"
env = dict(os.environ, HOME=W + "/home", GIT_CONFIG_NOSYSTEM="1",
           GIT_CONFIG_GLOBAL=W + "/home/gitconfig", LC_ALL="C", TZ="UTC")
for k in list(env):
    if k.startswith("GIT_") and not k.startswith("GIT_CONFIG_"):
        del env[k]


def run(*a):
    return subprocess.run(a, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def git(*a):
    return run("git", "-C", BOOK, *a)


def put(path, text, how="w"):
    with open(BOOK + "/" + path, how) as f:
        f.write(text)


def get(path):
    try:
        with open(BOOK + "/" + path) as f:
            return f.read()
    except FileNotFoundError:
        return None


def oid(text):
    """Of a blob; None for no file."""
    data = text.encode() if text is not None else None
    return data if data is None else hashlib.sha1(
        b"blob %d\0" % len(data) + data).hexdigest()


def in_head():
    """Path to id, by one git."""
    return {line.split("\t")[1]: line.split()[2]
            for line in git("ls-tree", "-r", "HEAD").stdout.splitlines()}


def in_index():
    return {line.split("\t")[1]: line.split()[1]
            for line in git("ls-files", "-s").stdout.splitlines()}


class Scenario:
    """states: per path the legal contents, first to last, None for no file."""

    def __init__(self, name, argv, states, head=None, born=True, edit=None,
                 packed=False):
        self.name, self.argv, self.states = name, argv, states
        self.head = head or {p: s[0] for p, s in states.items()}
        self.born, self.edit, self.packed = born, edit, packed

    def make(self):
        shutil.rmtree(BOOK, ignore_errors=True)
        os.makedirs(BOOK + "/contacts")
        git("init", "-q")
        put("ref.yaml", "{}\n")
        if self.born:
            put("contacts/ann.yaml", OLD_A)
            put("contacts/ben.yaml", OLD_B)
            put("note", "n\n")
            git("add", ".")
            git("commit", "-qm", "init")
            put("staged", "S\n")
            git("add", "staged")
            put("note", "unstaged\n", "a")
            if self.edit:
                put(*self.edit)
        if self.packed:
            git("pack-refs", "--all")
            git("gc", "-q")
        shutil.rmtree(BASE, ignore_errors=True)
        shutil.copytree(BOOK, BASE, symlinks=True)

    def reset(self):
        shutil.rmtree(BOOK)
        shutil.copytree(BASE, BOOK, symlinks=True)
        git("update-index", "-q", "--refresh")


hand = OLD_B + "call: Benny\n"
new = {i: "name: Person %d\nkind: client\n" % i + "".join(
    "x-%d: a line of text that a contact of some size would have, %d %d\n"
    % (k, i * 7919 + k, i) for k in range(12)) for i in range(70)}
SCENARIOS = [
    Scenario("modify", ["touch", "ann", "x"],
             {"contacts/ann.yaml": [OLD_A, OLD_A + TOUCH]}),
    Scenario("packed", ["touch", "ann", "x"],
             {"contacts/ann.yaml": [OLD_A, OLD_A + TOUCH]}, packed=True),
    Scenario("create", ["create", "1", "p"],
             {"contacts/p-0.yaml": [None, new[0]]}),
    Scenario("several", ["create", "3", "p"],
             {"contacts/p-%d.yaml" % i: [None, new[i]] for i in range(3)}),
    Scenario("pack", ["create", "70", "p"],
             {"contacts/p-%d.yaml" % i: [None, new[i]] for i in range(70)}),
    Scenario("hand-edit", ["touch", "ben", "x"],
             {"contacts/ben.yaml": [hand, hand + TOUCH]},
             head={"contacts/ben.yaml": OLD_B},
             edit=("contacts/ben.yaml", "call: Benny\n", "a")),
    Scenario("adopt", ["adopt"], {"contacts/ben.yaml": [hand]},
             head={"contacts/ben.yaml": OLD_B},
             edit=("contacts/ben.yaml", "call: Benny\n", "a")),
    Scenario("rename", ["rename", "ann", "anne"],
             {"contacts/ann.yaml": [OLD_A, None],
              "contacts/anne.yaml": [None, OLD_A]}),
    Scenario("remove", ["remove", "ann"], {"contacts/ann.yaml": [OLD_A, None]}),
    Scenario("every", ["every", "x"],
             {"contacts/ann.yaml": [OLD_A, OLD_A + TOUCH],
              "contacts/ben.yaml": [OLD_B, OLD_B + TOUCH]}),
    Scenario("unborn", ["create", "1", "p"],
             {"contacts/p-0.yaml": [None, new[0]]}, born=False),
]


def faults(p):
    return [l for l in (p.stdout + p.stderr).splitlines()
            if not re.search("dangling|notice|unborn|reachable|^Checking", l)]


def locks():
    out = []
    for d, _, names in os.walk(BOOK + "/.git"):
        out += [os.path.join(d, n)[len(BOOK):] for n in names
                if n.endswith(".lock") or n == "gc.pid"]
    return out


def check(sc, code):
    """Right after: whatever is there must be old or new."""
    bad = []
    heads, index = in_head(), in_index()
    for path, states in sc.states.items():
        legal = [oid(s) for s in states]
        first = oid(sc.head[path])
        work, head = get(path), heads.get(path)
        if work not in states:
            bad.append("%s torn: %r" % (path, work))
        if head not in legal + [first]:
            bad.append("HEAD:%s torn: %r" % (path, head))
        if head == legal[-1] != first and index.get(path) != legal[-1]:
            bad.append("%s: HEAD new, index old" % path)
        if code == 0 and head != legal[-1]:
            bad.append("%s: exit 0, not committed" % path)
    if len({heads.get(p) == oid(s[-1]) for p, s in sc.states.items()}) > 1:
        bad.append("HEAD holds half of it")
    f = faults(git("fsck", "--strict"))
    if f:
        bad.append("fsck: " + f[0])
    return bad


def check_next(sc, code):
    """The next transaction heals, and does its own work."""
    bad = []
    other = ["touch", "ben", "later"] if sc.born else ["create", "1", "q"]
    if "contacts/ben.yaml" in sc.states:
        other = ["create", "1", "q"]
    p = run(args.change, BOOK, *other)
    if p.returncode:
        bad.append("next run: %d %s" % (p.returncode, p.stderr.strip()[:160]))
    done = [get(path) == s[-1] for path, s in sc.states.items()]
    if any(done) and not all(done):
        bad.append("healed by half")
    heads = in_head()
    for path, legal in sc.states.items():
        work, head = get(path), heads.get(path)
        if work not in legal:
            bad.append("%s torn after healing: %r" % (path, work))
        if code == 0 and head != oid(legal[-1]):
            bad.append("%s lost after healing" % path)
        if work == legal[-1] and head != oid(work) and len(legal) > 1:
            bad.append("%s not committed by healing" % path)
    want = []
    if sc.born:
        want = [" M note", "A  staged"]
        for path, legal in sc.states.items():
            if sc.edit and heads.get(path) == oid(sc.head[path]):
                want.append(" M " + path)
    else:
        want = ["?? ref.yaml"]
    got = git("status", "--porcelain", "-uall").stdout.splitlines()
    if sorted(got) != sorted(want):
        bad.append("status: %r" % got)
    if sc.born and (in_index().get("staged") != oid("S\n") or
                    "staged" in heads or get("note") != "n\nunstaged\n"):
        bad.append("user's work touched")
    left = set(os.listdir(BOOK + "/.git/ref")) - {
        "lock", "tmp", "index.lock.own", "gc.own"}
    left |= set(os.listdir(BOOK + "/.git/ref/tmp"))
    if left or locks():
        bad.append("left: %s %s" % (sorted(left), locks()))
    f = faults(git("fsck"))
    if f:
        bad.append("fsck after healing: " + f[0])
    return bad


def count(sc):
    """How many calls of each kind one run makes."""
    sc.reset()
    p = run("strace", "-f", "-qq", "-o", TRACE, "-e", "trace=" +
            ",".join(CALLS), args.change, BOOK, *sc.argv)
    if p.returncode:
        sys.exit("Bail out! %s: %s" % (sc.name, p.stderr))
    n = {}
    with open(TRACE, errors="replace") as f:
        for line in f:
            m = re.match(r"\d+ +(\w+)\(", line)
            if m:
                n[m.group(1)] = n.get(m.group(1), 0) + 1
    return n


def inject(sc, call, nth):
    """None when the injection did not happen."""
    sc.reset()
    if args.mode == "kill":
        what = "signal=KILL:when=%d" % nth
    else:
        what = "error=%s:when=%d%s" % (("EIO", "ENOSPC")[nth % 2], nth,
                                       "+" if args.mode == "error-on" else "")
    p = run("strace", "-f", "-qq", "-o", TRACE, "-e", "trace=" + call, "-e",
            "inject=%s:%s" % (call, what), args.change, BOOK, *sc.argv)
    with open(TRACE, errors="replace") as f:
        trace = f.read()
    hit = "killed by SIGKILL" if args.mode == "kill" else "INJECTED"
    if hit not in trace:
        return None
    # 128+9 or -9: killed; a library that does not start gives 127.
    if args.mode != "kill" and p.returncode not in (0, 1, 2, 3, 127):
        return p, trace, ["exit status %d" % p.returncode]
    bad = check(sc, p.returncode) + check_next(sc, p.returncode)
    return p, trace, bad


def main():
    os.makedirs(W + "/home")
    for k, v in (("user.name", "T"), ("user.email", "t@example.com"),
                 ("init.defaultBranch", "main"), ("gc.auto", "0")):
        run("git", "config", "--global", k, v)
    todo = []
    chosen = [s for s in SCENARIOS
              if not args.scenario or s.name in args.scenario]
    calls = args.call or (CALLS if args.mode == "kill" else FAILING)
    for sc in chosen:
        sc.make()
        n = count(sc)
        # The first mmap is the loader's, which does not survive its failure.
        todo.append((sc, [(c, i) for c in calls
                          for i in range(1, n.get(c, 0) + 1)
                          if args.mode == "kill" or (c, i) != ("mmap", 1)]))
    hits = total = wrong = 0
    for sc, points in todo:
        if args.points:
            share = max(1, args.points // len(chosen))
            # The start of a program is long and the same everywhere.
            likely = [p for p in points if p[0] not in ("read", "mmap",
                                                        "close", "openat")]
            rest = [p for p in points if p not in likely]
            points = rnd.sample(likely, min(len(likely), share * 4 // 5))
            points += rnd.sample(rest, min(len(rest), share - len(points)))
        sc.make()
        bad = []
        here = 0
        for call, nth in points:
            total += 1
            got = inject(sc, call, nth)
            if not got:
                continue
            here += 1
            p, trace, faulty = got
            if faulty:
                last = [l for l in trace.splitlines() if "INJECTED" in l] or \
                    trace.splitlines()[-2:]
                bad.append("%s %d: %s | %s | %s" % (
                    call, nth, "; ".join(faulty), last[0][:140],
                    p.stderr.strip()[-160:]))
        hits += here
        wrong += len(bad)
        ok = not bad and here * 10 >= len(points) * 7 and here
        print("%s %d - %s at %d calls of %s" % (
            "ok" if ok else "not ok", [s for s, _ in todo].index(sc) + 1,
            args.mode, here, sc.name), flush=True)
        for b in bad if args.verbose else bad[:20]:
            print("# " + b, flush=True)
    print("# %s: %d points tried, %d injected, %d violations, seed %d" %
          (args.mode, total, hits, wrong, args.seed))
    print("1..%d" % len(todo))
    shutil.rmtree(W, ignore_errors=True)
    return 1 if wrong or not hits else 0


sys.exit(main())
