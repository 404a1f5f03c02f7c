package documents

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const (
	clamdChunk = 64 << 10
	// clamdStall is how long clamd may take to accept one chunk or a greeting.
	clamdStall = 30 * time.Second
	// clamdVerdict is above clamd's own MaxScanTime of two minutes.
	clamdVerdict = 150 * time.Second
)

// Clamd asks a clamd daemon. Addr is host:port or unix:/path/to/socket. Its
// StreamMaxLength must not be below the portal's own limit for uploads.
type Clamd struct {
	Addr string
}

var _ Scanner = Clamd{}

// Scan sends r with the INSTREAM command while it is read.
func (c Clamd) Scan(ctx context.Context, r io.Reader) error {
	answer, err := c.ask(ctx, "INSTREAM", func(conn net.Conn) error { return stream(conn, r) })
	switch {
	case err != nil:
		return err
	case strings.HasSuffix(answer, " FOUND"):
		return fmt.Errorf("%w: %s", ErrInfected, strings.TrimSuffix(strings.TrimPrefix(answer, "stream: "), " FOUND"))
	case answer == "stream: OK":
		return nil
	}
	return fmt.Errorf("clamd %s says %q", c.Addr, answer)
}

// Ready sends PING.
func (c Clamd) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	answer, err := c.ask(ctx, "PING", func(net.Conn) error { return nil })
	if err == nil && answer != "PONG" {
		err = fmt.Errorf("clamd %s says %q to a ping", c.Addr, answer)
	}
	return err
}

// ask sends one command with its body and reads the one answer. When the body
// cannot be sent the answer is still tried, because clamd explains a refused
// stream and closes; the error of the body is returned when there is none.
func (c Clamd) ask(ctx context.Context, command string, body func(net.Conn) error) (string, error) {
	network, address := "tcp", c.Addr
	if path, unix := strings.CutPrefix(c.Addr, "unix:"); unix {
		network, address = "unix", path
	}
	conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, network, address)
	if err != nil {
		return "", fmt.Errorf("clamd: %w", err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	_ = conn.SetDeadline(time.Now().Add(clamdStall))
	_, sent := io.WriteString(conn, "z"+command+"\x00")
	if sent == nil {
		sent = body(conn)
	}
	if errors.Is(sent, errSource) {
		return "", sent
	}
	_ = conn.SetReadDeadline(time.Now().Add(clamdVerdict))
	answer, err := bufio.NewReaderSize(conn, 4<<10).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("clamd %s: %w", c.Addr, errors.Join(sent, err, ctx.Err()))
	}
	return strings.TrimRight(answer, "\x00\n"), nil
}

// errSource marks that reading what must be scanned failed, not clamd.
var errSource = errors.New("reading what must be scanned")

// stream writes r as INSTREAM wants it: each chunk after its length, an empty
// chunk at the end.
func stream(conn net.Conn, r io.Reader) error {
	buffer := make([]byte, 4+clamdChunk)
	for {
		n, err := r.Read(buffer[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n))
			_ = conn.SetWriteDeadline(time.Now().Add(clamdStall))
			if _, failed := conn.Write(buffer[:4+n]); failed != nil {
				return failed
			}
		}
		if err == io.EOF {
			_, failed := conn.Write(make([]byte, 4))
			return failed
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errSource, err)
		}
	}
}
