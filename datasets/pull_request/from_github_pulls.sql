-- A request that was not merged still names a merge commit, which GitHub makes to try; it means nothing.
SELECT
  _file,
  _row,
  _path,
  COALESCE(repo, REGEXP_EXTRACT(url, '([^/]+/[^/]+)/pulls?/\d+', 1)) AS repo,
  number AS pr_number,
  'github' AS system,
  title,
  COALESCE(author, 'ghost') AS author_id,
  CAST(author_type = 'Bot' OR author LIKE '%[bot]' AS VARCHAR) AS author_is_bot,
  base_ref,
  head_ref,
  head_sha,
  CASE WHEN merged IS NOT NULL THEN merge_sha END AS merge_sha,
  CASE WHEN merged IS NOT NULL THEN 'merged' ELSE state END AS state,
  created AS created_at,
  merged AS merged_at,
  merged_by,
  closed AS closed_at,
  additions,
  changed_files,
  CAST(TO_JSON(JSON_EXTRACT_STRING(TRY_CAST(labels AS JSON), '$[*].name')) AS VARCHAR) AS labels
FROM raw
