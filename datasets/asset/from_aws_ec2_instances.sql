-- A reservation holds one or more instances; a query may have taken them out of it. One with a public address is reachable as far
-- as its security groups let.
WITH instance AS (
  SELECT
    r._file, r._row,
    CASE WHEN r.id IS NULL THEN r._path || '.Instances[' || i.key || ']' ELSE r._path END AS _path,
    COALESCE(r.owner, NULLIF($account, '')) AS owner,
    i.value AS body,
    regexp_extract(i.value ->> '$.Placement.AvailabilityZone', '^[a-z]{2,4}(-[a-z]+)+-[0-9]+') AS region
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CASE WHEN r.id IS NULL THEN CAST(r.instances AS JSON) ELSE json_array(CAST(r.whole AS JSON)) END)) AS i
)
SELECT
  _file, _row, _path,
  'arn:aws:ec2:' || region || ':' || owner || ':instance/' || (body ->> '$.InstanceId') AS asset_id,
  'aws_ec2_instance' AS asset_type,
  'aws' AS provider,
  owner AS account_or_project,
  region,
  CAST(NULL AS VARCHAR) AS name,
  body ->> '$.LaunchTime' AS created_at,
  CASE WHEN (body ->> '$.PublicIpAddress') IS NULL THEN 'none' ELSE 'conditional' END AS exposure,
  lower(body ->> '$.State.Name') AS state,
  body ->> '$.Tags' AS tags,
  CAST(json_object('instance_type', body ->> '$.InstanceType', 'image', body ->> '$.ImageId', 'metadata_tokens', body ->> '$.MetadataOptions.HttpTokens') AS VARCHAR) AS config
FROM instance
