"""Every hostile file through the page: a sentence or a preview, never an error, and nothing written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from realisasi.models import Dipa, LaporanTriwulan, RealisasiPerbendaharaan
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.realisasi.impor import korpus
from tests.realisasi.impor.layar import baris_dipa, csv, teks, unggah

pytestmark = pytest.mark.django_db

MasukSebagai = Callable[[Pengguna | str], Client]


def jumlah() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Satker, Dipa, LaporanTriwulan, RealisasiPerbendaharaan))


def test_setiap_berkas_buruk_satu_kalimat_atau_pratinjau(pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    pabrik.buat_dipa(pabrik.buat_satker("019070"))
    sebelum = jumlah()
    hasil = {302: 0, 422: 0}
    for kasus in korpus.semua():
        berkas = SimpleUploadedFile(kasus.nama.replace("/", " ") + ".xlsx", kasus.isi or b"\0")
        jawaban = unggah(klien, kasus.jenis, berkas, tahun="2026", triwulan="1", kewenangan="TP")
        assert jawaban.status_code in hasil, kasus.nama
        hasil[jawaban.status_code] += 1
        if jawaban.status_code == 422:
            assert "Berkas ini tidak dapat dipakai" in teks(jawaban), kasus.nama
            continue
        alamat = jawaban["Location"]
        for bagian in ("", "tolakan/"):
            assert klien.get(alamat + bagian).status_code in {200, 409, 422}, (kasus.nama, bagian)
    assert sum(hasil.values()) >= 200
    assert hasil[422] > 100
    assert jumlah() == sebelum


@pytest.mark.parametrize("nama", ["...", "a\r\nb.csv", "\u202egpj.csv", "x" * 500 + ".csv", "=1+1.csv", "../../x.csv"])
def test_nama_berkas_yang_aneh(pusat: Pengguna, masuk: MasukSebagai, satker_dinas: Satker, nama: str) -> None:
    pabrik.buat_dipa(satker_dinas)
    klien = masuk(pusat)
    jawaban = unggah(klien, "dipa", csv(baris_dipa(revisi=1), baris_dipa(revisi=2, pagu="x"), nama=nama))
    assert jawaban.status_code in {302, 422}
    if jawaban.status_code == 302:
        for bagian in ("", "tolakan/"):
            assert klien.get(jawaban["Location"] + bagian).status_code == 200
