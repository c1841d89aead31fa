-- The API gives the whole report as one text, in base64 unless a program has decoded it. It is split into its lines and
-- each line into the columns that the first one names. A line with another number of values keeps no name and is rejected.
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
    CASE WHEN LEN(names) = LEN(STRING_SPLIT(line, ',')) THEN MAP(names, STRING_SPLIT(line, ',')) END AS u,
    u['user'] AS user_name,
    user_name = '<root_account>' AS is_root,
    CASE WHEN u['password_last_used'] LIKE 'n%' OR u['password_last_used'] = 'N/A' THEN NULL ELSE u['password_last_used'] END AS password_used,
    NULLIF(u['access_key_1_last_used_date'], 'N/A') AS key1_used,
    NULLIF(u['access_key_2_last_used_date'], 'N/A') AS key2_used
  FROM numbered
)
SELECT
  _file,
  _row,
  _path,
  'aws:' || SPLIT_PART(u['arn'], ':', 5) AS system,
  user_name AS account_id,
  user_name AS username,
  CASE WHEN is_root THEN 'breakglass' WHEN u['password_enabled'] = 'true' THEN 'human' ELSE 'service' END AS account_type,
  CAST(COALESCE(is_root OR 'true' IN (
    u['password_enabled'], u['access_key_1_active'], u['access_key_2_active'], u['cert_1_active'], u['cert_2_active']
  ), FALSE) AS VARCHAR) AS enabled,
  u['user_creation_time'] AS created_at,
  password_used AS last_login_at,
  GREATEST(password_used, key1_used, key2_used) AS last_activity_at,
  CASE WHEN u['mfa_active'] <> 'not_supported' THEN u['mfa_active'] END AS mfa_enabled,
  CASE WHEN is_root OR u['password_enabled'] = 'true' THEN 'local' ELSE 'api' END AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
