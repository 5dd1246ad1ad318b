//! What handlers and middleware may reach, each part on its own.
//!
//! A handler takes `State<Part>` and never the whole, so that its signature says what it needs.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::FromRef;

use postern_app::answers::Reach;
use postern_app::components::site_footer::FootLink;
use postern_app::document::{self, Icons, Shell};
use postern_app::href::Href;
use postern_app::pull_requests::PullRequesting;
use postern_app::theme::Theme;
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;

use crate::api::ApiDocuments;
use crate::apply::Applying;
use crate::assets::Assets;
use crate::branding::Branding;
use crate::colours::Colours;
use crate::endpoints::cached::Cached;
use crate::gate::Gate;
use crate::hosts::AllowedHosts;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::middleware::ContentSecurityPolicy;
use crate::pull_requests::PullRequests;
use crate::recorder::Recorder;
use crate::repeats::Repeats;
use crate::roles::Roles;
use crate::sign_in::Way;
use crate::sign_in::session::Sessions;
use crate::tokens::LongestDays;

/// Everything that lives as long as the server
#[derive(Clone, Debug)]
pub struct AppState {
    assets: Arc<Assets>,
    catalog: Arc<Catalog>,
    documents: Arc<ApiDocuments>,
    hosts: Current<AllowedHosts>,
    shell: Arc<Shell>,
    door: Current<Door>,
    gate: Current<Gate>,
    guardrails: Current<Guardrails>,
    colours: Arc<Colours>,
    repeats: Arc<Repeats>,
    token_days: LongestDays,
    limits: Limits,
    metrics: Metrics,
    csp: ContentSecurityPolicy,
}

/// What may be put in the place of another while the server runs; a request keeps what it began with
#[derive(Debug, Default)]
struct Current<T>(Arc<RwLock<Arc<T>>>);

/// What this server may reach beyond itself
#[derive(Clone, Default)]
pub struct Door {
    /// Accounts to read; none where none can be
    pub accounts: Option<Arc<Cached>>,
    /// Runs; none where plans are not carried out
    pub applying: Option<Applying>,
    /// What writes the record
    pub record: Recorder,
    /// Where pull requests are opened; none where they are not
    pub pull_requests: Option<Arc<PullRequests>>,
    /// What every page says of this server first; nothing where it is an ordinary one
    pub banner: Option<&'static str>,
}

impl Door {
    /// Whether the server can look at an account itself
    pub fn reach(&self) -> Reach {
        match self.accounts {
            Some(_) => Reach::Own,
            None => Reach::None,
        }
    }

    /// Whether the server opens pull requests
    pub fn opens(&self) -> PullRequesting {
        match self.pull_requests {
            Some(_) => PullRequesting::On,
            None => PullRequesting::Off,
        }
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door")
            .field("accounts", &self.accounts.is_some())
            .field("applying", &self.applying.is_some())
            .field("record", &self.record.store().is_some())
            .field("pull_requests", &self.pull_requests.is_some())
            .field("banner", &self.banner)
            .finish()
    }
}

impl AppState {
    /// Puts the parts together
    pub fn new(
        assets: Assets,
        catalog: Catalog,
        documents: ApiDocuments,
        hosts: AllowedHosts,
    ) -> Self {
        let shell = shell(&assets, &catalog);
        Self {
            shell: Arc::new(shell),
            assets: Arc::new(assets),
            catalog: Arc::new(catalog),
            documents: Arc::new(documents),
            hosts: Current::new(hosts),
            door: Current::default(),
            gate: Current::default(),
            guardrails: Current::default(),
            colours: Arc::default(),
            repeats: Arc::default(),
            token_days: LongestDays::default(),
            limits: Limits::default(),
            metrics: Metrics::default(),
            csp: ContentSecurityPolicy::default(),
        }
    }

    /// The same with tokens that are good for so many days at most
    #[must_use]
    pub fn with_token_days(self, token_days: LongestDays) -> Self {
        Self { token_days, ..self }
    }

    /// The same, which lets each person ask so much
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same, which counts into these
    #[must_use]
    pub fn with_metrics(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
    }

    /// The same with the name, the links and the frames of whoever runs it; the files are those of
    /// [`Assets::branded`]
    #[must_use]
    pub fn with_branding(self, branding: &Branding) -> Self {
        let mut shell = Shell::clone(&self.shell);
        if let Some(name) = &branding.name {
            shell.name.clone_from(name);
        }
        let logo = branding.logo.as_ref();
        let logo = logo.and_then(|logo| self.assets.href(logo.file()));
        shell.logo = logo.and_then(|href| href.parse().ok());
        shell.foot.extend(branding.links.iter().cloned());
        Self {
            shell: Arc::new(shell),
            csp: ContentSecurityPolicy::framed_by(&branding.frame_ancestors),
            // Its pages look otherwise.
            repeats: Arc::default(),
            ..self
        }
    }

