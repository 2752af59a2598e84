/** SI, exact since 2019. */
const LIGHT_SPEED = 299_792_458;
const PLANCK = 6.62607015e-34;
const ELEMENTARY_CHARGE = 1.602176634e-19;

/** How a value of a unit becomes a wavelength in metres (vacuum). */
export interface BandUnit {
  /** As it is shown. */
  readonly name: string;
  readonly kind: 'wavelength' | 'frequency' | 'energy' | 'wavenumber';
  /** Metres, hertz, electronvolts, or waves per metre in one. */
  readonly scale: number;
}

/** All spellings, compared as {@link findBandUnit} says. */
const UNITS: readonly (readonly [words: string, unit: BandUnit])[] = [
  ['m metre metres meter meters', { name: 'm', kind: 'wavelength', scale: 1 }],
  ['cm', { name: 'cm', kind: 'wavelength', scale: 0.01 }],
  ['mm', { name: 'mm', kind: 'wavelength', scale: 0.001 }],
  ['um µm micron microns micrometre micrometer', { name: 'µm', kind: 'wavelength', scale: 1e-6 }],
  ['nm', { name: 'nm', kind: 'wavelength', scale: 1e-9 }],
  ['pm', { name: 'pm', kind: 'wavelength', scale: 1e-12 }],
  ['Å A AA angstrom angstroms ångström', { name: 'Å', kind: 'wavelength', scale: 1e-10 }],
  ['Hz', { name: 'Hz', kind: 'frequency', scale: 1 }],
  ['kHz', { name: 'kHz', kind: 'frequency', scale: 1e3 }],
  ['MHz', { name: 'MHz', kind: 'frequency', scale: 1e6 }],
  ['GHz', { name: 'GHz', kind: 'frequency', scale: 1e9 }],
  ['THz', { name: 'THz', kind: 'frequency', scale: 1e12 }],
  ['eV', { name: 'eV', kind: 'energy', scale: 1 }],
  ['meV', { name: 'meV', kind: 'energy', scale: 1e-3 }],
  ['keV', { name: 'keV', kind: 'energy', scale: 1e3 }],
  ['MeV', { name: 'MeV', kind: 'energy', scale: 1e6 }],
  ['GeV', { name: 'GeV', kind: 'energy', scale: 1e9 }],
  ['TeV', { name: 'TeV', kind: 'energy', scale: 1e12 }],
  ['1/cm /cm cm-1 cm^-1 cm⁻¹', { name: '1/cm', kind: 'wavenumber', scale: 100 }],
];

/** The names of the units as they are offered. */
export const BAND_UNITS: readonly string[] = UNITS.map(([, { name }]) => name);

/**
 * Which unit a word means. Upper and lower case do not matter, unless that decides (`meV`, `MeV`: as they are
 * written, and `mev` is MeV, which telescopes see).
 */
export function findBandUnit(word: string): BandUnit | undefined {
  const plain = word.normalize('NFC').replace('\u03bc', '\u00b5').replace('\u212b', '\u00c5');
  const spelled = (same: (spelling: string) => boolean): BandUnit | undefined =>
    UNITS.find(([words]) => words.split(' ').some(same))?.[1];
  const lower = plain.toLowerCase();
  return (
    spelled((spelling) => spelling === plain) ??
    (lower === 'mev'
      ? findBandUnit('MeV')
      : spelled((spelling) => spelling.toLowerCase() === lower))
  );
}

/** @returns metres in vacuum; Infinity for a frequency of 0 */
export function wavelengthOf(value: number, { kind, scale }: BandUnit): number {
  const size = value * scale;
  switch (kind) {
    case 'wavelength':
      return size;
    case 'frequency':
      return LIGHT_SPEED / size;
    case 'energy':
      return (PLANCK * LIGHT_SPEED) / (size * ELEMENTARY_CHARGE);
    case 'wavenumber':
      return 1 / size;
  }
}
