-- A transfer with several recipients is one withdrawal each, numbered from 1. Recipients are the entries that receive, without change
-- and fees of the platform. Values are whole numbers of the smallest unit.
WITH coin AS (
  SELECT lower(split_part(u.pair, '=', 1)) AS coin, CAST(split_part(u.pair, '=', 2) AS BIGINT) AS places
  FROM (SELECT unnest(string_split_regex($decimals, '\s+')) AS pair) AS u
),
recipient AS (
  SELECT r._file, r._row, e.value ->> '$.address' AS address, e.value ->> '$.valueString' AS units, e.value ->> '$.memo' AS memo,
    row_number() OVER (PARTITION BY r._file, r._row ORDER BY CAST(e.key AS BIGINT)) AS part_no, COUNT(*) OVER (PARTITION BY r._file, r._row) AS parts
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.entries AS JSON)) WHERE key IS NOT NULL) AS e
  WHERE NOT starts_with(e.value ->> '$.valueString', '-') AND (e.value ->> '$.valueString') <> '0'
    AND (e.value ->> '$.wallet') IS DISTINCT FROM r.wallet
    AND COALESCE(e.value ->> '$.isChange', 'false') <> 'true' AND COALESCE(e.value ->> '$.isPayGo', 'false') <> 'true'
),
maker AS (
  SELECT r._file, r._row, min_by(h.value ->> '$.user', CAST(h.key AS BIGINT)) AS requester
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.history AS JSON)) WHERE key IS NOT NULL) AS h
  WHERE (h.value ->> '$.action') IN ('created', 'initialized')
  GROUP BY r._file, r._row
),
part AS (
  SELECT r.*, p.address, p.memo, p.part_no, p.parts, m.requester, lower(split_part(r.coin, ':', -1)) AS token, COALESCE(p.units, ltrim(r.base_value, '-')) AS units
  FROM raw AS r
  LEFT JOIN recipient AS p ON p._file = r._file AND p._row = r._row
  LEFT JOIN maker AS m ON m._file = r._file AND m._row = r._row
)
SELECT
  t._file, t._row,
  concat_ws('.', t._path, 'entry ' || CAST(t.part_no AS VARCHAR)) AS _path,
  CASE WHEN t.type <> 'send' THEN 'no outgoing transfer: ' || t.type END AS _filtered,
  CASE WHEN t.parts > 1 THEN concat(t.id, '#', CAST(t.part_no AS VARCHAR)) ELSE t.id END AS withdrawal_id,
  1 AS revision,
  NULLIF(t.sequence_id, '') AS account_id,
  upper(t.token) AS asset,
  upper(split_part(t.coin, ':', 1)) AS chain,
  CASE WHEN c.places IS NOT NULL THEN whole_units(t.units, c.places) END AS amount,
  -- a float may have more digits than the column keeps
  CASE WHEN COALESCE(t.parts, 1) = 1 THEN regexp_replace(ltrim(t.usd, '-'), '(\.\d{18})\d+$', '\1') END AS amount_usd,
  CASE WHEN t.address ILIKE '0x%' THEN lower(t.address) ELSE t.address END AS dest_address,
  NULLIF(t.memo, '') AS dest_tag,
  t.created AS requested_at,
  t.signed AS signed_at,
  CASE WHEN t.state IN ('confirmed', 'unconfirmed') THEN t.signed END AS broadcast_at,
  t.requester AS requested_by,
  CASE t.state WHEN 'removed' THEN 'cancelled' ELSE lower(t.state) END AS status,
  CASE WHEN t.txid ILIKE '0x%' THEN lower(t.txid) ELSE NULLIF(t.txid, '') END AS txid,
  t.wallet AS wallet_id
FROM part AS t
LEFT JOIN coin AS c ON c.coin = t.token
