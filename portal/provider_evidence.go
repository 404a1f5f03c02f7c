package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/workday"
)

// EvidencePage lists the proof with a last day that the contract rests on, with
// its history (E13).
type EvidencePage struct {
	Frame
	Lead  string
	Items []EvidenceItem
}

// EvidenceItem is the proof for one requirement.
type EvidenceItem struct {
	Title   string
	Tag     Tag
	Until   string
	Link    Link   // the document in use
	Waiting string // a renewal that MGR looks at
	Refused string // why the last renewal was not right
	Renew   Link
	History []Link // earlier documents
}

func (p *EvidencePage) template() string { return "provider/evidence" }

func (s *Server) showEvidence(v *visit) error {
	file, err := ifAny(s.Enrollment.OwnContractFile(v.ctx, v.actor))
	if err != nil {
		return err
	}
	p := &EvidencePage{Frame: v.frame("evidence.title")}
	p.Breadcrumbs = []Link{{Text: p.T("agreement.title"), URL: "/mijn/overeenkomst"}}
	p.fill(file, s.today())
	return v.show(p)
}

func (p *EvidencePage) fill(file *enrollment.ContractFile, today workday.Date) {
	p.Lead = p.T("evidence.lead")
	if file == nil || !file.Contract.Running() || len(file.Evidence) == 0 {
		p.Lead = p.T("evidence.none")
		return
	}
	for i := range file.Evidence {
		one := &file.Evidence[i]
		if one.State == enrollment.EvidenceCurrent {
			p.Items = append(p.Items, p.item(file, one, today))
		}
	}
}

// item puts together what belongs to the requirement of the proof in use.
func (p *EvidencePage) item(file *enrollment.ContractFile, current *enrollment.Evidence, today workday.Date) EvidenceItem {
	w := p.Words()
	item := EvidenceItem{
		Title: current.Title(p.Lang), Tag: evidenceTag(w, current, today), Until: p.Date(current.ValidUntil),
		Renew: Link{Text: p.T("evidence.renew"), URL: renewPath(current.Code)},
	}
	for i := range file.Evidence {
		one := &file.Evidence[i]
		if one.Code != current.Code {
			continue
		}
		link := Link{}
		if one.DocumentID != nil {
			link = ownDocumentLink(w, file.Documents[*one.DocumentID])
		}
		switch {
		case one == current:
			item.Link = link
		case one.State == enrollment.EvidenceOffered:
			item.Waiting = p.T("evidence.waiting", "On", one.UploadedAt)
		case one.State == enrollment.EvidenceRefused && item.Refused == "" && item.Waiting == "" && one.UploadedAt.After(current.UploadedAt):
			item.Refused = one.Reasons
		case link.URL != "":
			item.History = append(item.History, link)
		}
	}
	return item
}
