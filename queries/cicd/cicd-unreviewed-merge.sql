/*---
id: cicd-unreviewed-merge
version: 2
title: Pull requests merged without an independent approval
objective: Every change to a protected branch is approved by somebody who had no part in writing it, before it is merged.
kind: operating
severity: high
reads: [pull_request, approval]
optional: [commit]
key: [repo, pr_number]
params:
  required: {type: integer, default: 1, unit: approvals, means: independent approvals that a merge needs}
  required_critical: {type: integer, default: 2, unit: approvals, means: the same in critical repositories}
  critical_repos: {type: "text[]", default: [], means: critical repositories}
  branches: {type: text, default: "^(main|master|trunk|production|prod|release.*|hotfix.*)$", means: pattern of the protected branches}
  repos: {type: text, default: ".*", means: pattern of the repositories in scope}
  bots: {type: "text[]", default: [web-flow, github-actions], means: further identities that are programs}
  readers: {type: "text[]", default: [none, first_timer, first_time_contributor, mannequin], means: roles without the right to write}
controls:
  nist-800-53r5: [CM-3, CM-5(4), SA-11(4)]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.28, A.8.32]
  pci-dss-4.0.1: ["6.2.3", "6.2.3.1"]
  cis-github-1.2.0: ["1.1.3"]
  slsa-1.2: [Source L4]
  owasp-cicd-2022: [CICD-SEC-1]
reasons:
  R1: fewer independent approvals than required
  R2: a reviewer's last decision before the merge was a rejection
  R3: independent approval only after the merge
  R4: merged by its author without any review
  I1: an approval may be independent, but the reviewer's identity is lost
  I2: the author is not known, so independence cannot be judged
  I3: the evidence has no reviews of the system
limits:
  - R5 of the catalogue, a missing approval of a code owner, is not tested; the code owners of the touched paths are in no export.
  - Only the commits that are loaded name further authors. Who pushed last is in no export. A co-author is known by an e-mail
    address; the login behind it is taken from the commits and from GitHub's own no-reply addresses.
  - The right to write is judged by the role that the review carries; a review without a role counts.
  - How carefully a review was made is not judged, nor how fast it was.
  - Without a single review in the evidence of any pull request of a system, such as from GitLab's merge requests without their approvals,
    its pull requests are indeterminate. As soon as there is one, a pull request without one is R1; the reviews of all have to be there.
  - A pull request without a base branch counts as one into a protected branch.
---*/

-- +population: one row per pull request that was merged into a protected branch in the period
SELECT
  repo, pr_number, system, NULLIF(LOWER(author_id), 'ghost') AS author, LOWER(merged_by) AS merger,
  LOWER(last_pusher_id) AS pusher, merged_at,
  CASE WHEN contains($critical_repos, repo) THEN $required_critical ELSE $required END AS needed
FROM pull_request
WHERE merged_at >= $period_start
  AND merged_at < $period_end
  AND regexp_like(repo, $repos)
  AND (base_ref IS NULL OR regexp_like(base_ref, $branches));

-- +recorded: systems of which the evidence has reviews
SELECT DISTINCT p.system
FROM (SELECT DISTINCT subject_id FROM approval WHERE subject_type = 'pr') AS a
JOIN pull_request AS p ON concat(p.repo, '#', CAST(p.pr_number AS VARCHAR)) = a.subject_id;

-- +login: the login behind each e-mail address that a commit states
SELECT DISTINCT LOWER(author_email) AS email, LOWER(author_id) AS login FROM commit;

-- +hand: everybody whom a commit names as one who wrote it
SELECT repo, pr_number, LOWER(author_id) AS person FROM commit
UNION
SELECT repo, pr_number, LOWER(committer_id) FROM commit
UNION
SELECT c.repo, c.pr_number, LOWER(u.person) FROM commit AS c CROSS JOIN UNNEST(c.coauthor_ids) AS u(person);

-- +writer: everybody who had a part in writing a pull request, by login
SELECT repo, pr_number, author AS person FROM population
UNION
SELECT repo, pr_number, pusher FROM population
UNION
SELECT repo, pr_number, person FROM hand
UNION
SELECT h.repo, h.pr_number, l.login FROM hand AS h JOIN login AS l ON l.email = h.person
UNION
SELECT repo, pr_number, regexp_extract(person, '^(?:[0-9]+\+)?([^@]+)@users\.noreply\.github\.com$', 1) FROM hand;

