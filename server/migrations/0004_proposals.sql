CREATE TABLE proposals (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    vpc TEXT NOT NULL,
    plan TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    author TEXT NOT NULL,
    who TEXT NOT NULL,
    email TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    waiting BIGINT NOT NULL,
    run TEXT NOT NULL,
    request TEXT NOT NULL,
    inventory TEXT NOT NULL
);

CREATE INDEX proposals_waiting ON proposals (waiting, valid_until);

CREATE INDEX proposals_run ON proposals (run);

CREATE TABLE proposal_events (
    proposal TEXT NOT NULL REFERENCES proposals (id),
    seq BIGINT NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (proposal, seq)
);
