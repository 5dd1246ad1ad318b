//! The page for a request that cannot be answered as asked.
//!
//! Must offer a way out, and must not tell a stranger what went wrong inside.

use leptos::prelude::*;

use super::run::links;
use crate::components::prose::Prose;
use crate::document::{Page, PageState};
use crate::routes::{self, FixedPath};

/// What the page says.
pub struct Refusal {
    /// The status, as in `404`.
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What was wrong and what to do, a sentence each.
    pub lines: Vec<String>,
    /// For a fault of the server's: what its log knows the request by.
    pub request_id: Option<String>,
}

/// The page.
pub fn refusal(refusal: Refusal) -> Page {
    let Refusal {
        status,
        title,
        lines,
        request_id,
    } = refusal;
    let lines: Vec<_> = lines
        .into_iter()
        .map(|text| view! { <p><Prose text /></p> })
        .collect();
    let fault = request_id.map(fault);
    let heading = title.clone();
    let body = view! {
        <div class="stack stack--loose">
            <header class="stack stack--tight">
                <p class="step-count">{status}</p>
                <h1>{heading}</h1>
            </header>
            <div class="stack stack--tight">
                {lines}
                {fault}
            </div>
            <section class="section">
                <h2>"Where to go from here"</h2>
                <p>"What you typed is kept by the page before this one: your browser’s Back leads there."</p>
                <ul class="stack stack--tight">{ways()}</ul>
            </section>
        </div>
    };
    Page {
        title,
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}

/// Nothing that the reader did, and what to do about it all the same.
fn fault(id: String) -> AnyView {
    view! {
        <p>"Postern failed here; what happened is written in its log. Try it once more. If something was being carried out, look under Runs first to see how far it came."</p>
        <p>"If it happens again, tell whoever runs this server the id of this request: "<code>{id}</code></p>
    }
    .into_any()
}

fn ways() -> Vec<AnyView> {
    let way = |path: FixedPath, label: &'static str, what: &'static str| {
        view! { <li><a href=path.href()>{label}</a>{what}</li> }.into_any()
    };
    vec![
        way(
            routes::HOME,
            "Step by step",
            ": five steps from what is used to files and commands",
        ),
        way(
            routes::EVERYTHING,
            "All on one page",
            ": the same questions at once",
        ),
        way(
            routes::AUDIT,
            "Audit a policy",
            ": what is wrong with a policy that exists",
        ),
        way(routes::RUNS, "Runs", ": what was carried out from here"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    fn page(request_id: Option<&str>) -> String {
        let refusal = super::refusal(Refusal {
            status: 500,
            title: "Something went wrong".to_owned(),
            lines: vec!["A `line`.".to_owned()],
            request_id: request_id.map(str::to_owned),
        });
        fragment(refusal.body)
    }

    #[test]
    fn a_fault_shows_its_request_and_every_refusal_its_ways_out() {
        assert!(page(Some("00c0ffee")).contains("<code>00c0ffee</code>"));
        let html = page(None);
        assert!(!html.contains("whoever runs this server"));
        for path in [
            routes::HOME,
            routes::EVERYTHING,
            routes::AUDIT,
            routes::RUNS,
        ] {
            assert!(
                html.contains(&format!("href=\"{}\"", path.href())),
                "{html}"
            );
        }
    }
}
