#include "cell.h"

#include <math.h>

#include "banned.h"

struct cell
cell_none(void)
{
	return (struct cell){ .type = CELL_NONE };
}

struct cell
cell_text(struct slice s)
{
	if (s.p == NULL)
		return cell_none();
	return (struct cell){ .type = CELL_TEXT, .u.text = s };
}

struct cell
cell_str(const char *s)
{
	return cell_text(slice_of(s));
}

struct cell
cell_int(int64_t n)
{
	return (struct cell){ .type = CELL_INT, .u.num = n };
}

struct cell
cell_number(double x, int digits)
{
	if (!isfinite(x)) /* a division by zero has no answer */
		return cell_none();
	return (
	    struct cell){ .type = CELL_NUMBER, .digits = digits, .u.real = x };
}

struct cell
cell_money(int64_t n)
{
	if (n == MONEY_NONE)
		return cell_none();
	return (struct cell){ .type = CELL_MONEY, .u.num = n };
}

struct cell
cell_bool(bool yes)
{
	return (struct cell){ .type = CELL_BOOL, .u.yes = yes };
}

struct cell
cell_day(int day)
{
	if (day == NO_DAY)
		return cell_none();
	return (struct cell){ .type = CELL_DAY, .u.day = day };
}

struct cell
cell_when(struct when w)
{
	if (!when_set(w))
		return cell_none();
	return (struct cell){ .type = CELL_WHEN, .u.when = w };
}

/* Up to `digits` decimals: zeros at the end, and a minus before zero, go. */
static void
put_number(struct buf *b, double x, int digits)
{
	size_t start = b->n;

	if (!isfinite(x))
		return;
	buf_printf(b, "%.*f", digits < 0 ? 0 : digits, x);
	if (digits > 0) {
		while (b->p[b->n - 1] == '0')
			b->n--;
		if (b->p[b->n - 1] == '.')
			b->n--;
		b->p[b->n] = '\0';
	}
	if (b->n - start == 2 && b->p[start] == '-' && b->p[start + 1] == '0') {
		b->n = start;
		buf_putc(b, '0');
	}
}

void
cell_put(struct buf *b, const struct cell *c)
{
	switch (c->type) {
	case CELL_NONE:
		break;
	case CELL_TEXT:
		buf_put(b, c->u.text);
		break;
	case CELL_INT:
		buf_int(b, c->u.num);
		break;
	case CELL_NUMBER:
		put_number(b, c->u.real, c->digits);
		break;
	case CELL_MONEY:
		money_put(b, c->u.num);
		break;
	case CELL_BOOL:
		buf_puts(b, c->u.yes ? "yes" : "no");
		break;
	case CELL_DAY:
		day_put(b, c->u.day);
		break;
	case CELL_WHEN:
		when_put(b, c->u.when);
		break;
	case CELL_LIST:
		for (size_t i = 0; i < c->u.list.n; i++) {
			if (i)
				buf_putc(b, ',');
			cell_put(b, &c->u.list.v[i]);
		}
		break;
	case CELL_PAIR:
		buf_put(b, c->u.pair->key);
		buf_putc(b, '=');
		cell_put(b, &c->u.pair->value);
		break;
	case CELL_RECORD:
		for (size_t i = 0; i < c->u.list.n; i++) {
			if (i)
				buf_putc(b, ' ');
			cell_put(b, &c->u.list.v[i].u.pair->value);
		}
		break;
	}
}
