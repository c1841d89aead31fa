/*---
id: k8s-rbac-escalation
version: 3
title: Rights that let a subject raise its own rights
objective: Nobody outside of the control plane can raise rights in a cluster.
kind: design
severity: high
reads: [k8s_grant]
optional: [asset]
key: [cluster, subject_kind, subject_ns, subject, path_id]
params:
  system_subjects:
    type: "text[]"
    default:
      - Group:system:masters
      - Group:system:nodes
      - User:system:apiserver
      - User:system:kube-controller-manager
      - User:system:kube-scheduler
      - User:system:node:*
      - ServiceAccount:kube-system/certificate-controller
      - ServiceAccount:kube-system/clusterrole-aggregation-controller
      - ServiceAccount:kube-system/cronjob-controller
      - ServiceAccount:kube-system/daemon-set-controller
      - ServiceAccount:kube-system/generic-garbage-collector
      - ServiceAccount:kube-system/job-controller
      - ServiceAccount:kube-system/namespace-controller
      - ServiceAccount:kube-system/persistent-volume-binder
      - ServiceAccount:kube-system/replicaset-controller
      - ServiceAccount:kube-system/replication-controller
      - ServiceAccount:kube-system/statefulset-controller
      - ServiceAccount:kube-system/storage-version-migrator-controller
    means: "subjects of the control plane that have such rights by design, as KIND:NAME or ServiceAccount:NAMESPACE/NAME, * for any text"
controls:
  nist-800-53r5: [AC-6, AC-5]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.8.2]
  cis-kubernetes-1.11.1: ["5.1.3", "5.1.4", "5.1.8", "5.1.9", "5.1.10", "5.1.11", "5.1.12", "5.1.13"]
reasons:
  R1: the subject can take the path
  I1: a role of the subject is not in the evidence
limits:
  - The key of the rule book, cluster, subject and path, is not unique, since a user, a group and service accounts may share a name. Columns subject_kind and subject_ns complete it.
  - The subjects of the control plane are those that Kubernetes itself binds, of 1.21 and later. What else runs in kube-system, such as
    add-ons of a cloud provider, is judged, since it is a common place of forgotten rights.
  - Each subject outside of the control plane is judged for each path. What one gains through a group shows with the group.
  - A rule that is limited to names opens the path to these objects only, such as bind to one role; it is rated low when nothing else opens
    it. Objects cannot be created by such a rule.
  - Making workloads is rated medium where the namespace enforces the Pod Security standard restricted, and high elsewhere and for the whole cluster; the service accounts that they could use are not looked at. Other paths are rated high for the whole cluster and medium for a namespace.
  - Nodes, certificates, webhooks, volumes, ClusterRoles, users and groups belong to no namespace, so that a RoleBinding opens no path by
    them, except that one may bind a ClusterRole in the namespace.
  - Subresources need an entry of their own; "pods/*", "*/exec" and "*" count as one. Changing workloads that exist, and rights outside of RBAC, are not seen.
  - Operators need wide rights and a waiver.
---*/

