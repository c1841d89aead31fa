// Package datasets embeds the dataset contracts that are shipped: for each dataset a folder with contract.yaml, the
// mappings of its exports, and beside each mapping a small input and the rows that it must give.
//
// It holds files and no code. What the files mean is said by package contract, which reads them through fs.FS, so that
// an auditor's own folder of contracts comes in by the same door:
//
//	set, err := contract.Load(datasets.FS, os.DirFS("engagement/datasets"))
package datasets

import "embed"

// FS is the tree of the shipped contracts.
//
//go:embed */contract.yaml */*.sql */*.in.* */*.want.csv
var FS embed.FS

// Pages has one page of Markdown for each export, and README.md, the list of them. They are written from the contracts.
//
//go:embed exports/*.md
var Pages embed.FS
