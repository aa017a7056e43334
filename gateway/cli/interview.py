"""`shouguan interview submit`: sends recordings to the running box and shows what came of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.cli.client import ApiError, BoxClient, JsonObject
from gateway.cli.home import find_running
from gateway.cli.live import printing, send_live
from gateway.cli.progress import bars, follow
from gateway.domain.signals import LIMIT_TEXT, Limit
from gateway.embedded.paths import SAMPLES

console = Console()
WAIT_S = 900.0


@click.group()
def interview() -> None:
    """Send interviews to the running box. 向运行中的服务提交面试。"""


@interview.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--job",
    "job_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=SAMPLES / "job.yaml",
    help="Job with questions and competency model (YAML). 岗位文件。",
)
@click.option("--name", default="Candidate", show_default=True, help="The candidate's name. 候选人姓名。")
@click.option("--language", default="en", show_default=True, help="Language spoken. 面试语言。")
@click.option("--no-face", is_flag=True, help="Without consent to face analysis. 不做人脸分析。")
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder of the box. 服务目录。"
)
@click.option(
    "--timeout", "timeout_s", type=float, default=900.0, show_default=True, help="Seconds to wait. 等待秒数。"
)
def submit(
    files: tuple[Path, ...],
    job_file: Path,
    name: str,
    language: str,
    no_face: bool,
    home: Path | None,
    timeout_s: float,
) -> None:
    """Send FILE..., one recording a question in order, and wait for the report. 提交录音或录像并等待报告。"""
    box = find_running(home)
    client = BoxClient(box.url, box.token)
    try:
        job = read_job(job_file)
        if len(files) > len(job["questions"]):
            raise click.ClickException(
                f"{job_file} has {len(job['questions'])} questions, but {len(files)} files came."
            )
        job_id = client.post("/v1/jobs", job)["id"]
        interview_id = open_interview(client, job_id, name, language, face_analysis=not no_face)
        with bars() as display:
            task = display.add_task(name, total=1.0, step="sending 上传")
            for question, file in zip(job["questions"], files, strict=False):
                client.send_answer(interview_id, question["id"], file)
            client.post(f"/v1/interviews/{interview_id}/finish", {"allow_missing": True})
            follow(client, {interview_id: task}, display, timeout_s)
        show(client.get(f"/v1/interviews/{interview_id}/report")["report"])
        console.print(f"report 报告: {box.url}/interviews/{interview_id}/report")
    except ApiError as error:
        raise click.ClickException(str(error)) from error
    finally:
        client.close()


@interview.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="Candidate", show_default=True, help="The candidate's name. 候选人姓名。")
@click.option("--language", default="en", show_default=True, help="Language spoken. 面试语言。")
@click.option("--no-face", is_flag=True, help="Without consent to face analysis. 不做人脸分析。")
@click.option("--speed", default=1.0, show_default=True, help="Times as fast as it was recorded. 发送速度倍数。")
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder of the box. 服务目录。"
)
def live(file: Path, name: str, language: str, no_face: bool, speed: float, home: Path | None) -> None:
    """Send FILE as it plays, print its words as they come, and wait for the report. 边播放边发送，实时显示文字。"""
    box = find_running(home)
    client = BoxClient(box.url, box.token)
    try:
        job = read_job(SAMPLES / "job.yaml")
        job_id = client.post("/v1/jobs", job)["id"]
        interview_id = open_interview(client, job_id, name, language, face_analysis=not no_face)
        send_live(client, (interview_id, job["questions"][0]["id"]), file, speed, printing(console))
        client.post(f"/v1/interviews/{interview_id}/finish", {"allow_missing": True})
        with bars() as display:
            follow(client, {interview_id: display.add_task(name, total=1.0, step="")}, display, WAIT_S)
        show(client.get(f"/v1/interviews/{interview_id}/report")["report"])
        seconds = client.get(f"/v1/interviews/{interview_id}/progress")["seconds_to_report"]
        console.print(f"finish to report 从结束到报告: {seconds:.2f} s")
        console.print(f"report 报告: {box.url}/interviews/{interview_id}/report")
    except ApiError as error:
        raise click.ClickException(str(error)) from error
    finally:
        client.close()


def read_job(file: Path) -> JsonObject:
    """Read a job with its questions and competency model from YAML. Raises `click.ClickException`."""
    try:
        job = dict(msgspec.yaml.decode(file.read_bytes()))
        questions = [question["id"] for question in job["questions"]]
    except KeyError as error:
        raise click.ClickException(f"{file} is not a job: {error} is missing") from error
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise click.ClickException(f"{file} is not a job in YAML: {error}") from error
    if not questions:
        raise click.ClickException(f"{file} is not a job: there are no questions")
    return job


def open_interview(client: BoxClient, job_id: str, name: str, language: str, *, face_analysis: bool = True) -> str:
    """Create a candidate and an interview with consent; give the interview's id."""
    candidate = client.post("/v1/candidates", {"name": name})
    consent = {
        "recording": True,
        "face_analysis": face_analysis,
        "notice_version": "2026-11",
        "given_at": datetime.now(UTC).isoformat(),
    }
    body = {"candidate_id": candidate["id"], "job_id": job_id, "language": language, "consent": consent}
    return str(client.post("/v1/interviews", body)["id"])


def show(report: JsonObject) -> None:
    """Print what was said and what it was worth."""
    for answer in report["answers"]:
        measured = answer["measured"]
        question, said = escape(answer["question"]["en"]), escape(measured["text"] or "—")
        console.print(f"\n[bold]{question}[/]\n{said}", highlight=False)
        for limit in measured["limits"]:
            text = LIMIT_TEXT[Limit(limit)]
            console.print(f"[yellow]{text.en} {text.zh}[/]", highlight=False)
    table = Table()
    table.add_column("dimension 维度")
    table.add_column("score 得分", justify="right")
    for dimension in report["score"]["dimensions"]:
        name = report["dimension_names"][dimension["dimension_id"]]
        table.add_row(escape(f"{name['en']} {name['zh']}"), shown(dimension["score"]))
    table.add_row("[bold]overall 总分", shown(report["score"]["overall"]))
    console.print(table)


def shown(score: float | None) -> str:
    """Give a score as people read it."""
    return "insufficient evidence 证据不足" if score is None else f"{score:.0f}"
