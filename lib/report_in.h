/*
 * report_in: what the files of report share; nobody else includes it.
 */
#ifndef REF_REPORT_IN_H
#define REF_REPORT_IN_H

#include "html.h"
#include "report.h"

/* The page's words: X(NAME, English, Malay, Indonesian). */
/* clang-format off */
#define REPORT_WORDS(X)                                                        \
	X(TITLE, "Referrals", "Rujukan", "Rekomendasi")                          \
	X(TO, "to", "hingga", "sampai")                                        \
	X(GLANCE, "At a glance", "Sepintas lalu", "Sekilas")                   \
	X(RECEIVED, "Referrals received", "Rujukan diterima",                  \
	    "Rekomendasi diterima")                                              \
	X(CONVERSION, "Conversion", "Penukaran", "Konversi")                   \
	X(REVENUE, "Referred revenue", "Hasil daripada rujukan",               \
	    "Pendapatan dari rekomendasi")                                       \
	X(SHARE, "Share of revenue", "Bahagian hasil", "Bagian pendapatan")    \
	X(RETURN, "Return on cost", "Pulangan atas kos",                       \
	    "Imbal hasil atas biaya")                                          \
	X(FUNNEL, "From referral to client",                                   \
	    "Daripada rujukan kepada pelanggan",                               \
	    "Dari rekomendasi menjadi klien")                                    \
	X(BY_SOURCE, "Conversion by source", "Penukaran mengikut sumber",      \
	    "Konversi menurut sumber")                                         \
	X(BY_MONTH, "Referrals per month", "Rujukan setiap bulan",             \
	    "Rekomendasi per bulan")                                             \
	X(MONEY_BY_MONTH, "Revenue per month", "Hasil setiap bulan",           \
	    "Pendapatan per bulan")                                            \
	X(TOP, "Who refers most", "Siapa paling banyak merujuk",               \
	    "Siapa paling banyak merekomendasikan")                           \
	X(TREE, "Who referred whom", "Siapa merujuk siapa",                    \
	    "Siapa merekomendasikan siapa")                                      \
	X(BELOW, "below", "di bawah", "di bawah")                              \
	X(MIX, "Kinds of touches", "Jenis komunikasi", "Jenis kontak")           \
	X(EVEN, "dashed: an even mix", "putus-putus: campuran sama rata",      \
	    "putus-putus: campuran merata")                                    \
	X(NPS, "Would they recommend us", "Adakah mereka akan mengesyorkan kami",   \
	    "Apakah mereka akan merekomendasikan kami")                             \
	X(PROMOTERS, "promoters", "penyokong", "promotor")                     \
	X(PASSIVES, "passives", "pasif", "pasif")                              \
	X(DETRACTORS, "detractors", "pengkritik", "pengkritik")                \
	X(SPEED, "How fast we act", "Sepantas mana kami bertindak",            \
	    "Seberapa cepat kami bertindak")                                   \
	X(ACK, "acknowledged in time", "dijawab tepat masa",                    \
	    "dijawab tepat waktu")                                        \
	X(REACH, "reached in time", "dihubungi tepat masa",                    \
	    "dihubungi tepat waktu")                                           \
	X(MEET, "met in time", "ditemui tepat masa", "ditemui tepat waktu")    \
	X(GOALS, "Goals, and what was reached", "Sasaran dan pencapaian",      \
	    "Sasaran dan pencapaian")                                          \
	X(DASHED_GOAL, "dashed: the goal", "putus-putus: sasaran",             \
	    "putus-putus: sasaran")                                            \
	X(G_REFERRALS, "qualified per quarter", "layak / suku tahun",     \
	    "layak per kuartal")                                               \
	X(G_NPS, "NPS", "NPS", "NPS")                                          \
	X(G_ASKS, "asks per month", "permintaan sebulan",                      \
	    "permintaan per bulan")                                            \
	X(G_REPEAT, "repeat clients", "pelanggan berulang", "klien berulang")  \
	X(FEW, "Dependence on few", "Kebergantungan kepada segelintir",        \
	    "Ketergantungan pada segelintir")                                  \
	X(FIRST, "first source", "sumber pertama", "sumber pertama")           \
	X(FIVE, "first five", "lima pertama", "lima pertama")                  \
	X(ALARM, "dashed: the alarm", "putus-putus: amaran",                   \
	    "putus-putus: batas")                                              \
	X(AHEAD, "Next quarter", "Suku tahun akan datang",                     \
	    "Kuartal berikutnya")                                              \
	X(EXPECTED, "Referrals expected", "Rujukan dijangka",                  \
	    "Rekomendasi yang diharapkan")                                       \
	X(RANGE, "Range, four chances in five", "Julat, peluang 80%",  \
	    "Rentang, peluang 80%")                                        \
	X(WAS_EXPECTED, "Expected a quarter ago", "Dijangka suku tahun lalu",  \
	    "Diharapkan kuartal lalu")                                         \
	X(CAME, "Came", "Yang datang", "Yang datang")                          \
	X(AS_KNOWN,                                                            \
	    "What was expected is what the book of then would have said.",     \
	    "Jangkaan itu ialah apa yang rekod ketika itu akan nyatakan.",     \
	    "Yang diharapkan itu adalah apa yang dikatakan catatan saat itu.") \
	X(BY_DATES,                                                            \
	    "The history is too short: what was expected is reckoned from "    \
	    "the dates in the book of today.",                                 \
	    "Sejarah terlalu pendek: jangkaan itu dikira daripada tarikh "     \
	    "dalam rekod hari ini.",                                           \
	    "Riwayat terlalu pendek: yang diharapkan itu dihitung dari "       \
	    "tanggal dalam catatan hari ini.")                                 \
	X(NUMBERS, "All numbers", "Semua angka", "Semua angka")                \
	X(METRIC, "Number", "Ukuran", "Ukuran")                                \
	X(VALUE, "Value", "Nilai", "Nilai")                                    \
	X(BENCHMARK, "Benchmark", "Penanda aras", "Tolok ukur")                \
	X(VERDICT, "Verdict", "Keputusan", "Penilaian")                        \
	X(PASS, "pass", "tercapai", "tercapai")                                \
	X(SHORT, "short", "kurang", "kurang")                                  \
	X(MONTH, "Month", "Bulan", "Bulan")                                    \
	X(NOTHING, "Nothing recorded yet.", "Belum ada rekod.",                \
	    "Belum ada catatan.")                                              \
	X(GAP, "A dash is a gap: nothing to divide by, or not written down.",  \
	    "Tanda sempang bermaksud kosong: tiada pembahagi, atau tidak "         \
	    "dicatat.",                                                        \
	    "Tanda pisah berarti kosong: tidak ada pembagi, atau tidak "       \
	    "dicatat.")                                                        \
	X(ANONYMOUS, "Names are left out.", "Nama tidak dipaparkan.",          \
	    "Nama tidak ditampilkan.")                                         \
	X(PERSON, "Person", "Orang", "Orang")                                  \
	X(SOURCE, "Source", "Sumber", "Sumber")                                \
	X(U_HOURS, "h", "jam", "jam")                                          \
	X(U_DAYS, "d", "hari", "hari")                                         \
	X(U_MONTH, "month", "bulan", "bulan")                                  \
	X(U_MONTHS, "months", "bulan", "bulan")                                \
	X(UNKNOWN, "not known", "tidak diketahui", "tidak diketahui")          \
	X(S_NEW, "new", "baharu", "baru")                                      \
	X(S_CONTACTED, "contacted", "dihubungi", "dihubungi")                  \
	X(S_MET, "met", "ditemui", "ditemui")                                  \
	X(S_QUALIFIED, "qualified", "layak", "layak")                          \
	X(S_PROPOSAL, "proposal", "cadangan", "proposal")                      \
	X(S_WON, "won", "berjaya", "berhasil")                                 \
	X(S_LOST, "lost", "gagal", "gagal")                                    \
	X(S_DARK, "dark", "senyap", "tanpa kabar")                                    \
	X(C_EDUCATION, "education", "pendidikan", "edukasi")                   \
	X(C_PERSONAL, "personal", "peribadi", "pribadi")                       \
	X(C_VALUE, "value", "nilai", "nilai")                                  \
	X(C_COMMUNITY, "community", "komuniti", "komunitas")                   \
	X(C_RECOGNITION, "recognition", "penghargaan", "penghargaan")          \
	X(JAN, "Jan", "Jan", "Jan")                                            \
	X(FEB, "Feb", "Feb", "Feb")                                            \
	X(MAR, "Mar", "Mac", "Mar")                                            \
	X(APR, "Apr", "Apr", "Apr")                                            \
	X(MAY, "May", "Mei", "Mei")                                            \
	X(JUN, "Jun", "Jun", "Jun")                                            \
	X(JUL, "Jul", "Jul", "Jul")                                            \
	X(AUG, "Aug", "Ogo", "Agu")                                            \
	X(SEP, "Sep", "Sep", "Sep")                                            \
	X(OCT, "Oct", "Okt", "Okt")                                            \
	X(NOV, "Nov", "Nov", "Nov")                                            \
	X(DEC, "Dec", "Dis", "Des")
