-- Each answer holds one document and at most the name of the resource. Where it holds none the file name, or the resources
-- of the statements, tell what the policy is of.
WITH document AS (
  SELECT
    *,
    TRY_CAST(document AS JSON) AS body,
    regexp_extract(_name, '(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})', 1) AS key_in_name
  FROM raw
),
told AS (
  SELECT
    d.*,
    t.resource,
    CASE WHEN len(t.accounts) = 1 THEN t.accounts[1] END AS root_account
  FROM document AS d
  LEFT JOIN LATERAL (
    SELECT
      min(v.resource) FILTER (WHERE v.resource LIKE 'arn:%') AS resource,
      list_sort(list_distinct(flatten(list(regexp_extract_all(CAST(s.value AS VARCHAR), 'arn:aws[a-z-]*:iam::([0-9]{12}):root"', 1) ORDER BY s.key)))) AS accounts
    FROM json_each(CASE json_type(d.body, '$.Statement') WHEN 'OBJECT' THEN json_array(d.body -> '$.Statement') ELSE d.body -> '$.Statement' END) AS s
    LEFT JOIN LATERAL (
      SELECT unnest(CASE json_type(s.value, '$.Resource') WHEN 'ARRAY' THEN CAST(s.value -> '$.Resource' AS VARCHAR[]) ELSE [s.value ->> '$.Resource'] END) AS resource
    ) AS v ON true
  ) AS t ON true
),
named AS (
  SELECT
    *,
    COALESCE(NULLIF($account, ''), root_account) AS owner,
    COALESCE(
      scp_arn,
      arn,
      CASE WHEN key_id LIKE 'arn:%' THEN key_id END,
      'arn:aws:s3:::' || bucket,
      CASE WHEN resource LIKE 'arn:aws%:s3:::%' THEN regexp_extract(resource, '^[^/]+') END,
      CASE WHEN repository IS NOT NULL THEN 'arn:aws:ecr:' || $region || ':' || COALESCE(registry, $account) || ':repository/' || repository END,
      CASE WHEN resource LIKE 'arn:aws%:lambda:%' OR resource LIKE 'arn:aws%:kms:%:key/%' THEN resource END,
      'arn:aws:kms:' || $region || ':' || COALESCE(NULLIF($account, ''), root_account, '') || ':key/' || COALESCE(key_id, NULLIF(key_in_name, '')),
      resource
    ) AS of
  FROM told
)
SELECT
  _file, _row, _path,
  CASE WHEN scp_arn IS NULL THEN COALESCE(NULLIF(split_part(of, ':', 5), ''), registry, owner) END AS account,
  of AS principal_arn,
  CASE WHEN scp_arn IS NULL THEN 'resource' ELSE 'policy' END AS principal_type,
  CASE WHEN scp_arn IS NULL THEN 'resource' ELSE 'scp' END AS kind,
  COALESCE(scp_arn, of || '/policy') AS policy_arn,
  COALESCE(scp_name, 'policy') AS policy_name,
  CASE WHEN scp_arn IS NULL THEN 'inline' ELSE 'none' END AS via,
  of AS holder_arn,
  document
FROM named
