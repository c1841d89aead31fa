/*---
id: aws-trust-external
version: 3
title: Roles and resources open to outside or confusable principals
objective: Trust in other accounts, services and identity providers is intended and constrained.
kind: design
severity: high
reads: [aws_statement]
optional: [ref_list]
key: [resource_arn, sid, principal]
params:
  org_accounts: {type: text, default: org_accounts, means: "list in ref_list of the organisation's accounts, 12 digits"}
  third_parties: {type: text, default: third_parties, means: "list in ref_list of agreed accounts of others, 12 digits"}
  guard_keys:
    type: "text[]"
    default: ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "kms:CallerAccount"]
    means: condition keys that keep strangers out
  confusable_services:
    type: "text[]"
    default: [cloudtrail.amazonaws.com, cloudwatch.amazonaws.com, config.amazonaws.com, delivery.logs.amazonaws.com, events.amazonaws.com, "logs.*.amazonaws.com", logs.amazonaws.com, s3.amazonaws.com, scheduler.amazonaws.com, ses.amazonaws.com, sns.amazonaws.com, vpc-flow-logs.amazonaws.com]
    means: "services that act for whoever calls them, * for any text"
  log_accounts:
    type: "text[]"
    default: ["127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "985666609251", "054676820928", "897822967062", "635631232127", "156460612806", "652711504416", "009996457667", "754344448648", "582318560864", "600734575887", "383597477331", "114774131450", "783225319266", "718504428378", "589379963580", "076674570225", "507241528517"]
    means: "accounts of AWS that deliver logs of load balancers, one per region, which the policy of a resource may let in"
controls:
  nist-800-53r5: [AC-3, AC-20, SA-9]
  soc2-tsc-2017: [CC6.1, CC6.6]
  iso-27001-2022: [A.5.15, A.5.23]
  cis-aws-5.0: ["1.19"]
  cis-aws-7.0: ["2.18", "2.21"]
reasons:
  R1: open to everybody
  R2: open to an account that is neither of the organisation nor agreed
  R3: open to an agreed account of others without an external id
  R4: open to a service that others could use against it
  R5: open to identities of a provider that are not narrowed down
  I1: without a list of the organisation's accounts nothing can be said of the account
  I2: the principal is not readable as an account
limits:
  - Trust policies of roles, and policies of buckets, keys, queues, topics, functions, repositories and secrets as far as they were exported; a policy that nobody asked for is not missed.
  - A condition keeps strangers out when it demands a value; operators with IfExists, negated ones, ForAllValues and the value "*" do not. Whether the values are right is not looked at, except for sub of identity providers.
  - GitHub's sub must name owner and repository without wildcards; of other providers it must not begin with a wildcard, and of a cluster it must name namespace and account.
  - NotPrincipal with Allow counts as everybody. A statement without Sid is named by its number, such as "#2". The own account is of the organisation.
---*/

-- +latest: the last state of each account at the audit date, or the first one after it
SELECT account, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM aws_statement
GROUP BY account;

-- +statement: statements of those states that let principals in
SELECT
  s.account, s.principal_arn AS resource_arn, s.policy_arn, s.kind, s.stmt_no, COALESCE(s.sid, concat('#', s.stmt_no)) AS sid,
  CASE WHEN s.not_principals IS NOT NULL THEN ['*'] ELSE s.principals END AS principals,
  CAST(s.condition AS VARCHAR) AS condition
FROM aws_statement AS s
JOIN latest AS l ON l.account IS NOT DISTINCT FROM s.account AND l.snapshot_at IS NOT DISTINCT FROM s.snapshot_at
WHERE s.kind IN ('trust', 'resource') AND s.effect = 'Allow';

-- +demand: values that the conditions of a statement demand, by key
SELECT s.resource_arn, s.policy_arn, s.stmt_no, LOWER(k.key) AS key, v.value
FROM (SELECT resource_arn, policy_arn, stmt_no, CAST(condition AS JSON) AS condition FROM statement) AS s
CROSS JOIN json_each(s.condition) AS o
CROSS JOIN json_each(o.value) AS k
CROSS JOIN UNNEST(CASE json_type(k.value)
  WHEN 'ARRAY' THEN from_json(k.value, '["VARCHAR"]')
  ELSE [json_extract_string(k.value, '$')]
END) AS v(value)
WHERE regexp_like(LOWER(o.key), '^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$')
  AND v.value <> '*';

