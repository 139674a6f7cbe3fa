"""The scenarios that both interpreters play. Each has a sentence for its name."""

from scenarios import clean_up, offboarding

SCENARIOS = [*offboarding.SCENARIOS, *clean_up.SCENARIOS]
