package mail_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"providerportal/internal/mail"
	"providerportal/internal/smtptest"
)

func TestDKIMSignatureHolds(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "dkim.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	smtp := transport(server)
	if smtp.Signer, err = mail.ReadDKIM(file, "portaal", "portaal@regio.example"); err != nil {
		t.Fatal(err)
	}
	record := queued(t, tx, recipient, published())
	if err := worker(tx, smtp).Work(t.Context(), attempt(record.ID, 1)); err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) ([]string, error) {
		if name != "portaal._domainkey.regio.example" {
			t.Errorf("asks for %s", name)
		}
		return []string{"v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)}, nil
	}
	raw := server.Received()[0].Raw
	verified, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: lookup})
	if err != nil || len(verified) != 1 || verified[0].Err != nil || verified[0].Domain != "regio.example" {
		t.Fatalf("%v, %+v", err, verified)
	}
	broken := bytes.Replace(raw, []byte("gepubliceerd"), []byte("verwijderd!!"), 1)
	if verified, err = dkim.VerifyWithOptions(bytes.NewReader(broken), &dkim.VerifyOptions{LookupTXT: lookup}); err != nil || verified[0].Err == nil {
		t.Error("a changed message still verifies")
	}
}

func TestBadDKIMSettingsAreNamed(t *testing.T) {
	if _, err := mail.ReadDKIM(filepath.Join(t.TempDir(), "none.pem"), "s", "a@b.example"); err == nil {
		t.Error("a missing file is accepted")
	}
}
