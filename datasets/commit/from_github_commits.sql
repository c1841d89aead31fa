-- The answer does not say for which pull request it was asked; the name of the file does, when it was saved as told.
SELECT
  _file,
  _row,
  _path,
  REGEXP_EXTRACT(url, '([^/]+/[^/]+)/(?:git/)?commits/', 1) AS repo,
  sha,
  COALESCE(pr_number, NULLIF(REGEXP_EXTRACT(_name, '(?:pulls?|prs?)[-_/](\d+)', 1), ''), '0') AS pr_number,
  CAST(TO_JSON(JSON_EXTRACT_STRING(TRY_CAST(parents AS JSON), '$[*].sha')) AS VARCHAR) AS parent_shas,
  COALESCE(author, LOWER(author_email)) AS author_id,
  LOWER(author_email) AS author_email,
  COALESCE(committer, LOWER(committer_email)) AS committer_id,
  CAST(TO_JSON(REGEXP_EXTRACT_ALL(LOWER(message), '(?m)^co-authored-by:[^<\n]*<([^>\n]+)>', 1)) AS VARCHAR) AS coauthor_ids,
  authored AS authored_at,
  committed AS committed_at,
  verified,
  tree AS tree_sha,
  SPLIT_PART(message, CHR(10), 1) AS title
FROM raw
