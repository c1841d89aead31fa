/*---
id: ai-training-data-provenance
version: 3
title: Training or retrieval data that was not approved or was altered
objective: Data used to train, tune or ground models is authorised, traceable and unaltered.
kind: both
severity: high
reads: [ai_model_version, ai_dataset_version]
optional: [audit_event]
key: [model_id, version, dataset_id]
params:
  active_stages: {type: "text[]", default: [production, prod, live, active, deployed, approved], means: "stages, in lower case, of a model in use"}
  retired_stages: {type: "text[]", default: [retired, archived, decommissioned], means: "stages, in lower case, of a model out of use"}
  approved_licences: {type: "text[]", default: [internal, own, contract, commercial, consent, public domain, cc0-1.0, cc-by-4.0, mit, apache-2.0, bsd-3-clause], means: "licences and legal grounds, in lower case, that are approved"}
  approved_sources: {type: "text[]", default: [], means: "beginnings of source addresses that are approved; any when empty"}
  class_order: {type: "text[]", default: [none, public, internal, pseudonymised, personal, sensitive], means: "classes of personal data, in lower case, from the lowest to the highest"}
  class_by_tier: {type: "text[]", default: ["1=sensitive", "2=personal", "3=pseudonymised", "4=internal"], means: highest class that a risk tier allows}
  pipeline_principals: {type: "text[]", default: [], means: "actors, in lower case, that may write training data"}
controls:
  nist-ai-rmf-1.0: [MAP 4.1, MEASURE 2.10]
  iso-42001-2023: [A.7.2, A.7.3, A.7.4, A.7.5]
  mitre-atlas-5.6.0: [AML.T0020, AML.T0059]
reasons:
  R1: the data, its version or its hash is not recorded
  R2: the data read for the training is not the data approved
  R3: not approved, or approved after the training
  R4: the source or licence is not approved
  R5: the class of personal data is above what the risk tier allows
  R6: written by somebody outside the pipeline between approval and training
  I1: the time of the training is unknown
  I2: the licence, the class of personal data or the risk tier is unknown
  X1: a vendor's model, whose training data is the vendor's to attest
limits:
  - An item is a model version in use at the audit date and one of the data sets that it names; several are separated by semicolons, and
    so are their hashes; one hash stands for each of them. A name such as payments@3 or payments:3 names the version too; otherwise the
    version with the hash of the training counts, or else the last one made before the training.
  - Hashes are compared without the name of their method, as in sha256:…
  - A hash shows alteration only if it covers the content; overwritten objects behind the same manifest are not seen.
  - Writes are found by the bucket and the path of the source address in successful events of cloud logs; logs must record data events.
  - R7, overlap of training and evaluation data, needs the hashes of records, which no export carries; it is not tested.
  - Online learning has no single moment of training; give the manifest of each window as a version.
---*/

-- +used: model versions in use, one row per data set named, with the hash of the same place
SELECT DISTINCT model_id, version, provider, risk_tier, trained_at, TRIM(item) AS named, TRIM(CASE WHEN len(hashes) = 1 THEN hashes[1] ELSE hashes[nth] END) AS hash
FROM (
  SELECT model_id, version, provider, risk_tier, trained_at, hashes, UNNEST(items) AS item, generate_subscripts(items, 1) AS nth
  FROM (
    SELECT
      model_id, version, provider, risk_tier, trained_at, string_split(regexp_replace(LOWER(dataset_hash), '\bsha-?256:', '', 'g'), ';') AS hashes,
      string_split(COALESCE(NULLIF(dataset_id, ''), '(none)'), ';') AS items
    FROM ai_model_version
    WHERE COALESCE(retired_at > $as_of, TRUE)
      AND (contains($active_stages, LOWER(stage)) OR promoted_at <= $as_of AND NOT COALESCE(contains($retired_stages, LOWER(stage)), FALSE))
  ) AS v
) AS u;

