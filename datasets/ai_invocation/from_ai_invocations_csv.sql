SELECT _file, _row, _path,
       request_id, COALESCE(tool_seq, '0') AS tool_seq, event_at, principal_id, app_id, provider, model_id, endpoint_id, guardrail_id, guardrail_action,
       input_tokens, output_tokens, tool_name, action_class, approval_id, pii_hits, region, lower(source) AS source
FROM raw
