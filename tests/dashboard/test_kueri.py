"""What a page costs: queries that do not grow with the number of satker, and bytes on a slow line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from realisasi import rekap
from realisasi.models import (
    CatatanPengembalian,
    Dipa,
    Kendala,
    KendalaVersi,
    LaporanTriwulan,
    PaguRevisi,
    PeringatanVersi,
    RealisasiPerbendaharaan,
    Rekonsiliasi,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    VersiLaporan,
)
from realisasi.rekap import pengirisan, setahun
from satker.models import Pengguna

MasukSebagai = Callable[[Pengguna | str], Client]
KUERI_DASBOR = 16  # one of them for the bell, and one for the sums of years that are not kept yet
KUERI_TERSIMPAN = 10  # one less without an island, and where the year has the kewenangan that is asked for
KUERI_LEMBAR = 32  # the bell of a dinas reads what its task list rests on
BYTE_HALAMAN = 60 * 1024
BYTE_GAYA_DAN_SKRIP = 120 * 1024

ALAMAT_DASBOR = [
    "/",
    "/?tahun=2023",
    "/?tahun=2026&triwulan=3&angka=sementara",
    "/?tahun=2025&triwulan=2&kewenangan=SEMUA&pulau=Sumatera&urut=rupiah",
    "/?tahun=2024&triwulan=1&kewenangan=TP",
    "/?tahun=2031",
    "/?tahun=2023&kewenangan=TP",
]
ALAMAT_DAFTAR = [
    "/satker/",
    "/satker/?tahun=2026&triwulan=3&angka=sementara&sort=-persen",
    "/satker/?tahun=2023&cari=papua&status=TERCAPAI",
    "/satker/?tahun=2023&ekspor=csv",
    "/satker/?tahun=2023&ekspor=xlsx",
]
ALAMAT_LEMBAR = [
    "/satker/099026/",
    "/satker/099026/?tahun=2024&triwulan=4",
    "/satker/099026/?tahun=2026&triwulan=3&angka=sementara",
]
TIGA_SATKER = ["099026", "069263", "059029"]


def kueri(klien: Client, alamat: str) -> list[str]:
    """The queries of one page of which nothing is kept yet, those for session and user among them."""
    caches["halaman"].clear()
    setahun.INGATAN.lupakan()
    pengirisan.INGATAN.lupakan()
    with CaptureQueriesContext(
        connection,
    ) as tangkapan:
        assert klien.get(alamat).status_code == 200
    return [q["sql"] for q in tangkapan.captured_queries]


def sisakan(kode: list[str]) -> None:
    """Leave the DIPA of these satker alone, past the protection that reports enjoy."""
    dipa = list(Dipa.objects.exclude(satker__kode__in=kode).values_list("pk", flat=True))
    rekap.buang(dipa)
    for baris in (
        CatatanPengembalian.objects.filter(laporan__dipa__in=dipa),
        PeringatanVersi.objects.filter(versi__laporan__dipa__in=dipa),
        KendalaVersi.objects.filter(versi__laporan__dipa__in=dipa),
        RealisasiPerbendaharaan.objects.filter(dipa__in=dipa),
        Rekonsiliasi.objects.filter(dipa__in=dipa),
        RincianVersi.objects.filter(versi__laporan__dipa__in=dipa),
        RincianDraf.objects.filter(laporan__dipa__in=dipa),
        VersiLaporan.objects.filter(laporan__dipa__in=dipa),
        LaporanTriwulan.objects.filter(dipa__in=dipa),
        Kendala.objects.filter(dipa__in=dipa),
        PaguRevisi.objects.filter(revisi__dipa__in=dipa),
        RevisiDipa.objects.filter(dipa__in=dipa),
        Dipa.objects.filter(pk__in=dipa),
    ):
        baris._raw_delete(baris.db)


@pytest.mark.basis_data
def test_dasbor_paling_banyak_enam_belas_kueri(demo: None, masuk: MasukSebagai) -> None:
    klien = masuk("pusat")
    for alamat in ALAMAT_DASBOR:
        daftar = kueri(klien, alamat)
        assert len(daftar) <= KUERI_DASBOR, "\n".join([alamat, *daftar])


@pytest.mark.basis_data
def test_dasbor_yang_tersimpan_paling_banyak_sepuluh_kueri(demo: None, masuk: MasukSebagai) -> None:
    """What is asked each time: who this is, which years there are, their state, the bell."""
    klien = masuk("pusat")
    for alamat in ALAMAT_DASBOR:
        klien.get(alamat)
        with CaptureQueriesContext(connection) as tangkapan:
            klien.get(alamat)
        assert len(tangkapan) <= KUERI_TERSIMPAN, alamat


@pytest.mark.parametrize("alamat", [*ALAMAT_DASBOR, *ALAMAT_DAFTAR, *ALAMAT_LEMBAR])
def test_kueri_tidak_bertambah_dengan_jumlah_satker(demo: None, masuk: MasukSebagai, alamat: str) -> None:
    klien = masuk("pusat")
    banyak = kueri(klien, alamat)
    sisakan(TIGA_SATKER)
    sedikit = kueri(klien, alamat)
    # A list that would show nothing is not asked for.
    assert abs(len(banyak) - len(sedikit)) <= 1, "\n".join(banyak)


@pytest.mark.parametrize("alamat", ["/satker/099026/", "/satker/099026/?tahun=2023&triwulan=4"])
def test_lembar_dinas_tetap_sedikit_kueri(demo: None, masuk: MasukSebagai, alamat: str) -> None:
    daftar = kueri(masuk("kepala-riau"), alamat)
    assert len(daftar) <= KUERI_LEMBAR, "\n".join(daftar)


@pytest.mark.parametrize("alamat", [*ALAMAT_DASBOR, *ALAMAT_DAFTAR[:3], *ALAMAT_LEMBAR])
def test_halaman_terkompresi_paling_banyak_60_kb(demo: None, masuk: MasukSebagai, alamat: str) -> None:
    jawaban = masuk("pusat").get(alamat, headers={"accept-encoding": "gzip"})
    assert jawaban["Content-Encoding"] == "gzip"
    assert len(jawaban.content) <= BYTE_HALAMAN


def test_gaya_dan_skrip_sendiri_paling_banyak_120_kb() -> None:
    berkas = [p for folder in ("css", "js") for p in sorted((settings.BASE_DIR / "static" / folder).iterdir())]
    htmx = finders.find("django_htmx/htmx-2.min.js")
    assert htmx is not None
    berkas.append(Path(htmx))
    besar = {p.name: len(gzip.compress(p.read_bytes(), 6)) for p in berkas}
    assert sum(besar.values()) <= BYTE_GAYA_DAN_SKRIP, besar


def test_halaman_hanya_memuat_berkas_sendiri(demo: None, masuk: MasukSebagai) -> None:
    """What the page asks for before it stands: one stylesheet, htmx, two own scripts; no Plotly."""
    isi = masuk("pusat").get("/").content.decode()
    kepala = isi.split("</head>")[0]
    assert kepala.count("<script") == kepala.count('<script defer src="/static/') == 3
    assert "<script" not in isi.split("</head>")[1].replace('<script id="', "").replace("</script>", "")
    assert re.findall(r"<[^>]* (?:style|on[a-z]+)=[^>]*>", isi) == []
