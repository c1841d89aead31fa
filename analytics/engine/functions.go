package engine

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/fault"
)

// A function is on this list when it gives the same answer for the same values: on every machine, at every time, for any
// number of threads and any order of rows. That is a judgement about each of them, since DuckDB's own mark of a
// function's stability leaves out the order of rows, and calls version() and age(x) consistent.
const scalars = `
	+ - * / // % ^ ** & | << >> ~ ! @ || && <@ @> ^@ !__postfix ~~ !~~ ~~* !~~* ~~~ -> ->>
	add subtract multiply divide mod pow power sqrt cbrt exp ln log log10 log2 abs sign signbit ceil ceiling floor round
	round_even roundbankers trunc even gcd greatest_common_divisor lcm least_common_multiple factorial pi degrees radians
	sin cos tan cot asin acos atan atan2 fdiv fmod xor bit_count isnan isinf isfinite nextafter
	greatest least nullif typeof
	ascii chr unicode ord length len strlen char_length character_length octet_length bit_length lower lcase upper ucase
	trim ltrim rtrim left right substr substring substring_grapheme left_grapheme right_grapheme length_grapheme position
	strpos instr contains starts_with prefix ends_with suffix replace translate overlay reverse concat concat_ws split
	split_part string_split str_split string_to_array string_split_regex str_split_regex strip_accents nfc_normalize
	like_escape not_like_escape ilike_escape not_ilike_escape lpad rpad repeat format printf format_bytes
	formatreadablesize formatreadabledecimalsize parse_formatted_bytes
	regexp_matches regexp_full_match regexp_replace regexp_extract regexp_extract_all regexp_split_to_array regexp_escape
	levenshtein editdist3 damerau_levenshtein hamming mismatches jaccard jaro_similarity jaro_winkler_similarity
	md5 sha1 sha256 hex to_hex unhex from_hex bin to_binary unbin from_binary base64 to_base64 from_base64 to_base encode decode
	url_encode url_decode parse_filename parse_dirname parse_dirpath parse_path uuid_extract_version uuid_extract_timestamp
	age date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add time_bucket last_day
	days_in_month dayname monthname day month year quarter week weekday dayofmonth dayofweek dayofyear isodow isoyear
	weekofyear yearweek century decade millennium era julian hour minute second millisecond microsecond nanosecond
	epoch epoch_ms epoch_us epoch_ns to_timestamp make_date make_time make_timestamp make_timestamp_ms make_timestamptz
	strftime strptime try_strptime timezone timezone_hour timezone_minute
	to_years to_quarters to_months to_weeks to_days to_hours to_minutes to_seconds to_milliseconds to_microseconds
	list_value list_pack array_value row struct_pack struct_extract struct_extract_at struct_concat struct_insert
	struct_update struct_keys struct_values struct_contains struct_has struct_position struct_indexof
	map map_from_entries map_keys map_values map_entries map_extract map_extract_value map_contains map_contains_entry
	map_contains_value map_concat element_at cardinality union_extract union_tag union_value
	array_extract list_extract list_element array_slice list_slice array_length list_contains list_has array_contains
	array_has list_has_all list_has_any array_has_all array_has_any list_position list_indexof array_position array_indexof
	list_distinct array_distinct list_unique array_unique list_sort array_sort list_reverse_sort array_reverse_sort
	list_reverse array_reverse list_concat list_cat array_concat array_cat list_append array_append array_push_back
	list_prepend array_prepend array_push_front array_pop_back array_pop_front list_intersect array_intersect
	list_transform list_apply array_transform array_apply apply list_filter array_filter filter list_zip array_zip
	list_where array_where list_select array_select list_grade_up array_grade_up grade_up flatten array_to_string
	list_count list_min list_max list_median list_bool_and list_bool_or range generate_series unnest generate_subscripts
	json json_valid json_type json_keys json_array_length json_extract json_extract_path json_extract_string
	json_extract_path_text json_exists json_value json_array json_object json_quote to_json array_to_json row_to_json
	json_pretty json_transform json_transform_strict from_json from_json_strict
	enum_code grouping grouping_id`

// aggregates and window functions; those of the orderly and the positional list come on top.
const aggregates = `
	count count_star count_if countif sum avg mean min max bool_and bool_or bit_and bit_or bit_xor median mad
	quantile quantile_cont quantile_disc histogram histogram_exact regr_count
	arg_min argmin min_by arg_max argmax max_by arg_min_null arg_max_null arg_min_nulls_last arg_max_nulls_last`

