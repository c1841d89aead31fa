-- The list of buckets, and answers of calls per bucket, which do not say of which: a member Bucket does, or else the longest
-- name of a bucket that stands by itself in the path of the file.
WITH bucket AS (
  SELECT COALESCE(name, of_bucket) AS bucket FROM raw WHERE COALESCE(name, of_bucket) IS NOT NULL GROUP BY COALESCE(name, of_bucket)
),
placed AS (
  SELECT r.*, COALESCE(r.name, r.of_bucket, b.bucket) AS bucket
  FROM raw AS r
  LEFT JOIN bucket AS b
    ON r.name IS NULL AND r.of_bucket IS NULL
    AND contains(r._name, b.bucket) AND regexp_matches(r._name, '(^|[^a-z0-9])' || regexp_escape(b.bucket) || '($|[^a-z0-9])')
  QUALIFY row_number() OVER (PARTITION BY r._file, r._row ORDER BY length(b.bucket) DESC, b.bucket) = 1
),
setting AS (
  SELECT
    bucket, COUNT(*) FILTER (WHERE name IS NOT NULL) AS listed,
    CAST(max(encryption) AS JSON) -> '$.Rules[0].ApplyServerSideEncryptionByDefault' AS rule,
    CAST(max(policy_status) AS JSON) ->> '$.IsPublic' AS policy_public,
    CAST(max(access_block) AS JSON) AS access_block,
    CASE WHEN max(grants) IS NOT NULL THEN regexp_matches(max(grants), 'groups/global/(AllUsers|AuthenticatedUsers)"') END AS acl_public,
    max(tag_set) AS tags
  FROM placed
  GROUP BY bucket
)
SELECT
  p._file, p._row, p._path,
  CASE
    WHEN p.name IS NULL AND (s.listed > 0 OR row_number() OVER (PARTITION BY p.bucket ORDER BY p._file, p._row) > 1 AND p.bucket IS NOT NULL)
      THEN 'a setting is read with its bucket'
  END AS _filtered,
  COALESCE(p.arn, 'arn:aws:s3:::' || p.bucket) AS asset_id,
  'aws_s3_bucket' AS asset_type,
  'aws' AS provider,
  NULLIF($account, '') AS account_or_project,
  p.region,
  p.bucket AS name,
  p.created AS created_at,
  CASE
    WHEN policy_public = 'true' AND (s.access_block ->> '$.RestrictPublicBuckets') IS DISTINCT FROM 'true' THEN 'public'
    WHEN acl_public AND (s.access_block ->> '$.IgnorePublicAcls') IS DISTINCT FROM 'true' THEN 'public'
    WHEN (policy_public = 'false' OR (s.access_block ->> '$.RestrictPublicBuckets') = 'true')
      AND (NOT acl_public OR (s.access_block ->> '$.IgnorePublicAcls') = 'true') THEN 'none'
  END AS exposure,
  CASE WHEN (rule ->> '$.SSEAlgorithm') IS NOT NULL THEN 'true' END AS encrypted,
  CASE
    WHEN (rule ->> '$.SSEAlgorithm') = 'AES256' THEN 'AWS_OWNED'
    ELSE COALESCE(rule ->> '$.KMSMasterKeyID', CASE WHEN (rule ->> '$.SSEAlgorithm') LIKE 'aws:kms%' THEN 'alias/aws/s3' END)
  END AS kms_key_id,
  s.tags,
  CASE
    WHEN COALESCE(policy_public, CAST(s.access_block AS VARCHAR), CAST(rule AS VARCHAR), CAST(acl_public AS VARCHAR)) IS NOT NULL
      THEN CAST(json_object('policy_public', policy_public, 'acl_public', acl_public, 'access_block', s.access_block, 'algorithm', rule ->> '$.SSEAlgorithm') AS VARCHAR)
  END AS config
FROM placed AS p
LEFT JOIN setting AS s ON s.bucket = p.bucket
