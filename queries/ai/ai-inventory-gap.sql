/*---
id: ai-inventory-gap
version: 3
title: Models in use that the inventory does not hold, or holds badly
objective: All AI systems and vendor models are inventoried, owned, classed by risk, and taken out when they are retired.
kind: both
severity: high
reads: [ai_model_version, ai_invocation]
optional: [asset, secret_meta]
key: [item_id]
params:
  lookback_days: {type: integer, default: 90, unit: days, means: time before the audit date in which use counts}
  endpoint_types: {type: text, default: "(sagemaker.*endpoint|aiplatform.*endpoint|cognitiveservices|bedrock|inference)", means: pattern of the types of assets that serve models}
  active_stages: {type: "text[]", default: [production, prod, live, active, deployed, approved], means: "stages, in lower case, of a model in use"}
  retired_stages: {type: "text[]", default: [retired, archived, decommissioned], means: "stages, in lower case, of a model out of use"}
  floating_versions: {type: "text[]", default: [latest, default, auto, current, "*"], means: "versions, in lower case, that name no version"}
controls:
  nist-ai-rmf-1.0: [GOVERN 1.6, MAP 4.1]
  iso-42001-2023: [A.4.2]
  nist-800-53r5: [CM-8, PM-5]
  iso-27001-2022: [A.5.9]
reasons:
  R1: in use and not in the inventory
  R2: in the inventory without owner, purpose, risk tier or classes of data
  R3: in the inventory as retired and used since
  R4: in the inventory as active and not used
  R5: the version of a vendor's model is not recorded
  I1: calls that name neither model nor endpoint
  I2: retired at an unknown time and used in the lookback
  I3: not used, and the inventory does not say whether it is active
limits:
  - An item is a model of the inventory, or a name in use that the inventory does not know. A call belongs to a model when its model or
    endpoint is, in any case and without a provider before a slash, the model's id, name, alias, endpoint, or id and version.
  - All rows of a model count together, so a registry and an inventory sheet may complete each other; retired versions do not count for R2.
  - Keys of model providers are matched by their scope; what is embedded in software as a service or called from a notebook past the
    gateway is in no log. Network logs are the source for that, and are not read.
  - A dated version in a call, such as gpt-4o-2024-08-06, is R5 when the model is the vendor's and that version is not in the inventory.
---*/

-- +known: every name by which a model may be called
SELECT DISTINCT model_id, LOWER(TRIM(name)) AS name
FROM (
  SELECT model_id, UNNEST(list_concat([model_id, name, endpoint_id, concat(model_id, '-', version)], string_split(alias, ','))) AS name
  FROM ai_model_version
) AS names;

-- +call: every call until the audit date with the names that it gives
SELECT
  event_at, COALESCE(app_id, principal_id, '(unknown)') AS app, COALESCE(model_id, endpoint_id) AS shown,
  LOWER(regexp_extract(model_id, '([^/]*)$', 1)) AS by_model, LOWER(endpoint_id) AS by_endpoint, LOWER(model_id) AS by_full
FROM ai_invocation
WHERE event_at <= $as_of;

-- +used: the names in calls with the models they belong to, by model or endpoint, and the last call
SELECT c.shown, k.model_id, MAX(c.event_at) AS last_at
FROM (
  SELECT shown, name, MAX(event_at) AS event_at
  FROM (SELECT event_at, shown, UNNEST([by_model, by_full, by_endpoint]) AS name FROM call) AS n
  GROUP BY shown, name
) AS c
JOIN known AS k ON k.name = c.name
GROUP BY c.shown, k.model_id;

-- +seen: names in use in the lookback that no model has, from calls, serving endpoints and keys of providers
SELECT
  c.shown AS item_id,
  concat(CAST(COUNT(*) AS VARCHAR), ' calls, the last at ', CAST(MAX(c.event_at) AS VARCHAR), ' by ',
    COALESCE(first(c.app ORDER BY c.event_at DESC, c.app), 'an unknown caller')) AS what
