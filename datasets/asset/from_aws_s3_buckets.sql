SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(arn, 'arn:aws:s3:::' || name) AS asset_id,
  'aws_s3_bucket' AS asset_type,
  'aws' AS provider,
  NULLIF($account, '') AS account_or_project,
  region,
  name,
  created AS created_at
FROM raw
