/*---
id: k8s-secrets-read
version: 1
title: Subjects that can read Kubernetes Secrets
objective: Secrets are readable only by the components that need them.
kind: design
severity: high
reads: [k8s_grant]
key: [cluster, namespace, subject_kind, subject_ns, subject]
params:
  system_subjects:
    type: "text[]"
    default:
      - Group:system:masters
      - User:system:apiserver
      - User:system:kube-controller-manager
      - ServiceAccount:kube-system/bootstrap-signer
      - ServiceAccount:kube-system/expand-controller
      - ServiceAccount:kube-system/generic-garbage-collector
      - ServiceAccount:kube-system/namespace-controller
      - ServiceAccount:kube-system/persistent-volume-binder
      - ServiceAccount:kube-system/resourcequota-controller
      - ServiceAccount:kube-system/token-cleaner
    means: "subjects of the control plane that read Secrets by design, as KIND:NAME or ServiceAccount:NAMESPACE/NAME"
  prod_namespaces: {type: "text[]", default: [], means: production namespaces; empty stands for all of them}
controls:
  nist-800-53r5: [AC-3, AC-6]
  soc2-tsc-2017: [CC6.1]
  iso-27001-2022: [A.8.3]
  cis-kubernetes-1.11.1: ["5.1.2"]
reasons:
  R1: the subject can read Secrets
  R2: the subject is the default service account of a namespace, or every service account
  I1: a role of the subject is not in the evidence
  X1: a subject of the control plane
limits:
  - The key of the rule book, cluster, namespace and subject, is not unique, since a user, a group and service accounts may share a name. Columns subject_kind and subject_ns complete it.
  - The rights of a subject are judged per namespace, and for the whole cluster as namespace "*". What one gains through a group shows with the group.
  - The column rating is high for the whole cluster, medium for a production namespace, and low for another one, or where only named Secrets can be read. With names, list and watch give away nothing more than get does.
  - Who may create pods can mount Secrets and read them so; see k8s-rbac-escalation. Rights outside of RBAC are not seen.
  - The subjects of the control plane change with the version of Kubernetes; the default fits 1.21 and later.
---*/

-- +right_held: the rights of each subject, and whether they read Secrets
SELECT
  cluster, namespace, subject_kind, COALESCE(subject_ns, '-') AS subject_ns, subject, role, verbs,
  COALESCE(len(resource_names), 0) > 0 AS is_named,
  role_kind = 'ClusterRole' AND role = 'cluster-admin' -- full by its name, also when its rules are not in the evidence
    OR arrays_overlap(verbs, ['get', 'list', 'watch', '*'])
    AND arrays_overlap(api_groups, ['', '*'])
    AND arrays_overlap(resources, ['secrets', '*']) AS reads
FROM k8s_grant;

-- +population: one row per subject and namespace in which it has any right
SELECT
  cluster, namespace, subject_kind, subject_ns, subject,
  COALESCE(BOOL_OR(reads), FALSE) AS reads,
  COALESCE(BOOL_OR(reads AND NOT is_named), FALSE) AS reads_all,
  BOOL_OR(verbs IS NULL) AS is_unknown
FROM right_held
GROUP BY cluster, namespace, subject_kind, subject_ns, subject;

-- +role_held: the roles by which each subject reads Secrets
SELECT cluster, namespace, subject_kind, subject_ns, subject, string_agg(role, ', ' ORDER BY role) AS roles
FROM (SELECT DISTINCT cluster, namespace, subject_kind, subject_ns, subject, role FROM right_held WHERE reads) AS reading
GROUP BY cluster, namespace, subject_kind, subject_ns, subject;

-- +judged: each item with how it is called, how bad it is, and why it is left out or undecided
SELECT
  cluster, namespace, subject_kind, subject_ns, subject, roles, reads, reads_all, is_unknown, holder,
  CASE WHEN namespace = '*' THEN 'of the whole cluster' ELSE concat('of namespace ', namespace) END AS place,
  CASE
    WHEN NOT reads_all THEN 'low'
    WHEN namespace = '*' THEN 'high'
    WHEN len($prod_namespaces) = 0 OR contains($prod_namespaces, namespace) THEN 'medium'
    ELSE 'low'
  END AS rating,
  contains($system_subjects, holder) AS is_system
FROM (
  SELECT
    p.cluster, p.namespace, p.subject_kind, p.subject_ns, p.subject, r.roles, p.reads, p.reads_all, p.is_unknown,
    CASE WHEN p.subject_kind = 'ServiceAccount' THEN concat('ServiceAccount:', p.subject_ns, '/', p.subject) ELSE concat(p.subject_kind, ':', p.subject) END AS holder
  FROM population AS p
  LEFT JOIN role_held AS r USING (cluster, namespace, subject_kind, subject_ns, subject)
) AS named;

-- +exceptions: subjects that can read Secrets, and those among them that are nobody in particular
SELECT
  cluster, namespace, subject_kind, subject_ns, subject, 'R1' AS reason_code,
  concat(holder, ' can read ', CASE WHEN reads_all THEN 'every Secret ' ELSE 'named Secrets ' END, place, ' by ', roles, '.') AS reason,
  rating
