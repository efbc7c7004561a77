#!/usr/bin/env python3
"""recount.py BOOK TODAY STATS.tsv < contacts.jsonl: compute the metrics anew,
from the decoded contacts (ref-show -j) and costs.yaml, by the definitions of
ref-stats(1), and compare with what ref-stats printed.  Shares no code with
it; prints each difference and exits 1 when there is one."""
import json
import os
import sys
from datetime import date, datetime, time, timedelta
from fractions import Fraction as F
from statistics import median
from zoneinfo import ZoneInfo

import yaml

book, today, printed = sys.argv[1], date.fromisoformat(sys.argv[2]), sys.argv[3]
people = {}
for line in sys.stdin:
    c = json.loads(line)
    people[c["id"]] = c
costs = []
if os.path.exists(os.path.join(book, "costs.yaml")):
    with open(os.path.join(book, "costs.yaml")) as f:
        # all text: YAML 1.1 would read the key `on` as a truth
        costs = yaml.load(f, Loader=yaml.BaseLoader)["costs"]
for c in costs:
    c["on"] = date.fromisoformat(c["on"])
with open(os.path.join(book, "ref.yaml")) as f:
    config = yaml.load(f, Loader=yaml.BaseLoader) or {}
zone = ZoneInfo(config.get("timezone") or "UTC")
with_year_back = date(today.year - 1, today.month, today.day)
since = with_year_back + timedelta(days=1)
before = date(since.year - 1, since.month, since.day), with_year_back
days = (today - since).days + 1
ORDER = ["new", "contacted", "met", "qualified", "proposal", "won"]


def d(text):
    return date.fromisoformat(text[:10]) if text else None


def at(text):
    if len(text) == 10:
        return datetime.combine(d(text), time(), zone)
    return datetime.fromisoformat(text)


def inside(x):
    return x is not None and since <= x <= today


def money(x):
    return F(str(x)).limit_denominator(100) if x is not None else None


def status(r):
    return r.get("status") or "new"


def reached(r, what, or_later=True):
    for s in r.get("steps", []):
        if s["to"] == what or (or_later and s["to"] in ORDER and
                               ORDER.index(s["to"]) >= ORDER.index(what)):
            return s["at"]
    return None


def closed(c):
    return [x for x in c.get("deals", [])
            if x.get("status") == "closed" and
            (not x.get("closed") or d(x["closed"]) <= today)]


ever = [(c, r) for c in people.values() for r in c.get("referral", [])
        if r.get("by") and d(r["on"]) <= today]
refs = [(c, r) for c, r in ever if inside(d(r["on"]))]


def won_day(c, r):
    x = reached(r, "won", False)
    if x:
        return d(x)
    # of every closing, also one still to come
    late = [d(x["closed"]) for x in c.get("deals", [])
            if x.get("status") == "closed" and x.get("closed") and
            d(x["closed"]) >= d(r["on"])]
    return late[0] if late else None


def won_referral(c):
    w = [r for r in c.get("referral", []) if r.get("by") and
         status(r) == "won" and d(r["on"]) <= today]
    return w[-1] if w else None


def earnings(c):
    """(day, amount or None, referred)"""
    w, out = won_referral(c), []
    for x in closed(c):
        out.append((d(x.get("closed")), money(x.get("revenue")), bool(w), x))
    if any(x[1] is not None for x in out) or not w:
        return out
    own = [(won_day(c, r) or d(r["on"]), money(r["value"]), True, None)
           for r in c["referral"] if r.get("by") and status(r) == "won" and
           r.get("value") is not None]
    own = [x for x in own if x[0] <= today]
    if own or out:
        return own or out
    day = won_day(c, w) or d(w["on"])
    return [(day, None, True, None)] if day <= today else []


earned = [(c, *e) for c in people.values() for e in earnings(c)]
got = {}


def put(name, value, num=None, den=None, group="-"):
    got[name, group] = value, num, den


def count(name, items, group="-"):
    n = len(list(items))
    put(name, F(n), F(n), None, group)


