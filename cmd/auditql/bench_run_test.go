package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/goal"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/schema"
)

// grower multiplies the evidence of the demo. Each copy has names of its own: a value that identifies something anywhere, since
// some column holds it once or nearly so, is another one in each copy, wherever it occurs. So accounts have their own workers,
// deployments their own tickets and commits, and the number of rows that a join finds for a row is that of the demo.
type grower struct {
	b        testing.TB
	db       *sql.DB
	accounts int64
}

// demoAudit loads the demo, by the commands of its script.
func demoAudit(b testing.TB) string {
	root := filepath.Join(b.TempDir(), "audit")
	exports := filepath.Join(b.TempDir(), "exports")
	generate(b, exports)
	if err := os.Mkdir(root, 0o755); err != nil {
		b.Fatal(err)
	}
	asAuditql(b, root, "init", ".", "--title", "Bench", "--start", "2026-01-01", "--end", "2026-07-01")
	asAuditql(b, root, "load", exports)
	for _, t := range []string{"exchange", "warehouse"} {
		asAuditql(b, root, "load", filepath.Join(exports, "data", "trades-"+t+".csv"), "--as", "trades_"+t)
	}
	extend(b, filepath.Join(root, "engagement.yaml"), readText(b, "params.yaml"))
	extend(b, filepath.Join(root, "waivers.yaml"), readText(b, "waivers.yaml"))
	return root
}

// grow copies an engagement with so many accounts, five times as many audit events, and a fifth as many deployments and tickets.
func grow(b testing.TB, db *sql.DB, demo string, accounts int64) (root string, files map[string]string) {
	root = b.TempDir()
	if err := os.CopyFS(root, os.DirFS(demo)); err != nil {
		b.Fatal(err)
	}
	e, found, err := (&app{dir: root}).open()
	if err != nil {
		b.Fatal(err)
	}
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		b.Fatal(err)
	}
	g := &grower{b: b, db: db, accounts: accounts}
	g.identify(e, ledger, found.contracts)
	var loads []record.Load
	files = map[string]string{}
	previous := ""
	for _, name := range ledger.Names() {
		c, _ := found.contracts.Get(name)
		load := ledger.Of(name)[0]
		part := g.copies(e, c, load.Parts[0].Path)
		load.Parts, load.Rejects, load.Checks, load.Coverage = []record.File{part}, nil, nil, nil
		load.Seal(previous)
		previous = load.Sum
		loads, files[name] = append(loads, load), e.Path(part.Path)
	}
	data, err := record.EncodeLog(loads)
	if err == nil {
		err = os.WriteFile(e.Ledger(), data, 0o644)
	}
	if err != nil {
		b.Fatal(err)
	}
	return root, files
}

// identify makes a table base_DATASET of the rows of each dataset, and ids of the values that identify something. Repositories,
// wallets, jobs and models identify too, although many rows name one: without that each would have as many commits, keys or runs
// as there are copies.
func (g *grower) identify(e *engagement.Engagement, ledger *evidence.Ledger, contracts *contract.Set) {
	query(g.b, g.db, "CREATE OR REPLACE TABLE ids (v VARCHAR)")
	for _, name := range ledger.Names() {
		var parts []string
		for _, l := range ledger.Of(name) {
			for _, p := range l.Parts {
				parts = append(parts, "'"+e.Path(p.Path)+"'")
			}
		}
		query(g.b, g.db, fmt.Sprintf("CREATE OR REPLACE TABLE base_%s AS SELECT * FROM read_parquet([%s])", name, strings.Join(parts, ", ")))
		c, _ := contracts.Get(name)
		for _, column := range c.Stored() {
			if column.Type.Kind == schema.Text && !strings.HasPrefix(column.Name, "_") {
				query(g.b, g.db, fmt.Sprintf(`INSERT INTO ids SELECT DISTINCT %[1]s FROM base_%[2]s WHERE %[1]s <> ''
					AND (SELECT count(DISTINCT %[1]s) >= greatest(10, 0.5 * count(%[1]s)) FROM base_%[2]s)`, column.Name, name))
			}
		}
	}
	for _, x := range []string{
		"repo FROM base_commit", "repo FROM base_deployment", "repo FROM base_pull_request", "repo FROM base_repo_protection",
		"wallet_id FROM base_wallet_address", "node_hash FROM base_liability_node", "job_id FROM base_job_expected", "job_id FROM base_job_run",
		"model_id FROM base_ai_model_version", "name FROM base_ai_model_version", "endpoint_id FROM base_ai_model_version", "alias FROM base_ai_model_version",
		"model_id FROM base_ai_invocation", "endpoint_id FROM base_ai_invocation",
	} {
		query(g.b, g.db, "INSERT INTO ids SELECT DISTINCT "+x)
	}
	query(g.b, g.db, "CREATE OR REPLACE TABLE ids AS SELECT DISTINCT v FROM ids")
}

