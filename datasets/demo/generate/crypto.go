package main

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
)

const (
	hotBTC  = "bc1qmeridianhot0000000000000000000000001"
	coldBTC = "bc1qmeridiancold000000000000000000000001"
	oldBTC  = "bc1qmeridianold0000000000000000000000001"
	lateBTC = "bc1qmeridianlate000000000000000000000001"
	hotETH  = "0x00000000000000000000000000000000000000a1"
)

// walletInventory writes the register of wallets, who holds their keys, and who may change where money goes.
func (w *writer) walletInventory() {
	w.csv("custody/wallets.csv", "chain,asset,address,tag,wallet_id,tier,m,n,owner_entity,encumbered,active_from,active_to,proof_type,proof_at,proof_valid", []string{
		"BTC,BTC," + coldBTC + ",,W-COLD,cold,3,5,customer custody,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"BTC,BTC," + hotBTC + ",,W-HOT,hot,,,customer custody,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"BTC,BTC," + oldBTC + ",,W-OLD,hot,,,customer custody,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true", // the ledger does not know it
		"BTC,BTC," + lateBTC + ",,W-LATE,hot,,,customer custody,false,2026-06-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"ETH,ETH," + hotETH + ",,W-HOT,hot,,,customer custody,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"ETH,USDT," + hotETH + ",,W-HOT,hot,,,customer custody,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"ETH,ETH,0x00000000000000000000000000000000000000b2,,W-HOUSE,hot,,,house,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"SOL,SOL,SoMeridian1111111111111111111111111111111,,W-SOL,hot,,,customer custody,false,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true",
		"DOT,DOT,12MeridianDot111111111111111111111111111,,W-DOT,hot,,,customer custody,true,2024-01-01T00:00:00Z,,signature,2026-06-20T09:00:00Z,true", // pledged
	})
	w.csv("custody/keyholders.csv", "key_id,wallet_id,share_no,is_backup,custodian_id,location,device_id,storage_type,granted_at,revoked_at,last_verified_at", []string{
		"k1,W-COLD,1,false,E10101,ZRH,HSM-1,hsm,2024-01-15T00:00:00Z,,2026-05-01T00:00:00Z",
		"k2,W-COLD,2,false,E10102,SIN,HSM-2,hsm,2024-01-15T00:00:00Z,,2026-05-01T00:00:00Z",
		"k3,W-COLD,3,false,E10103,LIS,HSM-3,hsm,2024-01-15T00:00:00Z,,2026-05-01T00:00:00Z",
	})
	w.csv("custody/allow-list-changes.csv", "change_id,kind,object_id,chain,address,before,after,initiated_by,initiated_at,effective_at,ticket_id", []string{
		"CC-1,allow_add,L-1,BTC,bc1qdest13,,,t-021,2026-03-20T08:00:00Z,2026-03-21T08:00:00Z,CHG-9",
	})
	w.csv("auditor/policies.csv", "policy,scope_key,param,value,valid_from,valid_to", []string{
		"withdrawal_quorum,small,min_usd,0,2025-01-01,", "withdrawal_quorum,small,approvals,1,2025-01-01,",
		"withdrawal_quorum,large,min_usd,10000,2025-01-01,", "withdrawal_quorum,large,approvals,2,2025-01-01,",
		"withdrawal_quorum,large,roles,treasury,2025-01-01,", "withdrawal_quorum,large,destination,external,2025-01-01,",
		"withdrawal_quorum,own,min_usd,10000,2025-01-01,", "withdrawal_quorum,own,approvals,1,2025-01-01,", "withdrawal_quorum,own,destination,own,2025-01-01,",
	})
	var prices []string
	for at := periodStart; at.Before(periodEnd); at = at.AddDate(0, 0, 1) {
		prices = append(prices, "BTC,USD,80000,"+iso(at)+",pricer", "ETH,USD,3000,"+iso(at)+",pricer", "USDT,USD,1,"+iso(at)+",pricer")
	}
	w.csv("prices/daily.csv", "asset,quote,price,price_at,source", prices)
}

