/*---
id: aws-sg-admin-open
version: 1
title: Administration and database ports open to the Internet
objective: Inbound administrative and database access is limited to known networks.
kind: design
severity: high
reads: [network_rule]
optional: [ref_list]
key: [rule_id, cidr]
params:
  ports:
    type: "text[]"
    default: ["22", "3389", "3306", "5432", "1433", "1521", "6379", "9200", "27017", "2375", "2379", "6443", "10250"]
    means: TCP and UDP ports of administration and databases
  world_frac: {type: "decimal(4,3)", default: 0.5, means: share of all addresses from which on ranges count as the Internet}
  min_prefix: {type: integer, default: 16, unit: bits, means: shortest IPv4 prefix that a range may have without approval}
  min_prefix_ipv6: {type: integer, default: 32, unit: bits, means: shortest IPv6 prefix that a range may have without approval}
  approved_ranges: {type: text, default: approved_ranges, means: list in ref_list of networks that may be wide}
controls:
  nist-800-53r5: [SC-7, SC-7(5), AC-17]
  soc2-tsc-2017: [CC6.6]
  iso-27001-2022: [A.8.20]
  pci-dss-4.0.1: ["1.2.5", "1.3.1"]
  cis-aws-5.0: ["5.2", "5.3", "5.4"]
  cis-aws-7.0: ["6.2", "6.3", "6.4"]
reasons:
  R1: open to the Internet
  R2: open to a wide range that is not approved
  I1: the rule does not say its protocol or ports
  I2: the peer of the rule is not readable as a network
  I3: the ranges of the prefix list are not in the evidence
limits:
  - Security groups only. Network access lists, routes and host firewalls may still block the traffic, and are not seen.
  - Whether a group protects anything that is reachable is not known here; attached_count is shown where the export has it.
  - A range counts as the Internet when it has world_frac of all IPv4 or IPv6 addresses, alone or with the other ranges of its group for the port. Then every range of the group that is wider than min_prefix is an exception.
  - Private ranges are judged like others, so 10.0.0.0/8 is R2 unless it is approved. Approval does not excuse R1.
  - A rule that names another security group passes. A prefix list is known by rows of ref_list whose list_name is its id.
  - Shares of IPv6 are counted in units of /48.
---*/

-- +latest: the last state of each account at the audit date, or the first one after it
SELECT account_or_project, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM network_rule
WHERE provider = 'aws'
GROUP BY account_or_project;

-- +population: one row per inbound rule of a security group and peer
SELECT
  r.rule_id, r.cidr, r.account_or_project, r.network, r.group_id, r.group_name, r.protocol, r.port_from, r.port_to, r.attached_count
FROM network_rule AS r
JOIN latest AS l
  ON l.account_or_project IS NOT DISTINCT FROM r.account_or_project AND l.snapshot_at IS NOT DISTINCT FROM r.snapshot_at
WHERE r.provider = 'aws' AND r.direction = 'ingress' AND r.action = 'allow' AND r.enabled IS DISTINCT FROM FALSE;

