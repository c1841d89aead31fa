package main

import (
	"cmp"
	"fmt"
	"time"
)

// change is a ticket, the pull request that did the work, and its deployment.
type change struct {
	n                                         int
	repo, system                              string
	author, reviewer                          *person
	ticketSystem, status                      string // of the ticket
	asked, opened, approved, merged, deployed time.Time
	closed                                    time.Time // of the ticket
	ticket                                    string    // what the deployment names; empty: nothing
	head, approvedHead                        string
	reviewState                               string // of the last review; empty: none
	description                               string
	unmerged, again                           bool
	byAuthor                                  bool     // deployed by its author, and not by the pipeline
	decided                                   []string // decisions on the ticket: APPROVER/DECISION/MINUTES after the merge
	build                                     string   // result of the build of main
	deployedSha                               string   // empty: what was merged
}

var repos = []string{"wallet", "ledger", "api"}

func changes(all []*person) []*change {
	d := dice(4)
	var engineers []*person
	for _, p := range all[:360] {
		if p.department == "Engineering" && p.employed() {
			engineers = append(engineers, p)
		}
	}
	var out []*change
	for n := 1; n <= 437; n++ {
		system := repos[n%3]
		author := d.below(len(engineers))
		merged := d.moment(n * 180 / 437)
		c := &change{
			n: n, repo: "meridian/" + system, system: system, ticketSystem: system, status: "Done",
			author: engineers[author], reviewer: engineers[(author+1+d.below(20))%len(engineers)],
			asked: merged.Add(-30 * hours), opened: merged.Add(-26 * hours), approved: merged.Add(-time.Duration(20+d.below(200)) * time.Minute),
			merged: merged, deployed: merged.Add(time.Duration(30+d.below(60)) * time.Minute), closed: merged.Add(20 * hours),
			ticket: fmt.Sprintf("CHG-%d", n), reviewState: "APPROVED", head: sha(n, 0),
		}
		c.approvedHead, c.decided, c.build = c.head, []string{"cab.lead/Approve/5"}, "success"
		c.description = c.ticket + " " + pick(&d, []string{"adjust limits", "fix rounding", "raise timeouts", "new report", "update library"})
		out = append(out, c)
	}
	plantChanges(out)
	return out
}

func sha(n, k int) string {
	return fmt.Sprintf("%08x%08x%08x%08x%08x", n*2654435761%(1<<32), k+1, n, n*40503%(1<<32), 7*n+k)
}

func plantChanges(c []*change) {
	for _, n := range []int{30, 141, 260} { // deployed without a ticket
		c[n].ticket, c[n].description = "", "quick fix"
	}
	c[55].ticket, c[55].description = "CHG-9999", "CHG-9999 hot patch" // the ticket does not exist
	c[83].status = "Cancelled"
	c[120].ticketSystem = repos[(120+2)%3]        // the ticket is for another system
	c[170].asked = c[170].deployed.Add(3 * hours) // the ticket was written afterwards
	c[199].closed = c[199].deployed.AddDate(0, 0, -20)
	c[199].asked = c[199].deployed.AddDate(0, 0, -30)           // the ticket had been closed for weeks
	c[222].description = "CHG-223 patch CVE-2026-1234 in UTF-8" // trap: names that look like tickets
	c[240].again = true                                         // trap: the same commit is rolled out again, without a ticket

	c[17].reviewState, c[101].reviewState = "", "" // merged by the author, never reviewed
	c[64].reviewState = "COMMENTED"                // looked at, not approved
	c[77].reviewState = "CHANGES_REQUESTED"        // merged against a rejection
	c[133].approved = c[133].merged.Add(hours)     // approved afterwards
	for _, n := range []int{150, 201, 333} {       // changed after the approval
		c[n].approvedHead = sha(c[n].n, 5)
	}
	c[39].decided = nil                                                                               // a ticket that nobody approved
	c[45].decided = []string{"cab.lead/Approve/400"}                                                  // approved after the deployment
	c[46].decided = []string{"cab.lead/Approve/5", "cab.lead/Reject/10"}                              // the last word was no
	c[47].decided = []string{"cab.lead/Approve/-1740"}                                                // the work was done after the approval
	c[48].deployed, c[48].decided = c[48].merged.Add(40*time.Minute), []string{"cab.lead/Approve/43"} // trap: three minutes late, by another clock
	c[49].decided = []string{"nils.ops/Approve/5"}                                                    // by somebody who may not
	c[50].decided = []string{c[50].author.login + "/Approve/5"}                                       // by who asked for it
	c[101].byAuthor = true                                                                            // never reviewed, and deployed by its author
	c[59].byAuthor = true                                                                             // trap: deployed by its author, reviewed by another
	c[319].build = "failure"                                                                          // deployed all the same
	c[320].build = "again"                                                                            // trap: failed, and passed when it was done again
	c[435].deployedSha = sha(436, 7)                                                                  // a commit that is nowhere

	for _, n := range []int{88, 288} { // trap: closed without a merge, and never deployed
		c[n].unmerged = true
	}
}

