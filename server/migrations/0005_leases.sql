CREATE TABLE leases (
    place TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
