-- A reservation holds one or more instances. One with a public address is reachable as far as its security groups let.
WITH instance AS (
  SELECT r._file, r._row, r._path || '.Instances[' || i.key || ']' AS _path, r.owner, i.value AS body, regexp_extract(i.value ->> '$.Placement.AvailabilityZone', '^[a-z]{2,4}(-[a-z]+)+-[0-9]+') AS region
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.instances AS JSON))) AS i
),
tagged AS (
  SELECT i.*, t.tags AS tag
  FROM instance AS i
  LEFT JOIN LATERAL (
    SELECT CAST('{' || string_agg(to_json(tag_key) || ':' || to_json(tag_value), ',' ORDER BY tag_key) || '}' AS JSON) AS tags
    FROM (
      SELECT lower(value ->> '$.Key') AS tag_key, max(value ->> '$.Value') AS tag_value
      FROM json_each(i.body, '$.Tags')
      WHERE key IS NOT NULL
      GROUP BY lower(value ->> '$.Key')
    )
  ) AS t ON true
)
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'arn:aws:ec2:' || region || ':' || owner || ':instance/' || (body ->> '$.InstanceId') AS asset_id,
  'aws_ec2_instance' AS asset_type,
  'aws' AS provider,
  owner AS account_or_project,
  region,
  COALESCE(tag ->> 'name', body ->> '$.InstanceId') AS name,
  lower(COALESCE(tag ->> 'env', tag ->> 'environment', tag ->> 'stage')) AS env,
  lower(tag ->> 'criticality') AS criticality,
  lower(COALESCE(tag ->> 'data_class', tag ->> 'data-class', tag ->> 'data-classification', tag ->> 'classification')) AS data_class,
  tag ->> 'owner' AS owner_id,
  body ->> '$.LaunchTime' AS created_at,
  CASE WHEN (body ->> '$.PublicIpAddress') IS NULL THEN 'none' ELSE 'conditional' END AS exposure,
  CASE
    WHEN lower(COALESCE(tag ->> 'backup', tag ->> 'backup_required', tag ->> 'backup-required')) IN ('true', 'yes', 'required', '1') THEN true
    WHEN lower(COALESCE(tag ->> 'backup', tag ->> 'backup_required', tag ->> 'backup-required')) IN ('false', 'no', 'none', '0') THEN false
  END AS backup_required,
  COALESCE(tag ->> 'rpo_hours', tag ->> 'rpo-hours') AS rpo_hours,
  lower(body ->> '$.State.Name') AS state,
  CAST(tag AS VARCHAR) AS tags,
  CAST(json_object('instance_type', body ->> '$.InstanceType', 'image', body ->> '$.ImageId', 'metadata_tokens', body ->> '$.MetadataOptions.HttpTokens') AS VARCHAR) AS config
FROM tagged
