-- Which catalogue variables hold the role and the system differs by instance; the item itself stands in for the role.
WITH dated AS ( -- a form of times is said, and never guessed
  SELECT
    * EXCLUDE (opened_at, closed_at),
    COALESCE(
      strftime(TRY_STRPTIME(COLUMNS(['opened_at', 'closed_at']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['opened_at', 'closed_at'])
    )
  FROM raw
)
SELECT
  _file, _row, _path,
  number AS request_id,
  system,
  COALESCE(employee_number, requested_for) AS beneficiary_worker_id,
  COALESCE(entitlement, item) AS entitlement_id,
  CASE lower(action) WHEN 'add' THEN 'grant' WHEN 'remove' THEN 'revoke' WHEN 'change' THEN 'modify' ELSE COALESCE(lower(action), 'grant') END AS action,
  opened_by AS requested_by,
  opened_at AS requested_at,
  lower(state) AS status,
  closed_at AS fulfilled_at,
  closed_by AS fulfilled_by
FROM dated
