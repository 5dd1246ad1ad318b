//! Starts Postern.

fn main() {}
