-- Two calls per key stand one after the other in the file: what the key is, and how it is rotated. The second is read with
-- the first; it names the key by its ARN or by its id alone.
WITH rotation AS (
  SELECT regexp_extract(rotated_key, '[^/]+$') AS id, rotated_key, rotation, period, next
  FROM raw
  WHERE rotation IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY rotated_key ORDER BY _file, _row) = 1
)
SELECT
  k._file, k._row, k._path,
  CASE WHEN k.arn IS NULL THEN 'the rotation of a key is read with the key' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  k.arn AS key_id,
  'aws' AS provider,
  split_part(k.arn, ':', 5) AS account_or_project,
  CASE CAST(k.meta AS JSON) ->> '$.KeyManager' WHEN 'AWS' THEN 'provider' WHEN 'CUSTOMER' THEN 'customer' END AS managed_by,
  lower(CAST(k.meta AS JSON) ->> '$.KeyUsage') AS usage,
  COALESCE(CAST(k.meta AS JSON) ->> '$.KeySpec', CAST(k.meta AS JSON) ->> '$.CustomerMasterKeySpec') AS spec,
  lower(CAST(k.meta AS JSON) ->> '$.Origin') AS origin,
  lower(CAST(k.meta AS JSON) ->> '$.KeyState') AS state,
  CAST(k.meta AS JSON) ->> '$.CreationDate' AS created_at,
  r.rotation AS rotation_enabled,
  COALESCE(r.period, CASE WHEN r.rotation = 'true' THEN '365' END) AS rotation_days,
  r.next AS next_rotation_at,
  CAST(k.meta AS JSON) ->> '$.DeletionDate' AS deletion_at,
  CAST(k.meta AS JSON) ->> '$.ValidTo' AS expires_at,
  CAST(k.meta AS JSON) ->> '$.MultiRegion' AS multi_region
FROM raw AS k
LEFT JOIN rotation AS r ON r.rotated_key = k.arn OR r.rotated_key = r.id AND r.id = regexp_extract(k.arn, '[^/]+$')
