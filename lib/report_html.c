/* The page. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_in.h"
#include "tree.h"

#include "banned.h"

/*
 * The style is one constant, so that the content security policy can name it
 * by its hash (a test recomputes it) and forbid everything else.
 */
#define STYLE_HASH "sha256-+2jrphNMX+Zu+vV+FMK9x6ZubZnYxB2vAuF26+y1yA4="
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1b1f;--soft:#5c5c66;"
    "--paper:#fff;--card:#f4f4f7;--bar:#2f6db3;--line:#c9c9d1}"
    "@media(prefers-color-scheme:dark){:root{--ink:#ececf1;--soft:#a8a8b3;"
    "--paper:#17171b;--card:#222228;--bar:#4585c9;--line:#4a4a55}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);"
    "background:var(--paper);max-width:44rem;margin:0 auto;padding:1rem}"
    "h1{margin-bottom:0}h2{margin-top:2.5rem;border-bottom:1px solid "
    "var(--line)}p,figcaption{color:var(--soft)}figure{margin:0;"
    "overflow-x:auto}svg{width:100%;min-width:28rem;height:auto;font:13px system-ui,sans-serif}"
    "svg text{fill:var(--ink)}.l{text-anchor:end}.c{text-anchor:middle;"
    "font-size:12px}.b{fill:var(--bar)}.m{stroke:var(--ink);"
    "stroke-dasharray:4 3;stroke-width:1.5}.a{stroke:var(--line)}"
    ".cards{padding:0;list-style:none;display:grid;"
    "grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));"
    "gap:.75rem}.cards li{background:var(--card);border-radius:.5rem;"
    "padding:.6rem .9rem}small{color:var(--soft)}.cards b{display:block;"
    "font-size:1.3rem;overflow-wrap:anywhere}table{border-collapse:collapse;"
    "width:100%;font-size:.85rem}th,td{text-align:left;padding:.2rem .5rem;"
    "border-bottom:1px solid var(--line)}td.n,th.n{text-align:right;"
    "font-variant-numeric:tabular-nums}.tree ul{padding-left:1.25rem;"
    "border-left:1px solid var(--line);list-style:none}.tree>ul{border:0;"
    "padding:0}.all{overflow-x:auto}"
    "@media print{:root{--ink:#000;--soft:#333;--paper:#fff;--card:#fff;"
    "--bar:#777;--line:#999}body{max-width:none;font-size:11pt}"
    "svg{min-width:0}section,figure,tr{break-inside:avoid}li{border-color:#999}}";

enum { MOST_BARS = 10, MOST_TREES = 15, MOST_DEPTH = 8, MOST_MONTHS = 36 };

struct page {
	const struct report *r;
	struct buf *b;
	struct slice currency;
	size_t *number; /* --anonymous: 1, 2 ... in order of appearance */
	size_t numbered, sources; /* so many */
};

static const char *
word(const struct page *p, enum report_word w)
{
	return report_word(p->r->lang, w);
}

static void
put_word(const struct page *p, enum report_word w)
{
	html_text(p->b, slice_of(word(p, w)));
}

/* --- words for what stands in the book --- */

static struct slice
person(struct page *p, struct slice id)
{
	const struct people *all = p->r->view.people;
	const struct contact *c = people_find(all, id);
	size_t at;

	if (!c)
		return p->r->anonymous ? slice_of(word(p, W_UNKNOWN)) : id;
	if (!p->r->anonymous)
		return c->name.n ? c->name : c->id;
	at = (size_t)(c - all->v);
	if (!p->number[at])
		p->number[at] = ++p->numbered;
	return slice_printf(p->r->arena, "%s %zu", word(p, W_PERSON),
	    p->number[at]);
}

static const char *
status_text(const struct page *p, int s)
{
	return s ? word(p, (enum report_word)(W_S_NEW + s - 1)) : "";
}

