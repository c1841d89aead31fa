-- A tool may write numbers with an exponent, which is a decimal all the same.
WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path,
       model_id, version, metric, COALESCE(segment, 'all') AS segment, value, threshold_low, threshold_high, baseline, n, window_start, window_end
FROM cells
