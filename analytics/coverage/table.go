package coverage

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/fault"
)

// tableColumns are those of rcm.csv: one row for each pair of a risk and a control. A risk without a control, or a control
// without a risk, leaves the other's columns empty. What is said of a risk or control in one row is not said otherwise in another.
var tableColumns = []string{"risk_id", "risk_title", "impact", "likelihood", "control_id", "control_title", "key_control", "tests"}

// parseTable reads rcm.csv, with commas or semicolons, as spreadsheets write it. Tests are separated by spaces or semicolons.
func parseTable(text []byte) (*Matrix, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(text))
	head, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	header, err := r.Read()
	if err != nil {
		return nil, fault.At(fault.Usage, TableName, 1, "no header could be read: %v", err)
	}
	place, err := placesOf(header)
	if err != nil {
		return nil, err
	}
	m := &Matrix{File: TableName}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fault.At(fault.Usage, TableName, broken.Line, "%v", broken.Err)
		}
		line, _ := r.FieldPos(0) // there is no position when the line is broken
		row := map[string]string{}
		for name, i := range place {
			row[name] = strings.TrimSpace(cells[i])
		}
		if err := m.add(row, line); err != nil {
			return nil, err
		}
	}
}

// placesOf says which cell each column is in.
func placesOf(header []string) (map[string]int, error) {
	place := map[string]int{}
	for i, name := range header {
		name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
		_, twice := place[name]
		if twice || !slices.Contains(tableColumns, name) {
			return nil, fault.At(fault.Usage, TableName, 1, "the column %q is twice there or not known, expected %s", name, strings.Join(tableColumns, ", "))
		}
		place[name] = i
	}
	for _, name := range tableColumns {
		if _, ok := place[name]; !ok {
			return nil, fault.At(fault.Usage, TableName, 1, "the column %q is missing, expected %s", name, strings.Join(tableColumns, ", "))
		}
	}
	return place, nil
}

func (m *Matrix) add(row map[string]string, line int) error {
	if row["risk_id"] == "" && row["control_id"] == "" {
		return fault.At(fault.Usage, TableName, line, "the row names neither a risk nor a control")
	}
	if row["risk_id"] != "" {
		if err := m.addRisk(row, line); err != nil {
			return err
		}
	}
	if row["control_id"] == "" {
		return nil
	}
	return m.addControl(row, line)
}

func (m *Matrix) addRisk(row map[string]string, line int) error {
	impact, err := strconv.Atoi(row["impact"])
	if err != nil {
		return fault.At(fault.Usage, TableName, line, "impact is %q, expected a number from 1 to 5", row["impact"])
	}
	likelihood, err := strconv.Atoi(row["likelihood"])
	if err != nil {
		return fault.At(fault.Usage, TableName, line, "likelihood is %q, expected a number from 1 to 5", row["likelihood"])
	}
	risk := Risk{row["risk_id"], row["risk_title"], impact, likelihood}
	i := slices.IndexFunc(m.Risks, func(r Risk) bool { return r.ID == risk.ID })
	switch {
	case i < 0:
		m.Risks = append(m.Risks, risk)
	case m.Risks[i] != risk:
		return fault.At(fault.Usage, TableName, line, "the risk %q has another title, impact or likelihood than in a row above", risk.ID)
	}
	return nil
}

func (m *Matrix) addControl(row map[string]string, line int) error {
	key, err := yesOrNo(row["key_control"])
	if err != nil {
		return fault.At(fault.Usage, TableName, line, "key_control is %q, expected yes or no", row["key_control"])
	}
	c := OwnControl{ID: row["control_id"], Title: row["control_title"], Key: key,
		Tests: strings.FieldsFunc(row["tests"], func(r rune) bool { return strings.ContainsRune(" ;,\n\r\t", r) })}
	i := slices.IndexFunc(m.Controls, func(o OwnControl) bool { return o.ID == c.ID })
	if i < 0 {
		i = len(m.Controls)
		m.Controls = append(m.Controls, c)
	}
	have := &m.Controls[i]
	if have.Title != c.Title || have.Key != c.Key || !slices.Equal(have.Tests, c.Tests) {
		return fault.At(fault.Usage, TableName, line, "the control %q has another title, key or tests than in a row above", c.ID)
	}
	if row["risk_id"] != "" && !slices.Contains(have.Risks, row["risk_id"]) {
		have.Risks = append(have.Risks, row["risk_id"])
	}
	return nil
}

func yesOrNo(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "yes", "y", "x", "key":
		return true, nil
	case "no", "n", "":
		return false, nil
	}
	return strconv.ParseBool(text)
}
