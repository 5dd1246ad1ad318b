//! What a section is: a struct whose doc comments are its documentation, and whose fields are its
//! keys.
//!
//! A new section is a struct in [`section!`](section) and a line in
//! [`Settings`](super::Settings); reading, the environment, all errors, `postern config show` and
//! `docs/CONFIGURATION.md` follow from that. Must not know any section.

use std::collections::BTreeMap;

use serde_json::Value;

use super::reader::Reader;
use super::value::{Named, Secrecy, Shown};

/// A table of the file whose keys are known
pub trait Section: Sized {
    /// What it is for, a line each
    fn about() -> &'static [&'static str];
    /// Its keys, in the order of the struct
    fn keys() -> Vec<Key>;
    /// Reads it where the reader stands; none where something that must be said is not, or wrong
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
}

/// A field of the settings: a section, one that may be left out, or many with names
pub trait Part: Sized {
    /// What is known of it, for documents
    fn known(name: &'static str) -> Known;
    /// Reads it
    fn read(reader: &mut Reader<'_>, name: &'static str) -> Option<Self>;
}

/// A key
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name in its section
    pub name: &'static str,
    /// What it is for, a line each
    pub about: &'static [&'static str],
    /// What a value is
    pub what: String,
    /// A right value
    pub example: Value,
    /// What holds where nobody says anything; none where it must be said
    pub unset: Option<Shown>,
    /// When a change is taken up
    pub change: Change,
    /// The option of `postern serve` that says the same
    pub option: Option<&'static str>,
    /// Whether the value may be seen
    pub secrecy: Secrecy,
}

/// When a change of a key is taken up
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// At SIGHUP
    Reload,
    /// At the next start
    Restart,
}

/// A section and its keys, for documents
#[derive(Clone, Debug)]
pub struct Known {
    /// Its name in the file; a name in capitals stands for any
    pub path: Vec<&'static str>,
    /// What it is for, a line each
    pub about: &'static [&'static str],
    /// Its keys
    pub keys: Vec<Key>,
}

impl<S: Section> Part for S {
    fn known(name: &'static str) -> Known {
        Known {
            path: vec![name],
            about: S::about(),
            keys: S::keys(),
        }
    }

    fn read(reader: &mut Reader<'_>, name: &'static str) -> Option<Self> {
        reader.section(name)
    }
}

/// A section that may be left out as a whole
impl<S: Section> Part for Option<S> {
    fn known(name: &'static str) -> Known {
        S::known(name)
    }

    fn read(reader: &mut Reader<'_>, name: &'static str) -> Option<Self> {
        if reader.says(name) {
            reader.section(name).map(Some)
        } else {
            Some(None)
        }
    }
}

/// As many sections as somebody names
impl<K: Named, S: Section> Part for BTreeMap<K, S> {
    fn known(name: &'static str) -> Known {
        Known {
            path: vec![name, K::PLACEHOLDER],
            ..S::known(name)
        }
    }

    fn read(reader: &mut Reader<'_>, name: &'static str) -> Option<Self> {
        Some(reader.named(name))
    }
}

/// A section: `/// what` and `name: Type = default, Reload or Restart, "--option";` for each key.
/// Without a default the key must be said; the option is left out where there is none.
macro_rules! section {
    (@default) => { None };
    (@default $default:expr) => { Some($default) };
    (@option) => { None };
    (@option $option:literal) => { Some($option) };
    ($(#[doc = $about:literal])* pub struct $name:ident {
        $($(#[doc = $doc:literal])* $field:ident: $type:ty $(= $default:expr)?, $change:ident $(, $option:literal)?;)*
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $type,)*
        }

        impl $crate::settings::section::Section for $name {
            fn about() -> &'static [&'static str] {
                &[$($about),*]
            }

            fn keys() -> Vec<$crate::settings::section::Key> {
                use $crate::settings::value::Setting;
                vec![$({
                    let default: Option<$type> = $crate::settings::section::section!(@default $($default)?);
                    $crate::settings::section::Key {
                        name: stringify!($field),
                        about: &[$($doc),*],
                        what: <$type>::what(),
                        example: <$type>::example(),
                        unset: default.as_ref().map(Setting::shown),
                        change: $crate::settings::section::Change::$change,
                        option: $crate::settings::section::section!(@option $($option)?),
                        secrecy: <$type>::SECRECY,
                    }
                }),*]
            }

            fn read(reader: &mut $crate::settings::reader::Reader<'_>) -> Option<Self> {
                let mut keys = Self::keys().into_iter();
                $(let $field: Option<$type> = reader.take(
                    &keys.next()?,
                    $crate::settings::section::section!(@default $($default)?),
                );)*
                Some(Self { $($field: $field?),* })
            }
        }
    };
}

/// The whole of the settings: a field for each section
macro_rules! sections {
    ($(#[doc = $about:literal])* pub struct $name:ident {
        $($(#[doc = $doc:literal])* $field:ident: $type:ty,)*
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $type,)*
        }

        impl $name {
            /// Every section that there is, in the order of the struct
            pub fn known() -> Vec<$crate::settings::section::Known> {
                vec![$(<$type as $crate::settings::section::Part>::known(stringify!($field))),*]
            }

            fn of(reader: &mut $crate::settings::reader::Reader<'_>) -> Option<Self> {
                $(let $field = <$type as $crate::settings::section::Part>::read(
                    reader,
                    stringify!($field),
                );)*
                reader.left_over(&Self::known());
                Some(Self { $($field: $field?),* })
            }
        }
    };
}

pub(crate) use {section, sections};
