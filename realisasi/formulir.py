"""Form C of PP 39/2006: the quarterly report of one DIPA as an office signs it.

It shows one submitted version, or the draft while there is none. What was spent before the
quarter is of the versions that count now; where that differs from what the dinas saw when it
submitted, the form says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from realisasi.isian import TUTUP, Isian, dari_versi
from realisasi.kalender import ROMAWI, nama_triwulan
from realisasi.lembar_isian import DAPAT_DIISI, BarisIsian, LembarIsian, versi_isi
from realisasi.models import (
    Basis,
    KategoriKendala,
    Kendala,
    Kewenangan,
    LaporanTriwulan,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.penanggalan import saat, tanggal
from realisasi.penilaian import Sasaran
from satker.models import Pengguna, Penugasan, PeranSatker

KEMENTERIAN = "019 Kementerian Perindustrian"
UNIT_ESELON_I = "019.05 Direktorat Jenderal Industri Kecil, Menengah, dan Aneka"
# Amounts of that many digits need smaller type, or the table is wider than the sheet.
KEPADATAN = ((15, "sangat-rapat"), (13, "rapat"), (11, "padat"))


@dataclass(frozen=True)
class KendalaTampil:
    """One obstacle as the form lists it."""

    kategori: str
    uraian: str
    tindak_lanjut: str
    penanggung_jawab: str
    batas_waktu: dt.date | None
    keadaan: str


@dataclass(frozen=True)
class PeringatanTampil:
    """One warning with the reason that the dinas wrote."""

    judul: str
    alasan: str


@dataclass(frozen=True)
class PenandaTangan:
    """Who signs: the kepala dinas; empty where nobody is known, to be written by hand."""

    nama: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Formulir:
    """One printed report. Money in rupiah."""

    lembar: LembarIsian
    versi: VersiLaporan | None
    semua_versi: Sequence[VersiLaporan]
    kendala: Sequence[KendalaTampil]
    peringatan: Sequence[PeringatanTampil]
    penanda_tangan: PenandaTangan
    catatan: Sequence[str]

    @property
    def judul(self) -> str:
        """The title of the form, by the kewenangan of the DIPA."""
        return f"Laporan triwulanan pelaksanaan {Kewenangan(self.lembar.dipa.kewenangan).label}"

    @property
    def kementerian(self) -> str:
        return KEMENTERIAN

    @property
    def unit(self) -> str:
        return UNIT_ESELON_I

    @property
    def triwulan(self) -> str:
        return f"Triwulan {ROMAWI[self.lembar.triwulan]}"

    @property
    def nama(self) -> str:
        """`TW II 2026`."""
        return f"{nama_triwulan(self.lembar.triwulan)} {self.lembar.dipa.tahun_id}"

    @property
    def sebelum(self) -> str:
        """The quarter before, as the head of its column names it; empty for the first quarter."""
        return nama_triwulan(self.lembar.triwulan - 1) if self.lembar.triwulan > 1 else ""

    @cached_property
    def baris(self) -> list[BarisIsian]:
        """The rows with a pagu or an amount."""
        return [b for b in self.lembar.baris if b.wajib or b.sebelum or b.sekarang is not None]

    @property
    def sasaran(self) -> Sasaran | None:
        return self.lembar.sasaran

    @property
    def basis(self) -> str:
        basis = self.lembar.isian.basis
        return Basis(basis).label if basis in Basis.values else "–"

    @property
    def kepadatan(self) -> str:
        """The class of the table for very large amounts; empty for those of an ordinary satker."""
        x = self.lembar
        nilai = [x.total_pagu, x.total_blokir, x.sebelum, x.sekarang, x.kumulatif, x.sisa]
        nilai += [n for b in self.baris for n in (b.sebelum, b.sekarang or 0, b.kumulatif)]
        digit = max(len(str(abs(n))) for n in nilai)
        return next((kelas for batas, kelas in KEPADATAN if digit >= batas), "")

    @property
    def hari(self) -> dt.date | dt.datetime | None:
        """The day of the submission; none for a draft and for old data."""
        return self.versi.diajukan_pada if self.versi else None

    @property
    def keterangan_versi(self) -> str:
        """Which version this is, and who submitted it when."""
        if self.versi is None:
            return "Draf yang belum diajukan; bukan laporan resmi."
        kata = f"Versi ke-{self.versi.nomor} dari {len(self.semua_versi)}"
        if self.versi.diajukan_pada:
            kata += f", diajukan {saat(self.versi.diajukan_pada)}"
            if self.versi.nama_pengaju:
                kata += f" oleh {self.versi.nama_pengaju}"
        elif self.versi.asal:
            kata += f", diimpor dari {self.versi.asal}"
        return f"{kata}."

    @property
    def keterangan_verifikasi(self) -> str:
        """What tim pusat has said of this version."""
        laporan = self.lembar.laporan
        if self.versi is None or laporan is None:
            return ""
        if laporan.versi_terverifikasi_id == self.versi.pk:
            kata = "Diverifikasi"
            if laporan.diverifikasi_pada:
                kata += f" {saat(laporan.diverifikasi_pada)}"
            if laporan.nama_pemverifikasi:
                kata += f" oleh {laporan.nama_pemverifikasi}"
            return f"{kata}{'; dibuka kembali sesudah itu' if laporan.berubah_setelah_verifikasi else ''}."
        if laporan.versi_diajukan_id == self.versi.pk:
            dikembalikan = laporan.status == StatusLaporan.DIKEMBALIKAN
            return "Dikembalikan oleh tim pusat, belum diverifikasi." if dikembalikan else "Belum diverifikasi."
        terakhir = next((v.nomor for v in self.semua_versi if v.pk == laporan.versi_diajukan_id), self.versi.nomor)
        if terakhir < self.versi.nomor:
            return f"Tidak dihitung: tim pusat memulihkan versi ke-{terakhir}, yang sudah diverifikasi."
        return "Sudah diganti versi yang lebih baru; tidak dihitung lagi."

    @property
    def draf_tersedia(self) -> bool:
        """Whether there is a draft beside the versions."""
        return self.lembar.status_laporan in DAPAT_DIISI


def baca_formulir(lembar: LembarIsian, versi: str) -> Formulir | None:
    """The form of a version (`"2"`), of the draft (`"draf"`), or of what counts as latest (`""`).

    None where there is no such version or draft. A report that was sent back shows what was
    submitted last, unless the draft is asked for.
    """
    laporan = lembar.laporan
    if laporan is None:
        return None
    semua = list(laporan.versi.prefetch_related("rincian", "kendala", "peringatan").order_by("-nomor"))
    terpilih = _pilih(laporan, semua, versi)
    if terpilih is None and (versi not in {"", "draf"} or laporan.status not in DAPAT_DIISI):
        return None
    dasar = _sebelumnya(lembar, terpilih)
    isian = dari_versi(terpilih) if terpilih else lembar.isian
    tampil = replace(lembar, isian=isian, sebelumnya=dasar.isi)
    return Formulir(
        lembar=tampil,
        versi=terpilih,
        semua_versi=semua,
        kendala=_kendala(tampil, terpilih),
        peringatan=_peringatan(tampil, terpilih),
        penanda_tangan=_penanda_tangan(lembar, terpilih),
        catatan=dasar.catatan,
    )


def _pilih(laporan: LaporanTriwulan, semua: Sequence[VersiLaporan], versi: str) -> VersiLaporan | None:
    if versi == "draf":
        return None
    if versi:
        return next((v for v in semua if str(v.nomor) == versi), None)
    berlaku = laporan.versi_diajukan_id if laporan.status != StatusLaporan.DIVERIFIKASI else None
    berlaku = berlaku or laporan.versi_terverifikasi_id
    return next((v for v in semua if v.pk == berlaku), None)


# --- What was spent before -------------------------------------------------------------


@dataclass(frozen=True)
class Dasar:
    """State and amounts of the earlier quarters, and what is to be said of them."""

    isi: Mapping[int, tuple[StatusLaporan | None, Mapping[str, int]]]
    catatan: Sequence[str]


def _sebelumnya(lembar: LembarIsian, versi: VersiLaporan | None) -> Dasar:
    """The earlier quarters by their accepted versions of now, else by what was submitted last.

    A draft goes on from what the entry page shows.
    """
    if versi is None:
        catatan = [
            f"{nama_triwulan(q)} {'masih ' + status.label.lower() if status else 'belum diisi'}; "
            f"angka s.d. {nama_triwulan(lembar.triwulan - 1)} dapat berubah."
            for q, (status, _) in sorted(lembar.sebelumnya.items())
            if status is None or status in DAPAT_DIISI
        ]
        return Dasar(lembar.sebelumnya, catatan)
    semua = {
        lap.triwulan: lap
        for lap in LaporanTriwulan.objects.filter(dipa=lembar.dipa, triwulan__lt=lembar.triwulan)
        .select_related("versi_diajukan", "versi_terverifikasi")
        .prefetch_related("versi_diajukan__rincian", "versi_terverifikasi__rincian")
    }
    isi: dict[int, tuple[StatusLaporan | None, Mapping[str, int]]] = {}
    catatan = []
    for q in lembar.sebelumnya:
        lap = semua.get(q)
        dipakai = (lap.versi_berlaku or lap.versi_diajukan) if lap else None
        if lap is None or dipakai is None:
            isi[q] = (None, {})
            catatan.append(f"{nama_triwulan(q)} tidak mempunyai laporan yang diajukan; dihitung tanpa angkanya.")
            continue
        isi[q] = (StatusLaporan(lap.status), versi_isi(dipakai))
        if lap.versi_berlaku is None:
            catatan.append(
                f"{nama_triwulan(q)} sedang dikembalikan; yang dipakai versi ke-{dipakai.nomor} yang diajukan terakhir."
            )
        elif _sesudah(dipakai, versi):
            catatan.append(
                f"{nama_triwulan(q)} berubah setelah versi ini diajukan: yang dipakai versi ke-{dipakai.nomor} "
                f"tanggal {tanggal(dipakai.diajukan_pada)}."
            )
    return Dasar(isi, catatan)


def _sesudah(dipakai: VersiLaporan, versi: VersiLaporan) -> bool:
    """Whether a version of an earlier quarter was submitted after the one that is shown."""
    return bool(dipakai.diajukan_pada and versi.diajukan_pada and dipakai.diajukan_pada > versi.diajukan_pada)


# --- Obstacles and warnings ------------------------------------------------------------


def _kendala(lembar: LembarIsian, versi: VersiLaporan | None) -> list[KendalaTampil]:
    """What the version told; of old data, what the register knows of that quarter."""
    if versi is not None and not versi.memuat_kendala and versi.pk == _terakhir(lembar):
        q = lembar.triwulan
        return [_dari_register(k, q) for k in Kendala.objects.filter(dipa=lembar.dipa) if k.berlaku_pada(q)]
    return [
        KendalaTampil(
            kategori=KategoriKendala(k.kategori).label if k.kategori in KategoriKendala.values else "–",
            uraian=k.uraian,
            tindak_lanjut=k.tindak_lanjut,
            penanggung_jawab=k.penanggung_jawab,
            batas_waktu=k.hari,
            keadaan={TUTUP: "selesai", "": "belum dijawab"}.get(k.tindakan, "terbuka"),
        )
        for k in lembar.isian.kendala
        if not k.kosong and not k.ditarik
    ]


def _terakhir(lembar: LembarIsian) -> int | None:
    """The version that the register's state belongs to."""
    laporan = lembar.laporan
    return (laporan.versi_diajukan_id or laporan.versi_terverifikasi_id) if laporan else None


