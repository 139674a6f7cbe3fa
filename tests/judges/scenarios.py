"""The scenarios that both interpreters play. Each is a sentence."""

from functools import partial

from play import Scenario, Setting, day
from worlds import ALICE, DIRECTORY, company, directories

SCENARIOS = []
OFFBOARDING = "HR-2027-0042"


def scenario(name, setting=lambda now: Setting(company())):
    return lambda play: SCENARIOS.append(Scenario(name, setting, play)) or play


def in_a(world, parameters=None, faults=()):
    """A setting that does not depend on the day."""
    return lambda now: Setting(world, parameters or {}, list(faults))


def refusal(operation, code, times, message="as the scenario wants it", status=400):
    return {"Operation": operation, "Status": status, "Code": code, "Message": message, "Times": times}


def offboard(on, *, user=ALICE, **fields):
    """A dated event for alice; in three days and with an hour's retention period, unless said otherwise."""
    usual = {"OffboardingId": OFFBOARDING, "EffectiveAt": on.day(days=3), "RetentionSeconds": 3600}
    on.event(User=user, **usual | fields)


def to_the_end(**fields):
    """The whole of a scenario in which one event comes and everything goes its way."""

    def play(on):
        offboard(on, **fields)
        on.finish()

    return play


scenario("everything is done on the day")(to_the_end())
scenario("the retention period is the stack's")(to_the_end(RetentionSeconds=None))
scenario("the event has no OffboardingId")(to_the_end(OffboardingId=None))
scenario("the person has nothing")(to_the_end(user={"UserName": "dave", "DirectoryIds": [DIRECTORY]}))
scenario("there is nothing to look the person up by")(to_the_end(user={"Email": "alice@example.com"}))
scenario("a desktop is on hold", in_a(company(tags={"ws-alicedesk0": {"offboarding:hold": ""}})))(to_the_end())
scenario("a desktop is suspended at first",
         lambda now: Setting(company(desktop="SUSPENDED")))(lambda on: begin_now(on))
scenario("the mailbox organization is not active", in_a(company(organization="Locked")))(to_the_end())
scenario("WorkMail refuses the mailbox for good on the day",
         in_a(company(), faults=[refusal("DeregisterFromWorkMail", "AccessDeniedException", 1000)]))(to_the_end())
scenario("the first calls are throttled",
         in_a(company(), faults=[refusal("DescribeWorkspaces", "ThrottlingException", 8)]))(to_the_end())
scenario("the request is a dry run")(to_the_end(DryRun=True))
scenario("the deployment is dry", in_a(company(), {"DryRun": "true"}))(to_the_end())
scenario("a field is misspelt")(to_the_end(RetentionSecond=3600))
scenario("DryRun is no boolean")(to_the_end(DryRun="yes"))
scenario("the OffboardingId can be no name")(to_the_end(OffboardingId="HR 2027/42"))
scenario("the OffboardingId is a number")(to_the_end(OffboardingId=42))
scenario("the date is null")(to_the_end(EffectiveAt=None))


@scenario("the day is a year away")
def a_year_away(on):
    offboard(on, EffectiveAt=on.day(days=366))
    on.finish()


@scenario("the day was yesterday")
def yesterday(on):
    offboard(on, EffectiveAt=on.day(days=-1))
    on.finish()


def begin_now(on):
    """Alice's offboarding begins at once, by hand."""
    on.start("offboard-user", {"Request": {"User": ALICE, "EffectiveAt": on.day(), "RetentionSeconds": 60}})
    on.finish()


@scenario("it is started by hand, with a person only")
def by_hand(on):
    on.start("offboard-user", {"Request": {"User": ALICE}})
    on.finish()


@scenario("it is started by hand, with nothing")
def by_hand_with_nothing(on):
    on.start("offboard-user", {})
    on.finish()


@scenario("it is stopped while it waits for the day")
def stopped_before_the_day(on):
    offboard(on)
    on.advance(days=1)
    on.stop("offboard-user", OFFBOARDING)
    on.finish()


@scenario("it is stopped in the retention period")
def stopped_in_the_retention_period(on):
    offboard(on)
    on.advance(days=3, minutes=30)
    on.stop("offboard-user", OFFBOARDING)
    on.finish()


@scenario("a desktop is put on hold in the retention period")
def held_meanwhile(on):
    offboard(on)
    on.advance(days=3, minutes=30)
    hold = [{"Key": "offboarding:hold", "Value": "legal case 7"}]
    on.stage.client("workspaces").create_tags(ResourceId="ws-alicedesk0", Tags=hold)
    on.finish()


@scenario("the same event comes twice")
def twice(on):
    offboard(on)
    on.advance(minutes=5)
    offboard(on)
    on.finish()


@scenario("a second event changes the day")
def another_day(on):
    offboard(on)
    on.advance(minutes=5)
    offboard(on, EffectiveAt=on.day(days=10))
    on.finish()


@scenario("the same event comes again when all is done")
def again(on):
    offboard(on)
    on.finish()
    offboard(on)
    on.finish()


def idle(now, parameters=None, faults=(), **tags):
    """Directories that were seen empty twenty days ago."""
    return Setting(directories(idle_since=day(now, days=-20), **tags), parameters or {}, list(faults))


def clean_up(on, **request):
    on.start("clean-up-idle-directories", {"Request": {"OffboardingId": "clean-up-1", **request}})
    on.finish()


DELETE = {"offboarding:delete": "agreed"}
DELETING = {"DeleteDirectories": "true"}

scenario("nothing is idle")(clean_up)
scenario("clean-up is started with nothing")(lambda on: (on.start("clean-up-idle-directories", {}), on.finish()))
scenario("clean-up has a misspelt field", idle)(partial(clean_up, IdleDay=7))
scenario("clean-up is a dry run", idle)(partial(clean_up, DryRun=True))
scenario("idle directories are deregistered, and one is on hold",
         partial(idle, old={"offboarding:hold": ""}))(clean_up)
scenario("a directory fills up after it was found",
         partial(idle, faults=[refusal("DeregisterWorkspaceDirectory", "OperationNotSupportedException", 1,
                                       "There are WorkSpaces assigned to this directory.")]))(clean_up)
scenario("a directory cannot be deregistered at all",
         partial(idle, faults=[refusal("DeregisterWorkspaceDirectory", "InvalidResourceStateException", 1000)]))(clean_up)
scenario("the directories cannot be listed",
         partial(idle, faults=[refusal("DescribeWorkspaceDirectories", "AccessDeniedException", 1000)]))(clean_up)
scenario("idle directories that may be are deleted", partial(idle, parameters=DELETING, lab=DELETE))(clean_up)
scenario("deleting is refused for good",
         partial(idle, parameters=DELETING, lab=DELETE,
                 faults=[refusal("DeleteDirectory", "AccessDeniedException", 1000)]))(clean_up)
scenario("somebody else deleted the directory meanwhile",
         partial(idle, parameters=DELETING, lab=DELETE,
                 faults=[refusal("DeleteDirectory", "EntityDoesNotExistException", 1000)]))(clean_up)
