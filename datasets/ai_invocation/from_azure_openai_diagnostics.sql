-- properties is an object, or a text that holds one. Acts on threads, files and deployments name no model.
WITH log AS (
  SELECT *, CASE WHEN properties LIKE '{%' THEN TRY_CAST(properties AS JSON) ELSE TRY_CAST(CAST(properties AS JSON) ->> '$' AS JSON) END AS p FROM raw
)
SELECT
  _file, _row, _path,
  CASE
    WHEN category <> 'RequestResponse' THEN 'no call of a model: ' || category
    WHEN COALESCE(p ->> '$.modelDeploymentName', p ->> '$.modelName', '') = ''
      AND NOT regexp_matches(operation, '(?i)completion|embedding|image|audio|speech|transcription|response') THEN 'no call of a model: ' || operation
  END AS _filtered,
  request_id,
  0 AS tool_seq,
  moment AS event_at,
  NULLIF(p ->> '$.objectId', '') AS principal_id,
  'azure' AS provider,
  NULLIF(concat_ws(' ', NULLIF(p ->> '$.modelName', ''), NULLIF(p ->> '$.modelVersion', '')), '') AS model_id,
  concat_ws('/', regexp_extract(resource, '[^/]+$'), NULLIF(p ->> '$.modelDeploymentName', '')) AS endpoint_id,
  region,
  'provider' AS source
FROM log
