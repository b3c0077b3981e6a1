CREATE TABLE contactdetails (
    participant_id VARCHAR NOT NULL,
    postal_address VARCHAR NOT NULL,
    mobile VARCHAR NOT NULL,
    personal_mail VARCHAR NOT NULL,
    PRIMARY KEY (participant_id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE TABLE correctionrequest (
    participant_id VARCHAR NOT NULL,
    rank INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    wanted VARCHAR NOT NULL,
    asked_at DATETIME NOT NULL,
    PRIMARY KEY (participant_id, rank),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);
