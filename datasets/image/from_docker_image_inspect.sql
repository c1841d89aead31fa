-- An image is known by one digest per repository that it was pulled from or pushed to; one that was only built has none. The
-- same image on several hosts counts once.
WITH named AS (
  SELECT r._file, r._row, d.key, d.value ->> '$' AS reference, split_part(d.value ->> '$', '@', 1) AS name
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.digests AS JSON)) WHERE key IS NOT NULL) AS d
),
placed AS (
  SELECT *, strpos(name, '/') > 0 AND regexp_matches(split_part(name, '/', 1), '[.:]|^localhost$') AS has_host FROM named
),
listed AS (
  SELECT
    r._file, r._row,
    concat_ws(' ', r._path, p.reference) AS _path,
    COALESCE(split_part(p.reference, '@', 2), r.id) AS image_digest,
    CASE WHEN regexp_matches(r.id, '^[0-9a-f]{64}$') THEN 'sha256:' || r.id ELSE r.id END AS image_id,
    CASE WHEN p.name IS NULL THEN '-' WHEN p.has_host THEN split_part(p.name, '/', 1) ELSE 'docker.io' END AS registry,
    CASE WHEN p.name IS NULL THEN '-' WHEN p.has_host THEN regexp_replace(p.name, '^[^/]+/', '') WHEN strpos(p.name, '/') > 0 THEN p.name ELSE 'library/' || p.name END AS repository,
    r.tags,
    CASE WHEN r.created NOT LIKE '0001-%' AND r.created <> '' THEN r.created END AS created_at,
    CASE WHEN r.config IS NOT NULL THEN COALESCE(r.config_user, '') END AS config_user,
    CASE WHEN r.config IS NOT NULL THEN r.healthcheck IS NOT NULL END AS healthcheck
  FROM raw AS r
  LEFT JOIN placed AS p ON p._file = r._file AND p._row = r._row
)
SELECT *, CASE WHEN row_number() OVER (PARTITION BY image_digest, registry, repository ORDER BY _file, _row, _path) > 1 THEN 'the same image was read before, on another host' END AS _filtered
FROM listed
