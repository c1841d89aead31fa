/*---
id: cicd-stale-approval
version: 3
title: Pull requests changed after their approval
objective: What was approved is what was merged.
kind: operating
severity: high
reads: [pull_request, approval]
optional: [commit]
key: [repo, pr_number]
params:
  ignore_base_merges: {type: boolean, default: true, means: whether a merge of the base branch into the request is no change}
  branches: {type: text, default: "^(main|master|trunk|production|prod|release.*|hotfix.*)$", means: pattern of the protected branches}
  repos: {type: text, default: ".*", means: pattern of the repositories in scope}
  bots: {type: "text[]", default: [web-flow, github-actions], means: further identities that are programs}
  readers: {type: "text[]", default: [none, first_timer, first_time_contributor, mannequin], means: roles without the right to write}
controls:
  nist-800-53r5: [CM-3]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.32]
  pci-dss-4.0.1: ["6.2.3.1"]
  cis-github-1.2.0: ["1.1.4"]
  slsa-1.2: [Source L4]
  owasp-cicd-2022: [CICD-SEC-1]
reasons:
  R1: the merged commit differs from every one that was independently approved
  R2: commits pushed after the last independent approval and before the merge
  R3: the approved commit is no longer part of the request
  I1: the approved commit is not known
  I2: the last commit of the request is not known
  I3: an approval may be independent, but the account of its reviewer or of the author is gone
limits:
  - Pull requests without an independent approval are not in the population; see cicd-unreviewed-merge. One that may be independent, by or
    of somebody whose account is gone (ghost), is enough for it, and nothing is held against the request that rests on it.
  - Without the commits of a request, every difference between the approved and the merged commit is an exception, also where
    it came from a merge of the base branch, and R2 and R3 are not tested.
  - A merge of the base branch is known by a second parent outside the request. What was changed while merging is not seen.
  - A rebase makes new commits. It passes where the approved and the merged commit hold the same files, else it does not.
  - Only the time of the push counts for R2, because authors choose the other dates of a commit; exports seldom state it.
    Files that need no review cannot be left out, because no export names the files of a commit.
  - A co-author is known by an e-mail address; the login behind it is taken from the commits and from GitHub's no-reply addresses.
---*/

-- +merged: pull requests that were merged into a protected branch in the period
SELECT repo, pr_number, NULLIF(LOWER(author_id), 'ghost') AS author, LOWER(last_pusher_id) AS pusher, head_sha, merged_at
FROM pull_request
WHERE merged_at >= $period_start
  AND merged_at < $period_end
  AND regexp_like(repo, $repos)
  AND (base_ref IS NULL OR regexp_like(base_ref, $branches));

-- +login: the login behind each e-mail address that a commit states
SELECT DISTINCT LOWER(author_email) AS email, LOWER(author_id) AS login FROM commit;

-- +hand: everybody whom a commit names as one who wrote it
SELECT repo, pr_number, LOWER(author_id) AS person FROM commit
UNION
SELECT repo, pr_number, LOWER(committer_id) FROM commit
UNION
SELECT c.repo, c.pr_number, LOWER(u.person) FROM commit AS c CROSS JOIN UNNEST(c.coauthor_ids) AS u(person);

-- +writer: everybody who had a part in writing a pull request, by login
SELECT repo, pr_number, author AS person FROM merged
UNION
SELECT repo, pr_number, pusher FROM merged
UNION
SELECT repo, pr_number, person FROM hand
UNION
SELECT h.repo, h.pr_number, l.login FROM hand AS h JOIN login AS l ON l.email = h.person
UNION
SELECT repo, pr_number, regexp_extract(person, '^(?:[0-9]+\+)?([^@]+)@users\.noreply\.github\.com$', 1) FROM hand;