// own gives a value of a text column in copy k, its own when it identifies something or must.
const own = `CASE WHEN k = 0 OR NOT %[2]s THEN %[1]s
	WHEN contains(%[1]s, '@') THEN replace(%[1]s, '@', lpad(k::VARCHAR, 5, '0') || '@')
	WHEN regexp_matches(%[1]s, '\b[A-Z]{2,10}-?[0-9]{3,}\b') THEN regexp_replace(%[1]s, '\b([A-Z]{2,10}-?[0-9]{3,})\b', '\1' || lpad(k::VARCHAR, 5, '0'), 'g')
	ELSE %[1]s || lpad(k::VARCHAR, 5, '0') END AS %[3]s`

// ownElements does so for a list, of tickets and commits for example, by the form of its elements.
const ownElements = `CASE WHEN k = 0 THEN %[1]s ELSE list_transform(%[1]s,
	lambda x: CASE WHEN regexp_matches(x, '[0-9]{3,}|^[0-9a-f]{12,}$') THEN x || lpad(k::VARCHAR, 5, '0') ELSE x END) END AS %[1]s`

func (g *grower) copies(e *engagement.Engagement, c *contract.Contract, path string) record.File {
	base := "base_" + c.Dataset
	rows := g.number("SELECT count(*) FROM " + base)
	n := g.copiesOf(c.Dataset, rows)
	must := g.distinguishing(c)
	flags, columns := []string{"*"}, []string{}
	for _, column := range c.Stored() {
		name := column.Name
		switch {
		case strings.HasPrefix(name, "_"):
			columns = append(columns, name)
		case column.Type.Kind == schema.Text:
			flag := fmt.Sprintf("(%[1]s IN (SELECT v FROM ids) OR regexp_matches(%[1]s, '\\b[A-Z]{2,10}-?[0-9]{3,}\\b') OR %[2]t) AS is_%[1]s", name, name == must)
			flags, columns = append(flags, flag), append(columns, fmt.Sprintf(own, name, "is_"+name, name))
		case column.Type.Kind == schema.List:
			columns = append(columns, fmt.Sprintf(ownElements, name))
		default:
			columns = append(columns, name)
		}
	}
	file := record.File{Path: path, Rows: rows * n}
	if err := os.Remove(e.Path(path)); err != nil {
		g.b.Fatal(err)
	}
	query(g.b, g.db, fmt.Sprintf("COPY (SELECT %s FROM (SELECT %s FROM %s) AS t, range(%d) AS r(k)) TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)",
		strings.Join(columns, ", "), strings.Join(flags, ", "), base, n, e.Path(path)))
	f, err := os.Open(e.Path(path))
	if err != nil {
		g.b.Fatal(err)
	}
	defer f.Close()
	if file.SHA256, file.Bytes, err = record.HashReader(f); err != nil {
		g.b.Fatal(err)
	}
	return file
}

// distinguishing gives the column of the key that differs between copies in every row.
func (g *grower) distinguishing(c *contract.Contract) (name string) {
	most := int64(-1)
	for _, k := range c.Key {
		i := slices.IndexFunc(c.Stored(), func(x schema.Column) bool { return x.Name == k && x.Type.Kind == schema.Text })
		if i >= 0 && !strings.HasPrefix(k, "_") {
			if n := g.number(fmt.Sprintf("SELECT count(DISTINCT %s) FROM base_%s", k, c.Dataset)); n > most {
				name, most = k, n
			}
		}
	}
	return name
}

