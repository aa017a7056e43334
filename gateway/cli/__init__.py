"""The `shouguan` command."""

from __future__ import annotations

import click

from gateway.cli.competencies import competencies
from gateway.cli.demo import demo
from gateway.cli.doctor import doctor
from gateway.cli.interview import interview
from gateway.cli.models import models
from gateway.cli.report import report
from gateway.cli.up import login, up


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Shouguan (收官): takes an interview from its last answer to the decision, on your own box.

    面试结束后的一切：评估、报告、规则决策与云端回传，全部在您自己的机器上完成。
    """


for command in (up, demo, doctor, models, competencies, interview, report, login):
    main.add_command(command)
