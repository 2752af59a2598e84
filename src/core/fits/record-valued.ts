import type { Card } from './card';
import { numberOf } from './card-value';

/** A record-valued keyword card of the distortion conventions: `DP1 = 'AXIS.1: 2'`. */
export interface RecordValue {
  /** Keyword and field: `DP1.AXIS.1`. */
  readonly keyword: string;
  readonly value: number;
}

const FIELD = String.raw`[A-Za-z_]\w*(?:\.\d+)?`;
const RECORD = new RegExp(
  String.raw`^(${FIELD}(?:\.${FIELD})*): +([+-]?(?:\.\d+|\d+(?:\.\d*)?)(?:[DEde][+-]?\d+)?)$`,
);

/**
 * The record a string card holds, or undefined where it is a plain string (FITS WCS paper IV). Exponents may
 * be in small letters: wcslib reads them, though of the card alone astropy takes it for text.
 */
export function recordValue(card: Card): RecordValue | undefined {
  if (card.kind !== 'value' || typeof card.value !== 'string') {
    return undefined;
  }
  const match = RECORD.exec(card.value);
  if (!match) {
    return undefined;
  }
  return { keyword: `${card.keyword}.${match[1]}`, value: Number(numberOf(match[2] ?? '')) };
}