// payout is a withdrawal with the decisions about it, its transaction and its debit. What is planted changes one of them.
type payout struct {
	id, amount, to, wallet, by string
	customer                   string
	revision                   string
	votes                      []string // APPROVER/ROLE/DECISION/MINUTES after the request, and /REVISION
	status, signers            string
	txid, paid, paidTo         string // of the transaction; empty txid: none
	out                        int
	debit                      bool
}

// asked is when one asks for it: every week, and for the rejected one again eight hours later. The signing comes an hour
// after that, the broadcast two minutes later.
func (p *payout) asked(n int) time.Time {
	if p.id == "WD-11" {
		return week(n - 1).Add(8 * time.Hour)
	}
	return week(n)
}

func week(n int) time.Time { return day("2026-01-02").AddDate(0, 0, n*7).Add(9 * time.Hour) }

func large(n int, change func(*payout)) *payout {
	p := &payout{
		id: fmt.Sprintf("WD-%02d", n), amount: "0.5", to: fmt.Sprintf("bc1qdest%02d", n), wallet: "W-HOT", by: "C-1001", customer: "C-1001", status: "COMPLETED",
		votes: []string{"t-020/treasury/Approve/10", "t-021/risk/Approve/20"}, txid: fmt.Sprintf("%x", sha256.Sum256([]byte(fmt.Sprint("tx ", n)))), debit: true,
	}
	p.paid, p.paidTo = p.amount, p.to
	change(p)
	return p
}

func payouts() []*payout {
	return []*payout{
		large(1, func(p *payout) { // trap: small, one approval is enough; to the address of another customer
			p.amount, p.paid, p.votes, p.to, p.paidTo, p.customer = "0.01", "0.01", p.votes[1:], "bc1qdest02", "bc1qdest02", "C-1002"
		}),
		large(2, func(p *payout) {}),
		large(3, func(p *payout) { p.votes = p.votes[:1] }), // one approval of two
		large(4, func(p *payout) { p.votes = []string{"t-021/risk/Approve/10", "t-022/risk/Approve/20"} }), // nobody of treasury
		large(5, func(p *payout) { p.votes[1] = "t-021/risk/Approve/90" }),                                 // the second one came after the signing
		large(6, func(p *payout) { // changed after the approval
			p.revision, p.votes = "2", []string{"t-020/treasury/Approve/10/1", "t-021/risk/Approve/20/1"}
		}),
		large(7, func(p *payout) { p.wallet, p.signers = "W-COLD", "E10101; E10102" }),                          // two signers of three
		large(8, func(p *payout) { p.votes = []string{"t-010/treasury/Approve/10", "t-010b/risk/Approve/20"} }), // two accounts of one person
		large(9, func(p *payout) { p.by = "t-020" }),                                                            // the requester approved
		large(10, func(p *payout) { // rejected,
			p.status, p.txid, p.debit, p.to, p.votes = "REJECTED", "", false, "bc1qdest11", []string{"t-020/treasury/Reject/10"}
		}),
		large(11, func(p *payout) {}), // and asked for again eight hours later
		large(12, func(p *payout) { p.to, p.paidTo, p.votes = coldBTC, coldBTC, p.votes[:1] }),  // trap: to a wallet of our own, one approval is enough
		large(13, func(p *payout) { p.to, p.paidTo = "bc1qdest13", "bc1qdest13" }),              // an approver put the destination on the list
		large(14, func(p *payout) { p.votes[1] = "t-021/risk/Approve/60.3" }),                   // trap: 18 seconds late by another clock
		large(15, func(p *payout) { p.wallet, p.signers = "W-COLD", "E10101; E10102; E10103" }), // trap: three signers of three
		large(20, func(p *payout) { p.txid = "" }),                                              // completed, and nothing on the chain
		large(21, func(p *payout) { p.paid = "0.6" }),                                           // more was paid
		large(22, func(p *payout) { p.txid = txOf(23) }),                                        // claims the output of the next
		large(23, func(p *payout) {}),
		large(24, func(p *payout) { p.debit = false }), // not in the ledger
		large(26, func(p *payout) { p.out = 0 }),       // trap: two withdrawals in one transaction
		large(27, func(p *payout) { p.txid, p.out = txOf(26), 1 }),
	}
}

