-- A permission has one protocol and port range and several peers in four lists: each peer becomes a row. A group without
-- permissions is left out with that reason.
WITH permission AS (
  SELECT
    r._file, r._row, r._path || '.' || l.list || '[' || p.key || ']' AS _path, r.group_id, r.group_name, r.owner, r.vpc, l.direction,
    p.value AS body,
    CASE p.value ->> '$.IpProtocol'
      WHEN '-1' THEN 'all' WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'icmpv6'
      ELSE lower(p.value ->> '$.IpProtocol')
    END AS protocol
  FROM raw AS r,
    (VALUES ('IpPermissions', 'ingress'), ('IpPermissionsEgress', 'egress')) AS l (list, direction),
    LATERAL (SELECT key, value FROM json_each(CAST(r.doc AS JSON), '$.' || l.list)) AS p
),
peer AS (
  SELECT p.*, l.list || '[' || e.key || ']' AS place, l.ip_version, e.value ->> l.field AS cidr
  FROM permission AS p,
    (VALUES
      ('IpRanges', '$.CidrIp', 4), ('Ipv6Ranges', '$.CidrIpv6', 6), ('PrefixListIds', '$.PrefixListId', NULL), ('UserIdGroupPairs', '$.GroupId', NULL)
    ) AS l (list, field, ip_version),
    LATERAL (SELECT key, value FROM json_each(p.body, '$.' || l.list)) AS e
)

SELECT
  _file, _row, _path || '.' || place AS _path,
  CAST(NULL AS VARCHAR) AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  concat_ws('/', group_id, direction, protocol, body ->> '$.FromPort', body ->> '$.ToPort') AS rule_id,
  'aws' AS provider,
  owner AS account_or_project,
  vpc AS network,
  group_id,
  group_name,
  direction,
  'allow' AS action,
  protocol,
  CASE WHEN protocol <> 'all' THEN body ->> '$.FromPort' END AS port_from,
  CASE WHEN protocol <> 'all' THEN body ->> '$.ToPort' END AS port_to,
  cidr,
  ip_version,
  true AS enabled
FROM peer

UNION ALL BY NAME
SELECT r._file, r._row, r._path, 'the security group has no rule' AS _filtered
FROM raw AS r
WHERE NOT EXISTS (SELECT 1 FROM peer AS p WHERE p._file = r._file AND p._row = r._row)