FROM judged
WHERE reads AND NOT is_system
UNION ALL
SELECT
  cluster, namespace, subject_kind, subject_ns, subject, 'R2' AS reason_code,
  concat(holder, ', which workloads have without asking for it, can read Secrets ', place, '.') AS reason,
  rating
FROM judged
WHERE reads AND NOT is_system
  AND (
    subject_kind = 'ServiceAccount' AND subject = 'default'
    OR subject_kind = 'Group' AND (subject = 'system:serviceaccounts' OR starts_with(subject, 'system:serviceaccounts:'))
  );

-- +indeterminate: subjects with a role that the evidence does not hold
SELECT
  cluster, namespace, subject_kind, subject_ns, subject, 'I1' AS reason_code,
  concat('A role of ', holder, ' ', place, ' is not in the evidence.') AS reason
FROM judged
WHERE is_unknown AND NOT reads AND NOT is_system;

-- +excluded: subjects of the control plane
SELECT
  cluster, namespace, subject_kind, subject_ns, subject, 'X1' AS reason_code,
  concat(holder, ' is a subject of the control plane.') AS reason
FROM judged
WHERE is_system;

/*--- cases
- name: verbs, groups and resources that together read Secrets; what only looks like it; names; ratings
  params: {prod_namespaces: [pay]}
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role, subject_no, subject_kind,   subject_ns, subject,  rule_no, verbs,                     api_groups,        resources,                         resource_names
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           get,      1,       "[""get""]",               "[""""]",          "[""pods"",""secrets""]",
      c,       RoleBinding,        pay,       b,       ClusterRole, r,    1,          User,           ,           list,     1,       "[""list""]",              "[""apps"",""""]", "[""secrets""]",                   []
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          User,           ,           watch,    1,       "[""watch""]",             "[""*""]",         "[""*""]",
      c,       RoleBinding,        pay,       b,       ClusterRole, r,    1,          ServiceAccount, pay,        star,     1,       "[""*""]",                 "[""""]",          "[""secrets""]",
      c,       RoleBinding,        pay,       b,       Role,        tls,  1,          User,           ,           named,    1,       "[""get"",""list""]",      "[""""]",          "[""secrets""]",                   "[""tls""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, tls,  1,          User,           ,           both,     1,       "[""get""]",               "[""""]",          "[""secrets""]",                   "[""tls""]"
      c,       ClusterRoleBinding, *,         b2,      ClusterRole, all,  1,          User,           ,           both,     1,       "[""get""]",               "[""""]",          "[""secrets""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           write,    1,       "[""create"",""update""]", "[""""]",          "[""secrets""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           singular, 1,       "[""get""]",               "[""""]",          "[""secret"",""secrets/status""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          User,           ,           group,    1,       "[""get""]",               "[""apps""]",      "[""secrets""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, view, 1,          User,           ,           apart,    1,       "[""get""]",               "[""""]",          "[""pods""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, view, 1,          User,           ,           apart,    2,       "[""create""]",            "[""""]",          "[""secrets""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, url,  1,          User,           ,           url,      1,       "[""get""]",               ,                  ,
      c,       ClusterRoleBinding, *,         b,       ClusterRole, none, 1,          User,           ,           none,     0,       [],                        [],                [],
      c,       RoleBinding,        pay,       b9,      Role,        web,  1,          User,           ,           named,    1,       "[""get""]",               "[""""]",          "[""pods""]",
      c,       ClusterRoleBinding, *,         b9,      ClusterRole, web,  1,          User,           ,           get,      1,       "[""get""]",               "[""""]",          "[""pods""]",
  expect:
    population: 12
    exceptions: |
      cluster, namespace, subject_kind,   subject_ns, subject, reason_code, rating, reason
      c,       *,         User,           -,          get,     R1,          high,   User:get can read every Secret of the whole cluster by r.
      c,       pay,       User,           -,          list,    R1,          medium, User:list can read every Secret of namespace pay by r.
      c,       dev,       User,           -,          watch,   R1,          low,    User:watch can read every Secret of namespace dev by r.
      c,       pay,       ServiceAccount, pay,        star,    R1,          medium, ServiceAccount:pay/star can read every Secret of namespace pay by r.
      c,       pay,       User,           -,          named,   R1,          low,    User:named can read named Secrets of namespace pay by tls.
      c,       *,         User,           -,          both,    R1,          high,   "User:both can read every Secret of the whole cluster by all, tls."

- name: the default account, all accounts, and others of like name; the control plane; without a list every namespace is production
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role, subject_no, subject_kind,   subject_ns,  subject,                    rule_no, verbs,       api_groups, resources,       resource_names
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    1,          ServiceAccount, dev,         default,                    1,       "[""get""]", "[""""]",   "[""secrets""]", "[""tls""]"
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    2,          User,           ,            default,                    1,       "[""get""]", "[""""]",   "[""secrets""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    3,          Group,          ,            system:serviceaccounts,     1,       "[""get""]", "[""""]",   "[""secrets""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    4,          Group,          ,            system:serviceaccounts:dev, 1,       "[""get""]", "[""""]",   "[""secrets""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    5,          Group,          ,            system:serviceaccounts-x,   1,       "[""get""]", "[""""]",   "[""secrets""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    8,          User,           ,            system:serviceaccounts,     1,       "[""get""]", "[""""]",   "[""secrets""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    6,          ServiceAccount, dev,         other,                      1,       "[""get""]", "[""""]",   "[""pods""]",
      c,       RoleBinding,        dev,       b,       ClusterRole, r,    7,          ServiceAccount, web,         default,                    1,       "[""get""]", "[""""]",   "[""pods""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    1,          ServiceAccount, kube-system, generic-garbage-collector,  1,       "[""*""]",   "[""*""]",  "[""*""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, r,    2,          ServiceAccount, dev,         generic-garbage-collector,  1,       "[""*""]",   "[""*""]",  "[""*""]",
      c,       ClusterRoleBinding, *,         b,       ClusterRole, gone, 3,          Group,          ,            system:masters,             0,       ,            ,           ,
  expect:
    population: 11
    exceptions: |
      cluster, namespace, subject_kind,   subject_ns, subject,                    reason_code, rating, reason
      c,       dev,       ServiceAccount, dev,        default,                    R1,          low,    ServiceAccount:dev/default can read named Secrets of namespace dev by r.
      c,       dev,       ServiceAccount, dev,        default,                    R2,          low,    "ServiceAccount:dev/default, which workloads have without asking for it, can read Secrets of namespace dev."
      c,       dev,       User,           -,          default,                    R1,          medium, User:default can read every Secret of namespace dev by r.
      c,       dev,       Group,          -,          system:serviceaccounts,     R1,          medium, Group:system:serviceaccounts can read every Secret of namespace dev by r.
      c,       dev,       Group,          -,          system:serviceaccounts,     R2,          medium, "Group:system:serviceaccounts, which workloads have without asking for it, can read Secrets of namespace dev."
      c,       dev,       Group,          -,          system:serviceaccounts:dev, R1,          medium, Group:system:serviceaccounts:dev can read every Secret of namespace dev by r.
      c,       dev,       Group,          -,          system:serviceaccounts:dev, R2,          medium, "Group:system:serviceaccounts:dev, which workloads have without asking for it, can read Secrets of namespace dev."
      c,       dev,       User,           -,          system:serviceaccounts,     R1,          medium, User:system:serviceaccounts can read every Secret of namespace dev by r.
      c,       dev,       Group,          -,          system:serviceaccounts-x,   R1,          medium, Group:system:serviceaccounts-x can read every Secret of namespace dev by r.
      c,       *,         ServiceAccount, dev,        generic-garbage-collector,  R1,          high,   ServiceAccount:dev/generic-garbage-collector can read every Secret of the whole cluster by r.
    excluded: |
      cluster, namespace, subject_kind,   subject_ns,  subject,                   reason_code, reason
      c,       *,         ServiceAccount, kube-system, generic-garbage-collector, X1,          ServiceAccount:kube-system/generic-garbage-collector is a subject of the control plane.
      c,       *,         Group,          -,           system:masters,            X1,          Group:system:masters is a subject of the control plane.

- name: a role that is not in the evidence, beside one that is, and unless its name says enough
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role,          subject_no, subject_kind, subject, rule_no, verbs,       api_groups, resources
      c,       ClusterRoleBinding, *,         b,       ClusterRole, gone,          1,          User,         ann,     0,       ,            ,
      c,       ClusterRoleBinding, *,         b2,      ClusterRole, r,             1,          User,         ann,     1,       "[""get""]", "[""""]",   "[""pods""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, gone,          2,          User,         bo,      0,       ,            ,
      c,       ClusterRoleBinding, *,         b2,      ClusterRole, r2,            1,          User,         bo,      1,       "[""get""]", "[""""]",   "[""secrets""]"
      c,       ClusterRoleBinding, *,         b3,      ClusterRole, cluster-admin, 1,          User,         cy,      0,       ,            ,
      c,       RoleBinding,        dev,       b3,      Role,        cluster-admin, 1,          User,         dee,     0,       ,            ,
      c,       RoleBinding,        dev,       b4,      Role,        r,             1,          User,         ann,     1,       "[""get""]", "[""""]",   "[""pods""]"
  expect:
    population: 5
    exceptions: |
      cluster, namespace, subject_kind, subject_ns, subject, reason_code, reason
      c,       *,         User,         -,          bo,      R1,          User:bo can read every Secret of the whole cluster by r2.
      c,       *,         User,         -,          cy,      R1,          User:cy can read every Secret of the whole cluster by cluster-admin.
    indeterminate: |
      cluster, namespace, subject_kind, subject_ns, subject, reason_code, reason
      c,       *,         User,         -,          ann,     I1,          A role of User:ann of the whole cluster is not in the evidence.
      c,       dev,       User,         -,          dee,     I1,          A role of User:dee of namespace dev is not in the evidence.
---*/
