-- What is scanned now and when it last was. The answer does not say the region, so a machine has its number and no ARN here.
SELECT
  _file, _row, _path,
  concat_ws(' ', 'scan', scan, id) AS finding_id,
  'inspector' AS scanner,
  'vuln' AS kind,
  'scan' AS rule_id,
  id AS asset_id,
  hash AS image_digest,
  iso_time(scanned) AS last_seen_at,
  'passed' AS status
FROM raw
WHERE scan <> 'NETWORK' AND status = 'ACTIVE' AND scanned IS NOT NULL

UNION ALL BY NAME
SELECT _file, _row, _path, 'it is not scanned for vulnerabilities' AS _filtered
FROM raw
WHERE NOT COALESCE(scan <> 'NETWORK' AND status = 'ACTIVE' AND scanned IS NOT NULL, false)
