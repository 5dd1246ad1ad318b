//! The frame around a page: head, style sheet, main.

use axum::response::Html;

use crate::assets::Assets;

/// A whole page. `title` is text; `main` is HTML whose text is already escaped
pub(super) fn document(title: &str, main: &str, assets: &Assets) -> Html<String> {
    let title = escape(title);
    let style = assets
        .href("style/main.css")
        .map(|href| format!("<link rel=\"stylesheet\" href=\"{}\">", escape(&href)))
        .unwrap_or_default();
    Html(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – Postern</title>\n{style}\n</head>\n<body>\n<main>\n{main}\n</main>\n\
         </body>\n</html>\n"
    ))
}

/// `text` as HTML shows it, in content and in quoted attributes
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(
            escape("<a href=\"x\">&'"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;"
        );
    }
}
