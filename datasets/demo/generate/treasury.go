package main

import (
	"fmt"
	"strings"
)

// right is what an account of the treasury system may do, and the lists of entitlements that show it.
type right struct {
	account, worker, entitlement, via string
	granted, expires, risk            string
	lists                             string // first letters of the lists: f of February, a of April, j of June
}

// The rights of the treasury system. What is planted is said beside it; reviews and requests of them follow below.
var rights = []right{
	{"t-001", "E10001", "viewer", "", "2025-03-03T09:00:00Z", "", "", "faj"},          // the review left it out
	{"t-002", "E10002", "payment.create", "", "2025-03-03T09:00:00Z", "", "", "faj"},  // reviewed too late, and to be taken away
	{"t-003", "E10003", "payment.approve", "", "2025-03-03T09:00:00Z", "", "", "faj"}, // not decided
	{"t-004", "E10004", "payment.create", "", "2025-03-03T09:00:00Z", "", "", "faj"},  // creates and approves
	{"t-004", "E10004", "payment.approve", "", "2025-03-03T09:00:00Z", "", "", "faj"}, // trap of the review: decided on the last day
	{"t-005", "E10005", "payment.create", "", "2025-03-03T09:00:00Z", "", "", "faj"},  // creates here, approves with the second account
	{"g-approvers", "", "payment.approve", "", "2025-03-03T09:00:00Z", "", "", "faj"}, // held by a group of groups
	{"t-006", "E10006", "vendor.edit", "", "2025-03-03T09:00:00Z", "", "", "faj"},     // a conflict that a control lessens; reviewed by its holder
	{"t-006", "E10006", "payment.create", "", "2025-03-03T09:00:00Z", "", "", "faj"},
	{"t-007", "E10007", "payment.create", "", "2025-03-03T09:00:00Z", "", "", "faj"},                      // reviewed by somebody who had left
	{"t-007", "E10007", "payment.approve", "", "2025-03-03T09:00:00Z", "2026-05-31T00:00:00Z", "", "faj"}, // trap: ended before the audit date
	{"t-008", "E10008", "payment.create", "", "2025-03-03T09:00:00Z", "", "", "faj"},                      // was to be taken away, and is still there
	{"t-008", "E10008", "payment.approve", "eligible", "2025-03-03T09:00:00Z", "", "", "faj"},             // trap: may ask for it, does not hold it
	{"t-010", "E10010", "admin", "", "2025-03-03T09:00:00Z", "", "priv", "faj"},                           // trap: on the roster; last reviewed five months before
	{"t-011", "E10011", "admin", "", "2025-03-03T09:00:00Z", "", "priv", "faj"},                           // not on the roster
	{"t-012", "E10012", "admin", "", "2025-03-03T09:00:00Z", "", "priv", "faj"},                           // on the roster, by the account of daily work
	{"t-012", "E10012", "mailbox", "", "2025-03-03T09:00:00Z", "", "", "faj"},
	{"t-bg", "", "admin", "", "2025-03-03T09:00:00Z", "", "priv", "faj"}, // trap: the break-glass account
	{"t-svc", "", "viewer", "", "2025-03-03T09:00:00Z", "", "", "faj"},   // no review includes the program

	{"t-020", "E10020", "viewer", "", "2026-02-10T09:00:00Z", "", "", "faj"},  // trap: asked for, approved, granted
	{"t-021", "E10021", "viewer", "", "2026-02-12T09:00:00Z", "", "", "faj"},  // nobody asked
	{"t-022", "E10022", "viewer", "", "2026-02-15T09:00:00Z", "", "", "faj"},  // approved by a colleague
	{"t-023", "E10023", "viewer", "", "2026-02-18T09:00:00Z", "", "", "faj"},  // approved two days later
	{"t-024", "E10024", "viewer", "", "2026-02-18T09:00:00Z", "", "", "faj"},  // approved by the beneficiary
	{"t-025", "E10025", "viewer", "", "2026-02-10T09:00:00Z", "", "", "faj"},  // trap: the request serves this grant
	{"t-025b", "E10025", "viewer", "", "2026-03-01T09:00:00Z", "", "", "aj"},  // and not this one
	{"t-026", "E10026", "viewer", "", "2026-02-20T09:00:00Z", "", "", "faj"},  // rejected
	{"t-027", "E10027", "viewer", "", "2026-02-20T09:00:00Z", "", "", "faj"},  // trap: approved three minutes later, by another clock
	{"t-028", "E10028", "viewer", "", "2026-02-20T09:00:00Z", "", "", "faj"},  // approved by somebody who had left
	{"t-029", "E10029", "mailbox", "", "2026-02-20T09:00:00Z", "", "", "faj"}, // trap: comes with the job

	{"t-030", "E10030", "viewer", "", "2025-03-03T09:00:00Z", "", "", "f"},  // trap: taken away in time
	{"t-031", "E10031", "viewer", "", "2025-03-03T09:00:00Z", "", "", "f"},  // taken away,
	{"t-031", "E10031", "viewer", "", "2026-04-10T09:00:00Z", "", "", "aj"}, // and granted again without a request
	{"t-032", "E10032", "viewer", "", "2025-03-03T09:00:00Z", "", "", "f"},
	{"t-032", "E10032", "viewer", "", "2026-04-10T09:00:00Z", "", "", "aj"}, // trap: granted again upon a new request
	{"t-034", "E10034", "viewer", "", "2025-03-03T09:00:00Z", "", "", "f"},  // trap: the account was deleted
}

