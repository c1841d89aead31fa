-- What was decided by a rule stands below the rule, and may stand among all decisions too. Users that GitLab makes for access tokens
-- and service accounts are known by their names.
WITH decided AS (
  SELECT
    _file, _row, _path, id,
    LIST_DISTINCT(FLATTEN([
      from_json(COALESCE(approvals, '[]'), '[{"user": {"username": "VARCHAR", "bot": "VARCHAR"}, "status": "VARCHAR", "created_at": "VARCHAR"}]'),
      FLATTEN(LIST_TRANSFORM(
        from_json(COALESCE(rules, '[]'), '[{"deployment_approvals": [{"user": {"username": "VARCHAR", "bot": "VARCHAR"}, "status": "VARCHAR", "created_at": "VARCHAR"}]}]'),
        LAMBDA r: r.deployment_approvals
      ))
    ])) AS decisions
  FROM raw
),
one AS (
  SELECT * EXCLUDE (decisions), len(decisions) = 0 AS without, UNNEST(CASE WHEN without THEN [NULL] ELSE decisions END) AS decision
  FROM decided
)
SELECT
  _file,
  _row,
  _path,
  'deploy_env' AS subject_type,
  id AS subject_id,
  1 AS step_no,
  COALESCE(decision.user.username, 'ghost') AS approver_id,
  decision.status AS decision,
  decision.created_at AS decided_at,
  'gitlab' AS channel,
  CASE WHEN regexp_matches(approver_id, '^((project|group)_\d+_bot|service_account_)') THEN 'true' ELSE decision.user.bot END AS is_bot,
  CASE WHEN without THEN 'a deployment that nobody decided about' END AS _filtered
FROM one
