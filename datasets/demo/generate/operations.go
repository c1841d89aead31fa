package main

import (
	"fmt"
	"strings"
	"time"
)

// backups writes the register of servers and databases, and the runs of the backup tool.
func (w *writer) backups() {
	w.csv("ops/assets.csv", "asset_id,asset_type,provider,account,region,name,environment,business_criticality,data_class,owner,created_at,encrypted,backup_required,rpo_hours,status", []string{
		"SRV-LEDGER,server,OnPrem,,dc1,ledger01,PROD,High,Confidential,E10110,2024-01-01T00:00:00Z,Yes,Y,168,Live",   // trap: weekly, as agreed
		"SRV-WALLET,server,OnPrem,,dc1,wallet01,PROD,Critical,Restricted,E10110,2024-01-01T00:00:00Z,Yes,Y,168,Live", // the last one in May
		"SRV-REPORT,server,OnPrem,,dc1,report01,PROD,High,Internal,E10110,2024-01-01T00:00:00Z,Yes,Y,168,Live",       // none for a month, in March
		"SRV-KYC,server,OnPrem,,dc1,kyc01,PROD,High,Restricted,E10110,2024-01-01T00:00:00Z,Yes,Y,168,Live",           // the last one is empty
		"SRV-NEW,server,OnPrem,,dc1,new01,PROD,High,Internal,E10110,2026-06-28T00:00:00Z,Yes,Y,168,Live",             // trap: three days old; never scanned
		"SRV-DEV,server,OnPrem,,dc1,dev01,DEV,Low,Internal,E10110,2024-01-01T00:00:00Z,Yes,N,,Live",                  // trap: needs none
		"SRV-OLD,server,OnPrem,,dc1,old01,PROD,High,Internal,E10110,2024-01-01T00:00:00Z,Yes,Y,168,Retired",          // trap: gone
	})
	var runs []string
	run := func(asset string, at time.Time, status, bytes string) {
		runs = append(runs, fmt.Sprintf("BK_%s,%d,backup,,%s,%s,%s,1,,,,%s,%s", asset, 70000+len(runs), iso(at), iso(at.Add(20*time.Minute)), status, asset, bytes))
	}
	for n := range 26 {
		at := periodStart.AddDate(0, 0, n*7-1).Add(23 * hours)
		size := fmt.Sprint(900_000_000 + n*1_000_000)
		run("SRV-LEDGER", at, "success", size)
		if at.Before(day("2026-05-20")) {
			run("SRV-WALLET", at, "success", size)
		}
		if month := at.Month(); month == time.March {
			run("SRV-REPORT", at, "failed", "")
		} else {
			run("SRV-REPORT", at, "success", size)
		}
		if n == 25 {
			size = "0"
		}
		run("SRV-KYC", at, "success", size)
	}
	run("SRV-NEW", day("2026-06-29").Add(23*hours), "success", "5000")
	w.csv("ops/backup-runs.csv", "job_name,execution_id,job_type,business_date,start_time,end_time,status,try_number,rows_read,rows_written,trigger,asset_id,bytes", runs)
}

// scans writes reports of Trivy about the servers.
func (w *writer) scans() {
	report := func(name, at string, found ...string) {
		list := []object{}
		for _, f := range found {
			v := strings.Fields(f)
			o := object{"VulnerabilityID": v[0], "PkgName": v[1], "InstalledVersion": "1.0", "Severity": v[2]}
			if len(v) > 3 {
				o["FixedVersion"], o["Status"] = v[3], "fixed"
			}
			list = append(list, o)
		}
		target := object{"Target": name + " (debian 12)", "Class": "os-pkgs", "Type": "debian"}
		if len(list) > 0 {
			target["Vulnerabilities"] = list
		}
		w.json("trivy/"+name+"-"+at[:10]+".json", object{
			"SchemaVersion": 2, "CreatedAt": at, "ArtifactName": name, "ArtifactType": "vm", "Metadata": object{},
			"Results": []object{target},
		})
	}
	report("SRV-LEDGER", "2026-06-10T06:00:00Z",
		"CVE-2026-0001 openssl CRITICAL 3.0.2", // open for three weeks at least
		"CVE-2026-0002 zlib LOW 1.3",           // trap: no time limit
		"CVE-2026-0003 curl HIGH",              // trap: no fix
		"CVE-2026-0004 glibc HIGH 2.37")        // trap: for three weeks at least, and nobody knows how long before
	report("SRV-WALLET", "2026-06-30T06:00:00Z", "CVE-2026-0009 xz UNKNOWN 5.6")      // trap: of unknown severity
	report("SRV-REPORT", "2026-04-01T06:00:00Z", "CVE-2026-0002 zlib LOW 1.3")        // not scanned since April
	report("SRV-KYC", "2026-06-30T06:00:00Z")                                         // trap: scanned in time, and nothing found
	report("SRV-OLD", "2026-06-10T06:00:00Z", "CVE-2026-0001 openssl CRITICAL 3.0.2") // trap: the server is gone
}
