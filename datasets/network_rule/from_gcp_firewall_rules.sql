-- A firewall rule has protocols with ports, and peers: each pair becomes a row. A protocol without ports means all of its
-- ports; tags and service accounts that are named as the peer stand in the place of a range.
WITH rule AS (
  SELECT *, CAST(doc AS JSON) AS body, regexp_extract(COALESCE(link, network), 'projects/([^/]+)/', 1) AS project FROM raw
),
traffic AS (
  SELECT r._file, r._row, l.action, lower(t.value ->> '$.IPProtocol') AS protocol, p.value ->> '$' AS ports
  FROM rule AS r,
    (VALUES ('allowed', 'allow'), ('denied', 'deny')) AS l (list, action),
    LATERAL (SELECT value FROM json_each(r.body, '$.' || l.list)) AS t
    LEFT JOIN LATERAL (SELECT value FROM json_each(t.value, '$.ports')) AS p ON true
),
peer AS (
  SELECT r._file, r._row, l.prefix || (p.value ->> '$') AS cidr, l.prefix = '' AS is_range
  FROM rule AS r,
    (VALUES
      ('INGRESS', 'sourceRanges', ''), ('INGRESS', 'sourceTags', 'tag:'), ('INGRESS', 'sourceServiceAccounts', 'serviceAccount:'),
      ('EGRESS', 'destinationRanges', '')
    ) AS l (direction, list, prefix),
    LATERAL (SELECT value FROM json_each(r.body, '$.' || l.list)) AS p
  WHERE l.direction = COALESCE(r.direction, 'INGRESS')
),
target AS (
  SELECT r._file, r._row, string_agg(t.value ->> '$', ', ' ORDER BY t.value ->> '$') AS target
  FROM rule AS r, (VALUES ('targetTags'), ('targetServiceAccounts')) AS l (list), LATERAL (SELECT value FROM json_each(r.body, '$.' || l.list)) AS t
  GROUP BY r._file, r._row
)

SELECT
  r._file, r._row,
  concat_ws(' ', r._path, t.protocol, t.ports, p.cidr) AS _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  concat_ws('/', r.project, r.name, t.protocol, t.ports) AS rule_id,
  'gcp' AS provider,
  r.project AS account_or_project,
  regexp_extract(r.network, '[^/]+$') AS network,
  concat_ws('/', r.project, r.name) AS group_id,
  r.name AS group_name,
  lower(COALESCE(r.direction, 'INGRESS')) AS direction,
  t.action,
  r.priority,
  CASE t.protocol WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'icmpv6' ELSE t.protocol END AS protocol,
  COALESCE(split_part(t.ports, '-', 1), CASE WHEN t.protocol IN ('tcp', 'udp', 'sctp', '6', '17', '132') THEN '0' END) AS port_from,
  COALESCE(regexp_extract(t.ports, '[0-9]+$'), CASE WHEN t.protocol IN ('tcp', 'udp', 'sctp', '6', '17', '132') THEN '65535' END) AS port_to,
  COALESCE(p.cidr, 'any') AS cidr,
  CASE WHEN p.is_range THEN CASE WHEN p.cidr LIKE '%:%' THEN 6 ELSE 4 END END AS ip_version,
  COALESCE(r.disabled, 'false') = 'false' AS enabled,
  g.target
FROM rule AS r
LEFT JOIN traffic AS t ON t._file = r._file AND t._row = r._row
LEFT JOIN peer AS p ON p._file = r._file AND p._row = r._row
LEFT JOIN target AS g ON g._file = r._file AND g._row = r._row
