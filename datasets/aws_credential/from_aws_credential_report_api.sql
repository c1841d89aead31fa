-- The API gives the whole report as one text, in base64 unless a program has decoded it. It is split into its lines and
-- each line into the columns that the first one names. A line with another number of values keeps no name and is
-- rejected. From there on see from_aws_credential_report.sql.
WITH report AS (
  SELECT
    _file,
    _row,
    STRING_SPLIT(REPLACE(TRIM(
      CASE WHEN STARTS_WITH(content, 'user,') THEN content ELSE DECODE(FROM_BASE64(content)) END, CHR(10) || ' '
    ), CHR(13), ''), CHR(10)) AS lines
  FROM raw
),
numbered AS (
  SELECT _file, _row, STRING_SPLIT(lines[1], ',') AS names, UNNEST(lines[2:]) AS line, UNNEST(RANGE(2, LEN(lines) + 1)) AS line_no
  FROM report
),
users AS (
  SELECT
    _file,
    _row,
    'line ' || line_no AS _path,
    CASE WHEN LEN(names) = LEN(STRING_SPLIT(line, ',')) THEN MAP(names, STRING_SPLIT(line, ',')) END AS u
  FROM numbered
),
places AS (
  SELECT
    *,
    UNNEST([
      {cred: 'password', active: u['password_enabled'], rotated: u['password_last_changed'], used: u['password_last_used'], region: NULL, service: NULL},
      {cred: 'key1', active: u['access_key_1_active'], rotated: u['access_key_1_last_rotated'], used: u['access_key_1_last_used_date'], region: u['access_key_1_last_used_region'], service: u['access_key_1_last_used_service']},
      {cred: 'key2', active: u['access_key_2_active'], rotated: u['access_key_2_last_rotated'], used: u['access_key_2_last_used_date'], region: u['access_key_2_last_used_region'], service: u['access_key_2_last_used_service']},
      {cred: 'cert1', active: u['cert_1_active'], rotated: u['cert_1_last_rotated'], used: NULL, region: NULL, service: NULL},
      {cred: 'cert2', active: u['cert_2_active'], rotated: u['cert_2_last_rotated'], used: NULL, region: NULL, service: NULL}
    ]) AS p
  FROM users
),
states AS (
  SELECT
    *,
    CASE
      WHEN p.used NOT IN ('N/A', 'no_information', 'not_supported') THEN 'value'
      WHEN p.used IN ('no_information', 'not_supported') THEN p.used
      WHEN COALESCE(p.active, 'false') = 'false' AND COALESCE(p.rotated, 'N/A') = 'N/A' THEN 'not_applicable'
      WHEN p.cred LIKE 'cert%' THEN 'not_tracked'
      WHEN p.cred LIKE 'key%' THEN 'never'
      ELSE 'not_applicable'
    END AS state
  FROM places
)
SELECT
  _file,
  _row,
  _path || ' ' || p.cred AS _path,
  SPLIT_PART(u['arn'], ':', 5) AS account,
  u['user'] AS user,
  u['arn'] AS arn,
  p.cred AS cred_type,
  CASE WHEN p.active NOT IN ('N/A', 'not_supported') THEN p.active END AS active,
  CASE WHEN p.rotated NOT IN ('N/A', 'not_supported') THEN p.rotated END AS rotated_at,
  CASE WHEN state = 'value' THEN p.used END AS last_used_at,
  state AS last_used_state,
  NULLIF(p.service, 'N/A') AS last_used_service,
  NULLIF(p.region, 'N/A') AS last_used_region,
  CASE WHEN state IN ('never', 'no_information') THEN 'true' WHEN state = 'value' THEN 'false' END AS never_used,
  CASE WHEN u['mfa_active'] <> 'not_supported' THEN u['mfa_active'] END AS mfa_active,
  u['user'] = '<root_account>' AS is_root,
  CASE WHEN u['user_creation_time'] <> 'N/A' THEN u['user_creation_time'] END AS user_created_at,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM states
