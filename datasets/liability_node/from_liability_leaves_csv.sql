SELECT _file, _row, _path,
       snapshot_id, snapshot_at, asset,
       1 AS level,
       COALESCE(pos, CAST(row_number() OVER (PARTITION BY snapshot_id, asset ORDER BY _file, _row) - 1 AS VARCHAR)) AS pos,
       node_hash, balance,
       balance AS balance_text,
       TRUE AS is_leaf,
       FALSE AS is_padding,
       account_ref
FROM raw
