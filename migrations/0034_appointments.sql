-- +goose Up
-- How often the appointment of a request was made, moved or cancelled: calendars
-- need the number to know which of two versions is newer (RFC 5545, SEQUENCE).
ALTER TABLE requests ADD COLUMN appointment_sequence smallint NOT NULL DEFAULT 0 CHECK (appointment_sequence >= 0);

-- The calendar file that goes with a letter, as it was sent (T7).
ALTER TABLE letters ADD COLUMN calendar text NOT NULL DEFAULT '' CHECK (calendar = '' OR calendar LIKE 'BEGIN:VCALENDAR%');
