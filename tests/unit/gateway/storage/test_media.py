from __future__ import annotations

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.domain.errors import ConflictError, NotFoundError, StorageFullError
from gateway.storage.media import FileMediaStore


@pytest.fixture
def store(tmp_path: Path) -> FileMediaStore:
    return FileMediaStore(tmp_path / "media", free_bytes=0)


def offset_of(error: pytest.ExceptionInfo[ConflictError]) -> object:
    return error.value.details["offset"]


def test_an_upload_grows_and_is_kept(store: FileMediaStore) -> None:
    assert store.begin("u") == 0
    assert store.append("u", 0, b"first ") == 6
    assert store.append("u", 6, b"second") == 12
    kept = store.finish("u")
    assert (kept.size, kept.sha256) == (12, hashlib.sha256(b"first second").hexdigest())
    with store.open(kept.key) as file:
        assert file.read() == b"first second"


def test_an_upload_goes_on_after_a_restart(store: FileMediaStore, tmp_path: Path) -> None:
    store.append("u", 0, b"first ")
    store.sync("u")
    again = FileMediaStore(tmp_path / "media", free_bytes=0)
    assert again.begin("u") == 6


def test_a_chunk_that_is_there_changes_nothing(store: FileMediaStore) -> None:
    store.append("u", 0, b"abcdef")
    assert store.append("u", 0, b"abc") == 6
    assert store.append("u", 3, b"def") == 6


def test_a_chunk_that_overlaps_adds_its_new_part(store: FileMediaStore) -> None:
    store.append("u", 0, b"abcd")
    assert store.append("u", 2, b"cdef") == 6
    with store.open(store.finish("u").key) as file:
        assert file.read() == b"abcdef"


def test_a_gap_and_a_difference_are_refused_with_the_offset(store: FileMediaStore) -> None:
    store.append("u", 0, b"abcd")
    with pytest.raises(ConflictError) as gap:
        store.append("u", 5, b"f")
    with pytest.raises(ConflictError) as different:
        store.append("u", 2, b"xx")
    assert (offset_of(gap), offset_of(different)) == (4, 4)


def test_the_same_chunk_from_several_at_once_is_kept_once(store: FileMediaStore) -> None:
    chunk = bytes(range(256)) * 1000
    with ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(lambda _: store.append("u", 0, chunk), range(8)))
    assert lengths == [len(chunk)] * 8
    assert store.finish("u").size == len(chunk)


def test_finishing_again_gives_the_same_key(store: FileMediaStore) -> None:
    store.append("u", 0, b"abc")
    assert store.finish("u") == store.finish("u")


def test_what_is_finished_cannot_grow(store: FileMediaStore) -> None:
    store.append("u", 0, b"abc")
    kept = store.finish("u")
    with pytest.raises(ConflictError):
        store.append("u", 3, b"d")
    with store.open(kept.key) as file:
        assert file.read() == b"abc"


def test_a_recording_outlives_its_upload(store: FileMediaStore) -> None:
    store.append("u", 0, b"abc")
    kept = store.finish("u")
    store.discard("u")
    store.discard("u")
    assert store.begin("u") == 0
    assert store.path(kept.key).read_bytes() == b"abc"


def test_the_same_content_of_two_uploads_has_two_keys(store: FileMediaStore) -> None:
    for upload in ("u", "v"):
        store.append(upload, 0, b"abc")
    first, second = store.finish("u"), store.finish("v")
    store.delete(first.key)
    assert store.path(second.key).read_bytes() == b"abc"
    with pytest.raises(NotFoundError):
        store.open(first.key)


def test_names_from_outside_never_become_paths(store: FileMediaStore, tmp_path: Path) -> None:
    store.append("../../etc/passwd", 0, b"abc")
    kept = store.finish("../../etc/passwd")
    names = [path.name for path in tmp_path.rglob("*")]
    assert not any("passwd" in name for name in names)
    assert "passwd" not in kept.key


@pytest.mark.parametrize("key", ["", "../secrets/api-token", "/etc/passwd", "ab/" + "0" * 63, "ab/" + "0" * 64 + "\n"])
def test_what_is_no_key_is_refused(store: FileMediaStore, key: str) -> None:
    with pytest.raises(NotFoundError):
        store.path(key)


def test_an_upload_that_never_began_cannot_be_finished(store: FileMediaStore) -> None:
    with pytest.raises(NotFoundError):
        store.finish("u")


def test_recordings_are_for_their_owner_only(store: FileMediaStore, tmp_path: Path) -> None:
    store.append("u", 0, b"abc")
    store.finish("u")
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "media").rglob("*")}
    assert modes == {True: 0o700, False: 0o600}


def test_some_of_the_disk_stays_free(tmp_path: Path) -> None:
    store = FileMediaStore(tmp_path, free_bytes=shutil.disk_usage(tmp_path).total)
    with pytest.raises(StorageFullError):
        store.append("u", 0, b"abc")
    assert store.begin("u") == 0


def test_an_upload_that_nothing_was_added_to_for_long_is_forgotten(store: FileMediaStore, tmp_path: Path) -> None:
    store.append("old", 0, b"cut off")
    (old,) = (tmp_path / "media" / "uploads").iterdir()
    os.utime(old, (1000.0, 1000.0))
    store.append("new", 0, b"going on")
    assert store.discard_abandoned(datetime.fromtimestamp(1001.0, UTC)) == 1
    assert (store.begin("old"), store.begin("new")) == (0, 8)


def test_a_recording_stays_when_its_upload_is_forgotten(store: FileMediaStore) -> None:
    store.append("u", 0, b"recording")
    kept = store.finish("u")
    assert store.discard_abandoned(datetime.now(UTC) + timedelta(days=1)) == 1
    with store.open(kept.key) as file:
        assert file.read() == b"recording"
