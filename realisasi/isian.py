"""What a draft holds, as one value: from the form or the tables, and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from realisasi.models import Kendala, LaporanTriwulan, VersiLaporan

BARU, TERUSKAN, TUTUP, TARIK = "baru", "teruskan", "tutup", "tarik"
PANJANG_JURNAL = 120
TINDAKAN = {"", BARU, TERUSKAN, TUTUP, TARIK}


@dataclass(frozen=True)
class IsianKendala:
    """An obstacle as it is being written; `id` names the row of the register that it carries on.

    `tindakan` says what becomes of one carried over: kept (`teruskan`), closed (`tutup`), or not
    yet decided (empty); one that this report itself opened may also be taken back (`tarik`). Days
    are ISO text here, since a draft may be half-written.
    """

    id: int | None = None
    tindakan: str = BARU
    kategori: str = ""
    uraian: str = ""
    tindak_lanjut: str = ""
    penanggung_jawab: str = ""
    batas_waktu: str = ""
    triwulan_dibuka: int | None = None

    @property
    def kosong(self) -> bool:
        """Whether nothing has been written of a new one."""
        isi = (self.uraian, self.tindak_lanjut, self.penanggung_jawab, self.batas_waktu, self.kategori)
        return self.id is None and not any(isi)

    @property
    def ditarik(self) -> bool:
        """Whether a correction takes back what the version before told."""
        return self.tindakan == TARIK and self.id is not None

    @property
    def hari(self) -> dt.date | None:
        """`batas_waktu` as a day; None where it is none yet."""
        return hari_dari(self.batas_waktu)

    def simpanan(self) -> dict[str, Any]:
        """As it is stored in the draft."""
        return {
            "id": self.id,
            "tindakan": self.tindakan,
            "kategori": self.kategori,
            "uraian": self.uraian,
            "tindak_lanjut": self.tindak_lanjut,
            "penanggung_jawab": self.penanggung_jawab,
            "batas_waktu": self.batas_waktu,
        }


@dataclass(frozen=True)
class Isian:
    """A draft: rupiah of that quarter alone by jenis belanja (absent: not filled in), and the rest.

    `alasan` are the reasons by the key of their warning, `dijawab` how large each was when its
    reason was written.
    """

    realisasi: Mapping[str, int] = field(default_factory=dict)
    basis: str = ""
    tanggal_data: dt.date | None = None
    fisik: int | None = None
    kendala: tuple[IsianKendala, ...] = ()
    alasan: Mapping[str, str] = field(default_factory=dict)
    dijawab: Mapping[str, int] = field(default_factory=dict)

    def dengan_realisasi(self, realisasi: Mapping[str, int]) -> Isian:
        """The same draft with other amounts."""
        return replace(self, realisasi=dict(realisasi))


def dari_draf(laporan: LaporanTriwulan, terbuka: Iterable[Kendala]) -> Isian:
    """The stored draft; obstacles carried over that it does not mention yet are added undecided."""
    kendala = [_dari_simpanan(k) for k in laporan.kendala_draf if isinstance(k, dict)]
    return Isian(
        realisasi={r.jenis: r.realisasi for r in laporan.rincian_draf.all()},
        basis=laporan.basis,
        tanggal_data=laporan.tanggal_data,
        fisik=laporan.fisik,
        kendala=lengkapi_kendala(kendala, terbuka, laporan.triwulan),
        alasan={kunci: a["teks"] for kunci, a in laporan.alasan_draf.items()},
        dijawab={kunci: a["besar"] for kunci, a in laporan.alasan_draf.items()},
    )


def lengkapi_kendala(
    ditulis: Iterable[IsianKendala], terbuka: Iterable[Kendala], triwulan: int
) -> tuple[IsianKendala, ...]:
    """What is written, with every open obstacle of the register that it leaves out, to be decided on.

    One that the register no longer has is written as a new one, so that nothing typed is lost;
    where it was to be closed or taken back, that has happened already.
    """
    daftar = {k.pk: k for k in terbuka}
    hasil = []
    for k in ditulis:
        if k.id is None:
            hasil.append(replace(k, tindakan=BARU, triwulan_dibuka=triwulan))
        elif k.id in daftar:
            dibuka = daftar.pop(k.id).triwulan_dibuka
            # Only what this report opened itself can be taken back by it.
            tindakan = "" if k.tindakan == TARIK and dibuka < triwulan else k.tindakan
            hasil.append(replace(k, tindakan=tindakan, triwulan_dibuka=dibuka))
        elif k.tindakan not in {TUTUP, TARIK}:
            hasil.append(replace(k, id=None, tindakan=BARU, triwulan_dibuka=triwulan))
    sisa = [dari_kendala(k, "" if k.triwulan_dibuka < triwulan else TERUSKAN) for k in daftar.values()]
    return (*sisa, *hasil)


def dari_kendala(kendala: Kendala, tindakan: str) -> IsianKendala:
    """An obstacle of the register, to be kept or closed."""
    return IsianKendala(
        id=kendala.pk,
        tindakan=tindakan,
        kategori=kendala.kategori,
        uraian=kendala.uraian,
        tindak_lanjut=kendala.tindak_lanjut,
        penanggung_jawab=kendala.penanggung_jawab,
        batas_waktu=kendala.batas_waktu.isoformat(),
        triwulan_dibuka=kendala.triwulan_dibuka,
    )


def dari_versi(versi: VersiLaporan) -> Isian:
    """What a submitted version said, as a draft to go on from."""
    kendala = tuple(
        IsianKendala(
            id=k.kendala_id,
            tindakan=TUTUP if k.selesai else TERUSKAN,
            kategori=k.kategori,
            uraian=k.uraian,
            tindak_lanjut=k.tindak_lanjut,
            penanggung_jawab=k.penanggung_jawab,
            batas_waktu=k.batas_waktu.isoformat(),
            triwulan_dibuka=k.triwulan_dibuka,
        )
        for k in versi.kendala.all()
    )
    peringatan = {f"{p.kode}:{p.jenis}" if p.jenis else p.kode: p for p in versi.peringatan.all()}
    return Isian(
        realisasi={r.jenis: r.realisasi for r in versi.rincian.all()},
        basis=versi.basis,
        tanggal_data=versi.tanggal_data,
        fisik=versi.fisik,
        kendala=kendala,
        alasan={kunci: p.alasan for kunci, p in peringatan.items()},
        dijawab={kunci: p.besar for kunci, p in peringatan.items()},
    )


def _dari_simpanan(k: Mapping[str, Any]) -> IsianKendala:
    return IsianKendala(
        id=k.get("id"),
        tindakan=k.get("tindakan", ""),
        kategori=k.get("kategori", ""),
        uraian=k.get("uraian", ""),
        tindak_lanjut=k.get("tindak_lanjut", ""),
        penanggung_jawab=k.get("penanggung_jawab", ""),
        batas_waktu=k.get("batas_waktu", ""),
    )


def berisi(teks: str) -> bool:
    """Whether a text says anything: a letter or a digit, not marks that nobody sees."""
    return any(tanda.isalnum() for tanda in teks)


def singkatkan(draf: str) -> str:
    """The JSON of a draft's obstacles or reasons with its long texts cut, for the journal.

    A draft stores itself at every pause of the writer; what is submitted stands whole in its version.
    """
    return draf if draf == "None" else json.dumps(_singkat(json.loads(draf)), ensure_ascii=False)


def _singkat(isi: Any) -> Any:
    if isinstance(isi, str):
        return isi if len(isi) <= PANJANG_JURNAL else f"{isi[:PANJANG_JURNAL]}…"
    if isinstance(isi, dict):
        return {kunci: _singkat(nilai) for kunci, nilai in isi.items()}
    return [_singkat(nilai) for nilai in isi] if isinstance(isi, list) else isi


def hari_dari(teks: str) -> dt.date | None:
    """A day from ISO text; None where it is none."""
    try:
        return dt.date.fromisoformat(teks)
    except ValueError:
        return None