-- +guarded: statements with a condition that keeps strangers out, or with an external id
SELECT
  resource_arn, policy_arn, stmt_no,
  BOOL_OR(EXISTS (SELECT 1 FROM UNNEST($guard_keys) AS g(name) WHERE LOWER(g.name) = key)) AS keeps_out,
  BOOL_OR(key = 'sts:externalid') AS has_external_id
FROM demand
GROUP BY resource_arn, policy_arn, stmt_no;

-- +entrant: each principal of each statement with what it is
SELECT
  s.account, s.resource_arn, s.policy_arn, s.kind, s.stmt_no, s.sid, p.name AS principal,
  CASE
    WHEN p.name LIKE 'AWS:arn:%' THEN split_part(p.name, ':', 6)
    WHEN regexp_like(p.name, '^AWS:[0-9]{12}$') THEN split_part(p.name, ':', 2)
  END AS other_account,
  LOWER(CASE
    WHEN p.name LIKE 'Federated:arn:%:oidc-provider/%' THEN regexp_extract(p.name, ':oidc-provider/(.+)$', 1)
    WHEN p.name LIKE 'Federated:%' AND p.name NOT LIKE 'Federated:arn:%' THEN split_part(p.name, ':', 2)
  END) AS provider,
  COALESCE(g.keeps_out, FALSE) AS keeps_out,
  COALESCE(g.has_external_id, FALSE) AS has_external_id
FROM statement AS s
CROSS JOIN UNNEST(s.principals) AS p(name)
LEFT JOIN guarded AS g ON g.resource_arn = s.resource_arn AND g.policy_arn = s.policy_arn AND g.stmt_no = s.stmt_no;

-- +population: one row per statement and principal that it lets in
SELECT DISTINCT resource_arn, sid, principal
FROM entrant;

