-- Directory users do not carry their second factors; they are known when the registration report was added. PowerShell writes
-- times as its culture does, or in JSON, up to version 5, as /Date(milliseconds since 1970)/.
WITH users AS (
  SELECT
    * EXCLUDE (created, last_interactive, last_other),
    COALESCE(
      strftime(make_timestamp(TRY_CAST(NULLIF(regexp_extract(COLUMNS(['created', 'last_interactive', 'last_other']), '^/Date\((-?\d+)\)/$', 1), '') AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%S.%fZ'),
      strftime(TRY_STRPTIME(COLUMNS(['created', 'last_interactive', 'last_other']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['created', 'last_interactive', 'last_other'])
    )
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  $system AS system,
  account_id,
  username,
  LOWER(TRIM(email)) AS email,
  employee_id AS worker_id,
  CASE WHEN employee_id IS NOT NULL THEN 'employee_id' END AS link_method,
  CASE WHEN user_type = 'Guest' THEN 'guest' ELSE 'human' END AS account_type,
  enabled,
  created AS created_at,
  last_interactive AS last_login_at,
  GREATEST(last_interactive, last_other) AS last_activity_at, -- both are UTC in the same form
  mfa_registered AS mfa_enabled,
  CAST(TO_JSON(LIST_TRANSFORM(
    TRY_CAST(methods AS VARCHAR[]),
    LAMBDA m: CASE
      WHEN m IN ('mobilePhone', 'alternateMobilePhone') THEN 'sms'
      WHEN m = 'officePhone' THEN 'voice'
      WHEN m = 'email' THEN 'email'
      WHEN m IN ('fido2SecurityKey', 'passKeyDeviceBound', 'passKeyDeviceBoundAuthenticator') THEN 'fido2'
      WHEN m = 'windowsHelloForBusiness' THEN 'webauthn'
      WHEN m IN ('softwareOneTimePasscode', 'hardwareOneTimePasscode') THEN 'totp'
      WHEN m IN ('microsoftAuthenticatorPush', 'microsoftAuthenticatorPasswordless') THEN 'push'
      ELSE m
    END
  )) AS VARCHAR) AS mfa_methods,
  'local' AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
