//! The page shell, and the only place that turns a view into text.
//!
//! It knows no route and no asset's address: the server passes both in. It writes no inline script
//! and no inline style, so the content security policy needs neither a nonce nor a hash.

use leptos::prelude::*;

use crate::components::banner::Banner;
use crate::components::site_footer::{FootLink, SiteFooter};
use crate::components::site_header::{NavLink, SiteHeader};
use crate::href::Href;
use crate::theme::Theme;

/// Addresses of the files that every page loads. The server knows them, with their hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// `style/main.css`. Its imports are relative to it.
    pub stylesheet: Href,
    /// `public/js/main.js`, an ES module. Its imports are relative to it.
    pub script: Href,
    /// The mark beside a page's title.
    pub icons: Icons,
}

/// The mark beside a page's title in a row of tabs, where a run can be seen to have ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icons {
    /// `public/favicon.svg`.
    pub plain: Href,
    /// `public/favicon_good.svg`.
    pub good: Href,
    /// `public/favicon_bad.svg`.
    pub bad: Href,
}

/// What all pages of one server share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shell {
    /// The files that every page loads.
    pub assets: Assets,
    /// What the pages call this server.
    pub name: String,
    /// The picture in the place of the mark; none where the mark stands.
    pub logo: Option<Href>,
    /// Where the mark in the header leads.
    pub home: Href,
    /// The date of the catalogue, as `2026-11-20`.
    pub catalog_date: String,
    /// Light or dark.
    pub theme: Theme,
    /// The links of the footer.
    pub foot: Vec<FootLink>,
    /// What every page says first; nothing on an ordinary server.
    pub banner: Option<&'static str>,
    /// The name of whoever is signed in; none where nobody has to.
    pub visitor: Option<String>,
}

/// What the product is, in a sentence, for whoever lists or shares a link to a page.
const ABOUT: &str = "Plans private access to Amazon Bedrock AgentCore: VPC endpoints, a least-privilege policy for each, what they cost, and the scripts and templates that make them.";

/// One page, without its shell.
pub struct Page {
    /// What the page is, without the name of the product.
    pub title: String,
    /// What a row of tabs tells of the page.
    pub state: PageState,
    /// The header's links; the page marks its own as current.
    pub links: Vec<NavLink>,
    /// The content of `main`. It holds the page's one `h1`.
    pub body: AnyView,
}

/// What a row of tabs tells of a page: the first word of its title, and the mark beside that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Nothing to tell.
    Clear,
    /// The page answers a form that could not be accepted, and shows an error summary.
    Refused,
    /// A run is under way.
    Going,
    /// A run ended well.
    Good,
    /// A run ended otherwise.
    Bad,
}

impl PageState {
    fn title(self, title: &str, name: &str) -> String {
        let word = match self {
            Self::Clear => "",
            Self::Refused => "Error: ",
            Self::Going => "… ",
            Self::Good => "✓ ",
            Self::Bad => "✗ ",
        };
        format!("{word}{title} – {name}")
    }

    fn icon(self, icons: &Icons) -> &Href {
        match self {
            Self::Clear | Self::Refused | Self::Going => &icons.plain,
            Self::Good => &icons.good,
            Self::Bad => &icons.bad,
        }
    }
}

