import { pythonFloat } from '../mast/python-number';

/**
 * A number as Python writes it (`150.0`, `1e-06`), and so as pyvo sends it, which services are known to read;
 * infinities as the VO writes them (DALI 1.1: `-Inf`, `+Inf`).
 */
export function formatNumber(value: number): string {
  if (Math.abs(value) === Infinity) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  return pythonFloat(value);
}
