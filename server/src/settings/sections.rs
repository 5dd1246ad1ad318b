//! The sections that there are, and what holds where nobody says anything.
//!
//! The comments are what `docs/CONFIGURATION.md` says: whole sentences for whoever runs Postern.

mod pull_requests;
mod serving;

use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderName;
use ipnet::IpNet;
use postern_plan::id::AccountId;

use super::secret::Secret;
use super::section::section;
use super::value::{
    GroupName, Line, LoadBalancerArn, Milliseconds, RoleArn, RolePattern, line, lines,
};
use crate::apply::Pace;
use crate::hosts::{DEFAULT_LISTEN, HostName};
use crate::notices::{Encryption, Mailbox};
use crate::record::Act;
use crate::store::Lines;
use crate::web_address::WebAddress;

pub use pull_requests::PullRequestSettings;
pub use serving::{
    LimitSettings, LinkSettings, LogSettings, MetricsSettings, PagesSettings, TracesSettings,
};

/// The port of message submission (RFC 6409)
const SUBMISSION: NonZeroU16 = NonZeroU16::MIN.saturating_add(586);

section! {
    /// Where the server listens, whom it answers, and where it keeps its runs.
    pub struct ServerSettings {
        /// The address and the port to listen on.
        /// Port 0 takes any free one.
        listen: SocketAddr = DEFAULT_LISTEN, Restart, "--listen";
        /// The host names to answer to, beside localhost and the address that is listened on.
        /// A request for any other is refused, since a page elsewhere could point its own name at this machine.
        allow_hosts: Vec<HostName> = Vec::new(), Reload, "--allow-host";
        /// The address by which people reach the server: where they are sent back to after they signed in.
        /// Where it has a path, as in `https://tools.example.org/postern`, every link has it too, and requests are answered with it and without.
        /// Its host is answered to.
        public_url: Option<WebAddress> = None, Restart;
        /// The folder for runs and records, made if need be.
        /// Where it is not set it is `postern` in `$XDG_STATE_HOME`, or else in `$HOME/.local/state`.
        state: Option<PathBuf> = None, Restart, "--state";
    }
}

section! {
    /// Where runs, proposals, sessions and the record are kept. docs/STORE.md says what each way promises.
    pub struct StoreSettings {
        /// The address of a PostgreSQL database, as in `postgres://user@host/database?sslmode=verify-full`, which several servers may share.
        /// `DATABASE_URL` is a short name of the variable, and gives way to the long one. Where neither is set it is a SQLite file in the folder `server.state`.
        database_url: Option<Secret> = None, Restart;
        /// How long a run waits for a server that has stopped without a word before another takes it up, in seconds.
        /// It holds where several servers share a database.
        lease_seconds: NonZeroU32 = NonZeroU32::MIN.saturating_add(29), Restart;
    }
}

section! {
    /// How long whoever signed in may go on, and whom to ask. People sign in where one of `oidc`, `load_balancer` and `proxy` is set.
    pub struct SignInSettings {
        /// How long a session lasts in which nothing is asked for, in minutes.
        idle_minutes: NonZeroU32 = NonZeroU32::MIN.saturating_add(59), Restart;
        /// How long a session lasts at most, in hours.
        longest_hours: NonZeroU32 = NonZeroU32::MIN.saturating_add(11), Restart;
        /// Whom to ask for a role, as pages say it to whoever lacks one.
        contact: Option<Line> = None, Restart;
    }
}

section! {
    /// Sign-in with OpenID Connect: the authorisation code flow with PKCE.
    /// The address to register with the provider is `/sign-in/done` below `server.public_url`.
    pub struct OidcSettings {
        /// The issuer, as its discovery document names it.
        issuer: WebAddress, Restart;
        /// The id of this client.
        client_id: Line, Restart;
        /// The secret of this client.
        /// A public client has none, and PKCE alone proves it.
        client_secret: Option<Secret> = None, Restart;
        /// What is asked for beside `openid`.
        scopes: Vec<Line> = lines(&["profile", "email"]), Restart;
        /// The claim that lists the groups of a person; dots lead into objects, as in `realm_access.roles`.
        /// It is taken from the ID token, and from the userinfo endpoint where the token lacks it.
        groups_claim: Line = line("groups"), Restart;
        /// The audience that an access token of the provider must be for, as programs send it to `/api/`.
        /// Where it is not set no such token is believed.
        api_audience: Option<Line> = None, Restart;
    }
}

section! {
    /// Tokens that people make for programs on the page `/tokens`, where people sign in. docs/API.md says how they are used.
    pub struct TokensSettings {
        /// How many days a new token is good at most.
        longest_days: NonZeroU32 = NonZeroU32::MIN.saturating_add(89), Restart;
    }
}

