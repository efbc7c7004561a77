#include "json.h"

#include <jansson.h>
#include <stdlib.h>

#include "graft.h"

#include "banned.h"

/* The shortest decimal that reads back as the same number. */
static struct slice
shortest(struct arena *a, double x)
{
	struct slice s = { 0 };

	for (int digits = 15; digits <= 17; digits++) {
		s = slice_printf(a, "%.*g", digits, x);
		if (strtod(s.p, NULL) == x)
			break;
	}
	return s;
}

static struct node *
convert(struct arena *a, json_t *j, unsigned line)
{
	struct node *n;
	const char *key;
	json_t *v;
	size_t i;

	switch (json_typeof(j)) {
	case JSON_OBJECT:
		n = graft_map(a, line, 1);
		json_object_foreach(j, key, v)
		    graft_add(a, n, slice_of(key), convert(a, v, line));
		return n;
	case JSON_ARRAY:
		n = graft_list(a, line, 1);
		json_array_foreach(j, i, v)
		    graft_add(a, n, (struct slice){ 0 }, convert(a, v, line));
		return n;
	case JSON_STRING:
		return graft_text(a,
		    (struct slice){ json_string_value(j),
		        json_string_length(j) },
		    line, 1);
	case JSON_INTEGER:
		return graft_text(a,
		    slice_printf(a, "%lld", (long long)json_integer_value(j)),
		    line, 1);
	case JSON_REAL:
		return graft_text(a, shortest(a, json_real_value(j)), line, 1);
	case JSON_TRUE:
		return graft_text(a, S("yes"), line, 1);
	case JSON_FALSE:
		return graft_text(a, S("no"), line, 1);
	default:
		return graft_null(a, line, 1);
	}
}

int
json_node(const struct node **out, struct arena *a, struct slice text,
    const char *file, unsigned line, struct error *e)
{
	json_error_t why;
	json_t *j = json_loadb(text.p ? text.p : "", text.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);

	if (!j)
		return fail_at(e, ERR_FORMAT, file,
		    line + (why.line > 0 ? (unsigned)why.line - 1 : 0),
		    why.column > 0 ? (unsigned)why.column : 1, "%s", why.text);
	*out = convert(a, j, line);
	json_decref(j);
	return 0;
}
