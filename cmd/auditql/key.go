package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/term"

	"auditql/analytics/fault"
	"auditql/analytics/report"
)

// readKey reads a private key, or finds the private key of a public one in the agent. Done ends the talk with the agent.
func (a *app) readKey(ctx context.Context, file string) (key ssh.Signer, done func(), err error) {
	done = func() {}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, done, fault.New(fault.Usage, "read key: %w", err)
	}
	if public, _, _, _, err := ssh.ParseAuthorizedKey(text); err == nil {
		return fromAgent(file, public)
	}
	key, err = ssh.ParsePrivateKey(text)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		phrase, askErr := a.ask(ctx, "passphrase of "+file)
		if askErr != nil {
			return nil, done, askErr
		}
		if key, err = ssh.ParsePrivateKeyWithPassphrase(text, phrase); errors.Is(err, x509.IncorrectPasswordError) {
			return nil, done, fault.At(fault.Usage, file, 0, "the passphrase is not the one of this key")
		}
	}
	if err != nil {
		return nil, done, fault.At(fault.Usage, file, 0, "read key: %w", err).Hint("--key names an OpenSSH key, such as ~/.ssh/id_ed25519; of a key on a security device, ssh-add it and name the .pub file")
	}
	return key, done, nil
}

// ask asks for a secret on the terminal, without showing what is typed. When the user gives up, the terminal is as before.
func (a *app) ask(ctx context.Context, what string) ([]byte, error) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, fault.New(fault.Usage, "the %s is needed, and there is no terminal to ask on", what).
			Hint("ssh-add the key and name its .pub file with --key")
	}
	defer tty.Close()
	before, err := term.GetState(int(tty.Fd()))
	if err != nil {
		return nil, fault.New(fault.Broken, "read passphrase: %w", err)
	}
	var phrase []byte
	read := make(chan error, 1)
	fmt.Fprintf(tty, "%s: ", report.Clean(what))
	go func() {
		var err error
		phrase, err = term.ReadPassword(int(tty.Fd()))
		read <- err
	}()
	select {
	case err = <-read:
	case <-ctx.Done():
		err = errors.Join(ctx.Err(), term.Restore(int(tty.Fd()), before))
	}
	fmt.Fprintln(tty)
	if err != nil {
		return nil, fault.New(fault.Broken, "read passphrase: %w", err)
	}
	return phrase, nil
}

func fromAgent(file string, public ssh.PublicKey) (ssh.Signer, func(), error) {
	none := func() {}
	conn, err := net.Dial("unix", os.Getenv("SSH_AUTH_SOCK"))
	if err != nil {
		return nil, none, fault.New(fault.Usage, "%s is a public key, and no SSH agent answers: %w", file, err).
			Hint("start ssh-agent and ssh-add the key, or name the private key")
	}
	done := func() { conn.Close() }
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil, done, fault.New(fault.Broken, "ask SSH agent: %w", err)
	}
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), public.Marshal()) {
			return s, done, nil
		}
	}
	done()
	return nil, none, fault.New(fault.Usage, "the SSH agent does not have the key of %s", file).Hint("ssh-add it")
}
