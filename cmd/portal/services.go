package main

import (
	"log/slog"
	"os"

	"providerportal/internal/mail"
	"providerportal/storage/documents"
)

// The functions here turn checked settings into the services at the border of
// the process. None of them connects.

// objectStore gives the store for documents.
func (s *ObjectSettings) objectStore() (*documents.S3, error) {
	return documents.NewS3(documents.S3Settings{
		Endpoint:  s.S3Endpoint,
		Region:    s.S3Region,
		Bucket:    s.S3Bucket,
		AccessKey: s.S3AccessKey,
		SecretKey: s.S3SecretKey,
		Insecure:  s.S3Insecure.On(),
	})
}

// scanner gives who scans uploads, or nil when uploads are refused.
func (s *ScanSettings) scanner() documents.Scanner {
	switch {
	case s.ClamdAddr != "":
		return documents.Clamd{Addr: s.ClamdAddr}
	case s.ScanDisabled.On():
		return documents.NoScanner{}
	default:
		return nil
	}
}

// smtp gives the mail server, with the signer of letters when there is one.
func (s *MailSettings) smtp() (*mail.SMTP, error) {
	server := &mail.SMTP{
		Host:     s.SMTPHost,
		Port:     port(s.SMTPPort),
		User:     s.SMTPUser,
		Password: s.SMTPPassword,
		TLS:      mail.TLSMode(s.SMTPTLS),
	}
	if s.DKIMKeyFile == "" {
		return server, nil
	}
	signer, err := mail.ReadDKIM(s.DKIMKeyFile, s.DKIMSelector, s.sender().Address)
	if err != nil {
		return nil, err
	}
	server.Signer = signer
	return server, nil
}

// logger writes to standard error, as the settings say.
func (s *LogSettings) logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if s.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(os.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options))
}
