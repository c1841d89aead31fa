-- The first of the authors is the author, the others wrote with him. A request without commits is left out by name. Where a request has
-- more commits than it lists, one of a time that is none stands for them and is a reject.
WITH requests AS (
  SELECT
    _file,
    _row,
    _path,
    REGEXP_EXTRACT(url, '([^/]+/[^/]+)/pull/\d+', 1) AS repo,
    number AS pr_number,
    commits = '[]' AS without,
    COALESCE(NULLIF(TRY_CAST(commits AS JSON[]), []), [NULL]) AS listed,
    CASE
      WHEN 'true' IN (more, earlier) OR TRY_CAST(total AS BIGINT) > LEN(TRY_CAST(commits AS JSON[]))
        THEN [TO_JSON({'oid': 'more', 'author': {'email': 'more'}, 'committedDate': 'more commits on another page'})]
      ELSE []
    END AS rest
  FROM raw
),
commits AS (
  SELECT *, UNNEST(LIST_CONCAT(listed, rest)) AS item
  FROM requests
),
people AS (
  SELECT
    *,
    COALESCE(JSON_EXTRACT(item, '$.commit'), item) AS c,
    COALESCE(JSON_EXTRACT(c, '$.authors.nodes[*]'), []) AS nodes,
    LIST_TRANSFORM(
      CASE WHEN LEN(nodes) > 0 THEN nodes ELSE JSON_EXTRACT(c, '$.authors[*]') END,
      LAMBDA a: COALESCE(NULLIF(JSON_EXTRACT_STRING(a, '$.login'), ''), JSON_EXTRACT_STRING(a, '$.user.login'), LOWER(JSON_EXTRACT_STRING(a, '$.email')))
    ) AS authors
  FROM commits
)
SELECT
  _file,
  _row,
  _path || '.commits ' || COALESCE(JSON_EXTRACT_STRING(c, '$.oid'), 'none') AS _path,
  repo,
  JSON_EXTRACT_STRING(c, '$.oid') AS sha,
  pr_number,
  COALESCE(authors[1], JSON_EXTRACT_STRING(c, '$.author.user.login'), LOWER(JSON_EXTRACT_STRING(c, '$.author.email'))) AS author_id,
  LOWER(COALESCE(JSON_EXTRACT_STRING(c, '$.authors[0].email'), JSON_EXTRACT_STRING(c, '$.author.email'))) AS author_email,
  COALESCE(JSON_EXTRACT_STRING(c, '$.committer.user.login'), LOWER(JSON_EXTRACT_STRING(c, '$.committer.email'))) AS committer_id,
  CAST(TO_JSON(authors[2:]) AS VARCHAR) AS coauthor_ids,
  JSON_EXTRACT_STRING(c, '$.authoredDate') AS authored_at,
  JSON_EXTRACT_STRING(c, '$.committedDate') AS committed_at,
  JSON_EXTRACT_STRING(c, '$.pushedDate') AS pushed_at,
  JSON_EXTRACT_STRING(c, '$.messageHeadline') AS title,
  CASE WHEN without THEN 'a pull request without commits' END AS _filtered
FROM people
