WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path,
       recon_id, pipeline, partition_key, stage_from, stage_to, measure, currency, from_value, to_value, rejects, filtered,
       tol_abs, tol_pct, opening_value, movement_value, closing_value, computed_at, preparer_id, cleared_at
FROM cells
