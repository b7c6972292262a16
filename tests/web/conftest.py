"""The application as it really runs: one process for a whole session of tests where possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.web.running import Person, Running, running


@pytest.fixture(scope="session")
def app(tmp_path_factory) -> Iterator[Running]:
    """One process whose records hold words, shared by every test that does not stop it."""
    one = running(tmp_path_factory.mktemp("app")).start()
    one.leave_words()
    yield one
    one.stop()


@pytest.fixture
def prepare_app(tmp_path) -> Iterator[Callable[..., Running]]:
    """Makes a process of a test's own with ``settings``, not started; stopped afterwards."""
    made: list[Running] = []

    def prepare(**settings: str) -> Running:
        made.append(running(tmp_path / f"app-{len(made)}", **settings))
        return made[-1]

    yield prepare
    for one in made:
        if one.process and one.process.poll() is None:
            one.stop()


@pytest.fixture
def start_app(prepare_app) -> Callable[..., Running]:
    """Starts a process of a test's own with ``settings``."""
    return lambda **settings: prepare_app(**settings).start()


@pytest.fixture
def person(app) -> Iterator[Person]:
    """Somebody who has not signed in."""
    with Person(app) as someone:
        yield someone
