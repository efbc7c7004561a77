/* What the numbers and sources are called on the page. */
#include "report_in.h"

#include "banned.h"

struct name {
	const char *key, *words[3]; /* English, Malay, Indonesian */
};

static const struct name metrics[] = {
	/* clang-format off */
{ "referrals_received", { "referrals received", "rujukan diterima", "rekomendasi diterima" } },
{ "referrals_per_month", { "referrals per month", "rujukan sebulan", "rekomendasi per bulan" } },
{ "qualified_per_quarter", { "qualified per quarter", "layak setiap suku tahun", "layak per kuartal" } },
{ "referral_growth", { "growth of referrals", "pertumbuhan rujukan", "pertumbuhan rekomendasi" } },
{ "referrals_open", { "referrals still open", "rujukan masih terbuka", "rekomendasi masih terbuka" } },
{ "referrals_given", { "referrals given", "rujukan diberi", "rekomendasi diberikan" } },
{ "reciprocity", { "given to partners / received from them", "diberi kepada rakan niaga / diterima daripada mereka", "diberikan kepada mitra / diterima dari mereka" } },
{ "asks_per_month", { "asks per month", "permintaan sebulan", "permintaan per bulan" } },
{ "ask_yield", { "asks answered yes", "permintaan dijawab ya", "permintaan dijawab ya" } },
{ "referral_conversion", { "won / received", "berjaya / diterima", "berhasil / diterima" } },
{ "conversion_decided", { "won / decided", "berjaya / diputuskan", "berhasil / diputuskan" } },
{ "referral_to_opportunity", { "qualified / received", "layak / diterima", "layak / diterima" } },
{ "opportunity_to_client", { "won / qualified", "berjaya / layak", "berhasil / layak" } },
{ "average_deal", { "mean revenue of a referred deal", "purata hasil urus niaga rujukan", "rata-rata pendapatan transaksi rekomendasi" } },
{ "average_price", { "mean price of a referred deal", "purata harga urus niaga rujukan", "rata-rata harga transaksi rekomendasi" } },
{ "lost_share", { "lost", "gagal", "gagal" } },
{ "not_a_fit_share", { "lost as no fit", "gagal kerana tidak sesuai", "gagal karena tidak cocok" } },
{ "dark_share", { "gone dark", "senyap", "tanpa kabar" } },
{ "referred_revenue", { "revenue from referrals", "hasil daripada rujukan", "pendapatan dari rekomendasi" } },
{ "revenue", { "all revenue", "semua hasil", "seluruh pendapatan" } },
{ "referral_share", { "referrals' share of revenue", "bahagian rujukan dalam hasil", "bagian rekomendasi dalam pendapatan" } },
{ "programme_cost", { "cost of the programme", "kos program", "biaya program" } },
{ "cost_per_referral", { "cost per referral", "kos setiap rujukan", "biaya per rekomendasi" } },
{ "cost_per_acquisition", { "cost per client won", "kos setiap pelanggan dimenangi", "biaya per klien yang didapat" } },
{ "roi", { "return on investment", "pulangan pelaburan", "imbal hasil investasi" } },
{ "roi_percent", { "the same, per cent", "yang sama, peratus", "yang sama, persen" } },
{ "payback_month", { "month of payback", "bulan balik modal", "bulan balik modal" } },
{ "payback_months", { "months to payback", "bulan hingga balik modal", "bulan hingga balik modal" } },
{ "rv", { "referral value (RV)", "nilai rujukan (RV)", "nilai rekomendasi (RV)" } },
{ "rv_contacts", { "RV: referrals", "RV: rujukan", "RV: rekomendasi" } },
{ "rv_conversion", { "RV: conversion", "RV: penukaran", "RV: konversi" } },
{ "rv_average_value", { "RV: mean value", "RV: purata nilai", "RV: rata-rata nilai" } },
{ "rv_acquisition_cost", { "RV: cost of acquisition", "RV: kos pemerolehan", "RV: biaya akuisisi" } },
{ "rv_tracking_cost", { "RV: cost of tracking", "RV: kos penjejakan", "RV: biaya pelacakan" } },
{ "active_referrers", { "active referrers", "perujuk aktif", "pemberi rekomendasi aktif" } },
{ "repeat_referrers", { "repeat referrers, ever", "perujuk berulang, selama ini", "pemberi rekomendasi berulang, selama ini" } },
{ "repeat_referrers_window", { "repeat referrers, of late", "perujuk berulang, kini", "pemberi rekomendasi berulang, kini" } },
{ "repeat_referrer_share", { "share of repeat referrers", "bahagian perujuk berulang", "bagian pemberi rekomendasi berulang" } },
{ "time_to_acknowledge", { "time to acknowledge", "masa hingga dijawab", "waktu hingga dijawab" } },
{ "acknowledged_in_time", { "acknowledged in time", "dijawab tepat masa", "dijawab tepat waktu" } },
{ "time_to_contact", { "time to contact", "masa hingga dihubungi", "waktu hingga dihubungi" } },
{ "time_to_contact_median", { "time to contact, median", "masa hingga dihubungi, penengah", "waktu hingga dihubungi, nilai tengah" } },
{ "contacted_in_time", { "contacted in time", "dihubungi tepat masa", "dihubungi tepat waktu" } },
{ "met_in_time", { "met in time", "ditemui tepat masa", "ditemui tepat waktu" } },
{ "time_to_close", { "time to close", "masa hingga berjaya", "waktu hingga berhasil" } },
{ "time_to_close_median", { "time to close, median", "masa hingga berjaya, penengah", "waktu hingga berhasil, nilai tengah" } },
{ "thanked_share", { "referrers thanked", "perujuk yang diucapkan terima kasih", "pemberi rekomendasi yang diberi ucapan terima kasih" } },
{ "loop_closed", { "referrers told how it ended", "perujuk yang diberitahu kesudahannya", "pemberi rekomendasi yang diberi tahu hasilnya" } },
{ "referrer_nps", { "NPS of referrers", "NPS perujuk", "NPS pemberi rekomendasi" } },
{ "conversion_ratio", { "conversion against other sources", "penukaran berbanding sumber lain", "konversi dibanding sumber lain" } },
{ "cycle_reduction", { "shorter way to a deal", "urus niaga lebih pantas", "transaksi lebih cepat" } },
{ "referred_refer_ratio", { "referred clients refer more", "pelanggan rujukan lebih merujuk", "klien rekomendasi lebih sering merekomendasikan" } },
{ "clients", { "clients", "pelanggan", "klien" } },
{ "repeat_client_rate", { "clients who came back", "pelanggan yang kembali", "klien yang kembali" } },
{ "time_to_return", { "time to come back", "masa hingga kembali", "waktu hingga kembali" } },
{ "time_to_return_median", { "time to come back, median", "masa hingga kembali, penengah", "waktu hingga kembali, nilai tengah" } },
{ "retained_share", { "revenue from those kept and referred", "hasil daripada yang kekal dan dirujuk", "pendapatan dari klien bertahan dan rekomendasi" } },
{ "retention_cost", { "cost of keeping clients", "kos mengekalkan pelanggan", "biaya mempertahankan klien" } },
{ "retention_roi", { "return on keeping clients", "pulangan mengekalkan pelanggan", "imbal hasil mempertahankan klien" } },
{ "retention_roi_percent", { "the same, per cent", "yang sama, peratus", "yang sama, persen" } },
{ "retention_cost_per_client", { "cost per client kept", "kos setiap pelanggan kekal", "biaya per klien yang bertahan" } },
{ "new_client_cost_ratio", { "cost of a new client / of a kept one", "kos pelanggan baharu / yang kekal", "biaya klien baru / yang bertahan" } },
{ "silent_clients", { "clients not contacted of late", "pelanggan yang sudah lama tidak dihubungi", "klien yang sudah lama tidak dihubungi" } },
{ "response_rate", { "touches answered", "komunikasi dijawab", "kontak dijawab" } },
{ "nps", { "NPS", "NPS", "NPS" } },
{ "nps_answers", { "NPS: answers", "NPS: jawapan", "NPS: jawaban" } },
{ "nps_promoters", { "NPS: promoters", "NPS: penyokong", "NPS: promotor" } },
{ "nps_passives", { "NPS: passives", "NPS: pasif", "NPS: pasif" } },
{ "nps_detractors", { "NPS: detractors", "NPS: pengkritik", "NPS: pengkritik" } },
{ "attribution", { "leads whose source is known", "prospek yang diketahui sumbernya", "prospek yang diketahui sumbernya" } },
{ "lifetime_value", { "lifetime value with all below", "nilai seumur hidup dengan semua di bawah", "nilai seumur hidup dengan semua di bawah" } },
{ "lifetime_own", { "lifetime value, own", "nilai seumur hidup, sendiri", "nilai seumur hidup, sendiri" } },
{ "lifetime_value_ratio", { "lifetime value of referred / of others", "nilai seumur hidup dirujuk / lain", "nilai seumur hidup rekomendasi / lain" } },
{ "deals_per_client", { "deals per client", "urus niaga setiap pelanggan", "transaksi per klien" } },
{ "referrals_per_client", { "referrals per client", "rujukan setiap pelanggan", "rekomendasi per klien" } },
{ "revenue_per_deal", { "revenue per deal", "hasil setiap urus niaga", "pendapatan per transaksi" } },
{ "forecast", { "referrals expected next quarter", "rujukan dijangka suku tahun depan", "rekomendasi diharapkan kuartal depan" } },
{ "forecast_low", { "at least, nine in ten", "sekurang-kurangnya, sembilan daripada sepuluh", "paling sedikit, sembilan dari sepuluh" } },
{ "forecast_high", { "at most, nine in ten", "paling banyak, sembilan daripada sepuluh", "paling banyak, sembilan dari sepuluh" } },
{ "forecast_revenue", { "revenue expected from them", "hasil dijangka daripadanya", "pendapatan yang diharapkan darinya" } },
{ "strong_sources", { "strong sources", "sumber kukuh", "sumber kuat" } },
{ "open_pipeline", { "revenue still open", "hasil masih terbuka", "pendapatan masih terbuka" } },
{ "pipeline_crosscheck", { "of it by referral", "daripadanya melalui rujukan", "darinya melalui rekomendasi" } },
{ "backtest_forecast", { "expected a quarter ago, as known then", "dijangka suku tahun lalu, ikut rekod ketika itu", "diharapkan kuartal lalu, menurut catatan saat itu" } },
{ "backtest_actual", { "came since, against that", "datang sejak itu, berbanding itu", "datang sejak itu, dibanding itu" } },
{ "backtest_error", { "error of that", "ralatnya", "galatnya" } },
{ "hindsight_forecast", { "expected a quarter ago, by dates of today", "dijangka suku tahun lalu, ikut tarikh hari ini", "diharapkan kuartal lalu, menurut tanggal hari ini" } },
{ "hindsight_actual", { "came since, against that", "datang sejak itu, berbanding itu", "datang sejak itu, dibanding itu" } },
{ "hindsight_error", { "error of that", "ralatnya", "galatnya" } },
{ "concentration_top1", { "from the first source", "daripada sumber pertama", "dari sumber pertama" } },
{ "concentration_top5", { "from the first five", "daripada lima pertama", "dari lima pertama" } },
{ "referral_dependence", { "leads by referral", "prospek melalui rujukan", "prospek melalui rekomendasi" } },
{ "management_share", { "management's share of cost", "bahagian pengurusan dalam kos", "bagian pengelolaan dalam biaya" } },
{ "gap_revenue", { "gap: won, revenue not written down", "kosong: berjaya, hasil tidak dicatat", "kosong: berhasil, pendapatan tidak dicatat" } },
{ "gap_source", { "gap: leads without a source", "kosong: prospek tanpa sumber", "kosong: prospek tanpa sumber" } },
{ "gap_undated", { "gap: leads without a date", "kosong: prospek tanpa tarikh", "kosong: prospek tanpa tanggal" } },
{ "gap_times", { "gap: referrals without times", "kosong: rujukan tanpa masa", "kosong: rekomendasi tanpa waktu" } },
{ "touches", { "touches", "komunikasi", "kontak" } },
{ "touches_per_client", { "touches per client", "komunikasi setiap pelanggan", "kontak per klien" } },
{ "largest_category", { "largest kind of touch", "jenis komunikasi terbesar", "jenis kontak terbesar" } },
{ "goal_referrals_per_quarter", { "goal: qualified per quarter", "sasaran: layak setiap suku tahun", "sasaran: layak per kuartal" } },
{ "goal_conversion", { "goal: conversion", "sasaran: penukaran", "sasaran: konversi" } },
{ "goal_revenue_share", { "goal: share of revenue", "sasaran: bahagian hasil", "sasaran: bagian pendapatan" } },
{ "goal_asks_per_month", { "goal: asks per month", "sasaran: permintaan sebulan", "sasaran: permintaan per bulan" } },
{ "goal_nps", { "goal: NPS", "sasaran: NPS", "sasaran: NPS" } },
{ "goal_repeat_rate", { "goal: clients who come back", "sasaran: pelanggan yang kembali", "sasaran: klien yang kembali" } },
{ "whatif_retention", { "what if more clients came back: revenue", "jika lebih ramai pelanggan kembali: hasil", "jika lebih banyak klien kembali: pendapatan" } },
{ "whatif_clients", { "what if so much were spent: clients", "jika sebanyak itu dibelanjakan: pelanggan", "jika sebanyak itu dibelanjakan: klien" } },
{ "whatif_revenue", { "their revenue", "hasil mereka", "pendapatan mereka" } },
{ "whatif_roi", { "its return", "pulangannya", "imbal hasilnya" } },
{ "whatif_next", { "referrals that they would make", "rujukan yang mereka akan beri", "rekomendasi yang akan mereka berikan" } },
	/* clang-format on */
	{ NULL, { NULL, NULL, NULL } },
};

