-- Users, groups, roles and policies of one or more accounts, flattened to one row per principal and statement.
WITH object AS (
  SELECT
    _file, _row, _path, arn, CAST(doc AS JSON) AS doc,
    split_part(arn, ':', 5) AS account,
    COALESCE(user_name, role_name, group_name, policy_name) AS name,
    CASE
      WHEN user_name IS NOT NULL THEN 'user'
      WHEN role_name IS NOT NULL THEN 'role'
      WHEN group_name IS NOT NULL THEN 'group'
      ELSE 'policy'
    END AS type
  FROM raw
),

-- The document in force of each managed policy is its default version. An AWS managed policy comes with every account:
-- the copy in the principal's own file is preferred.
managed AS (
  SELECT o._file, o._row, o._path, o.account, o.arn, o.name, v.value ->> '$.Document' AS document
  FROM object AS o
  LEFT JOIN LATERAL (
    SELECT value FROM json_each(o.doc, '$.PolicyVersionList') WHERE CAST(value ->> '$.IsDefaultVersion' AS BOOLEAN)
  ) AS v ON true
  WHERE o.type = 'policy'
),
managed_any AS (
  SELECT arn, document FROM managed QUALIFY row_number() OVER (PARTITION BY arn ORDER BY document IS NULL, _file, _row) = 1
),

-- What is attached to, embedded in, or limits each user, group and role; and who may assume a role.
held AS (
  SELECT
    o._file, o._row, o._path || '.' || l.list || '[' || p.key || ']' AS _path, o.account, o.arn, o.type, l.kind, l.via,
    COALESCE(p.value ->> '$.PolicyArn', o.arn || '/inline/' || (p.value ->> '$.PolicyName')) AS policy_arn,
    p.value ->> '$.PolicyName' AS policy_name,
    p.value ->> '$.PolicyDocument' AS document
  FROM object AS o,
    (VALUES
      ('AttachedManagedPolicies', 'identity', 'managed'), ('UserPolicyList', 'identity', 'inline'),
      ('GroupPolicyList', 'identity', 'inline'), ('RolePolicyList', 'identity', 'inline')
    ) AS l (list, kind, via),
    LATERAL (SELECT key, value FROM json_each(o.doc, '$.' || l.list)) AS p
  UNION ALL
  SELECT _file, _row, _path || '.PermissionsBoundary', account, arn, type, 'boundary', 'managed',
    doc ->> '$.PermissionsBoundary.PermissionsBoundaryArn', NULL, NULL
  FROM object
  WHERE (doc ->> '$.PermissionsBoundary.PermissionsBoundaryArn') IS NOT NULL
  UNION ALL
  SELECT _file, _row, _path || '.AssumeRolePolicyDocument', account, arn, type, 'trust', 'inline',
    arn || '/trust', 'AssumeRolePolicyDocument', doc ->> '$.AssumeRolePolicyDocument'
  FROM object
  WHERE type = 'role'
),

-- A user has what its groups have. A group that the export does not hold leaves a row without a document.
groups AS (
  SELECT o.account, o.name, o.arn, h.policy_arn, h.policy_name, h.document
  FROM object AS o
  LEFT JOIN held AS h ON h._file = o._file AND h._row = o._row AND h.kind = 'identity'
  WHERE o.type = 'group'
  QUALIFY row_number() OVER (PARTITION BY o.arn, h.policy_arn ORDER BY o._file, o._row) = 1
),
inherited AS (
  SELECT
    u._file, u._row, u._path || '.GroupList[' || m.key || ']' AS _path, u.account, u.arn, u.type, 'identity' AS kind, 'group' AS via,
    COALESCE(g.policy_arn, 'unknown') AS policy_arn, g.policy_name, g.document,
    COALESCE(g.arn, 'arn:aws:iam::' || u.account || ':group/' || (m.value ->> '$')) AS holder_arn
  FROM object AS u
  JOIN LATERAL (SELECT key, value FROM json_each(u.doc, '$.GroupList')) AS m ON true
  LEFT JOIN groups AS g ON g.account = u.account AND g.name = (m.value ->> '$')
  WHERE u.type = 'user' AND (g.arn IS NULL OR g.policy_arn IS NOT NULL)
),

-- Every policy with its document, in clear; the account's own managed policies also as themselves, attached or not.
policy AS (
  SELECT h.* EXCLUDE (document), COALESCE(h.document, own.document, other.document) AS document
  FROM (SELECT *, arn AS holder_arn FROM held UNION ALL BY NAME SELECT * FROM inherited) AS h
  LEFT JOIN managed AS own ON own._file = h._file AND own.arn = h.policy_arn
  LEFT JOIN managed_any AS other ON other.arn = h.policy_arn
  UNION ALL BY NAME
  SELECT _file, _row, _path, account, arn, 'policy' AS type, 'policy' AS kind, 'none' AS via, arn AS policy_arn, name AS policy_name,
    arn AS holder_arn, document
  FROM managed
  WHERE account <> 'aws'
),
boundary AS (SELECT DISTINCT arn, policy_arn FROM held WHERE kind = 'boundary')

SELECT
  p._file, p._row, p._path, CAST(NULL AS VARCHAR) AS _filtered,
  p.account, p.arn AS principal_arn, p.type AS principal_type, p.kind, p.policy_arn, p.policy_name, p.via, p.holder_arn,
  CASE WHEN p.kind = 'identity' THEN b.policy_arn END AS boundary_arn,
  p.document
FROM policy AS p
LEFT JOIN boundary AS b ON b.arn = p.arn
UNION ALL BY NAME
SELECT
  o._file, o._row, o._path,
  CASE WHEN o.type = 'policy' THEN 'an AWS managed policy is read with the principals that have it' ELSE 'the ' || o.type || ' has no policy' END AS _filtered
FROM object AS o
WHERE NOT EXISTS (SELECT 1 FROM policy AS p WHERE p._file = o._file AND p._row = o._row)
