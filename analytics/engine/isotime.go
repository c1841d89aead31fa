package engine

import (
	"math/big"
	"regexp"
	"time"
)

var (
	epochSeconds = regexp.MustCompile(`^(\d{9,10}(\.\d{1,12})?|[1-9](\.\d{1,15})?[Ee]\+?0?9)$`)
	epochMillis  = regexp.MustCompile(`^\d{12,13}$`)
)

// isoTime writes seconds or milliseconds since 1970, as interfaces of AWS and many databases give times, as a time with its
// zone. Which of the two a number is can be told by its length, for times between 1973 and 2286. Digits beyond microseconds are
// cut off. Any other text is given back, for it may be a time that is written out.
func isoTime(text string) string {
	micros := new(big.Rat)
	switch {
	case epochSeconds.MatchString(text):
		micros.SetString(text)
		micros.Mul(micros, big.NewRat(1_000_000, 1))
	case epochMillis.MatchString(text):
		micros.SetString(text)
		micros.Mul(micros, big.NewRat(1000, 1))
	default:
		return text
	}
	whole := new(big.Int).Quo(micros.Num(), micros.Denom())
	return time.UnixMicro(whole.Int64()).UTC().Format("2006-01-02T15:04:05.000000Z")
}
