-- Users, groups, roles and policies of one or more accounts, flattened to one row per principal and statement.
-- A document is an object (AWS CLI) or URL-encoded text (raw API); Statement is an object or a list; Action, Resource
-- and the values of Principal are text or a list.
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
parsed AS (
  SELECT * EXCLUDE (document), CAST(CASE WHEN trim(document) LIKE '{%' THEN document ELSE url_decode(document) END AS JSON) -> '$.Statement' AS body
  FROM policy
),
statement AS (
  SELECT p.* EXCLUDE (body), COALESCE(CAST(s.key AS BIGINT) + 1, 0) AS stmt_no, s.value AS body
  FROM parsed AS p
  LEFT JOIN LATERAL (
    SELECT key, value FROM json_each(CASE json_type(p.body) WHEN 'OBJECT' THEN json_array(p.body) ELSE p.body END)
  ) AS s ON true
),
boundary AS (SELECT DISTINCT arn, policy_arn FROM held WHERE kind = 'boundary')

SELECT
  s._file, s._row,
  s._path || CASE WHEN s.stmt_no > 0 THEN ' statement ' || s.stmt_no ELSE '' END AS _path,
  CAST(NULL AS VARCHAR) AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  s.account,
  s.arn AS principal_arn,
  s.type AS principal_type,
  s.kind,
  s.policy_arn,
  COALESCE(s.policy_name, regexp_extract(s.policy_arn, '[^/]+$')) AS policy_name,
  s.via,
  s.holder_arn,
  CASE WHEN s.kind = 'identity' THEN b.policy_arn END AS boundary_arn,
  s.stmt_no,
  s.body ->> '$.Sid' AS sid,
  s.body ->> '$.Effect' AS effect,
  CASE json_type(s.body, '$.Action') WHEN 'VARCHAR' THEN '[' || (s.body -> '$.Action') || ']' ELSE s.body ->> '$.Action' END AS actions,
  CASE json_type(s.body, '$.NotAction') WHEN 'VARCHAR' THEN '[' || (s.body -> '$.NotAction') || ']' ELSE s.body ->> '$.NotAction' END AS not_actions,
  CASE json_type(s.body, '$.Resource') WHEN 'VARCHAR' THEN '[' || (s.body -> '$.Resource') || ']' ELSE s.body ->> '$.Resource' END AS resources,
  CASE json_type(s.body, '$.NotResource') WHEN 'VARCHAR' THEN '[' || (s.body -> '$.NotResource') || ']' ELSE s.body ->> '$.NotResource' END AS not_resources,
  p.names AS principals,
  n.names AS not_principals,
  s.body ->> '$.Condition' AS condition
FROM statement AS s
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(concat_ws(':', t.key, COALESCE(v.value, t.value) ->> '$') ORDER BY t.key, CAST(v.key AS BIGINT))) AS VARCHAR) AS names
  FROM json_each(s.body, '$.Principal') AS t
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(t.value) WHERE t.type = 'ARRAY') AS v ON true
) AS p ON true
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(concat_ws(':', t.key, COALESCE(v.value, t.value) ->> '$') ORDER BY t.key, CAST(v.key AS BIGINT))) AS VARCHAR) AS names
  FROM json_each(s.body, '$.NotPrincipal') AS t
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(t.value) WHERE t.type = 'ARRAY') AS v ON true
) AS n ON true
LEFT JOIN boundary AS b ON b.arn = s.arn

UNION ALL BY NAME
SELECT
  o._file, o._row, o._path,
  CASE WHEN o.type = 'policy' THEN 'an AWS managed policy is read with the principals that have it' ELSE 'the ' || o.type || ' has no policy' END AS _filtered
FROM object AS o
WHERE NOT EXISTS (SELECT 1 FROM statement AS s WHERE s._file = o._file AND s._row = o._row)
