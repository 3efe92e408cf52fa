"""Where static files come from and how they are stored."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli
import plotly
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BROTLI_TERBAIK = 11
BROTLI_BERKAS_BESAR = 9
BERKAS_BESAR = 256 * 1024


class Pemampat(Compressor):
    """Compresses as WhiteNoise does, but in a time that a first start can wait for.

    Brotli's best effort takes 11 s for the 4.8 MB of Plotly and saves a tenth of what the
    next best leaves after half a second; small files get the best.
    """

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        hasil: bytes = brotli.compress(
            data, quality=BROTLI_BERKAS_BESAR if len(data) > BERKAS_BESAR else BROTLI_TERBAIK
        )
        return hasil

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        """Write whole or not at all: a file that exists is taken for complete next time."""
        sementara = f"{path}{suffix}.{os.getpid()}.tmp"
        super().write_data(path, data, f"{suffix}.{os.getpid()}.tmp", stat_result)
        Path(sementara).replace(f"{path}{suffix}")
        return f"{path}{suffix}"


class PenyimpananStatis(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; a name that is missing fails loudly at collectstatic.

    Only the hashed copies are compressed, for pages link to nothing else, and only those
    that are not compressed yet: their name is made from their content.
    """

    def create_compressor(self, **kwargs: Any) -> Pemampat:
        return Pemampat(**kwargs)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        bernama_isi = set(self.hashed_files.values())
        baru = [path for path in paths if path in bernama_isi and not Path(self.path(path) + ".br").exists()]
        yield from super().compress_files(baru)


class PlotlyFinder(FileSystemFinder):
    """Serves `vendor/plotly.min.js` out of the installed plotly package.

    The browser half of a chart then always has the version of the Python half, and no
    third-party code lies in the repository.
    """

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        folder = str(Path(plotly.__file__).parent / "package_data")
        self.locations = [("vendor", folder)]
        storage = FileSystemStorage(location=folder)
        storage.prefix = "vendor"  # type: ignore[attr-defined]  # set by the base class too
        self.storages = {folder: storage}

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """Nothing to check: the base class looks at STATICFILES_DIRS, this one has none."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list(ignore_patterns):
            if path == "plotly.min.js":
                yield path, storage
