"""Writing amounts and percentages the Indonesian way (rule 1). No rounding of ratios here."""

from __future__ import annotations

NBSP = "\u00a0"
MINUS = "\u2212"


def angka(n: int) -> str:
    """`1.234.567`, with a true minus sign."""
    return f"{MINUS if n < 0 else ''}{abs(n):,}".replace(",", ".")


def rupiah(n: int) -> str:
    """`Rp 1.234.567` in full."""
    return f"{MINUS if n < 0 else ''}Rp{NBSP}{angka(abs(n))}"


def rupiah_ringkas(n: int) -> str:
    """`Rp 49,05 miliar`, `Rp 203,5 juta`: half up, for cards and headlines only."""
    besar = abs(n)
    for satuan, kata, desimal, kuantum_bawah in (
        (10**12, "triliun", 2, 10**7),
        (10**9, "miliar", 2, 10**5),
        (10**6, "juta", 1, 1),
    ):
        # Where the unit below would round up to a thousand, this one is used: never "1.000,0 juta".
        if besar + kuantum_bawah // 2 >= satuan:
            skala = 10**desimal
            utuh, pecahan = divmod((2 * besar * skala + satuan) // (2 * satuan), skala)
            teks = f"Rp{NBSP}{angka(utuh)},{pecahan:0{desimal}d}{NBSP}{kata}"
            return f"{MINUS}{teks}" if n < 0 else teks
    return rupiah(n)


def rupiah_dari(bagian: int, seluruh: int) -> str:
    """`Rp 27,72 dari 49,03 miliar`: a part of a whole, the unit said once where both share it."""
    kiri, kanan = rupiah_ringkas(bagian), rupiah_ringkas(seluruh)
    kata_kiri, kata_kanan = kiri.split(NBSP), kanan.split(NBSP)
    if len(kata_kiri) == len(kata_kanan) == 3 and kata_kiri[2] == kata_kanan[2]:  # noqa: PLR2004  (Rp, amount, unit)
        return f"{kata_kiri[0]}{NBSP}{kata_kiri[1]} dari {kata_kanan[1]}{NBSP}{kata_kanan[2]}"
    return f"{kiri} dari {kanan}"


def juta(n: int) -> str:
    """Millions of rupiah, half up, without the unit: `1.066` for 1.066.124.503."""
    bulat = (2 * abs(n) + 10**6) // (2 * 10**6)
    return angka(-bulat if n < 0 else bulat)


def bp(nilai: int) -> str:
    """`81,18` for 8118 basis points."""
    utuh, pecahan = divmod(abs(nilai), 100)
    return f"{MINUS if nilai < 0 else ''}{angka(utuh)},{pecahan:02d}"


def persen(nilai: int | None) -> str:
    """`81,18 %`, or a dash where there is no percentage."""
    return "–" if nilai is None else f"{bp(nilai)}{NBSP}%"


def persen_pendek(nilai: int | None) -> str:
    """A threshold without needless decimals: `60 %`, `97,5 %`; a dash for none."""
    if nilai is None:
        return "–"
    return f"{bp(nilai).rstrip('0').rstrip(',')}{NBSP}%"


def poin(nilai: int) -> str:
    """A difference of two shown percentages: `5,40 poin`."""
    return f"{bp(nilai)}{NBSP}poin"


def desimal(nilai: int | None) -> str | None:
    """A percentage for machines: `"81.18"`, or None."""
    if nilai is None:
        return None
    utuh, pecahan = divmod(abs(nilai), 100)
    return f"{'-' if nilai < 0 else ''}{utuh}.{pecahan:02d}"
