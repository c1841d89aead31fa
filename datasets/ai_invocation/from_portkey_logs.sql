-- The metadata is an object, or a text that holds one. A request that failed over to a second provider is a log of its own.
WITH log AS (
  SELECT *, CASE WHEN metadata LIKE '{%' THEN TRY_CAST(metadata AS JSON) ELSE TRY_CAST(TRY_CAST(metadata AS JSON) ->> '$' AS JSON) END AS meta FROM raw
)
SELECT
  _file, _row, _path,
  id AS request_id,
  0 AS tool_seq,
  created_at AS event_at,
  NULLIF(meta ->> '$._user', '') AS principal_id,
  COALESCE(NULLIF(meta ->> '$._app', ''), NULLIF(meta ->> '$.app', ''), NULLIF(config, '')) AS app_id,
  NULLIF(provider, '') AS provider,
  NULLIF(model, '') AS model_id,
  prompt_tokens AS input_tokens,
  completion_tokens AS output_tokens,
  'gateway' AS source
FROM log
