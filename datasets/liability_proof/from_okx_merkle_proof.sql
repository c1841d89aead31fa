-- The node of the customer comes first, then the siblings upward; the last entry of the path is the root.
WITH node AS (
    SELECT _file, _row, _name, CAST(self AS JSON) AS node, 0 AS step, 'self' AS role, 'self' AS place
    FROM raw
    UNION ALL
    SELECT _file, _row, _name, node, step, CASE WHEN step = last_step THEN 'root' ELSE 'sibling' END, 'path[' || CAST(step - 1 AS VARCHAR) || ']'
    FROM (SELECT _file, _row, _name, UNNEST(CAST(CAST(path AS JSON) AS JSON[])) AS node, generate_subscripts(CAST(CAST(path AS JSON) AS JSON[]), 1) AS step,
                 json_array_length(path) AS last_step
          FROM raw) p
), balance AS (
    SELECT _file, _row, _name, node, step, role, place, map_entries(CAST(json_extract(node, '$.balances') AS MAP(VARCHAR, VARCHAR))) AS balances
    FROM node
), one AS (
    SELECT _file, _row, _name, node, step, role, place, UNNEST(balances) AS entry, generate_subscripts(balances, 1) AS asset_no
    FROM balance
)
SELECT _file, _row,
       place || '.balances.' || entry.key AS _path,
       regexp_extract(_name, '[^/!]+$') AS proof_id,
       json_extract_string(node, '$.auditId') AS snapshot_id,
       step, role,
       CASE json_extract_string(node, '$.type') WHEN '1' THEN 'left' WHEN '2' THEN 'right' END AS side,
       json_extract_string(node, '$.height') AS level,
       json_extract_string(node, '$.hash') AS node_hash,
       json_extract_string(node, '$.nonce') AS nonce,
       entry.key AS asset,
       asset_no,
       entry.value AS balance,
       entry.value AS balance_text
FROM one
