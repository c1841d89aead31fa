-- modelId is a model id or the ARN of a profile or deployment: the part after the last slash names it. The answer to a call that
-- streams is a list of pieces; what the guardrail did stands in the last, and INTERVENED comes before NONE.
WITH log AS (
    SELECT *, COALESCE(guardrail_action, list_sort(json_extract_string(output_body, '$[*].amazon-bedrock-guardrailAction'))[1]) AS action
    FROM raw
)
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
       CASE WHEN action = 'INTERVENED' OR stop_reason = 'guardrail_intervened' THEN 'blocked' WHEN action = 'NONE' THEN 'none'
            ELSE action END AS guardrail_action,
       input_tokens, output_tokens, region,
       'provider' AS source
FROM log
