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
    ROW_NUMBER() OVER (PARTITION BY _file, host, iso, stamp, pid, kind, command ORDER BY _row) AS twin
  FROM turned
)
SELECT
  _file, _row, _path,
  CASE WHEN kind IS DISTINCT FROM 'CMD' THEN 'cron tells of no start of a job' END AS _filtered,
  trim(command) AS job_id,
  CONCAT_WS(' ', host, account, COALESCE(iso, year_no || ' ' || stamp), pid, twin) AS run_id,
  'batch' AS kind,
  COALESCE(iso, year_no || '-' || LPAD(CAST(month_no AS VARCHAR), 2, '0') || '-' || LPAD(TRIM(stamp[5:6]), 2, '0') || ' ' || regexp_extract(stamp, '[0-9:]{8}$')) AS started_at,
  'unknown' AS status,
  1 AS attempt,
  'schedule' AS trigger,
  account AS triggered_by,
  host AS asset_id
FROM line
