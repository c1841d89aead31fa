package main

import (
	"fmt"
	"strings"
	"time"
)

const account = "111122223333"

// awsUser is a line of the credential report.
type awsUser struct {
	name                  string
	created               time.Time
	password, mfa         bool
	passwordUsed, changed time.Time
	keys                  [2]awsKey
}

type awsKey struct {
	active        bool
	rotated, used time.Time
}

func awsUsers(all []*person) []*awsUser {
	d := dice(2)
	var users []*awsUser
	for i := range 40 {
		u := &awsUser{name: all[i*9].login, created: day("2023-05-02").AddDate(0, 0, i*7).Add(9 * hours), password: true, mfa: true}
		u.changed = u.created
		u.passwordUsed = periodEnd.Add(-time.Duration(1+d.below(20*24)) * time.Hour)
		users = append(users, u)
	}
	for i := range 14 { // machines: a key that is rotated every quarter
		u := &awsUser{name: fmt.Sprintf("ci-%02d", i), created: day("2024-01-15").AddDate(0, 0, i*3)}
		u.keys[0] = awsKey{true, periodEnd.AddDate(0, 0, -5-d.below(70)), periodEnd.Add(-time.Duration(1+d.below(60)) * time.Hour)}
		users = append(users, u)
	}
	plantAWS(users)
	return users
}

func plantAWS(users []*awsUser) {
	users[40].keys[0].rotated = periodEnd.AddDate(0, 0, -200) // an old key
	users[41].keys[1] = awsKey{true, periodEnd.AddDate(-1, 0, 0), periodEnd.Add(-5 * hours)}
	users[41].keys[0] = awsKey{false, periodEnd.AddDate(0, 0, -300), time.Time{}} // the old key is in the second slot, the first is off
	users[42].keys[1] = awsKey{true, periodEnd.AddDate(0, 0, -60), periodEnd.Add(-9 * hours)}
	users[42].keys[0].rotated = periodEnd.AddDate(0, 0, -40)                                                                            // two keys at once for weeks
	users[43].keys[0].rotated = periodEnd.AddDate(0, 0, -90)                                                                            // trap: on the limit
	users[3].passwordUsed = periodEnd.AddDate(0, 0, -100)                                                                               // unused password
	users[7].passwordUsed = time.Time{}                                                                                                 // never used, old
	users[9].created, users[9].changed, users[9].passwordUsed = periodEnd.AddDate(0, 0, -10), periodEnd.AddDate(0, 0, -10), time.Time{} // trap: never used, and new
	users[44].keys[0].used = periodEnd.AddDate(0, 0, -60)                                                                               // unused key
	users[12].mfa = false
}

const reportHeader = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
	"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
	"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
	"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated"

func (w *writer) credentialReport(all []*person) {
	rows := []string{"<root_account>,arn:aws:iam::" + account + ":root,2021-03-01T09:00:00+00:00,not_supported,2025-11-03T10:00:00+00:00,not_supported,not_supported,true," +
		"false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"}
	for _, u := range awsUsers(all) {
		used, changed := "N/A", "N/A"
		if u.password {
			used, changed = "no_information", offset(u.changed)
			if !u.passwordUsed.IsZero() {
				used = offset(u.passwordUsed)
			}
		}
		cells := []string{u.name, "arn:aws:iam::" + account + ":user/" + u.name, offset(u.created), fmt.Sprint(u.password), used, changed, "N/A", fmt.Sprint(u.mfa)}
		for _, k := range u.keys {
			cells = append(cells, fmt.Sprint(k.active), orNA(k.rotated), orNA(k.used))
			if k.used.IsZero() {
				cells = append(cells, "N/A", "N/A")
			} else {
				cells = append(cells, "eu-central-1", "s3")
			}
		}
		rows = append(rows, strings.Join(append(cells, "false", "N/A", "false", "N/A"), ","))
	}
	w.csv("aws/credential-report-"+account+".csv", reportHeader, rows)
}

