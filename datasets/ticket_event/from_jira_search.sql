-- One row per item of a change. Issues that were never changed are left out by name. Where an issue has more changes than are listed, one
-- of a time that is none stands for them and is a reject.
WITH issues AS (
  SELECT
    _file,
    _row,
    _path,
    key,
    COALESCE(TRY_CAST(histories AS JSON[]), []) AS listed,
    LEN(listed) || ' of ' || total || ' changes, the rest is in the changelog of the issue' AS missing,
    CASE
      WHEN TRY_CAST(total AS BIGINT) > LEN(listed) THEN [TO_JSON({'id': 'rest', 'created': missing, 'items': [{'field': 'changes'}]})]
      ELSE []
    END AS rest
  FROM raw
),
changes AS (
  SELECT _file, _row, _path, key, UNNEST(COALESCE(NULLIF(LIST_CONCAT(listed, rest), []), [NULL])) AS change
  FROM issues
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
