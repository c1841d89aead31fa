WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path, dataset_id, version, content_hash, source_uri, licence, pii_class, row_count, approved_by, approved_at, created_at
FROM cells
