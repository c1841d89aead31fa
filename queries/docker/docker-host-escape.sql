/*---
id: docker-host-escape
version: 1
title: Docker containers that can reach their host
objective: Containers are isolated from the host that runs them.
kind: design
severity: high
reads: [container]
optional: [ref_list]
key: [host, container_id]
params:
  sensitive_paths:
    type: "text[]"
    default: [/, /boot, /dev, /lib, /proc, /sys, /usr, /var/run/docker.sock, /run/docker.sock, /var/run/containerd/containerd.sock, /run/containerd/containerd.sock]
    means: paths of the host that no container may see
  sensitive_trees: {type: "text[]", default: [/etc, /root, /var/lib/docker], means: folders of the host of which no container may see anything}
  harmless_paths:
    type: "text[]"
    default: [/etc/localtime, /etc/timezone, /etc/hostname, /etc/os-release, /etc/resolv.conf, /etc/machine-id, /etc/ssl/certs, /etc/pki/ca-trust]
    means: paths in those folders that may be seen
  risky_caps: {type: "text[]", default: [SYS_ADMIN, NET_ADMIN, SYS_PTRACE, SYS_MODULE, DAC_READ_SEARCH, ALL], means: capabilities that no container may be given}
  ports:
    type: "text[]"
    default: ["22", "3389", "3306", "5432", "1433", "1521", "6379", "9200", "27017", "2375", "2379", "6443", "10250"]
    means: ports of administration and databases
  allowed_images: {type: text, default: allowed_images, means: list in ref_list of digests or ids of images that may do so}
controls:
  nist-800-53r5: [AC-6, CM-6, CM-7, SC-39]
  iso-27001-2022: [A.8.9]
  cis-docker-bench: ["5.4", "5.5", "5.6", "5.10", "5.16", "5.17", "5.22", "5.26", "5.32"]
reasons:
  R1: privileged
  R2: shares a namespace of the host
  R3: mounts a sensitive path of the host, or the socket of Docker
  R4: is given a risky capability
  R5: its security profile is switched off, or it may gain privileges
  R6: publishes a port of administration or databases on every address
  I1: the evidence does not say all of it
  X1: its image is allowed by its digest or id
limits:
  - Containers that run, are paused or restart. Stopped ones are not in the population, although they may be started as they are.
  - A path is sensitive when it is on one of the lists, lies in a folder of sensitive_trees, or holds an entry of either list, or is named docker.sock. A read-only mount counts, since the socket gives full control either way.
  - A named volume passes, also one whose driver binds it to a path of the host. Rootless Docker and Podman are judged alike, although the host is less exposed by them.
  - R5 is reported for every container without no-new-privileges, which the daemon may set for all of them.
  - A port counts for R6 by its number in the container or on the host.
---*/

-- +latest: the last state of each host at the audit date, or the first one after it
SELECT cluster_or_host AS host, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM container
WHERE runtime = 'docker'
GROUP BY cluster_or_host;

-- +population: one row per container that runs, is paused or restarts
SELECT
  c.cluster_or_host AS host, c.container_id, c.container, c.image_ref, c.image_digest, c.image_id, c.state, c.privileged,
  c.host_network, c.host_pid, c.host_ipc, c.host_uts, c.host_userns, c.host_paths, c.caps_added, c.security_opts, c.published_ports
FROM container AS c
JOIN latest AS l ON l.host = c.cluster_or_host AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at
WHERE c.runtime = 'docker' AND COALESCE(c.state, 'running') IN ('running', 'paused', 'restarting');

