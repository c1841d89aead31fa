SELECT _file, _row, _path,
       COALESCE(group_name, package_name, arn) AS model_id,
       COALESCE(version, '1') AS version,
       COALESCE(group_name, package_name) AS name,
       'internal' AS provider,
       approval_status AS stage,
       created_at
FROM raw
