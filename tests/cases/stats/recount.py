#!/usr/bin/env python3
"""recount.py TODAY BOOK...: count every number of ref-stats anew, by the
definitions of ref-stats(1), and compare.

It reads what ref-export jsonl says of the contacts, costs.yaml and ref.yaml,
and for the back-test the files of an old commit; it shares no code with the
programs, and counts in fractions.  For every book it asks ref-stats for all
numbers with the period before, for those of a window in the past, and for
every grouping, and compares value, numerator, denominator, benchmark, verdict
and the value before of each row.  It prints the differences, and at the end
the names that it compared; a row or a name that it does not know, or does not
find, is a difference."""
import calendar
import json
import os
import subprocess
import sys
from collections import defaultdict
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction as F
from statistics import median
from zoneinfo import ZoneInfo

import yaml

TODAY = date.fromisoformat(sys.argv[1])
WAY = ["new", "contacted", "met", "qualified", "proposal", "won"]
STATUSES = WAY + ["lost", "dark"]
WHYS = ["education", "personal", "value", "community", "recognition"]
BY = ["source", "referrer", "owner", "type", "mechanism", "segment", "month",
      "quarter", "year", "status", "category", "channel", "trait"]
PERIODS = ["month", "quarter", "year"]
MARKS = {
    "referral_conversion": "25-50%", "cold_conversion": "1-3%",
    "marketing_conversion": "5-10%", "cold_cost": "500-1500",
    "marketing_cost": "300-800", "conversion_ratio": "2-3x",
    "past_client_conversion": "60%", "other_conversion": "20%",
    "cycle_reduction": "30-60%", "lifetime_value_ratio": "2-4x",
    "referral_share": "30-50%", "retained_share": "65%",
    "repeat_client_rate": "15-25%", "deals_per_client": "3-5",
    "referrals_per_client": "2-4", "new_client_cost_ratio": "5-7x",
    "nps": "50", "referral_growth": ">0%", "touch_mix": "10-30%",
    "roi": "5-10x", "time_to_contact": "<48h", "time_to_acknowledge": "<24h"}
GOALS = {"conversion": "25", "revenue_share": "30", "nps": "50",
         "repeat_rate": "40"}
MARKETING = ["website", "portal", "event", "social", "advert", "sign",
             "open-house", "radio", "signboard", "instagram", "facebook",
             "newspaper"]


def months(d, n):
    y, m = divmod(d.year * 12 + d.month - 1 + n, 12)
    return date(y, m + 1, min(d.day, calendar.monthrange(y, m + 1)[1]))


def period_before(since, until):
    end = until + timedelta(days=1)
    n = (end.year - since.year) * 12 + end.month - since.month
    first = months(since, -n) if n > 0 and end.day == since.day \
        else since - (end - since)
    return first, since - timedelta(days=1)


def run(*args):
    p = subprocess.run(args, stdout=subprocess.PIPE, text=True, check=True)
    return p.stdout


class Fact:
    """Something that adds to a number: to its numerator n, its denominator d,
    or both."""

    def __init__(self, who=None, ref=None, day=None, n=None, d=None, by=None,
                 label=None, how=None, why=None):
        self.who, self.ref, self.day, self.n, self.d = who, ref, day, n, d
        self.by, self.label, self.how, self.why = by, label, how, why

    def group(self, dim):
        who, ref, x = self.who or {}, self.ref or {}, None
        if self.label is not None:
            x = self.label
        elif dim in PERIODS and self.day:
            x = {"month": "%04d-%02d" % (self.day.year, self.day.month),
                 "quarter": "%04d-Q%d" % (self.day.year,
                                          (self.day.month + 2) // 3),
                 "year": "%04d" % self.day.year}[dim]
        elif dim == "owner":
            x = self.by or who.get("owner")
        elif dim == "source":
            x = who.get("source") or ("referral" if self.ref else None)
        elif dim == "segment":
            x = who.get("segment")
        elif dim == "referrer":
            x = ref.get("by")
        elif dim in ("type", "mechanism"):
            x = ref.get(dim)
        elif dim == "status" and self.ref:
            x = status(self.ref)
        elif dim == "category":
            x = self.why
        elif dim == "channel":
            x = self.how
        return x or "-"


def status(r):
    return r.get("status") or "new"


def money(x):
    return None if x is None else F(str(x))


class Book:
    def __init__(self, path):
        self.path = path
        self.people = {}
        for line in run("ref-export", "-B", path, "--all", "jsonl").split(
                "\n")[:-1]:
            c = json.loads(line)
            self.people[c["id"]] = c
        # all text: YAML 1.1 would read the key `on` as a truth
        self.costs = self.read("costs.yaml").get("costs", [])
        self.config = self.read("ref.yaml")
        self.zone = ZoneInfo(self.config.get("timezone") or "UTC")
        self.marks = {**MARKS, **self.config.get("benchmarks", {})}
        self.goals = {**GOALS, **self.config.get("goals", {})}
        self.team = [m["id"] for m in self.config.get("team", [])]
        self.now = self.at(TODAY.isoformat())
        for c in self.people.values():
            r = c.get("referral", [])
            c["referral"] = sorted(r if isinstance(r, list) else [r],
                                   key=lambda r: self.at(r["on"]))

    def read(self, name):
        if not os.path.exists(os.path.join(self.path, name)):
            return {}
        with open(os.path.join(self.path, name)) as f:
            return yaml.load(f, Loader=yaml.BaseLoader) or {}

    def at(self, text):
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(),
                                    self.zone)
        x = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return x.replace(tzinfo=x.tzinfo or self.zone).astimezone(self.zone)

    def day(self, text):
        return self.at(text).date() if text else None

    def known(self, day):
        """(contact, referral) of the last commit up to the end of a day;
        None when there is none."""
        if not os.path.isdir(os.path.join(self.path, ".git")):
            return None
        end = self.at((day + timedelta(days=1)).isoformat())
        git = ["git", "-C", self.path]
        rev = run(*git, "rev-list", "-1", "--before=%d" %
                  (end.timestamp() - 1), "HEAD").strip()
        if not rev:
            return None
        out = []
        for name in run(*git, "ls-tree", "-r", "--name-only", rev,
                        "contacts").split("\n")[:-1]:
            c = yaml.load(run(*git, "show", rev + ":" + name),
                          Loader=yaml.BaseLoader)
            r = c.get("referral", [])
            out += [(c, x) for x in (r if isinstance(r, list) else [r])]
        return out

    def period(self, text, when):
        """when + 24h or 7d: hours are exact, days keep the time of day."""
        n = timedelta(**{{"h": "hours", "d": "days"}[text[-1]]:
                         int(text[:-1])})
        if text[-1] == "h":
            return (when.astimezone(timezone.utc) + n).astimezone(self.zone)
        return when + n


