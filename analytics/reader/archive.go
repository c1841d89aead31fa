package reader

import (
	"errors"
	"io"
)

type archive struct{}

func (a *archive) open(i int) (io.ReadCloser, error) { return nil, errors.New("x") }
