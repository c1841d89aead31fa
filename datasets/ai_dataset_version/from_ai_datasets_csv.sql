SELECT _file, _row, _path, dataset_id, version, content_hash, source_uri, licence, pii_class, row_count, approved_by, approved_at, created_at
FROM raw
