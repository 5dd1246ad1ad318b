//! The guardrails of this server or command: the file that the settings name.
//!
//! Must take all of the rules or none, and must say everything that is wrong with them.

use std::io;
use std::path::Path;

use postern_plan::catalog::Catalog;
use postern_plan::guardrails::{Guardrails, MAX_BYTES};
use postern_plan::request::RequestError;

use crate::settings::Settings;
use crate::settings::wrong::{Origin, Wrong};

/// The key that names the file
pub const KEY: &str = "guardrails.file";

/// Reads the rules that hold with these settings; none where no file is named
pub fn load(settings: &Settings, catalog: &Catalog) -> Result<Guardrails, Vec<Wrong>> {
    let Some(file) = &settings.guardrails.file else {
        return Ok(Guardrails::default());
    };
    let text = read(file).map_err(|error| {
        let help = "name a file that can be read, or leave the key out where no rule holds";
        vec![wrong(file, format!("it cannot be read: {error}"), help)]
    })?;
    Guardrails::parse(catalog, &text).map_err(|errors| {
        let each = |error: &RequestError| wrong(file, said(error), &error.help);
        errors.iter().map(each).collect()
    })
}

fn read(file: &Path) -> io::Result<String> {
    let text = std::fs::read_to_string(file)?;
    if text.len() > MAX_BYTES {
        let why = format!("it is larger than {} KiB", MAX_BYTES / 1024);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(text)
}

fn wrong(file: &Path, message: String, help: &str) -> Wrong {
    Wrong {
        origin: Origin::File(file.display().to_string()),
        key: Some(KEY.to_owned()),
        message,
        help: help.to_owned(),
    }
}

fn said(error: &RequestError) -> String {
    let mut said = String::new();
    if !error.path.is_empty() {
        said.push_str(&error.path);
        said.push_str(": ");
    }
    said.push_str(&error.message);
    if let Some(text) = &error.text {
        said.push_str(": `");
        said.push_str(text);
        said.push('`');
    }
    said
}
