-- The first version of the AWS command line writes times as seconds since 1970.
SELECT
  _file, _row, _path,
  digest AS image_digest,
  concat_ws('.', registry, 'dkr.ecr', NULLIF($region, ''), 'amazonaws.com') AS registry,
  repository,
  tags,
  CASE WHEN regexp_matches(pushed, '^[0-9]+(\.[0-9]+)?$') THEN strftime(make_timestamp(CAST(CAST(pushed AS DECIMAL(38,6)) * 1000000 AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') ELSE pushed END AS pushed_at,
  CASE WHEN regexp_matches(scanned, '^[0-9]+(\.[0-9]+)?$') THEN strftime(make_timestamp(CAST(CAST(scanned AS DECIMAL(38,6)) * 1000000 AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') ELSE scanned END AS last_scanned_at,
  CASE WHEN regexp_matches(scanner_db, '^[0-9]+(\.[0-9]+)?$') THEN strftime(make_timestamp(CAST(CAST(scanner_db AS DECIMAL(38,6)) * 1000000 AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') ELSE scanner_db END AS scanner_db_at
FROM raw