FROM call AS c
LEFT JOIN (SELECT DISTINCT shown FROM used) AS u ON u.shown = c.shown
WHERE c.shown IS NOT NULL AND u.shown IS NULL AND c.event_at > date_add('day', -$lookback_days, $as_of)
GROUP BY c.shown
UNION ALL
SELECT a.asset_id, concat('an asset of type ', MIN(a.asset_type))
FROM (SELECT asset_id, asset_type, UNNEST([LOWER(asset_id), LOWER(name)]) AS name FROM asset WHERE regexp_like(LOWER(asset_type), $endpoint_types)) AS a
LEFT JOIN known AS k ON k.name = a.name
GROUP BY a.asset_id
HAVING COUNT(k.name) = 0
UNION ALL
SELECT concat('key:', s.secret_id), concat('a key for ', COALESCE(MIN(s.scope), 'an unknown model'))
FROM secret_meta AS s
LEFT JOIN known AS k ON k.name = LOWER(s.scope)
WHERE s.kind = 'llm_key' AND s.enabled IS DISTINCT FROM FALSE AND k.name IS NULL
GROUP BY s.secret_id;

-- +standing: what the versions of each model that are not retired by date say of it
SELECT
  model_id, MAX(owner_id) AS owner_id, MAX(purpose) AS purpose, MAX(risk_tier) AS risk_tier, MAX(len(data_classes)) AS classes,
  bool_and(COALESCE(list_contains($retired_stages, LOWER(stage)), FALSE)) AS out_of_use,
  bool_or(COALESCE(list_contains($active_stages, LOWER(stage)) OR promoted_at <= $as_of, FALSE)) AS active,
  bool_or(COALESCE(stage, CAST(promoted_at AS VARCHAR)) IS NULL) AS unclear,
  MIN(promoted_at) AS promoted_at,
  MAX(version) FILTER (WHERE provider = 'vendor' AND list_contains($floating_versions, LOWER(version))) AS floating
FROM ai_model_version
WHERE COALESCE(retired_at > $as_of, TRUE)
GROUP BY model_id;

-- +model: each model of the inventory; the time of its retirement is known when all its versions have one
SELECT
  v.model_id, COALESCE(s.out_of_use, TRUE) AS retired, CASE WHEN s.model_id IS NULL THEN v.retired_at END AS retired_at, s.active, s.unclear, s.promoted_at, s.floating,
  s.owner_id, s.purpose, s.risk_tier, s.classes
FROM (SELECT model_id, MAX(retired_at) AS retired_at FROM ai_model_version GROUP BY model_id) AS v
LEFT JOIN standing AS s ON s.model_id = v.model_id;

-- +population: one row per model of the inventory, per unknown name in use, and per application whose calls name nothing
SELECT model_id AS item_id, 'inventory' AS kind FROM model
UNION ALL
SELECT item_id, 'use' FROM seen
UNION ALL
SELECT DISTINCT concat('app:', app), 'nameless' FROM call WHERE shown IS NULL AND event_at > date_add('day', -$lookback_days, $as_of);

-- +dated: unknown names that are a dated version of a vendor's model
SELECT s.item_id, MIN(m.model_id) AS model_id
FROM seen AS s
JOIN ai_model_version AS m
  ON m.provider = 'vendor'
  AND LOWER(m.model_id) = LOWER(regexp_extract(s.item_id, '([^/]*)[-@:](\d{4}-\d{2}-\d{2}|\d{8}|latest)(-v\d+(:\d+)?)?$', 1))
GROUP BY s.item_id;

-- +last_use: the last call of each model, and whether it is in the lookback
SELECT model_id, MAX(last_at) AS last_at, MAX(last_at) > date_add('day', -$lookback_days, $as_of) AS recent
FROM used
GROUP BY model_id;

-- +judged: each model with what speaks against it
SELECT
  m.model_id, m.retired_at, m.floating, u.last_at, m.promoted_at,
  array_join(list_filter([
    CASE WHEN m.owner_id IS NULL THEN 'owner' END, CASE WHEN m.purpose IS NULL THEN 'purpose' END,
    CASE WHEN m.risk_tier IS NULL THEN 'risk tier' END, CASE WHEN COALESCE(m.classes, 0) = 0 THEN 'classes of data' END], lambda x: x IS NOT NULL), ', ') AS lacks,
  m.retired,
  u.last_at > m.retired_at AS used_since,
  NOT m.retired AND m.active AND u.recent IS NOT TRUE AND COALESCE(m.promoted_at <= date_add('day', -$lookback_days, $as_of), TRUE) AS unused,
  CASE
    WHEN m.retired AND m.retired_at IS NULL AND u.recent THEN 'I2'
    WHEN m.active IS FALSE AND m.unclear AND u.recent IS NOT TRUE THEN 'I3'
  END AS unknown
