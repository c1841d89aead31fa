/*---
id: ops-vuln-sla
version: 3
title: Vulnerabilities open beyond the time to remediate
objective: Vulnerabilities are remediated in time by their risk, and everything is scanned.
kind: operating
severity: high
reads: [scan_finding]
optional: [asset, ref_waiver]
key: [asset_id, rule_id, component]
params:
  sla_critical: {type: integer, default: 15, unit: days, means: time to remediate critical vulnerabilities}
  sla_high: {type: integer, default: 30, unit: days, means: time to remediate high ones}
  sla_medium: {type: integer, default: 90, unit: days, means: time to remediate medium ones}
  sla_kev: {type: integer, default: 14, unit: days, means: time to remediate those that are known to be exploited}
  sla_internet: {type: integer, unit: days, means: time to remediate on assets that the Internet reaches; as elsewhere when not given}
  scan_freq: {type: integer, default: 30, unit: days, means: time within which each asset must be scanned}
  scan_types: {type: text, default: "instance|server|host|vm|virtual_machine", means: pattern of the types of assets that must be scanned}
  gone_states: {type: "text[]", default: [terminated, deleted, decommissioned, retired, disposed], means: states of assets that are gone}
controls:
  nist-800-53r5: [RA-5, SI-2]
  soc2-tsc-2017: [CC7.1]
  iso-27001-2022: [A.8.8]
  pci-dss-4.0.1: ["6.3.3", "11.3.1"]
reasons:
  R1: open longer than allowed
  R2: an asset that was not scanned, or not for too long
  R3: closed and found again
  R4: the waiver has expired
  I1: it is not known since or until when it was open
  I2: its severity is not known
  I3: suppressed, and nothing says who accepted it
  I4: no result of the asset, and the evidence does not tell which assets were scanned without one
  X1: there is no fix
  X2: its severity has no time limit
  X3: the asset is gone
limits:
  - R5 of the catalogue, a severity that was lowered without approval, is in no export.
  - A vulnerability is one asset, rule and component, whatever numbers rescans give it. It is open from its first detection, or from the
    fix where that came later, until it was last resolved. Where a scanner states no first detection, the scan is the latest it can be.
  - X1 is given only where the scanner states fixed versions at all.
  - R2 is one item per asset, with rule scan. It is tested when the evidence has an inventory, on assets that exist at the audit date.
  - An asset in which nothing was found counts as scanned where the export lists it, as results that inform or as a target without
    results. Where no export lists such assets, one without any result is I4 and not R2.
  - A waiver is in ref_waiver under this test, with the key ASSET|RULE|COMPONENT. One in force is shown with the exception.
  - The same vulnerability of one base image counts once for each image.
---*/

-- +seen: each sighting of a vulnerability
SELECT
  asset_id, rule_id, COALESCE(component, '-') AS component, scanner, LOWER(severity) AS severity, kev, fixed_version, fix_available_at,
  COALESCE(first_seen_at, last_seen_at) AS seen_at, first_seen_at IS NULL AS undated, resolved_at, status,
  MAX(fixed_version) OVER (PARTITION BY scanner) IS NOT NULL OR MAX(fix_available_at) OVER (PARTITION BY scanner) IS NOT NULL AS tells_fixes
FROM scan_finding
WHERE kind = 'vuln' AND status <> 'passed' AND COALESCE(first_seen_at, last_seen_at, $period_start) < $period_end;

-- +chained: each sighting with the one before it of the same vulnerability
SELECT
  asset_id, rule_id, component, scanner, severity, kev, fixed_version, fix_available_at, seen_at, undated, resolved_at, status, tells_fixes,
  LAG(resolved_at) OVER (PARTITION BY asset_id, rule_id, component, scanner ORDER BY seen_at, resolved_at NULLS LAST) AS closed_before
FROM seen;

-- +vulnerability: one row per vulnerability
SELECT
  asset_id, rule_id, component,
  MIN(CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 WHEN 'negligible' THEN 4 END) AS rank,
  BOOL_OR(kev) AS kev,
  MIN(seen_at) AS first_at,
  BOOL_OR(seen_at IS NULL) AS unseen,
  BOOL_AND(undated) AS undated,
  BOOL_OR(status = 'open') AS open,
  BOOL_OR(status = 'suppressed') AND NOT BOOL_OR(status = 'open') AS suppressed,
  MAX(resolved_at) AS resolved_at,
  MIN(fix_available_at) AS fix_at,
  BOOL_OR(fixed_version IS NOT NULL OR fix_available_at IS NOT NULL OR NOT tells_fixes) AS fixable,
  MAX(seen_at) FILTER (WHERE seen_at > closed_before) AS again_at,
  MAX(closed_before) FILTER (WHERE seen_at > closed_before) AS closed_at
