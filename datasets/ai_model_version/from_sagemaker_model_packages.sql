-- The first version of the command line and the API itself write times as seconds since 1970.
SELECT _file, _row, _path,
       COALESCE(group_name, package_name, arn) AS model_id,
       COALESCE(version, '1') AS version,
       COALESCE(group_name, package_name) AS name,
       'internal' AS provider,
       approval_status AS stage,
       created_by,
       CASE WHEN regexp_matches(created_at, '^\d{9,10}(\.\d+)?$')
            THEN strftime(make_timestamp(CAST(CAST(created_at AS DECIMAL(24, 6)) * 1000000 AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ')
            ELSE created_at END AS created_at
FROM raw
