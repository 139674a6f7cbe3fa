//! What callers of Directory Service need the right to.

use crate::aws::access::Asked;
use crate::iam::Request;

/// The reference lists them as the dependent actions of `DeleteDirectory`: the service takes the
/// directory's network down in the name of whoever deletes it.
const ON_ITS_NETWORK: [(&str, &str); 4] = [
    ("DeleteNetworkInterface", "network-interface/eni-0123456789abcdef0"),
    ("DeleteSecurityGroup", "security-group/sg-0123456789abcdef0"),
    ("RevokeSecurityGroupIngress", "security-group/sg-0123456789abcdef0"),
    ("RevokeSecurityGroupEgress", "security-group/sg-0123456789abcdef0"),
];

/// Directory Service keeps tags of its own, apart from those that `WorkSpaces` keeps for a directory. No
/// world has any.
pub(super) fn to_delete(asked: &Asked) -> Vec<Request> {
    let context = asked.context;
    let deletion = asked.on("directory", asked.text("DirectoryId"));
    let looking = in_its_name(Request::new("ec2:DescribeNetworkInterfaces", "*"));
    let network = ON_ITS_NETWORK.map(|(action, resource)| {
        let arn = format!("arn:aws:ec2:{}:{}:{resource}", context.region, context.account);
        in_its_name(Request::new(format!("ec2:{action}"), arn))
    });
    [deletion, looking].into_iter().chain(network).collect()
}

fn in_its_name(request: Request) -> Request {
    request.with("aws:CalledVia", "ds.amazonaws.com").with("aws:ViaAWSService", "true")
}
