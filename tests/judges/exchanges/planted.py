"""Faults of every kind, planted on each side that can have it, to see that the judge finds each and nothing else."""

import json
from copy import deepcopy

from . import examples as good
from .catalogue import SERVICES, Catalogue
from .findings import ANSWER, REQUEST, Kind
from .judge import Judge
from .recording import exchange

PARTS = {REQUEST: ("headers", "body"), ANSWER: ("responseHeaders", "responseBody")}
CBOR = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}


def members(line, side, **changed):
    """With other members in the body; those that are None are taken out."""
    line, body = deepcopy(line), PARTS[side][1]
    fields = {**json.loads(line[body]), **changed}
    line[body] = json.dumps({name: value for name, value in fields.items() if value is not None})
    return good.with_lengths(line)


def headers(line, side, **changed):
    """With other headers; `_` stands for `-`."""
    line, part = deepcopy(line), PARTS[side][0]
    changed = {name.replace("_", "-"): value for name, value in changed.items()}
    line[part] = {name: value for name, value in {**line[part], **changed}.items() if value is not None}
    return line


def with_text(line, side, text):
    return good.with_lengths({**line, PARTS[side][1]: text})


def at(line, old, new):
    return {**line, "url": line["url"].replace(old, new)}


def moved(line, host):
    return headers({**at(line, line["url"].split("/")[2], host)}, REQUEST, host=host)


def signed(line, old, new):
    return headers(line, REQUEST, authorization=line["headers"]["authorization"].replace(old, new))


def in_cbor(line, side):
    """As an SDK would say it that has gone over to CBOR."""
    line = deepcopy(line)
    line[PARTS[side][0]] |= CBOR
    if side == REQUEST:
        line["url"] += "service/WorkspacesService/operation/DescribeWorkspaces"
        del line["headers"]["x-amz-target"]
    return line


def on_the_way():
    """In the way of asking."""
    yield Kind.SERVICE, REQUEST, headers(good.DESKTOPS, REQUEST, x_amz_target="DynamoDB_20120810.GetItem")
    yield Kind.SERVICE, REQUEST, signed(good.DEVICES, "thinclient", "execute-api")
    yield Kind.OPERATION, REQUEST, headers(good.DESKTOPS, REQUEST, x_amz_target="WorkspacesService.EndWorkspaces")
    yield Kind.OPERATION, REQUEST, at(good.DEREGISTERED, "/deregister-device/", "/end-device/")
    yield Kind.OPERATION, REQUEST, {**good.DEREGISTERED, "method": "PUT"}
    yield Kind.OPERATION, REQUEST, at(good.DEVICE_TAGS, "%2F", "/")
    yield Kind.PROTOCOL, REQUEST, in_cbor(good.DESKTOPS, REQUEST)
    yield Kind.PROTOCOL, REQUEST, headers(good.DEVICES, REQUEST, smithy_protocol="rpc-v2-cbor")
    yield Kind.PROTOCOL, REQUEST, at(good.DESKTOPS, "aws.test/", "aws.test/workspaces")
    yield Kind.PROTOCOL, REQUEST, {**good.DESKTOPS, "method": "GET"}
    yield Kind.PROTOCOL, ANSWER, in_cbor(good.DESKTOPS, ANSWER)
    yield Kind.SIGNATURE, REQUEST, signed(good.DESKTOPS, "/workspaces/", "/workmail/")
    yield Kind.SIGNATURE, REQUEST, signed(good.DESKTOPS, "/20270101/", "/20261231/")
    yield Kind.SIGNATURE, REQUEST, signed(good.DESKTOPS, ";x-amz-target", "")
    yield Kind.HOST, REQUEST, moved(good.DEVICES, "aws.test")
    yield Kind.HOST, REQUEST, moved(good.DESKTOPS, "api.aws.test")
    yield Kind.HOST, REQUEST, headers(good.DESKTOPS, REQUEST, host="elsewhere.test")
    yield Kind.URI, REQUEST, at(good.DEVICE_TAGS, "%3A", ":")
    yield Kind.QUERY, REQUEST, at(good.DEVICES, "?", "?sort=id&")
    yield Kind.QUERY, REQUEST, at(good.DEVICES, "?", "?maxResults=50&")
    yield Kind.HEADER, REQUEST, headers(good.DEREGISTERED, REQUEST, x_amz_client_token="a")
    yield Kind.HEADER, ANSWER, headers(good.DESKTOPS, ANSWER, x_amz_next_token="a")
    yield Kind.TOKEN, REQUEST, members(good.DEREGISTERED, REQUEST, clientToken=None)


