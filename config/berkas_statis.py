"""Where static files come from and how they are stored."""

from pathlib import Path

import plotly
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PenyimpananStatis(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; a name that is missing fails loudly at collectstatic."""


class PlotlyFinder(FileSystemFinder):
    """Serves `vendor/plotly.min.js` out of the installed plotly package.

    The browser half of a chart then always has the version of the Python half, and no
    third-party code lies in the repository.
    """

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        folder = Path(plotly.__file__).parent / "package_data"
        self.locations = [("vendor", str(folder))]
        storage = FileSystemStorage(location=str(folder))
        storage.prefix = "vendor"  # type: ignore[attr-defined]
        self.storages = {str(folder): storage}

    def check(self, **_kwargs: object) -> list:
        return []

    def list(self, ignore_patterns):  # noqa: ANN001, ANN201  (signature of the base class)
        for path, storage in super().list(ignore_patterns):
            if path == "plotly.min.js":
                yield path, storage
