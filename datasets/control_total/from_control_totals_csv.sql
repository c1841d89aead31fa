SELECT _file, _row, _path,
       recon_id, pipeline, partition_key, stage_from, stage_to, measure, currency, from_value, to_value, rejects, filtered,
       tol_abs, tol_pct, opening_value, movement_value, closing_value, computed_at, preparer_id, cleared_at
FROM raw
