/*---
id: iam-mfa-missing
version: 2
title: People's access without strong authentication
objective: Multi-factor authentication protects every sign-in of people, with strong methods where they have privileges.
kind: both
severity: high
reads: [account]
optional: [auth_event, entitlement]
key: [system, account_id]
params:
  weak_methods: {type: "text[]", default: [sms, voice, email], means: second factors that are too weak for privileged accounts}
  privileged_strong: {type: boolean, default: true, means: whether policy asks for other methods than these for privileged accounts}
  sso_only_systems: {type: "text[]", default: [], means: systems that people may enter through single sign-on only}
controls:
  nist-800-53r5: [IA-2(1), IA-2(2)]
  soc2-tsc-2017: [CC6.1, CC6.6]
  iso-27001-2022: [A.8.5]
  pci-dss-4.0.1: ["8.4.1", "8.4.2"]
  cis-aws-5.0: ["1.9"]
  cis-aws-7.0: ["2.10"]
  cis-gcp-4.0: ["1.2"]
  cis-github-1.2.0: ["1.3.5"]
reasons:
  R1: no second factor
  R2: signed in without a second factor in the period
  R3: privileged, and only weak second factors
  R4: password sign-in on a system for single sign-on only
  I1: the evidence does not say whether the account is enabled
  I2: the evidence does not say whether the account has a second factor
  I3: privileged, and the methods are not known
limits:
  - Enrolment is not enforcement. A second factor that a sign-on policy asks for is not seen in the account, nor are the policy's gaps.
  - An account counts as one that signs in directly unless its list says that single sign-on decides or that it is for the API only.
  - R2 is on the account, with the number of its sign-ins and the first; each event is in auth_event. It is not on single events.
  - R2 needs sign-in logs and R3 the entitlements of the account; without them these two are not tested.
  - Break-glass accounts are not in the population.
---*/

-- +latest: the last list of accounts of each system at the audit date, or the first one after it
SELECT system, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM account
GROUP BY system;

-- +population: one row per account of a person who can sign in directly and is, or may be, enabled
SELECT a.system, a.account_id, a.enabled, a.mfa_enabled, a.mfa_methods, a.auth_source
FROM account AS a
JOIN latest AS l ON l.system = a.system AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
WHERE COALESCE(a.account_type, 'human') IN ('human', 'guest')
  AND COALESCE(a.auth_source, 'local') = 'local'
  AND a.enabled IS DISTINCT FROM FALSE;

-- +bare_sign_in: successful interactive sign-ins of the period without a second factor, per account
SELECT system, account_id, COUNT(*) AS events, MIN(event_at) AS first_at
FROM auth_event
WHERE result = 'success'
  AND mfa_used IS FALSE
  AND COALESCE(interactive, TRUE)
  AND federated IS DISTINCT FROM TRUE -- another provider asked for the second factor
  AND event_at >= $period_start
  AND event_at < $period_end
GROUP BY system, account_id;

-- +latest_grants: the last list of entitlements of each system at the audit date, or the first one after it
SELECT system, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM entitlement
GROUP BY system;

-- +privileged: accounts that hold a privileged entitlement
SELECT DISTINCT e.system, e.account_id
FROM entitlement AS e
JOIN latest_grants AS l ON l.system = e.system AND l.snapshot_at IS NOT DISTINCT FROM e.snapshot_at
WHERE e.risk = 'priv';

-- +strength: whether every second factor of an account is a weak one
SELECT p.system, p.account_id, BOOL_AND(contains($weak_methods, LOWER(m.method))) AS only_weak
FROM population AS p
CROSS JOIN UNNEST(p.mfa_methods) AS m(method)
GROUP BY p.system, p.account_id;

-- +facts: each account that is or may be enabled, with what speaks against it
SELECT
  p.system, p.account_id, p.enabled, p.mfa_enabled, p.mfa_methods, b.events, b.first_at,
  COALESCE(p.enabled AND NOT p.mfa_enabled, FALSE) AS none,
  COALESCE(p.enabled AND b.events > 0, FALSE) AS unused,
  COALESCE(p.enabled AND p.mfa_enabled AND $privileged_strong AND v.account_id IS NOT NULL AND s.only_weak, FALSE) AS weak,
  COALESCE(p.enabled AND p.auth_source = 'local' AND contains($sso_only_systems, p.system), FALSE) AS password,
  $privileged_strong AND v.account_id IS NOT NULL AND s.only_weak IS NULL AS unknown_methods