// copiesOf says how many copies of a dataset there are. What the auditor wrote stays as it is.
func (g *grower) copiesOf(dataset string, rows int64) int64 {
	wanted, most := g.accounts/5, g.accounts
	switch dataset {
	case "account":
		wanted = g.accounts
	case "audit_event":
		wanted = 5 * g.accounts
	case "entitlement", "hr_worker_span", "access_request", "access_review_item":
		return max(1, g.accounts/g.number("SELECT count(*) FROM base_account"))
	}
	if strings.HasPrefix(dataset, "ref_") || rows == 0 {
		return 1
	}
	return max(1, min(wanted, most*5)/rows)
}

func (g *grower) number(q string) (n int64) {
	if err := g.db.QueryRow(q).Scan(&n); err != nil {
		g.b.Fatalf("%s: %v", q, err)
	}
	return n
}

// performance is what a test has taken.
type performance struct {
	time goal.Least
	peak int64
	says string
}

func performOne(b testing.TB, root, test string, p *performance) {
	took, most := asAuditql(b, root, "run", test)
	p.time.Take(0, took)
	p.peak = max(p.peak, most)
	record := lastRecord(b, root)
	p.says = fmt.Sprintf("%s of %d", record.Tests[0].Verdict, record.Tests[0].Population.Count)
	if e := record.Tests[0].Error; e != "" {
		p.says = e
	}
	if err := os.RemoveAll(filepath.Join(root, "runs")); err != nil {
		b.Fatal(err)
	}
}

func lastRecord(b testing.TB, root string) (run record.Run) {
	names, err := runsOf(root)
	if err != nil || len(names) == 0 {
		b.Fatalf("no run: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(root, "runs", names[len(names)-1], "record.json"))
	if err == nil {
		err = json.Unmarshal(data, &run)
	}
	if err != nil {
		b.Fatal(err)
	}
	return run
}

// BenchmarkRun performs each test on 1,000,000 accounts, 5,000,000 audit events and 200,000 deployments and tickets, or as many
// as ACCOUNTS says, and compares that with a tenth of it and with a bare scan of the tables that it reads. A test that takes
// more than its share is not linear in its population.
func BenchmarkRun(b *testing.B) {
	accounts, err := strconv.ParseInt(os.Getenv("ACCOUNTS"), 10, 64)
	if err != nil {
		accounts = 1_000_000
	}
	db := pool(b)
	demo := demoAudit(b)
	large, files := grow(b, db, demo, accounts)
	small, _ := grow(b, db, demo, accounts/10)
	_, lib, err := (&app{dir: demo}).open()
	if err != nil {
		b.Fatal(err)
	}
	scripts, err := lib.scripts()
	if err != nil {
		b.Fatal(err)
	}
	idle := &performance{}
	performOne(b, demo, "gen-waivers", idle)
	for _, t := range scripts.Scripts {
		var atLarge, atSmall performance
		var scan goal.Least
		of := t.ID + " at " + report.Count(accounts) + " accounts"
		b.Run(of+", to a bare scan", func(b *testing.B) {
			for b.Loop() {
				performOne(b, small, t.ID, &atSmall)
				performOne(b, large, t.ID, &atLarge)
				scan.Take(0, goal.CPU(func() {
					for _, d := range lastReads(files, t.Datasets()) {
						query(b, db, "SELECT count(COLUMNS(*)) FROM '"+d+"'")
					}
				}))
			}
			b.Log(t.ID, atLarge.says, "; at a tenth", atSmall.says)
			goal.Time(b, scan[0], atLarge.time[0], 0)
		})
		if len(scan) == 0 {
			continue
		}
		start := idle.time[0]
		stated(b, of+", to ten times a tenth of it", func(b *testing.B) {
			goal.Time(b, 10*max(atSmall.time[0]-start, start/10), atLarge.time[0]-start, 1.5)
		})
		stated(b, of+", memory to 2 GiB", func(b *testing.B) { goal.Memory(b, 2<<30, atLarge.peak, 1) })
	}
}

// lastReads gives the files of the datasets that a test reads.
func lastReads(files map[string]string, datasets []string) (out []string) {
	for _, d := range datasets {
		if f, ok := files[d]; ok && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}
