/*---
id: cry-withdrawal-quorum
version: 5
title: Withdrawals signed without the required approvals
objective: Withdrawals are approved by the required number of independent, authorised persons before they are signed.
kind: operating
severity: critical
reads: [withdrawal, approval, ref_policy]
optional: [asset_price, wallet_address, custody_change, keyholder, account, auth_event]
key: [withdrawal_id]
params:
  policy: {type: text, default: withdrawal_quorum, means: name of the policy in ref_policy}
  completed: {type: "text[]", default: [completed, confirmed, done, success, settled], means: "states, in lower case, of a withdrawal that was paid"}
  price_hours: {type: integer, default: 24, unit: hours, means: age up to which a price counts}
  platform_value: {type: boolean, default: "false", means: the value that the platform computed counts where there is no price}
  skew_sec: {type: integer, default: 30, unit: seconds, means: difference of clocks between approval and signing}
  share_min: {type: integer, default: 5, unit: minutes, means: time within which two approvers must not sign in from one address}
  resubmit_hours: {type: integer, default: 24, unit: hours, means: time after a rejection within which the same request must not come again}
controls:
  nist-800-53r5: [AC-3(2), AC-5]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.5.3]
  ccss-8.0: ["1.02", "1.04.6"]
reasons:
  R1: fewer approvers than required before the signing
  R2: no approver of a required role
  R3: approved after the signing
  R4: amount or destination changed after the approval
  R5: fewer signers than required, or a signer who holds no key
  R6: two approvers are one person or sat at one address
  R7: rejected before, submitted again and approved
  I1: no tier of the policy applies, or the value is unknown
  I2: the time of the signing is unknown
  I3: it is unknown which revision was approved
  I4: the signers are unknown
  I5: the revision that was approved is not in the evidence
limits:
  - "A tier is the rows of ref_policy with the name of the policy and one scope_key: min_usd (the value from which it applies), approvals (the number
    required), and if set roles (separated by commas, each required), signers, and destination (own, external or any). The tier with the
    greatest min_usd that the value reaches counts, as it was valid when the withdrawal was requested."
  - The value is the amount at the last price in USD before the request, with 12 digits after the point of the price. Own are destinations in the wallet inventory.
  - Counted is who last decided to approve before the signing, apart from the requester, who last put the destination on the allow-list, and
    programs; accounts are joined to persons by the worker number. Whether a role was held at that time is not in an export.
  - Revisions are numbered from 1. Where one before the last is not in the evidence, an approval that names no revision may be for it.
  - R3 is raised when an approval after the signing would have been needed.
  - A tier with no approvals is automatic; test its limits and the rule of the policy engine. Without a time of signing the broadcast counts.
  - Signers are compared with the required number of the wallet, else of the tier, and with holders of its keys where the register has them. An
    empty list of a request by API means that a co-signer signed, and is not tested.
---*/

-- +revision: every revision of a withdrawal, with the last one
SELECT
  withdrawal_id, revision, account_id, asset, chain, amount, amount_usd, dest_address, dest_tag, requested_at, signed_at, broadcast_at, requested_by, initiator_type, LOWER(status) AS status,
  wallet_id, signers, MAX(revision) OVER (PARTITION BY withdrawal_id) AS last_revision,
  MAX(revision) OVER (PARTITION BY withdrawal_id) > COUNT(*) OVER (PARTITION BY withdrawal_id) AS incomplete
FROM withdrawal;

-- +population: one row per withdrawal that was broadcast in the period
SELECT
  withdrawal_id, revision, account_id, asset, chain, amount, amount_usd, dest_address, dest_tag, requested_at, requested_by, initiator_type, wallet_id, signers, incomplete,
  COALESCE(signed_at, broadcast_at) AS signed_at
FROM revision
WHERE revision = last_revision
  AND (COALESCE(broadcast_at, signed_at) >= $period_start AND COALESCE(broadcast_at, signed_at) < $period_end
    OR COALESCE(broadcast_at, signed_at) IS NULL AND list_contains($completed, status) AND requested_at >= $period_start AND requested_at < $period_end);

-- +person: the worker behind each account, where it is one
SELECT name, MIN(worker_id) AS worker_id
FROM (SELECT LOWER(UNNEST([account_id, username, email])) AS name, worker_id FROM account) AS a
GROUP BY name
HAVING COUNT(DISTINCT worker_id) = 1;

-- +valued: each withdrawal with its value in USD and the class of its destination
-- Whole units and the rest are multiplied apart, since the product of two amounts of 38 digits does not fit.
SELECT
  p.withdrawal_id, p.requested_at,
  COALESCE(
    CASE WHEN r.price_at >= date_add('hour', -$price_hours, p.requested_at) THEN
      TRY_CAST(TRY_CAST(TRUNC(p.amount) AS DECIMAL(18, 0)) * TRY_CAST(r.price AS DECIMAL(20, 12)) AS DECIMAL(38, 18))
        + CAST(CAST(p.amount - TRUNC(p.amount) AS DECIMAL(18, 18)) * TRY_CAST(r.price AS DECIMAL(20, 12)) AS DECIMAL(38, 18))
    END,
    CASE WHEN $platform_value THEN p.amount_usd END) AS usd,
  CASE WHEN o.addresses > 0 THEN 'own' ELSE 'external' END AS destination
FROM population AS p
ASOF LEFT JOIN (SELECT asset, price_at, MAX(price) AS price FROM asset_price WHERE quote = 'USD' GROUP BY asset, price_at) AS r
  ON r.asset = p.asset AND r.price_at <= p.requested_at
LEFT JOIN (SELECT chain, address, COUNT(*) AS addresses FROM wallet_address GROUP BY chain, address) AS o ON o.chain = p.chain AND o.address = p.dest_address;