/* clang-format on */

#define X(n, en, ms, id) W_##n,
enum report_word { REPORT_WORDS(X) };
#undef X

/* In LANG_EN, LANG_MS or LANG_ID; anything else is English. */
const char *report_word(int lang, enum report_word);

/* What a number that stands for the whole is called on the page. */
const char *report_metric_name(int lang, const struct metric *);
/* A source that the field names; NULL for the book's own words. */
const char *report_source_name(int lang, struct slice source);

/* A value with its unit: "38.1%", "MYR 9600", "5.5 h", "-"; in Malay RM9,600, in
 * Indonesian 38,1%. */
void report_value(struct buf *, int lang, enum stats_unit, double,
    struct slice currency);

/* --- drawings --- */

struct bar {
	struct slice label, value; /* texts; value stands behind the bar */
	struct slice second;       /* columns: a second line under the label */
	double part;               /* of the full width, 0 to 1; NAN: none */
	double mark;               /* a dashed line there; NAN: none */
};

struct drawing {
	const char *id;    /* unique in the page */
	const char *title; /* trusted words of ours */
	const char *note;  /* below, or NULL */
	const struct bar *bar;
	size_t n;
};

/* Horizontal bars with their labels and values as text. */
void svg_bars(struct buf *, const struct drawing *);
/* Columns, left to right; a label too close to the one before is left out. */
void svg_columns(struct buf *, const struct drawing *);

#endif
