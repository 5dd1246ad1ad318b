//! `postern lint`: what is wrong with a policy, for people or as JSON.
//!
//! A text that is no JSON is a finding like any other, so that a program reads one form.

use postern_plan::catalog::{Catalog, Severity};
use postern_plan::lint::{Described, Finding, MOST_BYTES, Report, described, lint};
use postern_plan::sarif::of_findings;
use serde_json::json;

use super::paint::Paint;
use super::planned::catalog;
use super::summary::Page;
use super::{CliError, LintArgs, output, sarif};

pub(super) fn run(args: &LintArgs) -> Result<(), CliError> {
    let catalog = catalog()?;
    let text = args.file.read(MOST_BYTES).map_err(|error| {
        if args.sarif {
            sarif::unplanned(&args.file, error.into())
        } else {
            error
        }
    })?;
    if let Some(all) = described(&catalog, &text) {
        return listing(&catalog, &all, args);
    }
    let report = lint(&catalog, &text, args.endpoint);
    let printed = if args.sarif {
        let findings = report.findings.iter().map(|one| (None, one));
        of_findings(&catalog, &args.file.name(), findings)
    } else if args.json {
        // Texts and numbers in memory always serialise.
        serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
    } else {
        let mut page = Page::new(Paint::of_stdout());
        findings(&mut page, &report);
        page.into_text()
    };
    output::print(printed.as_bytes())?;
    verdict(report.is_blocked())
}

/// The endpoints that `aws ec2 describe-vpc-endpoints` printed, each as what it is.
fn listing(catalog: &Catalog, all: &[Described], args: &LintArgs) -> Result<(), CliError> {
    let printed = if args.sarif {
        let each = all
            .iter()
            .filter_map(|one| Some((one, one.report.as_ref()?)));
        let findings = each.flat_map(|(one, report)| {
            let id = Some(one.id.as_str());
            report.findings.iter().map(move |finding| (id, finding))
        });
        of_findings(catalog, &args.file.name(), findings)
    } else if args.json {
        serde_json::to_string_pretty(&json!({ "endpoints": all })).unwrap_or_default() + "\n"
    } else {
        let mut page = Page::new(Paint::of_stdout());
        for one in all {
            page.heading(&format!("Endpoint {} of {}", one.id, one.service_name));
            match (&one.report, one.endpoint) {
                (Some(report), _) => findings(&mut page, report),
                (None, Some(_)) => page.paragraph(2, "its policy is not in the listing"),
                (None, None) => page.paragraph(2, "not an AgentCore service: not looked at"),
            }
        }
        page.into_text()
    };
    output::print(printed.as_bytes())?;
    let reports = all.iter().filter_map(|one| one.report.as_ref());
    verdict(reports.into_iter().any(Report::is_blocked))
}

fn verdict(blocked: bool) -> Result<(), CliError> {
    if blocked {
        let message = "a part of this policy does not do what it says, or EC2 refuses it";
        return Err(CliError::refused(message).help("do what the findings' fixes say"));
    }
    Ok(())
}

fn findings(page: &mut Page, report: &Report) {
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
            page.paragraph(2, &format!("{} ({})", change.told(), change.code));
        }
        page.heading("The policy with these changes");
        page.verbatim(corrected);
    }
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
