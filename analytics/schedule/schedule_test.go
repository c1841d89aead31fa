package schedule

import (
	"strings"
	"testing"
	"time"
)

func slots(t *testing.T, d Dialect, text, zone, anchor, from, until string) string {
	t.Helper()
	s, err := Parse(d, text)
	if err != nil {
		t.Fatalf("%s %q: %v", d, text, err)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Slots(loc, moment(t, anchor), moment(t, from), moment(t, until))
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, at := range got {
		out = append(out, at.UTC().Format("02T15:04"))
	}
	return strings.Join(out, " ")
}

func moment(t *testing.T, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse("2006-01-02T15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The first slot of each is the last one before the time that is asked for.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		d    Dialect
		text string
		want string // from 2026-06-01, a Monday, to 2026-06-15
	}{
		{Cron, "0 12 * * *", "31T12:00 01T12:00 02T12:00 03T12:00 04T12:00 05T12:00 06T12:00 07T12:00 08T12:00 09T12:00 10T12:00 11T12:00 12T12:00 13T12:00 14T12:00"},
		{Cron, "0 12 * * 1-5/2", "29T12:00 01T12:00 03T12:00 05T12:00 08T12:00 10T12:00 12T12:00"},
		{Cron, "0 12 * jun,jul SAT,sun", "27T12:00 06T12:00 07T12:00 13T12:00 14T12:00"},
		{Cron, "0 12 * * 7", "31T12:00 07T12:00 14T12:00"},
		{Cron, "0 12 * * 0", "31T12:00 07T12:00 14T12:00"},
		{Cron, "0 12 * * 6-7", "31T12:00 06T12:00 07T12:00 13T12:00 14T12:00"},
		{Cron, "0 12 3 * *", "03T12:00 03T12:00"},
		{Cron, "0 12 3 * fri", "29T12:00 03T12:00 05T12:00 12T12:00"},                                 // either of the two
		{Cron, "0 12 */3 * mon", "25T12:00 01T12:00"},                                                 // a star with a step is a star: both
		{Airflow, "0 12 */3 * mon", "31T12:00 01T12:00 04T12:00 07T12:00 08T12:00 10T12:00 13T12:00"}, // here it is not
		{Kubernetes, "0 12 */3 * mon", "31T12:00 01T12:00 04T12:00 07T12:00 08T12:00 10T12:00 13T12:00"},
		{Kubernetes, "0 12 ? * mon", "25T12:00 01T12:00 08T12:00"},
		{Cron, "@weekly", "31T00:00 07T00:00 14T00:00"},
		{Airflow, "@quarterly", "01T00:00"},
		{Cron, "15 8,20 10 6 *", "10T20:15 10T08:15 10T20:15"},
		{Airflow, "0 0 * * fri#2", "08T00:00 12T00:00"},
		{Airflow, "0 0 L * *", "31T00:00"},
		{Airflow, "0 0 * * L5", "29T00:00"},
		{EventBridge, "cron(0 12 ? * MON-WED *)", "27T12:00 01T12:00 02T12:00 03T12:00 08T12:00 09T12:00 10T12:00"},
		{EventBridge, "cron(0 12 ? * 1 2026)", "31T12:00 07T12:00 14T12:00"},
		{EventBridge, "cron(0 12 ? * 2#2 *)", "11T12:00 08T12:00"},
		{EventBridge, "cron(0 12 ? * 6L 2025/1)", "29T12:00"},
		{EventBridge, "cron(0 12 6W * ? *)", "06T12:00 05T12:00"}, // a Saturday
		{EventBridge, "cron(0 12 7W * ? *)", "07T12:00 08T12:00"}, // a Sunday
		{EventBridge, "cron(0 12 LW 5 ? *)", "29T12:00"},          // 31 May is a Sunday
		{EventBridge, "at(2026-06-03T04:05:00)", "03T04:05"},
		{EventBridge, "at(2026-06-15T00:00:00)", ""},
	} {
		if got := slots(t, c.d, c.text, "UTC", "", "2026-06-01T00:00", "2026-06-15T00:00"); got != c.want {
			t.Errorf("%s %q is due on\n\t%s, expected\n\t%s", c.d, c.text, got, c.want)
		}
	}
}

// Clocks of Berlin go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
func TestClockChanges(t *testing.T) {
	for _, c := range []struct {
		d           Dialect
		text        string
		spring, off string // in UTC, from the evening before to the afternoon
	}{
		{Cron, "30 2 * * *", "28T01:30 29T01:00", "24T00:30 25T00:30"},
		{Cron, "0,30 2 * * *", "28T01:30 29T01:00", "24T00:30 25T00:00 25T00:30"},
		{Cron, "30 1 * * *", "28T00:30 29T00:30", "23T23:30 24T23:30"},
		{Cron, "0 3 * * *", "28T02:00 29T01:00", "24T01:00 25T02:00"},
		{Cron, "30 1-3 * * *", "28T02:30 29T00:30 29T01:00 29T01:30", "24T01:30 24T23:30 25T00:30 25T02:30"},
		{Cron, "30 */2 * * *", "28T21:30 28T23:30 29T02:30 29T04:30 29T06:30 29T08:30 29T10:30", "24T20:30 24T22:30 25T00:30 25T01:30 25T03:30 25T05:30 25T07:30 25T09:30 25T11:30"},
		{Airflow, "30 2 * * *", "28T01:30 29T01:30", "24T00:30 25T01:30"},
		{Airflow, "30 0,2 * * *", "28T01:30 28T23:30 29T01:30", "24T00:30 24T22:30 25T00:30"},
		{EventBridge, "cron(30 2 * * ? *)", "28T01:30", "24T00:30 25T00:30"},
		{Kubernetes, "30 2 * * *", "28T01:30", "24T00:30 25T00:30 25T01:30"},
	} {
		spring := slots(t, c.d, c.text, "Europe/Berlin", "", "2026-03-28T22:00", "2026-03-29T12:00")
		off := slots(t, c.d, c.text, "Europe/Berlin", "", "2026-10-24T22:00", "2026-10-25T12:00")
		if spring != c.spring || off != c.off {
			t.Errorf("%s %q is due on\n\t%s and\n\t%s, expected\n\t%s and\n\t%s", c.d, c.text, spring, off, c.spring, c.off)
		}
	}
	hourly := slots(t, Cron, "0 * * * *", "Europe/Berlin", "", "2026-03-29T00:00", "2026-03-29T04:00")
	if hourly != "28T23:00 29T00:00 29T01:00 29T02:00 29T03:00" {
		t.Errorf("every hour is %s in spring", hourly)
	}
	hourly = slots(t, Cron, "*/30 2 * * *", "Europe/Berlin", "", "2026-10-25T00:00", "2026-10-25T04:00")
	if hourly != "24T00:30 25T00:00 25T00:30 25T01:00 25T01:30" {
		t.Errorf("every half hour from two is %s in autumn", hourly)
	}
	// Samoa left out 30 December 2011: a change that is no summer time.
	if apia := slots(t, Cron, "0 12 * * *", "Pacific/Apia", "", "2011-12-30T00:00", "2012-01-01T00:00"); apia != "29T22:00 30T22:00 31T22:00" {
		t.Errorf("every noon in Apia is %s", apia)
	}
	// Half an hour on Lord Howe, and a change at midnight in Beirut.
	if howe := slots(t, Cron, "15 2 * * *", "Australia/Lord_Howe", "", "2026-10-03T00:00", "2026-10-04T00:00"); howe != "02T15:45 03T15:30" {
		t.Errorf("02:15 on Lord Howe is %s", howe)
	}
	if beirut := slots(t, Airflow, "@daily", "Asia/Beirut", "", "2026-03-28T12:00", "2026-03-29T12:00"); beirut != "27T22:00 28T22:00" {
		t.Errorf("midnight in Beirut is %s", beirut)
	}
}

func TestRates(t *testing.T) {
	for _, c := range []struct {
		d                  Dialect
		text, anchor, want string
	}{
		{EventBridge, "rate(1 day)", "2026-05-30T08:00", "31T08:00 01T08:00 02T08:00"},
		{EventBridge, "rate(12 hours)", "2026-06-01T10:00", "01T10:00 01T22:00 02T10:00 02T22:00"},
		{EventBridge, "rate(1 day)", "2026-06-01T00:00", "01T00:00 02T00:00"},
		{Airflow, "1 day, 0:00:00", "2026-05-01T06:00", "31T06:00 01T06:00 02T06:00"},
		{Airflow, "16:00:00", "2026-05-31T00:00", "31T16:00 01T08:00 02T00:00 02T16:00"},
		{EventBridge, "rate(1 day)", "", ErrAnchor.Error()},
	} {
		if got := slots(t, c.d, c.text, "UTC", c.anchor, "2026-06-01T00:00", "2026-06-03T00:00"); got != c.want {
			t.Errorf("%q from %s is due on %s, expected %s", c.text, c.anchor, got, c.want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		d          Dialect
		text, want string
	}{
		{Cron, "60 * * * *", `minute "60", expected 0 to 59`},
		{Cron, "* 24 * * *", `hour "24"`},
		{Cron, "* * 0 * *", "day of the month"},
		{Cron, "* * * 13 *", "month"},
		{Cron, "* * * * 8", "day of the week"},
		{Kubernetes, "* * * * 7", "day of the week"},
		{Cron, "* * * *", "has 4 fields, expected 5"},
		{Cron, "0 0 * * * *", "has 6 fields"},
		{Cron, "5/15 * * * *", "a step without a range"},
		{Cron, "*/0 * * * *", `step "0"`},
		{Cron, "1-x * * * *", `minute "x"`},
		{Cron, "30-10 * * * *", "ends before it begins"},
		{Cron, "+5 * * * *", `minute "+5"`},
		{Cron, ",5 * * * *", `minute ""`},
		{Cron, "0 0 L * *", `day of the month "L"`},
		{Cron, "0 0 * * 5#2", "day of the week"},
		{Cron, "0 0 ? * *", "day of the month"},
		{Kubernetes, "0 0 * * 5L", "day of the week"},
		{Airflow, "0 0 15W * *", "does not know"},
		{Airflow, "0 0 * * fri#6", "week of the month"},
		{Cron, "@reboot", "is no time"},
		{Airflow, "@once", "is no time"},
		{Airflow, "@continuous", "is no time"},
		{Airflow, "Dataset", "has 1 fields"},
		{EventBridge, "0 0 * * ? *", "is not cron"},
		{EventBridge, "cron(0 0 * * * *)", "question mark"},
		{EventBridge, "cron(0 0 ? * ? *)", "question mark"},
		{EventBridge, "cron(0 0 * * ?)", "has 5 fields, expected 6"},
		{EventBridge, "cron(0 0 32W * ? *)", "day of the month"},
		{EventBridge, "cron(0 0 ? * 8 *)", "day of the week"},
		{EventBridge, "cron(0 0 * * ? 1969)", "year"},
		{EventBridge, "rate(0 days)", "rate"},
		{EventBridge, "rate(5 weeks)", "rate"},
		{EventBridge, "at(tomorrow)", "time \"tomorrow\""},
		{"quartz", "0 0 * * *", "dialect"},
	} {
		if _, err := Parse(c.d, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: got %v, expected %q", c.d, c.text, err, c.want)
		}
	}
	s, err := Parse(Cron, "* * * * *")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Slots(time.UTC, time.Time{}, moment(t, "2000-01-01T00:00"), moment(t, "2010-01-01T00:00")); err == nil {
		t.Error("five million slots were given")
	}
	if got := slots(t, Cron, "0 0 30 2 *", "UTC", "", "2026-01-01T00:00", "2027-01-01T00:00"); got != "" {
		t.Errorf("30 February is %s", got)
	}
	if got := slots(t, Cron, "0 0 29 2 *", "UTC", "", "2026-01-01T00:00", "2027-01-01T00:00"); got != "29T00:00" {
		t.Errorf("the last 29 February is %s", got)
	}
}

// Whatever is understood gives slots in order, each once, inside of the time that was asked for, apart from the first.
func FuzzSlots(f *testing.F) {
	for _, s := range []string{"0 12 * * *", "*/5 1-3,5 1 jan-mar 1#2", "@daily", "1 day, 0:00:00", "cron(0 8 ? * 6L *)", "rate(5 minutes)", "at(2026-03-29T02:30:00)"} {
		f.Add(s)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		f.Fatal(err)
	}
	from := time.Date(2026, 3, 27, 0, 0, 0, 0, time.UTC)
	until := from.AddDate(0, 0, 5)
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range []Dialect{Cron, Airflow, EventBridge, Kubernetes} {
			s, err := Parse(d, text)
			if err != nil {
				continue
			}
			got, err := s.Slots(zone, from.AddDate(0, -1, 0), from, until)
			if err != nil {
				continue
			}
			for i, at := range got {
				if !at.Before(until) || i > 0 && (at.Before(from) || !at.After(got[i-1])) {
					t.Fatalf("%s %q is due on %v", d, text, got)
				}
			}
		}
	})
}
