-- Labels take the place of tags.
WITH labelled AS (SELECT *, CAST(labels AS JSON) AS tag FROM raw)
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  name AS asset_id,
  type AS asset_type,
  'gcp' AS provider,
  project AS account_or_project,
  location AS region,
  COALESCE(display_name, regexp_extract(name, '[^/]+$')) AS name,
  lower(COALESCE(tag ->> 'env', tag ->> 'environment', tag ->> 'stage')) AS env,
  lower(tag ->> 'criticality') AS criticality,
  lower(COALESCE(tag ->> 'data_class', tag ->> 'data-class', tag ->> 'data-classification', tag ->> 'classification')) AS data_class,
  tag ->> 'owner' AS owner_id,
  created AS created_at,
  COALESCE(CAST(kms_keys AS JSON) ->> '$[0]', kms_key) AS kms_key_id,
  CASE
    WHEN lower(COALESCE(tag ->> 'backup', tag ->> 'backup_required', tag ->> 'backup-required')) IN ('true', 'yes', 'required', '1') THEN true
    WHEN lower(COALESCE(tag ->> 'backup', tag ->> 'backup_required', tag ->> 'backup-required')) IN ('false', 'no', 'none', '0') THEN false
  END AS backup_required,
  COALESCE(tag ->> 'rpo_hours', tag ->> 'rpo-hours') AS rpo_hours,
  lower(state) AS state,
  labels AS tags,
  attributes AS config
FROM labelled
