"""The pages of the import as tests ask for them: files made by hand, what an answer says, what a workbook holds."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from realisasi.models import Impor

DIPA = "tahun,kewenangan,kode_satker,nomor_dipa,revisi,berlaku_sejak,jenis_belanja,pagu,blokir"


def csv(*baris: str, nama: str = "dipa.csv", kepala: str = DIPA) -> SimpleUploadedFile:
    """A CSV with these rows under these headings."""
    return SimpleUploadedFile(nama, "\n".join([kepala, *baris]).encode(), content_type="text/csv")


def baris_dipa(kode: str = "099026", *, revisi: int = 0, jenis: str = "52", pagu: Any = 1_000_000) -> str:
    """One row of a DIPA of 2026."""
    return f"2026,TP,{kode},,{revisi},2026-01-{2 + revisi:02d},{jenis},{pagu},0"


def satker(*baris: str, nama: str = "satker.csv") -> SimpleUploadedFile:
    """A list of satker."""
    return csv(*baris, nama=nama, kepala="kode_satker,nama_satker,kode_provinsi")


def buku(baris: Iterable[Sequence[Any]], nama: str = "data.xlsx", lembar: str = "Data") -> SimpleUploadedFile:
    """A workbook of one sheet with these rows."""
    isi = Workbook()
    kertas = isi.worksheets[0]
    kertas.title = lembar
    for b in baris:
        kertas.append(list(b))
    for sel in (sel for baris in kertas.iter_rows() for sel in baris if isinstance(sel.value, str)):
        sel.data_type = "s"  # also what looks like a formula
    keluaran = io.BytesIO()
    isi.save(keluaran)
    return SimpleUploadedFile(nama, keluaran.getvalue())


def unggah(klien: Client, jenis: str, *berkas: SimpleUploadedFile, **pilihan: Any) -> HttpResponse:
    """Send files as the form does."""
    for b in berkas:
        b.seek(0)
    return klien.post("/impor/", {"jenis": jenis, "berkas": list(berkas), **pilihan})  # type: ignore[return-value]


def pratinjau(klien: Client, jenis: str, *berkas: SimpleUploadedFile, **pilihan: Any) -> Impor:
    """Send files that make a preview, and give it."""
    jawaban = unggah(klien, jenis, *berkas, **pilihan)
    assert jawaban.status_code == 302, teks(jawaban)[:600]
    cocok = re.fullmatch(r"/impor/([0-9]+)/", jawaban["Location"])
    assert cocok
    return Impor.objects.get(pk=cocok[1])


def teks(jawaban: HttpResponse) -> str:
    """What an answer says, without tags, on one line."""
    isi = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", jawaban.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", isi)).split())


def lihat(klien: Client, impor: Impor, kueri: str = "") -> str:
    """What the page of an import says."""
    jawaban = klien.get(f"/impor/{impor.pk}/{kueri}")
    assert jawaban.status_code == 200
    return teks(jawaban)  # type: ignore[arg-type]


def isi_buku(jawaban: HttpResponse) -> dict[str, list[tuple[Any, ...]]]:
    """The cells of a downloaded workbook by sheet."""
    assert jawaban.status_code == 200, teks(jawaban)[:600]
    return {s.title: list(s.iter_rows(values_only=True)) for s in load_workbook(io.BytesIO(jawaban.content)).worksheets}


def dilihat(klien: Client, impor: Impor) -> str:
    """What the form of a preview sends of the plan that its page shows; empty where it offers none."""
    halaman = klien.get(f"/impor/{impor.pk}/").content.decode()
    cocok = re.search(r'name="dilihat" value="(\w+)"', halaman)
    return cocok[1] if cocok else ""


def terapkan(klien: Client, impor: Impor, **isi: Any) -> HttpResponse:
    """Look at a preview and confirm it."""
    isi = {"dilihat": dilihat(klien, impor), **isi}
    return klien.post(f"/impor/{impor.pk}/terapkan/", isi)  # type: ignore[return-value]
