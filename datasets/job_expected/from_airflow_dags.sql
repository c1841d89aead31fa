-- The schedule is a preset or expression, as text, as JSON text (the table), or in an object that says what it is; or a step.
WITH read_as AS (
  SELECT
    *,
    CASE WHEN interval LIKE '{%' OR interval LIKE '"%' THEN CAST(interval AS JSON) END AS body
  FROM raw
),
told AS (
  SELECT
    *,
    COALESCE(body -> '$.attrs', body) AS delta,
    regexp_replace(CASE
      WHEN body IS NULL THEN COALESCE(NULLIF(interval, 'null'), NULLIF(summary, ''))
      WHEN json_type(body) = 'VARCHAR' THEN body ->> '$'
      WHEN (body ->> '$.__type') = 'CronExpression' THEN body ->> '$.value'
    END, '^(Dataset|Asset) or ', '') AS text -- what assets set off has no time, and what stands beside them has
  FROM read_as
),
stepped AS (
  SELECT
    *,
    CASE
      WHEN json_type(body) = 'OBJECT' AND lower(COALESCE(body ->> '$.__type', body ->> '$.type')) = 'timedelta'
        THEN concat(COALESCE(delta ->> '$.days', '0'), ' days, ', strftime(TIMESTAMP '2000-01-01' + to_seconds(CAST(COALESCE(delta ->> '$.seconds', '0') AS BIGINT)), '%H:%M:%S'))
    END AS step
  FROM told
)
SELECT
  _file, _row, _path,
  CASE
    WHEN lower(paused) IN ('true', 't', '1') THEN 'the DAG is paused'
    WHEN lower(active) IN ('false', 'f', '0') OR lower(stale) IN ('true', 't', '1') THEN 'the DAG is gone'
    WHEN body IS NULL AND text IS NULL OR text IN ('None', '@once', '@continuous', 'Dataset', 'Asset', 'Never, external triggers only', 'Once, as soon as possible', 'Triggered by datasets', 'Triggered by assets')
      THEN 'the DAG has no schedule by time'
  END AS _filtered,
  job_id,
  'airflow' AS dialect,
  COALESCE(step, text, CAST(body AS VARCHAR)) AS schedule,
  COALESCE(NULLIF(regexp_extract(timezone, '([A-Z][A-Za-z_]+(/[A-Za-z_+-]+[0-9]*)*)[^A-Za-z]*$', 1), ''), NULLIF($zone, '')) AS zone,
  start AS anchor,
  TRY_CAST(start AS TIMESTAMPTZ) AS begins,
  TRY_CAST("end" AS TIMESTAMPTZ) AS ends,
  CAST(NULL AS VARCHAR) AS window_min,
  interval IS NOT NULL AS by_interval
FROM stepped
