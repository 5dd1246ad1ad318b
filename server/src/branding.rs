//! What makes these pages those of whoever runs the server: their name, logo, colour and links, and
//! whose pages may frame them.
//!
//! Must load nothing from elsewhere, and must leave the pages as readable as they are without.

use std::fs;
use std::path::Path;

use postern_app::accent::Accent;
use postern_app::components::site_footer::FootLink;

use crate::settings::Settings;
use crate::settings::wrong::{Origin, Wrong};

/// The largest logo, in bytes: it is kept in memory, and small on every page
const LARGEST: usize = 64 * 1024;

const LOGO: &str = "pages.logo";

/// What the pages are called and look like
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// The name in the place of Postern's
    pub name: Option<String>,
    /// The picture in the place of the mark
    pub logo: Option<Logo>,
    /// The colour in the place of Postern's
    pub accent: Option<Accent>,
    /// More links at the foot of each page
    pub links: Vec<FootLink>,
    /// The origins whose pages may frame ours
    pub frame_ancestors: Vec<String>,
}

/// A picture
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    kind: Kind,
    content: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Png,
    Svg,
}

impl Branding {
    /// What these settings say, with the logo read; everything that is wrong with it otherwise
    pub fn load(settings: &Settings) -> Result<Self, Vec<Wrong>> {
        let pages = &settings.pages;
        let logo = pages.logo.as_deref().map(Logo::read).transpose();
        let links = settings.links.values().map(|link| FootLink {
            label: link.label.as_str().to_owned(),
            href: link.url.href().clone(),
        });
        let origins = pages.frame_ancestors.iter();
        Ok(Self {
            name: pages.title.as_ref().map(|title| title.as_str().to_owned()),
            logo: logo.map_err(|wrong| vec![wrong])?,
            accent: pages.accent,
            links: links.collect(),
            frame_ancestors: origins.map(|origin| origin.as_str().to_owned()).collect(),
        })
    }
}

impl Logo {
    fn read(path: &Path) -> Result<Self, Wrong> {
        let wrong = |message: String, help: &str| Wrong {
            origin: Origin::File(path.display().to_string()),
            key: Some(LOGO.to_owned()),
            message,
            help: help.to_owned(),
        };
        let content = fs::read(path).map_err(|error| {
            let help = "name a file that can be read, or leave the key out";
            wrong(format!("it cannot be read: {error}"), help)
        })?;
        if content.len() > LARGEST {
            let message = format!("it is larger than {} KiB", LARGEST / 1024);
            return Err(wrong(
                message,
                "name a smaller file: it is shown 28 px high",
            ));
        }
        let kind = Kind::of(&content).ok_or_else(|| {
            let help = "name a picture of one of these kinds";
            wrong("it is neither SVG nor PNG".to_owned(), help)
        })?;
        Ok(Self { kind, content })
    }

    /// Its name among the files of a build
    pub fn file(&self) -> &'static str {
        match self.kind {
            Kind::Png => "brand/logo.png",
            Kind::Svg => "brand/logo.svg",
        }
    }

    /// The file
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

impl Kind {
    /// By what the file begins with: its name may say anything
    fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        let text = std::str::from_utf8(content).ok()?;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let svg = text.starts_with("<svg")
            || (["<?xml", "<!--", "<!DOCTYPE svg"]
                .iter()
                .any(|start| text.starts_with(start))
                && text.contains("<svg"));
        svg.then_some(Self::Svg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_what_it_begins_with() {
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\nrest"), Some(Kind::Png));
        for svg in [
            "<svg/>",
            "\n<?xml version='1.0'?>\n<svg/>",
            "<!-- a --><svg/>",
        ] {
            assert_eq!(Kind::of(svg.as_bytes()), Some(Kind::Svg), "{svg}");
        }
        for other in [&b""[..], b"GIF89a", b"<html><svg/></html>", b"\xff\xd8\xff"] {
            assert_eq!(Kind::of(other), None);
        }
    }
}
