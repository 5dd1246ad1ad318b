//! The shell of pages in the colours that this browser chose, with who is signed in.
//!
//! Must read one cookie and believe only our own words in it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use postern_app::components::site_footer::FootLink;
use postern_app::document::Shell;
use postern_app::pages::THEME;
use postern_app::routes;
use postern_app::theme::Theme;
use postern_plan::guardrails::Guardrails;

use crate::visitor::Visitor;

/// The shell of pages, for one request
#[derive(Debug)]
pub struct Themed(pub Arc<Shell>);

impl<S: Send + Sync> FromRequestParts<S> for Themed
where
    Arc<Shell>: FromRef<S>,
    Arc<Guardrails>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let shell = Arc::<Shell>::from_ref(state);
        let shell = with_visitor(shell, parts.extensions.get::<Visitor>());
        let chosen = chosen(&parts.headers);
        let guarded = !Arc::<Guardrails>::from_ref(state).is_empty();
        if chosen == shell.theme && !guarded {
            return Ok(Self(shell));
        }
        let mut shell = Shell {
            theme: chosen,
            ..Shell::clone(&shell)
        };
        if guarded {
            shell.foot.push(FootLink {
                label: "Guardrails".to_owned(),
                href: routes::GUARDRAILS.link(),
            });
        }
        Ok(Self(Arc::new(shell)))
    }
}

/// The same with the name of whoever is signed in
pub(crate) fn with_visitor(shell: Arc<Shell>, visitor: Option<&Visitor>) -> Arc<Shell> {
    let Some(Visitor::Known(known)) = visitor else {
        return shell;
    };
    let mut shell = Shell {
        visitor: Some(known.person.name.clone()),
        ..Shell::clone(&shell)
    };
    shell.foot.insert(
        0,
        FootLink {
            label: "Proposals".to_owned(),
            href: routes::PROPOSALS.link(),
        },
    );
    shell.foot.push(FootLink {
        label: "Tokens".to_owned(),
        href: routes::TOKENS.link(),
    });
    Arc::new(shell)
}

/// The theme that the browser of these headers chose
pub(crate) fn chosen(headers: &HeaderMap) -> Theme {
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == THEME)
        .map_or(Theme::System, |(_, word)| Theme::of(word))
}
