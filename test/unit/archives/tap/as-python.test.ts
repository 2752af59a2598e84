import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asPython, pythonBlock, pythonText } from '../../../../src/core/archives/tap/as-python';
import type { TapQuery } from '../../../../src/core/archives/tap/query';

/**
 * Literals and programs with what they mean; check_python.py has Python itself evaluate each of them (programs
 * against a pyvo that only listens).
 */
interface Checked {
  readonly texts: readonly {
    readonly text: string;
    readonly line: string;
    readonly block: string;
  }[];
  readonly programs: readonly {
    readonly address: string;
    readonly query: TapQuery;
    readonly asJob: boolean;
    readonly python: string;
  }[];
}

const checked = JSON.parse(
  readFileSync(new URL('python.json', import.meta.url), 'utf8'),
) as Checked;

describe('Python', () => {
  it.each(checked.texts)('has a literal for $line', ({ text, line, block }) => {
    expect([pythonText(text), pythonBlock(text)]).toEqual([line, block]);
  });

  it.each(checked.programs)('runs $query.query', ({ address, query, asJob, python }) => {
    expect(asPython(address, query, { asJob })).toBe(python);
  });
});
