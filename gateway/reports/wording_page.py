"""What the report says around its recordings, timelines and charts."""

from __future__ import annotations

from gateway.domain.text import LocalizedText

TEXT: dict[str, LocalizedText] = {
    "skip": LocalizedText("跳到正文", "Skip to content"),
    "to_interview": LocalizedText("面试进度与决定", "Interview and decision"),
    "to_pdf": LocalizedText("打印版（PDF）", "For printing (PDF)"),
    "places": LocalizedText("页面导航", "Site"),
    "recording": LocalizedText("录音录像", "Recording"),
    "captions": LocalizedText("字幕", "Captions"),
    "play_from": LocalizedText("播放，从", "Play from"),
    "play_hint": LocalizedText(
        "点击任一时间、引文或标记，即从该秒开始播放；空格键播放或暂停，左右方向键后退或前进 5 秒。",
        "Choose any time, quotation or mark to play from that second. The space bar plays and pauses; the "
        "left and right arrow keys go 5 seconds back and forth.",
    ),
    "unplayable": LocalizedText(
        "这个浏览器无法播放该录制文件的格式。请换用 Chrome、Edge 或 Safari，或下载后播放。",
        "This browser cannot play a recording of this format. Use Chrome, Edge or Safari, or download it.",
    ),
    "timeline": LocalizedText("时间轴", "Timeline"),
    "timeline_marks": LocalizedText("个标记", "marks"),
    "key_good": LocalizedText("加分或体现", "speaks for the candidate"),
    "key_bad": LocalizedText("扣分", "costs points"),
    "key_plain": LocalizedText("关键词等", "keywords and the like"),
    "levels_begin": LocalizedText("各级起点", "Levels begin at"),
    "scale_note": LocalizedText(
        "上方数字 1 到 5 为级别，其下是升入下一级的分数。",
        "The figures 1 to 5 are the levels; below them stand the scores at which the next level begins.",
    ),
}
