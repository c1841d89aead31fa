package main

import (
	"fmt"
	"time"
)

// airflow writes the runs of the scheduled pipelines, and the schedule that they should have kept: one due time a day
// and one an hour, each for the interval before it.
func (w *writer) airflow() {
	d := dice(6)
	var runs []object
	var slots []string
	for _, dag := range []struct {
		id    string
		every time.Duration
		at    time.Duration
	}{{"ledger_close", 24 * hours, 2 * hours}, {"reserves_snapshot", 24 * hours, 4 * hours}, {"price_feed", 6 * hours, 0}} {
		for due, n := periodStart.Add(dag.at), 0; due.Before(periodEnd); due, n = due.Add(dag.every), n+1 {
			logical := due.Add(-dag.every)
			slots = append(slots, fmt.Sprintf("%s,%s,60,%s,%s,v1", dag.id, iso(due), iso(logical), iso(logical)))
			start := due.Add(time.Duration(5+d.below(600)) * time.Second)
			state := "success"
			switch {
			case dag.id == "ledger_close" && (n == 40 || n == 41), dag.id == "price_feed" && n == 300:
				continue // never ran
			case dag.id == "reserves_snapshot" && n == 90:
				start = due.Add(5 * hours) // ran late
			case dag.id == "reserves_snapshot" && n == 120:
				start = due.Add(59 * time.Minute) // trap: within the hour allowed
			case dag.id == "ledger_close" && n == 100:
				state = "failed"
			}
			runs = append(runs, dagRun(dag.id, "scheduled__"+iso(logical), logical, start, state, "scheduled"))
		}
	}
	const page = 180
	for start := 0; start < len(runs); start += page {
		w.json(fmt.Sprintf("airflow/dag-runs-%d.json", start), object{"dag_runs": runs[start:min(start+page, len(runs))], "total_entries": len(runs)})
	}
	w.csv("airflow/schedule.csv", "job_id,due_at,window_min,logical_at,partition_key,schedule_version", slots)
}

func dagRun(dag, id string, logical, start time.Time, state, kind string) object {
	return object{
		"dag_id": dag, "dag_run_id": id, "logical_date": iso(logical), "queued_at": iso(start), "start_date": iso(start), "end_date": iso(start.Add(7 * time.Minute)),
		"data_interval_start": iso(logical), "data_interval_end": iso(start), "run_after": iso(start), "run_type": kind, "state": state, "triggered_by": "timetable",
		"triggering_user_name": nil, "conf": object{}, "note": nil, "dag_versions": []object{}, "dag_display_name": dag,
	}
}
