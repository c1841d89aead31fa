package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"auditql/analytics/schedule"
)

// cronSlots gives the slots of a schedule as a JSON array of times: dialect, schedule, zone, anchor, from, until. What cannot
// be understood gives nil; cronFault says why. Of a schedule with too many slots it gives those words in place of the array.
func cronSlots(a []string) (any, error) {
	s, zone, anchor, err := scheduleOf(a)
	if err != nil {
		return nil, nil
	}
	from, ok := instant(a[4], "UTC")
	until, ok2 := instant(a[5], "UTC")
	if !ok || !ok2 {
		return nil, fmt.Errorf("cron_slots: %q to %q is no time", a[4], a[5])
	}
	due, err := s.Slots(zone, anchor, time.UnixMicro(from), time.UnixMicro(until))
	if err != nil {
		return fmt.Sprintf("schedule %q %v from %s to %s: load the job with a shorter time by --set valid_from=… --set valid_until=…, or leave it out", a[1], err, a[4], a[5]), nil
	}
	texts := make([]string, len(due))
	for i, t := range due {
		texts[i] = t.UTC().Format("2006-01-02T15:04:05Z")
	}
	out, err := json.Marshal(texts)
	return string(out), err
}

// cronFault says why a schedule cannot be understood, in the arguments of cronSlots; nil when it can.
func cronFault(a []string) (any, error) {
	if _, _, _, err := scheduleOf(a); err != nil {
		return fmt.Sprintf("schedule %q %v", a[1], err), nil
	}
	return nil, nil
}

// scheduleOf reads a schedule, its zone, and the moment from which a rate counts, which may be empty.
func scheduleOf(a []string) (*schedule.Schedule, *time.Location, time.Time, error) {
	var anchor time.Time
	zone, ok := location(a[2])
	switch {
	case a[2] == "":
		return nil, nil, anchor, errors.New("is in a zone that is not told")
	case !ok:
		return nil, nil, anchor, fmt.Errorf("is in the zone %q, which is unknown", a[2])
	}
	s, err := schedule.Parse(schedule.Dialect(a[0]), a[1])
	if err != nil {
		return nil, nil, anchor, err
	}
	if micros, ok := instant(a[3], "UTC"); ok {
		anchor = time.UnixMicro(micros).UTC()
	}
	if s.NeedsAnchor() && anchor.IsZero() {
		return nil, nil, anchor, schedule.ErrAnchor
	}
	return s, zone, anchor, nil
}