class Frame:
    """A book, counted for one window."""

    def __init__(self, book, since, until):
        self.b, self.since, self.until = book, since, until
        self.days = (until - since).days + 1
        self.people = book.people
        self.ever = [(c, r) for c in self.people.values()
                     for r in c["referral"]
                     if r.get("by") and book.day(r["on"]) <= until]
        self.refs = [(c, r) for c, r in self.ever
                     if self.inside(book.day(r["on"]))]
        self.made = defaultdict(list)
        for _, r in self.ever:
            self.made[r["by"]].append(book.day(r["on"]))
        self.earned = [e for c in self.people.values()
                       for e in self.earnings(c)]
        self.roots()

    # --- readings of one contact ---

    def day(self, text):
        return self.b.day(text)

    def inside(self, x):
        return x is not None and self.since <= x <= self.until

    def current(self, c):
        r = [r for x, r in self.ever if x is c]
        return r[-1] if r else None

    def won(self, c):
        r = [r for x, r in self.ever if x is c and status(r) == "won"]
        return r[-1] if r else None

    def reached(self, r, what, or_later=True):
        for s in sorted(r.get("steps", []), key=lambda s: self.b.at(s["at"])):
            if s["to"] == what or or_later and s["to"] in WAY and \
                    WAY.index(s["to"]) >= WAY.index(what):
                return s["at"]
        return None

    def closed(self, c):
        return [x for x in c.get("deals", []) if
                (x.get("status") == "closed" or
                 not x.get("status") and x.get("closed")) and
                (not x.get("closed") or self.day(x["closed"]) <= self.until)]

    def won_day(self, c, r):
        x = self.reached(r, "won", False)
        if x:
            return self.day(x)
        # of every closing, also one still to come
        late = [self.day(x["closed"]) for x in c.get("deals", [])
                if x.get("status") in ("closed", None) and x.get("closed") and
                self.day(x["closed"]) >= self.day(r["on"])]
        return min(late) if late else None

    def earnings(self, c):
        """(contact, day, amount or None, referral or None, deal or None)"""
        w = self.won(c)
        out = [(c, self.day(x.get("closed")), money(x.get("revenue")), w, x)
               for x in self.closed(c)]
        if not w or any(x[2] is not None for x in out):
            return out
        own = [(c, self.won_day(c, r) or self.day(r["on"]),
                money(r["value"]), r, None)
               for r in c["referral"] if r.get("by") and
               status(r) == "won" and r.get("value") is not None]
        own = [x for x in own if x[1] <= self.until]
        if own or out:
            return own or out
        day = self.won_day(c, w) or self.day(w["on"])
        return [(c, day, None, w, None)] if day <= self.until else []

    def is_client(self, c):
        return c.get("kind") == "client" or bool(self.closed(c))

    def is_lead(self, c):
        return c.get("kind") in ("lead", "client") or c.get("deals") or \
            self.current(c)

    def lead_day(self, c):
        if self.current(c):
            return self.day(self.current(c)["on"])
        x = [d[k] for d in c.get("deals", []) for k in ("opened", "closed")
             if d.get(k)]
        x += [t["at"] for t in c.get("touches", [])]
        x += [e["on"] for e in c.get("events", [])]
        return min(map(self.day, x)) if x else None

    def lead_won(self, c):
        return bool(self.closed(c)) or bool(self.won(c))

    def has_source(self, c):
        return bool(c.get("source") or self.current(c))

    def answer(self, c):
        x = [a for a in c.get("nps", []) if self.day(a["on"]) <= self.until]
        x.sort(key=lambda a: self.b.at(a["on"]))
        if not x:
            return None
        return (x[-1]["score"] >= 9) - (x[-1]["score"] <= 6), \
            self.day(x[-1]["on"])

    def fact(self, c, day=None, **more):
        return Fact(c, self.won(c) or self.current(c), day, **more)

    def roots(self):
        """Who is below whom; a circle is cut at its first id."""
        parent = {i: self.current(c)["by"] for i, c in self.people.items()
                  if self.current(c) and self.current(c)["by"] in self.people}
        for i in sorted(parent):
            seen, x = [], i
            while x in parent and x not in seen:
                seen.append(x)
                x = parent[x]
            if x in seen:
                circle = seen[seen.index(x):]
                if i == min(circle):
                    del parent[i]
        self.kids = defaultdict(list)
        for i, p in parent.items():
            self.kids[p].append(i)
        self.own = {}
        for i, c in self.people.items():
            x = [e[2] for e in self.earned if e[0] is c and e[2] is not None]
            self.own[i] = sum(x) if x else None

    def branch(self, i):
        return (self.own[i] or 0) + sum(map(self.branch, self.kids[i]))

    # --- facts that several numbers share ---

    def over(self, refs, test):
        return [Fact(c, r, self.day(r["on"]), n=F(1) if test(c, r) else None,
                     d=F(1)) for c, r in refs]

    def number(self, refs):
        return [Fact(c, r, self.day(r["on"]), n=F(1)) for c, r in refs]

    def revenue(self, test=lambda c, e: True, side="n", amount=None):
        return [Fact(e[0], e[3], e[1], **{side: e[2]}) for e in self.earned
                if e[2] is not None and self.inside(e[1]) and test(e[0], e)]

    def shares(self, test):
        return [Fact(e[0], e[3], e[1], n=e[2] if test(e[0], e) else None,
                     d=e[2]) for e in self.earned
                if e[2] is not None and self.inside(e[1])]

    def cost(self, c):
        if c.get("amount") is not None:
            return F(c["amount"])
        if c.get("hours") is None or c.get("rate") is None:
            return None
        return F(c["hours"]) * F(c["rate"])

    def spent(self, kinds, side="n", gifts=True):
        out = [Fact(day=self.day(c["on"]), by=c.get("by"),
                    **{side: self.cost(c)}) for c in self.b.costs
               if c["kind"] in kinds and self.cost(c) is not None and
               self.inside(self.day(c["on"])) and
               (c.get("source") or "referral") == "referral"]
        return out + (self.gifts(side) if gifts else [])

    def gifts(self, side="n", label=None):
        return [Fact(c, None, self.day(r["on"]), by=r.get("by"), label=label,
                     **{side: money(r["amount"])})
                for c in self.people.values() for r in c.get("rewards", [])
                if r.get("amount") is not None and
                self.inside(self.day(r["on"]))]

    def programme(self, side="n"):
        return self.spent(["incentive", "marketing", "management",
                           "acquisition"], side)

    def elapsed(self, r, x):
        if not x or self.day(x) < self.day(r["on"]):
            return None
        gap = self.b.at(x).astimezone(timezone.utc) - \
            self.b.at(r["on"]).astimezone(timezone.utc)
        return max(F(0), F(int(gap.total_seconds()), 3600))

    def first(self, times):
        return min(times, key=self.b.at) if times else None

    def acknowledged(self, c, r):
        return self.first([t["at"] for t in r.get("told", [])] +
                          [s["at"] for s in r.get("steps", [])
                           if s["to"] != "new"])

    def met(self, c, r):
        x = [t["at"] for t in c.get("touches", []) if t["how"] == "meeting"
             and self.day(t["at"]) >= self.day(r["on"])]
        return self.first(x + [y for y in [self.reached(r, "met")] if y])

    def contacted(self, c, r):
        return self.reached(r, "contacted")

    def times(self, when):
        x = [(c, r, self.elapsed(r, when(c, r))) for c, r in self.refs]
        return [Fact(c, r, self.day(r["on"]), n=t, d=F(1))
                for c, r, t in x if t is not None]

    def in_time(self, when, key, limit, waiting):
        out = []
        limit = self.b.config.get("sla", {}).get(key, limit)
        for c, r in self.refs:
            x, end = when(c, r), self.b.period(limit, self.b.at(r["on"]))
            if self.elapsed(r, x) is not None:
                good = self.b.at(x) <= end
            elif not x and status(r) in waiting and self.b.now > end:
                good = False
            else:
                continue
            out.append(Fact(c, r, self.day(r["on"]), n=F(1) if good else None,
                            d=F(1)))
        return out

    def contact_sla(self):
        return self.in_time(self.contacted, "contact", "48h", ["new"])

    def closings(self):
        out = []
        for c, r in self.refs:
            day = self.won_day(c, r) if status(r) == "won" else None
            if day and day >= self.day(r["on"]):
                out.append(Fact(c, r, self.day(r["on"]), d=F(1),
                                n=F((day - self.day(r["on"])).days)))
        return out

    def sources(self, test, dim, day=None, **more):
        """Those who refer, whether the book knows them or not."""
        return [Fact(self.people.get(i), None, label=i if dim == "referrer"
                     else None, **{k: f(i) for k, f in more.items()})
                for i, x in sorted(self.made.items()) if test(i, x)]

    def in_window(self, i):
        return F(sum(map(self.inside, self.made[i])))

    def in_year(self, x):
        return sum(y > self.until - timedelta(days=365) for y in x)

    def asks(self):
        return [(c, a) for c in self.people.values()
                for a in c.get("asks", []) if self.inside(self.day(a["on"]))]

    def touches(self, test=lambda c, t: True):
        return [(c, t) for c in self.people.values()
                for t in c.get("touches", []) if t.get("dir") != "in" and
                self.inside(self.day(t["at"])) and test(c, t)]

    def touched(self, test=lambda c, t: True, answered=None):
        return [self.fact(c, self.day(t["at"]), by=t.get("by"), how=t["how"],
                          why=t.get("why"),
                          n=F(1) if not answered or answered(t) else None,
                          d=F(1) if answered else None)
                for c, t in self.touches(test)]

    def leads(self, test=None, n=F(1)):
        out = []
        for c in self.people.values():
            day = self.lead_day(c)
            if self.is_lead(c) and self.inside(day):
                out.append(self.fact(c, day, n=F(1) if not test or test(c)
                                     else None, d=F(1) if test else None))
        return out

    def each(self, of, n=None, d=None, day=lambda c: None):
        return [self.fact(c, day(c), n=n and n(c), d=d and d(c))
                for c in self.people.values() if of(c)]

    def returns(self):
        out = []
        for c in self.people.values():
            x = sorted(self.day(y["closed"]) for y in self.closed(c)
                       if y.get("closed"))
            out += [self.fact(c, b, n=F((b - a).days), d=F(1))
                    for a, b in zip(x, x[1:])]
        return out

    def answers(self, camps):
        return self.each(lambda c: self.answer(c) and self.answer(c)[0]
                         in camps, n=lambda c: F(1),
                         day=lambda c: self.answer(c)[1])

    def net(self, c):
        return F(self.answer(c)[0])

    def traits(self, c):
        t = c.get("traits", [])
        return t + [x for x in c.get("tags", []) if x not in t]

    def refers(self, c):
        return bool(self.made.get(c["id"]))

    def silent(self, c):
        x = [self.day(t["at"]) for t in c.get("touches", [])
             if self.day(t["at"]) <= self.until and
             (self.until < TODAY or self.b.at(t["at"]) <= self.b.now or
              self.day(t["at"]) == TODAY)]
        y = [self.day(z["closed"]) for z in self.closed(c) if z.get("closed")]
        last = max(x) if x else max(y) if y else None
        return not last or last + timedelta(days=90) <= self.until

    def pipeline(self):
        out = []
        for c in self.people.values():
            x = [y for y in c.get("deals", []) if
                 y.get("status") in ("open", "contract") and
                 y.get("revenue") is not None and
                 (not y.get("opened") or self.day(y["opened"]) <= self.until)]
            out += [self.fact(c, self.day(y.get("opened")),
                              n=money(y["revenue"])) for y in x]
            r = self.current(c)
            if not x and r and r.get("value") is not None and \
                    status(r) not in ("won", "lost", "dark"):
                out.append(Fact(c, r, self.day(r["on"]),
                                n=money(r["value"])))
        return out

    def then(self):
        return months(self.until, -3)

    def since_then(self):
        return self.number([(c, r) for c, r in self.ever
                            if self.day(r["on"]) > self.then()])

    def year_to(self, day, refs):
        return self.number([(c, r) for c, r in refs if r.get("by") and
                            day - timedelta(days=365) < self.day(r["on"])
                            <= day])

    def known(self):
        if not hasattr(self, "told"):
            refs = self.b.known(self.then())
            self.told = None if refs is None else \
                self.year_to(self.then(), refs)
        return self.told

    def payback(self):
        """(first month of cost, payback month, in, out)"""
        flow = defaultdict(lambda: [F(0), F(0)])

        def month(d):
            return d.year * 12 + d.month - 1
        for c, day, amount, ref, _ in self.earned:
            if ref and amount is not None and day:
                flow[month(day)][0] += amount
        for c in self.b.costs:
            if c["kind"] != "retention" and self.cost(c) is not None and \
                    self.day(c["on"]) <= self.until and \
                    (c.get("source") or "referral") == "referral":
                flow[month(self.day(c["on"]))][1] += self.cost(c)
        for c in self.people.values():
            for r in c.get("rewards", []):
                if r.get("amount") is not None and \
                        self.day(r["on"]) <= self.until:
                    flow[month(self.day(r["on"]))][1] += money(r["amount"])
        came = went = F(0)
        first = None
        for m in sorted(flow):
            came += flow[m][0]
            went += flow[m][1]
            if flow[m][1] and first is None:
                first = m
            if went and came >= went:
                return first, m, came, went
        return first, None, came if flow else None, went or None