    /// The same with what of AWS may be reached
    #[must_use]
    pub fn with_door(self, door: Door) -> Self {
        let shell = Shell {
            banner: door.banner,
            ..Shell::clone(&self.shell)
        };
        Self {
            door: Current::new(door),
            shell: Arc::new(shell),
            // Its pages say something else first.
            repeats: Arc::default(),
            ..self
        }
    }

    /// The same with people who have to sign in
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Self {
        Self {
            gate: Current::new(gate),
            ..self
        }
    }

    /// The same within these rules
    #[must_use]
    pub fn within(self, guardrails: Guardrails) -> Self {
        Self {
            guardrails: Current::new(guardrails),
            ..self
        }
    }

    /// Who is signed in, where people sign in here
    pub fn sessions(&self) -> Option<Sessions> {
        match &self.gate.get().sign_in.as_ref()?.way {
            Way::Oidc { sessions, .. } => Some(sessions.clone()),
            Way::LoadBalancer(_) | Way::Proxy(_) => None,
        }
    }

    /// From now on these rules hold
    pub fn change_guardrails(&self, guardrails: Guardrails) {
        self.guardrails.set(guardrails);
    }

    /// From now on requests meet this, and the door as it is where there is no other; what every
    /// page says of it, and how people sign in, stays as it was
    pub fn change(&self, door: Option<Door>, hosts: AllowedHosts, roles: Roles) {
        if let Some(door) = door {
            self.door.set(door);
        }
        self.hosts.set(hosts);
        let gate = self.gate.get();
        self.gate.set(Gate {
            sign_in: gate.sign_in.clone(),
            roles,
        });
    }
}

impl<T> Current<T> {
    fn new(value: T) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(value))))
    }

    fn get(&self) -> Arc<T> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, value: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(value);
    }
}

impl<T> Clone for Current<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl FromRef<AppState> for Arc<Gate> {
    fn from_ref(state: &AppState) -> Self {
        state.gate.get()
    }
}

impl FromRef<AppState> for Arc<Door> {
    fn from_ref(state: &AppState) -> Self {
        state.door.get()
    }
}

impl FromRef<AppState> for Arc<Guardrails> {
    fn from_ref(state: &AppState) -> Self {
        state.guardrails.get()
    }
}

/// What all pages share. A file that is not there is linked to all the same: its 404 tells more
/// than a page without style.
fn shell(assets: &Assets, catalog: &Catalog) -> Shell {
    let href = |file: &str, otherwise: &'static str| {
        let known = assets.href(file).and_then(|href| href.parse().ok());
        known.unwrap_or_else(|| Href::fixed(otherwise))
    };
    Shell {
        assets: document::Assets {
            stylesheet: href("style/main.css", "/assets/none/style/main.css"),
            script: href("js/main.js", "/assets/none/js/main.js"),
            icons: Icons {
                plain: href("favicon.svg", "/assets/none/favicon.svg"),
                good: href("favicon_good.svg", "/assets/none/favicon_good.svg"),
                bad: href("favicon_bad.svg", "/assets/none/favicon_bad.svg"),
            },
        },
        name: "Postern".to_owned(),
        logo: None,
        home: crate::routes::HOME.link(),
        catalog_date: catalog.facts_date.clone(),
        theme: Theme::System,
        foot: [
            ("Runs", crate::routes::RUNS),
            ("Record", crate::routes::RECORD),
            ("How it works", crate::routes::EXPLAIN),
            ("Light or dark", crate::routes::APPEARANCE),
            ("The API", crate::routes::OPENAPI),
        ]
        .map(|(label, path)| FootLink {
            label: label.to_owned(),
            href: path.link(),
        })
        .to_vec(),
        banner: None,
        visitor: None,
    }
}

impl FromRef<AppState> for Arc<Shell> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.shell)
    }
}

impl FromRef<AppState> for Arc<Catalog> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.catalog)
    }
}

impl FromRef<AppState> for Arc<ApiDocuments> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.documents)
    }
}

impl FromRef<AppState> for Arc<Assets> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.assets)
    }
}

impl FromRef<AppState> for Arc<AllowedHosts> {
    fn from_ref(state: &AppState) -> Self {
        state.hosts.get()
    }
}

impl FromRef<AppState> for Arc<Colours> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.colours)
    }
}

impl FromRef<AppState> for LongestDays {
    fn from_ref(state: &AppState) -> Self {
        state.token_days
    }
}

impl FromRef<AppState> for Limits {
    fn from_ref(state: &AppState) -> Self {
        state.limits.clone()
    }
}

impl FromRef<AppState> for ContentSecurityPolicy {
    fn from_ref(state: &AppState) -> Self {
        state.csp.clone()
    }
}

impl FromRef<AppState> for Metrics {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl FromRef<AppState> for Arc<Repeats> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.repeats)
    }
}