static struct slice
month_text(const struct page *p, struct slice label)
{
	int m = label.n == 7 ? (label.p[5] - '0') * 10 + label.p[6] - '0' : 0;

	if (m < 1 || m > 12)
		return label;
	return slice_of(word(p, (enum report_word)(W_JAN + m - 1)));
}

/* What somebody wrote of where they heard of us may name anybody. */
static struct slice
source(struct page *p, struct slice label)
{
	const char *known = report_source_name(p->r->lang, label);

	if (known)
		return slice_of(known);
	return p->r->anonymous ? slice_printf(p->r->arena, "%s %zu",
	                             word(p, W_SOURCE), ++p->sources)
	                       : label;
}

static struct slice
label_text(struct page *p, enum stats_by by, struct slice label)
{
	int i;

	if (slice_is(label, "-"))
		return slice_of(word(p, W_UNKNOWN));
	if (by == BY_REFERRER)
		return person(p, label);
	if (by == BY_SOURCE)
		return source(p, label);
	if (by == BY_STATUS && (i = word_find(status_words, label)) >= 0)
		return slice_of(status_text(p, i + 1));
	if (by == BY_CATEGORY && (i = word_find(why_words, label)) >= 0)
		return slice_of(word(p, (enum report_word)(W_C_EDUCATION + i)));
	return label;
}

static struct slice
number_text(struct page *p, const struct stat *s)
{
	struct buf b = { 0 };
	struct slice out;

	report_value(&b, p->r->lang, s->metric->unit, s->value, p->currency);
	if (s->metric->unit == UNIT_PERCENT && s->metric->num == UNIT_COUNT) {
		struct cell n = stats_cell(s->metric->num, s->num, p->r->arena);
		struct cell d = stats_cell(s->metric->den, s->den, p->r->arena);

		buf_puts(&b, " (");
		cell_put(&b, &n);
		buf_puts(&b, "/");
		cell_put(&b, &d);
		buf_puts(&b, ")");
	}
	out = buf_take(&b, p->r->arena);
	return out;
}

/* --- numbers --- */

static const struct stat *
rows(const struct page *p, const char *name, enum stats_by by, size_t *n)
{
	const struct stat *s;

	stats_run(p->r->frame, stats_metric(slice_of(name)), by, &s, n);
	return s;
}

static const struct stat *
one(const struct page *p, const char *name)
{
	size_t n;

	return rows(p, name, BY_NONE, &n);
}

static double
shown(const struct stat *s)
{
	return s->metric->unit == UNIT_MONEY ? s->value / 100 : s->value;
}

/* The number at the start of a benchmark, for its mark; NAN: none. */
static double
first_number(struct slice s)
{
	double v = 0;
	bool any = false;

	for (; s.n && (s.p[0] < '0' || s.p[0] > '9'); s = slice_from(s, 1))
		;
	for (; s.n && s.p[0] >= '0' && s.p[0] <= '9'; s = slice_from(s, 1)) {
		v = v * 10 + (s.p[0] - '0');
		any = true;
	}
	return any ? v : NAN;
}

/* --- sections --- */

static void
open_section(struct page *p, enum report_word title)
{
	buf_puts(p->b, "<section>\n<h2>");
	put_word(p, title);
	buf_puts(p->b, "</h2>\n");
}

static void
close_section(struct page *p)
{
	buf_puts(p->b, "</section>\n");
}

static void
nothing(struct page *p)
{
	buf_puts(p->b, "<p>");
	put_word(p, W_NOTHING);
	buf_puts(p->b, "</p>\n");
}

static bool
any_value(const struct stat *s, size_t n)
{
	while (n > 0)
		if (!isnan(s[--n].value) && s[n].value != 0)
			return true;
	return false;
}

/* The groups of one metric as bars; full: the value of a full bar, 0 for the
 * greatest. */
