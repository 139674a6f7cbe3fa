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

/// Whether tags that a directory got from `WorkSpaces` are also those that Directory Service knows is
/// unverified; a world has one set for both.
pub(super) fn to_delete(asked: &Asked) -> Vec<Request> {
    let (context, id) = (asked.context, asked.text("DirectoryId"));
    let deletion = asked.on("directory", id).with_resource_tags(&context.world.tags.of(id));
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
