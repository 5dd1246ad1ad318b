//! The two folders of files: read from the working tree in a debug build, else from the binary.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../style"]
struct Styles;

#[derive(RustEmbed)]
#[folder = "../public"]
struct Public;

pub(super) fn styles() -> BTreeMap<String, Vec<u8>> {
    all::<Styles>()
}

pub(super) fn public() -> BTreeMap<String, Vec<u8>> {
    all::<Public>()
}

fn all<F: RustEmbed>() -> BTreeMap<String, Vec<u8>> {
    F::iter()
        .filter_map(|name| {
            let file = F::get(&name)?;
            Some((name.into_owned(), file.data.into_owned()))
        })
        .collect()
}
