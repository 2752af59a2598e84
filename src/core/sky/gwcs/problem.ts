import { SkybucketError } from '../../errors';

/** The coordinate system of a file is not as its standard says. */
export function badGwcs(sentence: string): SkybucketError {
  return new SkybucketError('format', sentence);
}

/** The coordinate system has something in it whose mathematics is not known here. */
export function unknownGwcs(sentence: string): SkybucketError {
  return new SkybucketError('unsupported', sentence);
}

/** Of hostile files, only so much of a word. */
export function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
