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
  SELECT _file, _row, lines, STRING_SPLIT(lines[1], ',') AS names, UNNEST(RANGE(2, LEN(lines) + 1)) AS line_no
  FROM report
),
values_found AS (
  SELECT _file, _row, 'line ' || line_no AS _path, names, STRING_SPLIT(lines[line_no], ',') AS v
  FROM numbered
),
cells AS (
  SELECT
    _file,
    _row,
    _path,
    CASE WHEN LEN(names) = LEN(v) THEN v[LIST_POSITION(names, 'user')] END AS user_name,
    v[LIST_POSITION(names, 'arn')] AS arn,
    v[LIST_POSITION(names, 'user_creation_time')] AS user_created,
    v[LIST_POSITION(names, 'password_enabled')] AS password_enabled,
    v[LIST_POSITION(names, 'password_last_used')] AS password_last_used,
    v[LIST_POSITION(names, 'mfa_active')] AS mfa_active,
    v[LIST_POSITION(names, 'access_key_1_active')] AS key1_active,
    v[LIST_POSITION(names, 'access_key_1_last_used_date')] AS key1_last_used,
    v[LIST_POSITION(names, 'access_key_2_active')] AS key2_active,
    v[LIST_POSITION(names, 'access_key_2_last_used_date')] AS key2_last_used,
    v[LIST_POSITION(names, 'cert_1_active')] AS cert1_active,
    v[LIST_POSITION(names, 'cert_2_active')] AS cert2_active
  FROM values_found
),
users AS (
  SELECT
    *,
    user_name = '<root_account>' AS is_root,
    CASE WHEN password_last_used LIKE 'n%' OR password_last_used = 'N/A' THEN NULL ELSE password_last_used END AS password_used,
    NULLIF(key1_last_used, 'N/A') AS key1_used,
    NULLIF(key2_last_used, 'N/A') AS key2_used,
    COALESCE('true' IN (password_enabled, key1_active, key2_active, cert1_active, cert2_active), FALSE) AS any_active
  FROM cells
)
SELECT
  _file,
  _row,
  _path,
  'aws:' || SPLIT_PART(arn, ':', 5) AS system,
  user_name AS account_id,
  user_name AS username,
  CASE WHEN is_root THEN 'breakglass' WHEN password_enabled = 'true' THEN 'human' ELSE 'service' END AS account_type,
  CASE WHEN is_root OR any_active THEN 'true' ELSE 'false' END AS enabled,
  user_created AS created_at,
  password_used AS last_login_at,
  GREATEST(password_used, key1_used, key2_used) AS last_activity_at, -- all are UTC in the same form
  CASE WHEN mfa_active <> 'not_supported' THEN mfa_active END AS mfa_enabled,
  CASE WHEN is_root OR password_enabled = 'true' THEN 'local' ELSE 'api' END AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
