//! What the sandbox does not have, refused in the protocol that it was asked in: a client shows an
//! error only in the form that its service has.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use uuid::Uuid;

use super::reply::{Protocol, Refusal};

const CODE: &str = "UnknownOperationException";

pub(super) fn answer(request: &Request<Bytes>) -> Response<Bytes> {
    let call = format!("{} {}", request.method(), request.uri().path());
    if let Some(target) = text(request, "x-amz-target") {
        let what = format!("the sandbox does not know {target} ({call})");
        return Refusal::bad_request(CODE, what).respond(Protocol::AwsJson11);
    }
    if let Some(action) = query_action(request) {
        return query(&format!("the sandbox does not know {action} ({call}), nor AWS's query protocol"));
    }
    let what = format!(
        "the sandbox does not know {call}; it speaks awsJson (X-Amz-Target) and rest-json, not AWS's query or CBOR protocols"
    );
    Refusal::new(StatusCode::NOT_FOUND, CODE, what).respond(Protocol::RestJson)
}

/// The action of a request in the query protocol, which is a form: that of EC2, STS, IAM and others.
fn query_action(request: &Request<Bytes>) -> Option<String> {
    let form = text(request, "content-type")?.starts_with("application/x-www-form-urlencoded");
    let mut fields = form_urlencoded::parse(request.body());
    let (_, action) = fields.find(|(name, _)| form && name == "Action")?;
    Some(action.into_owned())
}

/// An error of the query protocol.
fn query(message: &str) -> Response<Bytes> {
    let (message, id) = (escaped(message), Uuid::new_v4());
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{CODE}</Code><Message>{message}</Message></Error>\
         <RequestId>{id}</RequestId></ErrorResponse>"
    );
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}

/// Text as it stands between two tags; characters that XML does not have would spoil the answer.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|character| !character.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn text<'r>(request: &'r Request<Bytes>, name: &str) -> Option<&'r str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(name: &str, value: &str, body: &'static str) -> (u16, String, String) {
        let request = Request::post("/").header(name, value).body(Bytes::from_static(body.as_bytes()));
        let response = answer(&request.unwrap());
        let media_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        (response.status().as_u16(), media_type, String::from_utf8_lossy(response.body()).into_owned())
    }

    #[test]
    fn a_service_that_speaks_aws_json_is_refused_in_aws_json() {
        let (status, media_type, body) = answered("x-amz-target", "DynamoDB_20120810.GetItem", "{}");
        assert_eq!((status, media_type.as_str()), (400, "application/x-amz-json-1.1"));
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["__type"], CODE);
        assert!(body["message"].as_str().unwrap().contains("DynamoDB_20120810.GetItem"));
    }

    #[test]
    fn a_service_that_speaks_the_query_protocol_is_refused_in_xml() {
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        let (status, media_type, body) = answered("content-type", form, "Action=Get%3CB%26C%01&Version=1");
        assert_eq!((status, media_type.as_str()), (400, "text/xml"));
        assert!(body.starts_with("<ErrorResponse><Error>"), "{body}");
        assert!(body.contains("<Code>UnknownOperationException</Code>"), "{body}");
        assert!(body.contains("does not know Get&lt;B&amp;C (POST /)"), "{body}");
    }

    #[test]
    fn anything_else_is_refused_in_rest_json() {
        let (status, media_type, body) = answered("accept", "*/*", "Action=GetCallerIdentity");
        assert_eq!((status, media_type.as_str()), (404, "application/json"));
        assert!(body.contains("POST /"), "{body}");
    }
}