-- +record: the recorded versions of data by each name that a model may have for them
SELECT u.named, d.version, regexp_replace(LOWER(d.content_hash), '^sha-?256:', '') AS content_hash, d.source_uri, d.licence, d.pii_class, d.approved_at, d.created_at
FROM ai_dataset_version AS d
CROSS JOIN UNNEST([d.dataset_id, concat(d.dataset_id, '@', d.version), concat(d.dataset_id, ':', d.version)]) AS u(named);

-- +population: one row per model version in use and data set, with the version of the data that counts
SELECT
  u.model_id, u.version, u.named AS dataset_id, u.provider, u.risk_tier, u.trained_at, u.hash, d.version AS dataset_version,
  d.content_hash, d.source_uri, LOWER(TRIM(d.licence)) AS licence, LOWER(d.pii_class) AS pii_class, d.approved_at
FROM used AS u
LEFT JOIN record AS d ON d.named = u.named
QUALIFY row_number() OVER (
  PARTITION BY u.model_id, u.version, u.named
  ORDER BY COALESCE(d.content_hash = u.hash, FALSE) DESC, COALESCE(d.created_at <= u.trained_at, FALSE) DESC, d.created_at DESC, d.version DESC) = 1;

-- +written: successful writes to storage by others than the pipeline, with bucket and path
SELECT
  event_at, COALESCE(actor_name, actor_id, 'an unknown actor') AS actor, action,
  regexp_extract(resource, '^(?:arn:[a-z-]+:s3:::|//storage\.googleapis\.com/|projects/_/buckets/|[a-z0-9]+://)?([^/]+)/?(?:objects/)?(.*)$', 1) AS bucket,
  regexp_extract(resource, '^(?:arn:[a-z-]+:s3:::|//storage\.googleapis\.com/|projects/_/buckets/|[a-z0-9]+://)?([^/]+)/?(?:objects/)?(.*)$', 2) AS path
FROM audit_event
WHERE result = 'success'
  AND COALESCE(NOT read_only, regexp_like(LOWER(action), '(put|delete|create|update|write|copy|restore|upload|insert|patch)'))
  AND NOT COALESCE(list_contains($pipeline_principals, LOWER(actor_id)), FALSE)
  AND NOT COALESCE(list_contains($pipeline_principals, LOWER(actor_name)), FALSE)
  AND NOT COALESCE(list_contains($pipeline_principals, LOWER(session_issuer)), FALSE);

-- +tampered: the writes between approval and training, once for all items with the same place and times
SELECT p.source_uri, p.approved_at, p.trained_at, COUNT(*) AS writes, MIN(w.event_at) AS first_at, first(w.actor ORDER BY w.event_at, w.actor) AS actor
FROM (
  SELECT
    source_uri, approved_at, trained_at,
    regexp_extract(source_uri, '^[a-z0-9]+://([^/]+)/?(.*)$', 1) AS bucket, rtrim(regexp_extract(source_uri, '^[a-z0-9]+://([^/]+)/?(.*)$', 2), '/') AS path
  FROM population
  GROUP BY source_uri, approved_at, trained_at
) AS p
JOIN written AS w ON w.bucket = p.bucket AND w.event_at >= p.approved_at AND w.event_at <= p.trained_at
  AND (w.path = '' OR p.path = '' OR starts_with(concat(w.path, '/'), concat(p.path, '/')))
GROUP BY p.source_uri, p.approved_at, p.trained_at;

-- +judged: each item with what speaks against it
SELECT
  model_id, version, dataset_id, p.provider, p.risk_tier, p.trained_at, p.hash, p.dataset_version, p.content_hash, p.source_uri, p.licence, p.pii_class, p.approved_at,
  t.writes, t.first_at, t.actor, c.allowed,
  p.hash IS NULL OR p.content_hash IS NULL AS unrecorded,
  p.hash <> p.content_hash AS altered,
  p.dataset_version IS NOT NULL AND (p.approved_at IS NULL OR p.approved_at > p.trained_at) AS unapproved,
  NOT list_contains($approved_licences, p.licence)
    OR len($approved_sources) > 0 AND NOT list_bool_or(list_transform($approved_sources, lambda s: starts_with(p.source_uri, s))) AS unlicensed,
  list_position($class_order, p.pii_class) > list_position($class_order, c.allowed) AS too_personal,
  CASE
    WHEN p.trained_at IS NULL THEN 'I1'
    WHEN p.licence IS NULL OR list_position($class_order, p.pii_class) IS NULL OR c.allowed IS NULL THEN 'I2'
  END AS unknown
