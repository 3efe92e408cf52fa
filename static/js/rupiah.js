// Reading and writing whole rupiah in the browser, by the same steps and in the same words as
// realisasi/baca_rupiah.py; a test holds the two to the same answers. The server's answer counts.
//   bacaRupiah("Rp 1.234,00") -> {nilai: 1234n}    bacaRupiah("") -> {nilai: null}
//   bacaRupiah("1,234")       -> {pesan: "Tidak terbaca: ..."}
//   tulisRupiah(-1234n)       -> "−1.234"
//   persenBp(1n, 3n, [])      -> 3333n             tulisBp(3333n)   -> "33,33 %"
(function () {
  "use strict";
  const TERBESAR = 10n ** 15n;
  const TERPANJANG = 100;
  const TAMPIL = 40;
  const RIBUAN = 3;
  const SPASI = " \u00a0\u2007\u2009\u202f";
  const KOSONG = SPASI + "\t\n\v\f\r\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u2028\u2029\u205f\u3000";
  const TAK_TAMPAK = "\0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff";
  const PINGGIR = KOSONG + TAK_TAMPAK;
  const MINUS = "-\u2010\u2011\u2212\u2013";
  const GARIS = MINUS + "\u2014";
  const PEMISAH = { ".": "titik", ",": "koma" };
  const kelas = "[" + SPASI + "]";
  const garis = "[" + GARIS.replace("-", "\\-") + "]";
  const MATA_UANG = /^(?:rp\.?|idr)/i;
  const TANPA_ANGKA = new RegExp("^(?:(?:rp\\.?|idr)" + kelas + "*)?" + garis + "$", "i");
  const UTUH = [
    /^([0-9]+)(?:,([0-9]{1,2}))?$/,
    /^([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}))?$/,
    new RegExp("^([1-9][0-9]{0,2}(?:" + kelas + "[0-9]{3})+)(?:,([0-9]{1,2}))?$"),
    /^([1-9][0-9]{0,2}(?:,[0-9]{3}){2,})(?:\.([0-9]{2}))?$/,
    /^([1-9][0-9]{0,2},[0-9]{3})\.([0-9]{2})$/,
    /^(0|[0-9]{4,})\.([0-9]{1,2})$/,
  ];
  const DUA_ARTI = /^([0-9]{1,3}),([0-9]{3})$/;

  const angka = (c) => c >= "0" && c <= "9";
  const ada = (daftar, c) => c !== undefined && daftar.includes(c);
  const digit = (teks) => teks.replace(/[^0-9]/g, "");
  const kode = (c) => "U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

  function takDapatDitulis(c) {
    return c < " " || (c >= "\x7f" && c <= "\x9f") || ada(TAK_TAMPAK, c) ||
      (c.length === 1 && c >= "\ud800" && c <= "\udfff") || c === "\ufffe" || c === "\uffff";
  }

  function sebut(c) {
    if (ada(SPASI, c)) return "spasi";
    if (c === "\t") return "tab";
    if (ada("\n\v\f\r", c)) return "ganti baris";
    if (PEMISAH[c]) return PEMISAH[c];
    if (ada(MINUS, c)) return "tanda minus";
    if (/^[A-Za-z]$/.test(c)) return "huruf " + c;
    if (takDapatDitulis(c)) return "tanda yang tidak tampak (" + kode(c) + ")";
    return c < "\x80" ? '"' + c + '"' : '"' + c + '" (' + kode(c) + ")";
  }

  class TidakTerbaca extends Error {}

  function tolak(tanda, sebab, contoh = true) {
    const potong = tanda.slice(0, TAMPIL).map((c) => (takDapatDitulis(c) ? "\ufffd" : c)).join("");
    const tampil = potong + (tanda.length > TAMPIL ? "…" : "");
    const cara = contoh ? " Tulis rupiah penuh dengan angka saja, misalnya 95.000.000." : "";
    return new TidakTerbaca('Tidak terbaca: "' + tampil + '". ' + sebab + cara);
  }

  // Sign or bracket, and currency, in any order.
  function kepala(tanda) {
    let i = 0, sudah = "", uang = false;
    while (i < tanda.length) {
      const c = tanda[i];
      const mata = uang ? null : MATA_UANG.exec(tanda.slice(i, i + 3).join(""));
      if (ada(MINUS + "+(", c)) {
        if (sudah) throw tolak(tanda, "Tanda ke-" + (i + 1) + " adalah " + sebut(c) + ", padahal sebelumnya sudah ada tandanya.");
        sudah = c;
      } else if (mata) {
        uang = true;
        i += mata[0].length;
        continue;
      } else if (!ada(SPASI, c)) break;
      i += 1;
    }
    return { awal: i, negatif: sudah !== "" && sudah !== "+", kurung: sudah === "(" };
  }

  function ekor(tanda, awal, kurung) {
    let j = tanda.length;
    if (!kurung) return j;
    if (tanda[j - 1] !== ")") throw tolak(tanda, "Kurung buka tanpa kurung tutup.");
    j -= 1;
    while (j > awal && ada(SPASI, tanda[j - 1])) j -= 1;
    return j;
  }

  function sebab(inti, awal) {
    const kelompok = inti.join("").split(new RegExp("[.," + SPASI + "]"));
    let letak = 0;
    for (const k of kelompok) {
      if (!k) {
        const i = Math.min(letak, inti.length - 1);
        return "Tanda ke-" + (awal + i + 1) + " adalah " + sebut(inti[i]) + " yang tidak berdiri di antara dua angka.";
      }
      letak += k.length + 1;
    }
    const pemisah = new Set(inti.filter((c) => !angka(c)).map((c) => (ada(SPASI, c) ? " " : c)));
    if (pemisah.size > 1) return "Titik, koma, atau spasi bercampur, sehingga tidak jelas mana yang memisahkan ribuan.";
    const nama = PEMISAH[[...pemisah][0]] || "spasi";
    if (kelompok[0].length > RIBUAN) {
      return "Sebelum " + nama + " pertama ada " + kelompok[0].length + " angka, padahal ribuan dipisah tiap tiga angka.";
    }
    const salah = kelompok.slice(1).find((k) => k.length !== RIBUAN);
    if (salah === undefined) return 'Angkanya diawali nol ("' + kelompok[0] + '"), jadi ' + nama + " di belakangnya bukan pemisah ribuan.";
    return "Setelah " + nama + " ada " + salah.length + ' angka ("' + salah + '"), padahal ribuan dipisah tiap tiga angka.';
  }

  function utuh(tanda, awal, badan) {
    if (badan.every((c) => ada(GARIS + SPASI + ".,", c))) throw tolak(tanda, "Tidak ada angkanya.");
    const n = badan.length;
    const tanpaSen = n > 1 && ada(GARIS, badan[n - 1]) && ada(".,", badan[n - 2]);
    if (!tanpaSen && ada(GARIS, badan[n - 1]) && angka(badan[0])) {
      throw tolak(tanda, "Tanda minus di belakang angka tidak jelas artinya. Tulis minus di depan bila ini pengembalian, misalnya -95.000.000; tanpa minus bila bukan.", false);
    }
    const inti = tanpaSen ? badan.slice(0, -2) : badan;
    inti.forEach((c, k) => {
      if (!angka(c) && !ada(".,", c) && !ada(SPASI, c)) {
        throw tolak(tanda, "Tanda ke-" + (awal + k + 1) + " adalah " + sebut(c) + ".");
      }
    });
    const teks = inti.join("");
    for (const pola of UTUH) {
      const m = pola.exec(teks);
      if (!m) continue;
      if (m[2] && tanpaSen) throw tolak(tanda, "Sen tertulis dua kali.");
      if (m[2] && /[^0]/.test(m[2])) throw tolak(tanda, "Ada sen di belakangnya (" + m[2] + "). Bulatkan ke rupiah utuh.");
      return BigInt(digit(m[1]));
    }
    throw tolak(tanda, sebab(inti, awal));
  }

  function baca(teks) {
    let tanda = Array.from(teks);
    let i = 0, j = tanda.length;
    while (i < j && ada(PINGGIR, tanda[i])) i += 1;
    while (j > i && ada(PINGGIR, tanda[j - 1])) j -= 1;
    tanda = tanda.slice(i, j);
    if (tanda.length > TERPANJANG) {
      throw tolak(tanda, "Teks sepanjang " + tulisRupiah(BigInt(tanda.length)) + " tanda bukan satu angka.");
    }
    if (!tanda.length || TANPA_ANGKA.test(tanda.join(""))) return null;
    const { awal, negatif, kurung } = kepala(tanda);
    const badan = tanda.slice(awal, ekor(tanda, awal, kurung));
    const dua = DUA_ARTI.exec(badan.join(""));
    if (dua) {
      const kali = negatif ? -1n : 1n;
      const ribuan = tulisRupiah(kali * BigInt(dua[1] + dua[2])), satuan = tulisRupiah(kali * BigInt(dua[1]));
      throw tolak(tanda, "Koma di sini dapat berarti dua hal. Tulis " + ribuan + " bila maksudnya ribuan, atau " + satuan + " bila angka di belakang koma adalah sen.", false);
    }
    const n = utuh(tanda, awal, badan);
    if (n > TERBESAR) throw tolak(tanda, "Terlalu besar: paling banyak " + tulisRupiah(TERBESAR) + " (seribu triliun).", false);
    return negatif ? -n : n;
  }

  function tulisRupiah(n) {
    const mutlak = (n < 0n ? -n : n).toString().replace(/\B(?=(?:[0-9]{3})+$)/g, ".");
    return (n < 0n ? "\u2212" : "") + mutlak;
  }

  // Basis points as the server shows them: half up, but never up to a threshold that is missed.
  function persenBp(pembilang, penyebut, batas) {
    const atas = 2n * 10000n * pembilang + penyebut;
    const bawah = 2n * penyebut;
    let hasil = atas / bawah;
    if (atas < 0n && atas % bawah !== 0n) hasil -= 1n;
    for (const b of batas) if (hasil >= b && pembilang * 10000n < b * penyebut) hasil = b - 1n;
    return hasil;
  }

  function tulisBp(bp) {
    const besar = bp < 0n ? -bp : bp;
    return (bp < 0n ? "\u2212" : "") + tulisRupiah(besar / 100n) + "," + String(besar % 100n).padStart(2, "0") + "\u00a0%";
  }

  window.tulisRupiah = tulisRupiah;
  window.persenBp = persenBp;
  window.tulisBp = tulisBp;
  window.bacaRupiah = function (teks) {
    try {
      return { nilai: baca(String(teks)) };
    } catch (galat) {
      if (galat instanceof TidakTerbaca) return { pesan: galat.message };
      throw galat;
    }
  };
})();
