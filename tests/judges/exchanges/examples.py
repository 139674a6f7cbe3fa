"""Exchanges that are as they should be, in the form of a recording, for faults to be planted in."""

import json
from copy import deepcopy

REQUEST_ID = "0f0e0d0c-0b0a-4908-8706-050403020100"


def exchange(signed_for, url, headers, sent, status, answer_headers, answered, method="POST"):
    host = url.split("/")[2]
    headers = {"host": host, "x-amz-date": "20270101T000000Z", **headers}
    signed = ";".join(sorted(name for name in headers if name in ("host", "x-amz-date", "x-amz-target")))
    headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential=AKIA/20270101/us-east-1/{signed_for}/aws4_request, "
                                f"SignedHeaders={signed}, Signature={'0' * 64}")
    return with_lengths({
        "method": method, "url": url, "headers": headers, "body": sent, "status": status,
        "responseHeaders": {"x-amzn-requestid": REQUEST_ID, **answer_headers}, "responseBody": answered})


def aws_json(signed_for, target, sent, answered, status=200, version="1.1", **answer_headers):
    json_type = {"content-type": f"application/x-amz-json-{version}"}
    headers = {**json_type, "x-amz-target": target}
    names = {name.replace("_", "-"): value for name, value in answer_headers.items()}
    return exchange(signed_for, "http://aws.test/", headers, json.dumps(sent), status, {**json_type, **names},
                    json.dumps(answered))


def thin_client(method, path, sent, answered, status=200, **answer_headers):
    json_type = {"content-type": "application/json"}
    names = {name.replace("_", "-"): value for name, value in answer_headers.items()}
    return exchange("thinclient", f"http://api.aws.test{path}", json_type if sent else {},
                    json.dumps(sent) if sent else "", status, {**json_type, **names}, json.dumps(answered), method)


def with_lengths(line):
    """A recording whose lengths are right again."""
    line = deepcopy(line)
    for headers, body in (("headers", "body"), ("responseHeaders", "responseBody")):
        if line[body]:
            line[headers]["content-length"] = str(len(line[body].encode()))
    return line


DEVICE = "a" * 24
DEVICE_ARN = f"arn%3Aaws%3Athinclient%3Aus-east-1%3A123456789012%3Adevice%2F{DEVICE}"
ORGANIZATION = "m-" + "0" * 32
IMAGE = {"ImageId": "wsi-000000000", "ProgressPercentage": 5, "Created": 1798761600.25,
         "ImageSource": {"Ec2ImageId": "ami-00000000"}}

DESKTOPS = aws_json("workspaces", "WorkspacesService.DescribeWorkspaces",
                    {"DirectoryId": "d-90670000a1", "UserName": "alice", "Limit": 25},
                    {"Workspaces": [{"WorkspaceId": "ws-alicedesk", "State": "AVAILABLE", "UserName": "alice"}]})
BY_ID = aws_json("workspaces", "WorkspacesService.DescribeWorkspaces", {"WorkspaceIds": ["ws-alicedesk"]}, {})
TAGS = aws_json("workspaces", "WorkspacesService.DescribeTags", {"ResourceId": "ws-alicedesk"},
                {"TagList": [{"Key": "a", "Value": "b"}]})
THROTTLED = aws_json("workspaces", "WorkspacesService.DescribeTags", {"ResourceId": "ws-alicedesk"},
                     {"__type": "ThrottlingException", "message": "slow down"}, 400)
GONE = aws_json("workspaces", "WorkspacesService.DescribeTags", {"ResourceId": "ws-alicedesk"},
                {"__type": "com.amazonaws.workspaces#ResourceNotFoundException", "ResourceId": "ws-alicedesk"}, 400)
IMPORT = aws_json("workspaces", "WorkspacesService.DescribeCustomWorkspaceImageImport", {"ImageId": "wsi-000000000"},
                  IMAGE)
IMPORTED = aws_json("workspaces", "WorkspacesService.ImportCustomWorkspaceImage", {
    "ImageName": "a", "ImageDescription": "a", "ComputeType": "BASE", "Protocol": "DCV", "Platform": "WINDOWS",
    "OsVersion": "Windows_11", "ImageSource": {"Ec2ImageId": "ami-00000000"},
    "InfrastructureConfigurationArn": "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/a"}, {})
MAILBOX = aws_json("workmail", "WorkMailService.DescribeUser", {"OrganizationId": ORGANIZATION, "UserId": "alice"},
                   {"UserId": "alice-0000-0001", "State": "ENABLED", "EnabledDate": 1798761600})
NOT_NOW = aws_json("workmail", "WorkMailService.DeregisterFromWorkMail",
                   {"OrganizationId": ORGANIZATION, "EntityId": "alice"},
                   {"__type": "EntityStateException", "Message": "not now"}, 400)
DEVICES = thin_client("GET", "/devices?maxResults=50", None, {"devices": [{"id": DEVICE, "name": "Alice's"}]})
DEVICE_TAGS = thin_client("GET", f"/tags/{DEVICE_ARN}", None, {"tags": {"offboarding:hold": ""}})
DEREGISTERED = thin_client("POST", f"/deregister-device/{DEVICE}",
                           {"clientToken": "a", "targetDeviceStatus": "ARCHIVED"}, {}, 202)
BUSY = thin_client("GET", f"/devices/{DEVICE}", None, {"message": "slow down"}, 429,
                   x_amzn_errortype="ThrottlingException:http://internal.amazon.com/", retry_after="3")
EVENT = aws_json("events", "AWSEvents.PutEvents", {"Entries": [{"Source": "a", "Time": 1798761600}]},
                 {"FailedEntryCount": 0, "Entries": [{"EventId": "a"}]})
INVOKED = exchange("lambda", "http://127.0.0.1:4580/2015-03-31/functions/find-idle-directories/invocations",
                   {"x-amz-invocation-type": "RequestResponse"}, "{}", 200,
                   {"x-amz-executed-version": "$LATEST", "x-amz-function-error": "Unhandled"}, '{"errorType": "a"}')
NO_QUEUE = aws_json("sqs", "AmazonSQS.GetQueueUrl", {"QueueName": "a"},
                    {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "none"}, 400, "1.0",
                    x_amzn_query_error="AWS.SimpleQueueService.NonExistentQueue;Sender")
# No operation that the project calls has a blob in JSON; KMS has one on both sides.
RANDOM = aws_json("kms", "TrentService.GenerateRandom", {"Recipient": {"AttestationDocument": "AAAA"}},
                  {"Plaintext": "AAAA"})
DROPPED = {**DESKTOPS, "status": None, "responseHeaders": {}, "responseBody": ""}

GOOD = {name: value for name, value in list(globals().items()) if isinstance(value, dict) and "method" in value}
