CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    vpc TEXT NOT NULL,
    plan TEXT NOT NULL,
    who TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    standing TEXT NOT NULL,
    request TEXT NOT NULL,
    steps TEXT NOT NULL
);

CREATE TABLE run_events (
    run TEXT NOT NULL REFERENCES runs (id),
    seq BIGINT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    step BIGINT,
    action TEXT,
    event TEXT NOT NULL,
    PRIMARY KEY (run, seq)
);

CREATE TABLE run_asks (
    run TEXT NOT NULL REFERENCES runs (id),
    seq BIGINT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    ask TEXT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (run, seq)
);
