package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Function is a function that the engine adds to those of DuckDB.
type Function struct {
	Name      string
	Signature string
	Meaning   string

	macro string                      // its parameters and body, for DuckDB
	inGo  func([]string) (any, error) // or its meaning in Go: texts in, nil for NULL out
	gives duckdb.Type                 // the type of inGo
}

// Functions gives the functions that the engine adds: those of Trino that DuckDB knows by another name, so that a script
// means the same in both, and those for addresses, patterns and times that neither has.
func Functions() []Function { return append([]Function(nil), own...) }

var own = []Function{
	{"arrays_overlap", "arrays_overlap(a, b)", "true when the lists have an item in common", "(a, b) AS list_has_any(a, b)", nil, 0},
	{"array_except", "array_except(a, b)", "the items of a that are not in b, each once, sorted",
		"(a, b) AS list_sort(list_distinct(list_filter(a, lambda x: NOT list_contains(b, x))))", nil, 0},
	{"array_join", "array_join(list, separator)", "the items as one text, without those that are NULL", "(l, s) AS array_to_string(l, s)", nil, 0},
	{"array_union", "array_union(a, b)", "the items of both, each once, sorted", "(a, b) AS list_sort(list_distinct(list_concat(a, b)))", nil, 0},
	{"cidr_contains", "cidr_contains(outer, inner)", "true when every address of inner is in outer; NULL when one is no address or network",
		"", func(a []string) (any, error) { return orNull(cidrContains(a[0], a[1])) }, duckdb.TYPE_BOOLEAN},
	{"cidr_high", "cidr_high(network)", "its last address as a text that sorts by address; NULL when it is none", "",
		func(a []string) (any, error) { return orNull(cidrHigh(a[0])) }, duckdb.TYPE_VARCHAR},
	{"cidr_low", "cidr_low(network)", "its first address as a text that sorts by address: x is in n when cidr_low(x) >= cidr_low(n) and cidr_high(x) <= cidr_high(n)", "",
		func(a []string) (any, error) { return orNull(cidrLow(a[0])) }, duckdb.TYPE_VARCHAR},
	{"cron_fault", "cron_fault(dialect, schedule, zone, anchor)", "why cron_slots cannot tell the slots; NULL when it can", "", cronFault, duckdb.TYPE_VARCHAR},
	{"cron_slots", "cron_slots(dialect, schedule, zone, anchor, from, until)", "a JSON array of the times at which a job is due, and of the last one before them; the dialect is cron, airflow, eventbridge or kubernetes, a rate counts from the anchor; in words why not, when there are too many",
		"", cronSlots, duckdb.TYPE_VARCHAR},
	{"date_add", "date_add(unit, n, t)", "t moved by n units: second, minute, hour, day, week, month, quarter, year; a date stays a date",
		"(d, i) AS d + i, (unit, n, t) AS cast_to_type(t + units_of(unit, n), t)", nil, 0},
	{"date_diff", "date_diff(unit, a, b)", "complete units from a to b, as in Trino; datediff counts the boundaries between them",
		"(unit, a, b) AS date_sub(unit, a, b)", nil, 0},
	{"day_of_month", "day_of_month(t)", "1 to 31", "(t) AS day(t)", nil, 0},
	{"day_of_week", "day_of_week(t)", "1 for Monday to 7 for Sunday", "(t) AS isodow(t)", nil, 0},
	{"day_of_year", "day_of_year(t)", "1 to 366", "(t) AS dayofyear(t)", nil, 0},
	{"from_iso8601_date", "from_iso8601_date(text)", "the date; an error when it is none", "(s) AS strptime(s, '%Y-%m-%d')::DATE", nil, 0},
	{"from_iso8601_timestamp", "from_iso8601_timestamp(text)", "the instant, in UTC when there is no offset; an error when it is none",
		"(s) AS CASE WHEN s IS NOT NULL AND instant(s, 'UTC') IS NULL THEN error('\"' || s || '\" is no time such as 2026-03-31T12:00:00Z') ELSE instant(s, 'UTC') END", nil, 0},
	{"git_repository", "git_repository(address)", "the name in an address of a Git repository, https or ssh: GROUP/NAME of any depth, in Azure DevOps PROJECT/NAME; NULL when it is none",
		"(a) AS NULLIF(url_decode(regexp_replace(regexp_extract(a, '^(?:[a-z+]+://[^/]+/|[^/@]+@[^/:]+:/*)(.+?)(?:\\.git)?/*$', 1), " +
			"'^(?:(?:v3/[^/]+|scm)/([^/]+)|(?:.*/)?([^/]+)/_git)/([^/]+)$', '\\1\\2/\\3')), '')", nil, 0},
	{"glob_like", "glob_like(text, pattern)", "true when the whole text matches; * is any text, ? one character; case does not count, as in access policies", "",
		func(a []string) (any, error) { return globLike(a[0], a[1]), nil }, duckdb.TYPE_BOOLEAN},
	{"instant", "instant(text, zone)", "the instant of a text such as 2026-03-29 01:30:00+01:00, or 2026-03-29 01:30 in the zone; NULL when it is none, or when the zone's clocks showed it never or twice", "",
		func(a []string) (any, error) { return instantTime(a[0], a[1]) }, duckdb.TYPE_TIMESTAMP_TZ},
	{"iso_time", "iso_time(text)", "seconds or milliseconds since 1970 as 2026-03-31T12:00:00.000000Z; any other text stays as it is", "",
		func(a []string) (any, error) { return isoTime(a[0]), nil }, duckdb.TYPE_VARCHAR},
	{"json_extract_scalar", "json_extract_scalar(json, path)", "the value at the path as text", "(j, p) AS json_extract_string(j, p)", nil, 0},
	{"last_day_of_month", "last_day_of_month(t)", "the last date of the month", "(t) AS last_day(t)", nil, 0},
	{"regexp_like", "regexp_like(text, pattern)", "true when a part of the text matches", "(s, p) AS regexp_matches(s, p)", nil, 0},
	{"to_iso8601", "to_iso8601(t)", "the time as 2026-03-31T12:00:00.000000Z", "(t) AS strftime(t::TIMESTAMPTZ::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%fZ')", nil, 0},
	{"whole_units", "whole_units(text, decimals)", "a count of smallest units, such as wei, as whole units, exact: its digits with the point moved; any other text is no number then, so that it is rejected",
		"(v, d) AS CASE WHEN regexp_matches(v, '^[0-9]{1,78}$') AND d::BIGINT BETWEEN 0 AND 99 " +
			"THEN COALESCE(NULLIF(ltrim(left(lpad(v, 180, '0'), 180 - d::BIGINT), '0'), ''), '0') || '.' || right(lpad(v, 180, '0'), d::BIGINT) || '0' " +
			"ELSE v || ' in smallest units' END", nil, 0},
	{"week_of_year", "week_of_year(t)", "the ISO week, 1 to 53", "(t) AS weekofyear(t)", nil, 0},
}

