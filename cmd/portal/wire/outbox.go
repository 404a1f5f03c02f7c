package wire

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/webhook"
	"providerportal/matching"
)

// outbox hands news of requests to the systems of municipalities.
type outbox struct{ hooks *webhook.Service }

// RequestChanged queues the news in the transaction of the act.
func (o outbox) RequestChanged(tx *gorm.DB, municipality string, news matching.News) error {
	return o.hooks.Publish(tx, municipality, webhook.News{
		Kind: "matchingverzoek." + news.Act, AboutID: news.RequestID, Reference: news.Reference,
		Status: news.Status, At: news.At, Path: "/v1/matchingverzoeken/" + news.RequestID.String(),
	})
}

// RequestErased forgets the news in the transaction of the erasure.
func (o outbox) RequestErased(tx *gorm.DB, id uuid.UUID) error { return o.hooks.Forget(tx, id) }
