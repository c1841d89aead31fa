-- Tools name decisions differently. An item without a number of its own is named by its system, account and right.
WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
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
  decided_at,
  due_at,
  revoke_ref,
  population_cutoff_at
FROM cells
