import names from './answers/names.json';

/** Sesame and MAST's resolver, for a handful of names. */

interface Known {
  readonly name: string;
  readonly ra: number;
  readonly dec: number;
  readonly type?: string;
  /** True for what only MAST's own catalogues have. */
  readonly mastOnly?: boolean;
}

const KNOWN: Readonly<Record<string, Known | undefined>> = names;

/** The answer of Sesame in plain text. */
export function sesameText(name: string): string {
  const known = KNOWN[name.trim().toLowerCase()];
  if (known === undefined || known.mastOnly === true) {
    return `# ${name}\t#Q1\n#=S=Simbad (via url):    0\n#!=N=NED : *** Nothing found ***\n#====Done====\n`;
  }
  const { ra, dec, type = '?' } = known;
  return (
    `# ${name}\t#Q1\n#=S=Simbad (via url):    1\n%@ 1\n%I.0 ${known.name}\n%C.0 ${type}\n` +
    `%J ${ra.toFixed(8)} ${dec >= 0 ? '+' : ''}${dec.toFixed(8)} = x\n#====Done====\n`
  );
}

/** One element of an answer of MAST's resolver; undefined for a name that it does not know. */
export function mastPlace(name: string): object | undefined {
  const searchString = name.trim().toLowerCase();
  const known = KNOWN[searchString];
  return (
    known && {
      ...{ searchString, resolver: known.mastOnly === true ? 'TIC' : 'SIMBAD', cached: true },
      ...{ resolverTime: 12, searchRadius: -1, canonicalName: known.name },
      ...{ ra: known.ra, decl: known.dec, objectType: known.type },
    }
  );
}

export function santaAnswer(asked: readonly string[]): object {
  const resolvedCoordinate = asked.map(mastPlace).filter((place) => place !== undefined);
  return resolvedCoordinate.length === 0 ? {} : { resolvedCoordinate };
}
