package main

import (
	"fmt"
	"strings"
)

// terraform writes the applies of the pipeline with their approvals, and the plans that compare the code to what is there.
func (w *writer) terraform() {
	merged := func(n int) string { return sha(n, 9) } // the commit by which pull request n came to main
	planned, applied := "2026-06-15T09:00:00Z", "2026-06-15T09:06:00Z"
	run := func(id, commit, plan, by, source, pipeline, auto, deletes, types, policy string) string {
		return strings.Join([]string{id, "ledger", "PROD", commit, plan, planned, applied, by, source, pipeline, auto, "1", "0", deletes, "0", types, policy}, ",")
	}
	w.csv("iac/runs.csv", "run_id,workspace,environment,commit_sha,plan_hash,planned_at,applied_at,applied_by,source,pipeline_run_id,auto_apply,adds,changes,deletes,replaces,destructive_types,policy_result", []string{
		run("TF-1", merged(10), "h1", "ci-bot", "Pipeline", "9001", "FALSE", "0", "", "Passed"),                 // trap: all in order
		run("TF-2", merged(18), "h2", "ci-bot", "Pipeline", "9002", "FALSE", "0", "", "Passed"),                 // neither the run nor the request was approved
		run("TF-3", "feedface00", "h3", "ci-bot", "Pipeline", "9003", "FALSE", "0", "", "Passed"),               // a commit that came by no request
		run("TF-4", merged(11), "h4", "ci-bot", "Pipeline", "9004", "TRUE", "0", "", "Passed"),                  // nobody confirmed the plan
		run("TF-5", merged(12), "h5", "nils.ops", "cli", "", "FALSE", "0", "", "Passed"),                        // from a laptop
		run("TF-6", merged(13), "h6-again", "ci-bot", "Pipeline", "9006", "FALSE", "0", "", "Passed"),           // another plan than the one approved
		run("TF-7", merged(14), "h7", "ci-bot", "Pipeline", "9007", "FALSE", "0", "", "Failed"),                 // against the policy
		run("TF-8", merged(102), "h8", "ci-bot", "Pipeline", "9008", "FALSE", "1", "aws_db_instance", "Passed"), // a database is gone, with one approval
		run("TF-9", merged(15), "h9", "ci-bot", "Pipeline", "9009", "FALSE", "1", "aws_db_instance", "Passed"),  // trap: with two
		strings.Replace(run("TF-10", "", "", "nils.ops", "cli", "", "TRUE", "0", "", ""), "PROD", "DEV", 1),     // trap: not production
	})
	var decided []string
	for _, v := range []string{"TF-1 h1 cleo", "TF-3 h3 cleo", "TF-4 h4 cleo", "TF-5 h5 cleo", "TF-6 h6 cleo", "TF-7 h7 cleo", "TF-8 h8 cleo", "TF-9 h9 cleo", "TF-9 h9 dara"} {
		f := strings.Fields(v)
		decided = append(decided, fmt.Sprintf("iac_run,%s,%s,1,%s,platform,Approve,2026-06-15T09:04:00Z", f[0], f[1], f[2]))
	}
	w.csv("iac/run-approvals.csv", "subject_type,subject_id,subject_rev,step_no,approver_id,approver_role,decision,decided_at", decided)
	w.plans()
}

// plans writes what terraform show says of two plans: ledger-prod of the last day, and edge-prod, which nobody looked at for weeks.
func (w *writer) plans() {
	w.json("iac/ledger-prod.tfplan.json", plan("2026-06-30T12:00:00Z", []object{
		resource("aws_s3_bucket", "logs"), resource("aws_security_group", "web"), resource("aws_instance", "app"), resource("aws_vpc", "main"),
	}, []object{
		drift("aws_s3_bucket", "logs", object{"acl": "private"}, object{"acl": "public-read"}),                                                   // differs
		drift("aws_security_group", "web", object{"description": "web"}, object{"description": "web, and more"}),                                 // differs, and matters more
		drift("aws_instance", "app", object{"tags": object{"LastModified": "2026-06-01"}}, object{"tags": object{"LastModified": "2026-06-29"}}), // trap: a tag that does not matter
	}))
	w.json("iac/edge-prod.tfplan.json", plan("2026-06-10T12:00:00Z", []object{resource("aws_instance", "edge"), resource("aws_vpc", "edge")}, []object{
		drift("aws_instance", "edge", object{"instance_type": "t3.small"}, object{"instance_type": "t3.large"}), // differs for weeks
	}))
}

func plan(at string, resources, drifts []object) object {
	changes := []object{}
	for _, r := range resources {
		changes = append(changes, object{"address": r["address"], "mode": "managed", "type": r["type"], "name": r["name"], "change": object{"actions": []string{"no-op"}, "before": r["values"], "after": r["values"]}})
	}
	return object{
		"format_version": "1.2", "terraform_version": "1.9.8", "timestamp": at, "planned_values": object{"root_module": object{"resources": resources}},
		"resource_drift": drifts, "resource_changes": changes,
		"prior_state": object{"format_version": "1.0", "terraform_version": "1.9.8", "values": object{"root_module": object{"resources": resources}}},
	}
}

func resource(kind, name string) object {
	return object{"address": kind + "." + name, "mode": "managed", "type": kind, "name": name, "values": object{"id": name}}
}

func drift(kind, name string, before, after object) object {
	before["id"], after["id"] = name, name
	return object{"address": kind + "." + name, "mode": "managed", "type": kind, "name": name, "change": object{"actions": []string{"update"}, "before": before, "after": after}}
}
