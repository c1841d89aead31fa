WITH file_system AS (
  SELECT r.*, t.tags AS tag
  FROM raw AS r
  LEFT JOIN LATERAL (
    SELECT CAST('{' || string_agg(to_json(tag_key) || ':' || to_json(tag_value), ',' ORDER BY tag_key) || '}' AS JSON) AS tags
    FROM (
      SELECT lower(value ->> '$.Key') AS tag_key, max(value ->> '$.Value') AS tag_value
      FROM json_each(CAST(r.tags AS JSON))
      WHERE key IS NOT NULL
      GROUP BY lower(value ->> '$.Key')
    )
  ) AS t ON true
)
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  arn AS asset_id,
  'aws_efs_file_system' AS asset_type,
  'aws' AS provider,
  split_part(arn, ':', 5) AS account_or_project,
  split_part(arn, ':', 4) AS region,
  COALESCE(name, tag ->> 'name', id) AS name,
  lower(COALESCE(tag ->> 'env', tag ->> 'environment', tag ->> 'stage')) AS env,
  lower(tag ->> 'criticality') AS criticality,
  lower(COALESCE(tag ->> 'data_class', tag ->> 'data-class', tag ->> 'data-classification', tag ->> 'classification')) AS data_class,
  tag ->> 'owner' AS owner_id,
  created AS created_at,
  'none' AS exposure,
  encrypted,
  kms_key AS kms_key_id,
  CASE
    WHEN lower(COALESCE(tag ->> 'backup', tag ->> 'backup_required', tag ->> 'backup-required')) IN ('true', 'yes', 'required', '1') THEN true
    WHEN lower(COALESCE(tag ->> 'backup', tag ->> 'backup_required', tag ->> 'backup-required')) IN ('false', 'no', 'none', '0') THEN false
  END AS backup_required,
  COALESCE(tag ->> 'rpo_hours', tag ->> 'rpo-hours') AS rpo_hours,
  lower(state) AS state,
  CAST(tag AS VARCHAR) AS tags
FROM file_system
