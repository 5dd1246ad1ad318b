CREATE TABLE tellings (
    target TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    due BIGINT NOT NULL
);
