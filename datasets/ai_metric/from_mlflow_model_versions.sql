-- A metric belongs to the model version that was made by its run. MLflow 3 gives the metrics of a version with it as well.
WITH version AS (SELECT name, version, from_run FROM raw WHERE name IS NOT NULL),
measured AS (
  SELECT r._file, r._row, r._path, v.name, v.version, r.metrics AS list, r.ended
  FROM raw AS r
  JOIN version AS v ON v.from_run = r.run_id
  WHERE r.run_id IS NOT NULL
  UNION ALL
  SELECT _file, _row, _path, name, version, version_metrics, NULL
  FROM raw
  WHERE name IS NOT NULL AND from_run IS NULL
),
metric AS (
  SELECT
    m._file, m._row, m._path || '.metrics[' || i.key || ']' AS _path, m.name, m.version, m.ended,
    i.value ->> '$.key' AS metric, i.value ->> '$.value' AS value, i.value ->> '$.timestamp' AS moment
  FROM measured AS m, LATERAL (SELECT key, value FROM json_each(CAST(m.list AS JSON)) WHERE key IS NOT NULL) AS i
)
SELECT
  _file, _row, _path,
  name AS model_id,
  version,
  metric,
  'all' AS segment,
  CASE WHEN NOT regexp_matches(lower(value), 'nan|inf') THEN CAST(TRY_CAST(value AS DECIMAL(38, 18)) AS VARCHAR) END AS value,
  COALESCE(iso_time(NULLIF(moment, '0')), iso_time(ended)) AS window_end
FROM metric
UNION ALL BY NAME
SELECT r._file, r._row, r._path, CASE WHEN r.run_id IS NULL THEN 'the metrics of a version are read with its run' ELSE 'no model version came from the run, or it has no metrics' END AS _filtered
FROM raw AS r
WHERE NOT EXISTS (SELECT 1 FROM metric AS m WHERE m._file = r._file AND m._row = r._row)
