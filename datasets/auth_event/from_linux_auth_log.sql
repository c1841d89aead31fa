-- Syslog writes no year: $year is that of the last line, and where December is followed by January the year before ended.
-- What a caller sends as a name may look like the rest of a line, so the last " from " counts. A line has no identity;
-- its text, and its number among equal ones of the file, stand in for one, so that a rotated copy gives the same rows.
-- A line that stands for so many attempts becomes so many rows.
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
    regexp_replace(text, '^message repeated [0-9]{1,4} times?: \[ ?(.*)\]$', '\1') AS message,
    greatest(1, TRY_CAST(regexp_extract(text, '^message repeated ([0-9]{1,4}) times?: \[', 1) AS BIGINT)) AS times
  FROM turned
),
parts AS (
  SELECT
    *,
    regexp_extract(message, '^(Accepted|Failed|Partial) ([^ ]+) for (invalid user )?(.*) from ([^ ]+) port [0-9]+', ['verb', 'method', 'invalid', 'name', 'address']) AS m,
    regexp_extract(message, '^Invalid user (.*) from ([^ ]+)( port [0-9]+)?$', ['name', 'address']) AS i,
    regexp_extract(message, '^User (.*?)(?: from ([^ ]+))? not allowed because (.*)$', ['name', 'address', 'why']) AS d,
    regexp_extract(message, '^ROOT LOGIN REFUSED FROM ([^ ]+)(?: port [0-9]+)?( \[preauth\])?$', ['address', 'child']) AS r,
    regexp_extract(message, '^error: PAM: (.*) for (?:illegal user |invalid user )?(.*) from ([^ ]+)$', ['why', 'name', 'address']) AS p,
    regexp_extract(message, '^fatal: Access denied for user (.*) by (PAM account configuration)', ['name', 'why']) AS a
  FROM line
),
judged AS (
  SELECT
    *,
    CASE
      WHEN repeats IS NOT NULL THEN 'repetitions of the line before are no rows: ' || repeats
      WHEN program IS NULL OR program NOT IN ('sshd', 'sshd-session', 'sshd-auth') THEN 'not a sign-in by ssh: ' || COALESCE(program, other)
      WHEN r.child <> '' THEN 'sshd tells twice that it refused root'
      WHEN regexp_matches(message, '^error: maximum authentication attempts exceeded|Too many authentication failures') THEN 'sshd closed the connection after attempts that have lines of their own'
      WHEN regexp_matches(message, '^(pam_|PAM [0-9]+ more |authentication failure;|[0-9]+ more authentication failure|check pass;)') THEN 'PAM tells of it; of an attempt sshd writes a line of its own'
      WHEN concat(m.verb, i.address, d.why, r.address, p.why, a.why) = '' THEN 'sshd tells of no outcome of an attempt to sign in'
    END AS _filtered
  FROM parts
)
SELECT
  _file,
  _row,
  _path,
  CONCAT_WS(' ', host, COALESCE(iso, year_no || ' ' || stamp), pid, md5(text), twin, NULLIF(nth + 1, 1)) AS event_id,
  COALESCE(NULLIF($system, ''), host) AS system,
  COALESCE(NULLIF(m.name, ''), NULLIF(i.name, ''), NULLIF(d.name, ''), NULLIF(p.name, ''), NULLIF(a.name, ''), CASE WHEN r.address <> '' THEN 'root' END) AS username,
  username AS account_id,
  COALESCE(iso, year_no || '-' || LPAD(CAST(month_no AS VARCHAR), 2, '0') || '-' || LPAD(TRIM(stamp[5:6]), 2, '0') || ' ' || regexp_extract(stamp, '[0-9:]{8}$')) AS event_at,
  CASE
    WHEN m.verb <> '' THEN m.verb || ' ' || m.method
    WHEN i.address <> '' THEN 'Invalid user'
    WHEN d.why <> '' THEN 'User not allowed'
    WHEN r.address <> '' THEN 'ROOT LOGIN REFUSED'
    WHEN p.why <> '' THEN 'error: PAM'
    WHEN a.why <> '' THEN 'Access denied'
    ELSE COALESCE(program, other, 'last message repeated')
  END AS event_type,
  CASE m.verb WHEN 'Accepted' THEN 'success' WHEN 'Partial' THEN 'unknown' ELSE 'failure' END AS result,
  CASE
    WHEN m.verb = 'Failed' THEN CASE WHEN m.invalid <> '' THEN 'invalid user' ELSE m.method END
    WHEN i.address <> '' THEN 'invalid user'
    ELSE COALESCE(NULLIF(d.why, ''), NULLIF(p.why, ''), NULLIF(a.why, ''))
  END AS failure_reason,
  'ssh' AS application,
  COALESCE(NULLIF(m.address, ''), NULLIF(i.address, ''), NULLIF(d.address, ''), NULLIF(r.address, ''), NULLIF(p.address, '')) AS source_ip,
  _filtered
FROM judged, UNNEST(range(CASE WHEN _filtered IS NULL THEN times ELSE 1 END)) AS n(nth)