-- +listed: networks of the auditor's lists at the audit date, which prefix lists and approved ranges are
SELECT DISTINCT list_name, TRIM(value) AS network
FROM ref_list
WHERE cidr_low(value) IS NOT NULL
  AND (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +peer: the networks behind each rule, its own or those of its prefix list
SELECT rule_id, cidr, cidr AS network
FROM population
WHERE cidr_low(cidr) IS NOT NULL
UNION ALL
SELECT p.rule_id, p.cidr, l.network
FROM population AS p
JOIN listed AS l ON l.list_name = p.cidr;

-- +open_port: the ports of administration and databases that each rule opens
SELECT p.rule_id, p.cidr, p.group_id, CAST(s.port AS BIGINT) AS port
FROM population AS p
CROSS JOIN UNNEST($ports) AS s(port)
WHERE p.protocol IN ('all', '-1')
  OR p.protocol IN ('tcp', 'udp') AND CAST(s.port AS BIGINT) BETWEEN p.port_from AND p.port_to;

-- +span: each open port with each network, as a span of whole addresses (IPv6: of /48 networks)
SELECT
  o.rule_id, o.cidr, o.group_id, o.port, n.network,
  substr(cidr_low(n.network), 1, 1) AS family,
  CAST(concat('0x', substr(cidr_low(n.network), 3, 12)) AS BIGINT) AS low,
  CAST(concat('0x', substr(cidr_high(n.network), 3, 12)) AS BIGINT) AS high
FROM open_port AS o
JOIN peer AS n ON n.rule_id = o.rule_id AND n.cidr = o.cidr;

-- +judged_span: whether the network alone is the Internet, and whether it is wide
SELECT
  rule_id, cidr, group_id, port, network, family, low, high,
  high - low + 1 >= $world_frac * CASE family WHEN '4' THEN 4294967296 ELSE 281474976710656 END AS is_world,
  COALESCE(TRY_CAST(split_part(network, '/', 2) AS BIGINT), 128) < CASE family
    WHEN '4' THEN $min_prefix
    ELSE $min_prefix_ipv6
  END AS is_wide
FROM span;

-- +reached: how far the networks of a group and port that begin before this one go
SELECT
  group_id, port, family, low, high,
  MAX(high) OVER (
    PARTITION BY group_id, port, family ORDER BY low, high, rule_id, network ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) AS reach
FROM judged_span
WHERE NOT is_world;

-- +united: groups whose networks for a port are the Internet when they are taken together
SELECT group_id, port, family
FROM reached
GROUP BY group_id, port, family
HAVING SUM(CASE WHEN reach >= high THEN 0 ELSE high - GREATEST(low - 1, COALESCE(reach, -1)) END)
  >= $world_frac * CASE family WHEN '4' THEN 4294967296 ELSE 281474976710656 END;

-- +open_rule: open ports of each rule, by what they are open to
SELECT
  s.rule_id, s.cidr, s.network, s.port,
  CASE WHEN s.is_world OR s.is_wide AND u.group_id IS NOT NULL THEN 'R1' ELSE 'R2' END AS code,
  s.is_world
FROM judged_span AS s
LEFT JOIN united AS u ON u.group_id = s.group_id AND u.port = s.port AND u.family = s.family
LEFT JOIN listed AS a ON a.list_name = $approved_ranges AND cidr_low(a.network) <= cidr_low(s.network) AND cidr_high(a.network) >= cidr_high(s.network)
WHERE s.is_world
  OR s.is_wide AND (u.group_id IS NOT NULL OR a.network IS NULL);

-- +exceptions: rules that open such ports to the Internet, or to a wide range without approval
SELECT
  p.rule_id, p.cidr, o.code AS reason_code,
  concat(
    'Ports ', string_agg(DISTINCT CAST(o.port AS VARCHAR), ', ' ORDER BY CAST(o.port AS VARCHAR)), ' are open to ',
    string_agg(DISTINCT o.network, ', ' ORDER BY o.network),
    CASE
      WHEN o.code = 'R2' THEN concat(', which is wider than the limit and not on the list ', $approved_ranges, '.')
      WHEN BOOL_OR(o.is_world) THEN '.'
      ELSE concat(', which with other ranges of group ', p.group_id, ' has at least ', CAST($world_frac AS VARCHAR), ' of all addresses.')
    END
  ) AS reason,
  p.account_or_project, p.network, p.group_id, p.group_name, p.protocol, p.port_from, p.port_to, p.attached_count
FROM population AS p
JOIN open_rule AS o ON o.rule_id = p.rule_id AND o.cidr = p.cidr
GROUP BY
  p.rule_id, p.cidr, o.code, p.account_or_project, p.network, p.group_id, p.group_name, p.protocol, p.port_from, p.port_to, p.attached_count;

-- +unclear: rules whose traffic or peer the evidence does not show
SELECT
  p.rule_id, p.cidr, p.protocol,
  CASE
    WHEN p.protocol IS NULL OR p.protocol IN ('tcp', 'udp') AND (p.port_from IS NULL OR p.port_to IS NULL) THEN 'I1'
    WHEN o.rule_id IS NULL OR n.rule_id IS NOT NULL OR p.cidr LIKE 'sg-%' THEN NULL -- no such port is open, or the peer is known
    WHEN p.cidr LIKE 'pl-%' THEN 'I3'
    ELSE 'I2'
  END AS code
FROM population AS p
LEFT JOIN (SELECT DISTINCT rule_id FROM open_port) AS o ON o.rule_id = p.rule_id
LEFT JOIN (SELECT DISTINCT rule_id, cidr FROM peer) AS n ON n.rule_id = p.rule_id AND n.cidr = p.cidr;

-- +indeterminate: rules that the evidence cannot decide
SELECT
  rule_id, cidr, code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat('The rule does not say its protocol or ports (protocol ', COALESCE(protocol, 'unknown'), ').')
    WHEN 'I2' THEN concat('The peer ', cidr, ' is no network, security group or prefix list.')
    ELSE concat('The networks of prefix list ', cidr, ' are not in ref_list.')
  END AS reason
FROM unclear
WHERE code IS NOT NULL;

/*--- cases
- name: open to the world in IPv4 and IPv6, by port, by range of ports, by every protocol
  given:
    network_rule: |
      rule_id, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr,           enabled
      r1,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/0,      true
      r1,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      ::/0,           true
      r2,      aws,      1,                  sg-2,     ingress,   allow,  tcp,      1000,      5432,    0.0.0.0/0,      true
      r3,      aws,      1,                  sg-3,     ingress,   allow,  all,      ,          ,        0.0.0.0/0,
      r4,      aws,      1,                  sg-4,     ingress,   allow,  udp,      3389,      4000,    0.0.0.0/1,      true
      r5,      aws,      1,                  sg-5,     ingress,   allow,  -1,       ,          ,        10.0.0.0/24,    true
      r6,      aws,      1,                  sg-6,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/1,      true
      r6,      aws,      1,                  sg-6,     ingress,   allow,  tcp,      22,        22,      10.0.0.0/8,     true
      r6,      aws,      1,                  sg-6,     ingress,   allow,  tcp,      22,        22,      203.0.113.0/24, true
  expect:
    population: 9
    exceptions: |
      rule_id, cidr,       reason_code, reason
      r1,      0.0.0.0/0,  R1,          Ports 22 are open to 0.0.0.0/0.
      r1,      ::/0,       R1,          Ports 22 are open to ::/0.
      r2,      0.0.0.0/0,  R1,          "Ports 1433, 1521, 2375, 2379, 3306, 3389, 5432 are open to 0.0.0.0/0."
      r3,      0.0.0.0/0,  R1,          "Ports 10250, 1433, 1521, 22, 2375, 2379, 27017, 3306, 3389, 5432, 6379, 6443, 9200 are open to 0.0.0.0/0."
      r4,      0.0.0.0/1,  R1,          Ports 3389 are open to 0.0.0.0/1.
      r6,      0.0.0.0/1,  R1,          Ports 22 are open to 0.0.0.0/1.
      r6,      10.0.0.0/8, R2,          "Ports 22 are open to 10.0.0.0/8, which is wider than the limit and not on the list approved_ranges."

- name: not open - web ports, ICMP types, other ports, another group, a rule switched off, denied, outbound, of another cloud
  given:
    network_rule: |
      rule_id, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr,           enabled
      r1,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      443,       443,     0.0.0.0/0,      true
      r2,      aws,      1,                  sg-1,     ingress,   allow,  icmp,     8,         -1,      0.0.0.0/0,      true
      r3,      aws,      1,                  sg-1,     ingress,   allow,  icmp,     3,         22,      0.0.0.0/0,      true
      r4,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      23,        1432,    0.0.0.0/0,      true
      r5,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      sg-9,           true
      r6,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      203.0.113.7/32, true
      r7,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      203.0.0.0/16,   true
      r8,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      2001:db8::/32,  true
      off,     aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/0,      false
      deny,    aws,      1,                  sg-1,     ingress,   deny,   tcp,      22,        22,      0.0.0.0/0,      true
      out,     aws,      1,                  sg-1,     egress,    allow,  tcp,      22,        22,      0.0.0.0/0,      true
      gcp,     gcp,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/0,      true
  expect: {population: 8}

- name: the world in parts that overlap, touch and repeat, and only together, which no approval excuses; narrow ranges beside them pass
  given:
    ref_list: |
      list_name,       value
      approved_ranges, 0.0.0.0/2
    network_rule: |
      rule_id, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr
      a1,      aws,      1,                  sg-a,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/2
      a2,      aws,      1,                  sg-a,     ingress,   allow,  tcp,      22,        22,      16.0.0.0/4
      a3,      aws,      1,                  sg-a,     ingress,   allow,  tcp,      22,        22,      64.0.0.0/2
      a4,      aws,      1,                  sg-a,     ingress,   allow,  tcp,      22,        22,      203.0.113.0/24
      b1,      aws,      1,                  sg-b,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/2
      b2,      aws,      1,                  sg-b,     ingress,   allow,  tcp,      22,        22,      64.0.0.0/3
      b3,      aws,      1,                  sg-b,     ingress,   allow,  tcp,      3306,      3306,    96.0.0.0/3
      b5,      aws,      1,                  sg-b,     ingress,   allow,  tcp,      22,        22,      32.0.0.0/3
      b4,      aws,      1,                  sg-b,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/3
      c1,      aws,      1,                  sg-c,     ingress,   allow,  tcp,      22,        22,      ::/2
      c2,      aws,      1,                  sg-c,     ingress,   allow,  tcp,      22,        22,      4000::/2
      c3,      aws,      1,                  sg-c,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/2
      a5,      aws,      1,                  sg-a,     ingress,   allow,  tcp,      3306,      3306,    200.0.0.0/6
      d1,      aws,      1,                  sg-d,     ingress,   allow,  tcp,      22,        22,      64.0.0.0/2
      d2,      aws,      1,                  sg-d,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/2
  expect:
    exceptions: |
      rule_id, cidr,        reason_code, reason
      a1,      0.0.0.0/2,   R1,          "Ports 22 are open to 0.0.0.0/2, which with other ranges of group sg-a has at least .5 of all addresses."
      a2,      16.0.0.0/4,  R1,          "Ports 22 are open to 16.0.0.0/4, which with other ranges of group sg-a has at least .5 of all addresses."
      a3,      64.0.0.0/2,  R1,          "Ports 22 are open to 64.0.0.0/2, which with other ranges of group sg-a has at least .5 of all addresses."
      b2,      64.0.0.0/3,  R2,          "Ports 22 are open to 64.0.0.0/3, which is wider than the limit and not on the list approved_ranges."
      b3,      96.0.0.0/3,  R2,          "Ports 3306 are open to 96.0.0.0/3, which is wider than the limit and not on the list approved_ranges."
      a5,      200.0.0.0/6, R2,          "Ports 3306 are open to 200.0.0.0/6, which is wider than the limit and not on the list approved_ranges."
      d1,      64.0.0.0/2,  R1,          "Ports 22 are open to 64.0.0.0/2, which with other ranges of group sg-d has at least .5 of all addresses."
      d2,      0.0.0.0/2,   R1,          "Ports 22 are open to 0.0.0.0/2, which with other ranges of group sg-d has at least .5 of all addresses."
      c1,      ::/2,        R1,          "Ports 22 are open to ::/2, which with other ranges of group sg-c has at least .5 of all addresses."
      c2,      4000::/2,    R1,          "Ports 22 are open to 4000::/2, which with other ranges of group sg-c has at least .5 of all addresses."

- name: wide ranges, approved ones among them; the whole of the Internet cannot be approved
  given:
    ref_list: |
      list_name,       value,         valid_from, valid_to
      approved_ranges, 10.0.0.0/8,    ,
      approved_ranges, 2001:d00::/24, ,
      approved_ranges, ::/0,          ,
      approved_ranges, office,        ,
      approved_ranges, 11.0.0.0/8,    2026-07-01, 2026-07-02
      approved_ranges, 8.0.0.0/6,     2026-07-02,
      approved_ranges, 203.0.0.0/15,  ,           2026-07-01
      other_list,      172.16.0.0/12, ,
    network_rule: |
      rule_id, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr
      r1,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      10.0.0.0/8
      r2,      aws,      1,                  sg-2,     ingress,   allow,  tcp,      22,        22,      10.128.0.0/9
      r3,      aws,      1,                  sg-3,     ingress,   allow,  tcp,      22,        22,      172.16.0.0/12
      r4,      aws,      1,                  sg-4,     ingress,   allow,  tcp,      22,        22,      8.0.0.0/6
      r5,      aws,      1,                  sg-5,     ingress,   allow,  tcp,      22,        22,      203.0.0.0/15
      r6,      aws,      1,                  sg-6,     ingress,   allow,  tcp,      22,        22,      2001:d80::/25
      r7,      aws,      1,                  sg-7,     ingress,   allow,  tcp,      22,        22,      ::/0
      r8,      aws,      1,                  sg-8,     ingress,   allow,  tcp,      22,        22,      11.0.0.0/8
  expect:
    exceptions: |
      rule_id, cidr,          reason_code, reason
      r3,      172.16.0.0/12, R2,          "Ports 22 are open to 172.16.0.0/12, which is wider than the limit and not on the list approved_ranges."
      r4,      8.0.0.0/6,     R2,          "Ports 22 are open to 8.0.0.0/6, which is wider than the limit and not on the list approved_ranges."
      r5,      203.0.0.0/15,  R2,          "Ports 22 are open to 203.0.0.0/15, which is wider than the limit and not on the list approved_ranges."
      r7,      ::/0,          R1,          "Ports 22 are open to ::/0."

- name: IPv6 has its own limit, and each port its own union
  params: {ports: ["22"], min_prefix: 24, min_prefix_ipv6: 48, world_frac: 0.25}
  given:
    network_rule: |
      rule_id, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr
      r1,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      203.0.113.0/24
      r2,      aws,      1,                  sg-2,     ingress,   allow,  tcp,      22,        22,      203.0.112.0/23
      r3,      aws,      1,                  sg-3,     ingress,   allow,  tcp,      22,        22,      2001:db8::/48
      r4,      aws,      1,                  sg-4,     ingress,   allow,  tcp,      22,        22,      2001:db8::/47
      r5,      aws,      1,                  sg-5,     ingress,   allow,  tcp,      22,        22,      64.0.0.0/2
      r6,      aws,      1,                  sg-6,     ingress,   allow,  tcp,      3389,      3389,    0.0.0.0/0
  expect:
    exceptions: |
      rule_id, cidr,           reason_code, reason
      r2,      203.0.112.0/23, R2,          "Ports 22 are open to 203.0.112.0/23, which is wider than the limit and not on the list approved_ranges."
      r4,      2001:db8::/47,  R2,          "Ports 22 are open to 2001:db8::/47, which is wider than the limit and not on the list approved_ranges."
      r5,      64.0.0.0/2,     R1,          Ports 22 are open to 64.0.0.0/2.

- name: prefix lists, and what the evidence does not say
  given:
    ref_list: |
      list_name, value
      pl-1,      0.0.0.0/1
      pl-1,      203.0.113.0/24
      pl-2,      203.0.113.0/24
    network_rule: |
      rule_id, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr
      r1,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      pl-1
      r2,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      pl-2
      r3,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      pl-3
      r4,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      443,       443,     pl-3
      r5,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      ,          ,        10.0.0.0/24
      r6,      aws,      1,                  sg-1,     ingress,   allow,  udp,      22,        ,        0.0.0.0/0
      r7,      aws,      1,                  sg-1,     ingress,   allow,  ,         ,          ,        0.0.0.0/0
      r8,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      somewhere
      r9,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      443,       443,     somewhere
      r10,     aws,      1,                  sg-1,     ingress,   allow,  tcp,      ,          22,      0.0.0.0/0
      r3,      aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      203.0.113.0/24
  expect:
    exceptions: |
      rule_id, cidr, reason_code, reason
      r1,      pl-1, R1,          Ports 22 are open to 0.0.0.0/1.
    indeterminate: |
      rule_id, cidr,        reason_code, reason
      r3,      pl-3,        I3,          The networks of prefix list pl-3 are not in ref_list.
      r5,      10.0.0.0/24, I1,          The rule does not say its protocol or ports (protocol tcp).
      r6,      0.0.0.0/0,   I1,          The rule does not say its protocol or ports (protocol udp).
      r7,      0.0.0.0/0,   I1,          The rule does not say its protocol or ports (protocol unknown).
      r10,     0.0.0.0/0,   I1,          The rule does not say its protocol or ports (protocol tcp).
      r8,      somewhere,   I2,          "The peer somewhere is no network, security group or prefix list."

- name: the last state of an account at the audit date counts, or the first one after it
  given:
    network_rule: |
      rule_id, snapshot_at, provider, account_or_project, group_id, direction, action, protocol, port_from, port_to, cidr
      r1,      2026-05-01,  aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/0
      r2,      2026-07-01,  aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      10.0.0.0/24
      r3,      2026-07-02,  aws,      1,                  sg-1,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/0
      r4,      2026-07-02,  aws,      2,                  sg-1,     ingress,   allow,  tcp,      22,        22,      0.0.0.0/0
      r5,      2026-07-03,  aws,      2,                  sg-1,     ingress,   allow,  tcp,      22,        22,      ::/0
      r6,      2026-06-30,  gcp,      2,                  sg-1,     ingress,   allow,  tcp,      22,        22,      ::/0
  expect:
    population: 2
    exceptions: |
      rule_id, cidr,      reason_code, reason
      r4,      0.0.0.0/0, R1,          Ports 22 are open to 0.0.0.0/0.
---*/
