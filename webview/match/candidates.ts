import type { MatchRef, OpenFile } from '../../src/protocol/match';
import type { HduLine } from '../../src/protocol/methods';
import { shortNames } from '../image/hdu';
import type { KeptChoice } from './match-state';

/** A picture that can be laid over the one on show. */
export interface Candidate {
  readonly ref: MatchRef;
  /** `ERR` of this file, `ERR · other.fits` of another. */
  readonly label: string;
  /** `ERR`. */
  readonly name: string;
  /** Shape and type, for who hesitates. */
  readonly detail: string;
  /** The title of another file. */
  readonly title: string | undefined;
}

/** The pictures of one file. */
export interface CandidateGroup {
  readonly heading: string;
  readonly candidates: readonly Candidate[];
  /** Why there are none. */
  readonly absence: string | undefined;
}

/** Where the pictures are. */
export interface CandidateSource {
  /** The HDUs of this file. */
  readonly lines: readonly HduLine[];
  /** The one on show, which is not compared with itself. */
  readonly shown: number | undefined;
  readonly files: readonly OpenFile[];
}

const NOTHING_OPEN = 'No other image is open. Open another one in a tab of its own to compare it.';

export function candidateGroups({ lines, shown, ...source }: CandidateSource): CandidateGroup[] {
  // Kept results of catalogues are tables.
  const files = source.files.filter(({ result }) => result === undefined);
  const own = group('This file', lines, undefined).filter(({ ref }) => ref.hdu !== shown);
  return [
    {
      heading: 'This file',
      candidates: own,
      absence: own.length > 0 ? undefined : files.length > 0 ? 'No other image' : NOTHING_OPEN,
    },
    ...files.map((file) => {
      const candidates = group(file.title, file.lines, file);
      const absence = file.lines.length === 0 ? 'Not read yet' : 'No images';
      return {
        heading: file.title,
        candidates,
        absence: candidates.length > 0 ? undefined : absence,
      };
    }),
  ];
}

/** The candidate that was kept; undefined while its file is not open. */
export function foundAgain(
  groups: readonly CandidateGroup[],
  { title, hdu }: KeptChoice,
): Candidate | undefined {
  return groups
    .flatMap(({ candidates }) => candidates)
    .find((each) => each.title === title && each.ref.hdu === hdu);
}

export function sameMatch(one: MatchRef | undefined, other: MatchRef | undefined): boolean {
  return one?.file === other?.file && one?.hdu === other?.hdu;
}

function group(
  heading: string,
  lines: readonly HduLine[],
  file: OpenFile | undefined,
): Candidate[] {
  const names = shortNames(lines);
  return lines.flatMap((line, at) => {
    const name = names[at] ?? line.name;
    return line.picture !== 'yes' || line.line
      ? []
      : [
          {
            ref: { file: file?.id, hdu: line.index, slice: [] },
            label: file === undefined ? name : `${name} · ${heading}`,
            name,
            detail: [line.dimensions, line.format].filter((part) => part !== '').join(' '),
            title: file?.title,
          },
        ];
  });
}
