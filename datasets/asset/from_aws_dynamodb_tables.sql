-- A table without a description of its encryption, or with one that is off, is encrypted with a key that AWS owns.
WITH described AS (
  SELECT *, CASE WHEN CAST(sse AS JSON) ->> '$.Status' IN ('ENABLED', 'UPDATING') THEN CAST(sse AS JSON) ->> '$.KMSMasterKeyArn' END AS kms_key FROM raw
)
SELECT
  _file, _row, _path,
  arn AS asset_id,
  'aws_dynamodb_table' AS asset_type,
  'aws' AS provider,
  split_part(arn, ':', 5) AS account_or_project,
  split_part(arn, ':', 4) AS region,
  name,
  iso_time(created) AS created_at,
  'none' AS exposure,
  'true' AS encrypted,
  COALESCE(kms_key, 'AWS_OWNED') AS kms_key_id,
  lower(state) AS state,
  CAST(NULL AS VARCHAR) AS tags,
  CAST(json_object('deletion_protection', deletion_protection) AS VARCHAR) AS config
FROM described
