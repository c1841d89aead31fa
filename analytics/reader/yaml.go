package reader

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"auditql/analytics/contract"
)

// yamlReader reads a stream of YAML documents. Each becomes JSON and is then read as such, so that one set of paths and
// of records keys serves both: a list as kubectl prints it is an envelope with items. A long list is not parsed at
// once but entry by entry.
type yamlReader struct {
	ctx    context.Context
	parts  yamlParts
	limit  int
	json   *jsonReader
	survey bool       // first pass: only values beside the records are wanted
	caught [][]caught // of each document
	at     yamlPart   // the part being read
	begun  bool
}

func openYAML(ctx context.Context, src *source, e *contract.Export, l Limits) (*yamlReader, error) {
	y, err := newYAML(ctx, src, e, l)
	if err != nil || y.json.paths.catch == nil {
		return y, err
	}
	again, err := openSource(src.file, l)
	if err != nil {
		return nil, err
	}
	defer again.Close()
	first, err := newYAML(ctx, again, e, l)
	if err != nil {
		return nil, err
	}
	first.survey, first.json.survey = true, true
	var r Record
	for err == nil {
		err = first.next(&r)
	}
	y.caught = first.caught
	if err == io.EOF {
		err = nil
	}
	return y, err
}

func newYAML(ctx context.Context, src *source, e *contract.Export, l Limits) (*yamlReader, error) {
	j, err := newJSON(src, e, l)
	if err != nil {
		return nil, err
	}
	parts := yamlParts{w: newWindow(src.decoded, src.skipped, min(l.Record, maxPart)), keys: e.Records, line: 1}
	j.restart(nil)
	return &yamlReader{ctx: ctx, parts: parts, limit: l.Record, json: j}, nil
}

// next gives the next record of the part, or of the next part.
func (y *yamlReader) next(r *Record) error {
	for {
		if y.begun {
			err := y.json.next(r)
			if err == nil {
				y.locate(r)
				return nil
			} else if err != io.EOF {
				return err
			}
			y.leave()
		}
		if err := y.ctx.Err(); err != nil {
			return err
		}
		var err error
		if y.at, err = y.parts.next(); err == errFull {
			return y.giveUp(r)
		} else if err != nil {
			return err
		}
		if y.enter(r) {
			return nil
		}
	}
}

// giveUp rejects the rest of the file, from the start of the part that is too long.
func (y *yamlReader) giveUp(r *Record) error {
	start := y.parts.abandon()
	y.json.damaged = fmt.Sprintf("the YAML at line %d is longer than %d bytes in one piece; ask for it as JSON", start.line, maxPart)
	p := newPiece()
	p.add(start.text)
	r.Line, r.Offset = start.line, start.offset
	return y.parts.w.rejectRest(r, p, CodeTooLarge, y.json.damaged)
}

// enter starts reading a part, or gives it as a reject.
func (y *yamlReader) enter(r *Record) (rejected bool) {
	if y.survey && y.at.entry {
		return false
	}
	text, code, detail := yamlToJSON(y.at.text, y.limit)
	if code != "" {
		r.Raw, r.Reject = y.at.text, rejectOf(y.at.text, code, detail)
		y.locate(r)
		return true
	}
	if y.at.entry { // a list of one
		text = bytes.TrimSuffix(bytes.TrimPrefix(text, []byte{'['}), []byte("]\n"))
	}
	y.json.plain = y.at.entry
	y.json.caught = nil
	if !y.survey && !y.at.entry {
		y.json.caught = y.caughtOf(y.at.document)
	}
	y.json.restart(text)
	y.begun = true
	return false
}

func (y *yamlReader) caughtOf(document int) [][]caught {
	if document < len(y.caught) {
		return y.caught[document : document+1]
	}
	return nil
}

// leave ends a part. What the first pass caught belongs to the document.
func (y *yamlReader) leave() {
	y.begun = false
	if y.survey {
		for len(y.caught) <= y.at.document {
			y.caught = append(y.caught, nil)
		}
		if len(y.json.caught) > 0 {
			y.caught[y.at.document] = y.json.caught[0]
		}
	}
}

// locate puts the place of the part in the file to the record.
func (y *yamlReader) locate(r *Record) {
	path := fmt.Appendf(nil, "document[%d]", y.at.document)
	if y.at.entry {
		if y.at.key != "" {
			path = fmt.Appendf(path, ".%s", y.at.key)
		}
		path = fmt.Appendf(path, "[%d]", y.at.index)
		if r.Reject == nil {
			if c := y.caughtOf(y.at.document); c != nil {
				r.add(c[0])
			}
		}
	} else if len(r.Path) > 0 && r.Path[0] != '[' {
		path = append(path, '.')
	}
	r.Path = append(path, r.Path...)
	r.Line, r.Offset = y.at.line, y.at.offset
}

func (y *yamlReader) finish(sum *Summary) error { return y.json.finish(sum) }
