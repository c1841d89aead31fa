package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"
	"sync/atomic"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// database is DuckDB in memory, on one connection, with the relations that sections may read.
type database struct {
	pool      *sql.DB
	conn      *sql.Conn
	locked    bool
	relations map[string]*relation   // by lower-case name
	passed    map[string]*inspection // what the gate has let in, by circumstances
	readings  map[string]bool        // functions that read texts, which the loads so far asked for
	local     atomic.Bool            // the load under way has times without an offset
}

// relation is something that sections may name. Attached ones stay when a session is reset.
type relation struct {
	name     string
	kind     string // VIEW or TABLE
	columns  []schema.Column
	attached bool
}

// openWith holds what is settled before the first statement.
const openWith = ":memory:?autoinstall_known_extensions=false&autoload_known_extensions=false" +
	"&allow_community_extensions=false&allow_persistent_secrets=false&threads=%d&memory_limit=%dMiB"

// unsound is an optimizer that loses rows: a filter made from the first round of a recursive query is applied to the later ones,
// by one of several threads but not by another (DuckDB 1.5.6). TestRecursionIsComplete shows it. To be without it
// made no difference that single measurements show: 10.9 s of processor time against 10.6 s, five tests at 20,000 accounts.
const unsound = "join_filter_pushdown"

// settings are those that decide what a query means; sizes come from Options.
var settings = []string{
	"SET TimeZone = 'UTC'",
	"SET Calendar = 'gregorian'",
	"SET default_null_order = 'NULLS_LAST'",
	"SET default_collation = ''",
	"SET preserve_insertion_order = true",
	"SET explain_output = 'all'",
	"SET errors_as_json = true",
	"SET disabled_optimizers = '" + unsound + "'",
}

func openDatabase(ctx context.Context, o Options) (*database, error) {
	connector, err := duckdb.NewConnector(fmt.Sprintf(openWith, o.Threads, o.MemoryMiB), nil)
	if err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	db := &database{pool: sql.OpenDB(connector), relations: map[string]*relation{}, passed: map[string]*inspection{}, readings: map[string]bool{}}
	if db.conn, err = db.pool.Conn(ctx); err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	sizes := []string{
		"SET temp_directory = '" + spillFolder + "'",
		fmt.Sprintf("SET max_temp_directory_size = '%dMiB'", o.TempMiB),
	}
	if err := db.run(ctx, append(sizes, settings...)...); err != nil {
		return nil, err
	}
	return db, db.define(ctx)
}

// These lie in the scratch folder, which is where the worker stands.
const (
	inFolder    = "in" // links to the evidence
	spillFolder = "spill"
	outFolder   = "out"
)

// lock ends what needs the file system and the configuration: only the given files can be read, and only outFolder written.
func (db *database) lock(ctx context.Context, files []string) error {
	if db.locked {
		return nil
	}
	db.locked = true
	return db.run(ctx,
		"SET allowed_paths = ["+strings.Join(quoteAll(files), ", ")+"]",
		"SET allowed_directories = ["+quote(outFolder)+"]",
		"SET enable_external_access = false",
		"SET lock_configuration = true")
}

// run performs statements of our own.
func (db *database) run(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := db.conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// one reads a single text.
func (db *database) one(ctx context.Context, query string, args ...any) (string, error) {
	var s sql.NullString
	err := db.conn.QueryRowContext(ctx, query, args...).Scan(&s)
	return s.String, err
}

// count reads a single number.
func (db *database) count(ctx context.Context, query string) (n int64, err error) {
	err = db.conn.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}

// single proves that DuckDB too sees one statement, a SELECT, binds it, and gives its columns. PrepareContext would perform
// all statements but the last.
func (db *database) single(query string) (columns []bound, err error) {
	err = db.conn.Raw(func(c any) error {
		prepared, err := c.(driver.Conn).Prepare(query)
		if err != nil {
			return err
		}
		defer prepared.Close()
		stmt := prepared.(*duckdb.Stmt)
		kind, err := stmt.StatementType()
		if err == nil && kind != duckdb.STATEMENT_TYPE_SELECT {
			err = refuse(-1, "write one SELECT", "a section is one SELECT, and this is another statement")
		}
		if err == nil {
			columns, err = columnsOf(stmt)
		}
		return err
	})
	return columns, err
}

func (db *database) relation(name string) (*relation, error) {
	r, ok := db.relations[strings.ToLower(name)]
	if !ok {
		return nil, fault.New(fault.Usage, "there is no relation %q", name)
	}
	return r, nil
}

// add makes a relation known under a name that is still free.
func (db *database) free(name string) error {
	if _, taken := db.relations[strings.ToLower(name)]; taken {
		return fault.New(fault.Usage, "there is a relation %q already", name)
	}
	return nil
}

func (db *database) add(r *relation) { db.relations[strings.ToLower(r.name)] = r }
