CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    maker TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    places TEXT NOT NULL,
    made BIGINT NOT NULL,
    until BIGINT NOT NULL,
    used BIGINT NOT NULL,
    revoked BIGINT NOT NULL
);

CREATE INDEX tokens_maker ON tokens (maker);

CREATE TABLE repeated_asks (
    name TEXT PRIMARY KEY,
    until BIGINT NOT NULL,
    body TEXT NOT NULL,
    status BIGINT NOT NULL,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    answer TEXT NOT NULL
);

CREATE INDEX repeated_asks_until ON repeated_asks (until);
