/*---
id: gcp-basic-roles
version: 2
title: Owner, Editor or administrator roles granted broadly
objective: Basic roles are not used in production, and service accounts are not administrators.
kind: design
severity: high
reads: [gcp_binding]
optional: [ref_list]
key: [resource, role, member]
params:
  prod_scope: {type: "text[]", default: [], means: "production projects, by id or number; empty stands for every project"}
  basic_roles: {type: "text[]", default: [roles/owner, roles/editor], means: roles that nobody may hold without approval}
  admin_role_pattern: {type: text, default: "^roles/.*[aA]dmin$", means: regular expression of roles that no service account may hold}
  roster: {type: text, default: admin_roster, means: "list in ref_list of members that may hold basic roles, with or without their kind"}
  admin_custom_roles: {type: text, default: admin_custom_roles, means: list in ref_list of custom roles that hold a setIamPolicy permission}
  plain_custom_roles: {type: text, default: plain_custom_roles, means: list in ref_list of custom roles that were looked at and hold none}
  time_boxed_roles: {type: text, default: time_boxed_roles, means: list in ref_list of roles that policy grants for a limited time only}
  agent_pattern:
    type: text
    default: "^serviceAccount:(service-[0-9]+@(gcp-sa-[a-z0-9-]+|compute-system|container-engine-robot|containerregistry|cloudcomposer-accounts|dataproc-accounts|dataflow-service-producer-prod|serverless-robot-prod|gae-api-prod\\.google\\.com|cloud-ml\\.google\\.com|cloud-filer|cloud-redis|cloud-tpu|service-networking|sourcerepo-service-accounts|firebase-rules)\\.iam\\.gserviceaccount\\.com|[0-9]+@cloudservices\\.gserviceaccount\\.com)$"
    means: regular expression of service agents that Google makes and manages
controls:
  nist-800-53r5: [AC-6, AC-6(5)]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.8.2]
  pci-dss-4.0.1: ["7.2.5"]
  cis-gcp-4.0: ["1.5"]
  cis-gcp-5.0: ["1.6"]
reasons:
  R1: a basic role of a member that is not approved
  R2: a basic or administrator role of a service account
  R3: a role of R1 or R2 on a folder or the organisation
  R4: a role that is granted for a limited time only, without a condition
  I1: a custom role of a service account whose permissions are not known
  X1: a service agent that Google manages
  X2: a member that no longer exists
limits:
  - Bindings on projects, folders and the organisation; those on single resources are not effective on a project and are not seen.
  - A binding above a project is inherited by all that lies below. With prod_scope the folders above its projects are taken, as far as the export names them, and the organisation always.
  - Groups are judged as members; who is in them is not looked at. What a custom role permits comes from lists of the auditor.
  - A member that is found at R3 has R1 or R2 as well. Approval excuses R1 and the R3 that follows from it, not R2.
  - "A condition is not evaluated: one that ended long ago counts like any other."
---*/

-- +latest: the last policy of each resource at the audit date, or the first one after it
SELECT resource, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM gcp_binding
GROUP BY resource;

-- +binding: members of those policies, with the last two parts of what they are bound on
SELECT
  b.resource, b.level, b.project, b.ancestors, b.role, b.member, b.member_type, b.condition,
  regexp_extract(b.resource, '[^/]+/[^/]+$') AS place
FROM gcp_binding AS b
JOIN latest AS l ON l.resource = b.resource AND l.snapshot_at IS NOT DISTINCT FROM b.snapshot_at;

-- +scope: bindings on projects of the scope
SELECT b.resource, b.project, b.ancestors, b.place
FROM binding AS b
JOIN UNNEST($prod_scope) AS s(project) ON regexp_replace(s.project, '^projects/', '') IN (
  regexp_replace(b.place, '^projects/', ''), regexp_replace(b.project, '^projects/', '')
)
WHERE b.project IS NOT NULL;

