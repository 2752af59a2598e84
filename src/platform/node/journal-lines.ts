import { crc32 } from 'node:zlib';

/**
 * Files of lines that survive the death of the process at any byte: a line is the CRC-32 of its text in eight
 * hexadecimal digits, a blank, and the text, which is JSON. A line that was half written, or damaged since, is known
 * by that and left out. Each is written with a line end before it as well, so that it never continues a torn one.
 */
export function formatLine(value: unknown): string {
  const text = JSON.stringify(value);
  return `\n${sum(text)} ${text}\n`;
}

export interface ReadLines {
  readonly values: readonly unknown[];
  /** Lines that are damaged, without the last one, which may just not have been finished. */
  readonly damaged: number;
}

export function readLines(text: string): ReadLines {
  const lines = text.split('\n').filter((line) => line !== '');
  const values: unknown[] = [];
  let damaged = 0;
  lines.forEach((line, index) => {
    const json = line.slice(9);
    const value = line[8] === ' ' && line.startsWith(sum(json)) ? parsed(json) : undefined;
    if (value !== undefined) {
      values.push(value);
    } else if (index < lines.length - 1) {
      damaged += 1;
    }
  });
  return { values, damaged };
}

/** A part of something read from a file, as a record of fields nobody has looked at yet. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function sum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
