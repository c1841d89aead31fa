-- Who completed a request closed it. The merge commit is made anew while a request is open, and means a merge only when it is completed.
SELECT
  _file,
  _row,
  _path,
  CONCAT_WS('/', project, repository) AS repo,
  number AS pr_number,
  'azure-devops' AS system,
  title,
  COALESCE(author, 'ghost') AS author_id,
  REGEXP_REPLACE(base_ref, '^refs/heads/', '') AS base_ref,
  REGEXP_REPLACE(head_ref, '^refs/heads/', '') AS head_ref,
  head_sha,
  CASE WHEN status = 'completed' THEN merge_sha END AS merge_sha,
  CASE status WHEN 'completed' THEN 'merged' WHEN 'abandoned' THEN 'closed' WHEN 'active' THEN 'open' ELSE status END AS state,
  created AS created_at,
  CASE WHEN status = 'completed' THEN closed END AS merged_at,
  CASE WHEN status = 'completed' THEN closed_by END AS merged_by,
  closed AS closed_at,
  CAST(TO_JSON(JSON_EXTRACT_STRING(TRY_CAST(labels AS JSON), '$[*].name')) AS VARCHAR) AS labels
FROM raw
