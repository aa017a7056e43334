"""`shouguan competencies`: ready competency templates, and a company's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from gateway.competencies.errors import TemplateError
from gateway.competencies.instantiate import instantiate, to_language
from gateway.competencies.reading import load, names, read, source
from gateway.competencies.schema import schema as published_schema
from gateway.competencies.template import (
    Bilingual,
    Language,
    Template,
    TemplateConcept,
    TemplateDimension,
    TemplateIndicator,
    TemplateReading,
)
from gateway.domain.competency import IndicatorKind
from gateway.domain.errors import ShouguanError

language_option = click.option("--language", help="zh or en, the language of the interview. 面试语言：zh 或 en。")
_SIGNS = {
    IndicatorKind.POSITIVE: "+{:g}",
    IndicatorKind.NEGATIVE: "−{:g}",
    IndicatorKind.EXPECTED: "−{:g} when absent 未体现时",
}


@click.group()
def competencies() -> None:
    """Choose, check and export competency models. 胜任力模型的选用、检查与导出。"""


@competencies.command(name="list", short_help="show all templates 列出模板")
def list_templates() -> None:
    """Show the templates that come with the box. 列出自带的模板。"""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("name, version\n名称、版本", no_wrap=True)
    table.add_column("job\n岗位", overflow="fold")
    table.add_column("dimensions\n维度", overflow="fold")
    for template in map(load, names()):
        of = [one.name for one in template.dimensions]
        table.add_row(
            f"[bold]{template.id}[/]\n{template.version}",
            f"{template.title.en}\n{template.title.zh}",
            f"{', '.join(one.en for one in of)}\n{'、'.join(one.zh for one in of)}",
        )
    Console(highlight=False).print(table)
    click.echo("what is in it 查看内容: shouguan competencies show NAME")


@competencies.command(short_help="show one template 查看模板")
@click.argument("name", metavar="NAME|FILE")
@language_option
@click.option("--source", "as_source", is_flag=True, help="As YAML, to be changed. 输出 YAML 原文，便于修改。")
def show(name: str, language: str | None, as_source: bool) -> None:
    """Show dimensions, questions, anchors and indicators with their points. 查看维度、题目、行为锚定与指标分值。"""
    with _guarded():
        if as_source:
            click.echo(source(name) if name in names() else Path(name).read_text(encoding="utf-8"), nl=False)
            return
        template = _find(name)
        wanted: tuple[Language, ...] = (to_language(language),) if language else ("zh", "en")
    click.echo("\n".join(_described(template, wanted)))


@competencies.command(short_help="check own files 检查文件")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Check templates; names every mistake with its line and what to do. 检查模板，逐条指出问题、行号与改法。"""
    failed = False
    for file in files:
        try:
            template = read(file.read_bytes(), str(file))
        except TemplateError as error:
            failed = True
            _tell(error)
        else:
            indicators = sum(len(one.indicators) for one in template.dimensions)
            click.echo(
                f"✓ {file}: {template.id} {template.version}, {len(template.dimensions)} dimensions 个维度, "
                f"{indicators} indicators 条指标, {len(template.questions)} questions 道题"
            )
    if failed:
        raise SystemExit(1)


@competencies.command(short_help="make a job of it 导出岗位")
@click.argument("name", metavar="NAME|FILE")
@click.option("--language", required=True, help="zh or en, the language of the interview. 面试语言：zh 或 en。")
def export(name: str, language: str) -> None:
    """Print the job as JSON, ready for POST /v1/jobs. 输出岗位 JSON，可直接提交到 POST /v1/jobs。

    shouguan competencies export sales --language zh > job.json
    """
    with _guarded():
        job = instantiate(_find(name), to_language(language))
    click.echo(msgspec.json.format(msgspec.json.encode(job), indent=2))


@competencies.command(short_help="print the JSON Schema 输出 JSON Schema")
def schema() -> None:
    """Print the JSON Schema of templates, for editors. 输出模板的 JSON Schema，供编辑器使用。"""
    click.echo(published_schema(), nl=False)


def _find(name: str) -> Template:
    """Give a template of the box, or one from a file."""
    if name not in names() and Path(name).is_file():
        return read(Path(name).read_bytes(), name)
    return load(name)


def _tell(error: TemplateError) -> None:
    for problem in error.problems:
        click.echo(f"✗ {problem.place}\n    {problem.message.en}\n    {problem.message.zh}", err=True)


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn our errors, which say what to do, into those of the command line."""
    try:
        yield
    except TemplateError as error:
        _tell(error)
        raise SystemExit(1) from error
    except ShouguanError as error:
        raise click.ClickException(f"{error.message.en}\n{error.message.zh}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{error}\n无法读取该文件") from error


def _said(text: Bilingual, wanted: tuple[Language, ...]) -> str:
    return "  ".join(getattr(text, language) for language in wanted)


def _described(template: Template, wanted: tuple[Language, ...]) -> Iterator[str]:
    """Give the lines that describe a template in the wanted languages."""
    yield f"{_said(template.title, wanted)} ({template.id} {template.version})"
    yield ""
    for question in template.questions:
        for language in wanted:
            yield f"  {question.id}: {getattr(question.text, language)}"
    for dimension in template.dimensions:
        yield ""
        yield from _dimension(dimension, wanted)


def _dimension(dimension: TemplateDimension, wanted: tuple[Language, ...]) -> Iterator[str]:
    yield f"{_said(dimension.name, wanted)}  {dimension.weight:.0%}  ({', '.join(dimension.questions)})"
    for number, anchor in enumerate(dimension.anchors, start=1):
        for language in wanted:
            yield f"  {number}  {getattr(anchor, language)}"
    for language in wanted:
        words = getattr(dimension.keywords, language)
        yield f"  keywords 关键词 ({language}): {', '.join(map(_keyword, words)) or '—'}"
    for work in dimension.reading:
        yield from (f"  read 读物: {_work(work, language)}" for language in wanted)
    for indicator in dimension.indicators:
        yield from _indicator(indicator, wanted)


def _keyword(keyword: str | TemplateConcept) -> str:
    return keyword if isinstance(keyword, str) else f"{keyword.term} (= {', '.join(keyword.synonyms)})"


def _work(work: TemplateReading, language: Language) -> str:
    return ", ".join(getattr(text, language) for text in (work.title, work.author, work.where))


def _indicator(indicator: TemplateIndicator, wanted: tuple[Language, ...]) -> Iterator[str]:
    yield f"  {_SIGNS[indicator.kind].format(indicator.points)}  {_said(indicator.label, wanted)}"
    for language in wanted:
        for text in getattr(indicator.exemplars, language):
            yield f"       · {text}"
    for language in wanted:
        yield f"       → {getattr(indicator.advice, language)}"
