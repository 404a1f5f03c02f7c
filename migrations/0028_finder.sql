-- +goose Up
-- The finder's index lives in the memory of each instance and is made from one
-- narrow row per findable provider (docs/decisions/finder.md). It counts from the
-- day the contract starts (E10). about holds the names of products and target
-- groups, body what the provider wrote further: both only to be searched.
DROP TABLE finder_entries;

CREATE TABLE finder_entries (
    provider_id    uuid PRIMARY KEY REFERENCES providers (id),
    slug           text NOT NULL,
    name           text NOT NULL,
    mission        text NOT NULL,
    municipalities text[] NOT NULL,
    target_groups  text[] NOT NULL,
    products       text[] NOT NULL,
    segments       text[] NOT NULL DEFAULT '{}',
    forms          text[] NOT NULL DEFAULT '{}',
    languages      text[] NOT NULL DEFAULT '{}',
    capacity       text NOT NULL DEFAULT 'open' CHECK (capacity IN ('open', 'waiting', 'closed')),
    capacity_weeks smallint,
    closed_from    date,
    closed_until   date,
    lats           double precision[] NOT NULL DEFAULT '{}', -- one per location with a point
    lons           double precision[] NOT NULL DEFAULT '{}',
    findable_from  date NOT NULL,
    about          text NOT NULL DEFAULT '',
    body           text NOT NULL DEFAULT '',
    CHECK (cardinality(lats) = cardinality(lons))
);

-- Providers that were findable before this change come back with what they had.
INSERT INTO finder_entries (provider_id, slug, name, mission, municipalities, target_groups, products, segments, findable_from, about, body)
SELECT p.id, p.slug, p.name, pr.mission,
       ARRAY(SELECT municipality_code FROM profile_municipalities WHERE provider_id = p.id ORDER BY 1),
       ARRAY(SELECT target_group_code FROM profile_target_groups WHERE provider_id = p.id ORDER BY 1),
       ARRAY(SELECT product_code FROM profile_products WHERE provider_id = p.id ORDER BY 1),
       ARRAY(SELECT DISTINCT segment_code FROM profile_products JOIN products ON code = product_code WHERE provider_id = p.id ORDER BY 1),
       a.since, '', pr.offer || ' ' || pr.audience
FROM providers p
JOIN profiles pr ON pr.provider_id = p.id AND pr.published_at IS NOT NULL
CROSS JOIN LATERAL (SELECT min(admitted_on) AS since FROM admissions x WHERE x.provider_id = p.id AND x.active) a
WHERE a.since IS NOT NULL;

-- Words that mean the same to who searches; staff keep the list (D6).
CREATE TABLE finder_synonyms (
    id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    phrases text[] NOT NULL CHECK (cardinality(phrases) BETWEEN 2 AND 12)
);

INSERT INTO finder_synonyms (phrases) VALUES
    ('{arbeidsmatige toeleiding,hulp bij het vinden van werk,hulp bij werk zoeken,naar werk toe}'),
    ('{jobcoach,begeleiding op de werkplek,werkbegeleider,coach op het werk}'),
    ('{dagbesteding,dagopvang,zinvolle dag,overdag iets te doen}'),
    ('{werkervaringsplaats,proefplaatsing,stage,werkervaring opdoen}'),
    ('{re-integratie,terug naar werk,weer aan het werk,weer werken}'),
    ('{solliciteren,sollicitatie,cv maken,sollicitatiebrief}'),
    ('{taalles,taaltraining,Nederlands leren,Nederlandse les}'),
    ('{statushouder,vluchteling,asielzoeker,nieuwkomer,inburgeraar}'),
    ('{licht verstandelijke beperking,lvb,moeilijk lerend}'),
    ('{psychische klachten,psychisch,ggz,mentale problemen,depressie,burn-out}'),
    ('{autisme,asperger,ass}'),
    ('{lichamelijke beperking,handicap,rolstoel}'),
    ('{schulden,geldzorgen,budget}'),
    ('{beschut werk,sociale werkplaats,sociale werkvoorziening,wsw}'),
    ('{tuin,groenvoorziening,hovenier,groen}'),
    ('{zzp,eigen bedrijf,zelfstandige,ondernemer}'),
    ('{uitkering,bijstand,participatiewet}'),
    ('{computer,digitaal,internet}'),
    ('{jongeren,jeugd,jongere,schoolverlater}'),
    ('{ouderen,50-plus,oudere werkzoekende}'),
    ('{horeca,keuken,bediening,restaurant}'),
    ('{magazijn,logistiek,heftruck,orderpicker}'),
    ('{niet-aangeboren hersenletsel,nah,hersenletsel}'),
    ('{dichtbij,in de buurt}');

-- What each instance has to read again: a provider, or the nil UUID for the lists
-- of the region and the synonyms. The transaction number tells a reader exactly
-- what it has not seen yet without making publications wait for each other.
CREATE TABLE finder_changes (
    subject uuid PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1,
    xid     xid8 NOT NULL DEFAULT pg_current_xact_id()
);

CREATE INDEX finder_changes_xid_idx ON finder_changes (xid);

-- +goose StatementBegin
CREATE FUNCTION finder_changed(changed uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO finder_changes AS known (subject) VALUES (changed)
    ON CONFLICT (subject) DO UPDATE SET version = known.version + 1, xid = pg_current_xact_id();
    PERFORM pg_notify('finder', '');
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION finder_entry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM finder_changed(CASE TG_OP WHEN 'DELETE' THEN OLD.provider_id ELSE NEW.provider_id END);
    RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION finder_lists_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM finder_changed('00000000-0000-0000-0000-000000000000');
    RETURN NULL;
END
$$;
-- +goose StatementEnd

INSERT INTO finder_changes (subject) SELECT provider_id FROM finder_entries;
INSERT INTO finder_changes (subject) VALUES ('00000000-0000-0000-0000-000000000000');

CREATE TRIGGER finder_entry_changed AFTER INSERT OR UPDATE OR DELETE ON finder_entries
    FOR EACH ROW EXECUTE FUNCTION finder_entry_changed();
CREATE TRIGGER finder_lists_changed AFTER INSERT OR UPDATE OR DELETE ON finder_synonyms
    FOR EACH STATEMENT EXECUTE FUNCTION finder_lists_changed();
CREATE TRIGGER finder_lists_changed AFTER INSERT OR UPDATE OR DELETE ON municipalities
    FOR EACH STATEMENT EXECUTE FUNCTION finder_lists_changed();
CREATE TRIGGER finder_lists_changed AFTER INSERT OR UPDATE OR DELETE ON segments
    FOR EACH STATEMENT EXECUTE FUNCTION finder_lists_changed();
CREATE TRIGGER finder_lists_changed AFTER INSERT OR UPDATE OR DELETE ON products
    FOR EACH STATEMENT EXECUTE FUNCTION finder_lists_changed();
CREATE TRIGGER finder_lists_changed AFTER INSERT OR UPDATE OR DELETE ON target_groups
    FOR EACH STATEMENT EXECUTE FUNCTION finder_lists_changed();