FROM chained
GROUP BY asset_id, rule_id, component;

-- +inventory: assets as last listed at the audit date, or first after it
SELECT a.asset_id, MIN(a.asset_type) AS asset_type, BOOL_OR(a.exposure = 'public') AS public, BOOL_OR(contains($gone_states, a.state)) AS gone
FROM asset AS a
JOIN (SELECT asset_id, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at FROM asset GROUP BY asset_id) AS l
  ON l.asset_id = a.asset_id AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
GROUP BY a.asset_id;

-- +scan: when each asset was scanned, and whether something was found; a machine of AWS by its number, for not every export says its ARN
SELECT
  CASE WHEN regexp_like(split_part(asset_id, '/', -1), '^i-[0-9a-f]+$') THEN split_part(asset_id, '/', -1) ELSE asset_id END AS name,
  greatest(last_seen_at, resolved_at, first_seen_at) AS scanned_at,
  kind = 'vuln' AND status = 'passed' AS clean
FROM scan_finding;

-- +unscanned: assets that must be scanned and were not, or too long ago
SELECT
  i.asset_id, 'scan' AS rule_id, '-' AS component, MAX(f.scanned_at) AS scanned_at,
  MAX(f.scanned_at) IS NOT NULL OR EXISTS (SELECT 1 FROM scan WHERE clean) AS told
FROM inventory AS i
LEFT JOIN scan AS f
  ON f.name = CASE WHEN regexp_like(split_part(i.asset_id, '/', -1), '^i-[0-9a-f]+$') THEN split_part(i.asset_id, '/', -1) ELSE i.asset_id END
  AND f.scanned_at <= $as_of
WHERE regexp_like(i.asset_type, $scan_types) AND NOT COALESCE(i.gone, FALSE)
GROUP BY i.asset_id
HAVING MAX(f.scanned_at) IS NULL OR MAX(f.scanned_at) < date_add('day', -$scan_freq, $as_of);

-- +population: one row per vulnerability that was open at some time in the period, and per asset that was not scanned
SELECT v.asset_id, v.rule_id, v.component FROM vulnerability AS v
WHERE v.open OR v.suppressed OR v.resolved_at IS NULL OR v.resolved_at >= $period_start
UNION ALL
SELECT asset_id, rule_id, component FROM unscanned;

-- +waiver: the last end of the waivers of each vulnerability
SELECT key, MAX(COALESCE(valid_to, TIMESTAMPTZ '9999-01-01 00:00:00+00')) AS valid_to
FROM ref_waiver
WHERE test_id = 'ops-vuln-sla'
GROUP BY key;

-- +judged: each vulnerability with the time it may be open, and the time it was
SELECT
  p.asset_id, p.rule_id, p.component, v.rank, v.kev, v.first_at, v.undated, v.unseen, v.open, v.suppressed, v.resolved_at, v.fixable,
  v.again_at, v.closed_at, COALESCE(i.gone, FALSE) AS gone, w.valid_to,
  greatest(v.first_at, COALESCE(v.fix_at, v.first_at)) AS start_at,
  CASE WHEN v.open OR v.suppressed THEN $as_of ELSE v.resolved_at END AS end_at,
  least(
    CASE v.rank WHEN 1 THEN $sla_critical WHEN 2 THEN $sla_high WHEN 3 THEN $sla_medium END,
    CASE WHEN v.kev THEN $sla_kev END,
    CASE WHEN i.public AND v.rank <= 3 THEN $sla_internet END
  ) AS sla
FROM population AS p
JOIN vulnerability AS v ON v.asset_id = p.asset_id AND v.rule_id = p.rule_id AND v.component = p.component
LEFT JOIN inventory AS i ON i.asset_id = p.asset_id
LEFT JOIN waiver AS w ON w.key = concat(p.asset_id, '|', p.rule_id, '|', p.component);

-- +excluded: vulnerabilities without a fix or a limit, and on assets that are gone
SELECT
  asset_id, rule_id, component,
  CASE WHEN gone THEN 'X3' WHEN NOT fixable THEN 'X1' ELSE 'X2' END AS reason_code,
  CASE WHEN gone THEN 'The asset is gone.' WHEN NOT fixable THEN 'The scanner knows of no fix.' ELSE 'Vulnerabilities of this severity have no time limit.' END AS reason
FROM judged
WHERE gone OR NOT fixable OR rank = 4 AND sla IS NULL;

