// Package engine performs SQL: the only package that talks to a database, DuckDB in a worker process.
//
// A script's SQL and an auditee's evidence are both hostile, and DuckDB promises no boundary inside one process. So a
// [Session] runs DuckDB in a process of its own: the same program, started again with an empty environment, a limit on
// its address space and, on Linux, a Landlock domain in which it reads the attached evidence and writes its scratch
// folder, and nothing else; the rows of a load come through memory that it may only read. The caller kills it at the
// deadline. What it may be asked is narrow too: one SELECT per section, of functions that give the same answer every
// time, over the relations that the section says it reads.
//
// The package refuses, by name and with a hint: statements other than one SELECT; files and settings; the clock, random
// numbers and sampling; LIMIT and order-dependent aggregates without ORDER BY; results of type DOUBLE, INTERVAL and the
// like, which have no portable text.
//
//	s, err := engine.Start(ctx, []string{self, "engine-worker"}, engine.Options{})
//	defer s.Close()
//	err = s.Attach(ctx, []engine.Relation{{Name: "account", Columns: cols, Files: []string{"account.parquet"}}})
//	made, err := s.Make(ctx, engine.Section{
//		Name:  "population",
//		SQL:   "SELECT system, account_id FROM account WHERE created_at < $as_of",
//		Reads: []string{"account"},
//		Into:  "population.parquet", Order: []string{"system", "account_id"},
//	})
package engine
