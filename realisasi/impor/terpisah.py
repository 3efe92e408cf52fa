"""Work on what somebody sent, in a process of its own with bounded memory and time.

A parser that asks for all memory, that never ends or that aborts takes that process with it and no
other; what is left of it here is one sentence. It is no prison for code: the result comes back by pickle.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import math
import os
import pickle
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from django.db import connections

from realisasi.impor.bacaan import BerkasDitolak
from realisasi.rupiah import angka

if sys.platform != "win32":
    import resource

logger = logging.getLogger(__name__)

Hasil = TypeVar("Hasil")

DAPAT_TERPISAH: Final = sys.platform not in ("win32", "darwin")
"""Whether a process can be copied here; the frameworks of macOS do not survive it once there are threads."""

TERHENTI: Final = (
    "Berkas ini menghentikan program yang membacanya: isinya rusak, atau terlalu besar untuk memori. Salin lembar yang "
    "diperlukan ke buku kerja baru di Excel, simpan sebagai .xlsx, lalu unggah lagi."
)
TIDAK_SEMPAT: Final = (
    "Server kehabisan memori sehingga berkas ini belum dapat dibaca. Coba lagi beberapa menit lagi; bila tetap begini, "
    "minta administrator memeriksa memori server."
)

_MB: Final = 1024 * 1024
_KURANG_MEMORI: Final = 3  # how a process ends that ran out of memory
_TAMBAHAN: Final = 1  # seconds of computing above those by the clock, which is to speak first
_KELEBIHAN_WAKTU: Final = (signal.SIGALRM, signal.SIGXCPU) if sys.platform != "win32" else ()
_SATU_PER_SATU: Final = threading.Lock()


class TerlaluLama(BerkasDitolak):
    """The time was over before the file was read."""


def kerjakan(tugas: Callable[[], Hasil], *, memori: int, detik: float) -> Hasil:
    """What the task gives, worked out in a copy of this process that may take so many more bytes, and so many seconds.

    The task may not use the database. Where a process cannot be copied it is worked out here, unbounded.

    Raises:
        BerkasDitolak: the task's own, or one that says that it took too much of either.

    """
    if detik <= 0:
        raise TerlaluLama(_terlalu_lama(detik))
    if not DAPAT_TERPISAH:
        return tugas()
    try:
        pid, masuk = _mulai(tugas, memori, detik)
    except OSError as galat:
        raise BerkasDitolak(TIDAK_SEMPAT) from galat
    try:
        with os.fdopen(masuk, "rb") as aliran:
            try:
                jawaban = pickle.load(aliran)  # noqa: S301  (written by this very program)
            except (EOFError, pickle.UnpicklingError):
                jawaban = None
    except BaseException:  # the server gives this request up
        os.kill(pid, signal.SIGKILL)
        _tunggu(pid)
        raise
    status = _tunggu(pid)
    if status != 0 or jawaban is None:
        # For whoever looks after the server: less than zero is the signal that ended it.
        logger.warning("A process that read an imported file gave no answer and ended with %s.", status)
        raise _sebab(status, memori, detik)
    hasil, sebab = jawaban
    if sebab is not None:
        raise sebab
    return hasil


def _mulai(tugas: Callable[[], Any], memori: int, detik: float) -> tuple[int, int]:
    """The number of the new process, and where its answer can be read."""
    # One at a time: another copy would hold this pipe open, and its end would be waited for.
    with _SATU_PER_SATU, warnings.catch_warnings():
        # Python 3.12 warns of copying a process with threads (those of `runserver`). Whatever they
        # hold at that moment stays locked in the copy; at worst it waits there until its time is over.
        warnings.simplefilter("ignore", DeprecationWarning)
        masuk, keluar = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            os.close(masuk)
            raise
        else:
            if pid == 0:
                os.close(masuk)
                _salinan(tugas, keluar, memori, detik)
        finally:
            os.close(keluar)
    return pid, masuk


def _tunggu(pid: int) -> int:
    """How a process ended: its status, or less than zero for the signal that ended it."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:  # whoever started this program has it forget them; the answer alone tells
        return 0


def _sebab(status: int, memori: int, detik: float) -> BerkasDitolak:
    """What is said of a process that gave no answer."""
    if status == _KURANG_MEMORI:
        return BerkasDitolak(
            f"Membaca berkas ini memerlukan memori lebih dari {angka(memori // _MB)} MB. Kirim lembar dan kolom yang "
            "diperlukan saja, atau bagi menjadi beberapa berkas."
        )
    if -status in _KELEBIHAN_WAKTU:
        return TerlaluLama(_terlalu_lama(detik))
    return BerkasDitolak(TERHENTI)


def _terlalu_lama(detik: float) -> str:
    return (
        f"Berkas ini belum selesai dibaca dalam {angka(math.ceil(detik))} detik. Kirim lembar dan kolom yang "
        "diperlukan saja, atau bagi menjadi beberapa berkas."
    )


# --- In the copy ---------------------------------------------------------------------


def _salinan(tugas: Callable[[], Any], keluar: int, memori: int, detik: float) -> NoReturn:
    """Do the task, give the answer, and end at once: what tidies up at an end would close what the original uses."""
    status = 1
    try:
        _siapkan()
        _batasi(memori, detik)
        with os.fdopen(keluar, "wb") as aliran:
            pickle.dump(_jawab(tugas), aliran, pickle.HIGHEST_PROTOCOL)
        status = 0
    except MemoryError:
        status = _KURANG_MEMORI
    except BaseException:  # noqa: BLE001  (nothing may leave: the original's stack is below)
        traceback.print_exc()
    finally:
        os._exit(status)


def _siapkan() -> None:
    gc.disable()  # a forgotten connection of the original, once collected, would hang up on its server
    for bilah in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(bilah, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for satu in connections.all(initialized_only=True):
        satu.execute_wrappers.append(_tanpa_basis_data)


def _tanpa_basis_data(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise RuntimeError("The connection belongs to the process that this one is a copy of.")


def _batasi(memori: int, detik: float) -> None:
    with contextlib.suppress(OSError):  # the first to go where the whole machine is out of memory
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if (terpakai := _terpakai()) is not None:
        _turunkan(resource.RLIMIT_AS, terpakai + memori)
    _turunkan(resource.RLIMIT_CPU, math.ceil(detik) + _TAMBAHAN)
    signal.setitimer(signal.ITIMER_REAL, detik)


def _turunkan(apa: int, batas: int) -> None:
    """A bound of this process, no higher than the one that it has."""
    _, keras = resource.getrlimit(apa)
    resource.setrlimit(apa, (batas if keras == resource.RLIM_INFINITY else min(batas, keras), keras))


def _terpakai() -> int | None:
    """Bytes of addresses in use; None where the system does not tell."""
    try:
        halaman = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(halaman) * resource.getpagesize()


def _jawab(tugas: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return tugas(), None
    except MemoryError:
        raise
    except BerkasDitolak as galat:
        return None, galat
    except Exception as galat:  # noqa: BLE001  (a fault of ours, to be seen where others are)
        return None, RuntimeError("".join(traceback.format_exception(galat)))
