-- A day without a time is that whole day in the zone of the load: what begins with it begins with its first second.
SELECT
  _file, _row, _path,
  COALESCE(CAST(COALESCE(snapshot_at, NULLIF($snapshot_at, '')) AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  asset_id,
  asset_type,
  lower(provider) AS provider,
  account_or_project,
  region,
  name,
  lower(env) AS env,
  lower(criticality) AS criticality,
  lower(data_class) AS data_class,
  owner_id,
  created_at || CASE WHEN LENGTH(created_at) = 10 THEN ' 00:00' ELSE '' END AS created_at,
  lower(exposure) AS exposure,
  CASE WHEN lower(encrypted) IN ('yes', 'y') THEN 'true' WHEN lower(encrypted) IN ('no', 'n') THEN 'false' ELSE encrypted END AS encrypted,
  kms_key_id,
  CASE WHEN lower(backup_required) IN ('yes', 'y') THEN 'true' WHEN lower(backup_required) IN ('no', 'n') THEN 'false' ELSE backup_required END AS backup_required,
  rpo_hours,
  lower(state) AS state
FROM raw