static void
group_bars(struct page *p, const char *id, enum report_word title,
    const char *metric, enum stats_by by, double full, double mark,
    enum report_word note)
{
	size_t i, n;
	const struct stat *s = rows(p, metric, by, &n);
	struct bar *bar = arena_array(p->r->arena, n, sizeof *bar);
	struct drawing d = { id, word(p, title),
		isnan(mark) ? NULL : word(p, note), bar, 0 };
	double most = 0;

	open_section(p, title);
	for (i = 0; i < n; i++)
		if (s[i].value > most)
			most = s[i].value;
	if (full <= 0)
		full = most;
	for (d.n = 0; d.n < n && d.n < MOST_BARS; d.n++)
		bar[d.n] = (struct bar){
			.label = label_text(p, by, s[d.n].group),
			.value = number_text(p, &s[d.n]),
			.part = full > 0 ? s[d.n].value / full : NAN,
			.mark = full > 0 ? mark / full : NAN,
		};
	if (any_value(s, n))
		svg_bars(p->b, &d);
	else
		nothing(p);
	close_section(p);
}

static void
month_columns(struct page *p, const char *id, enum report_word title,
    const char *metric)
{
	size_t i, n, from;
	const struct stat *s = rows(p, metric, BY_MONTH, &n);
	struct drawing d = { .id = id, .title = word(p, title) };
	struct bar *bar;
	double most = 0;

	from = n > MOST_MONTHS ? n - MOST_MONTHS : 0;
	bar = arena_array(p->r->arena, n, sizeof *bar);
	open_section(p, title);
	for (i = from; i < n; i++)
		if (s[i].value > most)
			most = s[i].value;
	for (i = from; i < n; i++) {
		bool year = i == from || slice_ends(s[i].group, S("-01"));
		struct buf b = { 0 };

		report_value(&b, p->r->lang, s[i].metric->unit, s[i].value,
		    (struct slice){ 0 });
		bar[d.n++] = (struct bar){
			.label = month_text(p, s[i].group),
			.second = { s[i].group.p, year ? 4 : 0 },
			.value = slice_copy(p->r->arena, buf_slice(&b)),
			.part = most > 0 ? s[i].value / most : NAN,
			.mark = NAN,
		};
		buf_release(&b);
	}
	d.bar = bar;
	if (most > 0)
		svg_columns(p->b, &d);
	else
		nothing(p);
	close_section(p);
}

static void
put_card(struct page *p, enum report_word title, const struct stat *s)
{
	struct buf b = { 0 };

	buf_puts(p->b, "<li><small>");
	put_word(p, title);
	buf_puts(p->b, "</small><b>");
	report_value(&b, p->r->lang, s->metric->unit, s->value, p->currency);
	html_text(p->b, buf_slice(&b));
	buf_puts(p->b, "</b></li>\n");
	buf_release(&b);
}

static void
glance(struct page *p)
{
	open_section(p, W_GLANCE);
	buf_puts(p->b, "<ul class=\"cards\">\n");
	put_card(p, W_RECEIVED, one(p, "referrals_received"));
	put_card(p, W_CONVERSION, one(p, "referral_conversion"));
	put_card(p, W_REVENUE, one(p, "referred_revenue"));
	put_card(p, W_SHARE, one(p, "referral_share"));
	put_card(p, W_RETURN, one(p, "roi"));
	buf_puts(p->b, "</ul>\n");
	close_section(p);
}

static void
ahead(struct page *p)
{
	const struct stat *low = one(p, "forecast_low");
	const struct stat *high = one(p, "forecast_high");
	const struct stat *then = one(p, "backtest_forecast");
	bool known = !isnan(then->value);

	open_section(p, W_AHEAD);
	buf_puts(p->b, "<ul class=\"cards\">\n");
	put_card(p, W_EXPECTED, one(p, "forecast"));
	buf_puts(p->b, "<li><small>");
	put_word(p, W_RANGE);
	buf_printf(p->b, "</small><b>%g – %g</b></li>\n", low->value,
	    high->value);
	put_card(p, W_WAS_EXPECTED,
	    known ? then : one(p, "hindsight_forecast"));
	put_card(p, W_CAME, one(p, "hindsight_actual"));
	buf_puts(p->b, "</ul>\n<p>");
	put_word(p, known ? W_AS_KNOWN : W_BY_DATES);
	buf_puts(p->b, "</p>\n");
	close_section(p);
}

