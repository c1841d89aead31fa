package main

import (
	"fmt"
	"strings"
	"time"
)

// models writes the inventory of models, the data they were made of, their evaluations and approvals, and the log of the gateway.
func (w *writer) models() {
	w.csv("ai/inventory.csv", "model_id,version,name,purpose,risk_tier,owner,provider,stage,alias,created_by,created_at,trained_at,promoted_by,promoted_at,validated_by,validated_at,retired_at,eval_ref,dataset_id,dataset_hash,endpoint,data_classes", []string{
		"fraud-score,6,Fraud score,Scores payments,2,E10120,internal,archived,,uma,2025-05-01T09:00:00Z,2025-05-01T08:00:00Z,vera,2025-06-01T09:00:00Z,wim,2025-05-20T09:00:00Z,2026-02-10T09:00:00Z,E-6,payments-2025@3,sha256:aa03,ep-fraud,customer;transaction",
		"fraud-score,7,Fraud score,Scores payments,2,E10120,internal,archived,,uma,2026-01-21T09:00:00Z,2026-01-20T08:00:00Z,vera,2026-02-10T09:00:00Z,wim,2026-02-05T09:00:00Z,2026-05-05T09:00:00Z,E-7,payments-2025@3,sha256:aa03,ep-fraud,customer;transaction",
		"fraud-score,8,Fraud score,Scores payments,2,E10120,internal,production,,uma,2026-04-20T09:00:00Z,2026-04-19T08:00:00Z,vera,2026-05-05T09:00:00Z,wim,2026-05-01T09:00:00Z,,E-8,payments-2025@3,sha256:aa03,ep-fraud,customer;transaction", // nobody approved it
		"churn,1,Churn,Who will leave,3,E10121,internal,archived,,uma,2025-02-01T09:00:00Z,2025-02-01T08:00:00Z,vera,2025-03-01T09:00:00Z,wim,2025-02-20T09:00:00Z,2026-03-01T09:00:00Z,E-1,crm-2025@1,sha256:bb01,ep-churn,customer",
		"churn,2,Churn,Who will leave,3,E10121,internal,production,,uma,2026-02-10T09:00:00Z,2026-02-09T08:00:00Z,uma,2026-03-01T09:00:00Z,uma,2026-02-20T09:00:00Z,,E-2,crm-2025@1,sha256:bbff,ep-churn,customer", // validated by its maker, of other data than approved; trap: promoted by its maker too, in tier 3
		"credit-limit,1,Credit limit,Sets limits,1,E10122,internal,archived,,uma,2025-04-01T09:00:00Z,2025-04-01T08:00:00Z,vera,2025-05-01T09:00:00Z,wim,2025-04-20T09:00:00Z,2026-03-15T09:00:00Z,E-3,bureau-2025@1,sha256:cc01,ep-credit,customer",
		"credit-limit,2,Credit limit,Sets limits,1,E10122,internal,production,,uma,2026-02-20T09:00:00Z,2026-02-19T08:00:00Z,vera,2026-03-15T09:00:00Z,wim,2026-03-10T09:00:00Z,,E-4,bureau-2025@1,sha256:cc01,ep-credit,customer", // high risk without its evaluations; trap: a missed metric was accepted
		"kyc-face,1,Face match,Compares faces,2,E10123,internal,production,,xenia,2026-03-20T09:00:00Z,2026-03-19T08:00:00Z,xenia,2026-04-10T09:00:00Z,wim,2026-04-05T09:00:00Z,,E-5,faces-2025@1,sha256:dd01,ep-kyc,biometric",    // the first version, promoted by its maker
		"router,1,Ticket router,Sorts tickets,4,E10124,internal,archived,,uma,2025-03-01T09:00:00Z,2025-03-01T08:00:00Z,vera,2025-04-01T09:00:00Z,wim,2025-03-20T09:00:00Z,2026-06-01T09:00:00Z,E-9,web-faq@1,sha256:ee01,ep-router,none",
		"router,2,Ticket router,Sorts tickets,4,E10124,internal,production,,uma,2026-05-10T09:00:00Z,2026-05-09T08:00:00Z,vera,2026-06-01T09:00:00Z,wim,2026-05-20T09:00:00Z,,E-10,web-faq@1,sha256:ee01,ep-router,none", // trap: all in order
		"ocr,1,Document reader,Reads documents,4,E10125,internal,archived,,uma,2025-03-01T09:00:00Z,2025-03-01T08:00:00Z,vera,2025-04-01T09:00:00Z,wim,2025-03-20T09:00:00Z,2026-04-20T09:00:00Z,E-11,web-faq@1,sha256:ee01,ep-ocr,none",
		"ocr,2,Document reader,Reads documents,4,E10125,internal,production,,uma,2026-04-01T09:00:00Z,2026-04-01T08:00:00Z,vera,2026-04-20T09:00:00Z,wim,,,E-12,,,ep-ocr,none",                                                          // trap: validated nobody knows when; names no data
		"gpt-4o,2024-08-06,Support assistant,Drafts answers,2,E10126,vendor,production,gpt-4o-prod,,,,,2025-02-02T09:00:00Z,,,,,,,,customer",                                                                                            // trap: called by its alias
		"claude,latest,Research assistant,Reads filings,3,E10126,vendor,production,,,,,,2025-02-02T09:00:00Z,,,,,,,,public",                                                                                                             // latest is no version
		"old-ranker,3,Ranker,Ranked news,4,E10127,internal,archived,,uma,2024-03-01T09:00:00Z,2024-03-01T08:00:00Z,vera,2024-04-01T09:00:00Z,wim,2024-03-20T09:00:00Z,2026-03-31T00:00:00Z,E-13,web-faq@1,sha256:ee01,ep-ranker,public", // retired, and still called
		"risk-note,1,Risk notes,Drafts notes,4,E10127,internal,production,,uma,2025-05-01T09:00:00Z,2025-05-01T08:00:00Z,vera,2025-06-01T09:00:00Z,wim,2025-05-20T09:00:00Z,,E-14,web-faq@1,sha256:ee01,ep-note,public",                 // active, and never called
		"helper,1,Helper,,4,,internal,production,,uma,2025-05-01T09:00:00Z,2025-05-01T08:00:00Z,vera,2025-06-01T09:00:00Z,wim,2025-05-20T09:00:00Z,,E-15,web-faq@1,sha256:ee01,ep-helper,public",                                        // no owner, no purpose
	})
	w.csv("ai/datasets.csv", "dataset_id,version,content_hash,source_uri,license,pii_class,rows,approved_by,approved_at,created_at", []string{
		"payments-2025,3,sha256:aa03,s3://ml-train/payments-2025/v3/,internal,personal,48211904,dpo,2025-04-05T10:00:00Z,2025-04-03T22:00:00Z",
		"crm-2025,1,sha256:bb01,s3://ml-train/crm-2025/v1/,internal,internal,90211,dpo,2025-01-05T10:00:00Z,2025-01-03T22:00:00Z",
		"bureau-2025,1,sha256:cc01,s3://ml-train/bureau-2025/v1/,contract,sensitive,71000,,,2025-03-03T22:00:00Z", // nobody approved it; trap: sensitive, which tier 1 allows
		"faces-2025,1,sha256:dd01,s3://ml-train/faces-2025/v1/,scraped,sensitive,12000,dpo,2026-03-01T10:00:00Z,2026-02-01T22:00:00Z",
		"web-faq,1,sha256:ee01,s3://ml-train/web-faq/,internal,none,5120,dpo,2024-02-02T10:00:00Z,2024-02-01T00:00:00Z",
	})
	w.csv("ai/metrics.csv", "model_id,version,metric,segment,value,threshold_low,threshold_high,n,window_end", []string{
		"fraud-score,6,auc,,0.94,0.9,,24000,2025-05-20T00:00:00Z",
		"fraud-score,7,auc,,0.95,0.9,,24000,2026-02-04T00:00:00Z",
		"fraud-score,8,auc,,0.945,0.9,,24000,2026-04-30T00:00:00Z", // trap: worse by less than allowed
		"credit-limit,2,auc,,0.84,0.85,,9000,2026-03-09T00:00:00Z",
	})
	w.csv("ai/approvals.csv", "subject_type,subject_id,subject_rev,step_no,approver_id,approver_role,decision,decided_at", []string{
		"model,fraud-score,7,1,zoe,model_risk,Approve,2026-02-09T09:00:00Z",
		"model,churn,2,1,zoe,model_risk,Approve,2026-02-27T09:00:00Z",
		"model,credit-limit,2,1,zoe,model_risk,Approve,2026-03-14T09:00:00Z",
		"model,credit-limit,2,2,cro,risk_acceptance,Approve,2026-03-14T10:00:00Z",
		"model,kyc-face,1,1,zoe,model_risk,Approve,2026-04-09T09:00:00Z",
		"model,router,2,1,zoe,model_risk,Approve,2026-05-30T09:00:00Z",
		"model,ocr,2,1,zoe,model_risk,Approve,2026-04-18T09:00:00Z",
		"model,fraud-score,8,1,uma,model_risk,Approve,2026-05-04T09:00:00Z", // its maker
	})
	w.gateway()
}

