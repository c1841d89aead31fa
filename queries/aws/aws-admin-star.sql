/*---
id: aws-admin-star
version: 1
title: Principals with full administrator rights
objective: Full administrator rights are held only by principals that are approved for them.
kind: design
severity: high
reads: [aws_statement]
optional: [ref_list]
key: [principal_arn, policy_arn, sid]
params:
  admin_policies:
    type: "text[]"
    default: ["arn:aws*:iam::aws:policy/AdministratorAccess", "arn:aws*:iam::aws:policy/IAMFullAccess", "arn:aws*:iam::aws:policy/PowerUserAccess"]
    means: ARN patterns of policies that count as full rights, whatever they say
  roster: {type: text, default: admin_roster, means: list in ref_list of the ARNs that are approved for full rights}
controls:
  nist-800-53r5: [AC-6, AC-6(5)]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.8.2]
  pci-dss-4.0.1: ["7.2.2"]
  cis-aws-5.0: ["1.15"]
  cis-aws-7.0: ["2.14"]
reasons:
  R1: full rights of a principal that is not approved
  R2: full rights attached directly to a user who is not approved
  R3: full rights of a role that more than one account or identity provider may assume
  I1: the document of the policy is not in the evidence
  I2: the statement does not say which actions, or which resources
limits:
  - Permissions boundaries, service control policies and session policies may take rights away; a boundary is shown and not evaluated.
  - A statement with a condition passes, whatever the condition says. Rights that are less than full, and ways to gain more, are not seen here.
  - Approval excuses R1 and R2. R3 is judged for approved roles too, since approval of a role says nothing about who may assume it.
  - A group is judged as a holder, and so is every user in it; approval of the group does not approve its users.
  - Services that may assume a role are not counted for R3. An Allow with NotResource reaches everything else and counts as every resource.
  - A statement without Sid is named by its number, such as "#2". Managed policies that nobody has are not in the population.
  - Access through Identity Center shows as its roles (AWSReservedSSO_…), not as the people who may use them.
---*/

-- +latest: the last state of each account at the audit date, or the first one after it
SELECT account, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM aws_statement
GROUP BY account;

-- +statement: statements of those states, with what makes one full
SELECT
  s.account, s.principal_arn, s.principal_type, s.kind, s.policy_arn, s.via, s.boundary_arn, s.effect, s.principals, s.not_principals,
  COALESCE(s.sid, concat('#', s.stmt_no)) AS sid,
  s.effect IS NULL AS unknown,
  s.effect = 'Allow'
    AND (s.actions IS NULL AND s.not_actions IS NULL OR s.resources IS NULL AND s.not_resources IS NULL) AS incomplete,
  s.effect = 'Allow'
    AND (s.condition IS NULL OR CAST(s.condition AS VARCHAR) = '{}')
    AND (
      COALESCE(arrays_overlap(s.actions, ['*', '*:*', '**']), FALSE)
      OR NOT COALESCE(arrays_overlap(s.not_actions, ['*', '*:*', '**']), TRUE) -- all actions but some; all but all is none
    )
    AND (
      s.not_resources IS NOT NULL
      OR COALESCE(regexp_like(array_join(s.resources, chr(10)), '(^|\n)(\*+|\*(:\*)+|arn:\*|arn:[^:\n]*(:\*)+(/\*)?)(\n|$)'), FALSE)
    ) AS is_full
FROM aws_statement AS s
JOIN latest AS l ON l.account IS NOT DISTINCT FROM s.account AND l.snapshot_at IS NOT DISTINCT FROM s.snapshot_at;

-- +listed: policies that count as full rights by their ARN
SELECT DISTINCT p.policy_arn
FROM (SELECT DISTINCT policy_arn FROM statement) AS p
CROSS JOIN UNNEST($admin_policies) AS a(pattern)
WHERE glob_like(p.policy_arn, a.pattern);

