-- A name that the application set overrules the one in the request, and the request the answer.
SELECT
  _file, _row, _path,
  request_id,
  0 AS tool_seq,
  created_at AS event_at,
  NULLIF(caller, '') AS principal_id,
  COALESCE(NULLIF(TRY_CAST(properties AS JSON) ->> '$.app', ''), NULLIF(TRY_CAST(properties AS JSON) ->> '$.App', '')) AS app_id,
  lower(NULLIF(provider, '')) AS provider,
  COALESCE(NULLIF(override, ''), NULLIF(requested, ''), NULLIF(answered, ''), NULLIF(model, '')) AS model_id,
  NULLIF(target, '') AS endpoint_id,
  prompt_tokens AS input_tokens,
  completion_tokens AS output_tokens,
  'gateway' AS source
FROM raw
