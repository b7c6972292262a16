"""Role by use case: every public function of every service, asked by everybody there is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import services
from core.actor import Actor
from core.errors import NotAllowedError
from core.vocabulary import Permission, Role
from services.access import permissions_of
from tests.services.meetings import permissions as meetings
from tests.services.surveys import permissions as surveys

NEEDS = (
    {
        "accounts.add": Permission.EDIT_ACCOUNTS,
        "accounts.change_role": Permission.EDIT_ACCOUNTS,
        "accounts.disable": Permission.EDIT_ACCOUNTS,
        "accounts.enable": Permission.EDIT_ACCOUNTS,
        "accounts.every": Permission.EDIT_ACCOUNTS,
        "accounts.reset_password": Permission.EDIT_ACCOUNTS,
        "accounts.set_right": Permission.EDIT_ACCOUNTS,
        "alarms.of": Permission.READ_FIGURES,
        "briefing_content.compose": Permission.READ_FEEDBACK,
        "briefing_schedules.add": Permission.READ_FEEDBACK,
        "briefing_schedules.due": Permission.DO_WORK,
        "briefing_schedules.every": Permission.READ_FEEDBACK,
        "briefing_schedules.made": Permission.DO_WORK,
        "briefing_schedules.readers": Permission.READ_FEEDBACK,
        "briefing_schedules.stop": Permission.READ_FEEDBACK,
        "briefings.every": Permission.READ_FEEDBACK,
        "briefings.keep": Permission.READ_FEEDBACK,
        "briefings.opened": Permission.READ_FEEDBACK,
        "searches.tidy": Permission.DO_WORK,
        "searches.search": Permission.READ_FEEDBACK,
        "life_lines.of": Permission.READ_FEEDBACK,
        "overview.of": Permission.READ_FIGURES,
        "overview.raised": Permission.READ_FIGURES,
        "overview.sounds": Permission.READ_FIGURES,
        "quotes.chosen": Permission.READ_FEEDBACK,
        "quotes.shown": Permission.READ_FEEDBACK,
        "asks.asked": Permission.READ_FEEDBACK,
        "alarms.breaks": Permission.READ_FIGURES,
        "asks.look": Permission.READ_FEEDBACK,
        "asks.counted": Permission.READ_FEEDBACK,
        "asks.pieces_of": Permission.READ_FEEDBACK,
        "answers.answer": Permission.HANDLE_FEEDBACK,
        "answers.answer_many": Permission.HANDLE_FEEDBACK,
        "answers.beside": Permission.HANDLE_FEEDBACK,
        "answers.keep_template": Permission.HANDLE_FEEDBACK,
        "answers.remove_template": Permission.HANDLE_FEEDBACK,
        "answers.templates": Permission.HANDLE_FEEDBACK,
        "audit.entries": Permission.READ_AUDIT,
        "audit.verify": Permission.READ_AUDIT,
        "chain.is_stuck": Permission.EDIT_ACCOUNTS,
        "chain.place": Permission.EDIT_ACCOUNTS,
        "concerns.by_period": Permission.READ_FIGURES,
        "concerns.called": Permission.READ_FIGURES,
        "concerns.compared": Permission.READ_FIGURES,
        "concerns.ranked": Permission.READ_FIGURES,
        "concerns.themes": Permission.READ_FIGURES,
        "contact_cards.invited": Permission.GIVE_FEEDBACK,
        "contact_cards.make": Permission.PLAN_EVENTS,
        "contact_cards.opened": Permission.GIVE_FEEDBACK,
        "contact_cards.use": Permission.GIVE_FEEDBACK,
        "copies.campaigns": Permission.READ_FIGURES,
        "corrections.correct": Permission.HANDLE_FEEDBACK,
        "corrections.tally": Permission.READ_FIGURES,
        "learning.taught": Permission.DO_WORK,
        "counts.version": Permission.READ_PUBLIC_PAGES,
        "departments.change": Permission.EDIT_DEPARTMENT,
        "departments.check_setup_link": Permission.READ_PUBLIC_PAGES,
        "departments.create_setup_link": Permission.DO_WORK,
        "departments.current": Permission.READ_PUBLIC_PAGES,
        "departments.today": Permission.READ_PUBLIC_PAGES,
        "departments.set_up": Permission.READ_PUBLIC_PAGES,
        "departments.wants_setup": Permission.READ_PUBLIC_PAGES,
        "districts.boundaries": Permission.READ_PUBLIC_PAGES,
        "districts.codes": Permission.READ_PUBLIC_PAGES,
        "districts.every": Permission.READ_PUBLIC_PAGES,
        "districts.store": Permission.BRING_IN_RECORDS,
        "feedback.submit": Permission.GIVE_FEEDBACK,
        "feedback.type_in": Permission.PLAN_EVENTS,
        "feedback_import.known": Permission.BRING_IN_RECORDS,
        "feedback_import.question_version": Permission.BRING_IN_RECORDS,
        "feedback_import.source": Permission.BRING_IN_RECORDS,
        "feedback_import.store": Permission.BRING_IN_RECORDS,
        "inbox.assign": Permission.HANDLE_FEEDBACK,
        "inbox.listing": Permission.HANDLE_FEEDBACK,
        "inbox.mark_looked_at": Permission.HANDLE_FEEDBACK,
        "inbox.matching": Permission.HANDLE_FEEDBACK,
        "inbox.put_back": Permission.HANDLE_FEEDBACK,
        "inbox.staff": Permission.HANDLE_FEEDBACK,
        "inbox.waiting": Permission.HANDLE_FEEDBACK,
        "installation.prepare": Permission.DO_WORK,
        "languages.every": Permission.SIGN_TRANSLATIONS,
        "languages.is_reviewed": Permission.READ_PUBLIC_PAGES,
        "languages.sign": Permission.SIGN_TRANSLATIONS,
        "modes.names": Permission.HANDLE_FEEDBACK,
        "notes.add": Permission.HANDLE_FEEDBACK,
        "notes.beside": Permission.HANDLE_FEEDBACK,
        "officers.named": Permission.TRIAGE_COMPLAINTS,
        "officers.people": Permission.TRIAGE_COMPLAINTS,
        "officers.say_about": Permission.TRIAGE_COMPLAINTS,
        "officers.search": Permission.DO_WORK,
        "proofs.check": Permission.READ_PUBLIC_PAGES,
        "proofs.take": Permission.GIVE_FEEDBACK,
        "public_quotes.beside": Permission.HANDLE_FEEDBACK,
        "public_quotes.mask": Permission.HANDLE_FEEDBACK,
        "public_quotes.release": Permission.HANDLE_FEEDBACK,
        "public_quotes.take_off": Permission.HANDLE_FEEDBACK,
        "questions.add": Permission.EDIT_QUESTIONS,
        "questions.asked": Permission.GIVE_FEEDBACK,
        "questions.bring_back": Permission.EDIT_QUESTIONS,
        "questions.every": Permission.READ_FIGURES,
        "questions.retire": Permission.EDIT_QUESTIONS,
        "questions.reword": Permission.EDIT_QUESTIONS,
        "questions.rewordings": Permission.READ_FIGURES,
        "readings.ask_again": Permission.DO_WORK,
        "readings.claim": Permission.DO_WORK,
        "readings.store": Permission.DO_WORK,
        "readings.waiting": Permission.READ_FIGURES,
        "releases.every": Permission.READ_RELEASES,
        "releases.one": Permission.READ_RELEASES,
        "releases.release": Permission.RELEASE_FIGURES,
        "releases.waiting": Permission.RELEASE_FIGURES,
        "resources.every": Permission.READ_PUBLIC_PAGES,
        "resources.keep": Permission.PLAN_EVENTS,
        "resources.remove": Permission.PLAN_EVENTS,
        "retention.change": Permission.EDIT_DEPARTMENT,
        "retention.classes": Permission.EDIT_DEPARTMENT,
        "retention.holds": Permission.EDIT_DEPARTMENT,
        "retention.lift_hold": Permission.EDIT_DEPARTMENT,
        "retention.place_hold": Permission.EDIT_DEPARTMENT,
        "retention.purge": Permission.DO_WORK,
        "sample.clear": Permission.DO_WORK,
        "sample.fits": Permission.DO_WORK,
        "sample.is_here": Permission.READ_PUBLIC_PAGES,
        "sample.load": Permission.DO_WORK,
        "sample.new_passwords": Permission.DO_WORK,
        "sentiment.by_district": Permission.READ_FIGURES,
        "sentiment.by_period": Permission.READ_FIGURES,
        "sentiment.compared": Permission.READ_FIGURES,
        "sentiment.heard": Permission.READ_FIGURES,
        "sentiment.overall": Permission.READ_FIGURES,
        "sentiment.places": Permission.READ_FIGURES,
        "sign_ins.actor_of": Permission.READ_PUBLIC_PAGES,
        "sign_ins.begin": Permission.READ_PUBLIC_PAGES,
        "sign_ins.change_password": Permission.READ_PUBLIC_PAGES,
        "sign_ins.check_password": Permission.READ_PUBLIC_PAGES,
        "sign_ins.end": Permission.READ_PUBLIC_PAGES,
        "sign_ins.handle_of": Permission.READ_PUBLIC_PAGES,
        "sources.every": Permission.READ_FIGURES,
        "sources.names": Permission.EDIT_DEPARTMENT,
        "new_concern_search.claim": Permission.DO_WORK,
        "new_concern_search.is_due": Permission.DO_WORK,
        "new_concern_search.keep": Permission.DO_WORK,
        "new_concern_search.said": Permission.DO_WORK,
        "new_concerns.ask": Permission.EDIT_THEMES,
        "new_concerns.dismiss": Permission.EDIT_THEMES,
        "new_concerns.every": Permission.READ_FIGURES,
        "new_concerns.quotes": Permission.READ_FEEDBACK,
        "new_concerns.search": Permission.READ_FIGURES,
        "past_tags.are_left": Permission.DO_WORK,
        "past_tags.sweep": Permission.DO_WORK,
        "retagging.claim": Permission.DO_WORK,
        "retagging.keep": Permission.DO_WORK,
        "retagging.progress": Permission.READ_FIGURES,
        "theme_changes.change": Permission.EDIT_THEMES,
        "theme_changes.history": Permission.READ_FIGURES,
        "theme_previews.found": Permission.READ_FIGURES,
        "theme_previews.preview": Permission.EDIT_THEMES,
        "theme_updates.take_in": Permission.DO_WORK,
        "themes.current": Permission.DO_WORK,
        "themes.newest": Permission.READ_FIGURES,
        "themes.store": Permission.DO_WORK,
        "threads.by_proof": Permission.GIVE_FEEDBACK,
        "threads.by_receipt": Permission.GIVE_FEEDBACK,
        "threads.correct": Permission.GIVE_FEEDBACK,
        "threads.say": Permission.GIVE_FEEDBACK,
        "threads.withdraw": Permission.GIVE_FEEDBACK,
        "throttles.forget": Permission.READ_PUBLIC_PAGES,
        "throttles.spend": Permission.READ_PUBLIC_PAGES,
        "uploads.add": Permission.BRING_IN_RECORDS,
        "uploads.bring_in": Permission.BRING_IN_RECORDS,
        "uploads.cancel": Permission.BRING_IN_RECORDS,
        "uploads.check": Permission.BRING_IN_RECORDS,
        "uploads.claim": Permission.DO_WORK,
        "uploads.every": Permission.BRING_IN_RECORDS,
        "uploads.finish": Permission.DO_WORK,
        "uploads.forget": Permission.BRING_IN_RECORDS,
        "uploads.go_on": Permission.DO_WORK,
        "uploads.one": Permission.BRING_IN_RECORDS,
        "uploads.outdated": Permission.DO_WORK,
        "urgent.handle": Permission.HANDLE_FEEDBACK,
        "urgent.waiting": Permission.HANDLE_FEEDBACK,
        "words.behind": Permission.READ_FEEDBACK,
        "words.triage": Permission.TRIAGE_COMPLAINTS,
    }
    | meetings.NEEDS
    | surveys.NEEDS
)
PARTS = {
    "access.permissions_of": "the table itself",
    "access.require": "the lock itself",
    "accounts.check_new_password": "a rule about a string; reaches no records",
    "audit.note": "a part of the use cases that write it down; they have asked already",
    "audit.note_looks": "the same",
    "contact_cards.card_of": "a rule about a proof; reaches no records",
    "contact_cards.use_up": "a part of the use cases that take an answer in",
    "cards.is_open": "a part of the use cases that show or change a piece",
    "cards.locked": "a part of the use cases that show or change a piece; they have asked already",
    "cards.read": "the same",
    "cards.readable": "the same",
    "cards.withhold": "the same",
    "briefings.number": "a rule about an address; reaches no records",
    "findings.alarm": "words for figures; reaches no records",
    "findings.figures": "the same",
    "findings.moved": "the same",
    "findings.new": "the same",
    "findings.share": "the same",
    "findings.unheard": "the same",
    "quotes.digest": "a rule about words; reaches no records",
    "copies.forget": "a part of the use cases that take words out",
    "copies.keep": "a part of the use case that keeps readings",
    "copy_groups.first_of_each": "a part of the use cases that list what may be read",
    "copy_groups.in_group": "the same",
    "copy_groups.others": "the same",
    "counts.alone": "a part of the use cases that change counts",
    "counts.in_step": "the same",
    "counts.names_changed": "the same",
    "counts.recount": "the same",
    "counts.recount_if_asked": "the same",
    "feedback.keep_once": "a part of the use cases that take words in; they have asked already",
    "inbox_cards.read": "a part of the use cases that asked",
    "modes.checked": "a rule about values; reaches no records",
    "modes.keep": "a part of the use cases that asked",
    "officers.find": "a part of the use cases that asked",
    "officers.names_somebody": "a part of the use cases that asked",
    "officers.take_out_of_hand": "a part of the use cases that asked",
    "new_concern_search.look": "a function of values",
    "new_concerns.is_known": "the same",
    "retagging.ask_for": "a part of the use cases that asked",
    "retagging.bring": "the same",
    "tags.heard": "a function of values",
    "tags.insert_all": "a part of the use cases that asked",
    "tags.under": "the same",
    "theme_changes.coded": "the same",
    "themes.in_force": "the same",
    "themes.keep": "the same",
    "themes.listed": "the same",
    "staff.handlers": "a select; reaches no records by itself",
    "staff.triagers": "the same",
    "retention.forget_traces": "a part of the use cases that asked",
    "thread_cards.read": "a part of the use cases that asked",
    "questions.off_the_form": "the same",
    "retention.erasable_from": "a part of the use cases that asked",
    "retention.erase": "a part of the use cases that asked",
    "retention.keep_until": "a part of the use cases that asked",
    "retention.prepare": "a part of the use cases that asked",
    "retention.uncount": "a part of the use cases that asked",
    "threads.proof_of": "a part of the use cases that asked",
    "urgent.is_fresh": "a part of the use cases that asked",
    "urgent.put": "a part of the use cases that asked",
    "urgent.tell": "a part of the use cases that asked",
} | dict.fromkeys(
    meetings.PARTS | surveys.PARTS, "parts of the use cases that asked, or functions of values"
)
"""Public functions that are no use cases: no page calls them, and they check nothing."""

ACTORS = {
    "nobody": Actor(frozenset()),
    "visitor": Actor.visitor(),
    **{role.value: Actor(permissions_of(role, frozenset()), 1, "x", role) for role in Role},
    "observer who triages": Actor(
        permissions_of(Role.OBSERVER, frozenset({Permission.TRIAGE_COMPLAINTS})), 1, "x"
    ),
    "operator": Actor.operator(),
}


class ReachedTheRecordsError(Exception):
    pass


class NoRecords:
    """Stands where the session would: whatever is asked of it, somebody was let through."""

    def __getattr__(self, name):
        raise ReachedTheRecordsError(name)


def public_functions():
    found = {}
    for module in pkgutil.walk_packages(services.__path__, "services."):
        room = importlib.import_module(module.name)
        for name, function in inspect.getmembers(room, inspect.isfunction):
            if function.__module__ == room.__name__ and not name.startswith("_"):
                found[f"{module.name.removeprefix('services.')}.{name}"] = function
    return found


FUNCTIONS = public_functions()


def call(function, actor):
    """Call it with nonsense for everything but the actor."""
    names = list(inspect.signature(function).parameters)[2:]
    return function(NoRecords(), actor, **{name: object() for name in names})


def test_every_public_function_is_in_the_table():
    assert FUNCTIONS.keys() == NEEDS.keys() | PARTS.keys()


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("name", NEEDS)
def test_it_refuses_before_anything_else_exactly_those_without_the_right(name, who):
    actor = ACTORS[who]
    if not actor.may(NEEDS[name]):
        with pytest.raises(NotAllowedError):
            call(FUNCTIONS[name], actor)
        return

    with pytest.raises(Exception) as met:  # noqa: PT011 -- nonsense may be met in any way
        call(FUNCTIONS[name], actor)

    assert not isinstance(met.value, NotAllowedError)


def test_everybody_is_refused_something_and_the_operator_nothing():
    refused = {
        who: sum(not actor.may(needed) for needed in NEEDS.values())
        for who, actor in ACTORS.items()
    }

    assert refused["operator"] == 0
    assert refused["nobody"] == len(NEEDS)
    assert min(count for who, count in refused.items() if who != "operator") > 0