/* Bars of single metrics side by side, each against its own mark. */
struct line {
	enum report_word label;
	const char *metric;
	double full; /* the value of a full bar; 0: the greater of the two */
};

static void
lines(struct page *p, const char *id, enum report_word title,
    const struct line *l, size_t n, enum report_word note, bool marks)
{
	struct bar *bar = arena_array(p->r->arena, n, sizeof *bar);
	struct drawing d = { id, word(p, title), NULL, bar, n };
	size_t i, known = 0;

	open_section(p, title);
	for (i = 0; i < n; i++) {
		const struct stat *s = one(p, l[i].metric);
		double mark = marks ? first_number(s->benchmark) : NAN;
		double full = l[i].full;

		if (full <= 0)
			full = 1.2 *
			    (shown(s) > mark || isnan(mark) ? shown(s) : mark);
		bar[i] = (struct bar){
			.label = slice_of(word(p, l[i].label)),
			.value = number_text(p, s),
			.part = full > 0 ? shown(s) / full : NAN,
			.mark = full > 0 ? mark / full : NAN,
		};
		if (marks && !isnan(mark))
			d.note = word(p, note);
		known += isnan(s->value) ? 0 : 1;
	}
	if (known)
		svg_bars(p->b, &d);
	else
		nothing(p);
	close_section(p);
}

static void
nps(struct page *p)
{
	static const struct line l[] = {
		{ W_PROMOTERS, "nps_promoters", 0 },
		{ W_PASSIVES, "nps_passives", 0 },
		{ W_DETRACTORS, "nps_detractors", 0 },
	};
	struct line scaled[3];
	const struct stat *s = one(p, "nps"), *all = one(p, "nps_answers");
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < 3; i++) {
		scaled[i] = l[i];
		scaled[i].full = all->value;
	}
	if (!(all->value > 0)) {
		open_section(p, W_NPS);
		nothing(p);
		close_section(p);
		return;
	}
	lines(p, "nps", W_NPS, scaled, 3, W_NPS, false);
	report_value(&b, p->r->lang, UNIT_POINTS, s->value, p->currency);
	buf_puts(p->b, "<p>NPS ");
	html_text(p->b, buf_slice(&b));
	if (s->benchmark.n) {
		buf_puts(p->b, " (");
		put_word(p, W_BENCHMARK);
		buf_puts(p->b, " ");
		html_text(p->b, s->benchmark);
		buf_puts(p->b, ")");
	}
	buf_puts(p->b, "</p>\n");
	buf_release(&b);
}

/* --- the tree --- */

static int
greater_branch(const void *va, const void *vb)
{
	const struct tree_row *a = va, *b = vb;

	if (a->node->branch != b->node->branch)
		return a->node->branch > b->node->branch ? -1 : 1;
	if (a->node->below != b->node->below)
		return a->node->below > b->node->below ? -1 : 1;
	return slice_cmp(a->who->id, b->who->id);
}

static void
put_person(struct page *p, const struct tree_row *r)
{
	struct buf b = { 0 };

	html_text(p->b, person(p, r->who->id));
	buf_puts(p->b, " <small>");
	if (r->referral)
		html_text(p->b,
		    slice_of(
		        status_text(p, (int)referral_status(r->referral))));
	if (r->node->branch != MONEY_NONE) {
		report_value(&b, p->r->lang, UNIT_MONEY,
		    (double)r->node->branch, p->currency);
		buf_puts(p->b, " ");
		html_text(p->b, buf_slice(&b));
	}
	if (r->node->below) {
		buf_printf(p->b, " %zu ", r->node->below);
		put_word(p, W_BELOW);
	}
	buf_puts(p->b, "</small>");
	buf_release(&b);
}

