-- Tags come as an array of key and value, or as an object (older exports).
WITH version AS (
    SELECT _file, _row, _path, name, version, stage, aliases, user_id, description, creation_timestamp,
           CASE WHEN tags LIKE '[%' THEN list_reduce(list_prepend('{}'::JSON, list_transform(CAST(CAST(tags AS JSON) AS JSON[]),
                     lambda t: json_object(json_extract_string(t, '$.key'), json_extract_string(t, '$.value')))), lambda a, b: json_merge_patch(a, b))
                ELSE COALESCE(tags, '{}') END AS tag
    FROM raw
)
SELECT _file, _row, _path,
       name AS model_id, version, name,
       COALESCE(json_extract_string(tag, '$.purpose'), NULLIF(description, '')) AS purpose,
       json_extract_string(tag, '$.risk_tier') AS risk_tier,
       json_extract_string(tag, '$.owner') AS owner_id,
       'internal' AS provider,
       stage,
       NULLIF(array_to_string(CAST(CAST(aliases AS JSON) AS VARCHAR[]), ','), '') AS alias,
       NULLIF(user_id, '') AS created_by,
       CASE WHEN regexp_matches(creation_timestamp, '^\d{1,15}$') THEN strftime(epoch_ms(CAST(creation_timestamp AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ')
            ELSE creation_timestamp END AS created_at,
       json_extract_string(tag, '$.trained_at') AS trained_at,
       json_extract_string(tag, '$.promoted_by') AS promoted_by,
       json_extract_string(tag, '$.promoted_at') AS promoted_at,
       json_extract_string(tag, '$.validated_by') AS validated_by,
       json_extract_string(tag, '$.validated_at') AS validated_at,
       json_extract_string(tag, '$.validation_ref') AS validation_ref,
       json_extract_string(tag, '$.eval_ref') AS eval_ref,
       json_extract_string(tag, '$.dataset_id') AS dataset_id,
       json_extract_string(tag, '$.dataset_hash') AS dataset_hash,
       json_extract_string(tag, '$.artifact_digest') AS artifact_digest,
       json_extract_string(tag, '$.endpoint_id') AS endpoint_id
FROM version
