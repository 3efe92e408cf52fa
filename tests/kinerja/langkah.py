"""The pages and writes that are measured, as a browser asks for them, each with its floors."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.kinerja.isi import PUSAT, TAHUN_AKHIR, TRIWULAN_AKHIR, Bagian, operator
from tests.kinerja.lantai import JENIS, Lantai, Perintah

DASBOR, DAFTAR = "Dasbor", "Daftar satker"
DISIMPAN = {"dashboard/_nasional.html", "dashboard/_daftar_satker.html"}
DITERIMA = "gzip, deflate, br"
TAHUN_TRIWULAN = f"tahun={TAHUN_AKHIR}&triwulan={TRIWULAN_AKHIR}&kewenangan=TP&angka=resmi"


@dataclass
class Langkah:
    """One thing that is measured.

    `minta` asks for it once, with what the browser takes of compression; `paling_banyak` is how often it can be
    asked where each time takes something up. `membaca` are the two ways to read the figures bare (`Lantai`),
    `menulis` the bare write, `gambar` says that a template makes the answer, `rangkai` makes it without one.
    `sebelum` is done before each round and not timed.
    """

    nama: str
    status: int
    minta: Callable[[str], Any]
    membaca: tuple[list[Perintah], list[Perintah]] | None = None
    menulis: Callable[[], None] | None = None
    gambar: bool = False
    rangkai: Callable[[], Callable[[], object]] | None = None
    sebelum: Callable[[], object] | None = None
    paling_banyak: int | None = None


@dataclass
class Meja:
    """Who asks, and what there is to ask for, in a database that `isi` filled."""

    jumlah: int
    pusat: Any = field(init=False)
    bagian: Bagian = field(init=False)

    def __post_init__(self) -> None:
        self.bagian = Bagian.dari(self.jumlah)
        self.pusat = masuk(PUSAT)

    def langkah(self) -> Iterator[Langkah]:
        """What is measured, reading first."""
        from satker.models import Satker

        # The last one has reported everything.
        satker = Satker.objects.get(kode=f"{400_000 + self.jumlah - 1}")
        lantai = Lantai(TAHUN_AKHIR, satker.pk)
        lantai.siapkan()
        # What is kept of a page is no longer found once a figure of the year has changed: both are measured.
        for nama, alamat, membaca in (
            (DASBOR, f"/?{TAHUN_TRIWULAN}", lantai.dasbor()),
            (DAFTAR, f"/satker/?{TAHUN_TRIWULAN}", lantai.daftar()),
        ):
            berubah = self._baca(f"{nama}, sesudah perubahan", alamat, membaca)
            berubah.sebelum = lambda: ubah(satker)
            yield berubah
            yield self._baca(f"{nama}, tersimpan", alamat, membaca)
        yield self._baca("Halaman satker", f"/satker/{satker.kode}/?{TAHUN_TRIWULAN}", lantai.lembar())
        buku = self._baca("Buku kerja rakor", f"/rakor/unduh/?{TAHUN_TRIWULAN}", lantai.rakor())
        buku.gambar, buku.rangkai = False, _rangkai_buku
        yield buku
        yield self._simpan(lantai)
        yield self._verifikasi(lantai)

    def _baca(self, nama: str, alamat: str, membaca: tuple[list[Perintah], list[Perintah]]) -> Langkah:
        def minta(terima: str) -> Any:
            return self.pusat.get(alamat, HTTP_ACCEPT_ENCODING=terima)

        return Langkah(nama, 200, minta, membaca=membaca, gambar=True)

    def _simpan(self, lantai: Lantai) -> Langkah:
        """The drafts in turn, each by its operator, who reads the count of changes from the answer before."""
        meja = [(masuk(operator(n)), *_laporan(n)) for n in self.bagian.draf]
        ke = itertools.count(1)
        hitungan: dict[int, int] = {pk: hitung for _, _, pk, hitung in meja}

        def minta(terima: str) -> Any:
            n = next(ke)
            klien, dipa, laporan, _ = meja[n % len(meja)]
            alamat = f"/pelaporan/{dipa}/{TRIWULAN_AKHIR}/draf/"
            jawaban = klien.post(alamat, isian(hitungan[laporan], n), HTTP_ACCEPT_ENCODING=terima)
            if jawaban.status_code == 200:
                hitungan[laporan] += 1
            return jawaban

        terakhir = meja[-1][2]
        return Langkah("Simpan isian", 200, minta, menulis=lambda: lantai.simpan(terakhir, next(ke)))

    def _verifikasi(self, lantai: Lantai) -> Langkah:
        """Each quarter of the satker that wait, one after the other: every one is another report."""
        from realisasi.models import LaporanTriwulan

        kode = [f"{400_000 + n}" for n in self.bagian.diajukan]
        laporan = LaporanTriwulan.objects.filter(
            dipa__tahun=TAHUN_AKHIR, dipa__satker__kode__in=kode, status="DIAJUKAN"
        )
        antre = list(laporan.order_by("triwulan", "dipa_id").values_list("pk", "perubahan_ke"))
        giliran = iter(antre)
        ke = itertools.count(1)

        def minta(terima: str) -> Any:
            pk, hitungan = next(giliran)
            alamat = f"/verifikasi/{pk}/verifikasi/"
            return self.pusat.post(alamat, {"perubahan_ke": hitungan}, HTTP_ACCEPT_ENCODING=terima)

        def menulis() -> None:
            n = next(ke)
            lantai.verifikasi(antre[n % len(antre)][0], n)

        return Langkah("Verifikasi", 302, minta, menulis=menulis, paling_banyak=len(antre))


def ubah(satker: Any) -> None:
    """What a report of this satker that was accepted leaves in the summary, as far as pages can tell."""
    from realisasi.models import Dipa
    from realisasi.rekap import susun

    susun(Dipa.objects.filter(satker=satker, tahun=TAHUN_AKHIR).values_list("pk", flat=True))


def masuk(nama: str) -> Any:
    """A client that is signed in as this person."""
    from django.test import Client

    from satker.models import Pengguna

    klien = Client(raise_request_exception=True)
    klien.force_login(Pengguna.objects.get(username=nama))
    return klien


def isian(perubahan_ke: int, ke: int) -> dict[str, str]:
    """The form of the entry page with other amounts each time."""
    return {
        "perubahan_ke": str(perubahan_ke),
        "basis": "SP2D",
        "tanggal_data": f"{TAHUN_AKHIR}-12-31",
        "fisik": str(ke % 101),
        **{f"r-{j}": str(10_000_000 + 1_000 * ke + n) for n, j in enumerate(JENIS)},
        **{f"k-{j}": "" for j in JENIS},
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }


def _laporan(n: int) -> tuple[int, int, int]:
    """The DIPA, the report and its count of changes of the draft of one satker."""
    from realisasi.models import LaporanTriwulan

    milik = LaporanTriwulan.objects.filter(
        dipa__tahun=TAHUN_AKHIR, dipa__satker__kode=f"{400_000 + n}", triwulan=TRIWULAN_AKHIR
    )
    return milik.values_list("dipa_id", "pk", "perubahan_ke").get()


def _rangkai_buku() -> Callable[[], object]:
    """The workbook out of what was read for it."""
    from dashboard.rakor.bahan import baca_bahan
    from dashboard.rakor.buku_kerja import tulis
    from dashboard.saringan import Saringan
    from realisasi.posisi import Angka

    bahan = baca_bahan(Saringan(TAHUN_AKHIR, TRIWULAN_AKHIR, "TP", Angka.RESMI), oleh="Pengukuran")
    return lambda: tulis(bahan)


# --- The same template out of a ready context ----------------------------------------


@contextmanager
def tangkapan() -> Iterator[list[tuple[Any, Any, int]]]:
    """Gathers each template that is rendered, with its context and the length of what came of it."""
    from django.template.base import Template

    asli = Template._render
    hasil: list[tuple[Any, Any, int]] = []

    def render(template: Any, context: Any) -> Any:
        isi = copy.copy(context)
        teks = asli(template, context)
        hasil.append((template, isi, len(teks)))
        return teks

    Template._render = render
    try:
        yield hasil
    finally:
        Template._render = asli


def render_ulang(hasil: list[tuple[Any, Any, int]]) -> tuple[Callable[[], str], int]:
    """Render the page once more, each time from the same context; and how long it was.

    The part of it that is kept is rendered with it where the page made it.
    """
    # What extends another is done last, and is as long as what it extends.
    panjang = max(n for _, _, n in hasil)
    template, isi, _ = next(x for x in reversed(hasil) if x[2] == panjang)
    dalam = [(t, k) for t, k, _ in hasil if t.name in DISIMPAN]

    def ulang() -> str:
        for t, k in dalam:
            t.render(copy.copy(k))
        return template.render(copy.copy(isi))

    return ulang, panjang
