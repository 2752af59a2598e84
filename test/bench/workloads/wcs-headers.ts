/** A header of an imager with 0.4 arcseconds to the pixel, as the projection `code` has it. */
function header(code: string, more: Readonly<Record<string, number>>): string {
  const cards: Readonly<Record<string, number | string>> = {
    ...{ WCSAXES: 2, CTYPE1: `RA---${code}`, CTYPE2: `DEC--${code}` },
    ...{ CRVAL1: 150.1163, CRVAL2: 2.2009, CRPIX1: 2044.5, CRPIX2: 2040.5 },
    ...{ CD1_1: -1.1e-4, CD1_2: 2e-6, CD2_1: 1.9e-6, CD2_2: 1.1e-4 },
    ...more,
  };
  return Object.entries(cards)
    .map(([keyword, value]) => {
      const text = typeof value === 'string' ? `'${value}'` : String(value).toUpperCase();
      return `${keyword.padEnd(8)}= ${text.padStart(20)}`.padEnd(80);
    })
    .join('\n');
}

/** All terms of two polynomials of this order, each of at most `reach` pixels at the corner. */
function sip(order: number, reach: number): Record<string, number> {
  const terms: Record<string, number> = { A_ORDER: order, B_ORDER: order };
  for (let p = 0; p <= order; p += 1) {
    for (let q = Math.max(0, 2 - p); p + q <= order; q += 1) {
      const size = reach / 2000 ** (p + q);
      terms[`A_${p}_${q}`] = Number((size * Math.sin(3 * p + q)).toPrecision(6));
      terms[`B_${p}_${q}`] = Number((size * Math.cos(p + 2 * q)).toPrecision(6));
    }
  }
  return terms;
}

/** The terms to the third degree, but for the radial ones: what surveys write. */
function tpv(): Record<string, number> {
  const terms: Record<string, number> = { PV1_1: 1.0001, PV2_1: 0.9998, PV1_0: 2e-5, PV2_0: -3e-5 };
  for (const m of [2, 4, 5, 6, 7, 8, 9, 10]) {
    terms[`PV1_${m}`] = Number((1e-3 * Math.sin(m)).toPrecision(6));
    terms[`PV2_${m}`] = Number((1e-3 * Math.cos(m)).toPrecision(6));
  }
  return terms;
}

/** The headers whose positions are measured. */
export const HEADERS = {
  tan: header('TAN', {}),
  sip: header('TAN-SIP', sip(4, 2)),
  tpv: header('TPV', tpv()),
} as const;
