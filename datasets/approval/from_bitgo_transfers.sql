-- Decisions are entries of the history. Each recipient of a transfer is a withdrawal of its own there.
WITH recipient AS (
  SELECT r._file, r._row, row_number() OVER (PARTITION BY r._file, r._row ORDER BY CAST(e.key AS BIGINT)) AS part_no, COUNT(*) OVER (PARTITION BY r._file, r._row) AS parts
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.entries AS JSON)) WHERE key IS NOT NULL) AS e
  WHERE NOT starts_with(e.value ->> '$.valueString', '-') AND (e.value ->> '$.valueString') <> '0'
    AND (e.value ->> '$.wallet') IS DISTINCT FROM r.wallet
    AND COALESCE(e.value ->> '$.isChange', 'false') <> 'true' AND COALESCE(e.value ->> '$.isPayGo', 'false') <> 'true'
),
decided AS (
  SELECT r._file, r._row, r._path, r.id, h.key, h.value ->> '$.user' AS approver, h.value ->> '$.action' AS decision, h.value ->> '$.date' AS decided_at
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.history AS JSON)) WHERE key IS NOT NULL) AS h
  WHERE r.type = 'send' AND (h.value ->> '$.action') IN ('approved', 'rejected') AND (h.value ->> '$.user') IS NOT NULL
)
SELECT
  d._file, d._row,
  concat_ws('.', d._path, concat('history[', d.key, ']'), CASE WHEN p.parts > 1 THEN CAST(p.part_no AS VARCHAR) END) AS _path,
  'withdrawal' AS subject_type,
  CASE WHEN p.parts > 1 THEN concat(d.id, '#', CAST(p.part_no AS VARCHAR)) ELSE d.id END AS subject_id,
  '1' AS subject_rev,
  1 AS step_no,
  d.approver AS approver_id,
  d.decision,
  d.decided_at,
  'bitgo' AS channel
FROM decided AS d
LEFT JOIN recipient AS p ON p._file = d._file AND p._row = d._row

UNION ALL BY NAME
SELECT _file, _row, 'no person decided' AS _filtered
FROM raw
WHERE (_file, _row) NOT IN (SELECT _file, _row FROM decided)
