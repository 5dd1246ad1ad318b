//! Who may do what: groups of an identity provider, made roles everywhere or in some accounts.
//!
//! Nobody may do anything that is not said here. Must know neither how people sign in nor what a
//! role is needed for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use postern_app::person::{HeldRoles, Role};
use postern_plan::id::AccountId;

use crate::tokens::{Place, Scope};

/// Stands for everybody who signed in, where a group is named
pub const EVERYBODY: &str = "*";

/// Which groups have which role
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleGroups(BTreeMap<Role, BTreeSet<String>>);

/// A name for some accounts, such as `prod`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvironmentName(String);

/// Some accounts in which groups have roles of their own
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its accounts
    pub accounts: BTreeSet<AccountId>,
    /// Who has which role there
    pub groups: RoleGroups,
}

/// Who may do what, everywhere and in each environment
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// In every account
    pub everywhere: RoleGroups,
    /// In the accounts of each environment, beside what holds everywhere
    pub environments: BTreeMap<EnvironmentName, Environment>,
}

/// What one person may do
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    everywhere: BTreeSet<Role>,
    environments: Vec<(EnvironmentName, BTreeSet<AccountId>, BTreeSet<Role>)>,
    /// None where nothing but the roles bounds it
    ceiling: Option<Ceiling>,
}

/// What a token may do at most
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ceiling {
    role: Role,
    /// Its accounts; none for every account
    accounts: Option<BTreeSet<AccountId>>,
}

impl RoleGroups {
    /// `role` for each of `groups`
    #[must_use]
    pub fn with(mut self, role: Role, groups: impl IntoIterator<Item = String>) -> Self {
        self.0.entry(role).or_default().extend(groups);
        self
    }

    /// Whether nobody has any role
    pub fn is_empty(&self) -> bool {
        self.0.values().all(BTreeSet::is_empty)
    }

    fn of(&self, groups: &BTreeSet<String>) -> BTreeSet<Role> {
        let has = |named: &BTreeSet<String>| {
            named.contains(EVERYBODY) || named.intersection(groups).next().is_some()
        };
        let held = self.0.iter().filter(|(_, named)| has(named));
        held.map(|(role, _)| *role).collect()
    }
}

impl Roles {
    /// Whether nobody has any role anywhere
    pub fn is_empty(&self) -> bool {
        self.everywhere.is_empty()
            && self
                .environments
                .values()
                .all(|environment| environment.groups.is_empty())
    }

    /// What somebody in these groups may do. A group by the name of [`EVERYBODY`] is no group:
    /// a provider that sends it gives nobody more
    pub fn of(&self, groups: &BTreeSet<String>) -> Held {
        let environments = self.environments.iter().map(|(name, environment)| {
            let roles = environment.groups.of(groups);
            (name.clone(), environment.accounts.clone(), roles)
        });
        Held {
            everywhere: self.everywhere.of(groups),
            environments: environments
                .filter(|(_, _, roles)| !roles.is_empty())
                .collect(),
            ceiling: None,
        }
    }

    /// What a token of somebody in these groups may do: never more than they, nor than it says
    pub fn within(&self, groups: &BTreeSet<String>, scope: &Scope) -> Held {
        let accounts = scope.places.iter().flat_map(|place| match place {
            Place::Account(account) => BTreeSet::from([account.clone()]),
            // One that the settings do not name any more has no accounts.
            Place::Environment(name) => self
                .environments
                .get(name)
                .map(|environment| environment.accounts.clone())
                .unwrap_or_default(),
        });
        Held {
            ceiling: Some(Ceiling {
                role: scope.role,
                accounts: (!scope.places.is_empty()).then(|| accounts.collect()),
            }),
            ..self.of(groups)
        }
    }
}

impl Held {
    /// Whether they may do, in this account, what takes `needed`
    pub fn may_in(&self, needed: Role, account: &str) -> bool {
        self.ceiling
            .as_ref()
            .is_none_or(|it| it.admits(needed, account))
            && self.roles_admit(needed, account)
    }

    fn roles_admit(&self, needed: Role, account: &str) -> bool {
        let there = self
            .environments
            .iter()
            .filter(|(_, accounts, _)| accounts.iter().any(|one| one.as_str() == account))
            .flat_map(|(_, _, roles)| roles);
        let mut roles = self.everywhere.iter().chain(there);
        roles.any(|role| role.includes(needed))
    }

    /// Whether they may do it in any account
    pub fn may_somewhere(&self, needed: Role) -> bool {
        match &self.ceiling {
            None => self.roles_admit_somewhere(needed),
            Some(Ceiling {
                role,
                accounts: None,
            }) => role.includes(needed) && self.roles_admit_somewhere(needed),
            Some(Ceiling {
                accounts: Some(accounts),
                ..
            }) => accounts
                .iter()
                .any(|account| self.may_in(needed, account.as_str())),
        }
    }

    fn roles_admit_somewhere(&self, needed: Role) -> bool {
        let there = self.environments.iter().flat_map(|(_, _, roles)| roles);
        let mut roles = self.everywhere.iter().chain(there);
        roles.any(|role| role.includes(needed))
    }

    /// The same for a page
    pub fn shown(&self) -> Vec<HeldRoles> {
        let Some(ceiling) = &self.ceiling else {
            return self.shown_whole();
        };
        let Some(accounts) = &ceiling.accounts else {
            let below = self.shown_whole().into_iter().map(|held| HeldRoles {
                roles: both(&held.roles, ceiling.role),
                ..held
            });
            return below.filter(|held| !held.roles.is_empty()).collect();
        };
        let there = accounts.iter().map(|account| HeldRoles {
            environment: Some(account.to_string()),
            accounts: vec![account.to_string()],
            roles: Role::ALL
                .into_iter()
                .filter(|role| self.may_in(*role, account.as_str()))
                .collect(),
        });
        there.filter(|held| !held.roles.is_empty()).collect()
    }

