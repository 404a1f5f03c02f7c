package sample

import (
	"fmt"
	"strings"

	"providerportal/internal/traderegister"
)

// Organisation is a provider that does not exist.
type Organisation struct {
	KvK            string
	Abroad         traderegister.Entry // instead of a KvK number
	Name           string
	Person         string
	Mission        string
	Offer          string
	Audience       string
	TargetGroups   []string
	Municipalities []string
}

// Entry is how its people fill in where it is registered.
func (o Organisation) Entry() traderegister.Typed {
	return traderegister.Typed{KvK: o.KvK, Country: o.Abroad.Country, Register: o.Abroad.Register, Number: o.Abroad.Number}
}

// Email is the address of the organisation's first account.
func (o Organisation) Email() string {
	return strings.ReplaceAll(strings.ToLower(o.Person), " ", ".") + "@" + o.domain()
}

func (o Organisation) domain() string {
	plain := strings.NewReplacer(" ", "-", "&", "en", ".", "", "'", "").Replace(strings.ToLower(o.Name))
	return plain + ".example"
}

// places are the municipalities with their neighbours, home first.
var places = []struct {
	name  string
	codes []string
}{
	{"Venray", []string{"GM0984", "GM1507", "GM0893"}},
	{"Venlo", []string{"GM0983", "GM1894", "GM0889"}},
	{"Horst", []string{"GM1507", "GM0983", "GM0984"}},
	{"Peel en Maas", []string{"GM1894", "GM0983"}},
	{"Gennep", []string{"GM0907", "GM0893"}},
	{"Beesel", []string{"GM0889", "GM0983"}},
	{"Bergen", []string{"GM0893", "GM0907", "GM0984"}},
}

var people = []string{
	"Lotte Janssen", "Ruben Claessens", "Fatima Aydin", "Joep Hermans", "Sanne Peeters", "Mohamed Bouali",
	"Anne van Dijk", "Piotr Kowalski", "Iris Verhaegh", "Bram Litjens", "Nour Haddad", "Koen Driessen",
}