-- +kept: the vulnerabilities that are judged
SELECT asset_id, rule_id, component, start_at, end_at, sla, suppressed, open, undated, again_at, closed_at, valid_to
FROM judged
WHERE (gone OR NOT fixable OR rank = 4 AND sla IS NULL) IS NOT TRUE;

-- +exceptions: vulnerabilities open for too long, found again or no longer waived, and assets that were not scanned
SELECT
  j.asset_id, j.rule_id, j.component, 'R1' AS reason_code,
  concat('Open from ', substr(CAST(j.start_at AS VARCHAR), 1, 10), ' to ', substr(CAST(j.end_at AS VARCHAR), 1, 10), ', ',
    CAST(j.sla AS VARCHAR), ' days are allowed.') AS reason
FROM kept AS j
WHERE NOT j.suppressed AND j.end_at > date_add('day', j.sla, j.start_at)
UNION ALL
SELECT
  asset_id, rule_id, component, 'R2' AS reason_code,
  CASE WHEN scanned_at IS NULL THEN 'The asset was never scanned.' ELSE concat('The asset was last scanned on ', substr(CAST(scanned_at AS VARCHAR), 1, 10), '.') END
FROM unscanned
WHERE told
UNION ALL
SELECT
  j.asset_id, j.rule_id, j.component, 'R3' AS reason_code,
  concat('Closed on ', substr(CAST(j.closed_at AS VARCHAR), 1, 10), ' and found again on ', substr(CAST(j.again_at AS VARCHAR), 1, 10), '.')
FROM kept AS j
WHERE j.again_at >= $period_start
UNION ALL
SELECT
  j.asset_id, j.rule_id, j.component, 'R4' AS reason_code,
  concat('The waiver ended on ', substr(CAST(j.valid_to AS VARCHAR), 1, 10), ' and the vulnerability is open.')
FROM kept AS j
WHERE (j.open OR j.suppressed) AND j.valid_to <= $as_of;

-- +indeterminate: vulnerabilities whose times, severity or acceptance is not known
SELECT
  j.asset_id, j.rule_id, j.component,
  CASE WHEN j.suppressed THEN 'I3' WHEN j.sla IS NULL THEN 'I2' ELSE 'I1' END AS reason_code,
  CASE
    WHEN j.suppressed THEN 'The scanner or the code suppresses it, and no waiver is in force.'
    WHEN j.sla IS NULL THEN 'The scanner gives no severity.'
    ELSE 'The scanner does not say since or until when it was open.'
  END AS reason
FROM kept AS j
LEFT JOIN (SELECT DISTINCT asset_id, rule_id, component FROM exceptions) AS e
  ON e.asset_id = j.asset_id AND e.rule_id = j.rule_id AND e.component = j.component
WHERE e.asset_id IS NULL
  AND (j.suppressed AND j.valid_to IS NULL OR NOT j.suppressed AND (j.sla IS NULL OR j.end_at IS NULL OR j.start_at IS NULL OR j.undated AND j.open))
UNION ALL
SELECT asset_id, rule_id, component, 'I4', 'No export has a result of the asset, and none lists assets that were scanned without one.'
FROM unscanned
WHERE NOT told;

