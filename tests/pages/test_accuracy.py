"""How good is this: what was measured, in words and figures."""

from analysis import accuracy
from core import screens
from core.vocabulary import Role, Sentiment
from db.models import Feedback
from services import corrections
from tests.factories import NOW, OPERATOR, make_feedback, make_reading
from tests.pages.conftest import open_page, text_of


def test_the_page_says_what_was_measured_and_what_it_is_not_for(records):
    said = text_of(open_page(screens.ACCURACY.url, records.sign_in(Role.COMMAND)))
    found = accuracy.published()
    assert f"{found.answers.right / found.answers.n:.0%} were right" in said
    assert f"It tagged {found.concerns['unseen']['blend'].false.right / 164:.0%}" in said
    assert "does not measure support for the police" in said
    assert "Nobody has corrected a reading yet" in said


def test_what_staff_corrected_is_told_and_is_not_called_an_error_rate(records):
    with records() as session:
        make_feedback(session, "Fine by me", reading=make_reading(Sentiment.NEGATIVE))
        (piece,) = session.query(Feedback.id).one()
        corrections.correct(
            session, OPERATOR, feedback_id=piece, sentiment=Sentiment.POSITIVE, codes=(),
            expected=None, now=NOW,
        )  # fmt: skip
    said = text_of(open_page(screens.ACCURACY.url, records.sign_in(Role.COMMAND)))
    assert "Staff corrected 1 piece." in said
    assert "This is not how often it is wrong" in said