/// The whole document as text.
pub fn document(shell: &Shell, page: Page) -> String {
    let Page {
        title,
        state,
        links,
        body,
    } = page;
    let title = state.title(&title, &shell.name);
    let icon = state.icon(&shell.assets.icons);
    let banner = shell.banner.map(|text| view! { <Banner text=text /> });
    let html = fragment(view! {
        <html lang="en" data-theme=shell.theme.attribute()>
            <head>
                <meta charset="utf-8" />
                <title>{title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="description" content=ABOUT />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href=icon.to_string() />
                <link rel="stylesheet" href=shell.assets.stylesheet.to_string() />
                <script type="module" src=shell.assets.script.to_string()></script>
            </head>
            <body data-module="waiting">
                <a class="skip-link" href="#main">
                    "Skip to the main content"
                </a>
                <SiteHeader
                    home=shell.home.clone()
                    name=shell.name.clone()
                    logo=shell.logo.clone()
                    links
                    visitor=shell.visitor.clone()
                />
                {banner}
                <main id="main" class="main" tabindex="-1">
                    {body}
                </main>
                <SiteFooter catalog_date=shell.catalog_date.clone() links=shell.foot.clone() />
            </body>
        </html>
    });
    format!("<!doctype html>\n{html}\n")
}

/// A part of a page as text, for an answer that replaces part of a page.
pub fn fragment(view: impl IntoView) -> String {
    let html = Owner::new().with(|| view.into_view().to_html());
    // Leptos puts `<!>` between text nodes and after lists, for a browser that takes the page over.
    // None does here. The characters cannot be the reader's: both `<` and `>` are escaped in text,
    // in attributes and by `TextArea`.
    without_markers(&html)
}

/// The same without `<!>`. An exclamation mark is rare in a page, so the search for one is short.
fn without_markers(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('!') {
        match (before.strip_suffix('<'), after.strip_prefix('>')) {
            (Some(before), Some(after)) => {
                kept.push_str(before);
                rest = after;
            }
            _ => {
                kept.push_str(before);
                kept.push('!');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::tests::{HOSTILE, assert_same_structure};

    fn shell() -> Shell {
        Shell {
            assets: Assets {
                stylesheet: Href::fixed("/assets/1/style/main.css"),
                script: Href::fixed("/assets/1/public/js/main.js"),
                icons: Icons {
                    plain: Href::fixed("/assets/1/favicon.svg"),
                    good: Href::fixed("/assets/1/favicon_good.svg"),
                    bad: Href::fixed("/assets/1/favicon_bad.svg"),
                },
            },
            name: "Postern".to_owned(),
            logo: None,
            home: Href::fixed("/"),
            theme: Theme::System,
            foot: vec![FootLink {
                label: "Light or dark".to_owned(),
                href: Href::fixed("/appearance"),
            }],
            banner: None,
            visitor: None,
            catalog_date: "2026-11-20".to_owned(),
        }
    }

    fn page(word: &str, state: PageState) -> String {
        let links = vec![NavLink::here(format!("Steps{word}"), Href::fixed("/"))];
        let body = view! { <h1>{format!("Where{word}")}</h1> }.into_any();
        document(
            &shell(),
            Page {
                title: format!("Where{word}"),
                state,
                links,
                body,
            },
        )
    }

    #[test]
    fn the_shell_has_its_landmarks_and_no_inline_code() {
        let html = page("", PageState::Clear);
        for part in [
            "<!doctype html>\n<html lang=\"en\">",
            "<title>Where – Postern</title>",
            "<meta name=\"description\" content=\"Plans private access",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "<script type=\"module\" src=\"/assets/1/public/js/main.js\"></script>",
            "href=\"#main\"",
            "<header",
            "<nav",
            "<main id=\"main\"",
            "<footer",
            "2026-11-20",
        ] {
            assert!(html.contains(part), "{part} is missing from {html}");
        }
        for part in ["<style", "style=\"", " on", "<!>", "nonce"] {
            let tags = html.split('<').filter_map(|piece| piece.split('>').next());
            assert!(
                !tags
                    .map(|tag| format!("<{tag}>"))
                    .any(|tag| tag.contains(part)),
                "{part}"
            );
        }
        assert_eq!(html.matches("<script").count(), 1);
    }

    #[test]
    fn a_refused_page_says_so_first() {
        assert!(page("", PageState::Refused).contains("<title>Error: Where – Postern</title>"));
    }

    #[test]
    fn a_row_of_tabs_tells_a_finished_run_from_a_failed_one() {
        let shown = [PageState::Going, PageState::Good, PageState::Bad].map(|state| {
            let html = page("", state);
            let title = html.split("<title>").nth(1).unwrap();
            let icon = html.split("rel=\"icon\"").nth(1).unwrap();
            let first = |text: &str, end| text.split(end).next().unwrap().to_owned();
            (first(title, '<'), first(icon, '>'))
        });
        let [going, good, bad] = shown;
        assert!(going.0 != good.0 && good.0 != bad.0 && going.0 != bad.0);
        assert!(going.1 != good.1 && good.1 != bad.1 && going.1 != bad.1);
    }

    #[test]
    fn hostile_words_change_no_structure() {
        for word in HOSTILE {
            assert_same_structure(
                &page("", PageState::Clear),
                &page(word, PageState::Clear),
                word,
            );
        }
    }

    #[test]
    fn markers_go_wherever_they_stand() {
        for html in [
            "",
            "<!>",
            "!",
            "<!><!>a<!",
            "<!doctype html><!>b!><!-- -->",
            "<<!>!>",
            "!><!>",
        ] {
            assert_eq!(without_markers(html), html.replace("<!>", ""));
        }
    }

    #[test]
    fn markers_go_and_the_readers_own_stay() {
        let html = fragment(view! {
            <p title="<!>">{"a".to_owned()}{"b".to_owned()}{vec!["<!>".to_owned()]}</p>
        });
        assert_eq!(html, "<p title=\"&lt;!&gt;\">ab&lt;!&gt;</p>");
    }
}