-- +review: each decision on a pull request, and whether the reviewer is independent of it
SELECT
  p.repo, p.pr_number, LOWER(a.approver_id) AS reviewer, a.decision, a.step_no, a.decided_at,
  a.decided_at <= p.merged_at AS before_merge,
  LOWER(a.approver_id) = 'ghost' AS unnamed,
  w.person IS NULL
    AND a.is_bot IS DISTINCT FROM TRUE
    AND NOT contains($bots, LOWER(a.approver_id))
    AND NOT regexp_like(LOWER(a.approver_id), '\[bot\]$')
    AND NOT contains($readers, COALESCE(LOWER(a.approver_role), '')) AS independent
FROM population AS p
JOIN approval AS a ON a.subject_type = 'pr' AND a.subject_id = concat(p.repo, '#', CAST(p.pr_number AS VARCHAR))
LEFT JOIN writer AS w ON w.repo = p.repo AND w.pr_number = p.pr_number AND w.person = LOWER(a.approver_id)
WHERE a.decision IN ('approved', 'rejected', 'dismissed');

-- +standing: the last decision of each reviewer before the merge; of two at the same moment the worse one
SELECT repo, pr_number, reviewer, decision, unnamed, independent
FROM (
  SELECT
    repo, pr_number, reviewer, decision, unnamed, independent,
    ROW_NUMBER() OVER (
      PARTITION BY repo, pr_number, reviewer ORDER BY decided_at DESC, step_no DESC, decision DESC
    ) AS nth
  FROM review
  WHERE before_merge
) AS ranked
WHERE nth = 1;

-- +tally: per pull request what its reviewers had decided when it was merged
SELECT
  repo, pr_number,
  COUNT(*) FILTER (WHERE decision = 'approved' AND independent AND NOT unnamed) AS independent,
  COUNT(*) FILTER (WHERE decision = 'approved' AND unnamed) AS unnamed,
  string_agg(reviewer, ', ' ORDER BY reviewer) FILTER (WHERE decision = 'rejected') AS rejecters
FROM standing
GROUP BY repo, pr_number;

-- +late: per pull request the first independent approval after the merge
SELECT repo, pr_number, MIN(decided_at) AS approved_at
FROM review
WHERE decision = 'approved' AND independent AND NOT unnamed AND NOT before_merge
GROUP BY repo, pr_number;

-- +facts: each pull request with its approvals
SELECT
  p.repo, p.pr_number, p.author, p.merger, p.merged_at, p.needed, COALESCE(t.independent, 0) AS independent,
  COALESCE(t.unnamed, 0) AS unnamed, t.repo IS NOT NULL AS reviewed, t.rejecters, l.approved_at,
  EXISTS (SELECT 1 FROM recorded AS r WHERE r.system IS NOT DISTINCT FROM p.system) AS recorded
FROM population AS p
LEFT JOIN tally AS t ON t.repo = p.repo AND t.pr_number = p.pr_number
LEFT JOIN late AS l ON l.repo = p.repo AND l.pr_number = p.pr_number;

-- +exceptions: pull requests without the approvals they need
SELECT
  repo, pr_number, 'R1' AS reason_code,
  concat('Merged on ', substr(CAST(merged_at AS VARCHAR), 1, 16), ' with ', CAST(independent AS VARCHAR),
    ' independent approvals of ', CAST(needed AS VARCHAR), ' required.') AS reason,
  author, merger, merged_at
FROM facts
WHERE recorded AND independent + unnamed < needed
UNION ALL
SELECT
  repo, pr_number, 'R2' AS reason_code,
  concat('Merged on ', substr(CAST(merged_at AS VARCHAR), 1, 16), ' while the last decision of ', rejecters,
    ' was a rejection.') AS reason,
  author, merger, merged_at
FROM facts
WHERE rejecters IS NOT NULL
UNION ALL
SELECT
  repo, pr_number, 'R3' AS reason_code,
  concat('Merged on ', substr(CAST(merged_at AS VARCHAR), 1, 16), ' and first approved independently on ',
    substr(CAST(approved_at AS VARCHAR), 1, 16), '.') AS reason,
  author, merger, merged_at
