SELECT _file, _row, _path, change_id, lower(kind) AS kind, object_id, chain,
       CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
       "before", "after", initiated_by, initiated_at, effective_at, ticket_id
FROM raw
