//! A file to take away: its name, its text, a link to download it.
//!
//! The text is shown byte for byte, with the number of each line beside it, which is never copied.
//! The only place that takes HTML as it is, since [`Painted`] has escaped it. A script adds the button that copies it; without one the text
//! can be selected and downloaded.

use leptos::prelude::*;

use crate::href::Href;
use crate::painted::Painted;

/// A file to take away.
#[component]
pub fn CodeBlock(
    /// The file's name, such as `create.sh`.
    #[prop(into)]
    file: String,
    /// The whole text.
    #[prop(into)]
    text: Painted,
    /// Where the same bytes can be downloaded.
    #[prop(optional)]
    download: Option<Href>,
) -> impl IntoView {
    let download = download.map(|href| {
        view! {
            <a class="code-block__download" href=href.to_string() download=file.clone()>
                "Download"
                <span class="visually-hidden">{format!(" {file}")}</span>
            </a>
        }
    });
    // `<code>` stands between `<pre>` and the text: browsers drop a newline that comes first in `<pre>`.
    view! {
        <figure
            class="code-block"
            data-module="copy"
            data-copy="Copy"
            data-copied="Copied"
            data-selected="Selected; copy it with your keyboard"
        >
            <figcaption class="code-block__head">
                <span class="code-block__file">{file.clone()}</span>
                <span class="code-block__acts">{download}</span>
            </figcaption>
            <pre class="code-block__text" tabindex="0" role="group" aria-label=file>
                <code inner_html=text.html()></code>
            </pre>
        </figure>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let policy = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"InvokeRuntimeOAuth\",\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      \"Action\": \"bedrock-agentcore:InvokeAgentRuntime\",\n      \"Resource\": \"arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/public-AbCdEf1234\"\n    }\n  ]\n}";
    vec![
        view! {
            <CodeBlock
                file=say("policy-data.json")
                text=say(policy)
                download=Href::fixed("/take/policy-data.json")
            />
        }
        .into_any(),
        view! { <CodeBlock file=say("commands.sh") text=say("\n\naws ec2 create-vpc-endpoint <<'EOF'") /> }
            .into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;
    use scraper::{Html, Selector};

    #[test]
    fn a_browser_shows_exactly_the_text() {
        let code = Selector::parse("pre code").unwrap();
        for text in [
            "",
            "\n",
            "\n\nx",
            "</code></pre><script>",
            "a\n  b\t\n",
            "<!> &amp; ${aws:username} `$(id)`",
        ] {
            let html = fragment(view! { <CodeBlock file="f" text=text /> });
            let read = Html::parse_fragment(&html);
            let shown: Vec<String> = read
                .select(&code)
                .map(|element| element.text().collect())
                .collect();
            assert_eq!(shown, [text.to_owned()], "{html}");
        }
    }

    #[test]
    fn no_white_space_is_added_around_the_code() {
        let html = fragment(view! { <CodeBlock file="f" text="x" /> });
        assert!(
            html.contains(
                "class=\"code-block__text\"><code><span class=\"line\">x</span></code></pre>"
            ),
            "{html}"
        );
    }
}
