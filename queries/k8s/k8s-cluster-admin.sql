/*---
id: k8s-cluster-admin
version: 1
title: Full control of a cluster held by people or workloads
objective: Full control of a cluster is limited to approved subjects.
kind: design
severity: high
reads: [k8s_grant]
optional: [ref_list]
key: [cluster, namespace, binding, subject_kind, subject_ns, subject]
params:
  roster: {type: text, default: admin_roster, means: "list in ref_list of approved subjects: NAME or KIND:NAME, of a service account NAMESPACE/NAME or system:serviceaccount:NAMESPACE:NAME"}
  system_namespaces: {type: "text[]", default: [kube-system], means: namespaces of the cluster itself}
  prod_namespaces: {type: "text[]", default: [], means: production namespaces}
controls:
  nist-800-53r5: [AC-6, AC-6(5)]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.8.2]
  pci-dss-4.0.1: ["7.2.2"]
  cis-kubernetes-1.11.1: ["5.1.1", "5.1.7"]
reasons:
  R1: a subject that is not approved
  R2: a service account
  R3: everybody who is authenticated, everybody at all, or every service account
  R4: full control of a system or production namespace
  I1: the role is not in the evidence
  X1: the binding that every cluster is made with
limits:
  - The key of the rule book, cluster, binding and subject, is not unique, since bindings of one name may lie in several namespaces, and a user, a group and service accounts may share a name. Namespace, subject_kind and subject_ns complete it.
  - A role is full when one of its rules has every verb on every resource of every API group; cluster-admin is full by its name.
  - "Client certificates of system:masters, EKS access entries and aws-auth, and container.admin of GKE give the same power outside of RBAC: no export supplies them yet."
  - Approval excuses R1 only. Who is in a group is not looked at, nor whether a user still exists.
  - Severity is not raised for R3.
---*/

-- +population: one row per binding and subject whose role is full, or is not known
SELECT
  cluster, namespace, binding, subject_kind, COALESCE(subject_ns, '-') AS subject_ns, subject,
  MIN(binding_kind) AS binding_kind,
  MIN(role_kind) AS role_kind,
  MIN(role) AS role,
  BOOL_OR(verbs IS NULL) AS is_unknown
FROM k8s_grant
WHERE role_kind = 'ClusterRole' AND role = 'cluster-admin'
  OR verbs IS NULL
  OR contains(verbs, '*') AND contains(resources, '*') AND contains(api_groups, '*') AND COALESCE(len(resource_names), 0) = 0
GROUP BY cluster, namespace, binding, subject_kind, COALESCE(subject_ns, '-'), subject;

-- +named: the names under which a subject may be on the roster
SELECT DISTINCT p.subject_kind, p.subject_ns, p.subject, LOWER(n.name) AS name
FROM population AS p
CROSS JOIN UNNEST(CASE
  WHEN p.subject_kind = 'ServiceAccount' THEN [
    concat(p.subject_ns, '/', p.subject),
    concat('ServiceAccount:', p.subject_ns, '/', p.subject),
    concat('system:serviceaccount:', p.subject_ns, ':', p.subject)
  ]
  ELSE [p.subject, concat(p.subject_kind, ':', p.subject)]
END) AS n(name);

-- +approved: subjects that are on the roster at the audit date
SELECT DISTINCT n.subject_kind, n.subject_ns, n.subject
FROM named AS n
JOIN ref_list AS l ON LOWER(TRIM(l.value)) = n.name
WHERE l.list_name = $roster
  AND (l.valid_from IS NULL OR l.valid_from <= $as_of)
  AND (l.valid_to IS NULL OR l.valid_to > $as_of);

