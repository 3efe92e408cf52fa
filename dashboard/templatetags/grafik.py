"""What the templates of the read side need beyond amounts: names, cells of the heat map."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dashboard.baris import Baris, kata_status, nama_tampil
from dashboard.ringkasan import Petak
from dashboard.saringan import Saringan
from dashboard.tabel import teks_proyeksi
from realisasi import rupiah
from realisasi.penilaian import Kelompok, Status
from realisasi.posisi import Posisi

register = template.Library()

register.filter("nama_tampil", nama_tampil)


@register.filter
def kapital(teks: str) -> str:
    """The first letter large, the rest as it is: `DIPA`, `Satker`."""
    return teks[:1].upper() + teks[1:]


@register.simple_tag
def nama_dipa(b: Baris, s: Saringan) -> SafeString:
    """A DIPA in a list: the shape of its colour, and its province's name as a link to its page."""
    return format_html(
        '<span class="cell-name {}{}"><svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>'
        '<a href="/satker/{}/?{}"><span class="on-wide">{}</span><span class="on-narrow">{}</span></a></span>',
        b.posisi.warna,
        " long" if b.sebut_kode else "",
        b.posisi.warna,
        b.posisi.amanat.kode,
        s.alamat,
        b.sebutan,
        b.sebutan_pendek,
    )


@register.simple_tag
def persen_dipa(b: Baris, s: Saringan, *, proyeksi: bool = False) -> SafeString:
    """The percentage of a DIPA in a list; it opens `Mengapa angka ini?` of its page."""
    teks = rupiah.persen(b.posisi.proyeksi_bp if proyeksi else b.posisi.persen_bp)
    return format_html(
        '<a class="why-link" href="/satker/{}/?{}#mengapa" title="Mengapa angka ini?">{}</a>',
        b.posisi.amanat.kode,
        s.alamat,
        teks,
    )


@register.simple_tag
def nama_panas(b: Baris, s: Saringan) -> SafeString:
    """The name of a row of the heat map, as a link to its page."""
    return format_html(
        '<a href="/satker/{}/?{}"><span class="on-wide">{}</span><span class="on-narrow">{}</span></a>',
        b.posisi.amanat.kode,
        s.alamat,
        b.sebutan,
        b.sebutan_pendek,
    )


@register.simple_tag
def sel_panas(p: Posisi | None) -> SafeString:
    """One cell of the heat map: icon and number; the word is for screen readers."""
    if p is None:
        return mark_safe('<td class="none"><span class="sr-only">belum ada DIPA</span></td>')
    if p.status is Status.BELUM_LAPOR:
        isi, kelas = "–", "fill-abu"
    else:
        isi = "–" if p.persen_bp is None else rupiah.bp(p.persen_bp)
        kelas = "none" if p.status is Status.TANPA_TARGET else f"fill-{p.warna}"
    # Hundreds of cells: put together of figures and of words of this program alone, nothing in them needs escaping.
    if kelas == "none":
        return mark_safe(f'<td class="none">{isi}</td>')  # noqa: S308
    return mark_safe(  # noqa: S308
        f'<td class="{kelas}"><svg class="icon" aria-hidden="true"><use href="#i-{p.warna}"/></svg>'
        f'<span class="sr-only">{kata_status(p.status, p.ukuran.ambang_bp)} </span>{isi}</td>'
    )


@register.simple_tag
def petak_peta(p: Petak, s: Saringan) -> SafeString:
    """One tile of the map: a link to the satker, or to the list of those of the province."""
    prov = p.provinsi
    tempat = f"col-{prov.petak_kolom} row-{prov.petak_baris}"
    if p.kelompok is None:
        return format_html(
            '<span class="tile outside {}" title="{}, tanpa DIPA {}"><span class="name">{}</span>'
            '<span class="code" aria-hidden="true">{}</span><span class="sr-only">, tanpa DIPA {}</span></span>',
            tempat,
            prov.nama,
            s.tahun,
            prov.nama_pendek,
            prov.kode_petak,
            s.tahun,
        )
    persen = p.kelompok.persen_bp
    ke = f"/satker/{p.kode_satker}/?{s.alamat}" if p.kode_satker else f"/satker/?{s.alamat}&provinsi={prov.kode}"
    sebutan = f"{prov.nama}, {rupiah.persen(persen)}, {p.kata}"
    return format_html(
        '<a class="tile {} fill-{}" href="{}" aria-label="{}" title="{}"><span class="name">{}</span>'
        '<b><svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>{}</b><span class="code">{}</span></a>',
        tempat,
        "netral" if p.kata == "Tanpa target" else p.warna,
        ke,
        sebutan,
        sebutan,
        prov.nama_pendek,
        p.warna,
        "–" if persen is None else rupiah.bp(persen),
        prov.kode_petak,
    )


@register.simple_tag
def bingkai_grafik(sumber: str, label: str, tinggi: int, kelas: str = "") -> SafeString:
    """The place of one chart, its height kept from the start so that nothing moves later.

    The height is that of an empty picture beside it, because the markup has no styles.
    """
    return format_html(
        '<div class="chart-box {}"><svg class="tempat" width="1" height="{}" aria-hidden="true"></svg>'
        '<div class="chart" data-figure="{}" role="img" aria-label="{}"></div></div>'
        '<noscript><p class="chart-note">Grafik memerlukan JavaScript; '
        "angkanya ada pada tabel di bawah ini.</p></noscript>",
        kelas,
        tinggi,
        sumber,
        label,
    )


@register.simple_tag
def kurang_ke(p: Posisi, batas_bp: int) -> str:
    """Rupiah missing to a threshold."""
    return rupiah.rupiah(p.kekurangan(batas_bp))


@register.simple_tag
def proyeksi(p: Posisi) -> str:
    """The projected year end in words of rule 9."""
    return teks_proyeksi(p)


@register.simple_tag
def sisa(k: Kelompok) -> str:
    """What is left of the pagu efektif, in rupiah without the unit."""
    return rupiah.angka(k.pagu_efektif - k.realisasi)


@register.simple_tag
def ganti_triwulan(s: Saringan, triwulan: int) -> str:
    """The query string of this page at another quarter."""
    return s.kueri(triwulan=triwulan)


@register.simple_tag
def ganti_tahun(s: Saringan, p: Posisi) -> str:
    """The query string of this page for another year's DIPA."""
    return s.kueri(tahun=p.amanat.tahun, kewenangan=p.amanat.kewenangan)
