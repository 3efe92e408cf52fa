"""Hostile values in every form of the settings: an answer in words, never an error of the server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from realisasi.models import PeriodePelaporan, PerpanjanganPeriode
from realisasi.tahun_baru import buka_tahun
from satker.models import Pengguna, Satker
from tests import pabrik

Masuk = Callable[[Pengguna | str], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

KOLOM = {
    "tahun/": ["ambang_bp", "batas_kuning_bp", "operator_mengajukan"],
    "target/": [f"tw{q}{k}" for q in (1, 2, 3, 4) for k in ("", "_DK", "_TP")],
    "jendela/": [f"{n}_{q}" for n in ("dibuka", "tenggat", "ditutup", "pengumuman") for q in (1, 4)] + ["bawaan"],
    "perpanjangan/": ["satker", "triwulan", "sampai", "alasan"],
    "perpanjangan/{pk}/": ["sampai", "alasan", "cabut"],
    "libur/": ["tanggal", "nama", "jenis"],
    "libur/2026-08-17/": ["nama", "jenis", "hapus"],
    "libur/muat/": ["berikut"],
    "tutup/": ["tindakan", "yakin"],
    "../tahun-baru/": ["tahun", "asal"],
}
# As bytes, so that NUL, halves of characters and lone surrogates get past the client.
GANJIL = [
    b"", b"\0", b"90\0", b"\xed\xa0\x80", b"\xff\xfe", "٣٤".encode(), "²".encode(), b"9" * 5000, b"-1", b"1e9",
    b"NaN", b"0001-01-01", b"9999-12-31", b"2026-13-45", b"2026-10-07", b"31/12/2026", b"<script>", b"' OR 1=1 --",
    b"x" * 20_000, "\u202e\u200b".encode(), b"on", b"2", b"TP", b"2027", b"90,5",
]  # fmt: skip
NILAI = (
    st.sampled_from(GANJIL) | st.binary(max_size=40) | st.text(max_size=20).map(lambda t: t.encode("utf-8", "ignore"))
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), alamat=st.sampled_from(sorted(KOLOM)))
@example(data=None, alamat="tahun/")
def test_isian_apa_pun_dijawab(pusat: Pengguna, masuk: Masuk, data: st.DataObject | None, alamat: str) -> None:
    # The examples share one database: what an earlier one has closed or withdrawn is made good.
    tahun = buka_tahun(2026)
    tahun.ditutup = False
    tahun.save()
    klien = masuk(pusat)
    satker = Satker.objects.first() or pabrik.buat_dipa().satker
    periode = PeriodePelaporan.objects.get(tahun=2026, triwulan=2)
    baris, _ = PerpanjanganPeriode.objects.get_or_create(
        periode=periode, satker=satker, defaults={"sampai": dt.date(2026, 12, 1), "alasan": "Banjir."}
    )
    isi: list[tuple[str, bytes]] = []
    if data is not None:
        kunci = st.sampled_from([*KOLOM[alamat], "dibaca", "lain"])
        isi = data.draw(st.lists(st.tuples(kunci, NILAI), max_size=8), label="isian")
    tujuan = f"/pengaturan/2026/{alamat.format(pk=baris.pk)}".replace("/2026/../", "/")
    badan = "&".join(f"{k}={quote_from_bytes(v)}" for k, v in isi)
    jawaban = klien.post(tujuan, badan, content_type="application/x-www-form-urlencoded")
    assert jawaban.status_code in {302, 409, 422}, (tujuan, badan)
    jawaban = klien.get(f"/pengaturan/?{badan}")
    assert jawaban.status_code == 200


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nilai=st.lists(st.tuples(st.sampled_from(KOLOM["jendela/"] + KOLOM["target/"]), NILAI), max_size=6))
def test_isian_yang_segar_dengan_nilai_ganjil(pusat: Pengguna, masuk: Masuk, nilai: list[tuple[str, bytes]]) -> None:
    """With the right mark of what was read the values reach the database, or are refused at their field."""
    buka_tahun(2026)
    klien = masuk(pusat)
    for blok in ("target", "jendela"):
        form = klien.get("/pengaturan/?tahun=2026").context["blok"][blok]
        isi = {f.html_name: str(f.field.widget.format_value(f.value()) or "").encode() for f in form} | dict(nilai)
        badan = "&".join(f"{k}={quote_from_bytes(v)}" for k, v in isi.items())
        jawaban = klien.post(f"/pengaturan/2026/{blok}/", badan, content_type="application/x-www-form-urlencoded")
        assert jawaban.status_code in {302, 422}, badan
        assert klien.get("/pengaturan/?tahun=2026").status_code == 200
