//! The settings: what a file, the environment and the command line say, checked as a whole.
//!
//! Everything that is wrong is found at once, and nothing is used of settings that are wrong. Must
//! refuse what it does not know, and must never show a secret. Reading the same sources again is
//! how settings are reloaded.

pub mod reader;
mod rules;
pub mod secret;
pub mod section;
pub mod sections;
pub mod sources;
pub mod value;
pub mod wrong;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use jiff::SignedDuration;
use postern_plan::id::AccountId;
use postern_plan::proposal::{OwnWord, Terms};
use toml::de::DeTable;

use crate::apply::Pace;
use crate::approvals::{AccountTerms, Approvals, Begins, Required};
use crate::hosts::AllowedHosts;
use crate::notices::WebhookName;
use crate::roles::{Environment, EnvironmentName, RoleGroups, Roles};
use crate::store::Database;
use crate::web_address::WebAddress;
use postern_app::person::Role;
use reader::{Entry, File, Reader, position};
use section::sections;
use sections::{
    AccountSettings, ApplySettings, ApprovalSettings, AwsSettings, EnvironmentSettings,
    GuardrailSettings, LimitSettings, LinkSettings, LoadBalancerSettings, LogSettings,
    MailSettings, MetricsSettings, OidcSettings, PagesSettings, ProxySettings, PullRequestSettings,
    RecordSettings, RolesSettings, ServerSettings, SignInSettings, SpokeSettings, StoreSettings,
    TokensSettings, TracesSettings, WebhookSettings,
};
use sources::Sources;
use value::{GroupName, LinkName};
#[cfg(feature = "aws")]
use value::{Line, RoleArn, RolePattern};
use wrong::{Origin, Wrong};

sections! {
    /// Everything that can be set
    pub struct Settings {
        /// Where the server listens, and where it keeps what must last
        server: ServerSettings,
        /// Where what must last is kept
        store: StoreSettings,
        /// How long whoever signed in may go on
        sign_in: SignInSettings,
        /// Sign-in with OpenID Connect
        oidc: Option<OidcSettings>,
        /// A load balancer that has people sign in
        load_balancer: Option<LoadBalancerSettings>,
        /// A proxy that says who somebody is
        proxy: Option<ProxySettings>,
        /// Tokens that people make for programs
        tokens: TokensSettings,
        /// Which groups have which role in every account
        roles: RolesSettings,
        /// Accounts in which other groups have roles
        environments: BTreeMap<EnvironmentName, EnvironmentSettings>,
        /// Where the record is said
        record: RecordSettings,
        /// Whom webhooks tell
        webhooks: BTreeMap<WebhookName, WebhookSettings>,
        /// Whom mails tell
        mail: Option<MailSettings>,
        /// What the pages are called and look like
        pages: PagesSettings,
        /// More links at the foot of each page
        links: BTreeMap<LinkName, LinkSettings>,
        /// Where numbers for whatever watches the server are
        metrics: MetricsSettings,
        /// Where traces are sent
        traces: TracesSettings,
        /// How much one person may ask
        limits: LimitSettings,
        /// What is logged
        log: LogSettings,
        /// How AWS is called
        aws: AwsSettings,
        /// How runs are carried out
        apply: ApplySettings,
        /// What may be asked for
        guardrails: GuardrailSettings,
        /// What others must approve
        approvals: ApprovalSettings,
        /// Where the files of plans go for review
        pull_requests: Option<PullRequestSettings>,
        /// How accounts are reached that are not named
        spokes: Option<SpokeSettings>,
        /// How other accounts are reached
        accounts: BTreeMap<AccountId, AccountSettings>,
    }
}

/// Settings that are right, and who said what
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The settings
    pub settings: Settings,
    /// Every key with its value and where it is from
    pub entries: Vec<Entry>,
}

/// What the settings are read for
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve: what only the server must not do is wrong too
    Serving,
    /// A command, or the demo, which reaches no account
    Command,
}

