#!/usr/bin/env python3
"""random_book.py SEED DIR: a small book full of odd corners, for checking
that two programs count alike: circles, unknown referrers, future dates, bare
dates and instants, missing amounts, people referred twice, archived ones; and
mostly a history, in which some of it was written otherwise, or not at all."""
import datetime
import os
import random
import subprocess
import sys

seed, where = int(sys.argv[1]), sys.argv[2]
rnd = random.Random(seed)
today = datetime.date(2026, 10, 20)
N = rnd.choice([1, 2, 3, 8, 20, 40])
ids = ["p%02d" % i for i in range(N)]


def day(back=900, ahead=20):
    return today + datetime.timedelta(days=rnd.randint(-back, ahead))


def later(d, most):
    return d + datetime.timedelta(days=rnd.randint(0, most))


def when(d):
    if rnd.random() < .5:
        return d.isoformat()
    return "%sT%02d:%02d%s" % (d, rnd.randint(0, 23), rnd.randint(0, 59),
                               rnd.choice(["", "Z", "+08:00", "-05:00"]))


def maybe(p, text):
    return [text] if rnd.random() < p else []


def referral():
    d = day()
    status = rnd.choice("new contacted met qualified proposal won won won "
                        "lost dark".split())
    parts = ["by: " + rnd.choice(ids + ["stranger"]), "on: " + when(d)]
    parts += maybe(.8, "type: " + rnd.choice(
        ["client", "past-client", "partner", "network", "family"]))
    parts += maybe(.5, "mechanism: " + rnd.choice(["direct", "program", "social"]))
    parts += maybe(.9, "status: " + status) if status == "new" \
        else ["status: " + status]
    parts += maybe(.4, "value: %d" % rnd.randint(1000, 9000))
    if status == "lost":
        parts += maybe(.5, "reason: not-a-fit")
    path = {"new": [], "contacted": ["contacted"],
            "met": ["contacted", "met"],
            "qualified": ["contacted", "qualified"],
            "proposal": ["contacted", "met", "qualified", "proposal"],
            "won": ["contacted", "met", "won"],
            "lost": ["contacted", "lost"], "dark": ["contacted", "dark"]}
    steps, at = [], d
    for to in path[status]:
        at = later(at, 20)
        steps += maybe(.8, "{at: %s, to: %s}" % (when(at), to))
    if steps:
        parts.append("steps: [" + ", ".join(steps) + "]")
    told = maybe(.6, "{at: %s, about: thanks}" % when(later(d, 2)))
    if status in ("won", "lost", "dark"):
        told += maybe(.6, "{at: %s, about: %s}" % (when(later(d, 60)), status))
    if told:
        parts.append("told: [" + ", ".join(told) + "]")
    return "{" + ", ".join(parts) + "}"


def deal(n):
    opened = day()
    status = rnd.choice(["open", "contract", "closed", "closed", "lost"])
    parts = ["id: d%d" % n] + maybe(.9, "opened: %s" % opened)
    if status == "closed":
        parts += maybe(.9, "closed: %s" % later(opened, 120))
    # a closing day says that it is closed
    if status != "closed" or len(parts) < 3 or rnd.random() < .9:
        parts.append("status: " + status)
    parts += maybe(.6, "value: %d" % rnd.randint(100000, 500000))
    parts += maybe(.8, "revenue: %d.%02d" % (rnd.randint(1000, 9000),
                                             rnd.randint(0, 99)))
    return "{" + ", ".join(parts) + "}"


def items(key, make, most, p=.5):
    n = rnd.randint(1, most) if rnd.random() < p else 0
    return [key + ":"] + ["  - " + make(i) for i in range(n)] if n else []


