import type { Chosen } from './place';

export interface Clip {
  readonly how: 'copy' | 'move';
  readonly chosen: readonly Chosen[];
}

/** What was cut or copied in the tree, to be pasted there: places, not bytes. */
export class ObjectClipboard {
  private clip: Clip | undefined;

  /** @param onChange told whether there is something to paste */
  constructor(private readonly onChange: (full: boolean) => void) {}

  get(): Clip | undefined {
    return this.clip;
  }

  put(clip: Clip): void {
    this.clip = clip;
    this.onChange(true);
  }

  clear(): void {
    this.clip = undefined;
    this.onChange(false);
  }
}
