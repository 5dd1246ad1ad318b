CREATE TABLE record (
    seq BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    who TEXT NOT NULL,
    target TEXT NOT NULL,
    account TEXT NOT NULL,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL
);