// hidden macros serve those above and the guard of sums; a section cannot name them.
var hidden = []Function{
	{Name: "units_of", macro: `(unit, n) AS CASE lower(unit)
		WHEN 'millisecond' THEN to_milliseconds(n) WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n)
		WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(n::INTEGER) WHEN 'week' THEN to_weeks(n::INTEGER)
		WHEN 'month' THEN to_months(n::INTEGER) WHEN 'quarter' THEN to_quarters(n::INTEGER) WHEN 'year' THEN to_years(n::INTEGER)
		ELSE error('date_add: the unit "' || unit || '" is unknown') END`},
}

func orNull[T any](v T, ok bool) (any, error) {
	if !ok {
		return nil, nil
	}
	return v, nil
}

// A macro keeps the places of its text, and DuckDB gives them for an error inside it as if they were places of the query.
// So macros are written far to the right, where no query reaches, and their places are seen to be none.
var farRight = strings.Repeat(" ", 16<<10)

// define adds the functions to a database that is not locked yet.
func (db *database) define(ctx context.Context) error {
	macros := []byte(farRight)
	for _, f := range slices.Concat(hidden, guards, own) {
		if f.inGo == nil {
			macros = fmt.Append(macros, "CREATE MACRO ", f.Name, f.macro, ";\n")
		} else if err := duckdb.RegisterScalarUDF(db.conn, f.Name, textFunction{f}); err != nil {
			return fmt.Errorf("define %s: %w", f.Name, err)
		}
	}
	if err := db.run(ctx, string(macros)); err != nil {
		return fmt.Errorf("define functions: %w", err)
	}
	return nil
}

// textFunction lets DuckDB call a function of texts that is written in Go.
type textFunction struct{ Function }

func (f textFunction) Config() duckdb.ScalarFuncConfig {
	text, _ := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	gives, _ := duckdb.NewTypeInfo(f.gives)
	c := duckdb.ScalarFuncConfig{ResultTypeInfo: gives}
	for range strings.Count(f.Signature, ",") + 1 {
		c.InputTypeInfos = append(c.InputTypeInfos, text)
	}
	return c
}

// Executor leaves rows alone of which an argument is NULL: DuckDB makes their result NULL. Texts are valid during the call only.
func (f textFunction) Executor() duckdb.ScalarFuncExecutor {
	return perChunk(func(c chunk) error {
		args := make([]string, len(c.args))
	rows:
		for i := range c.n {
			for j, a := range c.args {
				if a.null(i) {
					continue rows
				}
				args[j] = a.text(i)
			}
			result, err := f.inGo(args)
			if err != nil {
				return err
			}
			if err := c.set(i, result); err != nil {
				return err
			}
		}
		return nil
	})
}
