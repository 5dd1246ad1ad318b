//! What handlers and middleware may reach, each part on its own.
//!
//! A handler takes `State<Part>` and never the whole, so that its signature says what it needs.

use std::sync::Arc;

use axum::extract::FromRef;

use crate::assets::Assets;
use crate::config::AllowedHosts;

/// Everything that lives as long as the server
#[derive(Clone, Debug)]
pub struct AppState {
    assets: Arc<Assets>,
    hosts: Arc<AllowedHosts>,
}

impl AppState {
    /// Puts the parts together
    pub fn new(assets: Assets, hosts: AllowedHosts) -> Self {
        Self {
            assets: Arc::new(assets),
            hosts: Arc::new(hosts),
        }
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
