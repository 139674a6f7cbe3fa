//! What was said on the wire, kept as evidence.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use serde::Serialize;

/// A request and its answer. Bodies are the text that was sent; header names are in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    pub method: String,
    pub url: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// Absent when the connection was dropped without an answer.
    pub status: Option<u16>,
    pub response_headers: BTreeMap<String, String>,
    pub response_body: String,
}

impl Exchange {
    pub(super) fn new(request: &Request<Bytes>, response: Option<&Response<Bytes>>) -> Self {
        Self {
            method: request.method().to_string(),
            url: url(request),
            headers: headers(request.headers()),
            body: text(request.body()),
            status: response.map(|response| response.status().as_u16()),
            response_headers: response.map(|response| headers(response.headers())).unwrap_or_default(),
            response_body: response.map(|response| text(response.body())).unwrap_or_default(),
        }
    }

    /// The operation of an awsJson call, such as `TerminateWorkspaces`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.headers.get("x-amz-target")?.rsplit('.').next()
    }
}

fn url(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    match (uri.authority(), host) {
        (None, Some(host)) => format!("http://{host}{uri}"),
        _ => uri.to_string(),
    }
}

fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        texts
            .entry(name.to_string())
            .and_modify(|before| {
                before.push_str(", ");
                before.push_str(&value);
            })
            .or_insert_with(|| value.to_string());
    }
    texts
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_has_everything_that_was_said() {
        let request = Request::post("/")
            .header("host", "localhost:1")
            .header("X-Amz-Target", "WorkMailService.DescribeUser")
            .body(Bytes::from_static(b"{}"))
            .unwrap();
        let response = Response::builder().status(400).header("a", "1").header("a", "2");
        let exchange = Exchange::new(&request, Some(&response.body(Bytes::from_static(b"no")).unwrap()));
        assert_eq!(exchange.operation(), Some("DescribeUser"));
        let line = serde_json::to_value(&exchange).unwrap();
        assert_eq!(line["url"], "http://localhost:1/");
        assert_eq!(line["status"], 400);
        assert_eq!(line["responseHeaders"]["a"], "1, 2");
        assert_eq!(line["responseBody"], "no");
    }
}