func txOf(n int) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(fmt.Sprint("tx ", n)))) }

func (w *writer) withdrawals() {
	var asked, votes, debits, txs []string
	for n, p := range payouts() {
		at := p.asked(n)
		signed, sent := at.Add(time.Hour), at.Add(62*time.Minute)
		times := iso(at) + "," + iso(signed) + "," + iso(sent)
		out := fmt.Sprint(p.out)
		if p.status == "REJECTED" {
			times = iso(at) + ",,"
			out = ""
		}
		asked = append(asked, strings.Join([]string{p.id, p.revision, p.customer, "BTC", "BTC", p.amount, p.to, times, p.by, "customer", p.status, p.txid, out, p.wallet, p.signers}, ","))
		for i, v := range p.votes {
			f := append(strings.Split(v, "/"), "")
			minutes, _ := time.ParseDuration(f[3] + "m")
			votes = append(votes, fmt.Sprintf("withdrawal,%s,%s,%d,%s,%s,%s,%s", p.id, f[4], i+1, f[0], f[1], f[2], iso(at.Add(minutes))))
		}
		if p.debit {
			debits = append(debits, fmt.Sprintf("LE-%03d,J-%03d,%s,BTC,-%s,withdrawal,system,%s,svc-wd,,withdrawal,%s,BTC,%s,%s,", n, n, p.customer, p.amount, iso(at.Add(time.Minute)), p.id, p.txid, out))
		}
		if p.txid != "" && p.id != "WD-22" {
			txs = append(txs, fmt.Sprintf("BTC,BTC,%s,%s,%d,%s,%s,%s,%s,%s,0.00001,success,true,100", p.txid, out, 900000+n, digest(p.txid)[7:20], iso(sent.Add(9*time.Minute)), from(p.wallet), p.paidTo, p.paid))
		}
	}
	at := iso(day("2026-05-20").Add(10 * hours))
	asked = append(asked, "WD-90,,C-1001,BTC,BTC,0.5,bc1qdest90,2026-06-25T18:00:00Z,2026-06-25T19:58:00Z,2026-06-25T20:00:00Z,C-1001,customer,BROADCASTING,"+txOf(90)+",0,W-HOT,") // never reached the chain
	votes = append(votes, "withdrawal,WD-90,,1,t-020,treasury,Approve,2026-06-25T18:10:00Z", "withdrawal,WD-90,,2,t-021,risk,Approve,2026-06-25T18:20:00Z")
	debits = append(debits, "LE-090,J-090,C-1001,BTC,-0.5,withdrawal,system,2026-06-25T18:01:00Z,svc-wd,,withdrawal,WD-90,BTC,"+txOf(90)+",0,")
	txs = append(txs,
		"BTC,BTC,"+txOf(2)+",1,900001,"+digest(txOf(2))[7:20]+","+iso(week(1).Add(71*time.Minute))+","+hotBTC+","+hotBTC+",2.5,0.00001,success,true,100", // trap: change
		"BTC,BTC,"+txOf(91)+",0,900100,00aa,"+at+","+hotBTC+",bc1qstranger,0.3,0.00001,success,true,100",                                                 // nobody asked for it
		"BTC,BTC,"+txOf(92)+",0,900101,00ab,"+at+","+hotBTC+",bc1qdest02,0.5,0.00001,success,false,0",                                                    // trap: replaced, does not stand
	)
	asked = append(asked, "WD-06,1,C-1001,BTC,BTC,0.5,bc1qdest06first,"+iso(week(5))+",,,C-1001,customer,SUPERSEDED,,,W-HOT,")
	txs = append(txs, "BTC,BTC,"+txOf(93)+",0,900102,00ac,"+at+","+hotBTC+","+lateBTC+",1,0.00001,success,true,100") // to an own address before it was in the inventory
	w.csv("exchange/withdrawals.csv", "withdrawal_id,revision,account_id,asset,network,amount,address,requested_at,signed_at,broadcast_at,requested_by,initiator_type,status,tx_hash,vout,wallet_id,signers", asked)
	w.csv("exchange/withdrawal-approvals.csv", "subject_type,subject_id,subject_rev,step_no,approver_id,approver_role,decision,decided_at", votes)
	w.csv("exchange/ledger-entries.csv", "entry_id,journal_id,account_id,asset,amount_signed,entry_type,source,created_at,created_by,reason,ref_type,ref_id,chain,txid,out_index,reversed_entry_id", debits)
	w.csv("chain/transactions.csv", "chain,asset,txid,vout,block_height,block_hash,block_at,from_addr,to_addr,amount,fee,status,canonical,confirmations", txs)
}