-- +allowed: digests and ids of images that may do so at the audit date
SELECT DISTINCT LOWER(TRIM(value)) AS digest
FROM ref_list
WHERE list_name = $allowed_images
  AND (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +judged: containers whose image is not allowed, with the namespaces that they share
SELECT
  host, container_id, privileged, host_paths, caps_added, published_ports, security_opts,
  NULLIF(array_join([
    CASE WHEN host_network THEN 'network' END, CASE WHEN host_pid THEN 'pid' END, CASE WHEN host_ipc THEN 'ipc' END,
    CASE WHEN host_uts THEN 'uts' END, CASE WHEN host_userns THEN 'user' END
  ], ', '), '') AS shared,
  privileged IS NULL OR host_network IS NULL OR host_pid IS NULL OR host_ipc IS NULL OR host_paths IS NULL OR caps_added IS NULL
    OR security_opts IS NULL OR published_ports IS NULL AS is_unset
FROM population
WHERE COALESCE(image_digest, '') NOT IN (SELECT digest FROM allowed)
  AND COALESCE(image_id, '') NOT IN (SELECT digest FROM allowed);

-- +sensitive: paths of the host that no container may see, of those that are mounted
SELECT DISTINCT h.path
FROM (SELECT DISTINCT u.path FROM judged AS r CROSS JOIN UNNEST(r.host_paths) AS u(path)) AS h
CROSS JOIN UNNEST(array_union($sensitive_paths, $sensitive_trees)) AS s(path)
WHERE rtrim(h.path, '/') = rtrim(s.path, '/')
  OR h.path LIKE '%/docker.sock'
  OR starts_with(s.path, concat(rtrim(h.path, '/'), '/')) -- holds it
  OR contains($sensitive_trees, s.path) AND starts_with(h.path, concat(s.path, '/')) AND NOT contains($harmless_paths, rtrim(h.path, '/'));

-- +exposed: sensitive paths that each container mounts
SELECT DISTINCT r.host, r.container_id, u.path
FROM judged AS r
CROSS JOIN UNNEST(r.host_paths) AS u(path)
JOIN sensitive AS s ON s.path = u.path;

-- +published: ports of administration and databases that each container publishes on every address
SELECT DISTINCT j.host, j.container_id, p.port
FROM judged AS j
CROSS JOIN UNNEST(j.published_ports) AS p(port)
WHERE regexp_like(p.port, '^(0\.0\.0\.0|\[?::\]?|):[0-9]+->')
  AND (contains($ports, regexp_extract(p.port, '->([0-9]+)/', 1)) OR contains($ports, regexp_extract(p.port, ':([0-9]+)->', 1)));

-- +weakness: each code of a container with what it is about
SELECT host, container_id, 'R1' AS code, 'is privileged' AS what
FROM judged
WHERE privileged
UNION ALL
SELECT host, container_id, 'R2', concat('shares namespaces of the host: ', shared)
FROM judged
WHERE shared IS NOT NULL
UNION ALL
SELECT host, container_id, 'R3', concat('mounts ', string_agg(path, ', ' ORDER BY path), ' of the host')
FROM exposed
GROUP BY host, container_id
UNION ALL
SELECT j.host, j.container_id, 'R4', concat('is given the capabilities ', string_agg(k.cap, ', ' ORDER BY k.cap))
FROM judged AS j
CROSS JOIN UNNEST(j.caps_added) AS k(cap)
WHERE contains($risky_caps, regexp_replace(UPPER(k.cap), '^CAP_', ''))
GROUP BY j.host, j.container_id
UNION ALL
SELECT
  host, container_id, 'R5',
  concat('has the security options [', array_join(security_opts, ', '), ']')
FROM judged
WHERE regexp_like(array_join(security_opts, chr(10)), '(^|\n)(seccomp|apparmor)[=:]unconfined(\n|$)')
  OR NOT regexp_like(array_join(security_opts, chr(10)), '(^|\n)no-new-privileges([=:]true)?(\n|$)')
UNION ALL
SELECT host, container_id, 'R6', concat('publishes ', string_agg(port, ', ' ORDER BY port))
FROM published
GROUP BY host, container_id;

-- +exceptions: containers that can reach their host, or that others reach where they should not
SELECT
  p.host, p.container_id, w.code AS reason_code,
  concat('Container ', p.container, ' (', COALESCE(p.image_ref, 'image unknown'), ') on ', p.host, ' ', w.what, '.') AS reason,
  p.container, p.image_ref, p.state
FROM population AS p
JOIN weakness AS w ON w.host = p.host AND w.container_id = p.container_id;

-- +indeterminate: containers without a weakness of which something is not known
SELECT
  j.host, j.container_id, 'I1' AS reason_code,
  'The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured.' AS reason
FROM judged AS j
LEFT JOIN (SELECT DISTINCT host, container_id FROM weakness) AS w ON w.host = j.host AND w.container_id = j.container_id
WHERE j.is_unset AND w.host IS NULL;

-- +excluded: containers of allowed images
SELECT
  p.host, p.container_id, 'X1' AS reason_code,
  concat('The image ', COALESCE(p.image_ref, 'of the container'), ' is on the list ', $allowed_images, '.') AS reason
FROM population AS p
LEFT JOIN judged AS j ON j.host = p.host AND j.container_id = p.container_id
WHERE j.host IS NULL;

/*--- cases
- name: each weakness alone; an isolated container passes
  given:
    container: |
      runtime, cluster_or_host, container_id, container, image_ref, state,   privileged, host_network, host_pid, host_ipc, host_uts, host_userns, host_paths,                             caps_added,                                     security_opts,                                            published_ports
      docker,  h,               good,         web,       i:1,       running, false,      false,        false,    false,    false,    false,       "[""/srv/data""]",                      "[""NET_BIND_SERVICE""]",                       "[""no-new-privileges""]",                                "[""0.0.0.0:8443->443/tcp"",""127.0.0.1:5432->5432/tcp""]"
      docker,  h,               priv,         web,       i:1,       running, true,       false,        false,    false,    ,         ,            [],                                     [],                                             "[""no-new-privileges:true""]",                           []
      docker,  h,               net,          web,       i:1,       running, false,      true,         false,    false,    ,         ,            [],                                     [],                                             "[""no-new-privileges=true""]",                           []
      docker,  h,               all,          web,       i:1,       running, false,      false,        true,     true,     true,     true,        [],                                     [],                                             "[""no-new-privileges""]",                                []
      docker,  h,               sock,         web,       i:1,       running, false,      false,        false,    false,    ,         ,            "[""/srv"",""/home/ann/docker.sock""]", [],                                             "[""no-new-privileges""]",                                []
      docker,  h,               cap,          web,       i:1,       running, false,      false,        false,    false,    ,         ,            [],                                     "[""SYS_PTRACE"",""cap_sys_admin"",""CHOWN""]", "[""no-new-privileges""]",                                []
      docker,  h,               bare,         web,       ,          running, false,      false,        false,    false,    ,         ,            [],                                     [],                                             [],                                                       []
      docker,  h,               open,         web,       i:1,       running, false,      false,        false,    false,    ,         ,            [],                                     [],                                             "[""no-new-privileges"",""seccomp=unconfined""]",         []
      docker,  h,               armour,       web,       i:1,       running, false,      false,        false,    false,    ,         ,            [],                                     [],                                             "[""no-new-privileges"",""apparmor:unconfined""]",        []
      docker,  h,               off,          web,       i:1,       running, false,      false,        false,    false,    ,         ,            [],                                     [],                                             "[""no-new-privileges:false"",""seccomp=profile.json""]", []
      docker,  h,               port,         web,       i:1,       running, false,      false,        false,    false,    ,         ,            [],                                     [],                                             "[""no-new-privileges""]",                                "[""0.0.0.0:15432->5432/tcp"",""0.0.0.0:80->80/tcp""]"
  expect:
    population: 11
    exceptions: |
      host, container_id, reason_code, reason
      h,    priv,         R1,          Container web (i:1) on h is privileged.
      h,    net,          R2,          Container web (i:1) on h shares namespaces of the host: network.
      h,    all,          R2,          "Container web (i:1) on h shares namespaces of the host: pid, ipc, uts, user."
      h,    sock,         R3,          Container web (i:1) on h mounts /home/ann/docker.sock of the host.
      h,    cap,          R4,          "Container web (i:1) on h is given the capabilities SYS_PTRACE, cap_sys_admin."
      h,    bare,         R5,          Container web (image unknown) on h has the security options [].
      h,    open,         R5,          "Container web (i:1) on h has the security options [no-new-privileges, seccomp=unconfined]."
      h,    armour,       R5,          "Container web (i:1) on h has the security options [no-new-privileges, apparmor:unconfined]."
      h,    off,          R5,          "Container web (i:1) on h has the security options [no-new-privileges:false, seccomp=profile.json]."
      h,    port,         R6,          Container web (i:1) on h publishes 0.0.0.0:15432->5432/tcp.

- name: paths and ports in every form
  given:
    container: |
      runtime, cluster_or_host, container_id, container, state,   privileged, host_network, host_pid, host_ipc, host_paths,                                                                                        caps_added, security_opts,             published_ports
      docker,  h,               root,         c,         running, false,      false,        false,    false,    "[""/""]",                                                                                         [],         "[""no-new-privileges""]", []
      docker,  h,               same,         c,         running, false,      false,        false,    false,    "[""/usr/""]",                                                                                     [],         "[""no-new-privileges""]", []
      docker,  h,               tree,         c,         running, false,      false,        false,    false,    "[""/etc/shadow""]",                                                                               [],         "[""no-new-privileges""]", []
      docker,  h,               above,        c,         running, false,      false,        false,    false,    "[""/var""]",                                                                                      [],         "[""no-new-privileges""]", []
      docker,  h,               harmless,     c,         running, false,      false,        false,    false,    "[""/etc/localtime"",""/usr/share/zoneinfo"",""/etcetera"",""/rootless"",""/srv/docker.sock.d""]", [],         "[""no-new-privileges""]", []
      docker,  h,               six,          c,         running, false,      false,        false,    false,    [],                                                                                                [],         "[""no-new-privileges""]", "["":::2375->9000/tcp""]"
      docker,  h,               blank,        c,         running, false,      false,        false,    false,    [],                                                                                                [],         "[""no-new-privileges""]", "["":6379->6379/tcp""]"
      docker,  h,               narrow,       c,         running, false,      false,        false,    false,    [],                                                                                                [],         "[""no-new-privileges""]", "[""10.0.0.0:22->22/tcp"",""::1:22->22/tcp"",""0.0.0.0:2222->8022/tcp"",""0.0.0.0:->22/tcp""]"
  expect:
    exceptions: |
      host, container_id, reason_code, reason
      h,    root,         R3,          Container c (image unknown) on h mounts / of the host.
      h,    same,         R3,          Container c (image unknown) on h mounts /usr/ of the host.
      h,    tree,         R3,          Container c (image unknown) on h mounts /etc/shadow of the host.
      h,    above,        R3,          Container c (image unknown) on h mounts /var of the host.
      h,    six,          R6,          Container c (image unknown) on h publishes :::2375->9000/tcp.
      h,    blank,        R6,          Container c (image unknown) on h publishes :6379->6379/tcp.

- name: only containers of Docker that run, pause or restart, on each host
  given:
    container: |
      runtime, cluster_or_host, container_id, container, state,      privileged, host_network, host_pid, host_ipc, host_paths, caps_added, security_opts,             published_ports
      docker,  h,               1,            a,         running,    true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      docker,  h,               2,            a,         paused,     true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      docker,  h,               3,            a,         restarting, true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      docker,  h,               4,            a,         exited,     true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      docker,  h,               5,            a,         ,           true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      docker,  g,               1,            a,         running,    false,      false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      k8s,     h,               6,            a,         running,    true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
  expect:
    population: 5
    exceptions: |
      host, container_id, reason_code, reason
      h,    1,            R1,          Container a (image unknown) on h is privileged.
      h,    2,            R1,          Container a (image unknown) on h is privileged.
      h,    3,            R1,          Container a (image unknown) on h is privileged.
      h,    5,            R1,          Container a (image unknown) on h is privileged.

- name: allowed images by digest and id; what the evidence leaves out
  given:
    ref_list: |
      list_name,      value,       valid_from, valid_to
      allowed_images, SHA256:ok,   ,
      allowed_images, sha256:id,   2026-07-01, 2026-07-02
      allowed_images, sha256:was,  ,           2026-07-01
      allowed_images, sha256:soon, 2026-07-02,
      other_list,     sha256:no,   ,
    container: |
      runtime, cluster_or_host, container_id, container, state,   image_ref, image_digest, image_id,    privileged, host_network, host_pid, host_ipc, host_paths, caps_added,  security_opts,             published_ports
      docker,  h,               1,            a,         running, i,         sha256:ok,    ,            true,       true,         true,     true,     "[""/""]",  "[""ALL""]", [],                        "[""0.0.0.0:22->22/tcp""]"
      docker,  h,               2,            a,         running, ,          ,             sha256:id,   ,           ,             ,         ,         ,           ,            ,
      docker,  h,               3,            a,         running, i,         sha256:was,   sha256:soon, true,       false,        false,    false,    [],         [],          "[""no-new-privileges""]", []
      docker,  h,               4,            a,         running, i,         sha256:no,    ,            true,       false,        false,    false,    [],         [],          "[""no-new-privileges""]", []
      docker,  h,               n1,           a,         running, i,         ,             ,            ,           false,        false,    false,    [],         [],          "[""no-new-privileges""]", []
      docker,  h,               n2,           a,         running, i,         ,             ,            false,      ,             false,    false,    [],         [],          "[""no-new-privileges""]", []
      docker,  h,               n3,           a,         running, i,         ,             ,            false,      false,        ,         false,    [],         [],          "[""no-new-privileges""]", []
      docker,  h,               n4,           a,         running, i,         ,             ,            false,      false,        false,    ,         [],         [],          "[""no-new-privileges""]", []
      docker,  h,               n5,           a,         running, i,         ,             ,            false,      false,        false,    false,    ,           [],          "[""no-new-privileges""]", []
      docker,  h,               n6,           a,         running, i,         ,             ,            false,      false,        false,    false,    [],         ,            "[""no-new-privileges""]", []
      docker,  h,               n7,           a,         running, i,         ,             ,            false,      false,        false,    false,    [],         [],          ,                          []
      docker,  h,               n8,           a,         running, i,         ,             ,            false,      false,        false,    false,    [],         [],          "[""no-new-privileges""]",
      docker,  h,               n9,           a,         running, i,         ,             ,            true,       ,             ,         ,         ,           ,            ,
      docker,  g,               n1,           a,         running, i,         ,             ,            true,       false,        false,    false,    [],         [],          "[""no-new-privileges""]", []
  expect:
    population: 14
    exceptions: |
      host, container_id, reason_code, reason
      h,    3,            R1,          Container a (i) on h is privileged.
      h,    4,            R1,          Container a (i) on h is privileged.
      h,    n9,           R1,          Container a (i) on h is privileged.
      g,    n1,           R1,          Container a (i) on g is privileged.
    indeterminate: |
      host, container_id, reason_code, reason
      h,    n1,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n2,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n3,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n4,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n5,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n6,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n7,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
      h,    n8,           I1,          "The evidence does not say whether the container is privileged, what it shares or mounts, or how it is secured."
    excluded: |
      host, container_id, reason_code, reason
      h,    1,            X1,          The image i is on the list allowed_images.
      h,    2,            X1,          The image of the container is on the list allowed_images.

- name: the last state of a host at the audit date counts, or the first one after it
  given:
    container: |
      snapshot_at, runtime, cluster_or_host, container_id, container, state,   privileged, host_network, host_pid, host_ipc, host_paths, caps_added, security_opts,             published_ports
      2026-05-01,  docker,  h,               1,            a,         running, true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      2026-07-01,  docker,  h,               1,            a,         running, false,      false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      2026-07-02,  docker,  h,               1,            a,         running, true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      2026-07-02,  docker,  g,               1,            a,         running, true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
      2026-07-03,  docker,  g,               2,            a,         running, true,       false,        false,    false,    [],         [],         "[""no-new-privileges""]", []
  expect:
    population: 2
    exceptions: |
      host, container_id, reason_code, reason
      g,    1,            R1,          Container a (image unknown) on g is privileged.
---*/
