//! A network that misbehaves, for tests: late answers and connections that break.

use std::time::Duration;

use bytes::Bytes;
use http::Request;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The request lies around for so long (real time) before it is looked at.
    Delay(Duration),
    /// The connection breaks before the request is carried out.
    DropRequest,
    /// The request is carried out, and the connection breaks before the answer.
    DropAnswer,
}

/// Trouble for the next few requests of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disturbance {
    /// An operation's name, such as `TerminateWorkspaces`; for a REST service `METHOD /path`, of
    /// which the beginning is enough: `POST /deregister-device`.
    pub operation: String,
    pub trouble: Trouble,
    pub times: u32,
}

/// The trouble that this request is to have, which is thereby used up.
pub(super) fn next(disturbances: &mut Vec<Disturbance>, request: &Request<Bytes>) -> Option<Trouble> {
    let index = disturbances.iter().position(|disturbance| disturbance.concerns(request))?;
    disturbances[index].times = disturbances[index].times.saturating_sub(1);
    let trouble = disturbances[index].trouble;
    disturbances.retain(|disturbance| disturbance.times > 0);
    Some(trouble)
}

impl Disturbance {
    fn concerns(&self, request: &Request<Bytes>) -> bool {
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        match target.and_then(|target| target.rsplit('.').next()) {
            Some(operation) => operation == self.operation,
            None => {
                format!("{} {}", request.method(), request.uri().path()).starts_with(self.operation.as_str())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(target: &str) -> Request<Bytes> {
        Request::post("/").header("x-amz-target", target).body(Bytes::new()).unwrap()
    }

    #[test]
    fn trouble_comes_as_often_as_it_was_asked_for_and_only_to_its_operation() {
        let mut disturbances =
            vec![Disturbance { operation: "DescribeUser".into(), trouble: Trouble::DropAnswer, times: 2 }];
        let request = call("WorkMailService.DescribeUser");
        assert_eq!(next(&mut disturbances, &call("WorkMailService.DescribeGroup")), None);
        assert_eq!(next(&mut disturbances, &request), Some(Trouble::DropAnswer));
        assert_eq!(next(&mut disturbances, &request), Some(Trouble::DropAnswer));
        assert_eq!(next(&mut disturbances, &request), None);
    }

    #[test]
    fn a_rest_call_is_known_by_the_beginning_of_its_path() {
        let operation = "POST /deregister-device".to_owned();
        let mut disturbances = vec![Disturbance { operation, trouble: Trouble::DropRequest, times: 1 }];
        let request = Request::post("http://api.aws.test/deregister-device/abc").body(Bytes::new()).unwrap();
        assert_eq!(next(&mut disturbances, &request), Some(Trouble::DropRequest));
    }
}