-- +review: the last decision of each reviewer who is independent, or may be, before the merge; of two at the same moment the worse one
SELECT repo, pr_number, reviewer, unsure, decision, decided_at, subject_rev
FROM (
  SELECT
    m.repo, m.pr_number, LOWER(a.approver_id) AS reviewer, a.decision, a.decided_at, a.subject_rev,
    m.author IS NULL OR LOWER(a.approver_id) = 'ghost' AS unsure,
    ROW_NUMBER() OVER (
      PARTITION BY m.repo, m.pr_number, LOWER(a.approver_id)
      ORDER BY a.decided_at DESC, a.step_no DESC, a.decision DESC, a.subject_rev
    ) AS nth
  FROM merged AS m
  JOIN approval AS a ON a.subject_type = 'pr' AND a.subject_id = concat(m.repo, '#', CAST(m.pr_number AS VARCHAR))
  LEFT JOIN writer AS w ON w.repo = m.repo AND w.pr_number = m.pr_number AND w.person = LOWER(a.approver_id)
  WHERE a.decision IN ('approved', 'rejected', 'dismissed')
    AND a.decided_at <= m.merged_at
    AND w.person IS NULL
    AND a.is_bot IS DISTINCT FROM TRUE
    AND NOT contains($bots, LOWER(a.approver_id))
    AND NOT regexp_like(LOWER(a.approver_id), '\[bot\]$')
    AND NOT contains($readers, COALESCE(LOWER(a.approver_role), ''))
) AS ranked
WHERE nth = 1;

-- +population: one row per such pull request with an approval that is independent, or may be; surely_at is the last of the former
SELECT
  m.repo, m.pr_number, m.head_sha, m.merged_at, MAX(r.decided_at) AS approved_at,
  MAX(r.decided_at) FILTER (WHERE NOT r.unsure) AS surely_at,
  BOOL_OR(r.subject_rev IS NULL) AS unknown_rev,
  string_agg(r.subject_rev, ', ' ORDER BY r.subject_rev) FILTER (WHERE NOT r.unsure) AS approved_revs
FROM merged AS m
JOIN review AS r ON r.repo = m.repo AND r.pr_number = m.pr_number AND r.decision = 'approved'
GROUP BY m.repo, m.pr_number, m.head_sha, m.merged_at;

-- +base_merge: commits of a request that only merge the base branch into it
SELECT c.repo, c.pr_number, c.sha, c.parent_shas[1] AS first_parent
FROM commit AS c
LEFT JOIN commit AS own ON own.repo = c.repo AND own.pr_number = c.pr_number AND own.sha = c.parent_shas[2]
WHERE $ignore_base_merges
  AND c.parent_shas[2] IS NOT NULL
  AND own.sha IS NULL;

-- +same: per request the commits that hold what was merged: its last one, and those behind merges of the base branch
WITH RECURSIVE back AS (
  SELECT repo, pr_number, head_sha AS sha FROM population
  UNION
  SELECT b.repo, b.pr_number, m.first_parent
  FROM back AS b
  JOIN base_merge AS m ON m.repo = b.repo AND m.pr_number = b.pr_number AND m.sha = b.sha
)
SELECT b.repo, b.pr_number, b.sha, c.tree_sha
FROM back AS b
LEFT JOIN (SELECT DISTINCT repo, sha, tree_sha FROM commit) AS c ON c.repo = b.repo AND c.sha = b.sha;

-- +current: requests of which an approved commit is one of those, or holds the same files
SELECT r.repo, r.pr_number, BOOL_AND(r.unsure) AS unsure
FROM review AS r
LEFT JOIN (SELECT DISTINCT repo, sha, tree_sha FROM commit) AS c ON c.repo = r.repo AND c.sha = r.subject_rev
JOIN same AS s ON s.repo = r.repo AND s.pr_number = r.pr_number AND (s.sha = r.subject_rev OR s.tree_sha = c.tree_sha)
WHERE r.decision = 'approved'
GROUP BY r.repo, r.pr_number;

