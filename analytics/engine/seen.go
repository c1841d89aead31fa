package engine

import "time"

// Seen counts the rows of a load that have a driving time, whatever became of them: what was filtered from a log still
// says that the log was there at that hour.
type Seen struct {
	First, Last string          // empty when no row has a time
	Hours       map[int64]int64 // rows by hour since 1970-01-01, UTC
}

// maxHours bounds the hours that are told apart, to those of a hundred years. Times that far apart are no export's.
const maxHours = 24 * 36_600

// sight notes driving times in microseconds. Rows mostly come in order of time, so the hour of the last is kept at hand.
type sight struct {
	began       bool
	early, late int64
	hours       map[int64]int64
	hour, n     int64
}

const hourMicros = 60 * 60 * 1_000_000

func (s *sight) note(at *int64) {
	if at == nil {
		return
	}
	if !s.began {
		s.began, s.early, s.late = true, *at, *at
	}
	s.early, s.late = min(s.early, *at), max(s.late, *at)
	hour := *at / hourMicros
	if *at%hourMicros < 0 {
		hour--
	}
	if hour != s.hour {
		s.settle()
		s.hour = hour
	}
	s.n++
}

func (s *sight) settle() {
	if s.hours == nil {
		s.hours = map[int64]int64{}
	}
	if _, known := s.hours[s.hour]; s.n > 0 && (known || len(s.hours) < maxHours) {
		s.hours[s.hour] += s.n
	}
	s.n = 0
}

func (s *sight) seen(form string) Seen {
	if !s.began {
		return Seen{}
	}
	s.settle()
	return Seen{First: time.UnixMicro(s.early).UTC().Format(form), Last: time.UnixMicro(s.late).UTC().Format(form), Hours: s.hours}
}