var lists = []struct{ letter, at string }{{"f", "2026-02-28T00:00:00Z"}, {"a", "2026-04-30T00:00:00Z"}, {"j", "2026-06-30T00:00:00Z"}}

// treasury writes the accounts, entitlements, requests and reviews of the system that pays suppliers.
func (w *writer) treasury() {
	accounts, seen := []string{
		"treasury,t-005-adm,t-005-adm,,E10005,admin,,Active,2025-03-03,,2026-06-20T00:00:00Z,Yes,webauthn",
		"treasury,t-bg,t-bg,,,breakglass,E10010,Active,2025-03-03,,2026-06-20T00:00:00Z,Yes,webauthn",
		"treasury,t-svc,t-svc,,,service,E10364,Active,2025-03-03,,2026-06-20T00:00:00Z,,",                                    // its owner left
		"treasury,t-ext,ext.consultant,joe@consultants.example,,human,,Active,2025-03-03,,2026-06-20T00:00:00Z,Yes,webauthn", // nobody's
		"treasury,t-010b,t-010b,,E10010,human,,Active,2025-03-03,,2026-06-20T00:00:00Z,Yes,webauthn",
		"treasury,t-010c,t-010c,,E10010,human,,Active,2025-03-03,,2026-06-20T00:00:00Z,Yes,webauthn", // the third account of one worker
	}, map[string]bool{"g-approvers": true, "t-bg": true, "t-svc": true, "t-034": true}
	for _, r := range rights {
		if !seen[r.account] {
			seen[r.account] = true
			accounts = append(accounts, fmt.Sprintf("treasury,%s,%s,,%s,human,,Active,2025-03-03,,2026-06-20T00:00:00Z,Yes,webauthn", r.account, r.account, r.worker))
		}
	}
	w.csv("treasury/accounts.csv", "system,account_id,username,email,employee_id,account_type,owner,status,created,disabled_at,last_login,mfa,mfa_methods", accounts)
	for _, l := range lists {
		var rows []string
		for _, r := range rights {
			if strings.Contains(r.lists, l.letter) {
				rows = append(rows, strings.Join([]string{"treasury", r.account, r.entitlement, "", r.via, r.granted, "", r.expires, r.risk, l.at}, ","))
			}
		}
		w.csv("treasury/entitlements-"+l.at[:10]+".csv", "system,account_id,entitlement_id,name,via,granted_at,granted_by,expires_at,risk,snapshot_at", rows)
	}
	w.csv("treasury/groups.csv", "system,group_id,member_type,member_id", []string{
		"treasury,g-approvers,Group,g-seniors", "treasury,g-seniors,Group,g-approvers", // a circle
		"treasury,g-seniors,,t-005-adm",
	})
	w.requests()
	w.reviews()
	w.csv("auditor/sod-rules.csv", "rule_id,title,side_a,side_b,scope_level,severity,mitigating_control", []string{
		"SOD-1,create and approve payments,treasury:payment.create,treasury:payment.approve,Company,High,",
		"SOD-2,edit vendors and create payments,treasury:vendor.edit,treasury:payment.create,Company,High,FIN-12",
	})
}

