import { openAsdf } from '../../../../../src/core/asdf/open-asdf';
import { type AsdfNode, childOf } from '../../../../../src/core/asdf/node';
import type { ArrayContext } from '../../../../../src/core/asdf/array-context';
import type { Gwcs } from '../../../../../src/core/sky/gwcs/gwcs';
import { loadGwcs } from '../../../../../src/core/sky/gwcs/load-gwcs';
import { openFile } from '../../../asdf/arrays/support/open';
import { localReader } from '../../../asdf/blocks/support/blocks';

export interface GwcsFile {
  readonly tree: AsdfNode | undefined;
  readonly context: ArrayContext;
}

export async function openGwcsFile(bytes: Uint8Array): Promise<GwcsFile> {
  const { tree } = await openAsdf(localReader(bytes));
  const { context } = await openFile(bytes);
  return { tree, context };
}

/** The coordinate system under a key of the tree. */
export async function gwcsAt({ tree, context }: GwcsFile, key: string): Promise<Gwcs> {
  return expectGwcs(await loadGwcs(childOf(tree, key) as AsdfNode, context));
}

export function expectGwcs(loaded: Awaited<ReturnType<typeof loadGwcs>>): Gwcs {
  if ('problem' in loaded) {
    throw new Error(loaded.problem);
  }
  return loaded;
}

/** What loading says is wrong with a tree that a test writes. */
export async function problemOf(yaml: string): Promise<string> {
  const { tree, context } = await openGwcsFile(asdfOf(yaml));
  const loaded = await loadGwcs(childOf(tree, 'wcs') as AsdfNode, context);
  return 'problem' in loaded ? loaded.problem : '';
}

/** The coordinate system at `wcs` of a tree that a test writes. */
export async function gwcsOf(yaml: string): Promise<Gwcs> {
  return gwcsAt(await openGwcsFile(asdfOf(yaml)), 'wcs');
}

/** A tree of one coordinate system whose first step has this transform. */
export function wcsWith(transform: string, more = ''): string {
  return `
wcs: !<tag:stsci.edu:gwcs/wcs-1.2.0>
  name: ''
  steps:
  - !<tag:stsci.edu:gwcs/step-1.1.0> {frame: detector, transform: *t}
  - !<tag:stsci.edu:gwcs/step-1.1.0> {frame: world, transform: null}
`.replace('*t', `${transform}${more}`);
}

function asdfOf(yaml: string): Uint8Array {
  const head =
    '#ASDF 1.0.0\n#ASDF_STANDARD 1.5.0\n%YAML 1.1\n%TAG ! tag:stsci.edu:asdf/\n--- !core/asdf-1.1.0';
  return new TextEncoder().encode(`${head}\n${yaml.trim()}\n...\n`);
}

/** A column of the truth: numbers, or the words `NaN`, `Infinity`. */
export type Column = readonly (number | string)[];

export function arraysOfColumns(columns: readonly Column[]): Float64Array[] {
  return columns.map((column) => Float64Array.from(column, Number));
}
