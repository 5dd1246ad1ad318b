//! `create.ps1`: what `create.sh` does, for Windows PowerShell 5.1 and PowerShell 7.
//!
//! Must hold ASCII only, for Windows PowerShell reads a file without a mark in the machine's own
//! code page; and must give the AWS CLI no JSON in an argument, for it loses the quotes.

use std::fmt::Write;

use askama::Template;
use askama::filters::Safe;

use super::script::{self, About, CREATE_PERMISSIONS, Head};
use super::shared_dns::Names;
use super::steps::{self, Endpoint, Group, Kinds, Standing, Step};
use super::{Artifact, RenderError};
use crate::plan::{Note, Plan};

#[derive(Template)]
#[template(path = "create.ps1")]
struct PowerShell {
    about: About,
    head: Head,
    permissions: String,
    endpoints: Vec<Endpoint>,
    group: Option<Group>,
    standing: Option<Standing>,
    any: Kinds,
    names: Option<Names>,
}

#[derive(Template)]
#[template(path = "script/blocked.ps1")]
struct Blocked {
    file: Safe<&'static str>,
    about: About,
    notes: String,
}

/// The script.
pub(super) fn script(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = if plan.is_blocked() {
        blocked(plan)?
    } else {
        super::text(&view(plan)?)?
    };
    Ok(Artifact::new("create.ps1", "text/plain", text))
}

fn blocked(plan: &Plan) -> Result<String, RenderError> {
    let notes: Vec<&Note> = script::blocking(plan).collect();
    let blocked = Blocked {
        file: Safe("create.ps1"),
        about: About::of(plan),
        notes: ascii(&serde_json::to_string(&notes)?),
    };
    Ok(super::text(&blocked)?)
}

fn view(plan: &Plan) -> Result<PowerShell, RenderError> {
    let mut endpoints = steps::endpoints(plan)?;
    for endpoint in &mut endpoints {
        endpoint.policy = ascii(&endpoint.policy);
        match &mut endpoint.step {
            Step::Create(creation) => creation.tags = ascii(&creation.tags),
            Step::Change(difference) => {
                for tag in &mut difference.tags {
                    tag.json = ascii(&tag.json);
                    tag.former_json = ascii(&tag.former_json);
                }
            }
            Step::Leave(_) => {}
        }
    }
    let group = steps::group(plan)?.map(|g| Group {
        tags: ascii(&g.tags),
        ..g
    });
    let mut names = Names::of(plan)?;
    for zone in names.iter_mut().flat_map(|n| &mut n.zones) {
        zone.tags = ascii(&zone.tags);
    }
    Ok(PowerShell {
        about: About::of(plan),
        head: Head::of(plan),
        permissions: Names::permissions(CREATE_PERMISSIONS, names.as_ref()),
        endpoints,
        group,
        standing: steps::standing(plan),
        any: steps::kinds(plan),
        names,
    })
}

/// The same JSON in ASCII.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn json_in_ascii_is_the_same_json() {
        let json = r#"{"é":"日本 🚪 \" \\"}"#;
        let plain = ascii(json);
        assert!(plain.is_ascii());
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&plain), read(json));
    }

    #[test]
    fn what_stands_is_not_made() {
        use crate::artifact::script::sample;
        let text = super::script(&sample::with(&sample::leave())).unwrap().text;
        assert!(text.contains("Get-Existing 'data' 'vpce-22222222'"));
        assert!(!text.contains("create-vpc-endpoint") && !text.contains("create-security-group"));
        let text = super::script(&sample::with(&sample::modify()))
            .unwrap()
            .text;
        assert!(text.contains("@('sg-55555555', $script:Group) @('sg-66666666')"));
    }

    #[test]
    fn a_change_says_how_to_undo_what_it_sent() {
        use crate::artifact::script::sample;
        let text = super::script(&sample::with(&sample::modify()))
            .unwrap()
            .text;
        let body = text.split("function Set-Existing").nth(1).unwrap();
        for (sent, undone) in [
            (
                "--policy-document', (Save-Json",
                "--policy-document file://restore-$Key.json",
            ),
            ("'--add-subnet-ids') + $Add", "--remove-subnet-ids $($Add "),
            (
                "'--remove-subnet-ids') + $Remove",
                "--add-subnet-ids $($Remove ",
            ),
            (
                "'--add-security-group-ids') + $AddG",
                "--remove-security-group-ids $($AddG ",
            ),
            (
                "'--remove-security-group-ids') + $RemoveG",
                "--add-security-group-ids $($RemoveG ",
            ),
        ] {
            let after = body.split(sent).nth(1).unwrap_or_else(|| panic!("{sent}"));
            let next = after.lines().nth(1).unwrap();
            assert!(next.contains("$Undo +=") && next.contains(undone), "{next}");
        }
        assert!(body.contains("to undo it: $Undo\""));
    }
}