-- +path: what each path needs, one verb on one resource being enough, and whether only a right in the whole cluster gives it
SELECT path_id, api_group, resource, verb, is_whole
FROM (VALUES
  ('bind-roles', 'rbac.authorization.k8s.io', 'roles', 'bind', FALSE),
  ('bind-roles', 'rbac.authorization.k8s.io', 'clusterroles', 'bind', FALSE),
  ('escalate-roles', 'rbac.authorization.k8s.io', 'roles', 'escalate', FALSE),
  ('escalate-roles', 'rbac.authorization.k8s.io', 'clusterroles', 'escalate', TRUE),
  ('impersonate', '', 'users', 'impersonate', TRUE),
  ('impersonate', '', 'groups', 'impersonate', TRUE),
  ('impersonate', '', 'serviceaccounts', 'impersonate', FALSE),
  ('create-workloads', '', 'pods', 'create', FALSE),
  ('create-workloads', 'apps', 'deployments', 'create', FALSE),
  ('create-workloads', 'apps', 'daemonsets', 'create', FALSE),
  ('create-workloads', 'batch', 'jobs', 'create', FALSE),
  ('create-workloads', 'batch', 'cronjobs', 'create', FALSE),
  ('exec-pods', '', 'pods/exec', 'create', FALSE),
  ('exec-pods', '', 'pods/exec', 'get', FALSE),
  ('create-tokens', '', 'serviceaccounts/token', 'create', FALSE),
  ('proxy-nodes', '', 'nodes/proxy', 'get', TRUE),
  ('proxy-nodes', '', 'nodes/proxy', 'create', TRUE),
  ('approve-certificates', 'certificates.k8s.io', 'certificatesigningrequests/approval', 'update', TRUE),
  ('approve-certificates', 'certificates.k8s.io', 'certificatesigningrequests/approval', 'patch', TRUE),
  ('change-webhooks', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create', TRUE),
  ('change-webhooks', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'update', TRUE),
  ('change-webhooks', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'patch', TRUE),
  ('change-webhooks', 'admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'create', TRUE),
  ('change-webhooks', 'admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'update', TRUE),
  ('change-webhooks', 'admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'patch', TRUE),
  ('create-volumes', '', 'persistentvolumes', 'create', TRUE)
) AS p (path_id, api_group, resource, verb, is_whole)
UNION ALL
SELECT 'wildcard', '*', '*', '*', FALSE;

-- +holder: rights of subjects outside of the control plane
SELECT
  g.cluster, g.namespace, g.subject_kind, COALESCE(g.subject_ns, '-') AS subject_ns, g.subject, g.role_kind, g.role,
  g.verbs, g.api_groups, g.resources, COALESCE(len(g.resource_names), 0) > 0 AS is_named,
  g.verbs IS NULL AND NOT (g.role_kind = 'ClusterRole' AND g.role = 'cluster-admin') AS is_unknown
FROM k8s_grant AS g
WHERE NOT EXISTS (
  SELECT 1
  FROM UNNEST($system_subjects) AS s(pattern)
  WHERE glob_like(
    CASE WHEN g.subject_kind = 'ServiceAccount' THEN concat('ServiceAccount:', g.subject_ns, '/', g.subject) ELSE concat(g.subject_kind, ':', g.subject) END,
    s.pattern
  )
);

-- +rule: the different rules that they hold
SELECT DISTINCT verbs, api_groups, resources, is_named
FROM holder;

-- +opened: the paths that each rule opens
SELECT DISTINCT r.verbs, r.api_groups, r.resources, r.is_named, p.path_id, p.is_whole
FROM rule AS r
JOIN path AS p
  ON arrays_overlap(r.verbs, [p.verb, '*'])
  AND arrays_overlap(r.api_groups, [p.api_group, '*'])
  AND arrays_overlap(r.resources, [
    p.resource, '*',
    CASE WHEN strpos(p.resource, '/') > 0 THEN concat(split_part(p.resource, '/', 1), '/*') ELSE p.resource END,
    CASE WHEN strpos(p.resource, '/') > 0 THEN concat('*/', split_part(p.resource, '/', 2)) ELSE p.resource END
  ])
WHERE p.path_id <> 'wildcard' AND NOT (r.is_named AND p.verb = 'create' AND strpos(p.resource, '/') = 0)
UNION ALL
SELECT verbs, api_groups, resources, is_named, 'wildcard' AS path_id, FALSE AS is_whole
FROM rule
WHERE contains(verbs, '*') AND contains(resources, '*');

-- +population: one row per subject and path, and whether a role that the evidence does not hold might open it
SELECT h.cluster, h.subject_kind, h.subject_ns, h.subject, p.path_id, h.is_unknown AND (h.is_whole OR NOT p.is_whole) AS is_unknown
FROM (
  SELECT
    cluster, subject_kind, subject_ns, subject, BOOL_OR(is_unknown) AS is_unknown, COALESCE(BOOL_OR(namespace = '*') FILTER (WHERE is_unknown), FALSE) AS is_whole
  FROM holder
  GROUP BY cluster, subject_kind, subject_ns, subject
) AS h
CROSS JOIN (SELECT path_id, BOOL_AND(is_whole) AS is_whole FROM path GROUP BY path_id) AS p;

-- +restricted: namespaces that enforce the Pod Security standard restricted
SELECT DISTINCT account_or_project AS cluster, name AS namespace
FROM asset
WHERE asset_type = 'k8s_namespace' AND json_extract_string(tags, '$."pod-security.kubernetes.io/enforce"') = 'restricted';

-- +taken: where each subject can take each path, and by which roles
SELECT DISTINCT h.cluster, h.subject_kind, h.subject_ns, h.subject, o.path_id, h.namespace, h.role, h.is_named
FROM holder AS h
JOIN opened AS o
  ON o.verbs = h.verbs AND o.api_groups = h.api_groups AND o.resources = h.resources AND o.is_named = h.is_named
WHERE h.namespace = '*' OR NOT o.is_whole
UNION
SELECT h.cluster, h.subject_kind, h.subject_ns, h.subject, p.path_id, h.namespace, h.role, FALSE
FROM holder AS h
JOIN path AS p ON h.namespace = '*' OR NOT p.is_whole
WHERE h.verbs IS NULL AND NOT h.is_unknown; -- cluster-admin is full by its name

-- +exceptions: subjects that can raise their rights
SELECT
  t.cluster, t.subject_kind, t.subject_ns, t.subject, t.path_id, 'R1' AS reason_code,
  concat(
    t.subject_kind, ' ', CASE WHEN t.subject_kind = 'ServiceAccount' THEN concat(t.subject_ns, '/') ELSE '' END, t.subject, ' can take the path ', t.path_id,
    ' by ', string_agg(DISTINCT t.role, ', ' ORDER BY t.role), ' in ',
    CASE WHEN BOOL_OR(t.namespace = '*') THEN 'the whole cluster' ELSE concat('namespaces ', string_agg(DISTINCT t.namespace, ', ' ORDER BY t.namespace)) END,
    CASE WHEN BOOL_OR(t.is_named) THEN ', for named objects only.' ELSE '.' END
  ) AS reason,
  CASE
    WHEN BOOL_OR(t.is_named) THEN 'low'
    WHEN BOOL_OR(t.namespace = '*') THEN 'high'
    WHEN t.path_id = 'create-workloads' AND BOOL_OR(r.namespace IS NULL) THEN 'high'
    ELSE 'medium'
  END AS rating
FROM (
  SELECT cluster, subject_kind, subject_ns, subject, path_id, namespace, role, is_named
  FROM taken
  QUALIFY is_named = BOOL_AND(is_named) OVER (PARTITION BY cluster, subject_kind, subject_ns, subject, path_id) -- named objects count alone
) AS t
LEFT JOIN restricted AS r ON r.cluster = t.cluster AND r.namespace = t.namespace
GROUP BY t.cluster, t.subject_kind, t.subject_ns, t.subject, t.path_id;

-- +indeterminate: paths of subjects with a role that the evidence does not hold
SELECT
  p.cluster, p.subject_kind, p.subject_ns, p.subject, p.path_id, 'I1' AS reason_code,
  concat('A role of ', p.subject_kind, ' ', p.subject, ' is not in the evidence.') AS reason
FROM population AS p
LEFT JOIN (SELECT DISTINCT cluster, subject_kind, subject_ns, subject, path_id FROM taken) AS t
  USING (cluster, subject_kind, subject_ns, subject, path_id)
WHERE p.is_unknown AND t.cluster IS NULL;

/*--- cases
- name: each path, and rights that look like it
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role, subject_no, subject_kind,   subject_ns, subject,   rule_no, verbs,                             api_groups,                           resources,                                      resource_names
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           bind,      1,       "[""bind""]",                      "[""rbac.authorization.k8s.io""]",    "[""roles""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           escalate,  1,       "[""get"",""escalate""]",          "[""*""]",                            "[""clusterroles""]",                           []
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           act,       1,       "[""impersonate""]",               "[""""]",                             "[""serviceaccounts""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          ServiceAccount, dev,        build,     1,       "[""create""]",                    "[""batch""]",                        "[""jobs""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          User,           ,           shell,     1,       "[""get""]",                       "[""""]",                             "[""pods/exec""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          User,           ,           shell-any, 1,       "[""create""]",                    "[""""]",                             "[""pods/*""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          User,           ,           any-exec,  1,       "[""create""]",                    "[""""]",                             "[""*/exec""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          User,           ,           token,     1,       "[""create""]",                    "[""""]",                             "[""serviceaccounts/token""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           node,      1,       "[""*""]",                         "[""""]",                             "[""nodes/proxy""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           csr,       1,       "[""update""]",                    "[""certificates.k8s.io""]",          "[""certificatesigningrequests/approval""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           hook,      1,       "[""patch""]",                     "[""admissionregistration.k8s.io""]", "[""validatingwebhookconfigurations""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           volume,    1,       "[""create""]",                    "[""""]",                             "[""persistentvolumes""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      1,       "[""create""]",                    "[""apps""]",                         "[""pods""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      2,       "[""get"",""update"",""delete""]", "[""""]",                             "[""pods""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      3,       "[""bind""]",                      "[""rbac.authorization.k8s.io""]",    "[""clusterroles""]",                           "[""view""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      4,       "[""get""]",                       ,                                     ,
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      5,       "[""approve""]",                   "[""certificates.k8s.io""]",          "[""signers"",""certificatesigningrequests""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      6,       "[""watch""]",                     "[""""]",                             "[""pods/exec""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           none,      7,       "[""create""]",                    "[""example.org""]",                  "[""persistentvolumes""]",
  expect:
    population: 143
    exceptions: |
      cluster, subject_kind,   subject_ns, subject,   path_id,              reason_code, rating, reason
      c,       User,           -,          none,      bind-roles,           R1,          low,    "User none can take the path bind-roles by r in the whole cluster, for named objects only."
      c,       User,           -,          bind,      bind-roles,           R1,          high,   User bind can take the path bind-roles by r in the whole cluster.
      c,       User,           -,          escalate,  escalate-roles,       R1,          high,   User escalate can take the path escalate-roles by r in the whole cluster.
      c,       User,           -,          act,       impersonate,          R1,          high,   User act can take the path impersonate by r in the whole cluster.
      c,       ServiceAccount, dev,        build,     create-workloads,     R1,          high,   ServiceAccount dev/build can take the path create-workloads by r in namespaces dev.
      c,       User,           -,          shell,     exec-pods,            R1,          medium, User shell can take the path exec-pods by r in namespaces dev.
      c,       User,           -,          shell-any, exec-pods,            R1,          medium, User shell-any can take the path exec-pods by r in namespaces dev.
      c,       User,           -,          any-exec,  exec-pods,            R1,          medium, User any-exec can take the path exec-pods by r in namespaces dev.
      c,       User,           -,          token,     create-tokens,        R1,          medium, User token can take the path create-tokens by r in namespaces dev.
      c,       User,           -,          node,      proxy-nodes,          R1,          high,   User node can take the path proxy-nodes by r in the whole cluster.
      c,       User,           -,          csr,       approve-certificates, R1,          high,   User csr can take the path approve-certificates by r in the whole cluster.
      c,       User,           -,          hook,      change-webhooks,      R1,          high,   User hook can take the path change-webhooks by r in the whole cluster.
      c,       User,           -,          volume,    create-volumes,       R1,          high,   User volume can take the path create-volumes by r in the whole cluster.

- name: every verb on every resource of one group, a whole role by its name, and subjects of the control plane
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role,      subject_no, subject_kind,   subject_ns,  subject,               rule_no, verbs,                api_groups,    resources
      c,       RoleBinding,        dev,       b,       ClusterRole, all-batch, 1,          User,           ,            ann,                   1,       "[""*""]",            "[""batch""]", "[""*""]"
      c,       RoleBinding,        dev,       b,       ClusterRole, read-all,  1,          User,           ,            bo,                    1,       "[""list""]",         "[""*""]",     "[""*""]"
      c,       RoleBinding,        dev,       b,       ClusterRole, pods,      1,          User,           ,            cy,                    1,       "[""delete"",""*""]", "[""*""]",     "[""configmaps""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          User,           ,            system:kube-scheduler, 1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          ServiceAccount, kube-system, job-controller,        1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          Group,          ,            system:masters,        1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       RoleBinding,        dev,       b,       ClusterRole, r,         1,          Group,          ,            system:authenticated,  1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          User,           ,            system:anonymous,      1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          ServiceAccount, kube-system, tiller,                1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          ServiceAccount, dev,         job-controller,        1,       "[""create""]",       "[""""]",      "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,         1,          User,           ,            system:node:n1,        1,       "[""create""]",       "[""""]",      "[""pods""]"
  expect:
    population: 77
    exceptions: |
      cluster, subject_kind, subject_ns, subject,              path_id,          reason_code, reason
      c,       User,         -,          ann,                  wildcard,         R1,          User ann can take the path wildcard by all-batch in namespaces dev.
      c,       User,         -,          ann,                  create-workloads, R1,          User ann can take the path create-workloads by all-batch in namespaces dev.
      c,       Group,        -,          system:authenticated, create-workloads, R1,          Group system:authenticated can take the path create-workloads by r in namespaces dev.
      c,       User,         -,          system:anonymous,     create-workloads, R1,          User system:anonymous can take the path create-workloads by r in the whole cluster.
      c,       ServiceAccount, kube-system, tiller,            create-workloads, R1,          ServiceAccount kube-system/tiller can take the path create-workloads by r in the whole cluster.
      c,       ServiceAccount, dev,      job-controller,       create-workloads, R1,          ServiceAccount dev/job-controller can take the path create-workloads by r in the whole cluster.

- name: rights to named objects, alone and beside others
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role, subject_no, subject_kind, subject, rule_no, verbs,               api_groups, resources,               resource_names
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,         a,       1,       "[""impersonate""]", "[""""]",   "[""groups""]",          "[""system:masters""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,         a,       2,       "[""*""]",           "[""""]",   "[""pods""]",            "[""p""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,         b,       1,       "[""create""]",      "[""""]",   "[""pods/exec""]",       "[""p""]"
      c,       RoleBinding,        dev,       b,       ClusterRole, s,    1,          User,         b,       1,       "[""create""]",      "[""""]",   "[""pods/exec""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, s,    1,          User,         d,       1,       "[""get""]",         "[""""]",   "[""configmaps""]",      "[""x""]"
  expect:
    population: 33
    exceptions: |
      cluster, subject_kind, subject_ns, subject, path_id,     reason_code, rating, reason
      c,       User,         -,          a,       impersonate, R1,          low,    "User a can take the path impersonate by r in the whole cluster, for named objects only."
      c,       User,         -,          b,       exec-pods,   R1,          medium, "User b can take the path exec-pods by s in namespaces dev."

- name: what belongs to no namespace is not reached from one
  given:
    k8s_grant: |
      cluster, binding_kind, namespace, binding, role_kind,   role, subject_no, subject_kind, subject, rule_no, verbs,               api_groups,                           resources
      c,       RoleBinding,  dev,       b,       ClusterRole, r,    1,          User,         whole,   1,       "[""*""]",           "[""""]",                             "[""nodes/proxy"",""persistentvolumes"",""users"",""groups""]"
      c,       RoleBinding,  dev,       b,       ClusterRole, r,    1,          User,         whole,   2,       "[""*""]",           "[""certificates.k8s.io"",""admissionregistration.k8s.io""]", "[""certificatesigningrequests/approval"",""mutatingwebhookconfigurations"",""validatingwebhookconfigurations""]"
      c,       RoleBinding,  dev,       b,       ClusterRole, r,    1,          User,         whole,   3,       "[""escalate""]",    "[""rbac.authorization.k8s.io""]",    "[""clusterroles""]"
      c,       RoleBinding,  dev,       b,       ClusterRole, r,    1,          User,         part,    1,       "[""impersonate""]", "[""""]",                             "[""serviceaccounts""]"
      c,       RoleBinding,  dev,       b,       ClusterRole, r,    1,          User,         part,    2,       "[""bind""]",        "[""rbac.authorization.k8s.io""]",    "[""clusterroles""]"
      c,       RoleBinding,  dev,       b,       ClusterRole, r,    1,          User,         part,    3,       "[""escalate""]",    "[""rbac.authorization.k8s.io""]",    "[""roles""]"
  expect:
    population: 22
    exceptions: |
      cluster, subject_kind, subject_ns, subject, path_id,        reason_code, reason
      c,       User,         -,          part,    impersonate,    R1,          User part can take the path impersonate by r in namespaces dev.
      c,       User,         -,          part,    bind-roles,     R1,          User part can take the path bind-roles by r in namespaces dev.
      c,       User,         -,          part,    escalate-roles, R1,          User part can take the path escalate-roles by r in namespaces dev.
    indeterminate: none

- name: namespaces that enforce the strictest standard, and those that do not
  given:
    asset: |
      asset_id, asset_type,    account_or_project, name,   tags
      c/strict, k8s_namespace, c,                  strict, "{""pod-security.kubernetes.io/enforce"":""restricted""}"
      c/base,   k8s_namespace, c,                  base,   "{""pod-security.kubernetes.io/enforce"":""baseline""}"
      c/node,   k8s_node,      c,                  loose,  "{""pod-security.kubernetes.io/enforce"":""restricted""}"
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role, subject_no, subject_kind, subject, rule_no, verbs,          api_groups, resources
      c,       RoleBinding,        strict,    b,       Role,        r,    1,          User,         a,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        base,      b,       Role,        r,    1,          User,         b,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        loose,     b,       Role,        r,    1,          User,         d,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        strict,    b,       Role,        s,    1,          User,         e,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        base,      b,       Role,        r,    1,          User,         e,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        strict,    b,       Role,        r,    1,          User,         f,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,         f,       1,       "[""create""]", "[""""]",   "[""pods""]"
      d,       RoleBinding,        strict,    b,       Role,        r,    1,          User,         a,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        strict,    b,       Role,        r,    1,          User,         g,       1,       "[""create""]", "[""""]",   "[""pods/exec""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,         g,       1,       "[""create""]", "[""""]",   "[""pods/exec""]"
  expect:
    exceptions: |
      cluster, subject_kind, subject_ns, subject, path_id,          reason_code, rating, reason
      c,       User,         -,          a,       create-workloads, R1,          medium, User a can take the path create-workloads by r in namespaces strict.
      c,       User,         -,          b,       create-workloads, R1,          high,   User b can take the path create-workloads by r in namespaces base.
      c,       User,         -,          d,       create-workloads, R1,          high,   User d can take the path create-workloads by r in namespaces loose.
      c,       User,         -,          e,       create-workloads, R1,          high,   "User e can take the path create-workloads by r, s in namespaces base, strict."
      c,       User,         -,          f,       create-workloads, R1,          high,   User f can take the path create-workloads by r in the whole cluster.
      c,       User,         -,          g,       exec-pods,        R1,          high,   User g can take the path exec-pods by r in the whole cluster.
      d,       User,         -,          a,       create-workloads, R1,          high,   User a can take the path create-workloads by r in namespaces strict.

- name: a role that is not in the evidence leaves every other path open
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role,          subject_no, subject_kind, subject, rule_no, verbs,     api_groups,                                                                                 resources
      c,       ClusterRoleBinding, *,         b,       ClusterRole, gone,          1,          User,         a,       0,       ,          ,
      c,       ClusterRoleBinding, *,         b2,      ClusterRole, r,             1,          User,         a,       1,       "[""*""]", "[""""]",                                                                                   "[""pods"",""pods/exec"",""serviceaccounts"",""serviceaccounts/token"",""nodes/proxy"",""persistentvolumes""]"
      c,       ClusterRoleBinding, *,         b2,      ClusterRole, r,             1,          User,         a,       2,       "[""*""]", "[""rbac.authorization.k8s.io"",""certificates.k8s.io"",""admissionregistration.k8s.io""]", "[""*""]"
      c,       RoleBinding,        dev,       b,       ClusterRole, cluster-admin, 1,          User,         b,       0,       ,          ,
  expect:
    population: 22
    exceptions: |
      cluster, subject_kind, subject_ns, subject, path_id,              reason_code, reason
      c,       User,         -,          a,       create-workloads,     R1,          User a can take the path create-workloads by r in the whole cluster.
      c,       User,         -,          a,       exec-pods,            R1,          User a can take the path exec-pods by r in the whole cluster.
      c,       User,         -,          a,       impersonate,          R1,          User a can take the path impersonate by r in the whole cluster.
      c,       User,         -,          a,       create-tokens,        R1,          User a can take the path create-tokens by r in the whole cluster.
      c,       User,         -,          a,       proxy-nodes,          R1,          User a can take the path proxy-nodes by r in the whole cluster.
      c,       User,         -,          a,       create-volumes,       R1,          User a can take the path create-volumes by r in the whole cluster.
      c,       User,         -,          a,       bind-roles,           R1,          User a can take the path bind-roles by r in the whole cluster.
      c,       User,         -,          a,       escalate-roles,       R1,          User a can take the path escalate-roles by r in the whole cluster.
      c,       User,         -,          a,       approve-certificates, R1,          User a can take the path approve-certificates by r in the whole cluster.
      c,       User,         -,          a,       change-webhooks,      R1,          User a can take the path change-webhooks by r in the whole cluster.
      c,       User,         -,          a,       wildcard,             R1,          User a can take the path wildcard by r in the whole cluster.
      c,       User,         -,          b,       create-workloads,     R1,          User b can take the path create-workloads by cluster-admin in namespaces dev.
      c,       User,         -,          b,       exec-pods,            R1,          User b can take the path exec-pods by cluster-admin in namespaces dev.
      c,       User,         -,          b,       impersonate,          R1,          User b can take the path impersonate by cluster-admin in namespaces dev.
      c,       User,         -,          b,       create-tokens,        R1,          User b can take the path create-tokens by cluster-admin in namespaces dev.
      c,       User,         -,          b,       bind-roles,           R1,          User b can take the path bind-roles by cluster-admin in namespaces dev.
      c,       User,         -,          b,       escalate-roles,       R1,          User b can take the path escalate-roles by cluster-admin in namespaces dev.
      c,       User,         -,          b,       wildcard,             R1,          User b can take the path wildcard by cluster-admin in namespaces dev.

- name: a role that is not in the evidence, alone
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role,          subject_no, subject_kind, subject, rule_no, verbs,          api_groups, resources
      c,       ClusterRoleBinding, *,         b,       ClusterRole, gone,          1,          User,         a,       0,       ,               ,
      c,       RoleBinding,        dev,       b2,      Role,        r,             1,          User,         a,       1,       "[""create""]", "[""""]",   "[""pods""]"
      c,       RoleBinding,        dev,       b,       Role,        cluster-admin, 1,          User,         b,       0,       ,               ,
  expect:
    exceptions: |
      cluster, subject_kind, subject_ns, subject, path_id,          reason_code, reason
      c,       User,         -,          a,       create-workloads, R1,          User a can take the path create-workloads by r in namespaces dev.
    indeterminate: |
      cluster, subject_kind, subject_ns, subject, path_id,              reason_code, reason
      c,       User,         -,          a,       exec-pods,            I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       impersonate,          I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       create-tokens,        I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       proxy-nodes,          I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       create-volumes,       I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       bind-roles,           I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       escalate-roles,       I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       approve-certificates, I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       change-webhooks,      I1,          A role of User a is not in the evidence.
      c,       User,         -,          a,       wildcard,             I1,          A role of User a is not in the evidence.
      c,       User,         -,          b,       create-workloads,     I1,          A role of User b is not in the evidence.
      c,       User,         -,          b,       exec-pods,            I1,          A role of User b is not in the evidence.
      c,       User,         -,          b,       impersonate,          I1,          A role of User b is not in the evidence.
      c,       User,         -,          b,       create-tokens,        I1,          A role of User b is not in the evidence.
      c,       User,         -,          b,       bind-roles,           I1,          A role of User b is not in the evidence.
      c,       User,         -,          b,       escalate-roles,       I1,          A role of User b is not in the evidence.
      c,       User,         -,          b,       wildcard,             I1,          A role of User b is not in the evidence.
---*/
