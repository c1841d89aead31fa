/*---
id: k8s-image-source
version: 2
title: Images that are mutable, from unapproved registries, or unknown
objective: Only approved and pinned images run in a cluster.
kind: design
severity: medium
reads: [container]
optional: [image, deployment, ref_list]
key: [cluster, namespace, workload_kind, workload, container]
params:
  approved_registries: {type: text, default: approved_registries, means: "list in ref_list of registries, or of folders in them, such as registry.example.org/platform"}
  mutable_repos: {type: text, default: mutable_repos, means: "list in ref_list of repositories whose tags may be moved, as REGISTRY/REPOSITORY"}
  require_digest: {type: boolean, default: false, means: whether every image has to be named by its digest}
controls:
  nist-800-53r5: [CM-14, SI-7, SR-4]
  soc2-tsc-2017: [CC6.8, CC8.1]
  iso-27001-2022: [A.8.19]
  cis-kubernetes-1.11.1: ["5.5.1"]
reasons:
  R1: an image of a registry that is not approved
  R2: an image that is not pinned
  R3: an image that no list of images holds
  R4: an image that no recorded deployment brought
  R5: one workload runs different images under one name
  I1: without a list of approved registries nothing can be said of the image
  I2: which image runs is not known
limits:
  - The key of the rule book is completed by workload_kind, since a Deployment and a StatefulSet of one namespace may share a name.
  - Running pods at one moment, of every namespace. A pod whose state is not known counts as running. A workload has what any of its pods has.
  - Which workloads are critical is not in the evidence; for those run the test again with require_digest. A recorded deployment counts
    for R4 whatever its outcome, since what it brought runs.
  - R3 is tested when dataset image is in the evidence, R4 when a deployment names the digest of what it deployed; of other sources nothing is said.
  - Where a pod states the id of the image only, its digest is that of the image with this id in dataset image, if there is one.
  - A digest may be that of one platform or of the index of several; both are compared with image_digest and index_digest.
  - Mirrors and pull-through caches show under their own name, and so do sidecars that a mesh adds.
---*/

-- +latest: the last state of each cluster at the audit date, or the first one after it
SELECT cluster_or_host AS cluster, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM container
WHERE runtime = 'k8s'
GROUP BY cluster_or_host;

-- +identified: images by their id, where it belongs to one digest
SELECT image_id, MIN(image_digest) AS digest
FROM image
WHERE image_id IS NOT NULL
GROUP BY image_id
HAVING COUNT(DISTINCT image_digest) = 1;

-- +running: containers of running pods with the parts of the name of their image
SELECT
  cluster, namespace, workload_kind, workload, pod, container, image_ref, digest,
  CASE WHEN has_host THEN name ELSE concat('docker.io/', CASE WHEN strpos(name, '/') = 0 THEN 'library/' ELSE '' END, name) END AS full_name,
  tag,
  image_ref LIKE '%@sha256:%' AS is_pinned
FROM (
  SELECT
    c.cluster_or_host AS cluster, c.namespace, COALESCE(c.workload_kind, 'Pod') AS workload_kind, c.workload, c.pod, c.container, c.image_ref,
    COALESCE(c.image_digest, NULLIF(regexp_extract(c.image_ref, '@(sha256:.+)$', 1), ''), i.digest) AS digest,
    regexp_replace(regexp_replace(c.image_ref, '@.*$', ''), ':[^:/]+$', '') AS name,
    NULLIF(regexp_extract(regexp_replace(c.image_ref, '@.*$', ''), ':([^:/]+)$', 1), '') AS tag,
    strpos(c.image_ref, '/') > 0 AND regexp_like(split_part(c.image_ref, '/', 1), '[.:]|^localhost$') AS has_host
  FROM container AS c
  JOIN latest AS l ON l.cluster = c.cluster_or_host AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at
  LEFT JOIN identified AS i ON i.image_id = c.image_id
  WHERE c.runtime = 'k8s' AND COALESCE(c.state, 'running') = 'running'
) AS named;

