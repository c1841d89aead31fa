/*---
id: ops-backup-coverage
version: 2
title: Assets without a recent, complete and protected backup
objective: Systems are backed up as often as the loss of data that is accepted demands.
kind: both
severity: high
reads: [asset, job_run]
optional: [ref_policy]
key: [asset_id]
params:
  rpo_hours: {type: integer, default: 24, unit: hours, means: largest loss of data where neither the asset nor a policy says it}
  tol: {type: integer, default: 25, unit: percent, means: how much longer than that two backups may lie apart}
  min_ratio: {type: "decimal(4,3)", default: "0.5", unit: fraction, means: smallest size of a backup against the median of the last 30}
  critical: {type: "text[]", default: [high, critical], means: criticality from which an asset must be backed up}
  require_isolation: {type: boolean, default: false, means: whether backups must lie in another account or region than their source}
  policy: {type: text, default: backup, means: "policy of ref_policy with rpo_hours for an asset, a criticality or *"}
  gone_states: {type: "text[]", default: [terminated, deleted, decommissioned, retired, disposed], means: states of assets that are gone}
controls:
  nist-800-53r5: [CP-9, CP-9(8), CP-6]
  soc2-tsc-2017: [A1.2]
  iso-27001-2022: [A.8.13]
reasons:
  R1: no recent backup
  R2: backups lay too far apart
  R3: the last backup is empty or much too small
  R4: the last backup is not encrypted, or lies with its source
  I1: the backups state no size or time
limits:
  - Items are the assets of the inventory, not of the backup tool, that must be backed up by their tag or criticality. Assets that state
    neither are not here.
  - A backup is a successful run of kind backup. One that is partial, or complete with errors, is none.
  - R2 counts from the start of the period, or from when the asset was made, to its end or to the audit date.
  - R3 cannot tell an incremental backup from one that is cut off, and is judged from five backups on.
  - R4 is tested where the export says whether a backup is encrypted and where it lies. Retention is in no export.
---*/

-- +population: assets that must be backed up, as last listed at the audit date
SELECT
  a.asset_id, MIN(a.created_at) AS created_at, MIN(a.criticality) AS criticality, MIN(a.rpo_hours) AS own_rpo,
  MIN(a.account_or_project) AS account, MIN(a.region) AS region
FROM asset AS a
JOIN (SELECT asset_id, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at FROM asset GROUP BY asset_id) AS l
  ON l.asset_id = a.asset_id AND l.snapshot_at = a.snapshot_at
WHERE (a.backup_required OR a.backup_required IS NULL AND contains($critical, a.criticality))
  AND NOT COALESCE(contains($gone_states, a.state), FALSE)
  AND COALESCE(a.created_at <= $as_of, TRUE)
GROUP BY a.asset_id;

-- +rule: the policy that is in force at the audit date
SELECT scope_key, MIN(TRY_CAST(value AS INTEGER)) AS hours
FROM ref_policy
WHERE policy = $policy AND param = 'rpo_hours' AND valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of)
GROUP BY scope_key;

-- +goal: the largest loss of data that is accepted for each asset
SELECT p.asset_id, COALESCE(p.own_rpo, o.hours, c.hours, e.hours, $rpo_hours) AS rpo
FROM population AS p
LEFT JOIN rule AS o ON o.scope_key = p.asset_id
LEFT JOIN rule AS c ON c.scope_key = p.criticality
LEFT JOIN rule AS e ON e.scope_key = '*';

-- +named: the names by which a backup may call each asset; numbers of volumes, instances and file systems are unique by themselves
SELECT asset_id, asset_id AS name FROM population
UNION
SELECT asset_id, split_part(asset_id, '/', -1) FROM population WHERE regexp_like(split_part(asset_id, '/', -1), '^(vol|i|fs)-[0-9a-f]+$');

-- +backup: every successful backup of each asset up to the audit date, numbered from the last
SELECT
  n.asset_id, j.ended_at, j.bytes, j.encrypted, j.dest,
  ROW_NUMBER() OVER (PARTITION BY n.asset_id ORDER BY j.ended_at DESC NULLS LAST, j.job_id, j.run_id, j.attempt) AS nth