// themes are kinds of guidance; each place has its own provider of each.
var themes = []Organisation{
	{
		Name:     "Werkpad",
		Mission:  "Wij geloven dat iedereen iets kan. Samen zoeken we werk dat bij u past, stap voor stap.",
		Offer:    "U krijgt een vaste jobcoach. Die helpt u met uw cv, met solliciteren en met de eerste weken op uw nieuwe werk. Wij kennen veel bedrijven in de streek.",
		Audience: "Mensen die bijna klaar zijn voor werk en een steuntje nodig hebben.", TargetGroups: []string{"dicht-bij-werk", "groeivermogen"},
	},
	{
		Name:     "De Groene Stap",
		Mission:  "Buiten werken geeft rust en ritme. Op onze kwekerij ontdekt u wat u kunt.",
		Offer:    "U werkt in de tuin, de kas of de winkel. Een begeleider leert u het vak en maakt met u een plan naar betaald werk.",
		Audience: "Mensen met psychische klachten of een lichte verstandelijke beperking.", TargetGroups: []string{"psychische-klachten", "verstandelijke-beperking", "grote-afstand"},
	},
	{
		Name:     "Taal en Werk",
		Mission:  "Wie de taal spreekt, vindt sneller werk. Wij leren u Nederlands op de werkvloer.",
		Offer:    "U leert Nederlands terwijl u werkt. Wij oefenen gesprekken, regels op het werk en solliciteren. Een taalcoach gaat mee.",
		Audience: "Statushouders en mensen die weinig Nederlands spreken.", TargetGroups: []string{"statushouders", "grote-afstand"},
	},
	{
		Name:     "Vakschool Maasdal",
		Mission:  "Een vak leren is de kortste weg naar werk. Bij ons leert u met uw handen.",
		Offer:    "In onze werkplaats leert u hout bewerken, lassen of fietsen maken. U haalt een praktijkverklaring en loopt stage bij een bedrijf.",
		Audience: "Mensen die graag doen en minder graag uit een boek leren.", TargetGroups: []string{"groeivermogen", "dicht-bij-werk"},
	},
	{
		Name:     "Ruim Baan",
		Mission:  "Na een moeilijke tijd weer meedoen: wij lopen met u mee, in uw tempo.",
		Offer:    "Wij praten eerst over wat u nodig hebt. Daarna bouwt u met een coach uw dagritme op, doet u vrijwilligerswerk en zoekt u betaald werk.",
		Audience: "Mensen met een grote afstand tot werk, ook na ziekte of schulden.", TargetGroups: []string{"grote-afstand", "psychische-klachten", "wmo"},
	},
	{
		Name:     "Keuken van Nu",
		Mission:  "In onze keuken telt iedereen mee. Samen koken, samen leren, samen verder.",
		Offer:    "U werkt in de keuken of de bediening van ons lunchcafé. U leert koken, gastvrij zijn en samenwerken. Wij helpen u aan een baan in de horeca.",
		Audience: "Mensen die van koken en van mensen houden.", TargetGroups: []string{"verstandelijke-beperking", "groeivermogen", "beschut-werk"},
	},
	{
		Name:     "Stevig op Weg",
		Mission:  "Ook met een beperking kunt u werken. Wij kijken naar wat wél kan.",
		Offer:    "Een ergotherapeut en een jobcoach zoeken met u een werkplek en passen die aan. Wij regelen de gesprekken met de werkgever.",
		Audience: "Mensen met een lichamelijke beperking of een chronische ziekte.", TargetGroups: []string{"lichamelijke-beperking", "dicht-bij-werk"},
	},
	{
		Name:     "Digitaal Aan de Slag",
		Mission:  "Werken met computers is voor iedereen. Wij maken u wegwijs.",
		Offer:    "U leert werken met e-mail, tekst en eenvoudige programma's. Daarna gaat u aan de slag bij een kantoor, een winkel of een helpdesk.",
		Audience: "Mensen die administratief of technisch werk zoeken.", TargetGroups: []string{"groeivermogen", "lichamelijke-beperking"},
	},
	{
		Name:     "Zorgzaam Werken",
		Mission:  "De zorg heeft mensen met een warm hart nodig. Wij helpen u om daar een plek te vinden.",
		Offer:    "U kijkt mee in een verpleeghuis of op een dagbesteding. Daarna leert u voor helpende of gastvrouw, met een coach die u wekelijks spreekt.",
		Audience: "Mensen die graag voor anderen zorgen.", TargetGroups: []string{"groeivermogen", "dicht-bij-werk"},
	},
	{
		Name:     "Rijdend Verder",
		Mission:  "Op de weg of in het magazijn: in het vervoer is altijd werk. Wij brengen u op gang.",
		Offer:    "U leert werken in een magazijn en haalt uw heftruckbewijs. Wie wil, gaat door voor chauffeur of bezorger.",
		Audience: "Mensen die van aanpakken houden en op tijd willen beginnen.", TargetGroups: []string{"dicht-bij-werk", "statushouders"},
	},
	{
		Name:     "Maatje naar Werk",
		Mission:  "Niemand hoeft het alleen te doen. U krijgt een maatje dat de weg kent.",
		Offer:    "Een vrijwilliger en een beroepskracht lopen samen met u op. Zij gaan mee naar gesprekken en bellen ook als het even tegenzit.",
		Audience: "Mensen die het alleen te zwaar vinden.", TargetGroups: []string{"grote-afstand", "psychische-klachten"},
	},
	{
		Name:     "Atelier Kleurrijk",
		Mission:  "Met kleur, stof en papier ontdekt u wat u in u hebt. En wat daarmee kan.",
		Offer:    "U maakt producten voor onze winkel: tassen, kaarten en lampen. U leert plannen, verkopen en samenwerken.",
		Audience: "Mensen met een creatief talent en behoefte aan rust.", TargetGroups: []string{"psychische-klachten", "wmo", "beschut-werk"},
	},
	{
		Name:     "Boerderij De Linde",
		Mission:  "Dieren vragen niet waar u vandaan komt. Op de boerderij telt wat u doet.",
		Offer:    "U voert de dieren, oogst groenten en werkt in de boerderijwinkel. Stap voor stap krijgt u meer taken en meer uren.",
		Audience: "Mensen die buiten tot rust komen en weer ritme zoeken.", TargetGroups: []string{"verstandelijke-beperking", "grote-afstand", "wmo"},
	},
	{
		Name:     "Schoon en Fris",
		Mission:  "Schoonmaken is een vak. Wij leren het u goed, en u verdient er uw brood mee.",
		Offer:    "U leert schoonmaken in scholen en kantoren en haalt een basisdiploma. Onze eigen ploegen nemen u daarna graag aan.",
		Audience: "Mensen die snel aan de slag willen.", TargetGroups: []string{"dicht-bij-werk", "statushouders"},
	},
	{
		Name:     "Bouwplaats Noord",
		Mission:  "Aan huizen is veel te doen. Wij maken vakmensen van wie wil leren.",
		Offer:    "U leert schilderen, stukadoren of bestraten bij echte klussen. Een leermeester werkt met u mee en een bedrijf kijkt met u mee.",
		Audience: "Mensen die lichamelijk werk aankunnen.", TargetGroups: []string{"groeivermogen", "dicht-bij-werk"},
	},
	{
		Name:     "Nieuwe Koers",
		Mission:  "Na ziekte of ontslag zoekt u een nieuwe richting. Wij helpen u kiezen.",
		Offer:    "U doet tests en gesprekken om te zien wat bij u past. Daarna oefent u met solliciteren en maakt u kennis met werkgevers.",
		Audience: "Mensen die ander werk zoeken dan vroeger.", TargetGroups: []string{"dicht-bij-werk", "lichamelijke-beperking"},
	},
}

// Neighbour comes from across the border: it has no KvK number (OH-5). No court
// gives out numbers that begin with zeros.
var Neighbour = Organisation{
	Abroad:         traderegister.Entry{Country: "DE", Register: "Handelsregister Kleve", Number: "HRB 00042"},
	Name:           "Werkstatt Niederrhein gGmbH",
	Person:         "Jule Brandt",
	Mission:        "De grens houdt werk niet tegen. Wij brengen mensen naar bedrijven aan beide kanten.",
	Offer:          "U leert in onze werkplaats omgaan met hout en metaal. Daarna gaan we samen op bezoek bij bedrijven in Venlo en in Duitsland.",
	Audience:       "Mensen die techniek willen leren, ook als zij beter Duits spreken dan Nederlands.",
	TargetGroups:   []string{"dicht-bij-werk", "grote-afstand"},
	Municipalities: []string{"GM0983", "GM0907"},
}

// Organisations gives n different providers, always the same ones.
func Organisations(n int) []Organisation {
	list := make([]Organisation, n)
	for i := range list {
		o, place := themes[i%len(themes)], places[(i+i/len(themes))%len(places)]
		o.Name += " " + place.name
		if round := i / (len(themes) * len(places)); round > 0 {
			o.Name += fmt.Sprintf(" %d", round+1)
		}
		o.KvK = fmt.Sprintf("0000%04d", i+1)
		o.Person = people[i%len(people)]
		o.Municipalities = place.codes
		list[i] = o
	}
	return list
}
