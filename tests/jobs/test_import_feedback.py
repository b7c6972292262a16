"""Importing feedback: figures that add up, each row once, and a true rehearsal."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from core.errors import CommonGroundError
from db.models import Feedback, Source, UnreadFeedback
from db.session import reading, transaction
from imports.feedback_rows import ColumnMap
from jobs.import_feedback import Outcome, import_feedback
from services import audit, departments, feedback_import, questions, sample
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, VISITOR, make_district
from tests.jobs.commands import ROOT, begin, manage, read_csv, write_csv

COLUMNS = ColumnMap("text", key="id", received="day", district="place")
HEAD = ("id", "text", "day", "place")
ROWS = (
    ("1", "The light is out", "3/1/2026", "District 5"),
    ("2", "The light is out", "2/15/2026", "5.0"),
    ("3", "Too much noise", "", "nowhere"),
    ("4", "", "3/1/2026", "5"),
    ("5", "Thank you", "12/31/2026", "5"),
    ("6", "Thank you", "13/13/2026", "5"),
    ("7", "Good people", "3/2/2026", ""),
)


@pytest.fixture
def file(tmp_path):
    return write_csv(tmp_path / "letters.csv", HEAD, *ROWS)


def bring(engine, file, columns=COLUMNS, **more):
    return import_feedback(engine, file, columns=columns, source="Letters", **more)


def rows(engine):
    asked = select(
        Feedback.words, Feedback.received_on, Feedback.district_said, Feedback.import_key
    )
    with reading(engine) as session:
        return sorted(tuple(row) for row in session.execute(asked.order_by(Feedback.import_key)))


def counted(engine, table=Feedback):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_figures_add_up_and_rows_are_stored_as_they_are(engine, file):
    with transaction(engine) as session:
        make_district(session, "5")

    outcome = bring(engine, file)

    refused = file.with_name("letters.refused.csv")
    assert outcome == Outcome(
        read=7, stored=4, known=0, refused=3, undated=1, in_no_known_district=2,
        date_form="M/D/YYYY", refused_file=refused, sample_cleared=False,
    )  # fmt: skip
    assert outcome.read == outcome.stored + outcome.known + outcome.refused
    assert rows(engine) == [
        ("Good people", date(2026, 3, 2), None, "key:7"),
        ("The light is out", date(2026, 2, 15), "5.0", "key:2"),
        ("The light is out", date(2026, 3, 1), "District 5", "key:1"),
        ("Too much noise", None, "nowhere", "key:3"),
    ]
    assert counted(engine, UnreadFeedback) == 4


def test_refused_rows_are_found_again_with_their_reasons(engine, file):
    found = read_csv(bring(engine, file).refused_file)

    assert found[0] == ["row", "reason", *HEAD]
    assert [(row[0], row[2:]) for row in found[1:]] == [
        ("5", list(ROWS[3])), ("6", list(ROWS[4])), ("7", list(ROWS[5])),
    ]  # fmt: skip
    assert found[1][1] == "The text is blank."
    assert found[2][1] == "The date 2026-12-31 is in the future."


def test_the_same_file_again_stores_nothing(engine, file):
    first, again = bring(engine, file), bring(engine, file)

    assert (first.stored, first.known) == (4, 0)
    assert (again.stored, again.known, again.refused) == (0, 4, 3)
    assert counted(engine) == 4


@pytest.mark.parametrize("columns", [ColumnMap("text"), ColumnMap("text", received="day")])
def test_equal_rows_are_kept_and_known_when_they_come_again(engine, tmp_path, columns):
    file = write_csv(
        tmp_path / "x.csv", ("text", "day"), *[("Same words", "2026-03-01")] * 3, ("Other", "")
    )

    first, again = bring(engine, file, columns), bring(engine, file, columns)

    assert (first.stored, again.stored, again.known) == (4, 0, 4)
    with reading(engine) as session:
        kept = Counter(session.scalars(select(Feedback.words)))
    assert kept == {"Same words": 3, "Other": 1}


def test_a_file_that_grew_adds_what_is_new(engine, tmp_path):
    path, texts = tmp_path / "x.csv", [(f"Words {number}",) for number in range(450)]

    first = bring(engine, write_csv(path, ("text",), *texts[:250]), ColumnMap("text"))
    second = bring(engine, write_csv(path, ("text",), *texts), ColumnMap("text"))

    assert (first.stored, second.stored, second.known) == (250, 200, 250)


def test_another_source_keeps_rows_of_its_own(engine, file):
    bring(engine, file)

    other = import_feedback(engine, file, columns=COLUMNS, source="Statements")

    assert other.stored == 4
    assert counted(engine) == 8


@pytest.mark.parametrize("is_known", [False, True])
def test_a_dry_run_stores_nothing_and_predicts_the_real_run(engine, tmp_path, is_known):
    with transaction(engine) as session:
        make_district(session, "5")
    more = [(f"{100 + number % 300}", f"Words {number % 300}", "", "5") for number in range(500)]
    file = write_csv(tmp_path / "x.csv", HEAD, *ROWS, *more)
    if is_known:
        bring(engine, write_csv(tmp_path / "part.csv", HEAD, *ROWS[:2], *more[:100]))
    before = rows(engine)
    with reading(engine) as session:
        head = audit.verify(session, OPERATOR).head

    predicted = bring(engine, file, dry_run=True)

    with reading(engine) as session:
        assert audit.verify(session, OPERATOR).head == head
        assert len(session.scalars(select(Source.id)).all()) == 1 + is_known
    assert rows(engine) == before
    assert bring(engine, file) == predicted
    assert predicted.stored == (304 - 102 if is_known else 304)


def test_a_dry_run_over_the_sample_predicts_that_it_goes(engine, file):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=5)  # it has a district 5 of its own

    predicted = bring(engine, file, dry_run=True)
    with reading(engine) as session:
        assert sample.is_here(session, VISITOR)
    real = bring(engine, file)

    assert (predicted.stored, predicted.in_no_known_district) == (4, 4)
    assert (real.stored, real.in_no_known_district, real.sample_cleared) == (4, 4, True)


def test_the_first_real_import_removes_the_sample_once(engine, file):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=5)

    outcomes = [bring(engine, file) for _ in range(2)]

    assert [outcome.sample_cleared for outcome in outcomes] == [True, False]
    with reading(engine) as session:
        assert not sample.is_here(session, VISITOR)
    assert counted(engine) == 4


def test_rows_declared_triaged_are(engine, file):
    bring(engine, file, triaged=True)

    with reading(engine) as session:
        assert set(session.scalars(select(Feedback.triaged_on))) == {TODAY}


def test_questions_of_a_file_stay_with_its_rows_and_off_the_form(engine, tmp_path):
    file = write_csv(
        tmp_path / "x.csv", ("text", "asked"),
        ("One", "How safe?"), ("Two", "How fair?"), ("Three", "How safe?"), ("Four", ""),
    )  # fmt: skip
    with reading(engine) as session:
        asked = questions.asked(session, VISITOR)

    bring(engine, file, ColumnMap("text", question="asked"))

    with reading(engine) as session:
        assert questions.asked(session, VISITOR) == asked
        wordings = {card.version_id: card.wording for card in questions.every(session, OPERATOR)}
        kept = session.execute(select(Feedback.words, Feedback.question_version_id))
        found = {words: wordings.get(version) for words, version in kept}
    assert found == {"One": "How safe?", "Two": "How fair?", "Three": "How safe?", "Four": None}


def test_an_import_is_written_down_with_its_source(engine, file):
    bring(engine, file)

    with reading(engine) as session:
        line = audit.entries(session, OPERATOR, limit=1)[0]
    assert (line.subject, line.details) == ("feedback", "Letters")


def test_the_forms_own_source_is_refused_and_nothing_stored(engine, file):
    with pytest.raises(feedback_import.SourceIsTheFormError):
        import_feedback(engine, file, columns=COLUMNS, source="Online form")

    assert counted(engine) == 0


def test_a_wrong_column_stores_nothing_and_leaves_the_sample(engine, file):
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=NOW, count=5)

    with pytest.raises(CommonGroundError, match="no column"):
        bring(engine, file, ColumnMap("words"))

    with reading(engine) as session:
        assert departments.current(session, VISITOR).is_sample


def test_progress_goes_from_nothing_to_one(engine, tmp_path):
    heard = []
    texts = [(f"Words {number}",) for number in range(450)]

    bring(engine, write_csv(tmp_path / "x.csv", ("text",), *texts), ColumnMap("text"),
          said=heard.append)  # fmt: skip

    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_an_import_killed_half_way_and_run_again_stores_each_row_once(
    database_url, engine, tmp_path
):
    total = 12_000
    texts = [(str(number), f"Words {number}") for number in range(total)]
    file = write_csv(tmp_path / "x.csv", ("id", "text"), *texts)
    words = ("import-feedback", str(file), "--text", "text", "--key", "id", "--source", "Letters")
    program = begin(database_url, tmp_path, str(ROOT / "manage.py"), *words)
    while not counted(engine) and program.poll() is None:
        pass

    program.kill()
    program.communicate(timeout=60)
    half = counted(engine)
    done = manage(database_url, tmp_path, *words)

    with reading(engine) as session:
        kept = Counter(session.scalars(select(Feedback.words)))
        waiting = set(session.scalars(select(UnreadFeedback.feedback_id)))
        assert waiting == set(session.scalars(select(Feedback.id)))
    assert program.returncode == -9
    assert 0 < half < total
    assert half % 200 == 0
    assert done.stdout.splitlines()[-1] == (
        f"read {total}, stored {total - half}, already known {half}, refused 0"
    )
    assert kept == Counter(text for _, text in texts)
