/*---
id: gen-waivers
version: 2
title: Waivers that accept nothing, or that nobody independent gave
objective: An exception is waived by somebody independent, for a time, and no longer than it exists.
kind: operating
severity: medium
reads: [waiver]
key: [waiver_id]
controls:
  nist-800-53r5: [CA-5, PM-4]
  iia-2024: ["11.5"]
reasons:
  R1: expired at the audit date
  R2: names no exception of this run
  R3: approved by who asked for it, or by whom an exception is about
  R4: carried over from the period before and not approved again
  I1: the test that it waives was not performed in this run
  X1: not yet in force at the audit date
limits:
  - Whether the approver had the authority to accept the risk is not tested.
  - Whom an exception is about is known from its columns worker_id, account_id, username, email, owner_worker_id, actor_id and author_id.
---*/

-- +population: one row per waiver of the engagement
SELECT waiver_id, test_id FROM waiver;

-- +judged: each waiver, with the first thing that is wrong with it
SELECT
  waiver_id, test_id, ticket, approver, requested_by, valid_from, valid_to,
  CASE
    WHEN state = 'to be renewed' THEN 'R4'
    WHEN state = 'expired' THEN 'R1'
    WHEN state = 'self-approved' OR own > 0 THEN 'R3'
    WHEN state = 'not yet in force' THEN 'X1'
    WHEN matched IS NULL THEN 'I1'
    WHEN matched = 0 THEN 'R2'
  END AS code
FROM waiver;

-- +exceptions: waivers that are expired, not renewed, not independent or that name nothing
SELECT
  waiver_id, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('The waiver of ', test_id, ' ended on ', CAST(valid_to AS VARCHAR), '.')
    WHEN 'R2' THEN concat('No exception of ', test_id, ' is one that the waiver names.')
    WHEN 'R3' THEN concat('The waiver of ', test_id, ' was requested by ', requested_by, ' and approved by ', approver, '.')
    ELSE concat('The waiver of ', test_id, ' comes from the period before; ', approver, ' approved it then.')
  END AS reason,
  test_id, ticket, approver
FROM judged
WHERE code LIKE 'R%';

-- +indeterminate: waivers of tests that were not performed
SELECT
  waiver_id, code AS reason_code, concat(test_id, ' was not performed in this run.') AS reason, test_id, ticket
FROM judged
WHERE code = 'I1';

-- +excluded: waivers that begin after the audit date
SELECT
  waiver_id, code AS reason_code, concat('The waiver of ', test_id, ' begins on ', CAST(valid_from AS VARCHAR), '.') AS reason, test_id, ticket
FROM judged
WHERE code = 'X1';

/*--- cases
- name: each fault, a waiver in order, and what cannot be judged
  given:
    waiver: |
      waiver_id, test_id,     requested_by, approver, valid_from, valid_to,   state,            matched, own
      good,      iam-dormant, mlee,         ciso,     2026-01-01, 2027-01-01, in force,         2,       0
      old,       iam-dormant, mlee,         ciso,     2025-01-01, 2026-01-01, expired,          1,       0
      old-own,   iam-dormant, mlee,         mlee,     2025-01-01, 2026-01-01, expired,          ,
      stale,     iam-dormant, mlee,         ciso,     2026-01-01, 2027-01-01, in force,         0,       0
      self,      iam-dormant, mlee,         mlee,     2026-01-01, 2027-01-01, self-approved,    1,       0
      about,     iam-dormant, mlee,         ciso,     2026-01-01, 2027-01-01, in force,         3,       1
      carried,   iam-dormant, mlee,         ciso,     2026-01-01, 2027-01-01, to be renewed,    1,       0
      later,     iam-dormant, mlee,         ciso,     2026-08-01, 2027-01-01, not yet in force, 1,       0
      old-about, iam-dormant, mlee,         ciso,     2025-01-01, 2026-01-01, expired,          1,       1
      later-own, iam-dormant, mlee,         ciso,     2026-08-01, 2027-01-01, not yet in force, 1,       1
      later-new, iam-orphan,  mlee,         ciso,     2026-08-01, 2027-01-01, not yet in force, ,
      unknown,   iam-orphan,  mlee,         ciso,     2026-01-01, 2027-01-01, in force,         ,
  expect:
    population: 12
    exceptions: |
      waiver_id, reason_code, reason
      old,       R1,          The waiver of iam-dormant ended on 2026-01-01 00:00:00+00.
      old-own,   R1,          The waiver of iam-dormant ended on 2026-01-01 00:00:00+00.
      old-about, R1,          The waiver of iam-dormant ended on 2026-01-01 00:00:00+00.
      stale,     R2,          No exception of iam-dormant is one that the waiver names.
      self,      R3,          The waiver of iam-dormant was requested by mlee and approved by mlee.
      about,     R3,          The waiver of iam-dormant was requested by mlee and approved by ciso.
      later-own, R3,          The waiver of iam-dormant was requested by mlee and approved by ciso.
      carried,   R4,          The waiver of iam-dormant comes from the period before; ciso approved it then.
    indeterminate: |
      waiver_id, reason_code, reason
      unknown,   I1,          iam-orphan was not performed in this run.
    excluded: |
      waiver_id, reason_code, reason
      later,     X1,          The waiver of iam-dormant begins on 2026-08-01 00:00:00+00.
      later-new, X1,          The waiver of iam-orphan begins on 2026-08-01 00:00:00+00.
---*/
