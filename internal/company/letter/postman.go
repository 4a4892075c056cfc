package letter

import (
	"context"

	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// ResetTx sends the word that lets a person choose a new password (user.Postman). The link leads to the address in the
// settings, never to one a stranger's request named.
func (s *Service) ResetTx(ctx context.Context, tx *db.Tx, acc tenant.AccountID, to user.User, word string) error {
	base, loc, _, err := s.addressed(ctx, tx, acc, to)
	if err != nil {
		return err
	}
	return s.EnqueueTx(ctx, tx, acc, Letter{
		Email: to.Email, Name: to.Name, Locale: loc, Subject: lang.Text(loc, "A new password for Voronka"),
		Lines:  []string{lang.Text(loc, "Somebody, most likely you, asked for a new password. The link works for one hour and once.")},
		Button: &Line{lang.Text(loc, "Choose a new password"), base + "/reset/" + word},
		Foot:   []Line{{Text: lang.Text(loc, "If it was not you, do nothing: the password stays as it is.")}},
	})
}

// InviteTx sends the word of an invitation (user.Postman).
func (s *Service) InviteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, to user.User, word string) error {
	base, loc, company, err := s.addressed(ctx, tx, who.AccountID, to)
	if err != nil {
		return err
	}
	names, err := user.Names(ctx, tx, who.AccountID)
	if err != nil {
		return err
	}
	return s.EnqueueTx(ctx, tx, who.AccountID, Letter{
		Email: to.Email, Name: to.Name, Locale: loc, Subject: lang.Text(loc, "%s invites you to Voronka", names[who.UserID]),
		Lines:  []string{lang.Text(loc, "The company %q keeps its clients and deals in Voronka. The link works for seven days.", company)},
		Button: &Line{lang.Text(loc, "Accept the invitation"), base + "/invite/" + word},
	})
}

func (s *Service) addressed(ctx context.Context, tx *db.Tx, acc tenant.AccountID, to user.User) (base string, loc lang.Locale, company string, err error) {
	if base, err = s.BaseURL(ctx, tx, acc); err != nil {
		return "", "", "", err
	}
	a, err := account.FindTx(ctx, tx, acc)
	if err != nil {
		return "", "", "", err
	}
	return base, lang.Locale(to.Language).Or(lang.Locale(a.Language).Or(lang.EN)), a.Name, nil
}
