-- Each AI plugin of a request has an entry under ai, named after the plugin; one that has a model is a call of it. Versions differ in
-- prompt_token and prompt_tokens. A request without such an entry is left out by name.
WITH call AS (
  SELECT r.*, c.plugin, c.body, row_number() OVER (PARTITION BY r._file, r._row ORDER BY c.plugin) AS call_no
  FROM raw AS r
  LEFT JOIN LATERAL (
    SELECT key AS plugin, value AS body FROM json_each(CAST(r.ai AS JSON))
    WHERE key IS NOT NULL AND (json_exists(value, '$.meta.provider_name') OR json_exists(value, '$.meta.request_model') OR json_exists(value, '$.meta.response_model'))
  ) AS c ON true
)
SELECT
  _file, _row,
  concat_ws('.', NULLIF(_path, ''), plugin) AS _path,
  CASE WHEN plugin IS NULL THEN 'no call of a model' END AS _filtered,
  concat_ws('#', COALESCE(id, concat_ws(' ', started, client, uri)), NULLIF(call_no, 1)) AS request_id,
  0 AS tool_seq,
  strftime(make_timestamp(TRY_CAST(started AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%S.%fZ') AS event_at,
  NULLIF(consumer, '') AS principal_id,
  COALESCE(route, service) AS app_id,
  body ->> '$.meta.provider_name' AS provider,
  COALESCE(body ->> '$.meta.request_model', body ->> '$.meta.response_model') AS model_id,
  COALESCE(service, route) AS endpoint_id,
  COALESCE(body ->> '$.usage.prompt_tokens', body ->> '$.usage.prompt_token') AS input_tokens,
  COALESCE(body ->> '$.usage.completion_tokens', body ->> '$.usage.completion_token') AS output_tokens,
  'gateway' AS source
FROM call