# --- the numbers: name, unit, how they are made, units of the two parts, the
# --- grouping of their own, benchmark, which side of it is good, facts ---

NUMBERS = {}


def number(names, unit, form, num, den=None, own=None, mark=None, side="more"):
    def keep(f):
        for name in names.split():
            NUMBERS[name] = unit, form, num, den, own, mark, side, f
        return f
    return keep


def lines(text):
    """NAME UNIT FORM NUM DEN [own=] [mark=] [side=] : facts, one a line, with
    f the frame and by the grouping."""
    for line in text.strip().split("\n"):
        head, _, body = line.partition(" : ")
        words = head.split()
        named = dict(w.split("=") for w in words if "=" in w)
        plain = [w for w in words if "=" not in w]
        body = eval("lambda f, by: " + body)
        number(plain[0], plain[1], plain[2], plain[3],
               plain[4] if len(plain) > 4 else None, named.get("own"),
               named.get("mark"), named.get("side", "more"))(body)


def opportunity(f, r):
    return status(r) in ("qualified", "proposal", "won") or \
        bool(f.reached(r, "qualified"))


def furthest(r):
    x = [status(r)] + [s["to"] for s in r.get("steps", [])]
    return max([WAY.index(y) for y in x if y in WAY], default=0)


def told(r, about):
    return any(t["about"] == about for t in r.get("told", []))


