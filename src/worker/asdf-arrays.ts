import type { ArrayInfo } from '../core/asdf/array';
import type { ArrayContext } from '../core/asdf/array-context';
import { arrayPlane, planeAxes } from '../core/asdf/array-plane';
import { openArray, type OpenedArray } from '../core/asdf/open-array';
import type { ReadOptions } from '../core/bytes/source';
import type { PartImage } from './content';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';

/** Arrays that stay open; those in the tree take memory. */
const MOST_ARRAYS = 16;

/** The arrays of a file that were looked at last. */
export class AsdfArrays {
  /** The one used last stands last. */
  private readonly opened = new Map<ArrayInfo, KeptTask<OpenedArray>>();

  constructor(private readonly context: ArrayContext) {}

  /** @throws SkybucketError what `openArray` throws. */
  open(array: ArrayInfo, options: ReadOptions): Promise<OpenedArray> {
    const task =
      this.opened.get(array) ?? new KeptTask((reading) => openArray(array, this.context, reading));
    keepLast(this.opened, array, task, MOST_ARRAYS);
    return task.get(options);
  }

  /** @throws SkybucketError what `openArray` throws. */
  async image(array: ArrayInfo, options: ReadOptions): Promise<PartImage> {
    const opened = await this.open(array, options);
    const axes = planeAxes(opened);
    const axisLines = axes.map((length) => ({ length, name: '', unit: '', linear: undefined }));
    const { access, local, size, ratio } = opened.bytes;
    const bytesAtOnce = access.kind === 'whole' && !local ? Math.ceil(size * ratio) : undefined;
    return { axes, axisLines, bytesAtOnce, plane: (slice) => arrayPlane(opened, slice) };
  }
}
