import type { ReadOptions } from '../core/bytes/source';
import { isCancelled } from '../core/errors';
import { openFileUri } from '../protocol/open-file';
import type { Content } from './content';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';
import { openContent } from './open-content';
import { OpenedFile } from './opened-file';
import type { OtherFiles } from './other-files';
import { otherReader } from './other-reader';
import type { WorkerTools } from './tools';

/** Files whose structure, headers and decoded parts are kept; more are rarely compared. */
const MOST_CONTENTS = 8;

/**
 * Files that are open in other viewers, read here too: each is opened once, for all who ask. What is known of
 * those asked for last is kept, and the host closes those that have been rewritten (`openOther`).
 */
export class OtherContents {
  private readonly opened = new Map<string, KeptTask<Content>>();

  constructor(
    private readonly others: OtherFiles,
    private readonly tools: WorkerTools,
  ) {}

  /**
   * @param file the id of an open file (`openFiles`).
   * @throws SkybucketError `not-found` for one that is not open (any more) and was not asked for before, or
   *   what opening it throws.
   */
  async of(file: string, options: ReadOptions): Promise<Content> {
    let task = this.opened.get(file);
    if (task === undefined) {
      task = new KeptTask((reading) => this.open(file, reading));
    }
    keepLast(this.opened, file, task, MOST_CONTENTS);
    try {
      return await task.get(options);
    } catch (error) {
      // To be tried again; what the host does not know is not to fill the map. Who stops waiting does not
      // stop the others.
      if (!isCancelled(error) && this.opened.get(file) === task) {
        this.opened.delete(file);
      }
      throw error;
    }
  }

  private async open(file: string, options: ReadOptions): Promise<Content> {
    const reader = otherReader(await this.others.open(openFileUri(file), options));
    const opened = new OpenedFile(reader, this.tools.unpack);
    // What it refers to lies where it lies, not where ours does.
    const near: OtherFiles = {
      open: async (uri, reading) =>
        otherReader(await this.others.open(openFileUri(file, uri), reading)),
    };
    return openContent(await opened.open(options), this.tools, near);
  }
}
