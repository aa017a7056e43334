from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table, create_engine, text

from gateway.domain.errors import ConflictError, UnavailableError
from gateway.domain.interview import Answer, Candidate, Interview, InterviewStatus, Job
from gateway.domain.remark import Remark
from gateway.domain.rerecording import ReRecording
from gateway.domain.standing import ScoreLine
from gateway.ports import OutboxRow
from gateway.storage import tables
from gateway.storage.database import Database
from tests.factories.people import NOW, a_candidate, a_job, an_answer, an_interview
from tests.factories.results import a_report

WRITER = """
import sys
from gateway.storage.database import Database
from tests.factories.people import NOW, a_candidate

database = Database(sys.argv[1])
database.upgrade()
for number in range(30):
    with database.unit_of_work() as work:
        work.candidates.get("anybody")
        work.candidates.add(a_candidate(id=f"{sys.argv[2]}-{number}"))
        work.commit()
database.close()
"""


def fill(database: Database) -> None:
    with database.unit_of_work() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview(survey=0.0))
        work.commit()


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (tables.candidates, Candidate),
        (tables.jobs, Job),
        (tables.interviews, Interview),
        (tables.answers, Answer),
        (tables.earlier_answers, Answer),
        (tables.rerecordings, ReRecording),
        (tables.outbox, OutboxRow),
        (tables.remarks, Remark),
        (tables.scores, ScoreLine),
    ],
)
def test_every_field_has_a_column(table: Table, kind: type[msgspec.Struct]) -> None:
    assert set(table.columns.keys()) == {field.name for field in msgspec.structs.fields(kind)}


def test_the_migrations_make_the_tables_that_the_code_expects(database: Database) -> None:
    with database._engine.connect() as connection:  # the schema as it is, below what the class offers
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []


def test_upgrading_again_changes_nothing(database: Database) -> None:
    fill(database)
    database.upgrade()
    with database.reading() as work:
        assert work.candidates.get("candidate-1") == a_candidate()


def test_several_may_upgrade_at_the_same_time(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path}/shared.sqlite") for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(Database.upgrade, databases))
    fill(databases[0])
    for database in databases:
        database.close()


def test_concurrent_changes_of_one_interview_all_count(database: Database) -> None:
    fill(database)

    def increase(_: int) -> None:
        with database.unit_of_work() as work:
            interview = work.interviews.lock("interview-1")
            assert interview is not None
            assert interview.survey is not None
            work.interviews.save(msgspec.structs.replace(interview, survey=interview.survey + 1))
            work.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(increase, range(80)))
    with database.reading() as work:
        found = work.interviews.get("interview-1")
        assert found is not None
        assert found.survey == 80


def test_of_two_answers_to_one_question_one_is_kept(database: Database) -> None:
    fill(database)
    together = threading.Barrier(2)

    def answer(name: str) -> bool:
        together.wait()
        try:
            with database.unit_of_work() as work:
                work.answers.add(an_answer(id=name))
                work.commit()
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, ("a", "b"))) == [False, True]


def test_several_processes_write_without_losing_or_failing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shared.sqlite"
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, name], stderr=subprocess.PIPE, text=True)
        for name in ("web", "worker", "other")
    ]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    database = Database(url)
    with database.reading() as work:
        for name in ("web", "worker", "other"):
            assert all(work.candidates.get(f"{name}-{number}") for number in range(30))
    database.close()


def test_reading_does_not_wait_for_who_writes(database: Database) -> None:
    fill(database)
    with database.unit_of_work() as writing:
        writing.interviews.save(an_interview(status=InterviewStatus.FINISHING))
        with database.reading() as reading:
            found = reading.interviews.get("interview-1")
            assert found is not None
            assert found.status == InterviewStatus.OPEN


def test_sqlite_syncs_every_commit_and_keeps_no_wal(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/s.sqlite")
    with database._engine.connect() as connection:  # the settings of its own connections are what counts
        values = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    database.close()
    assert values == ["truncate", 2, 1, 10_000]


def test_an_answer_needs_its_interview(database: Database) -> None:
    with database.unit_of_work() as work, pytest.raises(ConflictError):
        work.answers.add(an_answer())


def test_a_database_that_is_down_is_named_so() -> None:
    database = Database("postgresql://nobody@/nothing?host=/nonexistent")
    with pytest.raises(UnavailableError), database.unit_of_work():
        pass
    with pytest.raises(UnavailableError):
        database.check()
    database.close()


def test_a_database_that_runs_answers_the_check(database: Database) -> None:
    database.check()


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    path.write_bytes(b"this is no database" * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(UnavailableError):
        database.upgrade()
    database.close()


def test_the_tables_are_found_by_other_tools(database: Database) -> None:
    fill(database)
    engine = create_engine(database._engine.url)  # as an administrator would look
    with engine.connect() as connection:
        row = connection.execute(text("SELECT status, consent FROM interviews")).one()
    engine.dispose()
    assert row.status == "open"
    assert '"recording":true' in row.consent


LATER = ("rerecordings", "earlier_answers", "earlier_reports", "remarks", "scores")


def test_reports_from_before_scores_were_kept_apart_can_be_compared_too(database: Database) -> None:
    fill(database)
    with database.unit_of_work() as work:
        work.reports.add(a_report())
        work.commit()
    with database._engine.begin() as connection:  # back to the tables as a box of that time has them
        for table in LATER:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE answers DROP COLUMN writing"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    database.upgrade()
    with database.reading() as work:
        line = work.scores.of("interview-1")
        assert line is not None
        assert (line.overall, line.dimensions, line.competency_model) == (82.5, {"planning": 82.5}, "pm@1")
        assert (line.candidate_id, line.job_id, line.made_at) == ("candidate-1", "job-1", NOW)