def in_bodies():
    for side in (REQUEST, ANSWER):
        yield Kind.CONTENT_TYPE, side, headers(good.DESKTOPS, side, content_type="application/x-amz-json-1.0")
        yield Kind.CONTENT_TYPE, side, headers(good.DEREGISTERED, side, content_type=None)
        yield Kind.CONTENT_LENGTH, side, headers(good.DESKTOPS, side, content_length="1")
        yield Kind.BODY, side, with_text(good.DESKTOPS, side, "{")
        yield Kind.BODY, side, with_text(good.DESKTOPS, side, '{"NextToken": "a", "NextToken": "b"}')
        yield Kind.BODY, side, with_text(good.BY_ID, side, "[]")
    yield Kind.CONTENT_LENGTH, REQUEST, headers(good.DESKTOPS, REQUEST, content_length=None)
    yield Kind.BODY, REQUEST, with_text(good.DEVICES, REQUEST, "{}")
    yield Kind.BODY, ANSWER, with_text(good.NOT_NOW, ANSWER, "not now")


def in_members():
    """In values: with one kind on each side, whatever the protocol."""
    desktop, image = {"WorkspaceId": "ws-alicedesk"}, good.IMAGE["ImageSource"]
    build = {"ImageBuildVersionArn": "arn:aws:imagebuilder:us-east-1:123456789012:image/a/1.0.0/1"}
    yield Kind.REQUIRED, REQUEST, members(good.TAGS, REQUEST, ResourceId=None)
    yield Kind.REQUIRED, ANSWER, members(good.TAGS, ANSWER, TagList=[{"Value": "b"}])
    yield Kind.UNKNOWN, REQUEST, members(good.DESKTOPS, REQUEST, Directory="d-90670000a1")
    yield Kind.UNKNOWN, ANSWER, members(good.DESKTOPS, ANSWER, Workspaces=[{**desktop, "Owner": "alice"}])
    yield Kind.TYPE, REQUEST, members(good.DESKTOPS, REQUEST, Limit="25")
    yield Kind.TYPE, REQUEST, members(good.DESKTOPS, REQUEST, Limit=True)
    yield Kind.TYPE, REQUEST, with_text(good.BY_ID, REQUEST, '{"UserName": null}')
    yield Kind.TYPE, REQUEST, at(good.DEVICES, "=50", "=many")
    yield Kind.TYPE, ANSWER, members(good.DESKTOPS, ANSWER, Workspaces=desktop)
    yield Kind.TYPE, ANSWER, members(good.DEVICE_TAGS, ANSWER, tags={"a": 1})
    yield Kind.TYPE, ANSWER, headers(good.BUSY, ANSWER, retry_after="soon")
    yield Kind.ENUM, REQUEST, members(good.DEREGISTERED, REQUEST, targetDeviceStatus="GONE")
    yield Kind.ENUM, ANSWER, members(good.DESKTOPS, ANSWER, Workspaces=[{"State": "IDLE"}])
    yield Kind.PATTERN, REQUEST, members(good.BY_ID, REQUEST, WorkspaceIds=["alicedesk"])
    yield Kind.PATTERN, REQUEST, at(good.DEREGISTERED, good.DEVICE, good.DEVICE + "a")
    yield Kind.PATTERN, ANSWER, members(good.DESKTOPS, ANSWER, Workspaces=[{"WorkspaceId": "ws-alicedesk\n"}])
    yield Kind.PATTERN, ANSWER, members(good.DEVICES, ANSWER, devices=[{"name": "a|b"}])
    yield Kind.LENGTH, REQUEST, members(good.DESKTOPS, REQUEST, UserName="a" * 64)
    yield Kind.LENGTH, REQUEST, members(good.BY_ID, REQUEST, WorkspaceIds=["ws-alicedesk"] * 26)
    yield Kind.LENGTH, REQUEST, members(good.BY_ID, REQUEST, WorkspaceIds=[])
    yield Kind.LENGTH, ANSWER, members(good.TAGS, ANSWER, TagList=[{"Key": "a" * 128}])
    yield Kind.RANGE, REQUEST, members(good.DESKTOPS, REQUEST, Limit=26)
    yield Kind.RANGE, REQUEST, at(good.DEVICES, "=50", "=51")
    yield Kind.RANGE, ANSWER, members(good.IMPORT, ANSWER, ProgressPercentage=101)
    yield Kind.TIMESTAMP, REQUEST, members(good.EVENT, REQUEST, Entries=[{"Time": "2027-01-01T00:00:00Z"}])
    yield Kind.TIMESTAMP, ANSWER, members(good.MAILBOX, ANSWER, EnabledDate="2027-01-01T00:00:00Z")
    yield Kind.TIMESTAMP, ANSWER, members(good.MAILBOX, ANSWER, EnabledDate=1798761600000)
    yield Kind.BLOB, REQUEST, members(good.RANDOM, REQUEST, Recipient={"AttestationDocument": "not it"})
    yield Kind.BLOB, ANSWER, members(good.RANDOM, ANSWER, Plaintext="not it")
    yield Kind.UNION, REQUEST, members(good.IMPORTED, REQUEST, ImageSource={})
    yield Kind.UNION, ANSWER, members(good.IMPORT, ANSWER, ImageSource={**image, **build})


