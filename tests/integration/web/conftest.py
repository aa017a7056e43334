from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from gateway.identity import make_ticket
from tests.factories import played
from tests.fakes.world import TOKEN, World
from tests.fixtures.browser import watched_page
from tests.fixtures.media import film
from tests.fixtures.site import served

REPORT = "/interviews/interview-1/report"


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give a film and a sound file of codecs that every Chromium plays."""
    folder = tmp_path_factory.mktemp("recordings")
    seconds = float(played.SECONDS)
    return film(folder / "film.webm", seconds), film(folder / "sound.webm", seconds, picture=False)


@pytest.fixture
def finished(tmp_path: Path, recordings: tuple[Path, Path]) -> World:
    """Give a box with a finished interview whose recordings are there, with remarks and others to compare with."""
    world = World(tmp_path)
    played.keep(world, *recordings)
    played.keep_beside(world)
    return world


@pytest.fixture
def site(finished: World) -> Iterator[str]:
    with served(finished) as url:
        yield url


@pytest.fixture
async def reader(browser: Browser, site: str, finished: World) -> AsyncIterator[Page]:
    """Give a page that is logged in, in English."""
    async with watched_page(browser, site) as page:
        await page.goto(f"/login?ticket={make_ticket(TOKEN, finished.clock.now())}")
        await page.wait_for_url(f"{site}/")
        yield page
