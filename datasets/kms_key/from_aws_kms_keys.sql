-- Three calls: which keys there are, what each is, and how it is rotated. The last names the key by its ARN, by its id
-- alone, or not at all (before 2024): then the name of the file does, or it is the key that was described just before.
-- What is said of a key is read with its description; a key of the list that is not described stands for itself.
WITH described AS (SELECT arn FROM raw WHERE arn IS NOT NULL GROUP BY arn),
turning AS (
  SELECT
    _file, _row, rotation, period, next,
    COALESCE(
      rotated_key,
      NULLIF(regexp_extract(_name, '(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})', 1), ''),
      CASE WHEN lag(_row) OVER (PARTITION BY _file ORDER BY _row) = _row - 1 THEN lag(arn) OVER (PARTITION BY _file ORDER BY _row) END
    ) AS key
  FROM raw
),
rotation AS (
  SELECT regexp_extract(key, '[^/]+$') AS id, key AS rotated_key, rotation, period, next
  FROM turning
  WHERE rotation IS NOT NULL AND key IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY key ORDER BY _file, _row) = 1
)
SELECT
  k._file, k._row, k._path,
  CASE
    WHEN k.rotation IS NOT NULL AND k.arn IS NULL THEN 'the rotation of a key is read with the key'
    WHEN k.listed IS NOT NULL AND d.arn IS NOT NULL THEN 'the key is described by another record'
  END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(k.arn, k.listed) AS key_id,
  'aws' AS provider,
  split_part(COALESCE(k.arn, k.listed), ':', 5) AS account_or_project,
  CASE CAST(k.meta AS JSON) ->> '$.KeyManager' WHEN 'AWS' THEN 'provider' WHEN 'CUSTOMER' THEN 'customer' END AS managed_by,
  lower(CAST(k.meta AS JSON) ->> '$.KeyUsage') AS usage,
  COALESCE(CAST(k.meta AS JSON) ->> '$.KeySpec', CAST(k.meta AS JSON) ->> '$.CustomerMasterKeySpec') AS spec,
  lower(CAST(k.meta AS JSON) ->> '$.Origin') AS origin,
  lower(CAST(k.meta AS JSON) ->> '$.KeyState') AS state,
  iso_time(CAST(k.meta AS JSON) ->> '$.CreationDate') AS created_at,
  r.rotation AS rotation_enabled,
  COALESCE(r.period, CASE WHEN r.rotation = 'true' THEN '365' END) AS rotation_days,
  iso_time(r.next) AS next_rotation_at,
  iso_time(CAST(k.meta AS JSON) ->> '$.DeletionDate') AS deletion_at,
  iso_time(CAST(k.meta AS JSON) ->> '$.ValidTo') AS expires_at,
  CAST(k.meta AS JSON) ->> '$.MultiRegion' AS multi_region
FROM raw AS k
LEFT JOIN described AS d ON d.arn = k.listed
LEFT JOIN rotation AS r ON r.rotated_key = k.arn OR r.rotated_key = r.id AND r.id = regexp_extract(k.arn, '[^/]+$')
