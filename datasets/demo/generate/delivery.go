package main

import (
	"fmt"
	"strings"
	"time"
)

// mainCommits are the merges on the main branches: each has the merge before and the head of its request as parents.
func mainCommits(all []*change) (commits []object) {
	last := map[string]string{}
	for _, c := range all {
		if c.unmerged {
			continue
		}
		before := last[c.repo]
		if before == "" {
			before = sha(0, 9)
		}
		m := commit(c)
		who := object{"name": c.author.name, "email": c.author.email, "date": iso(c.merged)}
		m["sha"], m["url"], m["html_url"] = sha(c.n, 9), api(c, "/commits/"+sha(c.n, 9)), "https://github.com/"+c.repo+"/commit/"+sha(c.n, 9)
		m["commit"] = object{"author": who, "committer": object{"name": "GitHub", "email": "noreply@github.com", "date": iso(c.merged)}, "message": fmt.Sprintf("Merge pull request #%d", c.n), "tree": object{"sha": sha(c.n, 3)}, "verification": object{"verified": true}}
		m["committer"] = object{"login": "web-flow"}
		m["parents"] = []object{{"sha": before}, {"sha": c.head}}
		delete(m, "pr_number")
		last[c.repo] = sha(c.n, 9)
		commits = append(commits, m)
	}
	return commits
}

// builds writes the runs of the workflow that builds each merge.
func (w *writer) builds(all []*change) {
	var runs []object
	add := func(c *change, id, attempt int, at time.Time, conclusion string) {
		runs = append(runs, object{
			"id": id, "name": "build", "path": ".github/workflows/build.yml", "head_branch": "main", "head_sha": sha(c.n, 9), "run_number": c.n, "run_attempt": attempt,
			"event": "push", "status": "completed", "conclusion": conclusion, "workflow_id": 5, "created_at": iso(at), "run_started_at": iso(at), "updated_at": iso(at.Add(7 * time.Minute)),
			"actor": object{"login": c.author.login}, "triggering_actor": object{"login": c.author.login}, "repository": object{"full_name": c.repo},
		})
	}
	for _, c := range all {
		switch {
		case c.unmerged:
		case c.build == "again":
			add(c, 3000000+c.n, 1, c.merged.Add(time.Minute), "failure")
			add(c, 4000000+c.n, 2, c.merged.Add(10*time.Minute), "success")
		default:
			add(c, 3000000+c.n, 1, c.merged.Add(time.Minute), c.build)
		}
	}
	const page = 100
	for start := 0; start < len(runs); start += page {
		w.json(fmt.Sprintf("github/runs-page%d.json", start/page+1), object{"total_count": len(runs), "workflow_runs": runs[start:min(start+page, len(runs))]})
	}
}

// protections writes what protects the main branches; that of api has nothing.
func (w *writer) protections() {
	protection := func(repo string, enforced, dismiss bool) object {
		return object{
			"url": "https://api.github.com/repos/meridian/" + repo + "/branches/main/protection", "required_status_checks": object{"strict": true, "contexts": []string{"build"}},
			"required_pull_request_reviews": object{"dismiss_stale_reviews": dismiss, "require_code_owner_reviews": false, "require_last_push_approval": false, "required_approving_review_count": 1,
				"bypass_pull_request_allowances": object{"users": []object{}, "teams": []object{}, "apps": []object{}}},
			"enforce_admins": object{"enabled": enforced}, "allow_force_pushes": object{"enabled": false}, "allow_deletions": object{"enabled": false}, "required_signatures": object{"enabled": false},
		}
	}
	w.json("github/branch-protection.json", []object{
		protection("wallet", true, true),   // trap: all that is asked for
		protection("ledger", false, false), // administrators may pass, and approvals outlive new commits
	})
}

