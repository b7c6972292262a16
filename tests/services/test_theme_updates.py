"""A newer list that comes with the software: better where nobody touched it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from analysis.themes import Theme, ThemeList, shipped
from core.vocabulary import ThemeChange
from db.session import transaction
from services import theme_updates
from tests.factories import OPERATOR, TODAY
from tests.services.theme_steps import change, finish, in_force, newest, one

FRESH = Theme("WEA", "Weather", "Storms.", False, ("storm*",), name_es="Clima")


def take_in(engine, wanted):
    with transaction(engine) as session:
        return theme_updates.take_in(session, OPERATOR, shipped=wanted, today=TODAY)


def newer(**changed):
    """The next list that is shipped: some themes by their codes as ``changed``, and a new one."""
    listed = [changed.get(theme.code, theme) for theme in shipped().themes]
    return ThemeList(shipped().version + 1, (*listed, FRESH))


def test_the_same_list_is_not_taken_in_again(engine):
    assert not take_in(engine, shipped())
    assert newest(engine).version == 1


def test_what_nobody_touched_becomes_better_and_what_staff_did_stays(engine, triager):
    noise = one(engine, "NOI")
    mine = replace(noise, name="Din", terms=("din",), examples=())
    change(engine, triager, ThemeChange.CHANGED, "NOI", mine)
    change(engine, triager, ThemeChange.MERGED, "PAR", other="TRF")
    finish(engine)
    better = replace(one(engine, "LIT"), name="Light", terms=("light*",))

    assert take_in(engine, newer(LIT=better, NOI=replace(noise, terms=("noise",))))
    finish(engine)

    assert in_force(engine) == 4
    assert one(engine, "LIT") == better
    assert one(engine, "NOI") == replace(mine, examples=noise.examples)
    assert "PAR" not in [theme.code for theme in newest(engine).themes]
    assert one(engine, "WEA") == FRESH
    assert not take_in(engine, newer())


def test_where_two_names_would_meet_ours_stays(engine, triager):
    change(engine, triager, ThemeChange.CHANGED, "NOI", replace(one(engine, "NOI"), name="Weather"))
    parking = one(engine, "PAR")

    assert take_in(engine, newer(PAR=replace(parking, name="WEATHER", terms=("park*",))))
    assert one(engine, "PAR") == replace(parking, terms=("park*",))
    assert "WEA" not in [theme.code for theme in newest(engine).themes]


def test_better_names_alone_are_in_force_at_once(engine):
    wanted = ThemeList(9, tuple(replace(one, description="Anew.") for one in shipped().themes))

    assert take_in(engine, wanted)
    assert in_force(engine) == newest(engine).version == 2
