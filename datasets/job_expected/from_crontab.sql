-- CRON_TZ holds for the lines below it. TZ does not move the schedule. In a system crontab a user stands before the command.
WITH zoned AS (
  SELECT
    *,
    last_value(CASE WHEN name = 'CRON_TZ' THEN trim(value, ' "''') END IGNORE NULLS) OVER (PARTITION BY _file ORDER BY _row ROWS UNBOUNDED PRECEDING) AS cron_tz,
    CASE
      WHEN $user_column <> '' THEN lower($user_column) = 'true'
      ELSE regexp_matches(_name, '(^|[/!])(crontab|cron\.d/[^/]+)$') OR bool_or(COALESCE(regexp_matches(command, '^root\s'), false)) OVER (PARTITION BY _file)
    END AS with_user
  FROM raw
)
SELECT
  _file, _row, _path,
  CASE
    WHEN comment IS NOT NULL THEN 'a comment'
    WHEN name IS NOT NULL THEN 'a setting: ' || name
    WHEN schedule = '@reboot' THEN 'the job runs when the host starts, at no time'
  END AS _filtered,
  CASE WHEN with_user THEN regexp_replace(command, '^\S+\s+', '') ELSE command END AS job_id,
  'cron' AS dialect,
  regexp_replace(schedule, '[ \t]+', ' ', 'g') AS schedule,
  COALESCE(cron_tz, $zone) AS zone,
  CAST(NULL AS VARCHAR) AS anchor,
  CAST(NULL AS TIMESTAMPTZ) AS begins,
  CAST(NULL AS TIMESTAMPTZ) AS ends,
  CAST(NULL AS VARCHAR) AS window_min,
  false AS by_interval
FROM zoned
