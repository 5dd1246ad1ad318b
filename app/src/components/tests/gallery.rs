//! Every sample on one page, and a page as the wizard lays it out, to be looked at in a browser.
//!
//! `POSTERN_SAMPLES=target/samples cargo test -p postern-app gallery` writes them with the style
//! sheets and scripts; serve that folder with any file server. A relative folder is under the root of
//! the workspace. Without the variable nothing is written, but the pages are still rendered.

use std::path::Path;
use std::{env, fs, io};

use leptos::prelude::*;

use crate::components::button::{Button, Emphasis};
use crate::components::preview::Preview;
use crate::components::samples::{ALL, plain};
use crate::components::site_header::NavLink;
use crate::components::{
    card, choices, code_block, error_summary, field, meter, note, step_list, table, tabs, text_area,
};
use crate::document::{Assets, Icons, Page, PageState, Shell, document};
use crate::href::Href;

fn shell() -> Shell {
    Shell {
        assets: Assets {
            stylesheet: Href::fixed("/style/main.css"),
            script: Href::fixed("/public/js/main.js"),
            icons: Icons {
                plain: Href::fixed("/public/favicon.svg"),
                good: Href::fixed("/public/favicon_good.svg"),
                bad: Href::fixed("/public/favicon_bad.svg"),
            },
        },
        theme: crate::theme::Theme::System,
        foot: Vec::new(),
        home: Href::fixed("/"),
        banner: None,
        catalog_date: "2026-11-20".to_owned(),
    }
}

fn links() -> Vec<NavLink> {
    vec![
        NavLink::here("Step by step", Href::fixed("/wizard.html")),
        NavLink::elsewhere("All on one page", Href::fixed("/samples.html")),
    ]
}

fn samples_page() -> String {
    let sections: Vec<_> = ALL
        .into_iter()
        .map(|(name, samples)| {
            let samples: Vec<_> = samples(&plain)
                .into_iter()
                .map(|view| view! { <div>{view}</div> })
                .collect();
            view! {
                <section class="section">
                    <h2>{name}</h2>
                    {samples}
                </section>
            }
        })
        .collect();
    let body = view! {
        <div class="stack">
            <h1>"All components"</h1>
            {sections}
        </div>
    };
    let page = Page {
        title: "Samples".to_owned(),
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    };
    document(&shell(), page)
}

fn wizard_page(state: PageState) -> String {
    let problems = match state {
        PageState::Refused => error_summary::samples(&plain),
        _ => vec![],
    };
    let code = code_block::samples(&plain);
    let body = view! {
        <div class="stack">
            {step_list::samples(&plain).into_iter().next()}
            {problems.into_iter().next()}
            <div class="workbench">
                <form
                    class="stack"
                    method="post"
                    novalidate
                    data-module="preview"
                    data-preview-url="/fragment.html"
                    data-preview-panel="panel"
                >
                    <h1>"Say where the endpoints go"</h1>
                    {field::samples(&plain)}
                    {card::samples(&plain)}
                    {choices::samples(&plain).into_iter().next()}
                    {text_area::samples(&plain).into_iter().next()}
                    <div class="row">
                        <Button label="Continue" emphasis=Emphasis::Primary />
                        <Button label="Load subnets" name="do" value="load" />
                    </div>
                </form>
                <div class="workbench__beside">
                    <Preview id="panel" title="What this makes">
                        {table::samples(&plain)} {meter::samples(&plain).into_iter().nth(1)}
                        {tabs::samples(&plain)} {note::samples(&plain)} {code}
                    </Preview>
                </div>
            </div>
        </div>
    };
    let page = Page {
        title: "Where".to_owned(),
        state,
        links: links(),
        body: body.into_any(),
    };
    document(&shell(), page)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[test]
fn gallery() {
    let pages = [
        ("samples.html", samples_page()),
        ("wizard.html", wizard_page(PageState::Clear)),
        ("refused.html", wizard_page(PageState::Refused)),
    ];
    for (name, html) in &pages {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
    }
    let Some(folder) = env::var_os("POSTERN_SAMPLES") else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join(folder);
    copy_folder(&root.join("style"), &folder.join("style")).unwrap();
    copy_folder(&root.join("public"), &folder.join("public")).unwrap();
    for (name, html) in pages {
        fs::write(folder.join(name), html).unwrap();
    }
}
