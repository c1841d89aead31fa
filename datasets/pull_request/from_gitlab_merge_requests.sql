-- A merge that only moves the branch forward makes no commit of its own: then the last commit is the merged one.
SELECT
  _file,
  _row,
  _path,
  NULLIF(REGEXP_EXTRACT(web_url, '://[^/]+/(.+?)/(?:-/)?merge_requests/\d+', 1), '') AS repo,
  number AS pr_number,
  'gitlab' AS system,
  title,
  COALESCE(author, 'ghost') AS author_id,
  COALESCE(author_bot, CAST(author LIKE '%\_bot\_%' ESCAPE '\' AS VARCHAR)) AS author_is_bot,
  base_ref,
  head_ref,
  head_sha,
  CASE WHEN merged IS NOT NULL THEN COALESCE(merge_commit, squash_commit, head_sha) END AS merge_sha,
  CASE state WHEN 'opened' THEN 'open' WHEN 'locked' THEN 'closed' ELSE state END AS state,
  created AS created_at,
  merged AS merged_at,
  merged_by,
  COALESCE(closed, merged) AS closed_at,
  CASE WHEN REGEXP_FULL_MATCH(changes, '\d+') THEN changes END AS changed_files, -- "1000+" is no number
  labels
FROM raw