def decided(f):
    return [x for x in f.refs if status(x[1]) in ("won", "lost")]


def ended(f):
    return [x for x in f.refs if status(x[1]) in ("won", "lost", "dark")]


def lost(f):
    return [x for x in f.refs if status(x[1]) == "lost"]


def is_won(c, r):
    return status(r) == "won"


def chances(f):
    return [x for x in f.refs if opportunity(f, x[1])]


def referred(c, e):
    return e[3] is not None


def loyal(f):
    return lambda c, e: e[3] is not None or len(f.closed(c)) >= 2


def growth(f):
    first, last = period_before(f.since, f.until)
    return f.number(f.refs) + [
        Fact(c, r, f.day(r["on"]), d=F(1)) for c, r in f.ever
        if first <= f.day(r["on"]) <= last]


def given(f, by, test):
    return [Fact(c, None, f.day(g["on"]), n=F(1),
                 label=c["id"] if by == "referrer" else None)
            for c in f.people.values() if test(c) for g in c.get("given", [])
            if f.inside(f.day(g["on"]))]


def partner(c):
    return bool(c) and c.get("kind") in ("partner", "peer")


def reciprocity(f, by):
    return given(f, by, partner) + f.sources(
        lambda i, x: f.in_window(i) and partner(f.people.get(i)), by,
        d=f.in_window)


def source_cost(f):
    out = f.gifts(label="referral")
    for c in f.b.costs:
        if c["kind"] != "retention" and f.cost(c) is not None and \
                f.inside(f.day(c["on"])):
            out.append(Fact(label=c.get("source") or "referral",
                            n=f.cost(c)))
    return out + [Fact(x.who, x.ref, x.day, d=F(1)) for x in f.leads()
                  if f.lead_won(x.who)]


def shared_traits(f):
    all_who = [c for c in f.people.values() if f.refers(c)]
    return [Fact(c, label=t, n=F(1)) for c in all_who
            for t in f.traits(c)], F(len(all_who))


def top(f, n):
    x = sorted((f.in_window(i) for i in f.made), reverse=True)
    return [Fact(n=k if j < n else None, d=k) for j, k in enumerate(x) if k]


def generated(f):
    return [Fact(c, r, label=f.people.get(r["by"], {}).get("owner") or "-",
                 n=F(1)) for c, r in f.refs]


