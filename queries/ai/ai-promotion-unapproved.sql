/*---
id: ai-promotion-unapproved
version: 5
title: Models in production without validation, evaluation or independent approval
objective: Only model versions that were validated, evaluated and approved by others than their makers serve production.
kind: operating
severity: high
reads: [ai_model_version, approval]
optional: [ai_metric, deployment]
key: [model_id, version, promoted_at]
params:
  roles: {type: "text[]", default: [], means: "roles, in lower case, of which one must have approved; any when empty"}
  acceptance_role: {type: text, default: risk_acceptance, means: "role, in lower case, whose approval accepts a gate that was missed"}
  delta: {type: "decimal(9,6)", default: "0.02", unit: fraction, means: how much worse than the replaced version a gate metric may be}
  high_risk_tier: {type: integer, default: 1, means: "tiers up to this number are high risk, 1 being the highest"}
  high_risk_evaluations: {type: "text[]", default: [impact_assessment, "red_team|prompt_injection", bias], means: "evaluations, as patterns of names of metrics, that a model of high risk needs"}
  self_promotion_tier: {type: integer, default: 2, means: tiers up to this number must not be promoted by their maker}
  production: {type: text, default: "^prod", means: "pattern, in lower case, of the environments of deployments that are production"}
controls:
  nist-ai-rmf-1.0: [MANAGE 1.1, MEASURE 1.3, MEASURE 2.3, MEASURE 2.5]
  iso-42001-2023: [A.6.2.4, A.6.2.5]
  nist-800-53r5: [CM-3, SA-11]
  soc2-tsc-2017: [CC8.1]
reasons:
  R1: no approval by a required role before the promotion
  R2: not validated, validated by its maker, or validated after the promotion
  R3: not evaluated, a gate metric missed or much worse than before, without acceptance
  R4: a model of high risk without a required evaluation
  R5: what is served is not what was registered or approved
  R6: promoted by its maker
  R7: the earlier versions are gone, so that there is none to go back to
  I1: the time of the validation is unknown
  I2: the maker, the promoter or the risk tier is unknown
limits:
  - A promotion is a version with promoted_at in the period. Registries that keep aliases instead of stages do not record their moves; then
    promotions must come from the audit log or from tags. Changes of prompts, guardrails and retrieval indexes are promotions too.
  - An approval has the kind model, and as subject the model_id with the version as revision, or model_id/version, model_id:version. An
    approval by the maker does not count.
  - Gate metrics are those with a threshold, as last measured before the promotion in each segment; a metric with a lower threshold is
    better when higher. The replaced version is the one promoted last before.
  - Tiers rise as risk falls. Where the rule speaks of tier 2 and above, tiers 1 and 2 are meant.
  - A served digest is the one of the first production deployment of the endpoint at or after the promotion and before the next one. An
    approval whose revision is a digest approves that digest. Attestations of artifacts are not read.
  - The first version of a model replaces nothing, and R7 does not ask for one to go back to. A version is not the first when its number
    is a whole one above 1; then the registry must still hold a lower one. Versions that are named otherwise are not judged by R7.
---*/

-- +population: one row per promotion in the period
SELECT
  model_id, version, promoted_at, promoted_by, created_by, validated_by, validated_at, eval_ref, risk_tier, artifact_digest, endpoint_id
FROM ai_model_version
WHERE promoted_at >= $period_start AND promoted_at < $period_end;

-- +approved: approvals of models, with the version that they are for
SELECT
  CASE WHEN subject_rev IS NULL OR LOWER(subject_rev) LIKE 'sha256:%' THEN regexp_extract(subject_id, '^(.*)[/:]([^/:]*)$', 1) ELSE subject_id END AS model_id,
  CASE WHEN subject_rev IS NULL OR LOWER(subject_rev) LIKE 'sha256:%' THEN regexp_extract(subject_id, '^(.*)[/:]([^/:]*)$', 2) ELSE subject_rev END AS version,
  CASE WHEN LOWER(subject_rev) LIKE 'sha256:%' THEN LOWER(subject_rev) END AS digest,
  LOWER(approver_id) AS approver, LOWER(approver_role) AS role, decided_at
FROM approval
WHERE subject_type = 'model' AND decision = 'approved';