def in_answers():
    """In what only an answer has."""
    yield Kind.STATUS, ANSWER, {**good.DEREGISTERED, "status": 200}
    yield Kind.STATUS, ANSWER, {**good.DESKTOPS, "status": 202}
    yield Kind.REQUEST_ID, ANSWER, headers(good.DESKTOPS, ANSWER, x_amzn_requestid=None)
    yield Kind.ERROR_CODE, ANSWER, members(good.NOT_NOW, ANSWER, __type="ConflictException")
    yield Kind.ERROR_CODE, ANSWER, headers(good.BUSY, ANSWER, x_amzn_errortype="ConflictException")
    yield Kind.ERROR_STATUS, ANSWER, {**good.NOT_NOW, "status": 404}
    yield Kind.ERROR_STATUS, ANSWER, {**good.BUSY, "status": 400}
    yield Kind.ERROR_STATUS, ANSWER, {**good.THROTTLED, "status": 500}
    yield Kind.ERROR_FORM, ANSWER, members(good.NOT_NOW, ANSWER, __type=None)
    yield Kind.ERROR_FORM, ANSWER, headers(good.BUSY, ANSWER, x_amzn_errortype=None)
    yield Kind.ERROR_FORM, ANSWER, headers(good.NOT_NOW, ANSWER, x_amzn_errortype="EntityNotFoundException")
    yield Kind.ERROR_FORM, ANSWER, headers(good.NO_QUEUE, ANSWER, x_amzn_query_error=None)
    yield Kind.ERROR_FORM, ANSWER, members(good.THROTTLED, ANSWER, message=None)
    yield Kind.UNKNOWN, ANSWER, members(good.NOT_NOW, ANSWER, message="in lower case")
    yield Kind.UNKNOWN, ANSWER, members(good.THROTTLED, ANSWER, RetryAfter="1")


# What comes with another protocol or form as a matter of course.
BESIDES = {Kind.PROTOCOL: {Kind.CONTENT_TYPE}, Kind.ERROR_FORM: {Kind.UNKNOWN}}


def not_found():
    """How many faults were planted, and a line for each that was missed, or for a good exchange that was blamed."""
    catalogue = Catalogue((*SERVICES, "kms"))
    wrong = [f"a good exchange was blamed: {name}: {violation}" for name, line in good.GOOD.items()
             for violation in judged(catalogue, name, line)]
    faults = [*on_the_way(), *in_bodies(), *in_members(), *in_answers()]
    for number, (kind, side, line) in enumerate(faults):
        found = {(one.kind, one.side) for one in judged(catalogue, f"fault {number}", line)}
        besides = {(one, side) for one in BESIDES.get(kind, ())}
        if not {(kind, side)} <= found <= {(kind, side), *besides}:
            told = ", ".join(f"{other} {one.words}" for one, other in found) or "nothing"
            wrong.append(f"{side}: {kind.words} (fault {number}): found {told}")
    planted = {(kind, side) for kind, side, _ in faults}
    wrong += [f"{side}: {kind.words}: nothing is planted for it" for kind in Kind for side in kind.sides
              if (kind, side) not in planted]
    return len(faults), wrong


def judged(catalogue, name, line):
    return Judge(catalogue).violations(exchange(name, line))
