ALTER TABLE message ADD COLUMN origin VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE message ADD COLUMN words VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE delivery ADD COLUMN sent_by VARCHAR DEFAULT '' NOT NULL;

CREATE INDEX ix_message_order ON message (participant_id, folder, arrived_at, id);

CREATE INDEX ix_message_room ON message (participant_id, folder, read, size);

CREATE TABLE mailfolder (
    id VARCHAR NOT NULL,
    participant_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (participant_id, name),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_mailfolder_participant_id ON mailfolder (participant_id);

CREATE TABLE learntsender (
    participant_id VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    folder VARCHAR NOT NULL,
    PRIMARY KEY (participant_id, address),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

UPDATE message SET words = lower(sender || ' ' || subject);

CREATE VIRTUAL TABLE messagesearch USING fts5(words, content='message', content_rowid='rowid');

INSERT INTO messagesearch(rowid, words) SELECT rowid, words FROM message;

CREATE TRIGGER message_indexed AFTER INSERT ON message BEGIN
    INSERT INTO messagesearch(rowid, words) VALUES (new.rowid, new.words); END;

CREATE TRIGGER message_unindexed AFTER DELETE ON message BEGIN
    INSERT INTO messagesearch(messagesearch, rowid, words) VALUES ('delete', old.rowid, old.words); END;

CREATE TRIGGER message_reindexed AFTER UPDATE OF words ON message BEGIN
    INSERT INTO messagesearch(messagesearch, rowid, words) VALUES ('delete', old.rowid, old.words);  INSERT INTO messagesearch(rowid, words) VALUES (new.rowid, new.words); END;
