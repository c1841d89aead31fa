-- A query is quoted; a table is named by itself. A record has no identity: what it says, and its number among equal ones of
-- the file, stand in for one. MariaDB Enterprise puts commas where others write table|database.table.
WITH named AS (
  SELECT * REPLACE (CASE WHEN operation = 'RENAME' THEN regexp_replace(object, '^([^,|]*),([^,]*),([^,]*?)\s*$', '\1|\2.\3') ELSE object END AS object)
  FROM raw
)
SELECT
  _file, _row, _path,
  CASE WHEN operation IN ('CONNECT', 'DISCONNECT', 'FAILED_CONNECT') THEN 'signing in or out: ' || operation END AS _filtered,
  concat_ws(' ', server, stamp, connection, query, operation, md5(concat(account, client, db, object)), row_number() OVER (PARTITION BY _file, server, stamp, connection, query, operation, account, client, db, object ORDER BY _row)) AS event_id,
  'db' AS provider,
  COALESCE(NULLIF($system, ''), server) AS account_or_project,
  CASE
    WHEN length(stamp) = 16 THEN strftime(make_timestamp(CAST(stamp AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ')
    ELSE concat(stamp[1:4], '-', stamp[5:6], '-', stamp[7:8], ' ', lpad(trim(stamp[9:]), 8, '0'))
  END AS event_at,
  NULLIF(account, '') AS actor_id,
  NULLIF(account, '') AS actor_name,
  -- a port stands behind an address, or unavailable; behind an IPv6 address without brackets it is known by its five digits
  NULLIF(regexp_replace(trim(client), '^\[?(.*?)\]?:([0-9]{5}|unavailable)$|^\[(.*)\](:[0-9]+)?$|^([^:]*):[0-9]+$', '\1\3\5'), '') AS source_ip,
  'mariadb' AS service,
  operation AS event_type,
  CASE WHEN operation LIKE 'QUERY%' THEN COALESCE(NULLIF(upper(regexp_extract(object, '^''\s*([A-Za-z]+)', 1)), ''), operation) ELSE operation END AS action,
  CASE WHEN operation LIKE 'QUERY%' THEN NULLIF(db, '') ELSE concat_ws('.', NULLIF(db, ''), NULLIF(object, '')) END AS resource,
  CASE WHEN operation NOT LIKE 'QUERY%' THEN NULLIF(object, '') END AS resource_name,
  CASE WHEN COALESCE(code, '') = '' THEN 'unknown' WHEN code = '0' THEN 'success' ELSE 'failure' END AS result,
  CASE WHEN code NOT IN ('', '0') THEN code END AS error_code,
  CASE WHEN operation = 'READ' THEN true WHEN operation IN ('WRITE', 'CREATE', 'ALTER', 'RENAME', 'DROP') THEN false END AS read_only,
  CASE WHEN operation LIKE 'QUERY%' THEN CAST(json_object('statement', regexp_replace(object, '^''(.*)''$', '\1', 's')) AS VARCHAR) END AS request
FROM named