lines("""
referrals_received count sum count : f.number(f.refs)
referrals_by_type count sum count own=type : f.number(f.refs)
referrals_by_status count sum count own=status : f.number(f.refs)
referrals_reached count sum count own=status : [Fact(c, r, n=F(1), label=s) for c, r in f.refs for s in WAY[:furthest(r) + 1]]
referrals_per_month count month count days : f.number(f.refs)
qualified_per_quarter count quarter count days : f.number(chances(f))
referral_growth percent netpct count count mark=referral_growth : growth(f)
referrals_open count sum count : f.number([x for x in f.refs if x not in decided(f)])
referrals_given count sum count : given(f, by, lambda c: True)
reciprocity ratio ratio count count : reciprocity(f, by)
asks_per_month count month count days mark=goals.asks_per_month : [f.fact(c, f.day(a["on"]), by=a.get("by"), n=F(1)) for c, a in f.asks()]
ask_yield percent share count count : [f.fact(c, f.day(a["on"]), by=a.get("by"), d=F(1), n=F(1) if a.get("result") in ("yes", "promised") else None) for c, a in f.asks()]
referral_conversion percent share count count mark=referral_conversion : f.over(f.refs, is_won)
conversion_decided percent share count count : f.over(decided(f), is_won)
conversion_by_type percent share count count own=type mark=*_conversion : f.over(f.refs, is_won)
referral_to_opportunity percent share count count : f.over(f.refs, lambda c, r: opportunity(f, r))
opportunity_to_client percent share count count : f.over(chances(f), is_won)
average_deal money ratio money count : [Fact(e[0], e[3], e[1], n=e[2], d=F(1)) for e in f.earned if e[3] and e[2] is not None and f.inside(e[1])]
average_price money ratio money count : [Fact(e[0], e[3], e[1], n=money(e[4]["value"]), d=F(1)) for e in f.earned if e[3] and e[4] and e[4].get("value") is not None and f.inside(e[1])]
lost_share percent share count count : f.over(f.refs, lambda c, r: status(r) == "lost")
not_a_fit_share percent share count count : f.over(lost(f), lambda c, r: r.get("reason") == "not-a-fit")
dark_share percent share count count : f.over(f.refs, lambda c, r: status(r) == "dark")
referred_revenue money sum money : f.revenue(referred)
revenue money sum money : f.revenue()
referral_share percent share money money mark=referral_share : f.shares(referred)
programme_cost money sum money : f.programme()
cost_per_referral money ratio money count : f.programme() + [Fact(c, r, f.day(r["on"]), d=F(1)) for c, r in f.refs]
cost_per_acquisition money ratio money count : f.programme() + [Fact(c, r, f.day(r["on"]), d=F(1)) for c, r in f.refs if is_won(c, r)]
roi ratio net money money mark=roi : f.revenue(referred) + f.programme("d")
roi_percent percent netpct money money : f.revenue(referred) + f.programme("d")
rv_contacts count sum count : f.number(f.refs)
rv_conversion percent share count count : f.over(f.refs, is_won)
rv_average_value money ratio money count : NUMBERS["average_deal"][-1](f, by)
rv_acquisition_cost money sum money : f.spent(["incentive", "marketing", "acquisition"])
rv_tracking_cost money sum money : f.spent(["management"], gifts=False)
active_referrers count sum count : f.sources(lambda i, x: f.in_year(x) >= 1, by, n=lambda i: F(1))
repeat_referrers count sum count : f.sources(lambda i, x: len(x) >= 2, by, n=lambda i: F(1))
repeat_referrers_window count sum count : f.sources(lambda i, x: f.in_window(i) >= 2, by, n=lambda i: F(1))
repeat_referrer_share percent share count count : f.sources(lambda i, x: True, by, n=lambda i: F(1) if len(f.made[i]) >= 2 else None, d=lambda i: F(1))
time_to_acknowledge hours ratio hours count mark=time_to_acknowledge side=less : f.times(f.acknowledged)
acknowledged_in_time percent share count count : f.in_time(f.acknowledged, "acknowledge", "24h", ["new"])
time_to_contact hours ratio hours count mark=time_to_contact side=less : f.times(f.contacted)
time_to_contact_median hours median count mark=time_to_contact side=less : f.times(f.contacted)
contacted_in_time percent share count count : f.contact_sla()
met_in_time percent share count count : f.in_time(f.met, "meet", "7d", ["new", "contacted"])
time_to_close days ratio days count : f.closings()
time_to_close_median days median count : f.closings()
thanked_share percent share count count : f.over(f.refs, lambda c, r: told(r, "thanks"))
loop_closed percent share count count : f.over(ended(f), lambda c, r: told(r, status(r)))
referrer_nps points share count count mark=nps : f.sources(lambda i, x: i in f.people and f.answer(f.people[i]), by, n=lambda i: f.net(f.people[i]), d=lambda i: F(1))
clients count sum count : f.each(f.is_client, n=lambda c: F(1))
repeat_client_rate percent share count count mark=repeat_client_rate : f.each(f.closed, n=lambda c: F(1) if len(f.closed(c)) >= 2 else None, d=lambda c: F(1))
time_to_return days ratio days count : f.returns()
time_to_return_median days median count : f.returns()
retained_share percent share money money mark=retained_share : f.shares(loyal(f))
retention_cost money sum money : f.spent(["retention"], gifts=False)
retention_roi ratio net money money : f.revenue(loyal(f)) + f.spent(["retention"], "d", gifts=False)
retention_roi_percent percent netpct money money : f.revenue(loyal(f)) + f.spent(["retention"], "d", gifts=False)
retention_cost_per_client money ratio money count : f.spent(["retention"], gifts=False) + f.each(f.is_client, d=lambda c: F(1))
silent_clients percent share count count : f.each(lambda c: f.is_client(c) and not c.get("archived") and c.get("consent", {}).get("contact") is not False, n=lambda c: F(1) if f.silent(c) else None, d=lambda c: F(1))
response_rate percent share count count : f.touched(answered=lambda t: t.get("reply") is True)
response_by_channel percent share count count own=channel : f.touched(answered=lambda t: t.get("reply") is True)
response_by_category percent share count count own=category : f.touched(answered=lambda t: t.get("reply") is True)
nps points share count count mark=nps : f.each(f.answer, n=f.net, d=lambda c: F(1), day=lambda c: f.answer(c)[1])
nps_answers count sum count : f.answers((-1, 0, 1))
nps_promoters count sum count : f.answers((1,))
nps_passives count sum count : f.answers((0,))
nps_detractors count sum count : f.answers((-1,))
leads count sum count own=source : f.leads()
lead_conversion percent share count count own=source mark=*_conversion : f.leads(f.lead_won)
source_cost money ratio money count own=source mark=*_cost side=less : source_cost(f)
source_revenue money sum money own=source : f.revenue()
attribution percent share count count : f.leads(f.has_source)
top_referrers count sum count own=referrer : f.number(f.refs)
top_referrers_won count sum count own=referrer : f.number([x for x in f.refs if is_won(*x)])
top_referrers_revenue money sum money own=referrer : f.revenue(referred)
source_annual_value money year money days own=referrer : f.revenue(referred)
champion_traits percent share count count own=trait : shared_traits(f)
trait_yield percent share count count own=trait : [Fact(c, label=t, n=F(1) if f.refers(c) else None, d=F(1)) for c in f.people.values() for t in f.traits(c)]
team_leads count sum count own=owner : f.number(f.refs)
team_conversion percent share count count own=owner : f.over(f.refs, is_won)
team_contacted_in_time percent share count count own=owner : f.contact_sla()
team_revenue money sum money own=owner : f.revenue()
team_referrals_generated count sum count own=owner : generated(f)
team_asks count sum count own=owner : [f.fact(c, f.day(a["on"]), by=a.get("by"), n=F(1)) for c, a in f.asks()]
team_touches count sum count own=owner : f.touched()
lifetime_value money ratio money count : f.each(lambda c: f.own[c["id"]] is not None, n=lambda c: f.branch(c["id"]), d=lambda c: F(1))
lifetime_value_by_source money ratio money count own=source : f.each(lambda c: f.own[c["id"]] is not None, n=lambda c: f.branch(c["id"]), d=lambda c: F(1))
lifetime_own money ratio money count : f.each(lambda c: f.own[c["id"]] is not None, n=lambda c: f.own[c["id"]], d=lambda c: F(1))
deals_per_client ratio ratio count count mark=deals_per_client : f.each(f.closed, n=lambda c: F(len(f.closed(c))), d=lambda c: F(1))
referrals_per_client ratio ratio count count mark=referrals_per_client : f.each(f.is_client, n=lambda c: F(len(f.made.get(c["id"], []))), d=lambda c: F(1))
revenue_per_deal money ratio money count : [Fact(e[0], e[3], e[1], n=e[2], d=F(1)) for e in f.earned if e[2] is not None and f.inside(e[1])]
forecast count ratio count count : (f.year_to(f.until, f.ever), F(4))
strong_sources count sum count : f.sources(lambda i, x: f.in_year(x) >= 2, by, n=lambda i: F(1))
open_pipeline money sum money : f.pipeline()
backtest_forecast count ratio count count : None if f.known() is None else (f.known(), F(4))
backtest_actual count sum count mark=known side=within : None if f.known() is None else f.since_then()
hindsight_forecast count ratio count count : (f.year_to(f.then(), f.ever), F(4))
hindsight_actual count sum count mark=dated side=within : f.since_then()
concentration_top1 percent share count count mark=concentration_alarm side=less : top(f, 1)
concentration_top5 percent share count count : top(f, 5)
referral_dependence percent share count count : f.leads(f.current)
management_share percent share money money : f.programme("d") + f.spent(["management"], gifts=False)
gap_revenue count sum count : [f.fact(e[0], e[1], n=F(1)) for e in f.earned if e[2] is None]
gap_source count sum count : f.each(lambda c: f.is_lead(c) and not f.has_source(c), n=lambda c: F(1))
gap_undated count sum count : f.each(lambda c: f.is_lead(c) and not f.lead_day(c) and not c["referral"], n=lambda c: F(1))
gap_times count sum count : f.number([(c, r) for c, r in f.refs if status(r) != "new" and not f.contacted(c, r)])
touches count sum count : f.touched()
touches_per_client ratio ratio count count : f.touched(lambda c, t: f.is_client(c)) + f.each(f.is_client, d=lambda c: F(1))
touch_mix percent part count count own=category mark=touch_mix side=within : f.touched(lambda c, t: t.get("why"))
channel_mix percent part count count own=channel : f.touched()
goal_referrals_per_quarter count quarter count days mark=goals.referrals_per_quarter : f.number(chances(f))
goal_conversion percent share count count mark=goals.conversion : f.over(f.refs, is_won)
goal_revenue_share percent share money money mark=goals.revenue_share : f.shares(referred)
goal_asks_per_month count month count days mark=goals.asks_per_month : NUMBERS["asks_per_month"][-1](f, by)
goal_nps points share count count mark=goals.nps : NUMBERS["nps"][-1](f, by)
goal_repeat_rate percent share count count mark=goals.repeat_rate : NUMBERS["repeat_client_rate"][-1](f, by)
""")

