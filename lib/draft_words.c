/*
 * Words of messages that no template has: months, spans of time, and what each
 * field's people need and say.  In English, Malay and Indonesian.
 */
#include "draft_in.h"

#include "banned.h"

/* The place of a language in the tables below. */
static size_t
column(enum lang lang)
{
	return lang == LANG_MS ? 1 : lang == LANG_ID ? 2 : 0;
}

/* glibc's ms_MY and id_ID are not on minimal systems (facts.md C). */
const char *
draft_month(int month, enum lang lang)
{
	static const char *const names[][12] = {
		{ "January", "February", "March", "April", "May", "June",
		    "July", "August", "September", "October", "November",
		    "December" },
		{ "Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai",
		    "Ogos", "September", "Oktober", "November", "Disember" },
		{ "Januari", "Februari", "Maret", "April", "Mei", "Juni",
		    "Juli", "Agustus", "September", "Oktober", "November",
		    "Desember" },
	};

	return names[column(lang)][month - 1];
}

void
draft_date(struct buf *out, int day, enum lang lang)
{
	int year, month, mday;

	if (day == NO_DAY)
		return;
	day_split(day, &year, &month, &mday);
	buf_printf(out, "%d %s %d", mday, draft_month(month, lang), year);
}

struct slice
draft_span(struct period p, enum lang lang, struct arena *a)
{
	static const struct {
		char unit;
		const char *one, *many, *others[2];
	} units[] = {
		{ 'h', "hour", "hours", { "jam", "jam" } },
		{ 'd', "day", "days", { "hari", "hari" } },
		{ 'w', "week", "weeks", { "minggu", "minggu" } },
		{ 'm', "month", "months", { "bulan", "bulan" } },
		{ 'y', "year", "years", { "tahun", "tahun" } },
	};
	size_t i = 0, k = column(lang);

	while (i < sizeof units / sizeof *units && units[i].unit != p.unit)
		i++;
	if (i == sizeof units / sizeof *units || p.n <= 0)
		return (struct slice){ 0 };
	return slice_printf(a, "%d %s", p.n,
	    k              ? units[i].others[k - 1]
	        : p.n == 1 ? units[i].one
	                   : units[i].many);
}

/*
 * What somebody who is to be referred is about to do: the specific ask of the
 * method (contract 000.5), in the words of our field.
 */
const char *
draft_need(int profession, enum lang lang)
{
	static const char *const words[][3] = {
		[PROFESSION_NONE] = { "looking for help with the kind of "
		                      "thing we do",
		    "mencari bantuan dalam bidang kami",
		    "mencari bantuan di bidang kami" },
		[PROFESSION_REAL_ESTATE] = { "thinking of buying or selling in "
		                             "the next year",
		    "bercadang membeli atau menjual rumah dalam masa setahun "
		    "ini",
		    "berencana membeli atau menjual rumah dalam setahun ke "
		    "depan" },
		[PROFESSION_LEGAL] = { "likely to need a lawyer in the next "
		                       "year",
		    "mungkin memerlukan peguam dalam masa setahun ini",
		    "mungkin membutuhkan pengacara dalam setahun ke depan" },
		[PROFESSION_ACCOUNTING] = { "likely to look for an accountant "
		                            "in the next year",
		    "mungkin mencari akauntan dalam masa setahun ini",
		    "mungkin mencari akuntan dalam setahun ke depan" },
		[PROFESSION_CONSULTING] = { "likely to look for outside help in "
		                            "the next year",
		    "mungkin mencari perunding dalam masa setahun ini",
		    "mungkin mencari konsultan dalam setahun ke depan" },
		[PROFESSION_TECHNOLOGY] = { "planning a new system in the next "
		                            "year",
		    "merancang sistem baharu dalam masa setahun ini",
		    "merencanakan sistem baru dalam setahun ke depan" },
		[PROFESSION_MARKETING] = { "planning a campaign in the next "
		                           "year",
		    "merancang kempen dalam masa setahun ini",
		    "merencanakan kampanye dalam setahun ke depan" },
		[PROFESSION_ADVISORY] = { "likely to look for advice in the "
		                          "next year",
		    "mungkin mencari penasihat dalam masa setahun ini",
		    "mungkin mencari penasihat dalam setahun ke depan" },
	};

	return words[profession][column(lang)];
}

const struct slice *
draft_cues(int profession, enum lang lang, struct arena *a, size_t *n)
{
	enum { CUES = 2 };
	static const char *const words[][3][CUES] = {
		[PROFESSION_NONE] = { { "do you know anybody who does this?",
		                          "the last one never called back" },
		    { "ada kenal sesiapa yang buat kerja ini?",
		        "yang dulu tak pernah telefon balik" },
		    { "ada kenalan yang bisa mengerjakan ini?",
		        "yang dulu tidak pernah menelepon balik" } },
		[PROFESSION_REAL_ESTATE] = { { "we need another room",
		                                 "the rent is going up again" },
		    { "rumah dah sempit, perlu sebilik lagi",
		        "sewa naik lagi" },
		    { "rumah sudah sempit, butuh satu kamar lagi",
		        "kontrakan naik lagi" } },
		[PROFESSION_LEGAL] = { { "they have sent us a lawyer's letter",
		                           "we really should make a will" },
		    { "kami dapat surat peguam", "patutnya kami buat wasiat" },
		    { "kami kena somasi",
		        "seharusnya kami membuat surat wasiat" } },
		[PROFESSION_ACCOUNTING] = { { "our books are a year behind",
		                                "the tax office has written to us" },
		    { "akaun kami tertangguh setahun",
		        "kami dapat surat daripada LHDN" },
		    { "pembukuan kami tertinggal setahun",
		        "kami dapat surat dari kantor pajak" } },
		[PROFESSION_CONSULTING] = { { "we keep having the same meeting",
		                                "nobody here has done this before" },
		    { "mesyuarat yang sama berulang-ulang",
		        "belum ada antara kami yang pernah buat" },
		    { "rapatnya itu-itu saja",
		        "belum ada di antara kami yang pernah melakukannya" } },
		[PROFESSION_TECHNOLOGY] = { { "we still do it all in spreadsheets",
		                                "the system is down again" },
		    { "semuanya masih dalam Excel", "sistem tergendala lagi" },
		    { "semuanya masih di Excel", "sistemnya mati lagi" } },
		[PROFESSION_MARKETING] = { { "nobody finds our website",
		                               "hardly anybody calls any more" },
		    { "laman web kami tak dijumpai orang",
		        "pertanyaan pelanggan makin kurang" },
		    { "situs kami tidak ditemukan orang",
		        "calon pelanggan makin sepi" } },
		[PROFESSION_ADVISORY] = { { "somebody should take a look at this",
		                              "will it be enough to retire on?" },
		    { "patut minta orang tengokkan",
		        "entah cukup atau tidak untuk bersara" },
		    { "sebaiknya ada yang melihat ini",
		        "entah cukup atau tidak untuk pensiun" } },
	};
	struct slice *v = arena_array(a, CUES, sizeof *v);

	for (size_t i = 0; i < CUES; i++)
		v[i] = slice_of(words[profession][column(lang)][i]);
	*n = CUES;
	return v;
}
