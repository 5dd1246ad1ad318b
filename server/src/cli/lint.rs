//! `postern lint`: what is wrong with a policy, for people or as JSON.
//!
//! A text that is no JSON is a finding like any other, so that a program reads one form.

use postern_plan::catalog::Severity;
use postern_plan::lint::{Finding, MOST_BYTES, Report, lint};

use super::paint::Paint;
use super::planned::catalog;
use super::summary::Page;
use super::{CliError, LintArgs, output};

pub(super) fn run(args: &LintArgs) -> Result<(), CliError> {
    let catalog = catalog()?;
    let text = args.file.read(MOST_BYTES)?;
    let report = lint(&catalog, &text, args.endpoint);
    let printed = if args.json {
        // Texts and numbers in memory always serialise.
        serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
    } else {
        page(&report, Paint::of_stdout())
    };
    output::print(printed.as_bytes())?;
    if report.is_blocked() {
        let message = "a part of this policy does not do what it says, or EC2 refuses it";
        return Err(CliError::refused(message).help("do what the findings' fixes say"));
    }
    Ok(())
}

fn page(report: &Report, paint: Paint) -> String {
    let mut page = Page::new(paint);
    let count = |severity| {
        report
            .findings
            .iter()
            .filter(|f| f.severity == severity)
            .count()
    };
    page.heading(&format!(
        "Findings: {} blocked, {} warnings, {} info",
        count(Severity::Blocked),
        count(Severity::Warning),
        count(Severity::Info)
    ));
    for finding in &report.findings {
        page.remark(
            finding.severity,
            &about(finding),
            &finding.detail,
            &finding.fix,
        );
    }
    if let Some(corrected) = &report.corrected {
        page.heading("Mended");
        for change in &report.changes {
            page.paragraph(
                2,
                &format!(
                    "{} ({}): {} becomes {}",
                    change.path, change.code, change.before, change.after
                ),
            );
        }
        page.heading("The policy with these changes");
        page.verbatim(corrected);
    }
    page.into_text()
}

fn about(finding: &Finding) -> String {
    let statement = finding
        .statement
        .as_deref()
        .map(|s| format!(", {s}"))
        .unwrap_or_default();
    format!(
        "{}, line {}, column {}{statement}",
        finding.code, finding.line, finding.column
    )
}
