/*---
id: gen-aging
version: 2
title: Items open longer than the policy allows
objective: Open items are cleared within the time that the policy sets.
kind: operating
severity: medium
reads: [$table]
optional: [ref_calendar]
key: [item_id]
params:
  table: {type: table, means: "the dataset to be tested, one record per opening of an item"}
  id: {type: column, means: the identifier of the item}
  opened: {type: column, means: when it was opened}
  closed: {type: column, means: when it was closed}
  class: {type: column, default: _load, means: "the class that decides the limit; _load when all have the same"}
  limit_days: {type: integer, default: 90, unit: days, means: time that an item of a class without its own limit may be open}
  limit_by_class: {type: "text[]", default: [], means: "limits by class, such as critical=7, high=30"}
  day_type: {type: text, default: calendar, means: "days that count: calendar or business"}
  calendar: {type: text, default: "", means: "the calendar of ref_calendar whose holidays do not count; empty for all"}
  buckets: {type: "text[]", default: ["30", "60", "90", "180"], unit: days, means: upper ends of the age buckets}
controls:
  iia-2024: ["14.2"]
  nist-800-53r5: [CA-5]
reasons:
  R1: open longer than the limit
  R2: closed before it was opened
  R3: open longer than the limit since it was first opened, and reopened since
  I1: the evidence does not say when the item was opened
  I2: records have no identifier
  I3: what stands for the time of closing is no time
limits:
  - The state at the audit date is rebuilt from the times of opening and closing; an export that leaves out items closed since the audit
    date hides items that were open then.
  - Business days are Monday to Friday without the holidays of ref_calendar; a day that has begun does not count.
  - Time on hold counts as open.
  - A day begins and ends in UTC.
---*/

-- +entry: every opening of an item
SELECT
  COALESCE(CAST($id AS VARCHAR), '(none)') AS item_id, NULLIF(CAST($class AS VARCHAR), _load) AS class,
  TRY_CAST(CAST($opened AS VARCHAR) AS TIMESTAMP WITH TIME ZONE) AS opened_at,
  TRY_CAST(CAST($closed AS VARCHAR) AS TIMESTAMP WITH TIME ZONE) AS closed_at,
  CASE WHEN TRY_CAST(CAST($closed AS VARCHAR) AS TIMESTAMP WITH TIME ZONE) IS NULL THEN NULLIF(TRIM(CAST($closed AS VARCHAR)), '') END AS closed_text
FROM $table;

-- +item: every item that was opened by the audit date
SELECT
  item_id, MAX(class) AS class, MIN(opened_at) AS first_opened_at, MAX(opened_at) AS last_opened_at, COUNT(*) AS openings,
  COUNT(*) FILTER (WHERE closed_at IS NULL OR closed_at > $as_of) AS still_open, MIN(closed_at) FILTER (WHERE closed_at < opened_at) AS impossible_at,
  MIN(closed_text) AS closed_text
FROM entry
WHERE COALESCE(opened_at <= $as_of, TRUE)
GROUP BY item_id;

-- +population: one row per item that is open at the audit date, or that was closed before it was opened
SELECT item_id, class, first_opened_at, last_opened_at, openings, impossible_at, closed_text
FROM item
WHERE still_open > 0 OR impossible_at IS NOT NULL;

-- +day: the days from the first opening to the audit date, with the number of business days until each
SELECT d.day, COUNT(*) FILTER (WHERE day_of_week(d.day) <= 5 AND h.date IS NULL) OVER (ORDER BY d.day) AS business_days
FROM (
  SELECT CAST(UNNEST(generate_series(MIN(first_opened_at), date_add('day', 1, $as_of), INTERVAL 1 DAY)) AS DATE) AS day FROM population
) AS d
LEFT JOIN (SELECT date FROM ref_calendar WHERE kind = 'holiday' AND COALESCE(calendar = NULLIF($calendar, ''), TRUE) GROUP BY date) AS h ON h.date = d.day;

-- +aged: age since the last and since the first opening, and the limit
SELECT
  p.item_id, p.class, p.first_opened_at, p.last_opened_at, p.openings, p.impossible_at, p.closed_text,
  CASE WHEN $day_type = 'business' THEN b.business_days - l.business_days ELSE date_diff('day', p.last_opened_at, $as_of) END AS age,
  CASE WHEN $day_type = 'business' THEN b.business_days - f.business_days ELSE date_diff('day', p.first_opened_at, $as_of) END AS first_age,
  COALESCE(c.days, $limit_days) AS limit_days
FROM population AS p
LEFT JOIN day AS b ON b.day = CAST($as_of AS DATE)
LEFT JOIN day AS l ON l.day = CAST(p.last_opened_at AS DATE)
LEFT JOIN day AS f ON f.day = CAST(p.first_opened_at AS DATE)
LEFT JOIN (
  SELECT split_part(item, '=', 1) AS class, CAST(split_part(item, '=', 2) AS BIGINT) AS days FROM (SELECT UNNEST($limit_by_class) AS item) AS u
) AS c ON c.class = p.class;