section! {
    /// An Application Load Balancer that has people sign in before they reach the server.
    /// Only the load balancer may reach the port.
    pub struct LoadBalancerSettings {
        /// The load balancers whose tokens are believed.
        signers: Vec<LoadBalancerArn>, Restart;
        /// The issuer with which the load balancer has people sign in.
        issuer: WebAddress, Restart;
        /// The id of the load balancer's client there.
        client_id: Line, Restart;
        /// Where the load balancers' public keys are, without the id of the key.
        /// Where it is not set it is AWS's address in the Region of the signer.
        keys_url: Option<WebAddress> = None, Restart;
        /// The claim that lists the groups of a person; dots lead into objects.
        groups_claim: Line = line("groups"), Restart;
        /// Where people sign out of the identity provider.
        sign_out_url: Option<WebAddress> = None, Restart;
    }
}

section! {
    /// A proxy that says in headers who somebody is. From whoever is not among `peers` such headers are not read.
    /// The proxy must take each header that is named here away from what a browser sends.
    pub struct ProxySettings {
        /// The addresses and networks of the proxy.
        peers: Vec<IpNet>, Restart;
        /// The header that tells people apart.
        user_header: HeaderName = HeaderName::from_static("x-forwarded-user"), Restart;
        /// The header with the name that a person is shown by.
        /// Where it is not set no such header is read.
        name_header: Option<HeaderName> = None, Restart;
        /// The header with a person's mail address.
        /// Where it is not set no such header is read.
        email_header: Option<HeaderName> = None, Restart;
        /// The header that lists the groups of a person, with commas between.
        /// Where it is not set no such header is read, and nobody is in a group.
        groups_header: Option<HeaderName> = None, Restart;
        /// Where people sign out of the proxy.
        sign_out_url: Option<WebAddress> = None, Restart;
    }
}

section! {
    /// The groups that have a role in every account. `"*"` is everybody who signed in; nobody has a role that is not said.
    pub struct RolesSettings {
        /// Who may look at plans, accounts and runs.
        viewer: Vec<GroupName> = Vec::new(), Reload;
        /// Who may ask for a plan to be carried out.
        author: Vec<GroupName> = Vec::new(), Reload;
        /// Who may approve what others ask for.
        approver: Vec<GroupName> = Vec::new(), Reload;
        /// Who may have plans carried out, resumed and rolled back.
        applier: Vec<GroupName> = Vec::new(), Reload;
        /// Who may do everything.
        admin: Vec<GroupName> = Vec::new(), Reload;
    }
}

section! {
    /// Accounts in which other groups have roles, beside what holds everywhere. ENVIRONMENT is a name of your own, such as `prod`.
    pub struct EnvironmentSettings {
        /// The accounts that it consists of.
        accounts: Vec<AccountId>, Reload;
        /// Who may look at plans, accounts and runs there.
        viewer: Vec<GroupName> = Vec::new(), Reload;
        /// Who may ask there for a plan to be carried out.
        author: Vec<GroupName> = Vec::new(), Reload;
        /// Who may approve there what others ask for.
        approver: Vec<GroupName> = Vec::new(), Reload;
        /// Who may have plans carried out there.
        applier: Vec<GroupName> = Vec::new(), Reload;
        /// Who may do everything there.
        admin: Vec<GroupName> = Vec::new(), Reload;
        /// Whether plans are carried out there only once they were approved.
        /// Where it is not set `approvals.required` holds.
        approval_required: Option<bool> = None, Reload;
        /// How many people must approve a plan there.
        /// Where it is not set `approvals.needed` holds.
        approvals_needed: Option<NonZeroU32> = None, Reload;
    }
}

section! {
    /// Plans that people submit for others to approve. It takes people who sign in, and `apply.enabled`; docs/APPROVALS.md says how it goes.
    pub struct ApprovalSettings {
        /// Whether plans are carried out only once they were approved.
        /// Otherwise whoever may have plans carried out needs no approval, and others may submit plans all the same.
        required: bool = false, Reload;
        /// How many people must approve a plan.
        needed: NonZeroU32 = NonZeroU32::MIN, Reload;
        /// Whether whoever submitted a plan counts among them.
        own: bool = false, Reload;
        /// How long a plan waits for approval, and then to be carried out, in hours.
        /// After that it expires.
        valid_hours: NonZeroU32 = NonZeroU32::MIN.saturating_add(167), Reload;
        /// Whether a plan is carried out as soon as enough people approved it.
        /// Otherwise somebody who may have plans carried out says when.
        apply_at_once: bool = false, Reload;
    }
}

section! {
    /// The record: who asked for what, and what became of it. It is kept with the runs where people sign in or plans are carried out.
    pub struct RecordSettings {
        /// Whether each entry is written to standard output too, a line of JSON each.
        /// Whoever keeps these lines elsewhere can prove later that nothing was cut from the record.
        stdout: bool = false, Restart;
    }
}

impl RecordSettings {
    /// Whether each entry is said
    pub fn lines(&self) -> Lines {
        if self.stdout {
            Lines::Said
        } else {
            Lines::Silent
        }
    }
}