-- +above: the folders that projects of the scope lie in
SELECT DISTINCT a.place
FROM scope AS s
CROSS JOIN UNNEST(s.ancestors) AS a(place)
WHERE a.place LIKE 'folders/%';

-- +population: one row per member of a role on a project of the scope or above it
SELECT
  b.resource, b.role, b.member,
  MIN(b.level) AS level,
  MIN(b.member_type) AS member_type,
  BOOL_OR(b.condition IS NULL) AS is_unconditional
FROM binding AS b
WHERE b.level = 'org'
  OR b.level = 'folder' AND (NOT EXISTS (SELECT 1 FROM above) OR b.place IN (SELECT place FROM above))
  OR b.level = 'project' AND (len($prod_scope) = 0 OR b.resource IN (SELECT resource FROM scope))
GROUP BY b.resource, b.role, b.member;

-- +listed: the auditor's lists at the audit date
SELECT DISTINCT list_name, LOWER(TRIM(value)) AS value
FROM ref_list
WHERE (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +judged: each item with what is true of it
SELECT
  p.resource, p.role, p.member, p.level, p.member_type, p.is_unconditional,
  contains($basic_roles, p.role) AS is_basic,
  p.member_type = 'serviceAccount' AS is_service,
  LOWER(p.member) IN (SELECT value FROM listed WHERE list_name = $roster)
    OR LOWER(regexp_replace(p.member, '^[^:]+:', '')) IN (SELECT value FROM listed WHERE list_name = $roster) AS is_approved,
  regexp_like(p.role, $admin_role_pattern)
    OR LOWER(p.role) IN (SELECT value FROM listed WHERE list_name = $admin_custom_roles) AS is_admin,
  NOT starts_with(p.role, 'roles/')
    AND LOWER(p.role) NOT IN (SELECT value FROM listed WHERE list_name IN ($admin_custom_roles, $plain_custom_roles)) AS is_unknown_role,
  LOWER(p.role) IN (SELECT value FROM listed WHERE list_name = $time_boxed_roles) AS is_time_boxed,
  CASE
    WHEN regexp_like(p.member, $agent_pattern) THEN 'X1'
    WHEN p.member_type = 'deleted' THEN 'X2'
  END AS excluded_code
FROM population AS p;

-- +exceptions: basic and administrator roles without approval, above projects, or without an end
SELECT
  resource, role, member, 'R1' AS reason_code,
  concat(member, ' has ', role, ' on ', resource, ' and is not on the list ', $roster, '.') AS reason,
  level
FROM judged
WHERE excluded_code IS NULL AND is_basic AND NOT is_approved
UNION ALL
SELECT
  resource, role, member, 'R2' AS reason_code,
  concat('The service account ', member, ' has ', role, ' on ', resource, '.') AS reason,
  level
FROM judged
WHERE excluded_code IS NULL AND is_service AND (is_basic OR is_admin)
UNION ALL
SELECT
  resource, role, member, 'R3' AS reason_code,
  concat(member, ' has ', role, ' on the ', CASE level WHEN 'org' THEN 'organisation' ELSE level END, ' ', resource, ', with everything below it.') AS reason,
  level
FROM judged
WHERE excluded_code IS NULL AND level IN ('org', 'folder')
  AND (is_basic AND NOT is_approved OR is_service AND (is_basic OR is_admin))
UNION ALL
SELECT
  resource, role, member, 'R4' AS reason_code,
  concat(member, ' has ', role, ' on ', resource, ' without a condition, and the role is on the list ', $time_boxed_roles, '.') AS reason,
  level
FROM judged
WHERE excluded_code IS NULL AND is_time_boxed AND is_unconditional;

-- +indeterminate: custom roles of service accounts that nobody has looked at
SELECT
  resource, role, member, 'I1' AS reason_code,
  concat('The service account ', member, ' has the custom role ', role, ' on ', resource, ', whose permissions are not in the evidence.') AS reason
FROM judged
WHERE excluded_code IS NULL AND is_service AND is_unknown_role AND NOT (is_time_boxed AND is_unconditional);

-- +excluded: agents of Google, and members that no longer exist
SELECT
  resource, role, member, excluded_code AS reason_code,
  CASE excluded_code
    WHEN 'X1' THEN concat(member, ' is a service agent that Google manages.')
    ELSE concat(member, ' no longer exists.')
  END AS reason
FROM judged
WHERE excluded_code IS NOT NULL;

/*--- cases
- name: basic roles of people, groups and service accounts; approved ones; other roles
  given:
    ref_list: |
      list_name,    value,                                       valid_from, valid_to
      admin_roster, user:ANN@heron.example,                      ,
      admin_roster, ops@heron.example,                           2026-07-01, 2026-07-02
      admin_roster, user:was@heron.example,                      ,           2026-07-01
      admin_roster, user:late@heron.example,                     2026-07-02,
      admin_roster, serviceAccount:ci@p.iam.gserviceaccount.com, ,
      other_list,   user:bo@heron.example,                       ,
    gcp_binding: |
      resource,                                         level,    project,    role,                member,                                                 member_type,    binding_no
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/owner,         user:ann@heron.example,                                 user,           1
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/owner,         group:ops@heron.example,                                group,          1
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/owner,         user:was@heron.example,                                 user,           1
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/owner,         user:late@heron.example,                                user,           1
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/editor,        user:bo@heron.example,                                  user,           2
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/viewer,        user:bo@heron.example,                                  user,           3
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/storage.admin, user:bo@heron.example,                                  user,           4
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/editor,        serviceAccount:ci@p.iam.gserviceaccount.com,            serviceAccount, 2
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/1, roles/editor,        serviceAccount:1-compute@developer.gserviceaccount.com, serviceAccount, 2
      //storage.googleapis.com/b,                       resource, projects/1, roles/owner,         user:bo@heron.example,                                  user,           1
  expect:
    population: 9
    exceptions: |
      resource,                                         role,         member,                                                 reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/owner,  user:was@heron.example,                                 R1,          user:was@heron.example has roles/owner on //cloudresourcemanager.googleapis.com/projects/p and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/projects/p, roles/owner,  user:late@heron.example,                                R1,          user:late@heron.example has roles/owner on //cloudresourcemanager.googleapis.com/projects/p and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/projects/p, roles/editor, user:bo@heron.example,                                  R1,          user:bo@heron.example has roles/editor on //cloudresourcemanager.googleapis.com/projects/p and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/projects/p, roles/editor, serviceAccount:ci@p.iam.gserviceaccount.com,            R2,          The service account serviceAccount:ci@p.iam.gserviceaccount.com has roles/editor on //cloudresourcemanager.googleapis.com/projects/p.
      //cloudresourcemanager.googleapis.com/projects/p, roles/editor, serviceAccount:1-compute@developer.gserviceaccount.com, R1,          serviceAccount:1-compute@developer.gserviceaccount.com has roles/editor on //cloudresourcemanager.googleapis.com/projects/p and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/projects/p, roles/editor, serviceAccount:1-compute@developer.gserviceaccount.com, R2,          The service account serviceAccount:1-compute@developer.gserviceaccount.com has roles/editor on //cloudresourcemanager.googleapis.com/projects/p.

- name: administrator roles of service accounts by name and by list; a custom role that is only named like one; agents; the deleted
  given:
    ref_list: |
      list_name,          value
      admin_custom_roles, projects/p/roles/keeper
      plain_custom_roles, projects/p/roles/adminReadOnly
    gcp_binding: |
      resource,                                         level,   project,    role,                            member,                                                              member_type,    binding_no
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/storage.admin,             serviceAccount:ci@p.iam.gserviceaccount.com,                         serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/iam.serviceAccountAdmin,   serviceAccount:ci@p.iam.gserviceaccount.com,                         serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/compute.adminViewer,       serviceAccount:ci@p.iam.gserviceaccount.com,                         serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, projects/p/roles/adminReadOnly,  serviceAccount:ci@p.iam.gserviceaccount.com,                         serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, projects/p/roles/Keeper,         serviceAccount:ci@p.iam.gserviceaccount.com,                         serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, organizations/9/roles/siteAdmin, serviceAccount:ci@p.iam.gserviceaccount.com,                         serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, organizations/9/roles/siteAdmin, user:bo@heron.example,                                               user,           1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/editor,                    serviceAccount:12@cloudservices.gserviceaccount.com,                 serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/owner,                     serviceAccount:service-12@gcp-sa-cloudbuild.iam.gserviceaccount.com, serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/storage.admin,             serviceAccount:service-12@p.iam.gserviceaccount.com,                 serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/owner,                     deleted:user:gone@heron.example?uid=1,                               deleted,        1
  expect:
    population: 11
    exceptions: |
      resource,                                         role,                          member,                                              reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/storage.admin,           serviceAccount:ci@p.iam.gserviceaccount.com,         R2,          The service account serviceAccount:ci@p.iam.gserviceaccount.com has roles/storage.admin on //cloudresourcemanager.googleapis.com/projects/p.
      //cloudresourcemanager.googleapis.com/projects/p, roles/iam.serviceAccountAdmin, serviceAccount:ci@p.iam.gserviceaccount.com,         R2,          The service account serviceAccount:ci@p.iam.gserviceaccount.com has roles/iam.serviceAccountAdmin on //cloudresourcemanager.googleapis.com/projects/p.
      //cloudresourcemanager.googleapis.com/projects/p, projects/p/roles/Keeper,       serviceAccount:ci@p.iam.gserviceaccount.com,         R2,          The service account serviceAccount:ci@p.iam.gserviceaccount.com has projects/p/roles/Keeper on //cloudresourcemanager.googleapis.com/projects/p.
      //cloudresourcemanager.googleapis.com/projects/p, roles/storage.admin,           serviceAccount:service-12@p.iam.gserviceaccount.com, R2,          The service account serviceAccount:service-12@p.iam.gserviceaccount.com has roles/storage.admin on //cloudresourcemanager.googleapis.com/projects/p.
    indeterminate: |
      resource,                                         role,                            member,                                      reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, organizations/9/roles/siteAdmin, serviceAccount:ci@p.iam.gserviceaccount.com, I1,          "The service account serviceAccount:ci@p.iam.gserviceaccount.com has the custom role organizations/9/roles/siteAdmin on //cloudresourcemanager.googleapis.com/projects/p, whose permissions are not in the evidence."
    excluded: |
      resource,                                         role,         member,                                                              reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/editor, serviceAccount:12@cloudservices.gserviceaccount.com,                 X1,          serviceAccount:12@cloudservices.gserviceaccount.com is a service agent that Google manages.
      //cloudresourcemanager.googleapis.com/projects/p, roles/owner,  serviceAccount:service-12@gcp-sa-cloudbuild.iam.gserviceaccount.com, X1,          serviceAccount:service-12@gcp-sa-cloudbuild.iam.gserviceaccount.com is a service agent that Google manages.
      //cloudresourcemanager.googleapis.com/projects/p, roles/owner,  deleted:user:gone@heron.example?uid=1,                               X2,          deleted:user:gone@heron.example?uid=1 no longer exists.

- name: inherited from a folder or the organisation, with the scope of one project by number
  params: {prod_scope: [projects/1]}
  given:
    ref_list: |
      list_name,    value
      admin_roster, group:board@heron.example
    gcp_binding: |
      resource,                                              level,   project,    ancestors,                                            role,                member,                                      member_type,    binding_no
      //cloudresourcemanager.googleapis.com/organizations/9, org,     ,           "[""organizations/9""]",                              roles/owner,         user:cy@heron.example,                       user,           1
      //cloudresourcemanager.googleapis.com/organizations/9, org,     ,           "[""organizations/9""]",                              roles/owner,         group:board@heron.example,                   group,          1
      //cloudresourcemanager.googleapis.com/organizations/9, org,     ,           "[""organizations/9""]",                              roles/viewer,        user:cy@heron.example,                       user,           2
      //cloudresourcemanager.googleapis.com/folders/2,       folder,  ,           ,                                                     roles/editor,        user:dee@heron.example,                      user,           1
      //cloudresourcemanager.googleapis.com/folders/2,       folder,  ,           ,                                                     roles/compute.admin, serviceAccount:ci@p.iam.gserviceaccount.com, serviceAccount, 1
      //cloudresourcemanager.googleapis.com/folders/3,       folder,  ,           ,                                                     roles/editor,        user:other@heron.example,                    user,           1
      //cloudresourcemanager.googleapis.com/projects/p,      project, projects/1, "[""projects/1"",""folders/2"",""organizations/9""]", roles/viewer,        user:ed@heron.example,                       user,           1
      //cloudresourcemanager.googleapis.com/projects/q,      project, projects/4, "[""projects/4"",""folders/3"",""organizations/9""]", roles/owner,         user:ed@heron.example,                       user,           1
  expect:
    population: 6
    exceptions: |
      resource,                                              role,                member,                                      reason_code, reason
      //cloudresourcemanager.googleapis.com/organizations/9, roles/owner,         user:cy@heron.example,                       R1,          user:cy@heron.example has roles/owner on //cloudresourcemanager.googleapis.com/organizations/9 and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/organizations/9, roles/owner,         user:cy@heron.example,                       R3,          "user:cy@heron.example has roles/owner on the organisation //cloudresourcemanager.googleapis.com/organizations/9, with everything below it."
      //cloudresourcemanager.googleapis.com/folders/2,       roles/editor,        user:dee@heron.example,                      R1,          user:dee@heron.example has roles/editor on //cloudresourcemanager.googleapis.com/folders/2 and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/folders/2,       roles/editor,        user:dee@heron.example,                      R3,          "user:dee@heron.example has roles/editor on the folder //cloudresourcemanager.googleapis.com/folders/2, with everything below it."
      //cloudresourcemanager.googleapis.com/folders/2,       roles/compute.admin, serviceAccount:ci@p.iam.gserviceaccount.com, R2,          The service account serviceAccount:ci@p.iam.gserviceaccount.com has roles/compute.admin on //cloudresourcemanager.googleapis.com/folders/2.
      //cloudresourcemanager.googleapis.com/folders/2,       roles/compute.admin, serviceAccount:ci@p.iam.gserviceaccount.com, R3,          "serviceAccount:ci@p.iam.gserviceaccount.com has roles/compute.admin on the folder //cloudresourcemanager.googleapis.com/folders/2, with everything below it."

- name: the scope by id, where the export does not name ancestors
  params: {prod_scope: [p]}
  given:
    gcp_binding: |
      resource,                                         level,    project,    role,         member,                 member_type, binding_no
      //cloudresourcemanager.googleapis.com/folders/2,  folder,   ,           roles/editor, user:dee@heron.example, user,        1
      //cloudresourcemanager.googleapis.com/projects/p, project,  projects/p, roles/owner,  user:ed@heron.example,  user,        1
      //cloudresourcemanager.googleapis.com/projects/q, project,  projects/q, roles/owner,  user:ed@heron.example,  user,        1
      //storage.googleapis.com/b,                       resource, projects/p, roles/owner,  user:ed@heron.example,  user,        1
  expect:
    population: 2
    exceptions: |
      resource,                                         role,         member,                 reason_code, reason
      //cloudresourcemanager.googleapis.com/folders/2,  roles/editor, user:dee@heron.example, R1,          user:dee@heron.example has roles/editor on //cloudresourcemanager.googleapis.com/folders/2 and is not on the list admin_roster.
      //cloudresourcemanager.googleapis.com/folders/2,  roles/editor, user:dee@heron.example, R3,          "user:dee@heron.example has roles/editor on the folder //cloudresourcemanager.googleapis.com/folders/2, with everything below it."
      //cloudresourcemanager.googleapis.com/projects/p, roles/owner,  user:ed@heron.example,  R1,          user:ed@heron.example has roles/owner on //cloudresourcemanager.googleapis.com/projects/p and is not on the list admin_roster.

- name: roles for a limited time, with and without a condition, and bound twice
  given:
    ref_list: |
      list_name,        value
      time_boxed_roles, roles/compute.admin
      time_boxed_roles, projects/p/roles/temp
    gcp_binding: |
      resource,                                         level,   project,    role,                  member,                                     member_type,    binding_no, condition
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/compute.admin,   user:a@heron.example,                       user,           1,
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/compute.admin,   user:b@heron.example,                       user,           2,          "{""title"":""until March""}"
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/compute.admin,   user:c@heron.example,                       user,           1,
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/compute.admin,   user:c@heron.example,                       user,           2,          "{""title"":""until March""}"
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, projects/p/roles/temp, serviceAccount:x@p.iam.gserviceaccount.com, serviceAccount, 3,
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, projects/p/roles/temp, serviceAccount:y@p.iam.gserviceaccount.com, serviceAccount, 4,          "{""title"":""until March""}"
      //cloudresourcemanager.googleapis.com/projects/p, project, projects/1, roles/compute.admin,   deleted:user:d@heron.example?uid=1,         deleted,        1,
  expect:
    population: 6
    exceptions: |
      resource,                                         role,                  member,                                     reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/compute.admin,   user:a@heron.example,                       R4,          "user:a@heron.example has roles/compute.admin on //cloudresourcemanager.googleapis.com/projects/p without a condition, and the role is on the list time_boxed_roles."
      //cloudresourcemanager.googleapis.com/projects/p, roles/compute.admin,   user:c@heron.example,                       R4,          "user:c@heron.example has roles/compute.admin on //cloudresourcemanager.googleapis.com/projects/p without a condition, and the role is on the list time_boxed_roles."
      //cloudresourcemanager.googleapis.com/projects/p, projects/p/roles/temp, serviceAccount:x@p.iam.gserviceaccount.com, R4,          "serviceAccount:x@p.iam.gserviceaccount.com has projects/p/roles/temp on //cloudresourcemanager.googleapis.com/projects/p without a condition, and the role is on the list time_boxed_roles."
    indeterminate: |
      resource,                                         role,                  member,                                     reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, projects/p/roles/temp, serviceAccount:y@p.iam.gserviceaccount.com, I1,          "The service account serviceAccount:y@p.iam.gserviceaccount.com has the custom role projects/p/roles/temp on //cloudresourcemanager.googleapis.com/projects/p, whose permissions are not in the evidence."
    excluded: |
      resource,                                         role,                member,                             reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/compute.admin, deleted:user:d@heron.example?uid=1, X2,          deleted:user:d@heron.example?uid=1 no longer exists.

- name: the last policy of a resource at the audit date counts, or the first one after it
  given:
    gcp_binding: |
      resource,                                         snapshot_at, level,   project,    role,         member,               member_type, binding_no
      //cloudresourcemanager.googleapis.com/projects/p, 2026-05-01,  project, projects/1, roles/owner,  user:a@heron.example, user,        1
      //cloudresourcemanager.googleapis.com/projects/p, 2026-07-01,  project, projects/1, roles/viewer, user:a@heron.example, user,        1
      //cloudresourcemanager.googleapis.com/projects/p, 2026-07-02,  project, projects/1, roles/owner,  user:b@heron.example, user,        1
      //cloudresourcemanager.googleapis.com/projects/q, 2026-07-02,  project, projects/2, roles/owner,  user:c@heron.example, user,        1
      //cloudresourcemanager.googleapis.com/projects/q, 2026-07-03,  project, projects/2, roles/owner,  user:d@heron.example, user,        1
  expect:
    population: 2
    exceptions: |
      resource,                                         role,        member,               reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/q, roles/owner, user:c@heron.example, R1,          user:c@heron.example has roles/owner on //cloudresourcemanager.googleapis.com/projects/q and is not on the list admin_roster.
---*/