-- +judged: each item with at most one code, and the age that counts
SELECT
  item_id, class, first_opened_at, last_opened_at, openings, impossible_at, closed_text, age, first_age, limit_days,
  list_max(list_filter(list_transform($buckets, lambda b: CAST(b AS BIGINT)), lambda b: b < first_age)) AS bucket,
  CASE
    WHEN impossible_at IS NOT NULL THEN 'R2'
    WHEN item_id = '(none)' THEN 'I2'
    WHEN closed_text IS NOT NULL THEN 'I3'
    WHEN first_opened_at IS NULL THEN 'I1'
    WHEN age > limit_days THEN 'R1'
    WHEN first_age > limit_days THEN 'R3'
  END AS code
FROM aged;

-- +exceptions: items over their limit, and items closed before they were opened
SELECT
  item_id, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('Open for ', CAST(age AS VARCHAR), ' days since ', CAST(last_opened_at AS VARCHAR), ', more than the ', CAST(limit_days AS VARCHAR), ' allowed.')
    WHEN 'R2' THEN concat('Closed at ', CAST(impossible_at AS VARCHAR), ', before it was opened.')
    ELSE concat('Opened ', CAST(openings AS VARCHAR), ' times, first at ', CAST(first_opened_at AS VARCHAR), ', which is ', CAST(first_age AS VARCHAR),
      ' days ago, more than the ', CAST(limit_days AS VARCHAR), ' allowed.')
  END AS reason,
  class, age, first_age, bucket AS over_days
FROM judged
WHERE code IN ('R1', 'R2', 'R3');

-- +indeterminate: items without a time of opening, without an identifier, or of which it is not known whether they are closed
SELECT
  item_id, code AS reason_code,
  CASE code
    WHEN 'I1' THEN 'The item is open and has no time of opening.'
    WHEN 'I2' THEN concat(CAST(openings AS VARCHAR), ' records have no identifier.')
    ELSE concat('As time of closing stands ', closed_text, ', which is no time.')
  END AS reason
FROM judged
WHERE code IN ('I1', 'I2', 'I3');

