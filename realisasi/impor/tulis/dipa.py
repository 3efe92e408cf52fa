"""Writing DIPA with their revisions, and taking them back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from realisasi import rekap
from realisasi.impor.rencana.acuan import KunciDipa
from realisasi.impor.rencana.isi import Butir, Keadaan
from realisasi.impor.tulis.dasar import (
    Pelaku,
    Tertulis,
    TidakDapatDibatalkan,
    baca_dipa,
    pastikan_tahun_terbuka,
    potong,
)
from realisasi.kalender import TRIWULAN, akhir_triwulan, nama_triwulan
from realisasi.models import (
    ButirImpor,
    Dipa,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    Pengingat,
    RealisasiPerbendaharaan,
    RevisiDipa,
)
from realisasi.posisi import Revisi, revisi_berlaku
from realisasi.tahun_baru import buka_tahun
from satker import jurnal
from satker.akses import daftar_kata
from satker.models import Satker

Isi = Mapping[str, Any]


# --- Writing -------------------------------------------------------------------------


def tulis(butir: Sequence[Butir], oleh: Pelaku) -> list[Tertulis]:
    """Open the years, make the DIPA that are missing, make and change revisions with their pagu."""
    for tahun in sorted({int(b.kunci[0] or 0) for b in butir if b.keadaan is Keadaan.BARU}):
        buka_tahun(tahun)
    ada = baca_dipa({_kunci(b) for b in butir})
    nomor_semula = {k: d.nomor for k, d in ada.items()}
    nomor = {_kunci(b): b.baru["nomor_dipa"] for b in butir if b.baru.get("nomor_dipa")}
    baru = _dipa_baru([k for b in butir if (k := _kunci(b)) not in ada], nomor)
    for kunci, d in ada.items():
        d.nomor = nomor.get(kunci, d.nomor)
    jurnal.update_bulk(Dipa, [d for k, d in ada.items() if k in nomor], ["nomor"])
    dipa = ada | baru
    revisi = _revisi_lama([b for b in butir if b.keadaan is Keadaan.BERUBAH], dipa)
    dibuat = jurnal.create_bulk(
        RevisiDipa,
        [
            RevisiDipa(dipa=dipa[_kunci(b)], nomor=_nomor(b), berlaku_sejak=_hari(b.baru))
            for b in butir
            if b.keadaan is Keadaan.BARU
        ],
    )
    revisi |= {(r.dipa_id, r.nomor): r for r in dibuat}
    pasangan = [(revisi[dipa[_kunci(b)].pk, _nomor(b)], b) for b in butir]
    for r, b in pasangan:
        r.berlaku_sejak = _hari(b.baru)
    jurnal.update_bulk(RevisiDipa, [r for r, b in pasangan if b.keadaan is Keadaan.BERUBAH], ["berlaku_sejak"])
    _tulis_pagu([(r, b.baru) for r, b in pasangan])
    dilaporkan = _dilaporkan([d.pk for d in ada.values()])
    hasil = []
    for r, b in pasangan:
        kunci = _kunci(b)
        sesudah = {"dipa": r.dipa_id, "dipa_baru": kunci in baru, "revisi": r.pk, "nomor": r.nomor, **b.baru}
        if "nomor_dipa" in b.baru and kunci not in baru:
            sesudah["nomor_semula"] = nomor_semula[kunci]
        if r.dipa_id in dilaporkan:
            sesudah["dilaporkan"] = dilaporkan[r.dipa_id]
        hasil.append(Tertulis(b, r.dipa.satker_id, dict(b.lama) if b.lama else None, sesudah))
    return hasil


def _kunci(b: Butir) -> KunciDipa:
    tahun, kewenangan, kode = b.kunci[:3]
    return int(tahun or 0), str(kewenangan), str(kode)


def _nomor(b: Butir) -> int:
    return int(b.kunci[3] or 0)


def _hari(isi: Isi) -> dt.date:
    return dt.date.fromisoformat(isi["berlaku_sejak"])


def _dipa_baru(kunci: Sequence[KunciDipa], nomor: Mapping[KunciDipa, str]) -> dict[KunciDipa, Dipa]:
    urut = list(dict.fromkeys(kunci))
    kode = sorted({k[2] for k in urut})
    satker = {s.kode: s for bagian in potong(kode) for s in Satker.objects.filter(kode__in=bagian)}
    dibuat = jurnal.create_bulk(
        Dipa,
        [
            Dipa(
                tahun_id=tahun,
                kewenangan=kewenangan,
                satker=satker[k],
                nomor=nomor.get((tahun, kewenangan, k), ""),
                nama_satker=satker[k].nama,
            )
            for tahun, kewenangan, k in urut
        ],
    )
    return dict(zip(urut, dibuat, strict=True))


def _revisi_lama(butir: Sequence[Butir], dipa: Mapping[KunciDipa, Dipa]) -> dict[tuple[int, int], RevisiDipa]:
    """The revisions that change, by DIPA and number, each with its DIPA."""
    milik = {dipa[_kunci(b)].pk: dipa[_kunci(b)] for b in butir}
    dicari = {(dipa[_kunci(b)].pk, _nomor(b)) for b in butir}
    hasil = {}
    for kunci in potong(sorted(milik)):
        for r in RevisiDipa.objects.filter(dipa__in=kunci):
            if (r.dipa_id, r.nomor) in dicari:
                r.dipa = milik[r.dipa_id]
                hasil[r.dipa_id, r.nomor] = r
    return hasil


def _tulis_pagu(pasangan: Sequence[tuple[RevisiDipa, Isi]]) -> None:
    """Make the pagu of each revision what is said: row by row, so that the journal names what changed."""
    ada: dict[int, dict[str, PaguRevisi]] = defaultdict(dict)
    for kunci in potong([r.pk for r, _ in pasangan]):
        for p in PaguRevisi.objects.filter(revisi__in=kunci):
            ada[p.revisi_id][p.jenis] = p
    baru, berubah = [], []
    for r, isi in pasangan:
        lama = ada.get(r.pk, {})
        for p in lama.values():
            p.revisi = r
            if p.jenis not in isi["pagu"]:
                p.delete()
        for jenis, pagu in isi["pagu"].items():
            blokir = isi["blokir"][jenis]
            p_lama = lama.get(jenis)
            if p_lama is None:
                baru.append(PaguRevisi(revisi=r, jenis=jenis, pagu=pagu, blokir=blokir))
            elif (p_lama.pagu, p_lama.blokir) != (pagu, blokir):
                p_lama.pagu, p_lama.blokir = pagu, blokir
                berubah.append(p_lama)
    jurnal.create_bulk(PaguRevisi, baru)
    jurnal.update_bulk(PaguRevisi, berubah, ["pagu", "blokir"])


# --- Taking back ---------------------------------------------------------------------


def balik(butir: Sequence[ButirImpor], oleh: Pelaku) -> None:
    """Delete the revisions that were new, and their DIPA if that was; restore the others.

    Years that were opened stay open. A DIPA that has come to be used otherwise is a refusal.
    """
    revisi = _revisi_kini(butir)
    dipa = {r.dipa_id: r.dipa for r in revisi.values()}
    pastikan_tahun_terbuka(list(dipa.values()))
    for b in butir:
        _pastikan_seperti_ditulis(b, revisi.get(b.sesudah["revisi"]))
    per_dipa: dict[int, list[ButirImpor]] = defaultdict(list)
    for b in butir:
        per_dipa[b.sesudah["dipa"]].append(b)
    _pastikan_tidak_disandari(per_dipa, dipa)
    lama = [(revisi[b.sesudah["revisi"]], b.sebelum) for b in butir if b.sebelum is not None]
    for r, isi in lama:
        r.berlaku_sejak = _hari(isi)
    jurnal.update_bulk(RevisiDipa, [r for r, _ in lama], ["berlaku_sejak"])
    _tulis_pagu(lama)
    baru = [revisi[b.sesudah["revisi"]] for b in butir if b.sebelum is None]
    jurnal.delete_bulk(PaguRevisi, [p for r in baru for p in r.pagu.all()])
    jurnal.delete_bulk(RevisiDipa, baru)
    bernomor = {b.sesudah["dipa"]: b.sesudah["nomor_semula"] for b in butir if "nomor_semula" in b.sesudah}
    for pk, nomor in bernomor.items():
        dipa[pk].nomor = nomor
    jurnal.update_bulk(Dipa, [dipa[pk] for pk in bernomor], ["nomor"])
    hapus = [dipa[pk] for pk in _dipa_untuk_dihapus(per_dipa)]
    rekap.buang([d.pk for d in hapus])
    jurnal.delete_bulk(Dipa, hapus)


def _revisi_kini(butir: Sequence[ButirImpor]) -> dict[int, RevisiDipa]:
    hasil: dict[int, RevisiDipa] = {}
    for kunci in potong([b.sesudah["revisi"] for b in butir]):
        baris = RevisiDipa.objects.filter(pk__in=kunci).select_related("dipa__satker", "dipa__tahun")
        hasil |= {r.pk: r for r in baris.prefetch_related("pagu")}
    # One object for each DIPA, so that what is set on it is set for all of its revisions.
    dipa = {r.dipa_id: r.dipa for r in hasil.values()}
    for r in hasil.values():
        r.dipa = dipa[r.dipa_id]
    return hasil


def _pastikan_seperti_ditulis(b: ButirImpor, revisi: RevisiDipa | None) -> None:
    if revisi is None:
        raise TidakDapatDibatalkan(f"{b.sebutan} sudah dihapus sesudah impor ini.")
    kini = {p.jenis: (p.pagu, p.blokir) for p in revisi.pagu.all()}
    ditulis = {jenis: (pagu, b.sesudah["blokir"][jenis]) for jenis, pagu in b.sesudah["pagu"].items()}
    nomor = b.sesudah.get("nomor_dipa", revisi.dipa.nomor)
    # A note that stood there before the import is none of its business.
    bercatatan = b.sebelum is None and revisi.catatan
    if kini != ditulis or revisi.berlaku_sejak != _hari(b.sesudah) or revisi.dipa.nomor != nomor or bercatatan:
        raise TidakDapatDibatalkan(f"{b.sebutan} sudah diubah sesudah impor ini.")


def _dilaporkan(dipa: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    """By DIPA and quarter, the versions submitted and verified last; the quarter as a key of JSON."""
    hasil: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for kunci in potong(sorted(dipa)):
        laporan = LaporanTriwulan.objects.filter(dipa__in=kunci).order_by("triwulan")
        diajukan = laporan.exclude(versi_diajukan=None, versi_terverifikasi=None)
        for d, triwulan, *versi in diajukan.values_list("dipa", "triwulan", "versi_diajukan", "versi_terverifikasi"):
            hasil[d][str(triwulan)] = versi
    return hasil


def _pastikan_tidak_disandari(per_dipa: Mapping[int, Sequence[ButirImpor]], dipa: Mapping[int, Dipa]) -> None:
    """No reported quarter is left without a revision in force (rules 3 and 10).

    Nor does one go by which a report was submitted or verified since the import: that is newer.
    """
    semua: dict[int, dict[int, Revisi]] = defaultdict(dict)
    for kunci in potong(sorted(per_dipa)):
        for d, nomor, sejak in RevisiDipa.objects.filter(dipa__in=kunci).values_list("dipa", "nomor", "berlaku_sejak"):
            semua[d][nomor] = Revisi(nomor, sejak, "", {})
    dilaporkan = _dilaporkan(sorted(per_dipa))
    for pk, butir in per_dipa.items():
        kini = semua[pk]
        # A new revision by its number, with what was reported when it came.
        hilang = {b.sesudah["nomor"]: b.sesudah.get("dilaporkan", {}) for b in butir if b.sebelum is None}
        kembali = {b.sesudah["nomor"]: _hari(b.sebelum) for b in butir if b.sebelum is not None}
        nanti = [Revisi(n, kembali.get(n, r.berlaku_sejak), "", {}) for n, r in sorted(kini.items()) if n not in hilang]
        bersandar = []
        for q in TRIWULAN:
            hari = akhir_triwulan(dipa[pk].tahun_id, q)
            berlaku = revisi_berlaku(kini.values(), hari)
            versi = dilaporkan[pk].get(str(q))
            if versi is None or berlaku is None:
                continue
            lebih_baru = berlaku.nomor in hilang and hilang[berlaku.nomor].get(str(q)) != versi
            if lebih_baru or revisi_berlaku(nanti, hari) is None:
                bersandar.append(nama_triwulan(q))
        if bersandar:
            raise TidakDapatDibatalkan(
                f"Laporan {daftar_kata(bersandar)} {dipa[pk]} dihitung dengan revisi yang diimpor. "
                "Batalkan impor laporannya lebih dahulu, atau masukkan revisi berikutnya."
            )


def _dipa_untuk_dihapus(per_dipa: Mapping[int, Sequence[ButirImpor]]) -> list[int]:
    """The DIPA that the import made, now without a revision; one that is used otherwise is a refusal.

    One of which a report was imported and taken back stays, for the versions of that report do.
    """
    dibuat = sorted(pk for pk, butir in per_dipa.items() if any(b.sesudah["dipa_baru"] for b in butir))
    hapus = []
    for kunci in potong(dibuat):
        milik = {"dipa": OuterRef("pk")}
        for d in Dipa.objects.filter(pk__in=kunci).annotate(
            berrevisi=Exists(RevisiDipa.objects.filter(**milik)),
            berlaporan=Exists(LaporanTriwulan.objects.filter(**milik)),
            bersisa=Exists(LaporanTriwulan.objects.filter(**milik, versi__isnull=False)),
            berkendala=Exists(Kendala.objects.filter(**milik)),
            berangka=Exists(RealisasiPerbendaharaan.objects.filter(**milik)),
            diingatkan=Exists(Pengingat.objects.filter(**milik)),
        ):
            for ada, kata in (
                (d.berrevisi, "sudah mempunyai revisi lain"),
                (d.berlaporan and not d.bersisa, "sudah mempunyai draf laporan"),
                (d.berkendala, "sudah mempunyai kendala"),
                (d.berangka, "sudah mempunyai angka perbendaharaan; batalkan impornya lebih dahulu"),
                (d.diingatkan, "sudah pernah dikirimi pengingat"),
            ):
                if ada:
                    raise TidakDapatDibatalkan(f"{d} {kata}.")
            if not d.bersisa:
                hapus.append(d.pk)
    return hapus
