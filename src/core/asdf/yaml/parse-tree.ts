import { EVENT_ID, parseEvents, YAMLException, type Event } from 'js-yaml';
import { SkybucketError } from '../../errors';
import type { AsdfNode } from '../node';
import { ComposeError, Composer } from './compose';
import { applyMerges } from './merges';

/** Nodes of a tree, at most: they take some 200 bytes each. Roman's trees have some thousands. */
export const MOST_NODES = 2_000_000;
/** Levels of a tree, at most; whoever walks it may go down step by step. The deepest of gwcs have some 60. */
export const DEEPEST_TREE = 500;

export interface TreeText {
  readonly text: string;
  /** Names the file in errors. */
  readonly label: string;
  /** The line of the file that the text begins with, 1-based. */
  readonly firstLine: number;
}

export interface ParsedTree {
  readonly tree: AsdfNode;
  readonly warnings: readonly string[];
}

/**
 * Reads YAML 1.1 as the asdf library does (`plain-scalar.ts` says how scalars are resolved), tags kept.
 *
 * @throws SkybucketError `format` with the line, `too-large` for more nodes or levels than any real tree has.
 */
export function parseTree(source: TreeText): ParsedTree {
  const { text } = source;
  checkCount(source, mostNodesOf(text));
  try {
    const events = parseEvents(text, { maxDepth: DEEPEST_TREE });
    checkCount(
      source,
      events.reduce((sum, { type }) => sum + (type === EVENT_ID.POP ? 0 : 1), 0),
    );
    return compose(text, events);
  } catch (error) {
    throw refusal(source, error);
  }
}

function compose(text: string, events: readonly Event[]): ParsedTree {
  const composer = new Composer(text, DEEPEST_TREE);
  const warnings: string[] = [];
  let documents = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT && ++documents > 1) {
      warnings.push('The tree is followed by further YAML documents, which are not shown.');
      break;
    }
    composer.take(event);
  }
  applyMerges(composer.merges, MOST_NODES);
  const empty: AsdfNode = { kind: 'scalar', tag: undefined, value: null, text: 'null' };
  return { tree: composer.root ?? empty, warnings };
}

/**
 * At least about as many as the text can have, without parsing it: the events of a long hostile text would
 * take more memory than there is.
 */
function mostNodesOf(text: string): number {
  if (text.length <= MOST_NODES) {
    return 0;
  }
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x2c: // ,
      case 0x5b: // [
      case 0x7b: // {
        count += 1;
        break;
      case 0x2d: // -
      case 0x3a: // :
      case 0x3f: // ?
        // An indicator only where a blank follows; `:` also after a quoted key.
        count += text.charCodeAt(at + 1) <= 0x20 ? 1 : 0;
        break;
    }
  }
  return count;
}

function checkCount({ label }: TreeText, count: number): void {
  if (count > MOST_NODES) {
    throw new SkybucketError(
      'too-large',
      `The tree of ${label} has more than ${MOST_NODES.toLocaleString('en')} nodes, too many to show.`,
      { hint: 'Data belong in blocks: it can be read with the asdf library.' },
    );
  }
}

function refusal({ text, label, firstLine }: TreeText, error: unknown): unknown {
  const hint = 'The file is damaged, or its tree was edited by hand.';
  const refuse = (reason: string, line: number | undefined): SkybucketError =>
    new SkybucketError(
      'format',
      `The tree of ${label} is not valid YAML${line === undefined ? '' : ` in line ${line}`}: ${reason}.`,
      // Without the cause: it holds all of the text.
      { hint },
    );
  if (error instanceof YAMLException) {
    const line = error.mark && error.mark.line + firstLine;
    // The reason may quote the file.
    const reason = error.reason.slice(0, 200);
    return reason.startsWith('nesting exceeded')
      ? refuse(`it is nested more than ${DEEPEST_TREE} levels deep`, line)
      : refuse(reason, line);
  }
  if (error instanceof ComposeError) {
    return refuse(error.message, firstLine + linesBefore(text, error.position));
  }
  return error;
}

function linesBefore(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}
