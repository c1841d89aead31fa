SELECT
  _file,
  _row,
  _path,
  repo,
  number AS pr_number,
  COALESCE(LOWER(system), NULLIF($system, '')) AS system,
  title,
  author AS author_id,
  CASE WHEN LOWER(author_type) IN ('bot', 'user') THEN CAST(LOWER(author_type) = 'bot' AS VARCHAR) END AS author_is_bot,
  REGEXP_REPLACE(base_ref, '^refs/heads/', '') AS base_ref,
  REGEXP_REPLACE(head_ref, '^refs/heads/', '') AS head_ref,
  head_sha,
  CASE WHEN merged IS NOT NULL THEN merge_sha END AS merge_sha,
  CASE
    WHEN merged IS NOT NULL THEN 'merged'
    WHEN LOWER(state) IN ('closed', 'declined', 'abandoned', 'superseded') OR closed IS NOT NULL THEN 'closed'
    ELSE 'open'
  END AS state,
  created AS created_at,
  merged AS merged_at,
  merged_by,
  COALESCE(closed, merged) AS closed_at,
  additions,
  changed_files
FROM raw
