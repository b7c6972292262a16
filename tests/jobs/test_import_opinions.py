"""A conversation held with Polis, brought in: the votes are those its own file counts."""

from __future__ import annotations

import csv
import shutil

import pytest
from sqlalchemy import func, select

from analysis.opinion_groups import Reason
from core.errors import CommonGroundError
from core.instruments import SampleKind
from db.models import Conversation, Statement, Vote
from db.session import reading
from jobs.import_opinions import import_opinions
from services.surveys import conversations, opinions
from tests.factories import OPERATOR
from tests.jobs.commands import manage

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1658934589213,x,7,1,2,1,1,"Mend the lights,
all of them"
1658934589214,x,8,1,1,0,-1,Walk here
1658934589215,x,9,1,0,0,0,Nobody saw this
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
1658934589300,x,7,1,1
1658934589301,x,7,2,1
1658934589302,x,7,3,-1
1658934589303,x,7,4,0
1658934589304,x,8,1,1
"""


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path, COMMENTS, VOTES)


def write(folder, comments, votes):
    (folder / "comments.csv").write_text(comments)
    (folder / "votes.csv").write_text(votes)
    return folder


def bring(engine, folder, kind=SampleKind.OPEN):
    return import_opinions(engine, folder, title="London", question="How?", kind=kind)


def rows(engine, table):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_london_is_counted_as_its_own_file_does(engine, shared, tmp_path):
    """Every statement has the agree and disagree of comments.csv, two repeated votes left out."""
    place = shared / "polis" / "london.youth.policing"
    for name in ("comments.csv", "votes.csv"):
        shutil.copyfile(place / name, tmp_path / name)
    outcome, again = bring(engine, tmp_path), bring(engine, tmp_path)
    with reading(engine) as session:
        (card,) = conversations.every(session, OPERATOR)
        result = opinions.of(session, OPERATOR, conversation_id=card.id)
    with (tmp_path / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        own = {
            " ".join(row["comment-body"].split()): [int(row["agrees"]), int(row["disagrees"])]
            for row in csv.DictReader(file)
            if row["moderated"] == "1"
        }
    for repeated in ("My ethnicity is Black", "educate young people on the history"):
        next(counts for words, counts in own.items() if words.startswith(repeated))[0] -= 1

    assert (outcome.read, outcome.votes, outcome.new_votes) == (640, 638, 638)
    assert (outcome.statements, outcome.new_statements) == (39, 39)
    assert (again.new_votes, again.new_statements) == (0, 0)
    assert again.figures == outcome.figures == result.figures
    found = {
        result.words[one.statement]: [one.all.agree, one.all.disagree]
        for one in result.figures.opinions
    }
    assert found == own
    assert (card.people, card.is_open, result.figures.placed) == (26, False, 24)
    assert (result.figures.groups, result.figures.reason) == ((), Reason.CHANCE)
    top = result.figures.agreed()[0]
    assert result.words[top.statement].startswith("do regular, independent investigations")
    assert (top.all.agree, top.all.seen, top.consensus) == (14, 14, pytest.approx(15 / 16))


def test_what_was_moderated_away_is_kept_apart_and_what_was_not_waits(engine, folder):
    outcome = bring(engine, folder)

    with reading(engine) as session:
        states = dict(session.execute(select(Statement.record_key, Statement.is_approved)).all())
        words = session.scalar(select(Statement.words).where(Statement.record_key == "7"))
    assert states == {"7": True, "8": False, "9": None}
    assert words == "Mend the lights, all of them"
    assert (outcome.figures.votes, outcome.figures.reason) == (4, Reason.FEW)


def test_a_changed_vote_of_a_later_export_takes_the_place_of_the_earlier(engine, folder):
    bring(engine, folder)
    later = VOTES + "1658934589400,x,7,3,1\n"
    outcome = bring(engine, write(folder, COMMENTS.replace("2,1,1", "3,0,1"), later))

    assert (outcome.read, outcome.votes, outcome.new_votes) == (6, 5, 1)
    assert rows(engine, Vote) == 5
    assert outcome.figures.opinions[0].all.agree == 3


@pytest.mark.parametrize(
    ("comments", "votes", "said"),
    [
        (COMMENTS.replace("2,1,1", "1,2,1").replace("1,0,-1", "0,1,-1"), VOTES, "other way around"),
        (COMMENTS.replace("2,1,1", "5,1,1"), VOTES, "comment 7 has 5 who agree"),
        (COMMENTS, VOTES.replace("8,1,1", "6,1,1"), "no comment 6"),
        (COMMENTS, VOTES.replace("7,4,0", "7,4,2"), "“2” in column “vote” is not one of"),
        (COMMENTS, VOTES.replace("7,4,0", "7,٤,0"), "is no whole number"),
        (COMMENTS, VOTES.replace("7,4,0", "7,4"), "row 5 cannot be used"),
        (COMMENTS.replace("Walk here", " "), VOTES, "it holds no words"),
        (COMMENTS, VOTES.replace("voter-id", "who"), "no column “voter-id”"),
        ("", VOTES, "comments.csv"),
    ],
)
def test_files_that_cannot_be_right_change_nothing(engine, tmp_path, comments, votes, said):
    write(tmp_path, comments, votes)

    with pytest.raises(CommonGroundError) as refused:
        bring(engine, tmp_path)

    assert said in str(refused.value)
    assert rows(engine, Conversation) == 0


def test_another_conversation_under_the_same_title_changes_nothing(engine, folder):
    bring(engine, folder)
    other = COMMENTS.replace("Walk here", "Another thing")  # under a number of the first

    with pytest.raises(CommonGroundError, match="a name of its own"):
        bring(engine, write(folder, other, VOTES))

    assert (rows(engine, Statement), rows(engine, Vote)) == (3, 5)


def test_votes_of_others_are_not_put_together(engine, folder):
    bring(engine, folder)

    with pytest.raises(CommonGroundError, match="asked of other people"):
        bring(engine, folder, kind=SampleKind.EVENT)


def test_the_command_says_what_came_of_it(tmp_path, folder):
    url = f"sqlite:///{tmp_path / 'records.db'}"
    done = manage(url, tmp_path, "import-opinions", str(folder), "--title", "Lights")

    assert done.returncode == 0, done.stderr
    assert "no groups can be told apart: fewer than 20 people voted enough" in done.stdout
    assert done.stdout.splitlines()[-1] == (
        "votes: read 5, stored 5, already known 0, replaced by a later vote of the same person 0"
    )