/// What reading came to
#[derive(Clone, Debug)]
pub struct Reading {
    /// As far as anything could be read; what is wrong is as though nobody had said it
    pub settings: Option<Settings>,
    entries: Vec<Entry>,
    wrong: Vec<Wrong>,
}

impl Reading {
    /// Reads all sources
    pub fn of(sources: &Sources) -> Self {
        let (text, unread) = match sources.text() {
            Ok(text) => (text, None),
            Err(wrong) => (String::new(), Some(wrong)),
        };
        let name = sources.file_name().unwrap_or_default();
        let (table, errors) = DeTable::parse_recoverable(&text);
        let root = (errors.is_empty() && unread.is_none()).then(|| table.get_ref());
        let file = File {
            name: &name,
            text: &text,
            root,
        };
        let mut reader = Reader::new(sources, file);
        reader.wrong.extend(unread);
        let mut last = 0;
        for error in errors {
            let (line, column) = position(&text, error.span().map_or(0, |span| span.start));
            // What follows on the same line follows from the first.
            if line == std::mem::replace(&mut last, line) {
                continue;
            }
            reader.wrong.push(Wrong {
                origin: Origin::Line {
                    file: name.clone(),
                    line,
                    column,
                },
                key: None,
                message: format!("this is not TOML: {}", error.message()),
                help: "mend this line; the keys of the file are looked at once all of it is TOML"
                    .to_owned(),
            });
        }
        let settings = Settings::of(&mut reader);
        let mut wrong = reader.wrong;
        // As they stand in the file, and then the variables.
        wrong.sort_by(|one, other| one.origin.cmp(&other.origin));
        Self {
            settings,
            entries: reader.entries,
            wrong,
        }
    }

    /// The settings, or everything that is wrong with them
    pub fn for_purpose(mut self, purpose: Purpose) -> Result<Loaded, Vec<Wrong>> {
        if let Some(settings) = &self.settings {
            let wrong = rules::wrong(settings, &self.entries, purpose);
            self.wrong.extend(wrong);
        }
        match self.settings {
            Some(settings) if self.wrong.is_empty() => Ok(Loaded {
                settings,
                entries: self.entries,
            }),
            _ => Err(self.wrong),
        }
    }
}

impl Loaded {
    /// Reads all sources; everything that is wrong otherwise
    pub fn read(sources: &Sources, purpose: Purpose) -> Result<Self, Vec<Wrong>> {
        Reading::of(sources).for_purpose(purpose)
    }
}

impl Settings {
    /// The names that the server answers to, where it listens on `listen` and people reach it at
    /// `public`
    pub fn hosts(&self, listen: IpAddr, public: Option<&WebAddress>) -> AllowedHosts {
        let public = public.and_then(|url| url.domain()?.parse().ok());
        let names = self.server.allow_hosts.iter().cloned().chain(public);
        AllowedHosts::new(listen, names.collect())
    }

    /// Whether people have to sign in
    pub fn signs_in(&self) -> bool {
        self.oidc.is_some() || self.load_balancer.is_some() || self.proxy.is_some()
    }

    /// Who may do what
    pub fn roles(&self) -> Roles {
        let everywhere = role_groups([
            (Role::Viewer, &self.roles.viewer),
            (Role::Author, &self.roles.author),
            (Role::Approver, &self.roles.approver),
            (Role::Applier, &self.roles.applier),
            (Role::Admin, &self.roles.admin),
        ]);
        let environments = self.environments.iter().map(|(name, settings)| {
            let groups = role_groups([
                (Role::Viewer, &settings.viewer),
                (Role::Author, &settings.author),
                (Role::Approver, &settings.approver),
                (Role::Applier, &settings.applier),
                (Role::Admin, &settings.admin),
            ]);
            let accounts = settings.accounts.iter().cloned().collect();
            (name.clone(), Environment { accounts, groups })
        });
        Roles {
            everywhere,
            environments: environments.collect(),
        }
    }