static void
put_tree(struct page *p, const struct tree *t)
{
	unsigned depth = 0;
	size_t i;

	buf_puts(p->b, "<ul>\n");
	for (i = 0; i < t->n; i++) {
		if (i && t->v[i].depth > depth)
			buf_puts(p->b, "\n<ul>\n");
		else if (i)
			buf_puts(p->b, "</li>\n");
		for (; depth > t->v[i].depth; depth--)
			buf_puts(p->b, "</ul>\n</li>\n");
		depth = t->v[i].depth;
		buf_puts(p->b, "<li>");
		put_person(p, &t->v[i]);
	}
	buf_puts(p->b, "</li>\n");
	for (; depth > 0; depth--)
		buf_puts(p->b, "</ul>\n</li>\n");
	buf_puts(p->b, "</ul>\n");
}

static void
tree(struct page *p)
{
	const struct kin *k = stats_kin(p->r->frame);
	const struct contact **roots;
	struct tree all, best;
	size_t i, n = 0;

	tree_walk(&all, k, NULL, 0, 0, p->r->arena);
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, greater_branch);
	roots = arena_array(p->r->arena, all.n, sizeof *roots);
	for (i = 0; i < all.n && n < MOST_TREES; i++)
		if (all.v[i].node->nchild)
			roots[n++] = all.v[i].who;
	open_section(p, W_TREE);
	if (n) {
		tree_walk(&best, k, roots, n, MOST_DEPTH, p->r->arena);
		buf_puts(p->b, "<div class=\"tree\">\n");
		put_tree(p, &best);
		buf_puts(p->b, "</div>\n");
	} else
		nothing(p);
	close_section(p);
}

/* --- all numbers --- */

static void
put_number(struct page *p, const struct stat *s)
{
	struct buf b = { 0 };

	report_value(&b, p->r->lang, s->metric->unit, s->value, p->currency);
	buf_printf(p->b, "<tr id=\"%s\"><td>%s</td><td class=\"n\">",
	    s->metric->name, report_metric_name(p->r->lang, s->metric));
	html_text(p->b, buf_slice(&b));
	buf_puts(p->b, "</td><td>");
	html_text(p->b, s->benchmark);
	buf_puts(p->b, "</td><td>");
	if (s->verdict == VERDICT_PASS || s->verdict == VERDICT_SHORT)
		put_word(p, s->verdict == VERDICT_PASS ? W_PASS : W_SHORT);
	buf_puts(p->b, "</td></tr>\n");
	buf_release(&b);
}

static void
numbers(struct page *p)
{
	static const enum report_word head[] = { W_METRIC, W_VALUE, W_BENCHMARK,
		W_VERDICT };
	const struct metric *m;
	size_t i;

	open_section(p, W_NUMBERS);
	buf_puts(p->b, "<div class=\"all\">\n<table>\n<thead><tr>");
	for (i = 0; i < 4; i++) {
		buf_printf(p->b, "<th scope=\"col\"%s>",
		    i == 1 ? " class=\"n\"" : "");
		put_word(p, head[i]);
		buf_puts(p->b, "</th>");
	}
	buf_puts(p->b, "</tr></thead>\n<tbody>\n");
	for (m = stats_metrics; m->name; m++)
		if (m->by == BY_NONE)
			put_number(p, one(p, m->name));
	buf_puts(p->b, "</tbody>\n</table>\n</div>\n<p>");
	put_word(p, W_GAP);
	buf_puts(p->b, "</p>\n");
	close_section(p);
}

/* --- the page --- */