FROM (
  SELECT job_id, run_id, attempt, asset_id, ended_at, bytes, encrypted, dest,
    CASE WHEN regexp_like(split_part(asset_id, '/', -1), '^(vol|i|fs)-[0-9a-f]+$') THEN split_part(asset_id, '/', -1) ELSE asset_id END AS name
  FROM job_run
  WHERE kind = 'backup' AND status = 'success' AND COALESCE(ended_at <= $as_of, TRUE)
) AS j
JOIN named AS n ON n.name = j.name;

-- +stretch: the time in which each asset must have backups
SELECT asset_id, greatest($period_start, created_at) AS from_at, least($period_end, $as_of) AS to_at FROM population;

-- +moment: its ends, and the backups between
SELECT asset_id, from_at AS moment FROM stretch
UNION ALL
SELECT asset_id, to_at FROM stretch
UNION ALL
SELECT s.asset_id, b.ended_at FROM stretch AS s JOIN backup AS b ON b.asset_id = s.asset_id AND b.ended_at > s.from_at AND b.ended_at < s.to_at;

-- +gap: the longest stretch without a backup
SELECT asset_id, from_at, moment AS to_at
FROM (
  SELECT asset_id, from_at, moment, ROW_NUMBER() OVER (PARTITION BY asset_id ORDER BY date_diff('second', from_at, moment) DESC NULLS LAST, moment) AS nth
  FROM (SELECT asset_id, moment, LAG(moment) OVER (PARTITION BY asset_id ORDER BY moment) AS from_at FROM moment) AS pairs
) AS ranked
WHERE nth = 1;

-- +usual: the size of the last thirty backups of each asset
SELECT asset_id, CAST(median(bytes) AS DECIMAL(38, 1)) AS bytes, COUNT(bytes) AS sized, BOOL_OR(ended_at IS NULL) AS undated FROM backup WHERE nth <= 30 GROUP BY asset_id;

-- +judged: each asset with its last backup and its longest stretch without one
SELECT
  p.asset_id, p.account, p.region, g.rpo, b.ended_at, b.bytes, b.encrypted, b.dest, u.bytes AS usual, u.sized,
  COALESCE(u.undated, FALSE) AS undated, x.from_at, x.to_at,
  split_part(b.dest, ':', 4) = p.region AND split_part(b.dest, ':', 5) = p.account AS beside
FROM population AS p
JOIN goal AS g ON g.asset_id = p.asset_id
LEFT JOIN backup AS b ON b.asset_id = p.asset_id AND b.nth = 1
LEFT JOIN usual AS u ON u.asset_id = p.asset_id
LEFT JOIN gap AS x ON x.asset_id = p.asset_id;

-- +exceptions: assets without backups, or with backups that are late, small or badly kept
SELECT
  asset_id, 'R1' AS reason_code,
  CASE
    WHEN ended_at IS NULL THEN 'No successful backup of the asset is recorded.'
    ELSE concat('The last successful backup ended on ', substr(CAST(ended_at AS VARCHAR), 1, 16), '; ', CAST(rpo AS VARCHAR), ' hours are accepted.')
  END AS reason
FROM judged
WHERE NOT undated AND (ended_at IS NULL OR ended_at < date_add('hour', -rpo, $as_of))
UNION ALL
SELECT
  asset_id, 'R2' AS reason_code,
  concat('No backup succeeded between ', substr(CAST(from_at AS VARCHAR), 1, 16), ' and ', substr(CAST(to_at AS VARCHAR), 1, 16), '; ',
    CAST(rpo AS VARCHAR), ' hours are accepted.') AS reason
FROM judged
WHERE NOT undated AND date_diff('second', from_at, to_at) > rpo * 36 * (100 + $tol)
UNION ALL
SELECT
  asset_id, 'R3' AS reason_code, concat('The last backup has ', CAST(bytes AS VARCHAR), ' bytes.') AS reason
FROM judged
WHERE bytes = 0 OR sized >= 5 AND bytes < $min_ratio * usual
UNION ALL
SELECT
  asset_id, 'R4' AS reason_code,
  CASE WHEN encrypted = FALSE THEN 'The last backup is not encrypted.' ELSE concat('The last backup lies in the account and region of its source, in ', dest, '.') END AS reason
FROM judged
WHERE encrypted = FALSE OR $require_isolation AND beside;

