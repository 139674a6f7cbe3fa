//! Which hosts are the sandbox's own.

use std::net::IpAddr;

use bytes::Bytes;
use http::{Method, Request, header};

/// What a request wanted that is not here: a tunnel, or a host that is not the sandbox's.
///
/// The `Host` header counts as well, so that a web page that somebody has open cannot reach the
/// sandbox through a name of its own that points to this machine.
pub(super) fn elsewhere(request: &Request<Bytes>) -> Option<String> {
    let uri = request.uri();
    if request.method() == Method::CONNECT {
        return Some(format!("CONNECT {uri}"));
    }
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let named = uri.authority().map(http::uri::Authority::as_str).or(header)?;
    let authority: http::uri::Authority = match named.parse() {
        Ok(authority) => authority,
        Err(_) => return Some(format!("{} {named}", request.method())),
    };
    let own = is_own(authority.host()) && uri.scheme_str().is_none_or(|scheme| scheme == "http");
    (!own).then(|| format!("{} {named}{}", request.method(), uri.path()))
}

/// `aws.test` and what is below it, and the names of this machine's loopback interface.
fn is_own(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let below =
        |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    below("aws.test") || below("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, uri: &str, host: &str) -> Request<Bytes> {
        Request::builder().method(method).uri(uri).header("host", host).body(Bytes::new()).unwrap()
    }

    #[test]
    fn the_sandboxs_own_hosts_are_let_in() {
        for (uri, host) in [
            ("/", "127.0.0.1:8080"),
            ("/", "localhost:8080"),
            ("/devices", "api.localhost:8080"),
            ("/", "[::1]:8080"),
            ("http://aws.test/", "aws.test"),
            ("http://api.aws.test/devices", "api.aws.test"),
        ] {
            assert_eq!(elsewhere(&request("POST", uri, host)), None, "{uri} {host}");
        }
    }

    #[test]
    fn everything_else_is_elsewhere() {
        for (method, uri, host) in [
            ("POST", "http://workspaces.us-east-1.amazonaws.com/", "workspaces.us-east-1.amazonaws.com"),
            ("POST", "/", "evil.example"),
            ("POST", "http://notaws.test/", "notaws.test"),
            ("GET", "http://169.254.169.254/latest/meta-data", "169.254.169.254"),
            ("CONNECT", "127.0.0.1:443", "127.0.0.1"),
        ] {
            assert!(elsewhere(&request(method, uri, host)).is_some(), "{method} {uri} {host}");
        }
    }
}
