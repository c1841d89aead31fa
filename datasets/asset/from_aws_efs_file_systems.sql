SELECT
  _file, _row, _path,
  arn AS asset_id,
  'aws_efs_file_system' AS asset_type,
  'aws' AS provider,
  split_part(arn, ':', 5) AS account_or_project,
  split_part(arn, ':', 4) AS region,
  name,
  iso_time(created) AS created_at,
  'none' AS exposure,
  encrypted,
  kms_key AS kms_key_id,
  lower(state) AS state,
  tags
FROM raw