FROM population AS p
LEFT JOIN bare_sign_in AS b ON b.system = p.system AND b.account_id = p.account_id
LEFT JOIN privileged AS v ON v.system = p.system AND v.account_id = p.account_id
LEFT JOIN strength AS s ON s.system = p.system AND s.account_id = p.account_id;

-- +exceptions: accounts without a second factor, with a weak one, or that got in without it
SELECT system, account_id, 'R1' AS reason_code, 'The account is enabled and has no second factor.' AS reason
FROM facts
WHERE none
UNION ALL
SELECT
  system, account_id, 'R2' AS reason_code,
  concat('The account signed in ', CAST(events AS VARCHAR), ' times without a second factor in the period, first on ',
    substr(CAST(first_at AS VARCHAR), 1, 16), '.') AS reason
FROM facts
WHERE unused
UNION ALL
SELECT
  system, account_id, 'R3' AS reason_code,
  concat('The account is privileged and its second factors are ', array_join(mfa_methods, ', '), '.') AS reason
FROM facts
WHERE weak
UNION ALL
SELECT
  system, account_id, 'R4' AS reason_code,
  concat('The account signs in with a password of ', system, ', which is for single sign-on only.') AS reason
FROM facts
WHERE password;

-- +indeterminate: accounts whose state or second factor is not in the evidence
SELECT
  system, account_id,
  CASE WHEN enabled IS NULL THEN 'I1' WHEN mfa_enabled IS NULL THEN 'I2' ELSE 'I3' END AS reason_code,
  CASE
    WHEN enabled IS NULL THEN 'The list of accounts does not say whether the account is enabled.'
    WHEN mfa_enabled IS NULL THEN 'The list of accounts does not say whether the account has a second factor.'
    ELSE 'The account is privileged and the list does not say which second factors it has.'
  END AS reason
FROM facts
WHERE NOT (none OR unused OR weak OR password)
  AND (enabled IS NULL OR mfa_enabled IS NULL OR unknown_methods);

