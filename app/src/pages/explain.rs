//! A page that explains.
//!
//! Must add nothing to what the page says.

use leptos::prelude::*;

use super::run::links;
use crate::components::table::{Column, Table};
use crate::document::{Page, PageState};
use crate::explained::{Block, Explained, Order, Word, Words};
use crate::routes;

/// The page.
pub fn explain(explained: Explained) -> Page {
    let Explained { title, blocks } = explained;
    let mut last = title.clone();
    let blocks: Vec<_> = blocks
        .into_iter()
        .map(|block| {
            if let Block::Heading { words, .. } = &block {
                last.clone_from(words);
            }
            shown(block, &last)
        })
        .collect();
    let body = view! {
        <article class="explained stack">
            <h1>{title.clone()}</h1>
            {blocks}
            <p><a href=routes::EXPLAIN.href()>"All pages that explain"</a></p>
        </article>
    };
    Page {
        title,
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}

/// A part, below the heading `under`.
fn shown(block: Block, under: &str) -> AnyView {
    match block {
        Block::Heading { id, words } => view! { <h2 id=id>{words}</h2> }.into_any(),
        Block::Paragraph(words) => view! { <p>{said(words)}</p> }.into_any(),
        Block::List { order, entries } => {
            let entries: Vec<_> = entries
                .into_iter()
                .map(|words| view! { <li>{said(words)}</li> })
                .collect();
            match order {
                Order::None => view! { <ul>{entries}</ul> }.into_any(),
                Order::Numbered => view! { <ol>{entries}</ol> }.into_any(),
            }
        }
        Block::Table { head, rows } => {
            let columns = head.into_iter().map(Column::words).collect();
            let cell = |words: Words| said(words).into_any();
            let rows = rows
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect();
            view! { <Table caption=under.to_owned() columns rows /> }.into_any()
        }
        Block::Code(text) => {
            view! { <pre class="explained__code" tabindex="0"><code>{text}</code></pre> }.into_any()
        }
        Block::Picture { words, at } => {
            view! { <img class="explained__picture" src=at.to_string() alt=words /> }.into_any()
        }
    }
}

fn said(words: Words) -> Vec<AnyView> {
    words
        .into_iter()
        .map(|word| match word {
            Word::Plain(text) => text.into_any(),
            Word::Code(text) => view! { <code>{text}</code> }.into_any(),
            Word::Strong(text) => view! { <strong>{text}</strong> }.into_any(),
            Word::Link { words, to } => view! { <a href=to.to_string()>{words}</a> }.into_any(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn words_are_never_markup() {
        let evil = "<script>alert(1)</script>".to_owned();
        let page = explain(Explained {
            title: evil.clone(),
            blocks: vec![
                Block::Paragraph(vec![Word::Plain(evil.clone()), Word::Code(evil.clone())]),
                Block::Code(evil.clone()),
                Block::Table {
                    head: vec![evil.clone()],
                    rows: vec![vec![vec![Word::Strong(evil)]]],
                },
            ],
        });
        let html = fragment(page.body);
        assert!(!html.contains("<script"), "{html}");
        // The heading names the table as well, twice.
        assert_eq!(html.matches("&lt;script&gt;").count(), 8, "{html}");
    }
}
