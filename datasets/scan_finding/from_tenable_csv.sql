-- A result of a plugin lists the CVEs that it stands for; one that has none is known by its plugin. The form of times differs
-- from product to product; an empty cell or N/A says that there is none.
WITH cell AS (
  SELECT _file, _row, _path, NULLIF(NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path, _name))), ''), 'N/A') FROM raw
),
dated AS (
  SELECT
    * REPLACE (
      COALESCE(strftime(try_strptime(regexp_replace(first, ' (UTC|GMT)$', ''), ['%b %d, %Y %H:%M:%S', '%Y/%m/%d %H:%M:%S']), '%Y-%m-%d %H:%M:%SZ'), iso_time(first)) AS first,
      COALESCE(strftime(try_strptime(regexp_replace(last, ' (UTC|GMT)$', ''), ['%b %d, %Y %H:%M:%S', '%Y/%m/%d %H:%M:%S']), '%Y-%m-%d %H:%M:%SZ'), iso_time(last)) AS last,
      COALESCE(strftime(try_strptime(regexp_replace(patched, ' (UTC|GMT)$', ''), ['%b %d, %Y %H:%M:%S', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d']), '%Y-%m-%d %H:%M:%SZ'), iso_time(patched)) AS patched,
      COALESCE(strftime(try_strptime(regexp_replace(fixed, ' (UTC|GMT)$', ''), ['%b %d, %Y %H:%M:%S', '%Y/%m/%d %H:%M:%S']), '%Y-%m-%d %H:%M:%SZ'), iso_time(fixed)) AS fixed
    )
  FROM cell
)
SELECT
  d._file, d._row, d._path || COALESCE(' CVE ' || c.n, '') AS _path,
  concat_ws(' ', d.plugin, c.cve, COALESCE(d.host, d.address), d.port, d.protocol) AS finding_id,
  'tenable' AS scanner,
  'vuln' AS kind,
  COALESCE(c.cve, 'plugin ' || d.plugin) AS rule_id,
  CASE WHEN lower(d.severity) IN ('none', 'info', '0') THEN 'negligible' WHEN d.severity = '1' THEN 'low' WHEN d.severity = '2' THEN 'medium' WHEN d.severity = '3' THEN 'high' WHEN d.severity = '4' THEN 'critical' ELSE lower(d.severity) END AS severity,
  d.cvss,
  COALESCE(d.host, d.address) AS asset_id,
  concat_ws(' ', d.name, d.port || '/' || d.protocol) AS component,
  d.first AS first_seen_at,
  d.last AS last_seen_at,
  d.patched AS fix_available_at,
  CASE WHEN lower(d.state) = 'fixed' THEN COALESCE(d.fixed, d.last) END AS resolved_at,
  CASE WHEN lower(d.severity) IN ('none', 'info', '0') THEN 'passed' WHEN lower(d.state) = 'fixed' THEN 'resolved' ELSE 'open' END AS status
FROM dated AS d
LEFT JOIN LATERAL (
  SELECT t.cve, t.n FROM (SELECT unnest(regexp_extract_all(d.cve, 'CVE-[0-9]{4}-[0-9]+')) AS cve, generate_subscripts(regexp_extract_all(d.cve, 'CVE-[0-9]{4}-[0-9]+'), 1) AS n) AS t
) AS c ON true
