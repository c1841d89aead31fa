WITH volume AS (
  SELECT r.*, t.tags AS tag, regexp_extract(r.zone, '^[a-z]{2,4}(-[a-z]+)+-[0-9]+') AS region
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
  'arn:aws:ec2:' || region || ':' || $account || ':volume/' || id AS asset_id,
  'aws_ebs_volume' AS asset_type,
  'aws' AS provider,
  NULLIF($account, '') AS account_or_project,
  region,
  COALESCE(tag ->> 'name', id) AS name,
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
  CAST(tag AS VARCHAR) AS tags,
  CAST(json_object('attached_to', CAST(attachments AS JSON) ->> '$[0].InstanceId') AS VARCHAR) AS config
FROM volume
