package reader

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// numberFormat says what a number in a cell means: nothing more, or a day, a time of day, or both.
type numberFormat struct{ date, clock bool }

// readStyles reads which formats mean dates.
func (b *workbook) readStyles(part string) ([]numberFormat, error) {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(part, &styles); err != nil {
		return nil, err
	}
	custom := map[int]string{}
	for _, f := range styles.Formats {
		custom[f.ID] = f.Code
	}
	out := make([]numberFormat, len(styles.Cells))
	for i, c := range styles.Cells {
		if code, ok := custom[c.Format]; ok {
			out[i] = formatOfCode(code)
		} else {
			out[i] = builtin(c.Format)
		}
	}
	return out, nil
}

// builtin gives the formats that Excel knows by number; those from 27 on are of East Asian versions.
func builtin(id int) numberFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return numberFormat{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return numberFormat{clock: true}
	case id == 22:
		return numberFormat{date: true, clock: true}
	}
	return numberFormat{}
}

// formatOfCode judges a format that was typed in, such as yyyy-mm-dd hh:mm. A span of hours, [h]:mm, is no time of day.
func formatOfCode(code string) numberFormat {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	var bare strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := byte('"')
			if c == '[' {
				end = ']'
			}
			n := strings.IndexByte(code[i+1:], end)
			if n < 0 {
				return numberFormat{}
			}
			if c == '[' && n > 0 && strings.Trim(code[i+1:i+1+n], "hms") == "" {
				return numberFormat{}
			}
			i += n + 1
		default:
			bare.WriteByte(c)
		}
	}
	text := strings.NewReplacer("general", "", "am/pm", "", "a/p", "").Replace(bare.String())
	clock := strings.ContainsAny(text, "hs")
	date := strings.ContainsAny(text, "yd") || strings.Contains(text, "m") && !clock
	return numberFormat{date, clock}
}

// value gives the text of a cell's value.
func (s *sheet) value(column int, kind, style string, stored []byte) ([]byte, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(string(stored))
		text, ok := s.book.shared.get(i)
		if err != nil || !ok {
			return nil, errors.New("it refers to a text that is not there")
		}
		return text, nil
	case "b":
		if isTrue(string(stored)) {
			return []byte("true"), nil
		}
		return []byte("false"), nil
	case "e":
		s.errors++
		return stored, nil
	case "", "n":
		return s.numberText(column, style, stored), nil
	}
	return stored, nil // inlineStr, str, d
}

// numberText gives a number as it was before Excel stored it in binary: the shortest text that gives the same binary
// number, so that 4.2 is not 4.2000000000000002. Days and times become ISO text.
func (s *sheet) numberText(column int, style string, stored []byte) []byte {
	stored = bytes.TrimSpace(stored)
	if len(stored) == 0 {
		return nil
	}
	v, err := strconv.ParseFloat(string(stored), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return stored
	}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.book.styles) {
		if text, ok := s.book.moment(v, s.book.styles[i]); ok {
			return []byte(text)
		}
	}
	if math.Abs(v) >= 1e15 {
		s.byColumn[column].long++
	}
	if a := math.Abs(v); a != 0 && (a < 1e-20 || a > 1e30) {
		return stored
	}
	return strconv.AppendFloat(nil, v, 'f', -1, 64)
}

// moment gives a number of days as ISO text, to the millisecond, as Excel would show it. Excel believes that 1900 was a
// leap year.
func (b *workbook) moment(v float64, f numberFormat) (string, bool) {
	if !f.date && !f.clock || v < 0 || v >= 2958466 {
		return "", false
	}
	days, fraction := math.Modf(v)
	ms := int64(math.Round(fraction * 86_400_000))
	layout := "2006-01-02"
	if f.clock || ms > 0 {
		layout += "T15:04:05"
	}
	if ms%1000 > 0 {
		layout += ".000"
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.y1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 0:
		if !f.clock || f.date {
			return "", false
		}
		return epoch.Add(time.Duration(ms) * time.Millisecond).Format(layout[len("2006-01-02T"):]), ms < 86_400_000
	case days == 60:
		return "", false // 29 February 1900
	case days < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	t := epoch.AddDate(0, 0, int(days)).Add(time.Duration(ms) * time.Millisecond)
	return t.Format(layout), true
}