-- +pushed_later: per request with commits of its own that were pushed after the last independent approval those after the last of all
SELECT
  p.repo, p.pr_number, COUNT(*) FILTER (WHERE c.pushed_at > p.approved_at) AS commits,
  MIN(c.pushed_at) FILTER (WHERE c.pushed_at > p.approved_at) AS first_at
FROM population AS p
JOIN commit AS c ON c.repo = p.repo AND c.pr_number = p.pr_number
LEFT JOIN base_merge AS m ON m.repo = c.repo AND m.pr_number = c.pr_number AND m.sha = c.sha
WHERE c.pushed_at > p.surely_at
  AND c.pushed_at <= p.merged_at
  AND m.sha IS NULL
GROUP BY p.repo, p.pr_number;

-- +kept: requests whose commits are loaded, and whether an approved commit is still among them
SELECT c.repo, c.pr_number, BOOL_OR(r.reviewer IS NOT NULL) AS has_approved
FROM commit AS c
LEFT JOIN review AS r
  ON r.repo = c.repo AND r.pr_number = c.pr_number AND r.subject_rev = c.sha AND r.decision = 'approved'
GROUP BY c.repo, c.pr_number;

-- +facts: each pull request with what happened after its approval
SELECT
  p.repo, p.pr_number, p.head_sha, p.merged_at, p.approved_at, p.approved_revs, l.commits, l.first_at, k.has_approved,
  p.surely_at, u.repo IS NULL AND p.surely_at IS NOT NULL AND p.head_sha IS NOT NULL AND NOT p.unknown_rev AS moved,
  u.repo IS NULL AND p.surely_at IS NOT NULL AND (p.head_sha IS NULL OR p.unknown_rev) AS undecided,
  p.surely_at IS NULL OR u.unsure OR l.commits = 0 AS unsure
FROM population AS p
LEFT JOIN current AS u ON u.repo = p.repo AND u.pr_number = p.pr_number
LEFT JOIN pushed_later AS l ON l.repo = p.repo AND l.pr_number = p.pr_number
LEFT JOIN kept AS k ON k.repo = p.repo AND k.pr_number = p.pr_number;

-- +exceptions: pull requests that were merged as something else than what was approved
SELECT
  repo, pr_number, 'R1' AS reason_code,
  concat('Merged as ', head_sha, '; independently approved was ', approved_revs, '.') AS reason, approved_at, merged_at
FROM facts
WHERE moved
UNION ALL
SELECT
  repo, pr_number, 'R2' AS reason_code,
  concat(CAST(commits AS VARCHAR), ' commits were pushed after the last independent approval of ',
    substr(CAST(approved_at AS VARCHAR), 1, 16), ', the first on ', substr(CAST(first_at AS VARCHAR), 1, 16), '.') AS reason,
  approved_at, merged_at
FROM facts
WHERE commits > 0
UNION ALL
SELECT
  repo, pr_number, 'R3' AS reason_code,
  concat('The approved commit ', approved_revs, ' is not among the commits of the request.') AS reason,
  approved_at, merged_at
FROM facts
WHERE moved AND has_approved IS FALSE;

-- +indeterminate: pull requests whose approved or last commit is not known, or of which it cannot be told whether an approval is independent
SELECT
  f.repo, f.pr_number, CASE WHEN NOT f.undecided THEN 'I3' WHEN f.head_sha IS NULL THEN 'I2' ELSE 'I1' END AS reason_code,
  CASE
    WHEN NOT f.undecided THEN 'Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone.'
    WHEN f.head_sha IS NULL THEN 'The last commit of the request is not in the export.'
    ELSE 'An independent approval does not say which commit it is for.'
  END AS reason
FROM facts AS f
LEFT JOIN exceptions AS x ON x.repo = f.repo AND x.pr_number = f.pr_number
WHERE x.repo IS NULL AND (f.undecided OR f.unsure);

