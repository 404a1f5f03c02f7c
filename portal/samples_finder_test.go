package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
)

// The staff pages of the finder as the gallery shows them.

var _ = sample("staff-synonyms", func(frame Frame) page {
	frame.Title = frame.T("synonyms.title")
	return newSynonymsPage(frame, []directory.Synonym{
		{ID: uuid.New(), Phrases: directory.Codes{"arbeidsmatige toeleiding", "hulp bij het vinden van werk", "hulp bij werk zoeken"}},
		{ID: uuid.New(), Phrases: directory.Codes{"jobcoach", "begeleiding op de werkplek"}},
	}, synonymForm{})
})

var _ = sample("staff-synonym", func(frame Frame) page {
	frame.Title = frame.T("synonyms.change")
	return newSynonymPage(frame, uuid.NewString(), synonymForm{"jobcoach\nbegeleiding op de werkplek"})
})
