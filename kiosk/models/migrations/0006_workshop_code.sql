ALTER TABLE workshop ADD COLUMN code VARCHAR DEFAULT '' NOT NULL;

UPDATE workshop SET code = id;

CREATE UNIQUE INDEX ix_workshop_code ON workshop (code);
