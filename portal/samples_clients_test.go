package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/fault"
	"providerportal/internal/webhook"
)

// The pages about systems of municipalities, as the gallery shows them.

func sampleConnection() client.Connection {
	used := sampleMoment.Add(-time.Hour)
	return client.Connection{Client: client.Client{
		ID: uuid.New(), Name: "Zaaksysteem Venray", Prefix: "mgr_4f0c9a53b7e1", Scopes: "requests:write requests:read",
		CreatedAt: sampleMoment.AddDate(0, -3, 0), ExpiresAt: sampleMoment.AddDate(1, 0, 0), LastUsedAt: &used,
	}, Municipality: "Venray", Consultant: "Vera Venray", Answering: true}
}

var _ = sample("staff-clients", func(frame Frame) page {
	frame.Title = frame.T("clients.title")
	p := &ClientsPage{Frame: frame}
	late, revoked, gone := sampleConnection(), sampleConnection(), sampleConnection()
	late.Name, late.ExpiresAt, late.LastUsedAt = "Regiesysteem Venlo", sampleMoment.AddDate(0, 0, 9), nil
	revoked.Name, revoked.RevokedAt = "Oud systeem", &sampleMoment
	gone.Name, gone.Answering = "Zaaksysteem Gennep", false
	p.fill([]client.Connection{sampleConnection(), late, gone, revoked}, sampleMoment)
	return p
})

var _ = sample("staff-clients-empty", func(frame Frame) page {
	frame.Title = frame.T("clients.title")
	p := &ClientsPage{Frame: frame}
	p.fill(nil, sampleMoment)
	return p
})

var _ = sample("staff-client-new", func(frame Frame) page {
	frame.Title = frame.T("new-client.title")
	p := &NewClientPage{Frame: frame, Form: newForm(frame.Words(), "new-client", &newClientForm{})}
	code := "GM0984"
	p.fill([]account.User{{ID: uuid.New(), Name: "Vera Venray", MunicipalityCode: &code}}, []Choice{{Value: code, Text: "Venray"}})
	p.Fail(frame.Words(), fault.Invalid(fault.At("name", "error.required"), fault.At("lastDay", "client.too-long", "Years", 2)))
	return p
})

func sampleClient(frame Frame, hook *webhook.Hook) *ClientPage {
	frame.Title = "Zaaksysteem Venray"
	p := &ClientPage{Frame: frame, Form: newForm(frame.Words(), "client", &clientForm{URL: "https://zaken.venray.example/berichten", Overlap: "1", Signing: "1"})}
	connection := sampleConnection()
	until := sampleMoment.AddDate(0, 0, 1)
	connection.PreviousUntil = &until
	var log []webhook.Event
	for i, kind := range []string{"gepland", "ontvangen", "verzonden"} {
		log = append(log, webhook.Event{
			ID: uuid.New(), Number: int64(12 - i), Kind: "matchingverzoek." + kind, Reference: "MV-7K3P-9X", Attempts: 1, LastResult: "200",
			CreatedAt: sampleMoment.Add(-time.Duration(i) * time.Hour), NextAttemptAt: sampleMoment, DeliveredAt: &sampleMoment,
		})
	}
	log[0].DeliveredAt, log[0].Attempts, log[0].LastResult = nil, 3, "timeout"
	p.fill(&connection, hook, log, sampleMoment)
	return p
}

var _ = sample("staff-client", func(frame Frame) page {
	return sampleClient(frame, &webhook.Hook{FailingSince: &sampleMoment})
})

var _ = sample("staff-client-off", func(frame Frame) page {
	return sampleClient(frame, &webhook.Hook{DisabledAt: &sampleMoment})
})

var _ = sample("staff-client-secret", func(frame Frame) page {
	frame.Title = frame.T("client-secret.title.token", "Name", "Zaaksysteem Venray")
	return newClientSecretPage(frame, "token", "mgr_4f0c9a53b7e1_nietEchtNietEchtNietEchtNietEchtNietEcht", uuid.New())
})

var _ = sample("client-manual", func(frame Frame) page {
	frame.Title = frame.T("manual.title")
	return newClientManualPage(frame, "https://portaal.example.nl")
})
