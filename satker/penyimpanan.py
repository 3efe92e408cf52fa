"""Where uploaded files lie: a file is there whole, and survives a loss of power, or is not there at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

SEBAB = {
    errno.ENOSPC: "ruang disk habis",
    errno.EDQUOT: "jatah disk habis",
    errno.EFBIG: "berkas terlalu besar",
    errno.EACCES: "tidak diizinkan",
    errno.EPERM: "tidak diizinkan",
    errno.EROFS: "disk hanya dapat dibaca",
}
PENUH = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a write says for which there is no room: on the disk, within a quota, within a limit of the process."""


def sebab(galat: OSError) -> str:
    """Why a disk would not have it, in words."""
    return SEBAB.get(galat.errno or 0) or galat.strerror or str(galat)


class PenyimpananUtuh(FileSystemStorage):
    """Django's own would leave the half that a full disk took, and leaves the rest to the cache of the disk.

    The names that are stored under are drawn by chance (`nama_simpan`), so the half is nobody else's file.
    """

    def _save(self, name: str, content: Any) -> str:
        try:
            tersimpan: str = super()._save(name, content)  # type: ignore[misc]  # the stubs do not name it
            for lintasan in (Path(self.path(tersimpan)), Path(self.path(tersimpan)).parent):
                _sampai_di_disk(lintasan)
        except BaseException:
            self.delete(name)
            raise
        return tersimpan


def _sampai_di_disk(lintasan: Path) -> None:
    """Wait until the disk has a file, or the entries of a folder: the row that names it is about to be promised."""
    fd = os.open(lintasan, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
