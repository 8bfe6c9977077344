"""Every hostile case: see the modules beside this one. `scripts/hostile_table.py` prints them with how long each took."""

import pytest

from tests.hostile import CASES
from tests.hostile.cases import Place, Skipped
from tests.hostile.warm import Program


@pytest.fixture(scope="session")
def program(tmp_path_factory, pipeline):
    import os

    assert pipeline.translator  # the model is converted
    started = Program(tmp_path_factory.mktemp("streams"), os.environ)
    yield started
    started.close()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_hostile(case, program, tmp_path):
    try:
        case.check(Place(tmp_path, program))
    except Skipped as reason:
        pytest.skip(str(reason))
