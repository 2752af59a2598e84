/** What a key does to the plot while it has the focus, or undefined for any other key. */
export type SpectrumKey =
  | { readonly kind: 'cursor'; readonly by: number }
  | { readonly kind: 'pan'; readonly share: number }
  | { readonly kind: 'zoom'; readonly to: 'in' | 'out' | 'all' }
  | { readonly kind: 'copy' };

const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
const PANS: Readonly<Record<string, number>> = { PageUp: -0.5, PageDown: 0.5 };
const ZOOMS: Readonly<Record<string, 'in' | 'out' | 'all'>> = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '\u2212': 'out',
  Home: 'all',
  '0': 'all',
};

/** What is asked of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export function spectrumKey(event: KeyPress): SpectrumKey | undefined {
  const { key } = event;
  if (event.altKey) {
    return undefined;
  }
  if (event.ctrlKey || event.metaKey) {
    return key.toLowerCase() === 'c' ? { kind: 'copy' } : undefined;
  }
  if (Object.hasOwn(MOVES, key)) {
    return { kind: 'cursor', by: (MOVES[key] ?? 0) * (event.shiftKey ? 10 : 1) };
  }
  if (Object.hasOwn(PANS, key)) {
    return { kind: 'pan', share: PANS[key] ?? 0 };
  }
  return Object.hasOwn(ZOOMS, key) ? { kind: 'zoom', to: ZOOMS[key] ?? 'all' } : undefined;
}
