import type { ServiceTools } from '../service-call';

/** What asking MAST takes. */
export interface MastTools extends ServiceTools {
  /** `https://mast.stsci.edu`, or another server that speaks like it (for tests). */
  readonly server?: string | undefined;
  /** For proprietary data; sent to STScI's hosts alone. */
  readonly token?: string | undefined;
  /** A new text each time, which tells two like queries apart. */
  readonly newId?: (() => string) | undefined;
}

export const MAST = 'MAST';
export const MAST_SERVER = 'https://mast.stsci.edu';

/** Of one answer: a page of 50,000 observations has some 60 MB. What is read of it takes several times as much. */
export const MOST_BYTES = 256 * 1024 * 1024;

/** How long a question about MAST itself may take, or one for a few paths. */
export const SHORT_MS = 60_000;

export function serverOf(tools: MastTools): string {
  return (tools.server ?? MAST_SERVER).replace(/\/+$/, '');
}

/** Text that will hardly come twice, in the form of a UUID. */
export function randomId(random: () => number = Math.random): string {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, digit);
}
