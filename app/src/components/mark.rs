//! The mark: a gate with a small door in it. The same drawing as `public/favicon.svg`.

use leptos::prelude::*;

/// The mark, in the colour of the text around it. It says nothing: the name stands beside it.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
            <path
                d="M5 28V15a11 11 0 0 1 22 0v13"
                fill="none"
                stroke="currentColor"
                stroke-width="3"
                stroke-linecap="square"
            />
            <path d="M15 28v-8a4 4 0 0 1 8 0v8z" fill="currentColor" />
        </svg>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(_say: super::samples::Say<'_>) -> Vec<AnyView> {
    vec![view! { <Mark /> }.into_any()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn every_icon_is_the_same_drawing() {
        let mark = fragment(view! { <Mark /> });
        let paths: Vec<&str> = mark
            .split(" d=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(paths.len(), 2);
        for icon in [
            include_str!("../../../public/favicon.svg"),
            include_str!("../../../public/favicon_good.svg"),
            include_str!("../../../public/favicon_bad.svg"),
        ] {
            assert!(paths.iter().all(|d| icon.contains(d)), "{icon}");
        }
    }
}
