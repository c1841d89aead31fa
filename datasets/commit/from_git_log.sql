SELECT
  _file,
  _row,
  _path,
  COALESCE(repo, NULLIF($repo, '')) AS repo,
  sha,
  COALESCE(pr_number, '0') AS pr_number,
  CAST(TO_JSON(CASE WHEN parents IS NULL THEN [] ELSE STRING_SPLIT(parents, ' ') END) AS VARCHAR) AS parent_shas,
  COALESCE(author, LOWER(author_email)) AS author_id,
  LOWER(author_email) AS author_email,
  LOWER(committer_email) AS committer_id,
  CAST(TO_JSON(REGEXP_EXTRACT_ALL(LOWER(COALESCE(coauthors, '')), '<([^>]+)>', 1)) AS VARCHAR) AS coauthor_ids,
  authored AS authored_at,
  committed AS committed_at,
  CASE WHEN signature IN ('G', 'U') THEN 'true' WHEN signature IS NOT NULL THEN 'false' END AS verified,
  tree AS tree_sha,
  title
FROM raw