-- +tier: the tier of the policy that applies to each withdrawal
SELECT v.withdrawal_id, CAST(v.usd AS DECIMAL(28, 2)) AS usd, t.scope_key, t.min_usd, t.approvals, t.roles, t.signers
FROM valued AS v
JOIN (
  SELECT
    w.withdrawal_id, q.scope_key, MAX(TRY_CAST(q.value AS DECIMAL(28, 2))) FILTER (WHERE q.param = 'min_usd') AS min_usd,
    MAX(TRY_CAST(q.value AS BIGINT)) FILTER (WHERE q.param = 'approvals') AS approvals, MAX(LOWER(q.value)) FILTER (WHERE q.param = 'roles') AS roles,
    MAX(TRY_CAST(q.value AS BIGINT)) FILTER (WHERE q.param = 'signers') AS signers, MAX(q.value) FILTER (WHERE q.param = 'destination') AS destination
  FROM valued AS w
  JOIN ref_policy AS q ON q.policy = $policy AND q.valid_from <= w.requested_at AND COALESCE(q.valid_to > w.requested_at, TRUE)
  GROUP BY w.withdrawal_id, q.scope_key
) AS t ON t.withdrawal_id = v.withdrawal_id AND t.min_usd <= v.usd AND t.approvals IS NOT NULL AND COALESCE(t.destination, 'any') IN ('any', v.destination)
QUALIFY row_number() OVER (PARTITION BY v.withdrawal_id ORDER BY t.min_usd DESC, t.scope_key) = 1;

-- +barred: who may not approve each withdrawal: the requester, and who last put the destination on the allow-list
SELECT withdrawal_id, COALESCE(n.worker_id, LOWER(requested_by)) AS person
FROM population AS p
LEFT JOIN person AS n ON n.name = LOWER(p.requested_by)
UNION
SELECT e.withdrawal_id, COALESCE(n.worker_id, LOWER(e.initiated_by))
FROM (
  SELECT p.withdrawal_id, c.initiated_by
  FROM population AS p
  JOIN custody_change AS c ON c.kind = 'allow_add' AND c.chain = p.chain AND c.address = p.dest_address AND c.effective_at <= p.signed_at
  QUALIFY row_number() OVER (PARTITION BY p.withdrawal_id ORDER BY c.effective_at DESC, c.change_id DESC) = 1
) AS e
LEFT JOIN person AS n ON n.name = LOWER(e.initiated_by);

-- +approver: who approved each withdrawal, by their last decision before the signing, and their first one after it
SELECT withdrawal_id, a.approver, a.role, a.decided_at, a.approved_rev, a.subject_rev, a.in_time, person
FROM (
  SELECT d.withdrawal_id, d.approver, d.role, d.decided_at, d.decision, d.approved_rev, d.subject_rev, d.in_time, COALESCE(n.worker_id, d.approver) AS person
  FROM (
    SELECT
      p.withdrawal_id, LOWER(a.approver_id) AS approver, LOWER(a.approver_role) AS role, a.decided_at, a.decision, a.step_no, a.subject_rev AS approved_rev,
      TRY_CAST(a.subject_rev AS BIGINT) AS subject_rev,
      COALESCE(a.decided_at <= date_add('second', $skew_sec, p.signed_at), TRUE) AS in_time
    FROM population AS p
    JOIN approval AS a ON a.subject_type = 'withdrawal' AND a.subject_id = p.withdrawal_id
    WHERE a.decision <> 'commented' AND a.is_bot IS DISTINCT FROM TRUE
  ) AS d
  LEFT JOIN person AS n ON n.name = d.approver
  QUALIFY row_number() OVER (PARTITION BY d.withdrawal_id, d.approver, d.in_time ORDER BY d.decided_at DESC, d.step_no DESC) = 1
) AS a
LEFT JOIN (SELECT withdrawal_id, person, TRUE AS barred FROM barred) AS b USING (withdrawal_id, person)
WHERE a.decision = 'approved' AND b.barred IS NULL;

-- +counted: the approvers of each withdrawal
SELECT
  withdrawal_id, COUNT(*) FILTER (WHERE in_time) AS approvers, COUNT(DISTINCT person) FILTER (WHERE in_time) AS persons, COUNT(*) FILTER (WHERE NOT in_time) AS late,
  MIN(decided_at) FILTER (WHERE NOT in_time) AS late_at, list(DISTINCT role ORDER BY role) FILTER (WHERE in_time AND role IS NOT NULL) AS roles,
  COUNT(*) FILTER (WHERE in_time AND approved_rev IS NULL) AS no_revision
FROM approver
GROUP BY withdrawal_id;

-- +stale: approvals of a revision that differs from the last one
SELECT a.withdrawal_id, MIN(a.subject_rev) AS subject_rev
FROM approver AS a
JOIN revision AS r ON r.withdrawal_id = a.withdrawal_id AND r.revision = a.subject_rev AND a.in_time
JOIN population AS p ON p.withdrawal_id = a.withdrawal_id
  AND (p.amount IS DISTINCT FROM r.amount OR p.dest_address IS DISTINCT FROM r.dest_address OR p.asset IS DISTINCT FROM r.asset OR p.chain IS DISTINCT FROM r.chain OR p.dest_tag IS DISTINCT FROM r.dest_tag)
GROUP BY a.withdrawal_id;

-- +absent: approvals of a revision that the evidence does not hold, so that nobody can say what was approved
SELECT a.withdrawal_id, MIN(a.approved_rev) AS absent_rev
FROM approver AS a
LEFT JOIN revision AS r ON r.withdrawal_id = a.withdrawal_id AND r.revision = a.subject_rev
WHERE a.in_time AND a.approved_rev IS NOT NULL AND r.withdrawal_id IS NULL
GROUP BY a.withdrawal_id;

-- +changed: withdrawals of which some revision differs from the last one
SELECT r.withdrawal_id, COUNT(*) AS revisions
FROM revision AS r
JOIN population AS p ON p.withdrawal_id = r.withdrawal_id
  AND (p.amount IS DISTINCT FROM r.amount OR p.dest_address IS DISTINCT FROM r.dest_address OR p.asset IS DISTINCT FROM r.asset OR p.chain IS DISTINCT FROM r.chain OR p.dest_tag IS DISTINCT FROM r.dest_tag)
GROUP BY r.withdrawal_id;

-- +signed: the signers of each withdrawal, and those who held no key of the wallet when they signed
WITH signer AS (
  SELECT p.withdrawal_id, p.wallet_id, p.signed_at, u.signer, COALESCE(n.worker_id, u.signer) AS person
  FROM population AS p
  JOIN (SELECT withdrawal_id, LOWER(UNNEST(signers)) AS signer FROM population) AS u ON u.withdrawal_id = p.withdrawal_id
  LEFT JOIN person AS n ON n.name = u.signer
), holder AS (
  SELECT DISTINCT s.withdrawal_id, s.signer
  FROM (SELECT withdrawal_id, wallet_id, signed_at, signer, UNNEST([signer, LOWER(person)]) AS name FROM signer) AS s
  JOIN (SELECT wallet_id, granted_at, revoked_at, LOWER(UNNEST([key_id, custodian_id])) AS name FROM keyholder) AS y
    ON y.wallet_id = s.wallet_id AND y.name = s.name AND y.granted_at <= s.signed_at AND COALESCE(y.revoked_at > s.signed_at, TRUE)
)
SELECT
  s.withdrawal_id, COUNT(DISTINCT s.signer) AS signers,
  MIN(s.signer) FILTER (WHERE k.key_rows > 0 AND h.signer IS NULL) AS stranger
