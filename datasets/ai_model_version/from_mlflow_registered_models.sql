-- A model without a version is left out: nothing can be served from it. Aliases of the model name their version.
WITH model AS (
    SELECT _file, _row, name, user_id, tags, CAST(CAST(COALESCE(aliases, '[]') AS JSON) AS JSON[]) AS aliases,
           UNNEST(CASE WHEN COALESCE(versions, '[]') = '[]' THEN [NULL] ELSE CAST(CAST(versions AS JSON) AS JSON[]) END) AS v
    FROM raw
)
SELECT _file, _row,
       'version ' || (v ->> '$.version') AS _path,
       CASE WHEN v IS NULL THEN 'a model without a version' END AS _filtered,
       name,
       v ->> '$.version' AS version,
       v ->> '$.current_stage' AS stage,
       array_to_string(list_transform(list_filter(aliases, lambda a: (a ->> '$.version') = (v ->> '$.version')), lambda a: a ->> '$.alias'), ',') AS alias,
       v ->> '$.tags' AS tags,
       tags AS model_tags,
       v ->> '$.description' AS description,
       COALESCE(NULLIF(v ->> '$.user_id', ''), user_id) AS user_id,
       v ->> '$.creation_timestamp' AS creation_timestamp
FROM model
