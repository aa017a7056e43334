"""Where things about models lie below the project's root. Nothing here touches the disk."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Layout(Struct, frozen=True):
    """The folders of an installation whose root is `root`."""

    root: Path

    @property
    def lock(self) -> Path:
        """Requirements file that pins the wheels holding weights."""
        return self.root / "requirements" / "weights.lock"

    @property
    def sources(self) -> Path:
        """Folder of the Triton model files as they are in the project."""
        return self.root / "model_repository"

    @property
    def kernels(self) -> Path:
        """Folder of the numpy code that the model files import."""
        return self.root / "inference" / "kernels"

    @property
    def build(self) -> Path:
        """Folder of everything that is made."""
        return self.root / "build"

    @property
    def weights(self) -> Path:
        """Folder of the weights, one folder a model."""
        return self.build / "weights"

    @property
    def downloads(self) -> Path:
        """Folder of what is being fetched, and goes on from there after an interruption."""
        return self.build / "downloads"

    @property
    def exports(self) -> Path:
        """Folder of graphs made from weights."""
        return self.build / "exports"

    @property
    def engines(self) -> Path:
        """Folder of the engines built on this machine, by their keys."""
        return self.build / "engines"

    @property
    def repositories(self) -> Path:
        """Folder of the repositories: the one that is served, for a moment also the one that will be."""
        return self.build / "repositories"

    @property
    def repository(self) -> Path:
        """Folder that Triton serves: a symbolic link to one in `repositories`, replaced in one step."""
        return self.build / "model_repository"

    @property
    def environment(self) -> Path:
        """Virtual environment of the model server."""
        return self.build / "triton-env"

    @property
    def python(self) -> Path:
        """Interpreter of the model server's environment."""
        return self.environment / "bin" / "python"

    @property
    def backends(self) -> Path:
        """Folder of Triton back ends, made of symbolic links."""
        return self.build / "triton-backends"
