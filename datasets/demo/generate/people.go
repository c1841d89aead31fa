package main

import (
	"fmt"
	"strings"
	"time"
)

// person is a worker of Meridian. An account that is enabled although it should not be is planted by its fields.
type person struct {
	id, name, email, login, department, job, kind, company string
	start, end, entered                                    time.Time // end is the last day; zero while employed
	again                                                  time.Time // first day of a second employment
	disabled                                               time.Time // when the account was disabled; zero: it never was
	lastLogin                                              time.Time
	created                                                time.Time
	factors                                                []string
}

var (
	firstNames  = strings.Fields("Ada Ben Cleo Dara Elif Finn Gita Hugo Ines Jan Kira Luca Mara Nils Olga Pia Quin Rosa Samir Tess Uma Vera Wim Xenia Yara Zoe Amir Bela Caro Dion")
	lastNames   = strings.Fields("Abel Brandt Costa Dahl Ekman Fischer Gruber Hansen Ivanov Jansen Kaya Lindt Meyer Novak Okafor Peters Quist Rossi Schmid Torres Ulrich Vogel Weber Xu Young Zeller")
	departments = []string{"Engineering", "Engineering", "Engineering", "Operations", "Custody", "Finance", "Compliance", "Support"}
)

// people makes the workforce: those who were there before, joiners and leavers of the period, and the planted ones.
func people() []*person {
	d := dice(1)
	var all []*person
	for i := range 420 {
		first, last := firstNames[i%len(firstNames)], lastNames[(i*7+i/len(firstNames))%len(lastNames)]
		login := fmt.Sprintf("%s.%s%d", strings.ToLower(first), strings.ToLower(last), i)
		dept := pick(&d, departments)
		p := &person{
			id: fmt.Sprintf("E%05d", 10000+i), name: first + " " + last, login: login, email: login + "@meridian.example", department: dept,
			job: pick(&d, []string{"Analyst", "Engineer", "Lead", "Specialist"}), kind: "Full-Time", company: "Meridian Exchange Ltd",
			start:   day("2018-01-01").AddDate(0, 0, d.below(2800)),
			factors: [][]string{{"push"}, {"push", "token:software:totp"}, {"webauthn"}}[d.below(3)],
		}
		if i%17 == 3 {
			p.kind, p.company = "Contractor", "Harbour Staffing GmbH"
		}
		p.created = p.start.Add(9 * time.Hour)
		p.lastLogin = periodEnd.Add(-time.Duration(1+d.below(20*24*60)) * time.Minute)
		all = append(all, p)
	}
	for i, p := range all[360:396] { // leavers of the period; HR recorded them beforehand, and IT was in time
		p.leave(periodStart.AddDate(0, 0, 3+i*5), -3*24*time.Hour, time.Duration(2+d.below(18))*time.Hour)
	}
	for _, p := range all[396:410] { // joiners of the period
		p.start = periodStart.AddDate(0, 0, 5+d.below(150))
		p.created = p.start.Add(8 * time.Hour)
	}
	plant(all)
	return all
}

// leave ends an employment on its last day. HR recorded it, and IT disabled the account, so long after that day's end.
func (p *person) leave(last time.Time, recorded, disabled time.Duration) {
	end := last.AddDate(0, 0, 1)
	p.end, p.entered, p.disabled = last, end.Add(recorded), end.Add(disabled)
	p.lastLogin = end.Add(-9 * time.Hour)
}

const hours = time.Hour

