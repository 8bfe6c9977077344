"""Inputs, faults and surroundings that mean no good, each with what is promised of it."""

from tests.hostile import pages, texts

CASES = [*texts.CASES, *pages.CASES]
