"""Why nothing in an answer could be used: `Answer.problem` is a stable code, and here is what people read for it."""

from __future__ import annotations

from gateway.domain.text import LocalizedText

UNKNOWN = "perception.failed"

PROBLEM_TEXT: dict[str, LocalizedText] = {
    "media.empty": LocalizedText(
        "文件是空的。请重新录制，确认文件大小不为零后再上传。",
        "The file is empty. Record again, and check that the file has a size before sending it.",
    ),
    "media.not_media": LocalizedText(
        "这不是音频或视频文件。请上传 MP4、WebM、WAV、MP3 等格式的录音或录像。",
        "This is not a sound or video file. Send a recording as MP4, WebM, WAV, MP3 or the like.",
    ),
    "media.unsupported_format": LocalizedText(
        "不支持这种文件格式。请转换为 MP4、WebM、WAV 或 MP3 后重新上传。",
        "This file format is not supported. Convert it to MP4, WebM, WAV or MP3 and send it again.",
    ),
    "media.too_long": LocalizedText(
        "录制时间超过上限。请剪短后重新上传，或请管理员调高时长上限。",
        "The recording is longer than the limit. Send a shorter one, or ask the administrator to raise the limit.",
    ),
    "media.no_streams": LocalizedText(
        "文件中没有可用的声音或画面。请检查麦克风和摄像头，然后重新录制。",
        "The file has no usable sound or picture. Check microphone and camera, then record again.",
    ),
    "media.frame_too_large": LocalizedText(
        "画面分辨率超过上限。请用较低的分辨率（例如 1080p）录制。",
        "The picture's resolution is over the limit. Record at a lower resolution, such as 1080p.",
    ),
    "media.undecodable": LocalizedText(
        "文件已损坏或不完整，无法解码。请重新录制，或重新导出后再上传。",
        "The file is damaged or incomplete and cannot be decoded. Record it again, or export it again and send that.",
    ),
    "media.timeout": LocalizedText(
        "解码用时过长，已停止。请转换为普通的 MP4 文件后重新上传。",
        "Decoding took too long and was stopped. Convert the recording to an ordinary MP4 file and send it again.",
    ),
    "media.not_streamable": LocalizedText(
        "这种文件在录制过程中无法分析，录制完成后会照常分析。",
        "A file of this kind cannot be analysed while it is recorded; that is done once it is complete.",
    ),
    "perception.failed": LocalizedText(
        "分析未能完成，已多次重试。录制文件仍保存在本机；请管理员运行 shouguan doctor 查明原因。",
        "The analysis could not be completed after several attempts. The recording is still on this box; have the "
        "administrator run `shouguan doctor` to find the cause.",
    ),
}


def problem_text(code: str) -> LocalizedText:
    """Give the sentence for the code of a problem; for one that is not known, a general sentence."""
    return PROBLEM_TEXT.get(code, PROBLEM_TEXT[UNKNOWN])
