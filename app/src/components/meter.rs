//! How much of a limit is used, in words and as a bar.

use leptos::prelude::*;

/// A measured amount against its limit.
#[component]
pub fn Meter(
    /// What is measured, such as `Policy of data`.
    #[prop(into)]
    label: String,
    /// How much there is.
    amount: usize,
    /// How much there may be. At least 1.
    limit: usize,
    /// What is counted, in the plural: `characters`.
    #[prop(into)]
    unit: String,
) -> impl IntoView {
    let (class, verdict) = match amount.checked_sub(limit) {
        None | Some(0) => ("meter", None),
        Some(over) => (
            "meter meter--over",
            Some(format!(", {} too many", grouped(over))),
        ),
    };
    let text = format!("{} of {} {unit}", grouped(amount), grouped(limit));
    let verdict = verdict.map(|text| view! { <strong class="meter__verdict">{text}</strong> });
    view! {
        <div class=class>
            <span class="meter__label">{label.clone()}</span>
            <span class="meter__text">
                {text}
                {verdict}
            </span>
            <meter
                class="meter__bar"
                aria-label=label
                min="0"
                max=limit.to_string()
                high=(limit - limit / 10).to_string()
                optimum="0"
                value=amount.min(limit).to_string()
            ></meter>
        </div>
    }
}

/// The number with a comma between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    [0, 4_312, 19_900, 20_480, 21_003]
        .map(|amount| {
            view! {
                <Meter label=say("Policy of data") amount limit=20_480 unit=say("characters") />
            }
            .into_any()
        })
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn thousands_are_grouped() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (20_480, "20,480"),
            (1_234_567, "1,234,567"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_limit_itself_fits_and_one_more_does_not() {
        let at = |amount| {
            fragment(view! { <Meter label="Policy" amount limit=20_480 unit="characters" /> })
        };
        assert!(!at(20_480).contains("too many"));
        assert!(
            at(20_481).contains(
                "20,481 of 20,480 characters<strong class=\"meter__verdict\">, 1 too many"
            )
        );
        assert!(at(30_000).contains("value=\"20480\""));
    }
}
