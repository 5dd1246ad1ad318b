//! The pure core of Postern.
