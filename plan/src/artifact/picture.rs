//! `picture.svg`: who calls through which endpoint, where the endpoints stand, and which way stays
//! open.
//!
//! Must draw nothing that the plan does not say, and must say in words everything that it draws.

mod layout;
mod voice;
mod words;

use askama::Template;
use askama::filters::Safe;

use super::{Artifact, RenderError};
use crate::plan::Plan;
use layout::{Layout, Line, Rect, Text};

/// Where the drawing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// In a file of its own, which brings its colours along, for light and dark.
    File,
    /// In a page, whose style sheet has the colours.
    Page,
}

#[derive(Template)]
#[template(path = "picture.svg")]
struct Picture {
    width: u32,
    height: u32,
    file: Option<Safe<&'static str>>,
    title: String,
    sentences: Vec<String>,
    rects: Vec<Rect>,
    lines: Vec<Line>,
    texts: Vec<Text>,
}

/// The colours of the file, which stands alone; those of pages are in `style/components/picture.css`.
const COLOURS: &str = "\
.picture{--ground:#f6f8f8;--box:#fff;--ink:#131a1c;--soft:#4a595c;--edge:#667679;--way:#0b5964;--open:#7a5000}\
@media (prefers-color-scheme:dark){.picture{--ground:#0c1213;--box:#131a1c;--ink:#dfe5e6;--soft:#a3b1b4;--edge:#7f9094;--way:#6cc3cc;--open:#ecc066}}\
.picture__ground{fill:var(--ground)}\
.picture__vpc{fill:none;stroke:var(--way);stroke-width:2}\
.picture__box{fill:var(--box);stroke:var(--edge)}\
.picture__interface{fill:none;stroke:var(--way)}\
.picture__way{stroke:var(--way);stroke-width:1.5;fill:none}\
.picture__open{stroke:var(--open);stroke-width:1.5;stroke-dasharray:6 4;fill:none}\
.picture__text{fill:var(--ink);font:13px system-ui,sans-serif}\
.picture__text--strong{font-weight:650}\
.picture__text--soft{fill:var(--soft);font-size:12px}\
.picture__text--open{fill:var(--open);font-size:12px}";

/// The drawing as SVG.
pub fn picture(plan: &Plan, surface: Surface) -> Result<String, RenderError> {
    let layout = Layout::of(plan);
    let picture = Picture {
        width: layout.width,
        height: layout.height,
        file: (surface == Surface::File).then_some(Safe(COLOURS)),
        title: words::title(plan),
        sentences: words::sentences(plan),
        rects: layout.rects,
        lines: layout.lines,
        texts: layout.texts,
    };
    Ok(super::text(&picture)?)
}

/// The file.
pub(super) fn file(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = picture(plan, Surface::File)?;
    Ok(Artifact::new("picture.svg", "image/svg+xml", text))
}

/// Everything that the picture shows, in sentences.
pub fn in_words(plan: &Plan) -> Vec<String> {
    words::sentences(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::script::sample;

    #[test]
    fn the_file_brings_its_colours_and_the_page_does_not() {
        let plan = sample::plan();
        let file = picture(&plan, Surface::File).unwrap();
        let page = picture(&plan, Surface::Page).unwrap();
        assert!(file.contains("<style>") && file.contains("prefers-color-scheme:dark"));
        assert!(!page.contains("<style") && !page.contains("style="));
    }

    #[test]
    fn a_zone_that_is_known_stands_beside_its_subnet_and_in_words() {
        let mut plan = sample::plan();
        let subnet = plan.endpoints[0].subnets[0].clone();
        assert!(!picture(&plan, Surface::Page).unwrap().contains("use1-az4"));
        let zone = "us-east-1a (use1-az4)".to_owned();
        plan.zones.insert(subnet.clone(), zone);
        let said = format!("{subnet} in us-east-1a (use1-az4)");
        assert!(picture(&plan, Surface::Page).unwrap().contains(&said));
        assert!(in_words(&plan).join(" ").contains(&said));
    }

    #[test]
    fn hostile_words_stay_words() {
        let mut plan = sample::plan();
        plan.endpoints[0].title = "</text><script>alert(1)</script>&\u{0}".to_owned();
        let svg = picture(&plan, Surface::Page).unwrap();
        assert!(!svg.contains("<script") && !svg.contains('\u{0}'), "{svg}");
        assert!(
            svg.contains("&#60;script&#62;") || svg.contains("&lt;script&gt;"),
            "{svg}"
        );
    }
}
