-- Snapshots of instances and of clusters, and beside them the answers that say with which accounts a snapshot is shared;
-- these name it by its identifier alone. An automated snapshot cannot be shared.
WITH shared AS (
  SELECT attribute_of AS name, max(attribute_values) AS accounts FROM raw WHERE attribute = 'restore' GROUP BY attribute_of
)
SELECT
  r._file, r._row, r._path,
  CASE WHEN r.attribute IS NOT NULL THEN 'whom a snapshot is shared with is read with it' END AS _filtered,
  r.arn AS asset_id,
  'aws_rds_snapshot' AS asset_type,
  'aws' AS provider,
  split_part(r.arn, ':', 5) AS account_or_project,
  split_part(r.arn, ':', 4) AS region,
  r.name,
  r.created AS created_at,
  CASE
    WHEN contains(CAST(s.accounts AS JSON) ->> '$[*]', 'all') THEN 'public'
    WHEN s.accounts IS NOT NULL OR r.kind = 'automated' THEN 'none'
  END AS exposure,
  r.encrypted,
  r.kms_key AS kms_key_id,
  lower(r.state) AS state,
  r.tags,
  CAST(json_object('engine', r.engine, 'kind', r.kind, 'source', r.source, 'shared_with', CAST(s.accounts AS JSON)) AS VARCHAR) AS config
FROM raw AS r
LEFT JOIN shared AS s ON s.name = r.name
