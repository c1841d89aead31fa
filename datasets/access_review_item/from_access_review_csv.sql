-- A day without a time is that whole day where the clocks of the load's zone are, so it ends with its last second.
-- Tools name decisions differently. An item without a number of its own is named by its system, account and right.
SELECT
  _file, _row, _path,
  campaign_id,
  COALESCE(item_id, concat_ws('/', COALESCE(system, NULLIF($system, '')), account_id, entitlement_id)) AS item_id,
  COALESCE(system, NULLIF($system, '')) AS system,
  account_id,
  entitlement_id,
  reviewer_id,
  CASE
    WHEN lower(decision) IN ('keep', 'kept', 'approve', 'approved', 'certify', 'certified', 'retain', 'maintain', 'confirmed') THEN 'keep'
    WHEN lower(decision) IN ('revoke', 'revoked', 'remove', 'removed', 'reject', 'rejected', 'deny', 'denied') THEN 'revoke'
    WHEN lower(decision) IN ('modify', 'modified', 'change', 'changed', 'reduce') THEN 'modify'
    WHEN lower(decision) IN ('pending', 'open', 'none', 'no decision', 'not reviewed', 'undecided', 'unreviewed', '-') THEN NULL
    ELSE decision
  END AS decision,
  CASE WHEN regexp_full_match(decided_at, '\d{4}-\d\d-\d\d') THEN decided_at || ' 23:59:59' ELSE decided_at END AS decided_at,
  CAST(regexp_full_match(decided_at, '\d{4}-\d\d-\d\d') AS VARCHAR) AS day_only,
  CASE WHEN regexp_full_match(due_at, '\d{4}-\d\d-\d\d') THEN due_at || ' 23:59:59' ELSE due_at END AS due_at,
  revoke_ref,
  CASE WHEN regexp_full_match(population_cutoff_at, '\d{4}-\d\d-\d\d') THEN population_cutoff_at || ' 23:59:59' ELSE population_cutoff_at END AS population_cutoff_at
FROM raw