/*--- cases
- name: each severity at and beyond its limit; fixes that came later; unknown times and severities; no fix, no limit, gone
  given:
    scan_finding: |
      finding_id, scanner, kind,      rule_id, severity, kev,  asset_id, component, fixed_version, first_seen_at, last_seen_at, fix_available_at, resolved_at,         status
      f1,         s,       vuln,      CVE-1,   critical, ,     a,        p,         2,             2026-02-01,    ,             ,                 2026-02-16,          resolved
      f2,         s,       vuln,      CVE-2,   critical, ,     a,        p,         2,             2026-02-01,    ,             ,                 2026-02-16T00:00:01Z, resolved
      f3,         s,       vuln,      CVE-3,   high,     ,     a,        p,         2,             2026-05-31,    ,             ,                 ,                    open
      f4,         s,       vuln,      CVE-4,   High,     ,     a,        p,         2,             2026-06-01,    ,             ,                 ,                    open
      f5,         s,       vuln,      CVE-5,   medium,   ,     a,        p,         2,             2026-04-01,    ,             ,                 ,                    open
      f6,         s,       vuln,      CVE-6,   medium,   true, a,        p,         2,             2026-06-16,    ,             ,                 ,                    open
      f7,         s,       vuln,      CVE-7,   critical, ,     a,        p,         2,             2026-01-01,    ,             2026-06-20,       ,                    open
      f8,         s,       vuln,      CVE-8,   critical, ,     a,        p,         ,              2026-01-01,    ,             ,                 ,                    open
      f9,         s,       vuln,      CVE-9,   low,      ,     a,        p,         2,             2026-01-01,    ,             ,                 ,                    open
      f10,        s,       vuln,      CVE-10,  critical, ,     gone,     p,         2,             2026-01-01,    ,             ,                 ,                    open
      f11,        s,       vuln,      CVE-11,  ,         ,     a,        p,         2,             2026-01-01,    ,             ,                 ,                    open
      f12,        s,       vuln,      CVE-12,  critical, ,     a,        ,          2,             ,              2026-06-25,   ,                 ,                    open
      f13,        s,       vuln,      CVE-13,  critical, ,     a,        p,         2,             ,              2026-01-25,   ,                 ,                    open
      f14,        s,       vuln,      CVE-14,  critical, ,     a,        p,         2,             2026-01-25,    ,             ,                 ,                    resolved
      f15,        s,       vuln,      CVE-15,  critical, ,     a,        p,         2,             2025-11-01,    ,             ,                 2025-12-31,          resolved
      f16,        s,       vuln,      CVE-16,  critical, ,     a,        p,         2,             2026-07-01,    ,             ,                 ,                    open
      f17,        s,       misconfig, M-1,     critical, ,     a,        p,         2,             2026-01-01,    ,             ,                 ,                    open
      f18,        s,       vuln,      CVE-18,  critical, ,     a,        p,         2,             2026-01-01,    ,             ,                 ,                    passed
      f19,        t,       vuln,      CVE-19,  critical, ,     b,        p,         ,              2026-01-01,    ,             ,                 ,                    open
    asset: |
      asset_id, asset_type, snapshot_at, state
      gone,     server,     2026-06-01,  terminated
      a,        bucket,     2026-06-01,
  expect:
    population: 15
    exceptions: |
      asset_id, rule_id, component, reason_code, reason
      a,        CVE-13,  p,         R1,          "Open from 2026-01-25 to 2026-07-01, 15 days are allowed."
      a,        CVE-2,   p,         R1,          "Open from 2026-02-01 to 2026-02-16, 15 days are allowed."
      a,        CVE-3,   p,         R1,          "Open from 2026-05-31 to 2026-07-01, 30 days are allowed."
      a,        CVE-5,   p,         R1,          "Open from 2026-04-01 to 2026-07-01, 90 days are allowed."
      a,        CVE-6,   p,         R1,          "Open from 2026-06-16 to 2026-07-01, 14 days are allowed."
      b,        CVE-19,  p,         R1,          "Open from 2026-01-01 to 2026-07-01, 15 days are allowed."
    indeterminate: |
      asset_id, rule_id, component, reason_code, reason
      a,        CVE-11,  p,         I2,          The scanner gives no severity.
      a,        CVE-12,  -,         I1,          The scanner does not say since or until when it was open.
      a,        CVE-14,  p,         I1,          The scanner does not say since or until when it was open.
    excluded: |
      asset_id, rule_id, component, reason_code, reason
      a,        CVE-8,   p,         X1,          The scanner knows of no fix.
      a,        CVE-9,   p,         X2,          Vulnerabilities of this severity have no time limit.
      gone,     CVE-10,  p,         X3,          The asset is gone.

- name: rescans under another number, an outage that closes and reopens, waivers, suppression, assets that were not scanned
  params: {sla_internet: 7}
  given:
    scan_finding: |
      finding_id, scanner, kind, rule_id, severity, asset_id, component, fixed_version, first_seen_at, last_seen_at, resolved_at, status
      f1,         s,       vuln, CVE-1,   critical, a,        p,         2,             2026-01-10,    ,             2026-01-20,  resolved
      f2,         s,       vuln, CVE-1,   critical, a,        p,         2,             2026-01-21,    ,             2026-02-10,  resolved
      f3,         s,       vuln, CVE-2,   critical, a,        p,         2,             2026-06-20,    ,             ,            open
      f4,         s,       vuln, CVE-2,   critical, a,        p,         2,             2026-06-25,    ,             ,            open
      f5,         s,       vuln, CVE-3,   high,     a,        p,         2,             2026-06-20,    ,             ,            open
      f6,         s,       vuln, CVE-4,   high,     a,        p,         2,             2026-06-20,    ,             ,            suppressed
      f7,         s,       vuln, CVE-5,   high,     a,        p,         2,             2026-06-20,    ,             ,            suppressed
      f8,         s,       vuln, CVE-6,   high,     web,      p,         2,             2026-06-20,    2026-06-30,   ,            open
      f9,         s,       vuln, CVE-7,   high,     old,      p,         2,             2026-04-20,    2026-05-01,   2026-04-30,  resolved
      f10,        s,       vuln, CVE-8,   high,     web2,     p,         2,             2026-06-24,    2026-06-30,   ,            open
      f11,        s,       vuln, scan,    ,         clean,    ,          ,              ,              2026-06-30,   ,            passed
      f12,        s,       vuln, scan,    ,         i-0a,     ,          ,              ,              2026-06-30,   ,            passed
    asset: |
      asset_id, asset_type,       snapshot_at, exposure, state
      a,        aws_ec2_instance, 2026-06-01,  none,     running
      web,      aws_ec2_instance, 2026-06-01,  public,   running
      web2,     aws_ec2_instance, 2026-06-01,  public,   running
      old,      aws_ec2_instance, 2026-06-01,  none,     running
      never,    aws_ec2_instance, 2026-06-01,  none,     running
      ended,    aws_ec2_instance, 2026-06-01,  none,     terminated
      bucket,   aws_s3_bucket,    2026-06-01,  none,
      clean,    server,           2026-06-01,  none,     running
      "arn:aws:ec2:eu-west-1:1:instance/i-0a", aws_ec2_instance, 2026-06-01, none, running
    ref_waiver: |
      test_id,      key,         valid_from, valid_to
      ops-vuln-sla, a|CVE-3|p,   2026-01-01, 2026-06-30
      other,        a|CVE-2|p,   2026-01-01, 2026-06-30
      ops-vuln-sla, a|CVE-5|p,   2026-01-01, 2026-12-31
  expect:
    exceptions: |
      asset_id, rule_id, component, reason_code, reason
      a,        CVE-1,   p,         R1,          "Open from 2026-01-10 to 2026-02-10, 15 days are allowed."
      a,        CVE-1,   p,         R3,          Closed on 2026-01-20 and found again on 2026-01-21.
      a,        CVE-3,   p,         R4,          The waiver ended on 2026-06-30 and the vulnerability is open.
      never,    scan,    -,         R2,          The asset was never scanned.
      old,      scan,    -,         R2,          The asset was last scanned on 2026-05-01.
      web,      CVE-6,   p,         R1,          "Open from 2026-06-20 to 2026-07-01, 7 days are allowed."
    indeterminate: |
      asset_id, rule_id, component, reason_code, reason
      a,        CVE-4,   p,         I3,          "The scanner or the code suppresses it, and no waiver is in force."

- name: only what has findings is exported, so nobody knows whether the others were scanned
  given:
    scan_finding: |
      finding_id, scanner, kind,      rule_id, severity, asset_id, component, fixed_version, first_seen_at, last_seen_at, status
      f1,         s,       vuln,      CVE-1,   low,      a,        p,         2,             2026-06-20,    2026-06-30,   open
      f2,         s,       vuln,      CVE-1,   low,      old,      p,         2,             2026-04-20,    2026-04-30,   open
      f3,         s,       misconfig, M-1,     low,      a,        p,         2,             2026-06-20,    2026-06-30,   passed
    asset: |
      asset_id, asset_type, snapshot_at
      a,        server,     2026-06-01
      b,        server,     2026-06-01
      old,      server,     2026-06-01
  expect:
    exceptions: |
      asset_id, rule_id, component, reason_code, reason
      old,      scan,    -,         R2,          The asset was last scanned on 2026-04-30.
    indeterminate: |
      asset_id, rule_id, component, reason_code, reason
      b,        scan,    -,         I4,          "No export has a result of the asset, and none lists assets that were scanned without one."
    excluded: |
      asset_id, rule_id, component, reason_code, reason
      a,        CVE-1,   p,         X2,          Vulnerabilities of this severity have no time limit.
      old,      CVE-1,   p,         X2,          Vulnerabilities of this severity have no time limit.

- name: several sightings of one vulnerability, one vulnerability on several assets and in several components, scanners that tell of fixes in one way only
  given:
    scan_finding: |
      finding_id, scanner, kind, rule_id,  severity, kev,   asset_id, component, fixed_version, first_seen_at, last_seen_at, fix_available_at, resolved_at, status
      1,          u,       vuln, U-1,      critical, ,      u,        p,         2,             2026-06-25,    ,             ,                 ,            open
      2,          u,       vuln, U-2,      critical, ,      u,        p,         ,              2026-01-25,    ,             ,                 ,            open
      3,          w,       vuln, W-1,      critical, ,      w,        p,         ,              2026-01-25,    ,             2026-06-25,       ,            open
      4,          w,       vuln, W-2,      critical, ,      w,        p,         ,              2026-01-25,    ,             ,                 ,            open
      5,          s,       vuln, KEV,      medium,   true,  a,        p,         2,             2026-06-10,    ,             ,                 ,            open
      6,          s,       vuln, KEV,      medium,   false, a,        p,         2,             2026-06-11,    ,             ,                 ,            open
      7,          s,       vuln, DATED,    critical, ,      a,        p,         2,             2026-06-25,    ,             ,                 ,            open
      8,          s,       vuln, DATED,    critical, ,      a,        p,         2,             ,              2026-06-26,   ,                 ,            open
      9,          s,       vuln, HALF,     critical, ,      a,        p,         2,             2026-06-01,    ,             ,                 2026-06-05,  resolved
      10,         s,       vuln, HALF,     critical, ,      a,        p,         2,             2026-06-03,    ,             ,                 ,            open
      11,         s,       vuln, HID,      critical, ,      a,        p,         2,             2026-06-20,    ,             ,                 2026-06-25,  resolved
      12,         s,       vuln, HID,      critical, ,      a,        p,         2,             2026-06-21,    ,             ,                 ,            suppressed
      13,         s,       vuln, SHOWN,    critical, ,      a,        p,         2,             2026-06-01,    ,             ,                 ,            suppressed
      14,         s,       vuln, SHOWN,    critical, ,      a,        p,         2,             2026-06-02,    ,             ,                 ,            open
      15,         s,       vuln, FIX,      critical, ,      a,        p,         2,             2026-06-01,    ,             ,                 ,            open
      16,         s,       vuln, FIX,      critical, ,      a,        p,         ,              2026-06-02,    ,             ,                 ,            open
      17,         s,       vuln, TWICE,    low,      true,  a,        p,         2,             2025-12-01,    ,             ,                 2025-12-10,  resolved
      18,         s,       vuln, TWICE,    low,      true,  a,        p,         2,             2025-12-20,    ,             ,                 2026-01-01,  resolved
      19,         s,       vuln, TWICE,    low,      true,  a,        p,         2,             2026-01-02,    ,             ,                 2026-01-03,  resolved
      20,         s,       vuln, AT-ONCE,  low,      true,  a,        p,         2,             2026-02-27,    ,             ,                 2026-03-01,  resolved
      21,         s,       vuln, AT-ONCE,  low,      true,  a,        p,         2,             2026-03-01,    ,             ,                 2026-03-02,  resolved
      22,         s,       vuln, NEWYEAR,  high,     ,      a,        p,         2,             2025-12-20,    ,             ,                 2025-12-25,  resolved
      23,         s,       vuln, NEWYEAR,  high,     ,      a,        p,         2,             2026-01-01,    ,             ,                 2026-01-02,  resolved
      24,         s,       vuln, STILL,    critical, ,      a,        p,         2,             2025-11-01,    ,             ,                 2025-12-01,  resolved
      25,         s,       vuln, STILL,    critical, ,      a,        p,         2,             2025-11-15,    ,             ,                 ,            open
      26,         s,       vuln, STILLHID, critical, ,      a,        p,         2,             2025-11-01,    ,             ,                 2025-12-01,  resolved
      27,         s,       vuln, STILLHID, critical, ,      a,        p,         2,             2025-11-15,    ,             ,                 ,            suppressed
      28,         s,       vuln, DAY-ONE,  high,     ,      a,        p,         2,             2025-12-20,    ,             ,                 2026-01-01,  resolved
      29,         s,       vuln, SAME,     high,     ,      a,        p,         2,             2026-05-01,    ,             ,                 ,            open
      30,         s,       vuln, SAME,     high,     ,      a,        q,         2,             2026-06-25,    ,             ,                 ,            open
      31,         s,       vuln, SAME,     high,     ,      b,        p,         2,             2026-06-25,    ,             ,                 ,            open
      32,         s,       vuln, PART,     high,     ,      a,        p,         ,              2026-01-01,    ,             ,                 ,            open
      33,         s,       vuln, PART,     high,     ,      a,        q,         2,             2026-01-01,    ,             ,                 ,            open
      34,         s,       vuln, PART,     high,     ,      b,        p,         2,             2026-01-01,    ,             ,                 ,            open
      35,         s,       vuln, LOST,     high,     ,      a,        p,         ,              2026-01-01,    ,             ,                 2026-01-05,  resolved
      36,         s,       vuln, LOST,     high,     ,      b,        p,         2,             ,              ,             ,                 2026-01-05,  resolved
      37,         s,       vuln, LOST,     high,     ,      a,        q,         2,             ,              2026-01-03,   ,                 2026-01-05,  resolved
      38,         s,       vuln, LOWKEV,   low,      true,  a,        p,         2,             2026-06-25,    ,             ,                 ,            open
      39,         s,       vuln, BLANK,    ,         ,      a,        p,         2,             2026-06-25,    ,             ,                 ,            suppressed
      40,         s,       vuln, BACK,     high,     ,      gone,     p,         2,             2026-02-01,    ,             ,                 2026-02-02,  resolved
      41,         s,       vuln, BACK,     high,     ,      gone,     p,         ,              2026-02-03,    ,             ,                 2026-02-04,  resolved
      42,         s,       vuln, NOFIX,    high,     ,      gone,     p,         ,              2026-02-03,    ,             ,                 2026-02-04,  resolved
    asset: |
      asset_id, asset_type, snapshot_at, state
      gone,     bucket,     2026-06-01,  running
      gone,     bucket,     2026-06-01,  terminated
  expect:
    population: 29
    exceptions: |
      asset_id, rule_id, component, reason_code, reason
      a, FIX, p, R1,                             "Open from 2026-06-01 to 2026-07-01, 15 days are allowed."
      a, HALF, p, R1,                            "Open from 2026-06-01 to 2026-07-01, 15 days are allowed."
      a, KEV, p, R1,                             "Open from 2026-06-10 to 2026-07-01, 14 days are allowed."
      a, NEWYEAR, p, R3,                         Closed on 2025-12-25 and found again on 2026-01-01.
      a, PART, q, R1,                            "Open from 2026-01-01 to 2026-07-01, 30 days are allowed."
      a, SAME, p, R1,                            "Open from 2026-05-01 to 2026-07-01, 30 days are allowed."
      a, SHOWN, p, R1,                           "Open from 2026-06-01 to 2026-07-01, 15 days are allowed."
      a, STILL, p, R1,                           "Open from 2025-11-01 to 2026-07-01, 15 days are allowed."
      a, TWICE, p, R1,                           "Open from 2025-12-01 to 2026-01-03, 14 days are allowed."
      a, TWICE, p, R3,                           Closed on 2026-01-01 and found again on 2026-01-02.
      b, PART, p, R1,                            "Open from 2026-01-01 to 2026-07-01, 30 days are allowed."
    indeterminate: |
      asset_id, rule_id, component, reason_code, reason
      a, BLANK, p, I3,                           "The scanner or the code suppresses it, and no waiver is in force."
      a, HID, p, I3,                             "The scanner or the code suppresses it, and no waiver is in force."
      a, STILLHID, p, I3,                        "The scanner or the code suppresses it, and no waiver is in force."
      b, LOST, p, I1,                            The scanner does not say since or until when it was open.
    excluded: |
      asset_id, rule_id, component, reason_code, reason
      a, LOST, p, X1,                            The scanner knows of no fix.
      a, PART, p, X1,                            The scanner knows of no fix.
      gone, BACK, p, X3,                         The asset is gone.
      gone, NOFIX, p, X3,                        The asset is gone.
      u, U-2, p, X1,                             The scanner knows of no fix.
      w, W-2, p, X1,                             The scanner knows of no fix.

- name: waivers of which one is still in force, that ended now, of what is resolved or left out; suppressed with and without them
  given:
    scan_finding: |
      finding_id, scanner, kind, rule_id, severity, asset_id, component, fixed_version, first_seen_at, resolved_at, status
      1,          s,       vuln, W-1,     high,     a,        p,         2,             2026-06-20,    ,            open
      2,          s,       vuln, W-2,     high,     a,        p,         2,             2026-06-20,    ,            open
      3,          s,       vuln, W-3,     high,     a,        p,         2,             2026-06-20,    ,            open
      4,          s,       vuln, W-4,     high,     a,        p,         2,             2026-06-20,    2026-06-21,  resolved
      5,          s,       vuln, W-5,     high,     a,        p,         ,              2026-06-20,    ,            open
      6,          s,       vuln, W-6,     high,     a,        p,         2,             2026-06-20,    ,            suppressed
      7,          s,       vuln, W-7,     critical, a,        p,         2,             2026-01-20,    ,            suppressed
      8,          s,       vuln, W-8,     ,         a,        p,         2,             2026-01-20,    ,            suppressed
      9,          s,       vuln, W-9,     high,     a,        p,         2,             2026-06-20,    2026-06-21,  resolved
    ref_waiver: |
      test_id,      key,       valid_from, valid_to
      ops-vuln-sla, a|W-1|p,   2026-01-01, 2026-06-01
      ops-vuln-sla, a|W-1|p,   2026-06-02, 2026-12-31
      ops-vuln-sla, a|W-2|p,   2026-01-01, 2026-06-01
      ops-vuln-sla, a|W-2|p,   2026-06-02,
      ops-vuln-sla, a|W-3|p,   2026-01-01, 2026-07-01
      ops-vuln-sla, a|W-4|p,   2026-01-01, 2026-06-30
      ops-vuln-sla, a|W-5|p,   2026-01-01, 2026-06-30
      ops-vuln-sla, a|W-6|p,   2026-01-01, 2026-06-30
      ops-vuln-sla, a|W-7|p,   2026-01-01, 2026-12-30
      ops-vuln-sla, a|W-8|p,   2026-01-01, 2026-12-30
  expect:
    population: 9
    exceptions: |
      asset_id, rule_id, component, reason_code, reason
      a, W-3, p, R4,                             The waiver ended on 2026-07-01 and the vulnerability is open.
      a, W-6, p, R4,                             The waiver ended on 2026-06-30 and the vulnerability is open.
    excluded: |
      asset_id, rule_id, component, reason_code, reason
      a, W-5, p, X1,                             The scanner knows of no fix.

- name: the inventory as last listed at the audit date; what the Internet reaches; when each machine was scanned
  params: {sla_internet: 7}
  given:
    scan_finding: |
      finding_id, scanner, kind,      rule_id, severity, asset_id, component, fixed_version, first_seen_at, last_seen_at, status
      1,          s,       vuln,      R-1,     critical, i1,       p,         2,             2026-01-01,    ,             open
      2,          s,       vuln,      R-1,     critical, i2,       p,         2,             2026-01-01,    ,             open
      3,          s,       vuln,      R-1,     critical, i3,       p,         2,             2026-01-01,    ,             open
      4,          s,       vuln,      R-1,     critical, i4,       p,         2,             2026-01-01,    ,             open
      5,          s,       vuln,      R-1,     critical, i5,       p,         2,             2026-01-01,    ,             open
      6,          s,       vuln,      R-1,     critical, i6,       p,         2,             2026-06-25,    ,             open
      7,          s,       vuln,      R-2,     medium,   pub,      p,         2,             2026-06-20,    ,             open
      8,          s,       vuln,      R-3,     low,      pub,      p,         2,             2026-06-20,    ,             open
      9,          s,       vuln,      scan,    ,         often,    ,          ,              ,              2026-05-01,   passed
      10,         s,       vuln,      scan,    ,         often,    ,          ,              ,              2026-06-20,   passed
      11,         s,       vuln,      scan,    ,         now,      ,          ,              ,              2026-07-01,   passed
      12,         s,       vuln,      scan,    ,         after,    ,          ,              ,              2026-07-02,   passed
      13,         s,       misconfig, M-1,     low,      range,    ,          ,              2026-04-01,    2026-06-20,   open
      14,         s,       vuln,      scan,    ,         edge,     ,          ,              ,              2026-06-01,   passed
    asset: |
      asset_id, asset_type, snapshot_at, exposure, state
      i1,       bucket,     2026-05-01,  ,         terminated
      i1,       bucket,     2026-06-01,  ,         running
      i2,       bucket,     2026-06-01,  ,         running
      i2,       bucket,     2026-07-01,  ,         terminated
      i3,       bucket,     2026-08-01,  ,         terminated
      i4,       bucket,     2026-06-01,  ,         running
      i4,       bucket,     2026-08-01,  ,         terminated
      i5,       bucket,     ,            ,         terminated
      i6,       bucket,     2026-05-01,  ,         running
      pub,      bucket,     2026-06-01,  none,     running
      pub,      bucket,     2026-06-01,  public,   running
      often,    server,     2026-06-01,  ,         running
      now,      server,     2026-06-01,  ,         running
      after,    server,     2026-06-01,  ,         running
      range,    server,     2026-06-01,  ,         running
      edge,     server,     2026-06-01,  ,         running
      quiet,    server,     2026-06-01,  ,
  expect:
    population: 10
    exceptions: |
      asset_id, rule_id, component, reason_code, reason
      after, scan, -, R2,                        The asset was never scanned.
      i1, R-1, p, R1,                            "Open from 2026-01-01 to 2026-07-01, 15 days are allowed."
      i4, R-1, p, R1,                            "Open from 2026-01-01 to 2026-07-01, 15 days are allowed."
      pub, R-2, p, R1,                           "Open from 2026-06-20 to 2026-07-01, 7 days are allowed."
      quiet, scan, -, R2,                        The asset was never scanned.
    excluded: |
      asset_id, rule_id, component, reason_code, reason
      i2, R-1, p, X3,                            The asset is gone.
      i3, R-1, p, X3,                            The asset is gone.
      i5, R-1, p, X3,                            The asset is gone.
      pub, R-3, p, X2,                           Vulnerabilities of this severity have no time limit.
---*/
