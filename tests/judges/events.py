"""Plays what docs/events.md says of other systems' events, with the real functions and the files that it shows.

Okta's event, translated as documented, must take the leaver's mailbox and nobody else's; what is odd about it must ask
for nothing; and no system's event may start anything as it is. First, faults are planted in the documented files: each
has to be found. What Lambda gets from SQS is looked at as well: its checksums must be those of its bodies.

EventBridge lets nobody put events with a source that begins with `aws.`. So here such an event has a source of its own,
and even one that the stack trusts.

usage: events.py SANDBOX FUNCTIONS TEMPLATE
"""

import copy
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "tests/events"
BUS, LOG, OKTA = "people", "com.example.okta-log", "com.example.okta"
ORGANIZATION = "m-" + "0" * 32
PARAMETERS = {"EventBusName": BUS, "OktaEventSource": LOG, "OffboardingBusName": BUS, "DryRun": "false",
              "TrustedSources": f"{OKTA},{LOG}", "WorkMailOrganizationId": ORGANIZATION}


def documented():
    """The template and the definition that the page shows."""
    page = (ROOT / "docs/events.md").read_text()
    (template,), (definition,) = (re.findall(rf"^```{kind}\n(.*?)^```", page, re.M | re.S) for kind in ("yaml", "json"))
    # Bus and event source have the same name; the sandbox puts events on one bus only, and no source begins with aws.
    return template.replace("EventBusName: !Ref OktaEventSource", "EventBusName: !Ref OffboardingBusName"), definition


def together(template, other):
    """One template with the parameters and resources of both."""
    for section in ("Parameters", "Resources"):
        more = re.search(rf"^{section}:\n((?:[ ].*\n|\n)*)", other, re.M)[1]
        template = template.replace(f"\n{section}:\n", f"\n{section}:\n{more}", 1)
    return template


def world():
    """A company with a leaver, the administrator who deactivates her, and somebody else's alice."""
    people = {"alice": "alice@example.com", "administrator": "administrator@example.com"}
    directory = "d-90670000a1"
    return {
        "Directories": [{"DirectoryId": directory, "DirectoryName": "corp.example.com", "DirectoryType": "SIMPLE_AD"}],
        "Workspaces": [{"WorkspaceId": f"ws-{name[:5]}0000", "DirectoryId": directory, "UserName": name,
                        "State": "AVAILABLE"} for name in people],
        "Organizations": [{
            "OrganizationId": ORGANIZATION, "Alias": "example", "State": "Active",
            "Users": [{"UserId": f"{name}-0000-0001", "Name": name, "Email": address, "State": "ENABLED",
                       "UserRole": "USER"} for name, address in people.items()],
        }],
    }


def event(name, **others):
    """An event of another system, from a source of ours."""
    return {**json.loads((EVENTS / "other-systems" / f"{name}.json").read_text()), "source": LOG, **others}


def changed(given, change):
    given = copy.deepcopy(given)
    change(given["detail"])
    return given


class Stage:
    """The stack, with what the page shows beside it."""

    def __init__(self, sandbox, functions, template):
        self._sandbox, self._functions, self._template = sandbox, functions, Path(template)

    def play(self, files, event):
        """What comes of an event: what was asked for and how it was closed, whether a rule matched, and whose mailbox
        and desktop are no longer there."""
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "template.yaml").write_text(together(self._template.read_text(), files[0]))
            (folder / "okta-deactivation.asl.json").write_text(files[1])
            (folder / "statemachines").symlink_to(self._template.absolute().parent / "statemachines")
            (folder / "world.json").write_text(json.dumps(world()))
            (folder / "event.json").write_text(json.dumps(event))
            command = [self._sandbox, "run", "--report", "json", "--functions", self._functions,
                       "--template", folder / "template.yaml", "--world", folder / "world.json", folder / "event.json"]
            command += [part for name, value in PARAMETERS.items() for part in ("--parameter", f"{name}={value}")]
            answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if not answer.stdout:
            raise SystemExit(f"the sandbox does not run: {answer.stderr.strip()}")
        return told(json.loads(answer.stdout))


def told(account):
    users = account["World"]["Organizations"][0]["Users"]
    before, after = world()["Workspaces"], {one["WorkspaceId"] for one in account["World"]["Workspaces"]}
    events = [one["Event"] for one in account["Events"]]
    asked = [one for one in events if one["detail-type"] == "User Offboarding Requested"]
    return {
        "asked": [(one["source"], one["detail"]) for one in asked],
        "closed": [one["detail-type"] for one in events if one["source"] == "euc-offboarding"],
        "matched": not account["Unmatched"],
        "mailboxes": [one["Name"] for one in users if one["State"] != "ENABLED"],
        "desktops": [one["UserName"] for one in before if one["WorkspaceId"] not in after],
    }


