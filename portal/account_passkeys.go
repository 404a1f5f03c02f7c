package portal

import "providerportal/internal/account"

// PasskeyList is the part of the security page with somebody's passkeys.
type PasskeyList struct {
	Passkeys        []PasskeyItem
	PasskeysOffered bool
}

// PasskeyItem is one passkey in it.
type PasskeyItem struct {
	Name   string
	Facts  string
	Remove Button
}

func newPasskeyList(frame *Frame, keys []account.Passkey, offered bool) PasskeyList {
	list := PasskeyList{PasskeysOffered: offered}
	for _, key := range keys {
		facts := frame.T("passkey.list.made", "Date", frame.ShortDate(key.CreatedAt)) + " "
		switch {
		case key.CloneWarningAt != nil:
			facts += frame.T("passkey.list.distrusted")
		case key.LastUsedAt != nil:
			facts += frame.T("passkey.list.used", "Date", frame.ShortDate(*key.LastUsedAt))
		default:
			facts += frame.T("passkey.list.unused")
		}
		remove := frame.Button(frame.T("passkey.list.remove", "Name", key.Name), "/account/sleutels/"+key.ID.String()+"/verwijderen", "secondary")
		list.Passkeys = append(list.Passkeys, PasskeyItem{Name: key.Name, Facts: facts, Remove: remove})
	}
	return list
}

// beginPasskey gives the question for another passkey.
func (s *Server) beginPasskey(v *visit) error {
	name, err := v.passkeyName()
	if err != nil {
		return err
	}
	options, err := s.Accounts.BeginPasskey(v.ctx, v.actor, v.session, name)
	return v.putQuestion(passkeyQuestion{Create: options}, err)
}

func (s *Server) finishPasskey(v *visit) error {
	var form passkeyAnswer
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Accounts.FinishPasskey(v.ctx, v.actor, v.session, form.answer()); err != nil {
		return s.refuseFactors(v, err)
	}
	return v.done("/account/beveiliging", "passkey-added")
}

func (s *Server) removePasskey(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Accounts.RemovePasskey(v.ctx, v.actor, id); err != nil {
		return s.refuseFactors(v, err)
	}
	return v.done("/account/beveiliging", "passkey-removed")
}
