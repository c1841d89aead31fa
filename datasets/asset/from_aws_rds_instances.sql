SELECT
  _file, _row, _path,
  arn AS asset_id,
  'aws_rds_instance' AS asset_type,
  'aws' AS provider,
  split_part(arn, ':', 5) AS account_or_project,
  split_part(arn, ':', 4) AS region,
  name,
  created AS created_at,
  CASE public WHEN 'true' THEN 'conditional' WHEN 'false' THEN 'none' END AS exposure,
  encrypted,
  kms_key AS kms_key_id,
  lower(state) AS state,
  tags,
  CAST(json_object('engine', engine, 'backup_retention_days', retention, 'multi_az', multi_az) AS VARCHAR) AS config
FROM raw
