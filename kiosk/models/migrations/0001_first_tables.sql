CREATE TABLE workshop (
    id VARCHAR NOT NULL,
    academy VARCHAR NOT NULL,
    seed INTEGER NOT NULL,
    simulated_at DATETIME NOT NULL,
    real_at DATETIME NOT NULL,
    rate FLOAT NOT NULL,
    paused BOOLEAN NOT NULL,
    seen_at DATETIME NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE contest (
    id VARCHAR NOT NULL,
    workshop_id VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    seats INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    private_key BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (workshop_id, code),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);

CREATE INDEX ix_contest_workshop_id ON contest (workshop_id);

CREATE TABLE participant (
    id VARCHAR NOT NULL,
    workshop_id VARCHAR NOT NULL,
    first_name VARCHAR NOT NULL,
    last_name VARCHAR NOT NULL,
    corps VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    school VARCHAR NOT NULL,
    homonym INTEGER NOT NULL,
    user_name VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    numen VARCHAR NOT NULL,
    mobile VARCHAR NOT NULL,
    personal_mail VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (workshop_id, user_name),
    UNIQUE (workshop_id, address),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);

CREATE INDEX ix_participant_workshop_id ON participant (workshop_id);

CREATE TABLE accountrequest (
    id VARCHAR NOT NULL,
    participant_id VARCHAR NOT NULL,
    password_hash VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_accountrequest_participant_id ON accountrequest (participant_id);

CREATE TABLE ballot (
    id VARCHAR NOT NULL,
    contest_id VARCHAR NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX ix_ballot_contest_id ON ballot (contest_id);

CREATE TABLE candidatelist (
    id VARCHAR NOT NULL,
    contest_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    motto VARCHAR NOT NULL,
    weight INTEGER NOT NULL,
    candidates VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
);

CREATE INDEX ix_candidatelist_contest_id ON candidatelist (contest_id);

CREATE TABLE contestcount (
    contest_id VARCHAR NOT NULL,
    counted_at DATETIME NOT NULL,
    blank INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    PRIMARY KEY (contest_id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
);

CREATE TABLE delivery (
    id VARCHAR NOT NULL,
    participant_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    due_at DATETIME NOT NULL,
    title VARCHAR NOT NULL,
    sender VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_delivery_due_at ON delivery (due_at);

CREATE INDEX ix_delivery_participant_id ON delivery (participant_id);

CREATE TABLE deskitem (
    id VARCHAR NOT NULL,
    participant_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    sender VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    arrived_at DATETIME NOT NULL,
    read BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_deskitem_participant_id ON deskitem (participant_id);

CREATE TABLE elector (
    id VARCHAR NOT NULL,
    workshop_id VARCHAR NOT NULL,
    corps VARCHAR NOT NULL,
    participant_id VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE,
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_elector_participant_id ON elector (participant_id);

CREATE INDEX ix_elector_workshop_id ON elector (workshop_id);

CREATE TABLE journalentry (
    id INTEGER NOT NULL,
    participant_id VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    event VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_journalentry_participant_id ON journalentry (participant_id);

CREATE TABLE linktoken (
    digest VARCHAR NOT NULL,
    participant_id VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    request_id VARCHAR,
    state VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (digest),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_linktoken_participant_id ON linktoken (participant_id);

CREATE TABLE mailaccount (
    participant_id VARCHAR NOT NULL,
    password_hash VARCHAR NOT NULL,
    password_changed_at DATETIME,
    PRIMARY KEY (participant_id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE TABLE message (
    id VARCHAR NOT NULL,
    participant_id VARCHAR NOT NULL,
    folder VARCHAR NOT NULL,
    sender VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    sent_at DATETIME NOT NULL,
    arrived_at DATETIME NOT NULL,
    read BOOLEAN NOT NULL,
    size INTEGER NOT NULL,
    raw VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE INDEX ix_message_participant_id ON message (participant_id);

CREATE TABLE note (
    participant_id VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (participant_id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE TABLE voteraccount (
    participant_id VARCHAR NOT NULL,
    password_hash VARCHAR NOT NULL,
    confirmed_at DATETIME NOT NULL,
    PRIMARY KEY (participant_id),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE TABLE voteridentifier (
    participant_id VARCHAR NOT NULL,
    rank INTEGER NOT NULL,
    digest VARCHAR NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (participant_id, rank),
    FOREIGN KEY(participant_id) REFERENCES participant (id) ON DELETE CASCADE
);

CREATE TABLE listcount (
    list_id VARCHAR NOT NULL,
    votes INTEGER NOT NULL,
    PRIMARY KEY (list_id),
    FOREIGN KEY(list_id) REFERENCES candidatelist (id) ON DELETE CASCADE
);

CREATE TABLE rollentry (
    contest_id VARCHAR NOT NULL,
    elector_id VARCHAR NOT NULL,
    PRIMARY KEY (contest_id, elector_id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE,
    FOREIGN KEY(elector_id) REFERENCES elector (id) ON DELETE CASCADE
);

CREATE INDEX ix_rollentry_elector_id ON rollentry (elector_id);

CREATE TABLE rollsignature (
    contest_id VARCHAR NOT NULL,
    elector_id VARCHAR NOT NULL,
    PRIMARY KEY (contest_id, elector_id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE,
    FOREIGN KEY(elector_id) REFERENCES elector (id) ON DELETE CASCADE
);

CREATE INDEX ix_rollsignature_elector_id ON rollsignature (elector_id);
