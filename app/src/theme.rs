//! Light or dark: as the system has it, or as somebody chose for this browser.
//!
//! Must be known when the page is written, or it would flash.

/// What somebody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in the cookie and the form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The choice of a word; as the system has it where it is no choice.
    pub fn of(word: &str) -> Self {
        let all = Self::ALL.into_iter();
        all.rev().find(|t| t.as_str() == word).unwrap_or_default()
    }

    /// The value of `data-theme`; none where the style sheet asks the system.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_choice_that_it_names() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of(theme.as_str()), theme);
        }
        assert_eq!(Theme::of("neon"), Theme::System);
        assert_eq!(Theme::System.attribute(), None);
    }
}
