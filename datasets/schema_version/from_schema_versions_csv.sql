SELECT _file, _row, _path, dataset, version_no, captured_at, columns, code_hash, ticket_id
FROM raw
