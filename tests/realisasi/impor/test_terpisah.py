"""Work in a process of its own: whatever happens there, here is an answer or one sentence, and nothing breaks."""

from __future__ import annotations

import atexit
import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from realisasi.impor import berkas, pratinjau, terpisah
from realisasi.impor.bacaan import BerkasDitolak, JenisImpor, Pilihan
from satker.models import Pengguna, Satker
from tests.realisasi.impor import buat

MB = 1024 * 1024

pytestmark = pytest.mark.skipif(not terpisah.DAPAT_TERPISAH, reason="a process cannot be copied here")


def kerjakan(tugas: Callable[[], Any], *, memori: int = 256 * MB, detik: float = 60) -> Any:
    return terpisah.kerjakan(tugas, memori=memori, detik=detik)


def pesan(tugas: Callable[[], Any], **jatah: Any) -> str:
    with pytest.raises(BerkasDitolak) as galat:
        kerjakan(tugas, **jatah)
    return galat.value.pesan


def selamanya() -> None:
    while True:
        pass


def mati(tanda: int) -> None:
    faulthandler.disable()  # whose words would stand among those of the tests
    os.kill(os.getpid(), tanda)


def test_the_answer_comes_back() -> None:
    assert kerjakan(os.getpid) != os.getpid()
    for mentah in (buat.csv(buat.LAPORAN), buat.satu(buat.LAPORAN)):
        langsung = berkas.buka("x", mentah)
        buku = kerjakan(partial(berkas.buka, "x", mentah))
        assert (buku.nama, buku.sha256, buku.format) == (langsung.nama, langsung.sha256, langsung.format)
        assert buku.lembar[0].tabel.equals(langsung.lembar[0].tabel)
        assert [list(map(type, b)) for b in buku.lembar[0].tabel.to_numpy(object)] == [
            list(map(type, b)) for b in langsung.lembar[0].tabel.to_numpy(object)
        ]


def test_memory_is_bounded() -> None:
    assert "memori lebih dari 256 MB" in pesan(lambda: bytearray(512 * MB))
    assert len(kerjakan(lambda: bytes(8 * MB))) == 8 * MB


def test_time_is_bounded() -> None:
    assert "dalam 1 detik" in pesan(selamanya, detik=0.2)
    assert "dalam 1 detik" in pesan(partial(time.sleep, 3600), detik=0.2)
    assert "belum selesai dibaca" in pesan(os.getpid, detik=0)


@pytest.mark.parametrize("tanda", [signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL])
def test_what_dies_is_a_sentence(tanda: int) -> None:
    assert pesan(partial(mati, tanda)) == terpisah.TERHENTI


def test_what_ends_without_an_answer_is_a_sentence() -> None:
    assert pesan(sys.exit) == terpisah.TERHENTI
    assert pesan(threading.Lock) == terpisah.TERHENTI  # which cannot be handed over


def test_a_refusal_comes_back_whole() -> None:
    def tolak() -> None:
        raise BerkasDitolak("Kalimat.", ditemukan=["a"], kurang=["b", "c"])

    with pytest.raises(BerkasDitolak) as galat:
        kerjakan(tolak)
    assert (galat.value.pesan, galat.value.ditemukan, galat.value.kurang) == ("Kalimat.", ("a",), ("b", "c"))


def test_a_fault_of_ours_is_no_refusal() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        kerjakan(lambda: 1 // 0)


def test_nothing_that_tidies_up_here_runs_there(tmp_path: Path) -> None:
    jejak = tmp_path / "jejak"
    atexit.register(jejak.touch)
    try:
        kerjakan(os.getpid)
        pesan(sys.exit)
    finally:
        atexit.unregister(jejak.touch)
    assert not jejak.exists()


def test_threads_may_ask_at_the_same_time() -> None:
    hasil: list[int] = []
    utas = [threading.Thread(target=lambda n=n: hasil.append(kerjakan(lambda: n * n))) for n in range(8)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert sorted(hasil) == [n * n for n in range(8)]


@pytest.mark.basis_data
@pytest.mark.django_db
def test_the_database_is_not_touched_and_stays_usable() -> None:
    assert not Satker.objects.exists()
    with pytest.raises(RuntimeError, match="copy"):
        kerjakan(Satker.objects.exists)
    pesan(partial(mati, signal.SIGABRT))
    assert not Satker.objects.exists()
    assert not connection.execute_wrappers


# --- Files as pages and the command read them ---------------------------------------------


def ditolak(isi: dict[str, bytes], cara: pratinjau.Cara) -> dict[str, str]:
    with pytest.raises(pratinjau.TidakTerpakai) as galat:
        pratinjau.baca(isi, JenisImpor.LAPORAN, Pilihan(), cara)
    return {p.nama: p.galat.pesan for p in galat.value.ditolak}


def test_one_file_without_time_is_refused_and_the_others_are_not() -> None:
    baik = buat.satu(buat.LAPORAN)
    semua = ditolak({"a.xlsx": baik, "b.xlsx": baik}, pratinjau.Cara(detik=0))
    assert list(semua) == ["a.xlsx"]
    assert "belum selesai dibaca" in semua["a.xlsx"]


def test_one_file_without_memory_is_refused_and_the_others_are_not() -> None:
    besar = (b"a," * 39 + b"a\n") * 190_000
    sempit = pratinjau.Cara(batas=berkas.Batas(**(vars(berkas.PERAMBAN) | {"memori": 8 * MB})))
    semua = ditolak({"a.csv": buat.csv(buat.LAPORAN), "b.csv": besar, "c.csv": buat.csv(buat.LAPORAN)}, sempit)
    assert list(semua) == ["b.csv"]
    assert "memori lebih dari 8 MB" in semua["b.csv"]


@pytest.mark.django_db
def test_applying_and_the_refused_rows_read_within_the_bounds_of_a_page(pusat: Pengguna) -> None:
    impor = pratinjau.buat({"a.csv": buat.csv(buat.SATKER)}, JenisImpor.SATKER, Pilihan(), pusat)
    tersimpan = Path(pratinjau.berkas_tersimpan(impor)["a.csv"])
    tersimpan.write_bytes(buat.xlsx(*((f"L{n}", buat.SATKER) for n in range(60))))
    for baca in (
        partial(pratinjau.terapkan_pratinjau, pengguna=pusat, dilihat="", lewati_ditolak=False),
        pratinjau.buku_tolakan,
    ):
        with pytest.raises(pratinjau.TidakTerpakai, match="lebih dari 50 lembar"):
            baca(impor)
    assert not Satker.objects.exists()
