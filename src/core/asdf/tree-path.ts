import { childrenOf, type AsdfNode, type AsdfScalar, type NodePath } from './node';

/** A key that is a float, which Python reaches by the same float. */
export class FloatKey {
  constructor(
    readonly value: number,
    private readonly text: string,
  ) {}

  toString(): string {
    return this.text;
  }
}

/** From a node to a child: a 0-based place in a sequence (number), or a key of a mapping. */
export type TreeStep = number | string | bigint | boolean | null | FloatKey;

export interface NodePlace {
  readonly node: AsdfNode;
  readonly steps: readonly TreeStep[];
}

/** The node at these positions, and the keys on the way; undefined where there is none. */
export function nodeAt(tree: AsdfNode, at: NodePath): NodePlace | undefined {
  const steps: TreeStep[] = [];
  let node = tree;
  for (const place of at) {
    const child = childrenOf(node)[place];
    if (child === undefined) {
      return undefined;
    }
    steps.push(stepTo(node, place));
    node = child;
  }
  return { node, steps };
}

/** `roman/meta/exposure/type`; places in sequences as numbers; empty for the root. */
export function pathText(steps: readonly TreeStep[]): string {
  return steps.map(String).join('/');
}

/** `['roman']['meta'][0]`: what follows the name of the file object in Python; empty for the root. */
export function pythonPath(steps: readonly TreeStep[]): string {
  return steps.map((step) => `[${pythonLiteral(step)}]`).join('');
}

/** The step from a node to the child at a 0-based place. */
export function stepTo(node: AsdfNode, place: number): TreeStep {
  const key = node.kind === 'mapping' ? node.entries[place]?.[0] : undefined;
  return key === undefined ? place : stepOf(key);
}

function stepOf({ value, text }: AsdfScalar): TreeStep {
  return typeof value === 'number' ? new FloatKey(value, text) : value;
}

function pythonLiteral(step: TreeStep): string {
  if (typeof step === 'string') {
    return pythonString(step);
  }
  if (typeof step === 'boolean') {
    return step ? 'True' : 'False';
  }
  if (step === null) {
    return 'None';
  }
  return step instanceof FloatKey ? pythonFloat(step.value) : String(step);
}

function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) {
    return `float('${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}')`;
  }
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** Escapes all that could end the text, or be pasted as something other than it looks. */
function pythonString(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => pythonEscape(character));
  return `'${escaped}'`;
}

function pythonEscape(character: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number): string => code.toString(16).padStart(digits, '0');
  return (
    short ?? (code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`)
  );
}
