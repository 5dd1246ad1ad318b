//! Style sheets, scripts and images, under addresses that change with their content.
//!
//! Every file of a build is served under `/assets/BUILD/…`, where BUILD is a hash over all of
//! them: relative imports between modules stay within one build, and a browser may keep a file for
//! ever. The style sheets are joined into one when the server starts: `@import` would cost a round
//! trip for each file before the page has its style, and the joining is forty lines. Scripts are
//! few and stay as they are written.
//!
//! In a debug build the files come from the working tree at each start, else from the binary.
//! Nothing here may depend on a page.

mod bundle;
mod embedded;
mod serve;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::branding::Branding;
use crate::explained;
use crate::fixed::{self, Fixed};
use crate::routes;

pub use serve::get;

/// Every file of this build
#[derive(Debug)]
pub struct Assets {
    build: String,
    files: BTreeMap<String, Fixed>,
}

/// Why the files of a build do not make a whole. A fault of the build, never of a person
#[derive(Debug, PartialEq, Eq, Error)]
pub enum AssetsError {
    /// A style sheet is imported and not there
    #[error("style sheet `{0}` is imported and missing")]
    Missing(String),
    /// An import is not written as `@import "FILE" layer(NAME);` on one line of main.css
    #[error("style sheet import `{0}` is not of the form `@import \"FILE\" layer(NAME);`")]
    Import(String),
}

impl Assets {
    /// The files that belong to this binary
    pub fn load() -> Result<Self, AssetsError> {
        Self::branded(&Branding::default())
    }

    /// The same with the colour and the logo of whoever runs the server
    pub fn branded(branding: &Branding) -> Result<Self, AssetsError> {
        let mut styles = embedded::styles();
        // Outside all layers, and so before what stands in one.
        if let (Some(accent), Some(main)) = (branding.accent, styles.get_mut("main.css")) {
            main.extend_from_slice(accent.sheet().as_bytes());
        }
        let mut public = embedded::public();
        public.insert(explained::PICTURE.to_owned(), explained::DRAWN.to_vec());
        if let Some(logo) = &branding.logo {
            public.insert(logo.file().to_owned(), logo.content().to_vec());
        }
        Self::new(&styles, public)
    }

    /// A build of `styles`, joined from `main.css` if there is one, and of `public` as it is
    pub fn new(
        styles: &BTreeMap<String, Vec<u8>>,
        public: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, AssetsError> {
        let mut contents = public;
        if let Some(main) = styles.get("main.css") {
            let joined = bundle::join(&String::from_utf8_lossy(main), styles)?;
            contents.insert("style/main.css".to_owned(), joined.into_bytes());
        }
        let mut hash = Sha256::new();
        for (name, content) in &contents {
            hash.update(name);
            hash.update([0]);
            hash.update(fixed::digest(content));
        }
        let files = contents
            .into_iter()
            .map(|(name, content)| {
                let file = Fixed::new(media_type(&name), content);
                (name, file)
            })
            .collect();
        Ok(Self {
            build: fixed::short_hex(&hash.finalize().into()),
            files,
        })
    }

    /// The link to `file`, such as `js/main.js`; none when there is no such file
    pub fn href(&self, file: &str) -> Option<String> {
        self.files
            .contains_key(file)
            .then(|| routes::asset(&self.build, file))
    }

    /// The names of all files
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(script: &str) -> String {
        let public = BTreeMap::from([("js/main.js".to_owned(), script.as_bytes().to_vec())]);
        Assets::new(&BTreeMap::new(), public).unwrap().build
    }

    #[test]
    fn the_build_changes_with_any_content_and_only_then() {
        assert_eq!(build("a"), build("a"));
        assert_ne!(build("a"), build("b"));
    }

    #[test]
    fn the_files_of_this_binary_make_a_whole() {
        let assets = Assets::load().unwrap();
        for name in assets.names() {
            assert!(assets.href(name).unwrap().starts_with("/assets/"), "{name}");
        }
    }
}
