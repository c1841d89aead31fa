-- One row per person who decided in a group of the policy. Each destination of a transaction is a withdrawal of its own there.
WITH part AS (
    SELECT _file, _row, id, last_updated, groups,
           UNNEST(CASE WHEN json_array_length(destinations) > 1 THEN generate_series(1, CAST(json_array_length(destinations) AS BIGINT)) ELSE [NULL] END) AS part_no
    FROM raw
), step AS (
    SELECT _file, _row, id, last_updated, part_no, UNNEST(CAST(CAST(groups AS JSON) AS JSON[])) AS one,
           generate_subscripts(CAST(CAST(groups AS JSON) AS JSON[]), 1) AS step_no
    FROM part
), decided AS (
    SELECT s._file, s._row, s.id, s.last_updated, s.part_no, s.step_no, u.key AS approver, upper(u.value ->> '$') AS state
    FROM step AS s, LATERAL (SELECT key, value FROM json_each(json_extract(s.one, '$.users'))) AS u
    WHERE upper(u.value ->> '$') IN ('APPROVED', 'REJECTED')
)
SELECT _file, _row,
       concat_ws('.', 'authorizationInfo.groups[' || CAST(step_no - 1 AS VARCHAR) || ']', approver, part_no) AS _path,
       'withdrawal' AS subject_type,
       concat_ws('#', id, part_no) AS subject_id,
       '1' AS subject_rev,
       step_no,
       approver AS approver_id,
       lower(state) AS decision,
       CASE WHEN regexp_matches(last_updated, '^\d{10,15}$') THEN strftime(epoch_ms(CAST(last_updated AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') ELSE last_updated END AS decided_at,
       'fireblocks' AS channel
FROM decided

UNION ALL BY NAME
SELECT _file, _row, 'no person decided' AS _filtered
FROM raw
WHERE (_file, _row) NOT IN (SELECT _file, _row FROM decided)
