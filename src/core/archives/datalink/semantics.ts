/** What a link has to do with its dataset. */
export interface Semantics {
  /** As the service writes it: `#this`, or an address of another vocabulary. */
  readonly term: string;
  /** For people. */
  readonly label: string;
  /** True for the dataset itself. */
  readonly isThis: boolean;
}

/** The terms of the IVOA (www.ivoa.net/rdf/datalink/core), with the words they have there. */
const LABELS: Readonly<Record<string, string>> = {
  this: 'The dataset itself',
  auxiliary: 'Auxiliary data',
  weight: 'Weights',
  error: 'Errors',
  noise: 'Noise',
  calibration: 'Calibration',
  bias: 'Bias',
  dark: 'Dark',
  flat: 'Flat field',
  coderived: 'Derived from the same data',
  counterpart: 'Counterpart',
  cutout: 'Cutout service',
  'detached-header': 'Header in a file of its own',
  documentation: 'Documentation',
  derivation: 'Derived data',
  'derived-from-this': 'Derived data',
  package: 'Package',
  preview: 'Preview',
  'preview-image': 'Preview (image)',
  'preview-plot': 'Preview (plot)',
  thumbnail: 'Thumbnail',
  proc: 'Service that works on it',
  progenitor: 'What it was made from',
  science: 'Science data',
  sibling: 'Made together with it',
  'part-of': 'What it is part of',
  info: 'Information',
  alternate: 'The same in another form',
};

const CORE = /^(?:https?:\/\/www\.ivoa\.net\/rdf\/datalink\/core)?#/i;

/** Reads a cell of the column `semantics`. */
export function semanticsOf(term = ''): Semantics {
  const word = term.replace(CORE, '').toLowerCase();
  const known = LABELS[word];
  const own = /[#/]([^#/]+)$/.exec(term)?.[1] ?? term;
  return {
    term,
    label: known ?? (own === '' ? 'Link' : own.replaceAll(/[-_]/g, ' ')),
    isThis: word === 'this',
  };
}
