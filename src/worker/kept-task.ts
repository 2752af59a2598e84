import { SharedTask } from '../core/bytes/shared-task';
import type { ReadOptions } from '../core/bytes/source';

/** A value that is made once, for all who want it. A failure is not kept. */
export class KeptTask<T> {
  private value: { readonly made: T } | undefined;
  private readonly task: SharedTask<T>;

  constructor(make: (options: ReadOptions) => Promise<T>) {
    this.task = new SharedTask(make);
  }

  async get(options: ReadOptions): Promise<T> {
    this.value ??= { made: await this.task.join(options) };
    return this.value.made;
  }
}
