-- Empty text means unknown in this log; the key's alias or owner is the caller where no user is given.
WITH log AS (
    SELECT _file, _row, _path, request_id, start_time, caller, end_user, team_id, provider, model, model_group, deployment, prompt_tokens, completion_tokens, tool_name,
           TRY_CAST(metadata AS JSON) AS meta
    FROM raw
)
SELECT _file, _row, _path,
       request_id,
       0 AS tool_seq,
       start_time AS event_at,
       COALESCE(NULLIF(caller, ''), json_extract_string(meta, '$.user_api_key_user_id'), json_extract_string(meta, '$.user_api_key_alias'), NULLIF(end_user, '')) AS principal_id,
       COALESCE(NULLIF(team_id, ''), json_extract_string(meta, '$.user_api_key_team_id')) AS app_id,
       NULLIF(provider, '') AS provider,
       COALESCE(NULLIF(model_group, ''), NULLIF(model, '')) AS model_id,
       COALESCE(NULLIF(deployment, ''), NULLIF(model, '')) AS endpoint_id,
       NULLIF(array_to_string(CAST(json_extract(meta, '$.applied_guardrails') AS VARCHAR[]), ','), '') AS guardrail_id,
       -- one object, or in newer versions a list with one for each guardrail that ran
       COALESCE(json_extract_string(meta, '$.guardrail_information.guardrail_status'),
                NULLIF(array_to_string(list_sort(list_distinct(json_extract_string(meta, '$.guardrail_information[*].guardrail_status'))), ','), '')) AS guardrail_action,
       prompt_tokens AS input_tokens,
       completion_tokens AS output_tokens,
       tool_name,
       'gateway' AS source
FROM log