FROM facts
WHERE approved_at IS NOT NULL AND independent + unnamed = 0
UNION ALL
SELECT
  repo, pr_number, 'R4' AS reason_code,
  concat('Merged on ', substr(CAST(merged_at AS VARCHAR), 1, 16), ' by its author ', author,
    ' without any review.') AS reason,
  author, merger, merged_at
FROM facts
WHERE recorded AND merger = author AND NOT reviewed;

-- +indeterminate: pull requests whose author or reviewers cannot be told
SELECT
  f.repo, f.pr_number, CASE WHEN NOT f.recorded THEN 'I3' WHEN f.author IS NULL THEN 'I2' ELSE 'I1' END AS reason_code,
  CASE
    WHEN NOT f.recorded THEN 'The evidence has no reviews of the system.'
    WHEN f.author IS NULL THEN 'The account of the author is gone or not in the export.'
    ELSE concat(CAST(f.unnamed AS VARCHAR), ' of the approvals are by reviewers whose account is gone; ',
      CAST(f.independent AS VARCHAR), ' others are independent, of ', CAST(f.needed AS VARCHAR), ' required.')
  END AS reason
FROM facts AS f
LEFT JOIN exceptions AS e ON e.repo = f.repo AND e.pr_number = f.pr_number
WHERE e.repo IS NULL
  AND (f.author IS NULL OR f.independent < f.needed);