/* Sources that the field names; all else is the book's own word. */
static const struct name sources[] = {
	/* clang-format off */
{ "referral", { "referral", "rujukan", "rekomendasi" } },
{ "website", { "website", "laman web", "situs web" } },
{ "portal", { "portal", "portal", "portal" } },
{ "cold", { "cold outreach", "tanpa kenalan", "tanpa kenalan" } },
{ "marketing", { "marketing", "pemasaran", "pemasaran" } },
{ "event", { "event", "acara", "acara" } },
{ "social", { "social media", "media sosial", "media sosial" } },
{ "advert", { "advertising", "iklan", "iklan" } },
{ "sign", { "signboard", "papan tanda", "papan nama" } },
{ "signboard", { "signboard", "papan tanda", "papan nama" } },
{ "open-house", { "open house", "lawatan rumah", "kunjungan rumah" } },
{ "open house", { "open house", "lawatan rumah", "kunjungan rumah" } },
{ "partner", { "partner", "rakan niaga", "mitra" } },
{ "walk-in", { "walked in", "datang sendiri", "datang sendiri" } },
	/* clang-format on */
	{ NULL, { NULL, NULL, NULL } },
};

static const char *
find(const struct name *n, struct slice key, int lang)
{
	for (; n->key; n++)
		if (slice_is(key, n->key))
			return n->words[lang == LANG_MS ? 1
			        : lang == LANG_ID       ? 2
			                                : 0];
	return NULL;
}

const char *
report_metric_name(int lang, const struct metric *m)
{
	const char *name = find(metrics, slice_of(m->name), lang);

	return name ? name : m->name;
}

const char *
report_source_name(int lang, struct slice source)
{
	return find(sources, source, lang);
}
