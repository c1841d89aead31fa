-- One row per enabled data test of the build; models, seeds and the rest are not tests. Before dbt 1.5 a test does not say to
-- which node it is attached: a generic test names it in its argument model, and its dependencies hold the others as well.
WITH node AS (
    SELECT _file, _row, generated_at, invocation_id, UNNEST(map_entries(CAST(CAST(nodes AS JSON) AS MAP(VARCHAR, JSON)))) AS entry
    FROM raw
), test AS (
    SELECT _file, _row, generated_at, invocation_id, entry.key AS unique_id, entry.value AS body,
           from_json(entry.value -> '$.depends_on.nodes', '["VARCHAR"]') AS needed,
           regexp_extract(json_extract_string(entry.value, '$.test_metadata.kwargs.model'), '(?:ref|source)\((?:\s*[''"][^''"]*[''"]\s*,)*\s*[''"]([^''"]*)[''"]', 1) AS named
    FROM node
)
SELECT _file, _row, 'nodes.' || unique_id AS _path,
       unique_id AS test_id,
       COALESCE(
           json_extract_string(body, '$.attached_node'),
           list_filter(needed, lambda n: NULLIF(named, '') IS NOT NULL AND (ends_with(n, '.' || named) OR contains(n, '.' || named || '.v')))[1],
           needed[1]
       ) AS dataset,
       COALESCE(json_extract_string(body, '$.column_name'), json_extract_string(body, '$.test_metadata.kwargs.column_name')) AS column_name,
       json_extract_string(body, '$.test_metadata.name') AS test_type,
       'defined' AS status,
       lower(json_extract_string(body, '$.config.severity')) AS severity,
       generated_at AS executed_at,
       'manifest:' || invocation_id AS run_id,
       CASE WHEN json_extract_string(body, '$.resource_type') <> 'test' THEN 'a ' || json_extract_string(body, '$.resource_type') || ', not a data test' END AS _filtered
FROM test
UNION ALL
SELECT _file, _row, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a build without nodes'
FROM raw
WHERE nodes = '{}'
