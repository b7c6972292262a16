"""The command line: a plain line and 0, or one sentence, another status, and no traceback."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from core.vocabulary import Role
from db.models import Account, District, Feedback
from db.session import make_engine, reading, transaction
from services import accounts, sample, sign_ins
from tests.factories import OPERATOR, PASSWORD, SQUARE, VISITOR, make_feedback
from tests.jobs.commands import manage, read_csv, write_csv


@pytest.fixture
def run(database_url, tmp_path):
    return lambda *words, said="": manage(database_url, tmp_path, *words, said=said)


@pytest.fixture
def refused(sqlite_url, tmp_path):
    """What a command was refused with; nothing of it was stored."""
    yield lambda *words, said="": sentence(manage(sqlite_url, tmp_path, *words, said=said))
    engine = make_engine(sqlite_url)
    with reading(engine) as session:
        for table in (Account, District, Feedback):
            assert session.scalars(select(table.id)).all() == []
    engine.dispose()


@pytest.fixture
def letters(tmp_path):
    return write_csv(
        tmp_path / "letters.csv", ("id", "text", "day", "place"),
        ("1", "The light is out", "2026-03-01", "5"), ("2", "", "2026-03-01", "5"),
        ("3", "Thank you", "", "nowhere"),
    )  # fmt: skip


@pytest.fixture
def districts(tmp_path):
    feature = {"type": "Feature", "properties": {"n": 5, "label": "Harbor"}, "geometry": SQUARE}
    path = tmp_path / "d.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def figures(done):
    """The lines a command ended well with."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def sentence(done):
    """The one sentence a command was refused with."""
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr.rstrip()


def test_migrate_says_that_it_is_done(run):
    assert figures(run("migrate")) == ["The database is at the newest schema."]


def test_a_user_is_added_and_can_sign_in(run, engine):
    done = run("create-user", "ada@example.org", "--role", "outreach", "--password-stdin",
               said=f"{PASSWORD}\n")  # fmt: skip

    assert figures(done) == ["ada@example.org can sign in as outreach."]
    with reading(engine) as session:
        card = accounts.every(session, OPERATOR)[0]
        sign_ins.check_password(session, VISITOR, email="ada@example.org", password=PASSWORD)
    assert card.role is Role.OUTREACH


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        (("a@example.org", "--role", "king"), PASSWORD, "'king' is not one of 'outreach'"),
        (("a@example.org", "--role", "command"), "short", "at least 12 characters"),
        (("nobody", "--role", "command"), PASSWORD, "not an e-mail address"),
        (("--role", "command"), PASSWORD, "Missing argument"),
    ],
)
def test_a_user_that_cannot_be_added_is_said(refused, words, password, said):
    assert said in refused("create-user", *words, "--password-stdin", said=f"{password}\n")


def test_a_set_up_link_is_printed_alone(run):
    (line,) = figures(run("create-setup-link"))

    assert line.startswith("http://127.0.0.1:8501/account/set-up?link=")


def test_districts_and_feedback_come_in_and_are_read(run, engine, letters, districts):
    first = run("import-districts", str(districts), "--id", "n", "--name", "label")
    second = run(
        "import-feedback", str(letters), "--text", "text", "--source", "Letters", "--key", "id",
        "--received", "day", "--district", "place",
    )  # fmt: skip
    third = run("work", "--once")
    fourth = run("reanalyse", "--since", "2026-01-01")

    refused = letters.with_name("letters.refused.csv")
    assert figures(first) == ["added 1, updated 0"]
    assert figures(second) == [
        "Dates read as YYYY-MM-DD; 1 without a date.",
        "In no known district: 1 of 2 stored.",
        f"Refused rows, with the reasons: {refused}",
        "read 3, stored 2, already known 0, refused 1",
    ]
    assert figures(third) == ["read 2"]
    assert figures(fourth) == ["1 pieces wait to be read again; a running worker is at it already."]
    assert len(read_csv(refused)) == 2
    assert figures(run("retag")) == ["tagged 0 pieces"]