// gateway writes the spend log of LiteLLM: a call a day for each model, in turns.
func (w *writer) gateway() {
	calls := []struct{ model, deployment, provider, until string }{
		{"fraud-score", "ep-fraud", "internal", ""}, {"churn", "ep-churn", "internal", ""}, {"credit-limit", "ep-credit", "internal", ""},
		{"kyc-face", "ep-kyc", "internal", ""}, {"router", "ep-router", "internal", ""}, {"ocr", "ep-ocr", "internal", ""},
		{"openai/gpt-4o-prod", "dep-1", "openai", ""}, {"claude", "dep-2", "anthropic", ""}, {"old-ranker", "ep-ranker", "internal", ""}, {"helper", "ep-helper", "internal", ""},
		{"mistral-large", "dep-3", "mistral", ""},        // in no inventory
		{"llama-lab", "dep-4", "internal", "2026-03-01"}, // trap: not called any more
	}
	var rows []string
	for n := range 181 {
		at := periodStart.AddDate(0, 0, n).Add(10 * hours)
		c := calls[n%len(calls)]
		if c.until != "" && at.After(day(c.until)) {
			continue
		}
		stamp := func(t time.Time) string { return t.Format("2006-01-02 15:04:05.000") }
		rows = append(rows, strings.Join([]string{fmt.Sprintf("chatcmpl-%04d", n), "acompletion", "h", "0.1", "30", "10", "20", stamp(at), stamp(at.Add(2 * time.Second)), "",
			c.model, c.deployment, c.model, c.provider, "https://gateway.meridian.example", "", `"{""user_api_key_alias"": ""desk""}"`, "False", "", "[]", "t1", "", "", "{}", "{}"}, ","))
	}
	w.csv("ai/litellm-spend-logs.csv", "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,completionStartTime,model,model_id,model_group,custom_llm_provider,api_base,user,metadata,cache_hit,cache_key,request_tags,team_id,end_user,requester_ip_address,messages,response", rows)
}
