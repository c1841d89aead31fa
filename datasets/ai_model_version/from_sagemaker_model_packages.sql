-- The first version of the command line and the API itself write times as seconds since 1970.
SELECT _file, _row, _path,
       COALESCE(group_name, package_name, arn) AS model_id,
       COALESCE(version, '1') AS version,
       COALESCE(group_name, package_name) AS name,
       'internal' AS provider,
       approval_status AS stage,
       created_by,
       iso_time(created_at) AS created_at
FROM raw