def test_a_rehearsal_says_that_nothing_was_stored(run, engine, letters):
    done = run("import-feedback", str(letters), "--text", "text", "--source", "x", "--dry-run")

    assert figures(done)[-2:] == [
        "A dry run: nothing was stored.", "read 3, stored 2, already known 0, refused 1",
    ]  # fmt: skip
    with reading(engine) as session:
        assert session.scalars(select(Feedback.id)).all() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gone.csv", "--text", "text", "--source", "x"), "gone.csv"),
        (("letters.csv", "--text", "words", "--source", "x"), "no column “words”"),
        (("letters.csv", "--text", "text", "--source", "Online form"), "Online form"),
        (("latin.csv", "--text", "text", "--source", "x"), "latin.csv"),
        (("letters.csv", "--text", "text", "--source", "x", "--encoding", "nonsense"), "nonsense"),
        (("letters.csv", "--text", "text", "--source", "x", "--received", "place",
          "--date-format", "soon"), "soon"),
        (("letters.csv", "--text", "text"), "--source"),
        ((".", "--text", "text", "--source", "x"), "."),
        (("empty.csv", "--text", "text", "--source", "x"), "empty.csv"),
    ],
)  # fmt: skip
def test_feedback_that_cannot_be_read_is_said(refused, letters, tmp_path, words, said):
    (tmp_path / "latin.csv").write_bytes(b"text\n" + b"caf\xe9 est ferm\xe9\n" * 5)
    (tmp_path / "empty.csv").write_bytes(b"")

    assert said in refused("import-feedback", *words)


@pytest.mark.parametrize(
    ("content", "property", "said"),
    [
        ("not JSON", "n", "bad.geojson"),
        ('{"type": "FeatureCollection", "features": []}', "n", "bad.geojson"),
        ("GOOD", "code", "code"),
        ("BROKEN RING", "n", "does not end where it begins"),
        ("5", "n", "bad.geojson"),
    ],
)
def test_districts_that_cannot_be_read_are_said(
    refused, districts, tmp_path, content, property, said
):
    good = districts.read_text()
    broken = json.loads(good)
    broken["features"][0]["geometry"]["coordinates"][0].pop()
    content = {"GOOD": good, "BROKEN RING": json.dumps(broken)}.get(content, content)
    (tmp_path / "bad.geojson").write_text(content)

    assert said in refused("import-districts", "bad.geojson", "--id", property)


def test_analyse_needs_no_database(letters, tmp_path):
    done = manage(
        "postgresql+psycopg://u@127.0.0.1:1/x", tmp_path,
        "analyse", str(letters), "--text", "text", "--out", "out.csv",
    )  # fmt: skip

    (line,) = figures(done)
    assert line.startswith("read 3: negative ")
    assert len(read_csv(tmp_path / "out.csv")) == 4


@pytest.mark.usefixtures("tools")
def test_backup_and_restore_say_what_they_did(run, engine, tmp_path):
    with transaction(engine) as session:
        make_feedback(session, "Kept")

    (line,) = figures(run("backup", "x.backup"))
    assert line.endswith("Keep the key file (secret.key) in another place: receipts need it.")
    assert "a restore would replace them all" in sentence(run("restore", "x.backup"))
    assert figures(run("restore", "x.backup", "--force")) == ["restored from x.backup"]
    assert "not a backup" in sentence(run("restore", "gone.backup", "--force"))
    with reading(engine) as session:
        assert session.scalars(select(Feedback.words)).all() == ["Kept"]


def test_the_audit_is_checked_against_a_head(run):
    (line,) = figures(run("verify-audit"))
    count, head = line.split()[0], line.split()[-1]

    assert line == f"{count} entries hold; head {head}"
    assert figures(run("verify-audit", "--head", head)) == [line]
    assert "does not hold" in sentence(run("verify-audit", "--head", "00" * 32))


def test_the_sample_comes_and_goes(run):
    assert figures(run("clear-sample")) == ["There is no sample here."]
    assert figures(run("seed-sample")) == ["stored 3000 invented pieces of feedback"]
    assert sentence(run("seed-sample")) == str(sample.NotEmptyError())
    assert figures(run("clear-sample")) == ["The invented sample was removed."]


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("migrate", "--nonsense"),
        ("reanalyse", "--since", "soon"),
        ("seed-sample", "--size", "village"),
    ],
)
def test_what_is_no_command_is_one_sentence(refused, words):
    assert refused(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("migrate",), ("work", "--once"), ("reanalyse",), ("retag",), ("verify-audit",),
        ("seed-sample",), ("clear-sample",), ("create-setup-link",), ("backup", "x.backup"),
        ("restore", "x.backup"),
        ("create-user", "a@example.org", "--role", "command", "--password-stdin"),
        ("import-feedback", "letters.csv", "--text", "text", "--source", "x"),
        ("import-districts", "d.geojson", "--id", "n"),
    ],
)  # fmt: skip
def test_a_database_that_is_away_is_one_sentence(words, tmp_path, letters, districts):
    url = "postgresql+psycopg://u@127.0.0.1:1/x"

    done = manage(url, tmp_path, *words, said=f"{PASSWORD}\n")

    assert "cannot reach our records" in sentence(done)


@pytest.mark.parametrize("words", [("migrate",), ("restore", "x.backup")])
def test_a_file_that_cannot_be_opened_is_one_sentence(words, tmp_path, letters):
    done = manage(f"sqlite:///{letters}/x.db", tmp_path, *words)

    assert "cannot reach our records" in sentence(done)
