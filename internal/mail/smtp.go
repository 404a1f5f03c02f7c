package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// TLSMode says how the connection to the mail server is protected.
type TLSMode string

// The values of SMTP_TLS.
const (
	TLSMandatory TLSMode = "mandatory" // STARTTLS, or nothing is sent
	TLSImplicit  TLSMode = "implicit"  // TLS from the first byte, port 465
	TLSNone      TLSMode = "none"      // a mail catcher on the own machine
)

const smtpTimeout = 15 * time.Second

// SMTP delivers to a mail server. Each message has its own connection.
type SMTP struct {
	Host     string
	Port     int
	User     string // no sign-in when empty
	Password string
	TLS      TLSMode        // TLSMandatory when empty
	Roots    *x509.CertPool // the system's when nil
	Timeout  time.Duration  // of connecting and of sending, each; 15 s when 0
	Signer   *gomail.DKIMSigner
}

// ReadDKIM gives the signer for messages from the domain of the address from,
// with the private key (PEM; RSA, or Ed25519 as PKCS #8) in the file.
func ReadDKIM(file, selector, from string) (*gomail.DKIMSigner, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read DKIM key: %w", err)
	}
	key, err := gomail.PrivKeyFromPEM(raw)
	if err != nil {
		return nil, fmt.Errorf("read DKIM key: %w", err)
	}
	_, domain, found := strings.Cut(from, "@")
	if !found || selector == "" {
		return nil, errors.New("DKIM needs a selector and a sender address with a domain")
	}
	return gomail.NewDKIMSigner(domain, selector, key), nil
}

// Send hands the message to the server within twice Timeout. Only a refusal of
// the recipient or of the message is permanent: a refused sender, sign-in or
// connection is a matter of settings that somebody can repair.
func (s *SMTP) Send(ctx context.Context, message *gomail.Msg) error {
	err := s.connected(ctx, func(client *gomail.Client) error { return client.Send(message) })
	if err == nil || message.IsDelivered() {
		return nil // what fails after the acceptance does not undo it
	}
	return classify(err)
}

// Check connects and signs in without sending, for `portal check`. Unlike Send
// it gives the error in full, for who runs the command.
func (s *SMTP) Check(ctx context.Context) error {
	return s.connected(ctx, func(*gomail.Client) error { return nil })
}

func (s *SMTP) connected(ctx context.Context, use func(client *gomail.Client) error) error {
	line := &line{ctx: ctx, implicit: s.TLS == TLSImplicit, config: s.tlsConfig()}
	defer line.hangUp()
	client, err := gomail.NewClient(s.Host, append(s.options(), gomail.WithDialContextFunc(line.dial))...)
	if err != nil {
		return fmt.Errorf("mail server settings: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("connect to mail server: %w", err)
	}
	defer func() { _ = client.Close() }() // says QUIT; the connection itself is ours to close
	return use(client)
}

func (s *SMTP) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

func (s *SMTP) options() []gomail.Option {
	timeout := s.Timeout
	if timeout == 0 {
		timeout = smtpTimeout
	}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(timeout), gomail.WithTLSConfig(s.tlsConfig()), gomail.WithoutNoop(),
	}
	switch s.TLS {
	case TLSNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case TLSImplicit:
		options = append(options, gomail.WithSSL())
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if s.Signer != nil {
		options = append(options, gomail.WithAlwaysDKIMSign(s.Signer))
	}
	return options
}

// line is the connection of one delivery. The mail library leaves it open when
// the greeting fails, and does not watch the context once it stands.
type line struct {
	ctx      context.Context
	implicit bool
	config   *tls.Config
	mutex    sync.Mutex
	conn     net.Conn
	unwatch  func() bool
}

func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mutex.Lock()
	l.conn = conn
	l.unwatch = context.AfterFunc(l.ctx, func() { _ = conn.Close() })
	l.mutex.Unlock()
	if l.implicit {
		secure := tls.Client(conn, l.config)
		return secure, secure.HandshakeContext(ctx)
	}
	return conn, nil
}

func (l *line) hangUp() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.conn != nil {
		l.unwatch()
		_ = l.conn.Close()
	}
}

// classify turns an error of the mail library into one that may be kept.
func classify(err error) *Failure {
	var refused *gomail.SendError
	var network net.Error
	var untrusted *tls.CertificateVerificationError
	var reply *textproto.Error
	switch {
	case errors.As(err, &refused):
		return refusal(refused)
	case errors.As(err, &untrusted):
		return &Failure{Reason: "certificate"}
	case errors.As(err, &reply):
		return &Failure{Code: reply.Code, Reason: "connection"}
	case errors.As(err, &network) && network.Timeout():
		return &Failure{Reason: "timeout"}
	default:
		return &Failure{Reason: "connection"}
	}
}

func refusal(refused *gomail.SendError) *Failure {
	failure := &Failure{Code: refused.ErrorCode(), Reason: "connection"}
	switch refused.Reason {
	case gomail.ErrSMTPMailFrom, gomail.ErrGetSender:
		failure.Reason = "sender"
		return failure
	case gomail.ErrSMTPRcptTo, gomail.ErrGetRcpts:
		failure.Reason = "recipient"
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
		failure.Reason = "message"
	}
	failure.Permanent = failure.Code >= 500 || refused.Reason == gomail.ErrGetRcpts
	return failure
}
