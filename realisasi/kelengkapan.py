"""What keeps a draft from being submitted: said part by part, so that each can be shown in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten

from realisasi.isian import TERUSKAN, TUTUP, IsianKendala, berisi
from realisasi.kalender import awal_triwulan, nama_triwulan
from realisasi.lembar_isian import BERLAKU, LembarIsian
from realisasi.models import JenisBelanja, KategoriKendala
from realisasi.penanggalan import tanggal
from realisasi.penolakan import Galat
from realisasi.rupiah import persen_pendek, rupiah

PANJANG_SEBUTAN = 60  # characters of an obstacle that name it in a message


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
            if not lembar.terjawab(p)
        ),
    )


def yang_salah(lembar: LembarIsian, hari_ini: dt.date) -> dict[str, str]:
    """What is filled in and cannot be submitted as it is, by part: said while one still writes.

    What is only missing is not said here: a draft may be half-written.
    """
    hasil: dict[str, str] = {}
    for g in (*_jumlah_berjalan(lembar), *_hari_data(lembar, hari_ini), *_batas_lewat(lembar, hari_ini)):
        hasil[g.bagian] = f"{hasil[g.bagian]} {g.pesan}" if g.bagian in hasil else g.pesan
    return hasil


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
    yield from _hari_data(lembar, hari_ini)
    if isian.fisik is None:
        yield Galat("fisik", "Isi kemajuan fisik, 0 sampai 100.")


def _hari_data(lembar: LembarIsian, hari_ini: dt.date) -> Iterator[Galat]:
    """The day that the data is from lies in the quarter or after it, and not ahead."""
    hari = lembar.isian.tanggal_data
    if hari is None:
        return
    if hari > hari_ini:
        yield Galat("tanggal_data", f"Tanggal data {tanggal(hari)} belum terjadi.")
    elif hari < awal_triwulan(lembar.dipa.tahun_id, lembar.triwulan):
        yield Galat(
            "tanggal_data",
            f"Tanggal data {tanggal(hari)} sebelum {nama_triwulan(lembar.triwulan)} {lembar.dipa.tahun_id} dimulai.",
        )


def _kendala(lembar: LembarIsian, hari_ini: dt.date) -> Iterator[Galat]:
    berlanjut = 0
    for nomor, k in enumerate(lembar.isian.kendala):
        if k.kosong or k.ditarik:
            continue
        bagian = f"kendala-{nomor}"
        if k.id is not None and k.tindakan not in {TERUSKAN, TUTUP}:
            yield Galat(
                bagian,
                f"{_nama(k, nomor)} dari {nama_triwulan(k.triwulan_dibuka or lembar.triwulan)} belum dijawab: "
                "tutup, atau teruskan.",
            )
            continue
        if k.tindakan == TUTUP:
            continue
        berlanjut += 1
        yield from (Galat(bagian, f"{_nama(k, nomor)}: {pesan}") for pesan in _isi_kendala(k, hari_ini))
    if lembar.di_bawah_target and not berlanjut:
        target = lembar.target_bp or lembar.ukuran.ambang_bp
        yield Galat(
            "kendala",
            f"Realisasi di bawah target {persen_pendek(target)}: tulis paling sedikit satu kendala dengan tindak "
            "lanjut, penanggung jawab, dan batas waktu.",
        )


def _nama(k: IsianKendala, nomor: int) -> str:
    """How a message names an obstacle: by its first words, or by its place where it has none."""
    uraian = shorten(k.uraian, PANJANG_SEBUTAN, placeholder="…")
    return f"Kendala “{uraian}”" if berisi(uraian) else f"Kendala ke-{nomor + 1}"


def _batas_lewat(lembar: LembarIsian, hari_ini: dt.date) -> Iterator[Galat]:
    """Obstacles that go on, or are not decided on yet, with a day that has passed."""
    for nomor, k in enumerate(lembar.isian.kendala):
        if k.hari is not None and k.hari < hari_ini and k.tindakan != TUTUP and not k.ditarik:
            yield Galat(f"kendala-{nomor}", _sudah_lewat(k.hari))


def _sudah_lewat(hari: dt.date) -> str:
    return f"Batas waktu {tanggal(hari)} sudah lewat; beri tanggal baru, atau tutup kendalanya."


def _isi_kendala(k: IsianKendala, hari_ini: dt.date) -> Sequence[str]:
    pesan = []
    if k.kategori not in KategoriKendala.values:
        pesan.append("pilih kategorinya.")
    for isi, nama in (
        (k.uraian, "uraiannya"),
        (k.tindak_lanjut, "tindak lanjutnya"),
        (k.penanggung_jawab, "penanggung jawabnya"),
    ):
        if not berisi(isi):
            pesan.append(f"isi {nama}.")
    hari = k.hari
    if hari is None:
        pesan.append("isi batas waktu tindak lanjut.")
    elif hari < hari_ini:
        kata = _sudah_lewat(hari)
        pesan.append(kata[0].lower() + kata[1:])
    return pesan