-- +sanction: approvals of each promotion that came in time and from somebody else than the maker
SELECT
  p.model_id, p.version,
  COUNT(*) FILTER (WHERE len($roles) = 0 OR list_contains($roles, a.role)) AS approvals,
  COUNT(*) FILTER (WHERE a.role = LOWER($acceptance_role)) AS acceptances,
  first(a.digest ORDER BY a.decided_at DESC, a.digest) FILTER (WHERE a.digest IS NOT NULL) AS digest
FROM population AS p
JOIN approved AS a ON a.model_id = p.model_id AND a.version = p.version AND a.decided_at <= p.promoted_at AND a.approver IS DISTINCT FROM LOWER(p.created_by)
GROUP BY p.model_id, p.version;

-- +history: promotions of each model, with the one before and after it
SELECT
  model_id, version, promoted_at,
  LAG(version) OVER (PARTITION BY model_id ORDER BY promoted_at, version) AS replaced,
  LEAD(promoted_at) OVER (PARTITION BY model_id ORDER BY promoted_at, version) AS next_promoted_at
FROM ai_model_version
WHERE promoted_at IS NOT NULL;

-- +numbered: versions of the registry that are whole numbers
SELECT model_id, version, TRY_CAST(regexp_extract(version, '^[vV]?([0-9]+)$', 1) AS BIGINT) AS number
FROM ai_model_version;

-- +stranded: versions that are not the first, and of whose predecessors the registry holds none
SELECT p.model_id, p.version
FROM population AS p
JOIN numbered AS n USING (model_id, version)
JOIN history AS h USING (model_id, version)
JOIN (SELECT model_id, MIN(number) AS lowest FROM numbered GROUP BY model_id) AS l USING (model_id)
WHERE h.replaced IS NULL AND n.number > 1 AND l.lowest = n.number
GROUP BY p.model_id, p.version;

-- +measured: the last value of each metric before the promotion
SELECT p.model_id, p.version, m.metric, m.segment, m.value, m.threshold_low, m.threshold_high
FROM population AS p
JOIN ai_metric AS m ON m.model_id = p.model_id AND m.version = p.version AND m.window_end <= p.promoted_at
QUALIFY row_number() OVER (PARTITION BY p.model_id, p.version, m.metric, m.segment ORDER BY m.window_end DESC) = 1;

-- +baseline: the last value of the same metrics of the replaced version before the promotion
SELECT h.model_id, h.version, m.metric, m.segment, m.value
FROM history AS h
JOIN ai_metric AS m ON m.model_id = h.model_id AND m.version = h.replaced AND m.window_end <= h.promoted_at
QUALIFY row_number() OVER (PARTITION BY h.model_id, h.version, m.metric, m.segment ORDER BY m.window_end DESC) = 1;

-- +missed: gate metrics beyond their threshold, or worse than before by more than delta
SELECT
  model_id, version,
  string_agg(concat(metric, ' of ', segment, ' is ', COALESCE(CAST(g.value AS VARCHAR), 'missing'), ' after ' || CAST(b.value AS VARCHAR)), ', ' ORDER BY metric, segment) AS what
FROM measured AS g
LEFT JOIN baseline AS b USING (model_id, version, metric, segment)
WHERE COALESCE(g.threshold_low, g.threshold_high) IS NOT NULL
  AND (g.value IS NULL OR g.value < g.threshold_low OR g.value > g.threshold_high
       OR g.threshold_low IS NOT NULL AND b.value - g.value > $delta * CAST(ABS(b.value) AS DECIMAL(28, 12))
       OR g.threshold_low IS NULL AND g.value - b.value > $delta * CAST(ABS(b.value) AS DECIMAL(28, 12)))
GROUP BY model_id, version;

-- +unevaluated: evaluations that models of high risk lack
SELECT model_id, version, string_agg(p.evaluation, ', ' ORDER BY p.evaluation) AS lacks
FROM (SELECT model_id, version, UNNEST($high_risk_evaluations) AS evaluation FROM population WHERE risk_tier <= $high_risk_tier) AS p
LEFT JOIN (
  SELECT m.model_id, m.version, e.evaluation, COUNT(*) AS metrics
  FROM measured AS m
  JOIN (SELECT UNNEST($high_risk_evaluations) AS evaluation) AS e ON regexp_like(LOWER(m.metric), e.evaluation)
  GROUP BY m.model_id, m.version, e.evaluation
) AS d USING (model_id, version, evaluation)
WHERE d.metrics IS NULL
GROUP BY model_id, version;

