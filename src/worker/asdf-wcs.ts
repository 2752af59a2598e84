import type { ArrayContext } from '../core/asdf/array-context';
import type { ArrayEntry } from '../core/asdf/array';
import { childOf, type AsdfNode } from '../core/asdf/node';
import type { ReadOptions } from '../core/bytes/source';
import { findGwcs } from '../core/sky/gwcs/find-gwcs';
import { loadGwcs } from '../core/sky/gwcs/load-gwcs';
import type { FoundWcs } from './content';
import { KeptTask } from './kept-task';

/**
 * The coordinate system of the arrays of an ASDF file: `meta/wcs` beside the science array (`data`), which
 * is also that of the arrays beside it of the same width and height (`err`, `dq`, …).
 */
export class AsdfWcs {
  private readonly systems = new Map<AsdfNode, KeptTask<FoundWcs>>();

  constructor(
    private readonly tree: AsdfNode | undefined,
    private readonly context: ArrayContext,
  ) {}

  async of(entry: ArrayEntry, options: ReadOptions): Promise<FoundWcs> {
    const node = this.nodeFor(entry);
    if (node === undefined) {
      return undefined;
    }
    const task =
      this.systems.get(node) ?? new KeptTask((reading) => loadGwcs(node, this.context, reading));
    this.systems.set(node, task);
    return task.get(options);
  }

  private nodeFor({ path, array }: ArrayEntry): AsdfNode | undefined {
    const keys = path.replace(/\/value$/, '').split('/');
    if ('problem' in array || array.shape.length < 2) {
      return undefined;
    }
    const model = keys.slice(0, -1).reduce<AsdfNode | undefined>(stepInto, this.tree);
    const science = childOf(model, 'data');
    const wcs = childOf(childOf(model, 'meta'), 'wcs') ?? childOf(model, 'wcs');
    const found = findGwcs(wcs)[0];
    return found !== undefined && sameImage(shapeOf(science), array.shape) ? found : undefined;
  }
}

/** Products of several slits have a list of models. */
function stepInto(node: AsdfNode | undefined, key: string): AsdfNode | undefined {
  return node?.kind === 'sequence' ? node.items[Number(key)] : childOf(node, key);
}

/** The last two lengths, as they stand in the node of an array or of a Quantity. */
function shapeOf(node: AsdfNode | undefined): readonly (number | undefined)[] {
  const shape = childOf(node, 'shape') ?? childOf(childOf(node, 'value'), 'shape');
  return shape?.kind === 'sequence'
    ? shape.items.map((item) => (item.kind === 'scalar' ? Number(item.value) : undefined))
    : [];
}

function sameImage(
  science: readonly (number | undefined)[],
  own: readonly (number | undefined)[],
): boolean {
  return science.length >= 2 && science.slice(-2).join() === own.slice(-2).join();
}
