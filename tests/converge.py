#!/usr/bin/env python3
"""converge.py ROUNDS SEED DIR: five clones of one book, edited at random by the
programs and by hand, synced in random order through a bare repository.

In the end all have the same bytes, every touch that was added is there exactly
once, every clash of two sides is listed in the merge that met it, and nothing
is left in the work tree.  Where git merge knows as much as ref-sync, both make
the same of it.  Prints figures as TAP comments; fails by exit 1.
"""
import os, random, re, shutil, subprocess, sys
import yaml

ROUNDS, SEED, DIR = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
PEOPLE = ["anna", "bert", "carl", "dora", "emil"]
KEEP = "siti-rahman"            # whom everybody joins duplicates to
rng = random.Random(SEED)
serial = 0
notes = {}                      # note of a touch -> contact id at the time
erased = set()                  # such notes, and the people they were about
called = {}                     # a name -> the one before it
ran = {"edits": 0, "syncs": 0, "conflicts": 0, "pulls": 0, "aborted": 0,
       "compared": 0}


class Loader(yaml.SafeLoader):
    """Every scalar is text, as ref reads it."""


Loader.yaml_implicit_resolvers = {}


def load(text):
    return yaml.load(text, Loader) or {}


def env(who):
    e = dict(os.environ)
    e.update(GIT_AUTHOR_NAME=who, GIT_AUTHOR_EMAIL=who + "@example.com",
             GIT_COMMITTER_NAME=who, GIT_COMMITTER_EMAIL=who + "@example.com",
             REF_BOOK=os.path.join(DIR, who))
    return e


def run(who, *argv, ok=(0,), text=None):
    p = subprocess.run(argv, cwd=os.path.join(DIR, who), env=env(who),
                       input=text or "", stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, text=True)
    if p.returncode not in ok:
        die(f"{who}: {' '.join(argv)}: exit {p.returncode}\n{p.stdout}{p.stderr}")
    return p


def die(text):
    for line in f"seed {SEED}: {text}".splitlines():
        print("#", line)
    sys.exit(1)


def git(who, *argv):
    return run(who, "git", *argv).stdout


def contacts(who):
    d = os.path.join(DIR, who, "contacts")
    return sorted(f[:-5] for f in os.listdir(d) if f.endswith(".yaml"))


def fresh(word):
    global serial
    serial += 1
    return f"{word}{serial}"


# --- edits ---

def touch(who, id):
    note = fresh("note-")
    day = f"2026-{rng.randint(1, 9):02}-{rng.randint(1, 28):02}"
    p = run(who, "ref-touch", id, rng.choice(["call", "email", "visit"]), note,
            "--at", day)
    if "updated" in p.stdout:
        notes[note] = id


def value_of(key):
    words = {"lang": ["en", "ms"], "segment": ["A", "B", "C", "SOI", "annual"]}
    return rng.choice(words[key]) if key in words else fresh(key + "-")


def assign(who, id):
    key = rng.choice(["segment"] * 4 + ["company", "owner", "address", "lang"])
    run(who, "ref-set", id, f"{key}={value_of(key)}")


def drop(who, id):
    run(who, "ref-set", id, rng.choice(["company", "address", "segment"]) + "-=",
        ok=(0, 2))


def tag(who, id):
    run(who, "ref-set", id, f"tags+={rng.choice('abcdefgh')}")


def untag(who, id):
    run(who, "ref-set", id, f"tags-={rng.choice('abcdefgh')}", ok=(0, 2))


def event(who, id):
    run(who, "ref-event", id, rng.choice(["win", "praise", "job"]), fresh("ev-"))


def path_of(who, id):
    return os.path.join(DIR, who, "contacts", id + ".yaml")


def by_hand(who, id):
    """As an editor would: a comment, a changed date, an entry, an old one gone."""
    with open(path_of(who, id)) as f:
        lines = f.read().splitlines()
    kind = rng.randrange(4)
    entries = [i for i, l in enumerate(lines) if l.startswith("  - {at:")]
    if kind == 0:
        lines.insert(rng.choice([1] + entries), "# " + fresh("remark "))
    elif kind == 1 and entries:
        note = fresh("note-")
        lines.insert(entries[-1] + 1,
                     f"  - {{at: 2026-10-01, how: call, note: {note}}}")
        notes[note] = id
    elif kind == 2 and entries:
        i = rng.choice(entries)
        lines[i] = re.sub(r"how: \w+", "how: letter", lines[i])
    else:
        lines.insert(len(lines), f"x-{fresh('own')}: {fresh('value ')}")
    with open(path_of(who, id), "w") as f:
        f.write("\n".join(lines) + "\n")