func (w *writer) jira(all []*change) {
	const page = 200
	for start := 0; start < len(all); start += page {
		issues := []object{}
		for _, c := range all[start:min(start+page, len(all))] {
			resolved := any(jiraTime(c.closed))
			fields := object{
				"summary": c.description, "issuetype": object{"name": "[System] Change"}, "status": object{"name": c.status, "statusCategory": object{"key": "done"}},
				"created": jiraTime(c.asked), "resolutiondate": resolved, "reporter": object{"accountId": c.author.login}, "assignee": object{"accountId": c.author.login},
				"components": []object{{"name": c.ticketSystem}}, "priority": object{"name": "Medium"}, "labels": []string{}, "resolution": object{"name": "Done"},
			}
			issues = append(issues, object{"id": fmt.Sprint(20000 + c.n), "key": fmt.Sprintf("CHG-%d", c.n), "fields": fields})
		}
		w.json(fmt.Sprintf("jira/search-%d.json", start), object{"startAt": start, "maxResults": page, "total": len(all), "issues": issues})
	}
}

func jiraTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000+0000") }

func (w *writer) gitHub(all []*person, changes []*change) {
	var pulls, reviews, commits, deployments []object
	d := dice(5)
	for _, c := range changes {
		pulls = append(pulls, pull(c))
		if c.reviewState != "" && !c.unmerged {
			reviews = append(reviews, review(c, len(reviews)))
		}
		commits = append(commits, commit(c))
		if c.unmerged {
			continue
		}
		deployments = append(deployments, deployment(&d, c, len(deployments), c.deployed))
		if c.again {
			c.ticket, c.description = "", "roll out again"
			deployments = append(deployments, deployment(&d, c, len(deployments), c.deployed.AddDate(0, 0, 2)))
		}
	}
	const page = 100 // as the API gives them
	for start := 0; start < len(pulls); start += page {
		w.json(fmt.Sprintf("github/pulls-page%d.json", start/page+1), pulls[start:min(start+page, len(pulls))])
	}
	w.json("github/reviews.json", reviews)
	w.json("github/commits-main.json", mainCommits(changes))
	w.builds(changes)
	w.protections()
	w.json("github/commits.json", commits)
	w.json("github/deployments.json", deployments)
}

func api(c *change, rest string) string { return "https://api.github.com/repos/" + c.repo + rest }

func pull(c *change) object {
	p := object{
		"url": api(c, fmt.Sprintf("/pulls/%d", c.n)), "html_url": fmt.Sprintf("https://github.com/%s/pull/%d", c.repo, c.n), "id": 700000 + c.n, "number": c.n,
		"state": "closed", "title": c.description, "user": object{"login": c.author.login, "type": "User"}, "created_at": iso(c.opened), "updated_at": iso(c.merged),
		"closed_at": iso(c.merged), "merged_at": iso(c.merged), "merge_commit_sha": sha(c.n, 9), "merged_by": object{"login": c.author.login, "type": "User"},
		"labels": []object{}, "additions": 20 + c.n%90, "deletions": c.n % 40, "changed_files": 1 + c.n%7, "merged": true,
		"head": object{"ref": fmt.Sprintf("chg-%d", c.n), "sha": c.head}, "base": object{"ref": "main", "sha": sha(c.n, 8), "repo": object{"full_name": c.repo}},
	}
	if c.unmerged {
		p["merged_at"], p["merged_by"], p["merged"] = nil, nil, false
	}
	return p
}

func review(c *change, n int) object {
	return object{
		"id": 800000 + n, "user": object{"login": c.reviewer.login, "type": "User"}, "state": c.reviewState, "body": "", "author_association": "MEMBER",
		"pull_request_url": api(c, fmt.Sprintf("/pulls/%d", c.n)), "html_url": fmt.Sprintf("https://github.com/%s/pull/%d#pullrequestreview-%d", c.repo, c.n, 800000+n),
		"submitted_at": iso(c.approved), "commit_id": c.approvedHead,
	}
}

func commit(c *change) object {
	who := object{"name": c.author.name, "email": c.author.email, "date": iso(c.opened.Add(-hours))}
	return object{
		"sha": c.head, "pr_number": c.n, "url": api(c, "/commits/"+c.head), "html_url": "https://github.com/" + c.repo + "/commit/" + c.head,
		"commit": object{"author": who, "committer": who, "message": c.description, "tree": object{"sha": sha(c.n, 3)}, "verification": object{"verified": true}},
		"author": object{"login": c.author.login}, "committer": object{"login": c.author.login}, "parents": []object{{"sha": sha(c.n, 8)}},
	}
}

func deployment(d *dice, c *change, n int, at time.Time) object {
	id := 900000 + n
	payload := object{}
	if c.ticket != "" {
		payload["ticket_ids"] = []string{c.ticket}
	}
	url := api(c, fmt.Sprintf("/deployments/%d", id))
	creator := object{"login": "github-actions[bot]", "type": "Bot"}
	if c.byAuthor {
		creator = object{"login": c.author.login, "type": "User"}
	}
	return object{
		"url": url, "id": id, "sha": cmp.Or(c.deployedSha, sha(c.n, 9)), "ref": "main", "task": "deploy", "payload": payload, "environment": "production", "original_environment": "production",
		"description": c.description, "creator": creator, "created_at": iso(at), "updated_at": iso(at.Add(6 * time.Minute)),
		"statuses_url": url + "/statuses", "repository_url": api(c, ""), "transient_environment": false, "production_environment": true,
		"statuses": []object{
			{"state": "success", "created_at": iso(at.Add(5 * time.Minute)), "log_url": fmt.Sprintf("https://github.com/%s/actions/runs/%d", c.repo, 5000000+d.below(900000))},
			{"state": "in_progress", "created_at": iso(at.Add(time.Minute))},
		},
	}
}
