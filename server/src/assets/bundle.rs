//! Joins the style sheets that `main.css` imports into one, each in its layer.
//!
//! `main.css` holds the order of the layers and one import a line; it is the only file that may
//! import. This is no CSS parser, and refuses what it does not know.

use std::collections::BTreeMap;

use super::AssetsError;

pub(super) fn join(main: &str, styles: &BTreeMap<String, Vec<u8>>) -> Result<String, AssetsError> {
    let mut joined = String::new();
    for line in main.lines() {
        if line.trim_start().starts_with("@import") {
            let (file, layer) = import(line)?;
            joined.push_str(&layered(file, layer, styles)?);
        } else {
            joined.push_str(line);
        }
        joined.push('\n');
    }
    Ok(joined)
}

fn import(line: &str) -> Result<(&str, &str), AssetsError> {
    line.trim()
        .strip_prefix("@import \"")
        .and_then(|rest| rest.split_once("\" layer("))
        .and_then(|(file, rest)| Some((file, rest.strip_suffix(");")?)))
        .ok_or_else(|| AssetsError::Import(line.trim().to_owned()))
}

fn layered(
    file: &str,
    layer: &str,
    styles: &BTreeMap<String, Vec<u8>>,
) -> Result<String, AssetsError> {
    let name = file.strip_prefix("./").unwrap_or(file);
    let content = styles
        .get(name)
        .ok_or_else(|| AssetsError::Missing(name.to_owned()))?;
    let content = String::from_utf8_lossy(content);
    if let Some(nested) = content.lines().find(|line| line.contains("@import")) {
        return Err(AssetsError::Import(nested.trim().to_owned()));
    }
    Ok(format!("@layer {layer} {{\n{}\n}}", content.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles() -> BTreeMap<String, Vec<u8>> {
        BTreeMap::from([
            ("base.css".to_owned(), b"p { margin: 0 }\n".to_vec()),
            (
                "nested.css".to_owned(),
                b"@import \"base.css\" layer(base);".to_vec(),
            ),
        ])
    }

    #[test]
    fn each_sheet_is_wrapped_in_its_layer_and_the_rest_is_kept() {
        let main = "@layer reset, base;\n@import \"./base.css\" layer(base);\n";
        let joined = join(main, &styles()).unwrap();
        assert_eq!(
            joined,
            "@layer reset, base;\n@layer base {\np { margin: 0 }\n}\n"
        );
    }

    #[test]
    fn what_it_does_not_know_is_refused() {
        for (main, error) in [
            (
                "@import \"no.css\" layer(base);",
                AssetsError::Missing("no.css".to_owned()),
            ),
            (
                "@import url(base.css);",
                AssetsError::Import("@import url(base.css);".to_owned()),
            ),
            (
                "@import \"nested.css\" layer(base);",
                AssetsError::Import("@import \"base.css\" layer(base);".to_owned()),
            ),
        ] {
            assert_eq!(join(main, &styles()), Err(error));
        }
    }
}
