import type { AsdfNode } from '../../asdf/node';
import type { Kind } from './kind';
import type { Parameters } from './parameters';
import type { Transform } from './transform';

/** What the makers of transforms that contain others need. */
export interface Reading {
  /** @throws SkybucketError `format` for what is no transform, `unsupported` for one not known here. */
  transform(node: AsdfNode | undefined): Transform;
  /** Parameters of a node that is no transform. */
  parameters(node: AsdfNode, name: string): Parameters;
}

/** Makes the transform of one kind from its parameters. */
export type Maker = (parameters: Parameters, reading: Reading, kind: Kind) => Transform;