def add(who, id):
    """Few names, so that two clones add the same one."""
    name = rng.choice(["Maya Tan", "Omar Din", "Lee Hui", "Nora Aziz"])
    args = [f"phone=+6012000{rng.randint(1000, 9999)}"] if rng.random() < .5 else []
    run(who, "ref-add", name, "source=event", *args, ok=(0, 3))


def first_name(id):
    while id in called:
        id = called[id]
    return id


def rename(who, id):
    if id != KEEP:
        new = fresh("person-")
        run(who, "ref-mv", id, new)
        called[new] = id


def rename_by_git(who, id):
    """A commit of git's, the file much changed before the next."""
    if id == KEEP:
        return
    new = fresh("person-")
    called[new] = id
    run(who, "ref-commit", id)
    git(who, "mv", f"contacts/{id}.yaml", f"contacts/{new}.yaml")
    git(who, "commit", "-qm", "renamed")
    with open(path_of(who, new), "a") as f:
        for _ in range(20):
            f.write(f"x-{fresh('own')}: {fresh('value ')}\n")


def join(who, id):
    if id != KEEP and len(contacts(who)) > 6:
        run(who, "ref-dup", "--join", "--prefer", "keep", KEEP, id, ok=(0, 3))


def refer(who, id):
    other = rng.choice(contacts(who))
    if other != id:
        run(who, "ref-refer", other, id, ok=(0, 2, 3))


def erase(who, id):
    if id != KEEP and len(contacts(who)) > 6:
        text = open(path_of(who, id)).read()
        run(who, "ref-rm", "--erase", id)
        erased.update(re.findall(r"note-\d+", text), [first_name(id)])


EDITS = ([touch] * 10 + [assign] * 6 + [by_hand] * 6 + [tag] * 4 + [untag] * 2 +
         [event] * 3 + [drop] * 2 + [add] * 3 + [refer] * 2 +
         [rename, rename_by_git, join, erase])


def edit(who):
    """Half of them on the same three, so that clones get into each other's way."""
    ids = contacts(who)
    rng.choice(EDITS)(who, rng.choice(ids[:3] if rng.random() < .5 else ids))
    ran["edits"] += 1


def settle(who):
    for id in contacts(who):
        listed = run(who, "ref-sync", "--resolve", id, ok=(0, 3)).stdout
        for row in listed.splitlines()[:1]:
            key = row.split("\t")[1]
            if key == ".":
                run(who, "ref-sync", "--resolve", id, ".=keep")
            elif re.fullmatch(r"segment|company|owner|address", key):
                run(who, "ref-sync", "--resolve", id, f"{key}={value_of(key)}")


def pull(who):
    """As git does it; what it cannot merge is left to ref-sync.  So is what
    git takes for a new contact: renamed and much changed, or joined there."""
    run(who, "ref-commit")
    before = git(who, "rev-parse", "HEAD").strip()
    ran["pulls"] += 1
    if run(who, "git", "pull", "-q", "--no-rebase", ok=(0, 1)).returncode:
        ran["aborted"] += 1
        git(who, "merge", "--abort")
    elif max(count_notes(who).values(), default=0) > 1:
        ran["aborted"] += 1
        git(who, "reset", "-q", "--hard", before)


def git_merges(who):
    """What git makes of the merge that is to come, through the driver: the
    contacts, by path; None when there is nothing to merge, or contacts were
    renamed, of which git knows less."""
    git(who, "fetch", "-q")
    bases = git(who, "merge-base", "--all", "HEAD", "origin/main").split()
    heads = git(who, "rev-parse", "HEAD", "origin/main").split()
    if len(bases) != 1 or bases[0] in heads:
        return None
    b, o, t = (at(who, c) for c in bases + heads)
    if any(set(b) - set(x) and set(x) - set(b) for x in (o, t)) or \
            (set(o) & set(t)) - set(b):
        return None
    copy = who + ".git-merge"
    shutil.copytree(os.path.join(DIR, who), os.path.join(DIR, copy))
    run(copy, "git", "merge", "-q", "-m", "m", "origin/main", ok=(0, 1))
    git(copy, "add", "-A")
    tree = at(copy, git(copy, "write-tree").strip())
    shutil.rmtree(os.path.join(DIR, copy))
    # Removed here, edited there: ref-sync writes that down, git cannot.
    odd = {p for p in b if (p not in o) != (p not in t)
           and (o.get(p) or t.get(p)) != b[p]}
    if odd:
        odd.add(f"contacts/{KEEP}.yaml")
    return tree, odd


