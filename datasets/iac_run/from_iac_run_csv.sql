SELECT
  _file, _row, _path,
  run_id,
  'run' AS record,
  workspace,
  lower(env) AS env,
  commit_sha,
  plan_hash,
  planned_at,
  applied_at,
  applied_by,
  lower(source) AS source,
  pipeline_run_id,
  lower(auto_apply) AS auto_apply,
  adds,
  changes,
  deletes,
  replaces,
  CASE
    WHEN destructive_types IS NULL AND CAST(COALESCE(deletes, '1') AS BIGINT) + CAST(COALESCE(replaces, '0') AS BIGINT) = 0 THEN '[]'
    WHEN starts_with(destructive_types, '[') THEN destructive_types
    ELSE CAST(to_json(string_split_regex(destructive_types, '\s*;\s*')) AS VARCHAR)
  END AS destructive_types,
  lower(policy_result) AS policy_result
FROM raw
