"""The clean-up of idle directories: clean-up-idle-directories."""

from play import Scenario, Setting, day
from worlds import LAB, directories, refusal

SCENARIOS = []
DELETE = {"offboarding:delete": "agreed"}


def idle(*faults, parameters=None, tags=None, **lab):
    """Directories that were seen empty twenty days ago."""
    return lambda now: Setting(directories(day(now, days=-20), tags, **lab), parameters or {}, faults)


def may_be_deleted(*faults, **lab):
    """The same, where the stack allows it and the owner of `lab` agreed."""
    return idle(*faults, parameters={"DeleteDirectories": "true"}, tags={"lab": DELETE}, **lab)


def scenario(name, setting, input):
    def play(on):
        on.start("clean-up-idle-directories", input)
        on.finish()

    SCENARIOS.append(Scenario(name, setting, play))


def clean_up(name, setting, **request):
    scenario(name, setting, {"Request": {"OffboardingId": "clean-up-1", **request}})


scenario("clean-up is started with nothing", idle(), {})
scenario("clean-up has no OffboardingId", idle(), {"Request": {}})
scenario("clean-up has a field beside the request", idle(), {"Request": {}, "DryRun": True})
clean_up("clean-up has a misspelt field", idle(), IdleDay=7)
clean_up("clean-up has a day", idle(), EffectiveAt="2027-01-31T18:00:00Z")
clean_up("clean-up is a dry run", idle(), DryRun=True)
clean_up("nothing has been empty for long enough", lambda now: Setting(directories(day(now, days=-3))))
clean_up("idle directories are deregistered, and one is on hold", idle(tags={"old": {"offboarding:hold": ""}}))
clean_up("a directory fills up after it was found",
         idle(refusal("DeregisterWorkspaceDirectory", "OperationNotSupportedException", on=LAB, times=1)))
clean_up("no directory can be deregistered",
         idle(refusal("DeregisterWorkspaceDirectory", "InvalidResourceStateException")))
clean_up("the directories cannot be listed", idle(refusal("DescribeWorkspaceDirectories", "AccessDeniedException")))
clean_up("a directory is deleted when WorkSpaces has let go of it", may_be_deleted())
clean_up("another application keeps a directory from being deleted", may_be_deleted(AuthorizedApplications=["RDS"]))
clean_up("a Microsoft AD is left to its owner", may_be_deleted(Type="MicrosoftAD"))
clean_up("deleting is refused for good", may_be_deleted(refusal("DeleteDirectory", "AccessDeniedException")))
clean_up("somebody else deletes the directory", may_be_deleted(refusal("DeleteDirectory", "EntityDoesNotExistException")))
