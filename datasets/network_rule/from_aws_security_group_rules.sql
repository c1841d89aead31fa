-- Each rule has one peer: a range, a prefix list or a security group.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  rule_id,
  'aws' AS provider,
  owner AS account_or_project,
  group_id,
  CASE WHEN egress = 'true' THEN 'egress' ELSE 'ingress' END AS direction,
  'allow' AS action,
  CASE protocol WHEN '-1' THEN 'all' WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'icmpv6' ELSE lower(protocol) END AS protocol,
  CASE WHEN protocol <> '-1' THEN port_from END AS port_from,
  CASE WHEN protocol <> '-1' THEN port_to END AS port_to,
  COALESCE(cidr4, cidr6, prefix_list, peer_group) AS cidr,
  CASE WHEN cidr4 IS NOT NULL THEN 4 WHEN cidr6 IS NOT NULL THEN 6 END AS ip_version,
  true AS enabled
FROM raw
