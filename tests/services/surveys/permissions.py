"""Which right each use case of the surveys asks for, and which functions are parts of them."""

from __future__ import annotations

from core.vocabulary import Permission

NEEDS = {
    "surveys.instruments.every": Permission.EDIT_QUESTIONS,
    "surveys.instruments.keep": Permission.EDIT_QUESTIONS,
    "surveys.instruments.named": Permission.EDIT_QUESTIONS,
    "surveys.invitations.invite": Permission.BRING_IN_RECORDS,
    "surveys.population.keep": Permission.BRING_IN_RECORDS,
    "surveys.population.shares": Permission.READ_FIGURES,
    "surveys.responses.answer": Permission.GIVE_FEEDBACK,
    "surveys.responses.begin": Permission.GIVE_FEEDBACK,
    "surveys.responses.begin_on_paper": Permission.PLAN_EVENTS,
    "surveys.responses.finish": Permission.GIVE_FEEDBACK,
    "surveys.responses.resumed": Permission.GIVE_FEEDBACK,
    "surveys.responses.store": Permission.BRING_IN_RECORDS,
    "surveys.sample.clear": Permission.DO_WORK,
    "surveys.sample.load": Permission.DO_WORK,
    "surveys.scores.of": Permission.READ_FIGURES,
    "surveys.scores.waiting": Permission.DO_WORK,
    "surveys.scores.work_out": Permission.DO_WORK,
    "surveys.surveys.asked": Permission.READ_PUBLIC_PAGES,
    "surveys.surveys.by_card": Permission.PLAN_EVENTS,
    "surveys.surveys.every": Permission.READ_FIGURES,
    "surveys.surveys.open_to_all": Permission.READ_PUBLIC_PAGES,
    "surveys.surveys.set_open": Permission.EDIT_QUESTIONS,
    "surveys.surveys.start": Permission.EDIT_QUESTIONS,
    "surveys.surveys.take_newest_wording": Permission.EDIT_QUESTIONS,
    "surveys.surveys.to_import_into": Permission.BRING_IN_RECORDS,
}
PARTS = {
    "surveys.instruments.in_force",
    "surveys.instruments.newest_of",
    "surveys.responses.source_of",
    "surveys.surveys.get",
    "surveys.surveys.open_one",
    "surveys.surveys.titled",
}
