//! The colour of whoever runs this server, in the places of Postern's own.
//!
//! Must stay readable whatever colour it is: it is darkened by day and lightened by night as far as
//! text needs (WCAG 2.2, 1.4.3: 4.5 to 1). `style.rs` holds every colour that comes of it against
//! the same table as those of `style/tokens.css`.

use core::fmt;
use core::str::FromStr;

/// Red, green and blue, each from 0 to 1
pub(crate) type Rgb = [f64; 3];

const BLACK: Rgb = [0.0; 3];
const WHITE: Rgb = [1.0; 3];

/// What stands under the accent: page, surface and sunken of `style/tokens.css`
const BY_DAY: [u32; 3] = [0x00f6_f8f8, 0x00ff_ffff, 0x00ed_f1f1];
const BY_NIGHT: [u32; 3] = [0x000c_1213, 0x0013_1a1c, 0x001a_2224];

/// Words in code stand on a tint of their own colour (`style/components/prose.css`)
const TINT: f64 = 0.09;

/// A colour
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(u32);

/// Text that is no colour
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentError;

/// By day and by night
type Both = (Rgb, Rgb);

impl Accent {
    /// The declarations that take the places of those of `style/tokens.css`, as a style sheet
    pub fn sheet(self) -> String {
        let mut sheet = ":root {\n".to_owned();
        for (name, (day, night)) in self.tokens() {
            let line = format!("  --{name}: light-dark({}, {});\n", hex(day), hex(night));
            sheet.push_str(&line);
        }
        sheet.push_str("}\n");
        sheet
    }

    fn tokens(self) -> [(&'static str, Both); 7] {
        let own = rgb(self.0);
        let [_, paper, _] = BY_DAY.map(rgb);
        let [night, slate, _] = BY_NIGHT.map(rgb);
        let chosen = (
            whole(mixed(paper, own, 0.06)),
            whole(mixed(slate, own, 0.08)),
        );
        let accent = (
            readable(own, BLACK, &with(BY_DAY, chosen.0)),
            readable(own, WHITE, &with(BY_NIGHT, chosen.1)),
        );
        let strong = (mixed(accent.0, BLACK, 0.22), mixed(accent.1, WHITE, 0.35));
        // Dark enough for white by far, so that softer words can be read as well.
        let band = away(own, BLACK, |band| contrast(band, WHITE) >= 12.0);
        let soft = mixed(band, WHITE, 0.72);
        [
            ("accent", accent),
            ("accent-strong", strong),
            ("on-accent", (WHITE, night)),
            ("chosen", chosen),
            ("band", (band, band)),
            ("on-band", (WHITE, WHITE)),
            ("on-band-soft", (soft, soft)),
        ]
    }
}

/// What stands under the accent, by day and by night
#[cfg(test)]
pub(crate) fn surfaces() -> [[Rgb; 3]; 2] {
    [BY_DAY.map(rgb), BY_NIGHT.map(rgb)]
}

fn with(surfaces: [u32; 3], chosen: Rgb) -> [Rgb; 4] {
    let [page, surface, sunken] = surfaces.map(rgb);
    [page, surface, sunken, chosen]
}

/// `own`, as near as it can be read on all of these, itself and on a tint of it
fn readable(own: Rgb, towards: Rgb, surfaces: &[Rgb]) -> Rgb {
    away(own, towards, |colour| {
        surfaces.iter().all(|surface| {
            let tinted = mixed(*surface, colour, TINT);
            contrast(colour, *surface) >= 4.5 && contrast(colour, tinted) >= 4.5
        })
    })
}

/// The first colour between `from` and `to` of which this holds, in steps of a hundredth; `to`
/// where it holds of none
fn away(from: Rgb, to: Rgb, holds: impl Fn(Rgb) -> bool) -> Rgb {
    (0..=100_u8)
        .map(|step| whole(mixed(from, to, f64::from(step) / 100.0)))
        .find(|colour| holds(*colour))
        .unwrap_or(to)
}

/// As it can be written: each part a whole number of 255
fn whole(colour: Rgb) -> Rgb {
    colour.map(|part| (part * 255.0).round() / 255.0)
}

/// `share` of `other` and the rest of `one`
pub(crate) fn mixed(one: Rgb, other: Rgb, share: f64) -> Rgb {
    let mut mixed = one;
    for (part, other) in mixed.iter_mut().zip(other) {
        *part = *part * (1.0 - share) + other * share;
    }
    mixed
}

/// The contrast of two colours, from 1 to 21. Source: WCAG 2.2, "contrast ratio"
pub(crate) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// Source: WCAG 2.2, "relative luminance"
fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(|part| {
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn rgb(number: u32) -> Rgb {
    let [_, r, g, b] = number.to_be_bytes();
    [r, g, b].map(|part| f64::from(part) / 255.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "each part is from 0 to 1, and kept there"
)]
fn hex(colour: Rgb) -> String {
    use core::fmt::Write as _;
    colour.iter().fold("#".to_owned(), |mut hex, part| {
        let _ = write!(
            hex,
            "{:02x}",
            (part * 255.0).round().clamp(0.0, 255.0) as u8
        );
        hex
    })
}

impl FromStr for Accent {
    type Err = AccentError;

    /// Accepts `#` and six hexadecimal digits
    fn from_str(text: &str) -> Result<Self, AccentError> {
        let digits = text.strip_prefix('#').ok_or(AccentError)?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(AccentError);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| AccentError)?;
        Ok(Self(number))
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

impl fmt::Display for AccentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a colour as in #0b5964")
    }
}

impl core::error::Error for AccentError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_digits() {
        let petrol: Accent = "#0B5964".parse().unwrap();
        assert_eq!(petrol.to_string(), "#0b5964");
        for wrong in [
            "", "#", "0b5964", "#0b596", "#0b59644", "#0b596g", "#+b5964", "red",
        ] {
            assert_eq!(wrong.parse::<Accent>(), Err(AccentError), "{wrong}");
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let petrol: Accent = "#0b5964".parse().unwrap();
        assert!(petrol.sheet().contains("--accent: light-dark(#0b5964, "));
    }

    #[test]
    fn a_colour_that_cannot_be_read_comes_near() {
        let yellow: Accent = "#ffe000".parse().unwrap();
        let sheet = yellow.sheet();
        assert!(sheet.contains(", #ffe000);"), "by night: {sheet}");
        assert!(!sheet.contains("(#ffe000, "), "by day: {sheet}");
    }
}