def share(name, items, test, group="-", times=100):
    items = list(items)
    n = F(sum(bool(test(x)) for x in items))
    put(name, times * n / len(items) if items else None, n, F(len(items)),
        group)


def mean(name, values, group="-", den_unit=F(1)):
    values = list(values)
    put(name, sum(values) / len(values) if values else None,
        sum(values) if values else None, F(len(values)), group)


def middle(name, values):
    values = list(values)
    put(name, F(median(values)) if values else None, F(len(values)))


def ratio(n, m):
    return n / m if n is not None and m else None


def total(values):
    values = list(values)
    return sum(values) if values else None


# volume
count("referrals_received", refs)
for t in {r.get("type") or "-" for _, r in refs}:
    count("referrals_by_type", [r for _, r in refs
                                if (r.get("type") or "-") == t], t)
for s in {status(r) for _, r in refs}:
    count("referrals_by_status", [r for _, r in refs if status(r) == s], s)
put("referrals_per_month", F(len(refs) * 365, days * 12), F(len(refs)), F(days))


def opportunity(x):
    return status(x[1]) in ("qualified", "proposal", "won") or \
        reached(x[1], "qualified")


q = [x for x in refs if opportunity(x)]
put("qualified_per_quarter", F(len(q) * 365, days * 4), F(len(q)), F(days))
old = [r for _, r in ever if before[0] <= d(r["on"]) <= before[1]]
put("referral_growth", F(100 * (len(refs) - len(old)), len(old)) if old
    else None, F(len(refs)), F(len(old)))
count("referrals_open", [x for x in refs if status(x[1]) not in
                         ("won", "lost")])
gave = [(c, g) for c in people.values() for g in c.get("given", [])
        if inside(d(g["on"]))]
count("referrals_given", gave)
partner = ("partner", "peer")
n = F(sum(c.get("kind") in partner for c, _ in gave))
m = F(sum(people.get(r["by"], {}).get("kind") in partner for _, r in refs))
put("reciprocity", ratio(n, m), n, m)
asks = [a for c in people.values() for a in c.get("asks", [])
        if inside(d(a["on"]))]
put("asks_per_month", F(len(asks) * 365, days * 12), F(len(asks)), F(days))
share("ask_yield", asks, lambda a: a["result"] in ("yes", "promised"))


# quality
def is_won(x):
    return status(x[1]) == "won"


share("referral_conversion", refs, is_won)
share("conversion_decided", [x for x in refs if status(x[1]) in
                             ("won", "lost")], is_won)
share("referral_to_opportunity", refs, opportunity)
share("opportunity_to_client", q, is_won)
now = [e for e in earned if inside(e[1]) and e[2] is not None]
mean("average_deal", [e[2] for e in now if e[3]])
mean("average_price", [money(e[4]["value"]) for e in earned if e[3] and
                       inside(e[1]) and e[4] and
                       e[4].get("value") is not None])
share("lost_share", refs, lambda x: status(x[1]) == "lost")
share("not_a_fit_share", [x for x in refs if status(x[1]) == "lost"],
      lambda x: x[1].get("reason") == "not-a-fit")
share("dark_share", refs, lambda x: status(x[1]) == "dark")


# economics
def amount(c):
    if c.get("amount") is not None:
        return money(c["amount"])
    return money(c["hours"]) * money(c["rate"])


def spent(kinds, ours=True):
    return [amount(c) for c in costs if c["kind"] in kinds and
            inside(c["on"]) and (c.get("source") or "referral") == "referral"]


KINDS = "incentive marketing management acquisition".split()
gifts = [money(r["amount"]) for c in people.values()
         for r in c.get("rewards", []) if r.get("amount") is not None and
         inside(d(r["on"]))]
referred = total(e[2] for e in now if e[3])
revenue = total(e[2] for e in now)
cost = total(spent(KINDS) + gifts)
put("referred_revenue", referred, referred)
put("revenue", revenue, revenue)
put("programme_cost", cost, cost)
put("referral_share", ratio(100 * (referred or 0), revenue) if referred
    is not None else None, referred, revenue)