-- +approved: principals that are on the roster at the audit date
SELECT DISTINCT LOWER(TRIM(value)) AS arn
FROM ref_list
WHERE list_name = $roster
  AND (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +trusted: who may assume each role: an account, an identity provider, or everybody
SELECT DISTINCT
  s.principal_arn,
  CASE
    WHEN t.name IN ('*', 'AWS:*') THEN 'everybody'
    WHEN t.name LIKE 'AWS:arn:%' THEN concat('account ', split_part(t.name, ':', 6))
    WHEN t.name LIKE 'AWS:%' THEN concat('account ', split_part(t.name, ':', 2))
    ELSE t.name
  END AS party
FROM statement AS s
CROSS JOIN UNNEST(CASE WHEN s.not_principals IS NOT NULL THEN ['*'] ELSE s.principals END) AS t(name) -- all but some is everybody
WHERE s.kind = 'trust' AND s.effect = 'Allow' AND t.name NOT LIKE 'Service:%';

-- +wide: roles that more than one party may assume
SELECT principal_arn, string_agg(party, ', ' ORDER BY party) AS parties
FROM trusted
GROUP BY principal_arn
HAVING COUNT(*) > 1 OR MAX(party) = 'everybody';

-- +population: one row per principal, policy and statement that takes effect for the principal
SELECT
  s.principal_arn, s.policy_arn, s.sid,
  MIN(s.account) AS account,
  MIN(s.principal_type) AS principal_type,
  concat_ws(', ',
    CASE WHEN BOOL_OR(s.via = 'group') THEN 'group' END,
    CASE WHEN BOOL_OR(s.via = 'inline') THEN 'inline' END,
    CASE WHEN BOOL_OR(s.via = 'managed') THEN 'managed' END
  ) AS via,
  MIN(s.boundary_arn) AS boundary_arn,
  BOOL_OR(l.policy_arn IS NOT NULL AND s.effect IS DISTINCT FROM 'Deny') AS is_listed,
  BOOL_OR(s.is_full) AS is_full,
  BOOL_OR(s.unknown) AS unknown,
  BOOL_OR(s.incomplete) AS incomplete,
  BOOL_OR(s.via <> 'group') AS is_direct
FROM statement AS s
LEFT JOIN listed AS l ON l.policy_arn = s.policy_arn
WHERE s.kind = 'identity'
GROUP BY s.principal_arn, s.policy_arn, s.sid;

-- +full_right: statements with full rights, whether their principal is approved, and who may assume it
SELECT
  p.principal_arn, p.policy_arn, p.sid, p.account, p.principal_type, p.via, p.boundary_arn, p.is_direct,
  a.arn IS NOT NULL AS is_approved,
  w.parties
FROM population AS p
LEFT JOIN approved AS a ON a.arn = LOWER(p.principal_arn)
LEFT JOIN wide AS w ON w.principal_arn = p.principal_arn
WHERE p.is_full OR p.is_listed;

-- +exceptions: full rights without approval, attached to users, or of roles that are widely trusted
SELECT
  principal_arn, policy_arn, sid, 'R1' AS reason_code,
  concat('The ', principal_type, ' has full rights by statement ', sid, ' of ', policy_arn, ' (', via, ') and is not on the list ', $roster, '.') AS reason,
  account, principal_type, via, boundary_arn
FROM full_right
WHERE NOT is_approved
UNION ALL
SELECT
  principal_arn, policy_arn, sid, 'R2' AS reason_code,
  concat('Full rights by statement ', sid, ' of ', policy_arn, ' are attached to the user itself (', via, ').') AS reason,
  account, principal_type, via, boundary_arn
FROM full_right
WHERE NOT is_approved AND principal_type = 'user' AND is_direct
UNION ALL
SELECT
  principal_arn, policy_arn, sid, 'R3' AS reason_code,
  concat('The role has full rights by statement ', sid, ' of ', policy_arn, ' and may be assumed by ', parties, '.') AS reason,
  account, principal_type, via, boundary_arn
FROM full_right
WHERE parties IS NOT NULL;

-- +indeterminate: statements that the evidence does not show
SELECT
  principal_arn, policy_arn, sid,
  CASE WHEN unknown THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN unknown THEN concat('The document of ', policy_arn, ', which the ', principal_type, ' has (', via, '), is not in the export.')
    ELSE concat('Statement ', sid, ' of ', policy_arn, ' allows without saying which actions, or which resources.')
  END AS reason
FROM population
WHERE (unknown OR incomplete) AND NOT is_full AND NOT is_listed;

/*--- cases
- name: full rights by wildcard, by all but some, by the policy's name, with any spelling of everything
  given:
    ref_list: |
      list_name,    value,                        valid_from, valid_to
      admin_roster, ARN:aws:iam::1:role/Platform, ,
      admin_roster, arn:aws:iam::1:user/late,     2026-08-01, 2026-12-31
      admin_roster, arn:aws:iam::1:role/ends-now, 2026-01-01, 2026-07-01
      admin_roster, arn:aws:iam::1:role/from-now, 2026-07-01, 2026-07-02
      admin_roster, arn:aws:iam::1:user/glass,    ,
      other_list,   arn:aws:iam::1:role/star,     ,
    aws_statement: |
      account, principal_arn,                principal_type, kind,     policy_arn,                                     via,     holder_arn, stmt_no, sid, effect, actions,                 not_actions,   resources,                    not_resources,          condition
      1,       arn:aws:iam::1:role/Platform, role,           identity, arn:aws:iam::aws:policy/AdministratorAccess,    managed, h,          1,       ,    Allow,  "[""*""]",               ,              "[""*""]",                    ,
      1,       arn:aws:iam::1:role/from-now, role,           identity, arn:aws:iam::1:policy/P,                        managed, h,          1,       A,   Allow,  "[""*""]",               ,              "[""*""]",                    ,
      1,       arn:aws:iam::1:role/ends-now, role,           identity, arn:aws:iam::1:policy/P,                        managed, h,          1,       A,   Allow,  "[""*""]",               ,              "[""*""]",                    ,
      1,       arn:aws:iam::1:role/star,     role,           identity, arn:aws:iam::1:policy/P,                        managed, h,          1,       A,   Allow,  "[""s3:Get*"",""*:*""]", ,              "[""arn:aws:s3:::b"",""*""]", ,                       "{}"
      1,       arn:aws:iam::1:role/star,     role,           identity, arn:aws:iam::1:policy/P,                        managed, h,          2,       A,   Allow,  "[""s3:Get*""]",         ,              "[""*""]",                    ,
      1,       arn:aws:iam::1:user/glass,    user,           identity, arn:aws:iam::1:policy/P,                        managed, h,          1,       A,   Allow,  "[""*""]",               ,              "[""*""]",                    ,
      1,       arn:aws:iam::1:user/late,     user,           identity, arn:aws:iam::1:user/late/inline/I,              inline,  h,          2,       ,    Allow,  ,                        "[""iam:*""]", "[""arn:aws:*:*:*:*:*""]",    ,
      1,       arn:aws:iam::1:group/ops,     group,          identity, arn:aws-us-gov:iam::aws:policy/PowerUserAccess, managed, h,          1,       ,    Allow,  "[""s3:Get*""]",         ,              "[""arn:aws:s3:::b""]",       ,                       "{""Bool"":{""x"":""y""}}"
      1,       arn:aws:iam::1:role/rest,     role,           identity, arn:aws:iam::1:policy/Q,                        managed, h,          1,       Q,   Allow,  "[""*""]",               ,              ,                             "[""arn:aws:s3:::b""]",
  expect:
    population: 8
    exceptions: |
      principal_arn,                policy_arn,                                     sid,  reason_code, reason,                                                                                                                                     account, principal_type, via,     boundary_arn
      arn:aws:iam::1:role/ends-now, arn:aws:iam::1:policy/P,                        A,    R1,          The role has full rights by statement A of arn:aws:iam::1:policy/P (managed) and is not on the list admin_roster.,                          1,       role,           managed,
      arn:aws:iam::1:role/star,     arn:aws:iam::1:policy/P,                        A,    R1,          The role has full rights by statement A of arn:aws:iam::1:policy/P (managed) and is not on the list admin_roster.,                          1,       role,           managed,
      arn:aws:iam::1:user/late,     arn:aws:iam::1:user/late/inline/I,              "#2", R1,          The user has full rights by statement #2 of arn:aws:iam::1:user/late/inline/I (inline) and is not on the list admin_roster.,                1,       user,           inline,
      arn:aws:iam::1:user/late,     arn:aws:iam::1:user/late/inline/I,              "#2", R2,          Full rights by statement #2 of arn:aws:iam::1:user/late/inline/I are attached to the user itself (inline).,                                 1,       user,           inline,
      arn:aws:iam::1:group/ops,     arn:aws-us-gov:iam::aws:policy/PowerUserAccess, "#1", R1,          The group has full rights by statement #1 of arn:aws-us-gov:iam::aws:policy/PowerUserAccess (managed) and is not on the list admin_roster., 1,       group,          managed,
      arn:aws:iam::1:role/rest,     arn:aws:iam::1:policy/Q,                        Q,    R1,          The role has full rights by statement Q of arn:aws:iam::1:policy/Q (managed) and is not on the list admin_roster.,                          1,       role,           managed,

- name: not full - a condition, one service, one resource, a denial, all but all, a namesake of an AWS policy, a policy nobody has
  given:
    aws_statement: |
      account, principal_arn,           principal_type, kind,     policy_arn,                                  via,     holder_arn, stmt_no, effect, actions,                not_actions, resources,                                        condition
      1,       arn:aws:iam::1:role/a,   role,           identity, arn:aws:iam::1:policy/A,                     managed, h,          1,       Allow,  "[""*""]",              ,            "[""*""]",                                        "{""Bool"":{""aws:MultiFactorAuthPresent"":""true""}}"
      1,       arn:aws:iam::1:role/b,   role,           identity, arn:aws:iam::1:policy/B,                     managed, h,          1,       Allow,  "[""s3:*"",""ec2:*""]", ,            "[""*""]",
      1,       arn:aws:iam::1:role/c,   role,           identity, arn:aws:iam::1:policy/C,                     managed, h,          1,       Allow,  "[""*""]",              ,            "[""arn:aws:s3:::*"",""arn:aws:ec2:*:*:vpc/*""]",
      1,       arn:aws:iam::1:role/d,   role,           identity, arn:aws:iam::1:policy/D,                     managed, h,          1,       Deny,   "[""*""]",              ,            "[""*""]",
      1,       arn:aws:iam::1:role/e,   role,           identity, arn:aws:iam::1:policy/E,                     managed, h,          1,       Allow,  ,                       "[""*""]",   "[""*""]",
      1,       arn:aws:iam::1:role/f,   role,           identity, arn:aws:iam::1:policy/AdministratorAccess,   managed, h,          1,       Allow,  "[""s3:Get*""]",        ,            "[""*""]",
      1,       arn:aws:iam::1:role/g,   role,           identity, arn:aws:iam::aws:policy/AdministratorAccess, managed, h,          1,       Deny,   "[""s3:Get*""]",        ,            "[""*""]",
      1,       arn:aws:iam::1:role/h,   role,           boundary, arn:aws:iam::1:policy/H,                     managed, h,          1,       Allow,  "[""*""]",              ,            "[""*""]",
      1,       arn:aws:iam::1:policy/I, policy,         policy,   arn:aws:iam::1:policy/I,                     none,    h,          1,       Allow,  "[""*""]",              ,            "[""*""]",
  expect: {population: 7}

- name: a user has full rights through a group and directly, by one policy, and once only
  given:
    aws_statement: |
      account, principal_arn,         principal_type, kind,     policy_arn,              via,     holder_arn,             stmt_no, sid, effect, actions,   resources
      1,       arn:aws:iam::1:user/u, user,           identity, arn:aws:iam::1:policy/P, managed, arn:aws:iam::1:user/u,  1,       S,   Allow,  "[""*""]", "[""*""]"
      1,       arn:aws:iam::1:user/u, user,           identity, arn:aws:iam::1:policy/P, group,   arn:aws:iam::1:group/g, 1,       S,   Allow,  "[""*""]", "[""*""]"
      1,       arn:aws:iam::1:user/v, user,           identity, arn:aws:iam::1:policy/P, group,   arn:aws:iam::1:group/g, 1,       S,   Allow,  "[""*""]", "[""*""]"
  expect:
    population: 2
    exceptions: |
      principal_arn,         policy_arn,              sid, reason_code, via,              reason,                                                                                                                     account, principal_type, boundary_arn
      arn:aws:iam::1:user/u, arn:aws:iam::1:policy/P, S,   R1,          "group, managed", "The user has full rights by statement S of arn:aws:iam::1:policy/P (group, managed) and is not on the list admin_roster.", 1,       user,
      arn:aws:iam::1:user/u, arn:aws:iam::1:policy/P, S,   R2,          "group, managed", "Full rights by statement S of arn:aws:iam::1:policy/P are attached to the user itself (group, managed).",                  1,       user,
      arn:aws:iam::1:user/v, arn:aws:iam::1:policy/P, S,   R1,          group,            The user has full rights by statement S of arn:aws:iam::1:policy/P (group) and is not on the list admin_roster.,            1,       user,

- name: who may assume an approved role - one account by several names, a service, one provider; and more than one
  given:
    ref_list: |
      list_name,    value
      admin_roster, arn:aws:iam::1:role/one
      admin_roster, arn:aws:iam::1:role/saml
      admin_roster, arn:aws:iam::1:role/two
      admin_roster, arn:aws:iam::1:role/all
      admin_roster, arn:aws:iam::1:role/but
      admin_roster, arn:aws:iam::1:role/mix
      admin_roster, arn:aws:iam::1:role/deny
    aws_statement: |
      account, principal_arn,             principal_type, kind,     policy_arn,                      via,     holder_arn, stmt_no, sid, effect, actions,         resources, principals,                                                                                    not_principals
      1,       arn:aws:iam::1:role/one,   role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/one,   role,           trust,    arn:aws:iam::1:role/one/trust,   inline,  h,          1,       ,    Allow,  ,                ,          "[""AWS:arn:aws:iam::222222222222:root"",""AWS:222222222222"",""Service:ec2.amazonaws.com""]",
      1,       arn:aws:iam::1:role/saml,  role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/saml,  role,           trust,    arn:aws:iam::1:role/saml/trust,  inline,  h,          1,       ,    Allow,  ,                ,          "[""Federated:arn:aws:iam::1:saml-provider/okta""]",
      1,       arn:aws:iam::1:role/two,   role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/two,   role,           trust,    arn:aws:iam::1:role/two/trust,   inline,  h,          1,       ,    Allow,  ,                ,          "[""AWS:arn:aws:iam::222222222222:root""]",
      1,       arn:aws:iam::1:role/two,   role,           trust,    arn:aws:iam::1:role/two/trust,   inline,  h,          2,       ,    Allow,  ,                ,          "[""AWS:arn:aws:iam::333333333333:user/x""]",
      1,       arn:aws:iam::1:role/all,   role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/all,   role,           trust,    arn:aws:iam::1:role/all/trust,   inline,  h,          1,       ,    Allow,  ,                ,          "[""AWS:*""]",
      1,       arn:aws:iam::1:role/but,   role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/but,   role,           trust,    arn:aws:iam::1:role/but/trust,   inline,  h,          1,       ,    Allow,  ,                ,          ,                                                                                              "[""AWS:arn:aws:iam::222222222222:root""]"
      1,       arn:aws:iam::1:role/mix,   role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/mix,   role,           trust,    arn:aws:iam::1:role/mix/trust,   inline,  h,          1,       ,    Allow,  ,                ,          "[""AWS:arn:aws:iam::222222222222:root"",""Federated:arn:aws:iam::1:saml-provider/okta""]",
      1,       arn:aws:iam::1:role/deny,  role,           identity, arn:aws:iam::1:policy/P,         managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]", ,
      1,       arn:aws:iam::1:role/deny,  role,           trust,    arn:aws:iam::1:role/deny/trust,  inline,  h,          1,       ,    Deny,   ,                ,          "[""*""]",
      1,       arn:aws:iam::1:role/small, role,           identity, arn:aws:iam::1:policy/R,         managed, h,          1,       S,   Allow,  "[""s3:Get*""]", "[""*""]", ,
      1,       arn:aws:iam::1:role/small, role,           trust,    arn:aws:iam::1:role/small/trust, inline,  h,          1,       ,    Allow,  ,                ,          "[""*""]",
  expect:
    population: 8
    exceptions: |
      principal_arn,           policy_arn,              sid, reason_code, reason,                                                                                                                                                        account, principal_type, via,     boundary_arn
      arn:aws:iam::1:role/two, arn:aws:iam::1:policy/P, S,   R3,          "The role has full rights by statement S of arn:aws:iam::1:policy/P and may be assumed by account 222222222222, account 333333333333.",                        1,       role,           managed,
      arn:aws:iam::1:role/all, arn:aws:iam::1:policy/P, S,   R3,          The role has full rights by statement S of arn:aws:iam::1:policy/P and may be assumed by everybody.,                                                           1,       role,           managed,
      arn:aws:iam::1:role/but, arn:aws:iam::1:policy/P, S,   R3,          The role has full rights by statement S of arn:aws:iam::1:policy/P and may be assumed by everybody.,                                                           1,       role,           managed,
      arn:aws:iam::1:role/mix, arn:aws:iam::1:policy/P, S,   R3,          "The role has full rights by statement S of arn:aws:iam::1:policy/P and may be assumed by Federated:arn:aws:iam::1:saml-provider/okta, account 222222222222.", 1,       role,           managed,

- name: a policy without its document, unless its ARN says enough; statements without actions or resources
  given:
    aws_statement: |
      account, principal_arn,         principal_type, kind,     policy_arn,                                  via,     holder_arn, stmt_no, effect, actions,   resources
      1,       arn:aws:iam::1:role/a, role,           identity, arn:aws:iam::1:policy/A,                     managed, h,          0,       ,       ,
      1,       arn:aws:iam::1:role/b, role,           identity, arn:aws:iam::aws:policy/AdministratorAccess, managed, h,          0,       ,       ,
      1,       arn:aws:iam::1:role/c, role,           identity, arn:aws:iam::1:policy/C,                     managed, h,          1,       Allow,  ,          "[""*""]"
      1,       arn:aws:iam::1:role/d, role,           identity, arn:aws:iam::1:policy/C,                     managed, h,          1,       Deny,   ,          "[""*""]"
      1,       arn:aws:iam::1:role/e, role,           identity, arn:aws:iam::1:policy/C,                     managed, h,          1,       Allow,  "[""*""]",
  expect:
    population: 5
    exceptions: |
      principal_arn,         policy_arn,                                  sid,  reason_code, reason,                                                                                                                                 account, principal_type, via,     boundary_arn
      arn:aws:iam::1:role/b, arn:aws:iam::aws:policy/AdministratorAccess, "#0", R1,          The role has full rights by statement #0 of arn:aws:iam::aws:policy/AdministratorAccess (managed) and is not on the list admin_roster., 1,       role,           managed,
    indeterminate: |
      principal_arn,         policy_arn,              sid,  reason_code, reason
      arn:aws:iam::1:role/a, arn:aws:iam::1:policy/A, "#0", I1,          "The document of arn:aws:iam::1:policy/A, which the role has (managed), is not in the export."
      arn:aws:iam::1:role/c, arn:aws:iam::1:policy/C, "#1", I2,          "Statement #1 of arn:aws:iam::1:policy/C allows without saying which actions, or which resources."
      arn:aws:iam::1:role/e, arn:aws:iam::1:policy/C, "#1", I2,          "Statement #1 of arn:aws:iam::1:policy/C allows without saying which actions, or which resources."

- name: the last state of an account at the audit date counts, or the first one after it
  given:
    aws_statement: |
      snapshot_at, account, principal_arn,         principal_type, kind,     policy_arn,              via,     holder_arn, stmt_no, sid, effect, actions,         resources
      2026-05-01,  1,       arn:aws:iam::1:role/a, role,           identity, arn:aws:iam::1:policy/P, managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]"
      2026-07-01,  1,       arn:aws:iam::1:role/a, role,           identity, arn:aws:iam::1:policy/P, managed, h,          1,       S,   Allow,  "[""s3:Get*""]", "[""*""]"
      2026-07-03,  1,       arn:aws:iam::1:role/c, role,           identity, arn:aws:iam::1:policy/P, managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]"
      2026-07-02,  1,       arn:aws:iam::1:role/b, role,           identity, arn:aws:iam::1:policy/P, managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]"
      2026-07-03,  2,       arn:aws:iam::2:role/a, role,           identity, arn:aws:iam::2:policy/P, managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]"
      2026-07-04,  2,       arn:aws:iam::2:role/b, role,           identity, arn:aws:iam::2:policy/P, managed, h,          1,       S,   Allow,  "[""*""]",       "[""*""]"
  expect:
    population: 2
    exceptions: |
      principal_arn,         policy_arn,              sid, reason_code, reason,                                                                                                            account, principal_type, via,     boundary_arn
      arn:aws:iam::2:role/a, arn:aws:iam::2:policy/P, S,   R1,          The role has full rights by statement S of arn:aws:iam::2:policy/P (managed) and is not on the list admin_roster., 2,       role,           managed,
---*/