# --- numbers made of others: (value, numerator, denominator) ---


def times(*all_x):
    out = F(1)
    for x in all_x:
        if x is None:
            return None
        out *= x
    return out


def over(n, d):
    return None if n is None or not d else n / d


def less(a, b):
    return None if a is None or b is None else a - b


def mean(x):
    x = list(x)
    return over(sum(x), F(len(x)))


def v(f, name):
    return rows(f, name, None)["-"][0]


def conversion_ratio(f):
    ours = mean(F(is_won(*x)) for x in f.refs)
    others = mean(F(f.lead_won(c)) for c in f.people.values()
                  if f.is_lead(c) and not f.current(c) and
                  f.inside(f.lead_day(c)))
    return over(ours, others), times(100, ours), times(100, others)


def cycle_reduction(f):
    took = {True: [], False: []}
    for c, day, _, ref, deal in f.earned:
        opened = deal and f.day(deal.get("opened"))
        if f.inside(day) and opened and opened <= day:
            took[ref is not None].append(F((day - opened).days))
    ours, others = mean(took[True]), mean(took[False])
    return less(100, times(100, over(ours, others))), ours, others


def sides(f, of, amount):
    ours = mean(amount(c) for c in f.people.values() if of(c) and f.won(c))
    others = mean(amount(c) for c in f.people.values()
                  if of(c) and not f.won(c))
    return ours, others


