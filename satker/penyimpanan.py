"""Where uploaded files lie: a file is there whole, and survives a loss of power, or is not there at all."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from satker.berkas_baru import sampai_di_disk

SEBAB = {
    errno.ENOSPC: "ruang disk habis",
    errno.EDQUOT: "jatah disk habis",
    errno.EFBIG: "berkas terlalu besar",
    errno.EACCES: "tidak diizinkan",
    errno.EPERM: "tidak diizinkan",
    errno.EROFS: "disk hanya dapat dibaca",
    errno.ENOENT: "berkas atau foldernya tidak ada",
    errno.ENOTDIR: "foldernya tidak ada",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
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
            # The row that names it is about to be promised.
            for lintasan in (Path(self.path(tersimpan)), Path(self.path(tersimpan)).parent):
                sampai_di_disk(lintasan)
        except BaseException:
            self.delete(name)
            raise
        return tersimpan
