-- Syslog writes no year: $year is that of the last line, and where December is followed by January the year before ended.
-- What a caller sends as a name may look like the rest of a line, so the last " from " counts. A line has no identity;
-- its text, and its number among equal ones of the file, stand in for one, so that a rotated copy gives the same rows.
WITH dated AS (
  SELECT
    *,
    CASE
      WHEN stamp IS NOT NULL THEN LIST_POSITION(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'], stamp[1:3])
    END AS month_no
  FROM raw
),
turned AS (
  SELECT *, month_no = 1 AND LAG(month_no) OVER (PARTITION BY _file ORDER BY _row) = 12 AS new_year FROM dated
),
line AS (
  SELECT
    *,
    TRY_CAST(NULLIF($year, '') AS BIGINT)
    - COUNT(*) FILTER (WHERE new_year) OVER (PARTITION BY _file)
    + COUNT(*) FILTER (WHERE new_year) OVER (PARTITION BY _file ORDER BY _row) AS year_no,
    ROW_NUMBER() OVER (PARTITION BY _file, host, iso, stamp, pid, text ORDER BY _row) AS twin,
    regexp_replace(text, '^message repeated [0-9]+ times: \[ ?(.*)\]$', '\1') AS message
  FROM turned
),
parts AS (
  SELECT
    *,
    regexp_extract(message, '^(Accepted|Failed|Partial) ([^ ]+) for (invalid user )?(.*) from ([^ ]+) port [0-9]+', ['verb', 'method', 'invalid', 'name', 'address']) AS m,
    regexp_extract(message, '^Invalid user (.*) from ([^ ]+)( port [0-9]+)?$', ['name', 'address']) AS i,
    regexp_extract(message, '^User (.*) from ([^ ]+) not allowed because (.*)$', ['name', 'address', 'why']) AS d
  FROM line
)
SELECT
  _file,
  _row,
  _path,
  CONCAT_WS(' ', host, COALESCE(iso, year_no || ' ' || stamp), pid, md5(text), twin) AS event_id,
  COALESCE(NULLIF($system, ''), host) AS system,
  COALESCE(NULLIF(m.name, ''), NULLIF(i.name, ''), NULLIF(d.name, '')) AS account_id,
  COALESCE(NULLIF(m.name, ''), NULLIF(i.name, ''), NULLIF(d.name, '')) AS username,
  COALESCE(iso, year_no || '-' || LPAD(CAST(month_no AS VARCHAR), 2, '0') || '-' || LPAD(TRIM(stamp[5:6]), 2, '0') || ' ' || regexp_extract(stamp, '[0-9:]{8}$')) AS event_at,
  CASE
    WHEN m.verb <> '' THEN m.verb || ' ' || m.method
    WHEN i.address <> '' THEN 'Invalid user'
    WHEN d.address <> '' THEN 'User not allowed'
    ELSE COALESCE(program, other)
  END AS event_type,
  CASE m.verb WHEN 'Accepted' THEN 'success' WHEN 'Partial' THEN 'unknown' ELSE 'failure' END AS result,
  CASE
    WHEN m.verb = 'Failed' THEN CASE WHEN m.invalid <> '' THEN 'invalid user' ELSE m.method END
    WHEN i.address <> '' THEN 'invalid user'
    WHEN d.address <> '' THEN d.why
  END AS failure_reason,
  'ssh' AS application,
  COALESCE(NULLIF(m.address, ''), NULLIF(i.address, ''), NULLIF(d.address, '')) AS source_ip,
  CASE
    WHEN program IS NULL OR program NOT IN ('sshd', 'sshd-session', 'sshd-auth') THEN 'not a sign-in by ssh: ' || COALESCE(program, other)
    WHEN m.verb = '' AND i.address = '' AND d.address = '' THEN 'sshd tells of no attempt to sign in'
  END AS _filtered
FROM parts