    /// What it takes until plans are carried out
    pub fn approvals(&self) -> Approvals {
        let required = |wanted| if wanted { Required::Yes } else { Required::No };
        let said = &self.approvals;
        let everywhere = AccountTerms {
            required: required(said.required),
            terms: Terms {
                needed: said.needed,
                own: if said.own {
                    OwnWord::Counted
                } else {
                    OwnWord::Refused
                },
            },
            valid: SignedDuration::from_hours(i64::from(said.valid_hours.get())),
            begins: if said.apply_at_once {
                Begins::AtOnce
            } else {
                Begins::WhenAsked
            },
        };
        let environments = self.environments.values().map(|there| {
            let terms = AccountTerms {
                required: there
                    .approval_required
                    .map_or(everywhere.required, required),
                terms: Terms {
                    needed: there.approvals_needed.unwrap_or(said.needed),
                    ..everywhere.terms
                },
                ..everywhere
            };
            (there.accounts.iter().cloned().collect(), terms)
        });
        Approvals {
            everywhere,
            environments: environments.collect(),
        }
    }

    /// Where what must last is kept, if not in a folder
    pub fn database(&self) -> Option<Database> {
        let address = self.store.database_url.clone()?;
        let lease = Duration::from_secs(self.store.lease_seconds.get().into());
        Some(Database { address, lease })
    }

    /// How long runs wait
    pub fn pace(&self) -> Pace {
        Pace {
            first_pause: self.apply.first_pause_ms.duration(),
            longest_pause: self.apply.longest_pause_ms.duration(),
            poll: self.apply.poll_ms.duration(),
            patience: self.apply.patience_ms.duration(),
        }
    }

    /// How AWS is called
    #[cfg(feature = "aws")]
    pub fn aws(&self) -> crate::endpoints::ec2::AwsConfig {
        use crate::endpoints::ec2::{AwsConfig, SourceIdentity};
        AwsConfig {
            connect: self.aws.connect_timeout_ms.duration(),
            attempt: self.aws.attempt_timeout_ms.duration(),
            reading: self.aws.reading_timeout_ms.duration(),
            attempts: self.aws.reading_attempts.get(),
            file: None,
            roles: self.spoke_roles(),
            source_identity: if self.aws.source_identity {
                SourceIdentity::Set
            } else {
                SourceIdentity::Unset
            },
            metrics: crate::metrics::Metrics::default(),
        }
    }

    #[cfg(feature = "aws")]
    fn spoke_roles(&self) -> crate::endpoints::ec2::SpokeRoles {
        use crate::endpoints::ec2::{AccountRoles, SpokeRoles};
        let roles = |look: &str, carry: Option<&str>, external_id: Option<&Line>| AccountRoles {
            look: look.to_owned(),
            carry: carry.unwrap_or(look).to_owned(),
            external_id: external_id.map(|id| id.as_str().to_owned()),
        };
        let named = self.accounts.iter().map(|(account, reached)| {
            let carry = reached.apply_role.as_ref().map(RoleArn::as_str);
            let external_id = reached.external_id.as_ref();
            let roles = roles(reached.role.as_str(), carry, external_id);
            (account.to_string(), roles)
        });
        let others = self.spokes.as_ref().map(|spokes| {
            let carry = spokes.apply_role.as_ref().map(RolePattern::as_str);
            roles(spokes.role.as_str(), carry, spokes.external_id.as_ref())
        });
        let others_of = self.spokes.iter().flat_map(|spokes| &spokes.accounts);
        SpokeRoles {
            named: named.collect(),
            others,
            others_of: others_of.map(ToString::to_string).collect(),
        }
    }
}

fn role_groups(all: [(Role, &Vec<GroupName>); 5]) -> RoleGroups {
    let names = |groups: &Vec<GroupName>| {
        let texts = groups.iter().map(|group| group.as_str().to_owned());
        texts.collect::<Vec<_>>()
    };
    all.into_iter()
        .fold(RoleGroups::default(), |held, (role, groups)| {
            held.with(role, names(groups))
        })
}

#[cfg(test)]
mod tests;