func offset(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") }

func orNA(t time.Time) string {
	if t.IsZero() {
		return "N/A"
	}
	return offset(t)
}

// cloudTrail writes one log file a week, as CloudTrail delivers them: compressed, {"Records": […]}.
func (w *writer) cloudTrail(all []*person) {
	d := dice(3)
	acts := []struct {
		source, name string
		reads        bool
	}{
		{"s3", "GetObject", true}, {"s3", "PutObject", false}, {"ec2", "DescribeInstances", true}, {"sts", "AssumeRole", true},
		{"kms", "Decrypt", true}, {"iam", "ListUsers", true}, {"logs", "PutRetentionPolicy", false}, {"lambda", "UpdateFunctionCode20150331v2", false},
	}
	users := awsUsers(all)
	for week := range 26 {
		var records []object
		for k := range 121 {
			at := periodStart.AddDate(0, 0, week*7).Add(time.Duration(k*5000+d.below(4000)) * time.Second)
			if !at.Before(periodEnd) {
				break
			}
			a := pick(&d, acts)
			u := pick(&d, users)
			if !a.reads && !strings.HasPrefix(u.name, "ci-") {
				a = acts[0] // only pipelines change what is in production
			}
			identity := object{"type": "IAMUser", "principalId": "AIDA" + strings.ToUpper(u.name), "arn": "arn:aws:iam::" + account + ":user/" + u.name, "accountId": account, "userName": u.name}
			records = append(records, trailEvent(&d, at, identity, a.source+".amazonaws.com", a.name, a.reads, "AwsApiCall"))
		}
		root := object{"type": "Root", "principalId": account, "arn": "arn:aws:iam::" + account + ":root", "accountId": account}
		switch week {
		case 11: // a person changed a policy; trap: another one did, with a grant for the time
			d := dice(31)
			for i, name := range []string{"bela.hansen27", "dara.brandt63"} {
				who := object{"type": "IAMUser", "principalId": "AIDA" + strings.ToUpper(name), "arn": "arn:aws:iam::" + account + ":user/" + name, "accountId": account, "userName": name}
				e := trailEvent(&d, periodStart.AddDate(0, 0, 80).Add(time.Duration(20+i)*time.Hour), who, "s3.amazonaws.com", "PutBucketPolicy", false, "AwsApiCall")
				e["eventID"] = fmt.Sprintf("0f5ec0de-0000-4000-8000-00000000d1f%d", i)
				records = append(records, e)
			}
		case 9: // the root user signed in
			e := trailEvent(&d, periodStart.AddDate(0, 0, 66).Add(22*hours), root, "signin.amazonaws.com", "ConsoleLogin", false, "AwsConsoleSignIn")
			e["eventID"] = "0f5ec0de-0000-4000-8000-00000000a11e"
			e["responseElements"] = object{"ConsoleLogin": "Success"}
			e["additionalEventData"] = object{"MFAUsed": "Yes"}
			records = append(records, e)
		case 14: // trap: a service acted as root
			e := trailEvent(&d, periodStart.AddDate(0, 0, 100).Add(4*hours), root, "kms.amazonaws.com", "RotateKey", false, "AwsServiceEvent")
			e["eventID"] = "0f5ec0de-0000-4000-8000-00000000c0de"
			root["invokedBy"] = "kms.amazonaws.com"
			records = append(records, e)
		}
		start := periodStart.AddDate(0, 0, week*7)
		w.gz(fmt.Sprintf("AWSLogs/%[1]s/CloudTrail/eu-central-1/%[2]s/%[1]s_CloudTrail_eu-central-1_%[3]sT0000Z_%08[4]x.json.gz", account, start.Format("2006/01/02"), start.Format("20060102"), week), object{"Records": records})
	}
}

func trailEvent(d *dice, at time.Time, identity object, source, name string, reads bool, kind string) object {
	return object{
		"eventVersion": "1.11", "userIdentity": identity, "eventTime": iso(at), "eventSource": source, "eventName": name, "awsRegion": "eu-central-1",
		"sourceIPAddress": fmt.Sprintf("198.51.100.%d", d.below(200)+1), "userAgent": "aws-cli/2.17.1", "requestParameters": object{"bucketName": "meridian-data"},
		"responseElements": nil, "requestID": fmt.Sprintf("%016X", d.next()), "eventID": fmt.Sprintf("%08x-%04x-4%03x-9%03x-%012x", d.below(1<<32), d.below(1<<16), d.below(1<<12), d.below(1<<12), d.next()>>16),
		"readOnly": reads, "eventType": kind, "managementEvent": true, "recipientAccountId": account, "eventCategory": "Management",
	}
}