func (w *writer) requests() {
	w.csv("treasury/access-requests.csv", "request_id,system,worker_id,entitlement_id,action,requested_by,requested_at,status", []string{
		"AR-20,treasury,E10020,viewer,Add,E10020,2026-02-08T08:00:00Z,Approved",
		"AR-22,treasury,E10022,viewer,Add,E10022,2026-02-08T08:00:00Z,Approved",
		"AR-23,treasury,E10023,viewer,Add,E10023,2026-02-08T08:00:00Z,Approved",
		"AR-24,treasury,E10024,viewer,Add,E10090,2026-02-08T08:00:00Z,Approved",
		"AR-25,treasury,E10025,viewer,Add,E10025,2026-02-08T08:00:00Z,Approved",
		"AR-26,treasury,E10026,viewer,Add,E10026,2026-02-08T08:00:00Z,Rejected",
		"AR-27,treasury,E10027,viewer,Add,E10027,2026-02-08T08:00:00Z,Approved",
		"AR-28,treasury,E10028,viewer,Add,E10028,2026-02-08T08:00:00Z,Approved",
		"AR-32,treasury,E10032,viewer,Add,E10032,2026-04-07T08:00:00Z,Approved",
	})
	w.csv("treasury/request-approvals.csv", "subject_type,subject_id,step_no,approver_id,approver_role,decision,decided_at", []string{
		"request,AR-20,1,E10100,manager,Approve,2026-02-09T08:00:00Z",
		"request,AR-22,1,E10100,colleague,Approve,2026-02-09T08:00:00Z",
		"request,AR-23,1,E10100,manager,Approve,2026-02-20T08:00:00Z",
		"request,AR-24,1,E10024,system_owner,Approve,2026-02-09T08:00:00Z",
		"request,AR-25,1,E10100,manager,Approve,2026-02-09T08:00:00Z",
		"request,AR-26,1,E10100,manager,Reject,2026-02-09T08:00:00Z",
		"request,AR-27,1,E10100,manager,Approve,2026-02-20T09:03:00Z",
		"request,AR-28,1,E10364,manager,Approve,2026-02-09T08:00:00Z",
		"request,AR-32,1,E10100,manager,Approve,2026-04-08T08:00:00Z",
	})
}

// reviews writes two campaigns: of October, whose items all passed, and of February.
func (w *writer) reviews() {
	decision := func(r right) (reviewer, word, at string) {
		reviewer, word, at = "E10100", "Approved", "2026-03-10T09:00:00Z"
		switch r.account + " " + r.entitlement {
		case "t-002 payment.create":
			word, at = "Revoke", "2026-06-25T09:00:00Z"
		case "t-003 payment.approve":
			reviewer, word, at = "E10100", "Pending", ""
		case "t-004 payment.approve":
			at = "2026-03-31T00:00:00Z"
		case "t-006 vendor.edit":
			reviewer = "E10006"
		case "t-007 payment.create":
			reviewer = "E10364"
		case "t-008 payment.create", "t-030 viewer", "t-031 viewer", "t-032 viewer", "t-034 viewer":
			word = "Revoke"
		}
		return reviewer, word, at
	}
	var rows []string
	for i, r := range rights {
		if r.account == "t-001" || r.account == "t-svc" || !strings.Contains(r.lists, "f") {
			continue
		}
		if r.granted < "2025-10-31" {
			rows = append(rows, fmt.Sprintf("2025-H2,%d,treasury,%s,%s,E10100,Approved,2025-11-10T09:00:00Z,2025-11-30T00:00:00Z,2025-10-31T00:00:00Z", i+1, r.account, r.entitlement))
		}
		reviewer, word, at := decision(r)
		rows = append(rows, fmt.Sprintf("2026-H1,%d,treasury,%s,%s,%s,%s,%s,2026-03-31T00:00:00Z,2026-02-28T12:00:00Z", i+1, r.account, r.entitlement, reviewer, word, at))
	}
	w.csv("treasury/access-reviews.csv", "campaign_id,item_id,system,account_id,entitlement_id,reviewer,decision,decided_at,due_at,cutoff_at", rows)
}
