//! A request as a link: the query string itself, or `?z=` when it grows.
//!
//! Must not lose a field; a link that would be too long says so instead.

use crate::document::{MAX_BYTES, parse_pairs};
use crate::packed::{pack, unpack};

/// Past this many bytes a query travels compressed.
pub const LINK_BYTES: usize = 6_000;

/// Past this many bytes a compressed query is no link any more.
const COMPRESSED_BYTES: usize = 8_000;

/// How the fields of a page can travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// As a query string, without the question mark.
    Query(String),
    /// Only by POST: it cannot be shared as a link.
    TooLong,
}

/// The shortest right way for these fields.
pub fn link(pairs: &[(String, String)]) -> Link {
    let mut serializer = form_urlencoded::Serializer::new(String::new());
    serializer.extend_pairs(pairs);
    let query = serializer.finish();
    if query.len() <= LINK_BYTES {
        return Link::Query(query);
    }
    match pack(&query) {
        Ok(z) if z.len() + 2 <= COMPRESSED_BYTES => Link::Query(format!("z={z}")),
        _ => Link::TooLong,
    }
}

/// The compressed query cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the compressed link is damaged or too large")]
pub struct LinkError;

/// The fields of a query string, those inside `z` in its place.
pub fn expand_link(pairs: Vec<(String, String)>) -> Result<Vec<(String, String)>, LinkError> {
    let mut all = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        if key == "z" {
            let query = unpack(&value, MAX_BYTES).map_err(|_| LinkError)?;
            all.extend(parse_pairs(&query));
        } else {
            all.push((key, value));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_queries_are_compressed_and_hopeless_ones_refused() {
        let short = vec![("a".to_owned(), "b c".to_owned())];
        assert_eq!(link(&short), Link::Query("a=b+c".to_owned()));
        let long: Vec<_> = (0..400)
            .map(|i| (format!("grants.{i}.primitive"), "runtime".to_owned()))
            .collect();
        let Link::Query(query) = link(&long) else {
            panic!("compresses well")
        };
        assert!(query.starts_with("z=") && query.len() < 8_000);
        assert_eq!(expand_link(parse_pairs(&query)).unwrap(), long);
        // Text that does not compress: a linear congruential sequence in base 36.
        let mut seed = 1_u64;
        let noise: String = std::iter::repeat_with(|| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from_digit(u32::try_from((seed >> 33) % 36).unwrap(), 36).unwrap()
        })
        .take(20_000)
        .collect();
        assert_eq!(link(&[("a".to_owned(), noise)]), Link::TooLong);
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = pack(&"a=1&".repeat(100_000)).unwrap();
        assert!(bomb.len() < 8_000);
        assert_eq!(expand_link(vec![("z".to_owned(), bomb)]), Err(LinkError));
        assert_eq!(
            expand_link(vec![("z".to_owned(), "%%%".to_owned())]),
            Err(LinkError)
        );
    }

    proptest! {
        #[test]
        fn no_compressed_text_panics(text in "[A-Za-z0-9_-]{0,100}") {
            let _ = expand_link(vec![("z".to_owned(), text)]);
        }
    }
}
