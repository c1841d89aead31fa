-- What is logged was done, but for a sign-in that failed. An act is told by its name (from version 15 on), by a sentence, or as what was
-- added, removed or changed. The log on disk has no id: what it states, and its number among equal ones of the file, stand for one.
WITH act AS (
  SELECT
    *,
    COALESCE(name, message, 'add ' || added, 'remove ' || removed, 'change ' || changed, 'sign in by ' || signed_in, 'failed sign-in ' || failed_login) AS action
  FROM raw
)
SELECT
  _file, _row, _path,
  COALESCE(
    event_id,
    'sha256:' || sha256(concat_ws('|', event_at, correlation, action, author_id, entity_type, entity_id, target_type, target_id,
      row_number() OVER (PARTITION BY _file, event_at, correlation, action, author_id, entity_type, entity_id, target_type, target_id ORDER BY _row)))
  ) AS event_id,
  'gitlab' AS provider,
  COALESCE(NULLIF($instance, ''), CASE WHEN entity_type IN ('Group', 'Project') THEN split_part(entity_path, '/', 1) END) AS account_or_project,
  event_at,
  author_id AS actor_id,
  author_name AS actor_name,
  author_class AS actor_type,
  source_ip,
  entity_type AS event_type,
  COALESCE(action, 'not stated') AS action,
  concat_ws('/', entity_type, entity_id) AS resource,
  COALESCE(entity_path, target) AS resource_name,
  CASE WHEN failed_login IS NOT NULL OR starts_with(lower(message), 'failed to login') THEN 'failure' ELSE 'success' END AS result,
  'false' AS read_only,
  CAST(json_object(
    'message', message, 'target_type', target_type, 'target_id', target_id, 'target', target, 'add', added, 'as', added_as,
    'remove', removed, 'change', changed, 'from', changed_from, 'to', changed_to
  ) AS VARCHAR) AS request
FROM act
