"""The actions on a report as a browser sends them, and what came of one.

meja = Meja()
meja.bawa_ke(DIKEMBALIKAN)
coba(klien, "unggah bukti", meja)  # the state it led to, or the status of the refusal
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from realisasi import buku_isian
from realisasi.models import Bukti, LaporanTriwulan
from satker.models import CatatanJurnal, Pengguna
from tests.realisasi.keadaan import Dunia, potret

TIDAK_TERPAKAI = 999_999  # the number of no row
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Meja(Dunia):
    """The same people and report, with evidence attached to it in every state, and the workbook of its page."""

    bukti: int = TIDAK_TERPAKAI
    hitungan: str | None = None
    """The count that a form sends, where it is not the one that is stored now."""

    def bawa_ke(self, keadaan: str) -> LaporanTriwulan | None:
        """A file that every version rests on; where none was submitted, the draft alone."""
        laporan = super().bawa_ke(keadaan)
        if laporan is not None:
            bukti = Bukti.objects.create(
                laporan=laporan,
                berkas="bukti/tidak-dibaca",
                nama="SPM.pdf",
                jenis="PDF",
                ukuran=1,
                sha256="0" * 64,
                nama_pengunggah=self.operator.nama,
                diunggah_pada=timezone.now(),
            )
            bukti.versi.set(laporan.versi.all())
            self.bukti = bukti.pk
        return laporan

    @cached_property
    def buku(self) -> bytes:
        """The workbook as it is downloaded now, with another amount typed into it."""
        buku = load_workbook(io.BytesIO(buku_isian.tulis(self.lembar())))
        buku["Isian"]["F10"] = 440_000_000
        keluaran = io.BytesIO()
        buku.save(keluaran)
        return keluaran.getvalue()


def isi_formulir(dunia: Dunia, realisasi: int = 420_000_000, **isi: str) -> dict[str, str]:
    """The entry form as it stands, with another amount."""
    kendala = {
        f"kendala-{i}-{nama}": str(nilai or "")
        for i, k in enumerate(dunia.lembar().isian.kendala)
        for nama, nilai in k.simpanan().items()
    }
    return {
        "perubahan_ke": str(dunia.perubahan_ke),
        "r-52": str(realisasi),
        "k-52": "",
        "basis": "SP2D",
        "tanggal_data": "2026-06-30",
        "fisik": "41",
        "kendala-TOTAL_FORMS": str(len(dunia.lembar().isian.kendala)),
        "kendala-INITIAL_FORMS": str(len(dunia.lembar().isian.kendala)),
        **kendala,
        **isi,
    }


def kirim(klien: Client, tindakan: str, dunia: Meja) -> Any:
    """Send one action of the table, by whoever is signed in, on what is stored now."""
    dasar = f"/pelaporan/{dunia.dipa.pk}/2/"
    nomor = dunia.laporan.pk if dunia.laporan else TIDAK_TERPAKAI
    ke = str(dunia.perubahan_ke) if dunia.hitungan is None else dunia.hitungan
    hitungan = {"perubahan_ke": ke}
    kiriman: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = {
        "simpan draf": lambda: (dasar, isi_formulir(dunia, **hitungan)),
        "simpan otomatis": lambda: (f"{dasar}draf/", isi_formulir(dunia, **hitungan)),
        "tempel": lambda: (f"{dasar}tempel/", {"teks": "52\t430.000.000", **hitungan}),
        "unggah buku": lambda: (f"{dasar}unggah/", {"berkas": SimpleUploadedFile("isian.xlsx", dunia.buku)}),
        "pakai buku": lambda: (f"{dasar}unggah/", {"pakai": "ya", "isi-52": "450.000.000", **hitungan}),
        "unggah bukti": lambda: (f"{dasar}bukti/", {"berkas": SimpleUploadedFile("SP2D.pdf", PDF)}),
        "lepas bukti": lambda: (f"{dasar}bukti/{dunia.bukti}/lepas/", {}),
        "ajukan": lambda: (f"{dasar}ajukan/", hitungan),
        "verifikasi massal": lambda: ("/verifikasi/massal/", {"laporan": f"{nomor}:{ke}"}),
    }
    if tindakan in kiriman:
        return klien.post(*kiriman[tindakan]())
    alamat = tindakan.replace(" ", "-")
    catatan = {} if alamat == "verifikasi" else {"alasan": "Ada SP2D susulan."}  # verified without a note
    return klien.post(f"/verifikasi/{nomor}/{alamat}/", {**hitungan, **catatan})


def coba(klien: Client, tindakan: str, dunia: Meja) -> str | int:
    """The state that an action led to, or the status with which it was refused and left nothing behind.

    What it did is undone afterwards, so that the next one finds the same state.
    """
    sebelum, jurnal = potret(dunia.dipa), CatatanJurnal.objects.count()
    with transaction.atomic():
        jawaban = kirim(klien, tindakan, dunia)
        berubah = potret(dunia.dipa) != sebelum
        baru = CatatanJurnal.objects.order_by("pk")[jurnal:]
        hasil: str | int = jawaban.status_code
        if berubah:
            lanjut = 200 if tindakan == "simpan otomatis" else 302
            assert jawaban.status_code == lanjut, "a change is answered by going on"
            assert dunia.laporan is not None
            hasil = str(dunia.laporan.status)
            _tercatat(list(baru), dunia.laporan, jawaban.wsgi_request.user)
        elif hasil == 302:
            assert jawaban.url.startswith("/masuk/"), f"{tindakan} says that it was done and did nothing"
        assert berubah or not baru, f"{tindakan} was refused and left {list(baru)}"
        transaction.set_rollback(True)
    assert potret(dunia.dipa) == sebelum
    return hasil


def _tercatat(jurnal: list[CatatanJurnal], laporan: LaporanTriwulan, oleh: Pengguna) -> None:
    """The journal names the report and who did it."""
    assert any(c.id_laporan == laporan.pk for c in jurnal)
    assert {c.actor_id for c in jurnal} == {oleh.pk}
