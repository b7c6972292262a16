"""The screens for accounts, questions and the audit: what they change, refuse and show empty."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from core.vocabulary import Permission, Role, Sentiment
from db.models import Account, AuditEntry, AuditHead, SignInSession
from services import accounts, audit, questions, sign_ins
from tests.factories import OPERATOR, VISITOR, make_account, make_feedback, make_reading
from tests.pages.conftest import box, button, open_page, text_of


@pytest.fixture
def administrator(records):
    return records.sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def chief(records):
    return records.sign_in(Role.COMMAND)


def account(records, email: str):
    """The account as administrators see it, or nothing."""
    with records() as session:
        found = [card for card in accounts.every(session, OPERATOR) if card.email == email]
    return found[0] if found else None


def chosen(screen, email: str):
    """The accounts' screen with one account chosen and the check set that it is meant."""
    screen = box(screen, "Account").set_value(email).run()
    return next(one for one in screen.checkbox if email in one.label).check().run()


def opens(records, email: str, password: str) -> bool:
    """Whether ``password`` is right, as a temporary one."""
    with records() as session:
        known = sign_ins.check_password(session, VISITOR, email=email, password=password)
    return known.password_is_temporary


def test_an_account_is_added_with_a_password_that_is_shown_once(records, administrator):
    shown = open_page("accounts", administrator)
    shown.text_input[0].set_value("New.Person@Example.org")
    shown.selectbox[-1].set_value(Role.OBSERVER)
    shown = button(shown, "Add the account").click().run()

    assert "new.person@example.org, shown this once" in shown.success[0].value.lower()
    password = shown.code[0].value
    assert opens(records, "new.person@example.org", password)
    assert account(records, "new.person@example.org").role is Role.OBSERVER
    assert password not in text_of(shown.run())


@pytest.mark.parametrize("email", ["", "nobody", "two words@example.org"])
def test_what_is_no_address_is_refused(records, administrator, email):
    shown = open_page("accounts", administrator)
    shown.text_input[0].set_value(email)
    shown = button(shown, "Add the account").click().run()

    assert "is not an e-mail address." in shown.error[0].value
    assert not shown.code


def test_an_address_that_has_an_account_is_refused(records, administrator):
    shown = open_page("accounts", administrator)
    shown.text_input[0].set_value(administrator["email"].upper())
    shown = button(shown, "Add the account").click().run()

    assert "There is an account for" in shown.error[0].value
    assert not shown.code


def test_a_role_and_the_right_to_triage_are_saved(records, administrator):
    with records() as session:
        other = make_account(session, Role.OBSERVER).name
    shown = box(open_page("accounts", administrator), "Account").set_value(other).run()
    box(shown, "Role").set_value(Role.COMMAND)
    next(one for one in shown.checkbox if "triage" in one.label).check()
    shown = button(shown, "Save").click().run()

    assert not shown.error
    card = account(records, other)
    assert (card.role, card.given) == (Role.COMMAND, {Permission.TRIAGE_COMPLAINTS})


def test_the_only_administrator_stays_one_and_nothing_else_is_saved(records, administrator):
    shown = box(open_page("accounts", administrator), "Account")
    shown = shown.set_value(administrator["email"]).run()
    box(shown, "Role").set_value(Role.PARTNER)
    next(one for one in shown.checkbox if "triage" in one.label).check()
    shown = button(shown, "Save").click().run()

    assert "This is the only administrator." in shown.error[0].value
    card = account(records, administrator["email"])
    assert (card.role, card.given) == (Role.ADMINISTRATOR, frozenset())


def test_who_somebody_is_to_residents_and_whom_they_report_to_is_saved_or_refused(
    records, administrator, chief
):
    with records() as session:
        other = make_account(session, Role.OUTREACH)
    shown = box(open_page("accounts", administrator), "Account").set_value(other.name).run()
    area = shown.text_area[0]
    assert area.label.startswith("Names and badge numbers")
    area.set_value("Officer")
    shown = button(shown, "Save who they are").click().run()
    assert "“Officer” could be anyone." in shown.error[0].value

    boss = account(records, chief["email"]).id
    shown.text_area[0].set_value("Ana Ibarra\nbadge 4471")
    box(shown, "Reports to").set_value(boss)
    shown = button(shown, "Save who they are").click().run()

    assert not shown.error
    card = account(records, other.name)
    assert (card.known_as, card.reports_to) == ("Ana Ibarra\nbadge 4471", boss)
    assert "Ana Ibarra, badge 4471" in shown.dataframe[0].value["Known as"].tolist()


def test_an_administrator_is_told_that_nobody_may_open_what_waits(records, administrator):
    def told():
        return [one.value for one in open_page("accounts", administrator).warning]

    assert told() == []
    with records() as session:
        make_feedback(session, "They hit him.", reading=make_reading(Sentiment.NEGATIVE, "FOR"))
    assert [said.split(" that ")[0] for said in told()] == ["Feedback waits"]


def test_nobody_is_shut_out_by_a_slip(records, administrator, chief):
    shown = box(open_page("accounts", administrator), "Account")
    shown = shown.set_value(chief["email"]).run()

    assert button(shown, "Shut the account").disabled
    assert button(shown, "Give a new password").disabled


def test_a_shut_account_is_signed_out_at_once_and_can_be_let_in_again(
    records, administrator, chief
):
    assert open_page("trends", chief).title[0].value == "How we are seen"

    shown = chosen(open_page("accounts", administrator), chief["email"])
    shown = button(shown, "Shut the account").click().run()

    assert account(records, chief["email"]).is_disabled
    assert open_page("trends", chief).title[0].value == "This page is for staff"
    shown = chosen(shown, chief["email"])
    button(shown, "Let them in again").click().run()
    assert not account(records, chief["email"]).is_disabled


