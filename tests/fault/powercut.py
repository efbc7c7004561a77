#!/usr/bin/env python3
"""powercut.py CHANGE [--points N] [--seed S]: simulated power cuts.

One transaction is recorded by strace.  For prefixes of its system calls the
disk is rebuilt as a power cut could leave it, under three models:

  ordered     names as they were, data only where fsynced (else empty)
  committed   names as of the last fsync of anything, data likewise
  any         each name change not covered by an fsync of its folder may be
              missing, independently

and the next transaction must heal it: old or new, sound, acknowledged changes
there.  syncfs counts as an fsync of everything.  Prints TAP.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ap = argparse.ArgumentParser()
ap.add_argument("change")
ap.add_argument("--points", type=int, default=0)
ap.add_argument("--seed", type=int, default=1)
args = ap.parse_args()
rnd = random.Random(args.seed)
W = tempfile.mkdtemp(prefix="ref-power.")
R = W + "/b"
env = dict(os.environ, HOME=W + "/home", GIT_CONFIG_NOSYSTEM="1",
           GIT_CONFIG_GLOBAL=W + "/home/gitconfig", LC_ALL="C")
CALLS = ("openat write pwrite64 link linkat rename renameat renameat2 unlink "
         "unlinkat mkdir mkdirat rmdir fsync fdatasync syncfs close ftruncate "
         "exit_group").split()
OLD, NEW = "name: Ann\n", ("name: Ann\ntouches:\n"
                           "  - {at: 2026-10-20, how: call, note: x}\n")


def run(*a):
    return subprocess.run(a, env=env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def git(*a):
    return run("git", "-C", R, *a)


def text(s):
    return bytes.fromhex(s.replace("\\x", ""))


class Ino:
    def __init__(self, data=b"", disk=None, folder=False):
        self.data, self.disk, self.folder = data, disk, folder


# "fd<path>" or a string, as strace -y -xx writes them
TOKEN = re.compile(r'(AT_FDCWD|\d+)?<((?:\\x[0-9a-f]{2})*)>|'
                   r'"((?:\\x[0-9a-f]{2})*)"')


def record(argv):
    """The calls that matter, with full paths."""
    p = run("strace", "-f", "-qq", "-y", "-xx", "-s", "9000000", "-o",
            W + "/trace", "-e", "trace=" + ",".join(CALLS), args.change, R,
            *argv)
    if p.returncode:
        sys.exit("Bail out! " + p.stderr)
    ops = []
    with open(W + "/trace") as f:
        for line in f:
            m = re.match(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(.*)", line)
            if not m or int(m.group(4)) < 0:
                if " exit_group(" in line:
                    ops.append(("exit",))
                continue
            pid, call, body, ret, _ = m.groups()
            paths, strings, at = [], [], R
            for t in TOKEN.finditer(body):
                if t.group(3) is None:
                    at = text(t.group(2)).decode()
                    paths.append(at)
                else:
                    raw = text(t.group(3))
                    strings.append((at, raw))
            full = [os.path.normpath(os.path.join(a, s.decode("utf-8",
                    "replace"))) for a, s in strings] \
                if call not in ("write", "pwrite64") else []
            if call == "openat":
                if full[0].startswith(R + "/") or full[0] == R:
                    ops.append(("open", full[0], "O_CREAT" in body,
                                "O_TRUNC" in body))
            elif call in ("write", "pwrite64"):
                if paths and paths[0].startswith(R):
                    ops.append(("write", paths[0], strings[0][1],
                                call == "pwrite64"))
            elif call == "ftruncate":
                ops.append(("cut", paths[0], int(body.split(",")[-1])))
            elif call in ("fsync", "fdatasync"):
                ops.append(("fsync", paths[0]))
            elif call == "syncfs":
                ops.append(("syncfs",))
            elif call in ("link", "linkat"):
                ops.append(("link", full[0], full[1]))
            elif call.startswith("rename"):
                ops.append(("swap" if "EXCHANGE" in body else "rename",
                            full[0], full[1]))
            elif call in ("unlink", "unlinkat", "rmdir"):
                ops.append(("unlink", full[0]))
            elif call in ("mkdir", "mkdirat"):
                ops.append(("mkdir", full[0]))
    return ops


def replay(ops):
    """(names at the start, the changes of names, how many were covered by the
    last fsync of anything, acknowledged)"""
    ns = {}
    for d, _, files in os.walk(W + "/base"):
        q = d.replace(W + "/base", R, 1)
        ns[q] = Ino(folder=True)
        for f in files:
            with open(d + "/" + f, "rb") as h:
                data = h.read()
            ns[q + "/" + f] = Ino(data, data)
    base, names, last, acked = dict(ns), [], 0, False

    def note(kind, a, b):
        names.append([kind, a, b, False])

    for o in ops:
        k = o[0]
        if k == "open":
            if o[1] not in ns and o[2]:
                ns[o[1]] = Ino()
                note("add", o[1], ns[o[1]])
            elif o[1] in ns and o[3]:
                ns[o[1]].data = b""
        elif k == "write" and o[1] in ns:
            i = ns[o[1]]
            i.data = o[2] + i.data[len(o[2]):] if o[3] else i.data + o[2]
        elif k == "cut" and o[1] in ns:
            ns[o[1]].data = ns[o[1]].data[:o[2]]
        elif k == "syncfs":
            last = len(names)
            for i in ns.values():
                i.disk = i.data
            for n in names:
                n[3] = True
        elif k == "fsync":
            last = len(names)
            i = ns.get(o[1])
            if i and i.folder:
                for n in names:
                    two = [n[1]] + ([n[2]] if isinstance(n[2], str) else [])
                    if any(os.path.dirname(x) == o[1] for x in two):
                        n[3] = True
            elif i:
                i.disk = i.data
        elif k == "mkdir" and o[1] not in ns:
            ns[o[1]] = Ino(folder=True)
            note("add", o[1], ns[o[1]])
        elif k == "unlink" and o[1] in ns:
            del ns[o[1]]
            note("del", o[1], None)
        elif k == "link" and o[1] in ns:
            ns[o[2]] = ns[o[1]]
            note("add", o[2], ns[o[2]])
        elif k == "rename" and o[1] in ns:
            ns[o[2]] = ns.pop(o[1])
            note("move", o[1], o[2])
        elif k == "swap" and o[1] in ns and o[2] in ns:
            ns[o[1]], ns[o[2]] = ns[o[2]], ns[o[1]]
            note("swap", o[1], o[2])
        elif k == "exit":
            acked = True
    return base, names, last, acked


def build(base, names):
    ns = dict(base)
    for kind, a, b, _ in names:
        if kind == "add":
            ns[a] = b
        elif kind == "del":
            ns.pop(a, None)
        elif kind == "move" and a in ns:
            ns[b] = ns.pop(a)
        elif kind == "swap" and a in ns and b in ns:
            ns[a], ns[b] = ns[b], ns[a]
    shutil.rmtree(R, ignore_errors=True)
    os.makedirs(R)
    seen = {}
    for p in sorted(ns):
        i = ns[p]
        if p == R or not os.path.isdir(os.path.dirname(p)):
            continue
        if i.folder:
            os.makedirs(p, exist_ok=True)
        elif id(i) in seen:
            os.link(seen[id(i)], p)
        else:
            with open(p, "wb") as f:
                f.write(i.disk or b"")
            seen[id(i)] = p


def judge(path, old, acked):
    bad = []
    new = NEW if old else None
    q = run(args.change, R, "touch", "ben", "y")
    if q.returncode:
        bad.append("next run: %d %s" % (q.returncode, q.stderr.strip()[:120]))
    f = [l for l in git("fsck").stderr.splitlines()
         if not re.search("dangling|notice|unborn", l)]
    if f:
        bad.append("fsck: " + re.sub("[0-9a-f]{40}", "OID", f[0])[:90])
    try:
        with open(R + "/" + path) as h:
            work = h.read()
    except FileNotFoundError:
        work = None
    head = git("cat-file", "-p", "HEAD:" + path)
    head = head.stdout if head.returncode == 0 else None
    for name, got in (("work tree", work), ("HEAD", head)):
        if got != old and (got != new if new else "kind: client" not in got):
            bad.append("%s: %r" % (name, got))
    if acked and head in (old, None):
        bad.append("acknowledged change lost")
    if work not in (old, None) and work != head:
        bad.append("in the work tree, not in HEAD")
    return bad


def scenario(number, name, argv, path, old):
    shutil.rmtree(R, ignore_errors=True)
    shutil.rmtree(W + "/base", ignore_errors=True)
    os.makedirs(R + "/contacts")
    git("init", "-q")
    for p, t in (("ref.yaml", "{}\n"), ("contacts/ann.yaml", OLD),
                 ("contacts/ben.yaml", "name: Ben\n")):
        with open(R + "/" + p, "w") as f:
            f.write(t)
    git("add", ".")
    git("commit", "-qm", "first")
    shutil.copytree(R, W + "/base", symlinks=True)
    ops = record(argv)
    states = []
    for k in range(len(ops) + 1):
        for model in ("ordered", "committed", "any"):
            states.append((k, model))
    if args.points and len(states) > args.points:
        states = rnd.sample(states, args.points - 3) + states[-3:]
    wrong = []
    for k, model in states:
        base, names, last, acked = replay(ops[:k])
        keep = names if model == "ordered" else names[:last] \
            if model == "committed" else \
            [n for n in names if n[3] or rnd.random() < .5]
        build(base, keep)
        bad = judge(path, old, acked)
        if bad:
            wrong.append("%s after call %d %s: %s" % (
                model, k, str(ops[k - 1])[:100] if k else "", "; ".join(bad)))
    print("%s %d - power cut at %d states of %s" % (
        "not ok" if wrong or not ops else "ok", number, len(states), name),
        flush=True)
    for w in wrong[:15]:
        print("# " + w)
    return len(wrong)


os.makedirs(W + "/home")
for key, v in (("user.name", "T"), ("user.email", "t@example.com"),
               ("init.defaultBranch", "main"), ("gc.auto", "0")):
    run("git", "config", "--global", key, v)
total = scenario(1, "modify", ["touch", "ann", "x"], "contacts/ann.yaml", OLD)
total += scenario(2, "create", ["create", "1", "p"], "contacts/p-0.yaml", None)
print("1..2")
shutil.rmtree(W, ignore_errors=True)
sys.exit(1 if total else 0)