section! {
    /// Webhooks: whom the server tells what happened, by a signed call. WEBHOOK is a name of your own, such as `chat`; docs/NOTICES.md says what is sent.
    pub struct WebhookSettings {
        /// The address that is called.
        url: WebAddress, Restart;
        /// The key that both sides share: `whsec_` and 24 to 64 bytes in base64, as the Standard Webhooks specification has it.
        secret: Secret, Restart;
        /// What is told, by the acts of the record.
        acts: Vec<Act> = Act::NEWS.to_vec(), Restart;
    }
}

section! {
    /// Mail: whom the server tells what happened, by SMTP. docs/NOTICES.md says what is sent.
    pub struct MailSettings {
        /// The name of the mail server.
        host: Line, Restart;
        /// The port of the mail server.
        port: NonZeroU16 = SUBMISSION, Restart;
        /// How the connection is encrypted: with `starttls` from the first word that matters on, with `tls` from the first byte on.
        encryption: Encryption = Encryption::StartTls, Restart;
        /// The user, where the mail server asks for one.
        user: Option<Line> = None, Restart;
        /// The password of the user.
        password: Option<Secret> = None, Restart;
        /// The address that mails are from.
        from: Mailbox, Restart;
        /// Who is told, one mail each.
        to: Vec<Mailbox> = Vec::new(), Restart;
        /// Whether whoever submitted a proposal is told what others do about it.
        authors: bool = true, Restart;
        /// What is told, by the acts of the record.
        acts: Vec<Act> = Act::NEWS.to_vec(), Restart;
    }
}

section! {
    /// How AWS is called. A run that is under way goes on with the settings that it began with.
    pub struct AwsSettings {
        /// How long it may take to make a connection, in milliseconds.
        connect_timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(5)), Reload;
        /// How long one attempt of a call may take, in milliseconds.
        attempt_timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(15)), Reload;
        /// How long a reading may take with all its attempts, in milliseconds.
        reading_timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(25)), Reload;
        /// How often a reading is attempted at most.
        /// A call that changes something is attempted once.
        reading_attempts: NonZeroU32 = NonZeroU32::MIN.saturating_add(3), Reload;
        /// Whether whoever asks is the source identity of an assumed role, and not in the name of its session alone.
        /// The role must let it be set (`sts:SetSourceIdentity`).
        source_identity: bool = true, Reload;
    }
}

section! {
    /// Whether and how runs are carried out. A run that is under way goes on with the settings that it began with.
    pub struct ApplySettings {
        /// Whether the pages may carry plans out, with the credentials of the server.
        /// Where nobody has to sign in the server must listen on a loopback address then.
        enabled: bool = false, Reload, "--apply";
        /// How long to wait before a call is repeated for the first time, in milliseconds.
        /// It doubles each time.
        first_pause_ms: Milliseconds = Milliseconds::near(Pace::default().first_pause), Reload;
        /// How long to wait before any repetition at most, in milliseconds.
        longest_pause_ms: Milliseconds = Milliseconds::near(Pace::default().longest_pause), Reload;
        /// How long to wait between two looks at an endpoint that is not ready yet, in milliseconds.
        poll_ms: Milliseconds = Milliseconds::near(Pace::default().poll), Reload;
        /// How long to wait for one endpoint at most, in milliseconds.
        patience_ms: Milliseconds = Milliseconds::near(Pace::default().patience), Reload;
    }
}

section! {
    /// What may be asked for on the pages, by the API and of `postern apply`. docs/GUARDRAILS.md says what a rule may demand.
    pub struct GuardrailSettings {
        /// The document of the rules, in TOML or JSON.
        /// It is read again whenever the settings are, and refused whole when anything is wrong with it.
        file: Option<PathBuf> = None, Reload, "--guardrails";
    }
}

section! {
    /// How accounts are reached that are not named under `accounts`. `postern roles` writes these roles; docs/ACCOUNTS.md says how it goes.
    pub struct SpokeSettings {
        /// The role that is assumed in each of them, which has the same name everywhere.
        role: RolePattern, Reload;
        /// The role that is assumed where something is tried or changed.
        /// Where it is not set `spokes.role` is.
        apply_role: Option<RolePattern> = None, Reload;
        /// The external id that the roles ask for.
        external_id: Option<Line> = None, Reload;
        /// The accounts that have these roles.
        /// Where none is named every account has.
        accounts: Vec<AccountId> = Vec::new(), Reload;
    }
}

section! {
    /// How another account than that of the credentials is reached. ACCOUNT is its id of twelve digits.
    pub struct AccountSettings {
        /// The role that is assumed.
        role: RoleArn, Reload;
        /// The role that is assumed where something is tried or changed.
        /// Where it is not set `accounts.ACCOUNT.role` is.
        apply_role: Option<RoleArn> = None, Reload;
        /// The external id that the roles ask for.
        external_id: Option<Line> = None, Reload;
    }
}
