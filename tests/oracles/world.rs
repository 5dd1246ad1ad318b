//! A world on moto for a request: what it takes for granted is made, and what then stands is told.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use postern_tests::{Moto, python_with};
use serde_json::{Value, json};

use crate::cases::Case;

/// Moto's own account.
const ACCOUNT: &str = "123456789012";

/// A moto server, and the script that fills and reads it.
pub(crate) struct World(Moto);

impl World {
    /// Starts one, where moto is installed.
    pub(crate) fn start() -> Option<Self> {
        python_with("boto3")?;
        Moto::start().map(Self)
    }

    /// The server.
    pub(crate) fn moto(&self) -> &Moto {
        &self.0
    }

    /// Makes what the request names, and returns the case with the real ids and account in it.
    pub(crate) fn place(&self, case: &Case) -> Case {
        let existing = format!("com.amazonaws.{}.bedrock-agentcore", case.region);
        let given = json!({ "ids": ids(&case.request), "existing": existing });
        let ids = self.ask("world", &case.region, &given);
        let mut ids: BTreeMap<_, _> = ids
            .as_object()
            .unwrap()
            .iter()
            .map(|(old, new)| (old.clone(), new.as_str().unwrap().to_owned()))
            .collect();
        let account = case.json("plan.json")["plan"]["account"]
            .as_str()
            .unwrap()
            .to_owned();
        ids.insert(account, ACCOUNT.to_owned());
        case.with_ids(&ids)
    }

    /// What stands in the case's VPC, in the form of [`crate::made`].
    pub(crate) fn describe(&self, case: &Case) -> Value {
        let plan = &case.json("plan.json")["plan"];
        let given = json!({ "vpc": plan["vpc"], "group": plan["security_group"]["name"] });
        self.ask("describe", &case.region, &given)
    }

    /// Asks the script.
    pub(crate) fn ask(&self, what: &str, region: &str, given: &Value) -> Value {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/oracles/world.py");
        let asked = self
            .0
            .run("python3")
            .args([script, what, region])
            .input(given.to_string());
        serde_json::from_str(&asked.deadline(Duration::from_mins(5)).stdout()).unwrap()
    }
}

/// The ids that a request takes for granted.
fn ids(request: &str) -> BTreeSet<&str> {
    let kinds = ["vpc-", "subnet-", "sg-", "vpce-", "rtb-"];
    request
        .split('"')
        .filter(|word| kinds.iter().any(|k| word.starts_with(k)))
        .collect()
}