func from(wallet string) string {
	if wallet == "W-COLD" {
		return coldBTC
	}
	return hotBTC
}

// balances writes what the ledger and two nodes say at the end of the last five days, and of the customers at the last.
func (w *writer) balances() {
	ledger := []string{
		"exchange,C-1001,Customer,BTC,,%,6", "exchange,C-1002,Customer,BTC,,%,4", "exchange,C-1001,Customer,ETH,,%,50",
		"exchange,C-1001,Customer,USDT,,%,1000", "exchange,C-1002,Margin,USDT,,%,-200", // a debt of one does not lessen what is owed to another
		"exchange,C-1002,Customer,SOL,,%,100", "exchange,C-1002,Customer,DOT,,%,10", "exchange,C-1001,Customer,LTC,,%,20",
		"exchange,F-1,Fees,BTC,,%,0.2", "exchange,,wallet,SOL,W-SOL,%,120", "exchange,,wallet,DOT,W-DOT,%,15", "exchange,,wallet,ETH,W-HOUSE,%,500",
	}
	for i := range ledger {
		ledger[i] = strings.Replace(ledger[i], "%", "2026-06-30T23:59:59Z", 1)
	}
	var chain []string
	node := func(nodes, network, asset, address, height, at, balance string) {
		for _, n := range strings.Fields(nodes) {
			chain = append(chain, strings.Join([]string{network, asset, address, height, "", at, balance, n, at}, ","))
		}
	}
	var signed []string
	for d := range 5 {
		date := day("2026-06-26").AddDate(0, 0, d)
		end, block := iso(date.Add(24*hours-time.Second)), iso(date.Add(24*hours-5*time.Minute))
		usdt, eth, nodes := "900", "60", "node-a node-b"
		switch d {
		case 0:
			eth = "60.0001" // trap: worth thirty cents
		case 2:
			usdt = "1000" // the ledger says a hundred more
		case 3:
			nodes = "node-a" // one source
		}
		ledger = append(ledger, "exchange,,wallet,BTC,W-HOT,"+end+",3", "exchange,,wallet,ETH,W-HOT,"+end+","+eth, "exchange,,wallet,USDT,W-HOT,"+end+","+usdt)
		if d != 1 { // a day without reconciliation
			reviewer := "t-021"
			if d == 2 {
				reviewer = "t-020" // signed off by its preparer
			}
			ledger = append(ledger, "exchange,,wallet,BTC,W-COLD,"+end+",8")
			signed = append(signed, "recon,W-COLD/BTC/"+date.Format("2006-01-02")+",1,t-020,preparer,Approve,"+iso(date.AddDate(0, 0, 1).Add(9*hours)),
				"recon,W-COLD/BTC/"+date.Format("2006-01-02")+",2,"+reviewer+",reviewer,Approve,"+iso(date.AddDate(0, 0, 1).Add(10*hours)))
		}
		height := fmt.Sprint(901000 + d*144)
		node("node-a node-b", "BTC", "BTC", coldBTC, height, block, "8")
		node("node-a node-b", "BTC", "BTC", hotBTC, height, block, "4") // trap and exception: two withdrawals have left the ledger and not the chain, and one of them for months
		node(nodes, "ETH", "ETH", hotETH, fmt.Sprint(21000000+d*7200), block, "60")
		node("node-a node-b", "ETH", "USDT", hotETH, fmt.Sprint(21000000+d*7200), block, "900")
	}
	last := "2026-06-30T23:55:00Z"
	node("node-a node-b", "BTC", "BTC", oldBTC, "901576", last, "0.7")
	node("node-a node-b", "BTC", "BTC", lateBTC, "901576", last, "0")
	node("node-a node-b", "ETH", "ETH", "0x00000000000000000000000000000000000000b2", "21028800", last, "500")
	node("node-a node-b", "SOL", "SOL", "SoMeridian1111111111111111111111111111111", "270000000", "2026-06-30T22:30:00Z", "120") // an hour and a half before
	node("node-a node-b", "DOT", "DOT", "12MeridianDot111111111111111111111111111", "25000000", last, "15")
	w.csv("exchange/ledger-balances.csv", "ledger,account_id,account_class,asset,wallet_id,as_of,balance", ledger)
	w.csv("chain/balances.csv", "chain,asset,address,block_height,block_hash,block_at,balance,node,fetched_at", chain)
	w.csv("exchange/recon-sign-offs.csv", "subject_type,subject_id,step_no,approver_id,approver_role,decision,decided_at", signed)
	w.put("por/meridian_por_202606.csv", []byte("coin,snapshot height,amount\nLTC,2900000,25\n\n"+
		"coin,Network,Snapshot Height,address,amount,message,signature1,signature2,redeem script/ public key, eoa1, eoa2\n"+
		"LTC,LTC,2900000,ltc1qmeridian000000000000000000000000000,25,I am a Meridian address,SGVsbG8=,,02aa,,\n"))
	w.liabilityTree()
}