// plant sets the exceptions and the traps beside them.
func plant(all []*person) {
	leavers := all[360:396]
	leavers[4].disabled, leavers[11].disabled = time.Time{}, time.Time{} // never disabled
	for i, late := range []time.Duration{70 * hours, 9 * 24 * hours, 31 * hours} {
		p := leavers[15+i*3]
		p.disabled = p.end.AddDate(0, 0, 1).Add(late) // disabled, and too late
	}
	p := leavers[25]
	p.entered = p.end.AddDate(0, 0, 6)                      // HR recorded it five days after the end; IT was quick then
	leavers[30].disabled = leavers[30].end.Add(-30 * hours) // trap: disabled before the end

	all[20].end, all[20].again = day("2024-03-31"), day("2025-02-01") // trap: came back, and works here
	all[20].entered = day("2024-03-20")
	all[410].start, all[410].created = day("2026-08-17"), day("2026-06-22").Add(9*hours) // enabled eight weeks before the first day
	all[411].start, all[411].created = day("2026-07-06"), day("2026-06-29").Add(9*hours) // trap: five days before
	all[410].lastLogin, all[411].lastLogin = time.Time{}, time.Time{}

	for i := range 5 { // not used for months
		all[40+i*30].lastLogin = day("2026-01-10").AddDate(0, 0, i*11)
	}
	all[33].lastLogin, all[77].lastLogin = time.Time{}, time.Time{} // never used
	all[50].lastLogin = periodEnd.AddDate(0, 0, -90).Add(2 * hours) // trap: the last day before the limit
	for i := range 4 {                                              // no second factor
		all[60+i*25].factors = nil
	}
	all[61].factors = []string{"sms"} // trap: weak, but not privileged
}

func (p *person) employed() bool {
	return p.end.IsZero() && p.start.Before(periodEnd) || !p.again.IsZero()
}

func (w *writer) roster(all []*person) {
	var rows []string
	line := func(p *person, start, end, entered time.Time, status string) {
		last, recorded := "", ""
		if !end.IsZero() {
			last, recorded = date(end), iso(entered)
		}
		rows = append(rows, strings.Join([]string{p.id, p.email, "E10000", p.department, p.job, p.kind, p.company, date(start), last, recorded, map[bool]string{true: "Resignation"}[last != ""], status, "UTC"}, ","))
	}
	for _, p := range all {
		if !p.end.IsZero() {
			line(p, p.start, p.end, p.entered, "Terminated")
		}
		if !p.again.IsZero() {
			line(p, p.again, time.Time{}, time.Time{}, "Active")
		} else if p.end.IsZero() {
			line(p, p.start, time.Time{}, time.Time{}, "Active")
		}
	}
	w.csv("hr/workers.csv", "employee_id,email,manager,department,job_title,employment_type,company,hire_date,termination_date,term_entered,termination_reason,status,time_zone", rows)
}

func (w *writer) okta(all []*person) {
	var users []object
	for i, p := range all {
		status, changed := "ACTIVE", p.created
		if !p.disabled.IsZero() && p.again.IsZero() {
			status, changed = "DEPROVISIONED", p.disabled
		}
		users = append(users, oktaUser(fmt.Sprintf("00u%07dMEX", i), p.login, p.email, p.id, "Employee", status, p.created, changed, p.lastLogin, p.factors))
	}
	for i, name := range []string{"svc-payout", "svc-reporting", "svc-backup"} {
		users = append(users, oktaUser(fmt.Sprintf("00u%07dSVC", i), name, name+"@meridian.example", "", "Service", "ACTIVE", day("2022-01-01"), day("2022-01-01"), periodEnd.Add(-3*hours), nil))
	}
	w.json("okta/users.json", users)
}

func oktaUser(id, login, email, number, kind, status string, created, changed, last time.Time, factors []string) object {
	list := []object{}
	for k, f := range factors {
		list = append(list, object{"id": fmt.Sprintf("f%s%d", id, k), "factorType": f, "provider": "OKTA", "status": "ACTIVE"})
	}
	profile := object{"login": login, "email": email, "userType": kind}
	if number != "" {
		profile["employeeNumber"] = number
	}
	u := object{
		"id": id, "status": status, "created": millis(created), "activated": millis(created), "statusChanged": millis(changed), "lastUpdated": millis(changed),
		"passwordChanged": millis(created), "lastLogin": nil, "type": object{"id": "otymeridian"}, "profile": profile, "factors": list,
		"credentials": object{"provider": object{"type": "OKTA", "name": "OKTA"}},
	}
	if !last.IsZero() {
		u["lastLogin"] = millis(last)
	}
	return u
}
