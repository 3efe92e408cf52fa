"""What keeps a draft from being submitted: said part by part, so that each can be shown in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from realisasi.isian import TERUSKAN, TUTUP, IsianKendala
from realisasi.kalender import awal_triwulan, nama_triwulan
from realisasi.lembar_isian import BERLAKU, LembarIsian
from realisasi.models import JenisBelanja, KategoriKendala
from realisasi.penanggalan import tanggal
from realisasi.penolakan import Galat
from realisasi.rupiah import persen_pendek, rupiah


def periksa(lembar: LembarIsian, hari_ini: dt.date) -> tuple[Galat, ...]:
    """Everything that is missing or wrong; empty where the draft can be submitted."""
    return (
        *_urutan(lembar),
        *_angka(lembar),
        *_jumlah_berjalan(lembar),
        *_dasar(lembar, hari_ini),
        *_kendala(lembar, hari_ini),
        *(
            Galat(f"peringatan-{p.kunci}", f"Tulis alasan untuk peringatan “{p.judul}”.")
            for p in lembar.peringatan
            if not lembar.isian.alasan.get(p.kunci, "").strip()
        ),
    )


def _urutan(lembar: LembarIsian) -> Iterator[Galat]:
    """Rule 10: the quarter before must have been submitted, from the first one in force."""
    if lembar.triwulan <= lembar.pertama:
        return
    lalu = lembar.triwulan - 1
    status, _ = lembar.sebelumnya[lalu]
    if status not in BERLAKU:
        keadaan = f"masih {status.label.lower()}" if status else "belum diisi"
        yield Galat("urutan", f"{nama_triwulan(lalu)} {keadaan}. Ajukan {nama_triwulan(lalu)} lebih dahulu.")


def _angka(lembar: LembarIsian) -> Iterator[Galat]:
    for b in lembar.baris:
        if b.wajib and b.sekarang is None:
            yield Galat(b.jenis.value, f"{b.jenis.pendek} belum diisi. Tulis 0 bila tidak ada belanja.")
    if not lembar.ada_isi:
        yield Galat("angka", "Belum ada angka. Isi realisasi paling sedikit satu jenis belanja; 0 bila tidak ada.")


def _jumlah_berjalan(lembar: LembarIsian) -> Iterator[Galat]:
    """Rule 2: the running total of a jenis may not be negative, in later quarters neither."""
    for b in lembar.baris:
        if b.sekarang is not None and b.kumulatif < 0:
            yield Galat(
                b.jenis.value,
                f"{b.jenis.pendek} s.d. {nama_triwulan(lembar.triwulan)} menjadi {rupiah(b.kumulatif)}. Pengembalian "
                f"tidak boleh melebihi yang sudah dibelanjakan ({rupiah(b.sebelum)}).",
            )
    dasar = {b.jenis.value: b.kumulatif for b in lembar.baris}
    for jenis, triwulan, jumlah in negatif(dasar, lembar.sesudahnya):
        yield Galat(
            jenis,
            f"Dengan angka ini {JenisBelanja(jenis).pendek} s.d. {nama_triwulan(triwulan)} menjadi {rupiah(jumlah)}. "
            f"Minta tim pusat mengembalikan {nama_triwulan(triwulan)} untuk diperbaiki juga.",
        )


def negatif(dasar: Mapping[str, int], sesudahnya: Mapping[int, Mapping[str, int]]) -> Iterator[tuple[str, int, int]]:
    """Each jenis whose running total falls below zero in a later quarter: jenis, quarter, total."""
    berjalan = dict(dasar)
    for triwulan in sorted(sesudahnya):
        for jenis, nilai in sesudahnya[triwulan].items():
            berjalan[jenis] = berjalan.get(jenis, 0) + nilai
            if berjalan[jenis] < 0:
                yield jenis, triwulan, berjalan[jenis]


def _dasar(lembar: LembarIsian, hari_ini: dt.date) -> Iterator[Galat]:
    isian = lembar.isian
    if not isian.basis:
        yield Galat("dasar", "Pilih dasar angka: SP2D atau akrual.")
    if isian.tanggal_data is None:
        yield Galat("tanggal_data", "Isi tanggal data: sampai hari apa angka ini dihitung.")
    elif isian.tanggal_data > hari_ini:
        yield Galat("tanggal_data", f"Tanggal data {tanggal(isian.tanggal_data)} belum terjadi.")
    elif isian.tanggal_data < awal_triwulan(lembar.dipa.tahun_id, lembar.triwulan):
        yield Galat(
            "tanggal_data",
            f"Tanggal data {tanggal(isian.tanggal_data)} sebelum {nama_triwulan(lembar.triwulan)} "
            f"{lembar.dipa.tahun_id} dimulai.",
        )
    if isian.fisik is None:
        yield Galat("fisik", "Isi kemajuan fisik, 0 sampai 100.")


def _kendala(lembar: LembarIsian, hari_ini: dt.date) -> Iterator[Galat]:
    berlanjut = 0
    for nomor, k in enumerate(lembar.isian.kendala):
        if k.kosong or k.ditarik:
            continue
        bagian = f"kendala-{nomor}"
        if k.id is not None and k.tindakan not in {TERUSKAN, TUTUP}:
            yield Galat(
                bagian,
                f"Kendala dari {nama_triwulan(k.triwulan_dibuka or lembar.triwulan)} belum dijawab: "
                "tutup, atau teruskan.",
            )
            continue
        if k.tindakan == TUTUP:
            continue
        berlanjut += 1
        yield from (Galat(bagian, pesan) for pesan in _isi_kendala(k, hari_ini))
    if lembar.di_bawah_target and not berlanjut:
        target = lembar.target_bp or lembar.ukuran.ambang_bp
        yield Galat(
            "kendala",
            f"Realisasi di bawah target {persen_pendek(target)}: tulis paling sedikit satu kendala dengan tindak "
            "lanjut, penanggung jawab, dan batas waktu.",
        )


def _isi_kendala(k: IsianKendala, hari_ini: dt.date) -> Sequence[str]:
    pesan = []
    if k.kategori not in KategoriKendala.values:
        pesan.append("Pilih kategori kendala.")
    for isi, nama in (
        (k.uraian, "uraian kendala"),
        (k.tindak_lanjut, "tindak lanjut"),
        (k.penanggung_jawab, "penanggung jawab"),
    ):
        if not isi.strip():
            pesan.append(f"Isi {nama}.")
    hari = k.hari
    if hari is None:
        pesan.append("Isi batas waktu tindak lanjut.")
    elif hari < hari_ini:
        pesan.append(f"Batas waktu {tanggal(hari)} sudah lewat; beri tanggal baru, atau tutup kendalanya.")
    return pesan
