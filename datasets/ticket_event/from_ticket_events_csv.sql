-- Without an identity of its own a change is named by its record.
WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT
  _file,
  _row,
  _path,
  ticket AS ticket_id,
  COALESCE(event, 'record ' || _row) AS event_id,
  LOWER(field) AS field,
  old AS old_value,
  new AS new_value,
  changed AS changed_at,
  actor AS actor_id
FROM cells