def referred_refer(f):
    ours, others = sides(f, f.is_client, lambda c: F(f.refers(c)))
    return over(ours, others), times(100, ours), times(100, others)


def lifetime_ratio(f):
    ours, others = sides(f, lambda c: f.own[c["id"]] is not None,
                         lambda c: f.branch(c["id"]))
    return over(ours, others), ours, others


def rv(f):
    gain = times(v(f, "rv_contacts"), v(f, "rv_conversion"),
                 v(f, "rv_average_value"), F(1, 100))
    cost = v(f, "programme_cost")
    return less(gain, cost), gain, cost


def payback_month(f):
    _, month, came, went = f.payback()
    return month and "%04d-%02d" % (month // 12, month % 12 + 1), came, went


def payback_months(f):
    first, month, came, went = f.payback()
    return None if month is None else F(month - first + 1), came, went


def quantile(n, p):
    """of the negative binomial with r = n + 1, p = 4/5"""
    r, k = n + 1, 0
    w = acc = F(4, 5) ** r
    while acc < p:
        w = w * (r + k) / (k + 1) / 5
        k += 1
        acc += w
    return F(k)


def interval(n):
    return quantile(n, F(1, 10)), quantile(n, F(9, 10))


def bound(which):
    def f(f):
        n = len(f.year_to(f.until, f.ever))
        return interval(n)[which], F(n), None
    return f


def missed(f, year):
    if year is None:
        return None, None, None
    n, came = F(len(year), 4), F(len(f.since_then()))
    return times(100, over(n - came, came)), n - came, came


def largest(f):
    x = rows(f, "touch_mix", "category").values()
    return max(((r[0], r[1], r[2]) for r in x), key=lambda r: r[0] or 0)


def product(scale, *names):
    """The last name, and what stands before it, multiplied."""
    def f(f):
        first = times(scale, *[v(f, x) for x in names[:-1]])
        last = v(f, names[-1])
        return times(first, last), first, last
    return f


def what_if_clients(f):
    cost, each = v(f, "programme_cost"), v(f, "cost_per_acquisition")
    return over(cost, each), cost, each


def what_if_roi(f):
    got, cost = v(f, "whatif_revenue"), v(f, "programme_cost")
    return over(less(got, cost), cost), got, cost


def new_cost(f):
    won, kept = v(f, "cost_per_acquisition"), v(
        f, "retention_cost_per_client")
    return over(won, kept), won, kept


def crosscheck(f):
    share, pipe = v(f, "referral_share"), v(f, "open_pipeline")
    return times(pipe, share, F(1, 100)), pipe, share


for name, unit, num, den, mark, side, f in (
        ("conversion_ratio", "ratio", "percent", "percent",
         "conversion_ratio", "more", conversion_ratio),
        ("cycle_reduction", "percent", "days", "days", "cycle_reduction",
         "more", cycle_reduction),
        ("referred_refer_ratio", "ratio", "percent", "percent", None, "more",
         referred_refer),
        ("lifetime_value_ratio", "ratio", "money", "money",
         "lifetime_value_ratio", "more", lifetime_ratio),
        ("rv", "money", "money", "money", None, "more", rv),
        ("payback_month", "month", "money", "money", None, "less",
         payback_month),
        ("payback_months", "months", "money", "money", None, "less",
         payback_months),
        ("new_client_cost_ratio", "ratio", "money", "money",
         "new_client_cost_ratio", "more", new_cost),
        ("forecast_low", "count", "count", None, None, "more", bound(0)),
        ("forecast_high", "count", "count", None, None, "more", bound(1)),
        ("forecast_revenue", "money", "count", "money", None, "more",
         product(F(1, 100), "forecast", "referral_conversion",
                 "average_deal")),
        ("pipeline_crosscheck", "money", "money", "percent", None, "more",
         crosscheck),
        ("backtest_error", "percent", "count", "count", None, "less",
         lambda f: missed(f, f.known())),
        ("hindsight_error", "percent", "count", "count", None, "less",
         lambda f: missed(f, f.year_to(f.then(), f.ever))),
        ("largest_category", "percent", "count", "count", "over_promotion",
         "less", largest),
        ("whatif_retention", "money", "count", "money", None, "more",
         product(F(1, 10), "clients", "revenue_per_deal")),
        ("whatif_clients", "count", "money", "money", None, "more",
         what_if_clients),
        ("whatif_revenue", "money", "count", "money", None, "more",
         product(F(1), "whatif_clients", "average_deal")),
        ("whatif_roi", "ratio", "money", "money", None, "more", what_if_roi),
        ("whatif_next", "count", "count", "ratio", None, "more",
         product(F(1), "whatif_clients", "referrals_per_client"))):
    NUMBERS[name] = unit, "own", num, den, None, mark, side, f

# --- rows ---


def part(unit, amounts):
    """A count of nothing is 0; an amount that nobody wrote down is not."""
    x = [a for a in amounts if a is not None]
    return None if unit is None or not x and unit != "count" else sum(x, F(0))


def made_of(f, form, num, den, facts, fixed, total):
    n = part(num, [x.n for x in facts])
    d = fixed if fixed is not None else part(den, [x.d for x in facts])
    if form == "median":
        x = [x.n for x in facts]
        return F(median(x)) if x else None, F(len(x)), None
    if form in ("month", "quarter", "year"):
        a_year = {"month": 12, "quarter": 4, "year": 1}[form]
        return times(n, F(365, f.days * a_year)), n, F(f.days)
    if form == "part":
        return over(times(100, n), total), n, total
    if form == "sum":
        return n, n, None
    if form in ("net", "netpct"):
        return times(100 if form == "netpct" else 1, over(less(n, d), d)), \
            n, d
    return over(times(100 if form == "share" else 1, n), d), n, d


def seeds(f, name, dim, groups):
    if dim == "owner":
        yield from f.b.team
    if dim == "category" and name == "touch_mix":
        yield from WHYS
    if dim in PERIODS:
        least = min([g for g in groups if g != "-"], default=None)
        day = f.since
        while least and day <= f.until:
            g = Fact(day=day).group(dim)
            if g >= least:
                yield g
            day += timedelta(days=1)


def benchmark(f, name, dim, group):
    mark, marks = NUMBERS[name][5], f.b.marks
    if not mark:
        return None
    if mark in ("known", "dated"):
        year = f.known() if mark == "known" else \
            f.year_to(f.then(), f.ever)
        return None if year is None else "%d-%d" % interval(len(year))
    if mark.startswith("goals."):
        return f.b.goals.get(mark[6:])
    if mark in ("concentration_alarm", "over_promotion"):
        return f.b.config.get(mark, {"concentration_alarm": "40"}.get(
            mark, "50")) + "%"
    if mark[0] != "*":
        return marks.get(mark)
    if dim not in ("source", "type"):
        return None
    group = group.lower().replace(" ", "-")
    own = group.replace("-", "_") + mark[1:]
    if own in marks:
        return marks[own]
    if dim == "type":
        return marks.get("other" + mark[1:])
    return marks.get("marketing" + mark[1:]) if group in MARKETING else \
        marks.get("cold" + mark[1:]) if group.startswith("cold-") else None


def judge(value, mark, side):
    if value is None or not mark:
        return None
    if mark[0] in "<>":
        limit = F(mark[1:].rstrip("%xh"))
        return value < limit if mark[0] == "<" else value > limit
    low, _, high = mark.rstrip("%xh").partition("-")
    low, high = F(low), F(high or low)
    return low <= value <= high if side == "within" else \
        value <= high if side == "less" else value >= low


def rows(f, name, dim):
    """{group: (value, numerator, denominator, benchmark, verdict)}"""
    unit, form, num, den, _, _, side, make = NUMBERS[name]
    if form == "own":
        groups = {"-": make(f)}
    else:
        facts, fixed = make(f, dim), None
        if isinstance(facts, tuple):
            facts, fixed = facts
        by = defaultdict(list)
        for x in facts or []:
            by[x.group(dim) if dim else "-"].append(x)
        for g in list(seeds(f, name, dim, by)) + ([] if dim else ["-"]):
            by[g]
        total = part(num, [x.n for x in facts or []])
        groups = {g: made_of(f, form, num, den, x, fixed, total)
                  for g, x in by.items()}
        if facts is None:
            groups = {} if dim else {"-": (None, None, None)}
    out = {}
    known = [x[0] for g, x in groups.items() if x[0] is not None and g != "-"]
    for g, (value, n, d) in groups.items():
        mark = benchmark(f, name, dim, g)
        good = judge(value, mark, side)
        verdict = None if good is None else "pass" if good else "short"
        if name.startswith("team_") and g != "-" and value is not None and \
                len(known) > 1 and min(known) < max(known):
            verdict = "high" if value == max(known) else \
                "low" if value == min(known) else None
        out[g] = value, n, d, mark, verdict
    return out


# --- comparing ---

bad = 0
compared = set()


def same(text, want):
    if want is None or text == "-":
        return want is None and text == "-"
    if isinstance(want, str):
        return text == want
    places = len(text.partition(".")[2])
    most = F(501, 1000) / (10 ** max(places, 1))
    return abs(F(text) - want) <= most


def differ(*words):
    global bad
    bad += 1
    print(*words)


def printed(book, *args):
    out = {}
    for line in run("ref-stats", "-B", book, "-t", TODAY.isoformat(),
                    *args).split("\n")[:-1]:
        x = line.split("\t")
        if (x[0], x[7]) in out:
            differ(book, args, "twice:", x[0], x[7])
        out[x[0], x[7]] = x
    return out


def compare(b, f, dim, got, before=None, listed=None):
    where = "%s %s..%s by %s:" % (b.path, f.since, f.until, dim)
    for name in sorted({k[0] for k in got} - set(NUMBERS)):
        differ(where, name, "is printed, and nobody has recounted it")
    for name in NUMBERS:
        own = dim or NUMBERS[name][4]
        if dim and dim not in listed[name]:
            want = {}
        else:
            want = rows(f, name, own)
        shown = {g: x for (m, g), x in got.items() if m == name}
        if set(want) != set(shown):
            differ(where, name, "groups", sorted(shown), "recounted",
                   sorted(want))
        was = rows(before, name, own) if before and want else {}
        for g in set(want) & set(shown):
            compared.add(name)
            x, w = shown[g], want[g]
            for at, what in ((1, w[0]), (3, w[1]), (4, w[2]), (5, w[3]),
                             (6, w[4])) + (
                                 ((8, was.get(g, [None])[0]),)
                                 if before else ()):
                if not same(x[at], what):
                    differ(where, name, g, ["metric", "value", "unit",
                                            "numerator", "denominator",
                                            "benchmark", "verdict", "group",
                                            "before"][at], x[at],
                           "recounted", what if what is None or
                           isinstance(what, str) else float(what))


listed = {}
for line in run("ref-stats", "-B", sys.argv[2], "--list").split("\n")[:-1]:
    x = line.split("\t")
    listed[x[0]] = x[3].split(",")
for name in sorted(set(listed) ^ set(NUMBERS)):
    differ(name, "is in ref-stats --list or here, not in both")

for path in sys.argv[2:]:
    b = Book(path)
    f = Frame(b, months(TODAY + timedelta(days=1), -12), TODAY)
    compare(b, f, None, printed(path, "--compare"),
            Frame(b, *period_before(f.since, f.until)))
    for dim in BY:
        compare(b, f, dim, printed(path, "--by", dim), None, listed)
    f = Frame(b, date(2026, 1, 1), date(2026, 6, 30))
    compare(b, f, None, printed(path, "--compare", "--since", "2026-01-01",
                                "--until", "2026-06-30"),
            Frame(b, *period_before(f.since, f.until)))

print("compared:", *sorted(compared))
sys.exit(bad > 0)
