/*---
id: gcp-external-members
version: 3
title: Public or non-corporate members of IAM policies
objective: Access to cloud resources is limited to corporate identities and agreed partners.
kind: design
severity: high
reads: [gcp_binding]
optional: [ref_list]
key: [resource, role, member]
params:
  corp_domains: {type: text, default: corp_domains, means: "list in ref_list of corporate domains, * for any text"}
  partners: {type: text, default: partners, means: "list in ref_list of agreed partners: domains, members or projects, * for any text"}
  public_ok: {type: text, default: public_ok, means: "list in ref_list of resources that may be public, * for any text"}
  org_projects: {type: text, default: org_projects, means: "list in ref_list of the organisation's projects, by id or number"}
  public_mail:
    type: "text[]"
    default: [gmail.com, googlemail.com, outlook.com, hotmail.com, live.com, msn.com, yahoo.com, ymail.com, aol.com, icloud.com, me.com, mac.com, gmx.com, gmx.de, gmx.net, web.de, mail.com, mail.ru, yandex.com, yandex.ru, qq.com, "163.com", "126.com", proton.me, protonmail.com, zoho.com, tutanota.com, fastmail.com, hey.com]
    means: domains in lower case at which anybody may have an account
  read_role_pattern: {type: text, default: "(?i)(viewer|reader|browser)$", means: regular expression of roles that only read}
  agent_pattern:
    type: text
    default: "(@gcp-sa-[a-z0-9-]+|@(compute-system|container-engine-robot|containerregistry|cloudcomposer-accounts|dataproc-accounts|dataflow-service-producer-prod|serverless-robot-prod|gae-api-prod\\.google\\.com|cloud-ml\\.google\\.com|cloud-filer|cloud-redis|cloud-tpu|service-networking|sourcerepo-service-accounts|firebase-rules|system))\\.iam\\.gserviceaccount\\.com$|@(cloudservices|cloudbuild|system)\\.gserviceaccount\\.com$|@[a-z0-9-]+\\.google\\.com\\.iam\\.gserviceaccount\\.com$"
    means: regular expression of service accounts that Google makes and manages
controls:
  nist-800-53r5: [AC-3, AC-6]
  soc2-tsc-2017: [CC6.1, CC6.6]
  iso-27001-2022: [A.5.15]
  cis-gcp-4.0: ["1.1", "1.9", "5.1", "7.1"]
  cis-gcp-5.0: ["1.2", "1.10", "5.1", "7.1"]
reasons:
  R1: open to everybody, or to everybody with a Google account
  R2: a person, group or domain that is not corporate
  R3: a member that no longer exists is still bound
  R4: a whole domain may do more than read
  R5: a service account of a project outside of the organisation
  I1: without a list of corporate domains nothing can be said of the member
  I2: the projects of the organisation are not known
limits:
  - The export must have been made with an empty query, or bindings are missing. Legacy bucket ACLs and signed URLs are outside of IAM; ACLs of BigQuery datasets are seen as far as the export shows them as bindings.
  - An account at a public mail domain is not corporate, whether or not there is a list of corporate domains. An agreed partner may have one.
  - Who is in a group is not looked at. Workload identity pools (principal, principalSet) and basic-role placeholders (projectOwner) pass.
  - The organisation's projects are those of the list, and those with a policy in the evidence. Where neither the list nor a policy of the organisation is there, a service account of another project is indeterminate.
  - A condition on a binding is not evaluated. Agents of Google pass.
---*/

-- +latest: the last policy of each resource at the audit date, or the first one after it
SELECT resource, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM gcp_binding
GROUP BY resource;

-- +binding: members of those policies, with the domain of each, or the project of a service account
SELECT
  b.resource, b.level, b.project, b.role, b.member, b.member_type,
  regexp_extract(b.member, '[@:]([^@:?]+)(\?.*)?$', 1) AS domain,
  CASE
    WHEN b.member_type <> 'serviceAccount' OR regexp_like(b.member, $agent_pattern) THEN NULL
    WHEN b.member LIKE '%@developer.gserviceaccount.com' THEN regexp_extract(b.member, ':([0-9]+)-', 1)
    WHEN b.member LIKE '%@appspot.gserviceaccount.com' THEN regexp_extract(b.member, ':([^@]+)@', 1)
    WHEN b.member LIKE '%.iam.gserviceaccount.com' THEN regexp_extract(b.member, '@(.+)\.iam\.gserviceaccount\.com$', 1)
  END AS sa_project
FROM gcp_binding AS b
JOIN latest AS l ON l.resource = b.resource AND l.snapshot_at IS NOT DISTINCT FROM b.snapshot_at;

