package main

import (
	"fmt"
	"time"
)

// totals writes the comparisons of the nightly load of trades, two measures a day. What is planted is in the last week but one.
func (w *writer) totals() {
	var rows, signed []string
	for n := range 180 {
		date := periodStart.AddDate(0, 0, n)
		if !date.Before(day("2026-06-22")) && date.Before(day("2026-06-28")) {
			continue
		}
		taken := iso(date.Add(26*hours + 10*time.Minute))
		for k, measure := range []string{"row_count,", "sum_amount,EUR"} {
			id, value := fmt.Sprintf("CT-%03d-%d", n, k), fmt.Sprint(18000+n*7+k*880000)
			rows = append(rows, fmt.Sprintf("%s,trades_daily,%s,landing,warehouse,%s,%s,%s,0,0,,,,,,%s,E10101", id, date.Format("2006-01-02"), measure, value, value, taken))
			signed = append(signed, "recon,"+id+",1,E10102,reviewer,Approve,"+iso(date.Add(33*hours)))
		}
	}
	w.csv("data/control-totals.csv", "recon_id,pipeline,partition_key,stage_from,stage_to,measure,currency,from_value,to_value,rejects,filtered,tol_abs,tol_pct,opening_value,movement_value,closing_value,computed_at,preparer_id", append(rows,
		"CT-01,trades_daily,2026-06-22,landing,warehouse,row_count,,18250,18247,3,0,,,,,,2026-06-23T02:10:00Z,E10101",                 // trap: three were rejected
		"CT-02,trades_daily,2026-06-22,landing,warehouse,sum_amount,EUR,915200.55,915200.54,0,0,0.05,,,,,2026-06-23T02:10:00Z,E10101", // trap: a cent, five are allowed
		"CT-03,trades_daily,2026-06-23,landing,warehouse,row_count,,19000,18998,0,0,,,,,,2026-06-24T02:10:00Z,E10101",                 // two are lost, for a week
		"CT-04,trades_daily,2026-06-23,landing,warehouse,sum_amount,EUR,901000,901000,0,0,,,,,,2026-06-24T02:10:00Z,E10101",           // signed off by its preparer
		"CT-05,trades_daily,2026-06-24,landing,warehouse,row_count,,18700,,0,0,,,,,,2026-06-25T02:10:00Z,E10101",                      // one side is missing
		"CT-06,trades_daily,2026-06-24,landing,warehouse,sum_amount,EUR,880000,880000,0,0,,,,,,2026-06-25T02:10:00Z,E10101",           // signed off by nobody
		"CT-07,trades_daily,2026-06-25,landing,warehouse,row_count,,0,0,0,0,,,,,,2026-06-26T02:10:00Z,E10101",                         // nothing, on a Thursday
		"CT-08,trades_daily,2026-06-25,landing,warehouse,sum_amount,EUR,500,500,0,0,,,,,,2026-06-26T02:10:00Z,E10101",
		"CT-09,trades_daily,2026-06-26,landing,warehouse,row_count,,18800,18800,0,0,,,,,,2026-06-27T02:10:00Z,E10101", // and no sum of that day
		"CT-10,trades_daily,2026-06-27,landing,warehouse,row_count,,0,0,0,0,,,,,,2026-06-28T02:10:00Z,E10101",         // trap: nothing, on a Saturday
		"CT-11,trades_daily,2026-06-27,landing,warehouse,sum_amount,EUR,0,0,0,0,,,,,,2026-06-28T02:10:00Z,E10101",
		"CT-12,balances_daily,2026-06-26,ledger,warehouse,sum_balance,BTC,120,120,0,0,,,100,10,120,2026-06-27T02:10:00Z,E10101", // ten of the closing balance come from nowhere
		"CT-13,balances_daily,2026-06-25,ledger,warehouse,sum_balance,BTC,100,100,0,0,,,95,5,100,2026-06-26T02:10:00Z,E10101",
	))
	for _, id := range []string{"CT-01", "CT-02", "CT-03", "CT-05", "CT-07", "CT-08", "CT-09", "CT-10", "CT-11", "CT-12", "CT-13"} {
		signed = append(signed, "recon,"+id+",1,E10102,reviewer,Approve,2026-06-29T09:00:00Z")
	}
	w.csv("data/totals-sign-offs.csv", "subject_type,subject_id,step_no,approver_id,approver_role,decision,decided_at", append(signed, "recon,CT-04,1,E10101,preparer,Approve,2026-06-29T09:00:00Z"))
}

// quality writes the results of the tests on the table of trades, and the overrides.
func (w *writer) quality() {
	w.csv("data/quality.csv", "test_id,dataset,column_name,test_type,status,failures,rows_tested,severity,executed_at,published_at,run_id", []string{
		"trades.amount.positive,fct_trades,amount,accepted_range,fail,7,19004,error,2026-03-03T03:12:00Z,2026-03-03T06:00:00Z,r-0303", // published all the same
		"trades.id.unique,fct_trades,trade_id,unique,pass,0,19004,error,2026-03-03T03:12:10Z,2026-03-03T06:00:00Z,r-0303",
		"trades.date.fresh,fct_trades,trade_date,freshness,pass,0,19004,error,2026-03-03T03:12:20Z,2026-03-03T06:00:00Z,r-0303", // the last time that it ran
		"trades.fx.range,fct_trades,fx,accepted_range,fail,2,19100,error,2026-03-04T03:12:00Z,,r-0304",                          // trap: repaired,
		"trades.fx.range,fct_trades,fx,accepted_range,pass,0,19100,error,2026-03-04T05:00:00Z,2026-03-04T06:00:00Z,r-0304b",     // before it was published
		"trades.amount.positive,fct_trades,amount,accepted_range,pass,0,19100,error,2026-03-04T05:00:00Z,2026-03-04T06:00:00Z,r-0304b",
		"trades.id.unique,fct_trades,trade_id,unique,pass,0,19100,error,2026-03-04T05:00:00Z,2026-03-04T06:00:00Z,r-0304b",
		"trades.note.empty,fct_trades,note,not_null,fail,40,19200,warn,2026-03-05T03:12:00Z,2026-03-05T06:00:00Z,r-0305",                // trap: warns only
		"trades.currency.known,fct_trades,currency,relationships,skipped,,19200,error,2026-03-05T03:12:00Z,2026-03-05T06:00:00Z,r-0305", // not performed
		"trades.fx.range,fct_trades,fx,accepted_range,pass,0,19200,error,2026-03-05T03:12:00Z,2026-03-05T06:00:00Z,r-0305",
		"trades.amount.positive,fct_trades,amount,accepted_range,fail,1,19300,error,2026-03-06T03:12:00Z,2026-03-06T06:00:00Z,r-0306", // trap: overridden
		"trades.id.unique,fct_trades,trade_id,unique,pass,0,19300,error,2026-03-06T03:12:10Z,2026-03-06T06:00:00Z,r-0306",
		"trades.fx.range,fct_trades,fx,accepted_range,pass,0,19300,error,2026-03-06T03:12:10Z,2026-03-06T06:00:00Z,r-0306",
		"trades.currency.known,fct_trades,currency,relationships,pass,0,19300,error,2026-03-06T03:12:00Z,2026-03-06T06:00:00Z,r-0306",
	})
	w.csv("data/quality-overrides.csv", "subject_type,subject_id,step_no,approver_id,approver_role,decision,decided_at", []string{
		"waiver,trades.amount.positive/r-0306,1,E10102,data_owner,Approve,2026-03-06T05:30:00Z",
	})
}
