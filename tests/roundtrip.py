#!/usr/bin/env python3
"""roundtrip.py SCHEMA SEED N DIR: N contacts of random fields in DIR.

Everything that the schema allows is tried, so that a new field is, too: words,
numbers, days, lists, maps, and texts that some format or other holds dear.
"""
import json
import random
import sys

import yaml

schema, seed, count, folder = sys.argv[1:5]
schema = json.load(open(schema, encoding="utf-8"))
rnd = random.Random(int(seed))
count = int(count)

PIECES = [
    "Siti", "Tan", "Jalan Mawar", "O'Neil", '"quoted"', "a,b", "a;b", "a:b",
    ": ", " #", "\\n", "\\", "=1+1", "+60", "@home", "-2", "'=x", "%", "{x}",
    "[x]", "&amp;", "<b>", "*", "!", "| ", ">", "?", "naïve", "東京", "عمر",
    "😀", "\u00a0", "no", "null", "0123", "12:30", "1e3", "~", ".5", "2024",
    "--", "::", "END:VCARD", "$(x)", "`x`", "\t", "x" * 40, "e\u0301",
]


def text(lines=1):
    out = []
    for _ in range(rnd.randint(1, lines)):
        n = rnd.randint(1, 5)
        out.append(" ".join(rnd.choice(PIECES) for _ in range(n)).strip())
    return "\n".join(s for s in out if s) or "x"


def day(path):
    """What must come first comes first."""
    first = {"opened": 1990, "contract": 2000}.get(path.split(".")[-1], 2010)
    first = 1990 if path == ".referral.on" else first
    return "%04d-%02d-%02d" % (
        rnd.randint(first, first + 9), rnd.randint(1, 12), rnd.randint(1, 28))


def patterned(path, pattern):
    if "weekly" in pattern:
        return rnd.choice(["weekly", "45d", "6w", "none"])
    if "[T ]" in pattern:
        return rnd.choice([day(path), day(path) + "T10:30+08:00"])
    if "|-" in pattern:
        return rnd.choice([day(path), "--02-29", "--06-14"])
    if pattern.startswith("^[0-9]{4}"):
        return day(path)
    return None


def value(path, s, who):
    """A value that the schema of a field allows, or None."""
    if "anyOf" in s and path in (".segment", ".asks.script"):
        s = s["anyOf"][0]  # words that stand for something
    if "anyOf" in s:
        return value(path, rnd.choice(s["anyOf"]), who)
    if "enum" in s:
        words = [w for w in s["enum"] if isinstance(w, str)]
        return rnd.choice(words or [True, False])
    kinds = s.get("type", "string")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = [k for k in kinds if k != "null"][0]
    if kind == "array":
        if "items" not in s:
            return None
        items = [value(path, s["items"], who) for _ in range(rnd.randint(1, 3))]
        seen = [v for i, v in enumerate(items) if v not in items[:i]]
        return [v for v in seen if v is not None] or None
    if kind == "object":
        if "properties" not in s:
            return {rnd.choice(["web", "cause", "a b", "x.y", "Z"]): text()}
        out = record(path, s, who)
        return out or None
    if kind in ("integer", "number"):
        low, high = s.get("minimum", 0), s.get("maximum", 9999)
        if path.endswith("phone"):
            return "+6012%07d" % (1000 * who + rnd.randint(0, 999))
        if kind == "integer":
            return rnd.randint(low, high)
        return rnd.choice([low, high, round(rnd.uniform(low, high), 2)])
    if kind == "boolean":
        return rnd.choice([True, False])
    if "pattern" in s:
        got = patterned(path, s["pattern"])
        if got is None:  # an id: of those before, who know nobody later
            return "p%03d" % rnd.randrange(who) if who else None
        return got
    if path.endswith("email"):
        return "p%d.%d@example.com" % (who, rnd.randint(0, 99))
    if path.endswith("phone"):
        return "+6012%07d" % (1000 * who + rnd.randint(0, 999))
    if path.endswith(("by", "owner")):
        return rnd.choice(["aisyah", "daniel"])
    if path.endswith(".id"):
        return "d%d" % rnd.randint(1, 999)
    if path == ".uid":
        return "%s-%d" % (rnd.choice(["hubspot:7", "row:af", "AB-12"]), who)
    if path == ".links":
        return "https://example.com/%d/%d" % (who, rnd.randint(0, 99))
    return text(3 if path in (".notes", ".address") else 1)


def record(path, s, who):
    out = {}
    for name, field in s["properties"].items():
        if name in s.get("required", []) or rnd.random() < 0.5:
            got = value(path + "." + name, field, who)
            if got is not None:
                out[name] = got
    if any(name not in out for name in s.get("required", [])):
        return None
    if rnd.random() < 0.2:
        out["x-own"] = rnd.choice([text(), [text(), text()], {"deep": text()}])
    return out


for who in range(count):
    contact = record("", schema, who)
    contact["name"] = "%s %d" % (text(), who)
    if isinstance(contact.get("referral"), list):
        contact["referral"].sort(key=lambda r: str(r.get("on", "")))
    if contact.get("kind") == "lead":
        contact.setdefault("source", "website")
    with open("%s/p%03d.yaml" % (folder, who), "w", encoding="utf-8") as f:
        yaml.safe_dump(contact, f, allow_unicode=True, sort_keys=False)
