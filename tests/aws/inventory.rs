//! `postern inventory`, as a shell sees it.
