//! Every rule fires, and is silent where it should be.