/*--- cases
- name: on the limit and over it, by class, closed in time, closed after the audit date, closed before opened
  params: {table: ticket, id: id, opened: opened_at, closed: closed_at, class: severity, limit_by_class: [critical=7, high=30]}
  given:
    ticket: |
      _load:text, id:text, severity:text, opened_at:timestamp,  closed_at:timestamp
      L,          ok,      critical,      2026-06-24T00:00:00Z,
      L,          late,    critical,      2026-06-23T00:00:00Z,
      L,          high,    high,          2026-06-01T00:00:01Z,
      L,          high2,   high,          2026-05-31T00:00:00Z, 2026-07-01T00:00:01Z
      L,          done,    high,          2026-01-01T00:00:00Z, 2026-07-01T00:00:00Z
      L,          low,     low,           2026-04-02T00:00:00Z,
      L,          low2,    ,              2026-04-01T00:00:00Z,
      L,          wrong,   low,           2026-06-02T00:00:00Z, 2026-06-01T00:00:00Z
      L,          future,  low,           2026-07-01T00:00:01Z,
      L,          unknown, low,           ,
      L,          shut,    low,           ,                     2026-06-01T00:00:00Z
      L,          ,        low,           2026-01-01T00:00:00Z,
      L,          now,     low,           2026-07-01T00:00:00Z,
      L,          same,    low,           2026-02-02T00:00:00Z, 2026-02-02T00:00:00Z
  expect:
    population: 10
    exceptions: |
      item_id, reason_code, age, over_days, reason
      late,    R1,          8,,             "Open for 8 days since 2026-06-23 00:00:00+00, more than the 7 allowed."
      high2,   R1,          31,  30,        "Open for 31 days since 2026-05-31 00:00:00+00, more than the 30 allowed."
      low2,    R1,          91,  90,        "Open for 91 days since 2026-04-01 00:00:00+00, more than the 90 allowed."
      wrong,   R2,          29,,            "Closed at 2026-06-01 00:00:00+00, before it was opened."
    indeterminate: |
      item_id, reason_code, reason
      unknown, I1,          The item is open and has no time of opening.
      "(none)", I2,         1 records have no identifier.

- name: reopening does not reset the clock
  params: {table: ticket, id: id, opened: opened_at, closed: closed_at, limit_days: 30}
  given:
    ticket: |
      _load:text, id:text, opened_at:timestamp,  closed_at:timestamp
      L,          reset,   2026-05-01T00:00:00Z, 2026-06-10T00:00:00Z
      L,          reset,   2026-06-20T00:00:00Z,
      L,          young,   2026-06-15T00:00:00Z, 2026-06-16T00:00:00Z
      L,          young,   2026-06-20T00:00:00Z,
      L,          both,    2026-04-01T00:00:00Z, 2026-04-02T00:00:00Z
      L,          both,    2026-05-02T00:00:00Z,
      L,          shut,    2026-04-01T00:00:00Z, 2026-04-02T00:00:00Z
      L,          shut,    2026-05-01T00:00:00Z, 2026-05-02T00:00:00Z
      L,          odd,     2026-04-01T00:00:00Z, 2026-03-02T00:00:00Z
      L,          odd,     2026-06-25T00:00:00Z,
      L,          edge,    2026-05-02T00:00:00Z, 2026-05-03T00:00:00Z
      L,          edge,    2026-06-01T00:00:00Z,
  expect:
    population: 5
    exceptions: |
      item_id, reason_code, first_age, over_days, reason
      reset,   R3,          61,        60,        "Opened 2 times, first at 2026-05-01 00:00:00+00, which is 61 days ago, more than the 30 allowed."
      both,    R1,          91,        90,        "Open for 60 days since 2026-05-02 00:00:00+00, more than the 30 allowed."
      odd,     R2,          91,        90,        "Closed at 2026-03-02 00:00:00+00, before it was opened."
      edge,    R3,          60,        30,        "Opened 2 times, first at 2026-05-02 00:00:00+00, which is 60 days ago, more than the 30 allowed."

- name: business days without weekends and holidays
  params: {table: ticket, id: id, opened: opened_at, closed: closed_at, limit_days: 3, day_type: business, calendar: CH}
  as_of: 2026-06-30
  given:
    ticket: |
      _load:text, id:text, opened_at:text, closed_at:text
      L,          three,   2026-06-24,
      L,          four,    2026-06-23,
      L,          old,     2026-06-19T12:00:00+02:00,
    ref_calendar: |
      calendar, date,       kind
      CH,       2026-06-29, holiday
      US,       2026-06-22, holiday
      CH,       2026-06-25, freeze
      CH,       2026-06-29, holiday
  expect:
    population: 3
    exceptions: |
      item_id, reason_code, age, reason
      four,    R1,          4,   "Open for 4 days since 2026-06-23 00:00:00+00, more than the 3 allowed."
      old,     R1,          6,   "Open for 6 days since 2026-06-19 10:00:00+00, more than the 3 allowed."

- name: business days of every calendar count when none is named
  params: {table: ticket, id: id, opened: opened_at, closed: closed_at, limit_days: 3, day_type: business}
  as_of: 2026-06-30
  given:
    ticket: |
      _load:text, id:text, opened_at:text, closed_at:text
      L,          four,    2026-06-23,
    ref_calendar: |
      calendar, date,       kind
      CH,       2026-06-29, holiday
      US,       2026-06-26, holiday
  expect:
    population: 1

- name: what is no time leaves open whether the item is closed; an empty text is no closing
  params: {table: ticket, id: id, opened: opened_at, closed: closed_at, class: severity}
  given:
    ticket: |
      _load:text, id:text, severity:text, opened_at:text,       closed_at:text
      L,          date,    a,             2026-01-01,           03/02/2026
      L,          word,    b,             2026-01-01T00:00:00Z, "n/a"
      L,          blank,   a,             2026-01-01T00:00:00Z, " "
      L,          young,   a,             2026-06-30T00:00:00Z, unknown
      L,          again,   a,             2026-06-30T00:00:00Z,
      L,          again,   c,             2026-06-30T00:00:00Z, pending
      L,          both,    a,             ,                     pending
      L,          odd,     a,             2026-06-30T00:00:00Z, 2026-06-29T00:00:00Z
      L,          odd,     a,             2026-06-30T00:00:00Z, x
      L,          ,        a,             2026-06-30T00:00:00Z, x
      L,          ,        a,             2026-06-30T00:00:00Z, 2026-06-29T00:00:00Z
  expect:
    population: 8
    exceptions: |
      item_id, reason_code, reason
      blank,   R1,          "Open for 181 days since 2026-01-01 00:00:00+00, more than the 90 allowed."
      odd,     R2,          "Closed at 2026-06-29 00:00:00+00, before it was opened."
      "(none)", R2,         "Closed at 2026-06-29 00:00:00+00, before it was opened."
    indeterminate: |
      item_id, reason_code, reason
      date,    I3,          "As time of closing stands 03/02/2026, which is no time."
      word,    I3,          "As time of closing stands n/a, which is no time."
      young,   I3,          "As time of closing stands unknown, which is no time."
      again,   I3,          "As time of closing stands pending, which is no time."
      both,    I3,          "As time of closing stands pending, which is no time."
---*/
