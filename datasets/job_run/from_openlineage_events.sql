-- The events of a run make one row, at the place of the first: it starts with its first event, and ends with COMPLETE, FAIL or
-- ABORT. Counts of rows are sums over the data that the last event with such counts names.
WITH event AS (
  SELECT
    r.*,
    (SELECT CAST(SUM(TRY_CAST(COALESCE(value ->> '$.inputFacets.inputStatistics.rowCount', value ->> '$.inputFacets.dataQualityMetrics.rowCount') AS BIGINT)) AS BIGINT)
     FROM json_each(CAST(r.inputs AS JSON))) AS rows_in,
    (SELECT CAST(SUM(TRY_CAST(value ->> '$.outputFacets.outputStatistics.rowCount' AS BIGINT)) AS BIGINT)
     FROM json_each(CAST(r.outputs AS JSON))) AS rows_out,
    (SELECT CAST(SUM(TRY_CAST(value ->> '$.outputFacets.outputStatistics.size' AS BIGINT)) AS BIGINT)
     FROM json_each(CAST(r.outputs AS JSON))) AS bytes,
    instant(moment, 'UTC') AS happened
  FROM raw AS r
),
run AS (
  SELECT
    namespace, name, run_id,
    MIN(happened) AS started,
    MAX(happened) FILTER (WHERE type IN ('COMPLETE', 'FAIL', 'ABORT')) AS ended,
    first(type ORDER BY happened DESC NULLS LAST, type) FILTER (WHERE type IN ('COMPLETE', 'FAIL', 'ABORT')) AS outcome,
    MAX(nominal) AS nominal, MAX(version) AS version,
    first(rows_in ORDER BY happened DESC NULLS LAST, rows_in) FILTER (WHERE rows_in IS NOT NULL) AS rows_in,
    first(rows_out ORDER BY happened DESC NULLS LAST, rows_out) FILTER (WHERE rows_out IS NOT NULL) AS rows_out,
    first(bytes ORDER BY happened DESC NULLS LAST, bytes) FILTER (WHERE bytes IS NOT NULL) AS bytes
  FROM event
  GROUP BY namespace, name, run_id
)
SELECT
  e._file, e._row, e._path,
  CASE
    WHEN e.run_id IS NULL OR e.name IS NULL THEN 'the event is not about a run'
    WHEN row_number() OVER (PARTITION BY e.namespace, e.name, e.run_id ORDER BY e.happened, e._file, e._row) > 1 THEN 'read with the first event of the run'
  END AS _filtered,
  e.name AS job_id,
  e.run_id,
  'pipeline' AS kind,
  r.nominal AS logical_at,
  COALESCE(CAST(r.started AS VARCHAR), e.moment) AS started_at,
  CAST(r.ended AS VARCHAR) AS ended_at,
  CASE r.outcome WHEN 'COMPLETE' THEN 'success' WHEN 'FAIL' THEN 'failed' WHEN 'ABORT' THEN 'aborted' ELSE 'running' END AS status,
  1 AS attempt,
  r.rows_in,
  r.rows_out,
  r.bytes,
  r.version AS code_version
FROM event AS e
LEFT JOIN run AS r ON r.namespace = e.namespace AND r.name = e.name AND r.run_id = e.run_id
