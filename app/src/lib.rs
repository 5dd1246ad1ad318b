//! HTML as functions.