wins = F(sum(map(is_won, refs)))
put("cost_per_referral", ratio(cost, F(len(refs))), cost, F(len(refs)))
put("cost_per_acquisition", ratio(cost, wins), cost, wins)
roi = (referred - cost) / cost if None not in (referred, cost) and cost \
    else None
put("roi", roi, referred, cost)
put("roi_percent", roi and 100 * roi, referred, cost)
tc = total(spent(["management"]))
ac = total(spent(["incentive", "marketing", "acquisition"]) + gifts)
put("rv_acquisition_cost", ac, ac)
put("rv_tracking_cost", tc, tc)
cr = got["referral_conversion", "-"][0]
av = got["average_deal", "-"][0]
if None not in (cr, av):
    gain = len(refs) * cr / 100 * av
    put("rv", gain - cost if cost is not None else None, gain, cost)
else:
    put("rv", None, None, cost)


def first_month():
    flow = {}
    for e in earned:
        if e[3] and e[2] is not None and e[1]:
            flow.setdefault((e[1].year, e[1].month), [0, 0])[0] += e[2]
    for c in costs:
        if c["kind"] in KINDS and c["on"] <= today and \
                (c.get("source") or "referral") == "referral":
            flow.setdefault((c["on"].year, c["on"].month), [0, 0])[1] += \
                amount(c)
    for c in people.values():
        for r in c.get("rewards", []):
            x = d(r["on"])
            if r.get("amount") is not None and x <= today:
                flow.setdefault((x.year, x.month), [0, 0])[1] += \
                    money(r["amount"])
    got_in = got_out = 0
    for month in sorted(flow):
        got_in += flow[month][0]
        got_out += flow[month][1]
        if got_out and got_in >= got_out:
            return "%04d-%02d" % month
    return None


put("payback_month", first_month())


# health
def elapsed(r, x):
    if not x or d(x) < d(r["on"]):
        return None
    return max(F(0), F(int((at(x) - at(r["on"])).total_seconds()), 3600))


def acknowledged(c, r):
    x = [t["at"] for t in r.get("told", [])] + \
        [s["at"] for s in r.get("steps", []) if s["to"] != "new"]
    return min(x, key=at) if x else None


def met(c, r):
    x = [t["at"] for t in c.get("touches", []) if t["how"] == "meeting" and
         d(t["at"]) >= d(r["on"])]
    x += [reached(r, "met")] if reached(r, "met") else []
    return min(x, key=at) if x else None


def contacted(c, r):
    return reached(r, "contacted")


def times(f):
    x = [elapsed(r, f(c, r)) for c, r in refs]
    return [t for t in x if t is not None]


def in_time(name, f, hours, waiting):
    n = m = 0
    for c, r in refs:
        x = f(c, r)
        t = elapsed(r, x)
        late = at(today.isoformat()) > at(r["on"]) + timedelta(hours=hours)
        if t is not None:
            m += 1
            n += at(x) <= at(r["on"]) + timedelta(hours=hours)
        elif not x and status(r) in waiting and late:
            m += 1
    put(name, F(100 * n, m) if m else None, F(n), F(m))


mean("time_to_acknowledge", times(acknowledged))
mean("time_to_contact", times(contacted))
middle("time_to_contact_median", times(contacted))
in_time("acknowledged_in_time", acknowledged, 24, ["new"])
in_time("contacted_in_time", contacted, 48, ["new"])
in_time("met_in_time", met, 168, ["new", "contacted"])
close = [(won_day(c, r) - d(r["on"])).days for c, r in refs
         if is_won((c, r)) and won_day(c, r) and won_day(c, r) >= d(r["on"])]
mean("time_to_close", map(F, close))
middle("time_to_close_median", close)


def told(r, about):
    return any(t["about"] == about for t in r.get("told", []))


share("thanked_share", refs, lambda x: told(x[1], "thanks"))
share("loop_closed", [x for x in refs if status(x[1]) in
                      ("won", "lost", "dark")],
      lambda x: told(x[1], status(x[1])))
