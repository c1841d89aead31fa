-- A user in STAGED was never activated, so nobody can sign in with it. A status that is not known here stays undecided.
-- The list of users does not hold factors; where they were added to it, the active ones count. A question is not one.
WITH cells AS ( -- some programs quote every field of CSV, the empty ones too
  SELECT _file, _row, _path, NULLIF(COLUMNS(* EXCLUDE (_file, _row, _path, _name)), '') FROM raw
),
users AS (
  SELECT
    *,
    LOWER(user_type) AS kind,
    UPPER(REPLACE(status, ' ', '_')) AS state,
    LIST_SORT(LIST_DISTINCT(LIST_TRANSFORM(
      LIST_FILTER(
        TRY_CAST(factors AS JSON[]),
        LAMBDA f: JSON_EXTRACT_STRING(f, '$.status') = 'ACTIVE' AND JSON_EXTRACT_STRING(f, '$.factorType') <> 'question'
      ),
      LAMBDA f: CASE JSON_EXTRACT_STRING(f, '$.factorType')
        WHEN 'call' THEN 'voice'
        WHEN 'token:software:totp' THEN 'totp'
        WHEN 'signed_nonce' THEN 'fastpass'
        ELSE JSON_EXTRACT_STRING(f, '$.factorType')
      END
    ))) AS methods
  FROM cells
)
SELECT
  _file,
  _row,
  _path,
  $system AS system,
  account_id,
  login AS username,
  LOWER(TRIM(email)) AS email,
  employee_number AS worker_id,
  CASE WHEN employee_number IS NOT NULL THEN 'employee_id' END AS link_method,
  CASE
    WHEN kind LIKE '%service%' THEN 'service'
    WHEN kind LIKE '%shared%' THEN 'shared'
    WHEN kind LIKE '%break%glass%' OR kind LIKE '%emergency%' THEN 'breakglass'
    WHEN kind LIKE '%guest%' THEN 'guest'
    ELSE 'human'
  END AS account_type,
  CASE
    WHEN state IN ('ACTIVE', 'PROVISIONED', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT') THEN 'true'
    WHEN state IN ('STAGED', 'SUSPENDED', 'DEPROVISIONED', 'DEACTIVATED') THEN 'false'
  END AS enabled,
  created AS created_at,
  CASE WHEN state IN ('SUSPENDED', 'DEPROVISIONED', 'DEACTIVATED') THEN status_changed END AS disabled_at,
  last_login AS last_login_at,
  last_login AS last_activity_at,
  CAST(LEN(methods) > 0 AS VARCHAR) AS mfa_enabled,
  CAST(TO_JSON(methods) AS VARCHAR) AS mfa_methods,
  CASE WHEN provider IN ('FEDERATION', 'SOCIAL') THEN 'sso' ELSE 'local' END AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
