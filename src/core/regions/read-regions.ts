import { SkybucketError } from '../errors';
import { type Draft, draftOf } from './ds9-drafts';
import { parseRegions } from './ds9-parse';
import { isOnSky, placesOf, type Surroundings } from './ds9-places';
import { shapesOf } from './ds9-shapes';
import type { Region } from './shape';

/** Of what is said about a file; the rest is counted. */
const MOST_PROBLEMS = 100;

/** What has more is no region file, and not worth reading on. */
const TOO_MANY_PROBLEMS = 10_000;

/** Characters of a region file. */
export const MOST_REGION_TEXT = 10 * 2 ** 20;

export interface FoundRegions {
  readonly regions: readonly Region[];
  /** What was left out and why, with its line, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * The regions of a DS9 region file as shapes of an image. What is not understood is told, and the rest is
 * read all the same.
 *
 * @param most regions, at most
 * @throws SkybucketError `too-large` for more than 10 MB of text
 */
export function readRegions(file: string, surroundings: Surroundings, most: number): FoundRegions {
  if (file.length > MOST_REGION_TEXT) {
    throw new SkybucketError('too-large', 'A region file can have 10 MB at most.');
  }
  const problems = new Problems();
  const add = (line: number, sentence: string): boolean => problems.add(line, sentence);
  const drafts: Draft[] = [];
  for (const shape of parseRegions(file, add)) {
    const draft = draftOf(shape);
    if (typeof draft === 'string') {
      add(shape.line, draft);
    } else if (drafts.length === most) {
      add(
        shape.line,
        `More than ${most.toLocaleString('en')} regions: this and what follows is left out.`,
      );
      break;
    } else {
      drafts.push(draft);
    }
  }
  const places = placesOf(drafts, surroundings);
  const regions: Region[] = [];
  for (const [k, draft] of drafts.entries()) {
    const { line, name, text, colour, include } = draft.file;
    const at = places[k];
    const made = at ? shapesOf(draft, at, surroundings) : unplaced(draft, surroundings);
    if (typeof made === 'string') {
      add(line, made);
      continue;
    }
    if (regions.length + made.length > most) {
      add(
        line,
        `More than ${most.toLocaleString('en')} regions: this ${name} and what follows is left out.`,
      );
      break;
    }
    for (const [part, shape] of made.entries()) {
      regions.push({ shape, text: part === 0 ? text : '', colour, include });
    }
  }
  return { regions, problems: problems.sentences() };
}

function unplaced(draft: Draft, { sky }: Surroundings): string {
  const { name } = draft.file;
  if (!isOnSky(draft)) {
    return `This ${name} is too far away.`;
  }
  return sky
    ? `This ${name} is not on the part of the sky that the coordinates of the image cover.`
    : `This ${name} is placed on the sky, and the image has no celestial coordinates.`;
}

class Problems {
  private readonly first: { readonly line: number; readonly sentence: string }[] = [];
  private more = 0;

  /** @returns whether there have been so many that it is time to stop */
  add(line: number, sentence: string): boolean {
    if (this.first.length < MOST_PROBLEMS) {
      this.first.push({ line, sentence });
    } else {
      this.more += 1;
    }
    return this.more > TOO_MANY_PROBLEMS;
  }

  sentences(): string[] {
    const found = [...this.first]
      .sort((a, b) => a.line - b.line)
      .map(({ line, sentence }) => `Line ${line}: ${sentence}`);
    return this.more === 0
      ? found
      : [...found, `${this.more.toLocaleString('en')} more things could not be read.`];
  }
}