def sync(who):
    run(who, "ref-commit")
    by_git = git_merges(who) if rng.random() < .5 else None
    p = run(who, "ref-sync", ok=(0, 3))
    ran["syncs"] += 1
    ran["conflicts"] += p.stdout.count("\tconflict\t")
    if p.returncode == 3 and "\tconflict\t" not in p.stdout:
        die(f"{who}: {p.stdout}{p.stderr}")
    if git(who, "status", "--porcelain"):
        die(f"{who}: left over after a sync:\n" + git(who, "status", "--short"))
    if by_git:
        ran["compared"] += 1
        mine = at(who, "HEAD")
        for path in set(by_git[0]) | set(mine):
            if path not in by_git[1] and by_git[0].get(path) != mine.get(path):
                die(f"{who}: {path}: git merge and ref-sync differ")


# --- what must hold ---

def at(who, commit):
    out = {}
    for line in git(who, "ls-tree", "-r", commit, "contacts/").splitlines():
        meta, path = line.split("\t")
        out[path] = meta.split()[2]
    return out


def check_clashes(who):
    """By another reading of the history: two values for one key are listed."""
    seen = 0
    blobs = {}

    def doc(oid):
        if oid not in blobs:
            blobs[oid] = load(git(who, "cat-file", "blob", oid))
        return blobs[oid]

    for line in git(who, "rev-list", "--merges", "--parents", "HEAD").splitlines():
        m, o, t = line.split()
        bases = git(who, "merge-base", "--all", o, t).split()
        if len(bases) != 1:
            continue
        b, o, t, m = (at(who, c) for c in (bases[0], o, t, m))
        for path in set(b) & set(o) & set(t) & set(m):
            if len({b[path], o[path], t[path]}) < 3:
                continue
            if path == f"contacts/{KEEP}.yaml" and set(b) - set(m):
                continue        # what was done to those joined to it counts too
            B, O, T, M = (doc(x[path]) for x in (b, o, t, m))
            listed = {c.get("path") for c in M.get("merge-conflicts") or []}
            for key in ("segment", "company", "owner", "address", "lang"):
                v = B.get(key), O.get(key), T.get(key)
                if len(set(v)) == 3:
                    seen += 1
                    if key not in listed:
                        die(f"{path}: {key} {v} is not listed: {M}")
                elif v[1] == v[2] and M.get(key) != v[1]:
                    die(f"{path}: {key} {v} became {M.get(key)}")
                elif v[0] == v[1] and M.get(key) != v[2]:
                    die(f"{path}: {key} {v} became {M.get(key)}")
                elif v[0] == v[2] and M.get(key) != v[1]:
                    die(f"{path}: {key} {v} became {M.get(key)}")
    return seen


def count_notes(who):
    count = {}
    for id in contacts(who):
        c = load(open(path_of(who, id)).read())
        for t in c.get("touches") or []:
            n = t.get("note")
            if n in notes:
                count[n] = count.get(n, 0) + 1
    return count


def check_notes(who):
    count = count_notes(who)
    for n in notes:
        gone = n in erased or first_name(notes[n]) in erased
        if count.get(n, 0) > 1 or (count.get(n, 0) < 1 and not gone):
            die(f"{n} of {notes[n]} is there {count.get(n, 0)} times")


def main():
    for who in PEOPLE[1:]:
        subprocess.run(["ref-init", "--from", os.path.join(DIR, "hub.git"),
                        os.path.join(DIR, who)], check=True)
    for _ in range(ROUNDS):
        who = rng.choice(PEOPLE)
        for _ in range(rng.randint(1, 4)):
            edit(who)
        if rng.random() < .1:
            settle(who)
        if rng.random() < .1:
            pull(who)
        if rng.random() < .6:
            sync(who)
    for _ in range(3):
        for who in PEOPLE:
            sync(who)
    heads = {git(who, "rev-parse", "HEAD^{tree}") for who in PEOPLE}
    if len(heads) != 1:
        die(f"{len(heads)} different books in the end")
    for who in PEOPLE:
        git(who, "fsck", "--strict", "--no-dangling")
    check_notes(PEOPLE[0])
    clashes = check_clashes(PEOPLE[0])
    merges = git(PEOPLE[0], "rev-list", "--merges", "--count", "HEAD").strip()
    commits = git(PEOPLE[0], "rev-list", "--count", "HEAD").strip()
    print(f"# seed {SEED}: {ROUNDS} rounds, {ran['edits']} edits, "
          f"{ran['syncs']} syncs, {ran['pulls']} pulls "
          f"({ran['aborted']} aborted), {commits} commits, {merges} merges, "
          f"{ran['compared']} "
          f"of them as git merges, {clashes} clashes, {len(notes)} touches")


main()
