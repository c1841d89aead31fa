package main

import (
	"fmt"
	"math"
)

// fees writes the fee entries of the ledger: 900 whose first digits follow Benford's law, and 35 that all begin with 9.
func (w *writer) fees() {
	var rows []string
	entry := func(id string, n int, amount, kind, reversed string) {
		at := periodStart.AddDate(0, 0, n%180).Add(12 * hours)
		rows = append(rows, fmt.Sprintf("%s,%s,C-1003,USDT,%s,%s,system,%s,svc-fee,,,,,,,%s", id, id, amount, kind, iso(at), reversed))
	}
	for n := range 900 {
		entry(fmt.Sprintf("FE-%04d", n+1), n, fmt.Sprintf("%.4f", math.Pow(10, float64(n)/300)+0.00004), "fee", "")
	}
	for n := range 35 {
		entry(fmt.Sprintf("FN-%04d", n+1), n, fmt.Sprintf("94%d.%02d", n%10, n+10), "fee", "")
	}
	entry("FD-0001", 20, "417.25", "fee", "")
	entry("FD-0002", 20, "417.25", "fee", "") // the same again
	entry("FD-0003", 25, "333.15", "fee", "")
	entry("FD-0004", 25, "-333.15", "fee", "FD-0003") // trap: reversed,
	entry("FD-0005", 25, "333.15", "fee", "")         // and booked again
	w.csv("exchange/ledger-fees.csv", "entry_id,journal_id,account_id,asset,amount_signed,entry_type,source,created_at,created_by,reason,ref_type,ref_id,chain,txid,out_index,reversed_entry_id", rows)
	// The warehouse has what the exchange has, but for four.
	w.csv("data/trades-exchange.csv", "trade_id,account,quantity,traded_at", trades("E"))
	w.csv("data/trades-warehouse.csv", "trade_id,account,quantity,traded_at", trades("W"))
}

// trades are those of one day, as the exchange (E) or the warehouse (W) has them.
func trades(side string) (rows []string) {
	for n := 1; n <= 40; n++ {
		quantity, at := fmt.Sprintf("%d.50", n), "2026-06-26T10:00:00Z"
		switch {
		case n == 7 && side == "W": // lost
			continue
		case n == 21 && side == "W":
			quantity = "210.50" // ten times as much
		case n == 30 && side == "W":
			quantity, at = "30.5", "2026-06-26T12:00:00+02:00" // trap: written in another way
		}
		rows = append(rows, fmt.Sprintf("T-%03d,C-1001,%s,%s", n, quantity, at))
		if n == 12 && side == "W" {
			rows = append(rows, fmt.Sprintf("T-%03d,C-1001,%s,%s", n, quantity, at)) // twice
		}
	}
	if side == "W" {
		rows = append(rows, "T-099,C-1001,1.00,2026-06-26T10:00:00Z") // from nowhere
	}
	return rows
}
