-- A tool may write numbers with an exponent, which is a decimal all the same.
SELECT _file, _row, _path,
       model_id, version, metric, COALESCE(segment, 'all') AS segment, value, threshold_low, threshold_high, baseline, n, window_start, window_end
FROM raw
