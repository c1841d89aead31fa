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
    v[LIST_POSITION(names, 'password_last_changed')] AS password_last_changed,
    v[LIST_POSITION(names, 'mfa_active')] AS mfa_active,
    v[LIST_POSITION(names, 'access_key_1_active')] AS key1_active,
    v[LIST_POSITION(names, 'access_key_1_last_rotated')] AS key1_rotated,
    v[LIST_POSITION(names, 'access_key_1_last_used_date')] AS key1_last_used,
    v[LIST_POSITION(names, 'access_key_1_last_used_region')] AS key1_region,
    v[LIST_POSITION(names, 'access_key_1_last_used_service')] AS key1_service,
    v[LIST_POSITION(names, 'access_key_2_active')] AS key2_active,
    v[LIST_POSITION(names, 'access_key_2_last_rotated')] AS key2_rotated,
    v[LIST_POSITION(names, 'access_key_2_last_used_date')] AS key2_last_used,
    v[LIST_POSITION(names, 'access_key_2_last_used_region')] AS key2_region,
    v[LIST_POSITION(names, 'access_key_2_last_used_service')] AS key2_service,
    v[LIST_POSITION(names, 'cert_1_active')] AS cert1_active,
    v[LIST_POSITION(names, 'cert_1_last_rotated')] AS cert1_rotated,
    v[LIST_POSITION(names, 'cert_2_active')] AS cert2_active,
    v[LIST_POSITION(names, 'cert_2_last_rotated')] AS cert2_rotated
  FROM values_found
),
places AS (
  SELECT
    *,
    UNNEST([
      {cred: 'password', active: password_enabled, rotated: password_last_changed, used: password_last_used, region: NULL, service: NULL},
      {cred: 'key1', active: key1_active, rotated: key1_rotated, used: key1_last_used, region: key1_region, service: key1_service},
      {cred: 'key2', active: key2_active, rotated: key2_rotated, used: key2_last_used, region: key2_region, service: key2_service},
      {cred: 'cert1', active: cert1_active, rotated: cert1_rotated, used: NULL, region: NULL, service: NULL},
      {cred: 'cert2', active: cert2_active, rotated: cert2_rotated, used: NULL, region: NULL, service: NULL}
    ]) AS p
  FROM cells
),
states AS (
  SELECT
    *,
    CASE
      WHEN p.used NOT IN ('N/A', 'no_information', 'not_supported') THEN 'value'
      WHEN p.used IN ('no_information', 'not_supported') THEN p.used
      -- the status and the rotation both say whether there is such a credential
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
  CONCAT_WS(' ', _path, p.cred) AS _path,
  SPLIT_PART(arn, ':', 5) AS account,
  user_name AS user,
  arn,
  p.cred AS cred_type,
  CASE WHEN p.active NOT IN ('N/A', 'not_supported') THEN p.active END AS active,
  CASE WHEN p.rotated NOT IN ('N/A', 'not_supported') THEN p.rotated END AS rotated_at,
  CASE WHEN state = 'value' THEN p.used END AS last_used_at,
  state AS last_used_state,
  NULLIF(p.service, 'N/A') AS last_used_service,
  NULLIF(p.region, 'N/A') AS last_used_region,
  CASE WHEN state IN ('never', 'no_information') THEN 'true' WHEN state = 'value' THEN 'false' END AS never_used,
  CASE WHEN mfa_active <> 'not_supported' THEN mfa_active END AS mfa_active,
  user_name = '<root_account>' AS is_root,
  CASE WHEN user_created <> 'N/A' THEN user_created END AS user_created_at,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM states
