//! Who looks at a page, and what they may do, in the words that pages use.
//!
//! Must not decide who is who: the server knows, and pages only show it.

use std::fmt;

/// What somebody may do. Each has a name in the settings, on pages and in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Looks: pages, plans, what is in an account, runs.
    Viewer,
    /// Asks for a plan to be carried out.
    Author,
    /// Says whether what is asked for may be done.
    Approver,
    /// Has plans carried out.
    Applier,
    /// All of it, and who may do what.
    Admin,
}

impl Role {
    /// Every role, from the least on.
    pub const ALL: [Self; 5] = [
        Self::Viewer,
        Self::Author,
        Self::Approver,
        Self::Applier,
        Self::Admin,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Author => "author",
            Self::Approver => "approver",
            Self::Applier => "applier",
            Self::Admin => "admin",
        }
    }

    /// What it lets somebody do, as the rest of a sentence that begins with "may".
    pub fn may(self) -> &'static str {
        match self {
            Self::Viewer => "look at plans, accounts and runs",
            Self::Author => "ask for a plan to be carried out",
            Self::Approver => "approve what others ask for",
            Self::Applier => "have plans carried out, resumed and rolled back",
            Self::Admin => "do everything",
        }
    }

    /// Whether whoever has this role may do what takes `needed`.
    pub fn includes(self, needed: Self) -> bool {
        self == needed
            || match self {
                Self::Admin => true,
                Self::Applier => matches!(needed, Self::Viewer | Self::Author),
                Self::Author | Self::Approver => needed == Self::Viewer,
                Self::Viewer => false,
            }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Somebody who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name that they are shown by.
    pub name: String,
    /// What tells them apart from everybody else where they sign in.
    pub id: String,
    /// Their address, where it is known.
    pub email: Option<String>,
    /// The groups that they belong to, as far as they were told.
    pub groups: Vec<String>,
    /// What they may do, and where.
    pub held: Vec<HeldRoles>,
}

/// The roles that somebody has in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRoles {
    /// The name of the environment; none for every account.
    pub environment: Option<String>,
    /// The accounts of the environment.
    pub accounts: Vec<String>,
    /// The roles, from the least on.
    pub roles: Vec<Role>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_may_look_and_only_admins_may_do_all() {
        for role in Role::ALL {
            assert!(role.includes(Role::Viewer), "{role}");
            assert!(Role::Admin.includes(role), "{role}");
            assert_eq!(
                Role::ALL.into_iter().all(|other| role.includes(other)),
                role == Role::Admin,
                "{role}"
            );
        }
    }

    #[test]
    fn nobody_approves_or_applies_by_another_role() {
        for role in [Role::Viewer, Role::Author, Role::Applier] {
            assert!(!role.includes(Role::Approver), "{role}");
        }
        for role in [Role::Viewer, Role::Author, Role::Approver] {
            assert!(!role.includes(Role::Applier), "{role}");
        }
    }
}