OKTA_EVENT = event("okta-user-deactivated")
NOTHING = {"asked": [], "closed": [], "mailboxes": [], "desktops": []}
REFUSED, UNMATCHED = {**NOTHING, "matched": True}, {**NOTHING, "matched": False}
TRANSLATED = {
    "asked": [(OKTA, {"OffboardingId": OKTA_EVENT["detail"]["uuid"], "EffectiveAt": OKTA_EVENT["detail"]["published"],
                      "RequestedBy": "Okta", "User": {"Email": "alice@example.com"}})],
    # Without a user name nobody has looked for her desktops.
    "closed": ["User Offboarding Incomplete"], "matched": True, "mailboxes": ["alice"], "desktops": [],
}


def another_target(detail, **others):
    detail["target"].append({**detail["target"][0], **others})


CASES = (
    ("Okta: a deactivation", OKTA_EVENT, TRANSLATED),
    ("Okta: one that failed", changed(OKTA_EVENT, lambda it: it["outcome"].update(result="FAILURE")), UNMATCHED),
    ("Okta: something else", changed(OKTA_EVENT, lambda it: it.update(eventType="user.lifecycle.suspend")), UNMATCHED),
    ("Okta: of an application", changed(OKTA_EVENT, lambda it: it["target"][0].update(type="AppInstance")), UNMATCHED),
    ("Okta: of a user and an application",
     changed(OKTA_EVENT, lambda it: another_target(it, type="AppInstance", alternateId="unknown")), REFUSED),
    ("Okta: of two people",
     changed(OKTA_EVENT, lambda it: another_target(it, alternateId="administrator@example.com")), REFUSED),
    ("Okta: of somebody else's alice",
     changed(OKTA_EVENT, lambda it: it["target"][0].update(alternateId="alice@example.net")), REFUSED),
    ("Okta: of somebody without an address",
     changed(OKTA_EVENT, lambda it: it["target"][0].update(alternateId="unknown")), REFUSED),
    ("Okta: as it is, from a trusted source", {**OKTA_EVENT, "source": OKTA}, UNMATCHED),
    ("Identity Store: a deletion", event("identity-store-user-deleted"), UNMATCHED),
    ("Identity Store: from a trusted source", event("identity-store-user-deleted", source=OKTA), UNMATCHED),
    ("SCIM: a change", event("scim-user-patched"), UNMATCHED),
    ("SCIM: from a trusted source", event("scim-user-patched", source=OKTA), UNMATCHED),
)
# What is planted in the files, and the case that must find it.
FAULTS = (
    ("the actor is taken for the leaver", 0, "target: $.detail.target", "target: $.detail.actor", 0),
    ("failures count", 0, "outcome: { result: [SUCCESS] }", "outcome: { result: [SUCCESS, FAILURE] }", 1),
    ("anything counts", 0, "eventType: [user.lifecycle.deactivate]", "eventType: [{ prefix: user }]", 2),
    ("the first of several is taken", 1, '{ "Variable": "$.Target[1]", "IsPresent": true }',
     '{ "Variable": "$.Target[7]", "IsPresent": true }', 5),
    ("any domain will do", 1, "*@example.com", "*@example.*", 6),
    ("an address is taken for a user name", 1, '"Email.$"', '"UserName.$"', 0),
    ("there is no date", 1, '"EffectiveAt.$": "$.PublishedAt",', "", 0),
    ("another source is told", 1, '"Source": "com.example.okta"', '"Source": "com.example.other"', 0),
)


def planted(files, index, one, other):
    if one not in files[index]:
        raise SystemExit(f"docs/events.md has no {one!r} to plant a fault in")
    return tuple(text.replace(one, other) if position == index else text for position, text in enumerate(files))


def wrong_checksums():
    """SQS gives each message with the checksum of its body."""
    for path in sorted(EVENTS.glob("**/sqs*.json")):
        for record in json.loads(path.read_text())["Records"]:
            if hashlib.md5(record["body"].encode()).hexdigest() != record["md5OfBody"]:
                yield f"{path.relative_to(ROOT)}: {record['messageId']}: md5OfBody is not that of the body"


def main(sandbox, functions, template):
    stage, files = Stage(sandbox, functions, template), documented()
    wrong = list(wrong_checksums())
    for what, index, one, other, case in FAULTS:
        name, given, expected = CASES[case]
        if stage.play(planted(files, index, one, other), given) == expected:
            wrong.append(f"planted and not found: {what} ({name})")
    for name, given, expected in CASES:
        if (came := stage.play(files, given)) != expected:
            wrong.append(f"{name}: {json.dumps(came)} instead of {json.dumps(expected)}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(CASES)} events of other systems played, {len(FAULTS)} faults planted, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