    fn shown_whole(&self) -> Vec<HeldRoles> {
        let everywhere = (!self.everywhere.is_empty()).then(|| HeldRoles {
            environment: None,
            accounts: Vec::new(),
            roles: self.everywhere.iter().copied().collect(),
        });
        let there = self
            .environments
            .iter()
            .map(|(name, accounts, roles)| HeldRoles {
                environment: Some(name.to_string()),
                accounts: accounts.iter().map(ToString::to_string).collect(),
                roles: roles.iter().copied().collect(),
            });
        everywhere.into_iter().chain(there).collect()
    }
}

impl Ceiling {
    fn admits(&self, needed: Role, account: &str) -> bool {
        let there = self.accounts.as_ref();
        self.role.includes(needed)
            && there.is_none_or(|all| all.iter().any(|one| one.as_str() == account))
    }
}

/// What somebody with these roles may do that `ceiling` may as well
fn both(roles: &[Role], ceiling: Role) -> Vec<Role> {
    let may =
        |role: &Role| roles.iter().any(|held| held.includes(*role)) && ceiling.includes(*role);
    Role::ALL.into_iter().filter(may).collect()
}

impl FromStr for EnvironmentName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let right = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.len() <= 40
            && text.chars().all(plain);
        right.then(|| Self(text.to_owned())).ok_or(())
    }
}

impl fmt::Display for EnvironmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn named(role: Role, names: &[&str]) -> RoleGroups {
        RoleGroups::default().with(role, groups(names))
    }

    fn roles() -> Roles {
        let prod = Environment {
            accounts: BTreeSet::from(["444455556666".parse().unwrap()]),
            groups: named(Role::Applier, &["release"]),
        };
        Roles {
            everywhere: named(Role::Viewer, &["staff"]),
            environments: BTreeMap::from([("prod".parse().unwrap(), prod)]),
        }
    }

    #[test]
    fn nobody_may_do_what_is_not_said() {
        let held = roles().of(&groups(&["others", EVERYBODY]));
        assert_eq!(held, Held::default());
        assert!(!held.may_somewhere(Role::Viewer));
        assert!(held.shown().is_empty());
    }

    #[test]
    fn a_role_of_an_environment_holds_in_its_accounts_only() {
        let held = roles().of(&groups(&["release"]));
        assert!(held.may_in(Role::Applier, "444455556666"));
        assert!(held.may_in(Role::Viewer, "444455556666"));
        assert!(!held.may_in(Role::Viewer, "111122223333"));
        assert!(held.may_somewhere(Role::Applier));
        assert!(!held.may_somewhere(Role::Admin));
    }

    #[test]
    fn what_holds_everywhere_holds_beside_it() {
        let held = roles().of(&groups(&["release", "staff"]));
        assert!(held.may_in(Role::Viewer, "111122223333"));
        assert!(!held.may_in(Role::Applier, "111122223333"));
        assert!(held.may_in(Role::Applier, "444455556666"));
        assert_eq!(held.shown().len(), 2);
    }

    #[test]
    fn everybody_is_everybody() {
        let roles = Roles {
            everywhere: named(Role::Viewer, &[EVERYBODY]),
            ..Roles::default()
        };
        assert!(roles.of(&groups(&[])).may_in(Role::Viewer, "111122223333"));
    }

    #[test]
    fn a_token_may_never_do_more_than_its_maker_nor_than_it_says() {
        let token = |role: Role, places: &[&str], names: &[&str]| {
            let places = places.iter().map(|place| place.parse().unwrap()).collect();
            roles().within(&groups(names), &Scope { role, places })
        };
        let above = token(Role::Admin, &[], &["staff"]);
        assert!(above.may_in(Role::Viewer, "111122223333") && above.may_somewhere(Role::Viewer));
        assert!(!above.may_somewhere(Role::Applier));
        let below = token(Role::Viewer, &[], &["release"]);
        assert!(below.may_in(Role::Viewer, "444455556666"));
        assert!(
            !below.may_in(Role::Applier, "444455556666") && !below.may_somewhere(Role::Applier)
        );
        for places in [&["444455556666"], &["prod"]] {
            let there = token(Role::Applier, places, &["release", "staff"]);
            assert!(there.may_in(Role::Applier, "444455556666"));
            assert!(!there.may_in(Role::Viewer, "111122223333"));
            assert!(
                !there.may_in(Role::Viewer, ""),
                "an account that is not named is none"
            );
            assert_eq!(there.shown().len(), 1);
        }
        for nowhere in [&["111122223333"], &["gone"]] {
            let none = token(Role::Applier, nowhere, &["release"]);
            assert!(!none.may_somewhere(Role::Viewer), "{nowhere:?}");
            assert!(none.shown().is_empty());
        }
        assert!(
            !token(Role::Admin, &[], &[]).may_somewhere(Role::Viewer),
            "a maker without roles"
        );
    }

    #[test]
    fn an_environment_has_a_plain_name() {
        for right in ["prod", "dev-2"] {
            assert!(right.parse::<EnvironmentName>().is_ok(), "{right}");
        }
        for wrong in ["", "Prod", "2dev", "a_b", "a.b", "-a"] {
            assert!(wrong.parse::<EnvironmentName>().is_err(), "{wrong}");
        }
    }
}