FROM model AS m
LEFT JOIN last_use AS u ON u.model_id = m.model_id;

-- +exceptions: gaps between what is used and what is inventoried
SELECT s.item_id, 'R1' AS reason_code, concat('"', s.item_id, '" is not in the inventory; its use is shown by ', s.what, '.') AS reason
FROM seen AS s
LEFT JOIN dated AS d ON d.item_id = s.item_id
WHERE d.item_id IS NULL
UNION ALL
SELECT model_id, 'R2', concat('The inventory has no ', lacks, ' for ', model_id, '.') FROM judged WHERE lacks <> '' AND NOT retired
UNION ALL
SELECT model_id, 'R3', concat(model_id, ' was retired at ', CAST(retired_at AS VARCHAR), ' and last called at ', CAST(last_at AS VARCHAR), '.') FROM judged WHERE used_since
UNION ALL
SELECT
  model_id, 'R4', concat(model_id, ' is in the inventory as active and ', COALESCE('was last called at ' || CAST(last_at AS VARCHAR), 'was never called'), '.')
FROM judged
WHERE unused
UNION ALL
SELECT model_id, 'R5', concat('The inventory has the version "', floating, '" of ', model_id, ', which is no version.') FROM judged WHERE floating IS NOT NULL
UNION ALL
SELECT item_id, 'R5', concat('The version of ', model_id, ' that "', item_id, '" names is not in the inventory.') FROM dated;

-- +indeterminate: models and calls of which it is unknown what they are
SELECT
  model_id AS item_id, unknown AS reason_code,
  CASE unknown
    WHEN 'I2' THEN concat(model_id, ' is retired at an unknown time and was called at ', CAST(last_at AS VARCHAR), '.')
    ELSE concat(model_id, ' was not called, and has neither a stage nor a date of promotion.')
  END AS reason
FROM judged
WHERE unknown IS NOT NULL AND model_id NOT IN (SELECT item_id FROM exceptions)
UNION ALL
SELECT item_id, 'I1', 'Calls of this application name neither model nor endpoint.' FROM population WHERE kind = 'nameless';