-- +judged: each item with what is true of it
SELECT
  p.cluster, p.namespace, p.binding, p.subject_kind, p.subject_ns, p.subject, p.binding_kind, p.role_kind, p.role,
  a.subject IS NOT NULL AS is_approved,
  CASE WHEN p.namespace = '*' THEN 'cluster' ELSE concat('namespace ', p.namespace) END AS place,
  CASE WHEN p.subject_kind = 'ServiceAccount' THEN concat(p.subject_kind, ' ', p.subject_ns, '/', p.subject) ELSE concat(p.subject_kind, ' ', p.subject) END AS holder,
  CASE
    WHEN p.binding = 'cluster-admin' AND p.binding_kind = 'ClusterRoleBinding' AND p.subject_kind = 'Group' AND p.subject = 'system:masters' THEN 'X1'
    WHEN p.is_unknown AND NOT (p.role_kind = 'ClusterRole' AND p.role = 'cluster-admin') THEN 'I1'
  END AS code
FROM population AS p
LEFT JOIN approved AS a ON a.subject_kind = p.subject_kind AND a.subject_ns = p.subject_ns AND a.subject = p.subject;

-- +exceptions: full control without approval, by workloads, by everybody, or of namespaces that matter
SELECT
  cluster, namespace, binding, subject_kind, subject_ns, subject, 'R1' AS reason_code,
  concat(holder, ' has full control of the ', place, ' by ', binding_kind, ' ', binding, ' to ', role, ' and is not on the list ', $roster, '.') AS reason,
  binding_kind, role_kind, role
FROM judged
WHERE code IS NULL AND NOT is_approved
UNION ALL
SELECT
  cluster, namespace, binding, subject_kind, subject_ns, subject, 'R2' AS reason_code,
  concat(holder, ' has full control of the ', place, ' by ', binding_kind, ' ', binding, ' to ', role, '.') AS reason,
  binding_kind, role_kind, role
FROM judged
WHERE code IS NULL AND subject_kind = 'ServiceAccount'
UNION ALL
SELECT
  cluster, namespace, binding, subject_kind, subject_ns, subject, 'R3' AS reason_code,
  concat('Everybody in ', holder, ' has full control of the ', place, ' by ', binding_kind, ' ', binding, ' to ', role, '.') AS reason,
  binding_kind, role_kind, role
FROM judged
WHERE code IS NULL AND subject_kind = 'Group'
  AND (subject IN ('system:authenticated', 'system:unauthenticated', 'system:serviceaccounts') OR starts_with(subject, 'system:serviceaccounts:'))
UNION ALL
SELECT
  cluster, namespace, binding, subject_kind, subject_ns, subject, 'R4' AS reason_code,
  concat(holder, ' has full control of the ', place, ' by ', binding_kind, ' ', binding, ' to ', role, '.') AS reason,
  binding_kind, role_kind, role
FROM judged
WHERE code IS NULL AND (contains($system_namespaces, namespace) OR contains($prod_namespaces, namespace));

-- +indeterminate: bindings to roles that the evidence does not hold
SELECT
  cluster, namespace, binding, subject_kind, subject_ns, subject, code AS reason_code,
  concat('The ', role_kind, ' ', role, ', to which ', binding_kind, ' ', binding, ' binds ', holder, ', is not in the evidence.') AS reason
FROM judged
WHERE code = 'I1';

-- +excluded: the binding of system:masters that every cluster is made with
SELECT
  cluster, namespace, binding, subject_kind, subject_ns, subject, code AS reason_code,
  concat('ClusterRoleBinding cluster-admin of group system:masters comes with the cluster ', cluster, '.') AS reason
FROM judged
WHERE code = 'X1';