-- +listed: the auditor's lists of accounts at the audit date
SELECT DISTINCT list_name, TRIM(value) AS account
FROM ref_list
WHERE (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +subject: for each provider that a statement lets in, whether its identities and audience are narrowed down
SELECT
  e.resource_arn, e.policy_arn, e.stmt_no, e.principal,
  BOOL_OR(d.key = concat(e.provider, ':aud')) AS has_audience,
  BOOL_OR(d.key = concat(e.provider, ':sub')) AS has_subject,
  BOOL_OR(d.key = concat(e.provider, ':sub') AND CASE
    WHEN e.provider = 'token.actions.githubusercontent.com' THEN NOT regexp_like(d.value, '^repo:[^*?/]+/[^*?/:]+:')
    WHEN starts_with(d.value, 'system:serviceaccount:') THEN NOT regexp_like(d.value, '^system:serviceaccount:[^*?:]+:[^*?:]+$')
    ELSE regexp_like(d.value, '^[*?]')
  END) AS is_open
FROM entrant AS e
LEFT JOIN demand AS d ON d.resource_arn = e.resource_arn AND d.policy_arn = e.policy_arn AND d.stmt_no = e.stmt_no
GROUP BY e.resource_arn, e.policy_arn, e.stmt_no, e.principal;

-- +judged: each entrant with at most one code
SELECT
  e.resource_arn, e.sid, e.principal, e.other_account, e.provider,
  CASE
    WHEN e.principal IN ('*', 'AWS:*') THEN CASE WHEN NOT e.keeps_out THEN 'R1' END
    WHEN e.principal LIKE 'Service:%' THEN CASE
      WHEN NOT e.keeps_out AND EXISTS (
        SELECT 1 FROM UNNEST($confusable_services) AS c(pattern) WHERE glob_like(e.principal, concat('Service:', c.pattern))
      ) THEN 'R4'
    END
    WHEN e.provider IS NOT NULL THEN CASE
      WHEN NOT COALESCE(u.has_audience, FALSE) OR u.is_open
        OR e.principal LIKE 'Federated:arn:%' AND NOT u.has_subject THEN 'R5'
    END
    WHEN e.principal LIKE 'Federated:arn:%' THEN NULL -- a SAML provider of an account
    WHEN e.other_account IS NULL THEN 'I2'
    WHEN e.other_account = e.account OR o.account IS NOT NULL THEN NULL
    WHEN e.kind = 'resource' AND contains($log_accounts, e.other_account) THEN NULL
    WHEN t.account IS NOT NULL THEN CASE WHEN e.kind = 'trust' AND NOT e.has_external_id THEN 'R3' END
    WHEN $org_accounts IN (SELECT list_name FROM listed) THEN 'R2'
    ELSE 'I1'
  END AS code
FROM entrant AS e
LEFT JOIN subject AS u ON u.resource_arn = e.resource_arn AND u.policy_arn = e.policy_arn AND u.stmt_no = e.stmt_no AND u.principal = e.principal
LEFT JOIN listed AS o ON o.list_name = $org_accounts AND o.account = e.other_account
LEFT JOIN listed AS t ON t.list_name = $third_parties AND t.account = e.other_account;

-- +exceptions: principals that are strangers, or could be used by strangers
SELECT DISTINCT
  resource_arn, sid, principal, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('Statement ', sid, ' of ', resource_arn, ' lets everybody in without a condition that keeps strangers out.')
    WHEN 'R2' THEN concat('Statement ', sid, ' of ', resource_arn, ' lets in account ', other_account, ', which is neither on the list ', $org_accounts, ' nor on ', $third_parties, '.')
    WHEN 'R3' THEN concat('Statement ', sid, ' of ', resource_arn, ' lets in account ', other_account, ' without sts:ExternalId.')
    WHEN 'R4' THEN concat('Statement ', sid, ' of ', resource_arn, ' lets in ', principal, ' without saying for which account or resource it acts.')
    ELSE concat('Statement ', sid, ' of ', resource_arn, ' lets in identities of ', provider, ' without narrowing down subject and audience.')
  END AS reason
FROM judged
WHERE code IN ('R1', 'R2', 'R3', 'R4', 'R5');

-- +indeterminate: principals that the lists or the policy do not place
SELECT
  resource_arn, sid, principal, MIN(code) AS reason_code,
  CASE MIN(code)
    WHEN 'I1' THEN concat('The list ', $org_accounts, ' is not in the evidence, so nothing can be said of account ', MIN(other_account), '.')
    ELSE concat(principal, ' is not readable as an account; it may have been deleted.')
  END AS reason
FROM judged
GROUP BY resource_arn, sid, principal
HAVING COUNT(*) FILTER (WHERE code LIKE 'R%') = 0 AND COUNT(*) FILTER (WHERE code LIKE 'I%') > 0;

/*--- cases
- name: everybody, with conditions that keep strangers out and conditions that only look so
  given:
    aws_statement: |
      account,      principal_arn, principal_type, kind,     policy_arn, via,    holder_arn, stmt_no, sid, effect, principals,    not_principals,                             condition
      111111111111, r/open,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,
      111111111111, r/aws,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:*""]", ,                                           "{}"
      111111111111, r/but,         role,           trust,    p,          inline, h,          1,       A,   Allow,  ,              "[""AWS:arn:aws:iam::111111111111:root""]",
      111111111111, r/org,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""StringEquals"":{""aws:principalorgid"":""o-1""}}"
      111111111111, r/any,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""ForAnyValue:StringLike"":{""aws:PrincipalOrgPaths"":[""o-1/*""]}}"
      111111111111, r/key,         role,           resource, p,          inline, h,          1,       A,   Allow,  "[""AWS:*""]", ,                                           "{""StringEquals"":{""kms:CallerAccount"":""111111111111""}}"
      111111111111, r/source,      role,           resource, p,          inline, h,          1,       A,   Allow,  "[""AWS:*""]", ,                                           "{""Bool"":{""aws:SecureTransport"":""true""},""ArnLike"":{""AWS:SourceArn"":""arn:aws:s3:::b""}}"
      111111111111, r/if,          role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""StringEqualsIfExists"":{""aws:PrincipalOrgID"":""o-1""}}"
      111111111111, r/not,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""StringNotEquals"":{""aws:PrincipalOrgID"":""o-1""}}"
      111111111111, r/all,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""ForAllValues:StringEquals"":{""aws:PrincipalOrgID"":[""o-1""]}}"
      111111111111, r/star,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""StringLike"":{""aws:PrincipalOrgID"":[""*""]}}"
      111111111111, r/else,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""StringEquals"":{""aws:RequestedRegion"":""eu-west-1""}}"
      111111111111, r/next,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,                                           "{""StringEquals"":{""aws:PrincipalOrgID"":""o-1""}}"
      111111111111, r/next,        role,           trust,    p,          inline, h,          2,       ,    Allow,  "[""*""]",     ,
      111111111111, r/deny,        role,           trust,    p,          inline, h,          1,       A,   Deny,   "[""*""]",     ,
      111111111111, r/id,          role,           identity, p,          inline, h,          1,       A,   Allow,  "[""*""]",     ,
  expect:
    population: 14
    exceptions: |
      resource_arn, sid,  principal, reason_code, reason
      r/open,       A,    *,         R1,          Statement A of r/open lets everybody in without a condition that keeps strangers out.
      r/aws,        A,    AWS:*,     R1,          Statement A of r/aws lets everybody in without a condition that keeps strangers out.
      r/but,        A,    *,         R1,          Statement A of r/but lets everybody in without a condition that keeps strangers out.
      r/if,         A,    *,         R1,          Statement A of r/if lets everybody in without a condition that keeps strangers out.
      r/not,        A,    *,         R1,          Statement A of r/not lets everybody in without a condition that keeps strangers out.
      r/all,        A,    *,         R1,          Statement A of r/all lets everybody in without a condition that keeps strangers out.
      r/star,       A,    *,         R1,          Statement A of r/star lets everybody in without a condition that keeps strangers out.
      r/else,       A,    *,         R1,          Statement A of r/else lets everybody in without a condition that keeps strangers out.
      r/next,       "#2", *,         R1,          "Statement #2 of r/next lets everybody in without a condition that keeps strangers out."

- name: accounts of the organisation, of agreed others with and without an external id, of strangers, and services
  given:
    ref_list: |
      list_name,     value,        valid_from, valid_to
      org_accounts,  222222222222, ,
      org_accounts,  333333333333, ,           2026-07-01
      org_accounts,  444444444444, 2026-07-01, 2026-07-02
      org_accounts,  555555555555, 2026-07-02,
      third_parties, 666666666666, ,
      other_list,    777777777777, ,
    aws_statement: |
      account,      principal_arn, principal_type, kind,     policy_arn, via,    holder_arn, stmt_no, sid, effect, principals,                                                                           condition
      111111111111, r/own,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:arn:aws:iam::111111111111:root""]",
      111111111111, r/org,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:arn:aws:iam::222222222222:role/x"",""AWS:444444444444""]",
      111111111111, r/was,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:arn:aws:iam::333333333333:root"",""AWS:555555555555"",""AWS:777777777777""]",
      111111111111, r/third,       role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:666666666666""]",                                                             "{""StringEquals"":{""STS:ExternalId"":""17""}}"
      111111111111, r/bare,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:666666666666""]",                                                             "{""StringEquals"":{""aws:SourceIp"":""17""}}"
      111111111111, r/bucket,      resource,       resource, p,          inline, h,          1,       A,   Allow,  "[""AWS:666666666666""]",
      111111111111, r/logs,        resource,       resource, p,          inline, h,          1,       A,   Allow,  "[""AWS:arn:aws:iam::156460612806:root"",""AWS:999999999999""]",
      111111111111, r/lb,          role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:arn:aws:iam::156460612806:root""]",
      111111111111, r/gone,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""AWS:AIDAX"",""CanonicalUser:ff""]",
      111111111111, r/saml,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::888888888888:saml-provider/okta""]",
      111111111111, r/ec2,         role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""Service:ec2.amazonaws.com""]",
      111111111111, r/trail,       role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""Service:cloudtrail.amazonaws.com"",""Service:logs.eu-west-1.amazonaws.com""]",
      111111111111, r/safe,        role,           trust,    p,          inline, h,          1,       A,   Allow,  "[""Service:cloudtrail.amazonaws.com""]",                                             "{""StringEquals"":{""aws:SourceAccount"":""111111111111""}}"
  expect:
    population: 19
    exceptions: |
      resource_arn, sid, principal,                            reason_code, reason
      r/was,        A,   AWS:arn:aws:iam::333333333333:root,   R2,          "Statement A of r/was lets in account 333333333333, which is neither on the list org_accounts nor on third_parties."
      r/was,        A,   AWS:555555555555,                     R2,          "Statement A of r/was lets in account 555555555555, which is neither on the list org_accounts nor on third_parties."
      r/was,        A,   AWS:777777777777,                     R2,          "Statement A of r/was lets in account 777777777777, which is neither on the list org_accounts nor on third_parties."
      r/logs,        A,   AWS:999999999999,                     R2,          "Statement A of r/logs lets in account 999999999999, which is neither on the list org_accounts nor on third_parties."
      r/lb,          A,   AWS:arn:aws:iam::156460612806:root,   R2,          "Statement A of r/lb lets in account 156460612806, which is neither on the list org_accounts nor on third_parties."
      r/bare,       A,   AWS:666666666666,                     R3,          Statement A of r/bare lets in account 666666666666 without sts:ExternalId.
      r/trail,      A,   Service:cloudtrail.amazonaws.com,     R4,          Statement A of r/trail lets in Service:cloudtrail.amazonaws.com without saying for which account or resource it acts.
      r/trail,      A,   Service:logs.eu-west-1.amazonaws.com, R4,          Statement A of r/trail lets in Service:logs.eu-west-1.amazonaws.com without saying for which account or resource it acts.
    indeterminate: |
      resource_arn, sid, principal,        reason_code, reason
      r/gone,       A,   AWS:AIDAX,        I2,          AWS:AIDAX is not readable as an account; it may have been deleted.
      r/gone,       A,   CanonicalUser:ff, I2,          CanonicalUser:ff is not readable as an account; it may have been deleted.

- name: identity providers - GitHub, clusters and others
  given:
    aws_statement: |
      account, principal_arn, principal_type, kind,  policy_arn, via,    holder_arn, stmt_no, sid, effect, principals,                                                                            condition
      1,       r/good,        role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]",    "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""sts.amazonaws.com""},""StringLike"":{""token.actions.githubusercontent.com:sub"":""repo:heron/ledger:*""}}"
      1,       r/no-sub,      role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]",    "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""sts.amazonaws.com""}}"
      1,       r/no-aud,      role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]",    "{""StringLike"":{""token.actions.githubusercontent.com:sub"":""repo:heron/ledger:*""}}"
      1,       r/owner,       role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]",    "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""sts.amazonaws.com""},""StringLike"":{""token.actions.githubusercontent.com:sub"":[""repo:heron/ledger:*"",""repo:heron/*""]}}"
      1,       r/wild,        role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]",    "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""sts.amazonaws.com""},""StringLike"":{""token.actions.githubusercontent.com:sub"":""repo:*""}}"
      1,       r/if,          role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]",    "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""sts.amazonaws.com""},""StringLikeIfExists"":{""token.actions.githubusercontent.com:sub"":""repo:heron/ledger:*""}}"
      1,       r/pod,         role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB""]", "{""StringEquals"":{""oidc.eks.eu-west-1.amazonaws.com/id/AB:sub"":""system:serviceaccount:pay:api"",""oidc.eks.eu-west-1.amazonaws.com/id/AB:aud"":""sts.amazonaws.com""}}"
      1,       r/pods,        role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB""]", "{""StringLike"":{""oidc.eks.eu-west-1.amazonaws.com/id/AB:sub"":""system:serviceaccount:*:api"",""oidc.eks.eu-west-1.amazonaws.com/id/AB:aud"":""sts.amazonaws.com""}}"
      1,       r/gitlab,      role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/gitlab.com""]",                             "{""StringLike"":{""gitlab.com:sub"":""project_path:heron/*"",""gitlab.com:aud"":""https://gitlab.com""}}"
      1,       r/lab,         role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/gitlab.com""]",                             "{""StringLike"":{""gitlab.com:sub"":""*:ref:main"",""gitlab.com:aud"":""https://gitlab.com""}}"
      1,       r/pool,        role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:cognito-identity.amazonaws.com""]",                                      "{""StringEquals"":{""cognito-identity.amazonaws.com:aud"":""eu-west-1:1""}}"
      1,       r/pools,       role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:cognito-identity.amazonaws.com""]",
  expect:
    population: 12
    exceptions: |
      resource_arn, sid, principal,                                                                     reason_code, reason
      r/no-sub,     A,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com,    R5,          Statement A of r/no-sub lets in identities of token.actions.githubusercontent.com without narrowing down subject and audience.
      r/no-aud,     A,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com,    R5,          Statement A of r/no-aud lets in identities of token.actions.githubusercontent.com without narrowing down subject and audience.
      r/owner,      A,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com,    R5,          Statement A of r/owner lets in identities of token.actions.githubusercontent.com without narrowing down subject and audience.
      r/wild,       A,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com,    R5,          Statement A of r/wild lets in identities of token.actions.githubusercontent.com without narrowing down subject and audience.
      r/if,         A,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com,    R5,          Statement A of r/if lets in identities of token.actions.githubusercontent.com without narrowing down subject and audience.
      r/pods,       A,   Federated:arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB, R5,          Statement A of r/pods lets in identities of oidc.eks.eu-west-1.amazonaws.com/id/ab without narrowing down subject and audience.
      r/lab,        A,   Federated:arn:aws:iam::1:oidc-provider/gitlab.com,                             R5,          Statement A of r/lab lets in identities of gitlab.com without narrowing down subject and audience.
      r/pools,      A,   Federated:cognito-identity.amazonaws.com,                                      R5,          Statement A of r/pools lets in identities of cognito-identity.amazonaws.com without narrowing down subject and audience.

- name: without a list of accounts; the last state of an account at the audit date counts, or the first one after it
  given:
    aws_statement: |
      snapshot_at, account,      principal_arn, principal_type, kind,  policy_arn, via,    holder_arn, stmt_no, sid, effect, principals
      2026-05-01,  111111111111, r/a,           role,           trust, p,          inline, h,          1,       A,   Allow,  "[""*""]"
      2026-07-01,  111111111111, r/a,           role,           trust, p,          inline, h,          1,       A,   Allow,  "[""AWS:222222222222""]"
      2026-07-02,  111111111111, r/a,           role,           trust, p,          inline, h,          1,       A,   Allow,  "[""*""]"
      2026-07-02,  333333333333, r/b,           role,           trust, p,          inline, h,          1,       A,   Allow,  "[""*""]"
      2026-07-03,  333333333333, r/c,           role,           trust, p,          inline, h,          1,       A,   Allow,  "[""*""]"
  expect:
    population: 2
    exceptions: |
      resource_arn, sid, principal, reason_code, reason
      r/b,          A,   *,         R1,          Statement A of r/b lets everybody in without a condition that keeps strangers out.
    indeterminate: |
      resource_arn, sid, principal,        reason_code, reason
      r/a,          A,   AWS:222222222222, I1,          "The list org_accounts is not in the evidence, so nothing can be said of account 222222222222."

- name: each policy, statement and provider is judged for itself; further conditions beside the one that counts
  given:
    ref_list: |
      list_name,     value
      org_accounts,  222222222222
      third_parties, 666666666666
    aws_statement: |
      account,      principal_arn, principal_type, kind,  policy_arn, via,    holder_arn, stmt_no, sid, effect, principals,                                                                         condition
      111111111111, r/bare,        role,           trust, p,          inline, h,          1,       A,   Allow,  "[""AWS:666666666666""]",
      111111111111, r/ext,         role,           trust, p,          inline, h,          1,       A,   Allow,  "[""AWS:666666666666""]",                                                           "{""StringEquals"":{""sts:ExternalId"":""17"",""aws:RequestedRegion"":""eu-west-1""}}"
      111111111111, r/mix,         role,           trust, p,          inline, h,          1,       A,   Allow,  "[""*""]",                                                                          "{""StringEquals"":{""aws:PrincipalOrgID"":""o-1"",""aws:RequestedRegion"":""eu-west-1""}}"
      111111111111, r/pol,         role,           trust, p,          inline, h,          1,       A,   Allow,  "[""*""]",                                                                          "{""StringEquals"":{""aws:PrincipalOrgID"":""o-1""}}"
      111111111111, r/pol,         role,           trust, q,          inline, h,          1,       B,   Allow,  "[""*""]",
      111111111111, r/two,         role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]", "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""a"",""token.actions.githubusercontent.com:sub"":""repo:o/r:ref:x""}}"
      111111111111, r/two,         role,           trust, p,          inline, h,          2,       B,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]", "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""a""}}"
      111111111111, r/twice,       role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]", "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""a"",""token.actions.githubusercontent.com:sub"":""repo:o/r:ref:x""}}"
      111111111111, r/twice,       role,           trust, q,          inline, h,          1,       B,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]", "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""a""}}"
      111111111111, r/prov,        role,           trust, p,          inline, h,          1,       A,   Allow,  "[""Federated:arn:aws:iam::1:oidc-provider/gitlab.com"",""Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com""]", "{""StringEquals"":{""token.actions.githubusercontent.com:aud"":""a"",""token.actions.githubusercontent.com:sub"":""repo:o/r:ref:x""}}"
  expect:
    population: 11
    exceptions: |
      resource_arn, sid, principal,                                                                  reason_code
      r/bare,       A,   AWS:666666666666,                                                           R3
      r/pol,        B,   *,                                                                          R1
      r/two,        B,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com, R5
      r/twice,      B,   Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com, R5
      r/prov,       A,   Federated:arn:aws:iam::1:oidc-provider/gitlab.com,                          R5
---*/
