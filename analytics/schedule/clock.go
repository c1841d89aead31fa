package schedule

import (
	"slices"
	"time"
)

// ofDay gives the slots of a day of the calendar, in order, each once.
func (s *Schedule) ofDay(zone *time.Location, day time.Time) (out []time.Time) {
	if !s.fields.on(day) {
		return nil
	}
	for _, hour := range s.fields.hour.values(0, 23) {
		for _, minute := range s.fields.minute.values(0, 59) {
			local := day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
			out = append(out, s.at(zone, local)...)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// at gives the moments for a time that the clocks show: none or one when they leave it out, one or two when they show it twice.
func (s *Schedule) at(zone *time.Location, local time.Time) []time.Time {
	// Every change of a zone's offset is less than a day away from one of these two.
	early, late := showing(zone, local, -24*time.Hour), showing(zone, local, 24*time.Hour)
	shownEarly, shownLate := shows(zone, early, local), shows(zone, late, local)
	follows := s.followsTheClock()
	switch {
	case shownEarly && shownLate && early.Equal(late):
		return []time.Time{early}
	case shownEarly && shownLate:
		switch {
		case follows || s.dialect == Kubernetes:
			return []time.Time{early, late}
		case s.dialect == Airflow && s.isFixed():
			return []time.Time{late}
		}
		return []time.Time{early}
	case shownEarly:
		return []time.Time{early}
	case shownLate:
		return []time.Time{late}
	}
	if left := early.Sub(late); follows || left > 3*time.Hour { // early keeps the clock as it was: it is after the change
		return nil
	}
	switch s.dialect {
	case Cron:
		change, _ := early.In(zone).ZoneBounds()
		return []time.Time{change.UTC()}
	case Airflow:
		return []time.Time{early}
	}
	return nil
}

// followsTheClock says whether a job runs so often that it is due whenever the clocks show its time.
func (s *Schedule) followsTheClock() bool {
	if s.dialect == Cron {
		return s.fields.hour.star || s.fields.minute.star
	}
	return s.fields.hour.star
}

// isFixed says whether the job runs at one time of the day.
func (s *Schedule) isFixed() bool {
	return len(s.fields.hour.values(0, 23)) == 1 && len(s.fields.minute.values(0, 59)) == 1
}

// showing gives the moment at which clocks show a time that keep the offset which the zone has some time from then.
func showing(zone *time.Location, local time.Time, from time.Duration) time.Time {
	_, offset := local.Add(from).In(zone).Zone()
	return local.Add(-time.Duration(offset) * time.Second)
}

func shows(zone *time.Location, at, local time.Time) bool {
	_, offset := at.In(zone).Zone()
	return at.Add(time.Duration(offset) * time.Second).Equal(local)
}
