"""What can be wrong with a request, each with a stable code and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.errors import ConflictError, InvalidError, NotFoundError, ShouguanError
from gateway.domain.text import LocalizedText


class UnknownQuestionError(NotFoundError):
    """The job has no such question."""

    code = "question_not_found"

    def __init__(self, known: Sequence[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            LocalizedText(
                f"该岗位没有这道题。可用的题目编号：{names}。", f"The job has no such question. Its questions: {names}."
            ),
            questions=list(known),
        )


class InterviewClosedError(ConflictError):
    """The interview takes no more answers."""

    code = "interview_closed"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "面试已经结束，不再接收回答。如需补充，请新建一场面试。",
                "The interview is finished and takes no more answers. Create another interview to add some.",
            )
        )


class AnswerExistsError(ConflictError):
    """The question has another answer already."""

    code = "answer_exists"

    def __init__(self, answer_id: str) -> None:
        super().__init__(
            LocalizedText(
                "这道题已有不同的回答，原回答保持不变。",
                "This question has a different answer already; that one was kept.",
            ),
            answer_id=answer_id,
        )


class AnswersMissingError(ConflictError):
    """Questions are without an answer."""

    code = "answers_missing"

    def __init__(self, missing: Sequence[str]) -> None:
        names = ", ".join(missing)
        super().__init__(
            LocalizedText(
                f"以下题目还没有回答：{names}。请补齐，或以 allow_missing: true 结束面试。",
                f"These questions have no answer yet: {names}. Send the answers, or finish with allow_missing: true.",
            ),
            missing=list(missing),
        )


class TooLargeError(ShouguanError):
    """The recording is larger than the box takes."""

    code = "too_large"
    status = 413

    def __init__(self, limit: int) -> None:
        size = f"{limit / 1024**2:.0f} MB"
        super().__init__(
            LocalizedText(
                f"文件超过大小上限（{size}）。请压缩后重新上传。",
                f"The file is over the limit of {size}. Compress it and send it again.",
            ),
            limit_bytes=limit,
        )


class NotLiveError(NotFoundError):
    """Nobody is giving this answer now."""

    code = "live_not_found"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这道题没有正在录制的回答。录制开始后（收到第一段 Upload-Complete: ?0）再试。",
                "No answer to this question is being recorded. Try again once its first piece (Upload-Complete: ?0) "
                "has come.",
            )
        )


class UploadCompleteError(ConflictError):
    """The last piece came before; nothing can follow it."""

    code = "upload_complete"

    def __init__(self, offset: int) -> None:
        super().__init__(
            LocalizedText(
                "最后一段（Upload-Complete: ?1）已收到，不能再追加内容。如需重录，请先用 DELETE 放弃这次上传。",
                "The last piece (Upload-Complete: ?1) has come; nothing can be added. To record again, first give "
                "this upload up with DELETE.",
            ),
            offset=offset,
        )


class DigestMismatchError(InvalidError):
    """What arrived is not what was sent."""

    code = "digest_mismatch"

    def __init__(self, found: str) -> None:
        super().__init__(
            LocalizedText(
                "收到的内容与 Content-Digest 不一致，已丢弃。请重新上传整个文件。",
                "What arrived does not match Content-Digest and was dropped. Send the whole file again.",
            ),
            sha256=found,
        )


class HeaderError(InvalidError):
    """A header is missing or cannot be understood."""

    code = "header_invalid"

    def __init__(self, header: str, expected: str) -> None:
        super().__init__(
            LocalizedText(
                f"请求头 {header} 缺失或无法识别，应为：{expected}",
                f"The header {header} is missing or cannot be understood; it should be: {expected}",
            ),
            header=header,
        )


class FieldsError(InvalidError):
    """Fields of the request body do not fit; `errors` names each with its path."""

    code = "validation"

    def __init__(self, problems: Sequence[tuple[str, LocalizedText]]) -> None:
        listed_zh = "；".join(f"{field}：{text.zh}" for field, text in problems)
        listed_en = "; ".join(f"{field}: {text.en}" for field, text in problems)
        super().__init__(
            LocalizedText(f"请求内容不符合要求。{listed_zh}", f"The request does not fit. {listed_en}"),
            errors=[{"field": field, "detail_zh": text.zh, "detail_en": text.en} for field, text in problems],
        )


class KeyReusedError(InvalidError):
    """An idempotency key came back with another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这个 Idempotency-Key 已用于另一个请求，请换一个新的键。",
                "This Idempotency-Key was used for another request; use a new one.",
            )
        )


class LanguageNotServedError(InvalidError):
    """No model transcribes the language."""

    code = "language_not_served"

    def __init__(self, language: str, served: Sequence[str]) -> None:
        names = ", ".join(served) or "—"
        super().__init__(
            LocalizedText(
                f"本机没有识别“{language}”的语音模型。目前支持：{names}。"
                "用 shouguan models list 可查看其他模型的语言，用 shouguan models install <模型包> 安装后重试。",
                f"No model on this box transcribes “{language}”. Served now: {names}. `shouguan models list` shows "
                "which languages other models know, `shouguan models install BUNDLE` adds them; then try again.",
            ),
            languages=list(served),
        )


class ReportNotReadyError(ConflictError):
    """The report does not exist yet."""

    code = "report_not_ready"

    def __init__(self, interview_id: str) -> None:
        super().__init__(
            LocalizedText(
                "报告尚未生成。请通过 progress 查看进度，完成后再读取。",
                "The report is not made yet. Follow `progress` and read it once it is there.",
            ),
            progress=f"/v1/interviews/{interview_id}/progress",
        )
