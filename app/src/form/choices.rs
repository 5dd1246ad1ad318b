//! Fields that are both chosen and typed, once it is known what there is to choose from.
//!
//! Must not drop what was typed but where a choice in its place was made.

use postern_plan::catalog::Catalog;
use postern_plan::inventory::Inventory;

use super::Form;
use crate::answers::Answers;

impl Form {
    /// The same with one value in each field that takes one: what is chosen stands before what is
    /// typed, and something is typed only where "another" was chosen. What is both chosen and typed
    /// in a list stands in it once.
    #[must_use]
    pub fn with_one_choice_each(mut self) -> Self {
        let mut kept: Vec<(String, String)> = Vec::with_capacity(self.pairs.len());
        for (name, value) in std::mem::take(&mut self.pairs) {
            let one = name == "placement.vpc"
                || (name.starts_with("endpoints.") && name.ends_with(".existing"));
            let list = name == "placement.subnets" || name == "placement.security_groups";
            let again = kept
                .iter()
                .any(|(n, v)| *n == name && (one || (list && *v == value)));
            if !again {
                kept.push((name, value));
            }
        }
        self.pairs = kept;
        self
    }

    /// The same with what the inventory answers by itself: the account, the Region, the only VPC,
    /// and one subnet for each zone that all planned endpoints are offered in.
    #[must_use]
    pub fn with_the_obvious(mut self, catalog: &Catalog, inventory: &Inventory) -> Self {
        let vpc = match inventory.vpcs.as_slice() {
            [only] => Some(&only.id),
            _ => None,
        };
        for (name, value) in [
            ("account", inventory.account.as_ref()),
            ("region", inventory.region.as_ref()),
            ("placement.vpc", vpc),
        ] {
            if let Some(value) = value.filter(|_| self.value(name).is_empty()) {
                self.pairs.push((name.to_owned(), value.clone()));
            }
        }
        if self.values("placement.subnets").next().is_some() {
            return self;
        }
        let answers = Answers::new(catalog, self, Some(inventory));
        let services = answers.services();
        let vpc = answers.form.value("placement.vpc");
        let chosen: Vec<String> = inventory
            .one_for_each_zone(&vpc, &services)
            .into_iter()
            .map(|subnet| subnet.id.clone())
            .collect();
        let mut form = answers.form;
        let named = chosen
            .into_iter()
            .map(|id| ("placement.subnets".to_owned(), id));
        form.pairs.extend(named);
        form
    }

    /// The same without subnets, groups and endpoints that are known to be in another VPC than the
    /// chosen one.
    #[must_use]
    pub fn within_its_vpc(mut self, inventory: &Inventory) -> Self {
        let vpc = self.value("placement.vpc");
        self.pairs.retain(|(name, value)| {
            let home = match name.rsplit('.').next() {
                Some("subnets") => inventory.subnet(value).map(|s| &s.vpc),
                Some("security_groups") => inventory.security_group(value).map(|g| &g.vpc),
                Some("existing") => inventory.endpoint(value).map(|e| &e.vpc),
                _ => None,
            };
            home.is_none_or(|home| *home == vpc)
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inventory() -> Inventory {
        Inventory::parse(
            r#"{"version": 1, "account": "111122223333", "region": "eu-west-1", "vpcs": [{"id": "vpc-1"}],
            "subnets": [{"id": "subnet-1", "vpc": "vpc-1", "zone_id": "az1"}, {"id": "subnet-2", "vpc": "vpc-2", "zone_id": "az2"}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn the_obvious_is_answered_and_nothing_else_is_touched() {
        let catalog = Catalog::load().unwrap();
        let form = Form::default().with_the_obvious(&catalog, &inventory());
        let shown = |form: &Form| {
            ["account", "region", "placement.vpc", "placement.subnets"].map(|n| form.value(n))
        };
        assert_eq!(
            shown(&form),
            ["111122223333", "eu-west-1", "vpc-1", "subnet-1"]
        );
        let typed = "account=1&region=x&placement.vpc=vpc-9&placement.subnets=s";
        let form = Form::of_query(typed).with_the_obvious(&catalog, &inventory());
        assert_eq!(shown(&form), ["1", "x", "vpc-9", "s"]);
    }

    #[test]
    fn a_choice_stands_before_what_is_typed() {
        let form = Form::of_query(
            "placement.vpc=vpc-1&placement.vpc=vpc-typed&placement.subnets=a&placement.subnets=b%0Aa\
             &endpoints.data.existing=vpce-1&endpoints.data.existing=vpce-2&grants.0.callers=a&grants.0.callers=a",
        )
        .with_one_choice_each();
        assert_eq!(form.value("placement.vpc"), "vpc-1");
        assert_eq!(form.value("placement.subnets"), "a\nb");
        assert_eq!(form.value("endpoints.data.existing"), "vpce-1");
        assert_eq!(form.value("grants.0.callers"), "a\na");
    }

    #[test]
    fn another_vpc_takes_its_own_subnets() {
        let query = "placement.vpc=vpc-2&placement.subnets=subnet-1&placement.subnets=subnet-2&placement.subnets=typed";
        let form = Form::of_query(query).within_its_vpc(&inventory());
        assert_eq!(form.value("placement.subnets"), "subnet-2\ntyped");
    }
}
