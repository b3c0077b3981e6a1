DELETE FROM workshop;

DROP TABLE ballot;

DROP TABLE contest;

CREATE TABLE contest (
    id VARCHAR NOT NULL,
    workshop_id VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    seats INTEGER NOT NULL,
    envelope_key BLOB NOT NULL,
    ballot_key BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (workshop_id, code),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);

CREATE INDEX ix_contest_workshop_id ON contest (workshop_id);

DROP TABLE rollsignature;

CREATE TABLE rollsignature (
    contest_id VARCHAR NOT NULL,
    elector_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    PRIMARY KEY (contest_id, elector_id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE,
    FOREIGN KEY(elector_id) REFERENCES elector (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX ix_rollsignature_elector_id ON rollsignature (elector_id);

CREATE TABLE ballotbox (
    contest_id VARCHAR NOT NULL,
    envelopes BLOB NOT NULL,
    PRIMARY KEY (contest_id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
);

DROP TABLE contestcount;

CREATE TABLE contestcount (
    contest_id VARCHAR NOT NULL,
    counted_at DATETIME NOT NULL,
    blank INTEGER NOT NULL,
    ballots BLOB NOT NULL,
    opening_key BLOB NOT NULL,
    PRIMARY KEY (contest_id),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
);

CREATE TABLE invalidballot (
    contest_id VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    copies INTEGER NOT NULL,
    PRIMARY KEY (contest_id, digest),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
);

CREATE TABLE bureau (
    workshop_id VARCHAR NOT NULL,
    needed INTEGER NOT NULL,
    verify_key BLOB NOT NULL,
    made_by_hand BOOLEAN NOT NULL,
    PRIMARY KEY (workshop_id),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);

CREATE TABLE trustee (
    workshop_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    PRIMARY KEY (workshop_id, position),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);

CREATE TABLE bureauentry (
    workshop_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    at DATETIME NOT NULL,
    act VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    signature BLOB,
    PRIMARY KEY (workshop_id, number),
    FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);