/*--- cases
- name: approved as merged, approved as something else, approved by one as merged; commits are not loaded
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, head_sha, merged_at
      o/a,  1,         ann,       main,     h1,       2026-01-01
      o/a,  2,         ann,       main,     h2,       2026-02-10
      o/a,  3,         ann,       ,         h3,       2026-02-10
      o/a,  4,         ann,       main,     h4,       2026-02-10
      o/a,  5,         ann,       main,     ,         2026-02-10
      o/a,  6,         ann,       main,     h6,       2026-02-10
      o/a,  7,         ann,       main,     h7,       2026-02-10
      o/a,  8,         ann,       feature,  h8,       2026-02-10
      o/a,  9,         ann,       main,     h9,       2026-07-01
      o/a,  10,        ann,       main,     h10,      2025-12-31
      o/a,  11,        ann,       main,     h11,      2026-02-10
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at, subject_rev
      pr,           o/a#1,      1,       bob,         approved,  2026-01-01, h1
      pr,           o/a#2,      1,       bob,         approved,  2026-02-01, x
      pr,           o/a#2,      2,       kim,         rejected,  2026-02-01, h2
      pr,           o/a#3,      1,       bob,         approved,  2026-02-01, x
      pr,           o/a#3,      2,       kim,         approved,  2026-02-02, h3
      pr,           o/a#4,      1,       bob,         approved,  2026-02-01,
      pr,           o/a#5,      1,       bob,         approved,  2026-02-01, x
      pr,           o/a#6,      1,       bob,         approved,  2026-02-01, x
      pr,           o/a#6,      2,       kim,         approved,  2026-02-01,
      pr,           o/a#7,      1,       bob,         approved,  2026-02-01,
      pr,           o/a#7,      2,       kim,         approved,  2026-02-01, h7
      pr,           o/a#8,      1,       bob,         approved,  2026-02-01, x
      pr,           o/a#9,      1,       bob,         approved,  2026-02-01, x
      pr,           o/a#10,     1,       bob,         approved,  2025-02-01, x
      change,       o/a#11,     1,       bob,         approved,  2026-02-01, x
      pr,           o/b#11,     1,       bob,         approved,  2026-02-01, x
  expect:
    population: 7
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  2,         R1,          Merged as h2; independently approved was x.
    indeterminate: |
      repo, pr_number, reason_code, reason
      o/a,  4,         I1,          An independent approval does not say which commit it is for.
      o/a,  5,         I2,          The last commit of the request is not in the export.
      o/a,  6,         I1,          An independent approval does not say which commit it is for.

- name: the last independent decision before the merge counts
  params: {repos: "^o/"}
  given:
    pull_request: |
      repo, pr_number, author_id, last_pusher_id, base_ref, head_sha, merged_at
      o/a,  1,         Ann,       ,               main,     h1,       2026-02-10
      o/a,  2,         ann,       kim,            main,     h2,       2026-02-10
      o/a,  3,         ann,       ,               main,     h3,       2026-02-10
      o/a,  4,         ann,       ,               main,     h4,       2026-02-10
      o/a,  5,         ann,       ,               main,     h5,       2026-02-10
      o/a,  6,         ann,       ,               main,     h6,       2026-02-10
      o/a,  7,         ann,       ,               main,     h7,       2026-02-10
      o/a,  8,         ann,       ,               main,     h7,       2026-02-10
      x/a,  7,         ann,       ,               main,     h7,       2026-02-10
    commit: |
      repo, sha, pr_number, author_id, author_email, committer_id, coauthor_ids
      o/a,  c3,  3,         kim,       kim@ex.com,   ann,
      o/a,  c4,  4,         ann,       ,             Kim,
      o/a,  c5,  5,         ann,       ,             ann,          "[""KIM@ex.com""]"
      o/a,  c8,  8,         ann,       ,             ann,          "[""7+kim@users.noreply.github.com""]"
      o/a,  x,   6,         ann,       ,             ann,
      o/b,  x,   7,         bob,       ,             bob,
      o/a,  y,   1,         bob,       ,             bob,
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, is_bot, decision,  decided_at, subject_rev
      pr,           o/a#1,      1,       ann,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#2,      1,       Kim,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#3,      1,       kim,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#4,      1,       kim,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#5,      1,       kim,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#8,      1,       kim,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           x/a#7,      1,       kim,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#6,      1,       eve,         MEMBER,        true,   approved,  2026-02-01, x
      pr,           o/a#6,      2,       eve[bot],    MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#6,      3,       web-flow,    MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#6,      4,       tim,         NONE,          false,  approved,  2026-02-01, x
      pr,           o/a#6,      5,       joe,         MEMBER,        false,  approved,  2026-02-11, x
      pr,           o/a#6,      6,       kit,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#6,      7,       kit,         MEMBER,        false,  dismissed, 2026-02-02, x
      pr,           o/a#6,      8,       kat,         MEMBER,        false,  approved,  2026-02-01, x
      pr,           o/a#6,      8,       kat,         MEMBER,        false,  rejected,  2026-02-01, x
      pr,           o/a#7,      1,       bob,         ,              ,       approved,  2026-02-01, x
      pr,           o/a#7,      2,       bob,         ,              ,       commented, 2026-02-02, x
      pr,           o/a#7,      1,       kat,         ,              ,       rejected,  2026-02-01, x
      pr,           o/a#7,      2,       kat,         ,              ,       approved,  2026-02-01, y
  expect:
    population: 1
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  7,         R1,          "Merged as h7; independently approved was x, y."

- name: merges of the base branch are no change, and a rebase to the same files is none
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, head_sha, merged_at
      o/a,  1,         ann,       main,     m2,       2026-02-10
      o/a,  2,         ann,       main,     n1,       2026-02-10
      o/a,  3,         ann,       main,     r2,       2026-02-10
      o/a,  4,         ann,       main,     p2,       2026-02-10
      o/a,  5,         ann,       main,     c9,       2026-02-10
    commit: |
      repo, sha, pr_number, author_id, parent_shas,           tree_sha, pushed_at
      o/a,  a1,  1,         ann,       "[""base""]",          t1,       2026-01-01
      o/a,  m1,  1,         ann,       "[""a1"",""main1""]",  t2,       2026-02-02
      o/a,  m9,  5,         ann,       "[""m1"",""a9""]",     ,         2026-02-02
      o/a,  a9,  5,         ann,       "[""base""]",          ,         2026-02-02
      o/a,  c9,  5,         ann,       "[""m9""]",            ,
      o/a,  m2,  1,         ann,       "[""m1"",""main2""]",  t3,       2026-02-03
      o/a,  b1,  2,         ann,       "[""base""]",          t4,       2026-01-01
      o/a,  b2,  2,         ann,       "[""base""]",          t5,
      o/a,  n1,  2,         ann,       "[""b1"",""b2""]",     t6,
      o/a,  r1,  ,          ann,       "[""base""]",          t7,       2026-01-01
      o/b,  r1,  3,         ann,       "[""base""]",          t0,       2026-01-01
      o/a,  r2,  3,         ann,       "[""main9""]",         t7,
      o/a,  p1,  4,         ann,       "[""base""]",          ,         2026-01-01
      o/a,  p2,  4,         ann,       "[""p1""]",            ,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, subject_rev
      pr,           o/a#1,      1,       bob,         approved, 2026-02-01, a1
      pr,           o/a#2,      1,       bob,         approved, 2026-02-01, b1
      pr,           o/a#3,      1,       bob,         approved, 2026-02-01, r1
      pr,           o/a#4,      1,       bob,         approved, 2026-02-01, p1
      pr,           o/a#5,      1,       bob,         approved, 2026-02-01, a9
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  2,         R1,          "Merged as n1; independently approved was b1."
      o/a,  4,         R1,          "Merged as p2; independently approved was p1."
      o/a,  5,         R1,          "Merged as c9; independently approved was a9."
      o/a,  5,         R2,          "2 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-02 00:00."

- name: where merges of the base branch count
  params: {ignore_base_merges: false}
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, head_sha, merged_at
      o/a,  1,         ann,       main,     m1,       2026-02-10
    commit: |
      repo, sha, pr_number, author_id, parent_shas,          pushed_at
      o/a,  a1,  1,         ann,       "[""base""]",         2026-01-01
      o/a,  m1,  1,         ann,       "[""a1"",""main1""]", 2026-02-10
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, subject_rev
      pr,           o/a#1,      1,       bob,         approved, 2026-02-01, a1
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  1,         R1,          Merged as m1; independently approved was a1.
      o/a,  1,         R2,          "1 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-10 00:00."

- name: pushed after the last approval, by the time of the push and not the date of the commit; rewritten history
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, head_sha, merged_at
      o/a,  1,         ann,       main,     c2,       2026-02-10
      o/a,  2,         ann,       main,     c4,       2026-02-10
      o/a,  3,         ann,       main,     c6,       2026-02-10
      o/a,  4,         ann,       main,     c7,       2026-02-10
    commit: |
      repo, sha, pr_number, author_id, authored_at, pushed_at
      o/a,  c1,  1,         ann,       2026-01-01,  2026-01-01
      o/a,  c2,  1,         ann,       2026-01-01,  2026-02-01T00:00:01Z
      o/a,  c4,  2,         ann,       2026-02-05,  2026-02-01
      o/a,  c4b, 2,         ann,       2026-02-05,  2026-02-11
      o/a,  c4c, 2,         ann,       2026-02-05,
      o/a,  c6,  3,         ann,       2026-01-01,  2026-01-01
      o/a,  c5,  ,          ann,       2026-01-01,  2026-01-01
      o/a,  c7,  4,         ann,       2026-01-01,  2026-02-10
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, subject_rev
      pr,           o/a#1,      1,       kim,         approved, 2026-01-15, c1
      pr,           o/a#1,      2,       bob,         approved, 2026-02-01, c1
      pr,           o/a#2,      1,       bob,         approved, 2026-01-15, c4
      pr,           o/a#2,      2,       kim,         approved, 2026-02-01, c4
      pr,           o/a#3,      1,       bob,         approved, 2026-02-01, c5
      pr,           o/a#3,      2,       kim,         rejected, 2026-02-01, c6
      pr,           o/a#4,      1,       bob,         approved, 2026-02-01, c7
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  1,         R1,          "Merged as c2; independently approved was c1, c1."
      o/a,  1,         R2,          "1 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-01 00:00."
      o/a,  3,         R1,          Merged as c6; independently approved was c5.
      o/a,  3,         R3,          The approved commit c5 is not among the commits of the request.
      o/a,  4,         R2,          "1 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-10 00:00."

- name: requests of one number and commits of one name in two repositories, merges of the base that are not the last commit
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, head_sha, merged_at
      o/a,  1,         ann,       main,     h1,       2026-02-10
      o/b,  1,         ann,       main,     h1,       2026-02-10
      o/a,  2,         ann,       main,     mm,       2026-02-10
      o/b,  4,         ann,       main,     h4,       2026-02-10
      o/a,  5,         ann,       main,     h5,       2026-02-10
      o/a,  7,         ann,       main,     h7,       2026-02-10
      o/a,  8,         ann,       main,     h8,       2026-02-10
      o/a,  9,         ann,       main,     h9,       2026-02-10
      o/a,  10,        ann,       main,     h10,      2026-02-10
      o/b,  10,        ann,       main,     x10,      2026-02-10
      o/a,  11,        ann,       main,     h11,      2026-02-10
      o/a,  12,        ann,       main,     x11,      2026-02-10
      o/a,  13,        ann,       main,     h13,      2026-02-10
      o/b,  13,        ann,       main,     h13,      2026-02-10
      o/a,  17,        ann,       main,     c17,      2026-02-10
      o/a,  19,        ann,       main,     h19,      2026-02-10
    commit: |
      repo, pr_number, sha,  author_id, author_email, parent_shas,         tree_sha, pushed_at
      o/a,  99,        q,    zed,       zed@x,        ,                    ,         2026-01-05
      o/a,  2,         c1,   ann,       ,             ,                    ,         2026-01-05
      o/a,  2,         mm,   ann,       ,             "[""c1"",""b1""]",   ,         2026-02-05
      o/a,  3,         b1,   ann,       ,             ,                    ,         2026-01-05
      o/b,  2,         b1,   ann,       ,             ,                    ,         2026-01-05
      o/b,  4,         h4,   ann,       ,             "[""x4""]",          ,         2026-01-05
      o/b,  4,         x4,   ann,       ,             ,                    ,         2026-01-05
      o/a,  4,         h4,   ann,       ,             "[""x4"",""base""]", ,         2026-01-05
      o/a,  6,         h5,   ann,       ,             "[""x5"",""base""]", ,         2026-01-05
      o/a,  7,         q7,   ann,       ,             "[""x7"",""base""]", ,         2026-01-05
      o/a,  7,         h7,   ann,       ,             ,                    ,         2026-01-05
      o/a,  7,         x7,   ann,       ,             ,                    ,         2026-01-05
      o/a,  8,         h8,   ann,       ,             ,                    T,        2026-01-05
      o/b,  8,         x8,   ann,       ,             ,                    T,        2026-01-05
      o/b,  9,         h9,   ann,       ,             ,                    U,        2026-01-05
      o/a,  9,         x9,   ann,       ,             ,                    U,        2026-01-05
      o/a,  10,        y10,  ann,       ,             ,                    ,         2026-01-05
      o/b,  13,        late, ann,       ,             ,                    ,         2026-02-05
      o/a,  17,        m17,  ann,       ,             "[""c0"",""base""]", ,         2026-02-04
      o/a,  17,        c17,  ann,       ,             "[""m17""]",         ,         2026-02-05
      o/a,  19,        h19,  ann,       ,             ,                    ,         2026-02-05
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, subject_rev
      pr,           o/a#1,      1,       zed,         approved, 2026-02-01, h1
      pr,           o/a#2,      1,       bob,         approved, 2026-02-01, c1
      pr,           o/b#4,      1,       bob,         approved, 2026-02-01, x4
      pr,           o/a#5,      1,       bob,         approved, 2026-02-01, x5
      pr,           o/a#7,      1,       bob,         approved, 2026-02-01, x7
      pr,           o/a#8,      1,       bob,         approved, 2026-02-01, x8
      pr,           o/a#9,      1,       bob,         approved, 2026-02-01, x9
      pr,           o/a#10,     1,       bob,         approved, 2026-02-01, x10
      pr,           o/b#10,     1,       bob,         approved, 2026-02-01, x10
      pr,           o/b#10,     1,       kim,         approved, 2026-02-01, y10
      pr,           o/a#11,     1,       bob,         approved, 2026-02-01, x11
      pr,           o/a#12,     1,       bob,         approved, 2026-02-01, x11
      pr,           o/a#13,     1,       bob,         approved, 2026-02-01, h13
      pr,           o/b#13,     1,       bob,         approved, 2026-02-01, h13
      pr,           o/a#17,     1,       bob,         approved, 2026-02-01, c17
      pr,           o/a#19,     1,       bob,         approved, 2026-02-01,
  expect:
    population: 15
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  10,        R1,          Merged as h10; independently approved was x10.
      o/a,  10,        R3,          The approved commit x10 is not among the commits of the request.
      o/a,  11,        R1,          Merged as h11; independently approved was x11.
      o/a,  17,        R2,          "1 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-05 00:00."
      o/a,  19,        R2,          "1 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-05 00:00."
      o/a,  5,         R1,          Merged as h5; independently approved was x5.
      o/a,  7,         R1,          Merged as h7; independently approved was x7.
      o/a,  8,         R1,          Merged as h8; independently approved was x8.
      o/a,  8,         R3,          The approved commit x8 is not among the commits of the request.
      o/a,  9,         R1,          Merged as h9; independently approved was x9.
      o/b,  13,        R2,          "1 commits were pushed after the last independent approval of 2026-02-01 00:00, the first on 2026-02-05 00:00."
      o/b,  4,         R1,          Merged as h4; independently approved was x4.

- name: reviewers and authors whose account is gone
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, head_sha, merged_at
      o/a,  1,         ghost,     main,     h1,       2026-02-10
      o/a,  2,         ann,       main,     h2,       2026-02-10
      o/a,  3,         ann,       main,     h3,       2026-02-10
      o/a,  4,         ann,       main,     h4,       2026-02-10
      o/a,  5,         ann,       main,     h5,       2026-02-10
      o/a,  6,         ann,       main,     c6,       2026-02-10
      o/a,  7,         ann,       main,     c7,       2026-02-10
      o/a,  8,         ann,       main,     h8,       2026-02-10
      o/a,  9,         Ghost,     main,     h9,       2026-02-10
      o/a,  10,        ann,       main,     h10,      2026-02-10
      o/a,  11,        ann,       main,     h11,      2026-02-10
      o/a,  12,        ghost,     main,     ,         2026-02-10
    commit: |
      repo, sha, pr_number, author_id, pushed_at
      o/a,  c6,  6,         ann,       2026-02-03
      o/a,  c7,  7,         ann,       2026-02-06
      o/a,  c8,  8,         ann,       2026-02-06
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, subject_rev
      pr,           o/a#1,      1,       bob,         approved, 2026-02-01, h1
      pr,           o/a#2,      1,       Ghost,       approved, 2026-02-01, h2
      pr,           o/a#3,      1,       ghost,       approved, 2026-02-01, h3
      pr,           o/a#3,      2,       bob,         approved, 2026-02-01, x
      pr,           o/a#4,      1,       ghost,       approved, 2026-02-01, x
      pr,           o/a#4,      2,       bob,         approved, 2026-02-01, h4
      pr,           o/a#5,      1,       ghost,       approved, 2026-02-01, x
      pr,           o/a#5,      2,       bob,         approved, 2026-02-01, y
      pr,           o/a#6,      1,       bob,         approved, 2026-02-01, c6
      pr,           o/a#6,      2,       ghost,       approved, 2026-02-05, c6
      pr,           o/a#7,      1,       bob,         approved, 2026-02-01, c7
      pr,           o/a#7,      2,       ghost,       approved, 2026-02-05, c7
      pr,           o/a#8,      1,       ghost,       approved, 2026-02-05, x
      pr,           o/a#9,      1,       ghost,       approved, 2026-02-05, h9
      pr,           o/a#10,     1,       ghost,       approved, 2026-02-05,
      pr,           o/a#10,     2,       bob,         approved, 2026-02-05, x
      pr,           o/a#11,     1,       ghost,       rejected, 2026-02-05, x
      pr,           o/a#12,     1,       bob,         approved, 2026-02-05, x
  expect:
    population: 11
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  5,         R1,          "Merged as h5; independently approved was y."
      o/a,  7,         R2,          "1 commits were pushed after the last independent approval of 2026-02-05 00:00, the first on 2026-02-06 00:00."
    indeterminate: |
      repo, pr_number, reason_code, reason
      o/a,  1,         I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
      o/a,  2,         I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
      o/a,  3,         I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
      o/a,  6,         I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
      o/a,  8,         I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
      o/a,  9,         I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
      o/a,  10,        I1,          An independent approval does not say which commit it is for.
      o/a,  12,        I3,          "Whether an approval is independent cannot be told, because the account of its reviewer or of the author is gone."
---*/
