//! Keys for people who come often, and the list of them. They are single keys, so they can be turned
//! off (WCAG 2.2, 2.1.4), and they come with the script: without it nothing of this is shown.

use leptos::prelude::*;

/// The `id` of the list.
const LIST: &str = "shortcuts";

/// Every key, with what it does, as `public/js/components/shortcuts.js` knows them.
const KEYS: [(&str, &str); 6] = [
    ("?", "Show this list"),
    ("n", "Go on, as the filled button does"),
    ("b", "Go back a step"),
    ("1 to 5", "Go to a step that was visited"),
    ("p", "Go to what the answers make"),
    ("c", "Copy the link to this page"),
];

/// The button that shows the list, and the list.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let lines: Vec<_> = KEYS
        .into_iter()
        .map(|(key, what)| {
            view! {
                <div class="shortcuts__line">
                    <dt><kbd>{key}</kbd></dt>
                    <dd>{what}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <div class="shortcuts" data-module="shortcuts">
            <button class="button button--quiet" type="button" popovertarget=LIST>"Keyboard"</button>
            <div class="explain__panel" id=LIST popover="auto" role="dialog" aria-labelledby="shortcuts-title">
                <p class="explain__title" id="shortcuts-title">"Keys"</p>
                <dl class="shortcuts__keys">{lines}</dl>
                <p class="choice">
                    <input class="choice__input" type="checkbox" id="shortcuts-on" />
                    <label class="choice__label" for="shortcuts-on">"Use these keys in this browser"</label>
                </p>
                <p role="status" class="shortcuts__said"></p>
                <button class="button button--secondary" type="button" popovertarget=LIST popovertargetaction="hide">
                    "Close"
                </button>
            </div>
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(_say: super::samples::Say<'_>) -> Vec<AnyView> {
    vec![view! { <Shortcuts /> }.into_any()]
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_key_of_the_list_is_one_of_the_script_s() {
        let script = include_str!("../../../public/js/components/shortcuts.js");
        for (key, what) in super::KEYS {
            let first = key.split(' ').next().unwrap();
            let named = [
                format!("\"{first}\""),
                format!("{first}:"),
                format!("[{first}-"),
            ];
            assert!(named.iter().any(|word| script.contains(word)), "{what}");
        }
    }
}