FROM signer AS s
LEFT JOIN (SELECT wallet_id, COUNT(*) AS key_rows FROM keyholder GROUP BY wallet_id) AS k ON k.wallet_id = s.wallet_id
LEFT JOIN holder AS h ON h.withdrawal_id = s.withdrawal_id AND h.signer = s.signer
GROUP BY s.withdrawal_id;

-- +sat: where each approver had last signed in before approving
SELECT a.withdrawal_id, a.approver, e.source_ip, e.event_at
FROM approver AS a
ASOF JOIN (SELECT LOWER(account_id) AS approver, event_at, MIN(source_ip) AS source_ip FROM auth_event WHERE source_ip IS NOT NULL GROUP BY LOWER(account_id), event_at) AS e
  ON e.approver = a.approver AND e.event_at <= a.decided_at
WHERE a.in_time;

-- +together: approvers who signed in from one address at about the same time
SELECT a.withdrawal_id, MIN(a.source_ip) AS source_ip
FROM sat AS a
JOIN sat AS b ON b.withdrawal_id = a.withdrawal_id AND b.source_ip = a.source_ip AND b.approver > a.approver
WHERE a.event_at BETWEEN date_add('minute', -$share_min, b.event_at) AND date_add('minute', $share_min, b.event_at)
GROUP BY a.withdrawal_id;

-- +refused: withdrawals that were rejected
SELECT r.withdrawal_id, r.account_id, r.asset, r.chain, r.dest_address, r.amount, r.requested_at
FROM revision AS r
LEFT JOIN (SELECT subject_id, COUNT(*) AS rejections FROM approval WHERE subject_type = 'withdrawal' AND decision = 'rejected' GROUP BY subject_id) AS j ON j.subject_id = r.withdrawal_id
LEFT JOIN population AS p ON p.withdrawal_id = r.withdrawal_id
WHERE r.revision = r.last_revision AND p.withdrawal_id IS NULL AND (r.status = 'rejected' OR j.rejections > 0);

-- +again: withdrawals that are the same as one rejected before
SELECT p.withdrawal_id, MAX(f.withdrawal_id) AS refused_id
FROM population AS p
JOIN refused AS f
  ON f.asset = p.asset AND f.dest_address = p.dest_address AND f.amount = p.amount AND f.chain IS NOT DISTINCT FROM p.chain AND f.account_id IS NOT DISTINCT FROM p.account_id
  AND f.requested_at < p.requested_at AND f.requested_at >= date_add('hour', -$resubmit_hours, p.requested_at)
GROUP BY p.withdrawal_id;

-- +judged: each withdrawal with what speaks against it
SELECT
  withdrawal_id, p.asset, p.amount, p.signed_at, t.usd, t.scope_key, t.approvals, COALESCE(c.approvers, 0) AS approvers, COALESCE(c.persons, 0) AS persons, c.late_at, s.subject_rev, b.absent_rev, p.revision, p.incomplete,
  g.signers, g.stranger, COALESCE(m.m, t.signers) AS need_signers, x.source_ip, y.refused_id,
  array_join(array_except(list_transform(string_split(t.roles, ','), lambda v: TRIM(v)), COALESCE(c.roles, [])), ', ') AS lacking_roles,
  COALESCE(c.approvers, 0) < t.approvals AS too_few,
  c.late > 0 AND COALESCE(c.approvers, 0) < t.approvals AS too_late,
  COALESCE(g.signers, 0) < COALESCE(m.m, t.signers) AND p.signers IS NOT NULL AND NOT (len(p.signers) = 0 AND COALESCE(p.initiator_type = 'api', FALSE)) AS few_signers,
  c.persons < c.approvers AS one_person,
  CASE
    WHEN p.signed_at IS NULL THEN 'I2'
    WHEN t.approvals IS NULL THEN 'I1'
    WHEN (d.revisions > 0 OR p.incomplete) AND c.no_revision > 0 THEN 'I3'
    WHEN b.absent_rev IS NOT NULL THEN 'I5'
    WHEN p.signers IS NULL AND COALESCE(m.m, t.signers) > 0 THEN 'I4'
  END AS unknown
FROM population AS p
LEFT JOIN tier AS t USING (withdrawal_id)
LEFT JOIN counted AS c USING (withdrawal_id)
LEFT JOIN stale AS s USING (withdrawal_id)
LEFT JOIN absent AS b USING (withdrawal_id)
LEFT JOIN changed AS d USING (withdrawal_id)
LEFT JOIN signed AS g USING (withdrawal_id)
LEFT JOIN together AS x USING (withdrawal_id)
LEFT JOIN again AS y USING (withdrawal_id)
LEFT JOIN (SELECT wallet_id, MAX(m) AS m FROM wallet_address WHERE wallet_id <> '' GROUP BY wallet_id) AS m ON m.wallet_id = p.wallet_id;

-- +exceptions: withdrawals without the approvals that they needed
SELECT
  withdrawal_id, 'R1' AS reason_code,
  concat(CAST(approvers AS VARCHAR), ' approved before the signing, and the tier ', scope_key, ' for ', CAST(usd AS VARCHAR), ' USD requires ', CAST(approvals AS VARCHAR), '.') AS reason, usd, signed_at
FROM judged
WHERE too_few
UNION ALL
SELECT withdrawal_id, 'R2', concat('Nobody in the role ', lacking_roles, ' approved before the signing, which the tier ', scope_key, ' requires.'), usd, signed_at
FROM judged
WHERE lacking_roles <> ''
UNION ALL
SELECT withdrawal_id, 'R3', concat('An approval that was needed was given at ', CAST(late_at AS VARCHAR), ', after the signing at ', CAST(signed_at AS VARCHAR), '.'), usd, signed_at
FROM judged
WHERE too_late
UNION ALL
SELECT withdrawal_id, 'R4', concat('Revision ', CAST(subject_rev AS VARCHAR), ' was approved, and revision ', CAST(revision AS VARCHAR), ' of another amount or destination was paid.'), usd, signed_at
FROM judged
WHERE subject_rev IS NOT NULL
UNION ALL
SELECT
  withdrawal_id, 'R5',
  concat_ws(' ', CASE WHEN few_signers THEN concat(CAST(COALESCE(signers, 0) AS VARCHAR), ' signed and ', CAST(need_signers AS VARCHAR), ' are required.') END,
    'The signer ' || stranger || ' held no key of the wallet.'),
  usd, signed_at
