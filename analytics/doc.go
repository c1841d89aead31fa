// Package analytics is the library of auditql, a short pipeline of packages with one door each:
//
//	reader, contract     an export file, as handed over, and what it may become
//	trail                what AWS signed of its log files, proven offline
//	evidence             loads it, or refuses it; ledger, rejects, intake checks
//	script, cases        what an audit test says, and whether it says it rightly
//	lint                 what is performed without a complaint, and is wrong all the same
//	excerpt              rows of evidence as a case of it, masked
//	mutation             small mistakes in it, which its cases must notice
//	schedule             when a job is due, from the words of its scheduler
//	engine               the database, in a confined process
//	procedure, fieldwork perform tests on evidence and prove that the verdicts add up
//	sampling             size, draw and evaluate samples
//	worksheet, tracing   the forms in which people test a sample, and compare evidence with its source
//	record, table        plain data of all that was done, and a second reader of its files
//	bundle               seal, sign and verify it
//	waiver, disposition  what was accepted for a time, and what each exception turned out to be
//	finding              what the auditor concludes from exceptions, and how it is followed up
//	coverage             which controls and risks the tests speak to, and what came of them
//	comparison           what became of the exceptions of one run in a later one
//	reperformance        perform a sealed audit again, and compare
//	exchange             a run in the forms that other tools read: JUnit, OSCAL, OCSF, SARIF
//	report, page, chart  show it: in the terminal and to programs, as one HTML file, in pictures
//	workbook             and as an XLSX file
//	goal                 how fast all this must be, measured against floors; for benchmarks alone
//
// Imports run one way; imports_test.go holds the table.
//
// # Dependencies
//
// Outside of what auditql exists for, a well-kept library does the work:
//
//   - github.com/duckdb/duckdb-go/v2: the database. Pinned, because results must be re-performed with the same engine.
//   - github.com/parquet-go/parquet-go: the second reader, which shares no code with the database.
//   - github.com/spf13/cobra and pflag: commands, flags, help and completions.
//   - github.com/olekukonko/tablewriter, mattn/go-runewidth: tables for the terminal, and how wide a character is.
//   - github.com/goccy/go-yaml: YAML with line numbers and strict keys.
//   - github.com/xuri/excelize/v2: XLSX.
//   - github.com/go-json-experiment/json: the JSON tokens of exports, strict and without a copy.
//   - github.com/klauspost/compress: gzip and zstd of exports.
//   - gonum.org/v1/gonum: distribution functions; exact rationals of math/big decide where a ceiling or a tie does.
//   - golang.org/x/crypto and github.com/hiddeco/sshsig: signatures that ssh-keygen verifies.
//   - github.com/fsnotify/fsnotify: which script was saved.
//   - github.com/alecthomas/chroma/v2: the SQL of a report in colour.
//   - golang.org/x/term, x/sys, x/text, x/sync: the terminal, limits and confinement of a process, UTF-16 and letters without accents,
//     bounds on what is done at once.
//   - github.com/rogpeppe/go-internal, google/go-cmp: tests.
//   - github.com/google/jsonschema-go: JSON Schemas from the types that are printed, in tests.
//   - github.com/creack/pty: a terminal for the tests of the shell.
//   - github.com/chromedp/chromedp: drives a browser in the tests of the HTML report.
//   - honnef.co/go/tools: staticcheck, a tool of make check.
package analytics
