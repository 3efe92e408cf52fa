"""Files that a command makes: one has its name when it is whole, and no part of it ever stands there.

It is written beside its place, under a passing name; a full disk leaves nothing, and a process that is
killed leaves a file `.*.sebagian`, which may be deleted.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HANYA_SENDIRI = 0o600
SEMUA = 0o666
"""What the process lets others do with a new file is taken off (umask)."""


@contextmanager
def berkas_baru(tujuan: Path, izin: int = HANYA_SENDIRI) -> Iterator[Path]:
    """Where to write a file that must not be there yet; it gets its name at the end, or goes.

    Raises:
        FileExistsError: the name is taken, or was meanwhile; what stands there stays.
        OSError: the disk would not have it.

    """
    if os.path.lexists(tujuan):
        raise FileExistsError(tujuan)
    with _sementara(tujuan, izin) as sementara:
        yield sementara
        sampai_di_disk(sementara)
        try:
            os.link(sementara, tujuan)  # fails where the name was taken meanwhile
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no second names
            if os.path.lexists(tujuan):
                raise FileExistsError(tujuan) from None
            sementara.rename(tujuan)


def ganti_berkas(tujuan: Path, isi: bytes) -> None:
    """Write a file, in place of one of that name if there is; that one stays whole until then.

    Raises:
        OSError: the disk would not have it, or something else than a file stands there.

    """
    tujuan = Path(os.path.realpath(tujuan))  # a link goes on leading to it
    ada = tujuan.exists()
    if ada and not tujuan.is_file():
        raise OSError(errno.EINVAL, "itu bukan berkas biasa", str(tujuan))
    with _sementara(tujuan, SEMUA) as sementara:
        sementara.write_bytes(isi)
        if ada:
            sementara.chmod(tujuan.stat().st_mode)
        sampai_di_disk(sementara)
        sementara.replace(tujuan)


def sampai_di_disk(lintasan: Path) -> None:
    """Wait until the disk has a file, or the entries of a folder."""
    fd = os.open(lintasan, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _sementara(tujuan: Path, izin: int) -> Iterator[Path]:
    """An empty file beside its place, gone at the end unless it has got its name."""
    sementara = tujuan.with_name(f".{tujuan.name}.{secrets.token_hex(4)}.sebagian")
    os.close(os.open(sementara, os.O_WRONLY | os.O_CREAT | os.O_EXCL, izin))
    try:
        yield sementara
        sampai_di_disk(tujuan.parent)
    finally:
        sementara.unlink(missing_ok=True)
