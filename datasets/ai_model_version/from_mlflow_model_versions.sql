-- Tags come as an array of key and value, or as an object (older exports).
WITH version AS (
    SELECT _file, _row, _path, name, version, stage, aliases, user_id, description, creation_timestamp,
           CASE WHEN tags LIKE '[%'
                THEN map_from_entries(list_transform(CAST(CAST(tags AS JSON) AS JSON[]),
                         lambda t: {'key': json_extract_string(t, '$.key'), 'value': json_extract_string(t, '$.value')}))
                ELSE CAST(CAST(COALESCE(NULLIF(tags, ''), '{}') AS JSON) AS MAP(VARCHAR, VARCHAR)) END AS tag
    FROM raw
)
SELECT _file, _row, _path,
       name AS model_id, version, name,
       COALESCE(tag['purpose'], NULLIF(description, '')) AS purpose,
       tag['risk_tier'] AS risk_tier,
       tag['owner'] AS owner_id,
       'internal' AS provider,
       stage,
       NULLIF(array_to_string(CAST(CAST(NULLIF(aliases, '') AS JSON) AS VARCHAR[]), ','), '') AS alias,
       NULLIF(user_id, '') AS created_by,
       CASE WHEN regexp_matches(creation_timestamp, '^\d{1,15}$') THEN strftime(epoch_ms(CAST(creation_timestamp AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ')
            ELSE creation_timestamp END AS created_at,
       tag['trained_at'] AS trained_at,
       tag['promoted_by'] AS promoted_by,
       tag['promoted_at'] AS promoted_at,
       tag['validated_by'] AS validated_by,
       tag['validated_at'] AS validated_at,
       tag['validation_ref'] AS validation_ref,
       tag['eval_ref'] AS eval_ref,
       tag['dataset_id'] AS dataset_id,
       tag['dataset_hash'] AS dataset_hash,
       tag['artifact_digest'] AS artifact_digest,
       tag['endpoint_id'] AS endpoint_id
FROM version
