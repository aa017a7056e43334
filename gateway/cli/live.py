"""`shouguan interview live`: sends a recording at the pace at which it plays, and prints its words as they come."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click
import httpx
from rich.console import Console
from rich.markup import escape

from gateway.cli.client import ApiError, BoxClient, media_type
from gateway.domain.errors import ShouguanError
from gateway.media.decoder import ChildProcessDecoder
from gateway.settings import Limits

PIECES_A_SECOND = 4

Spoken = Callable[[str], None]


def duration_s(file: Path) -> float:
    """Give the length of a recording in seconds. Raises `click.ClickException` on what is none."""
    try:
        info = asyncio.run(ChildProcessDecoder(Limits()).probe(file))
    except ShouguanError as error:
        raise click.ClickException(f"{error.message.en}\n{error.message.zh}") from error
    return (info.duration_ms or 0) / 1000


def send_live(
    client: BoxClient,
    place: tuple[str, str],
    file: Path,
    speed: float,
    spoken: Spoken,
    before_last: Callable[[], None] = lambda: None,
) -> None:
    """Send `file` as an answer while it "plays", `speed` times as fast as it was recorded; tell the words to `spoken`.

    Calls `before_last` when only the last piece is left. Returns when the box has taken the answer. Raises `ApiError`.
    """
    data = file.read_bytes()
    pieces = max(1, round(duration_s(file) * PIECES_A_SECOND))
    size = -(-len(data) // pieces)
    begun = time.monotonic()
    listener: threading.Thread | None = None
    for number in range(pieces):
        piece = data[number * size : (number + 1) * size]
        time.sleep(max(0.0, begun + (number + 1) / PIECES_A_SECOND / speed - time.monotonic()))
        last = number == pieces - 1
        if last:
            before_last()
        client.send_piece(place, number * size, piece, last=last, media_type=media_type(file))
        if listener is None and not last:
            listener = threading.Thread(target=_listen, args=(client, place, spoken), daemon=True)
            listener.start()


def _listen(client: BoxClient, place: tuple[str, str], spoken: Spoken) -> None:
    """Tell the words that will not change any more."""
    with suppress(ApiError, httpx.HTTPError):  # only the words are lost then; the answer itself is sent
        for utterance in client.words(place):
            if utterance["final"]:
                spoken(" ".join(word["text"] for word in utterance["words"]))


def printing(console: Console) -> Spoken:
    """Give what prints words on `console`."""
    return lambda text: console.print(escape(text), highlight=False)
