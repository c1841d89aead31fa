-- The metadata is an object as text, or an object.
WITH log AS (
  SELECT *, CASE WHEN metadata LIKE '{%' THEN TRY_CAST(metadata AS JSON) ELSE TRY_CAST(TRY_CAST(metadata AS JSON) ->> '$' AS JSON) END AS meta FROM raw
)
SELECT
  _file, _row, _path,
  id AS request_id,
  0 AS tool_seq,
  created_at AS event_at,
  COALESCE(NULLIF(meta ->> '$.user', ''), NULLIF(meta ->> '$.user_id', ''), NULLIF(meta ->> '$.userId', '')) AS principal_id,
  COALESCE(NULLIF(meta ->> '$.app', ''), NULLIF($app, '')) AS app_id,
  NULLIF(provider, '') AS provider,
  NULLIF(model, '') AS model_id,
  path AS endpoint_id,
  tokens_in AS input_tokens,
  tokens_out AS output_tokens,
  'gateway' AS source
FROM log
