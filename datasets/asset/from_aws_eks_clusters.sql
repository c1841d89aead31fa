SELECT
  _file, _row, _path,
  arn AS asset_id,
  'aws_eks_cluster' AS asset_type,
  'aws' AS provider,
  split_part(arn, ':', 5) AS account_or_project,
  split_part(arn, ':', 4) AS region,
  name,
  iso_time(created) AS created_at,
  CASE public WHEN 'false' THEN 'none' WHEN 'true' THEN CASE WHEN cidrs LIKE '%"0.0.0.0/0"%' THEN 'public' ELSE 'conditional' END END AS exposure,
  kms_key IS NOT NULL AS encrypted,
  kms_key AS kms_key_id,
  lower(state) AS state,
  tags,
  CAST(json_object('version', version, 'public_access_cidrs', CAST(cidrs AS JSON), 'logging', CAST(logging AS JSON)) AS VARCHAR) AS config
FROM raw
