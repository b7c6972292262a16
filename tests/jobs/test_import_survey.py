"""A city's real survey, brought in: its scores are those that its own file gives by hand."""

from __future__ import annotations

import csv
import shutil
import statistics
from datetime import date

import pytest

from core.errors import CommonGroundError
from db.session import reading, transaction
from jobs.import_survey import import_population, import_survey
from services.surveys import population, scores, surveys
from tests.conftest import NOW
from tests.factories import OPERATOR

ITEMS = ("q2_05", "q2_06", "q3_01", "q5_01", "q5_02", "q5_03", "q5_04", "q5_06", "q5_07")
POLICE = ("q5_01", "q5_02", "q5_03", "q5_04", "q5_06", "q5_07")
RACE = {"White": 0.55, "Black/African American": 0.26, "Hispanic": 0.11,
        "Asian/Pacific Islander": 0.03, "two or more races": 0.04, "Other": 0.01}  # fmt: skip
SEX = {"1": 0.52, "2": 0.48}


@pytest.fixture
def city(shared, tmp_path):
    """The file where it can be written beside, and its rows."""
    path = tmp_path / "survey.csv"
    shutil.copyfile(shared / "kansas-city" / "resident_survey_2022_q3.csv", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return path, list(csv.DictReader(file))


def bring(engine, path):
    return import_survey(engine, path, instrument="kansas-city", answered_on=date(2022, 3, 31))


def result(engine):
    with reading(engine) as session:
        (card,) = surveys.every(session, OPERATOR)
        return scores.of(session, OPERATOR, survey_id=card.id).figures


def answered(row, key):
    return int(row[key]) if row[key] in {"1", "2", "3", "4", "5"} else None


def by_hand(rows, weights=None):
    """Mean of each item and of the scale, from the definition: missing and 9 are left out."""
    weights = weights or [1.0] * len(rows)
    found = {}
    for key in ITEMS:
        pairs = [(answered(row, key), w) for row, w in zip(rows, weights, strict=True)]
        given = [(value, w) for value, w in pairs if value is not None]
        found[key] = (len(given), sum(v * w for v, w in given) / sum(w for _v, w in given))
    scale = []
    for row, w in zip(rows, weights, strict=True):
        given = [value for key in POLICE if (value := answered(row, key)) is not None]
        if len(given) * 2 >= len(POLICE):
            scale.append((statistics.fmean(given), w))
    found["Police services"] = (
        len(scale),
        sum(v * w for v, w in scale) / sum(w for _v, w in scale),
    )
    return found


def raked_by_hand(rows):
    """Each person's weight, person by person; who did not say keeps the share they have."""
    weights = [1.0] * len(rows)
    margins = [
        ([row["q37_race"] if row["q37_race"] in RACE else None for row in rows], RACE),
        ([row["q41_w"] if row["q41_w"] in SEX else None for row in rows], SEX),
    ]
    for _ in range(200):
        for groups, shares in margins:
            unknown = groups.count(None) / len(groups)
            targets = {name: share * (1 - unknown) for name, share in shares.items()}
            targets[None] = unknown
            total = sum(weights)
            now = dict.fromkeys(targets, 0.0)
            for group, w in zip(groups, weights, strict=True):
                now[group] += w
            weights = [
                w * targets[group] * total / now[group]
                for group, w in zip(groups, weights, strict=True)
            ]
    return weights


def test_kansas_city_is_scored_as_by_hand_raw_and_raked(engine, city, tmp_path):
    path, rows = city
    outcome = bring(engine, path)
    again = bring(engine, path)
    file = tmp_path / "people.csv"
    lines = [f"race,{name},{share}" for name, share in RACE.items()]
    lines += [f"sex,{name},{share:.0%}" for name, share in SEX.items()]
    file.write_text("\n".join(["margin,group,share", *lines]))
    import_population(engine, file)
    with transaction(engine) as session:
        scores.work_out(session, OPERATOR, survey_id=1, now=NOW)
    figures = result(engine)

    assert (outcome.read, outcome.stored, outcome.known, outcome.refused) == (984, 984, 0, 0)
    assert (again.stored, again.known) == (0, 984)
    scored = {score.key: score for score in figures.scores if score.is_scale}
    raw = {key: (score.raw.n, score.raw.mean) for key, score in scored.items()}
    raked = {key: (score.raked.n, score.raked.mean) for key, score in scored.items()}
    for key, (n, mean) in by_hand(rows).items():
        assert raw[key] == (n, pytest.approx(mean))
    for key, (n, mean) in by_hand(rows, raked_by_hand(rows)).items():
        assert raked[key] == (n, pytest.approx(mean, abs=1e-6))
        assert scored[key].raked.low < mean < scored[key].raked.high
    assert scored["q5_06"].dont_know == sum(row["q5_06"] == "9" for row in rows)
    fifth = [value for r in rows if r["counci"] == "5" and (value := answered(r, "q2_06"))]
    found = scored["q2_06"].by["district"]["5"]
    assert (found.n, found.mean) == (len(fifth), pytest.approx(statistics.fmean(fifth)))


@pytest.fixture
def write(tmp_path):
    def written(text, name="survey.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return written


def test_a_new_code_hands_the_row_back_and_keeps_the_others(engine, write):
    keys = [*ITEMS, "q31_01", "q31_02", "q31_21", "q37_race", "q39_w", "q40_w", "q41_w"]
    head = ",".join(["id", "counci", *keys])
    rows = ["1,3," + ",".join(["4"] * 9 + ["1", "2", "2", "White", "1", "2", "1"])]
    rows += ["2,3," + ",".join(["7"] + ["4"] * 8 + ["1", "2", "2", "NA", "", "9", "2"])]
    rows += ["3,3," + ",".join(["9"] + [""] * 8 + ["1", "2", "2", "hispanic", "", "9", "2"])]

    outcome = bring(engine, write("\n".join([head, *rows])))

    assert (outcome.read, outcome.stored, outcome.refused) == (3, 2, 1)
    assert "“7” in column “q2_05” is not one of the answers there." in (
        outcome.refused_file.read_text("utf-8")
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["age,young,0.4", "age,old,0.4"], "The shares of age add up to 0.800"),
        (["height,tall,1"], "Nobody is told apart by height"),
        (["age,young,a lot"], "“a lot” is not a share"),
        (["age,young,140%"], "“140%” is not a share"),
    ],
)
def test_shares_that_do_not_add_up_change_nothing(engine, write, lines, said):
    import_population(engine, write("margin,group,share\nage,everyone,1\n", "good.csv"))

    with pytest.raises(CommonGroundError, match=said):
        import_population(engine, write("\n".join(["margin,group,share", *lines]), "bad.csv"))

    with reading(engine) as session:
        assert population.shares(session, OPERATOR)["age"] == {"everyone": 1.0}
