-- Each user has five places for a credential, and each place is a row of its own, so that an inactive first key never
-- hides an active second one. N/A, no_information and not_supported are kept apart in last_used_state.
WITH places AS (
  SELECT
    *,
    UNNEST([
      {cred: 'password', active: password_enabled, rotated: password_last_changed, used: password_last_used, region: NULL, service: NULL},
      {cred: 'key1', active: key1_active, rotated: key1_rotated, used: key1_last_used, region: key1_region, service: key1_service},
      {cred: 'key2', active: key2_active, rotated: key2_rotated, used: key2_last_used, region: key2_region, service: key2_service},
      {cred: 'cert1', active: cert1_active, rotated: cert1_rotated, used: NULL, region: NULL, service: NULL},
      {cred: 'cert2', active: cert2_active, rotated: cert2_rotated, used: NULL, region: NULL, service: NULL}
    ]) AS p
  FROM raw
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
