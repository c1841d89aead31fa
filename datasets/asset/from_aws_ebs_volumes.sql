SELECT
  _file, _row, _path,
  'arn:aws:ec2:' || region || ':' || $account || ':volume/' || id AS asset_id,
  'aws_ebs_volume' AS asset_type,
  'aws' AS provider,
  NULLIF($account, '') AS account_or_project,
  region,
  CAST(NULL AS VARCHAR) AS name,
  created AS created_at,
  'none' AS exposure,
  encrypted,
  kms_key AS kms_key_id,
  lower(state) AS state,
  tags,
  CAST(json_object('attached_to', CAST(attachments AS JSON) ->> '$[0].InstanceId') AS VARCHAR) AS config
FROM (SELECT *, regexp_extract(zone, '^[a-z]{2,4}(-[a-z]+)+-[0-9]+') AS region FROM raw)
