package letter

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"

	"github.com/wneessen/go-mail"

	"voronka/internal/kit/errs"
)

// deliver has one conversation with the mail server.
func (s *Service) deliver(ctx context.Context, set Settings, l Letter, key string) error {
	msg, err := compose(set, l, key)
	if err != nil {
		return err
	}
	client, err := s.client(set)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	return explain(client.DialAndSendWithContext(ctx, msg), set)
}

func (s *Service) client(set Settings) (*mail.Client, error) {
	password, err := s.unseal(set)
	if err != nil {
		return nil, err
	}
	secured := &tls.Config{ServerName: set.Host, MinVersion: tls.VersionTLS12, RootCAs: s.cfg.Roots}
	options := []mail.Option{
		mail.WithPort(set.Port), mail.WithTimeout(sendTime / 2), mail.WithTLSConfig(secured), mail.WithDialContextFunc(s.dial(set, secured)),
	}
	switch set.Security {
	case TLS:
		options = append(options, mail.WithSSL())
	case StartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if set.UserName != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(set.UserName), mail.WithPassword(password))
	}
	return mail.NewClient(set.Host, options...)
}

// dial connects where the rules for outgoing requests allow it, judged by the address the name resolved to.
func (s *Service) dial(set Settings, secured *tls.Config) mail.DialContextFunc {
	plain := s.cfg.Outbound.Dialer()
	if set.Security == TLS {
		return (&tls.Dialer{NetDialer: plain, Config: secured}).DialContext
	}
	return plain.DialContext
}

// explain says what went wrong as the person who set the server can use it. Invalid is what another attempt cannot mend.
func explain(err error, set Settings) error {
	var (
		sent    *mail.SendError
		dns     *net.DNSError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		cert    *tls.CertificateVerificationError
		network net.Error
	)
	switch {
	case err == nil:
		return nil
	case errs.As(err) != nil:
		return errs.As(err)
	case errors.As(err, &sent) && sent.Reason == mail.ErrSMTPRcptTo && !sent.IsTemp():
		return errs.Invalid("", "the mail server does not take letters to this address: %s", answerOf(err))
	case errors.As(err, &sent) && !sent.IsTemp() && sent.ErrorCode() >= 500:
		return errs.Unavailable("the mail server %s refused the letter: %s", set.Host, answerOf(err))
	case errors.As(err, &dns):
		return errs.Unavailable("there is no mail server at %s, check the name", set.Host)
	case errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &cert):
		return errs.Unavailable("the certificate of %s cannot be trusted, check the name of the server", set.Host)
	case strings.Contains(strings.ToLower(err.Error()), "auth"):
		return errs.Unavailable("the mail server %s does not accept the user name and password: %s", set.Host, answerOf(err))
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return errs.Unavailable("the mail server %s does not answer, check the port %d and the protection", set.Host, set.Port)
	}
	return errs.Unavailable("the conversation with the mail server %s failed: %s", set.Host, answerOf(err))
}

// answerOf is the end of a chain of errors, which is the server's own word, in one short line.
func answerOf(err error) string {
	text := oneLine(err.Error())
	if r := []rune(text); len(r) > maxText {
		text = string(r[:maxText]) + "…"
	}
	return text
}