by = {}
for c, r in ever:
    by.setdefault(r["by"], []).append(d(r["on"]))
count("active_referrers", [x for x in by.values()
                           if max(x) > today - timedelta(days=365)])
count("repeat_referrers", [x for x in by.values() if len(x) >= 2])
count("repeat_referrers_window",
      [x for x in by.values() if sum(map(inside, x)) >= 2])
share("repeat_referrer_share", by.values(), lambda x: len(x) >= 2)


def answer(c):
    x = [a for a in c.get("nps", []) if d(a["on"]) <= today]
    return x[-1]["score"] if x else None


def nps(name, scores):
    scores = [s for s in scores if s is not None]
    n = F(sum((s >= 9) - (s <= 6) for s in scores))
    put(name, 100 * n / len(scores) if scores else None,
        n if scores else F(0), F(len(scores)))


nps("nps", [answer(c) for c in people.values()])
nps("referrer_nps", [answer(people[x]) for x in by if x in people])

# leads of every source


def current(c):
    r = c.get("referral", [])
    return r[-1] if r and r[-1].get("by") else None


def is_lead(c):
    return c.get("kind") in ("lead", "client") or c.get("deals") or current(c)


def lead_day(c):
    if current(c):
        return d(current(c)["on"])
    x = [d(y) for z in c.get("deals", []) for y in
         (z.get("opened"), z.get("closed")) if y]
    x += [d(t["at"]) for t in c.get("touches", [])]
    return min(x) if x else None


def lead_won(c):
    return closed(c) or won_referral(c)


def source(c):
    return c.get("source") or ("referral" if current(c) else "-")


leads = [c for c in people.values() if is_lead(c) and inside(lead_day(c))]
for s in {source(c) for c in leads}:
    mine = [c for c in leads if source(c) == s]
    count("leads", mine, s)
    share("lead_conversion", mine, lead_won, s)
share("attribution", leads, lambda c: source(c) != "-")
share("referral_dependence", leads, current)
count("gap_undated", [c for c in people.values() if is_lead(c) and
                      not lead_day(c)])
count("gap_source", [c for c in people.values() if is_lead(c) and
                     source(c) == "-"])
count("gap_revenue", [e for e in earned if e[2] is None])
cold = [c for c in leads if not current(c)]
colds = F(sum(bool(lead_won(c)) for c in cold), len(cold)) if cold else None
put("conversion_ratio", ratio(cr and cr / 100 if cr is not None else None,
                              colds))
for x in {r["by"] for _, r in refs}:
    count("top_referrers", [1 for _, r in refs if r["by"] == x], x)

# retention
clients = [c for c in people.values() if c.get("kind") == "client" or
           closed(c)]
count("clients", clients)
share("repeat_client_rate", [c for c in people.values() if closed(c)],
      lambda c: len(closed(c)) >= 2)
gaps = []
for c in people.values():
    x = sorted(d(y["closed"]) for y in closed(c) if y.get("closed"))
    gaps += [(b - a).days for a, b in zip(x, x[1:])]
mean("time_to_return", map(F, gaps))
middle("time_to_return_median", gaps)
loyal = total(e[2] for e in now if e[3] or len(closed(e[0])) >= 2)
put("retained_share", ratio(100 * loyal if loyal is not None else None,
                            revenue), loyal, revenue)
kept = total(spent(["retention"]))
put("retention_cost", kept, kept)
put("retention_roi", (loyal - kept) / kept
    if None not in (loyal, kept) and kept else None, loyal, kept)
out = [(c, t) for c in people.values() for t in c.get("touches", [])
       if t.get("dir") != "in" and inside(d(t["at"]))]
share("response_rate", out, lambda x: x[1].get("reply") is True)
count("touches", out)
for why in ["personal", "value", "education"]:
    share("touch_mix", out, lambda x: x[1]["why"] == why, why)


def silent(c):
    x = [d(t["at"]) for t in c.get("touches", []) if d(t["at"]) <= today]
    y = [d(z["closed"]) for z in closed(c) if z.get("closed")]
    last = max(x) if x else max(y) if y else None
    return not last or last + timedelta(days=90) <= today


