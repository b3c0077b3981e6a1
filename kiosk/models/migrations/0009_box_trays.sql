DELETE FROM workshop;

DROP TABLE ballotbox;

CREATE TABLE boxtray (
    contest_id VARCHAR NOT NULL,
    first INTEGER NOT NULL,
    held INTEGER NOT NULL,
    envelopes BLOB NOT NULL,
    PRIMARY KEY (contest_id, first),
    FOREIGN KEY(contest_id) REFERENCES contest (id) ON DELETE CASCADE
);
