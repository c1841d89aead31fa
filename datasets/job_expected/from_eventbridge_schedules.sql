-- Rules are in UTC and do not say from when a rate counts; schedules state their zone, and count from their start.
SELECT
  _file, _row, _path,
  CASE
    WHEN state = 'DISABLED' THEN 'the schedule is disabled'
    WHEN schedule IS NULL THEN 'the rule reacts to events'
  END AS _filtered,
  CASE WHEN "group" IS NULL OR "group" = 'default' THEN job_id ELSE "group" || '/' || job_id END AS job_id,
  'eventbridge' AS dialect,
  schedule,
  COALESCE(zone, 'UTC') AS zone,
  COALESCE(iso_time(start), iso_time(created), NULLIF($anchor, '')) AS anchor,
  CAST(iso_time(COALESCE(start, created)) AS TIMESTAMPTZ) AS begins,
  CAST(iso_time("end") AS TIMESTAMPTZ) AS ends,
  flexible AS window_min,
  false AS by_interval
FROM raw
