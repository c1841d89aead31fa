-- One row per item of a change, numbered as in a search, so that the same change of both is one.
WITH issue AS (
  SELECT *, url_decode(regexp_extract(self, '/issue/([^/?]+)/changelog', 1)) AS key FROM raw
),
items AS (
  SELECT
    i._file, i._row, i._path, i.key, i.id, i.created, TRY_CAST(i.author AS JSON) AS person,
    UNNEST(COALESCE(NULLIF(TRY_CAST(i.items AS JSON[]), []), [NULL])) AS item,
    GENERATE_SUBSCRIPTS(COALESCE(NULLIF(TRY_CAST(i.items AS JSON[]), []), [NULL]), 1) AS nth
  FROM issue AS i
)
SELECT
  _file,
  _row,
  _path || ' item ' || nth AS _path,
  key AS ticket_id,
  id || '/' || nth AS event_id,
  LOWER(item ->> '$.field') AS field,
  COALESCE(item ->> '$.fromString', item ->> '$.from') AS old_value,
  COALESCE(item ->> '$.toString', item ->> '$.to') AS new_value,
  created AS changed_at,
  COALESCE(NULLIF(person ->> '$.accountId', ''), NULLIF(person ->> '$.name', ''), NULLIF(person ->> '$.emailAddress', ''), person ->> '$.displayName') AS actor_id,
  CASE
    WHEN item IS NULL THEN 'no field was changed'
    WHEN NOT COALESCE(regexp_matches(key, '[A-Za-z]'), false) THEN 'the key of the issue is not in the address of the answer'
  END AS _filtered
FROM items