FROM judged
WHERE few_signers OR stranger IS NOT NULL
UNION ALL
SELECT
  withdrawal_id, 'R6',
  concat_ws(' ', CASE WHEN one_person THEN concat(CAST(approvers AS VARCHAR), ' accounts of ', CAST(persons AS VARCHAR), ' persons approved.') END,
    'Two approvers had signed in from ' || source_ip || ' at about the same time.'),
  usd, signed_at
FROM judged
WHERE one_person OR source_ip IS NOT NULL
UNION ALL
SELECT withdrawal_id, 'R7', concat('The same request had been rejected as ', refused_id, '.'), usd, signed_at
FROM judged
WHERE refused_id IS NOT NULL;

-- +indeterminate: withdrawals that do not fail and cannot be judged in full
SELECT
  withdrawal_id, j.unknown AS reason_code,
  CASE j.unknown
    WHEN 'I1' THEN concat('No tier of the policy applies', CASE WHEN j.usd IS NULL THEN ', or the value in USD is unknown' ELSE '' END, '.')
    WHEN 'I2' THEN 'Neither the signing nor the broadcast has a time.'
    WHEN 'I3' THEN concat(CASE WHEN j.incomplete THEN 'Not every revision is in the evidence' ELSE 'Amount or destination was changed' END, ', and an approval does not say which revision it is for.')
    WHEN 'I5' THEN concat('Revision ', j.absent_rev, ' was approved, which is not in the evidence, and revision ', CAST(j.revision AS VARCHAR), ' was paid.')
    ELSE 'The evidence does not say who signed.'
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (withdrawal_id)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL;