def _dari_register(k: Kendala, triwulan: int) -> KendalaTampil:
    return KendalaTampil(
        kategori=k.get_kategori_display(),
        uraian=k.uraian,
        tindak_lanjut=k.tindak_lanjut,
        penanggung_jawab=k.penanggung_jawab,
        batas_waktu=k.batas_waktu,
        keadaan="selesai" if k.triwulan_ditutup == triwulan else "terbuka",
    )


def _peringatan(lembar: LembarIsian, versi: VersiLaporan | None) -> list[PeringatanTampil]:
    if versi is not None:
        return [PeringatanTampil(p.judul, p.alasan) for p in versi.peringatan.all()]
    isian: Isian = lembar.isian
    return [PeringatanTampil(p.judul, isian.alasan.get(p.kunci, "").strip()) for p in lembar.peringatan]


# --- Who signs -------------------------------------------------------------------------


def _penanda_tangan(lembar: LembarIsian, versi: VersiLaporan | None) -> PenandaTangan:
    """The kepala dinas who submitted the version, under the name that it kept; else the kepala of today.

    Whoever submitted is the kepala of then, unless the year lets operators submit and they are no
    kepala now, or are an operator now.
    """
    petugas = {
        p.pengguna_id: p
        for p in Penugasan.objects.filter(satker=lembar.dipa.satker_id).select_related("pengguna").order_by("pk")
    }
    kepala = [p for p in petugas.values() if p.peran == PeranSatker.KEPALA and p.pengguna.is_active]
    if versi is not None and versi.nama_pengaju:
        sekarang = petugas.get(versi.diajukan_oleh_id) if versi.diajukan_oleh_id else None
        if sekarang is not None:
            kepala_waktu_itu = sekarang.peran == PeranSatker.KEPALA
        else:
            kepala_waktu_itu = not lembar.tahun.operator_mengajukan
        if kepala_waktu_itu:
            akun = Pengguna.objects.filter(pk=versi.diajukan_oleh_id).first() if versi.diajukan_oleh_id else None
            return PenandaTangan(versi.nama_pengaju, akun.nip if akun else "")
    if not kepala:
        return PenandaTangan()
    return PenandaTangan(kepala[-1].pengguna.get_full_name(), kepala[-1].pengguna.nip)