def contact(i):
    out = ["name: Person %d" % i]
    out += maybe(.9, "kind: " + rnd.choice(
        "lead client client partner peer friend".split()))
    out += maybe(.7, "owner: " + rnd.choice(["ali", "bea"]))
    out += maybe(.6, "source: " + rnd.choice(
        ["website", "cold", "portal", "referral", "radio", "Cold call",
         "Open house", "the baker"]))
    out += maybe(.5, "segment: " + rnd.choice(["A", "B", "SOI"]))
    out += maybe(.4, "traits: [%s]" % ", ".join(rnd.sample(TRAITS, 2)))
    out += maybe(.4, "tags: [%s]" % ", ".join(rnd.sample(TRAITS, 2)))
    out += maybe(.1, "consent: {contact: no}")
    out += maybe(.1, "archived: 2026-01-01")
    if rnd.random() < .55:
        if rnd.random() < .15:
            out += ["referral:"] + ["  - " + referral() for _ in range(2)]
        else:
            out.append("referral: " + referral())
    out += items("deals", deal, 3)
    out += items("touches", lambda n: "{at: %s, how: %s%s%s%s%s}" % (
        when(day()), rnd.choice(["call", "email", "meeting"]),
        rnd.choice(["", ", why: personal", ", why: value",
                    ", why: education"]), by(),
        rnd.choice(["", ", dir: in", ", dir: out"]),
        rnd.choice(["", ", reply: yes", ", reply: no"])), 5)
    out += items("events", lambda n: "{on: %s, what: praise}" % day(), 2, .2)
    out += items("nps", lambda n: "{on: %s, score: %d}" % (
        day(), rnd.randint(0, 10)), 3)
    out += items("asks", lambda n: "{on: %s%s, script: open, result: %s}" % (
        day(), by(), rnd.choice(["yes", "promised", "later", "no"])), 2)
    out += items("rewards", lambda n: "{on: %s, what: gift%s}" % (
        day(), rnd.choice(["", ", amount: 40", ", amount: 25.5"])), 2, .3)
    out += items("given", lambda n: "{on: %s, who: Somebody}" % day(), 2, .3)
    return "\n".join(out) + "\n"


def by():
    return rnd.choice(["", ", by: ali", ", by: cal"])


def cost():
    kind = rnd.choice("incentive marketing management acquisition "
                      "retention".split())
    amount = rnd.choice(["amount: %d" % rnd.randint(10, 900),
                         "hours: 2.5, rate: 40"])
    source = rnd.choice(["", "", ", source: website"])
    return "  - {on: %s, kind: %s, %s%s%s}" % (day(), kind, amount, source,
                                               by())


def settings():
    out = ["timezone: " + rnd.choice(["UTC", "Asia/Kuala_Lumpur",
                                      "America/New_York"]), "currency: MYR"]
    out += maybe(.5, "team: [{id: ali, name: A}, {id: bea, name: B}, "
                     "{id: dee, name: D}]")
    out += maybe(.5, "goals: {referrals_per_quarter: 1, conversion: 40, "
                     "asks_per_month: 1, revenue_share: 25, nps: 0}")
    out += maybe(.4, "benchmarks: {roi: 2, radio_conversion: 10-20%, "
                     "radio_cost: 90, family_conversion: 33%, "
                     "touch_mix: 20-60%, time_to_contact: <100h}")
    out += maybe(.3, "sla: {acknowledge: 12h, contact: 5d}")
    out += maybe(.3, "concentration_alarm: 25\nover_promotion: 60")
    return "\n".join(out) + "\n"


def write(name, text):
    with open(os.path.join(where, name), "w") as f:
        f.write(text)


def git(*args, day=None):
    env = dict(os.environ)
    if day:
        env["GIT_AUTHOR_DATE"] = env["GIT_COMMITTER_DATE"] = \
            day + "T12:00:00Z"
    subprocess.run(["git", "-C", where, *args], check=True, env=env)


def people(share):
    for i, name in enumerate(ids):
        if rnd.random() < share:
            write("contacts/%s.yaml" % name, contact(i))


TRAITS = ["connected", "buyer", "golf", "first-home"]
os.makedirs(os.path.join(where, "contacts"))
write("ref.yaml", settings())
if rnd.random() < .8:
    write("costs.yaml", "costs:\n" + "\n".join(
        cost() for _ in range(rnd.randint(1, 12))) + "\n")
if rnd.random() < .7:
    git("init", "-q")
    people(.7)
    git("add", "-A")
    git("commit", "-qm", "then", day=rnd.choice(
        ["2026-01-10", "2026-06-20", "2026-07-19", "2026-09-01"]))
    people(.4)
for name in ids:
    if not os.path.exists(os.path.join(where, "contacts", name + ".yaml")):
        write("contacts/%s.yaml" % name, contact(ids.index(name)))