/*--- cases
- name: by the name of the role and by its rules, which must be full in verbs, resources and groups at once
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace, binding,       role_kind,   role,          subject_no, subject_kind, subject_ns, subject,        rule_no, verbs,             api_groups,   resources,    resource_names
      c,       ClusterRoleBinding, *,         cluster-admin, ClusterRole, cluster-admin, 1,          Group,        ,           system:masters, 1,       "[""*""]",         "[""*""]",    "[""*""]",
      c,       ClusterRoleBinding, *,         cluster-admin, ClusterRole, cluster-admin, 2,          User,         ,           system:masters, 1,       "[""*""]",         "[""*""]",    "[""*""]",
      c,       RoleBinding,        dev,       cluster-admin, ClusterRole, cluster-admin, 1,          Group,        ,           system:masters, 1,       "[""*""]",         "[""*""]",    "[""*""]",
      c,       ClusterRoleBinding, *,         cluster-admin, ClusterRole, cluster-admin, 3,          Group,        ,           ops,            1,       "[""*""]",         "[""*""]",    "[""*""]",
      c,       ClusterRoleBinding, *,         admins,        ClusterRole, cluster-admin, 1,          Group,        ,           system:masters, 1,       "[""*""]",         "[""*""]",    "[""*""]",
      c,       ClusterRoleBinding, *,         ann,           ClusterRole, cluster-admin, 1,          User,         ,           ann,            1,       "[""*""]",         "[""*""]",    "[""*""]",
      c,       ClusterRoleBinding, *,         ann,           ClusterRole, cluster-admin, 1,          User,         ,           ann,            2,       "[""*""]",         ,             ,
      c,       ClusterRoleBinding, *,         bo,            ClusterRole, superuser,     1,          User,         ,           bo,             1,       "[""get""]",       "[""""]",     "[""pods""]",
      c,       ClusterRoleBinding, *,         bo,            ClusterRole, superuser,     1,          User,         ,           bo,             2,       "[""get"",""*""]", "[""*""]",    "[""*""]",    []
      c,       ClusterRoleBinding, *,         cy,            ClusterRole, one-group,     1,          User,         ,           cy,             1,       "[""*""]",         "[""apps""]", "[""*""]",
      c,       ClusterRoleBinding, *,         dee,           ClusterRole, one-verb,      1,          User,         ,           dee,            1,       "[""get""]",       "[""*""]",    "[""*""]",
      c,       ClusterRoleBinding, *,         ed,            ClusterRole, one-kind,      1,          User,         ,           ed,             1,       "[""*""]",         "[""*""]",    "[""pods""]",
      c,       ClusterRoleBinding, *,         flo,           ClusterRole, one-name,      1,          User,         ,           flo,            1,       "[""*""]",         "[""*""]",    "[""*""]",    "[""x""]"
      c,       ClusterRoleBinding, *,         gus,           ClusterRole, in-parts,      1,          User,         ,           gus,            1,       "[""*""]",         "[""*""]",    "[""pods""]",
      c,       ClusterRoleBinding, *,         gus,           ClusterRole, in-parts,      1,          User,         ,           gus,            2,       "[""get""]",       "[""*""]",    "[""*""]",
      c,       RoleBinding,        web,       hal,           Role,        cluster-admin, 1,          User,         ,           hal,            1,       "[""get""]",       "[""""]",     "[""pods""]",
      c,       ClusterRoleBinding, *,         ida,           ClusterRole, empty,         1,          User,         ,           ida,            0,       [],                [],           [],
  expect:
    population: 7
    exceptions: |
      cluster, namespace, binding,       subject_kind, subject_ns, subject,        reason_code, reason
      c,       *,         cluster-admin, User,         -,          system:masters, R1,          User system:masters has full control of the cluster by ClusterRoleBinding cluster-admin to cluster-admin and is not on the list admin_roster.
      c,       dev,       cluster-admin, Group,        -,          system:masters, R1,          Group system:masters has full control of the namespace dev by RoleBinding cluster-admin to cluster-admin and is not on the list admin_roster.
      c,       *,         cluster-admin, Group,        -,          ops,            R1,          Group ops has full control of the cluster by ClusterRoleBinding cluster-admin to cluster-admin and is not on the list admin_roster.
      c,       *,         admins,        Group,        -,          system:masters, R1,          Group system:masters has full control of the cluster by ClusterRoleBinding admins to cluster-admin and is not on the list admin_roster.
      c,       *,         ann,           User,         -,          ann,            R1,          User ann has full control of the cluster by ClusterRoleBinding ann to cluster-admin and is not on the list admin_roster.
      c,       *,         bo,            User,         -,          bo,             R1,          User bo has full control of the cluster by ClusterRoleBinding bo to superuser and is not on the list admin_roster.
    excluded: |
      cluster, namespace, binding,       subject_kind, subject_ns, subject,        reason_code, reason
      c,       *,         cluster-admin, Group,        -,          system:masters, X1,          ClusterRoleBinding cluster-admin of group system:masters comes with the cluster c.

- name: the roster by every name, its dates, and other lists
  given:
    ref_list: |
      list_name,    value,                           valid_from, valid_to
      admin_roster, Ann,                             ,
      admin_roster, group:Ops,                       ,
      admin_roster, argo/controller,                 ,
      admin_roster, system:serviceaccount:flux:flux, ,
      admin_roster, ServiceAccount:vault/vault,      ,
      admin_roster, was,                             ,           2026-07-01
      admin_roster, now,                             2026-07-01, 2026-07-02
      admin_roster, soon,                            2026-07-02,
      other_list,   bo,                              ,
    k8s_grant: |
      cluster, binding_kind,       namespace, binding, role_kind,   role,          subject_no, subject_kind,   subject_ns, subject,    rule_no, verbs,     api_groups, resources
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 1,          User,           ,           ann,        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 2,          Group,          ,           ops,        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 3,          User,           ,           ops,        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 4,          User,           ,           was,        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 5,          User,           ,           now,        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 6,          User,           ,           soon,       1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 7,          User,           ,           bo,         1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 8,          ServiceAccount, argo,       controller, 1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 9,          ServiceAccount, flux,       flux,       1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 10,         ServiceAccount, vault,      vault,      1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 11,         ServiceAccount, other,      controller, 1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 12,         ServiceAccount, web,        ann,        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,         b,       ClusterRole, cluster-admin, 13,         User,           ,           ann,        1,       "[""*""]", "[""*""]",  "[""*""]"
  expect:
    population: 12
    exceptions: |
      cluster, namespace, binding, subject_kind,   subject_ns, subject,    reason_code, reason
      c,       *,         b,       User,           -,          ops,        R1,          User ops has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
      c,       *,         b,       User,           -,          was,        R1,          User was has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
      c,       *,         b,       User,           -,          soon,       R1,          User soon has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
      c,       *,         b,       User,           -,          bo,         R1,          User bo has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
      c,       *,         b,       ServiceAccount, argo,       controller, R2,          ServiceAccount argo/controller has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,         b,       ServiceAccount, flux,       flux,       R2,          ServiceAccount flux/flux has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,         b,       ServiceAccount, vault,      vault,      R2,          ServiceAccount vault/vault has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,         b,       ServiceAccount, other,      controller, R1,          ServiceAccount other/controller has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
      c,       *,         b,       ServiceAccount, other,      controller, R2,          ServiceAccount other/controller has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,         b,       ServiceAccount, web,        ann,        R1,          ServiceAccount web/ann has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
      c,       *,         b,       ServiceAccount, web,        ann,        R2,          ServiceAccount web/ann has full control of the cluster by ClusterRoleBinding b to cluster-admin.

- name: everybody, system and production namespaces, and the same binding name in two of them
  params: {prod_namespaces: [pay]}
  given:
    ref_list: |
      list_name,    value
      admin_roster, system:authenticated
      admin_roster, system:unauthenticated
      admin_roster, system:serviceaccounts
      admin_roster, system:serviceaccounts:web
      admin_roster, ann
    k8s_grant: |
      cluster, binding_kind,       namespace,   binding, role_kind,   role,          subject_no, subject_kind, subject,                    rule_no, verbs,     api_groups, resources
      c,       ClusterRoleBinding, *,           b,       ClusterRole, cluster-admin, 1,          Group,        system:authenticated,       1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,           b,       ClusterRole, cluster-admin, 2,          Group,        system:unauthenticated,     1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,           b,       ClusterRole, cluster-admin, 3,          Group,        system:serviceaccounts,     1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,           b,       ClusterRole, cluster-admin, 4,          Group,        system:serviceaccounts:web, 1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       ClusterRoleBinding, *,           b,       ClusterRole, cluster-admin, 5,          User,         system:authenticated,       1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       RoleBinding,        pay,         b,       ClusterRole, cluster-admin, 1,          User,         ann,                        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       RoleBinding,        kube-system, b,       Role,        full,          1,          User,         ann,                        1,       "[""*""]", "[""*""]",  "[""*""]"
      c,       RoleBinding,        dev,         b,       ClusterRole, cluster-admin, 1,          User,         ann,                        1,       "[""*""]", "[""*""]",  "[""*""]"
      d,       RoleBinding,        dev,         b,       ClusterRole, cluster-admin, 1,          User,         eve,                        1,       "[""*""]", "[""*""]",  "[""*""]"
  expect:
    population: 9
    exceptions: |
      cluster, namespace,   binding, subject_kind, subject_ns, subject,                    reason_code, reason
      c,       *,           b,       Group,        -,          system:authenticated,       R3,          Everybody in Group system:authenticated has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,           b,       Group,        -,          system:unauthenticated,     R3,          Everybody in Group system:unauthenticated has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,           b,       Group,        -,          system:serviceaccounts,     R3,          Everybody in Group system:serviceaccounts has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       *,           b,       Group,        -,          system:serviceaccounts:web, R3,          Everybody in Group system:serviceaccounts:web has full control of the cluster by ClusterRoleBinding b to cluster-admin.
      c,       pay,         b,       User,         -,          ann,                        R4,          User ann has full control of the namespace pay by RoleBinding b to cluster-admin.
      c,       kube-system, b,       User,         -,          ann,                        R4,          User ann has full control of the namespace kube-system by RoleBinding b to full.
      d,       dev,         b,       User,         -,          eve,                        R1,          User eve has full control of the namespace dev by RoleBinding b to cluster-admin and is not on the list admin_roster.

- name: a role that is not in the evidence, unless its name says enough
  given:
    k8s_grant: |
      cluster, binding_kind,       namespace,   binding, role_kind,   role,          subject_no, subject_kind,   subject_ns,  subject,              rule_no
      c,       ClusterRoleBinding, *,           a,       ClusterRole, gone,          1,          User,           ,            ann,                  0
      c,       ClusterRoleBinding, *,           b,       ClusterRole, cluster-admin, 1,          User,           ,            bo,                   0
      c,       RoleBinding,        kube-system, e,       Role,        cluster-admin, 1,          ServiceAccount, kube-system, cy,                   0
      c,       RoleBinding,        kube-system, f,       Role,        gone,          1,          Group,          ,            system:authenticated, 0
  expect:
    population: 4
    exceptions: |
      cluster, namespace, binding, subject_kind, subject_ns, subject, reason_code, reason
      c,       *,         b,       User,         -,          bo,      R1,          User bo has full control of the cluster by ClusterRoleBinding b to cluster-admin and is not on the list admin_roster.
    indeterminate: |
      cluster, namespace,   binding, subject_kind,   subject_ns,  subject,              reason_code, reason
      c,       *,           a,       User,           -,           ann,                  I1,          "The ClusterRole gone, to which ClusterRoleBinding a binds User ann, is not in the evidence."
      c,       kube-system, e,       ServiceAccount, kube-system, cy,                   I1,          "The Role cluster-admin, to which RoleBinding e binds ServiceAccount kube-system/cy, is not in the evidence."
      c,       kube-system, f,       Group,          -,           system:authenticated, I1,          "The Role gone, to which RoleBinding f binds Group system:authenticated, is not in the evidence."
---*/