// emergencies writes emergency changes, the incidents behind them, open tickets, and who decided on all tickets.
func (w *writer) emergencies(all []*change) {
	var issues []object
	issue := func(key, title, kind, status, system, person, created, started, closed, plan string) {
		fields := object{
			"summary": title, "issuetype": object{"name": kind}, "status": object{"name": status, "statusCategory": object{"key": map[bool]string{true: "done", false: "indeterminate"}[closed != ""]}},
			"created": created, "resolutiondate": nil, "reporter": object{"accountId": person}, "assignee": object{"accountId": person}, "components": []object{{"name": system}},
			"priority": object{"name": "High"}, "labels": []string{}, "resolution": nil, "customfield_10010": nil, "customfield_10011": nil,
		}
		if closed != "" {
			fields["resolutiondate"], fields["resolution"], fields["customfield_10010"] = closed, object{"name": "Done"}, started
		}
		if plan != "" {
			fields["customfield_10011"] = plan
		}
		issues = append(issues, object{"id": fmt.Sprint(30000 + len(issues)), "key": key, "fields": fields})
	}
	emergency := func(n int, month, system, title, plan string) {
		issue(fmt.Sprintf("EMG-%d", n), title, "[System] Emergency change", "Done", system, "oncall.one", "2026-"+month+"-03T09:30:00.000+0000", "2026-"+month+"-03T10:00:00.000+0000", "2026-"+month+"-03T12:00:00.000+0000", plan)
	}
	emergency(1, "02", "wallet", "restart of the signer", "")                                                                               // trap: an incident, an approval the day after, a review
	emergency(2, "03", "ledger", "repair of the postings", "")                                                                              // nobody approved it
	emergency(3, "04", "api", "block an address", "")                                                                                       // approved ten days later
	emergency(4, "05", "wallet", "larger queue", "https://wiki/test/4")                                                                     // no incident
	emergency(5, "06", "ledger", "repair of balances", "")                                                                                  // approved by who asked for it
	emergency(6, "02", "api", "more memory", "")                                                                                            // no test and no review
	emergency(7, "03", "wallet", "security patch of openssl", "https://wiki/7")                                                             // trap: policy asks for no incident
	issue("CHG-440", "move the archive", "[System] Change", "In Progress", "api", "vera.abel0", "2026-02-01T09:00:00.000+0000", "", "", "") // open for five months; 438 and 439 are missing
	issue("CHG-441", "new alerts", "[System] Change", "In Progress", "api", "vera.abel0", "2026-06-20T09:00:00.000+0000", "", "", "")       // trap: open for ten days
	w.json("jira/search-other.json", object{"startAt": 0, "maxResults": 100, "total": len(issues), "issues": issues, "names": object{"customfield_10010": "Actual start", "customfield_10011": "Test plan"}})
	incident := func(n int, month, review string) string {
		at := "2026-" + month + "-03T"
		return fmt.Sprintf("INC-%d,outage,High,core,Closed,%[2]s09:00:00Z,%[2]s09:00:00Z,%[2]s09:05:00Z,,%[2]s11:00:00Z,%[2]s12:00:00Z,%[3]s,EMG-%[1]d", n, at, review)
	}
	w.csv("ops/incidents.csv", "incident_id,title,severity,system,status,opened_at,detected_at,acknowledged_at,contained_at,resolved_at,closed_at,postmortem_at,related_ids", []string{
		incident(1, "02", "2026-02-10T10:00:00Z"), incident(2, "03", "2026-03-10T10:00:00Z"), incident(3, "04", "2026-04-10T10:00:00Z"),
		incident(5, "06", "2026-06-10T10:00:00Z"), incident(6, "02", ""),
	})
	decided := []string{
		"change,EMG-1,1,cab.lead,change_manager,Approve,2026-02-04T09:00:00Z", "change,EMG-3,1,cab.lead,change_manager,Approve,2026-04-13T09:00:00Z",
		"change,EMG-4,1,cab.lead,change_manager,Approve,2026-05-04T09:00:00Z", "change,EMG-5,1,oncall.one,change_manager,Approve,2026-06-03T11:00:00Z",
		"change,EMG-6,1,cab.lead,change_manager,Approve,2026-02-04T09:00:00Z", "change,EMG-7,1,cab.lead,change_manager,Approve,2026-03-03T09:00:00Z",
	}
	for _, c := range all {
		for i, d := range c.decided {
			f := strings.Split(d, "/")
			minutes, _ := time.ParseDuration(f[2] + "m")
			decided = append(decided, fmt.Sprintf("change,CHG-%d,%d,%s,change_manager,%s,%s", c.n, i+1, f[0], f[1], iso(c.merged.Add(minutes))))
		}
	}
	w.csv("jira/approvals.csv", "subject_type,subject_id,step_no,approver_id,approver_role,decision,decided_at", decided)
}