static struct slice
title(const struct page *p)
{
	const struct me *me = &p->r->view.config->me;

	if (p->r->anonymous)
		return (struct slice){ 0 };
	return me->company.n ? me->company : me->name;
}

static void
put_head(struct page *p)
{
	static const char *const codes[] = { "en", "en", "ms", "id" };
	int lang = p->r->lang >= 0 && p->r->lang <= LANG_ID ? p->r->lang : 0;

	buf_printf(p->b,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src '" STYLE_HASH "'; "
	    "base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<title>",
	    codes[lang]);
	put_word(p, W_TITLE);
	if (title(p).n) {
		buf_puts(p->b, " – ");
		html_text(p->b, title(p));
	}
	buf_printf(p->b, "</title>\n<style>%s</style>\n</head>\n", style);
}

static void
put_top(struct page *p)
{
	buf_puts(p->b, "<body>\n<header>\n<h1>");
	put_word(p, W_TITLE);
	buf_puts(p->b, "</h1>\n<p>");
	if (title(p).n) {
		html_text(p->b, title(p));
		buf_puts(p->b, ", ");
	}
	day_put(p->b, stats_since(p->r->frame));
	buf_puts(p->b, " ");
	put_word(p, W_TO);
	buf_puts(p->b, " ");
	day_put(p->b, stats_until(p->r->frame));
	buf_puts(p->b, "</p>\n");
	if (p->r->anonymous) {
		buf_puts(p->b, "<p>");
		put_word(p, W_ANONYMOUS);
		buf_puts(p->b, "</p>\n");
	}
	buf_puts(p->b, "</header>\n<main>\n");
}

static void
put_charts(struct page *p)
{
	static const struct line speed[] = {
		{ W_ACK, "acknowledged_in_time", 100 },
		{ W_REACH, "contacted_in_time", 100 },
		{ W_MEET, "met_in_time", 100 },
	};
	static const struct line goals[] = {
		{ W_G_REFERRALS, "goal_referrals_per_quarter", 0 },
		{ W_CONVERSION, "goal_conversion", 100 },
		{ W_SHARE, "goal_revenue_share", 100 },
		{ W_G_ASKS, "goal_asks_per_month", 0 },
		{ W_G_NPS, "goal_nps", 100 },
		{ W_G_REPEAT, "goal_repeat_rate", 100 },
	};
	static const struct line few[] = {
		{ W_FIRST, "concentration_top1", 100 },
		{ W_FIVE, "concentration_top5", 100 },
	};

	group_bars(p, "funnel", W_FUNNEL, "referrals_reached", BY_STATUS, 0,
	    NAN, W_FUNNEL);
	group_bars(p, "source", W_BY_SOURCE, "lead_conversion", BY_SOURCE, 100,
	    NAN, W_BY_SOURCE);
	month_columns(p, "month", W_BY_MONTH, "referrals_received");
	month_columns(p, "money", W_MONEY_BY_MONTH, "referred_revenue");
	group_bars(p, "top", W_TOP, "top_referrers", BY_REFERRER, 0, NAN,
	    W_TOP);
	tree(p);
	group_bars(p, "mix", W_MIX, "touch_mix", BY_CATEGORY, 100, 20, W_EVEN);
	nps(p);
	lines(p, "speed", W_SPEED, speed, 3, W_SPEED, false);
	lines(p, "goals", W_GOALS, goals, 6, W_DASHED_GOAL, true);
	lines(p, "few", W_FEW, few, 2, W_ALARM, true);
}

void
report_html(struct buf *b, const struct report *r)
{
	struct page p = { .r = r,
		.b = b,
		.currency = r->view.config->currency };

	p.number = arena_array(r->arena, r->view.people->n, sizeof *p.number);
	put_head(&p);
	put_top(&p);
	glance(&p);
	put_charts(&p);
	ahead(&p);
	numbers(&p);
	buf_puts(b, "</main>\n</body>\n</html>\n");
}