-- +served: the first production deployment of the endpoint after each promotion
SELECT model_id, version, LOWER(first(d.artifact_digest ORDER BY d.deployed_at, d.artifact_digest) FILTER (WHERE d.artifact_digest IS NOT NULL)) AS digest
FROM population AS p
JOIN history AS h USING (model_id, version)
JOIN deployment AS d
  ON d.system = p.endpoint_id AND regexp_like(LOWER(d.environment), $production) AND d.status = 'success'
  AND d.deployed_at >= p.promoted_at AND COALESCE(d.deployed_at < h.next_promoted_at, TRUE)
GROUP BY model_id, version;

-- +judged: each promotion with what speaks against it
SELECT
  model_id, version, p.promoted_at, p.promoted_by, p.created_by, p.validated_by, p.validated_at, p.risk_tier, p.artifact_digest, s.digest AS approved_digest,
  v.digest AS served_digest, m.what, u.lacks,
  COALESCE(s.approvals, 0) = 0 AS unapproved,
  p.validated_by IS NULL OR LOWER(p.validated_by) = LOWER(p.created_by) OR p.validated_at > p.promoted_at AS unvalidated,
  (p.eval_ref IS NULL OR m.what IS NOT NULL) AND COALESCE(s.acceptances, 0) = 0 AS gate_missed,
  v.digest <> LOWER(p.artifact_digest) OR v.digest <> s.digest OR s.digest <> LOWER(p.artifact_digest) AS other_artifact,
  LOWER(p.promoted_by) = LOWER(p.created_by) AND p.risk_tier <= $self_promotion_tier AS self_promoted,
  t.model_id IS NOT NULL AS no_way_back,
  CASE
    WHEN p.validated_at IS NULL THEN 'I1'
    WHEN p.created_by IS NULL OR p.promoted_by IS NULL OR p.risk_tier IS NULL THEN 'I2'
  END AS unknown
FROM population AS p
LEFT JOIN sanction AS s USING (model_id, version)
LEFT JOIN missed AS m USING (model_id, version)
LEFT JOIN unevaluated AS u USING (model_id, version)
LEFT JOIN served AS v USING (model_id, version)
LEFT JOIN stranded AS t USING (model_id, version);

-- +exceptions: promotions that fail
SELECT
  model_id, version, promoted_at, 'R1' AS reason_code,
  concat_ws(' ', 'No approval', 'by ' || NULLIF(array_join($roles, ' or '), ''), 'of somebody else than the maker was given until', CAST(promoted_at AS VARCHAR) || '.') AS reason
FROM judged
WHERE unapproved
UNION ALL
SELECT
  model_id, version, promoted_at, 'R2',
  CASE
    WHEN validated_by IS NULL THEN 'The version was not validated.'
    WHEN LOWER(validated_by) = LOWER(created_by) THEN concat(validated_by, ' made the version and validated it.')
    ELSE concat('The version was validated at ', CAST(validated_at AS VARCHAR), ' and promoted at ', CAST(promoted_at AS VARCHAR), '.')
  END
FROM judged
WHERE unvalidated
UNION ALL
SELECT
  model_id, version, promoted_at, 'R3',
  COALESCE('Gate metrics were missed and not accepted: ' || what || '.', 'The version has no evaluation.')
FROM judged
WHERE gate_missed
UNION ALL
SELECT model_id, version, promoted_at, 'R4', concat('The version is of risk tier ', CAST(risk_tier AS VARCHAR), ' and has no evaluation of ', lacks, '.')
FROM judged
WHERE lacks IS NOT NULL
UNION ALL
SELECT
  model_id, version, promoted_at, 'R5',
  concat('The registry has the artifact ', COALESCE(artifact_digest, '(none)'), ', approved is ', COALESCE(approved_digest, '(none)'), ' and served is ', COALESCE(served_digest, '(none)'), '.')
