import type { TreeNode } from '../../src/protocol/tree';
import type { Host, Trouble } from '../image/host';
import { troubleOf } from '../image/host';

/** What can be copied of a node. */
export type CopyForm = 'value' | 'path' | 'python' | 'yaml';

const NAMES: Readonly<Record<CopyForm, string>> = {
  value: 'value',
  path: 'path',
  python: 'Python expression',
  yaml: 'YAML',
};

/** Whether a node is written as YAML: it is more than one line. */
export function isYaml({ kind, loop }: TreeNode): boolean {
  return loop === undefined && (kind === 'mapping' || kind === 'sequence' || kind === 'array');
}

export interface TreeCopyListener {
  /** `what` names the text for the message: “Copied the …”. */
  onCopy(text: string, what: string): void;
  onTrouble(trouble: Trouble): void;
}

/** Copies nodes in their forms; what a row does not hold is read first, the last asked for only. */
export class TreeCopy {
  readonly #host: Host;
  readonly #listener: TreeCopyListener;
  #stop = new AbortController();

  constructor(host: Host, listener: TreeCopyListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Gives up what is being read. */
  cancel(): void {
    this.#stop.abort();
  }

  async copy(hdu: number, node: TreeNode, form: CopyForm): Promise<void> {
    this.cancel();
    const here = textHere(node, form);
    if (here !== undefined) {
      this.#listener.onCopy(here, NAMES[form]);
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    try {
      const { signal } = stop;
      const { text, cut } = await this.#host.request('treeText', { hdu, at: node.at }, { signal });
      if (!signal.aborted) {
        this.#listener.onCopy(text, cut ? `beginning of the ${NAMES[form]}` : NAMES[form]);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !stop.signal.aborted) {
        this.#listener.onTrouble(trouble);
      }
    }
  }
}

/** The text, where the node itself holds all of it. */
function textHere(node: TreeNode, form: CopyForm): string | undefined {
  switch (form) {
    case 'path':
      return node.path;
    case 'python':
      return node.python;
    case 'yaml':
      return undefined;
    case 'value':
      return (
        node.loop ?? (node.cut || (isYaml(node) && node.kind !== 'array') ? undefined : node.value)
      );
  }
}
