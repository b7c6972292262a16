"""Templates: everything but the day comes back, and what began from one stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.texts import EmptyTextError
from db.session import transaction
from services.meetings import events, plans, templates
from services.meetings.templates import TemplateExistsError, TemplateGoneError
from tests.factories import NOW, make_district
from tests.services.meetings.conftest import PLAN, make_event


def test_all_but_the_day_comes_back(engine, officer):
    with transaction(engine) as session:
        district = make_district(session)
        plan = replace(PLAN, title="Tea", district_ids=(district,), agenda=("Lights", "Speed"))
        event_id = make_event(session, officer, **{"title": "Tea", "district_ids": (district,),
                                                   "agenda": plan.agenda})  # fmt: skip
        template_id = templates.keep(session, officer, event_id=event_id, name=" Tea  ", now=NOW)
        as_kept = plans.of(session, officer, event_id=event_id)

        begun = templates.plan(session, officer, template_id=template_id, day=date(2026, 5, 5))

        assert [card.name for card in templates.every(session, officer)] == ["Tea"]
        assert begun.starts == datetime.combine(date(2026, 5, 5), as_kept.starts.time())
        assert begun.ends - begun.starts == as_kept.ends - as_kept.starts
        assert replace(begun, starts=as_kept.starts, ends=as_kept.ends) == as_kept


def test_a_name_stands_for_one_template(engine, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        templates.keep(session, officer, event_id=event_id, name="Tea", now=NOW)
        for error, name in ((TemplateExistsError, "Tea"), (EmptyTextError, "  ")):
            with pytest.raises(error):
                templates.keep(session, officer, event_id=event_id, name=name, now=NOW)
        assert len(templates.every(session, officer)) == 1


def test_what_began_from_a_template_outlives_it(engine, officer):
    with transaction(engine) as session:
        kept = templates.keep(
            session, officer, event_id=make_event(session, officer), name="Tea", now=NOW
        )
        plan = templates.plan(session, officer, template_id=kept, day=date(2026, 5, 5))
        event_id = plans.add(session, officer, plan=plan, now=NOW)
        templates.remove(session, officer, template_id=kept, now=NOW)

        assert templates.every(session, officer) == []
        assert events.one(session, officer, event_id=event_id).title == plan.title
        with pytest.raises(TemplateGoneError):
            templates.plan(session, officer, template_id=kept, day=date(2026, 5, 5))
