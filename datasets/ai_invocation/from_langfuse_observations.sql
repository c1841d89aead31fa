-- Spans, events, tools and the like are steps of the application; generations and embeddings are calls of a model.
SELECT
  _file, _row, _path,
  CASE WHEN upper(type) NOT IN ('GENERATION', 'EMBEDDING') THEN 'no call of a model: ' || lower(type) END AS _filtered,
  id AS request_id,
  0 AS tool_seq,
  start_time AS event_at,
  NULLIF(caller, '') AS principal_id,
  COALESCE(NULLIF(name, ''), NULLIF(environment, '')) AS app_id,
  NULLIF(model, '') AS model_id,
  COALESCE(TRY_CAST(usage_details AS JSON) ->> '$.input', TRY_CAST(usage AS JSON) ->> '$.input', prompt_tokens) AS input_tokens,
  COALESCE(TRY_CAST(usage_details AS JSON) ->> '$.output', TRY_CAST(usage AS JSON) ->> '$.output', completion_tokens) AS output_tokens,
  'gateway' AS source
FROM raw
