/*---
id: aws-encryption-kms
version: 5
title: Unencrypted data stores, and keys that are not governed
objective: Data at rest is encrypted with keys that are governed.
kind: design
severity: medium
reads: [asset]
optional: [kms_key, aws_statement]
key: [asset_id]
params:
  store_types:
    type: "text[]"
    default: [aws_ebs_volume, aws_ebs_snapshot, aws_rds_instance, aws_rds_cluster, aws_rds_snapshot, aws_efs_file_system, aws_s3_bucket, aws_dynamodb_table]
    means: types of assets that hold data
  cmk_classes: {type: "text[]", default: [confidential, restricted, secret], aliases: [cmk_required_class], means: classes of data that need a key of the customer}
  rotation_days: {type: integer, default: 365, unit: days, means: longest time between rotations of a key}
  guard_keys:
    type: "text[]"
    default: ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "kms:CallerAccount"]
    means: condition keys that keep strangers out of a key
  admin_actions: {type: "text[]", default: ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey"], means: actions of who administers a key}
  use_actions: {type: "text[]", default: ["kms:Decrypt", "kms:GenerateDataKey"], means: actions of who uses a key}
  expiry_days: {type: integer, default: 30, unit: days, means: time before imported key material expires in which that is an exception}
controls:
  nist-800-53r5: [SC-12, SC-28, SC-28(1)]
  soc2-tsc-2017: [CC6.1]
  iso-27001-2022: [A.8.24]
  pci-dss-4.0.1: ["3.7.4"]
  cis-aws-5.0: ["2.2.1", "2.3.1", "3.6", "5.1.1"]
  cis-aws-7.0: ["3.2.1", "3.3.1", "4.6", "6.1.1"]
reasons:
  R1: a store that is not encrypted
  R2: a store of sensitive data that is encrypted with a key of AWS
  R3: a key that is not rotated in time
  R4: a key that is disabled or will be deleted while a store needs it
  R5: a key policy that is public, or lets somebody both administer and use the key
  R6: imported key material that expires soon
  I1: the evidence does not say whether the store is encrypted
  I2: the key of a store of sensitive data is not in the evidence
  I3: the evidence does not say whether the key is rotated
  I4: the evidence does not say who manages the key, or has no policy of it
  X1: a key that cannot be rotated by itself
limits:
  - asset_id is the identifier of the store or of the key; column key_id is filled for keys.
  - The stores that dataset asset holds, and the keys of customers that dataset kms_key holds; which types of stores the evidence has depends on the calls that were exported.
  - R5 is judged where the evidence has policies of keys; without any it is not. The root principal of an account stands for its IAM policies and is no
    administrator here; rights that come from IAM policies or grants are not seen. Denials and NotPrincipal are not weighed; of conditions those of guard_keys keep strangers out.
  - A key that was disabled in the period without a change is not looked for.
  - Buckets made since 2023-01-05 are encrypted by S3 itself and pass when the evidence does not say more; of older ones it is not known.
  - Keys of a replica are judged like others. A store without a class of data is not sensitive.
---*/

-- +latest: the last state of each account at the audit date, or the first one after it
SELECT 'asset' AS source, account_or_project, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM asset
WHERE provider = 'aws'
GROUP BY account_or_project
UNION ALL
SELECT 'kms_key', account_or_project, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at))
FROM kms_key
WHERE provider = 'aws'
GROUP BY account_or_project;

-- +customer_key: keys of AWS KMS with who manages them
SELECT k.key_id, k.managed_by, k.usage, k.spec, k.origin, k.state, k.rotation_enabled, k.rotation_days, k.expires_at
FROM kms_key AS k
JOIN latest AS l ON l.source = 'kms_key' AND l.account_or_project IS NOT DISTINCT FROM k.account_or_project AND l.snapshot_at IS NOT DISTINCT FROM k.snapshot_at
WHERE k.provider = 'aws';

-- +key_statement: what the policies of keys allow, by the end of the key's ARN, and whether strangers are kept out
SELECT
  regexp_extract(s.principal_arn, '[^/]+$') AS key_name, s.policy_arn, s.stmt_no, s.principals, s.actions, s.not_actions,
  EXISTS (
    SELECT 1
    FROM json_each(CAST(s.condition AS JSON)) AS o
    CROSS JOIN json_each(o.value) AS k
    CROSS JOIN UNNEST($guard_keys) AS g(name)
    WHERE LOWER(k.key) = LOWER(g.name) AND regexp_like(LOWER(o.key), '^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$')
      AND CAST(k.value AS VARCHAR) NOT IN ('"*"', '["*"]')
  ) AS is_guarded
