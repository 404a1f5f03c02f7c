-- +goose Up
-- Days on which the region does not work, besides the holidays of the law (T5).
-- A stored deadline keeps its date when a row is added here (WD-5).
create table calendar_closures (
    day        date        primary key,
    name       text        not null check (length(btrim(name)) between 1 and 100),
    created_at timestamptz not null default now()
);
