-- Severity runs from 1 (minimal) to 5 (urgent). A detection lists the CVEs that it stands for; one that has none is known by its QID.
WITH cell AS (
  SELECT _file, _row, _path, NULLIF(NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path, _name))), ''), '-') FROM raw
),
dated AS (
  SELECT
    * REPLACE (
      COALESCE(strftime(try_strptime(first, ['%m/%d/%Y %H:%M:%S', '%m/%d/%Y at %H:%M:%S (GMT)']), '%Y-%m-%d %H:%M:%S'), first) AS first,
      COALESCE(strftime(try_strptime(last, ['%m/%d/%Y %H:%M:%S', '%m/%d/%Y at %H:%M:%S (GMT)']), '%Y-%m-%d %H:%M:%S'), last) AS last,
      COALESCE(strftime(try_strptime(fixed, ['%m/%d/%Y %H:%M:%S', '%m/%d/%Y at %H:%M:%S (GMT)']), '%Y-%m-%d %H:%M:%S'), fixed) AS fixed
    )
  FROM cell
)
SELECT
  d._file, d._row, d._path || COALESCE(' CVE ' || c.n, '') AS _path,
  concat_ws(' ', d.qid, c.cve, COALESCE(d.fqdn, d.dns, d.ip), d.port, d.protocol) AS finding_id,
  'qualys' AS scanner,
  'vuln' AS kind,
  COALESCE(c.cve, 'QID ' || d.qid) AS rule_id,
  CASE d.severity WHEN '5' THEN 'critical' WHEN '4' THEN 'high' WHEN '3' THEN 'medium' WHEN '2' THEN 'low' WHEN '1' THEN 'negligible' ELSE lower(d.severity) END AS severity,
  regexp_extract(d.cvss, '^[0-9]+(\.[0-9])?') AS cvss,
  COALESCE(d.fqdn, d.dns, d.ip) AS asset_id,
  concat_ws(' ', 'QID ' || d.qid, d.port || '/' || d.protocol) AS component,
  d.first AS first_seen_at,
  d.last AS last_seen_at,
  CASE WHEN lower(d.status) = 'fixed' THEN COALESCE(d.fixed, d.last) END AS resolved_at,
  CASE WHEN lower(d.type) IN ('ig', 'info') THEN 'passed' WHEN lower(d.status) = 'fixed' THEN 'resolved' ELSE 'open' END AS status
FROM dated AS d
LEFT JOIN LATERAL (
  SELECT t.cve, t.n FROM (SELECT unnest(regexp_extract_all(d.cve, 'CVE-[0-9]{4}-[0-9]+')) AS cve, generate_subscripts(regexp_extract_all(d.cve, 'CVE-[0-9]{4}-[0-9]+'), 1) AS n) AS t
) AS c ON true