FROM aws_statement AS s
JOIN (SELECT account, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at FROM aws_statement GROUP BY account) AS l
  ON l.account IS NOT DISTINCT FROM s.account AND l.snapshot_at IS NOT DISTINCT FROM s.snapshot_at
WHERE s.kind = 'resource' AND s.principal_arn LIKE 'arn:aws%:kms:%:key/%' AND s.effect = 'Allow';

-- +holder: principals of key policies other than the account itself, and what they may do
SELECT
  t.key_name, p.name AS principal, BOOL_OR(p.name IN ('*', 'AWS:*') AND NOT t.is_guarded) AS is_public,
  BOOL_OR(EXISTS (
    SELECT 1 FROM UNNEST($admin_actions) AS a(action)
    WHERE EXISTS (SELECT 1 FROM UNNEST(t.actions) AS x(pattern) WHERE glob_like(a.action, x.pattern))
      OR t.not_actions IS NOT NULL AND NOT EXISTS (SELECT 1 FROM UNNEST(t.not_actions) AS y(pattern) WHERE glob_like(a.action, y.pattern))
  )) AS administers,
  BOOL_OR(EXISTS (
    SELECT 1 FROM UNNEST($use_actions) AS a(action)
    WHERE EXISTS (SELECT 1 FROM UNNEST(t.actions) AS x(pattern) WHERE glob_like(a.action, x.pattern))
      OR t.not_actions IS NOT NULL AND NOT EXISTS (SELECT 1 FROM UNNEST(t.not_actions) AS y(pattern) WHERE glob_like(a.action, y.pattern))
  )) AS uses
FROM key_statement AS t
CROSS JOIN UNNEST(t.principals) AS p(name)
WHERE NOT regexp_like(p.name, '^AWS:(arn:aws[a-z-]*:iam::)?[0-9]{12}(:root)?$')
GROUP BY t.key_name, p.name;

-- +store: assets that hold data
SELECT
  a.asset_id, a.asset_type, a.name, a.data_class, a.created_at, a.kms_key_id,
  a.encrypted
    OR a.encrypted IS NULL AND a.asset_type = 'aws_s3_bucket' AND a.created_at >= TIMESTAMPTZ '2023-01-05 00:00:00+00' AS encrypted,
  contains($cmk_classes, a.data_class) AS is_sensitive
FROM asset AS a
JOIN latest AS l ON l.source = 'asset' AND l.account_or_project IS NOT DISTINCT FROM a.account_or_project AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
WHERE a.provider = 'aws' AND contains($store_types, a.asset_type);

-- +population: one row per store and per key of a customer
SELECT asset_id, CAST(NULL AS VARCHAR) AS key_id, 'store' AS kind
FROM store
UNION ALL
SELECT key_id, key_id, 'key'
FROM customer_key
WHERE managed_by IS DISTINCT FROM 'provider';

-- +needed: keys that stores need
SELECT kms_key_id AS key_id, COUNT(*) AS stores
FROM store
GROUP BY kms_key_id;

-- +judged: each item with its codes
SELECT s.asset_id, 'R1' AS code, concat('The ', s.asset_type, ' ', COALESCE(s.name, s.asset_id), ' is not encrypted.') AS reason
FROM store AS s
WHERE NOT s.encrypted
UNION ALL
SELECT s.asset_id, 'I1', concat('The evidence does not say whether the ', s.asset_type, ' ', COALESCE(s.name, s.asset_id), ' is encrypted.')
FROM store AS s
WHERE s.encrypted IS NULL
UNION ALL
SELECT
  s.asset_id,
  CASE WHEN k.managed_by = 'provider' OR s.kms_key_id = 'AWS_OWNED' OR s.kms_key_id LIKE '%alias/aws/%' THEN 'R2' ELSE 'I2' END,
  CASE
    WHEN k.managed_by = 'provider' OR s.kms_key_id = 'AWS_OWNED' OR s.kms_key_id LIKE '%alias/aws/%'
      THEN concat('The ', s.asset_type, ' ', COALESCE(s.name, s.asset_id), ' holds ', s.data_class, ' data and is encrypted with the key ', s.kms_key_id, ' of AWS.')
    ELSE concat('The key ', COALESCE(s.kms_key_id, 'of the store'), ', which encrypts ', s.data_class, ' data, is not in the evidence.')
  END
