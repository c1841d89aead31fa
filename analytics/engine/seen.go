package engine

import "time"

// Seen counts the rows of a load that have a driving time, whatever became of them: what was filtered from a log still
// says that the log was there on that day.
type Seen struct {
	First, Last string          // empty when no row has a time
	Days        map[int64]int64 // rows by day since 1970-01-01, UTC
}

// maxDays bounds the days that are told apart. Times that far apart are no export's.
const maxDays = 40_000

// sight notes driving times in microseconds. Rows mostly come in order of time, so the day of the last is kept at hand.
type sight struct {
	began       bool
	early, late int64
	days        map[int64]int64
	day, n      int64
}

const dayMicros = 24 * 60 * 60 * 1_000_000

func (s *sight) note(at *int64) {
	if at == nil {
		return
	}
	if !s.began {
		s.began, s.early, s.late = true, *at, *at
	}
	s.early, s.late = min(s.early, *at), max(s.late, *at)
	day := *at / dayMicros
	if *at%dayMicros < 0 {
		day--
	}
	if day != s.day {
		s.settle()
		s.day = day
	}
	s.n++
}

func (s *sight) settle() {
	if s.days == nil {
		s.days = map[int64]int64{}
	}
	if _, known := s.days[s.day]; s.n > 0 && (known || len(s.days) < maxDays) {
		s.days[s.day] += s.n
	}
	s.n = 0
}

func (s *sight) seen(form string) Seen {
	if !s.began {
		return Seen{}
	}
	s.settle()
	return Seen{First: time.UnixMicro(s.early).UTC().Format(form), Last: time.UnixMicro(s.late).UTC().Format(form), Days: s.days}
}
