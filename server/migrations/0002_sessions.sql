CREATE TABLE sessions (
    name TEXT PRIMARY KEY,
    until BIGINT NOT NULL,
    record TEXT NOT NULL
);

CREATE INDEX sessions_until ON sessions (until);
