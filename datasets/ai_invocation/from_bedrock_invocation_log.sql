-- modelId is a model id or the ARN of a profile or deployment: the part after the last slash names it.
SELECT _file, _row, _path,
       request_id,
       0 AS tool_seq,
       event_at,
       principal_arn AS principal_id,
       account AS app_id,
       'bedrock' AS provider,
       regexp_extract(model_id, '([^/]+)$', 1) AS model_id,
       CASE WHEN model_id LIKE 'arn:%' THEN model_id END AS endpoint_id,
       guardrail AS guardrail_id,
       CASE WHEN guardrail_action = 'INTERVENED' OR stop_reason = 'guardrail_intervened' THEN 'blocked' WHEN guardrail_action = 'NONE' THEN 'none'
            ELSE guardrail_action END AS guardrail_action,
       input_tokens, output_tokens, region,
       'provider' AS source
FROM raw
