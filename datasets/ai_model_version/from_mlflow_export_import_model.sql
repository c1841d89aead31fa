-- A model without a version is left out: nothing can be served from it. Aliases of the model name their version.
WITH model AS (
    SELECT _file, _row, name AS model, user_id, CAST(CAST(COALESCE(aliases, '[]') AS JSON) AS JSON[]) AS aliases,
           UNNEST(CASE WHEN COALESCE(versions, '[]') = '[]' THEN [NULL] ELSE CAST(CAST(versions AS JSON) AS JSON[]) END) AS v
    FROM raw
)
SELECT _file, _row,
       'version ' || json_extract_string(v, '$.version') AS _path,
       model AS model_id,
       json_extract_string(v, '$.version') AS version,
       model AS name,
       NULLIF(json_extract_string(v, '$.description'), '') AS purpose,
       'internal' AS provider,
       json_extract_string(v, '$.current_stage') AS stage,
       NULLIF(array_to_string(list_transform(list_filter(aliases, lambda a: json_extract_string(a, '$.version') = json_extract_string(v, '$.version')),
                                      lambda a: json_extract_string(a, '$.alias')), ','), '') AS alias,
       COALESCE(NULLIF(json_extract_string(v, '$.user_id'), ''), NULLIF(user_id, '')) AS created_by,
       CASE WHEN regexp_matches(json_extract_string(v, '$.creation_timestamp'), '^\d{1,15}$')
            THEN strftime(epoch_ms(CAST(json_extract_string(v, '$.creation_timestamp') AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ')
            ELSE json_extract_string(v, '$.creation_timestamp') END AS created_at,
       CASE WHEN v IS NULL THEN 'a model without a version' END AS _filtered
FROM model