/*--- cases
- name: tiers by value, time and destination; who counts as an approver; late approvals
  given:
    ref_policy: |
      policy,            scope_key, param,       value,          valid_from, valid_to
      withdrawal_quorum, auto,      min_usd,     0,              2020-01-01,
      withdrawal_quorum, auto,      approvals,   0,              2020-01-01,
      withdrawal_quorum, mid,       min_usd,     1000,           2020-01-01,
      withdrawal_quorum, mid,       approvals,   1,              2020-01-01, 2026-04-01
      withdrawal_quorum, mid,       approvals,   2,              2026-04-01,
      withdrawal_quorum, high,      min_usd,     100000,         2020-01-01,
      withdrawal_quorum, high,      approvals,   2,              2020-01-01,
      withdrawal_quorum, high,      roles,       "Risk, treasury", 2020-01-01,
      withdrawal_quorum, inside,    min_usd,     5000,           2020-01-01,
      withdrawal_quorum, inside,    approvals,   0,              2020-01-01,
      withdrawal_quorum, inside,    destination, own,            2020-01-01,
      withdrawal_quorum, late,      min_usd,     6000,           2027-01-01,
      withdrawal_quorum, late,      approvals,   9,              2027-01-01,
      other_policy,      x,         min_usd,     1,              2020-01-01,
      other_policy,      x,         approvals,   9,              2020-01-01,
    asset_price: |
      asset, quote, price, price_at,             source
      USDT,  USD,   1,     2026-02-28T12:00:00Z, p
      USDT,  USD,   1,     2026-04-01T00:00:00Z, p
      USDT,  EUR,   9,     2026-03-01T11:00:00Z, p
      USDT,  USD,   99,    2026-03-01T12:00:01Z, p
      OLD,   USD,   1,     2026-02-28T11:59:59Z, p
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      ETH,   USDT,  own1,    "",  W2,        2025-01-01
    custody_change: |
      change_id, kind,         chain, address, initiated_by, effective_at
      1,         allow_add,    ETH,   listed,  ann,          2026-01-01
      2,         allow_add,    ETH,   listed,  Bob,          2026-01-02
      3,         allow_remove, ETH,   listed,  cat,          2026-01-03
      4,         allow_add,    ETH,   listed,  cat,          2026-06-01
      5,         allow_add,    BTC,   listed,  cat,          2026-01-03
    withdrawal: |
      withdrawal_id, revision, asset, chain, amount,  amount_usd, dest_address, requested_at,         signed_at,            broadcast_at,         requested_by, status
      small,         1,        USDT,  ETH,   999.99,  ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      edge,          1,        USDT,  ETH,   1000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      ok,            1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      inside,        1,        USDT,  ETH,   5000,    ,           own1,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      newrule,       1,        USDT,  ETH,   5000,    ,           x,            2026-04-01T00:00:00Z, 2026-04-01T13:00:00Z, 2026-04-01T13:00:00Z, req,          completed
      self,          1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, REQ,          completed
      editor,        1,        USDT,  ETH,   5000,    ,           listed,       2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      editor2,       1,        USDT,  ETH,   5000,    ,           listed,       2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      bot,           1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      revoked,       1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      relented,      1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      skew,          1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T14:00:00Z, req,          completed
      late,          1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T14:00:00Z, req,          completed
      extra,         1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, ,                     2026-03-01T13:00:00Z, req,          completed
      roles,         1,        USDT,  ETH,   100000,  ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      norole,        1,        USDT,  ETH,   100000,  ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      stale,         1,        OLD,   ETH,   5000,    5000,       x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed
      notime,        1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, ,                     ,                     req,          Completed
      pending,       1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, ,                     ,                     req,          pending
      before,        1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, ,                     2025-12-31T23:59:59Z, req,          completed
      first,         1,        USDT,  ETH,   5,       ,           x,            2026-03-01T12:00:00Z, ,                     2026-01-01T00:00:00Z, req,          completed
      after,         1,        USDT,  ETH,   5000,    ,           x,            2026-03-01T12:00:00Z, 2026-06-30T23:59:59Z, 2026-07-01T00:00:00Z, req,          completed
      signed,        1,        USDT,  ETH,   5,       ,           x,            2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, ,                     req,          signing
      longago,       1,        USDT,  ETH,   5,       ,           x,            2025-12-31T23:59:59Z, ,                     ,                     req,          completed
      tomorrow,      1,        USDT,  ETH,   5,       ,           x,            2026-07-01T00:00:00Z, ,                     ,                     req,          completed
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, decision, decided_at,           is_bot
      withdrawal,   ok,         1,       ann,         ,              approved, 2026-03-01T12:30:00Z,
      change,       edge,       1,       ann,         ,              approved, 2026-03-01T12:30:00Z,
      withdrawal,   newrule,    1,       ann,         ,              approved, 2026-03-01T12:30:00Z,
      withdrawal,   newrule,    2,       Ann,         ,              approved, 2026-03-01T12:40:00Z,
      withdrawal,   self,       1,       req,         ,              approved, 2026-03-01T12:30:00Z,
      withdrawal,   editor,     1,       bob,         ,              approved, 2026-03-01T12:30:00Z,
      withdrawal,   editor2,    1,       ann,         ,              approved, 2026-03-01T12:30:00Z,
      withdrawal,   bot,        1,       robo,        ,              approved, 2026-03-01T12:30:00Z, true
      withdrawal,   revoked,    1,       ann,         ,              approved, 2026-03-01T12:30:00Z, false
      withdrawal,   revoked,    2,       ann,         ,              rejected, 2026-03-01T12:40:00Z, false
      withdrawal,   relented,   1,       ann,         ,              rejected, 2026-03-01T12:30:00Z,
      withdrawal,   relented,   2,       ann,         ,              approved, 2026-03-01T12:40:00Z,
      withdrawal,   relented,   3,       ann,         ,              commented, 2026-03-01T12:50:00Z,
      withdrawal,   skew,       1,       ann,         ,              approved, 2026-03-01T13:00:30Z,
      withdrawal,   late,       1,       ann,         ,              approved, 2026-03-01T13:00:31Z,
      withdrawal,   extra,      1,       ann,         ,              approved, 2026-03-01T12:30:00Z,
      withdrawal,   extra,      2,       bob,         ,              approved, 2026-03-01T15:30:00Z,
      withdrawal,   roles,      1,       ann,         RISK,          approved, 2026-03-01T12:30:00Z,
      withdrawal,   roles,      2,       bob,         treasury,      approved, 2026-03-01T12:30:00Z,
      withdrawal,   norole,     1,       ann,         risk,          approved, 2026-03-01T12:30:00Z,
      withdrawal,   norole,     2,       bob,         risk,          approved, 2026-03-01T12:30:00Z,
      withdrawal,   norole,     3,       cat,         treasury,      approved, 2026-03-01T18:30:00Z,
      withdrawal,   stale,      1,       ann,         risk,          approved, 2026-03-01T12:30:00Z,
      withdrawal,   notime,     1,       ann,         risk,          approved, 2026-03-01T12:30:00Z,
  expect:
    population: 20
    exceptions: |
      withdrawal_id, reason_code, reason
      edge,          R1,          "0 approved before the signing, and the tier mid for 1000.00 USD requires 1."
      newrule,       R1,          "1 approved before the signing, and the tier mid for 5000.00 USD requires 2."
      self,          R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      editor,        R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      bot,           R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      revoked,       R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      late,          R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      late,          R3,          "An approval that was needed was given at 2026-03-01 13:00:31+00, after the signing at 2026-03-01 13:00:00+00."
      norole,        R2,          "Nobody in the role treasury approved before the signing, which the tier high requires."
    indeterminate: |
      withdrawal_id, reason_code, reason
      stale,         I1,          "No tier of the policy applies, or the value in USD is unknown."
      notime,        I2,          Neither the signing nor the broadcast has a time.

- name: changes after the approval
  params: {platform_value: "true"}
  given:
    ref_policy: |
      policy,            scope_key, param,     value, valid_from
      withdrawal_quorum, all,       min_usd,   0,     2020-01-01
      withdrawal_quorum, all,       approvals, 1,     2020-01-01
    withdrawal: |
      withdrawal_id, revision, asset, chain, amount, amount_usd, dest_address, dest_tag, requested_at, signed_at,  broadcast_at, requested_by, status
      amount,        1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      amount,        2,        BTC,   BTC,   2,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      dest,          1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      dest,          2,        BTC,   BTC,   1,      5,          y,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      tag,           1,        XRP,   XRP,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      tag,           2,        XRP,   XRP,   1,      5,          x,            7,        2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      asset,         1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      asset,         2,        ETH,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      chain,         1,        ETH,   ETH,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      chain,         2,        ETH,   ARB,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      same,          1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      same,          2,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      renewed,       1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      renewed,       2,        BTC,   BTC,   2,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      which,         1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      which,         2,        BTC,   BTC,   2,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      gone,          2,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      part,          2,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      part2,         2,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      whole,         1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      whole,         2,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      label,         1,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      back,          2,        BTC,   BTC,   1,      5,          x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
      noval,         1,        BTC,   BTC,   1,      ,           x,            ,         2026-03-01,   2026-03-02, 2026-03-02,   req,          completed
    approval: |
      subject_type, subject_id, subject_rev, step_no, approver_id, decision, decided_at
      withdrawal,   amount,     1,           1,       ann,         approved, 2026-03-01
      withdrawal,   dest,       1,           1,       ann,         approved, 2026-03-01
      withdrawal,   tag,        1,           1,       ann,         approved, 2026-03-01
      withdrawal,   asset,      1,           1,       ann,         approved, 2026-03-01
      withdrawal,   chain,      1,           1,       ann,         approved, 2026-03-01
      withdrawal,   same,       1,           1,       ann,         approved, 2026-03-01
      withdrawal,   renewed,    1,           1,       ann,         approved, 2026-03-01
      withdrawal,   renewed,    2,           2,       ann,         approved, 2026-03-01T12:00:00Z
      withdrawal,   renewed,    1,           3,       bob,         approved, 2026-03-05
      withdrawal,   which,      ,            1,       ann,         approved, 2026-03-01
      withdrawal,   gone,       1,           1,       ann,         approved, 2026-03-01
      withdrawal,   part,       ,            1,       ann,         approved, 2026-03-01
      withdrawal,   part2,      2,           1,       ann,         approved, 2026-03-01
      withdrawal,   whole,      ,            1,       ann,         approved, 2026-03-01
      withdrawal,   label,      draft,       1,       ann,         approved, 2026-03-01
      withdrawal,   back,       1,           1,       ann,         approved, 2026-03-01
      withdrawal,   back,       2,           2,       ann,         approved, 2026-03-01T12:00:00Z
      withdrawal,   back,       1,           3,       bob,         approved, 2026-03-05
      withdrawal,   noval,      ,            1,       ann,         approved, 2026-03-01
  expect:
    population: 15
    exceptions: |
      withdrawal_id, reason_code, reason
      amount,        R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      dest,          R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      tag,           R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      asset,         R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      chain,         R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
    indeterminate: |
      withdrawal_id, reason_code, reason
      which,         I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      part,          I3,          "Not every revision is in the evidence, and an approval does not say which revision it is for."
      gone,          I5,          "Revision 1 was approved, which is not in the evidence, and revision 2 was paid."
      label,         I5,          "Revision draft was approved, which is not in the evidence, and revision 1 was paid."
      noval,         I1,          "No tier of the policy applies, or the value in USD is unknown."

- name: signers and keys, approvers who are one person or sit together, requests that were rejected before
  params: {platform_value: "true"}
  given:
    ref_policy: |
      policy,            scope_key, param,     value, valid_from
      withdrawal_quorum, all,       min_usd,   0,     2020-01-01
      withdrawal_quorum, all,       approvals, 1,     2020-01-01
      withdrawal_quorum, all,       signers,   1,     2020-01-01
    wallet_address: |
      chain, asset, address, tag, wallet_id, m, active_from
      BTC,   BTC,   w1,      "",  W1,        2, 2025-01-01
      BTC,   BTC,   w2,      "",  W1,        1, 2025-01-01
    keyholder: |
      key_id, wallet_id, share_no, is_backup, custodian_id, granted_at, revoked_at
      K1,     W1,        1,        false,     E1,           2025-01-01,
      K1,     W1,        2,        false,     E2,           2025-01-01,
      K1,     W1,        3,        false,     E3,           2025-01-01, 2026-03-02
      K1,     W1,        4,        false,     E4,           2026-03-03,
      K9,     W9,        1,        false,     E5,           2025-01-01,
    account: |
      system, account_id, username, email, worker_id
      fb,     u-1,        sig1,     ,      E1
      fb,     u-2,        ,         ,      E2
      fb,     u-3,        ,         ,      E3
      fb,     u-4,        ,         ,      E4
      fb,     u-5,        ,         ,      E5
      fb,     ann,        ,         ,      E7
      fb,     anna,       ,         ,      E7
      fb,     req2,       ,         ,      E8
      fb,     boss,       ,         ,      E8
      fb,     twin,       ,         ,      E7
      ad,     twin,       ,         ,      E9
    auth_event: |
      system, event_id, account_id, event_at,             source_ip
      fb,     1,        cat,        2026-03-01T09:00:00Z, 10.0.0.1
      fb,     2,        Dan,        2026-03-01T09:05:00Z, 10.0.0.1
      fb,     3,        eve,        2026-03-01T09:10:01Z, 10.0.0.1
      fb,     4,        fay,        2026-03-01T09:05:00Z, 10.0.0.2
      fb,     5,        cat,        2026-03-01T08:00:00Z, 10.0.0.2
      fb,     6,        cat,        2026-03-01T11:00:00Z, 10.0.0.2
      fb,     7,        cat,        2026-03-01T09:30:00Z,
    withdrawal: |
      withdrawal_id, revision, account_id, asset, chain, amount, amount_usd, dest_address, requested_at,         signed_at,            broadcast_at,         requested_by, initiator_type, status,    wallet_id, signers
      two,           1,        c1,         BTC,   BTC,   1,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,        "[""u-1"",""U-2""]"
      named,         1,        c1,         BTC,   BTC,   2,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,        "[""sig1"",""K1""]"
      one,           1,        c1,         BTC,   BTC,   3,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,        "[""u-1"",""u-1""]"
      revoked,       1,        c1,         BTC,   BTC,   4,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,        "[""u-1"",""u-3""]"
      early,         1,        c1,         BTC,   BTC,   5,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,        "[""u-1"",""u-4""]"
      foreign,       1,        c1,         BTC,   BTC,   6,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,        "[""u-1"",""u-5""]"
      cosigned,      1,        c1,         BTC,   BTC,   7,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          api,            completed, W1,        []
      unsigned,      1,        c1,         BTC,   BTC,   8,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          ,               completed, W1,        []
      unknown,       1,        c1,         BTC,   BTC,   9,      5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W1,
      nokeys,        1,        c1,         BTC,   BTC,   10,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      nokeys0,       1,        c1,         BTC,   BTC,   11,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W2,        []
      api1,          1,        c1,         BTC,   BTC,   12,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          api,            completed, W1,        "[""u-1""]"
      person,        1,        c1,         BTC,   BTC,   13,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      boss,          1,        c1,         BTC,   BTC,   14,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, Req2,         operator,       completed, W2,        "[""zz""]"
      near,          1,        c1,         BTC,   BTC,   15,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      apart,         1,        c1,         BTC,   BTC,   16,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      elsewhere,     1,        c1,         BTC,   BTC,   17,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      again,         1,        c2,         BTC,   BTC,   20,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      again0,        1,        c2,         BTC,   BTC,   20,     5,          x,            2026-03-01T00:00:00Z, ,                     ,                     req,          operator,       Rejected,  W2,
      again2,        1,        c2,         BTC,   BTC,   21,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      again1,        1,        c2,         BTC,   BTC,   21,     5,          x,            2026-03-01T12:00:00Z, ,                     ,                     req,          operator,       cancelled, W2,
      tooold,        1,        c2,         BTC,   BTC,   20,     5,          x,            2026-03-02T00:00:01Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      othercust,     1,        c3,         BTC,   BTC,   20,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      otherdest,     1,        c2,         BTC,   BTC,   20,     5,          y,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      otheramt,      1,        c2,         BTC,   BTC,   22,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      otherasset,    1,        c2,         LTC,   BTC,   20,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      otherchain,    1,        c2,         BTC,   LN,    20,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      earlier,       1,        c2,         BTC,   BTC,   20,     5,          x,            2026-03-01T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
      plain0,        1,        c2,         BTC,   BTC,   30,     5,          x,            2026-03-01T12:00:00Z, ,                     ,                     req,          operator,       pending,   W2,
      plain,         1,        c2,         BTC,   BTC,   30,     5,          x,            2026-03-02T00:00:00Z, 2026-03-02T12:00:00Z, 2026-03-02T12:00:00Z, req,          operator,       completed, W2,        "[""zz""]"
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      withdrawal,   two,        1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   named,      1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   one,        1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   revoked,    1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   early,      1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   foreign,    1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   cosigned,   1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   unsigned,   1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   unknown,    1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   nokeys,     1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   nokeys0,    1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   api1,       1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   person,     1,       ann,         approved, 2026-03-01T10:00:00Z
      withdrawal,   person,     2,       ANNA,        approved, 2026-03-01T10:00:00Z
      withdrawal,   person,     3,       twin,        approved, 2026-03-01T10:00:00Z
      withdrawal,   boss,       1,       boss,        approved, 2026-03-01T10:00:00Z
      withdrawal,   near,       1,       cat,         approved, 2026-03-01T10:00:00Z
      withdrawal,   near,       2,       dan,         approved, 2026-03-01T10:00:00Z
      withdrawal,   apart,      1,       cat,         approved, 2026-03-01T10:00:00Z
      withdrawal,   apart,      2,       eve,         approved, 2026-03-01T10:00:00Z
      withdrawal,   elsewhere,  1,       cat,         approved, 2026-03-01T10:00:00Z
      withdrawal,   elsewhere,  2,       fay,         approved, 2026-03-01T10:00:00Z
      withdrawal,   elsewhere,  3,       dan,         approved, 2026-03-02T10:00:00Z
      withdrawal,   again,      1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   again2,     1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   again1,     1,       bob,         rejected, 2026-03-01T13:00:00Z
      withdrawal,   tooold,     1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   othercust,  1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   otherdest,  1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   otheramt,   1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   otherasset, 1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   otherchain, 1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   earlier,    1,       bob,         approved, 2026-03-01T10:00:00Z
      withdrawal,   plain,      1,       bob,         approved, 2026-03-01T10:00:00Z
      change,       plain0,     1,       bob,         rejected, 2026-03-01T10:00:00Z
  expect:
    population: 27
    exceptions: |
      withdrawal_id, reason_code, reason
      one,           R5,          1 signed and 2 are required.
      revoked,       R5,          The signer u-3 held no key of the wallet.
      early,         R5,          The signer u-4 held no key of the wallet.
      foreign,       R5,          The signer u-5 held no key of the wallet.
      unsigned,      R5,          0 signed and 2 are required.
      nokeys0,       R5,          0 signed and 1 are required.
      api1,          R5,          1 signed and 2 are required.
      person,        R6,          3 accounts of 2 persons approved.
      boss,          R1,          "0 approved before the signing, and the tier all for 5.00 USD requires 1."
      near,          R6,          Two approvers had signed in from 10.0.0.1 at about the same time.
      again,         R7,          The same request had been rejected as again0.
      again2,        R7,          The same request had been rejected as again1.
    indeterminate: |
      withdrawal_id, reason_code, reason
      unknown,       I4,          The evidence does not say who signed.

- name: the value is exact, so that it does not reach a tier by rounding, also of large amounts and of small prices
  given:
    ref_policy: |
      policy,            scope_key, param,     value,  valid_from
      withdrawal_quorum, auto,      min_usd,   0,      2020-01-01
      withdrawal_quorum, auto,      approvals, 0,      2020-01-01
      withdrawal_quorum, high,      min_usd,   100000, 2020-01-01
      withdrawal_quorum, high,      approvals, 1,      2020-01-01
    asset_price: |
      asset, quote, price,              price_at,             source
      BTC,   USD,   100000,             2026-03-01T11:00:00Z, p
      USDT,  USD,   1,                  2026-03-01T11:00:00Z, p
      BABY,  USD,   0.0000000015,       2026-03-01T11:00:00Z, p
      HUGE,  USD,   99999999,           2026-03-01T11:00:00Z, p
    withdrawal: |
      withdrawal_id, revision, asset, amount,                     requested_at,         signed_at,            broadcast_at,         requested_by, status
      w1,            1,        BTC,   0.99999999999999,           2026-03-01T12:00:00Z, 2026-03-01T12:30:00Z, 2026-03-01T12:31:00Z, u,            completed
      w2,            1,        BTC,   1.000000000000000001,       2026-03-01T12:00:00Z, 2026-03-01T12:30:00Z, 2026-03-01T12:31:00Z, u,            completed
      w3,            1,        USDT,  99999.999999999999999999,   2026-03-01T12:00:00Z, 2026-03-01T12:30:00Z, 2026-03-01T12:31:00Z, u,            completed
      w4,            1,        BABY,  66666666666666.666,          2026-03-01T12:00:00Z, 2026-03-01T12:30:00Z, 2026-03-01T12:31:00Z, u,           completed
      w5,            1,        BABY,  66666666666666.667,          2026-03-01T12:00:00Z, 2026-03-01T12:30:00Z, 2026-03-01T12:31:00Z, u,           completed
      w6,            1,        HUGE,  10000000000000000000,       2026-03-01T12:00:00Z, 2026-03-01T12:30:00Z, 2026-03-01T12:31:00Z, u,            completed
  expect:
    population: 6
    exceptions: |
      withdrawal_id, reason_code, reason
      w2,            R1,          "0 approved before the signing, and the tier high for 100000.00 USD requires 1."
      w5,            R1,          "0 approved before the signing, and the tier high for 100000.00 USD requires 1."
    indeterminate: |
      withdrawal_id, reason_code, reason
      w6,            I1,          "No tier of the policy applies, or the value in USD is unknown."

- name: the policy as it was, allow-lists at the moment of signing, what is not known of an earlier revision, requests that were not rejected
  given:
    ref_policy: |
      policy,            scope_key, param,       value, valid_from, valid_to
      withdrawal_quorum, auto,      min_usd,     0,     2020-01-01,
      withdrawal_quorum, auto,      approvals,   0,     2020-01-01,
      withdrawal_quorum, auto,      signers,     0,     2020-01-01,
      withdrawal_quorum, mid,       min_usd,     1000,  2020-01-01,
      withdrawal_quorum, mid,       approvals,   3,     2020-01-01, 2026-03-01T12:00:00Z
      withdrawal_quorum, mid,       approvals,   1,     2020-01-01,
      withdrawal_quorum, mid,       signers,     1,     2020-01-01,
      withdrawal_quorum, bare,      min_usd,     3000,  2020-01-01,
      withdrawal_quorum, own,       min_usd,     4000,  2020-01-01,
      withdrawal_quorum, own,       approvals,   0,     2020-01-01,
      withdrawal_quorum, own,       destination, own,   2020-01-01,
    asset_price: |
      asset, quote, price, price_at,             source
      USDT,  USD,   1,     2026-03-01T00:00:00Z, p
      USDT,  USD,   1,     2025-12-31T12:00:00Z, p
      USDT,  USD,   1,     2026-06-30T00:00:00Z, p
    wallet_address: |
      chain, asset, address, tag, wallet_id, m, active_from
      ETH,   USDT,  own1,    "",  W5,        ,  2025-01-01
      ETH,   USDT,  w9,      "",  "",        2, 2025-01-01
    keyholder: |
      key_id, wallet_id, share_no, is_backup, custodian_id, granted_at
      k7,     W7,        1,        false,     E1,           2026-03-01T13:00:00Z
    custody_change: |
      change_id, kind,      chain, address, initiated_by, effective_at
      1,         allow_add, ETH,   l1,      bob,          2026-03-01T13:00:00Z
      1,         allow_add, ETH,   l2,      ann,          2026-02-01
      2,         allow_add, ETH,   l2,      bob,          2026-02-01
    withdrawal: |
      withdrawal_id, revision, account_id, asset, chain, amount, dest_address, dest_tag, requested_at,         signed_at,            broadcast_at,         requested_by, status,    wallet_id, signers
      after-end,     1,        ,           USDT,  ETH,   5000,   x,            ,         2026-06-30,           2026-07-01,           ,                     req,          completed, W2,        "[""s""]"
      newyear,       1,        ,           USDT,  ETH,   5000,   x,            ,         2026-01-01,           ,                     ,                     req,          completed, W2,        "[""s""]"
      other-net,     1,        ,           USDT,  TRON,  5000,   own1,         ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      own-net,       1,        ,           USDT,  ETH,   5000,   own1,         ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      ended,         1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nopolicy,      1,        ,           NIL,   ETH,   1,      x,            ,         2026-03-01T12:00:00Z, ,                     ,                     req,          completed, W2,        "[""s""]"
      listed,        1,        ,           USDT,  ETH,   5000,   l1,           ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      listed2,       1,        ,           USDT,  ETH,   5000,   l2,           ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      listed3,       1,        ,           USDT,  ETH,   5000,   l2,           ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      turned,        1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      null-amount,   1,        ,           USDT,  ETH,   ,       x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      null-amount,   2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-amount,  1,        ,           USDT,  ETH,   ,       x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-amount,  2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      null-dest,     1,        ,           USDT,  ETH,   5000,   ,             ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      null-dest,     2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-dest,    1,        ,           USDT,  ETH,   5000,   ,             ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-dest,    2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      null-chain,    1,        ,           USDT,  ,      5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      null-chain,    2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-chain,   1,        ,           USDT,  ,      5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-chain,   2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-asset,   1,        ,           USDC,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-asset,   2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-amount,  1,        ,           USDT,  ETH,   4999,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-amount,  2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-dest,    1,        ,           USDT,  ETH,   5000,   y,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-dest,    2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-chain,   1,        ,           USDT,  BSC,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-chain,   2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-tag,     1,        ,           USDT,  ETH,   5000,   x,            7,        2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-tag,     2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-none,    1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      which-none,    2,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      waiting,       1,        ,           USDT,  ETH,   6001,   x,            ,         2026-03-01T06:00:00Z, ,                     ,                     req,          pending,   W2,        "[""s""]"
      waited,        1,        ,           USDT,  ETH,   6001,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      paidanyway,    1,        ,           USDT,  ETH,   6002,   x,            ,         2026-03-01T06:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      paidagain,     1,        ,           USDT,  ETH,   6002,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      nulls-no,      1,        ,           USDT,  ,      6003,   x,            ,         2026-03-01T06:00:00Z, ,                     ,                     req,          rejected,  W2,        "[""s""]"
      nulls-again,   1,        ,           USDT,  ,      6003,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,        "[""s""]"
      unsaid,        1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,
      unsaid-few,    1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,
      nokey,         1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, "",        "[""s""]"
      unsaid-auto,   1,        ,           USDT,  ETH,   5,      x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W2,
      granted,       1,        ,           USDT,  ETH,   5000,   x,            ,         2026-03-01T12:00:00Z, 2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z, req,          completed, W7,        "[""k7""]"
    approval: |
      subject_type, subject_id,   subject_rev, step_no, approver_id, decision, decided_at
      withdrawal,   ended,        ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   nopolicy,     ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   listed,       ,            1,       bob,         approved, 2026-03-01T12:30:00Z
      withdrawal,   listed2,      ,            1,       bob,         approved, 2026-03-01T12:30:00Z
      withdrawal,   listed3,      ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   turned,       ,            1,       ann,         rejected, 2026-03-01T12:30:00Z
      withdrawal,   turned,       ,            2,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   null-amount,  1,           1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   nulls-amount, ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   null-dest,    1,           1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   nulls-dest,   ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   null-chain,   1,           1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   nulls-chain,  ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   which-asset,  ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   which-amount, ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   which-dest,   ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   which-chain,  ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   which-tag,    ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   which-none,   ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   waiting,      ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   waited,       ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   paidanyway,   ,            1,       zoe,         rejected, 2026-03-01T12:30:00Z
      withdrawal,   paidanyway,   ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   paidagain,    ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   nulls-again,  ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   unsaid,       ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   nokey,        ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   unsaid-auto,  ,            1,       ann,         approved, 2026-03-01T12:30:00Z
      withdrawal,   granted,      ,            1,       ann,         approved, 2026-03-01T12:30:00Z
  expect:
    population: 30
    exceptions: |
      withdrawal_id, reason_code, reason
      listed,        R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      listed2,       R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      newyear,       R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 3."
      null-amount,   R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      null-chain,    R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      null-dest,     R4,          "Revision 1 was approved, and revision 2 of another amount or destination was paid."
      nulls-again,   R7,          The same request had been rejected as nulls-no.
      other-net,     R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
      paidanyway,    R1,          "1 approved before the signing, and the tier mid for 6002.00 USD requires 3."
      unsaid-few,    R1,          "0 approved before the signing, and the tier mid for 5000.00 USD requires 1."
    indeterminate: |
      withdrawal_id, reason_code, reason
      nopolicy,      I2,          Neither the signing nor the broadcast has a time.
      nulls-amount,  I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      nulls-chain,   I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      nulls-dest,    I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      unsaid,        I4,          The evidence does not say who signed.
      which-amount,  I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      which-asset,   I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      which-chain,   I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      which-dest,    I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
      which-tag,     I3,          "Amount or destination was changed, and an approval does not say which revision it is for."
---*/
