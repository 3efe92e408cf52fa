"""The words of a reminder, and the ways to hand them on: to WhatsApp, or to a mail program."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from realisasi.belum_lapor import BelumLapor, Keadaan
from realisasi.kalender import nama_triwulan
from realisasi.models import Kewenangan
from realisasi.penanggalan import tanggal
from satker.akses import daftar_kata

ALASAN_TERPANJANG = 300
PENGIRIM = "Tim Realisasi IKMA, Direktorat Jenderal Industri Kecil, Menengah, dan Aneka, Kementerian Perindustrian"
# A number of a mobile phone in the country: 8 and eight to eleven more digits.
NOMOR_PONSEL = re.compile(r"8[1-9][0-9]{7,10}")
HANYA_NOMOR = re.compile(r"[0-9+() .-]+")


def alamat_entri(baris: BelumLapor) -> str:
    """The full address of the page on which the report is filled in."""
    return f"{alamat_situs()}{reverse('realisasi:entri', args=[baris.dipa.pk, baris.triwulan])}"


def alamat_situs() -> str:
    """The address at which people open the site, without a slash at its end."""
    return str(settings.ALAMAT_SITUS).rstrip("/")


def judul(baris: BelumLapor) -> str:
    """The subject of a mail: one line, whatever the name of the satker holds."""
    apa = "belum diajukan kembali" if baris.dikembalikan else "belum diajukan"
    return _satu_baris(
        f"Pengingat: laporan {nama_triwulan(baris.triwulan)} {baris.dipa.tahun_id} {baris.dipa.kewenangan} "
        f"{baris.dipa.nama_satker} {apa}"
    )


def teks(baris: BelumLapor) -> str:
    """The whole message, ready to send."""
    sapaan = _satu_baris(baris.satker.kontak_nama) or "Bapak/Ibu"
    laporan = f"Laporan realisasi {nama_triwulan(baris.triwulan)} {baris.dipa.tahun_id}"
    dipa = f"DIPA {Kewenangan(baris.dipa.kewenangan).label} {baris.dipa.nomor}".rstrip()
    alinea = [
        f"Yth. {sapaan}\n{_satu_baris(baris.dipa.nama_satker)} (satker {baris.satker.kode})",
        f"{laporan} untuk {dipa} {_yang_kurang(baris)}",
        _waktu(baris),
    ]
    if baris.tertinggal:
        triwulan = daftar_kata([nama_triwulan(q) for q in baris.tertinggal])
        alinea.append(f"Laporan {triwulan} juga belum diajukan dan perlu diajukan lebih dahulu.")
    if baris.jendela.terbuka:
        alinea.append(f"Mohon dilengkapi di {alamat_entri(baris)}")
    else:
        alinea.append(f"Mohon hubungi kami agar masa pengisiannya diperpanjang. Alamat situs: {alamat_situs()}/")
    alinea.append(f"Bila laporan sudah diajukan, abaikan pesan ini. Terima kasih.\n\n{PENGIRIM}")
    return "\n\n".join(alinea)


def _yang_kurang(baris: BelumLapor) -> str:
    match baris.keadaan:
        case Keadaan.BELUM_DIISI:
            return "belum kami terima: belum ada angka yang diisi."
        case Keadaan.DRAF:
            return "belum kami terima: drafnya sudah tersimpan, tetapi belum diajukan."
        case Keadaan.DIKEMBALIKAN:
            apa = "dikembalikan"
        case Keadaan.DIBUKA_KEMBALI:
            apa = "dibuka kembali setelah verifikasi"
    pada = f" pada {tanggal(baris.dikembalikan_pada)}" if baris.dikembalikan_pada else ""
    return f"{apa}{pada} dan belum diajukan kembali. Alasannya: {alasan(baris)}"


def alasan(baris: BelumLapor) -> str:
    """Why it was sent back, in one line of bounded length; empty where it was not."""
    penuh = _satu_baris(baris.laporan.alasan_dikembalikan) if baris.laporan is not None else ""
    return penuh if len(penuh) <= ALASAN_TERPANJANG else f"{penuh[:ALASAN_TERPANJANG].rstrip()}…"


def _waktu(baris: BelumLapor) -> str:
    """The due day, and what is left or how long ago it was."""
    j = baris.jendela
    tenggat = f"Tenggatnya {tanggal(j.tenggat)}"
    if not j.terbuka:
        return f"{tenggat}, dan masa pengisian sudah berakhir {tanggal(j.berakhir)}."
    if j.hari_ini == j.tenggat:
        return f"{tenggat}, hari ini."
    if j.terlambat == 0:
        return f"{tenggat}, {j.sisa_hari_kerja} hari kerja lagi." if j.sisa_hari_kerja else f"{tenggat}."
    if baris.dikembalikan:
        return f"Perbaikan dapat diajukan sampai {tanggal(j.berakhir)}."
    return f"{tenggat}, sudah lewat {j.terlambat} hari. Pengisian masih terbuka sampai {tanggal(j.berakhir)}."


def nomor_ponsel(telepon: str) -> str | None:
    """The first mobile number of a contact as WhatsApp takes it, `628…`; None where there is none.

    Of several numbers, divided by `/`, `,` or `;`, the first that can be read.
    """
    for bagian in re.split(r"[/,;]", telepon):
        if not HANYA_NOMOR.fullmatch(bagian.strip()):
            continue
        angka = re.sub(r"[() .-]", "", bagian)
        lokal = re.sub(r"^(\+?62)?0?", "", angka, count=1)
        if NOMOR_PONSEL.fullmatch(lokal):
            return f"62{lokal}"
    return None


def tautan_wa(baris: BelumLapor) -> str | None:
    """A link that opens WhatsApp with the message written; None without a number that can be read."""
    nomor = nomor_ponsel(baris.satker.kontak_telepon)
    return f"https://wa.me/{nomor}?text={quote(teks(baris), safe='')}" if nomor else None


def tautan_surel(baris: BelumLapor) -> str | None:
    """A link that opens the mail program with the message written; None without any address."""
    if not baris.surel:
        return None
    kepada = ",".join(quote(a, safe="@") for a in baris.surel)
    isi = teks(baris).replace("\n", "\r\n")
    return f"mailto:{kepada}?subject={quote(judul(baris), safe='')}&body={quote(isi, safe='')}"


def _satu_baris(isi: str) -> str:
    """Without line ends and control characters, so that it cannot become a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in isi).split())
