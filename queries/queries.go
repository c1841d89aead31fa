// Package queries holds the audit tests that auditql ships, one .sql file each, in one folder per suite.
//
// A file is metadata, SQL sections and cases; package script reads it. This package only embeds the files, so that the
// binary is complete without them; an auditor's own folder of tests is read through the same [fs.FS] door.
package queries

import "embed"

// FS has the suites as folders and the tests as SUITE/ID.sql.
//
//go:embed */*.sql
var FS embed.FS
