"""Inputs, faults and surroundings that mean no good, each with what is promised of it."""

from tests.hostile import faults, pages, paths, texts

CASES = [*texts.CASES, *pages.CASES, *paths.CASES, *faults.CASES]
