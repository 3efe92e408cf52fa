"""A small world for the access table: two satker, and one of everything that an address can name.

`MILIK` fills an address for the satker of the dinas users, `LAIN` for another satker, `TIADA`
with identifiers that belong to nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from realisasi.models import (
    BerkasImpor,
    Bukti,
    Dipa,
    HariLibur,
    Impor,
    KeadaanImpor,
    LaporanTriwulan,
    PerpanjanganPeriode,
)
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.posisi import Angka
from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik

TAHUN = 2026
PERAN = ("anonim", "operator", "kepala", "pimpinan", "pusat", "administrator", "tanpa")
DINAS = ("operator", "kepala")
Isian = dict[str, str | int]


@dataclass(frozen=True)
class Dunia:
    """Who is tried (None: nobody signed in), and what fills an address."""

    orang: dict[str, Pengguna | None]
    milik: Isian
    lain: Isian
    tiada: Isian


def bangun() -> Dunia:
    """Make the two satker with a submitted report, evidence and an extension each, and the national things."""
    sendiri, lain = pabrik.buat_satker("099026"), pabrik.buat_satker("069263")
    pabrik.buat_periode(1)
    HariLibur.objects.create(tanggal=dt.date(TAHUN, 8, 17), nama="Hari Kemerdekaan")
    HariLibur.objects.create(tanggal=dt.date(TAHUN, 12, 25), nama="Hari Natal")
    isi = [_isi(satker, hari) for satker, hari in ((sendiri, f"{TAHUN}-08-17"), (lain, f"{TAHUN}-12-25"))]
    orang: dict[str, Pengguna | None] = {
        "anonim": None,
        "operator": pabrik.buat_pengguna("uji-operator", peran=PeranSatker.OPERATOR, satker=sendiri),
        "kepala": pabrik.buat_pengguna("uji-kepala", peran=PeranSatker.KEPALA, satker=sendiri),
        "pimpinan": pabrik.buat_pengguna("uji-pimpinan", peran=Peran.PIMPINAN),
        "pusat": pabrik.buat_pengguna("uji-pusat", peran=Peran.TIM_PUSAT),
        "administrator": pabrik.buat_pengguna("uji-administrator", peran=Peran.ADMINISTRATOR),
        "tanpa": pabrik.buat_pengguna("uji-tanpa-peran", is_superuser=True, is_staff=True),
    }
    tiada: Isian = dict.fromkeys(isi[0], 999_999)
    tiada |= {"kode": "000000", "triwulan": 1, "hari": f"{TAHUN}-01-02", "tahun": 2031, "nama": "tidak-ada"}
    tiada |= {"tanda": str(uuid4()), "uidb36": "zzz", "key": "tidak-ada"}
    return Dunia(orang, isi[0], isi[1], tiada)


def _isi(satker: Satker, hari: str) -> Isian:
    """What an address may name, of this satker where it is somebody's."""
    dipa: Dipa = pabrik.buat_dipa(satker, tahun=TAHUN)
    laporan: LaporanTriwulan = pabrik.buat_laporan_diajukan(dipa, 1, {"52": 700_000})
    bukti = Bukti(
        laporan=laporan, nama="bukti.pdf", jenis="PDF", ukuran=4, sha256="0" * 64,
        nama_pengunggah="Nama", diunggah_pada=timezone.now(),
    )  # fmt: skip
    bukti.berkas.save("x", ContentFile(b"%PDF"), save=True)
    assert laporan.versi_diajukan
    bukti.versi.add(laporan.versi_diajukan)
    periode = pabrik.buat_tahun(TAHUN).periode.get(triwulan=1)
    panjang = PerpanjanganPeriode.objects.create(
        periode=periode, satker=satker, sampai=dt.date(TAHUN, 12, 1), alasan="Banjir."
    )
    impor: Impor = pabrik.buat_impor(satker)
    Impor.objects.filter(pk=impor.pk).update(
        keadaan=KeadaanImpor.DIBATALKAN, dibatalkan_pada=timezone.now()
    )  # its one change is made up
    berkas = BerkasImpor.objects.get(impor=impor)
    berkas.berkas.save("x", ContentFile(b"kode;nama\n"), save=True)
    beku = bekukan(Cakupan(TAHUN, 1, "TP", Angka.SEMENTARA), f"Rakor {satker.kode}", None)
    return {
        "kode": satker.kode, "dipa_id": dipa.pk, "triwulan": 1, "bukti_id": bukti.pk, "laporan_id": laporan.pk,
        "nomor": beku.pk, "tahun": TAHUN, "pk": panjang.pk, "hari": hari, "nama": "realisasi",
        "tanda": str(uuid4()), "impor_id": impor.pk, "berkas_id": berkas.pk, "uidb36": "zz", "key": "kunci-palsu",
    }  # fmt: skip


@dataclass(frozen=True)
class Alamat:
    """One entry of the URL configuration: its full name, the names that fill it, and its pattern."""

    nama: str
    isian: tuple[str, ...]
    pola: str


def semua_alamat() -> list[Alamat]:
    """Every address that the project answers, as the URL configuration has them."""
    return list(_jelajah(get_resolver(), "", "", ()))


def _jelajah(simpul: URLResolver, awalan: str, ruang: str, isian: tuple[str, ...]) -> list[Alamat]:
    hasil: list[Alamat] = []
    for anak in simpul.url_patterns:
        pola, nama_isian = awalan + str(anak.pattern), (*isian, *_nama_isian(anak))
        if isinstance(anak, URLResolver):
            hasil += _jelajah(anak, pola, f"{ruang}{anak.namespace}:" if anak.namespace else ruang, nama_isian)
        else:
            hasil.append(Alamat(f"{ruang}{anak.name or pola}", nama_isian, pola))
    return hasil


def _nama_isian(anak: URLPattern | URLResolver) -> tuple[str, ...]:
    return tuple(getattr(anak.pattern, "converters", {})) or tuple(anak.pattern.regex.groupindex)
