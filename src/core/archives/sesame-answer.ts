import { SkybucketError } from '../errors';
import { webPageError } from './service-error';
import { isWebPage } from './service-words';
import { childrenOf, descendants, parseXml, textOf, type XmlElement } from './tap/xml';

/** Where the name of an object leads. */
export interface ResolvedName {
  /** As the one who says so writes it: `M 101`. */
  readonly name: string;
  /** `Sesame (SIMBAD)` */
  readonly by: string;
  /** Degrees, ICRS. */
  readonly longitude: number;
  readonly latitude: number;
}

export const LONGEST_NAME = 200;
export const SESAME_NAME = 'The name service Sesame';

const RESOLVERS: Readonly<Record<string, string>> = { S: 'SIMBAD', N: 'NED', V: 'VizieR' };
/** The names of the databases that Sesame asks begin with their letter: `S=Simbad (via url)`. */
const RESOLVER = /^(\w)\w*=/;

/** What one database says: a name may be known there without a position. */
interface Said {
  readonly resolver: string | undefined;
  readonly name: string | undefined;
  /** Degrees, as they are written; undefined where there is no position. */
  readonly longitude: string | undefined;
  readonly latitude: string | undefined;
}

/**
 * Reads an answer of Sesame: plain text, or the XML of its options `-ox` and `-oxp`. The first database that
 * has a position is the one to believe.
 *
 * @param asked the name that was asked for
 * @throws SkybucketError `not-found` where no database knows the name; `server` for what is no answer of Sesame.
 */
export function readSesame(text: string, asked: string): ResolvedName {
  if (isWebPage(text)) {
    throw webPageError(SESAME_NAME, text);
  }
  const said = /^\s*</.test(text) ? saidInXml(text) : saidInText(text);
  const found = said.find(({ longitude }) => longitude !== undefined);
  if (found !== undefined) {
    return placed(found, asked);
  }
  if (said.length === 0) {
    throw nonsense();
  }
  throw new SkybucketError(
    'not-found',
    `Nobody knows “${asked}”: SIMBAD, NED and VizieR were asked.`,
    { hint: 'Check the name, or give coordinates.' },
  );
}

/**
 * In plain text each database has a part (`#=S=Simbad …`, `#!=N=NED …` where it knows nothing), with a name in
 * `%I.0` and a position in `%J 210.80 +54.34 = 14:03:12.58 +54:20:55.5`.
 */
function saidInText(text: string): Said[] {
  const nobody: Said = {
    ...{ resolver: undefined, name: undefined },
    ...{ longitude: undefined, latitude: undefined },
  };
  const said: Said[] = [];
  for (const line of text.split(/\r?\n/)) {
    const part = /^#(?:=(?=\w)|!=?)(.*)$/.exec(line)?.[1];
    if (part !== undefined) {
      said.push({ ...nobody, resolver: RESOLVER.exec(part)?.[1] });
    }
    const name = /^%I\.0\s+(\S.*)$/.exec(line)?.[1];
    const [, longitude, latitude] = /^%J\s+(\S+)\s+(\S+)/.exec(line) ?? [];
    if (name !== undefined || longitude !== undefined) {
      const last = said.pop() ?? nobody;
      said.push({
        resolver: last.resolver,
        name: last.name ?? name,
        longitude: last.longitude ?? longitude,
        latitude: last.latitude ?? latitude,
      });
    }
  }
  return said;
}

function saidInXml(text: string): Said[] {
  const root = parseXml(text, SESAME_NAME);
  const of = (resolver: XmlElement): Said => ({
    resolver: RESOLVER.exec(resolver.attributes['name'] ?? '')?.[1],
    name: textOf(resolver, 'oname'),
    longitude: textOf(resolver, 'jradeg'),
    latitude: textOf(resolver, 'jdedeg'),
  });
  const targets = root.name === 'Sesame' ? [...descendants(root, 'Target')] : [];
  return targets.flatMap((target) => childrenOf(target, 'Resolver').map(of));
}

function placed({ resolver = '', name, longitude, latitude }: Said, asked: string): ResolvedName {
  const [lon, lat] = [degrees(longitude), degrees(latitude)];
  if (!(lon >= 0 && lon <= 360 && Math.abs(lat) <= 90)) {
    throw nonsense();
  }
  const who = RESOLVERS[resolver];
  return {
    name: (name ?? asked).replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME),
    by: who === undefined ? 'Sesame' : `Sesame (${who})`,
    longitude: lon,
    latitude: lat,
  };
}

/** NaN for what is no plain number. */
function degrees(text = ''): number {
  return /^[+-]?\d[\d.]*$/.test(text) ? Number(text) : NaN;
}

function nonsense(): SkybucketError {
  return new SkybucketError('server', `${SESAME_NAME} gave an answer that makes no sense.`, {
    hint: 'Try again later, or give coordinates.',
    retryable: true,
  });
}