// sums is a node of the liability tree: its hash and what it holds of BTC and USDT, as written.
type sums struct{ hash, btc, usdt string }

// liabilityTree writes six leaves, three parents and a padding node, two parents, and the root, from right to left.
func (w *writer) liabilityTree() {
	leaf := func(name, btc, usdt string) sums { return sums{digest("leaf " + name)[7:], btc, usdt} }
	parent := func(a, b sums, level int, btc, usdt string) sums {
		return sums{fmt.Sprintf("%x", sha256.Sum256([]byte(fmt.Sprint(a.hash, b.hash, btc, usdt, level)))), btc, usdt}
	}
	one := []sums{leaf("0", "1", "100"), leaf("1", "2", "200"), leaf("2", "0.5", "0"), leaf("3", "-0.25", "50"), leaf("4", "3", "10"), leaf("4", "4", "20")} // a negative one; and two with one hash
	two := []sums{
		parent(one[0], one[1], 2, "3", "290"), // ten too few
		parent(one[2], one[3], 2, "0.25", "50"),
		{digest("altered")[7:], "7", "30"}, // not the hash of its children
	}
	two = append(two, sums{two[2].hash, "0", "0"}) // trap: padding
	three := []sums{parent(two[0], two[1], 3, "3.25", "340"), parent(two[2], two[3], 3, "7", "30")}
	root := parent(three[0], three[1], 4, "10.25", "370")
	var lines []string
	for i, level := range [][]sums{{root}, three, two, one} {
		for _, n := range level {
			lines = append(lines, fmt.Sprintf(`%s,%d,{"BTC":"%s","USDT":"%s"}`, n.hash, 4-i, n.btc, n.usdt))
		}
	}
	w.put("por/liabilities-20260630.txt", []byte(strings.Join(lines, "\n")+"\n"))
}
