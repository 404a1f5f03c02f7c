// Package smtptest runs a real mail server in the test's process: STARTTLS with
// a certificate made for the test, AUTH, and faults on request.
package smtptest

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // messages in any charset
	messagemail "github.com/emersion/go-message/mail"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options say how the server differs from an open one with STARTTLS.
type Options struct {
	NoTLS    bool   // does not offer STARTTLS
	Implicit bool   // TLS from the first byte
	User     string // asks for AUTH when set
	Password string
}

// Server is a mail server on a free port of 127.0.0.1. Its hooks may be set
// while it runs.
type Server struct {
	Host  string // name in the certificate
	Port  int
	Roots *x509.CertPool // trusts the server's certificate
	PEM   []byte         // the certificate, for programs that read it from a file

	options  Options
	mutex    sync.Mutex
	received []Message
	hooks    Hooks
}

// Hooks make the server misbehave. A nil hook does nothing.
type Hooks struct {
	// From, Rcpt and Data answer a command; use Refuse for a reply with a code.
	From func(address string) error
	Rcpt func(address string) error
	Data func(Message) error
	// Accepted runs after the message was taken in and before the client is
	// told so. It may block, or cut the connection with its argument.
	Accepted func(Message, net.Conn)
}

// Message is what arrived.
type Message struct {
	From, To string // of the envelope
	Raw      []byte
	Header   messagemail.Header
	Subject  string
	Text     string
	HTML     string
	User     string // who signed in
	Secure   bool   // arrived over TLS
}

// Refuse is a reply with a code such as 451 or 550.
func Refuse(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}

// Start runs a server until the end of the test.
func Start(t testing.TB, options Options) *Server {
	t.Helper()
	config, roots, err := certificate()
	if err != nil {
		t.Fatalf("make certificate: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	server := &Server{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Roots: roots, options: options,
		PEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]}),
	}
	inner := smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &session{server: server, conn: conn}, nil
	}))
	inner.Domain = "smtp.test"
	inner.ErrorLog = silent{}
	inner.MaxMessageBytes = 10 << 20
	inner.AllowInsecureAuth = options.NoTLS
	switch {
	case options.Implicit:
		listener = tls.NewListener(listener, config)
	case !options.NoTLS:
		inner.TLSConfig = config
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = inner.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = inner.Close()
		<-done
	})
	return server
}

// Silent gives the port of a server that accepts connections and never says a
// word.
func Silent(t testing.TB) (host string, port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	done := make(chan struct{})
	var conns []net.Conn
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns = append(conns, conn)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
		for _, conn := range conns {
			_ = conn.Close()
		}
	})
	return "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
}

// Set replaces the hooks.
func (s *Server) Set(hooks Hooks) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.hooks = hooks
}

// Received gives what arrived so far, the oldest first, and includes a message
// whose acceptance the client never heard of.
func (s *Server) Received() []Message {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Message(nil), s.received...)
}

func (s *Server) currentHooks() Hooks {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.hooks
}

func (s *Server) keep(message Message) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.received = append(s.received, message)
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	user     string
	from, to string
}

func (s *session) AuthMechanisms() []string {
	if s.server.options.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.options.User || password != s.server.options.Password {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.options.User != "" && s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return call(s.server.currentHooks().From, from)
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return call(s.server.currentHooks().Rcpt, to)
}

func (s *session) Data(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	message, err := Parse(raw)
	if err != nil {
		return Refuse(554, "not a message")
	}
	message.From, message.To, message.User = s.from, s.to, s.user
	_, message.Secure = s.conn.TLSConnectionState()
	hooks := s.server.currentHooks()
	if err := call(hooks.Data, message); err != nil {
		return err
	}
	s.server.keep(message)
	if hooks.Accepted != nil {
		hooks.Accepted(message, s.conn.Conn())
	}
	return nil
}

func (s *session) Reset() { s.from, s.to = "", "" }

func (s *session) Logout() error { return nil }

func call[T any](hook func(T) error, value T) error {
	if hook == nil {
		return nil
	}
	return hook(value)
}

// Parse takes a raw message apart.
func Parse(raw []byte) (Message, error) {
	reader, err := messagemail.CreateReader(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) {
		return Message{}, err
	}
	parsed := Message{Raw: raw, Header: reader.Header}
	if parsed.Subject, err = reader.Header.Subject(); err != nil {
		return Message{}, err
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return parsed, nil
		}
		if err != nil {
			return Message{}, err
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return Message{}, err
		}
		if header, ok := part.Header.(*messagemail.InlineHeader); ok {
			parsed.keep(header, string(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))))
		}
	}
}

func (m *Message) keep(header *messagemail.InlineHeader, body string) {
	switch kind, _, _ := header.ContentType(); kind {
	case "text/plain":
		m.Text = body
	case "text/html":
		m.HTML = body
	}
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}
