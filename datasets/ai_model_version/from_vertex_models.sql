-- The name ends with the version after @ where a single version was asked for.
WITH model AS (SELECT *, CAST(labels AS JSON) AS label FROM raw)
SELECT
  _file, _row, _path,
  regexp_replace(name, '@[^@]*$', '') AS model_id,
  COALESCE(version, NULLIF(regexp_extract(name, '@([^@]*)$', 1), '')) AS version,
  display_name AS name,
  COALESCE(label ->> 'purpose', description) AS purpose,
  label ->> 'risk_tier' AS risk_tier,
  label ->> 'owner' AS owner_id,
  'internal' AS provider,
  label ->> 'stage' AS stage,
  NULLIF(array_to_string(CAST(CAST(aliases AS JSON) AS VARCHAR[]), ','), '') AS alias,
  created AS created_at,
  label ->> 'promoted_by' AS promoted_by,
  label ->> 'promoted_at' AS promoted_at,
  label ->> 'validated_by' AS validated_by,
  label ->> 'validated_at' AS validated_at,
  label ->> 'eval_ref' AS eval_ref,
  endpoint AS endpoint_id
FROM model