FROM population AS p
LEFT JOIN tampered AS t USING (source_uri, approved_at, trained_at)
LEFT JOIN (SELECT split_part(item, '=', 1) AS tier, split_part(item, '=', 2) AS allowed FROM (SELECT UNNEST($class_by_tier) AS item) AS u) AS c
  ON c.tier = CAST(p.risk_tier AS VARCHAR);

-- +exceptions: data that is not recorded, not approved, altered or beyond what is allowed
SELECT
  model_id, version, dataset_id, 'R1' AS reason_code,
  concat_ws(' ', 'Not recorded:', array_join(list_filter([
    CASE WHEN dataset_version IS NULL THEN concat('the data set ', dataset_id) END,
    CASE WHEN hash IS NULL THEN 'the hash at the training' END,
    CASE WHEN dataset_version IS NOT NULL AND content_hash IS NULL THEN 'the hash of the approved version' END], lambda x: x IS NOT NULL), ', ') || '.') AS reason
FROM judged
WHERE unrecorded AND provider IS DISTINCT FROM 'vendor'
UNION ALL
SELECT
  model_id, version, dataset_id, 'R2', concat('The hash at the training is ', hash, ' and that of version ', dataset_version, ' is ', content_hash, '.')
FROM judged
WHERE altered AND provider IS DISTINCT FROM 'vendor'
UNION ALL
SELECT
  model_id, version, dataset_id, 'R3',
  concat('Version ', dataset_version, COALESCE(' was approved at ' || CAST(approved_at AS VARCHAR) || ' and used for the training at ' || CAST(trained_at AS VARCHAR), ' was not approved'), '.')
FROM judged
WHERE unapproved AND provider IS DISTINCT FROM 'vendor'
UNION ALL
SELECT model_id, version, dataset_id, 'R4', concat('The licence is "', COALESCE(licence, 'unknown'), '" and the source ', COALESCE(source_uri, 'unknown'), ', of which one is not approved.')
FROM judged
WHERE unlicensed AND provider IS DISTINCT FROM 'vendor'
UNION ALL
SELECT
  model_id, version, dataset_id, 'R5', concat('The data is ', pii_class, ', and risk tier ', CAST(risk_tier AS VARCHAR), ' allows ', allowed, ' at most.')
FROM judged
WHERE too_personal AND provider IS DISTINCT FROM 'vendor'
UNION ALL
SELECT
  model_id, version, dataset_id, 'R6',
  concat('The data was written ', CAST(writes AS VARCHAR), ' times between approval and training, first at ', CAST(first_at AS VARCHAR), ' by ', actor, '.')
FROM judged
WHERE writes > 0 AND provider IS DISTINCT FROM 'vendor';

-- +indeterminate: data that does not fail and cannot be judged in full
SELECT
  model_id, version, dataset_id, j.unknown AS reason_code,
  CASE j.unknown WHEN 'I1' THEN 'The version has no time of training.' ELSE 'The licence, the class of personal data or the risk tier is unknown.' END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (model_id, version, dataset_id)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL AND j.provider IS DISTINCT FROM 'vendor';

-- +excluded: vendors' models
SELECT model_id, version, dataset_id, 'X1' AS reason_code, concat(model_id, ' is a vendor''s model.') AS reason
FROM population
WHERE provider = 'vendor';

