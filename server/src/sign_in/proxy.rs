//! A proxy in front of the server that says in headers who somebody is.
//!
//! Must read these headers from the proxy alone: anybody else can write them too.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::settings::sections::ProxySettings;
use crate::visitor::{Person, plain_name};
use crate::web_address::WebAddress;

/// A proxy that is believed
#[derive(Debug)]
pub struct Proxy {
    peers: Vec<IpNet>,
    user: HeaderName,
    name: Option<HeaderName>,
    email: Option<HeaderName>,
    groups: Option<HeaderName>,
    sign_out: Option<WebAddress>,
}

impl Proxy {
    /// As the settings say
    pub fn new(settings: &ProxySettings) -> Self {
        Self {
            peers: settings.peers.clone(),
            user: settings.user_header.clone(),
            name: settings.name_header.clone(),
            email: settings.email_header.clone(),
            groups: settings.groups_header.clone(),
            sign_out: settings.sign_out_url.clone(),
        }
    }

    /// Who the proxy says sent this; none where it did not send it, or says nothing
    pub fn person(&self, parts: &Parts) -> Option<Person> {
        let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
        if !self.believes(peer.ip()) {
            return None;
        }
        let headers = &parts.headers;
        let id = said(headers, &self.user)?;
        let other = |name: &Option<HeaderName>| said(headers, name.as_ref()?);
        Some(Person {
            name: plain_name(&other(&self.name).unwrap_or_default(), &id),
            email: other(&self.email),
            groups: other(&self.groups)
                .iter()
                .flat_map(|groups| groups.split(','))
                .map(|group| group.trim().to_owned())
                .filter(|group| !group.is_empty())
                .collect(),
            id,
        })
    }

    /// Where people sign out
    pub fn sign_out(&self) -> Option<&WebAddress> {
        self.sign_out.as_ref()
    }

    /// An IPv4 address may come written as one of IPv6
    fn believes(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.peers.iter().any(|net| net.contains(&peer))
    }
}

/// The one value of a header. Where there are two, somebody else wrote one of them
fn said(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let mut values = headers.get_all(name).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let text = std::str::from_utf8(value.as_bytes()).ok()?.trim();
    let plain = !text.is_empty() && !text.contains(char::is_control);
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn proxy() -> Proxy {
        let header = HeaderName::from_static;
        Proxy {
            peers: vec!["10.0.0.0/24".parse().unwrap()],
            user: header("x-user"),
            name: Some(header("x-name")),
            email: None,
            groups: Some(header("x-groups")),
            sign_out: None,
        }
    }

    fn person(peer: Option<&str>, headers: &[(&str, &str)]) -> Option<Person> {
        let mut request = Request::builder();
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        if let Some(peer) = peer {
            let peer = SocketAddr::new(peer.parse().unwrap(), 9);
            parts.extensions.insert(ConnectInfo(peer));
        }
        proxy().person(&parts)
    }

    #[test]
    fn the_proxy_is_believed_and_nobody_else() {
        let headers = [
            ("x-user", "ada"),
            ("x-groups", "a, b,,c "),
            ("x-email", "not-asked-for@example.org"),
        ];
        for peer in ["10.0.0.7", "::ffff:10.0.0.7"] {
            let found = person(Some(peer), &headers).unwrap();
            assert_eq!((found.id.as_str(), found.name.as_str()), ("ada", "ada"));
            assert!(found.groups.iter().eq(["a", "b", "c"]));
            assert_eq!(found.email, None, "a header was read that nobody named");
        }
        for peer in [None, Some("10.0.1.7"), Some("127.0.0.1"), Some("::1")] {
            assert_eq!(person(peer, &headers), None, "{peer:?}");
        }
    }

    #[test]
    fn what_is_said_twice_or_not_at_all_is_not_believed() {
        let peer = Some("10.0.0.7");
        assert_eq!(person(peer, &[]), None);
        assert_eq!(person(peer, &[("x-user", " ")]), None);
        assert_eq!(person(peer, &[("x-user", "ada"), ("x-user", "eve")]), None);
        let groups = [("x-user", "ada"), ("x-groups", "a"), ("x-groups", "admin")];
        assert!(person(peer, &groups).unwrap().groups.is_empty());
    }
}
