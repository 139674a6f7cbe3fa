"""Faults that are planted in what the client hears, to see that each kind is found: the check that is played, and what
has to be said about it."""

import json
from functools import wraps

from .directory_service import directory_service
from .functions import invoke_an_error
from .workspaces import workspaces_pages, workspaces_tags


def _at(event):
    def placed(fault):
        fault.event = event
        return fault

    return placed


def _said(change):
    """A fault in the bodies of answers."""

    @_at("before-parse")
    @wraps(change)
    def fault(response_dict, operation_model, **_):
        if operation_model.name != "Invoke":
            said = json.loads(response_dict["body"])
            change(said, response_dict["status_code"] < 300)
            response_dict["body"] = json.dumps(said).encode()

    return fault


@_said
def a_misspelt_member(said, success):
    if "TagList" in said:
        said["TagLists"] = said["TagList"]


@_said
def another_value(said, success):
    for tag in said.get("TagList", []):
        tag["Value"] = "planted"


@_said
def an_item_less(said, success):
    said.get("Workspaces", [None]).pop()


@_said
def the_same_token_again(said, success):
    if "NextToken" in said:
        said["NextToken"] = "planted"


@_said
def an_error_that_the_model_does_not_have(said, success):
    if not success:
        said["__type"] = "PlantedException"


@_at("before-parse")
def another_status(response_dict, **_):
    if response_dict["status_code"] == 400:
        response_dict["status_code"] = 500


@_at("before-parameter-build")
def a_refusal_that_is_none(params, **_):
    params.pop("DirectoryIds", None)


@_at("before-parse")
def no_header_for_an_error(response_dict, **_):
    response_dict["headers"].pop("x-amz-function-error", None)


FAULTS = (
    (a_misspelt_member, workspaces_tags, "the client drops TagLists"),
    (another_value, workspaces_tags, "tags: {'team': 'planted'} and not {'team': 'desk'}"),
    (an_item_less, workspaces_pages, "WorkSpaces: all"),
    (the_same_token_again, workspaces_pages, "it breaks off"),
    (an_error_that_the_model_does_not_have, directory_service, "and not EntityDoesNotExistException"),
    (another_status, directory_service, "status 500, and not"),
    (a_refusal_that_is_none, directory_service, "no directory: it succeeds"),
    (no_header_for_an_error, invoke_an_error, "its header: None and not 'Unhandled'"),
)