-- +population: one row per member of a role on a resource
SELECT DISTINCT resource, role, member, member_type, domain, sa_project
FROM binding;

-- +listed: the auditor's lists at the audit date
SELECT DISTINCT list_name, TRIM(value) AS value
FROM ref_list
WHERE (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +corporate: domains of members that are corporate, or of a partner
SELECT DISTINCT d.domain
FROM (SELECT DISTINCT domain FROM population) AS d
JOIN listed AS l ON l.list_name IN ($corp_domains, $partners) AND glob_like(d.domain, l.value);

-- +partner: members that are agreed by name
SELECT DISTINCT m.member
FROM (SELECT DISTINCT member FROM population) AS m
JOIN listed AS l
  ON l.list_name = $partners
  AND (glob_like(m.member, l.value) OR glob_like(regexp_replace(m.member, '^[^:]+:', ''), l.value));

-- +public_resource: resources that may be public
SELECT DISTINCT r.resource
FROM (SELECT DISTINCT resource FROM population) AS r
JOIN listed AS l ON l.list_name = $public_ok AND glob_like(r.resource, l.value);

-- +own_project: projects of the organisation, by id and number
SELECT regexp_extract(resource, '[^/]+$') AS project FROM binding WHERE level = 'project'
UNION
SELECT regexp_replace(project, '^projects/', '') FROM binding
UNION
SELECT regexp_replace(value, '^projects/', '') FROM listed WHERE list_name IN ($org_projects, $partners);

-- +judged: each member with at most one code
SELECT
  p.resource, p.role, p.member, p.domain, p.sa_project,
  CASE
    WHEN p.member_type = 'deleted' THEN 'R3'
    WHEN p.member IN ('allUsers', 'allAuthenticatedUsers') THEN CASE WHEN r.resource IS NULL THEN 'R1' END
    WHEN n.member IS NOT NULL THEN NULL -- agreed by name
    WHEN p.member_type IN ('user', 'group', 'domain') AND c.domain IS NULL
      THEN CASE WHEN contains($public_mail, lower(p.domain)) OR $corp_domains IN (SELECT list_name FROM listed) THEN 'R2' ELSE 'I1' END
    WHEN p.member_type = 'domain' AND NOT regexp_like(p.role, $read_role_pattern) THEN 'R4'
    WHEN p.sa_project IS NOT NULL AND o.project IS NULL
      THEN CASE
        WHEN $org_projects IN (SELECT list_name FROM listed) OR EXISTS (SELECT 1 FROM binding WHERE level = 'org') THEN 'R5'
        ELSE 'I2'
      END
  END AS code
FROM population AS p
LEFT JOIN public_resource AS r ON r.resource = p.resource
LEFT JOIN partner AS n ON n.member = p.member
LEFT JOIN corporate AS c ON c.domain = p.domain
LEFT JOIN own_project AS o ON o.project = p.sa_project;

-- +exceptions: members that are public, not corporate, gone, too many or of another organisation
SELECT
  resource, role, member, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat(member, ' has ', role, ' on ', resource, ', which is not on the list ', $public_ok, '.')
    WHEN 'R2' THEN concat(member, ' has ', role, ' on ', resource, '; ', domain, CASE WHEN contains($public_mail, lower(domain)) THEN ' is a public mail domain and' ELSE ' is' END, ' neither on the list ', $corp_domains, ' nor on ', $partners, '.')
    WHEN 'R3' THEN concat(member, ' no longer exists and is bound to ', role, ' on ', resource, '.')
    WHEN 'R4' THEN concat('Everybody of ', domain, ' has ', role, ' on ', resource, '.')
    ELSE concat(member, ' has ', role, ' on ', resource, '; its project ', sa_project, ' is not one of the organisation.')
  END AS reason
FROM judged
WHERE code IN ('R1', 'R2', 'R3', 'R4', 'R5');

-- +indeterminate: members that the lists say nothing about
SELECT
  resource, role, member, code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat('The list ', $corp_domains, ' is not in the evidence, so nothing can be said of ', domain, '.')
    ELSE concat('Neither the list ', $org_projects, ' nor a policy of the organisation is in the evidence, so nothing can be said of project ', sa_project, '.')
  END AS reason
FROM judged
WHERE code IN ('I1', 'I2');

/*--- cases
- name: public, private mail, partners, the deleted, whole domains; corporate members in any spelling pass
  given:
    ref_list: |
      list_name,    value,                         valid_from, valid_to
      corp_domains, Heron.example,                 ,
      corp_domains, "*.heron.example",             ,
      corp_domains, old.example,                   ,           2026-07-01
      corp_domains, now.example,                   2026-07-01, 2026-07-02
      corp_domains, soon.example,                  2026-07-02,
      partners,     acme.example,                  ,
      partners,     zed@other.example,             ,
      other_list,   "*",                           ,
      public_ok,    //storage.googleapis.com/www*, ,
    gcp_binding: |
      resource,                          level,    role,                             member,                                                                                  member_type,           binding_no
      //storage.googleapis.com/b,        resource, roles/editor,                     user:Ann@HERON.example,                                                                  user,                  1
      //storage.googleapis.com/b,        resource, roles/storage.objectViewer,       allUsers,                                                                                allUsers,              1
      //storage.googleapis.com/b,        resource, roles/storage.objectViewer,       allAuthenticatedUsers,                                                                   allAuthenticatedUsers, 1
      //storage.googleapis.com/www-site, resource, roles/storage.objectViewer,       allUsers,                                                                                allUsers,              1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:Ann@HERON.example,                                                                  user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     group:dev@eu.heron.example,                                                              group,                 1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:ann@gmail.com,                                                                      user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     group:ann@notheron.example,                                                              group,                 1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:x@acme.example,                                                                     user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:zed@other.example,                                                                  user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:y@other.example,                                                                    user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:a@old.example,                                                                      user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:a@now.example,                                                                      user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     user:a@soon.example,                                                                     user,                  1
      //storage.googleapis.com/b,        resource, roles/viewer,                     deleted:user:old@heron.example?uid=17,                                                   deleted,               1
      //storage.googleapis.com/b,        resource, roles/storage.objectViewer,       domain:heron.example,                                                                    domain,                2
      //storage.googleapis.com/b,        resource, roles/storage.objectAdmin,        domain:heron.example,                                                                    domain,                2
      //storage.googleapis.com/b,        resource, roles/storage.objectViewer,       domain:gmail.com,                                                                        domain,                2
      //storage.googleapis.com/b,        resource, roles/storage.legacyBucketReader, projectViewer:p,                                                                         projectViewer,         3
      //storage.googleapis.com/b,        resource, roles/viewer,                     principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/x/*, principalSet,          4
  expect:
    population: 20
    exceptions: |
      resource,                   role,                       member,                                reason_code, reason
      //storage.googleapis.com/b, roles/storage.objectViewer, allUsers,                              R1,          "allUsers has roles/storage.objectViewer on //storage.googleapis.com/b, which is not on the list public_ok."
      //storage.googleapis.com/b, roles/storage.objectViewer, allAuthenticatedUsers,                 R1,          "allAuthenticatedUsers has roles/storage.objectViewer on //storage.googleapis.com/b, which is not on the list public_ok."
      //storage.googleapis.com/b, roles/viewer,               user:ann@gmail.com,                    R2,          user:ann@gmail.com has roles/viewer on //storage.googleapis.com/b; gmail.com is a public mail domain and neither on the list corp_domains nor on partners.
      //storage.googleapis.com/b, roles/viewer,               group:ann@notheron.example,            R2,          group:ann@notheron.example has roles/viewer on //storage.googleapis.com/b; notheron.example is neither on the list corp_domains nor on partners.
      //storage.googleapis.com/b, roles/viewer,               user:y@other.example,                  R2,          user:y@other.example has roles/viewer on //storage.googleapis.com/b; other.example is neither on the list corp_domains nor on partners.
      //storage.googleapis.com/b, roles/viewer,               user:a@old.example,                    R2,          user:a@old.example has roles/viewer on //storage.googleapis.com/b; old.example is neither on the list corp_domains nor on partners.
      //storage.googleapis.com/b, roles/viewer,               user:a@soon.example,                   R2,          user:a@soon.example has roles/viewer on //storage.googleapis.com/b; soon.example is neither on the list corp_domains nor on partners.
      //storage.googleapis.com/b, roles/viewer,               deleted:user:old@heron.example?uid=17, R3,          deleted:user:old@heron.example?uid=17 no longer exists and is bound to roles/viewer on //storage.googleapis.com/b.
      //storage.googleapis.com/b, roles/storage.objectAdmin,  domain:heron.example,                  R4,          Everybody of heron.example has roles/storage.objectAdmin on //storage.googleapis.com/b.
      //storage.googleapis.com/b, roles/storage.objectViewer, domain:gmail.com,                      R2,          domain:gmail.com has roles/storage.objectViewer on //storage.googleapis.com/b; gmail.com is a public mail domain and neither on the list corp_domains nor on partners.

- name: service accounts of this organisation by id and number, of others, of a partner, and of Google
  given:
    ref_list: |
      list_name,  value
      other_list, evil
      partners,   vendor-proj
      partners,   trusted@else.iam.gserviceaccount.com
    gcp_binding: |
      resource,                                                level,    project,     role,         member,                                                           member_type,    binding_no
      //cloudresourcemanager.googleapis.com/organizations/9,   org,      ,            roles/viewer, serviceAccount:ci@heron-ci.iam.gserviceaccount.com,               serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/heron-ci, project,  projects/41, roles/viewer, serviceAccount:41-compute@developer.gserviceaccount.com,          serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:42-compute@developer.gserviceaccount.com,          serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:43-compute@developer.gserviceaccount.com,          serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:heron-ci@appspot.gserviceaccount.com,              serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:far@appspot.gserviceaccount.com,                   serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:x@evil.iam.gserviceaccount.com,                    serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:x@vendor-proj.iam.gserviceaccount.com,             serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:trusted@else.iam.gserviceaccount.com,              serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:service-42@gcp-sa-logging.iam.gserviceaccount.com, serviceAccount, 1
      //storage.googleapis.com/b,                              resource, projects/42, roles/viewer, serviceAccount:42@cloudservices.gserviceaccount.com,              serviceAccount, 1
  expect:
    population: 11
    exceptions: |
      resource,                   role,         member,                                                  reason_code, reason
      //storage.googleapis.com/b, roles/viewer, serviceAccount:43-compute@developer.gserviceaccount.com, R5,          serviceAccount:43-compute@developer.gserviceaccount.com has roles/viewer on //storage.googleapis.com/b; its project 43 is not one of the organisation.
      //storage.googleapis.com/b, roles/viewer, serviceAccount:far@appspot.gserviceaccount.com,          R5,          serviceAccount:far@appspot.gserviceaccount.com has roles/viewer on //storage.googleapis.com/b; its project far is not one of the organisation.
      //storage.googleapis.com/b, roles/viewer, serviceAccount:x@evil.iam.gserviceaccount.com,           R5,          serviceAccount:x@evil.iam.gserviceaccount.com has roles/viewer on //storage.googleapis.com/b; its project evil is not one of the organisation.

- name: the organisation's projects come from the list
  given:
    ref_list: |
      list_name,    value
      org_projects, projects/heron-ci
      org_projects, heron-web
    gcp_binding: |
      resource,                   level,    role,         member,                                             member_type,    binding_no
      //storage.googleapis.com/b, resource, roles/viewer, serviceAccount:x@heron-ci.iam.gserviceaccount.com,  serviceAccount, 1
      //storage.googleapis.com/b, resource, roles/viewer, serviceAccount:x@heron-web.iam.gserviceaccount.com, serviceAccount, 1
      //storage.googleapis.com/b, resource, roles/viewer, serviceAccount:x@evil.iam.gserviceaccount.com,      serviceAccount, 1
  expect:
    population: 3
    exceptions: |
      resource,                   role,         member,                                        reason_code, reason
      //storage.googleapis.com/b, roles/viewer, serviceAccount:x@evil.iam.gserviceaccount.com, R5,          serviceAccount:x@evil.iam.gserviceaccount.com has roles/viewer on //storage.googleapis.com/b; its project evil is not one of the organisation.

- name: without lists people and foreign projects are undecided, the public and the deleted are not
  given:
    gcp_binding: |
      resource,                                         level,   role,         member,                                     member_type,    binding_no
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, user:ann@heron.example,                     user,           1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/editor, domain:heron.example,                       domain,         1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, serviceAccount:x@p.iam.gserviceaccount.com, serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, serviceAccount:x@q.iam.gserviceaccount.com, serviceAccount, 1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, allUsers,                                   allUsers,       1
  expect:
    population: 5
    exceptions: |
      resource,                                         role,         member,   reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/viewer, allUsers, R1,          "allUsers has roles/viewer on //cloudresourcemanager.googleapis.com/projects/p, which is not on the list public_ok."
    indeterminate: |
      resource,                                         role,         member,                                     reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/viewer, user:ann@heron.example,                     I1,          "The list corp_domains is not in the evidence, so nothing can be said of heron.example."
      //cloudresourcemanager.googleapis.com/projects/p, roles/editor, domain:heron.example,                       I1,          "The list corp_domains is not in the evidence, so nothing can be said of heron.example."
      //cloudresourcemanager.googleapis.com/projects/p, roles/viewer, serviceAccount:x@q.iam.gserviceaccount.com, I2,          "Neither the list org_projects nor a policy of the organisation is in the evidence, so nothing can be said of project q."

- name: without a list a public mail domain is not corporate, unless a partner has it
  given:
    ref_list: |
      list_name, value
      partners,  zed@gmail.com
    gcp_binding: |
      resource,                                         level,   role,         member,                    member_type, binding_no
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, user:ann@gmail.com,        user,        1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, user:zed@gmail.com,        user,        1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, group:us@GoogleMail.com,   group,       1
      //cloudresourcemanager.googleapis.com/projects/p, project, roles/viewer, user:ann@corp.gmail.com,   user,        1
  expect:
    population: 4
    exceptions: |
      resource,                                         role,         member,                  reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/viewer, user:ann@gmail.com,      R2,          user:ann@gmail.com has roles/viewer on //cloudresourcemanager.googleapis.com/projects/p; gmail.com is a public mail domain and neither on the list corp_domains nor on partners.
      //cloudresourcemanager.googleapis.com/projects/p, roles/viewer, group:us@GoogleMail.com, R2,          group:us@GoogleMail.com has roles/viewer on //cloudresourcemanager.googleapis.com/projects/p; GoogleMail.com is a public mail domain and neither on the list corp_domains nor on partners.
    indeterminate: |
      resource,                                         role,         member,                  reason_code, reason
      //cloudresourcemanager.googleapis.com/projects/p, roles/viewer, user:ann@corp.gmail.com, I1,          "The list corp_domains is not in the evidence, so nothing can be said of corp.gmail.com."

- name: what is said of each
  given:
    ref_list: |
      list_name,    value
      corp_domains, heron.example
      org_projects, p
    gcp_binding: |
      resource,                   level,    role,         member,                                     member_type,    binding_no
      //storage.googleapis.com/b, resource, roles/viewer, user:ann@gmail.com,                         user,           1
      //storage.googleapis.com/b, resource, roles/viewer, deleted:user:ann@gmail.com?uid=1,           deleted,        1
      //storage.googleapis.com/b, resource, roles/editor, domain:heron.example,                       domain,         1
      //storage.googleapis.com/b, resource, roles/editor, serviceAccount:x@q.iam.gserviceaccount.com, serviceAccount, 1
  expect:
    exceptions: |
      resource,                   role,         member,                                     reason_code, reason
      //storage.googleapis.com/b, roles/viewer, user:ann@gmail.com,                         R2,          user:ann@gmail.com has roles/viewer on //storage.googleapis.com/b; gmail.com is a public mail domain and neither on the list corp_domains nor on partners.
      //storage.googleapis.com/b, roles/viewer, deleted:user:ann@gmail.com?uid=1,           R3,          deleted:user:ann@gmail.com?uid=1 no longer exists and is bound to roles/viewer on //storage.googleapis.com/b.
      //storage.googleapis.com/b, roles/editor, domain:heron.example,                       R4,          Everybody of heron.example has roles/editor on //storage.googleapis.com/b.
      //storage.googleapis.com/b, roles/editor, serviceAccount:x@q.iam.gserviceaccount.com, R5,          serviceAccount:x@q.iam.gserviceaccount.com has roles/editor on //storage.googleapis.com/b; its project q is not one of the organisation.

- name: a member that is bound twice counts once; the last policy at the audit date counts, or the first one after it
  given:
    gcp_binding: |
      resource,                   snapshot_at, level,    role,         member,   member_type, binding_no
      //storage.googleapis.com/b, 2026-05-01,  resource, roles/viewer, allUsers, allUsers,    1
      //storage.googleapis.com/b, 2026-07-01,  resource, roles/editor, allUsers, allUsers,    1
      //storage.googleapis.com/b, 2026-07-01,  resource, roles/editor, allUsers, allUsers,    2
      //storage.googleapis.com/b, 2026-07-02,  resource, roles/owner,  allUsers, allUsers,    1
      //storage.googleapis.com/c, 2026-07-02,  resource, roles/viewer, allUsers, allUsers,    1
      //storage.googleapis.com/c, 2026-07-03,  resource, roles/owner,  allUsers, allUsers,    1
  expect:
    population: 2
    exceptions: |
      resource,                   role,         member,   reason_code, reason
      //storage.googleapis.com/b, roles/editor, allUsers, R1,          "allUsers has roles/editor on //storage.googleapis.com/b, which is not on the list public_ok."
      //storage.googleapis.com/c, roles/viewer, allUsers, R1,          "allUsers has roles/viewer on //storage.googleapis.com/c, which is not on the list public_ok."
---*/
