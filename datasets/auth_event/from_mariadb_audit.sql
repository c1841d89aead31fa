-- A record has no identity: what it says, and its number among equal ones of the file, stand in for one.
SELECT
  _file, _row, _path,
  CASE WHEN operation NOT IN ('CONNECT', 'FAILED_CONNECT') THEN 'not a sign-in: ' || operation END AS _filtered,
  concat_ws(' ', server, stamp, connection, query, operation, md5(concat(account, client, db, object)), row_number() OVER (PARTITION BY _file, server, stamp, connection, query, operation, account, client, db, object ORDER BY _row)) AS event_id,
  COALESCE(NULLIF($system, ''), server) AS system,
  account AS account_id,
  account AS username,
  CASE
    WHEN length(stamp) = 16 THEN strftime(make_timestamp(CAST(stamp AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ')
    ELSE concat(stamp[1:4], '-', stamp[5:6], '-', stamp[7:8], ' ', lpad(trim(stamp[9:]), 8, '0'))
  END AS event_at,
  operation AS event_type,
  CASE WHEN operation = 'CONNECT' AND code IN ('', '0') THEN 'success' ELSE 'failure' END AS result,
  CASE WHEN code NOT IN ('', '0') THEN code END AS failure_reason,
  connection AS session_id,
  'mariadb' AS application,
  -- a port stands behind an address, or unavailable; behind an IPv6 address without brackets it is known by its five digits
  NULLIF(regexp_replace(trim(client), '^\[?(.*?)\]?:([0-9]{5}|unavailable)$|^\[(.*)\](:[0-9]+)?$|^([^:]*):[0-9]+$', '\1\3\5'), '') AS source_ip
FROM raw
