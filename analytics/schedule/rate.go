package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	call = regexp.MustCompile(`^(cron|rate|at)\((.*)\)$`)
	rate = regexp.MustCompile(`^([1-9][0-9]{0,5}) (minute|hour|day)s?$`)
	step = regexp.MustCompile(`^(?:(-?\d{1,5}) days?, )?(\d{1,2}):(\d\d):(\d\d)$`)
)

// eventBridge reads cron(0 8 ? * MON-FRI *), rate(5 minutes) and at(2026-01-01T08:00:00).
func (s *Schedule) eventBridge(text string) error {
	m := call.FindStringSubmatch(text)
	if m == nil {
		return fmt.Errorf("is not cron(…), rate(…) or at(…)")
	}
	body := strings.TrimSpace(m[2])
	switch m[1] {
	case "at":
		s.once = body
		if _, err := time.Parse("2006-01-02T15:04:05", body); err != nil {
			return fmt.Errorf("has the time %q, expected one such as 2026-01-31T08:00:00", body)
		}
		return nil
	case "rate":
		r := rate.FindStringSubmatch(body)
		if r == nil {
			return fmt.Errorf("has the rate %q, expected a number of minutes, hours or days", body)
		}
		n, _ := strconv.Atoi(r[1])
		s.every = time.Duration(n) * map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}[r[2]]
		return nil
	}
	return s.cron(strings.Fields(body), 6)
}

// timedelta reads the step between two runs as Python writes it: 1:00:00, 2 days, 0:00:00.
func timedelta(text string) (time.Duration, bool) {
	m := step.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	d := time.Duration(n[0])*24*time.Hour + time.Duration(n[1])*time.Hour + time.Duration(n[2])*time.Minute + time.Duration(n[3])*time.Second
	return d, d >= time.Minute
}