/*--- cases
- name: recorded, unaltered and approved in time; forms of the name; models in use
  given:
    ai_model_version: |
      model_id, version, provider, risk_tier, stage,      promoted_at, retired_at, trained_at,           dataset_id,  dataset_hash
      ok,       1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, d,           SHA:1
      named,    1,       internal, 2,         ,           2026-07-01,  ,           2026-02-01T00:00:00Z, d@1;e:7,     sha:1
      none,     1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, ,            sha:1
      nohash,   1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, d,
      strange,  1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, zzz,         sha:1
      other,    1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, d,           sha:9
      version2, 1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, d@2,         sha:1
      late,     1,       internal, 2,         Production, ,            ,           2026-01-15T00:00:00Z, d,           sha:2
      never,    1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, n,           sha:3
      edge,     1,       internal, 2,         Production, ,            ,           2026-01-20T00:00:00Z, d,           sha:2
      blind,    1,       internal, 2,         Production, ,            ,           ,                     d,           sha:1
      vendor,   1,       vendor,   2,         Production, ,            ,           ,                     ,
      staged,   1,       internal, 2,         Staging,    2026-07-02,  ,           2026-02-01T00:00:00Z, ,
      gone,     1,       internal, 2,         Production, ,            2026-07-01, 2026-02-01T00:00:00Z, ,
      unhashed, 1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, u,           sha:1
      old,      1,       internal, 2,         Archived,   2026-01-02,  ,           2026-02-01T00:00:00Z, ,
      pair,     1,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, d@2 ; e@7,   SHA256:sha:2; sha:1
      pair,     2,       internal, 2,         Production, ,            ,           2026-02-01T00:00:00Z, d@2;e@7;s3://b/x, sha:1;sha:2
    ai_dataset_version: |
      dataset_id, version, content_hash, licence,  pii_class, approved_at,          created_at
      d,          1,       sha:1,        Internal, none,      2026-01-02T00:00:00Z, 2026-01-01
      d,          2,       sha:2,        internal, none,      2026-01-20T00:00:00Z, 2026-01-10
      e,          7,       sha:1,        internal, none,      2026-01-02T00:00:00Z, 2026-01-01
      e,          8,       sha:8,        internal, none,      ,                     2026-01-01
      n,          1,       sha:3,        internal, none,      ,                     2026-01-01
      u,          1,       ,             internal, none,      2026-01-02T00:00:00Z, 2026-01-01
      d,          3,       sha:4,        internal, none,      2026-01-20T00:00:00Z, 2026-03-01
      s3://b/x,   1,       sha-256:sha:1, internal, none,     2026-01-20T00:00:00Z, 2026-01-01
  expect:
    population: 19
    exceptions: |
      model_id, version, dataset_id, reason_code, reason
      none,     1,       (none),     R1,          Not recorded: the data set (none).
      nohash,   1,       d,          R1,          Not recorded: the hash at the training.
      strange,  1,       zzz,        R1,          Not recorded: the data set zzz.
      unhashed, 1,       u,          R1,          Not recorded: the hash of the approved version.
      other,    1,       d,          R2,          The hash at the training is sha:9 and that of version 2 is sha:2.
      version2, 1,       d@2,        R2,          The hash at the training is sha:1 and that of version 2 is sha:2.
      pair,     2,       d@2,        R2,          The hash at the training is sha:1 and that of version 2 is sha:2.
      pair,     2,       e@7,        R2,          The hash at the training is sha:2 and that of version 7 is sha:1.
      pair,     2,       s3://b/x,   R1,          Not recorded: the hash at the training.
      late,     1,       d,          R3,          Version 2 was approved at 2026-01-20 00:00:00+00 and used for the training at 2026-01-15 00:00:00+00.
      never,    1,       n,          R3,          Version 1 was not approved.
    indeterminate: |
      model_id, version, dataset_id, reason_code, reason
      blind,    1,       d,          I1,          The version has no time of training.
    excluded: |
      model_id, version, dataset_id, reason_code, reason
      vendor,   1,       (none),     X1,          vendor is a vendor's model.

- name: licence, source and class of personal data
  params: {approved_sources: ["s3://own/"], class_by_tier: ["1=sensitive", "2=internal"]}
  given:
    ai_model_version: |
      model_id, version, provider, risk_tier, stage,      trained_at, dataset_id, dataset_hash
      m,        1,       internal, 2,         production, 2026-02-01, fine,       h
      m,        2,       internal, 2,         production, 2026-02-01, scraped,    h
      m,        3,       internal, 2,         production, 2026-02-01, foreign,    h
      m,        4,       internal, 2,         production, 2026-02-01, personal,   h
      m,        5,       internal, 1,         production, 2026-02-01, personal,   h
      m,        6,       internal, 2,         production, 2026-02-01, nolicence,  h
      m,        7,       internal, 2,         production, 2026-02-01, noclass,    h
      m,        8,       internal, 2,         production, 2026-02-01, oddclass,   h
      m,        9,       internal, ,          production, 2026-02-01, fine,       h
      m,        10,      internal, 3,         production, 2026-02-01, fine,       h
      m,        11,      internal, 2,         production, 2026-02-01, nosource,   h
      v,        1,       vendor,   2,         production, 2026-02-01, scraped,    h
      v,        2,       vendor,   2,         production, 2026-02-01, personal,   x
      v,        3,       vendor,   2,         production, 2025-02-01, fine,       h
    ai_dataset_version: |
      dataset_id, version, content_hash, source_uri,   licence,  pii_class, approved_at
      fine,       1,       h,            s3://own/a,   MIT,      Internal,  2026-01-01
      scraped,    1,       h,            s3://own/b,   none,     none,      2026-01-01
      foreign,    1,       h,            s3://bought/, mit,      none,      2026-01-01
      personal,   1,       h,            s3://own/c,   mit,      personal,  2026-01-01
      nolicence,  1,       h,            s3://own/d,   ,         none,      2026-01-01
      noclass,    1,       h,            s3://own/e,   mit,      ,          2026-01-01
      oddclass,   1,       h,            s3://own/f,   mit,      secret,    2026-01-01
      nosource,   1,       h,            ,             mit,      none,      2026-01-01
  expect:
    population: 14
    exceptions: |
      model_id, version, dataset_id, reason_code, reason
      m,        2,       scraped,    R4,          "The licence is ""none"" and the source s3://own/b, of which one is not approved."
      m,        3,       foreign,    R4,          "The licence is ""mit"" and the source s3://bought/, of which one is not approved."
      m,        4,       personal,   R5,          "The data is personal, and risk tier 2 allows internal at most."
    indeterminate: |
      model_id, version, dataset_id, reason_code, reason
      m,        6,       nolicence,  I2,          "The licence, the class of personal data or the risk tier is unknown."
      m,        7,       noclass,    I2,          "The licence, the class of personal data or the risk tier is unknown."
      m,        8,       oddclass,   I2,          "The licence, the class of personal data or the risk tier is unknown."
      m,        9,       fine,       I2,          "The licence, the class of personal data or the risk tier is unknown."
      m,        10,      fine,       I2,          "The licence, the class of personal data or the risk tier is unknown."
    excluded: |
      model_id, version, dataset_id, reason_code, reason
      v,        1,       scraped,    X1,          v is a vendor's model.
      v,        2,       personal,   X1,          v is a vendor's model.
      v,        3,       fine,       X1,          v is a vendor's model.

- name: writes between approval and training - by the pipeline, before and after, elsewhere, reads, failures; two clouds
  params: {pipeline_principals: [pipe, "arn:role/etl", etl@corp]}
  given:
    ai_model_version: |
      model_id, version, provider, risk_tier, stage,      trained_at,           dataset_id, dataset_hash
      aws,      1,       internal, 2,         production, 2026-02-01T00:00:00Z, a,          h
      gcp,      1,       internal, 2,         production, 2026-02-01T00:00:00Z, g,          h
      calm,     1,       internal, 2,         production, 2026-02-01T00:00:00Z, c,          h
      bucket,   1,       internal, 2,         production, 2026-02-01T00:00:00Z, b,          h
      vend,     1,       vendor,   2,         production, 2026-02-01T00:00:00Z, a,          h
    ai_dataset_version: |
      dataset_id, version, content_hash, source_uri,         licence, pii_class, approved_at
      a,          1,       h,            s3://train/pay/v1/, mit,     none,      2026-01-01T00:00:00Z
      g,          1,       h,            gs://rag/faq,       mit,     none,      2026-01-01T00:00:00Z
      c,          1,       h,            s3://calm/x/,       mit,     none,      2026-01-01T00:00:00Z
      b,          1,       h,            s3://whole/,        mit,     none,      2026-01-01T00:00:00Z
    audit_event: |
      provider, event_id, event_at,             actor_id, actor_name, session_issuer, action,                 resource,                                   result,  read_only
      aws,      1,        2026-01-02T00:00:00Z, AID1,     mallory,    ,               PutObject,              arn:aws:s3:::train/pay/v1/part-1,           success, false
      aws,      2,        2026-01-01T00:00:00Z, AID2,     ,           ,               DeleteObject,           arn:aws:s3:::train/pay/v1/part-2,           success, false
      gcp,      3,        2026-02-01T00:00:00Z, ,         ,           ,               storage.objects.create, projects/_/buckets/rag/objects/faq/1.json,  success,
      aws,      4,        2026-01-02T00:00:00Z, PIPE,     ,           ,               PutObject,              arn:aws:s3:::calm/x/1,                      success, false
      aws,      5,        2026-01-02T00:00:00Z, AID3,     ,           arn:role/ETL,   PutObject,              arn:aws:s3:::calm/x/1,                      success, false
      aws,      6,        2026-01-02T00:00:00Z, AID3,     etl@corp,   ,               PutObject,              arn:aws:s3:::calm/x/1,                      success, false
      aws,      7,        2025-12-31T23:59:59Z, AID1,     ,           ,               PutObject,              arn:aws:s3:::calm/x/1,                      success, false
      aws,      8,        2026-02-01T00:00:01Z, AID1,     ,           ,               PutObject,              arn:aws:s3:::calm/x/1,                      success, false
      aws,      9,        2026-01-02T00:00:00Z, AID1,     ,           ,               PutObject,              arn:aws:s3:::calm/y/1,                      success, false
      aws,      10,       2026-01-02T00:00:00Z, AID1,     ,           ,               GetObject,              arn:aws:s3:::calm/x/1,                      success, true
      aws,      11,       2026-01-02T00:00:00Z, AID1,     ,           ,               PutObject,              arn:aws:s3:::calm/x/1,                      failure, false
      gcp,      12,       2026-01-02T00:00:00Z, AID1,     ,           ,               storage.objects.get,    projects/_/buckets/calm/objects/x/1,        success,
      aws,      13,       2026-01-02T00:00:00Z, AID1,     ,           ,               DeleteBucket,           arn:aws:s3:::whole,                         success, false
      aws,      15,       2026-01-02T00:00:00Z, AID1,     ,           ,               PutObject,              arn:aws:s3:::calm/x2/1,                     success, false
      aws,      14,       2026-01-02T00:00:00Z, AID1,     ,           ,               PutBucketPolicy,        arn:aws:s3:::calmer,                        success, false
  expect:
    population: 5
    exceptions: |
      model_id, version, dataset_id, reason_code, reason
      aws,      1,       a,          R6,          "The data was written 2 times between approval and training, first at 2026-01-01 00:00:00+00 by AID2."
      gcp,      1,       g,          R6,          "The data was written 1 times between approval and training, first at 2026-02-01 00:00:00+00 by an unknown actor."
      bucket,   1,       b,          R6,          "The data was written 1 times between approval and training, first at 2026-01-02 00:00:00+00 by AID1."
    excluded: |
      model_id, version, dataset_id, reason_code, reason
      vend,     1,       a,          X1,          vend is a vendor's model.
---*/
