"""Offboardings on a day: start-offboarding and offboard-user."""

from play import Scenario, Setting
from worlds import ALICE, DIRECTORY, company, refusal

SCENARIOS = []
OFFBOARDING = "HR-2027-0042"


def usual(_):
    return Setting(company())


def in_a(world, **parameters):
    return lambda _: Setting(world, parameters)


def where(*faults):
    return lambda _: Setting(company(), faults=faults)


def scenario(name, setting=usual):
    return lambda play: SCENARIOS.append(Scenario(name, setting, play))


def offboard(on, *, user=ALICE, **fields):
    """A dated event for alice: in three days and with an hour's retention period, unless said otherwise."""
    expected = {"OffboardingId": OFFBOARDING, "EffectiveAt": on.day(days=3), "RetentionSeconds": 3600}
    on.event(User=user, **expected | fields)


def one_event(name, setting=usual, **fields):
    """A scenario in which such an event comes, and everything goes its way."""

    @scenario(name, setting)
    def play(on):
        offboard(on, **fields)
        on.finish()


# The SDK in the functions takes its time for these, so they begin first.
one_event("the first calls are throttled", where(refusal("DescribeWorkspaces", "ThrottlingException", times=5)))
one_event("everything is done on the day")
one_event("the retention period is the stack's", RetentionSeconds=None)
one_event("the event has no OffboardingId", OffboardingId=None)
one_event("the person has nothing", user={"UserName": "dave", "DirectoryIds": [DIRECTORY]})
one_event("there is nothing to look the person up by", user={"Email": "alice@example.com"})
one_event("a desktop is on hold", in_a(company(tags={"ws-alicedesk0": {"offboarding:hold": ""}})))
one_event("the mailbox organization is not active", in_a(company(organization="Locked")))
one_event("the mailbox is refused on the day", where(refusal("DeregisterFromWorkMail", "AccessDeniedException")))
one_event("the request is a dry run", DryRun=True)
one_event("the deployment is dry", in_a(company(), DryRun="true"))
one_event("WorkMail is left out", in_a(company() | {"Organizations": []}, EnableWorkMail="false"))
one_event("Thin Client is left out", in_a(company() | {"Devices": []}, EnableThinClient="false"))
one_event("a dry run leaves both out", in_a(company(), EnableWorkMail="false", EnableThinClient="false"), DryRun=True)
one_event("a field is misspelt", RetentionSecond=3600)
one_event("DryRun is no boolean", DryRun="yes")
one_event("the OffboardingId can be no name", OffboardingId="HR 2027/42")
one_event("the OffboardingId is a number", OffboardingId=42)
one_event("the date is null", EffectiveAt=None)
one_event("the date is no date", EffectiveAt="Friday")


@scenario("the day is a year away")
def _(on):
    offboard(on, EffectiveAt=on.day(days=366))
    on.finish()


@scenario("the day was yesterday")
def _(on):
    offboard(on, EffectiveAt=on.day(days=-1))
    on.finish()


@scenario("a desktop is suspended at first", in_a(company(desktop="SUSPENDED")))
def _(on):
    """It begins at once: after three days nothing is suspended any more."""
    on.start("offboard-user", {"Request": {"User": ALICE, "EffectiveAt": on.day(), "RetentionSeconds": 60}})
    on.finish()


@scenario("it is started by hand with a person only")
def _(on):
    on.start("offboard-user", {"Request": {"User": ALICE}})
    on.finish()


@scenario("it is started by hand with nothing")
def _(on):
    on.start("offboard-user", {})
    on.finish()


@scenario("it is started by hand with a field beside the request")
def _(on):
    on.start("offboard-user", {"Request": {"User": ALICE}, "DryRun": True})
    on.finish()


@scenario("it is started by hand with a list of requests")
def _(on):
    on.start("offboard-user", {"Request": [{"User": ALICE}]})
    on.finish()


@scenario("it is stopped while it waits for the day")
def _(on):
    offboard(on)
    on.advance(days=1)
    on.stop("offboard-user", OFFBOARDING)
    on.finish()


@scenario("it is stopped in the retention period")
def _(on):
    offboard(on)
    on.advance(days=3, minutes=30)
    on.stop("offboard-user", OFFBOARDING)
    on.finish()


@scenario("a desktop is put on hold in the retention period")
def _(on):
    offboard(on)
    on.advance(days=3, minutes=30)
    hold = [{"Key": "offboarding:hold", "Value": "legal case 7"}]
    on.stage.client("workspaces").create_tags(ResourceId="ws-alicedesk0", Tags=hold)
    on.finish()


@scenario("the same event comes twice")
def _(on):
    offboard(on)
    on.advance(minutes=5)
    offboard(on)
    on.finish()


@scenario("a second event changes the day")
def _(on):
    offboard(on)
    on.advance(minutes=5)
    offboard(on, EffectiveAt=on.day(days=10))
    on.finish()


@scenario("the same event comes again when all is done")
def _(on):
    offboard(on)
    on.finish()
    offboard(on)
    on.finish()
