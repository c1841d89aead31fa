-- USER_LOGIN is a sign-in, USER_AUTH the proof of a factor by ssh, sudo, su or the console. A name in quotes is written as
-- it is; one without quotes is hexadecimal, because it has a character that could mislead a reader of the log, and stays so
-- when its bytes are no UTF-8. Words such as (unknown) stand where there is no name. Red Hat 5 and 6 write a comma after the
-- address.
WITH parts AS (
  SELECT
    *,
    regexp_extract(body, '\bacct="([^"]*)"', 1) AS plain,
    regexp_extract(body, '\bacct=((?:[0-9A-F]{2})+)(?: |$)', 1) AS coded,
    regexp_extract(body, '\bid=([0-9]+)', 1) AS number,
    regexp_extract(body, '\bID="([^"]*)"', 1) AS looked_up,
    regexp_extract(body, '\baddr=([^ '',]+)', 1) AS address,
    regexp_extract(body, '\bexe="([^"]*)"', 1) AS program,
    regexp_extract(body, '\bop=([^ '']+)', 1) AS operation,
    regexp_extract(body, '\bses=([0-9]+)', 1) AS session,
    regexp_extract(body, '\bres=([a-z0-9]+)', 1) AS outcome
  FROM raw
),
written AS (
  SELECT *, COALESCE(NULLIF(plain, ''), TRY(decode(unhex(NULLIF(coded, '')))), NULLIF(coded, '')) AS name FROM parts
),
named AS (
  SELECT
    *,
    COALESCE(
      CASE WHEN name NOT IN ('?', '(unknown)', '(unknown user)', '(invalid user)') THEN name END, NULLIF(looked_up, ''), NULLIF(number, '')
    ) AS account
  FROM written
)
SELECT
  _file,
  _row,
  _path,
  CONCAT_WS(' ', seconds || '.' || millis || ':' || serial, kind) AS event_id,
  COALESCE(node, $system) AS system,
  account AS account_id,
  account AS username,
  STRFTIME(MAKE_TIMESTAMP(CAST(seconds AS BIGINT) * 1000000 + CAST(millis AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%S.%gZ') AS event_at,
  CONCAT_WS(' ', kind, NULLIF(operation, '')) AS event_type,
  CASE WHEN outcome IN ('success', '1') THEN 'success' WHEN outcome IN ('failed', '0') THEN 'failure' ELSE 'unknown' END AS result,
  CASE WHEN outcome IN ('failed', '0') THEN NULLIF(operation, '') END AS failure_reason,
  CASE WHEN session NOT IN ('', '4294967295') THEN session END AS session_id,
  NULLIF(program, '') AS application,
  CASE WHEN address NOT IN ('', '?') THEN address END AS source_ip,
  CASE WHEN kind NOT IN ('USER_LOGIN', 'USER_AUTH') THEN 'not a sign-in: ' || kind END AS _filtered
FROM named
