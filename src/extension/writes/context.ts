import type { Host } from '../host';
import type { Node } from '../views/nodes';
import type { ObjectClipboard } from './object-clipboard';
import type { WriteTools } from './tools';

/** What the commands that change objects work with. */
export interface WriteContext {
  readonly host: Pick<Host, 'changes' | 'log' | 'transfers'>;
  readonly tools: WriteTools;
  readonly clipboard: ObjectClipboard;
}

/** What a menu of the tree gives a command: the node, and all that are selected where there are several. */
export interface CommandNodes {
  readonly node: Node | undefined;
  readonly nodes: readonly Node[];
}
