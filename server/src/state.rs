//! What handlers and middleware may reach, each part on its own.
//!
//! A handler takes `State<Part>` and never the whole, so that its signature says what it needs.

use std::sync::Arc;

use axum::extract::FromRef;

use postern_plan::catalog::Catalog;

use crate::api::ApiDocuments;
use crate::assets::Assets;
use crate::config::AllowedHosts;

/// Everything that lives as long as the server
#[derive(Clone, Debug)]
pub struct AppState {
    assets: Arc<Assets>,
    catalog: Arc<Catalog>,
    documents: Arc<ApiDocuments>,
    hosts: Arc<AllowedHosts>,
}

impl AppState {
    /// Puts the parts together
    pub fn new(
        assets: Assets,
        catalog: Catalog,
        documents: ApiDocuments,
        hosts: AllowedHosts,
    ) -> Self {
        Self {
            assets: Arc::new(assets),
            catalog: Arc::new(catalog),
            documents: Arc::new(documents),
            hosts: Arc::new(hosts),
        }
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
        Self::clone(&state.hosts)
    }
}
