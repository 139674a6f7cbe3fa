"""The clean-up of idle directories: clean-up-idle-directories."""

from play import Scenario, Setting, day
from worlds import LAB, directories, refusal

SCENARIOS = []
DELETE = {"offboarding:delete": "agreed"}


def idle(faults=(), applications=(), parameters=None, **tags):
    """Directories that were seen empty twenty days ago; tags are given by a directory's name."""
    return lambda now: Setting(directories(day(now, days=-20), applications, tags), parameters or {}, faults)


def may_be_deleted(**more):
    """The same, where the stack allows it and the owner of `lab` agreed."""
    return idle(parameters={"DeleteDirectories": "true"}, lab=DELETE, **more)


def scenario(name, setting, input):
    def play(on):
        on.start("clean-up-idle-directories", input)
        on.finish()

    SCENARIOS.append(Scenario(name, setting, play))


def clean_up(name, setting, **request):
    scenario(name, setting, {"Request": {"OffboardingId": "clean-up-1", **request}})


scenario("clean-up is started with nothing", idle(), {})
scenario("clean-up has no OffboardingId", idle(), {"Request": {}})
clean_up("nothing has been empty for long enough", lambda now: Setting(directories(day(now, days=-3))))
clean_up("clean-up has a misspelt field", idle(), IdleDay=7)
clean_up("clean-up is a dry run", idle(), DryRun=True)
clean_up("idle directories are deregistered, and one is on hold", idle(old={"offboarding:hold": ""}))
clean_up("a directory fills up after it was found",
         idle([refusal("DeregisterWorkspaceDirectory", "OperationNotSupportedException", on=LAB, times=1)]))
clean_up("no directory can be deregistered",
         idle([refusal("DeregisterWorkspaceDirectory", "InvalidResourceStateException")]))
clean_up("the directories cannot be listed", idle([refusal("DescribeWorkspaceDirectories", "AccessDeniedException")]))
clean_up("a directory is deleted when WorkSpaces has let go of it", may_be_deleted())
clean_up("a directory is not deleted while another application uses it", may_be_deleted(applications=["RDS"]))
clean_up("deleting is refused for good", may_be_deleted(faults=[refusal("DeleteDirectory", "AccessDeniedException")]))
clean_up("somebody else deletes the directory",
         may_be_deleted(faults=[refusal("DeleteDirectory", "EntityDoesNotExistException")]))
