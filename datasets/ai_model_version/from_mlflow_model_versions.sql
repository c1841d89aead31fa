SELECT _file, _row, _path,
       CAST(NULL AS VARCHAR) AS _filtered,
       name, version, stage,
       array_to_string(CAST(CAST(NULLIF(aliases, '') AS JSON) AS VARCHAR[]), ',') AS alias,
       tags,
       CAST(NULL AS VARCHAR) AS model_tags,
       description, user_id, creation_timestamp
FROM raw
