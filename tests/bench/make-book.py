#!/usr/bin/env python3
"""make-book.py N DIR [--tabs]: a book of N contacts for measuring.

The same N gives the same bytes.  Its today is 2026-10-20.  One contact in six
came by a referral; segments, deals, touches and birthdays as in a real sphere.
One commit, packed.
"""
import argparse
import datetime
import os
import random
import subprocess

parser = argparse.ArgumentParser()
parser.add_argument("n", type=int)
parser.add_argument("dir")
parser.add_argument("--tabs", action="store_true")
args = parser.parse_args()
rnd = random.Random(args.n)

TODAY = datetime.date(2026, 10, 20)
SYLLABLES = ("ba bi da de fa ga ha ja ka ki la li ma mi na ni pa ra ri sa si "
             "ta ti wa ya zu").split()
NOTES = ["asked about schools", "sent the market update", "lunch",
         "prefers mornings, no calls on Friday", "#quick hello",
         "wants a second opinion: roof", "met at the open house",
         "moved to a new role", "talked of selling next year"]
STATUSES = ["new", "contacted", "met", "qualified", "proposal", "won", "won",
            "lost", "dark"]


def day(back):
    return TODAY - datetime.timedelta(days=back)


def word():
    return "".join(rnd.choices(SYLLABLES, k=rnd.randint(2, 3))).capitalize()


def referral(by):
    age, status = rnd.randint(0, 500), rnd.choice(STATUSES)
    yield from ["referral:", f"  by: {by}", f"  on: {day(age)}",
                "  type: client", "  mechanism: direct",
                f"  status: {status}"]
    if status != "new":
        yield "  steps:"
        yield f"    - {{at: {day(max(0, age - 1))}, to: contacted}}"
        if status != "contacted":
            later = day(max(0, age - rnd.randint(2, 60)))
            yield f"    - {{at: {later}, to: {status}}}"
    if status == "won":
        yield f"  value: {rnd.randint(20, 200) * 100}"


def deals():
    yield "deals:"
    for k in range(rnd.choice([1, 1, 1, 2, 3])):
        yield (f"  - {{id: d{k + 1}, closed: {day(rnd.randint(1, 2500))}, "
               f"side: {rnd.choice(['buyer', 'seller'])}, status: closed, "
               f"value: {rnd.randint(200, 900) * 1000}, "
               f"revenue: {rnd.randint(50, 200) * 100}}}")


def touches():
    yield "touches:"
    for at in sorted(day(rnd.randint(0, 900))
                     for _ in range(rnd.randint(5, 15))):
        how = rnd.choice(["call", "text", "email", "meeting"])
        why = rnd.choice(["personal", "education", "value"])
        yield (f"  - {{at: {at}, by: aisyah, how: {how}, why: {why}, "
               f"dir: out, note: \"{rnd.choice(NOTES)}\"}}")


def contact(i, ids):
    name = f"{word()} {word()}"
    cid = f"{name.lower().replace(' ', '-')}-{i}"
    kind = rnd.choices(["client", "lead", "partner", "friend", "community"],
                       [50, 20, 10, 12, 8])[0]
    born = (f"{rnd.randint(1950, 2003)}-{rnd.randint(1, 12):02d}-"
            f"{rnd.randint(1, 28):02d}")
    tags = rnd.sample(["buyer", "seller", "first-home", "investor", "golf",
                       "school", "choir"], 2)
    schema = ("../" if args.tabs else "") + "../.ref/contact.schema.json"
    lines = [f"# yaml-language-server: $schema={schema}", f"name: {name}",
             f"kind: {kind}",
             f"segment: {rnd.choices(['A', 'B', 'C', 'SOI'], [15, 25, 40, 20])[0]}",
             f"owner: {rnd.choice(['aisyah', 'daniel', 'mei'])}",
             f"email: [{cid}@example.com]",
             f'phone: ["+6012{rnd.randint(1000000, 9999999)}"]',
             f"birthday: {born}   # told us at the signing",
             f"tags: [{', '.join(tags)}]",
             f"source: {rnd.choice(['website', 'portal', 'event', 'referral'])}"]
    if kind != "lead":
        s, r, n = (rnd.randint(1, 5) for _ in range(3))
        lines.append(f"score: {{satisfaction: {s}, relationship: {r}, "
                     f"network: {n}, on: {day(rnd.randint(1, 300))}}}")
    if ids and (kind == "lead" or rnd.random() < 0.1):
        lines += referral(rnd.choice(ids))
    if kind == "client":
        lines += deals()
    lines += touches()
    return cid, "\n".join(lines) + "\n"


os.makedirs(f"{args.dir}/contacts")
with open(f"{args.dir}/ref.yaml", "w", encoding="utf-8") as out:
    out.write("profession: real-estate\ncurrency: MYR\n"
              "timezone: Asia/Kuala_Lumpur\n"
              f"layout: {'tabs' if args.tabs else 'flat'}\n")
known = []
for number in range(args.n):
    cid, text = contact(number, known[-2000:])
    known.append(cid)
    folder = f"{args.dir}/contacts" + (f"/{cid[0]}" if args.tabs else "")
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{cid}.yaml", "w", encoding="utf-8") as out:
        out.write(text)
date = {"GIT_AUTHOR_DATE": "2026-10-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-10-01T00:00:00Z"}
for command in (["init", "-q", "-b", "main"], ["config", "user.name", "Bench"],
                ["config", "user.email", "bench@example.com"],
                ["config", "gc.auto", "0"], ["add", "."],
                ["commit", "-qm", "a book"], ["gc", "-q"]):
    subprocess.run(["git", "-C", args.dir, *command], check=True,
                   env={**os.environ, **date})
