/*
 * THE table of metrics.  A new metric is one row here and, unless a function
 * fits already, one function; groups, benchmarks, --explain, the manual's list
 * and the report follow.
 */
#include "stats_in.h"

#include "banned.h"

#define D(x)     (1u << BY_##x)
#define PERSON   (D(SOURCE) | D(OWNER) | D(SEGMENT) | CHAIN)
#define CHAIN    (D(REFERRER) | D(TYPE) | D(MECHANISM))
#define PERIOD   (D(MONTH) | D(QUARTER) | D(YEAR))
#define REFERRAL (PERSON | PERIOD | D(STATUS))
#define EARNING  (PERSON | PERIOD)
/* the referrer as a person */
#define GIVER (D(REFERRER) | D(OWNER) | D(SEGMENT))
#define TOUCH                                                                  \
	(D(OWNER) | D(SEGMENT) | D(SOURCE) | D(CATEGORY) | D(CHANNEL) | PERIOD)

/* section, name, contract, unit, form, units of the parts, groupings, built-in
 * grouping, function, benchmark, which side of it is good, text */
#define M(s, n, ids, u, f, un, ud, dims, by, fn, bench, side, text)            \
	{ SECTION_##s, n, ids, UNIT_##u, FORM_##f, UNIT_##un, UNIT_##ud, dims, \
		BY_##by, tally_##fn, bench, BETTER_##side, text },

const struct metric stats_metrics[] = {
	/* clang-format off */
M(VOLUME, "referrals_received", "003.32", COUNT, SUM, COUNT, NONE,
    REFERRAL, NONE, received, NULL, MORE,
    "referrals dated in the window")
M(VOLUME, "referrals_by_type", "003.32 003.10", COUNT, SUM, COUNT, NONE,
    D(TYPE), TYPE, received, NULL, MORE,
    "referrals received, by type of source")
M(VOLUME, "referrals_by_status", "003.22", COUNT, SUM, COUNT, NONE,
    D(STATUS), STATUS, received, NULL, MORE,
    "referrals received, by the status they have now")
M(VOLUME, "referrals_reached", "003.22 003.23", COUNT, SUM, COUNT, NONE,
    D(STATUS), STATUS, funnel, NULL, MORE,
    "referrals received that came as far as each status")
M(VOLUME, "referrals_per_month", "003.32", COUNT, MONTHLY, COUNT, DAYS,
    PERSON, NONE, received, NULL, MORE,
    "received per day of the window x 365/12")
M(VOLUME, "qualified_per_quarter", "003.9 003.32", COUNT, QUARTERLY, COUNT,
    DAYS, PERSON, NONE, qualified, NULL, MORE,
    "received that reached qualified, per day of the window x 365/4")
M(VOLUME, "referral_growth", "003.36", PERCENT, NETPCT, COUNT, COUNT,
    PERSON, NONE, growth, "referral_growth", MORE,
    "received against received in the period before, as change")
M(VOLUME, "referrals_open", "003.23", COUNT, SUM, COUNT, NONE,
    REFERRAL, NONE, open_referrals, NULL, MORE,
    "received, and neither won nor lost")
M(VOLUME, "referrals_given", "000.13 002.7", COUNT, SUM, COUNT, NONE,
    GIVER | PERIOD, NONE, given_out, NULL, MORE,
    "referrals that we gave, to anyone")
M(VOLUME, "reciprocity", "000.13 002.7 003.18", RATIO, RATIO, COUNT, COUNT,
    GIVER, NONE, reciprocity, NULL, MORE,
    "given to partners and peers / received from them")
M(VOLUME, "asks_per_month", "003.27", COUNT, MONTHLY, COUNT, DAYS,
    D(OWNER) | D(SEGMENT), NONE, asks_made, "goals.asks_per_month", MORE,
    "asks made per day of the window x 365/12")
M(VOLUME, "ask_yield", "003.17 003.29", PERCENT, SHARE, COUNT, COUNT,
    D(OWNER) | D(SEGMENT) | D(SOURCE) | PERIOD, NONE, ask_yield, NULL, MORE,
    "asks answered yes or promised / asks")

M(QUALITY, "referral_conversion", "003.9 003.1 003.36", PERCENT, SHARE, COUNT,
    COUNT, REFERRAL, NONE, conversion, "referral_conversion", MORE,
    "won / received")
M(QUALITY, "conversion_decided", "003.9", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, decided, NULL, MORE,
    "won / decided (won and lost)")
M(QUALITY, "conversion_by_type", "000.19", PERCENT, SHARE, COUNT, COUNT,
    D(TYPE), TYPE, conversion, "*_conversion", MORE,
    "won / received, by type of source")
M(QUALITY, "referral_to_opportunity", "003.23 003.33", PERCENT, SHARE, COUNT,
    COUNT, PERSON | PERIOD, NONE, opportunity, NULL, MORE,
    "reached qualified / received")
M(QUALITY, "opportunity_to_client", "003.23 003.33", PERCENT, SHARE, COUNT,
    COUNT, PERSON | PERIOD, NONE, closing, NULL, MORE,
    "won / reached qualified")
M(QUALITY, "average_deal", "003.33 002.1", MONEY, RATIO, MONEY, COUNT,
    EARNING, NONE, deal_size, NULL, MORE,
    "revenue of referred clients / their earnings with an amount")
M(QUALITY, "average_price", "003.33", MONEY, RATIO, MONEY, COUNT,
    EARNING, NONE, price, NULL, MORE,
    "value of referred clients' closed deals / deals with a value")
M(QUALITY, "lost_share", "003.28", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, lost, NULL, LESS,
    "lost / received")
M(QUALITY, "not_a_fit_share", "003.28", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, not_a_fit, NULL, LESS,
    "lost as not-a-fit / lost")
M(QUALITY, "dark_share", "003.21", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, dark, NULL, LESS,
    "gone dark / received")

M(ECONOMICS, "referred_revenue", "003.34 003.23", MONEY, SUM, MONEY, NONE,
    EARNING, NONE, referred_revenue, NULL, MORE,
    "earned in the window from won referred clients")
M(ECONOMICS, "revenue", "003.34", MONEY, SUM, MONEY, NONE,
    EARNING, NONE, revenue, NULL, MORE,
    "earned in the window from everybody")
M(ECONOMICS, "referral_share", "003.9 003.38", PERCENT, SHARE, MONEY, MONEY,
    D(OWNER) | D(SEGMENT) | PERIOD, NONE, revenue_share, "referral_share",
    MORE, "revenue of won referred clients / all revenue")
M(ECONOMICS, "programme_cost", "002.5 003.34", MONEY, SUM, MONEY, NONE,
    PERIOD, NONE, programme_cost, NULL, LESS,
    "incentive, marketing, management and acquisition costs, and rewards")
M(ECONOMICS, "cost_per_referral", "003.34", MONEY, RATIO, MONEY, COUNT,
    PERIOD, NONE, cost_per_referral, NULL, LESS,
    "programme cost / received")
M(ECONOMICS, "cost_per_acquisition", "003.34", MONEY, RATIO, MONEY, COUNT,
    PERIOD, NONE, cost_per_won, NULL, LESS,
    "programme cost / won")
M(ECONOMICS, "roi", "003.34 002.5 003.36", RATIO, NET, MONEY, MONEY,
    PERIOD, NONE, return_on, "roi", MORE,
    "(referred revenue - programme cost) / programme cost")
M(ECONOMICS, "roi_percent", "002.5 003.34", PERCENT, NETPCT, MONEY, MONEY,
    PERIOD, NONE, return_on, NULL, MORE,
    "the same x 100")
M(ECONOMICS, "payback_month", "003.34", MONTH, OWN, MONEY, MONEY,
    0, NONE, payback_month, NULL, LESS,
    "first month in which all referred revenue so far >= all cost so far")
M(ECONOMICS, "payback_months", "003.34", MONTHS, OWN, MONEY, MONEY,
    0, NONE, payback_months, NULL, LESS,
    "months from that of the first cost to the payback month, both counted")
M(ECONOMICS, "rv", "002.1", MONEY, OWN, MONEY, MONEY,
    0, NONE, rv, NULL, MORE,
    "referral value: (C x CR x AV) - (AC + TC)")
M(ECONOMICS, "rv_contacts", "002.1", COUNT, SUM, COUNT, NONE,
    0, NONE, received, NULL, MORE,
    "C: referrals received")
M(ECONOMICS, "rv_conversion", "002.1", PERCENT, SHARE, COUNT, COUNT,
    0, NONE, conversion, NULL, MORE,
    "CR: won / received")
M(ECONOMICS, "rv_average_value", "002.1", MONEY, RATIO, MONEY, COUNT,
    0, NONE, deal_size, NULL, MORE,
    "AV: average_deal")
M(ECONOMICS, "rv_acquisition_cost", "002.1", MONEY, SUM, MONEY, NONE,
    0, NONE, rv_acquisition, NULL, LESS,
    "AC: incentive, marketing and acquisition costs, and rewards")
M(ECONOMICS, "rv_tracking_cost", "002.1", MONEY, SUM, MONEY, NONE,
    0, NONE, rv_tracking, NULL, LESS,
    "TC: management costs")

M(HEALTH, "active_referrers", "003.35", COUNT, SUM, COUNT, NONE,
    GIVER, NONE, active, NULL, MORE,
    "referrers with a referral in the 365 days up to the end")
M(HEALTH, "repeat_referrers", "003.35 003.36", COUNT, SUM, COUNT, NONE,
    GIVER, NONE, repeat_ever, NULL, MORE,
    "referrers with two referrals or more, ever")
M(HEALTH, "repeat_referrers_window", "003.35", COUNT, SUM, COUNT, NONE,
    GIVER, NONE, repeat_window, NULL, MORE,
    "referrers with two referrals or more in the window")
M(HEALTH, "repeat_referrer_share", "003.35", PERCENT, SHARE, COUNT, COUNT,
    GIVER, NONE, repeat_share, NULL, MORE,
    "repeat referrers / everybody who ever referred")
M(HEALTH, "time_to_acknowledge", "003.19 003.20", HOURS, RATIO, HOURS, COUNT,
    PERSON | PERIOD, NONE, ack_time, "time_to_acknowledge", LESS,
    "mean time from the referral to the first word to the referrer")
M(HEALTH, "acknowledged_in_time", "003.20 000.23", PERCENT, SHARE, COUNT,
    COUNT, PERSON | PERIOD, NONE, ack_sla, NULL, MORE,
    "acknowledged within sla.acknowledge / acknowledged or overdue")
M(HEALTH, "time_to_contact", "003.35 003.36", HOURS, RATIO, HOURS, COUNT,
    PERSON | PERIOD, NONE, contact_time, "time_to_contact", LESS,
    "mean time from the referral to contacted")
M(HEALTH, "time_to_contact_median", "003.35", HOURS, MEDIAN, COUNT, NONE,
    PERSON | PERIOD, NONE, contact_median, "time_to_contact", LESS,
    "median time from the referral to contacted")
M(HEALTH, "contacted_in_time", "003.20 003.13 003.36", PERCENT, SHARE, COUNT,
    COUNT, PERSON | PERIOD, NONE, contact_sla, NULL, MORE,
    "contacted within sla.contact / contacted or overdue")
M(HEALTH, "met_in_time", "003.20", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, meet_sla, NULL, MORE,
    "met within sla.meet / met or overdue")
M(HEALTH, "time_to_close", "003.23 003.35", DAYS, RATIO, DAYS, COUNT,
    PERSON | PERIOD, NONE, close_time, NULL, LESS,
    "mean days from the referral to won")
M(HEALTH, "time_to_close_median", "003.35", DAYS, MEDIAN, COUNT, NONE,
    PERSON | PERIOD, NONE, close_median, NULL, LESS,
    "median days from the referral to won")
M(HEALTH, "thanked_share", "000.23 003.19", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, thanked, NULL, MORE,
    "referrals whose referrer was thanked / received")
M(HEALTH, "loop_closed", "003.21 003.13", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, loop_closed, NULL, MORE,
    "won, lost or dark and the referrer told so / won, lost or dark")
M(HEALTH, "referrer_nps", "003.35", POINTS, SHARE, COUNT, COUNT,
    GIVER, NONE, referrer_nps, "nps", MORE,
    "NPS among those who ever referred")
M(HEALTH, "conversion_ratio", "003.36", RATIO, OWN, PERCENT, PERCENT,
    0, NONE, conversion_multiple, "conversion_ratio", MORE,
    "referral conversion / conversion of leads from other sources")
M(HEALTH, "cycle_reduction", "003.2", PERCENT, OWN, DAYS, DAYS,
    0, NONE, cycle, "cycle_reduction", MORE,
    "by how much mean opened-to-closed is shorter for referred clients")
M(HEALTH, "referred_refer_ratio", "003.2 001.25", RATIO, OWN, PERCENT, PERCENT,
    0, NONE, referred_refer, NULL, MORE,
    "share of referred clients who refer / share of other clients who do")

M(RETENTION, "clients", "001.17", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, clients, NULL, MORE,
    "contacts of kind client, or with a closed deal")
M(RETENTION, "repeat_client_rate", "001.17", PERCENT, SHARE, COUNT, COUNT,
    PERSON, NONE, repeat_clients, "repeat_client_rate", MORE,
    "clients with two closed deals or more / with one or more")
M(RETENTION, "time_to_return", "001.18", DAYS, RATIO, DAYS, COUNT,
    PERSON | PERIOD, NONE, return_mean, NULL, LESS,
    "mean days between a client's consecutive closings")
M(RETENTION, "time_to_return_median", "001.18", DAYS, MEDIAN, COUNT, NONE,
    PERSON | PERIOD, NONE, return_median, NULL, LESS,
    "median days between a client's consecutive closings")
M(RETENTION, "retained_share", "001.1", PERCENT, SHARE, MONEY, MONEY,
    D(OWNER) | D(SEGMENT) | PERIOD, NONE, loyal_share, "retained_share",
    MORE, "revenue of repeat and referred clients / all revenue")
M(RETENTION, "retention_cost", "001.21", MONEY, SUM, MONEY, NONE,
    PERIOD, NONE, retention_cost, NULL, LESS,
    "retention costs in the window")
M(RETENTION, "retention_roi", "001.21", RATIO, NET, MONEY, MONEY,
    PERIOD, NONE, retention_return, NULL, MORE,
    "(revenue of repeat and referred clients - retention cost) / that cost")
M(RETENTION, "retention_roi_percent", "001.21", PERCENT, NETPCT, MONEY, MONEY,
    PERIOD, NONE, retention_return, NULL, MORE,
    "the same x 100")
M(RETENTION, "retention_cost_per_client", "001.21", MONEY, RATIO, MONEY, COUNT,
    0, NONE, retention_cost_each, NULL, LESS,
    "retention cost / clients")
M(RETENTION, "new_client_cost_ratio", "001.1", RATIO, OWN, MONEY, MONEY,
    0, NONE, acquisition_multiple, "new_client_cost_ratio", MORE,
    "cost per acquisition / retention cost per client")
M(RETENTION, "silent_clients", "001.9 001.23", PERCENT, SHARE, COUNT, COUNT,
    PERSON, NONE, silent_clients, NULL, LESS,
    "clients without a touch for silent_after / clients we may contact")
M(RETENTION, "response_rate", "001.19", PERCENT, SHARE, COUNT, COUNT,
    TOUCH, NONE, responses, NULL, MORE,
    "outgoing touches answered / outgoing touches")
M(RETENTION, "response_by_channel", "001.19", PERCENT, SHARE, COUNT, COUNT,
    D(CHANNEL), CHANNEL, responses, NULL, MORE,
    "the same by channel")
M(RETENTION, "response_by_category", "001.19", PERCENT, SHARE, COUNT, COUNT,
    D(CATEGORY), CATEGORY, responses, NULL, MORE,
    "the same by category of touch")

M(NPS, "nps", "001.20 003.4", POINTS, SHARE, COUNT, COUNT,
    PERSON, NONE, nps, "nps", MORE,
    "% promoters - % detractors, each person's latest answer")
M(NPS, "nps_answers", "001.20", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, answers, NULL, MORE,
    "people who ever answered")
M(NPS, "nps_promoters", "001.20", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, promoters, NULL, MORE,
    "9 or 10")
M(NPS, "nps_passives", "001.20", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, passives, NULL, MORE,
    "7 or 8")
M(NPS, "nps_detractors", "001.20", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, detractors, NULL, LESS,
    "0 to 6")

M(SOURCES, "leads", "000.18 003.23", COUNT, SUM, COUNT, NONE,
    PERSON | PERIOD, SOURCE, leads, NULL, MORE,
    "leads that came in the window, by how they heard of us")
M(SOURCES, "lead_conversion", "003.1 000.19", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, SOURCE, lead_conversion, "*_conversion", MORE,
    "those with a closed deal or a won referral / leads")
M(SOURCES, "source_cost", "003.1", MONEY, RATIO, MONEY, COUNT,
    D(SOURCE), SOURCE, source_cost, "*_cost", LESS,
    "costs of the source / its leads won")
M(SOURCES, "source_revenue", "003.23 000.22", MONEY, SUM, MONEY, NONE,
    D(SOURCE), SOURCE, revenue, NULL, MORE,
    "earned in the window, by source")
M(SOURCES, "attribution", "003.30 000.18", PERCENT, SHARE, COUNT, COUNT,
    D(OWNER) | PERIOD, NONE, attribution, NULL, MORE,
    "leads whose source is known / leads")
M(SOURCES, "top_referrers", "000.20 003.32", COUNT, SUM, COUNT, NONE,
    D(REFERRER), REFERRER, received, NULL, MORE,
    "referrals received, by referrer")
M(SOURCES, "top_referrers_won", "000.20", COUNT, SUM, COUNT, NONE,
    D(REFERRER), REFERRER, won, NULL, MORE,
    "referrals won, by referrer")
M(SOURCES, "top_referrers_revenue", "000.20", MONEY, SUM, MONEY, NONE,
    D(REFERRER), REFERRER, referred_revenue, NULL, MORE,
    "referred revenue, by referrer")
M(SOURCES, "source_annual_value", "000.22", MONEY, YEARLY, MONEY, DAYS,
    D(REFERRER) | D(TYPE), REFERRER, referred_revenue, NULL, MORE,
    "deals per year x mean revenue per deal, by referrer")
M(SOURCES, "champion_traits", "004.1", PERCENT, SHARE, COUNT, COUNT,
    D(TRAIT), TRAIT, champion_traits, NULL, MORE,
    "referrers with the trait or tag / all referrers in the book")
M(SOURCES, "trait_yield", "004.1", PERCENT, SHARE, COUNT, COUNT,
    D(TRAIT), TRAIT, trait_yield, NULL, MORE,
    "referrers with the trait or tag / everybody with it")

M(TEAM, "team_leads", "002.9", COUNT, SUM, COUNT, NONE,
    D(OWNER), OWNER, received, NULL, MORE,
    "referrals received, by who looks after the lead")
M(TEAM, "team_conversion", "002.9", PERCENT, SHARE, COUNT, COUNT,
    D(OWNER), OWNER, conversion, NULL, MORE,
    "won / received, by who looks after the lead")
M(TEAM, "team_contacted_in_time", "002.9 003.20", PERCENT, SHARE, COUNT, COUNT,
    D(OWNER), OWNER, contact_sla, NULL, MORE,
    "contacted within sla.contact, by who looks after the lead")
M(TEAM, "team_revenue", "002.9", MONEY, SUM, MONEY, NONE,
    D(OWNER), OWNER, revenue, NULL, MORE,
    "earned in the window, by who looks after the client")
M(TEAM, "team_referrals_generated", "003.24", COUNT, SUM, COUNT, NONE,
    D(OWNER), OWNER, generated, NULL, MORE,
    "referrals received, by who looks after the referrer")
M(TEAM, "team_asks", "003.27", COUNT, SUM, COUNT, NONE,
    D(OWNER), OWNER, asks_made, NULL, MORE,
    "asks made, by who asked")
M(TEAM, "team_touches", "002.9", COUNT, SUM, COUNT, NONE,
    D(OWNER), OWNER, touches, NULL, MORE,
    "outgoing touches, by who made them")

M(VALUE, "lifetime_value", "001.2", MONEY, RATIO, MONEY, COUNT,
    PERSON, NONE, lifetime, NULL, MORE,
    "a client's revenue with everyone's in the tree below, mean")
M(VALUE, "lifetime_value_by_source", "003.33", MONEY, RATIO, MONEY, COUNT,
    D(SOURCE), SOURCE, lifetime, NULL, MORE,
    "the same by source")
M(VALUE, "lifetime_own", "001.2", MONEY, RATIO, MONEY, COUNT,
    PERSON, NONE, lifetime_own, NULL, MORE,
    "a client's own revenue, mean")
M(VALUE, "lifetime_value_ratio", "003.2", RATIO, OWN, MONEY, MONEY,
    0, NONE, lifetime_multiple, "lifetime_value_ratio", MORE,
    "lifetime value of referred clients / of other clients")
M(VALUE, "deals_per_client", "001.2", RATIO, RATIO, COUNT, COUNT,
    PERSON, NONE, client_deals, "deals_per_client", MORE,
    "closed deals / clients with one or more")
M(VALUE, "referrals_per_client", "001.2 003.3", RATIO, RATIO, COUNT, COUNT,
    PERSON, NONE, client_referrals, "referrals_per_client", MORE,
    "referrals made by clients / clients")
M(VALUE, "revenue_per_deal", "001.3", MONEY, RATIO, MONEY, COUNT,
    EARNING, NONE, any_deal_size, NULL, MORE,
    "revenue / earnings with an amount, of everybody")

M(FORECAST, "forecast", "000.21", COUNT, RATIO, COUNT, COUNT,
    PERSON, NONE, forecast, NULL, MORE,
    "referrals expected next quarter: those of the last 365 days / 4")
M(FORECAST, "forecast_low", "000.21", COUNT, OWN, COUNT, NONE,
    0, NONE, forecast_low, NULL, MORE,
    "one chance in ten of fewer (negative binomial)")
M(FORECAST, "forecast_high", "000.21", COUNT, OWN, COUNT, NONE,
    0, NONE, forecast_high, NULL, MORE,
    "one chance in ten of more")
M(FORECAST, "forecast_revenue", "000.21", MONEY, OWN, COUNT, MONEY,
    0, NONE, forecast_revenue, NULL, MORE,
    "forecast x referral conversion (numerator) x average_deal")
M(FORECAST, "strong_sources", "000.21", COUNT, SUM, COUNT, NONE,
    GIVER, NONE, strong, NULL, MORE,
    "referrers with two referrals or more in the last 365 days")
M(FORECAST, "open_pipeline", "000.21", MONEY, SUM, MONEY, NONE,
    PERSON, NONE, pipeline, NULL, MORE,
    "revenue of open deals, and value of open referrals without one")
M(FORECAST, "pipeline_crosscheck", "000.21", MONEY, OWN, MONEY, PERCENT,
    0, NONE, crosscheck, NULL, MORE,
    "open pipeline x referral share")
M(FORECAST, "backtest_forecast", "000.21", COUNT, RATIO, COUNT, COUNT,
    PERSON, NONE, then_forecast, NULL, MORE,
    "the forecast of a quarter ago, from the history: as the book knew it")
M(FORECAST, "backtest_actual", "000.21", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, then_actual, NULL, WITHIN,
    "referrals since then; the benchmark is that forecast's interval")
M(FORECAST, "backtest_error", "000.21", PERCENT, OWN, COUNT, COUNT,
    0, NONE, then_error, NULL, LESS,
    "(forecast - actual) / actual")
M(FORECAST, "hindsight_forecast", "000.21", COUNT, RATIO, COUNT, COUNT,
    PERSON, NONE, hindsight, NULL, MORE,
    "the same by the dates that the book has now, where history is short")
M(FORECAST, "hindsight_actual", "000.21", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, hindsight_actual, NULL, WITHIN,
    "referrals since then; the benchmark is that forecast's interval")
M(FORECAST, "hindsight_error", "000.21", PERCENT, OWN, COUNT, COUNT,
    0, NONE, hindsight_error, NULL, LESS,
    "(forecast - actual) / actual")

M(RISK, "concentration_top1", "002.6", PERCENT, SHARE, COUNT, COUNT,
    0, NONE, top1, "concentration_alarm", LESS,
    "referrals received from the first source / received")
M(RISK, "concentration_top5", "002.6", PERCENT, SHARE, COUNT, COUNT,
    0, NONE, top5, NULL, LESS,
    "referrals received from the first five sources / received")
M(RISK, "referral_dependence", "002.6 002.11", PERCENT, SHARE, COUNT, COUNT,
    D(OWNER) | D(SEGMENT) | PERIOD, NONE, dependence, NULL, LESS,
    "leads by referral / leads")
M(RISK, "management_share", "002.6", PERCENT, SHARE, MONEY, MONEY,
    PERIOD, NONE, management, NULL, LESS,
    "management cost / programme cost")
M(RISK, "gap_revenue", "003.30", COUNT, SUM, COUNT, NONE,
    PERSON, NONE, gap_revenue, NULL, LESS,
    "won or closed, and what it brought stands nowhere")
M(RISK, "gap_source", "003.30 000.18", COUNT, SUM, COUNT, NONE,
    D(OWNER) | D(SEGMENT), NONE, gap_source, NULL, LESS,
    "leads whose source is not known")
M(RISK, "gap_undated", "003.30", COUNT, SUM, COUNT, NONE,
    D(OWNER) | D(SEGMENT) | D(SOURCE), NONE, gap_undated, NULL, LESS,
    "leads with no date at all: in no window")
M(RISK, "gap_times", "003.30", COUNT, SUM, COUNT, NONE,
    REFERRAL, NONE, gap_times, NULL, LESS,
    "referrals past new without the date of contacted")

M(MIX, "touches", "001.15", COUNT, SUM, COUNT, NONE,
    TOUCH, NONE, touches, NULL, MORE,
    "outgoing touches")
M(MIX, "touches_per_client", "001.15 001.10", RATIO, RATIO, COUNT, COUNT,
    D(OWNER) | D(SEGMENT), NONE, touches_per_client, NULL, MORE,
    "outgoing touches to clients / clients")
M(MIX, "touch_mix", "001.15", PERCENT, PART, COUNT, COUNT,
    D(CATEGORY), CATEGORY, touch_mix, "touch_mix", WITHIN,
    "share of each category among touches that have one; even is 20")
M(MIX, "largest_category", "001.23", PERCENT, OWN, COUNT, COUNT,
    0, NONE, largest_category, "over_promotion", LESS,
    "the largest of those shares")
M(MIX, "channel_mix", "000.15", PERCENT, PART, COUNT, COUNT,
    D(CHANNEL), CHANNEL, touches, NULL, MORE,
    "share of each channel among outgoing touches")

M(PLAN, "goal_referrals_per_quarter", "003.9", COUNT, QUARTERLY, COUNT, DAYS,
    PERSON, NONE, qualified, "goals.referrals_per_quarter", MORE,
    "qualified_per_quarter against goals.referrals_per_quarter")
M(PLAN, "goal_conversion", "003.9", PERCENT, SHARE, COUNT, COUNT,
    PERSON | PERIOD, NONE, conversion, "goals.conversion", MORE,
    "referral_conversion against goals.conversion")
M(PLAN, "goal_revenue_share", "003.9 003.38", PERCENT, SHARE, MONEY, MONEY,
    D(OWNER) | D(SEGMENT) | PERIOD, NONE, revenue_share,
    "goals.revenue_share", MORE,
    "referral_share against goals.revenue_share")
M(PLAN, "goal_asks_per_month", "003.27", COUNT, MONTHLY, COUNT, DAYS,
    D(OWNER) | D(SEGMENT), NONE, asks_made, "goals.asks_per_month", MORE,
    "asks_per_month against goals.asks_per_month")
M(PLAN, "goal_nps", "001.20", POINTS, SHARE, COUNT, COUNT,
    PERSON, NONE, nps, "goals.nps", MORE,
    "nps against goals.nps")
M(PLAN, "goal_repeat_rate", "001.17", PERCENT, SHARE, COUNT, COUNT,
    PERSON, NONE, repeat_clients, "goals.repeat_rate", MORE,
    "repeat_client_rate against goals.repeat_rate")
M(PLAN, "whatif_retention", "001.3", MONEY, OWN, COUNT, MONEY,
    0, NONE, if_retention, NULL, MORE,
    "revenue a year if --gain per cent more clients came back (numerator)")
M(PLAN, "whatif_clients", "003.3", COUNT, OWN, MONEY, MONEY,
    0, NONE, if_clients, NULL, MORE,
    "clients that --budget would win at cost_per_acquisition")
M(PLAN, "whatif_revenue", "003.3", MONEY, OWN, COUNT, MONEY,
    0, NONE, if_revenue, NULL, MORE,
    "whatif_clients x average_deal")
M(PLAN, "whatif_roi", "003.3", RATIO, OWN, MONEY, MONEY,
    0, NONE, if_roi, NULL, MORE,
    "(whatif_revenue - budget) / budget")
M(PLAN, "whatif_next", "003.3", COUNT, OWN, COUNT, RATIO,
    0, NONE, if_next, NULL, MORE,
    "referrals those clients would make: x referrals_per_client")
	{ .name = NULL },
	/* clang-format on */
};