// orderly functions give what they saw first or last, or a list in the order in which they saw it.
var orderly = words(`list array_agg string_agg group_concat listagg first last any_value arbitrary mode first_value last_value nth_value`)

// positional window functions number rows.
var positional = words(`row_number rank dense_rank rank_dense percent_rank cume_dist ntile lag lead`)

var allowed = func() map[string]bool {
	all := words(scalars + aggregates)
	for _, more := range []map[string]bool{orderly, positional} {
		for name := range more {
			all[name] = true
		}
	}
	for _, f := range own {
		all[f.Name] = true
	}
	return all
}()

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// refused gives the way out for functions that people are likely to want.
var refused = hints(map[string]string{
	"now today current_date current_timestamp get_current_timestamp transaction_timestamp current_localtime current_localtimestamp ago": "take the time from a parameter, such as $as_of",
	"random uuid gen_random_uuid uuidv4 uuidv7 setseed":           "order by sha256(seed || key), which anybody can repeat",
	"hash md5_number md5_number_lower md5_number_upper":           "use sha256, which is the same in every version",
	"stddev stddev_samp stddev_pop variance var_samp var_pop sem": "the last digits depend on the order of rows; compute it from sums of DECIMAL: sqrt((n * sum(x * x) - sum(x) * sum(x)) / (n * (n - 1)))",
	"corr covar_pop covar_samp regr_slope regr_intercept regr_r2 regr_sxx regr_syy regr_sxy regr_avgx regr_avgy skewness kurtosis kurtosis_pop entropy product geomean geometric_mean fsum sumkahan kahan_sum favg wavg weighted_avg": "the last digits depend on the order of rows; use sums of DECIMAL",
	"approx_count_distinct approx_quantile approx_top_k reservoir_quantile":                                                                      "an estimate is no evidence; use count(DISTINCT …) or quantile_disc",
	"list_aggregate list_aggr array_aggregate array_aggr list_reduce array_reduce reduce list_sum list_avg aggregate":                            "unnest the list and aggregate its rows",
	"list_first list_last list_any_value list_string_agg":                                                                                        "take list[1] or list[-1], or array_to_string",
	"json_group_array json_group_object json_group_structure":                                                                                    "use to_json(list(x ORDER BY key))",
	"json_structure json_contains json_merge_patch":                                                                                              "use json_extract_string; this function crashes on deeply nested values",
	"query query_table read_csv read_csv_auto read_json read_json_auto read_ndjson read_parquet parquet_scan read_text read_blob glob sniff_csv": "tables come from evidence and from sections",
	"sum_no_overflow":                    "use sum",
	"getvariable getenv current_setting": "use a parameter",
})

func hints(groups map[string]string) map[string]string {
	out := map[string]string{}
	for names, hint := range groups {
		for name := range words(names) {
			out[name] = hint
		}
	}
	return out
}

// argumentRules bound what a function may be asked for; a rule gives what is wrong with the arguments, or nothing.
var argumentRules = map[string]func(args []any) string{
	"age":    func(args []any) string { return when(len(args) < 2, "with one argument it counts to today; give two") },
	"lpad":   shortCount,
	"rpad":   shortCount,
	"repeat": shortCount,
	"format": plainFormat,
	"printf": plainFormat,
}

func when(bad bool, what string) string {
	if bad {
		return what
	}
	return ""
}

// shortCount keeps a length from taking all the memory that there is.
func shortCount(args []any) string {
	const what = "the length must be a number of at most 10000 that is written out"
	if len(args) < 2 {
		return ""
	}
	text, ok := constant(args[1])
	n, err := strconv.Atoi(text)
	return when(!ok || err != nil || n > 10000, what)
}

var wideFormat = regexp.MustCompile(`\d{4}|\*|\{[^}]*\{`)

// plainFormat keeps a width in a format from taking all the memory that there is.
func plainFormat(args []any) string {
	if len(args) == 0 {
		return ""
	}
	text, ok := constant(args[0])
	return when(!ok || wideFormat.MatchString(text), "the format must be a text that is written out, without widths above 999")
}

func constant(arg any) (string, bool) {
	t, _ := arg.(map[string]any)
	if tree(t).text("class") != "CONSTANT" {
		return "", false
	}
	return fmt.Sprint(tree(t).child("value")["value"]), true
}

// nearest names the allowed function that looks most like a name.
func nearest(name string) string {
	return fault.NearestWithin(name, slices.Sorted(maps.Keys(allowed)), 3)
}
