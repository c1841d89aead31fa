WITH node AS (
    SELECT _file, _row, _name, hash, nonce, CAST(total AS JSON) AS balances, 0 AS step, 'user' AS role, 'totalBalances' AS place
    FROM raw
    UNION ALL
    SELECT _file, _row, _name, json_extract_string(node, '$.hash'), NULL, json_extract(node, '$.balances'), step, 'leaf', 'nodes[' || CAST(step - 1 AS VARCHAR) || '].balances'
    FROM (SELECT _file, _row, _name, UNNEST(CAST(CAST(nodes AS JSON) AS JSON[])) AS node, generate_subscripts(CAST(CAST(nodes AS JSON) AS JSON[]), 1) AS step FROM raw) n
), one AS (
    SELECT _file, _row, _name, hash, nonce, step, role, place, UNNEST(map_entries(CAST(balances AS MAP(VARCHAR, VARCHAR)))) AS entry,
           generate_subscripts(map_entries(CAST(balances AS MAP(VARCHAR, VARCHAR))), 1) AS asset_no
    FROM node
)
SELECT _file, _row,
       place || '.' || entry.key AS _path,
       regexp_extract(_name, '[^/!]+$') AS proof_id,
       step, role,
       CASE role WHEN 'leaf' THEN 1 END AS level,
       hash AS node_hash,
       nonce,
       entry.key AS asset,
       asset_no,
       entry.value AS balance,
       entry.value AS balance_text
FROM one
