-- Syslog writes no year: $year is that of the last line, and where December is followed by January the year before ended.
WITH dated AS (
  SELECT
    *,
    CASE
      WHEN stamp IS NOT NULL THEN LIST_POSITION(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'], stamp[1:3])
    END AS month_no
  FROM raw
),
turned AS (
  SELECT *, month_no = 1 AND LAG(month_no) OVER (PARTITION BY _file ORDER BY _row) = 12 AS new_year FROM dated
),
line AS (
  SELECT
    *,
    TRY_CAST(NULLIF($year, '') AS BIGINT)
    - COUNT(*) FILTER (WHERE new_year) OVER (PARTITION BY _file)
    + COUNT(*) FILTER (WHERE new_year) OVER (PARTITION BY _file ORDER BY _row) AS year_no,
    ROW_NUMBER() OVER (PARTITION BY _file, host, iso, stamp, pid, kind, command, job, state, folder, script, step ORDER BY _row) AS twin
  FROM turned
),
timed AS (
  SELECT
    *,
    COALESCE(iso, year_no || '-' || LPAD(CAST(month_no AS VARCHAR), 2, '0') || '-' || LPAD(TRIM(stamp[5:6]), 2, '0') || ' ' || regexp_extract(stamp, '[0-9:]{8}$')) AS moment,
    COALESCE(state, step) IN ('started', 'starting') AS begins,
    -- anacron is one process from the start of a job to its end; run-parts writes each line from another
    CASE WHEN job IS NOT NULL THEN pid END AS process,
    COALESCE(job, rtrim(folder, '/') || '/' || script) AS named
  FROM line
),
-- The log is rotated while jobs of anacron run, so that a job may end in the next file: time orders the lines, not their file.
paired AS (
  SELECT
    *,
    CASE WHEN begins AND NOT LEAD(begins) OVER turn THEN LEAD(moment) OVER turn END AS ended_at,
    CASE WHEN begins AND NOT LEAD(begins) OVER turn THEN LEAD(state) OVER turn ELSE state END AS outcome,
    COALESCE(LAG(begins) OVER turn, false) AS has_start
  FROM timed
  WINDOW turn AS (PARTITION BY host, named, process ORDER BY TRY_CAST(moment AS TIMESTAMP), _file, _row)
)
SELECT
  _file, _row, _path,
  CASE
    WHEN repeats IS NOT NULL THEN 'repetitions of the line before are no rows: ' || repeats
    WHEN begins OR kind = 'CMD' THEN NULL
    WHEN named IS NULL THEN COALESCE(program, 'the log') || ' tells of no start of a job'
    WHEN has_start THEN 'the end of a job belongs to its start'
    WHEN step = 'finished' THEN 'run-parts tells of the end of a script that started in no line before'
    WHEN NOT regexp_matches(state, '^terminated( \(mailing output\))?$') THEN NULL -- it failed
    ELSE 'anacron tells of the end of a job that started in no line before'
  END AS _filtered,
  COALESCE(named, trim(command)) AS job_id,
  CONCAT_WS(' ', host, account, COALESCE(iso, year_no || ' ' || stamp), pid, twin) AS run_id,
  'batch' AS kind,
  CASE WHEN begins IS NOT false THEN moment END AS started_at,
  CASE WHEN begins IS false THEN moment ELSE ended_at END AS ended_at,
  CASE
    WHEN regexp_matches(outcome, '^terminated( \(mailing output\))?$') THEN 'success'
    WHEN outcome LIKE 'terminated%' THEN 'failed'
    ELSE 'unknown'
  END AS status,
  1 AS attempt,
  CASE WHEN step IS NULL THEN 'schedule' END AS trigger,
  account AS triggered_by,
  host AS asset_id
FROM paired