def test_a_new_password_replaces_the_old_and_signs_out(records, administrator, chief):
    shown = chosen(open_page("accounts", administrator), chief["email"])
    shown = button(shown, "Give a new password").click().run()

    assert opens(records, chief["email"], shown.code[0].value)
    with records() as session:
        owner = select(Account.id).where(Account.email == chief["email"])
        of_chief = select(SignInSession).where(SignInSession.account_id.in_(owner))
        assert session.scalars(of_chief).all() == []


def wordings(records) -> list[str]:
    """What the form asks now."""
    with records() as session:
        return [card.wording for card in questions.asked(session, VISITOR)]


def test_a_question_is_added_and_stands_on_the_form(records, chief):
    shown = open_page("questions", chief)
    shown.text_input[-1].set_value("What about $5 fines?")
    shown = button(shown, "Put it on the form").click().run()

    assert not shown.error
    assert "What about $5 fines?" in wordings(records)
    assert r"What about \$5 fines?" in open_page("feedback").radio[0].options, "and no formula"


@pytest.mark.parametrize(
    ("wording", "refusal"),
    [
        (" ", "There are no words in it yet."),
        ("What is going well?", "There is a question with these words already."),
    ],
)
def test_a_question_that_will_not_do_is_refused(records, chief, wording, refusal):
    before = wordings(records)
    shown = open_page("questions", chief)
    shown.text_input[-1].set_value(wording)
    shown = button(shown, "Put it on the form").click().run()

    assert refusal in shown.error[0].value
    assert wordings(records) == before


def test_a_question_is_asked_in_other_words_from_now_on(records, chief):
    shown = open_page("questions", chief)
    shown.text_input[0].set_value("What did you see?")
    ask = [one for one in shown.button if one.label == "Ask it in these words from now on"]
    shown = ask[0].click().run()

    assert wordings(records)[0] == "What did you see?"
    assert "Wording 2, since 2026-03-02." in text_of(shown)


def test_questions_come_off_the_form_but_for_the_last_and_go_back_on(records, chief):
    shown = open_page("questions", chief)
    for left in (2, 1):
        off = [one for one in shown.button if one.label == "Take it off the form"]
        shown = off[0].click().run()
        assert len(wordings(records)) == left
    shown = button(shown, "Take it off the form").click().run()
    assert "This is the only question on the form." in shown.error[0].value
    assert len(wordings(records)) == 1

    back = [one for one in shown.button if one.label == "Ask it again"]
    back[0].click().run()
    assert len(wordings(records)) == 2


def test_the_audit_shows_who_did_what_newest_first_and_that_it_holds(records, administrator):
    shown = open_page("audit", administrator)

    table = shown.dataframe[0].value
    assert table.loc[0, ["Who", "What"]].tolist() == [administrator["email"], "signed in"]
    assert table["What"].iloc[1] == "account added"
    shown = button(shown, "Check that nothing was altered").click().run()
    with records() as session:
        chain = audit.verify(session, OPERATOR)
    assert f"All {chain.entries} entries hold. Newest: {chain.head[:16]}" in shown.success[0].value


def test_an_altered_entry_is_found(records, administrator):
    with records() as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == 2).values(who="nobody"))

    shown = open_page("audit", administrator)
    shown = button(shown, "Check that nothing was altered").click().run()

    assert "Entry 2 does not fit the one before it." in shown.error[0].value
    assert not shown.success


def test_an_empty_audit_says_what_will_stand_there(records, administrator):
    with records() as session:
        session.query(AuditEntry).delete()
        session.execute(update(AuditHead).values(entry_id=0, hash=audit.GENESIS))

    assert "The first sign-in will stand here." in open_page("audit", administrator).info[0].value


def test_home_leads_to_the_form_and_names_the_department(records):
    shown = open_page()
    assert shown.title[0].value == "Your police department"
    assert "911" in text_of(shown)

    form = button(shown, "Start").click().run()

    assert form.text_area[0].label == wordings(records)[0]


def test_the_department_is_renamed_and_every_page_says_so(records, administrator):
    shown = open_page("department", administrator)
    shown.text_input[0].set_value("Harbor Police")
    shown = button(shown, "Save").click().run()

    assert "Saved." in shown.success[0].value
    assert "Harbor Police" in text_of(open_page("home"))


def test_a_department_without_a_name_is_refused_and_keeps_its_own(records, administrator):
    shown = open_page("department", administrator)
    shown.text_input[0].set_value("   ")
    shown = button(shown, "Save").click().run()

    assert "Give the department a name" in shown.error[0].value
    assert "Your police department" in text_of(open_page("home"))


def field(screen, label: str):
    return next(one for one in screen.text_input if one.label == label)


def test_what_an_administrator_says_of_the_department_stands_on_every_page(records, administrator):
    shown = open_page("department", administrator)
    field(shown, "Name, as residents know it").set_value("Riverside Police")
    box(shown, "Time zone").set_value("America/Chicago")
    field(shown, "Emergency number").set_value("112")
    shown = button(shown, "Save").click().run()

    assert not shown.error
    assert "Saved." in shown.success[0].value
    home = open_page()
    assert home.title[0].value == "Riverside Police"
    assert "112" in text_of(home)


def test_a_department_without_a_name_is_refused_and_keeps_the_one_it_had(records, administrator):
    shown = open_page("department", administrator)
    before = field(shown, "Name, as residents know it").value
    field(shown, "Name, as residents know it").set_value(" ")
    shown = button(shown, "Save").click().run()

    assert "Give the department a name" in shown.error[0].value
    assert not shown.success
    assert open_page().title[0].value == before
