"""What the table of observations calls the measurements of the voice."""

from __future__ import annotations

from gateway.domain.text import LocalizedText

TEXT: dict[str, LocalizedText] = {
    "pauses_within": LocalizedText("其中在句子中间的停顿", "of these, inside a sentence"),
    "filler_rate": LocalizedText("口头语密度（每百词，中文为每百字）", "Fillers per 100 words (or Chinese characters)"),
    "pitch_movement": LocalizedText("音高起伏（半音/秒）", "Pitch movement (semitones a second)"),
    "loudness_range": LocalizedText("音量范围（分贝）", "Loudness range (dB)"),
    "loudness_movement": LocalizedText(
        "音量起伏（相邻半秒之差，分贝）", "Loudness movement (dB from one half second to the next)"
    ),
}