FROM judged
WHERE other_artifact
UNION ALL
SELECT model_id, version, promoted_at, 'R6', concat(promoted_by, ' made the version and promoted it; its risk tier is ', CAST(risk_tier AS VARCHAR), '.')
FROM judged
WHERE self_promoted
UNION ALL
SELECT model_id, version, promoted_at, 'R7', concat('The registry holds no version of the model before ', version, '.')
FROM judged
WHERE no_way_back;

-- +indeterminate: promotions that do not fail and cannot be judged in full
SELECT
  model_id, version, j.promoted_at, j.unknown AS reason_code,
  CASE j.unknown
    WHEN 'I1' THEN concat('The version was validated by ', j.validated_by, ' at an unknown time.')
    ELSE 'The maker, the promoter or the risk tier of the version is unknown.'
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (model_id, version)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL;

/*--- cases
- name: approval of the version, in time, by a role, by somebody else; forms of the subject
  params: {roles: [model_risk, board]}
  given:
    ai_model_version: |
      model_id, version, created_by, validated_by, validated_at, promoted_by, promoted_at,          eval_ref, risk_tier
      m,        0,       ann,        val,          2025-01-01,   ops,         2025-06-01T00:00:00Z, e,        3
      m,        1,       ann,        val,          2025-01-01,   ops,         2026-01-01T00:00:00Z, e,        3
      m,        2,       ann,        val,          2025-01-01,   ops,         2026-02-01T00:00:00Z, e,        3
      m,        3,       ann,        val,          2025-01-01,   ops,         2026-03-01T00:00:00Z, e,        3
      m,        4,       ann,        val,          2025-01-01,   ops,         2026-04-01T00:00:00Z, e,        3
      m,        5,       ann,        val,          2025-01-01,   ops,         2026-05-01T00:00:00Z, e,        3
      m,        6,       ann,        val,          2025-01-01,   ops,         2026-05-02T00:00:00Z, e,        3
      m,        7,       ann,        val,          2025-01-01,   ops,         2026-05-03T00:00:00Z, e,        3
      m,        8,       ann,        val,          2025-01-01,   ops,         2026-05-04T00:00:00Z, e,        3
      m,        9,       ann,        val,          2025-01-01,   ops,         2026-07-01T00:00:00Z, e,        3
      n,        0,       ann,        val,          2025-01-01,   ops,         2025-01-01T00:00:00Z, e,        3
      n,        2,       ann,        val,          2025-01-01,   ops,         2026-02-01T00:00:00Z, e,        3
    approval: |
      subject_type, subject_id, subject_rev, approver_id, approver_role, decision, decided_at
      model,        m,          1,           bob,         Model_Risk,    approved, 2026-01-01T00:00:00Z
      model,        m/2,        ,            bob,         board,         approved, 2026-02-01T00:00:00Z
      model,        m:3,        ,            bob,         board,         approved, 2026-03-01T00:00:01Z
      model,        m,          4,           Ann,         board,         approved, 2026-03-01T00:00:00Z
      model,        m,          5,           bob,         intern,        approved, 2026-03-01T00:00:00Z
      model,        m,          6,           bob,         board,         rejected, 2026-03-01T00:00:00Z
      change,       m,          7,           bob,         board,         approved, 2026-03-01T00:00:00Z
      model,        m,          8,           bob,         ,              approved, 2026-03-01T00:00:00Z
  expect:
    population: 9
    exceptions: |
      model_id, version, reason_code, reason
      m,        3,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-03-01 00:00:00+00.
      m,        4,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-04-01 00:00:00+00.
      m,        5,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-05-01 00:00:00+00.
      m,        6,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-05-02 00:00:00+00.
      m,        7,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-05-03 00:00:00+00.
      m,        8,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-05-04 00:00:00+00.
      n,        2,       R1,          No approval by model_risk or board of somebody else than the maker was given until 2026-02-01 00:00:00+00.

- name: validation and promotion by others than the maker, the first version, what is unknown
  given:
    ai_model_version: |
      model_id, version, created_by, validated_by, validated_at,         promoted_by, promoted_at,          eval_ref, risk_tier
      m,        0,       ann,        val,          2025-01-01,           ops,         2025-06-01T00:00:00Z, e,        2
      m,        ok,      ann,        val,          2026-02-01T00:00:00Z, ops,         2026-02-01T00:00:00Z, e,        2
      m,        none,    ann,        ,             ,                     ops,         2026-02-02T00:00:00Z, e,        2
      m,        own,     ann,        Ann,          2026-01-01T00:00:00Z, ops,         2026-02-03T00:00:00Z, e,        2
      m,        late,    ann,        val,          2026-02-04T00:00:01Z, ops,         2026-02-04T00:00:00Z, e,        2
      m,        when,    ann,        val,          ,                     ops,         2026-02-05T00:00:00Z, e,        2
      m,        self2,   ann,        val,          2026-01-01T00:00:00Z, ANN,         2026-02-06T00:00:00Z, e,        2
      m,        self3,   ann,        val,          2026-01-01T00:00:00Z, ann,         2026-02-07T00:00:00Z, e,        3
      m,        who,     ,           val,          2026-01-01T00:00:00Z, ops,         2026-02-08T00:00:00Z, e,        2
      m,        who2,    ann,        val,          2026-01-01T00:00:00Z, ,            2026-02-09T00:00:00Z, e,        2
      m,        tier,    ann,        val,          2026-01-01T00:00:00Z, ops,         2026-02-10T00:00:00Z, e,
      m,        bad,     ann,        val,          ,                     ops,         2026-02-11T00:00:00Z, ,         2
      n,        first,   ann,        val,          2026-01-01T00:00:00Z, ops,         2026-02-11T00:00:00Z, e,        2
      n,        draft,   ann,        val,          2026-01-01T00:00:00Z, ,            ,                     e,        2
    approval: |
      subject_type, subject_id, subject_rev, approver_id, decision, decided_at
      model,        m,          ok,          bob,         approved, 2026-01-01
      model,        m,          none,        bob,         approved, 2026-01-01
      model,        m,          own,         bob,         approved, 2026-01-01
      model,        m,          late,        bob,         approved, 2026-01-01
      model,        m,          when,        bob,         approved, 2026-01-01
      model,        m,          self2,       bob,         approved, 2026-01-01
      model,        m,          self3,       bob,         approved, 2026-01-01
      model,        m,          who,         bob,         approved, 2026-01-01
      model,        m,          who2,        bob,         approved, 2026-01-01
      model,        m,          tier,        bob,         approved, 2026-01-01
      model,        m,          bad,         bob,         approved, 2026-01-01
      model,        n,          first,       bob,         approved, 2026-01-01
  expect:
    population: 12
    exceptions: |
      model_id, version, reason_code, reason
      m,        none,    R2,          The version was not validated.
      m,        own,     R2,          Ann made the version and validated it.
      m,        late,    R2,          The version was validated at 2026-02-04 00:00:01+00 and promoted at 2026-02-04 00:00:00+00.
      m,        self2,   R6,          ANN made the version and promoted it; its risk tier is 2.
      m,        bad,     R3,          The version has no evaluation.
    indeterminate: |
      model_id, version, reason_code, reason
      m,        when,    I1,          The version was validated by val at an unknown time.
      m,        who,     I2,          "The maker, the promoter or the risk tier of the version is unknown."
      m,        who2,    I2,          "The maker, the promoter or the risk tier of the version is unknown."
      m,        tier,    I2,          "The maker, the promoter or the risk tier of the version is unknown."

- name: gate metrics against thresholds and the replaced version, the last value before the promotion, acceptance, high risk
  given:
    ai_model_version: |
      model_id, version, created_by, validated_by, validated_at, promoted_by, promoted_at,          eval_ref, risk_tier
      m,        0,       ann,        val,          2025-01-01,   ops,         2025-06-01T00:00:00Z, e,        2
      m,        1,       ann,        val,          2025-01-01,   ops,         2026-02-01T00:00:00Z, e,        2
      m,        2,       ann,        val,          2025-01-01,   ops,         2026-03-01T00:00:00Z, e,        2
      m,        3,       ann,        val,          2025-01-01,   ops,         2026-04-01T00:00:00Z, e,        2
      m,        4,       ann,        val,          2025-01-01,   ops,         2026-05-01T00:00:00Z, e,        2
      m,        5,       ann,        val,          2025-01-01,   ops,         2026-06-01T00:00:00Z, e,        2
      h,        0,       ann,        val,          2025-01-01,   ops,         2025-06-01T00:00:00Z, e,        1
      h,        1,       ann,        val,          2025-01-01,   ops,         2026-02-01T00:00:00Z, e,        1
      h,        2,       ann,        val,          2025-01-01,   ops,         2026-03-01T00:00:00Z, e,        1
    ai_metric: |
      model_id, version, metric,            segment, value, threshold_low, threshold_high, window_end
      m,        0,       auc,               all,     0.99,  0.8,           ,               2025-05-01
      m,        0,       auc,               all,     0.92,  0.8,           ,               2025-12-01
      m,        0,       auc,               all,     0.99,  0.8,           ,               2026-02-02
      h,        0,       auc,               all,     0.99,  0.8,           ,               2026-01-31
      m,        1,       auc,               all,     0.9016, 0.8,          ,               2026-01-01
      m,        1,       auc,               all,     0.1,   0.8,           ,               2026-02-02
      m,        1,       auc,               all,     0.1,   0.8,           ,               2025-01-01
      m,        1,       auc,               young,   0.8,   0.8,           ,               2026-02-01
      m,        1,       loss,              all,     10,    ,              10,             2026-01-01
      m,        1,       note,              all,     1,     ,              ,               2026-01-01
      m,        2,       auc,               all,     0.79,  0.8,           ,               2026-02-15
      m,        2,       loss,              all,     10.2,  ,              20,             2026-02-15
      m,        3,       auc,               all,     0.90,  0.8,           ,               2026-03-15
      m,        3,       loss,              all,     10.5,  ,              20,             2026-03-15
      m,        3,       fpr,               all,     0.6,   ,              0.5,            2026-03-15
      m,        3,       note,              all,     ,      ,              ,               2026-03-15
      m,        4,       auc,               all,     0.88,  0.8,           ,               2026-04-15
      m,        4,       rate,              all,     ,      0.5,           ,               2026-04-15
      m,        5,       loss,              all,     21,    ,              20,             2026-05-15
      h,        1,       Impact_Assessment, all,     1,     ,              ,               2026-01-01
      h,        1,       bias_gap,          all,     0,     ,              ,               2026-01-01
      h,        1,       prompt_injection,  all,     1,     ,              ,               2026-01-01
      h,        2,       bias_gap,          all,     0,     ,              ,               2026-02-01
      h,        2,       red_team,          all,     0,     ,              ,               2026-03-02
    approval: |
      subject_type, subject_id, subject_rev, approver_id, approver_role,   decision, decided_at
      model,        m,          1,           bob,         board,           approved, 2026-01-01
      model,        m,          2,           bob,         board,           approved, 2026-01-01
      model,        m,          3,           bob,         board,           approved, 2026-01-01
      model,        m,          4,           bob,         board,           approved, 2026-01-01
      model,        m,          5,           bob,         Risk_Acceptance, approved, 2026-01-01
      model,        h,          1,           bob,         board,           approved, 2026-01-01
      model,        h,          2,           bob,         board,           approved, 2026-01-01
  expect:
    population: 7
    exceptions: |
      model_id, version, reason_code, reason
      m,        2,       R3,          "Gate metrics were missed and not accepted: auc of all is 0.790000000000000000 after 0.100000000000000000."
      m,        3,       R3,          "Gate metrics were missed and not accepted: fpr of all is 0.600000000000000000, loss of all is 10.500000000000000000 after 10.200000000000000000."
      m,        4,       R3,          "Gate metrics were missed and not accepted: auc of all is 0.880000000000000000 after 0.900000000000000000, rate of all is missing."
      h,        2,       R4,          "The version is of risk tier 1 and has no evaluation of impact_assessment, red_team|prompt_injection."

- name: what is served is what was registered and approved
  given:
    ai_model_version: |
      model_id, version, created_by, validated_by, validated_at, promoted_by, promoted_at,          eval_ref, risk_tier, artifact_digest, endpoint_id
      m,        0,       ann,        val,          2025-01-01,   ops,         2025-06-01T00:00:00Z, e,        2,         sha256:00,       ep
      m,        1,       ann,        val,          2025-01-01,   ops,         2026-02-01T00:00:00Z, e,        2,         SHA256:01,       ep
      m,        2,       ann,        val,          2025-01-01,   ops,         2026-03-01T00:00:00Z, e,        2,         sha256:02,       ep
      m,        3,       ann,        val,          2025-01-01,   ops,         2026-04-01T00:00:00Z, e,        2,         sha256:03,       ep
      m,        4,       ann,        val,          2025-01-01,   ops,         2026-05-01T00:00:00Z, e,        2,         ,                ep
      m,        5,       ann,        val,          2025-01-01,   ops,         2026-06-01T00:00:00Z, e,        2,         sha256:05,       other
    deployment: |
      deploy_id, system, environment, artifact_digest, deployed_at,          status
      d0,        ep,     production,  sha256:00,       2026-01-31T23:59:59Z, success
      d1,        ep,     Production,  sha256:01,       2026-02-01T00:00:00Z, success
      d1b,       ep,     production,  sha256:99,       2026-02-02T00:00:00Z, success
      d2a,       ep,     staging,     sha256:98,       2026-03-01T00:00:00Z, success
      d2b,       ep,     production,  sha256:97,       2026-03-01T00:00:00Z, failure
      d2c,       ep,     production,  ,                2026-03-01T00:00:00Z, success
      d2,        ep,     production,  sha256:96,       2026-03-02T00:00:00Z, success
      d3,        ep,     production,  sha256:95,       2026-05-01T00:00:00Z, success
      d4,        zz,     production,  sha256:94,       2026-06-01T00:00:00Z, success
    approval: |
      subject_type, subject_id, subject_rev, approver_id, decision, decided_at
      model,        m,          1,           bob,         approved, 2026-01-01
      model,        m,          2,           bob,         approved, 2026-01-01
      model,        m,          3,           bob,         approved, 2026-01-01
      model,        m/3,        sha256:33,   bob,         approved, 2026-01-01
      model,        m/3,        sha256:03,   bob,         approved, 2026-01-02
      model,        m/4,        sha256:04,   bob,         approved, 2026-01-02
      model,        m/5,        sha256:55,   bob,         approved, 2026-01-02
  expect:
    population: 5
    exceptions: |
      model_id, version, reason_code, reason
      m,        2,       R5,          "The registry has the artifact sha256:02, approved is (none) and served is sha256:96."
      m,        4,       R5,          "The registry has the artifact (none), approved is sha256:04 and served is sha256:95."
      m,        5,       R5,          "The registry has the artifact sha256:05, approved is sha256:55 and served is (none)."

- name: a first version has nothing to go back to; one whose predecessors are gone from the registry has lost it
  given:
    ai_model_version: |
      model_id, version, created_by, validated_by, validated_at, promoted_by, promoted_at, eval_ref, risk_tier
      first,    1,       ann,        val,          2025-01-01,   ops,         2026-02-01,  e,        2
      named,    spring,  ann,        val,          2025-01-01,   ops,         2026-02-01,  e,        2
      drafts,   1,       ann,        val,          2025-01-01,   ,            ,            e,        2
      drafts,   2,       ann,        val,          2025-01-01,   ops,         2026-02-01,  e,        2
      gone,     v4,      ann,        val,          2025-01-01,   ops,         2026-02-01,  e,        2
      gone,     v5,      ann,        val,          2025-01-01,   ops,         2026-03-01,  e,        2
      back,     2,       ann,        val,          2025-01-01,   ops,         2026-03-01,  e,        2
      back,     3,       ann,        val,          2025-01-01,   ops,         2026-02-01,  e,        2
    approval: |
      subject_type, subject_id, subject_rev, approver_id, decision, decided_at
      model,        first,      1,           bob,         approved, 2026-01-01
      model,        named,      spring,      bob,         approved, 2026-01-01
      model,        drafts,     2,           bob,         approved, 2026-01-01
      model,        gone,       v4,          bob,         approved, 2026-01-01
      model,        gone,       v5,          bob,         approved, 2026-01-01
      model,        back,       2,           bob,         approved, 2026-01-01
      model,        back,       3,           bob,         approved, 2026-01-01
  expect:
    population: 7
    exceptions: |
      model_id, version, reason_code, reason
      gone,     v4,      R7,          The registry holds no version of the model before v4.
---*/
