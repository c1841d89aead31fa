package workbook

import (
	"fmt"
	"strings"

	"auditql/analytics/record"
)

// style is an index into the cell formats of the file.
type style int

const (
	plain style = iota
	title
	label
	header
	wrapped
	integer
	date
	instant
	linked
	room // for the conclusion of the auditor
	good
	bad
	unsure
	idle
	turned // a heading that reads upwards
	right  // a text that stands among numbers
)

// format is one cell format. Fonts and fills are indexes into the lists below.
type format struct {
	font, fill, border, number int
	wrap, turned, right        bool
}

var formats = [...]format{
	plain: {}, title: {font: 1}, label: {font: 2}, header: {font: 3, fill: 2, border: 1}, wrapped: {wrap: true}, integer: {number: 3},
	date: {number: 164}, instant: {number: 165}, linked: {font: 4}, room: {fill: 3, border: 2, wrap: true},
	good: {font: 5}, bad: {font: 6}, unsure: {font: 7}, idle: {font: 2}, turned: {font: 4, fill: 2, border: 1, turned: true}, right: {right: true},
}

var fonts = []string{
	`<sz val="10"/><name val="Calibri"/>`,
	`<b/><sz val="16"/><color rgb="FF1D2733"/><name val="Calibri"/>`,
	`<sz val="10"/><color rgb="FF566372"/><name val="Calibri"/>`,
	`<b/><sz val="10"/><color rgb="FF1D2733"/><name val="Calibri"/>`,
	`<u/><sz val="10"/><color rgb="FF1A5490"/><name val="Calibri"/>`,
	`<b/><sz val="10"/><color rgb="FF1F6E4C"/><name val="Calibri"/>`,
	`<b/><sz val="10"/><color rgb="FFA8322A"/><name val="Calibri"/>`,
	`<b/><sz val="10"/><color rgb="FF875803"/><name val="Calibri"/>`,
}

var fills = []string{
	`<patternFill patternType="none"/>`, `<patternFill patternType="gray125"/>`,
	`<patternFill patternType="solid"><fgColor rgb="FFE9F0F6"/></patternFill>`,
	`<patternFill patternType="solid"><fgColor rgb="FFFFF9E5"/></patternFill>`,
}

const (
	line    = `<%[1]s style="thin"><color rgb="FF9AA7B4"/></%[1]s>`
	borders = 3
)

func styles() string {
	var xfs, fontList, fillList strings.Builder
	for _, f := range formats {
		// quotePrefix keeps text that begins with = a text even when somebody edits the cell.
		fmt.Fprintf(&xfs, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"`, f.number, f.font, f.fill, f.border)
		if f.wrap {
			xfs.WriteString(` wrapText="1"`)
		}
		if f.right {
			xfs.WriteString(` horizontal="right"`)
		}
		if f.turned {
			xfs.WriteString(` textRotation="90"`)
		}
		xfs.WriteString(`/></xf>`)
	}
	for _, f := range fonts {
		fontList.WriteString(`<font>` + f + `</font>`)
	}
	for _, f := range fills {
		fillList.WriteString(`<fill>` + f + `</fill>`)
	}
	bottom := fmt.Sprintf(line, "bottom")
	box := fmt.Sprintf(line, "left") + fmt.Sprintf(line, "right") + fmt.Sprintf(line, "top") + bottom
	return `<styleSheet xmlns="` + mainSpace + `"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
		fmt.Sprintf(`<fonts count="%d">%s</fonts><fills count="%d">%s</fills>`, len(fonts), fontList.String(), len(fills), fillList.String()) +
		fmt.Sprintf(`<borders count="%d"><border/><border>%s</border><border>%s</border></borders>`, borders, bottom, box) +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">%s</cellXfs>`, len(formats), xfs.String()) +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

func verdictStyle(v record.Verdict) style {
	switch v {
	case record.NoExceptions:
		return good
	case record.Exceptions:
		return bad
	case record.NotRun:
		return idle
	}
	return unsure
}
