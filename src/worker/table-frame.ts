import type { ReadOptions } from '../core/bytes/source';
import type { CelestialFrame } from '../core/sky/wcs';
import type { Content } from './content';

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };

/** The frame of the positions in a table, by what the file says of it, RADESYS or EQUINOX of its header; ICRS where it says nothing. */
export async function tableFrame(
  content: Content,
  part: number,
  options: ReadOptions,
): Promise<CelestialFrame> {
  if (content.format !== 'FITS') {
    return (await content.tableFrame?.(part, options)) ?? ICRS;
  }
  const { cards } = await content.header(part, false, options);
  const valueOf = (...keywords: string[]): string =>
    cards
      .find(({ keyword }) => keywords.includes(keyword))
      ?.value.trim()
      .toUpperCase() ?? '';
  const system = valueOf('RADESYS', 'RADECSYS');
  const equinox = Number(valueOf('EQUINOX', 'EPOCH'));
  if (system === 'FK4' || (system === '' && equinox === 1950)) {
    return { system: 'FK4', equinox: 1950 };
  }
  return system === 'FK5' ? { system: 'FK5', equinox: 2000 } : ICRS;
}