/*--- cases
- name: names in use and in the inventory - id, alias, name, endpoint, version, provider before a slash, another case
  given:
    ai_model_version: |
      model_id, version,    name,   purpose, risk_tier, owner_id, provider, stage,      alias,          endpoint_id, data_classes
      fraud,    7,          Fraud,  scores,  1,         ann,      internal, Production, "champion, Hot", ep-1,       "[""customer""]"
      gpt-4o,   2024-08-06, GPT-4o, answers, 2,         bob,      vendor,   production, ,               ,            "[""none""]"
    ai_invocation: |
      source,   request_id, tool_seq, event_at,             app_id, model_id,          endpoint_id
      gateway,  1,          0,        2026-06-01T00:00:00Z, shop,   FRAUD,
      gateway,  2,          0,        2026-06-01T00:00:00Z, shop,   hot,
      gateway,  3,          0,        2026-06-01T00:00:00Z, shop,   ,                  EP-1
      gateway,  4,          0,        2026-06-01T00:00:00Z, shop,   openai/gpt-4o,
      gateway,  5,          0,        2026-06-01T00:00:00Z, shop,   gpt-4o-2024-08-06,
      gateway,  6,          0,        2026-06-01T00:00:00Z, shop,   other-name,        ep-1
      gateway,  7,          0,        2026-06-01T00:00:00Z, shop,   llama,             ep-9
      gateway,  8,          0,        2026-06-02T00:00:00Z, lab,    llama,
      provider, 9,          0,        2026-06-02T00:00:00Z, lab,    gpt-4o-2024-11-20,
      provider, 10,         0,        2026-06-02T00:00:00Z, lab,    fraud-2026-01-01,
      gateway,  11,         0,        2026-04-02T00:00:00Z, lab,    old-model,
      gateway,  12,         0,        2026-07-01T00:00:01Z, lab,    new-model,
      gateway,  13,         0,        2026-06-02T00:00:00Z, lab,    ,
      gateway,  16,         0,        2026-06-03T00:00:00Z, lab,    ,
      gateway,  14,         0,        2026-04-02T00:00:00Z, ,       ,
      gateway,  15,         0,        2026-06-02T00:00:00Z, ,       ,                  ep-7
    asset: |
      asset_id,       asset_type,             name
      arn:ep/ep-1,    aws_sagemaker_endpoint, ep-1
      arn:ep/shadow,  aws_sagemaker_endpoint, shadow
      arn:db/shadow,  aws_rds_instance,       db
    secret_meta: |
      secret_id, kind,    scope,   enabled
      k1,        llm_key, gpt-4o,  true
      k2,        llm_key, mistral, true
      k3,        llm_key, mistral, false
      k4,        llm_key, ,
      k5,        api_key, mistral, true
  expect:
    population: 10
    exceptions: |
      item_id,           reason_code, reason
      llama,             R1,          """llama"" is not in the inventory; its use is shown by 2 calls, the last at 2026-06-02 00:00:00+00 by lab."
      ep-7,              R1,          """ep-7"" is not in the inventory; its use is shown by 1 calls, the last at 2026-06-02 00:00:00+00 by (unknown)."
      fraud-2026-01-01,  R1,          """fraud-2026-01-01"" is not in the inventory; its use is shown by 1 calls, the last at 2026-06-02 00:00:00+00 by lab."
      arn:ep/shadow,     R1,          """arn:ep/shadow"" is not in the inventory; its use is shown by an asset of type aws_sagemaker_endpoint."
      key:k2,            R1,          """key:k2"" is not in the inventory; its use is shown by a key for mistral."
      key:k4,            R1,          """key:k4"" is not in the inventory; its use is shown by a key for an unknown model."
      gpt-4o-2024-11-20, R5,          "The version of gpt-4o that ""gpt-4o-2024-11-20"" names is not in the inventory."
    indeterminate: |
      item_id,           reason_code, reason
      app:lab,           I1,          Calls of this application name neither model nor endpoint.

- name: what the inventory must say; rows of a model complete each other, retired ones do not
  given:
    ai_model_version: |
      model_id, version, purpose, risk_tier, owner_id, provider, stage,      retired_at, data_classes
      full,     1,       ,        ,          ,         internal, Production, ,           "[""none""]"
      full,     sheet,   scores,  1,         ann,      internal, ,           ,
      bare,     1,       ,        ,          ,         internal, Production, ,           []
      old,      1,       scores,  1,         ann,      internal, Production, ,
      old,      0,       ,        ,          ,         internal, Archived,   2026-01-01, "[""none""]"
      off,      1,       ,        ,          ,         internal, Production, 2026-01-01,
    ai_invocation: |
      source,   request_id, tool_seq, event_at,             model_id
      gateway,  1,          0,        2026-06-01T00:00:00Z, full
      gateway,  2,          0,        2026-06-01T00:00:00Z, bare
      gateway,  3,          0,        2026-06-01T00:00:00Z, old
  expect:
    population: 4
    exceptions: |
      item_id, reason_code, reason
      bare,    R2,          "The inventory has no owner, purpose, risk tier, classes of data for bare."
      old,     R2,          The inventory has no classes of data for old.

- name: retired and used since; active and not used; not used for a good reason; a floating version
  given:
    ai_model_version: |
      model_id, version, purpose, risk_tier, owner_id, provider, stage,      promoted_at,          retired_at,           data_classes
      dead,     1,       p,       1,         ann,      internal, retired,    2025-01-01T00:00:00Z, 2026-03-01T00:00:00Z, "[""none""]"
      dead,     2,       p,       1,         ann,      internal, retired,    2025-01-01T00:00:00Z, 2026-02-01T00:00:00Z, "[""none""]"
      buried,   1,       p,       1,         ann,      internal, production, 2025-01-01T00:00:00Z, 2026-03-01T00:00:00Z, "[""none""]"
      partly,   1,       p,       1,         ann,      internal, retired,    2025-01-01T00:00:00Z, 2026-03-01T00:00:00Z, "[""none""]"
      partly,   2,       p,       1,         ann,      internal, production, 2025-01-01T00:00:00Z, ,                     "[""none""]"
      undated,  1,       p,       1,         ann,      internal, Archived,   ,                     ,                     "[""none""]"
      silent,   1,       p,       1,         ann,      internal, Archived,   ,                     ,                     "[""none""]"
      idle,     1,       p,       1,         ann,      internal, Production, ,                     ,                     "[""none""]"
      idle2,    1,       p,       1,         ann,      internal, ,           2026-04-02T00:00:00Z, ,                     "[""none""]"
      fresh,    1,       p,       1,         ann,      internal, Production, 2026-04-02T00:00:01Z, ,                     "[""none""]"
      staged,   1,       p,       1,         ann,      internal, Staging,    ,                     ,                     "[""none""]"
      blank,    1,       p,       1,         ann,      internal, ,           ,                     ,                     "[""none""]"
      blank2,   1,       p,       1,         ann,      internal, ,           ,                     ,                     "[""none""]"
      later,    1,       p,       1,         ann,      internal, Production, ,                     2026-07-01T00:00:01Z, "[""none""]"
      edge,     1,       p,       1,         ann,      internal, Production, ,                     2026-07-01T00:00:00Z, "[""none""]"
      float,    Latest,  p,       1,         ann,      vendor,   Production, ,                     ,                     "[""none""]"
      own,      latest,  p,       1,         ann,      internal, Production, ,                     ,                     "[""none""]"
      buried2,  1,       p,       1,         ann,      internal, retired,    2025-01-01T00:00:00Z, 2026-06-02T00:00:00Z, "[""none""]"
      buried2,  0,       p,       1,         ann,      internal, retired,    2025-01-01T00:00:00Z, 2026-03-02T00:00:00Z, "[""none""]"
      blank3,   1,       p,       1,         ,         internal, ,           ,                     ,                     "[""none""]"
      mixed,    1,       p,       1,         ann,      internal, Archived,   ,                     ,                     "[""none""]"
      mixed,    0,       p,       1,         ann,      internal, ,           2025-01-01T00:00:00Z, 2026-03-01T00:00:00Z, "[""none""]"
      blank4,   1,       p,       1,         ann,      internal, ,           2026-07-01T00:00:00Z, ,                     "[""none""]"
      blank5,   1,       p,       1,         ann,      internal, ,           2026-08-01T00:00:00Z, ,                     "[""none""]"
      floated,  latest,  p,       1,         ann,      vendor,   Production, ,                     2026-01-01T00:00:00Z, "[""none""]"
    ai_invocation: |
      source,   request_id, tool_seq, event_at,             model_id
      gateway,  1,          0,        2026-03-01T00:00:01Z, dead
      gateway,  2,          0,        2026-03-01T00:00:00Z, buried
      gateway,  3,          0,        2026-06-01T00:00:00Z, partly
      gateway,  4,          0,        2026-06-01T00:00:00Z, undated
      gateway,  5,          0,        2026-04-02T00:00:00Z, silent
      gateway,  6,          0,        2026-04-02T00:00:00Z, idle
      gateway,  7,          0,        2026-06-01T00:00:00Z, blank2
      gateway,  8,          0,        2026-06-01T00:00:00Z, float
      gateway,  9,          0,        2026-06-01T00:00:00Z, own
      gateway,  10,         0,        2026-06-01T00:00:00Z, buried2
      gateway,  11,         0,        2026-07-01T00:00:00Z, mixed
      gateway,  12,         0,        2026-01-01T00:00:00Z, dead
  expect:
    population: 21
    exceptions: |
      item_id, reason_code, reason
      dead,    R3,          dead was retired at 2026-03-01 00:00:00+00 and last called at 2026-03-01 00:00:01+00.
      idle,    R4,          idle is in the inventory as active and was last called at 2026-04-02 00:00:00+00.
      idle2,   R4,          idle2 is in the inventory as active and was never called.
      blank3,  R2,          The inventory has no owner for blank3.
      later,   R4,          later is in the inventory as active and was never called.
      float,   R5,          "The inventory has the version ""Latest"" of float, which is no version."
    indeterminate: |
      item_id, reason_code, reason
      undated, I2,          undated is retired at an unknown time and was called at 2026-06-01 00:00:00+00.
      mixed,   I2,          mixed is retired at an unknown time and was called at 2026-07-01 00:00:00+00.
      blank,   I3,          "blank was not called, and has neither a stage nor a date of promotion."
---*/
