// Command auditql loads the exports of an auditee, performs audit tests in SQL on whole populations, draws and
// evaluates samples, and keeps a record from which a reviewer can re-perform everything.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}, time.Now)
	stop()
	os.Exit(code)
}
