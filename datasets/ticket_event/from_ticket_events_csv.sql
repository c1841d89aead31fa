-- Without an identity of its own a change is named by its record.
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
FROM raw
