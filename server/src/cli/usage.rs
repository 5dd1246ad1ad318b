//! Words that make no command, explained in our form instead of clap's.

use std::net::SocketAddr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use postern_plan::artifact::{Format, FormatError};
use postern_plan::id::IdError;
use postern_plan::request::{EndpointKey, WordError};
use postern_plan::run::RunId;

use super::{CliError, output};

/// Reads an address and a port
pub(super) fn socket(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "write an IP address and a port, as in 127.0.0.1:3000 or [::1]:3000".to_owned()
    })
}

/// Reads the word for a format
pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str()))
        .try_map(|word| word.parse::<Format>().map_err(|_: FormatError| FormatError))
}

/// Reads the id of a run
pub(super) fn run(word: &str) -> Result<RunId, IdError> {
    word.parse()
}

/// Reads the word for an endpoint
pub(super) fn endpoint() -> impl TypedValueParser<Value = EndpointKey> {
    PossibleValuesParser::new(EndpointKey::WORDS).try_map(|word| {
        word.parse::<EndpointKey>()
            .map_err(|error: WordError| error)
    })
}

/// Prints what was asked for (help, version), or says what is wrong with the words
pub(super) fn explain(error: &clap::Error) -> Result<(), CliError> {
    if !error.use_stderr() {
        return output::print(error.render().to_string().as_bytes());
    }
    let word = |kind| context(error, kind);
    let message = match (
        error.kind(),
        word(ContextKind::InvalidArg),
        word(ContextKind::InvalidValue),
    ) {
        (ErrorKind::UnknownArgument, Some(word), _) => format!("unknown argument `{word}`"),
        (ErrorKind::InvalidSubcommand, ..) => format!(
            "unknown command `{}`",
            word(ContextKind::InvalidSubcommand).unwrap_or_default()
        ),
        (ErrorKind::MissingRequiredArgument, Some(word), _) => format!("`{word}` is missing"),
        (ErrorKind::InvalidValue, Some(word), Some(value)) if value.is_empty() => {
            format!("`{word}` needs a value")
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(word), Some(value)) => {
            format!("`{value}` cannot be the value of `{word}`")
        }
        _ => first_line(error),
    };
    Err(CliError::usage(message).help(help(error)))
}

fn help(error: &clap::Error) -> String {
    let nearest = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(|kind| context(error, kind));
    if let Some(nearest) = nearest {
        return format!("did you mean `{nearest}`?");
    }
    if let Some(cause) = std::error::Error::source(error) {
        return cause.to_string();
    }
    match context(error, ContextKind::ValidValue) {
        Some(values) => format!("it can be one of: {values}"),
        None => "`postern --help` lists the commands and their options".to_owned(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        _ => None,
    }
    .filter(|text| !text.is_empty() || kind == ContextKind::InvalidValue)
}

fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::Cli;
    use super::*;

    fn check(words: &[&str], message: &str, help: &str) {
        let words = std::iter::once("postern").chain(words.iter().copied());
        let error = explain(&Cli::try_parse_from(words).unwrap_err()).unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.help_text()),
            (message, Some(help))
        );
    }

    #[test]
    fn wrong_words_are_named_with_what_to_do() {
        let list = "`postern --help` lists the commands and their options";
        let socket = "write an IP address and a port, as in 127.0.0.1:3000 or [::1]:3000";
        check(&["serv"], "unknown command `serv`", "did you mean `serve`?");
        check(
            &["--lisen=x"],
            "unknown argument `--lisen`",
            "did you mean `--listen`?",
        );
        check(&["--zzz"], "unknown argument `--zzz`", list);
        check(
            &["serve", "--listen", "localhost:1"],
            "`localhost:1` cannot be the value of `--listen <ADDR:PORT>`",
            socket,
        );
        check(&["--listen"], "`--listen <ADDR:PORT>` needs a value", list);
        check(
            &["render", "r.toml", "--as", "terrafrom"],
            "`terrafrom` cannot be the value of `--as <FORMAT>`",
            "did you mean `terraform`?",
        );
        check(&["plan"], "`<FILE>` is missing", list);
        check(
            &["--allow-host", "http://a"],
            "`http://a` cannot be the value of `--allow-host <NAME>`",
            "`http://a` is not a host name: write it without scheme, port and path, as in \
             postern.example.org",
        );
    }
}
