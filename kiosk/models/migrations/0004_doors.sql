CREATE TABLE wrongtries (
    workshop_id VARCHAR NOT NULL,
    door VARCHAR NOT NULL,
    name_digest VARCHAR NOT NULL,
    wrong INTEGER NOT NULL,
    last_at DATETIME NOT NULL,
    PRIMARY KEY (workshop_id, door, name_digest),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);

CREATE TABLE careerpaper (
    participant_id VARCHAR NOT NULL,
    studies VARCHAR NOT NULL,
    experience VARCHAR NOT NULL,
    languages VARCHAR NOT NULL,
    updated_at DATETIME NOT NULL,
    PRIMARY KEY (participant_id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);