-- +indeterminate: assets whose backups state no time, or no size where others do
SELECT j.asset_id, 'I1' AS reason_code, CASE WHEN j.undated THEN 'A backup does not say when it ended.' ELSE 'The last backup states no size, others do.' END AS reason
FROM judged AS j
LEFT JOIN exceptions AS e ON e.asset_id = j.asset_id
WHERE e.asset_id IS NULL AND (j.undated OR j.bytes IS NULL AND j.sized > 0);

/*--- cases
- name: never, too long ago, in time; partial and failed backups are none; assets that need none or are gone are not here
  params: {rpo_hours: 2000, tol: 125}
  given:
    asset: |
      asset_id,           asset_type, backup_required, criticality, rpo_hours, created_at, state,   snapshot_at
      good,               x,          true,            ,            ,          ,           ,        2026-06-01
      never,              x,          ,                high,        ,          ,           ,        2026-06-01
      old,                x,          true,            ,            ,          ,           ,        2026-06-01
      edge,               x,          true,            ,            2000,      ,           ,        2026-06-01
      partial,            x,          true,            ,            ,          ,           ,        2026-06-01
      no,                 x,          false,           high,        ,          ,           ,        2026-06-01
      low,                x,          ,                low,         ,          ,           ,        2026-06-01
      gone,               x,          true,            ,            ,          ,           deleted, 2026-06-01
      later,              x,          true,            ,            ,          2026-08-01, ,        2026-08-02
      strict,             x,          true,            ,            ,          ,           ,        2026-06-01
      arn:aws:ec2:r::volume/vol-0a, x, true,           ,            ,          ,           ,        2026-06-01
      undated,            x,          true,            ,            ,          ,           ,        2026-06-01
    ref_policy: |
      policy, scope_key, param,     value, valid_from, valid_to
      backup, strict,    rpo_hours, 24,    2026-01-01,
      backup, good,      rpo_hours, 1,     2026-01-01, 2026-02-01
      other,  good,      rpo_hours, 1,     2026-01-01,
    job_run: |
      job_id, run_id, attempt, kind,   status,  asset_id, ended_at
      j,      1,      1,       backup, success, good,     2026-06-01
      j,      2,      1,       backup, success, old,      2026-04-01
      j,      3,      1,       backup, success, edge,     2026-04-08T16:00:00Z
      j,      4,      1,       backup, partial, partial,  2026-06-01
      j,      5,      1,       backup, failed,  partial,  2026-06-01
      j,      6,      1,       restore, success, partial, 2026-06-01
      j,      7,      1,       backup, success, partial,  2026-07-02
      j,      8,      1,       backup, success, strict,   2026-06-29
      j,      9,      1,       backup, success, arn:aws:ec2:r:1:volume/vol-0a, 2026-06-01
      j,      10,     1,       backup, success, undated,
  expect:
    population: 8
    exceptions: |
      asset_id, reason_code, reason
      never,    R1,          No successful backup of the asset is recorded.
      old,      R1,          The last successful backup ended on 2026-04-01 00:00; 2000 hours are accepted.
      partial,  R1,          No successful backup of the asset is recorded.
      strict,   R1,          The last successful backup ended on 2026-06-29 00:00; 24 hours are accepted.
      strict,   R2,          No backup succeeded between 2026-01-01 00:00 and 2026-06-29 00:00; 24 hours are accepted.
    indeterminate: |
      asset_id, reason_code, reason
      undated,  I1,          A backup does not say when it ended.

- name: gaps and their edges; sizes; encryption and place
  params: {rpo_hours: 1000, require_isolation: true}
  given:
    asset: |
      asset_id, asset_type, backup_required, created_at,           account_or_project, region, snapshot_at
      gap,      x,          true,            2026-03-01,           1,                  r,      2026-06-01
      fine,     x,          true,            2026-04-17T22:00:00Z, 1,                  r,      2026-06-01
      empty,    x,          true,            2026-05-20,           1,                  r,      2026-06-01
      small,    x,          true,            2026-05-20,           1,                  r,      2026-06-01
      half,     x,          true,            2026-05-20,           1,                  r,      2026-06-01
      plain,    x,          true,            2026-05-20,           1,                  r,      2026-06-01
      beside,   x,          true,            2026-05-20,           1,                  r,      2026-06-01
      apart,    x,          true,            2026-05-20,           1,                  r,      2026-06-01
      unsized,  x,          true,            2026-05-20,           1,                  r,      2026-06-01
    job_run: |
      job_id, run_id, attempt, kind,   status,  asset_id, ended_at,             bytes, encrypted, dest
      j,      1,      1,       backup, success, gap,      2026-03-01,           10,,
      j,      2,      1,       backup, success, gap,      2026-04-22T02:00:01Z, 10,,
      j,      3,      1,       backup, success, gap,      2026-06-10,           10,,
      j,      4,      1,       backup, success, fine,     2026-06-09,           10,,
      j,      5,      1,       backup, success, empty,    2026-06-09,           0,,
      j,      6,      1,       backup, success, small,    2026-06-09,           49,,
      j,      7,      1,       backup, success, small,    2026-06-08,           100,,
      j,      8,      1,       backup, success, small,    2026-06-07,           100,,
      j,      9,      1,       backup, success, small,    2026-06-06,           100,,
      j,      10,     1,       backup, success, small,    2026-06-05,           100,,
      j,      11,     1,       backup, success, half,     2026-06-09,           50,,
      j,      12,     1,       backup, success, half,     2026-06-08,           100,,
      j,      13,     1,       backup, success, half,     2026-06-07,           100,,
      j,      14,     1,       backup, success, half,     2026-06-06,           100,,
      j,      15,     1,       backup, success, half,     2026-06-05,           100,,
      j,      16,     1,       backup, success, plain,    2026-06-09,           10,    false,
      j,      17,     1,       backup, success, beside,   2026-06-09,           10,    true,      arn:aws:backup:r:1:backup-vault:v
      j,      18,     1,       backup, success, apart,    2026-06-09,           10,    true,      arn:aws:backup:q:1:backup-vault:v
      j,      19,     1,       backup, success, unsized,  2026-06-09,           ,      true,
      j,      20,     1,       backup, success, unsized,  2026-06-08,           10,    true,
      j,      21,     1,       backup, success, unsized,  2026-04-01,           10,    true,
  expect:
    exceptions: |
      asset_id, reason_code, reason
      gap,      R2,          No backup succeeded between 2026-03-01 00:00 and 2026-04-22 02:00; 1000 hours are accepted.
      empty,    R3,          The last backup has 0 bytes.
      small,    R3,          The last backup has 49 bytes.
      plain,    R4,          The last backup is not encrypted.
      beside,   R4,          "The last backup lies in the account and region of its source, in arn:aws:backup:r:1:backup-vault:v."
    indeterminate: |
      asset_id, reason_code, reason
      unsized,  I1,          "The last backup states no size, others do."

- name: the policy in force, by asset, by criticality and by the asset itself; the state as last listed by the audit date
  params: {rpo_hours: 1000, tol: 900}
  given:
    asset: |
      asset_id,   asset_type, backup_required, criticality, rpo_hours, created_at, snapshot_at
      own,        x,          true,            ,            11,        2026-06-29, 2026-06-01
      key,        x,          true,            high,        ,          2026-06-29, 2026-06-01
      ended,      x,          true,            ,            ,          2026-06-29, 2026-06-01
      expires,    x,          true,            ,            ,          2026-06-29, 2026-06-01
      until,      x,          true,            ,            ,          2026-06-29, 2026-06-01
      starts,     x,          true,            ,            ,          2026-06-29, 2026-06-01
      future,     x,          true,            ,            ,          2026-06-29, 2026-06-01
      by-class,   x,          true,            critical,    ,          2026-06-29, 2026-06-01
      retention,  x,          true,            ,            ,          2026-06-29, 2026-06-01
      other,      x,          true,            ,            ,          2026-06-29, 2026-06-01
      exact,      x,          true,            ,            ,          2026-06-29, 2026-06-01
      released,   x,          true,            ,            ,          2026-06-29, 2026-05-01
      released,   x,          false,           ,            ,          2026-06-29, 2026-06-01
      today,      x,          true,            ,            ,          2026-06-29, 2026-06-01
      today,      x,          false,           ,            ,          2026-06-29, 2026-07-01
      afterwards, x,          true,            ,            ,          2026-06-29, 2026-06-01
      afterwards, x,          false,           ,            ,          2026-06-29, 2026-07-02
      late-list,  x,          true,            ,            ,          2026-06-29, 2026-08-01
      late-list,  x,          false,           ,            ,          2026-06-29, 2026-08-02
      made,       x,          true,            ,            ,          2026-07-01, 2026-07-01
    ref_policy: |
      policy,  scope_key, param,          value, valid_from, valid_to
      backup,  own,       rpo_hours,      1000,  2026-01-01,
      backup,  key,       rpo_hours,      11,    2026-01-01,
      backup,  high,      rpo_hours,      1000,  2026-01-01,
      backup,  ended,     rpo_hours,      11,    2026-01-01, 2026-06-30
      backup,  expires,   rpo_hours,      11,    2026-01-01, 2026-07-01
      backup,  until,     rpo_hours,      11,    2026-01-01, 2026-07-02
      backup,  starts,    rpo_hours,      11,    2026-07-01,
      backup,  future,    rpo_hours,      11,    2026-07-02,
      backup,  critical,  rpo_hours,      11,    2026-01-01,
      backup,  retention, retention_days, 11,    2026-01-01,
      archive, other,     rpo_hours,      11,    2026-01-01,
      backup,  exact,     rpo_hours,      12,    2026-01-01,
    job_run: |
      job_id, run_id, attempt, kind,   status,  asset_id,   ended_at
      j,      1,      1,       backup, success, own,        2026-06-30T12:00:00Z
      j,      2,      1,       backup, success, key,        2026-06-30T12:00:00Z
      j,      3,      1,       backup, success, ended,      2026-06-30T12:00:00Z
      j,      4,      1,       backup, success, expires,    2026-06-30T12:00:00Z
      j,      5,      1,       backup, success, until,      2026-06-30T12:00:00Z
      j,      6,      1,       backup, success, starts,     2026-06-30T12:00:00Z
      j,      7,      1,       backup, success, future,     2026-06-30T12:00:00Z
      j,      8,      1,       backup, success, by-class,   2026-06-30T12:00:00Z
      j,      9,      1,       backup, success, retention,  2026-06-30T12:00:00Z
      j,      10,     1,       backup, success, other,      2026-06-30T12:00:00Z
      j,      11,     1,       backup, success, exact,      2026-06-30T12:00:00Z
  expect:
    population: 14
    exceptions: |
      asset_id,   reason_code, reason
      own,        R1,          The last successful backup ended on 2026-06-30 12:00; 11 hours are accepted.
      key,        R1,          The last successful backup ended on 2026-06-30 12:00; 11 hours are accepted.
      until,      R1,          The last successful backup ended on 2026-06-30 12:00; 11 hours are accepted.
      starts,     R1,          The last successful backup ended on 2026-06-30 12:00; 11 hours are accepted.
      by-class,   R1,          The last successful backup ended on 2026-06-30 12:00; 11 hours are accepted.
      afterwards, R1,          No successful backup of the asset is recorded.
      late-list,  R1,          No successful backup of the asset is recorded.
      made,       R1,          No successful backup of the asset is recorded.

- name: the policy of all assets stands behind that of one
  params: {rpo_hours: 1000, tol: 900}
  given:
    asset: |
      asset_id, asset_type, backup_required, criticality, created_at, snapshot_at
      all,      x,          true,            ,            2026-06-29, 2026-06-01
      one,      x,          true,            ,            2026-06-29, 2026-06-01
      class,    x,          true,            high,        2026-06-29, 2026-06-01
    ref_policy: |
      policy, scope_key, param,     value, valid_from
      backup, *,         rpo_hours, 11,    2026-01-01
      backup, one,       rpo_hours, 100,   2026-01-01
      backup, high,      rpo_hours, 100,   2026-01-01
    job_run: |
      job_id, run_id, attempt, kind,   status,  asset_id, ended_at
      j,      1,      1,       backup, success, all,      2026-06-30T12:00:00Z
      j,      2,      1,       backup, success, one,      2026-06-30T12:00:00Z
      j,      3,      1,       backup, success, class,    2026-06-30T12:00:00Z
  expect:
    exceptions: |
      asset_id, reason_code, reason
      all,      R1,          The last successful backup ended on 2026-06-30 12:00; 11 hours are accepted.

- name: names of volumes, backups at the ends of the period, sizes of few backups, times that are not stated
  params: {rpo_hours: 5000, tol: 0}
  as_of: 2026-08-01
  given:
    asset: |
      asset_id,  asset_type, backup_required, created_at, account_or_project, region, snapshot_at
      db/main,   x,          true,            2026-05-01, ,                   ,       2026-06-01
      vol-0b,    x,          true,            2026-05-01, ,                   ,       2026-06-01
      now,       x,          true,            2026-05-01, ,                   ,       2026-06-01
      aged,      x,          true,            2010-01-01, ,                   ,       2026-06-01
      before,    x,          true,            ,           ,                   ,       2026-06-01
      few,       x,          true,            2026-05-01, ,                   ,       2026-06-01
      mixed,     x,          true,            2026-05-01, ,                   ,       2026-06-01
      bad,       x,          true,            2026-05-01, ,                   ,       2026-06-01
      beside,    x,          true,            2026-05-01, 1,                  r,      2026-06-01
    job_run: |
      job_id, run_id, attempt, kind,   status,  asset_id, ended_at,   bytes, encrypted, dest
      j,      1,      1,       backup, success, main,     2026-07-31, 10,    ,
      j,      2,      1,       backup, success, vol-0b,   2026-07-31, 10,    ,
      j,      3,      1,       backup, success, vol-0b,   2026-07-30, 100,   ,
      j,      4,      1,       backup, success, vol-0b,   2026-07-29, 100,   ,
      j,      5,      1,       backup, success, now,      2026-08-01, 10,    ,
      j,      6,      1,       backup, success, aged,     2026-07-31, 10,    ,
      j,      7,      1,       backup, success, before,   2025-06-01, 10,    ,
      j,      8,      1,       backup, success, before,   2026-07-31, 10,    ,
      j,      9,      1,       backup, success, few,      2026-07-31, 10,    ,
      j,      10,     1,       backup, success, few,      2026-07-30, 100,   ,
      j,      11,     1,       backup, success, few,      2026-07-29, 100,   ,
      j,      12,     1,       backup, success, few,      2026-07-28, 100,   ,
      j,      13,     1,       backup, success, mixed,    2026-07-31, 10,    ,
      j,      14,     1,       backup, success, mixed,    ,           10,    ,
      j,      15,     1,       backup, success, bad,      ,           10,    false,
      j,      16,     1,       backup, success, beside,   2026-07-31, 10,    true,      arn:aws:backup:r:1:backup-vault:v
  expect:
    exceptions: |
      asset_id, reason_code, reason
      db/main,  R1,          No successful backup of the asset is recorded.
      bad,      R4,          The last backup is not encrypted.
    indeterminate: |
      asset_id, reason_code, reason
      mixed,    I1,          A backup does not say when it ended.

- name: a stretch without time is none; a copy in the region of another account lies apart
  params: {rpo_hours: 1000, require_isolation: true}
  as_of: 2026-09-01
  given:
    asset: |
      asset_id, asset_type, backup_required, created_at, account_or_project, region, snapshot_at
      undated,  x,          true,            2026-01-01, ,                   ,       2026-06-01
      account,  x,          true,            2026-07-01, 1,                  r,      2026-06-01
      region,   x,          true,            2026-07-01, 1,                  r,      2026-06-01
      held,     x,          true,            2026-05-01, ,                   ,       2026-06-01
    job_run: |
      job_id, run_id, attempt, kind,   status,  asset_id, ended_at,   bytes, encrypted, dest
      j,      1,      1,       backup, success, undated,  ,           10,    ,
      j,      2,      1,       backup, success, account,  2026-08-31, 10,    ,          arn:aws:backup:r:2:backup-vault:v
      j,      3,      1,       backup, success, region,   2026-08-31, 10,    ,          arn:aws:backup:r:1:backup-vault:v
      j,      4,      1,       backup, success, held,     2026-06-08, 10,    ,
      j,      5,      1,       backup, success, held,     2026-08-31, 10,    ,
  expect:
    exceptions: |
      asset_id, reason_code, reason
      region,   R4,          "The last backup lies in the account and region of its source, in arn:aws:backup:r:1:backup-vault:v."
    indeterminate: |
      asset_id, reason_code, reason
      undated,  I1,          A backup does not say when it ended.
---*/