share("silent_clients", [
    c for c in clients if not c.get("archived") and
    c.get("consent", {}).get("contact") is not False], silent)

# value: a client's revenue with everybody's below
parent = {i: current(c)["by"] for i, c in people.items() if current(c) and
          d(current(c)["on"]) <= today and current(c)["by"] in people}
for i in people:  # a circle is cut at its first id
    seen, x = [], i
    while x in parent and x not in seen:
        seen.append(x)
        x = parent[x]
    if x == i and i in parent and i == min(seen):
        del parent[i]
own = {i: total(e[1] for e in earnings(c) if e[1] is not None)
       for i, c in people.items()}


def branch(i):
    kids = [branch(k) for k, p in parent.items() if p == i]
    return (own[i] or 0) + sum(kids)


mean("lifetime_value", [branch(i) for i in people if own[i] is not None])
mean("lifetime_own", [x for x in own.values() if x is not None])
mean("deals_per_client", [F(len(closed(c))) for c in people.values()
                          if closed(c)])
mean("referrals_per_client", [F(len(by.get(c["id"], []))) for c in clients])
mean("revenue_per_deal", [e[2] for e in now])

# forecast, risk
year = [r for _, r in ever if d(r["on"]) > today - timedelta(days=365)]
put("forecast", F(len(year), 4), F(len(year)), F(4))
then = date(today.year, today.month - 3, today.day)
old = [r for _, r in ever
       if then - timedelta(days=365) < d(r["on"]) <= then]
new = [r for _, r in ever if d(r["on"]) > then]
put("hindsight_forecast", F(len(old), 4), F(len(old)), F(4))
put("hindsight_error", (F(len(old), 4) - len(new)) * 100 / len(new) if new
    else None, F(len(old), 4) - len(new), F(len(new)))


def quantile(n, p):
    """of the negative binomial with r = n + 1, p = 4/5"""
    r, k = n + 1, 0
    w = acc = F(4, 5) ** r
    while acc < p:
        w = w * (r + k) / (k + 1) / 5
        k += 1
        acc += w
    return F(k)


put("forecast_low", quantile(len(year), F(1, 10)))
put("forecast_high", quantile(len(year), F(9, 10)))
top = sorted((sum(map(inside, x)) for x in by.values()), reverse=True)
for k in (1, 5):
    put("concentration_top%d" % k, F(100 * sum(top[:k]), len(refs)) if refs
        else None, F(sum(top[:k])), F(len(refs)))
pipe = []
for c in people.values():
    x = [money(y["revenue"]) for y in c.get("deals", []) if
         y.get("status") in ("open", "contract") and y.get("revenue")
         is not None and (not y.get("opened") or d(y["opened"]) <= today)]
    r = current(c)
    if not x and r and r.get("value") is not None and d(r["on"]) <= today and \
            status(r) not in ("won", "lost", "dark"):
        x = [money(r["value"])]
    pipe += x
put("open_pipeline", total(pipe), total(pipe))


# --- compare ---

def same(text, value):
    if value is None or text == "-":
        return value is None and text == "-"
    if isinstance(value, str):
        return text == value
    places = len(text.partition(".")[2])
    most = F(501, 1000) / (10 ** max(places, 1))
    return abs(F(text) - value) <= most


bad = 0
shown = {}
with open(printed) as f:
    for line in f:
        x = line.rstrip("\n").split("\t")
        shown[x[0], x[7]] = x
for key, (value, num, den) in got.items():
    row = shown.get(key)
    if not row:
        print("%s %s: not printed" % key)
        bad = 1
        continue
    for what, text, want in (("value", row[1], value),
                             ("numerator", row[3], num),
                             ("denominator", row[4], den)):
        if what != "value" and want is None:
            continue
        if not same(text, want):
            print("%s %s: %s %s, recounted %s" % (
                *key, what, text, want if want is None or
                isinstance(want, str) else float(want)))
            bad = 1
print("# %d numbers" % len(got), file=sys.stderr)
sys.exit(bad)
