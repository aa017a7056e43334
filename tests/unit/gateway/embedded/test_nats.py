from __future__ import annotations

from pathlib import Path

import pytest

from gateway.embedded import nats


def test_a_seed_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    seed = tmp_path / "secrets" / "x.seed"
    first = nats.public_key(seed)
    assert nats.public_key(seed) == first
    assert first.startswith("U")
    assert seed.stat().st_mode & 0o777 == 0o600


def test_a_file_without_a_seed_is_named(tmp_path: Path) -> None:
    seed = tmp_path / "x.seed"
    seed.write_text("nonsense")
    with pytest.raises(nats.NatsSetupError, match=r"x\.seed"):
        nats.public_key(seed)


def test_configurations_hold_no_secret_and_listen_on_loopback(tmp_path: Path) -> None:
    configs = [nats.write_box_config(tmp_path, 4222), nats.write_hub_config(tmp_path, 4223, ["box-1"])]
    seeds = [file.read_text() for file in (tmp_path / "secrets").iterdir()]
    assert len(seeds) == 4
    for config in configs:
        text = config.read_text()
        assert not any(seed in text for seed in seeds)
        assert 'listen: "127.0.0.1:' in text
        assert '"sync_interval": "always"' in text


def test_a_box_id_that_would_widen_a_permission_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="subject"):
        nats.write_hub_config(tmp_path, 4223, ["*"])
