-- A bucket is a day, and its results are the groups of calls in it. Times are in seconds. Each sort of call is asked for apart, and
-- only pictures have a size and a source.
WITH part AS (
  SELECT r._file, r._row, r._path, r.start_time, g.key, g.value AS body
  FROM raw AS r
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(r.results AS JSON))) AS g ON true
)
SELECT
  _file, _row,
  concat_ws('.', _path, 'results[' || key || ']') AS _path,
  CASE
    WHEN key IS NULL THEN 'a day without calls'
    WHEN NOT regexp_matches(body ->> '$.object', '^organization\.usage\.(completions|embeddings|images|moderations|audio_speeches|audio_transcriptions)\.result$')
      THEN 'no calls of a model: ' || (body ->> '$.object')
  END AS _filtered,
  concat_ws('/', 'usage', start_time, body ->> '$.project_id', body ->> '$.user_id', body ->> '$.api_key_id', body ->> '$.model', body ->> '$.batch', body ->> '$.service_tier',
    body ->> '$.size', body ->> '$.source', NULLIF(regexp_extract(body ->> '$.object', '^organization\.usage\.(\w+)\.result$', 1), 'completions')) AS request_id,
  0 AS tool_seq,
  CASE WHEN regexp_matches(start_time, '^\d{9,11}$') THEN strftime(epoch_ms(CAST(start_time AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%SZ') ELSE start_time END AS event_at,
  COALESCE(body ->> '$.user_id', body ->> '$.api_key_id') AS principal_id,
  body ->> '$.project_id' AS app_id,
  'openai' AS provider,
  body ->> '$.model' AS model_id,
  body ->> '$.input_tokens' AS input_tokens,
  body ->> '$.output_tokens' AS output_tokens,
  'provider' AS source
FROM part
