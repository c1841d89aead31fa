-- A schedule may begin with its zone, in the way of the library that the controller uses. A part of a minute of the deadline counts as one,
-- so that a short deadline leaves a window.
SELECT
  _file, _row, _path,
  CASE WHEN suspended = 'true' THEN 'the job is suspended' END AS _filtered,
  concat_ws('/', namespace, name) AS job_id,
  'kubernetes' AS dialect,
  regexp_replace(schedule, '^(CRON_)?TZ=\S+\s+', '') AS schedule,
  COALESCE(zone, NULLIF(regexp_extract(schedule, '^(?:CRON_)?TZ=(\S+)', 1), ''), NULLIF($zone, '')) AS zone,
  CAST(NULL AS VARCHAR) AS anchor,
  CAST(created AS TIMESTAMPTZ) AS begins,
  CAST(NULL AS TIMESTAMPTZ) AS ends,
  (CAST(deadline AS BIGINT) + 59) // 60 AS window_min,
  false AS by_interval
FROM raw