/*--- cases
- name: approved by others, by nobody, by the author, too late, rejected; closed unmerged, other branches and times are not here
  given:
    pull_request: |
      repo,  pr_number, author_id, base_ref,    merged_at,            merged_by
      o/pay, 1,         Ann,       main,        2026-01-01,           merge-queue
      o/pay, 2,         ann,       release/1.2, 2026-02-01,           ann
      o/pay, 3,         ann,       main,        2026-02-01,           ann
      o/pay, 4,         ann,       main,        2026-02-01T10:00:00Z, bob
      o/pay, 5,         ann,       ,            2026-02-01,           bob
      o/pay, 6,         ann,       main,        ,
      o/pay, 7,         ann,       feature/x,   2026-02-01,           ann
      o/pay, 8,         ann,       main,        2025-12-31,           ann
      o/pay, 9,         ann,       main,        2026-07-01,           ann
      o/pay, 10,        ann,       main,        2026-06-30,           bob
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at
      pr,           o/pay#1,    1,       Bob,         approved,  2026-01-01
      pr,           o/pay#3,    1,       ANN,         approved,  2026-01-01
      change,       o/pay#3,    1,       bob,         approved,  2026-01-01
      pr,           o/pay#4,    1,       bob,         approved,  2026-02-01T10:00:01Z
      pr,           o/pay#4,    2,       eve,         approved,  2026-03-01T10:00:01Z
      pr,           o/pay#5,    1,       bob,         approved,  2026-01-01
      pr,           o/pay#5,    2,       eve,         rejected,  2026-01-01
      pr,           o/pay#10,   1,       bob,         commented, 2026-01-01
      pr,           o/pay#2,    1,       ann,         approved,  2026-03-01
      pr,           o/pay#10,   2,       bob,         rejected,  2026-07-01
  expect:
    population: 6
    exceptions: |
      repo,  pr_number, reason_code, reason
      o/pay, 2,         R1,          Merged on 2026-02-01 00:00 with 0 independent approvals of 1 required.
      o/pay, 2,         R4,          Merged on 2026-02-01 00:00 by its author ann without any review.
      o/pay, 3,         R1,          Merged on 2026-02-01 00:00 with 0 independent approvals of 1 required.
      o/pay, 4,         R1,          Merged on 2026-02-01 10:00 with 0 independent approvals of 1 required.
      o/pay, 4,         R3,          Merged on 2026-02-01 10:00 and first approved independently on 2026-02-01 10:00.
      o/pay, 5,         R2,          Merged on 2026-02-01 00:00 while the last decision of eve was a rejection.
      o/pay, 10,        R1,          Merged on 2026-06-30 00:00 with 0 independent approvals of 1 required.

- name: the last decision of a reviewer before the merge counts
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, merged_at
      o/a,  1,         ann,       main,     2026-02-10
      o/a,  2,         ann,       main,     2026-02-10
      o/a,  3,         ann,       main,     2026-02-10
      o/a,  4,         ann,       main,     2026-02-10
      o/a,  5,         ann,       main,     2026-02-10
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at
      pr,           o/a#1,      1,       bob,         rejected,  2026-02-01
      pr,           o/a#1,      2,       bob,         approved,  2026-02-02
      pr,           o/a#1,      3,       bob,         commented, 2026-02-03
      pr,           o/a#2,      1,       bob,         approved,  2026-02-01
      pr,           o/a#2,      2,       bob,         dismissed, 2026-02-02
      pr,           o/a#3,      1,       bob,         approved,  2026-02-01
      pr,           o/a#3,      2,       bob,         rejected,  2026-02-11
      pr,           o/a#4,      ,        bob,         approved,  2026-02-01
      pr,           o/a#4,      ,        bob,         rejected,  2026-02-01
      pr,           o/a#5,      2,       bob,         approved,  2026-02-01
      pr,           o/a#5,      1,       bob,         rejected,  2026-02-01
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  2,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  4,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  4,         R2,          Merged on 2026-02-10 00:00 while the last decision of bob was a rejection.

- name: not independent are authors, co-authors and committers of the commits, the last pusher, bots, and people without the right to write
  given:
    pull_request: |
      repo, pr_number, author_id,       base_ref, merged_at,  last_pusher_id
      o/a,  1,         ann,             main,     2026-02-10, Bob
      o/a,  2,         ann,             main,     2026-02-10,
      o/a,  3,         ann,             main,     2026-02-10,
      o/a,  4,         ann,             main,     2026-02-10,
      o/a,  5,         dependabot[bot], main,     2026-02-10,
      o/a,  6,         dependabot[bot], main,     2026-02-10,
      o/a,  7,         dependabot[bot], main,     2026-02-10,
      o/a,  8,         ann,             main,     2026-02-10,
      o/a,  9,         ann,             main,     2026-02-10,
      o/a,  10,        ann,             main,     2026-02-10,
      o/b,  1,         ann,             main,     2026-02-10,
    commit: |
      repo, sha, pr_number, author_id, author_email, committer_id, coauthor_ids
      o/a,  a,   2,         Bob,       Bob@ex.com,   web-flow,     "[""kim@ex.com""]"
      o/a,  b,   3,         ann,       ann@ex.com,   BOB,
      o/a,  c,   4,         ann,       ann@ex.com,   ann,          "[""kim@ex.com"",""bob@EX.com""]"
      o/a,  d,   1,         eve,       eve@ex.com,   eve,
      o/a,  e,   9,         ann,       ,             ann,          "[""77+bob@users.noreply.github.com""]"
      o/a,  f,   10,        ann,       ,             ann,          "[""bob@users.noreply.github.com.ex""]"
    approval: |
      subject_type, subject_id, step_no, approver_id,   approver_role, is_bot, decision, decided_at
      pr,           o/a#1,      1,       bob,           MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#2,      1,       bob,           MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#3,      1,       bob,           MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#4,      1,       bob,           MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#5,      1,       reviewer,      MEMBER,        true,   approved, 2026-02-01
      pr,           o/a#6,      1,       Merge[bot],    MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#7,      1,       web-flow,      MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#8,      1,       bob,           NONE,          false,  approved, 2026-02-01
      pr,           o/a#9,      1,       bob,           MEMBER,        false,  approved, 2026-02-01
      pr,           o/a#10,     1,       bob,           MEMBER,        false,  approved, 2026-02-01
      pr,           o/b#1,      1,       bob,           ,              ,       approved, 2026-02-01
  expect:
    population: 11
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  1,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  2,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  3,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  4,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  5,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  6,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  7,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  8,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  9,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.

- name: critical repositories need more, and repositories out of scope nothing
  params: {critical_repos: [o/pay], repos: "^o/"}
  given:
    pull_request: |
      repo,  pr_number, author_id, base_ref, merged_at
      o/pay, 1,         ann,       main,     2026-02-10
      o/pay, 2,         ann,       main,     2026-02-10
      o/doc, 1,         ann,       main,     2026-02-10
      x/doc, 1,         ann,       main,     2026-02-10
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/pay#1,    1,       bob,         approved, 2026-02-01
      pr,           o/pay#2,    1,       bob,         approved, 2026-02-01
      pr,           o/pay#2,    2,       kim,         approved, 2026-02-01
      pr,           o/doc#1,    1,       bob,         approved, 2026-02-01
  expect:
    population: 3
    exceptions: |
      repo,  pr_number, reason_code, reason
      o/pay, 1,         R1,          Merged on 2026-02-10 00:00 with 1 independent approvals of 2 required.

- name: a reviewer who was deleted, and an author who is not known
  given:
    pull_request: |
      repo, pr_number, author_id, base_ref, merged_at,  merged_by
      o/a,  1,         ann,       main,     2026-02-10, ann
      o/a,  2,         ,          main,     2026-02-10, ann
      o/a,  3,         Ghost,     main,     2026-02-10, ghost
      o/a,  8,         ghost,     main,     2026-02-10, ann
      o/a,  4,         ann,       main,     2026-02-10, ann
      o/a,  5,         ann,       main,     2026-02-10, ann
      o/a,  6,         ann,       main,     2026-02-10, ann
      o/a,  7,         ann,       main,     2026-02-10, ann
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/a#1,      1,       ghost,       approved, 2026-02-01
      pr,           o/a#2,      1,       bob,         approved, 2026-02-01
      pr,           o/a#8,      1,       bob,         approved, 2026-02-01
      pr,           o/a#4,      1,       Ghost,       approved, 2026-02-01
      pr,           o/a#4,      2,       eve,         approved, 2026-02-11
      pr,           o/a#5,      1,       ghost,       approved, 2026-02-01
      pr,           o/a#5,      2,       bob,         approved, 2026-02-01
      pr,           o/a#6,      1,       Ghost,       rejected, 2026-02-01
      pr,           o/a#7,      1,       ghost,       approved, 2026-02-11
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  3,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  6,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  6,         R2,          Merged on 2026-02-10 00:00 while the last decision of ghost was a rejection.
      o/a,  7,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  7,         R4,          Merged on 2026-02-10 00:00 by its author ann without any review.
    indeterminate: |
      repo, pr_number, reason_code, reason
      o/a,  1,         I1,          "1 of the approvals are by reviewers whose account is gone; 0 others are independent, of 1 required."
      o/a,  2,         I2,          The account of the author is gone or not in the export.
      o/a,  8,         I2,          The account of the author is gone or not in the export.
      o/a,  4,         I1,          "1 of the approvals are by reviewers whose account is gone; 0 others are independent, of 1 required."

- name: one system's reviews are in the evidence and another's are not
  given:
    pull_request: |
      repo, pr_number, system, author_id, base_ref, merged_at,  merged_by
      o/a,  1,         github, ann,       main,     2026-02-10, ann
      o/a,  2,         github, ann,       main,     2026-02-10, ann
      o/a,  3,         github, ann,       feature,  2026-02-10, ann
      g/a,  1,         gitlab, ann,       main,     2026-02-10, ann
      g/a,  2,         gitlab, ,          main,     2026-02-10, ann
      b/a,  1,         ,       ann,       main,     2026-02-10, ann
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at
      pr,           o/a#3,      1,       bob,         commented, 2026-02-01
      pr,           o/a#2,      1,       bob,         approved,  2026-02-01
      change,       g/a#1,      1,       bob,         approved,  2026-02-01
      pr,           g/x#9,      1,       bob,         approved,  2026-02-01
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  1,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
      o/a,  1,         R4,          Merged on 2026-02-10 00:00 by its author ann without any review.
    indeterminate: |
      repo, pr_number, reason_code, reason
      g/a,  1,         I3,          The evidence has no reviews of the system.
      g/a,  2,         I3,          The evidence has no reviews of the system.
      b/a,  1,         I3,          The evidence has no reviews of the system.

- name: a comment on a pull request is a review of the system
  given:
    pull_request: |
      repo, pr_number, system, author_id, base_ref, merged_at,  merged_by
      o/a,  1,         ,       ann,       main,     2026-02-10, bob
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at
      pr,           o/a#1,      1,       bob,         commented, 2026-02-01
  expect:
    exceptions: |
      repo, pr_number, reason_code, reason
      o/a,  1,         R1,          Merged on 2026-02-10 00:00 with 0 independent approvals of 1 required.
---*/