FROM store AS s
LEFT JOIN customer_key AS k ON k.key_id = s.kms_key_id
WHERE s.encrypted AND s.is_sensitive AND k.managed_by IS DISTINCT FROM 'customer'
UNION ALL
SELECT
  k.key_id,
  CASE
    WHEN k.usage <> 'encrypt_decrypt' OR k.spec <> 'SYMMETRIC_DEFAULT' OR k.origin <> 'aws_kms' THEN 'X1'
    WHEN k.rotation_enabled IS NULL THEN 'I3'
    ELSE 'R3'
  END,
  CASE
    WHEN k.usage <> 'encrypt_decrypt' OR k.spec <> 'SYMMETRIC_DEFAULT' OR k.origin <> 'aws_kms'
      THEN concat('A key for ', k.usage, ' of the kind ', k.spec, ' and the origin ', k.origin, ' cannot be rotated by itself.')
    WHEN k.rotation_enabled IS NULL THEN 'The evidence does not say whether the key is rotated.'
    WHEN k.rotation_enabled THEN concat('The key is rotated every ', k.rotation_days, ' days.')
    ELSE 'The key is not rotated.'
  END
FROM customer_key AS k
WHERE k.managed_by = 'customer'
  AND k.state IS DISTINCT FROM 'pendingdeletion'
  AND (
    k.usage <> 'encrypt_decrypt' OR k.spec <> 'SYMMETRIC_DEFAULT' OR k.origin <> 'aws_kms'
    OR k.rotation_enabled IS DISTINCT FROM TRUE OR k.rotation_days > $rotation_days
  )
UNION ALL
SELECT k.key_id, 'R4', concat('The key has the state ', k.state, ' and ', n.stores, ' stores need it.')
FROM customer_key AS k
JOIN needed AS n ON n.key_id = k.key_id
WHERE k.managed_by = 'customer' AND k.state IN ('pendingdeletion', 'disabled')
UNION ALL
SELECT k.key_id, 'R6', concat('The imported material of the key expires on ', substr(CAST(k.expires_at AS VARCHAR), 1, 10), '.')
FROM customer_key AS k
WHERE k.managed_by = 'customer' AND k.origin = 'external' AND k.expires_at <= date_add('day', $expiry_days, $as_of)
UNION ALL
SELECT
  k.key_id, 'R5',
  concat_ws(' ',
    CASE WHEN BOOL_OR(h.is_public) THEN 'The policy of the key is open to everybody.' END,
    'Both administering and using the key is allowed to ' || string_agg(CASE WHEN h.administers AND h.uses AND NOT h.is_public THEN h.principal END, ', ' ORDER BY h.principal) || '.'
  )
FROM customer_key AS k
JOIN holder AS h ON h.key_name = regexp_extract(k.key_id, '[^/]+$')
WHERE k.managed_by = 'customer' AND (h.is_public OR h.administers AND h.uses)
GROUP BY k.key_id
UNION ALL
SELECT k.key_id, 'I4', CASE WHEN k.managed_by IS NULL THEN 'The evidence does not say who manages the key.' ELSE 'The evidence has policies of other keys and none of this one.' END
FROM customer_key AS k
LEFT JOIN (SELECT key_name FROM key_statement GROUP BY key_name) AS t ON t.key_name = regexp_extract(k.key_id, '[^/]+$')
WHERE k.managed_by IS NULL
  OR k.managed_by = 'customer' AND t.key_name IS NULL AND EXISTS (SELECT 1 FROM key_statement);

-- +exceptions: stores and keys that are not as they should be
SELECT j.asset_id, j.code AS reason_code, j.reason, p.kind, p.key_id
FROM judged AS j
JOIN population AS p ON p.asset_id = j.asset_id
WHERE j.code LIKE 'R%';

-- +indeterminate: stores and keys that the evidence cannot decide
SELECT j.asset_id, j.code AS reason_code, j.reason
FROM judged AS j
WHERE j.code LIKE 'I%'
  AND j.asset_id NOT IN (SELECT asset_id FROM exceptions);

