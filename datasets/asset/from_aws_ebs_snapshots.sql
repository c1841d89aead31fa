-- Snapshots, and beside them the answers that say with whom each is shared. An ARN of a snapshot has no account.
WITH shared AS (
  SELECT id, max(permissions) AS permissions FROM raw WHERE permissions IS NOT NULL GROUP BY id
),
listed AS (SELECT id FROM raw WHERE encrypted IS NOT NULL GROUP BY id)
SELECT
  r._file, r._row, r._path,
  CASE WHEN r.encrypted IS NULL AND l.id IS NOT NULL THEN 'whom a snapshot is shared with is read with it' END AS _filtered,
  'arn:aws:ec2:' || COALESCE(NULLIF(split_part(r.kms_key, ':', 4), ''), $region) || '::snapshot/' || r.id AS asset_id,
  'aws_ebs_snapshot' AS asset_type,
  'aws' AS provider,
  COALESCE(r.owner, NULLIF($account, '')) AS account_or_project,
  COALESCE(NULLIF(split_part(r.kms_key, ':', 4), ''), NULLIF($region, '')) AS region,
  CAST(NULL AS VARCHAR) AS name,
  r.created AS created_at,
  CASE WHEN regexp_matches(s.permissions, '"Group"\s*:\s*"all"') THEN 'public' WHEN s.permissions IS NOT NULL THEN 'none' END AS exposure,
  r.encrypted,
  r.kms_key AS kms_key_id,
  lower(r.state) AS state,
  r.tags,
  CAST(json_object('volume', r.volume, 'shared_with', CAST(s.permissions AS JSON)) AS VARCHAR) AS config
FROM raw AS r
LEFT JOIN shared AS s ON s.id = r.id
LEFT JOIN listed AS l ON l.id = r.id
