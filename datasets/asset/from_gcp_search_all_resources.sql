-- Labels take the place of tags.
SELECT
  _file, _row, _path,
  name AS asset_id,
  type AS asset_type,
  'gcp' AS provider,
  project AS account_or_project,
  location AS region,
  COALESCE(display_name, regexp_extract(name, '[^/]+$')) AS name,
  created AS created_at,
  COALESCE(CAST(kms_keys AS JSON) ->> '$[0]', kms_key) AS kms_key_id,
  lower(state) AS state,
  labels AS tags,
  attributes AS config
FROM raw