-- +excluded: keys that cannot be rotated by themselves, and have no other weakness
SELECT j.asset_id, j.code AS reason_code, j.reason
FROM judged AS j
WHERE j.code = 'X1'
  AND j.asset_id NOT IN (SELECT asset_id FROM exceptions)
  AND j.asset_id NOT IN (SELECT asset_id FROM indeterminate);

/*--- cases
- name: stores - encrypted, not encrypted, not known; buckets that S3 encrypts; other assets
  given:
    asset: |
      asset_id, asset_type,       provider, account_or_project, name, encrypted, created_at
      v1,       aws_ebs_volume,   aws,      1,                  vol,  true,      2020-01-01
      v2,       aws_ebs_volume,   aws,      1,                  vol,  false,     2020-01-01
      d1,       aws_rds_instance, aws,      1,                  ,     ,          2024-01-01
      b1,       aws_s3_bucket,    aws,      1,                  new,  ,          2023-01-05
      b2,       aws_s3_bucket,    aws,      1,                  old,  ,          2023-01-04T23:59:59Z
      b3,       aws_s3_bucket,    aws,      1,                  off,  false,     2024-01-01
      i1,       aws_ec2_instance, aws,      1,                  host, false,     2024-01-01
      g1,       aws_ebs_volume,   gcp,      1,                  disk, false,     2024-01-01
  expect:
    population: 6
    exceptions: |
      asset_id,  reason_code, reason,                                   kind
      v2,        R1,          The aws_ebs_volume vol is not encrypted., store
      b3,        R1,          The aws_s3_bucket off is not encrypted.,  store
    indeterminate: |
      asset_id,  reason_code, reason
      d1,        I1,          The evidence does not say whether the aws_rds_instance d1 is encrypted.
      b2,        I1,          The evidence does not say whether the aws_s3_bucket old is encrypted.

- name: sensitive data needs a key of the customer
  given:
    kms_key: |
      key_id, provider, account_or_project, managed_by, usage,           spec,              origin,  state,   rotation_enabled, rotation_days
      mine,   aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      theirs, aws,      1,                  provider,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, false,
      unsaid, aws,      1,                  ,           encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, false,
    asset: |
      asset_id, asset_type,       provider, account_or_project, name, encrypted, data_class,   kms_key_id
      s1,       aws_rds_instance, aws,      1,                  a,    true,      confidential, mine
      s2,       aws_rds_instance, aws,      1,                  a,    true,      restricted,   theirs
      s3,       aws_rds_instance, aws,      1,                  a,    true,      confidential, arn:aws:kms:eu-west-1:1:alias/aws/rds
      s4,       aws_rds_instance, aws,      1,                  a,    true,      confidential, lost
      s5,       aws_rds_instance, aws,      1,                  a,    true,      confidential,
      s6,       aws_rds_instance, aws,      1,                  a,    true,      internal,     theirs
      s7,       aws_rds_instance, aws,      1,                  a,    true,      ,             theirs
      s8,       aws_rds_instance, aws,      1,                  a,    false,     confidential,
      s9,       aws_rds_instance, aws,      1,                  a,    true,      secret,       unsaid
      s10,      aws_s3_bucket,    aws,      1,                  a,    true,      secret,       AWS_OWNED
  expect:
    population: 12
    exceptions: |
      asset_id,  reason_code, reason
      s2,        R2,          The aws_rds_instance a holds restricted data and is encrypted with the key theirs of AWS.
      s3,        R2,          The aws_rds_instance a holds confidential data and is encrypted with the key arn:aws:kms:eu-west-1:1:alias/aws/rds of AWS.
      s8,        R1,          The aws_rds_instance a is not encrypted.
      s10,       R2,          The aws_s3_bucket a holds secret data and is encrypted with the key AWS_OWNED of AWS.
    indeterminate: |
      asset_id,  reason_code, reason
      s4,        I2,          "The key lost, which encrypts confidential data, is not in the evidence."
      s5,        I2,          "The key of the store, which encrypts confidential data, is not in the evidence."
      s9,        I2,          "The key unsaid, which encrypts secret data, is not in the evidence."
      unsaid,    I4,          The evidence does not say who manages the key.

- name: keys - rotated, too seldom, not at all, not known; kinds that cannot be; on their way out; imported
  given:
    asset: |
      asset_id, asset_type,     provider, account_or_project, name, encrypted, kms_key_id
      s1,       aws_ebs_volume, aws,      1,                  a,    true,      k-going
      s2,       aws_ebs_volume, aws,      1,                  a,    true,      k-going
      s3,       aws_ebs_volume, aws,      1,                  a,    true,      k-off
      s4,       aws_ebs_volume, aws,      1,                  a,    true,      k-ok
    kms_key: |
      key_id,   provider, account_or_project, managed_by, usage,               spec,              origin,       state,           rotation_enabled, rotation_days, expires_at
      k-ok,     aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      enabled,         true,             365,
      k-slow,   aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      enabled,         true,             366,
      k-never,  aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      enabled,         false,            ,
      k-null,   aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      enabled,         ,                 ,
      k-sign,   aws,      1,                  customer,   sign_verify,         RSA_2048,          aws_kms,      enabled,         ,                 ,
      k-mac,    aws,      1,                  customer,   generate_verify_mac, HMAC_256,          aws_kms,      enabled,         false,            ,
      k-rsa,    aws,      1,                  customer,   encrypt_decrypt,     RSA_2048,          aws_kms,      enabled,         false,            ,
      k-own,    aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_cloudhsm, enabled,         false,            ,
      k-in,     aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, external,     enabled,         false,            ,              2026-07-31
      k-far,    aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, external,     enabled,         false,            ,              2026-07-31T00:00:01Z
      k-going,  aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      pendingdeletion, ,                 ,
      k-unused, aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      pendingdeletion, ,                 ,
      k-off,    aws,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      disabled,        true,             365,
      k-gcp,    gcp,      1,                  customer,   encrypt_decrypt,     SYMMETRIC_DEFAULT, aws_kms,      enabled,         false,            ,
      k-aws,    aws,      1,                  provider,   encrypt_decrypt,     SYMMETRIC_DEFAULT, external,     disabled,        false,            ,              2026-07-02
  expect:
    population: 17
    exceptions: |
      asset_id,  reason_code, reason,                                                      kind
      k-slow,    R3,          The key is rotated every 366 days.,                          key
      k-never,   R3,          The key is not rotated.,                                     key
      k-in,      R6,          The imported material of the key expires on 2026-07-31.,     key
      k-going,   R4,          The key has the state pendingdeletion and 2 stores need it., key
      k-off,     R4,          The key has the state disabled and 1 stores need it.,        key
    indeterminate: |
      asset_id,  reason_code, reason
      k-null,    I3,          The evidence does not say whether the key is rotated.
    excluded: |
      asset_id,  reason_code, reason
      k-sign,    X1,          A key for sign_verify of the kind RSA_2048 and the origin aws_kms cannot be rotated by itself.
      k-mac,     X1,          A key for generate_verify_mac of the kind HMAC_256 and the origin aws_kms cannot be rotated by itself.
      k-rsa,     X1,          A key for encrypt_decrypt of the kind RSA_2048 and the origin aws_kms cannot be rotated by itself.
      k-own,     X1,          A key for encrypt_decrypt of the kind SYMMETRIC_DEFAULT and the origin aws_cloudhsm cannot be rotated by itself.
      k-far,     X1,          A key for encrypt_decrypt of the kind SYMMETRIC_DEFAULT and the origin external cannot be rotated by itself.

- name: the last state of an account at the audit date counts, or the first one after it
  given:
    kms_key: |
      snapshot_at, key_id, provider, account_or_project, managed_by, usage,           spec,              origin,  state,   rotation_enabled, rotation_days
      2026-05-01,  k,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, false,
      2026-07-01,  k,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      2026-07-02,  k,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, false,
      2026-05-01,  gk,     gcp,      1,                  customer,   encrypt_decrypt, x,                 hsm,     enabled, false,
    asset: |
      snapshot_at, asset_id, asset_type,     provider, account_or_project, encrypted
      2026-05-01,  v,        aws_ebs_volume, aws,      1,                  false
      2026-06-30,  v,        aws_ebs_volume, aws,      1,                  true
      2026-07-02,  v,        aws_ebs_volume, aws,      1,                  false
      2026-07-02,  w,        aws_ebs_volume, aws,      2,                  false
      2026-07-03,  x,        aws_ebs_volume, aws,      2,                  false
      2026-07-03,  y,        aws_ebs_volume, aws,      ,                   false
      2026-06-30,  z,        aws_ebs_volume, gcp,      2,                  false
  expect:
    population: 4
    exceptions: |
      asset_id,  reason_code, reason
      w,         R1,          The aws_ebs_volume w is not encrypted.
      y,         R1,          The aws_ebs_volume y is not encrypted.

- name: key policies - public or guarded, administrators who use the key, the account itself; a key without one among others
  given:
    asset: |
      asset_id, asset_type,     provider, account_or_project, encrypted
      v,        aws_ebs_volume, aws,      1,                  true
    kms_key: |
      key_id,                  provider, account_or_project, managed_by, usage,           spec,              origin,  state,   rotation_enabled, rotation_days
      arn:aws:kms:r:1:key/own, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      arn:aws:kms:r:1:key/sod, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      arn:aws:kms:r:1:key/pub, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      arn:aws:kms:r:1:key/via, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      arn:aws:kms:r:1:key/any, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      arn:aws:kms:r:1:key/not, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms, enabled, true,             365
      arn:aws:kms:r:1:key/mac, aws,      1,                  customer,   sign_verify,     RSA_2048,          aws_kms, enabled, ,
    aws_statement: |
      account, principal_arn,           principal_type, kind,     policy_arn, via,    holder_arn, stmt_no, effect, actions,                                     not_actions,           principals,                                                         condition
      1,       arn:aws:kms:r:1:key/own, resource,       resource, own,        inline, own,        1,       Allow,  "[""kms:*""]",                               ,                      "[""AWS:arn:aws:iam::111122223333:root""]",
      1,       arn:aws:kms:r:1:key/own, resource,       resource, own,        inline, own,        2,       Allow,  "[""kms:PutKeyPolicy"", ""kms:Describe*""]", ,                      "[""AWS:arn:aws:iam::111122223333:role/admin""]",
      1,       arn:aws:kms:r:1:key/own, resource,       resource, own,        inline, own,        3,       Allow,  "[""kms:Decrypt""]",                         ,                      "[""AWS:arn:aws:iam::111122223333:role/app""]",
      1,       arn:aws:kms:r:1:key/own, resource,       resource, own,        inline, own,        4,       Deny,   "[""kms:*""]",                               ,                      "[""AWS:arn:aws:iam::111122223333:role/admin""]",
      1,       arn:aws:kms:r:1:key/sod, resource,       resource, sod,        inline, sod,        1,       Allow,  "[""kms:Put*""]",                            ,                      "[""AWS:arn:aws:iam::111122223333:role/b"", ""AWS:111122223333""]",
      1,       arn:aws:kms:r:1:key/sod, resource,       resource, sod,        inline, sod,        2,       Allow,  "[""kms:generatedatakey*""]",                ,                      "[""AWS:arn:aws:iam::111122223333:role/b"", ""AWS:111122223333""]",
      1,       arn:aws:kms:r:1:key/sod, resource,       resource, sod,        inline, sod,        3,       Allow,  "[""kms:*""]",                               ,                      "[""AWS:arn:aws:iam::111122223333:user/a""]",
      1,       arn:aws:kms:r:1:key/pub, resource,       resource, pub,        inline, pub,        1,       Allow,  "[""kms:Decrypt""]",                         ,                      "[""*""]",
      1,       arn:aws:kms:r:1:key/via, resource,       resource, via,        inline, via,        1,       Allow,  "[""kms:Decrypt""]",                         ,                      "[""AWS:*""]",                                                      "{""StringEquals"": {""kms:CallerAccount"": ""1""}}"
      1,       arn:aws:kms:r:1:key/any, resource,       resource, any,        inline, any,        1,       Allow,  "[""kms:Decrypt""]",                         ,                      "[""AWS:*""]",                                                      "{""StringLike"": {""aws:PrincipalOrgID"": ""*""}}"
      1,       arn:aws:kms:r:1:key/not, resource,       resource, not,        inline, not,        1,       Allow,  ,                                            "[""kms:CreateKey""]", "[""AWS:arn:aws:iam::111122223333:role/n""]",
  expect:
    population: 8
    exceptions: |
      asset_id,                reason_code, reason
      arn:aws:kms:r:1:key/sod, R5,          "Both administering and using the key is allowed to AWS:arn:aws:iam::111122223333:role/b, AWS:arn:aws:iam::111122223333:user/a."
      arn:aws:kms:r:1:key/pub, R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/any, R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/not, R5,          Both administering and using the key is allowed to AWS:arn:aws:iam::111122223333:role/n.
    indeterminate: |
      asset_id,                reason_code, reason
      arn:aws:kms:r:1:key/mac, I4,          The evidence has policies of other keys and none of this one.

- name: the last state of each account at the audit date; what makes a key one that cannot be rotated; who is kept out of a key and who administers and uses it
  given:
    kms_key: |
      key_id,                        provider, account_or_project, managed_by, usage,           spec,              origin,   state,   rotation_enabled, rotation_days, expires_at, snapshot_at
      arn:aws:kms:r:1:key/aws-owned, aws,      1,                  provider,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/twice,     aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, false,            365,           ,           2026-05-01
      arn:aws:kms:r:1:key/twice,     aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/may,       aws,      2,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-05-01
      arn:aws:kms:r:1:key/g,         gcp,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-20
      arn:aws:kms:r:1:key/nostate,   aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  ,        false,            365,           ,           2026-06-01
      arn:aws:kms:r:1:key/signs,     aws,      1,                  customer,   sign_verify,     SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/rsa,       aws,      1,                  customer,   encrypt_decrypt, RSA_2048,          aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/import,    aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, external, enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/unsaid,    aws,      1,                  customer,   ,                ,                  ,         enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/soon,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           2026-07-10, 2026-06-01
      arn:aws:kms:r:1:key/soonext,   aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, external, enabled, true,             365,           2026-07-10, 2026-06-01
      arn:aws:kms:r:1:key/nopolicy,  aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, false,            365,           ,           2026-06-01
      arn:aws:kms:r:1:key/nopolicy2, aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/via,       aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/noteq,     aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/half,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/notall,    aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/notadmin,  aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/uses,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/admins,    aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/past,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/edge,      aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/later,     aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/bucket,    aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
      arn:aws:kms:r:1:key/nullacc,   aws,      1,                  customer,   encrypt_decrypt, SYMMETRIC_DEFAULT, aws_kms,  enabled, true,             365,           ,           2026-06-01
    aws_statement: |
      account, principal_arn,                kind,     policy_arn, stmt_no, effect, principals,                                 actions,                  not_actions,                                         condition,                                                  snapshot_at
      1,       arn:aws:kms:r:1:key/twice,    resource, p0,         0,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/may,      resource, p1,         1,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/nostate,  resource, p2,         2,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/signs,    resource, p3,         3,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/rsa,      resource, p4,         4,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/import,   resource, p5,         5,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/unsaid,   resource, p6,         6,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/soon,     resource, p7,         7,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/soonext,  resource, p8,         8,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/via,      resource, p9,         9,       Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/noteq,    resource, p10,        10,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/half,     resource, p11,        11,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/notall,   resource, p12,        12,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/notadmin, resource, p13,        13,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/uses,     resource, p14,        14,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/admins,   resource, p15,        15,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/past,     resource, p16,        16,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/edge,     resource, p17,        17,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/later,    resource, p18,        18,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/bucket,   resource, p19,        19,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/nullacc,  resource, p20,        20,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/via,      resource, p21,        21,      Allow,  "[""*""]",                                  "[""kms:Decrypt""]",      ,                                                    "{""StringEquals"": {""kms:ViaService"": ""s3""}}",         2026-06-01
      1,       arn:aws:kms:r:1:key/noteq,    resource, p22,        22,      Allow,  "[""*""]",                                  "[""kms:Decrypt""]",      ,                                                    "{""StringNotEquals"": {""aws:PrincipalAccount"": ""1""}}", 2026-06-01
      1,       arn:aws:kms:r:1:key/half,     resource, p23,        23,      Allow,  "[""*""]",                                  "[""kms:Decrypt""]",      ,                                                    "{""StringEquals"": {""aws:PrincipalAccount"": ""1""}}",    2026-06-01
      1,       arn:aws:kms:r:1:key/half,     resource, p24,        24,      Allow,  "[""*""]",                                  "[""kms:Decrypt""]",      ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/notall,   resource, p25,        25,      Allow,  "[""AWS:role/x""]",                         ,                         "[""kms:*""]",                                       ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/notadmin, resource, p26,        26,      Allow,  "[""AWS:role/x""]",                         ,                         "[""kms:Put*"",""kms:Schedule*"",""kms:Disable*""]", ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/uses,     resource, p27,        27,      Allow,  "[""AWS:role/x""]",                         "[""kms:Decrypt""]",      ,                                                    ,                                                           2026-06-01
      1,       arn:aws:kms:r:1:key/admins,   resource, p28,        28,      Allow,  "[""AWS:role/x""]",                         "[""kms:PutKeyPolicy""]", ,                                                    ,                                                           2026-06-01
      S,       arn:aws:kms:r:1:key/past,     resource, p29,        29,      Allow,  "[""*""]",                                  "[""kms:*""]",            ,                                                    ,                                                           2026-05-01
      S,       arn:aws:kms:r:1:key/past,     resource, p30,        30,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      T,       arn:aws:kms:r:1:key/edge,     resource, p31,        31,      Allow,  "[""AWS:arn:aws:iam::111122223333:root""]", "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      T,       arn:aws:kms:r:1:key/edge,     resource, p32,        32,      Allow,  "[""*""]",                                  "[""kms:*""]",            ,                                                    ,                                                           2026-07-01
      U,       arn:aws:kms:r:1:key/later,    resource, p33,        33,      Allow,  "[""*""]",                                  "[""kms:*""]",            ,                                                    ,                                                           2026-08-01
      1,       arn:aws:s3:::b/bucket,        resource, p34,        34,      Allow,  "[""*""]",                                  "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
      ,        arn:aws:kms:r:1:key/nullacc,  resource, p35,        35,      Allow,  "[""*""]",                                  "[""kms:*""]",            ,                                                    ,                                                           2026-06-01
    asset: |
      asset_id, asset_type,     provider, account_or_project, encrypted, data_class, kms_key_id,                    snapshot_at
      v1,       aws_ebs_volume, aws,      A,                  false,     ,           ,                              2026-05-01
      v1,       aws_ebs_volume, aws,      A,                  true,      ,           ,                              2026-06-01
      v2,       aws_ebs_volume, aws,      B,                  true,      ,           ,                              2026-06-01
      v2,       aws_ebs_volume, aws,      B,                  false,     ,           ,                              2026-07-01
      v3,       aws_ebs_volume, aws,      C,                  false,     ,           ,                              2026-08-01
      v4,       aws_ebs_volume, aws,      ,                   false,     ,           ,                              2026-06-01
      v5,       aws_ebs_volume, aws,      D,                  true,      ,           ,                              2026-06-01
      v5,       aws_ebs_volume, aws,      D,                  false,     ,           ,                              2026-08-01
      v6,       aws_ebs_volume, aws,      A,                  ,          secret,     arn:aws:kms:r:1:key/aws-owned, 2026-06-01
  expect:
    population: 29
    exceptions: |
      asset_id,                     reason_code, reason
      arn:aws:kms:r:1:key/edge,     R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/half,     R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/later,    R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/nopolicy, R3,          The key is not rotated.
      arn:aws:kms:r:1:key/nostate,  R3,          The key is not rotated.
      arn:aws:kms:r:1:key/noteq,    R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/nullacc,  R5,          The policy of the key is open to everybody.
      arn:aws:kms:r:1:key/soonext,  R6,          The imported material of the key expires on 2026-07-10.
      arn:aws:kms:r:1:key/via,      R5,          The policy of the key is open to everybody.
      v2,                           R1,          The aws_ebs_volume v2 is not encrypted.
      v3,                           R1,          The aws_ebs_volume v3 is not encrypted.
      v4,                           R1,          The aws_ebs_volume v4 is not encrypted.
    indeterminate: |
      asset_id,                      reason_code, reason
      arn:aws:kms:r:1:key/nopolicy2, I4,          The evidence has policies of other keys and none of this one.
      v6,                            I1,          The evidence does not say whether the aws_ebs_volume v6 is encrypted.
    excluded: |
      asset_id,                   reason_code, reason
      arn:aws:kms:r:1:key/import, X1,          A key for encrypt_decrypt of the kind SYMMETRIC_DEFAULT and the origin external cannot be rotated by itself.
      arn:aws:kms:r:1:key/rsa,    X1,          A key for encrypt_decrypt of the kind RSA_2048 and the origin aws_kms cannot be rotated by itself.
      arn:aws:kms:r:1:key/signs,  X1,          A key for sign_verify of the kind SYMMETRIC_DEFAULT and the origin aws_kms cannot be rotated by itself.
---*/
