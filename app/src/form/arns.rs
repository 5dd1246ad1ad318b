//! What ARNs say by themselves: the Region, the account, the primitive, who calls.
//!
//! Must fill only what is empty: what was typed stands.

use postern_plan::arn::Arn;
use postern_plan::catalog::{Catalog, Primitive};
use postern_plan::id::{AccountId, Region};
use postern_plan::request::{Plane, RequestError, primitive_named};

use super::{Form, lists};
use crate::asides::ARNS;

impl Form {
    /// The same with what the ARNs among the resources say of the Region, the account and their
    /// grant's primitive, where nothing is answered there.
    #[must_use]
    pub fn with_what_arns_say(mut self, catalog: &Catalog) -> Self {
        for row in self.rows("grants") {
            let name = format!("grants.{row}.resources");
            let arns: Vec<Arn> = self.values(&name).filter_map(|v| v.parse().ok()).collect();
            for arn in arns {
                let Some(primitive) = primitive_named(catalog, &arn) else {
                    continue;
                };
                self.fill(&format!("grants.{row}.primitive"), &primitive.id);
                self.fill_place(&arn);
            }
        }
        self
    }

    /// The same with a grant for each primitive that the pasted ARNs name; those of principals are
    /// who calls. What is no such ARN is an error, and nothing is taken in then.
    pub fn taking_in(&self, catalog: &Catalog) -> Result<Self, Vec<RequestError>> {
        let mut grants: Vec<(&Primitive, Vec<String>)> = Vec::new();
        let mut callers = Vec::new();
        let mut errors = Vec::new();
        let mut places = Vec::new();
        for item in lists::items(self.asides().value(ARNS)) {
            let arn: Option<Arn> = item.parse().ok();
            match arn {
                Some(arn) if arn.service == "iam" || arn.service == "sts" => callers.push(item),
                Some(arn) => match primitive_named(catalog, &arn) {
                    Some(primitive) => {
                        match grants.iter_mut().find(|(p, _)| p.id == primitive.id) {
                            Some((_, resources)) => resources.push(item),
                            None => grants.push((primitive, vec![item])),
                        }
                        places.push(arn);
                    }
                    None => errors.push(unknown(item)),
                },
                None => errors.push(unknown(item)),
            }
        }
        if grants.is_empty() && errors.is_empty() {
            errors.push(only_callers(&callers));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut form = self.clone();
        for (primitive, resources) in grants {
            let row = form.rows("grants").last().map_or(0, |last| last + 1);
            // What has no calls of its own is managed.
            let plane = if primitive.planes.contains_key(&Plane::Data) {
                Plane::Data
            } else {
                Plane::Control
            };
            let (id, plane) = (primitive.id.as_str(), plane.as_str());
            form = form.add_row("grants", &[("primitive", id), ("plane", plane)]);
            let mut push = |field: &str, value: &String| {
                form.pairs
                    .push((format!("grants.{row}.{field}"), value.clone()));
            };
            for resource in &resources {
                push("resources", resource);
            }
            if !callers.is_empty() {
                push("auth", &"sigv4".to_owned());
                for caller in &callers {
                    push("callers", caller);
                }
            }
        }
        for arn in &places {
            form.fill_place(arn);
        }
        Ok(form.without_arns())
    }

    fn without_arns(mut self) -> Self {
        self.asides = self.asides.without(ARNS);
        self
    }

    fn fill_place(&mut self, arn: &Arn) {
        // A pattern says no place, and AWS's own account not whose VPC it is.
        if arn.region.parse::<Region>().is_ok() {
            self.fill("region", &arn.region);
        }
        if arn.account.parse::<AccountId>().is_ok() {
            self.fill("account", &arn.account);
        }
    }

    fn fill(&mut self, name: &str, value: &str) {
        if !value.is_empty() && self.value(name).is_empty() {
            self.pairs.push((name.to_owned(), value.to_owned()));
        }
    }
}

fn unknown(item: String) -> RequestError {
    RequestError {
        path: ARNS.to_owned(),
        code: "unknown-arn",
        text: Some(item),
        message: "this is no ARN of an AgentCore resource, nor of a role or user".to_owned(),
        help: "take it out, or add its primitive below and name it there".to_owned(),
    }
}

fn only_callers(callers: &[String]) -> RequestError {
    RequestError {
        path: ARNS.to_owned(),
        code: "missing",
        text: callers.first().cloned(),
        message: "these are who calls, and what is called is missing".to_owned(),
        help: "paste the ARN of a runtime, a gateway or another resource with them".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNTIME: &str = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/a-AbCdEf1234";
    const GATEWAY: &str = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/g-0123456789";
    const ROLE: &str = "arn:aws:iam::111122223333:role/app";

    fn pasted(text: &str) -> Form {
        Form::new(vec![(ARNS.to_owned(), text.to_owned())])
    }

    #[test]
    fn pasted_arns_become_grants_with_their_callers_and_place() {
        let catalog = Catalog::load().unwrap();
        let form = pasted(&format!("[\"{RUNTIME}\", \"{GATEWAY}\"],\n{ROLE}"));
        let form = form.taking_in(&catalog).unwrap();
        for (name, value) in [
            ("grants.0.primitive", "runtime"),
            ("grants.0.resources", RUNTIME),
            ("grants.0.auth", "sigv4"),
            ("grants.1.primitive", "gateway"),
            ("grants.1.callers", ROLE),
            ("region", "eu-west-1"),
            ("account", "111122223333"),
        ] {
            assert_eq!(form.value(name), value, "{name}");
        }
        assert_eq!(form.asides().value(ARNS), "");
    }

    #[test]
    fn what_is_no_arn_of_ours_is_named() {
        let catalog = Catalog::load().unwrap();
        let text = format!("{RUNTIME}, arn:aws:s3:::b, nonsense");
        let errors = pasted(&text).taking_in(&catalog).unwrap_err();
        let named: Vec<_> = errors.iter().filter_map(|e| e.text.as_deref()).collect();
        assert_eq!(named, ["arn:aws:s3:::b", "nonsense"]);
        assert_eq!(pasted(ROLE).taking_in(&catalog).unwrap_err().len(), 1);
    }

    #[test]
    fn a_pattern_says_no_place() {
        let catalog = Catalog::load().unwrap();
        let form = pasted("arn:aws:bedrock-agentcore:*:*:runtime/a-AbCdEf1234");
        let form = form.taking_in(&catalog).unwrap();
        assert_eq!(form.value("grants.0.primitive"), "runtime");
        assert_eq!(form.value("region") + &form.value("account"), "");
    }

    #[test]
    fn an_arn_fills_what_is_empty_and_nothing_else() {
        let catalog = Catalog::load().unwrap();
        let form = Form::of_query(&format!(
            "grants.0.resources={RUNTIME}&account=444455556666"
        ));
        let form = form.with_what_arns_say(&catalog);
        assert_eq!(form.value("grants.0.primitive"), "runtime");
        assert_eq!(form.value("region"), "eu-west-1");
        assert_eq!(form.value("account"), "444455556666");
        assert_eq!(form.clone().with_what_arns_say(&catalog), form);
    }
}
