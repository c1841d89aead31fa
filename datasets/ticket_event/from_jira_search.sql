-- One row per item of a change. Issues that were never changed are left out by name.
WITH changes AS (
  SELECT _file, _row, _path, key, UNNEST(COALESCE(NULLIF(TRY_CAST(histories AS JSON[]), []), [NULL])) AS change
  FROM raw
),
items AS (
  SELECT *, UNNEST(COALESCE(NULLIF(JSON_EXTRACT(change, '$.items[*]'), []), [NULL])) AS item,
    GENERATE_SUBSCRIPTS(COALESCE(NULLIF(JSON_EXTRACT(change, '$.items[*]'), []), [NULL]), 1) AS nth
  FROM changes
)
SELECT
  _file,
  _row,
  _path || ' change ' || COALESCE(JSON_EXTRACT_STRING(change, '$.id'), 'none') || ' item ' || nth AS _path,
  key AS ticket_id,
  JSON_EXTRACT_STRING(change, '$.id') || '/' || nth AS event_id,
  LOWER(JSON_EXTRACT_STRING(item, '$.field')) AS field,
  COALESCE(JSON_EXTRACT_STRING(item, '$.fromString'), JSON_EXTRACT_STRING(item, '$.from')) AS old_value,
  COALESCE(JSON_EXTRACT_STRING(item, '$.toString'), JSON_EXTRACT_STRING(item, '$.to')) AS new_value,
  JSON_EXTRACT_STRING(change, '$.created') AS changed_at,
  COALESCE(
    NULLIF(JSON_EXTRACT_STRING(change, '$.author.accountId'), ''),
    NULLIF(JSON_EXTRACT_STRING(change, '$.author.name'), ''),
    NULLIF(JSON_EXTRACT_STRING(change, '$.author.emailAddress'), ''),
    JSON_EXTRACT_STRING(change, '$.author.displayName')
  ) AS actor_id,
  CASE WHEN item IS NULL THEN 'no field was changed' END AS _filtered
FROM items