-- +listed: the auditor's lists at the audit date
SELECT DISTINCT list_name, rtrim(TRIM(value), '/') AS value
FROM ref_list
WHERE list_name IN ($approved_registries, $mutable_repos)
  AND (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +approved: names of images that lie in an approved registry
SELECT DISTINCT n.full_name
FROM (SELECT DISTINCT full_name FROM running) AS n
JOIN listed AS l ON l.list_name = $approved_registries AND starts_with(concat(n.full_name, '/'), concat(l.value, '/'));

-- +known: digests of images in the evidence
SELECT image_digest AS digest FROM image
UNION
SELECT index_digest FROM image WHERE index_digest IS NOT NULL;

-- +deployed: digests that a deployment brought
SELECT DISTINCT artifact_digest AS digest
FROM deployment
WHERE artifact_digest IS NOT NULL;

-- +mixed: images of a workload's container that are different under one name
SELECT cluster, namespace, workload_kind, workload, container, image_ref, string_agg(DISTINCT digest, ', ' ORDER BY digest) AS digests
FROM running
WHERE digest IS NOT NULL
GROUP BY cluster, namespace, workload_kind, workload, container, image_ref
HAVING COUNT(DISTINCT digest) > 1;

-- +population: one row per container of a workload
SELECT cluster, namespace, workload_kind, workload, container, COUNT(DISTINCT pod) AS pods
FROM running
GROUP BY cluster, namespace, workload_kind, workload, container;

-- +judged: each different image of each container with what is true of it
SELECT DISTINCT
  r.cluster, r.namespace, r.workload_kind, r.workload, r.container, r.image_ref, r.digest,
  a.full_name IS NOT NULL AS is_approved,
  $approved_registries IN (SELECT list_name FROM listed) AS has_list,
  NOT r.is_pinned AND (
    $require_digest OR COALESCE(r.tag, 'latest') = 'latest' OR r.full_name IN (SELECT value FROM listed WHERE list_name = $mutable_repos)
  ) AS is_mutable,
  EXISTS (SELECT 1 FROM known) AND k.digest IS NULL AS is_unlisted,
  EXISTS (SELECT 1 FROM deployed) AND d.digest IS NULL AS is_undeployed
FROM running AS r
LEFT JOIN approved AS a ON a.full_name = r.full_name
LEFT JOIN known AS k ON k.digest = r.digest
LEFT JOIN deployed AS d ON d.digest = r.digest;

-- +weakness: each code of a container with what it is about
SELECT cluster, namespace, workload_kind, workload, container, 'R1' AS code, concat(image_ref, ' is not of a registry on the list ', $approved_registries) AS what
FROM judged
WHERE image_ref IS NOT NULL AND has_list AND NOT is_approved
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R2', concat(image_ref, ' is not pinned to a digest')
FROM judged
WHERE is_mutable
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R3', concat(digest, ' is in no list of images')
FROM judged
WHERE digest IS NOT NULL AND is_unlisted
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R4', concat(digest, ' was brought by no recorded deployment')
FROM judged
WHERE digest IS NOT NULL AND is_undeployed
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R5', concat(image_ref, ' runs as ', digests)
FROM mixed;

-- +exceptions: containers whose image is not approved, pinned or known
SELECT
  p.cluster, p.namespace, p.workload_kind, p.workload, p.container, w.code AS reason_code,
  concat(
    'In container ', p.container, ' of ', p.workload_kind, ' ', p.namespace, '/', p.workload, ' ',
    string_agg(DISTINCT w.what, '; ' ORDER BY w.what), '.'
  ) AS reason,
  p.pods
FROM population AS p
JOIN weakness AS w USING (cluster, namespace, workload_kind, workload, container)
GROUP BY p.cluster, p.namespace, p.workload_kind, p.workload, p.container, p.pods, w.code;

-- +indeterminate: containers without a weakness of whose image something is not known
SELECT
  p.cluster, p.namespace, p.workload_kind, p.workload, p.container,
  CASE WHEN u.no_list THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN u.no_list THEN concat('The list ', $approved_registries, ' is not in the evidence, so nothing can be said of ', COALESCE(u.image_ref, 'the image'), '.')
    ELSE concat('The evidence does not say which image runs as ', COALESCE(u.image_ref, 'this container'), '.')
  END AS reason
FROM population AS p
JOIN (
  SELECT
    cluster, namespace, workload_kind, workload, container,
    BOOL_OR(NOT has_list) AS no_list,
    MIN(image_ref) AS image_ref
  FROM judged
  WHERE NOT has_list OR digest IS NULL OR image_ref IS NULL
  GROUP BY cluster, namespace, workload_kind, workload, container
) AS u USING (cluster, namespace, workload_kind, workload, container)
LEFT JOIN (SELECT DISTINCT cluster, namespace, workload_kind, workload, container FROM weakness) AS w
  USING (cluster, namespace, workload_kind, workload, container)
WHERE w.cluster IS NULL;

/*--- cases
- name: registries by host and folder, the implicit one, ports; pinned by digest, by tag, by none
  given:
    ref_list: |
      list_name,           value,                    valid_from, valid_to
      approved_registries, reg.example.org,          ,
      approved_registries, localhost:5000/platform/, ,
      approved_registries, docker.io/library,        ,
      approved_registries, was.example.org,          ,           2026-07-01
      approved_registries, now.example.org,          2026-07-01, 2026-07-02
      approved_registries, soon.example.org,         2026-07-02,
      mutable_repos,       reg.example.org/moving,   ,
      mutable_repos,       docker.io/library/redis,  ,
      other_list,          evil.example.org,         ,
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,                              image_digest
      k8s,     c,               pay,       Deployment,    tag,      p,   a,         running, reg.example.org/api:1.4,                sha256:1
      k8s,     c,               pay,       Deployment,    digest,   p,   a,         running, reg.example.org/moving@sha256:1,        sha256:1
      k8s,     c,               pay,       Deployment,    both,     p,   a,         running, reg.example.org/moving:latest@sha256:1,
      k8s,     c,               pay,       Deployment,    latest,   p,   a,         running, reg.example.org/api:latest,             sha256:1
      k8s,     c,               pay,       Deployment,    none,     p,   a,         running, localhost:5000/platform/api,            sha256:1
      k8s,     c,               pay,       Deployment,    moving,   p,   a,         running, reg.example.org/moving:1.4,             sha256:1
      k8s,     c,               pay,       Deployment,    hub,      p,   a,         running, nginx:1.27,                             sha256:1
      k8s,     c,               pay,       Deployment,    redis,    p,   a,         running, redis:7,                                sha256:1
      k8s,     c,               pay,       Deployment,    user,     p,   a,         running, bitnami/nginx:1.27,                     sha256:1
      k8s,     c,               pay,       Deployment,    folder,   p,   a,         running, localhost:5000/platformer/api:1,        sha256:1
      k8s,     c,               pay,       Deployment,    alike,    p,   a,         running, reg.example.org.evil.example/api:1,     sha256:1
      k8s,     c,               pay,       Deployment,    was,      p,   a,         running, was.example.org/api:1,                  sha256:1
      k8s,     c,               pay,       Deployment,    now,      p,   a,         running, now.example.org/api:1,                  sha256:1
      k8s,     c,               pay,       Deployment,    soon,     p,   a,         running, soon.example.org/api:1,                 sha256:1
      k8s,     c,               pay,       Deployment,    evil,     p,   a,         running, evil.example.org/api:1,                 sha256:1
  expect:
    population: 15
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    latest,   a,         R2,          In container a of Deployment pay/latest reg.example.org/api:latest is not pinned to a digest.
      c,       pay,       Deployment,    none,     a,         R2,          In container a of Deployment pay/none localhost:5000/platform/api is not pinned to a digest.
      c,       pay,       Deployment,    moving,   a,         R2,          In container a of Deployment pay/moving reg.example.org/moving:1.4 is not pinned to a digest.
      c,       pay,       Deployment,    redis,    a,         R2,          In container a of Deployment pay/redis redis:7 is not pinned to a digest.
      c,       pay,       Deployment,    user,     a,         R1,          In container a of Deployment pay/user bitnami/nginx:1.27 is not of a registry on the list approved_registries.
      c,       pay,       Deployment,    folder,   a,         R1,          In container a of Deployment pay/folder localhost:5000/platformer/api:1 is not of a registry on the list approved_registries.
      c,       pay,       Deployment,    alike,    a,         R1,          In container a of Deployment pay/alike reg.example.org.evil.example/api:1 is not of a registry on the list approved_registries.
      c,       pay,       Deployment,    was,      a,         R1,          In container a of Deployment pay/was was.example.org/api:1 is not of a registry on the list approved_registries.
      c,       pay,       Deployment,    soon,     a,         R1,          In container a of Deployment pay/soon soon.example.org/api:1 is not of a registry on the list approved_registries.
      c,       pay,       Deployment,    evil,     a,         R1,          In container a of Deployment pay/evil evil.example.org/api:1 is not of a registry on the list approved_registries.

- name: where every image has to be named by its digest
  params: {require_digest: true}
  given:
    ref_list: |
      list_name,           value
      approved_registries, reg.example.org
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,                    image_digest
      k8s,     c,               pay,       Deployment,    tag,      p,   a,         running, reg.example.org/api:1.4,      sha256:1
      k8s,     c,               pay,       Deployment,    digest,   p,   a,         running, reg.example.org/api@sha256:1, sha256:1
  expect:
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    tag,      a,         R2,          In container a of Deployment pay/tag reg.example.org/api:1.4 is not pinned to a digest.

- name: digests that a list of images, or a deployment, knows - of a platform, of an index, and of none
  given:
    ref_list: |
      list_name,           value
      approved_registries, reg.example.org
    image: |
      image_digest, registry,        repository, index_digest
      sha256:1,     reg.example.org, api,        sha256:9
      sha256:2,     reg.example.org, web,
    deployment: |
      deploy_id, system, environment, deployed_at, artifact_digest
      d1,        github, prod,        2026-03-01,  sha256:1
      d2,        github, prod,        2026-03-01,  sha256:9
      d3,        github, prod,        2026-03-01,
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,                    image_digest
      k8s,     c,               pay,       Deployment,    known,    p,   a,         running, reg.example.org/api:1,        sha256:1
      k8s,     c,               pay,       Deployment,    index,    p,   a,         running, reg.example.org/api:1,        sha256:9
      k8s,     c,               pay,       Deployment,    hand,     p,   a,         running, reg.example.org/web:1,        sha256:2
      k8s,     c,               pay,       Deployment,    lost,     p,   a,         running, reg.example.org/api:1,        sha256:7
      k8s,     c,               pay,       Deployment,    named,    p,   a,         running, reg.example.org/api@sha256:8,
      k8s,     c,               pay,       Deployment,    blank,    p,   a,         running, reg.example.org/api:1,
  expect:
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    hand,     a,         R4,          In container a of Deployment pay/hand sha256:2 was brought by no recorded deployment.
      c,       pay,       Deployment,    lost,     a,         R3,          In container a of Deployment pay/lost sha256:7 is in no list of images.
      c,       pay,       Deployment,    lost,     a,         R4,          In container a of Deployment pay/lost sha256:7 was brought by no recorded deployment.
      c,       pay,       Deployment,    named,    a,         R3,          In container a of Deployment pay/named sha256:8 is in no list of images.
      c,       pay,       Deployment,    named,    a,         R4,          In container a of Deployment pay/named sha256:8 was brought by no recorded deployment.
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    blank,    a,         I2,          The evidence does not say which image runs as reg.example.org/api:1.

- name: deployments without digests say nothing; one name for two images, in one workload and in two; pods that do not run
  given:
    ref_list: |
      list_name,           value
      approved_registries, reg.example.org
    deployment: |
      deploy_id, system, environment, deployed_at, artifact_digest
      d1,        github, prod,        2026-03-01,
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,             image_digest
      k8s,     c,               pay,       Deployment,    api,      p1,  a,         running, reg.example.org/api:1, sha256:1
      k8s,     c,               pay,       Deployment,    api,      p2,  a,         running, reg.example.org/api:1, sha256:2
      k8s,     c,               pay,       Deployment,    api,      p3,  a,         ,        reg.example.org/api:1,
      k8s,     c,               pay,       Deployment,    roll,     p4,  a,         running, reg.example.org/api:1, sha256:1
      k8s,     c,               pay,       Deployment,    roll,     p5,  a,         running, reg.example.org/api:2, sha256:2
      k8s,     c,               pay,       Deployment,    same,     p6,  a,         running, reg.example.org/web:1, sha256:3
      k8s,     c,               pay,       Deployment,    same,     p7,  a,         running, reg.example.org/web:1, sha256:3
      k8s,     c,               pay,       Deployment,    same,     p7,  b,         running, reg.example.org/web:1, sha256:4
      k8s,     c,               pay,       Deployment,    same,     p8,  a,         failed,  reg.example.org/web:1, sha256:5
      k8s,     c,               pay,       ,              lone,     p9,  a,         running, ,
      docker,  c,               pay,       Container,     d,        d,   a,         running, evil/x,                sha256:1
  expect:
    population: 5
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, pods, reason
      c,       pay,       Deployment,    api,      a,         R5,          3,    "In container a of Deployment pay/api reg.example.org/api:1 runs as sha256:1, sha256:2."
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Pod,           lone,     a,         I2,          The evidence does not say which image runs as this container.

- name: an image that the pod names by its id, which the list of images knows, knows under two digests, and does not know
  given:
    ref_list: |
      list_name,           value
      approved_registries, reg.example.org
    image: |
      image_digest, image_id, registry,        repository
      sha256:1,     sha256:a, reg.example.org, api
      sha256:2,     sha256:b, reg.example.org, api
      sha256:3,     sha256:b, reg.example.org, web
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,             image_digest, image_id
      k8s,     c,               pay,       Deployment,    one,      p1,  a,         running, reg.example.org/api:1, ,             sha256:a
      k8s,     c,               pay,       Deployment,    two,      p2,  a,         running, reg.example.org/api:1, ,             sha256:b
      k8s,     c,               pay,       Deployment,    none,     p3,  a,         running, reg.example.org/api:1, ,             sha256:c
  expect:
    population: 3
    exceptions: none
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    two,      a,         I2,          The evidence does not say which image runs as reg.example.org/api:1.
      c,       pay,       Deployment,    none,     a,         I2,          The evidence does not say which image runs as reg.example.org/api:1.

- name: without a list of registries; the last state of a cluster at the audit date counts, or the first one after it
  given:
    container: |
      snapshot_at, runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,     image_digest
      2026-05-01,  k8s,     c,               pay,       Deployment,    w,        p,   a,         running, evil/x:latest, sha256:1
      2026-07-01,  k8s,     c,               pay,       Deployment,    w,        p,   a,         running, evil/x:1,      sha256:1
      2026-07-02,  k8s,     c,               pay,       Deployment,    w,        p,   a,         running, evil/x:latest, sha256:1
      2026-07-02,  k8s,     d,               pay,       Deployment,    w,        p,   a,         running, evil/y:latest, sha256:1
      2026-07-03,  k8s,     d,               pay,       Deployment,    w,        p,   b,         running, evil/z:latest, sha256:1
  expect:
    population: 2
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      d,       pay,       Deployment,    w,        a,         R2,          In container a of Deployment pay/w evil/y:latest is not pinned to a digest.
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    w,        a,         I1,          "The list approved_registries is not in the evidence, so nothing can be said of evil/x:1."

- name: containers of Docker, images without a host in their name, ids that belong to several images, pods of one workload that differ
  given:
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref,                image_digest, image_id
      docker,  c,               -,         Container,     box,      x,   a,         running, evil.example.org/x:1,     sha256:1,
      k8s,     c,               n,         Deployment,    team,     p,   a,         running, team/app:1,               sha256:1,
      k8s,     c,               n,         Deployment,    idonly,   p,   a,         running, reg.example.org/app:1,    ,             sha256:i1
      k8s,     c,               n,         Deployment,    idtwice,  p,   a,         running, reg.example.org/app:1,    ,             sha256:i2
      k8s,     c,               n,         Deployment,    noid,     p,   a,         running, reg.example.org/app:1,    ,
      k8s,     c,               n,         Deployment,    mixed,    p,   a,         running, reg.example.org/app:1,    sha256:1,
      k8s,     c,               n,         Deployment,    mixed,    q,   a,         running, reg.example.org/app:1,    ,
      k8s,     c,               n,         Deployment,    index,    p,   a,         running, reg.example.org/app:1,    sha256:ix,
      k8s,     c,               n,         Deployment,    moving,   p,   a,         running, reg.example.org/moving:1, sha256:1,
      k8s,     c,               n,         Deployment,    onlist,   p,   a,         running, reg.example.org/other:1,  sha256:1,
      k8s,     c,               n,         Deployment,    unnamed,  p,   a,         running, ,                         sha256:1,
    image: |
      image_digest, image_id,  registry, repository, index_digest
      sha256:1,     sha256:i1, r,        app,        sha256:ix
      sha256:2,     sha256:i2, r,        app,
      sha256:3,     sha256:i2, r,        app,
      sha256:4,     ,          r,        app,
    deployment: |
      deploy_id, repo, environment, deployed_at, artifact_digest
      d1,        o/p,  prod,        2026-02-01,  sha256:1
      d2,        o/p,  prod,        2026-02-01,  sha256:ix
      d3,        o/p,  prod,        2026-02-01,
    ref_list: |
      list_name,           value,                  valid_from
      approved_registries, reg.example.org,        2026-01-01
      mutable_repos,       reg.example.org/moving, 2026-01-01
      approved_later,      docker.io/team,         2026-01-01
      mutable_repos,       docker.io/team,         2026-01-01
      other,               reg.example.org/other,  2026-01-01
  expect:
    population: 9
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       n,         Deployment,    moving,   a,         R2,          In container a of Deployment n/moving reg.example.org/moving:1 is not pinned to a digest.
      c,       n,         Deployment,    team,     a,         R1,          In container a of Deployment n/team team/app:1 is not of a registry on the list approved_registries.
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       n,         Deployment,    idtwice,  a,         I2,          The evidence does not say which image runs as reg.example.org/app:1.
      c,       n,         Deployment,    mixed,    a,         I2,          The evidence does not say which image runs as reg.example.org/app:1.
      c,       n,         Deployment,    noid,     a,         I2,          The evidence does not say which image runs as reg.example.org/app:1.
      c,       n,         Deployment,    unnamed,  a,         I2,          The evidence does not say which image runs as this container.
---*/
