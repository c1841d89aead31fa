-- Who may do what. Of several snapshots of a cluster the last one at the audit date counts, or the first one after it. A
-- ClusterRole with an aggregation rule has the rules of every ClusterRole that one of its selectors picks, and of those that
-- these pick in turn; the API server writes them into the role as well, so equal rules are counted once.
WITH RECURSIVE rule AS (
  SELECT
    cluster, role_kind, namespace, role, rule_no, api_groups, resources, verbs, resource_names, non_resource_urls,
    labels, aggregation
  FROM k8s_role_rule
  QUALIFY snapshot_at IS NOT DISTINCT FROM COALESCE(
    max(snapshot_at) FILTER (WHERE snapshot_at <= $as_of) OVER (PARTITION BY cluster), min(snapshot_at) OVER (PARTITION BY cluster)
  )
),
binding AS (
  SELECT cluster, binding_kind, namespace, binding, role_kind, role, subject_no, subject_kind, subject_ns, subject
  FROM k8s_binding_subject
  QUALIFY snapshot_at IS NOT DISTINCT FROM COALESCE(
    max(snapshot_at) FILTER (WHERE snapshot_at <= $as_of) OVER (PARTITION BY cluster), min(snapshot_at) OVER (PARTITION BY cluster)
  )
),

-- Which ClusterRole takes in which: one selector must hold, that is, all of its requirements.
cluster_role AS (
  SELECT DISTINCT cluster, role, CAST(labels AS JSON) AS labels, CAST(aggregation AS JSON) AS aggregation
  FROM rule
  WHERE role_kind = 'ClusterRole'
),
label AS (
  SELECT r.cluster, r.role, l.key, l.value ->> '$' AS value FROM cluster_role AS r, LATERAL (SELECT key, value FROM json_each(r.labels)) AS l
),
selector AS (
  SELECT r.cluster, r.role, s.key AS selector_no, s.value AS body
  FROM cluster_role AS r, LATERAL (SELECT key, value FROM json_each(r.aggregation)) AS s
),
requirement AS (
  SELECT s.cluster, s.role, s.selector_no, m.key, 'In' AS operator, [m.value ->> '$'] AS wanted
  FROM selector AS s, LATERAL (SELECT key, value FROM json_each(s.body, '$.matchLabels')) AS m
  UNION ALL
  SELECT s.cluster, s.role, s.selector_no, m.value ->> '$.key', m.value ->> '$.operator', from_json(m.value -> '$.values', '["VARCHAR"]')
  FROM selector AS s, LATERAL (SELECT key, value FROM json_each(s.body, '$.matchExpressions')) AS m
),
takes AS (
  SELECT s.cluster, s.role, o.role AS source
  FROM selector AS s
  JOIN cluster_role AS o ON o.cluster = s.cluster AND o.role <> s.role
  LEFT JOIN requirement AS q ON q.cluster = s.cluster AND q.role = s.role AND q.selector_no = s.selector_no
  LEFT JOIN label AS l ON l.cluster = o.cluster AND l.role = o.role AND l.key = q.key
  GROUP BY s.cluster, s.role, s.selector_no, o.role
  HAVING COALESCE(bool_and(CASE q.operator
    WHEN 'In' THEN l.value IS NOT NULL AND list_contains(q.wanted, l.value)
    WHEN 'NotIn' THEN l.value IS NULL OR NOT list_contains(q.wanted, l.value)
    WHEN 'Exists' THEN l.value IS NOT NULL
    WHEN 'DoesNotExist' THEN l.value IS NULL
  END), true)
),
closure AS (
  SELECT cluster, role, source FROM takes
  UNION
  SELECT c.cluster, c.role, t.source FROM closure AS c JOIN takes AS t ON t.cluster = c.cluster AND t.role = c.source
),

effective AS (
  SELECT cluster, role_kind, namespace, role, role AS source, rule_no, api_groups, resources, verbs, resource_names, non_resource_urls FROM rule
  UNION ALL
  SELECT c.cluster, 'ClusterRole', '*', c.role, c.source, r.rule_no, r.api_groups, r.resources, r.verbs, r.resource_names, r.non_resource_urls
  FROM closure AS c
  JOIN rule AS r ON r.cluster = c.cluster AND r.role_kind = 'ClusterRole' AND r.role = c.source AND r.rule_no > 0
),
distinct_rule AS (
  SELECT *
  FROM effective
  QUALIFY row_number() OVER (
    PARTITION BY cluster, role_kind, namespace, role, api_groups, resources, verbs, resource_names, non_resource_urls
    ORDER BY source <> role, source, rule_no
  ) = 1
),
numbered AS (
  SELECT
    * EXCLUDE (rule_no),
    CASE WHEN rule_no > 0 THEN row_number() OVER (PARTITION BY cluster, role_kind, namespace, role ORDER BY rule_no = 0, source <> role, source, rule_no) ELSE 0 END AS rule_no
  FROM distinct_rule
  QUALIFY rule_no > 0 OR max(rule_no) OVER (PARTITION BY cluster, role_kind, namespace, role) = 0
)

SELECT
  b.cluster,
  b.binding_kind,
  b.binding,
  b.namespace,
  b.role_kind,
  b.role,
  b.subject_no,
  CASE WHEN b.subject LIKE 'system:serviceaccount:%:%' AND b.subject_kind = 'User' THEN 'ServiceAccount' ELSE b.subject_kind END AS subject_kind,
  CASE WHEN b.subject LIKE 'system:serviceaccount:%:%' AND b.subject_kind = 'User' THEN split_part(b.subject, ':', 3) ELSE b.subject_ns END AS subject_ns,
  CASE WHEN b.subject LIKE 'system:serviceaccount:%:%' AND b.subject_kind = 'User' THEN split_part(b.subject, ':', 4) ELSE b.subject END AS subject,
  COALESCE(r.rule_no, 0) AS rule_no,
  r.verbs,
  r.api_groups,
  r.resources,
  r.resource_names,
  r.non_resource_urls
FROM binding AS b
LEFT JOIN numbered AS r
  ON r.cluster = b.cluster AND r.role_kind = b.role_kind AND r.role = b.role
  AND r.namespace = CASE WHEN b.role_kind = 'ClusterRole' THEN '*' ELSE b.namespace END
WHERE b.subject IS NOT NULL
