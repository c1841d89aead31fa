-- The lowest level holds the leaves. A padding node carries nothing and repeats the hash of the line before or after it in its level;
-- a level has at most one, the first that looks so.
WITH line AS (
    SELECT _file, _row, _name, lower(hash) AS hash, CAST(level AS BIGINT) AS level, map_entries(CAST(CAST(balances AS JSON) AS MAP(VARCHAR, VARCHAR))) AS balances
    FROM raw
), placed AS (
    SELECT _file, _row, _name, hash, level, balances,
           row_number() OVER (PARTITION BY _file, level ORDER BY _row) - 1 AS pos,
           level = min(level) OVER (PARTITION BY _file) AS is_leaf,
           len(list_filter(balances, lambda b: COALESCE(TRY_CAST(b.value AS DECIMAL(38, 18)), 1) <> 0)) = 0
               AND (hash IS NOT DISTINCT FROM lag(hash) OVER (PARTITION BY _file, level ORDER BY _row)
                    OR hash IS NOT DISTINCT FROM lead(hash) OVER (PARTITION BY _file, level ORDER BY _row)) AS like_padding
    FROM line
), marked AS (
    SELECT _file, _row, _name, hash, level, balances, pos, is_leaf,
           like_padding AND count(*) FILTER (WHERE like_padding) OVER (PARTITION BY _file, level ORDER BY _row) = 1 AS is_padding
    FROM placed
), one AS (
    SELECT _file, _row, _name, hash, level, pos, is_leaf, is_padding, UNNEST(balances) AS entry, generate_subscripts(balances, 1) AS asset_no
    FROM marked
)
SELECT _file, _row,
       entry.key AS _path,
       COALESCE(NULLIF($snapshot, ''), regexp_extract(_name, '[^/!]+$')) AS snapshot_id,
       NULLIF($snapshot_at, '') AS snapshot_at,
       entry.key AS asset,
       asset_no, level, pos,
       hash AS node_hash,
       entry.value AS balance,
       entry.value AS balance_text,
       is_leaf, is_padding
FROM one