/*--- cases
- name: with, without and unknown second factor; accounts for the API only; sign-on decided elsewhere
  given:
    account: |
      system,  account_id, account_type, enabled, mfa_enabled, auth_source
      okta,    with,       human,        true,    true,        local
      okta,    without,    human,        true,    false,       local
      okta,    guest,      guest,        true,    false,
      okta,    off,        human,        false,   false,       local
      okta,    null,       human,        true,    ,            local
      okta,    state,      human,        ,        false,       local
      app,     federated,  human,        true,    false,       sso
      aws:111, keys-only,  human,        true,    false,       api
      okta,    robot,      service,      true,    false,       local
      aws:111, root,       breakglass,   true,    false,       local
      app,     untyped,    ,             true,    false,       local
  expect:
    population: 6
    exceptions: |
      system,  account_id, reason_code, reason
      okta,    without,    R1,          The account is enabled and has no second factor.
      okta,    guest,      R1,          The account is enabled and has no second factor.
      app,     untyped,    R1,          The account is enabled and has no second factor.
    indeterminate: |
      system,  account_id, reason_code, reason
      okta,    null,       I2,          The list of accounts does not say whether the account has a second factor.
      okta,    state,      I1,          The list of accounts does not say whether the account is enabled.

- name: signed in without it; a session that is not interactive, failed, federated or outside the period does not count
  given:
    account: |
      system,  account_id, account_type, enabled, mfa_enabled, auth_source
      aws:111, ann,        human,        true,    true,        local
      aws:111, bob,        human,        true,    true,        local
      aws:111, eve,        human,        true,    ,            local
      aws:111, kim,        human,        ,        true,        local
    auth_event: |
      event_id, system,  account_id, event_at,   result,  mfa_used, interactive, federated
      1,        aws:111, ann,        2026-01-01, success, false,    true,        false
      2,        aws:111, bob,        2026-02-01, failure, false,    true,        false
      3,        aws:111, bob,        2026-02-01, success, true,     true,        false
      4,        aws:111, bob,        2026-02-01, success, ,         true,        false
      5,        aws:111, bob,        2026-02-01, success, false,    false,       false
      6,        aws:111, bob,        2026-07-01, success, false,    true,        false
      7,        aws:111, bob,        2025-12-31, success, false,    true,        false
      8,        aws:111, bob,        2026-02-01, success, false,    true,        true
      9,        aws:111, role/Admin, 2026-02-01, success, false,    true,        false
      10,       aws:111, eve,        2026-02-01, success, false,    ,
      11,       aws:111, kim,        2026-02-01, success, false,    ,
      12,       aws:222, bob,        2026-02-01, success, false,    ,
  expect:
    exceptions: |
      system,  account_id, reason_code, reason
      aws:111, ann,        R2,          "The account signed in 1 times without a second factor in the period, first on 2026-01-01 00:00."
      aws:111, eve,        R2,          "The account signed in 1 times without a second factor in the period, first on 2026-02-01 00:00."
    indeterminate: |
      system,  account_id, reason_code, reason
      aws:111, kim,        I1,          The list of accounts does not say whether the account is enabled.

- name: weak methods of privileged accounts, in the last lists
  given:
    account: |
      system, account_id, account_type, enabled, mfa_enabled, mfa_methods,           snapshot_at
      okta,   admin,      human,        true,    true,        "[""SMS"",""voice""]",  2026-07-01
      okta,   strong,     human,        true,    true,        "[""sms"",""fido2""]", 2026-07-01
      okta,   unknown,    human,        true,    true,        ,                      2026-07-01
      okta,   user,       human,        true,    true,        "[""sms""]",           2026-07-01
      okta,   plain,      human,        true,    true,        ,                      2026-07-01
      okta,   former,     human,        true,    true,        "[""sms""]",           2026-07-01
      okta,   state,      human,        ,        true,        "[""sms""]",           2026-07-01
      okta,   no-mfa,     human,        true,    false,       "[""sms""]",           2026-07-01
      okta,   unlisted,   human,        true,    ,            "[""sms""]",           2026-07-01
      okta,   user,       human,        true,    false,       ,                      2026-06-01
      app,    user,       human,        true,    false,       ,                      2026-07-02
      app,    user,       human,        true,    true,        ,                      2026-07-03
    entitlement: |
      system, account_id, entitlement_id, risk, snapshot_at
      okta,   admin,      super-admin,    priv, 2026-07-01
      okta,   strong,     super-admin,    priv, 2026-07-01
      okta,   unknown,    super-admin,    priv, 2026-07-01
      okta,   state,      super-admin,    priv, 2026-07-01
      okta,   no-mfa,     super-admin,    priv, 2026-07-01
      okta,   unlisted,   super-admin,    priv, 2026-07-01
      okta,   user,       reader,         low,  2026-07-01
      okta,   former,     super-admin,    priv, 2026-06-01
      gcp,    user,       owner,          priv, 2026-07-02
      gcp,    user,       reader,         low,  2026-07-03
      app,    former,     owner,          priv, 2026-07-02
  expect:
    population: 10
    exceptions: |
      system, account_id, reason_code, reason
      okta,   admin,      R3,          "The account is privileged and its second factors are SMS, voice."
      okta,   no-mfa,     R1,          The account is enabled and has no second factor.
      app,    user,       R1,          The account is enabled and has no second factor.
    indeterminate: |
      system, account_id, reason_code, reason
      okta,   unknown,    I3,          The account is privileged and the list does not say which second factors it has.
      okta,   state,      I1,          The list of accounts does not say whether the account is enabled.
      okta,   unlisted,   I2,          The list of accounts does not say whether the account has a second factor.

- name: without such a policy, and a system for single sign-on only
  params: {privileged_strong: false, sso_only_systems: [app]}
  given:
    account: |
      system, account_id, account_type, enabled, mfa_enabled, auth_source, mfa_methods
      okta,   admin,      human,        true,    true,        local,       "[""sms""]"
      okta,   unknown,    human,        true,    true,        local,
      app,    password,   human,        true,    true,        local,
      app,    unstated,   human,        true,    true,        ,
      app,    state,      human,        ,        true,        local,
    entitlement: |
      system, account_id, entitlement_id, risk
      okta,   admin,      super-admin,    priv
      okta,   unknown,    super-admin,    priv
  expect:
    exceptions: |
      system, account_id, reason_code, reason
      app,    password,   R4,          "The account signs in with a password of app, which is for single sign-on only."
    indeterminate: |
      system, account_id, reason_code, reason
      app,    state,      I1,          The list of accounts does not say whether the account is enabled.
---*/
