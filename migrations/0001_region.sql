-- +goose Up
-- The region is data: another region replaces these rows, not the code.
-- Municipality codes are those of CBS; names and products follow the Handboek
-- Participatie 04-2023 (§3). Its §3.2 table prints "Segment 1" for Individueel,
-- an error in the source: it is segment 2 (DOM-14).

-- One row: who runs the portal.
CREATE TABLE regions (
    single        boolean PRIMARY KEY DEFAULT true CHECK (single),
    name          text NOT NULL,
    contact_email text NOT NULL
);

INSERT INTO regions (name, contact_email) VALUES
    ('MGR sociaal domein Limburg-Noord', 'info@sdin.nl');

CREATE TABLE municipalities (
    code text PRIMARY KEY CHECK (code ~ '^GM[0-9]{4}$'),
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
    name text NOT NULL
);

INSERT INTO municipalities (code, slug, name) VALUES
    ('GM0889', 'beesel', 'Beesel'),
    ('GM0893', 'bergen', 'Bergen'),
    ('GM0907', 'gennep', 'Gennep'),
    ('GM1507', 'horst-aan-de-maas', 'Horst aan de Maas'),
    ('GM1894', 'peel-en-maas', 'Peel en Maas'),
    ('GM0983', 'venlo', 'Venlo'),
    ('GM0984', 'venray', 'Venray');

CREATE TABLE segments (
    code       text PRIMARY KEY CHECK (code ~ '^[a-z-]+$'),
    number     smallint NOT NULL UNIQUE,
    name_nl    text NOT NULL,
    name_en    text NOT NULL,
    open_house boolean NOT NULL
);

INSERT INTO segments (code, number, name_nl, name_en, open_house) VALUES
    ('collectief', 1, 'Begeleiding collectief', 'Group guidance', false),
    ('individueel', 2, 'Begeleiding individueel', 'Individual guidance', true);

-- plain_nl and plain_en say it in residents' words (LANG-2).
CREATE TABLE products (
    code         text PRIMARY KEY CHECK (code ~ '^[a-z-]+$'),
    segment_code text NOT NULL REFERENCES segments (code),
    position     smallint NOT NULL,
    name_nl      text NOT NULL,
    name_en      text NOT NULL,
    plain_nl     text NOT NULL,
    plain_en     text NOT NULL
);

INSERT INTO products (code, segment_code, position, name_nl, name_en, plain_nl, plain_en) VALUES
    ('collectieve-toeleiding', 'collectief', 1, 'Collectieve arbeidsmatige toeleiding', 'Group guidance towards work',
     'Samen met anderen leren werken', 'Learning to work together with others'),
    ('individuele-toeleiding', 'individueel', 2, 'Individuele arbeidsmatige toeleiding', 'Individual guidance towards work',
     'Persoonlijke hulp bij het vinden van werk', 'Personal help with finding work');

-- Staff may add target groups; these come from the handbook, §3.1 and §3.2.
CREATE TABLE target_groups (
    code     text PRIMARY KEY CHECK (code ~ '^[a-z-]+$'),
    position smallint NOT NULL,
    name_nl  text NOT NULL,
    name_en  text NOT NULL
);

INSERT INTO target_groups (code, position, name_nl, name_en) VALUES
    ('dicht-bij-werk', 1, 'Mensen die dicht bij werk staan', 'People who are close to work'),
    ('groeivermogen', 2, 'Mensen die zich willen en kunnen ontwikkelen', 'People who want to develop and can'),
    ('grote-afstand', 3, 'Mensen met een grote afstand tot werk', 'People who are far from work'),
    ('lichamelijke-beperking', 4, 'Mensen met een lichte lichamelijke beperking', 'People with a mild physical disability'),
    ('verstandelijke-beperking', 5, 'Mensen met een lichte verstandelijke beperking', 'People with a mild learning disability'),
    ('psychische-klachten', 6, 'Mensen met psychische klachten', 'People with mental health problems'),
    ('statushouders', 7, 'Statushouders', 'Refugees with a residence permit'),
    ('beschut-werk', 8, 'Mensen met een indicatie beschut werk', 'People entitled to sheltered work'),
    ('wmo', 9, 'Mensen met een Wmo-indicatie', 'People with a Wmo entitlement');
